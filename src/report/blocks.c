/* SPDX-License-Identifier: Apache-2.0 */
#include "report/blocks.h"

#include "base/str.h"
#include "report/markdown.h"

enum { MOST_SHOWN = 1200, SHOWN_OF_MORE = 300 }; /* bytes of a value in a page; of a longer one the rest is folded away */

static bool blocks_is_text(const struct rp_blocks *blocks)
{
    return blocks->html == NULL && !blocks->markdown;
}

void rp_blocks_text(struct rp_blocks *blocks, struct rp_print *print)
{
    *blocks = (struct rp_blocks){.print = print};
    rp_printed_start(&blocks->piece, print);
}

void rp_blocks_markdown(struct rp_blocks *blocks, struct rp_print *print)
{
    rp_blocks_text(blocks, print);
    blocks->markdown = true;
}

void rp_blocks_html(struct rp_blocks *blocks, struct rp_print *print, struct rp_html *html)
{
    rp_blocks_text(blocks, print);
    blocks->html = html;
}

void rp_blocks_free(struct rp_blocks *blocks)
{
    rp_printed_free(&blocks->piece, blocks->print->out);
}

bool rp_blocks_cut(const struct rp_blocks *blocks)
{
    return blocks->html == NULL && !blocks->print->verbose;
}

/* ---- what was printed, as a part of the report ---- */

static void blocks_folded(struct rp_html *html, struct rampart_str text)
{
    size_t end = SHOWN_OF_MORE;
    while (end > 0 && ((unsigned char)text.data[end] & 0xC0) == 0x80) end--;
    rp_html_words(html, "<details><summary>");
    rp_html_code(html, rp_str_part(text, 0, end));
    rp_html_words(html, " …</summary>");
    rp_html_code(html, text);
    rp_html_words(html, "</details>");
}

/* Where the next piece is printed. */
static struct rp_print *blocks_next(struct rp_blocks *blocks)
{
    return blocks_is_text(blocks) ? blocks->print : &blocks->piece.print;
}

/* Values stand as they would be written in a document, the words of heads do not. */
static void blocks_put(struct rp_blocks *blocks)
{
    const struct rampart_str text = rp_buf_text(&blocks->piece.text);
    struct rp_buf *out = blocks->print->out;
    if (text.len > 0 && blocks->markdown)
        blocks->row ? rp_markdown_code(out, text) : rp_markdown_text(out, text);
    else if (text.len > 0 && blocks->row)
        text.len > MOST_SHOWN ? blocks_folded(blocks->html, text) : rp_html_code(blocks->html, text);
    else if (text.len > 0)
        rp_html_text(blocks->html, text);
    if (out->failed == RAMPART_OK) out->failed = blocks->piece.text.failed;
    blocks->piece.text.len = 0;
}

struct rp_print *rp_block_place(struct rp_blocks *blocks, struct rampart_place place)
{
    struct rp_print *next = blocks_next(blocks);
    if (place.line > 0 && blocks->html != NULL) {
        blocks_put(blocks);
        rp_html_words(blocks->html, ", ");
        if (place.address.len > 0) {
            rp_html_code(blocks->html, place.address);
            rp_html_words(blocks->html, " in ");
        }
        rp_html_place(blocks->html, place.file, place.line, place.column, place.address.len == 0);
    } else if (place.line > 0 && blocks->markdown) {
        blocks_put(blocks);
        rp_buf_add(blocks->print->out, RP_STR(", "));
        if (place.address.len > 0) {
            rp_markdown_code(blocks->print->out, place.address);
            rp_buf_add(blocks->print->out, RP_STR(" in "));
        }
        rp_markdown_code(blocks->print->out, place.file);
        rp_buf_printf(blocks->print->out, " line %u", place.line);
    } else {
        rp_print_at(next, place);
    }
    return next;
}

/* ---- the head ---- */

