/* SPDX-License-Identifier: Apache-2.0 */
/* JUnit's XML: a suite a file, a test case a finding; a file without any passes one test. */
#include "report/diags.h"
#include "report/lint_report.h"
#include "report/xml.h"

static void lint_junit_put(struct rampart_lint_report *report, struct rampart_str text)
{
    rp_xml_text(&report->out, text);
}

static bool lint_junit_fails(const struct rampart_lint_report *report, const struct rp_lint_part *part, size_t i)
{
    return rp_lint_is_news(part, i) && rampart_diags_at(part->findings, i)->severity <= report->style.fail_on;
}

/* ---- a finding ---- */

static void lint_junit_message(struct rampart_lint_report *report, const char *open,
                               const struct rampart_diag *diag)
{
    rp_buf_printf(&report->out, "<%s type=\"%s\" message=\"", open, rp_severity_word(diag->severity));
    lint_junit_put(report, diag->message);
    rp_lint_words(report, "\">");
}

static void lint_junit_details(struct rampart_lint_report *report, const struct rampart_diag *diag)
{
    lint_junit_put(report, diag->file);
    if (diag->line > 0) rp_buf_printf(&report->out, ":%u:%u", diag->line, diag->column);
    rp_buf_printf(&report->out, ": %s: ", rp_severity_word(diag->severity));
    lint_junit_put(report, diag->message);
    if (diag->help.len == 0) return;
    rp_lint_words(report, "\nhelp: ");
    lint_junit_put(report, diag->help);
}

static void lint_junit_outcome(struct rampart_lint_report *report, const struct rp_lint_part *part, size_t i)
{
    const struct rampart_diag *diag = rampart_diags_at(part->findings, i);
    const char *name = part->unreadable ? "error" : lint_junit_fails(report, part, i) ? "failure" : "system-out";
    if (!rp_lint_is_news(part, i)) {
        rp_lint_words(report, diag->waiver.len > 0 ? "<skipped message=\"waived: " : "<skipped message=\"known");
        lint_junit_put(report, diag->waiver);
        rp_lint_words(report, "\"/>");
        return;
    }
    if (name[0] == 's')
        rp_lint_words(report, "<system-out>");
    else
        lint_junit_message(report, name, diag);
    lint_junit_details(report, diag);
    rp_buf_printf(&report->out, "</%s>", name);
}

static void lint_junit_case(struct rampart_lint_report *report, const struct rp_lint_part *part, size_t i)
{
    const struct rampart_diag *diag = rampart_diags_at(part->findings, i);
    rp_lint_words(report, "    <testcase classname=\"");
    lint_junit_put(report, diag->file);
    rp_buf_printf(&report->out, "\" name=\"%s %s", diag->code, diag->name);
    if (diag->line > 0) rp_buf_printf(&report->out, " %u:%u", diag->line, diag->column);
    if (diag->subject.len > 0) rp_lint_words(report, " ");
    lint_junit_put(report, diag->subject);
    rp_lint_words(report, "\" time=\"0\">");
    lint_junit_outcome(report, part, i);
    rp_lint_words(report, "</testcase>\n");
}

/* ---- a file ---- */

static void lint_junit_open_suite(struct rampart_lint_report *report, const struct rp_lint_part *part)
{
    size_t failures = 0, waived = 0, tests = rampart_diags_count(part->findings);
    for (size_t i = 0; i < tests; i++) {
        failures += lint_junit_fails(report, part, i);
        waived += !rp_lint_is_news(part, i);
    }
    rp_lint_words(report, "  <testsuite name=\"");
    lint_junit_put(report, part->file);
    rp_buf_printf(
        &report->out, "\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\" time=\"0\">\n",
        tests == 0 ? 1 : tests, part->unreadable ? 0 : failures, part->unreadable ? tests : 0, waived);
}

static enum rampart_status lint_junit_add(struct rampart_lint_report *report, const struct rp_lint_part *part)
{
    if (part->skipped) return RAMPART_OK;
    lint_junit_open_suite(report, part);
    for (size_t i = 0; i < rampart_diags_count(part->findings); i++)
        lint_junit_case(report, part, i);
    if (rampart_diags_count(part->findings) == 0) {
        rp_lint_words(report, "    <testcase classname=\"");
        lint_junit_put(report, part->file);
        rp_lint_words(report, "\" name=\"lint\" time=\"0\"/>\n");
    }
    rp_lint_words(report, "  </testsuite>\n");
    return RAMPART_OK;
}

static enum rampart_status lint_junit_begin(struct rampart_lint_report *report)
{
    rp_lint_words(report, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"rampart lint\">\n");
    return RAMPART_OK;
}

/* A suite of the files that were not read: tests that were skipped. */
static void lint_junit_not_read(struct rampart_lint_report *report)
{
    const struct rampart_file_row *row;
    struct rp_lint_cursor counting = {0, 0}, cursor = {0, 0};
    size_t count = 0;
    while (rp_lint_not_read(report, &counting) != NULL) count++;
    if (count == 0) return;
    rp_buf_printf(&report->out,
                  "  <testsuite name=\"not read\" tests=\"%zu\" failures=\"0\" errors=\"0\" skipped=\"%zu\" time=\"0\">\n",
                  count, count);
    while ((row = rp_lint_not_read(report, &cursor)) != NULL) {
        rp_lint_words(report, "    <testcase classname=\"");
        lint_junit_put(report, row->path);
        rp_lint_words(report, "\" name=\"not read\" time=\"0\"><skipped message=\"");
        lint_junit_put(report, row->reason);
        rp_lint_words(report, "\"/></testcase>\n");
    }
    rp_lint_words(report, "  </testsuite>\n");
}

static enum rampart_status lint_junit_end(struct rampart_lint_report *report)
{
    lint_junit_not_read(report);
    rp_lint_words(report, "</testsuites>\n");
    return RAMPART_OK;
}

const struct rp_lint_format rp_lint_junit = {
    .begin = lint_junit_begin, .add = lint_junit_add, .end = lint_junit_end};
