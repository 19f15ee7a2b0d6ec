/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reporters. Each prints one report in one format, and report.c has the table of them; `what` points to what is reported,
 * of the type that is named here. Memory that was refused is in `out->failed`, or is the status.
 */
#ifndef RP_REPORT_REPORT_H
#define RP_REPORT_REPORT_H

#include <rampart/report.h>

#include "base/buf.h"

/* A report that is being written: all of it goes into `out`, and from there to the caller in one piece. */
struct rp_print {
    struct rp_buf *out;
    bool color, verbose;
    size_t columns; /* these as in the style */
    const struct rampart_account *account, *before;
    const struct rampart_report_source *sources;
    size_t source_count;
    const struct rampart_inventory *inventory;
    const struct rampart_catalog *catalog;
    const struct rampart_diags *warnings;
    const struct rampart_report_texts *texts;
    struct rampart_str file;
    size_t line;
};

#define RP_REPORTER(name) enum rampart_status name(struct rp_print *print, const void *what)

/* ---- decisions: several are the answers to requests that must all be allowed ---- */

struct rp_answer_report {
    const struct rampart_answer *items;
    size_t count;
};
RP_REPORTER(rp_answers_text);
RP_REPORTER(rp_answers_json);

/* A line of the answers to many requests; without a decision its request is the error, which stands in this line. */
struct rp_answer_line {
    struct rampart_str id_json;
    const struct rampart_decision *const *decisions;
    size_t count;
    enum rampart_expect expect;
    size_t line;
    const struct rampart_diags *diags;
};
RP_REPORTER(rp_answer_line_json);

/* ---- struct rampart_diags: all of them, and the first error as what kept the run from an answer ---- */

RP_REPORTER(rp_diags_text);
RP_REPORTER(rp_diags_json);
RP_REPORTER(rp_failure_json);

/* ---- who may do it ---- */

struct rp_who_can_report {
    struct rampart_who_can *result;
    struct rampart_who_can_filter filter;
};
RP_REPORTER(rp_who_can_text);
RP_REPORTER(rp_who_can_json);
RP_REPORTER(rp_who_can_csv);
RP_REPORTER(rp_who_can_html);

/* ---- struct rampart_diff ---- */

RP_REPORTER(rp_diff_text);
RP_REPORTER(rp_diff_json);
RP_REPORTER(rp_diff_csv);
RP_REPORTER(rp_diff_html);
RP_REPORTER(rp_diff_markdown);

/* ---- struct rampart_assertions ---- */

RP_REPORTER(rp_assertions_text);
RP_REPORTER(rp_assertions_json);
RP_REPORTER(rp_assertions_html);
RP_REPORTER(rp_assertions_markdown);

/* ---- struct rampart_review ---- */

RP_REPORTER(rp_review_text);
RP_REPORTER(rp_review_json);
RP_REPORTER(rp_review_html);
RP_REPORTER(rp_review_markdown);
RP_REPORTER(rp_review_sarif);

/* ---- struct rampart_what_can_report ---- */

RP_REPORTER(rp_what_can_text);
RP_REPORTER(rp_what_can_json);
RP_REPORTER(rp_what_can_html);
RP_REPORTER(rp_what_can_markdown);

/* ---- struct rampart_replay_result ---- */

RP_REPORTER(rp_replay_text);
RP_REPORTER(rp_replay_json);
RP_REPORTER(rp_replay_csv);

/* ---- struct rampart_calibration_result ---- */

RP_REPORTER(rp_calibration_text);
RP_REPORTER(rp_calibration_json);

/* ---- struct rampart_denial_report ---- */

RP_REPORTER(rp_denial_text);
RP_REPORTER(rp_denial_json);

/* ---- struct rampart_catalog_found ---- */

RP_REPORTER(rp_catalog_text);
RP_REPORTER(rp_catalog_json);

/* ---- suites that were run ---- */

struct rp_suite_report {
    const struct rampart_suite_run *runs;
    size_t count;
};
RP_REPORTER(rp_suites_text);
RP_REPORTER(rp_suites_json);
RP_REPORTER(rp_suites_tap);
RP_REPORTER(rp_suites_junit);

/* ---- struct rampart_needs_report ---- */

RP_REPORTER(rp_needs_text);
RP_REPORTER(rp_needs_json);

/* ---- struct rampart_pack_summary ---- */

RP_REPORTER(rp_pack_text_report);
RP_REPORTER(rp_pack_json_report);

/* ---- rampart_switches: the assumptions that are set ---- */

RP_REPORTER(rp_assumptions_text);
RP_REPORTER(rp_assumptions_json);

/* ---- nothing: the rules of lint ---- */

RP_REPORTER(rp_lint_rules_text);
RP_REPORTER(rp_lint_rules_json);

#endif
