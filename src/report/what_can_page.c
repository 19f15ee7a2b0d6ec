/* SPDX-License-Identifier: Apache-2.0 */
/* What a principal may do, as a page to send, and as Markdown for a pull request. */
#include "report/html_page.h"
#include "report/html_parts.h"
#include "report/what_can.h"

RP_REPORTER(rp_what_can_html)
{
    const struct rampart_what_can_report *report = what;
    const struct rp_what_can_sum sum = rp_what_can_sum(report->can);
    const struct rampart_str principal = rampart_what_can_principal(report->can);
    const size_t open = rampart_what_can_open_count(report->can);
    struct rp_blocks blocks;
    struct rp_html html;
    rp_html_start(&html, print->out, print->texts);
    rp_html_head(&html, "What a principal may do");
    if (principal.len > 0) {
        rp_html_words(&html, "<p>");
        rp_html_code(&html, principal);
        rp_html_words(&html, "</p>\n");
    }
    rp_html_sources(&html, print);
    rp_html_words(&html, "<ul class=\"figures\">\n");
    rp_html_figure(&html, sum.allow, "row certain", "rows certain", NULL);
    rp_html_figure(&html, sum.conditional, "row conditional", "rows conditional", sum.conditional > 0 ? "warn" : NULL);
    if (open > 0) rp_html_figure(&html, open, "could not be told", "could not be told", "warn");
    rp_html_words(&html, "</ul>\n<h2>Actions</h2>\n<ul class=\"items\">\n");
    rp_blocks_html(&blocks, print, &html);
    rp_what_can_blocks(&blocks, report);
    rp_blocks_free(&blocks);
    rp_html_words(&html, "</ul>\n");
    rp_html_not_known(&html, print);
    return rp_html_finish(&html, print->catalog);
}

RP_REPORTER(rp_what_can_markdown)
{
    const struct rampart_what_can_report *report = what;
    struct rp_blocks blocks;
    rp_print_words(print, "### rampart what-can: ");
    rp_what_can_print_sum(print, report);
    rp_markdown_sources(print);
    rp_print_words(print, "\n");
    rp_blocks_markdown(&blocks, print);
    rp_what_can_blocks(&blocks, report);
    rp_blocks_free(&blocks);
    rp_markdown_not_known(print);
    return RAMPART_OK;
}
