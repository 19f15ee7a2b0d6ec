/* SPDX-License-Identifier: Apache-2.0 */
#include "text/inside.h"

#include "base/str.h"
#include "base/try.h"
#include "base/utf8.h"

enum { DISTANCE = 256, UNICODE_ESCAPE = 6, PAIR = 12 };

static unsigned digit(char c)
{
    return rp_is_digit(c) ? (unsigned)(c - '0') : (unsigned)(rp_lower(c) - 'a') + 10;
}

/* How many bytes of UTF-8 "\uXXXX" stands for, or the pair of them that begins there. */
static void past_unicode(struct rampart_str text, struct rp_inside_mark *mark)
{
    unsigned unit = 0;
    for (uint32_t i = 2; i < UNICODE_ESCAPE; i++) unit = unit << 4 | digit(text.data[mark->outer + i]);
    bool pair = unit >= 0xD800 && unit < 0xE000;
    mark->inner += pair ? 4 : unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
    mark->outer += pair ? PAIR : UNICODE_ESCAPE;
}

/* To the next character. */
static void step(struct rampart_str text, struct rp_inside_mark *mark)
{
    if (text.data[mark->outer] != '\\') {
        uint32_t width = (uint32_t)rp_utf8_step(text, mark->outer);
        mark->inner += width;
        mark->outer += width;
    } else if (text.data[mark->outer + 1] == 'u') {
        past_unicode(text, mark);
    } else {
        mark->inner++;
        mark->outer += 2;
    }
}

enum rampart_status rp_inside_json(struct rp_inside *inside, struct rp_arena *arena,
                                   const struct rp_source *outer, struct rp_span span)
{
    size_t most = (span.end - span.start) / DISTANCE + 2;
    struct rp_inside_mark *marks = RP_NEW_ARRAY(arena, struct rp_inside_mark, most);
    RP_TRY_MEMORY(marks != NULL);
    struct rp_inside_mark mark = {0, span.start + 1};
    size_t count = 0;
    while (mark.outer < span.end - 1) {
        if (mark.inner >= count * DISTANCE) marks[count++] = mark;
        step(outer->text, &mark);
    }
    *inside = (struct rp_inside){outer, span, marks, count};
    return RAMPART_OK;
}

/* Where the character stands that holds this byte of the inner text; its end is that of the string. */
static uint32_t place(const struct rp_inside *inside, uint32_t offset)
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
        step(inside->outer->text, &next);
        if (next.inner > offset) return mark.outer;
        mark = next;
    }
    return inside->span.end - 1;
}

struct rp_span rp_inside_span(const struct rp_inside *inside, struct rp_span inner)
{
    if (inside->marks == NULL) return inside->span;
    return (struct rp_span){place(inside, inner.start), place(inside, inner.end)};
}
