/* SPDX-License-Identifier: Apache-2.0 */
#include "text/source.h"

#include <string.h>

#include "base/str.h"
#include "base/try.h"
#include "base/utf8.h"

/* One character on; of one that `end` cuts through, each byte counts. */
static void step(struct rampart_str text, uint32_t end, struct rp_source_mark *mark)
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

/* Whether the bytes up to `until` are characters whose only line ends are "\n". Without a branch: many at once. */
static bool is_plain(struct rampart_str text, uint32_t from, uint32_t until)
{
    unsigned char high = 0, returns = 0;
    for (uint32_t i = from; i < until; i++) {
        unsigned char c = (unsigned char)text.data[i];
        high = (unsigned char)(high | c);
        returns = (unsigned char)(returns | (c == '\r'));
    }
    return high < 0x80 && returns == 0;
}

/* Takes the mark to `until`; what lies between is plain and has no line end. */
static void pass_over(uint32_t until, struct rp_source_mark *mark)
{
    mark->characters += until - mark->offset;
    mark->column += until - mark->offset;
    mark->offset = until;
}

/* The same, where there may be line ends. */
static void advance_plain(struct rampart_str text, uint32_t until, struct rp_source_mark *mark)
{
    const char *end = text.data + until, *from = text.data + mark->offset, *newline = NULL;
    pass_over(until, mark);
    while (from < end && (newline = memchr(from, '\n', (size_t)(end - from))) != NULL) {
        from = newline + 1;
        mark->line++;
        mark->line_start = (uint32_t)(from - text.data);
        mark->column = until - mark->line_start;
    }
}

/*
 * Takes the mark to the first character at or after `until`; `end` as above, not before `until`. `plain`: what lies
 * between is known to be plain. Returns whether it is.
 */
static bool advance(struct rampart_str text, uint32_t end, uint32_t until, bool plain,
                    struct rp_source_mark *mark)
{
    if (plain || is_plain(text, mark->offset, until)) {
        advance_plain(text, until, mark);
        return true;
    }
    while (mark->offset < until) step(text, end, mark);
    return false;
}

/* Without the marks every place of a document would cost the whole text before it. */
static enum rampart_status make_marks(struct rp_source *source, struct rp_arena *arena)
{
    size_t most = source->text.len / RP_SOURCE_MARK_DISTANCE + 1;
    struct rp_source_mark *marks = RP_NEW_ARRAY(arena, struct rp_source_mark, most), mark = {0};
    RP_TRY_MEMORY(marks != NULL);
    source->plain = true;
    while (mark.offset < source->text.len) {
        marks[source->mark_count++] = mark;
        size_t until = source->mark_count * RP_SOURCE_MARK_DISTANCE, end = source->text.len;
        if (until > end) until = end;
        bool plain = advance(source->text, (uint32_t)end, (uint32_t)until, false, &mark);
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
    RP_TRY(make_marks(&made, arena));
    *source = made;
    return RAMPART_OK;
}

/* Whether the whole stretch behind the mark lies within one line: then nobody has to look at its text. */
static bool ends_no_line(const struct rp_source *source, size_t i)
{
    size_t last = i + 1 < source->mark_count ? source->marks[i + 1].line : source->line_count - 1;
    return source->marks[i].line == last;
}

/* The number of the first mark at or behind the offset, or one before: marks stand nearly as far apart as they should. */
static size_t near_mark(const struct rp_source *source, uint32_t offset)
{
    size_t i = offset / RP_SOURCE_MARK_DISTANCE;
    return i < source->mark_count ? i : source->mark_count - 1;
}

void rp_source_fetch(const struct rp_source *source, uint32_t offset)
{
    if (source->mark_count > 0) rp_fetch(&source->marks[near_mark(source, offset)]);
}

/* Where there may be line ends behind the mark. By itself, it leaves the usual way without its many registers. */
__attribute__((noinline)) static struct rp_source_mark
count_from(const struct rp_source_mark *mark, const struct rp_source *source, uint32_t offset)
{
    struct rp_source_mark counted = *mark;
    (void)advance(source->text, offset, offset, source->plain, &counted);
    return counted;
}

static struct rp_source_mark mark_of(const struct rp_source *source, uint32_t offset)
{
    if (source->mark_count == 0) return (struct rp_source_mark){0};
    size_t i = near_mark(source, offset);
    if (i > 0 && source->marks[i].offset > offset) i--;
    if (!source->plain || !ends_no_line(source, i)) return count_from(&source->marks[i], source, offset);
    struct rp_source_mark mark = source->marks[i];
    pass_over(offset, &mark);
    return mark;
}

struct rp_position rp_source_position(const struct rp_source *source, uint32_t offset)
{
    if (offset > source->text.len) offset = (uint32_t)source->text.len;
    struct rp_source_mark mark = mark_of(source, offset);
    return (struct rp_position){mark.line + 1, mark.column + 1};
}

uint32_t rp_source_line_start(const struct rp_source *source, uint32_t offset)
{
    if (offset > source->text.len) offset = (uint32_t)source->text.len;
    return mark_of(source, offset).line_start;
}

/* Where a line begins, counting from 0; the text's length when there is none. */
static uint32_t start_of(const struct rp_source *source, size_t line)
{
    size_t low = 0, high = source->mark_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (source->marks[middle].line < line)
            low = middle;
        else
            high = middle;
    }
    struct rp_source_mark mark = source->marks[low];
    size_t until = high < source->mark_count ? source->marks[high].offset : source->text.len;
    while (mark.line < line && mark.offset < until) step(source->text, (uint32_t)source->text.len, &mark);
    return mark.line < line ? (uint32_t)source->text.len : mark.line_start;
}

struct rampart_str rp_source_line(const struct rp_source *source, unsigned line)
{
    if (line == 0 || line > source->line_count || source->mark_count == 0)
        return (struct rampart_str){NULL, 0};
    size_t start = start_of(source, line - 1), end = start_of(source, line);
    while (end > start && (source->text.data[end - 1] == '\n' || source->text.data[end - 1] == '\r')) end--;
    return rp_str_part(source->text, start, end - start);
}
