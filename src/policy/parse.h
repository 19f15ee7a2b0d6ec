/* SPDX-License-Identifier: Apache-2.0 */
/* From a tree to a policy: every meaning error of the document, each with its place. */
#ifndef RP_POLICY_PARSE_H
#define RP_POLICY_PARSE_H

#include "policy/ast.h"
#include "text/tree.h"

/*
 * rampart_policy_read() of a document that nobody decides by: a principal that names nobody is an error, and the rest is
 * read. `inside`: the document is a string of another text, which must outlive the policy; NULL: it is not.
 */
struct rp_inside;
enum rampart_status rp_policy_look_over(const struct rampart_options *options, const struct rampart_document *document,
                                        const struct rp_inside *inside, struct rampart_diags *diags,
                                        struct rampart_policy **ret_policy);

/*
 * Fills the policy's statements from the tree. RAMPART_INVALID_INPUT when anything is wrong, all of it reported;
 * BROKEN nodes are passed over in silence, their error stands already. RAMPART_NO_MEMORY.
 */
enum rampart_status rp_policy_parse(const struct rp_reading *reading, const struct rp_node *root,
                                    struct rampart_policy *policy);

#endif
