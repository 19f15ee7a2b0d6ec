/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of the family "style" by what they are about. */
#ifndef RP_LINT_STYLE_H
#define RP_LINT_STYLE_H

#include "lint/lint.h"

/* How values and keys are spelt. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_lint_style_values(const struct rp_lint *lint, const struct rp_statement *statement);

/* How lists are written. */
enum rampart_status rp_lint_style_lists(const struct rp_lint *lint);

/* How statements are divided and ordered. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_lint_style_statements(const struct rp_lint *lint);

#endif
