/* SPDX-License-Identifier: Apache-2.0 */
/* What a person most likely got wrong in a statement that came close. */
#ifndef RP_REPORT_NEAR_HINT_H
#define RP_REPORT_NEAR_HINT_H

#include "report/print.h"

/* A row with one hint, or nothing when there is none to give. */
void rp_print_hint(struct rp_print *print, const struct rampart_near_miss *miss);

#endif
