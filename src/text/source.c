/* SPDX-License-Identifier: Apache-2.0 */
#include "text/source.h"

#include "base/str.h"
#include "base/try.h"
#include "base/utf8.h"

enum { MARK_DISTANCE = 256 };

/* The offset of the line after the one that `at` stands in; text.len when there is none. */
static bool next_line(struct rampart_str text, size_t *at)
{
    while (*at < text.len && text.data[*at] != '\n' && text.data[*at] != '\r') (*at)++;
    if (*at == text.len) return false;
    bool pair = text.data[*at] == '\r' && *at + 1 < text.len && text.data[*at + 1] == '\n';
    *at += pair ? 2 : 1;
    return true;
}

static enum rampart_status index_lines(struct rp_source *source, struct rp_arena *arena)
{
    size_t count = 1;
    for (size_t at = 0; next_line(source->text, &at);) count++;
    source->line_starts = RP_NEW_ARRAY(arena, uint32_t, count);
    RP_TRY_MEMORY(source->line_starts != NULL);
    source->line_count = count;
    size_t line = 1;
    for (size_t at = 0; next_line(source->text, &at);) source->line_starts[line++] = (uint32_t)at;
    return RAMPART_OK;
}

/* Without the marks every column of a document in one long line would cost the whole line. */
static enum rampart_status mark_characters(struct rp_source *source, struct rp_arena *arena)
{
    size_t most = source->text.len / MARK_DISTANCE + 1;
    source->marks = RP_NEW_ARRAY(arena, struct rp_source_mark, most);
    RP_TRY_MEMORY(source->marks != NULL);
    uint32_t characters = 0;
    for (size_t at = 0; at < source->text.len; characters++) {
        if (at >= source->mark_count * MARK_DISTANCE)
            source->marks[source->mark_count++] = (struct rp_source_mark){(uint32_t)at, characters};
        at += rp_utf8_step(source->text, at);
    }
    return RAMPART_OK;
}

enum rampart_status rp_source_init(struct rp_source *source, struct rp_arena *arena, struct rampart_str name,
                                   struct rampart_str text)
{
    if (text.len >= UINT32_MAX) return RAMPART_LIMIT;
    struct rp_source made = {0};
    RP_TRY_MEMORY(rp_arena_copy(arena, name, &made.name));
    RP_TRY_MEMORY(rp_arena_copy(arena, text, &made.text));
    RP_TRY(index_lines(&made, arena));
    RP_TRY(mark_characters(&made, arena));
    *source = made;
    return RAMPART_OK;
}

static size_t characters_before(const struct rp_source *source, uint32_t offset)
{
    if (source->mark_count == 0) return 0;
    size_t i = offset / MARK_DISTANCE;
    if (i >= source->mark_count) i = source->mark_count - 1;
    if (i > 0 && source->marks[i].offset > offset) i--;
    struct rp_source_mark mark = source->marks[i];
    return mark.characters + rp_utf8_count(rp_str_part(source->text, mark.offset, offset - mark.offset));
}

/* The last line that begins at or before the offset, counting from 0. */
static size_t line_of(const struct rp_source *source, uint32_t offset)
{
    size_t low = 0, high = source->line_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (source->line_starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

struct rp_position rp_source_position(const struct rp_source *source, uint32_t offset)
{
    if (offset > source->text.len) offset = (uint32_t)source->text.len;
    size_t line = line_of(source, offset);
    size_t column = characters_before(source, offset) - characters_before(source, source->line_starts[line]);
    return (struct rp_position){(unsigned)line + 1, (unsigned)column + 1};
}

struct rampart_str rp_source_line(const struct rp_source *source, unsigned line)
{
    if (line == 0 || line > source->line_count) return (struct rampart_str){NULL, 0};
    size_t start = source->line_starts[line - 1];
    size_t end = line < source->line_count ? source->line_starts[line] : source->text.len;
    while (end > start && (source->text.data[end - 1] == '\n' || source->text.data[end - 1] == '\r')) end--;
    return rp_str_part(source->text, start, end - start);
}
