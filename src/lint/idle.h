/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of the family "idle" by what they are about: values of one list, whole statements. */
#ifndef RP_LINT_IDLE_H
#define RP_LINT_IDLE_H

#include "lint/covers.h"
#include "lint/lint.h"

/* What the other values of a condition make idle. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_lint_idle_values(const struct rp_lint *lint, const struct rp_condition *condition);

/* Patterns and blocks that another one of the same list covers. */
enum rampart_status rp_lint_idle_subsets(const struct rp_lint *lint, struct rp_lint_effort *effort);

/* Statements, or parts of them, that another statement makes idle. */
enum rampart_status rp_lint_idle_statements(const struct rp_lint *lint, struct rp_lint_effort *effort);

#endif
