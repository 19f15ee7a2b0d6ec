/* SPDX-License-Identifier: Apache-2.0 */
#include "report/html_parts.h"

#include "report/headline.h"
#include "report/markdown.h"
#include "report/printed.h"
#include "report/unseen.h"

/* ---- in a page ---- */

void rp_html_sources(struct rp_html *html, const struct rp_print *print)
{
    struct rp_printed printed;
    if (print->source_count == 0) return;
    rp_printed_start(&printed, print);
    rp_print_sources(&printed.print);
    rp_html_words(html, "<p class=\"soft\">read ");
    rp_html_text(html, rp_printed_line(&printed));
    rp_html_words(html, "</p>\n");
    rp_printed_free(&printed, html->out);
}

void rp_html_gaps(struct rp_html *html, const struct rp_print *print, const char *title,
                  const struct rampart_account *account, const struct rampart_unseen *unseen, size_t count)
{
    struct rp_printed printed;
    rp_printed_start(&printed, print);
    if (account != NULL) rp_print_gaps(&printed.print, account, unseen, count);
    rp_print_unseen(&printed.print, account, unseen, count);
    if (printed.text.len > 0) {
        rp_buf_printf(html->out, "<h2>%s</h2>\n", title);
        rp_html_open_text(html, rampart_str(title));
        rp_html_lines(html, rp_buf_text(&printed.text));
        rp_html_close_text(html);
    }
    rp_printed_free(&printed, html->out);
}

void rp_html_not_known(struct rp_html *html, const struct rp_print *print)
{
    rp_html_gaps(html, print, "Not known", print->account, NULL, 0);
    rp_html_gaps(html, print, "Not known of the version before", print->before, NULL, 0);
    rp_html_inventory(html, print->inventory);
}

/* ---- in Markdown ---- */

void rp_markdown_sources(struct rp_print *print)
{
    struct rp_printed printed;
    if (print->source_count == 0) return;
    rp_printed_start(&printed, print);
    rp_print_sources(&printed.print);
    rp_print_words(print, "\nread ");
    rp_markdown_text(print->out, rp_printed_line(&printed));
    rp_print_words(print, "\n");
    rp_printed_free(&printed, print->out);
}

/* What is not known of an account: its first line is a sentence, the others are a list. */
static void markdown_gaps(struct rp_print *print, const char *title, const struct rampart_account *account)
{
    struct rp_printed printed;
    if (account == NULL) return;
    rp_printed_start(&printed, print);
    rp_print_gaps(&printed.print, account, NULL, 0);
    struct rampart_str rest = rp_buf_text(&printed.text);
    if (rest.len > 0) rp_buf_printf(print->out, "\n**%s**:\n\n", title);
    rest = rp_str_from(rest, rest.len > 0 ? rp_str_find(rest, '\n') + 1 : 0);
    while (rest.len > 0) {
        struct rampart_str line = rp_str_part(rest, 0, rp_str_find(rest, '\n'));
        rest = rp_str_from(rest, line.len + 1);
        while (line.len > 0 && rp_is_blank(line.data[0])) line = rp_str_from(line, 1);
        rp_print_words(print, "- ");
        rp_markdown_text(print->out, line);
        rp_print_words(print, "\n");
    }
    rp_printed_free(&printed, print->out);
}

void rp_markdown_inventory(struct rp_buf *out, const struct rampart_inventory *inventory)
{
    const struct rampart_file_row *row = rampart_inventory_row(inventory, 0);
    if (row == NULL) return;
    rp_buf_add(out, RP_STR("\n**Not read**; what these files say counts for nothing above:\n\n"));
    for (size_t i = 0; (row = rampart_inventory_row(inventory, i)) != NULL; i++) {
        rp_buf_add(out, RP_STR("- "));
        rp_markdown_code(out, row->path);
        rp_buf_add(out, RP_STR(": "));
        rp_markdown_text(out, row->reason);
        rp_buf_add_byte(out, '\n');
    }
}

void rp_markdown_not_known(struct rp_print *print)
{
    markdown_gaps(print, "Not known", print->account);
    markdown_gaps(print, "Not known of the version before", print->before);
    rp_markdown_inventory(print->out, print->inventory);
}
