/* SPDX-License-Identifier: Apache-2.0 */
/* What an answer depends on, as one formula: (A and B) or C, unless D. */
#ifndef RP_REPORT_FORMULA_H
#define RP_REPORT_FORMULA_H

#include "report/json_report.h"
#include "report/print.h"

/*
 * For people, a line for each way: `if A and B`, `or C`, `unless D`. What holds in any case says nothing. `indent` is how
 * many blanks stand before each line.
 */
void rp_print_formula(struct rp_print *print, const struct rampart_formula *formula, size_t indent);

/* The same in one line: `(A and B) or C, unless D`; nothing for what holds in any case. */
void rp_print_formula_line(struct rp_print *print, const struct rampart_formula *formula);

/* One condition: `IpAddress acs:SourceIp "10.0.0.0/8"`. */
void rp_print_condition(struct rp_print *print, struct rampart_str op, struct rampart_str key, struct rampart_strs values);

/* {"any":[{"all":[…]}],"unless":[…]}; null for NULL. */
void rp_put_formula(struct rp_json at, const char *name, const struct rampart_formula *formula);

#endif
