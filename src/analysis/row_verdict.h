/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The verdict on one principal, from an evaluation: by the principal's mask where that says all. A verdict that came
 * out Conditional is refined: masks do not tell that one key settles it either way, so the principal's own rules are
 * asked together.
 */
#ifndef RP_ANALYSIS_ROW_VERDICT_H
#define RP_ANALYSIS_ROW_VERDICT_H

#include "analysis/evaluation.h"

/*
 * The mask is that of the principal's own policies; root has none. Errors: as rp_decide(), and RAMPART_NO_MEMORY.
 */
enum rampart_status rp_row_verdict(struct rp_evaluation *evaluation, const struct rp_account_principal *principal,
                                   uint16_t mask, struct rampart_verdict *ret_verdict);

#endif
