/* SPDX-License-Identifier: Apache-2.0 */
#include "text/source.h"

#include <string.h>

#include "base/ascii.h"
#include "base/str.h"
#include "base/try.h"
#include "base/utf8.h"

/* Moves the mark by one character; of a character that `end` cuts through, each byte counts. */
static void source_step(struct rampart_str text, uint32_t end, struct rp_source_mark *mark)
{
    char c = text.data[mark->offset];
    mark->offset += (uint32_t)rp_utf8_step((struct rampart_str){text.data, end}, mark->offset);
    mark->characters++;
    mark->column++;
    bool pair = c == '\r' && mark->offset < text.len && text.data[mark->offset] == '\n';
    if (c != '\n' && (c != '\r' || pair)) return;
    mark->line++;
    mark->line_start = mark->offset;
    mark->column = 0;
}

/* As source_is_plain(), of less than a block. */
static bool source_few_are_plain(const char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if ((unsigned char)bytes[i] >= 0x80 || bytes[i] == '\r') return false;
    return true;
}

/* -1 for each byte of a block that is ASCII and no return. As signed numbers the bytes beyond ASCII are negative. */
static rp_ascii_block source_plain_of(const char *bytes)
{
    rp_ascii_block block;
    memcpy(&block, bytes, sizeof block);
    return (block >= 0) & (block != '\r');
}

/*
 * True when each byte is a character and only "\n" ends a line. The last block begins in the one before it: to see a
 * byte twice does no harm.
 */
static bool source_is_plain(struct rampart_str text, uint32_t from, uint32_t until)
{
    const char *bytes = text.data + from;
    const size_t count = until - from;
    if (count < RP_ASCII_BLOCK) return source_few_are_plain(bytes, count);
    const char *last = bytes + count - RP_ASCII_BLOCK;
    rp_ascii_block good = source_plain_of(last);
    for (; bytes < last; bytes += RP_ASCII_BLOCK) good &= source_plain_of(bytes);
    return rp_ascii_all(good);
}

/* Moves the mark to `until`, over plain bytes without a line end. */
static void source_pass_over(uint32_t until, struct rp_source_mark *mark)
{
    mark->characters += until - mark->offset;
    mark->column += until - mark->offset;
    mark->offset = until;
}

/* The bytes of a block that end a line, -1 each. */
static rp_ascii_block source_line_ends(const char *bytes)
{
    rp_ascii_block block;
    memcpy(&block, bytes, sizeof block);
    return (rp_ascii_block)(block == '\n');
}

/* The sum of the bytes of a block, each at most 127. */
static uint32_t source_sum(rp_ascii_block block)
{
    const uint64_t even = UINT64_C(0x00FF00FF00FF00FF);
    uint64_t halves[2];
    memcpy(halves, &block, sizeof halves);
    const uint64_t bytes = halves[0] + halves[1], pairs = (bytes & even) + (bytes >> 8 & even);
    return (uint32_t)(pairs * UINT64_C(0x0001000100010001) >> 48);
}

/* Counts the line ends of some bytes. A place of a block counts as many blocks as a byte holds before they are added up. */
static uint32_t source_count_lines(const char *bytes, size_t count)
{
    enum { MOST_BLOCKS = 127 };
    uint32_t lines = 0;
    size_t i = 0;
    while (count - i >= RP_ASCII_BLOCK) {
        rp_ascii_block ends = {0};
        for (size_t blocks = 0; blocks < MOST_BLOCKS && count - i >= RP_ASCII_BLOCK; blocks++, i += RP_ASCII_BLOCK)
            ends -= source_line_ends(bytes + i);
        lines += source_sum(ends);
    }
    for (; i < count; i++) lines += bytes[i] == '\n';
    return lines;
}

/* The start of the line that `until` is in; a line ends between `from` and it. */
static uint32_t source_line_start(struct rampart_str text, uint32_t from, uint32_t until)
{
    while (until - from >= RP_ASCII_BLOCK && !rp_ascii_any(source_line_ends(text.data + until - RP_ASCII_BLOCK)))
        until -= RP_ASCII_BLOCK;
    while (text.data[until - 1] != '\n') until--;
    return until;
}

