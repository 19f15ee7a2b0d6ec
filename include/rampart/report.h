/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reports: decisions, diagnostics and lists as text for people or as JSON for programs, handed to the
 * caller's writer.
 *
 * They are a library of their own, librampart-report, which stands on the public interface of librampart and
 * needs cJSON (docs/library.md). A program that reads struct rampart_decision itself does not need it.
 *
 * The JSON forms are stable. Their schemas are docs/check.schema.json, requests, explain-denial, who-can,
 * catalog, catalog-pack, replay, review, lint and error, in the same place. The text forms are for people and may change with any
 * version.
 *
 * Words: the style of a report is its format and what stands in it besides the answer. A line is the answer
 * to one of many requests in a stream.
 *
 * A report is handed over in one piece, and only when all of it could be made: half a JSON object is of no
 * use. (The report of lint is handed over file by file.)
 *
 * Memory: JSON is built with cJSON, in memory of the allocator of the options, as everything else.
 *
 * Ownership: A report keeps nothing of what it is given, and changes nothing. Everything must live until it
 * returns.
 *
 * Errors of all functions that print: RAMPART_NO_MEMORY, and nothing was written; RAMPART_IO when the writer
 * returns false; RAMPART_MISUSE for a format that the report does not have, and when the writer, its function
 * or the thing to be printed is NULL.
 *
 * Thread-safety: Any thread, as long as no other thread changes what is printed. The report of lint and the
 * result of rampart_who_can() belong to one thread at a time.
 *
 * Example: a decision for people.
 *
 *     #include <stdio.h>
 *
 *     #include <rampart/report.h>
 *
 *     static bool print(void *context, struct rampart_str piece)
 *     {
 *         return fwrite(piece.data, 1, piece.len, context) == piece.len;
 *     }
 *
 *     int main(void)
 *     {
 *         struct rampart_policy *policy = NULL;
 *         struct rampart_set *set = NULL;
 *         struct rampart_request *request = NULL;
 *         struct rampart_decision *decision = NULL;
 *         const struct rampart_writer writer = {stdout, print};
 *         const struct rampart_report_style style = {.format = RAMPART_REPORT_TEXT};
 *         if (rampart_policy_read_file(NULL, "examples/policies/freeze.yaml", RAMPART_POLICY_IDENTITY, NULL, &policy))
 *             return 1;
 *         const struct rampart_attachment attachment = {.policy = policy};
 *         const struct rampart_set_parts parts = {.attachments = &attachment, .attachment_count = 1};
 *         if (rampart_set_new(NULL, &parts, NULL, &set) || rampart_request_new(NULL, &request) ||
 *             rampart_request_set_action(request, rampart_str("ess:EnterStandby"), NULL) ||
 *             rampart_request_add_resource(request, rampart_str("acs:ess:cn-hangzhou:1:scalinggroup/asg-prod-1"),
 *                                          NULL) ||
 *             rampart_request_finish(request, NULL) || rampart_explain(set, &request, 1, 0, NULL, &decision, NULL) ||
 *             rampart_report_decision(NULL, decision, NULL, style, &writer))
 *             return 1;
 *         rampart_decision_free(decision);
 *         rampart_request_free(request);
 *         rampart_set_free(set);
 *         rampart_policy_free(policy);
 *         return 0;
 *     }
 *
 * It prints:
 *
 *     DENIED  ess:EnterStandby on scalinggroup/asg-prod-1
 *       by    freeze#0, examples/policies/freeze.yaml:4
 */
#ifndef RAMPART_REPORT_H
#define RAMPART_REPORT_H

