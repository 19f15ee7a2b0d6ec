/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Settings of resources that are no documents, and that decide: an ACL, the network that an access point or an
 * instance takes calls from. Each is read as the policy that would say the same, so that statements, conditions and
 * places are the same for all layers.
 */
#ifndef RP_POLICY_SETTING_H
#define RP_POLICY_SETTING_H

#include "policy/ast.h"
#include "text/tree.h"

/*
 * Fills the policy with what a setting of the layer says; it stands in the source that is being read. The words:
 * OBJECT_ACL and BUCKET_ACL: private, public-read, public-read-write, and of an object default; ACCESS_POINT_ORIGIN:
 * internet, or a VPC; NETWORK_ACL: INTERNET, VPC, CLASSIC, TRUST_PROXY, with commas between them;
 * PUBLIC_ACCESS_BLOCK: true or false. Errors: RAMPART_INVALID_INPUT, reported, also for a layer without settings;
 * RAMPART_NO_MEMORY.
 */
enum rampart_status rp_setting_parse(const struct rp_reading *reading, enum rampart_layer layer, struct rp_value setting,
                                     struct rampart_policy *policy);

/*
 * Fills the policy's statements from a tree that was made of something else, whose statements name everybody: of what
 * the cloud would say of such a document nothing is reported. Errors: as rp_policy_parse().
 */
enum rampart_status rp_policy_parse_made(const struct rp_reading *reading, const struct rp_node *root,
                                         struct rampart_policy *policy);

/* True when the policy is a setting of this layer, with this word. */
static inline bool rp_setting_is(const struct rampart_policy *policy, enum rampart_layer layer, struct rampart_str word)
{
    return policy->setting.len > 0 && policy->setting_layer == layer && rp_str_equal(policy->setting, word);
}

#endif
