/* SPDX-License-Identifier: Apache-2.0 */
#include "report/html.h"

#include "base/hash.h"
#include "base/str.h"
#include "base/try.h"
#include "base/utf8.h"

void rp_html_start(struct rp_html *html, struct rp_buf *out, const struct rampart_report_texts *texts)
{
    *html = (struct rp_html){.out = out};
    if (texts != NULL) html->texts = *texts;
    rp_arena_init(&html->arena, &out->allocator);
}

void rp_html_drop(struct rp_html *html)
{
    rp_arena_free(&html->arena);
}

/* ---- text ---- */

void rp_html_words(struct rp_html *html, const char *words)
{
    rp_buf_add(html->out, rampart_str(words));
}

static const char *html_entity_of(char c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    case '\t': return "\t";
    default: return NULL;
    }
}

/* Text with what cannot be seen marked up, or as U+FFFD. */
static void html_escape(struct rp_html *html, struct rampart_str text, bool marked)
{
    while (text.len > 0) {
        const char *entity = html_entity_of(text.data[0]);
        const size_t width = rp_utf8_width(text);
        const uint32_t code = rp_utf8_decode(text);
        const bool hidden = width == 0 || rp_utf8_hidden(code);
        if (entity != NULL)
            rp_html_words(html, entity);
        else if (!hidden)
            rp_buf_add(html->out, rp_str_part(text, 0, width));
        else if (!marked)
            rp_html_words(html, "\xEF\xBF\xBD");
        else if (width == 0)
            rp_buf_printf(html->out, "<span class=\"point\">%02X</span>", (unsigned)(unsigned char)text.data[0]);
        else
            rp_buf_printf(html->out, "<span class=\"point\">U+%04X</span>", (unsigned)code);
        text = rp_str_from(text, width == 0 ? 1 : width);
    }
}

void rp_html_text(struct rp_html *html, struct rampart_str text)
{
    html_escape(html, text, true);
}

void rp_html_attribute(struct rp_html *html, struct rampart_str text)
{
    html_escape(html, text, false);
}

void rp_html_code(struct rp_html *html, struct rampart_str text)
{
    rp_html_words(html, "<code>");
    rp_html_text(html, text);
    rp_html_words(html, "</code>");
}

/* ---- places ---- */

static enum rampart_status html_mark(struct rp_html *html, struct rampart_str file, unsigned line, unsigned column)
{
    struct rp_html_mark *marks = rp_arena_grow(&html->arena, html->marks, html->count, &html->room, sizeof *marks);
    RP_TRY_MEMORY(marks != NULL);
    html->marks = marks;
    marks[html->count] = (struct rp_html_mark){RP_STR(""), line, column};
    if (html->count > 0 && rp_str_equal(marks[html->count - 1].file, file)) /* places come in runs */
        marks[html->count].file = marks[html->count - 1].file;
    else
        RP_TRY_MEMORY(rp_arena_copy(&html->arena, file, &marks[html->count].file));
    html->count++;
    return RAMPART_OK;
}

void rp_html_line_id(struct rp_html *html, struct rampart_str file, unsigned line)
{
    rp_buf_printf(html->out, "d%016llx-%u", (unsigned long long)rp_hash(file), line);
}

void rp_html_place(struct rp_html *html, struct rampart_str file, unsigned line, unsigned column, bool shown)
{
    const bool linked = shown && line > 0 && html->texts.read != NULL && html->failed == RAMPART_OK;
    if (linked) {
        html->failed = html_mark(html, file, line, column);
        rp_html_words(html, "<a href=\"#");
        rp_html_line_id(html, file, line);
        rp_html_words(html, "\">");
    }
    rp_html_text(html, file);
    if (line > 0) rp_buf_printf(html->out, ":%u", line);
    if (line > 0 && column > 0) rp_buf_printf(html->out, ":%u", column);
    if (linked) rp_html_words(html, "</a>");
}

/* ---- parts that several pages have ---- */

void rp_html_open_text(struct rp_html *html, struct rampart_str name)
{
    rp_html_words(html, "<section class=\"scroll\" tabindex=\"0\" aria-label=\"");
    rp_html_attribute(html, name);
    rp_html_words(html, "\">\n<pre>");
}

void rp_html_lines(struct rp_html *html, struct rampart_str text)
{
    while (text.len > 0) {
        const size_t len = rp_str_find(text, '\n');
        rp_html_words(html, "<span class=\"row\">");
        rp_html_text(html, rp_str_part(text, 0, len));
        rp_html_words(html, "</span>\n");
        text = rp_str_from(text, len + 1);
    }
}

void rp_html_close_text(struct rp_html *html)
{
    rp_html_words(html, "</pre>\n</section>\n");
}

void rp_html_figure(struct rp_html *html, size_t number, const char *one, const char *several, const char *tone)
{
    rp_buf_printf(html->out, "<li><b%s%s%s>%zu</b> %s</li>\n", tone == NULL ? "" : " class=\"",
                  tone == NULL ? "" : tone, tone == NULL ? "" : "\"", number, number == 1 ? one : several);
}

void rp_html_inventory(struct rp_html *html, const struct rampart_inventory *inventory)
{
    const struct rampart_file_row *row = rampart_inventory_row(inventory, 0);
    if (row == NULL) return;
    rp_html_words(html, "<h2>Not read</h2>\n<p>What these files say counts for nothing above.</p>\n<ul class=\"items\">\n");
    for (size_t i = 0; (row = rampart_inventory_row(inventory, i)) != NULL; i++) {
        rp_html_words(html, "<li class=\"warn\">");
        rp_html_code(html, row->path);
        rp_html_words(html, ": ");
        rp_html_text(html, row->reason);
        rp_html_words(html, "</li>\n");
    }
    rp_html_words(html, "</ul>\n");
}
