/* SPDX-License-Identifier: Apache-2.0 */
#include "report/wrap.h"

#include <string.h>

#include "base/str.h"
#include "base/utf8.h"

enum { FURTHER_IN = 4 };

/* One character, or one change of colour, which fills no column. */
static size_t wrap_step(struct rampart_str line, size_t at, size_t *ret_cells)
{
    size_t step = rp_utf8_step(line, at);
    *ret_cells = rp_utf8_cells(rp_utf8_decode(rp_str_from(line, at)));
    if (line.data[at] != '\x1b') return step;
    *ret_cells = 0;
    while (at + step < line.len && line.data[at + step] != 'm') step++;
    return at + step < line.len ? step + 1 : step;
}

static size_t wrap_blanks(struct rampart_str line, size_t at)
{
    size_t count = 0;
    while (at + count < line.len && line.data[at + count] == ' ') count++;
    return count;
}

/* `   12 | …` and the line below it, which is blank up to the bar. */
static bool wrap_is_source(struct rampart_str line)
{
    const size_t blanks = wrap_blanks(line, 0);
    size_t at = blanks;
    while (at < line.len && line.data[at] >= '0' && line.data[at] <= '9') at++;
    at += wrap_blanks(line, at) == 1;
    return blanks > 0 && at < line.len && line.data[at] == '|';
}

/* The column in which a continuation begins: behind the last gap of two blanks that is not far to the right. */
static size_t wrap_indent(struct rampart_str line, size_t columns)
{
    const size_t before = wrap_blanks(line, 0), far = columns / 5 * 3;
    size_t behind = 0;
    for (size_t at = before, column = before; at < line.len && column < far;) {
        const size_t blanks = wrap_blanks(line, at);
        if (blanks >= 2 && at + blanks < line.len && column + blanks <= far) behind = column + blanks;
        size_t cells;
        at += wrap_step(line, at, &cells);
        column += cells;
    }
    if (behind > 0) return behind;
    if (before + FURTHER_IN <= columns / 2) return before + FURTHER_IN;
    return before < columns / 2 ? before : columns / 2;
}

/* The end of the word at `at`, and the columns that it fills. The code of a diagnostic, `[RAM301 its-name]`, is one word. */
static size_t wrap_word(struct rampart_str line, size_t at, size_t *ret_cells)
{
    const bool code = at < line.len && line.data[at] == '[' && line.data[line.len - 1] == ']';
    *ret_cells = 0;
    while (at < line.len && (code || line.data[at] != ' ')) {
        size_t cells;
        at += wrap_step(line, at, &cells);
        *ret_cells += cells;
    }
    return at;
}

/*
 * JSON may be broken behind a comma between two values, and where a map or list begins. Within a string the next quote would
 * have a backslash before it.
 */
static bool wrap_is_between_values(struct rampart_str line, size_t at)
{
    if (at == 0 || at + 1 >= line.len) return false;
    const char before = line.data[at - 1], here = line.data[at], next = line.data[at + 1];
    if (here == '{' || here == '[') return before == ':' && next == '"';
    return here == ',' && (before == '"' || before == '}' || before == ']') &&
           (next == '"' || next == '{' || next == '[');
}

/* The end of what of a word fits `room`: JSON goes on behind such a comma, and any other word is whole. */
static size_t wrap_piece(struct rampart_str line, size_t at, size_t end, size_t room, size_t *ret_cells)
{
    size_t taken = end, taken_cells = 0, cells = 0;
    for (size_t i = at; i < end;) {
        size_t step_cells;
        const bool between = wrap_is_between_values(line, i);
        i += wrap_step(line, i, &step_cells);
        cells += step_cells;
        if (taken < end && cells > room) break;
        if (!between) continue;
        taken = i;
        taken_cells = cells;
    }
    *ret_cells = cells;
    if (cells <= room || taken == end) return end;
    *ret_cells = taken_cells;
    return taken;
}

static void wrap_pad(struct rp_buf *out, size_t count)
{
    for (size_t i = 0; i < count; i++) rp_buf_add_byte(out, ' ');
}

/* Where a word that goes on stands: further to the left when that lets it fit. */
static size_t wrap_place(struct rampart_str line, size_t indent, size_t cells, size_t columns)
{
    const size_t usual = wrap_blanks(line, 0) + FURTHER_IN, least = usual < indent ? usual : indent;
    if (indent + cells <= columns) return indent;
    return least + cells > columns && cells <= columns ? columns - cells : least;
}

static void wrap_line(struct rp_buf *out, struct rampart_str line, size_t columns)
{
    const size_t indent = wrap_indent(line, columns);
    size_t column = 0, word = 0; /* the word ends there */
    bool fresh = true;           /* nothing but blanks stands in this line */
    for (size_t at = 0; at < line.len;) {
        const size_t blanks = wrap_blanks(line, at);
        size_t cells = 0, end = word;
        const bool more = at < word; /* of a word that was begun */
        if (!more) end = word = wrap_word(line, at + blanks, &cells);
        if (more || indent + cells > columns)
            end = wrap_piece(line, at + blanks, word, columns - indent, &cells);
        if (!fresh && end > at + blanks && column + blanks + cells > columns) {
            rp_buf_add_byte(out, '\n');
            column = wrap_place(line, indent, cells, columns);
            wrap_pad(out, column);
        } else {
            wrap_pad(out, blanks);
            column += blanks;
        }
        rp_buf_add(out, rp_str_part(line, at + blanks, end - at - blanks));
        column += cells;
        fresh = false;
        at = end;
    }
}

static void wrap_all(struct rp_buf *out, struct rampart_str text, size_t columns)
{
    while (text.len > 0) {
        const char *newline = memchr(text.data, '\n', text.len);
        const size_t end = newline == NULL ? text.len : (size_t)(newline - text.data);
        const struct rampart_str line = rp_str_part(text, 0, end);
        if (end <= columns || wrap_is_source(line))
            rp_buf_add(out, line);
        else
            wrap_line(out, line, columns);
        if (newline != NULL) rp_buf_add_byte(out, '\n');
        text = rp_str_from(text, newline == NULL ? end : end + 1);
    }
}

void rp_wrap(struct rp_buf *text, size_t columns)
{
    struct rp_buf wrapped;
    if (text->failed != RAMPART_OK) return;
    rp_buf_init(&wrapped, &text->allocator, text->cap);
    wrap_all(&wrapped, rp_buf_text(text), columns);
    rp_buf_free(text);
    *text = wrapped;
}