/* Moves the mark to `until`, over plain bytes with line ends. */
static void source_advance_plain(struct rampart_str text, uint32_t until, struct rp_source_mark *mark)
{
    const uint32_t from = mark->offset, lines = source_count_lines(text.data + from, until - from);
    source_pass_over(until, mark);
    if (lines == 0) return;
    mark->line += lines;
    mark->line_start = source_line_start(text, from, until);
    mark->column = until - mark->line_start;
}

/*
 * Moves the mark to the first character at or after `until`; `end` as above, not before `until`. `plain`: the bytes
 * between are known to be plain. Returns whether they are.
 */
static bool source_advance(struct rampart_str text, uint32_t end, uint32_t until, bool plain,
                           struct rp_source_mark *mark)
{
    if (plain || source_is_plain(text, mark->offset, until)) {
        source_advance_plain(text, until, mark);
        return true;
    }
    while (mark->offset < until) source_step(text, end, mark);
    return false;
}

/* Without marks every place of a document would cost the whole text before it. */
static enum rampart_status source_make_marks(struct rp_source *source, struct rp_arena *arena)
{
    size_t most = source->text.len / RP_SOURCE_MARK_DISTANCE + 1;
    struct rp_source_mark *marks = RP_NEW_ARRAY(arena, struct rp_source_mark, most), mark = {0};
    RP_TRY_MEMORY(marks != NULL);
    source->plain = true;
    while (mark.offset < source->text.len) {
        marks[source->mark_count++] = mark;
        size_t until = source->mark_count * RP_SOURCE_MARK_DISTANCE, end = source->text.len;
        if (until > end) until = end;
        bool plain = source_advance(source->text, (uint32_t)end, (uint32_t)until, false, &mark);
        source->plain = source->plain && plain;
    }
    source->marks = marks;
    source->line_count = mark.line + 1;
    return RAMPART_OK;
}

enum rampart_status rp_source_init(struct rp_source *source, struct rp_arena *arena, struct rampart_str name,
                                   struct rampart_str text)
{
    if (text.len >= UINT32_MAX) return RAMPART_LIMIT;
    struct rp_source made = {0};
    RP_TRY_MEMORY(rp_arena_copy(arena, name, &made.name));
    RP_TRY_MEMORY(rp_arena_copy(arena, text, &made.text));
    RP_TRY(source_make_marks(&made, arena));
    *source = made;
    return RAMPART_OK;
}

/* True when the bytes from this mark to the next lie within one line: their text need not be looked at then. */
static bool source_ends_no_line(const struct rp_source *source, size_t i)
{
    size_t last = i + 1 < source->mark_count ? source->marks[i + 1].line : source->line_count - 1;
    return source->marks[i].line == last;
}

/* The number of the first mark at or behind the offset, or of the one before: marks are not quite evenly spaced. */
static size_t source_near_mark(const struct rp_source *source, uint32_t offset)
{
    size_t i = offset / RP_SOURCE_MARK_DISTANCE;
    return i < source->mark_count ? i : source->mark_count - 1;
}

void rp_source_prefetch(const struct rp_source *source, uint32_t offset)
{
    if (source->mark_count > 0) rp_prefetch(&source->marks[source_near_mark(source, offset)]);
}

/* There may be line ends behind the mark. A function of its own keeps its many registers out of the usual way. */
__attribute__((noinline)) static struct rp_source_mark
source_count_from(const struct rp_source_mark *mark, const struct rp_source *source, uint32_t offset)
{
    struct rp_source_mark counted = *mark;
    (void)source_advance(source->text, offset, offset, source->plain, &counted);
    return counted;
}

static struct rp_source_mark source_mark_of(const struct rp_source *source, uint32_t offset)
{
    if (source->mark_count == 0) return (struct rp_source_mark){0};
    size_t i = source_near_mark(source, offset);
    if (i > 0 && source->marks[i].offset > offset) i--;
    if (!source->plain || !source_ends_no_line(source, i))
        return source_count_from(&source->marks[i], source, offset);
    struct rp_source_mark mark = source->marks[i];
    source_pass_over(offset, &mark);
    return mark;
}

struct rp_position rp_source_position(const struct rp_source *source, uint32_t offset)
{
    if (offset > source->text.len) offset = (uint32_t)source->text.len;
    struct rp_source_mark mark = source_mark_of(source, offset);
    return (struct rp_position){mark.line + 1, mark.column + 1};
}

