/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of the family "broad". */
#ifndef RP_LINT_BROAD_H
#define RP_LINT_BROAD_H

#include "lint/lint.h"

/* Handing out and assuming roles. */
void rp_lint_broad_role(const struct rp_lint *lint, const struct rp_statement *statement);

/* Whom a role trusts. */
void rp_lint_broad_trust(const struct rp_lint *lint, const struct rp_statement *statement);

/* What the whole document lets a principal make of itself. */
void rp_lint_broad_escalation(const struct rp_lint *lint);

#endif
