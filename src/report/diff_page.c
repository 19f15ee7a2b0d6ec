/* SPDX-License-Identifier: Apache-2.0 */
/* What two versions decide differently, as a page to send, and as Markdown for a pull request. */
#include "report/diff.h"
#include "report/html_page.h"
#include "report/html_parts.h"

void rp_diff_html_figures(struct rp_html *html, const struct rampart_diff *diff)
{
    const struct rp_diff_sum sum = rp_diff_sum(diff);
    rp_html_figure(html, sum.gains, "gain", "gains", sum.gains > 0 ? "good" : NULL);
    if (sum.allowed > 0) rp_html_figure(html, sum.allowed, "of them listed", "of them listed", NULL);
    rp_html_figure(html, sum.losses, "loss", "losses", sum.losses > 0 ? "bad" : NULL);
    if (sum.open > 0) rp_html_figure(html, sum.open, "could not be told", "could not be told", "warn");
}

void rp_diff_html_section(struct rp_html *html, struct rp_print *print, const struct rampart_diff *diff)
{
    const struct rp_diff_sum sum = rp_diff_sum(diff);
    struct rp_blocks blocks;
    rp_html_words(html, "<h2>Gains and losses</h2>\n");
    if (sum.gains + sum.losses + sum.open == 0) {
        rp_html_words(html, "<p>No difference: both decide every request alike.</p>\n");
        return;
    }
    rp_html_words(html, "<ul class=\"items\">\n");
    rp_blocks_html(&blocks, print, html);
    rp_diff_blocks(&blocks, diff);
    rp_blocks_free(&blocks);
    rp_html_words(html, "</ul>\n");
}

RP_REPORTER(rp_diff_html)
{
    const struct rampart_diff *diff = what;
    struct rp_html html;
    rp_html_start(&html, print->out, print->texts);
    rp_html_head(&html, "Who gains and who loses what");
    rp_html_sources(&html, print);
    rp_html_words(&html, "<ul class=\"figures\">\n");
    rp_diff_html_figures(&html, diff);
    rp_html_words(&html, "</ul>\n");
    rp_diff_html_section(&html, print, diff);
    rp_html_not_known(&html, print);
    return rp_html_finish(&html, print->catalog);
}

RP_REPORTER(rp_diff_markdown)
{
    const struct rampart_diff *diff = what;
    struct rp_blocks blocks;
    rp_print_words(print, "### rampart diff: ");
    rp_diff_print_sum(print, diff);
    rp_markdown_sources(print);
    rp_print_words(print, "\n");
    rp_blocks_markdown(&blocks, print);
    rp_diff_blocks(&blocks, diff);
    rp_blocks_free(&blocks);
    rp_markdown_not_known(print);
    return RAMPART_OK;
}
