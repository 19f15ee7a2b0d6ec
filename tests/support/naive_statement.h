/* SPDX-License-Identifier: Apache-2.0 */
/* The naive twin of engine/match.c: whether one statement matches, element by element. */
#ifndef RP_TESTS_NAIVE_STATEMENT_H
#define RP_TESTS_NAIVE_STATEMENT_H

#include "policy/ast.h"
#include "support/naive_eval.h"

enum rampart_truth naive_statement(const struct rp_statement *statement, const struct naive_request *request,
                                   const char *resource);

#endif
