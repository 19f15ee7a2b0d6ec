/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One cause, one finding. Where two rules look at one mistake, the finding of one explains that of the other: the
 * asterisks of a masked id are not also stars too many.
 */
#ifndef RP_LINT_EXPLAINED_H
#define RP_LINT_EXPLAINED_H

#include "lint/findings.h"

/*
 * Drops findings that others explain, from the `first`-th on, which are about one document and sorted. Takes time in
 * proportion to the findings. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_lint_drop_explained(struct rampart_diags *findings, size_t first, struct rp_arena *scratch);

#endif
