/* SPDX-License-Identifier: Apache-2.0 */
/* What a change does, for the person who reviews it: each part is that of the report of diff, of lint, or of assert. */
#include "report/asserts.h"
#include "report/diags.h"
#include "report/headline.h"
#include "report/html_page.h"
#include "report/html_parts.h"
#include "report/lint_report.h"
#include "report/unseen.h"
#include "report/version.h"

static size_t review_found(const struct rampart_review *review)
{
    return rampart_diags_count(review->findings) + rp_diags_omitted(review->findings);
}

/* `2 new findings; 3 known, 1 gone, 1 waived` */
static void review_print_found(struct rp_print *print, const struct rampart_review *review)
{
    const size_t count = review_found(review);
    rp_buf_printf(print->out, "%zu new finding%s", count, count == 1 ? "" : "s");
    if (review->lint == NULL) return;
    const struct {
        size_t number;
        const char *word;
    } others[] = {{review->lint->known, "known"}, {review->lint->gone, "gone"}, {review->lint->waived, "waived"},
                  {review->lint->count.undetermined, "documents not determined"}};
    const char *before = "; ";
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (others[i].number == 0) continue;
        rp_buf_printf(print->out, "%s%zu %s", before, others[i].number, others[i].word);
        before = ", ";
    }
}

/* `1 gain, 2 losses, 2 new findings, 1 of 3 rules refuted` */
static void review_print_headline(struct rp_print *print, const struct rampart_review *review)
{
    rp_diff_print_counts(print, review->diff);
    if (review->findings != NULL) {
        const size_t count = review_found(review);
        rp_buf_printf(print->out, ", %zu new finding%s", count, count == 1 ? "" : "s");
    }
    if (review->assertions == NULL) return;
    const struct rp_assert_sum sum = rp_assert_sum(review->assertions);
    rp_buf_printf(print->out, ", %zu of %zu rules refuted", sum.outcomes[RAMPART_REFUTED],
                  rampart_assertion_count(review->assertions));
    if (sum.outcomes[RAMPART_UNDETERMINED] > 0) rp_buf_printf(print->out, ", %zu undetermined", sum.outcomes[RAMPART_UNDETERMINED]);
}

static const char review_unlinted[] = "Nothing was linted: an image of an account keeps no documents.";

/* ---- text ---- */

static void review_title(struct rp_print *print, const char *title)
{
    rp_print_painted(print, RP_PAINT_BOLD, title);
    rp_print_words(print, "\n\n");
}

static void review_text_findings(struct rp_print *print, const struct rampart_review *review)
{
    rp_print_words(print, "\n");
    review_title(print, "New findings");
    if (review->findings == NULL) {
        rp_print_words(print, review_unlinted);
        rp_print_words(print, "\n");
        return;
    }
    for (size_t i = 0; i < rampart_diags_count(review->findings); i++)
        rp_diag_text(print, rampart_diags_at(review->findings, i));
    review_print_found(print, review);
    rp_print_words(print, "\n");
}

static void review_text_not_known(struct rp_print *print)
{
    if (print->source_count > 0) {
        rp_print_words(print, "\n");
        rp_print_tag(print, "read");
        rp_print_sources(print);
        rp_print_words(print, "\n");
    }
    rp_print_gaps(print, print->account, NULL, 0);
    if (rampart_account_gap_count(print->before) > 0) rp_print_words(print, "  before the change:\n");
    rp_print_gaps(print, print->before, NULL, 0);
    rp_print_inventory(print, print->inventory);
}

RP_REPORTER(rp_review_text)
{
    const struct rampart_review *review = what;
    struct rp_blocks blocks;
    rp_blocks_text(&blocks, print);
    review_title(print, "Gains and losses");
    rp_diff_blocks(&blocks, review->diff);
    rp_diff_print_sum(print, review->diff);
    review_text_findings(print, review);
    if (review->assertions != NULL) {
        rp_print_words(print, "\n");
        review_title(print, "Rules");
        rp_assert_blocks(&blocks, review->assertions);
        rp_assert_print_sum(print, review->assertions);
    }
    rp_blocks_free(&blocks);
    review_text_not_known(print);
    return RAMPART_OK;
}

/* ---- Markdown ---- */

static void review_markdown_findings(struct rp_print *print, const struct rampart_review *review)
{
    rp_print_words(print, "\n#### New findings\n\n");
    if (review->findings == NULL) {
        rp_print_words(print, review_unlinted);
    } else {
        for (size_t i = 0; i < rampart_diags_count(review->findings); i++) {
            const struct rampart_diag *diag = rampart_diags_at(review->findings, i);
            rp_lint_markdown_finding(print->out, diag->file, diag);
        }
        if (rampart_diags_count(review->findings) > 0) rp_print_words(print, "\n");
        review_print_found(print, review);
    }
    rp_print_words(print, "\n");
}