#include <rampart/analysis.h>
#include <rampart/assert.h>
#include <rampart/catalog.h>
#include <rampart/decision.h>
#include <rampart/denial.h>
#include <rampart/diff.h>
#include <rampart/inventory.h>
#include <rampart/lint.h>
#include <rampart/needs.h>
#include <rampart/pack.h>
#include <rampart/calibrate.h>
#include <rampart/replay.h>
#include <rampart/suggest.h>
#include <rampart/mutation.h>
#include <rampart/suite.h>
#include <rampart/task.h>
#include <rampart/what_can.h>
#include <rampart/write.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The formats. CSV (RFC 4180) is for lists only: rampart_report_who_can(), rampart_report_diff() and
 * rampart_report_replay(). A
 * field that begins with = + - @, a tab or a carriage return has a ' before it, so that no spreadsheet takes
 * it for a formula. HTML is a page that stands alone, with no script and no request to anywhere, for
 * rampart_report_who_can(), rampart_report_diff(), rampart_report_assertions() and rampart_report_review(). Markdown, in the
 * dialects of GitHub and GitLab, is the comment of a pull request, for the last three. SARIF 2.1.0 is for
 * rampart_report_review().
 */
enum rampart_report_format {
    RAMPART_REPORT_TEXT = 0,
    RAMPART_REPORT_JSON,
    RAMPART_REPORT_CSV,
    RAMPART_REPORT_HTML,
    RAMPART_REPORT_MARKDOWN,
    RAMPART_REPORT_SARIF
};

/* Something that the answer was read from: a file, a folder, standard input. */
struct rampart_report_source {
    /* The name, as the user gave it. */
    struct rampart_str name;

    /* How many seconds ago it showed what was there. Negative: that is not known, and not said. */
    int64_t age;
};

/*
 * Where a page of HTML gets the texts of the documents that it names, to show the lines that an answer rests on.
 *
 * Ownership: `context` is borrowed until the report ends.
 * Thread-safety: It is called in the thread that writes the report.
 */
struct rampart_report_texts {
    void *context;

    /*
     * Writes the text of a file that the answer was read from. It lives until the next call. False: there is none any
     * more, and the page says so. NULL: pages show no documents.
     */
    bool (*read)(void *context, struct rampart_str file, struct rampart_str *ret_text);
};

/* How a report looks, and what it says besides the answer. Zeroed it is plain text. */
struct rampart_report_style {
    enum rampart_report_format format;

    /* ANSI colours, in text only. */
    bool color;

    /* In text: all of each statement that came close, and the request in full. JSON is always complete. */
    bool verbose;

    /*
     * In text, lines are broken at blanks to fill at most so many columns of a terminal, and lines of source are cut around
     * what they show. A word that is longer stands alone in its line. 0: lines are as long as they come.
     */
    size_t columns;

    /* The account whose gaps the report lists. NULL: none. */
    const struct rampart_account *account;

    /* The same of the version before, in pages and Markdown of two versions. NULL: none. */
    const struct rampart_account *account_before;

    /* The files that the answer was read from. NULL: the report does not mention them. */
    const struct rampart_inventory *inventory;

    /* What was read, for the last line of the text of a decision and of who-can. */
    const struct rampart_report_source *sources;
    size_t source_count;

    /* The catalogue that was used: its version stands in "catalog", in JSON. NULL: the library's own. */
    const struct rampart_catalog *catalog;

    /* Its warnings stand in "warnings", in the JSON of decisions and of who-can. NULL: none. */
    const struct rampart_diags *warnings;

    /* Where a page of HTML gets the texts of documents. Zeroed: it shows none. */
    struct rampart_report_texts texts;

    /*
     * In text, all diagnostics are about this line of this file, such as one of many requests. 0: the places
     * of the diagnostics say where they are.
     */
    struct rampart_str file;
    size_t line;
};

