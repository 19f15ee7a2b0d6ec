/* SPDX-License-Identifier: Apache-2.0 */
/* What the formats of a run of tests share. */
#ifndef RP_REPORT_SUITE_H
#define RP_REPORT_SUITE_H

#include "report/json_report.h"
#include "report/print.h"

struct rp_suite_sum {
    size_t tests, passed, failed, errors, skipped;
};

/* The tests of a run, added to the numbers. */
void rp_suite_add(const struct rampart_suite_run *run, struct rp_suite_sum *sum);

/* "passed", "failed", "error" or "skipped". */
const char *rp_suite_word(const struct rampart_suite_row *row);

/* "expected ExplicitDeny by Freeze#0", without colours. */
void rp_suite_expected(struct rp_print *print, const struct rampart_suite_test *test);

/* "Deny (ImplicitDeny): No statement allows it …", or the first message about a request that is wrong. */
void rp_suite_got(struct rp_print *print, const struct rampart_suite_run *run, const struct rampart_suite_row *row);

/* ---- mutants (suite_mutation.c) ---- */

/* Which survived or are undecided, verbosely all, the numbers, and tests that would kill them. */
void rp_mutation_text(struct rp_print *print, const struct rampart_mutation *mutation, const struct rampart_suite *suite);

/* "41 mutants: 30 killed, …; score 78 %", without the end of the line. */
void rp_mutation_sum_text(struct rp_print *print, const struct rampart_mutation *mutation);

/* "survived action-widened of Cancel#0, p.json:3, ess:CancelIt -> ess:*", without the end of the line. */
void rp_mutant_text(struct rp_print *print, const struct rampart_mutant *mutant);

/* The member "mutation" of a suite. */
void rp_mutation_put(struct rp_json at, const struct rampart_mutation *mutation, const struct rampart_suite *suite);

#endif
