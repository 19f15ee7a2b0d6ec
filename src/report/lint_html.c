/* SPDX-License-Identifier: Apache-2.0 */
/* Findings as a page to send: figures first, the findings by file, and the lines of the documents that they are about. */
#include "report/diags.h"
#include "report/html_page.h"
#include "report/lint_report.h"

static const char *const lint_html_tones[] = {
    [RAMPART_ERROR] = "bad", [RAMPART_WARNING] = "warn", [RAMPART_NOTE] = "soft"};

static enum rampart_status lint_html_begin(struct rampart_lint_report *report)
{
    rp_html_start(&report->html, &report->body, &report->style.texts);
    return RAMPART_OK;
}

static void lint_html_help(struct rp_html *html, const struct rampart_diag *diag)
{
    if (diag->help.len == 0) return;
    rp_html_words(html, "<p>Help: ");
    rp_html_text(html, diag->help);
    rp_html_words(html, "</p>\n");
}

static void lint_html_where(struct rp_html *html, const struct rampart_diag *diag)
{
    rp_html_words(html, "<p class=\"soft\">");
    rp_html_place(html, diag->file, diag->line, diag->column, diag->snippet.len > 0 || diag->inner_line > 0);
    if (diag->subject.len > 0) {
        rp_html_words(html, ", ");
        rp_html_code(html, diag->subject);
    }
    if (diag->inner_line > 0)
        rp_buf_printf(html->out, ", line %u, column %u of the document", diag->inner_line, diag->inner_column);
    rp_html_words(html, "</p>\n");
}

static void lint_html_rule(struct rp_html *html, const struct rampart_diag *diag)
{
    const struct rampart_lint_rule *rule = rampart_lint_rule_find(rampart_str(diag->code));
    if (rule != NULL)
        rp_buf_printf(html->out, "<a href=\"%s\">%s %s</a>", rampart_lint_rule_address(rule), rule->id, rule->name);
    else
        rp_buf_printf(html->out, "%s %s", diag->code, diag->name);
}

void rp_lint_html_finding(struct rp_html *html, const struct rampart_diag *diag)
{
    rp_buf_printf(html->out, "<li class=\"%s\"><p><span class=\"tag %s\">%s</span>", lint_html_tones[diag->severity],
                  lint_html_tones[diag->severity], rp_severity_word(diag->severity));
    rp_html_text(html, diag->message);
    rp_html_words(html, " <span class=\"soft\">(");
    lint_html_rule(html, diag);
    rp_html_words(html, ")</span></p>\n");
    lint_html_help(html, diag);
    lint_html_where(html, diag);
    rp_html_words(html, "</li>\n");
}

static enum rampart_status lint_html_add(struct rampart_lint_report *report, const struct rp_lint_part *part)
{
    struct rp_html *html = &report->html;
    bool open = false;
    for (size_t i = 0; i < rampart_diags_count(part->findings); i++) {
        if (!rp_lint_is_news(part, i)) continue;
        if (!open) {
            rp_html_words(html, "<h3>");
            rp_html_code(html, part->file);
            rp_html_words(html, "</h3>\n<ul class=\"items\">\n");
        }
        open = true;
        rp_lint_html_finding(html, rampart_diags_at(part->findings, i));
    }
    if (open) rp_html_words(html, "</ul>\n");
    return html->failed != RAMPART_OK ? html->failed : html->out->failed;
}

/* ---- the end: what stands above the findings, and what stands below ---- */

static void lint_html_figures(struct rampart_lint_report *report)
{
    const struct rampart_lint_summary *summary = &report->summary;
    const struct {
        size_t number;
        const char *one, *several, *tone;
        bool always;
    } figures[] = {
        {summary->count.documents, "document read", "documents read", NULL, true},
        {summary->found[RAMPART_ERROR], "error", "errors", "bad", true},
        {summary->found[RAMPART_WARNING], "warning", "warnings", "warn", true},
        {summary->found[RAMPART_NOTE], "note", "notes", NULL, true},
        {summary->waived, "waived", "waived", NULL, false},
        {summary->known, "known from the baseline", "known from the baseline", NULL, false},
        {summary->gone, "of the baseline gone", "of the baseline gone", NULL, false},
        {summary->count.undetermined, "not determined", "not determined", "warn", false},
        {summary->count.unreadable, "could not be read", "could not be read", "bad", false},
        {rampart_inventory_count(report->style.inventory, RAMPART_FILE_OTHER), "other file", "other files", NULL, false},
    };
    rp_html_words(&report->html, "<ul class=\"figures\">\n");
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        if (figures[i].always || figures[i].number > 0)
            rp_html_figure(&report->html, figures[i].number, figures[i].one, figures[i].several,
                           figures[i].number > 0 ? figures[i].tone : NULL);
    rp_html_words(&report->html, "</ul>\n");
}

/* The rules that settings silence, in the words of the report for people. */
static void lint_html_silenced(struct rampart_lint_report *report)
{
    report->style.color = false;
    rp_lint_print_silenced(report); /* into `out`, where nothing stands yet */
    const struct rampart_str told = rp_buf_text(&report->out);
    if (told.len == 0) return;
    rp_html_words(&report->html, "<h2>Silenced</h2>\n");
    rp_html_open_text(&report->html, RP_STR("Silenced rules"));
    rp_html_lines(&report->html, told);
    rp_html_close_text(&report->html);
    report->out.len = 0;
}

static enum rampart_status lint_html_end(struct rampart_lint_report *report)
{
    struct rp_html *html = &report->html;
    const struct rampart_lint_summary *summary = &report->summary;
    rp_html_inventory(html, report->style.inventory);
    lint_html_silenced(report);
    html->out = &report->out;
    rp_html_head(html, "Findings in policy documents");
    lint_html_figures(report);
    if (report->why != NULL) rp_html_words(html, "<p class=\"bad\">The run failed: not everything was read.</p>\n");
    rp_html_words(html, summary->with_findings > 0 ? "<h2>Findings</h2>\n" : "<p>No findings in what was read.</p>\n");
    rp_buf_add(&report->out, rp_buf_text(&report->body));
    const enum rampart_status status = rp_html_finish(html, report->style.catalog);
    return status == RAMPART_OK ? report->body.failed : status;
}

const struct rp_lint_format rp_lint_html = {.begin = lint_html_begin, .add = lint_html_add, .end = lint_html_end};