/*
 * Prints a decision, and the note on a task (task.h) if `task` is not NULL. Text ends with a newline. JSON is
 * one object on one line (docs/check.schema.json).
 *
 * Errors: see the head of this header.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_decision(const struct rampart_options *options, const struct rampart_decision *decision,
                        const struct rampart_task_note *task, struct rampart_report_style style,
                        const struct rampart_writer *writer);

/*
 * Prints a decision as rampart_report_decision() does, and behind it what rampart_suggest() found. JSON has
 * the members "suggestions" and "suggestionNotes". `task` and `suggestions` may be NULL.
 *
 * Errors: see the head of this header.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_suggested(const struct rampart_options *options, const struct rampart_decision *decision,
                         const struct rampart_task_note *task, const struct rampart_suggestions *suggestions,
                         struct rampart_report_style style, const struct rampart_writer *writer);

/* A decision with what belongs to it. Only `decision` must be set. */
struct rampart_answer {
    const struct rampart_decision *decision;
    const struct rampart_task_note *task;
    const struct rampart_suggestions *suggestions;

    /* When the denial ends, and what it is followed by (rampart_explain_later()). Empty and NULL: it has no end. */
    struct rampart_str until;
    const struct rampart_decision *later;

    /* The principal's row of rampart_who_can() about the same question, if it may do by a role what it may not itself. */
    const struct rampart_who_can_row *through;
};

/*
 * Prints the answers to requests that must all be allowed, such as the parts of one API call. Text has one
 * after the other. JSON is the object of the worst decision (rampart_decisions_worst()), with all of them in
 * "requests". A single one is printed as rampart_report_suggested() does.
 *
 * Errors: see the head of this header; RAMPART_MISUSE also when `count` is 0.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_answers(const struct rampart_options *options, const struct rampart_answer *answers,
                       size_t count, struct rampart_report_style style, const struct rampart_writer *writer);

/*
 * A denial and everything that belongs to it. Only `denial` must be set. Decision and comparison are there
 * together, when the policies at hand were asked as well.
 */
struct rampart_denial_report {
    const struct rampart_denial *denial;
    const struct rampart_decision *decision;
    const struct rampart_denial_comparison *comparison;
    const struct rampart_suggestions *suggestions;

    /* Parts of the request (enum rampart_denial_part) that the caller knows, so that nothing has to ask for them. */
    unsigned given;
};

/*
 * Prints a denial: what the cloud said; how the decision of the policies at hand compares, if there is one,
 * with its reasons and suggestions; and what to do next. JSON is one object on one line
 * (docs/explain-denial.schema.json).
 *
 * Errors: see the head of this header; RAMPART_MISUSE also for a decision without a comparison, or the
 * reverse.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_denial(const struct rampart_options *options, const struct rampart_denial_report *report,
                      struct rampart_report_style style, const struct rampart_writer *writer);

/*
 * Prints every diagnostic of the list: file:line:column, severity, message, the line with a caret, and what
 * to write instead. How many the limit dropped is said at the end. JSON is one object {"diagnostics": […]} on
 * one line. An empty list is no error.
 *
 * Errors: see the head of this header.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_report_diags(const struct rampart_options *options,
                                                                        const struct rampart_diags *diags,
                                                                        struct rampart_report_style style,
                                                                        const struct rampart_writer *writer);

/*
 * Prints, as JSON, that there is no answer: {"error": {…}, "diagnostics": […]} on one line
 * (docs/error.schema.json). The error is the first error of `diags`.
 *
 * Errors: see the head of this header.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_failure(const struct rampart_options *options, const struct rampart_diags *diags,
                       const struct rampart_writer *writer);

/* ---- tests ---- */

/* What became of a test of a suite, in the order of the suite's tests. */
struct rampart_suite_row {
    /* False: it was not chosen. */
    bool asked;

    struct rampart_suite_result result;

    /* Of the diagnostics of the run, those about it. */
    size_t first_message, message_count;
};

/* A suite that was run. */
struct rampart_suite_run {
    const struct rampart_suite *suite;
    struct rampart_str file;
    const struct rampart_suite_row *rows;

    /* The messages of the rows. NULL: there are none. */
    const struct rampart_diags *diags;

    /* NULL: it was not asked for. */
    const struct rampart_coverage *coverage;

    /* NULL: it was not asked for. */
    const struct rampart_mutation *mutation;
};

