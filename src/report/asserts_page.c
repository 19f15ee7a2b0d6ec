/* SPDX-License-Identifier: Apache-2.0 */
/* Which rules an account keeps, as a page to send, and as Markdown for a pull request. */
#include "report/asserts.h"
#include "report/html_page.h"
#include "report/html_parts.h"

void rp_assert_html_figures(struct rp_html *html, const struct rampart_assertions *assertions)
{
    const struct rp_assert_sum sum = rp_assert_sum(assertions);
    const size_t holds = sum.outcomes[RAMPART_HOLDS], refuted = sum.outcomes[RAMPART_REFUTED];
    const size_t undetermined = sum.outcomes[RAMPART_UNDETERMINED];
    rp_html_figure(html, holds, "rule holds", "rules hold", holds > 0 ? "good" : NULL);
    rp_html_figure(html, refuted, "rule refuted", "rules refuted", refuted > 0 ? "bad" : NULL);
    rp_html_figure(html, undetermined, "rule undetermined", "rules undetermined", undetermined > 0 ? "warn" : NULL);
}

void rp_assert_html_section(struct rp_html *html, struct rp_print *print, const struct rampart_assertions *assertions)
{
    struct rp_blocks blocks;
    rp_html_words(html, "<h2>Rules</h2>\n<ul class=\"items\">\n");
    rp_blocks_html(&blocks, print, html);
    rp_assert_blocks(&blocks, assertions);
    rp_blocks_free(&blocks);
    rp_html_words(html, "</ul>\n");
}

RP_REPORTER(rp_assertions_html)
{
    const struct rampart_assertions *assertions = what;
    struct rp_html html;
    rp_html_start(&html, print->out, print->texts);
    rp_html_head(&html, "Which rules the account keeps");
    rp_html_sources(&html, print);
    rp_html_words(&html, "<ul class=\"figures\">\n");
    rp_assert_html_figures(&html, assertions);
    rp_html_words(&html, "</ul>\n");
    rp_assert_html_section(&html, print, assertions);
    rp_html_not_known(&html, print);
    return rp_html_finish(&html, print->catalog);
}

RP_REPORTER(rp_assertions_markdown)
{
    const struct rampart_assertions *assertions = what;
    struct rp_blocks blocks;
    rp_print_words(print, "### rampart assert: ");
    rp_assert_print_sum(print, assertions);
    rp_markdown_sources(print);
    rp_print_words(print, "\n");
    rp_blocks_markdown(&blocks, print);
    rp_assert_blocks(&blocks, assertions);
    rp_blocks_free(&blocks);
    rp_markdown_not_known(print);
    return RAMPART_OK;
}
