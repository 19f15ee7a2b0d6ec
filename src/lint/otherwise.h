/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of the family "means otherwise". */
#ifndef RP_LINT_OTHERWISE_H
#define RP_LINT_OTHERWISE_H

#include "lint/lint.h"

/* What a condition of the statement asks for. */
void rp_lint_otherwise_condition(const struct rp_lint *lint, const struct rp_statement *statement);

/* How the values of its conditions are read: addresses, dates, truth values. */
void rp_lint_otherwise_value(const struct rp_lint *lint, const struct rp_statement *statement);

/* What the patterns of its resources cover. */
void rp_lint_otherwise_pattern(const struct rp_lint *lint, const struct rp_statement *statement);

/* What shows only in the whole document. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_lint_otherwise_document(const struct rp_lint *lint);

#endif
