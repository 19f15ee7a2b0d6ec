/* SPDX-License-Identifier: Apache-2.0 */
/* The naive twin of decide/match.c: whether one statement matches, element by element. */
#ifndef RP_TESTS_NAIVE_STATEMENT_H
#define RP_TESTS_NAIVE_STATEMENT_H

#include "policy/ast.h"
#include "support/naive_eval.h"

enum rampart_truth naive_statement(const struct rp_statement *statement, const struct naive_request *request,
                                   const char *resource);

/* Whether the condition is met, fails or is open. */
enum rampart_truth naive_condition(const struct rp_condition *condition, const struct naive_request *request);

/* Whether one value alone meets the condition, as the request assumes; Null asks for none. */
enum rampart_truth naive_value_meets(const struct rp_condition *condition, const char *value,
                                     const struct naive_request *request);

/* What its operator is about: the first letter of its basic name, S, N, D, B or I; 'n' for Null. */
char naive_type(const struct rp_condition *condition);

/* Whether a key is written so somewhere: its name in any case, a tag's key exactly. */
bool naive_key_is(struct rampart_str written, const char *name);

/* Whether the request says what the key has, or that it is absent: a value that cannot be read is no other value. */
bool naive_key_given(const struct naive_request *request, struct rampart_str written);

/* Whether the cloud would not have taken the document, as assumed: then its statements do not count. */
bool naive_refused(const struct rampart_attachment *attachment, const struct naive_request *request);

/* Whether the request carries the key whatever it is about, by policies/catalog/condition-keys.tsv. */
bool naive_carries(const struct naive_request *request, struct rampart_str key);

#endif