static const char *blocks_tone(enum rp_paint paint)
{
    switch (paint) {
    case RP_PAINT_RED: return "bad";
    case RP_PAINT_GREEN: return "good";
    case RP_PAINT_YELLOW: return "warn";
    default: return "soft";
    }
}

struct rp_print *rp_block(struct rp_blocks *blocks, enum rp_paint paint, const char *word)
{
    blocks->row = blocks->rows = blocks->part = false;
    if (blocks->html != NULL) {
        const char *tone = blocks_tone(paint);
        rp_buf_printf(blocks->html->out, "<li class=\"%s\"><p><span class=\"tag %s\">%s</span> ", tone, tone, word);
    } else if (blocks->markdown) {
        rp_buf_printf(blocks->print->out, "- **%s** ", word);
    } else {
        rp_print_painted(blocks->print, paint, word);
        rp_print_words(blocks->print, "  ");
    }
    return blocks_next(blocks);
}

void rp_block_end_head(struct rp_blocks *blocks)
{
    if (blocks_is_text(blocks)) {
        rp_print_words(blocks->print, "\n");
        return;
    }
    blocks_put(blocks);
    if (blocks->html != NULL) rp_html_words(blocks->html, "</p>\n");
}

/* In Markdown: of the paragraph of the item, or the first of another one. */
static void blocks_next_line(struct rp_blocks *blocks)
{
    rp_print_words(blocks->print, blocks->part ? "\n\n  " : "\\\n  ");
    blocks->part = false;
}

void rp_block_note(struct rp_blocks *blocks, struct rampart_str note)
{
    if (note.len == 0) return;
    if (blocks->html != NULL) {
        rp_html_words(blocks->html, "<p>");
        rp_html_text(blocks->html, note);
        rp_html_words(blocks->html, "</p>\n");
    } else if (blocks->markdown) {
        blocks_next_line(blocks);
        rp_markdown_text(blocks->print->out, note);
    } else {
        rp_print_words(blocks->print, "  ");
        rp_print_text(blocks->print, note);
        rp_print_words(blocks->print, "\n");
    }
}

/* ---- rows ---- */

static void blocks_open_html(struct rp_blocks *blocks, const char *label)
{
    if (!blocks->rows) rp_html_words(blocks->html, "<dl class=\"rows\">\n");
    if (label[0] != '\0') rp_buf_printf(blocks->html->out, "<dt>%s</dt>", label);
    rp_html_words(blocks->html, "<dd>");
}

static void blocks_open_markdown(struct rp_blocks *blocks, const char *label)
{
    blocks_next_line(blocks);
    if (label[0] != '\0') rp_buf_printf(blocks->print->out, "%s ", label);
}

struct rp_print *rp_block_row(struct rp_blocks *blocks, const char *label)
{
    blocks->row = true;
    if (blocks->html != NULL)
        blocks_open_html(blocks, label);
    else if (blocks->markdown)
        blocks_open_markdown(blocks, label);
    else
        rp_print_label(blocks->print, label);
    blocks->rows = true;
    return blocks_next(blocks);
}

void rp_block_end_row(struct rp_blocks *blocks)
{
    if (!blocks_is_text(blocks)) blocks_put(blocks);
    if (blocks->html != NULL) rp_html_words(blocks->html, "</dd>\n");
    if (blocks_is_text(blocks)) rp_print_words(blocks->print, "\n");
    blocks->row = false;
}

void rp_block_part(struct rp_blocks *blocks)
{
    if (blocks->html != NULL && blocks->rows)
        rp_html_words(blocks->html, "</dl>\n");
    else if (blocks->markdown)
        blocks->part = true;
    else if (blocks->html == NULL)
        rp_print_words(blocks->print, "\n");
    blocks->rows = false;
}

void rp_block_end(struct rp_blocks *blocks)
{
    if (blocks->html == NULL) {
        rp_print_words(blocks->print, "\n");
        return;
    }
    rp_html_words(blocks->html, blocks->rows ? "</dl>\n</li>\n" : "</li>\n");
    blocks->rows = false;
}
