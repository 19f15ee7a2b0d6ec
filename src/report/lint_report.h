/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A lint report and its formats. lint_report.c feeds a format file by file; lint_finding.c and lint_rules.c have the parts that
 * the formats share; each format is a file of its own and a row of RP_LINT_FORMATS.
 */
#ifndef RP_REPORT_LINT_REPORT_H
#define RP_REPORT_LINT_REPORT_H

#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "report/html.h"
#include "report/json_report.h"

struct rampart_lint_report {
    struct rampart_lint_style style;
    struct rampart_writer writer;
    const struct rp_lint_format *format;
    struct rp_buf out;       /* what goes to the writer next */
    struct rp_buf body;      /* of a format whose beginning is known at the end */
    struct rp_html html;     /* of the format HTML */
    struct rp_arena scratch; /* for one file's time */
    struct rp_buf path, uri; /* the last ones that were made */
    struct rp_json_report json;
    struct rp_json list, around; /* of a report in JSON: the findings, and the object that they are a member of */
    struct rampart_lint_summary summary;
    const struct rampart_lint_rule *rule; /* of the first of the worst findings; NULL: none has a page */
    enum rampart_severity worst;          /* of that finding */
    const struct rampart_diags *why; /* the run failed; NULL: it did not */
    bool settings;                   /* by how it was set up */
    bool separate; /* something stands in the list already */
    struct rp_arena kept;           /* holds the names below */
    struct rampart_str *unreadable; /* files that have a finding for it, in the order in which they came */
    size_t unreadable_count, unreadable_room;
    enum rampart_status failed;
};

/* The findings of one file. */
struct rp_lint_part {
    struct rampart_str file;
    const struct rampart_diags *findings;
    const uint64_t *fingerprints; /* of each finding; NULL: nobody asks for them */
    const bool *known;            /* of each finding: the baseline has it; NULL: there is no baseline */
    bool unreadable, skipped;
};

/* One format; what it does not have is NULL. Memory that was refused is in `out.failed` or is the status. */
struct rp_lint_format {
    bool fingerprints; /* a part has them */
    enum rampart_status (*begin)(struct rampart_lint_report *report);
    enum rampart_status (*add)(struct rampart_lint_report *report, const struct rp_lint_part *part);
    enum rampart_status (*end)(struct rampart_lint_report *report);
};

/* Every format: its name in enum rampart_lint_format, and in rp_lint_<name>, which lint_<name>.c defines. */
#define RP_LINT_FORMATS(FORMAT) \
    FORMAT(TEXT, text)          \
    FORMAT(JSON, json)          \
    FORMAT(SARIF, sarif)        \
    FORMAT(GITHUB, github)      \
    FORMAT(JUNIT, junit)        \
    FORMAT(GITLAB, gitlab)      \
    FORMAT(BASELINE, baseline)  \
    FORMAT(HTML, html)          \
    FORMAT(MARKDOWN, markdown)

#define RP_LINT_FORMAT(constant, name) extern const struct rp_lint_format rp_lint_##name;
RP_LINT_FORMATS(RP_LINT_FORMAT)
#undef RP_LINT_FORMAT

/* ---- shared by the formats (lint_finding.c) ---- */

/* Our own words. */
void rp_lint_words(struct rampart_lint_report *report, const char *words);

/* The next finding, an object as a tree. The list is handed over in pieces: a line a file. */
struct rp_json rp_lint_finding(struct rampart_lint_report *report);

/*
 * The file's name as programs want it: relative to style.root if it lies in there, without "./". Until the next one is
 * made.
 */
struct rampart_str rp_lint_path(struct rampart_lint_report *report, struct rampart_str file);

/* True for a finding of a rule of the user's own: its name tells which. */
bool rp_lint_is_own(const struct rampart_diag *diag);

/* The same as a URI reference, percent-encoded. */
struct rampart_str rp_lint_uri(struct rampart_lint_report *report, struct rampart_str file);

/*
 * A number for each finding that stays when lines are added before it: of its code, its file, the document, the text it
 * stands at, and how many such findings there were before.
 */
enum rampart_status rp_lint_fingerprints(struct rampart_lint_report *report,
                                         const struct rampart_diags *findings, uint64_t **ret_fingerprints);

/* A fingerprint as text: 16 hexadecimal digits. */
enum { RP_LINT_FINGERPRINT = 16 };
struct rampart_str rp_lint_fingerprint(uint64_t fingerprint, char digits[RP_LINT_FINGERPRINT]);

/* "RAM101-unknown-action", for one file's time. Returns false when memory is refused. */
bool rp_lint_rule_name(struct rampart_lint_report *report, const struct rampart_diag *diag,
                       struct rampart_str *ret_name);

/* A finding as each format has it, for other reports too: an item of a list, or the members of an object. */
void rp_lint_html_finding(struct rp_html *html, const struct rampart_diag *diag);
void rp_lint_markdown_finding(struct rp_buf *out, struct rampart_str path, const struct rampart_diag *diag);
void rp_lint_put_finding(struct rp_json item, struct rampart_str rule, const struct rampart_diag *diag);

/* ---- the baseline (lint_baseline.c) ---- */

/* True for the i-th finding when it is neither waived nor known. */
bool rp_lint_is_news(const struct rp_lint_part *part, size_t i);

/* Tells which of the findings the baseline has, for one file's time; what could not be read is never known. */
enum rampart_status rp_lint_find_known(struct rampart_lint_report *report, const struct rampart_diags *findings,
                                       const uint64_t *fingerprints, const bool **ret_known);

/* How many findings of the baseline were not met. */
size_t rp_lint_gone(const struct rampart_lint_baseline *baseline);

/* ---- files that were not read, and have no finding that says so (lint_finding.c) ---- */

/* A place in the inventory. Zeroed it is the first one. */
struct rp_lint_cursor {
    size_t row, unreadable;
};

/* The next such file; NULL: there are no more. */
const struct rampart_file_row *rp_lint_not_read(const struct rampart_lint_report *report, struct rp_lint_cursor *cursor);

/* How many findings there are, and what was not read, in a line (lint_text.c). */
void rp_lint_print_summary(struct rampart_lint_report *report);

/* ---- settings that silence rules (lint_silenced.c) ---- */

/* The word for the level that the settings give the rule, if it turns the rule off or lowers it; NULL: they do not. */
const char *rp_lint_silenced(const struct rampart_lint_report *report, const struct rampart_lint_rule *rule);

/* Names the rules by level, for people; nothing when there are none. */
void rp_lint_print_silenced(struct rampart_lint_report *report);

/* `settings`: their file and the rules; nothing without settings. */
void rp_lint_put_silenced(struct rp_json at, struct rampart_lint_report *report);

/* ---- the pages of rules ---- */

/* The first paragraph of a rule's page: what it finds and why (lint_rules.c). */
struct rampart_str rp_lint_page_about(const struct rampart_lint_rule *rule);

#endif
