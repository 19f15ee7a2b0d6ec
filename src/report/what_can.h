/* SPDX-License-Identifier: Apache-2.0 */
/* What the reports of what a principal may do have in common. */
#ifndef RP_REPORT_WHAT_CAN_H
#define RP_REPORT_WHAT_CAN_H

#include "report/blocks.h"
#include "report/json_report.h"

struct rp_what_can_sum {
    size_t allow, conditional;
};

struct rp_what_can_sum rp_what_can_sum(const struct rampart_what_can *can);

/* A block for each row, for what could not be told, and for what was not read. */
void rp_what_can_blocks(struct rp_blocks *blocks, const struct rampart_what_can_report *report);

/* What recorded calls used: the rows in the block of a row of the answer, and blocks of their own; nothing without a usage. */
void rp_what_can_used_rows(struct rp_blocks *blocks, const struct rampart_what_can_report *report, size_t row);
void rp_what_can_used_blocks(struct rp_blocks *blocks, const struct rampart_what_can_report *report);
void rp_what_can_put_usage(struct rp_json root, const struct rampart_what_can_report *report);

/* `policies`: the documents; nothing where nobody asked. */
enum rampart_status rp_what_can_put_documents(struct rp_json root, const struct rampart_what_can_report *report);

/* `user/alice: actions in 3 rows, 1 of them conditional`, a line. */
void rp_what_can_print_sum(struct rp_print *print, const struct rampart_what_can_report *report);

#endif
