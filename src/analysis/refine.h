/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A row that came out Conditional, looked at again: what each document comes to by itself does not tell that a key
 * settles the answer, so the principal's own rules are asked together.
 */
#ifndef RP_ANALYSIS_REFINE_H
#define RP_ANALYSIS_REFINE_H

#include "analysis/evaluation.h"

/*
 * Decides what the principal's policies in the frame leave open. `frame` is the evaluation's `bound` or `free`. Errors: as rp_decide(), and RAMPART_NO_MEMORY.
 */
enum rampart_status rp_refine(const struct rp_evaluation *evaluation, const struct rp_asker *asker,
                              const struct rp_question *question, const struct rp_rules *frame,
                              struct rampart_verdict *ret_verdict);

#endif
