/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The effects of policies as bits that can be united. A truth is two bits, FALSE 00, UNKNOWN 01, TRUE 11, so that
 * Kleene's "or" is the bits' "or". A document, a group and a principal each have a mask; a principal's mask unites
 * those of all that it holds.
 */
#ifndef RP_ANALYSIS_EFFECT_MASK_H
#define RP_ANALYSIS_EFFECT_MASK_H

#include <stdint.h>

#include "decide/rule.h"

enum {
    RP_EFFECT_TRUTH = 3,         /* the bits of one truth: */
    RP_EFFECT_DENY = 2,          /* Allow first, Deny so many bits further */
    RP_EFFECT_SCOPED = 4,        /* so many bits further: the effects of attachments on resource groups */
    RP_EFFECT_REACHED = 1 << 8,  /* the resource lies in the resource group of one of these */
    RP_EFFECT_PERSONAL = 1 << 9, /* a document depends on who asks: the other bits do not count */
    RP_EFFECT_MASKS = 1 << 9,    /* the number of masks that are not personal */
    RP_ALL_EFFECT_MASKS = 1 << 10
};

static inline unsigned rp_effect_bits(enum rampart_truth truth)
{
    return truth == RAMPART_TRUE ? RP_EFFECT_TRUTH : truth == RAMPART_UNKNOWN ? 1 : 0;
}

static inline enum rampart_truth rp_effect_truth(unsigned bits)
{
    bits &= RP_EFFECT_TRUTH;
    return bits == RP_EFFECT_TRUTH ? RAMPART_TRUE : bits != 0 ? RAMPART_UNKNOWN : RAMPART_FALSE;
}

/* The mask of a document attached at account scope. */
static inline uint16_t rp_effect_mask(const struct rp_truths *truths)
{
    return (uint16_t)(rp_effect_bits(truths->allow) | rp_effect_bits(truths->deny) << RP_EFFECT_DENY);
}

/* The mask of the same document attached on a resource group. `reached` says whether the resource lies in the group. */
static inline uint16_t rp_effect_mask_scoped(uint16_t mask, enum rampart_truth reached)
{
    if (reached == RAMPART_FALSE) return 0;
    if ((mask & RP_EFFECT_PERSONAL) != 0) return mask;
    if (reached == RAMPART_UNKNOWN)
        mask &= 1 | 1 << RP_EFFECT_DENY; /* a match is certain for some resources only */
    return (uint16_t)(mask << RP_EFFECT_SCOPED | RP_EFFECT_REACHED);
}

/* True: an Allow may be in it. */
static inline bool rp_effect_mask_may_allow(uint16_t mask)
{
    return (mask & (RP_EFFECT_TRUTH | RP_EFFECT_TRUTH << RP_EFFECT_SCOPED | RP_EFFECT_PERSONAL)) != 0;
}

static inline void rp_effect_mask_read(uint16_t mask, struct rp_truths *ret_own, struct rp_truths *ret_scoped)
{
    const unsigned own = mask, scoped = own >> RP_EFFECT_SCOPED;
    *ret_own =
        (struct rp_truths){.allow = rp_effect_truth(own), .deny = rp_effect_truth(own >> RP_EFFECT_DENY)};
    *ret_scoped = (struct rp_truths){.allow = rp_effect_truth(scoped),
                                     .deny = rp_effect_truth(scoped >> RP_EFFECT_DENY),
                                     .reached = (mask & RP_EFFECT_REACHED) != 0};
}

#endif
