/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reports: decisions and diagnostics as text for people or JSON for programs, handed to the
 * caller's writer. They are a library of their own, rampart-report (docs/library.md), which stands on the public interface of
 * this one. JSON is built with cJSON; all memory comes from the options' allocator. The JSON forms are stable (docs/check.schema.json,
 * docs/requests.schema.json, docs/explain-denial.schema.json, docs/who-can.schema.json, docs/catalog.schema.json,
 * docs/replay.schema.json); the text form is not.
 */
#ifndef RAMPART_REPORT_H
#define RAMPART_REPORT_H

#include <rampart/analysis.h>
#include <rampart/catalog.h>
#include <rampart/decision.h>
#include <rampart/denial.h>
#include <rampart/inventory.h>
#include <rampart/lint.h>
#include <rampart/replay.h>
#include <rampart/suggest.h>
#include <rampart/task.h>
#include <rampart/write.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * CSV (RFC 4180) is for lists only: rampart_report_who_can(), rampart_report_replay(). A field that begins with = + - @, a tab
 * or a carriage return has a ' before it: no spreadsheet takes it for a formula.
 */
enum rampart_report_format { RAMPART_REPORT_TEXT = 0, RAMPART_REPORT_JSON, RAMPART_REPORT_CSV };

struct rampart_report_style {
    enum rampart_report_format format;
    bool color;                            /* text only: ANSI colours */
    const struct rampart_account *account; /* whose gaps a decision's report lists; NULL: none */
    const struct rampart_inventory *inventory; /* what the answer was read from; NULL: it is not said */
    const struct rampart_diags *warnings;  /* JSON, of decisions and of who may: those in "warnings"; NULL: none */
    struct rampart_str file; /* text, of diagnostics: all are about this line of this file, as of a request */
    size_t line;             /* among many; 0: their places say where they are */
};

/*
 * Prints a decision; `task` may be NULL. Text ends with a newline; JSON is one object on one line.
 * Errors: RAMPART_NO_MEMORY, RAMPART_IO when the writer stops, RAMPART_MISUSE.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_decision(const struct rampart_options *options, const struct rampart_decision *decision,
                        const struct rampart_task_note *task, struct rampart_report_style style,
                        const struct rampart_writer *writer);

/*
 * The same with what rampart_suggest() says to it, behind the decision; in JSON the members "suggestions" and
 * "suggestionNotes". Errors: as rampart_report_decision().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_suggested(const struct rampart_options *options, const struct rampart_decision *decision,
                         const struct rampart_task_note *task, const struct rampart_suggestions *suggestions,
                         struct rampart_report_style style, const struct rampart_writer *writer);

/* A decision with what belongs to it; all but `decision` may be left out. */
struct rampart_answer {
    const struct rampart_decision *decision;
    const struct rampart_task_note *task;
    const struct rampart_suggestions *suggestions;
};

/*
 * Prints the answers to requests that must all be allowed. Text has one after the other; JSON is the object of the worst
 * decision, explicit deny before implicit deny, conditional, allow, with all of them in "requests". A single one is
 * printed as rampart_report_suggested() does. Errors: as rampart_report_decision(); RAMPART_MISUSE for none.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_answers(const struct rampart_options *options, const struct rampart_answer *answers,
                       size_t count, struct rampart_report_style style, const struct rampart_writer *writer);

/* What there is to tell of a denial; all but `denial` may be NULL, decision and comparison only together. */
struct rampart_denial_report {
    const struct rampart_denial *denial;
    const struct rampart_decision *decision;
    const struct rampart_denial_comparison *comparison;
    const struct rampart_suggestions *suggestions;
};

/*
 * Prints a denial: what the cloud said, and if it was asked for here as well, how that compares, the decision and
 * suggestions; and what to ask for next. JSON is one object on one line (docs/explain-denial.schema.json).
 * Errors: as rampart_report_decision().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_denial(const struct rampart_options *options, const struct rampart_denial_report *report,
                      struct rampart_report_style style, const struct rampart_writer *writer);

/*
 * Prints every diagnostic of the list: file:line:column, severity, message, the line with a caret,
 * and what to write instead. JSON is one object {"diagnostics":[…]} on one line.
 * Errors: as rampart_report_decision().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status rampart_report_diags(const struct rampart_options *options,
                                                                        const struct rampart_diags *diags,
                                                                        struct rampart_report_style style,
                                                                        const struct rampart_writer *writer);

/*
 * Prints that there is no answer, as JSON: {"error":{…},"diagnostics":[…]} on one line (docs/error.schema.json). The error
 * is the first error of `diags`.
 * Errors: as rampart_report_decision().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_failure(const struct rampart_options *options, const struct rampart_diags *diags,
                       const struct rampart_writer *writer);

/*
 * Prints a decision as one of many: the JSON object of rampart_report_decision(), on one line, with the id of the
 * request as its first member. `id_json` is JSON as rampart_request_read() hands it back; empty: null. The
 * warnings of `diags`, which may be NULL, stand in "warnings" when there are any. Of a request that says what is
 * expected, "expected" repeats it and "asExpected" tells whether the decision is that.
 * Errors: as rampart_report_decision().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_decision_line(const struct rampart_options *options, struct rampart_str id_json,
                             const struct rampart_decision *decision, enum rampart_expect expect,
                             const struct rampart_diags *diags, const struct rampart_writer *writer);

/*
 * The same of several decisions that must all be allowed, for one line: the members of the worst, and all of them in
 * "requests" (rampart_report_answers()). What is expected is held against the worst. A single one is printed as above.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_answers_line(const struct rampart_options *options, struct rampart_str id_json,
                            const struct rampart_decision *const *decisions, size_t count,
                            enum rampart_expect expect, const struct rampart_diags *diags,
                            const struct rampart_writer *writer);

/*
 * Prints in the same way that line `line` of the requests could not be decided: {"id":…,"line":…,"error":{…}}.
 * The error is the first of `diags`; several stand in "errors", all of them. Without any the line says that no
 * decision could be made within the limits.
 * Errors: as rampart_report_decision().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_error_line(const struct rampart_options *options, struct rampart_str id_json, size_t line,
                          const struct rampart_diags *diags, const struct rampart_writer *writer);

/* Which rows are printed: bit 1 << kind and bit 1 << outcome each; 0 stands for all. */
struct rampart_who_can_filter {
    unsigned kinds;
    unsigned outcomes;
};