struct rp_extent rp_source_extent(const struct rp_source *source, struct rp_span span)
{
    const uint32_t len = (uint32_t)source->text.len, start = span.start < len ? span.start : len;
    const uint32_t end = span.end < len ? span.end : len;
    const struct rp_source_mark mark = source_mark_of(source, start);
    const struct rp_position first = {mark.line + 1, mark.column + 1};
    if (!source->plain || end < start || memchr(source->text.data + start, '\n', end - start) != NULL)
        return (struct rp_extent){first, rp_source_position(source, end), mark.line_start};
    return (struct rp_extent){first, {first.line, first.column + end - start}, mark.line_start};
}

/* ---- a string of another text ---- */

enum { INSIDE_DISTANCE = 256, UNICODE_ESCAPE = 6, PAIR = 12 };

static unsigned source_hex_digit(char c)
{
    return rp_is_digit(c) ? (unsigned)(c - '0') : (unsigned)(rp_lower(c) - 'a') + 10;
}

/* Moves past "\uXXXX", or past the pair of them that begins there. */
static void source_inside_escape(struct rampart_str text, struct rp_inside_mark *mark)
{
    unsigned unit = 0;
    for (uint32_t i = 2; i < UNICODE_ESCAPE; i++)
        unit = unit << 4 | source_hex_digit(text.data[mark->outer + i]);
    bool pair = unit >= 0xD800 && unit < 0xE000;
    mark->inner += pair ? 4 : unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
    mark->outer += pair ? PAIR : UNICODE_ESCAPE;
}

/* Moves to the next character. */
static void source_inside_step(struct rampart_str text, struct rp_inside_mark *mark)
{
    if (text.data[mark->outer] != '\\') {
        uint32_t width = (uint32_t)rp_utf8_step(text, mark->outer);
        mark->inner += width;
        mark->outer += width;
    } else if (text.data[mark->outer + 1] == 'u') {
        source_inside_escape(text, mark);
    } else {
        mark->inner++;
        mark->outer += 2;
    }
}

enum rampart_status rp_inside_json(struct rp_inside *inside, struct rp_arena *arena,
                                   const struct rp_source *outer, struct rp_span span)
{
    size_t most = (span.end - span.start) / INSIDE_DISTANCE + 2;
    struct rp_inside_mark *marks = RP_NEW_ARRAY(arena, struct rp_inside_mark, most);
    RP_TRY_MEMORY(marks != NULL);
    struct rp_inside_mark mark = {0, span.start + 1};
    size_t count = 0;
    while (mark.outer < span.end - 1) {
        if (mark.inner >= count * INSIDE_DISTANCE) marks[count++] = mark;
        source_inside_step(outer->text, &mark);
    }
    *inside = (struct rp_inside){outer, span, marks, count};
    return RAMPART_OK;
}

/* The outer offset of the character that holds this byte of the inner text; at its end, the end of the string. */
static uint32_t source_inside_place(const struct rp_inside *inside, uint32_t offset)
{
    size_t low = 0, high = inside->mark_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        *(inside->marks[middle].inner <= offset ? &low : &high) = middle;
    }
    if (inside->mark_count == 0) return inside->span.end - 1;
    struct rp_inside_mark mark = inside->marks[low];
    while (mark.outer < inside->span.end - 1) {
        struct rp_inside_mark next = mark;
        source_inside_step(inside->outer->text, &next);
        if (next.inner > offset) return mark.outer;
        mark = next;
    }
    return inside->span.end - 1;
}

struct rp_span rp_inside_span(const struct rp_inside *inside, struct rp_span inner)
{
    if (inside->marks == NULL) return inside->span;
    return (struct rp_span){source_inside_place(inside, inner.start), source_inside_place(inside, inner.end)};
}

/* ---- what a diagnostic shows ---- */

/* A long line is cut to SNIPPET_LONGEST characters, of which SNIPPET_BEFORE stand before the place. */
enum { SNIPPET_LONGEST = 120, SNIPPET_BEFORE = 50 };

/*
 * UTF-8 of characters that move, hide or reorder the text around them: U+0080 to U+009F, U+200B to U+200F,
 * U+2028 to U+202E, U+2060 to U+206F, U+FEFF.
 */
