/* SPDX-License-Identifier: Apache-2.0 */
/* What the formats of a report about a denial have in common. */
#ifndef RP_REPORT_DENIAL_REPORT_H
#define RP_REPORT_DENIAL_REPORT_H

#include "report/report.h"

enum { RP_MOST_NEXT = 4 };

/* What to ask for next, so that more can be said; returns how many steps there are. Static texts. */
size_t rp_denial_next(const struct rampart_denial_report *report, struct rampart_str *ret_steps);

#endif
