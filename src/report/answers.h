/* SPDX-License-Identifier: Apache-2.0 */
/* Several answers, in one report; see rampart_report_answers(). */
#ifndef RP_REPORT_ANSWERS_H
#define RP_REPORT_ANSWERS_H

#include "report/report.h"

enum rampart_status rp_answers_text(struct rp_print *print, const struct rampart_answer *answers,
                                    size_t count);
enum rampart_status rp_answers_json(struct rp_print *print, const struct rampart_answer *answers,
                                    size_t count);

#endif
