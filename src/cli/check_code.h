/* SPDX-License-Identifier: Apache-2.0 */
/* The exit codes of `rampart check`: of one decision, and of many. */
#ifndef CLI_CHECK_CODE_H
#define CLI_CHECK_CODE_H

#include <rampart/decision.h>

/* Of a decision: 0 for an allow, 1 for a deny, 3 for what is open. An allow that turns on an undocumented point is open
 * as well, unless `lenient`. */
int check_code(const struct rampart_decision *decision, bool lenient);

/* The worse of two: 2 before 1 before 3 before 0. */
int check_worse_code(int a, int b);

/* What became of the lines of --requests. */
struct check_tally {
    size_t decided[RAMPART_OUTCOME_CONDITIONAL + 1]; /* by outcome */
    size_t turns;                                    /* allows that turn on an undocumented point */
    size_t errors;                                   /* lines that were refused */
    size_t expected, missed;                         /* that say what they expect; and got something else */
    int worst;                                       /* code of a decision */
};

void check_count(struct check_tally *tally, const struct rampart_decision *decision,
                 enum rampart_expect expect, bool lenient);
void check_count_error(struct check_tally *tally);
void check_add_tally(struct check_tally *sum, const struct check_tally *part);
size_t check_tally_lines(const struct check_tally *tally);

/* Of the whole run: 2 with an error, 1 when an expectation was missed; with `gate` the worst decision counts as well. */
int check_tally_code(const struct check_tally *tally, bool gate);

#endif
