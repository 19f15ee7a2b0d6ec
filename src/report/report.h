/* SPDX-License-Identifier: Apache-2.0 */
/* What the formats of a report have in common: each is one row of functions in report.c. */
#ifndef RP_REPORT_REPORT_H
#define RP_REPORT_REPORT_H

#include <rampart/report.h>

#include "base/buf.h"

/* A report that is being written: all of it goes into `out` and from there to the caller in one piece. */
struct rp_print {
    struct rp_buf *out;
    bool color;
};

/* One format. Memory that was refused is in `out->failed` or is the status. */
struct rp_reporter {
    enum rampart_status (*decision)(struct rp_print *print, const struct rampart_decision *decision,
                                    const struct rampart_task_note *task);
    enum rampart_status (*diags)(struct rp_print *print, const struct rampart_diags *diags);
};

enum rampart_status rp_decision_text(struct rp_print *print, const struct rampart_decision *decision,
                                     const struct rampart_task_note *task);
enum rampart_status rp_decision_json(struct rp_print *print, const struct rampart_decision *decision,
                                     const struct rampart_task_note *task);
enum rampart_status rp_diags_text(struct rp_print *print, const struct rampart_diags *diags);
enum rampart_status rp_diags_json(struct rp_print *print, const struct rampart_diags *diags);

/* How many diagnostics were found but not kept. */
size_t rp_diags_omitted(const struct rampart_diags *diags);

#endif