/* The formats of runs: text, JSON (docs/test.schema.json), TAP 13, JUnit's XML. */
enum rampart_suite_format {
    RAMPART_SUITE_TEXT = 0,
    RAMPART_SUITE_JSON,
    RAMPART_SUITE_TAP,
    RAMPART_SUITE_JUNIT
};

/*
 * Prints what became of the tests of several suites. Text has those that did not pass, verbosely all, then the numbers,
 * of the coverage what no test asked, and the mutants that no test kills. `style.format` is not looked at.
 *
 * Errors: see the head of this header; RAMPART_MISUSE also for another format, and when `runs` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_suites(const struct rampart_options *options, const struct rampart_suite_run *runs, size_t count,
                      enum rampart_suite_format format, struct rampart_report_style style,
                      const struct rampart_writer *writer);

/* ---- what plans need ---- */

/* Needs, and what is printed of them. */
struct rampart_needs_report {
    struct rampart_needs *needs;

    /* rampart_needs_decide() was called, and for whom. Empty: for whoever has the policies. */
    bool decided;
    struct rampart_str principal;

    struct rampart_need_gate gate;

    /* A pattern of actions, whose needs alone are printed, in full. Empty: all are. */
    struct rampart_str action;

    /* What reads or what changes something; `missing` is not looked at. */
    struct rampart_needs_scope scope;

    /* Text is these documents alone then; in JSON they stand beside the needs. NULL: none were asked for. */
    const struct rampart_needs_policies *policies;
};

/*
 * Prints what plans need: text, or JSON (docs/needs.schema.json). Of a principal text has what is not allowed, verbosely
 * everything.
 *
 * Errors: see the head of this header; RAMPART_MISUSE also when `report` or its needs are NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_needs(const struct rampart_options *options, const struct rampart_needs_report *report,
                     struct rampart_report_style style, const struct rampart_writer *writer);

/* ---- one line for each of many requests ---- */

/*
 * Prints a decision as one line of a stream: the JSON object of rampart_report_decision(), with the id of the
 * request as its first member (docs/requests.schema.json). `id_json` is JSON, as rampart_request_read() hands
 * it back; empty: null. The warnings of `diags`, which may be NULL, stand in "warnings". Where something is
 * expected, "expected" repeats it and "asExpected" says whether the decision is that.
 *
 * Errors: see the head of this header.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_decision_line(const struct rampart_options *options, struct rampart_str id_json,
                             const struct rampart_decision *decision, enum rampart_expect expect,
                             const struct rampart_diags *diags, const struct rampart_writer *writer);

/*
 * Prints several decisions that must all be allowed as one line: the members of the worst, and all of them in
 * "requests" (rampart_report_answers()). The worst is compared with what is expected. A single one is printed
 * as rampart_report_decision_line() does.
 *
 * Errors: see the head of this header; RAMPART_MISUSE also when `count` is 0.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_answers_line(const struct rampart_options *options, struct rampart_str id_json,
                            const struct rampart_decision *const *decisions, size_t count,
                            enum rampart_expect expect, const struct rampart_diags *diags,
                            const struct rampart_writer *writer);

/*
 * Prints as one line of a stream that line number `line` could not be decided: {"id": …, "line": …, "error":
 * {…}}. The error is the first of `diags`; where there are several, "errors" has all of them. Without any,
 * the line says that no decision could be made within the limits.
 *
 * Errors: see the head of this header.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_error_line(const struct rampart_options *options, struct rampart_str id_json, size_t line,
                          const struct rampart_diags *diags, const struct rampart_writer *writer);

/* ---- lists ---- */

/* Which rows of who-can are printed. Zeroed, all are; in text, all but denials. */
struct rampart_who_can_filter {
    /* Bit 1 << kind of each that is. 0: all. */
    unsigned kinds;

    /* Bit 1 << outcome of each that is. 0: all; in text, all but denials. */
    unsigned outcomes;

    /* Principals, each by its ARN or by its name in the account: "user/alice", "role/ci-*". None: all. */
    struct rampart_strs principals;

