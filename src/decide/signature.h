/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a text and a pattern must have in common to match, in a few bits: the parts of a pattern that no wildcard
 * touches. Where the signatures disagree the pattern does not match; where they agree it is asked.
 */
#ifndef RP_DECIDE_SIGNATURE_H
#define RP_DECIDE_SIGNATURE_H

#include <stdint.h>

#include "policy/arn.h"

/*
 * An action is looked for under four tags: itself, its service with the first letters of the operation, its service,
 * and the tag of what is about any service. A pattern stands under one: the most telling that it is sure of.
 */
enum { RP_ACTION_TAGS = 4 };

struct rp_action_signature {
    uint32_t tags[RP_ACTION_TAGS];
    uint64_t tag_bits, more_bits; /* the bits of the tags, in two sets */
    uint64_t services;            /* the bit of the service */
};

/* Numbers for the action and for its service, as hashes of them are. */
static inline uint32_t rp_action_own_tag(const struct rp_action_signature *action)
{
    return action->tags[0];
}

static inline uint32_t rp_action_service_tag(const struct rp_action_signature *action)
{
    return action->tags[2];
}

/* Of an action in lower case, without wildcards. */
void rp_action_signature(struct rampart_str action, struct rp_action_signature *ret_signature);

/* The tag a pattern in lower case stands under, and the bit of its service: all bits if it may be any. */
uint32_t rp_action_tag(struct rampart_str pattern);
uint64_t rp_action_services(struct rampart_str pattern);

/* The tag of what is about any service. */
#define RP_ACTION_TAG_ANY UINT32_C(1)

/* The bit of a tag in a set of them, and in another where others share theirs. */
static inline uint64_t rp_action_bit(uint32_t tag)
{
    return UINT64_C(1) << (tag & 63);
}

static inline uint64_t rp_action_more_bit(uint32_t tag)
{
    return UINT64_C(1) << (tag >> 6 & 63);
}

/* Whether the bit of a tag is among those of the action's tags. */
static inline bool rp_action_has_bit(const struct rp_action_signature *action, uint32_t tag)
{
    return (action->tag_bits >> (tag & 63) & 1) != 0;
}

/* Whether the tag is one of the action's. All four are compared: that is no branch to guess. */
static inline bool rp_action_has_tag(const struct rp_action_signature *action, uint32_t tag)
{
    const uint32_t *tags = action->tags;
    return ((tag == tags[0]) | (tag == tags[1]) | (tag == tags[2]) | (tag == tags[3])) != 0;
}

/*
 * Four fields of 16 bits: service and region, type, last two characters, the whole. A resource has one bit in each; a
 * pattern has that of its own text, or all of a field that its wildcards leave open. Several patterns' signatures
 * may be united.
 */
uint64_t rp_resource_signature(struct rampart_str resource);
uint64_t rp_resource_pattern_signature(struct rampart_str pattern);

/* rp_resource_signature() of a resource that was split already. */
uint64_t rp_resource_arn_signature(struct rampart_str resource, const struct rp_arn *arn);

/* The parts of a resource's text that matter to how patterns are read, and whether it may be a pattern itself. */
struct rp_arn_shape {
    uint32_t colons; /* UINT32_MAX: that many or more */
    bool capitals, wildcards;
};

/* Of a resource that was split already. */
struct rp_arn_shape rp_arn_shape_of(struct rampart_str resource, const struct rp_arn *arn);

#define RP_RESOURCE_ANY UINT64_MAX /* the signature of a pattern that tells nothing */

/* Whether a pattern may match a resource; the signature 0 of a resource stands for every one. */
static inline bool rp_resource_may_match(uint64_t pattern, uint64_t resource)
{
    return (pattern & resource) == resource;
}

#endif