static bool source_is_invisible(const unsigned char *bytes, size_t width)
{
    if (width == 1) return bytes[0] < 0x20 || bytes[0] == 0x7F;
    if (width == 2) return bytes[0] == 0xC2 && bytes[1] < 0xA0;
    if (width != 3) return false;
    if (bytes[0] == 0xEF) return bytes[1] == 0xBB && bytes[2] == 0xBF;
    if (bytes[0] != 0xE2) return false;
    if (bytes[1] == 0x81) return bytes[2] >= 0xA0 && bytes[2] <= 0xAF;
    return bytes[1] == 0x80 &&
           ((bytes[2] >= 0x8B && bytes[2] <= 0x8F) || (bytes[2] >= 0xA8 && bytes[2] <= 0xAE));
}

static size_t source_make_printable(char *text, size_t len)
{
    size_t to = rp_utf8_plain((struct rampart_str){text, len});
    for (size_t at = to; at < len;) {
        size_t width = rp_utf8_width((struct rampart_str){text + at, len - at});
        size_t taken = width == 0 ? 1 : width;
        if (text[at] == '\t') {
            text[to++] = ' ';
        } else if (width == 0 || source_is_invisible((const unsigned char *)text + at, width)) {
            text[to++] = '?';
        } else {
            memmove(text + to, text + at, taken);
            to += taken;
        }
        at += taken;
    }
    return to;
}

bool rp_printable_copy(struct rp_arena *arena, struct rampart_str text, struct rampart_str *ret_copy)
{
    char *copy = RP_NEW_ARRAY(arena, char, text.len + 1);
    if (copy == NULL) return false;
    if (text.len > 0) memcpy(copy, text.data, text.len);
    *ret_copy = (struct rampart_str){copy, source_make_printable(copy, text.len)};
    return true;
}

static size_t source_step_back(struct rampart_str text, size_t at)
{
    size_t start = at - 1;
    while (start > 0 && at - start < 4 && ((unsigned char)text.data[start] & 0xC0) == 0x80) start--;
    return start;
}

/* The offset `count` characters after `at`, or the end. */
static size_t source_steps_on(struct rampart_str text, size_t at, size_t count)
{
    const size_t plain = rp_utf8_plain(rp_str_part(text, at, count));
    at += plain;
    for (count -= plain; count > 0 && at < text.len; count--) at += rp_utf8_step(text, at);
    return at;
}

/* The start of the part of a line that is shown. It never looks at more of the line than is shown. */
static size_t source_window_start(struct rampart_str line, size_t place)
{
    if (source_steps_on(line, 0, SNIPPET_LONGEST) == line.len) return 0;
    size_t start = place;
    for (size_t i = 0; i < SNIPPET_BEFORE && start > 0; i++) start = source_step_back(line, start);
    return start;
}

/* The line that begins there, without its end. */
static struct rampart_str source_line_at(const struct rp_source *source, uint32_t start)
{
    const struct rampart_str rest = rp_str_from(source->text, start);
    struct rampart_str line = rp_str_part(rest, 0, rp_str_find(rest, '\n'));
    if (!source->plain) line = rp_str_part(line, 0, rp_str_find(line, '\r')); /* ends a line as well */
    return line;
}

bool rp_snippet_make(const struct rp_source *source, struct rp_span span, uint32_t line_start, struct rp_arena *arena,
                     struct rp_snippet *ret_snippet)
{
    const struct rampart_str line = source_line_at(source, line_start);
    size_t place = span.start - line_start < line.len ? span.start - line_start : line.len;
    size_t place_end = span.end - line_start < line.len ? span.end - line_start : line.len;
    if (place_end < place) place_end = place;
    size_t start = source_window_start(line, place);
    size_t end = source_steps_on(line, start, SNIPPET_LONGEST);
    if (place_end > end) place_end = end;

    struct rp_snippet made;
    if (!rp_printable_copy(arena, rp_str_part(line, start, end - start), &made.text)) return false;
    made.column = (unsigned)rp_utf8_count(rp_str_part(line, start, place - start)) + 1;
    made.width = (unsigned)rp_utf8_count(rp_str_part(line, place, place_end - place));
    if (made.width == 0) made.width = 1;
    *ret_snippet = made;
    return true;
}
