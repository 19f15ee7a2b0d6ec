/* SPDX-License-Identifier: Apache-2.0 */
#include "lsp/lines.h"

#include "base/str.h"
#include "base/try.h"

/* The offset behind the next end of a line; text.len, and *ret_last, when there is none. `returns`: "\r" may end one. */
static size_t lines_next(struct rampart_str text, size_t at, bool returns, bool *ret_last)
{
    size_t end = at;
    if (returns)
        while (end < text.len && text.data[end] != '\n' && text.data[end] != '\r') end++;
    else
        end += rp_str_find(rp_str_from(text, at), '\n');
    *ret_last = end == text.len;
    if (*ret_last) return end;
    return end + (rp_str_starts(rp_str_from(text, end), RP_STR("\r\n")) ? 2 : 1);
}

static size_t lines_count(struct rampart_str text, bool returns)
{
    size_t count = 1;
    bool last = false;
    for (size_t at = lines_next(text, 0, returns, &last); !last; at = lines_next(text, at, returns, &last)) count++;
    return count;
}

/* ---- characters and units of UTF-16 ---- */

static bool lines_continues(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* What the character that begins with this byte counts; a byte that goes on with one counts nothing. */
static uint32_t lines_weight(char byte, bool units)
{
    if (lines_continues(byte)) return 0;
    return units && (unsigned char)byte >= 0xF0 ? 2 : 1;
}

static bool lines_is_ascii(struct rampart_str text)
{
    unsigned char all = 0;
    for (size_t i = 0; i < text.len; i++) all |= (unsigned char)text.data[i];
    return all < 0x80;
}

static enum rampart_status lines_mark(struct lsp_lines *lines, struct rp_arena *arena)
{
    lines->mark_count = lines->text.len / LSP_MARK_DISTANCE + 1;
    struct lsp_mark *marks = RP_NEW_ARRAY(arena, struct lsp_mark, lines->mark_count), mark = {0, 0};
    RP_TRY_MEMORY(marks != NULL);
    for (size_t at = 0; at < lines->text.len; at++) {
        if (at % LSP_MARK_DISTANCE == 0) marks[at / LSP_MARK_DISTANCE] = mark;
        mark.characters += lines_weight(lines->text.data[at], false);
        mark.units += lines_weight(lines->text.data[at], true);
    }
    if (lines->text.len % LSP_MARK_DISTANCE == 0) marks[lines->mark_count - 1] = mark;
    lines->marks = marks;
    return RAMPART_OK;
}

static uint32_t lines_marked(const struct lsp_lines *lines, size_t mark, bool units)
{
    return units ? lines->marks[mark].units : lines->marks[mark].characters;
}

/* The characters, or the units, before an offset. */
static size_t lines_before(const struct lsp_lines *lines, size_t offset, bool units)
{
    if (lines->marks == NULL) return offset;
    size_t at = offset / LSP_MARK_DISTANCE, count = lines_marked(lines, at, units);
    for (at *= LSP_MARK_DISTANCE; at < offset; at++) count += lines_weight(lines->text.data[at], units);
    return count;
}

/* The offset behind so many characters, or units, from `start` on; at most `end`. */
static size_t lines_seek(const struct lsp_lines *lines, size_t start, size_t end, size_t steps, bool units)
{
    if (lines->marks == NULL) return steps < end - start ? start + steps : end;
    const size_t target = lines_before(lines, start, units) + steps;
    size_t low = start / LSP_MARK_DISTANCE, high = lines->mark_count;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        *(lines_marked(lines, middle, units) <= target ? &low : &high) = middle;
    }
    size_t at = low * LSP_MARK_DISTANCE, count = lines_marked(lines, low, units);
    while (at < end && (count < target || lines_continues(lines->text.data[at]) || at < start))
        count += lines_weight(lines->text.data[at++], units);
    return at < end ? at : end;
}

/* ---- lines ---- */

enum rampart_status lsp_lines_find(struct lsp_lines *lines, struct rp_arena *arena, struct rampart_str text)
{
    const bool returns = rp_str_find(text, '\r') < text.len;
    const size_t count = lines_count(text, returns);
    uint32_t *starts = RP_NEW_ARRAY(arena, uint32_t, count);
    RP_TRY_MEMORY(starts != NULL);
    bool last = false;
    size_t at = 0;
    for (size_t i = 1; i < count; i++) starts[i] = (uint32_t)(at = lines_next(text, at, returns, &last));
    *lines = (struct lsp_lines){.text = text, .starts = starts, .count = count};
    return lines_is_ascii(text) ? RAMPART_OK : lines_mark(lines, arena);
}

/* The offset behind the last character of a line, before what ends it. */
static size_t lines_end(const struct lsp_lines *lines, size_t line)
{
    if (line + 1 == lines->count) return lines->text.len;
    size_t end = lines->starts[line + 1] - 1;
    if (end > lines->starts[line] && lines->text.data[end] == '\n' && lines->text.data[end - 1] == '\r') end--;
    return end;
}

size_t lsp_lines_offset(const struct lsp_lines *lines, struct lsp_place place)
{
    if (place.line >= lines->count) return lines->text.len;
    return lines_seek(lines, lines->starts[place.line], lines_end(lines, place.line), place.unit, true);
}

struct lsp_place lsp_lines_place(const struct lsp_lines *lines, size_t offset)
{
    size_t low = 0, high = lines->count;
    if (offset > lines->text.len) offset = lines->text.len;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        *(lines->starts[middle] <= offset ? &low : &high) = middle;
    }
    const size_t start = lines->starts[low], end = lines_end(lines, low);
    if (offset > end) offset = end;
    while (offset > start && offset < lines->text.len && lines_continues(lines->text.data[offset])) offset--;
    return (struct lsp_place){(unsigned)low, (unsigned)(lines_before(lines, offset, true) - lines_before(lines, start, true))};
}

struct lsp_range lsp_lines_range(const struct lsp_lines *lines, size_t start, size_t end)
{
    return (struct lsp_range){lsp_lines_place(lines, start), lsp_lines_place(lines, end)};
}

size_t lsp_lines_offset_of(const struct lsp_lines *lines, unsigned line, unsigned column)
{
    if (line == 0) return 0;
    if (line > lines->count) return lines->text.len;
    return lines_seek(lines, lines->starts[line - 1], lines_end(lines, line - 1), column > 0 ? column - 1 : 0, false);
}