RP_REPORTER(rp_review_markdown)
{
    const struct rampart_review *review = what;
    struct rp_blocks blocks;
    rp_blocks_markdown(&blocks, print);
    rp_print_words(print, "### rampart review: ");
    review_print_headline(print, review);
    rp_print_words(print, "\n");
    rp_markdown_sources(print);
    rp_print_words(print, "\n#### Gains and losses\n\n");
    rp_diff_blocks(&blocks, review->diff);
    if (rampart_diff_count(review->diff) + rampart_diff_open_count(review->diff) == 0) rp_diff_print_sum(print, review->diff);
    review_markdown_findings(print, review);
    if (review->assertions != NULL) {
        rp_print_words(print, "\n#### Rules\n\n");
        rp_assert_blocks(&blocks, review->assertions);
    }
    rp_blocks_free(&blocks);
    rp_markdown_not_known(print);
    return RAMPART_OK;
}

/* ---- HTML ---- */

static void review_html_figures(struct rp_html *html, const struct rampart_review *review)
{
    rp_html_words(html, "<ul class=\"figures\">\n");
    rp_diff_html_figures(html, review->diff);
    if (review->findings != NULL)
        rp_html_figure(html, review_found(review), "new finding", "new findings", review_found(review) > 0 ? "warn" : NULL);
    if (review->assertions != NULL) rp_assert_html_figures(html, review->assertions);
    rp_html_words(html, "</ul>\n");
}

static void review_html_findings(struct rp_html *html, const struct rp_print *print, const struct rampart_review *review)
{
    struct rp_printed printed;
    const size_t count = rampart_diags_count(review->findings);
    rp_html_words(html, "<h2>New findings</h2>\n");
    if (count > 0) rp_html_words(html, "<ul class=\"items\">\n");
    for (size_t i = 0; i < count; i++) rp_lint_html_finding(html, rampart_diags_at(review->findings, i));
    if (count > 0) rp_html_words(html, "</ul>\n");
    rp_printed_start(&printed, print);
    if (review->findings == NULL)
        rp_print_words(&printed.print, review_unlinted);
    else
        review_print_found(&printed.print, review);
    rp_html_words(html, "<p>");
    rp_html_text(html, rp_printed_line(&printed));
    rp_html_words(html, "</p>\n");
    rp_printed_free(&printed, html->out);
}

RP_REPORTER(rp_review_html)
{
    const struct rampart_review *review = what;
    struct rp_html html;
    rp_html_start(&html, print->out, print->texts);
    rp_html_head(&html, "What the change does");
    rp_html_sources(&html, print);
    review_html_figures(&html, review);
    rp_diff_html_section(&html, print, review->diff);
    review_html_findings(&html, print, review);
    if (review->assertions != NULL) rp_assert_html_section(&html, print, review->assertions);
    rp_html_not_known(&html, print);
    return rp_html_finish(&html, print->catalog);
}

/* ---- JSON ---- */

static void review_put_found(struct rp_json at, const struct rampart_review *review)
{
    static const struct rampart_lint_summary none;
    const struct rampart_lint_summary *lint = review->lint == NULL ? &none : review->lint;
    const struct rp_json item = rp_put_object(at, "findings");
    rp_put_number(item, "errors", rampart_diags_found(review->findings, RAMPART_ERROR));
    rp_put_number(item, "warnings", rampart_diags_found(review->findings, RAMPART_WARNING));
    rp_put_number(item, "notes", rampart_diags_found(review->findings, RAMPART_NOTE));
    rp_put_number(item, "known", lint->known);
    rp_put_number(item, "gone", lint->gone);
    rp_put_number(item, "waived", lint->waived);
    rp_put_number(item, "undetermined", lint->count.undetermined);
}

static void review_put_findings(struct rp_json list, struct rp_buf *rule, const struct rampart_diags *findings)
{
    for (size_t i = 0; i < rampart_diags_count(findings); i++) {
        const struct rampart_diag *diag = rampart_diags_at(findings, i);
        rule->len = 0;
        rp_buf_printf(rule, "%s-%s", diag->code, diag->name);
        rp_lint_put_finding(rp_put_object(list, NULL), rp_buf_text(rule), diag);
    }
}

static void review_put_summary(struct rp_json root, const struct rampart_review *review)
{
    const struct rp_json summary = rp_put_object(root, "summary");
    rp_diff_put_sum(summary, review->diff);
    if (review->findings != NULL) review_put_found(summary, review);
    if (review->assertions != NULL) rp_assert_put_sum(rp_put_object(summary, "rules"), review->assertions);
}

RP_REPORTER(rp_review_json)
{
    const struct rampart_review *review = what;
    struct rp_json_report json;
    struct rp_buf rule;
    rp_buf_init(&rule, &print->out->allocator, print->out->cap);
    const struct rp_json root = rp_put_object(rp_json_start(&json, print->out), NULL);
    review_put_summary(root, review);
    rp_diff_put_members(root, review->diff);
    if (review->findings != NULL) review_put_findings(rp_put_list(root, "findings"), &rule, review->findings);
    if (review->assertions != NULL) rp_assert_put_rules(rp_put_list(root, "rules"), review->assertions);
    rp_put_incomplete(root, print->account, NULL, 0);
    if (print->before != NULL) rp_put_incomplete(rp_put_object(root, "before"), print->before, NULL, 0);
    rp_put_inventory(root, print->inventory);
    rp_put_warnings(root, print->warnings);
    rp_put_catalog(root, print->catalog);
    const enum rampart_status failed = rule.failed;
    rp_buf_free(&rule);
    return rp_json_finish(&json, failed);
}