    /*
     * In text: a row for each principal. Otherwise those that hold what decides through the same groups share a row, if
     * nothing else tells them apart.
     */
    bool each;
};

/*
 * Counts the rows by their outcome, of the kinds and principals of the filter, as rampart_who_can_sum() does. No argument may
 * be NULL.
 *
 * Ownership: The numbers are the caller's copy. Rows that were asked for are dropped (rampart_who_can_drop_rows()).
 * Errors: RAMPART_NO_MEMORY.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_who_can_sum(struct rampart_who_can *result, const struct rampart_who_can_filter *filter,
                           struct rampart_who_can_summary *ret_sum);

/*
 * Prints the answer to who-can: a row for each principal, with what it depends on as one formula. The counts at its head
 * are those of the kinds and principals asked for, whatever their outcome. The reasons of each row that is printed are
 * worked out here (rampart_who_can_explain()). Text is as described at the filter; JSON has every row with all
 * statements, and CSV a record for each statement of each row.
 *
 * Ownership: Rows that were asked for are dropped (rampart_who_can_drop_rows()): what is printed of many takes no memory.
 * Errors: see the head of this header; those of rampart_who_can_explain().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_who_can(const struct rampart_options *options, struct rampart_who_can *result,
                       struct rampart_who_can_filter filter, struct rampart_report_style style,
                       const struct rampart_writer *writer);

/*
 * Prints the differences of two sides, and what could not be told. Text shortens the list of principals of a row, unless
 * it is `verbose`, and so does Markdown; JSON (docs/diff.schema.json), CSV and HTML are complete. CSV has a record for each region of actions on each
 * region of resources, and nothing of what could not be told.
 *
 * Errors: see the head of this header.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_diff(const struct rampart_options *options, const struct rampart_diff *diff,
                    struct rampart_report_style style, const struct rampart_writer *writer);


/*
 * Prints which rules an account keeps. Text has a block for each rule, with who may do what against it, and at the end how
 * many hold. JSON is one object on one line (docs/assert.schema.json).
 *
 * Errors: see the head of this header.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_assertions(const struct rampart_options *options, const struct rampart_assertions *assertions,
                          struct rampart_report_style style, const struct rampart_writer *writer);

/* What a change does, for the person who reviews it. Only `diff` must be set. */
struct rampart_review {
    const struct rampart_diff *diff;

    /* What lint finds in the new version and not in the old one (rampart_lint_style.news). NULL: nothing was linted. */
    const struct rampart_diags *findings;

    /* The numbers of the report that found them. NULL: none. */
    const struct rampart_lint_summary *lint;

    /* Which rules the new version keeps. NULL: there are no rules. */
    const struct rampart_assertions *assertions;

    /* In SARIF: a folder, names in which are relative to it, and the file that a difference without a place is about. */
    struct rampart_str root, file;
};

/*
 * Prints a review: gains and losses as rampart_report_diff() does, the findings that are new, the rules as
 * rampart_report_assertions() does, what was read and what is not known. JSON is one object on one line
 * (docs/review.schema.json). SARIF has a result for each gain, loss and finding, and for each rule that is not kept.
 *
 * Errors: see the head of this header.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_review(const struct rampart_options *options, const struct rampart_review *review,
                      struct rampart_report_style style, const struct rampart_writer *writer);

/* What a principal may do, and how it was asked. */
struct rampart_what_can_report {
    const struct rampart_what_can *can;
    struct rampart_what_can_options how;

    /* What recorded calls used of it. NULL: nobody asked. */
    const struct rampart_what_can_usage *usage;

    /* Documents that are printed in place of the rows; in JSON and pages beside them. NULL: nobody asked. */
    const struct rampart_strs *documents;
};

