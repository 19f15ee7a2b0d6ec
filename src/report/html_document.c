/* SPDX-License-Identifier: Apache-2.0 */
#include "report/html_document.h"

#include <stdlib.h>

#include "base/str.h"
#include "base/utf8.h"

enum {
    MOST_WHOLE_LINES = 500, /* of a document that is shown whole */
    LINES_AROUND = 6,       /* of a longer one, before and behind a mark */
    MOST_LINE_BYTES = 400   /* of a line: a plan is one line, and holds more than policies */
};

static int html_document_by_place(const void *a, const void *b)
{
    const struct rp_html_mark *x = a, *y = b;
    const int names = rp_str_compare(x->file, y->file);
    if (names != 0) return names;
    if (x->line != y->line) return x->line < y->line ? -1 : 1;
    return x->column < y->column ? -1 : x->column > y->column;
}

/* ---- a line ---- */

/* The part of a long line that is shown: around the column of its mark. */
static struct rampart_str html_document_part(struct rampart_str line, unsigned column, bool *ret_before)
{
    size_t at = 0;
    *ret_before = false;
    if (line.len <= MOST_LINE_BYTES) return line;
    for (unsigned i = 1; i < column && at < line.len; i++) at += rp_utf8_step(line, at);
    size_t start = at > MOST_LINE_BYTES / 4 ? at - MOST_LINE_BYTES / 4 : 0;
    while (start > 0 && ((unsigned char)line.data[start] & 0xC0) == 0x80) start--;
    size_t end = start + MOST_LINE_BYTES < line.len ? start + MOST_LINE_BYTES : line.len;
    while (end < line.len && ((unsigned char)line.data[end] & 0xC0) == 0x80) end++;
    *ret_before = start > 0;
    return rp_str_part(line, start, end - start);
}

static void html_document_line(struct rp_html *html, unsigned number, struct rampart_str line,
                               const struct rp_html_mark *mark)
{
    bool before = false;
    const struct rampart_str part = html_document_part(line, mark == NULL ? 1 : mark->column, &before);
    rp_html_words(html, "<span class=\"row");
    if (mark != NULL) {
        rp_html_words(html, " mark\" id=\"");
        rp_html_line_id(html, mark->file, number);
    }
    rp_buf_printf(html->out, "\"><span class=\"number\">%u</span>%s", number, before ? "…" : "");
    rp_html_text(html, part);
    rp_html_words(html, part.data + part.len < line.data + line.len ? "…</span>\n" : "</span>\n");
}

static void html_document_left_out(struct rp_html *html, size_t lines)
{
    if (lines > 0) rp_buf_printf(html->out, "<span class=\"row soft\">… %zu lines …</span>\n", lines);
}

/* ---- a document ---- */

/* The next line of what is left, without its end. */
static struct rampart_str html_document_next(struct rampart_str *rest)
{
    struct rampart_str line = rp_str_part(*rest, 0, rp_str_find(*rest, '\n'));
    *rest = rp_str_from(*rest, line.len + 1);
    if (line.len > 0 && line.data[line.len - 1] == '\r') line.len--;
    return line;
}

/* The marks are those of the document, by their lines; those beyond its end, as of a file that has changed, get a line. */
static void html_document_text(struct rp_html *html, struct rampart_str text, const struct rp_html_mark *marks,
                               size_t count)
{
    const bool whole = rp_str_count(text, '\n') <= MOST_WHOLE_LINES;
    unsigned number = 0, last = 0;
    size_t left_out = 0, i = 0;
    while (text.len > 0) {
        const struct rampart_str line = html_document_next(&text);
        number++;
        const struct rp_html_mark *mark = i < count && marks[i].line == number ? &marks[i] : NULL;
        while (i < count && marks[i].line <= number) last = marks[i++].line;
        const bool near = (i < count && marks[i].line <= number + LINES_AROUND) || (last > 0 && number <= last + LINES_AROUND);
        if (!whole && !near) {
            left_out++;
            continue;
        }
        html_document_left_out(html, left_out);
        left_out = 0;
        html_document_line(html, number, line, mark);
    }
    html_document_left_out(html, left_out);
    for (; i < count; i++)
        if (i == 0 || marks[i].line != marks[i - 1].line)
            html_document_line(html, marks[i].line, RP_STR("(the file has no such line any more)"), &marks[i]);
}

static void html_document_show(struct rp_html *html, const struct rp_html_mark *marks, size_t count)
{
    struct rampart_str text = RP_STR("");
    const bool read = html->texts.read(html->texts.context, marks[0].file, &text);
    rp_html_words(html, "<h3>");
    rp_html_code(html, marks[0].file);
    rp_html_words(html, "</h3>\n");
    if (!read) rp_html_words(html, "<p class=\"warn\">This file could not be read again.</p>\n");
    rp_html_open_text(html, marks[0].file);
    html_document_text(html, text, marks, count);
    rp_html_close_text(html);
}

void rp_html_documents(struct rp_html *html)
{
    if (html->count == 0) return;
    qsort(html->marks, html->count, sizeof *html->marks, html_document_by_place);
    rp_html_words(html, "<h2>Documents</h2>\n");
    for (size_t from = 0, end; from < html->count; from = end) {
        end = from + 1;
        while (end < html->count && rp_str_equal(html->marks[end].file, html->marks[from].file)) end++;
        html_document_show(html, &html->marks[from], end - from);
    }
}
