/* SPDX-License-Identifier: Apache-2.0 */
/* Policies with one edit. Nothing is changed in place: a copy shares with its original what stays as it is. */
#ifndef RP_DENIAL_EDIT_H
#define RP_DENIAL_EDIT_H

#include <rampart/suggest.h>

#include "base/buf.h"
#include "policy/ast.h"

/* True: the text is among the texts. `fold`: letters of either case are equal. */
bool rp_texts_have(struct rampart_strs texts, struct rampart_str text, bool fold);

/* The statement with the values of the change added or removed, or with one more condition. */
enum rampart_status rp_statement_edit(struct rp_arena *arena, const struct rp_statement *statement,
                                      const struct rampart_change *change,
                                      struct rp_statement *ret_statement);

/* The policy with another statement at index `at`. */
enum rampart_status rp_policy_edit(struct rp_arena *arena, const struct rampart_policy *policy, size_t at,
                                   const struct rp_statement *statement, struct rampart_policy **ret_policy);

/*
 * A policy of one Allow. `values` are the resources that it allows the action on. In a trust policy they are the one
 * principal that it lets in.
 */
enum rampart_status rp_policy_grant(struct rp_arena *arena, enum rampart_layer layer,
                                    struct rampart_str action, struct rampart_strs values,
                                    struct rampart_policy **ret_policy);

/* Write JSON. Refused memory is the buffer's failure. */
void rp_statement_write(struct rp_buf *out, const struct rp_statement *statement);
void rp_document_write(struct rp_buf *out, const struct rampart_policy *policy);

#endif