/*
 * Prints what a principal may do. Text has a block for each row, with its resources, conditions and statements; verbosely, and
 * where only actions that change something were asked for, it lists the actions by their names. JSON is one object on one line
 * (docs/what-can.schema.json).
 *
 * Errors: see the head of this header; RAMPART_MISUSE when `report` or its answer is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_what_can(const struct rampart_options *options, const struct rampart_what_can_report *report,
                        struct rampart_report_style style, const struct rampart_writer *writer);

/*
 * Prints what a replay counted. JSON is one object on one line (docs/replay.schema.json), which
 * rampart_replay_merge_file() reads.
 *
 * Errors: see the head of this header.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_replay(const struct rampart_options *options, const struct rampart_replay_result *result,
                      struct rampart_report_style style, const struct rampart_writer *writer);

/*
 * Prints what a calibration counted. JSON is one object on one line (docs/calibrate.schema.json), which
 * rampart_calibration_merge_file() reads.
 *
 * Errors: see the head of this header.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_calibration(const struct rampart_options *options, const struct rampart_calibration_result *result,
                           struct rampart_report_style style, const struct rampart_writer *writer);

/*
 * Prints every switch of assumption.h: its values, the one that is set in the options first, what each means,
 * and what speaks for it. JSON is one object {"assumptions": […]} on one line (docs/assumptions.schema.json).
 *
 * Errors: see the head of this header.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_assumptions(const struct rampart_options *options, struct rampart_report_style style,
                           const struct rampart_writer *writer);

/*
 * Prints what was found in the catalogue; when that is nothing, what was probably meant. JSON is one object
 * on one line (docs/catalog.schema.json).
 *
 * Errors: see the head of this header.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_catalog(const struct rampart_options *options, const struct rampart_catalog_found *found,
                       struct rampart_report_style style, const struct rampart_writer *writer);

/*
 * Prints what an import made of its files, or what a verified pack is (pack.h). JSON is one object on one line
 * (docs/catalog-pack.schema.json).
 *
 * Errors: see the head of this header.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_pack(const struct rampart_options *options, const struct rampart_pack_summary *summary,
                    struct rampart_report_style style, const struct rampart_writer *writer);

/* ---- lint ---- */

/* The formats of lint's report. */
enum rampart_lint_format {
    RAMPART_LINT_TEXT = 0,

    /* docs/lint.schema.json */
    RAMPART_LINT_JSON,

    /* SARIF 2.1.0 */
    RAMPART_LINT_SARIF,

    /* Annotations of GitHub Actions. */
    RAMPART_LINT_GITHUB,

    RAMPART_LINT_JUNIT,

    /* Code quality. */
    RAMPART_LINT_GITLAB,

    /* A baseline: the findings as rampart_lint_report_baseline_read() reads them. */
    RAMPART_LINT_BASELINE,

    /* A page of HTML that stands alone: no script, no request to anywhere. Written at the end, in one piece. */
    RAMPART_LINT_HTML,

    /* Markdown, for the comment of a pull request. Written at the end. */
    RAMPART_LINT_MARKDOWN
};

/* Findings that are known: a report counts them apart, and they fail nothing. */
struct rampart_lint_baseline;

/*
 * Reads a baseline, which the format RAMPART_LINT_BASELINE wrote: a line a finding, its fingerprint first. A fingerprint
 * is made of the rule, the file and the text that the finding is about, so that it stays when other lines come or go.
 *
 * Ownership: The caller frees the baseline with rampart_lint_report_baseline_free(). `text` is not kept.
 * Errors: RAMPART_INVALID_INPUT with the number of the first line that is none of a baseline in *ret_line;
 * RAMPART_NO_MEMORY; RAMPART_MISUSE when `ret_line` or `ret_baseline` is NULL.
 * Thread-safety: Any thread. A baseline belongs to one report at a time, which notes what it met.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_lint_report_baseline_read(const struct rampart_options *options, struct rampart_str text, size_t *ret_line,
                           struct rampart_lint_baseline **ret_baseline);

/* Frees a baseline. NULL is allowed. No report may use it any more. */
RAMPART_API void rampart_lint_report_baseline_free(struct rampart_lint_baseline *baseline);

/* How lint's report looks. Zeroed it is plain text. */
struct rampart_lint_style {
    enum rampart_lint_format format;