/*
 * Prints who may do it, a row a principal. The counts are those of the kinds asked for, whatever the outcome.
 * Errors: as rampart_report_decision() and rampart_who_can_explain().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_who_can(const struct rampart_options *options, struct rampart_who_can *result,
                       struct rampart_who_can_filter filter, struct rampart_report_style style,
                       const struct rampart_writer *writer);

/*
 * Prints what a replay counted. JSON is one object on one line (docs/replay.schema.json), which
 * rampart_replay_merge_file() reads. Errors: as rampart_report_decision().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_replay(const struct rampart_options *options, const struct rampart_replay_result *result,
                      struct rampart_report_style style, const struct rampart_writer *writer);

/*
 * Prints every switch of assumption.h: its values, the one set in the options first, what each means and what speaks
 * for it. JSON is one object {"assumptions":[…]} on one line. Errors: as rampart_report_decision().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_assumptions(const struct rampart_options *options, struct rampart_report_style style,
                           const struct rampart_writer *writer);

/*
 * Prints what was found in the catalogue, or what was probably meant when that is nothing. JSON is one object on one
 * line (docs/catalog.schema.json). Errors: as rampart_report_decision().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_catalog(const struct rampart_options *options, const struct rampart_catalog_found *found,
                       struct rampart_report_style style, const struct rampart_writer *writer);

/* ---- lint ---- */

enum rampart_lint_format {
    RAMPART_LINT_TEXT = 0,
    RAMPART_LINT_JSON,   /* docs/lint.schema.json */
    RAMPART_LINT_SARIF,  /* SARIF 2.1.0 */
    RAMPART_LINT_GITHUB, /* annotations of GitHub Actions */
    RAMPART_LINT_JUNIT,
    RAMPART_LINT_GITLAB /* code quality */
};

struct rampart_lint_style {
    enum rampart_lint_format format;
    bool color;                    /* text only: ANSI colours */
    enum rampart_severity fail_on; /* JUnit: findings of this severity and worse are failures */
    struct rampart_str root; /* a folder: CI formats name what lies in it relative to it; may be empty */
    const struct rampart_inventory *inventory; /* told of at the end, with what was added by then; NULL: none */
};

/* All that a report told of. */
struct rampart_lint_summary {
    struct rampart_lint_count count;
    size_t with_findings;           /* documents */
    size_t found[RAMPART_NOTE + 1]; /* by severity; what is waived is not in it */
    size_t waived;
};

struct rampart_lint_report;

/*
 * Begins a report that is fed file by file, and written as it is fed: it needs memory for one file. `root` and what the
 * writer needs must outlive it. The caller frees the report with rampart_lint_report_free().
 * Errors: RAMPART_NO_MEMORY, RAMPART_IO when the writer stops, RAMPART_MISUSE.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_lint_report_begin(const struct rampart_options *options, struct rampart_lint_style style,
                          const struct rampart_writer *writer, struct rampart_lint_report **ret_report);

/*
 * Adds what was found in a file; `file` names it where nothing was. Findings of one document stand together.
 * Errors: as above. After an error nothing more is written, and every further call returns that error.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_lint_report_add(struct rampart_lint_report *report, struct rampart_str file,
                        const struct rampart_lint_count *count, const struct rampart_diags *findings);

/*
 * The run failed: not everything was looked at, for the reasons in `why`, which must outlive the report. `settings`: before
 * the first file, by how the run was set up. JSON then has "error" and "diagnostics" behind the rest, SARIF says that the
 * execution was not successful and has the reasons as notifications; the other formats have no place for it. NULL is
 * allowed.
 */
RAMPART_API void rampart_lint_report_fail(struct rampart_lint_report *report, const struct rampart_diags *why,
                                          bool settings);

/* Writes the end. Errors: as above. */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_lint_report_end(struct rampart_lint_report *report);

/* What was told so far. Lives as long as the report. */
RAMPART_API const struct rampart_lint_summary *
rampart_lint_report_summary(const struct rampart_lint_report *report);

/* Frees it. NULL is allowed. */
RAMPART_API void rampart_lint_report_free(struct rampart_lint_report *report);

/*
 * Prints every rule: text is a line a rule; JSON is one object {"rules":[…]} on one line.
 * Errors: as rampart_report_decision().
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_report_lint_rules(const struct rampart_options *options, struct rampart_report_style style,
                          const struct rampart_writer *writer);

#ifdef __cplusplus
}
#endif

#endif
