/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Network access policies of AccessKeys, which have a grammar of their own: lists of addresses, without Effect, Action
 * and Principal. Source: https://alibabacloud.com/help/en/ram/user-guide/accesskey-network-access-restriction-policy
 * (2026-01-06).
 */
#ifndef RP_POLICY_ACCESS_KEY_H
#define RP_POLICY_ACCESS_KEY_H

#include "policy/ast.h"
#include "text/tree.h"

/*
 * rp_policy_parse() of a document of any grammar. The policy of an AccessKey is filled with statements that allow what
 * its lists let pass; one that is Inactive has none and is marked.
 */
enum rampart_status rp_document_parse(const struct rp_reading *reading, const struct rp_node *root,
                                      struct rampart_policy *policy);

/*
 * The document of such a policy, as a tree: its lists again. Of one that is Inactive the lists are not kept. Nodes lie in
 * the arena; their texts are the policy's. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_access_key_tree(struct rp_arena *arena, const struct rampart_policy *policy,
                                       struct rp_node **ret_document);

#endif