    /* ANSI colours, in text only. */
    bool color;

    /* As in struct rampart_report_style, in text only. */
    size_t columns;

    /* The severity from which on findings are failures, in JUnit. */
    enum rampart_severity fail_on;

    /* A folder. The formats of CI name what lies in it relative to it. May be empty. */
    struct rampart_str root;

    /* Printed at the end, with what was added by then. NULL: none. */
    const struct rampart_inventory *inventory;

    /* Findings in it are known. NULL: every finding is new. */
    struct rampart_lint_baseline *baseline;

    /* Gets copies of the findings that are new: neither known nor waived. NULL: nobody asks for them. */
    struct rampart_diags *news;

    /* The report names the rules that they turn off or lower. NULL: none. */
    const struct rampart_lint_settings *settings;

    /* As in struct rampart_report_style, in the formats RAMPART_LINT_JSON and RAMPART_LINT_HTML. */
    const struct rampart_catalog *catalog;

    /* As in struct rampart_report_style, in the format RAMPART_LINT_HTML. */
    struct rampart_report_texts texts;
};

/* The numbers of everything that a report was given. */
struct rampart_lint_summary {
    struct rampart_lint_count count;

    /* Documents with findings. */
    size_t with_findings;

    /* The findings by severity, without those that are waived. */
    size_t found[RAMPART_NOTE + 1];

    /* The findings that are waived. */
    size_t waived;

    /* The findings that are in the baseline, and those of the baseline that were not found again. */
    size_t known, gone;
};

/* A report of lint while it is written. */
struct rampart_lint_report;

/*
 * Begins a report that is fed file by file, and written as it is fed. It needs memory for the findings of one
 * file.
 *
 * Ownership: The caller frees the report with rampart_lint_report_free(). `root`, `inventory` and the
 * writer's context must outlive it; the writer itself is copied.
 * Errors: see the head of this header.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_lint_report_begin(const struct rampart_options *options, struct rampart_lint_style style,
                          const struct rampart_writer *writer, struct rampart_lint_report **ret_report);

/*
 * Adds what was found in a file. `file` names the file where nothing was found. The findings of one document
 * must follow one another, as rampart_lint_file() gives them. They may be cleared afterwards.
 *
 * Errors: see the head of this header. After an error nothing more is written, and every further call returns
 * it again.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_lint_report_add(struct rampart_lint_report *report, struct rampart_str file,
                        const struct rampart_lint_count *count, const struct rampart_diags *findings);

/*
 * Says that the run failed: not everything was linted, for the reasons in `why`. `settings` says that it
 * failed before the first file, by how the run was set up. JSON then has "error" and "diagnostics" at its
 * end; SARIF says that the execution was not successful, with the reasons as notifications; the other formats
 * have no place for it. Call it before rampart_lint_report_end(). Nothing happens when the report is NULL.
 *
 * Ownership: `why` must outlive the report.
 */
RAMPART_API void rampart_lint_report_fail(struct rampart_lint_report *report, const struct rampart_diags *why,
                                          bool settings);

/*
 * Writes the end of the report. A report without it is not complete.
 *
 * Errors: see the head of this header; the error of an earlier call.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_lint_report_end(struct rampart_lint_report *report);

/*
 * Returns the numbers of what was added so far, such as for the exit code of a program.
 *
 * Ownership: The struct lives as long as the report, which must not be NULL, and changes with it.
 */
RAMPART_API const struct rampart_lint_summary *
rampart_lint_report_summary(const struct rampart_lint_report *report);

/* Frees the report. NULL is allowed. It writes nothing more. */
RAMPART_API void rampart_lint_report_free(struct rampart_lint_report *report);

/*
 * Prints every rule. Text has a line for each; JSON is one object {"rules": […]} on one line.
 *
 * Errors: see the head of this header.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_lint_rules(const struct rampart_options *options, struct rampart_report_style style,
                          const struct rampart_writer *writer);

#ifdef __cplusplus
}
#endif

#endif
