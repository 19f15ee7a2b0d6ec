/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of the family "refused". */
#ifndef RP_LINT_REFUSED_H
#define RP_LINT_REFUSED_H

#include "lint/lint.h"

/* How long the document may be. */
void rp_lint_refused_size(const struct rp_lint *lint);

#endif
