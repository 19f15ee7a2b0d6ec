/* SPDX-License-Identifier: Apache-2.0 */
#include "text/snippet.h"

#include <string.h>

#include "base/str.h"
#include "base/utf8.h"

/* A long line is cut to LONGEST characters, of which BEFORE stand before the place. */
enum { LONGEST = 120, BEFORE = 50 };

/* UTF-8 of what would move, hide or reorder the text around it: U+0080 to U+009F, U+200B to U+200F,
 * U+2028 to U+202E, U+2060 to U+206F, U+FEFF. */
static bool is_invisible(const unsigned char *bytes, size_t width)
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

static size_t make_printable(char *text, size_t len)
{
    size_t to = 0;
    for (size_t at = 0; at < len;) {
        size_t width = rp_utf8_width((struct rampart_str){text + at, len - at});
        size_t taken = width == 0 ? 1 : width;
        if (text[at] == '\t') {
            text[to++] = ' ';
        } else if (width == 0 || is_invisible((const unsigned char *)text + at, width)) {
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
    *ret_copy = (struct rampart_str){copy, make_printable(copy, text.len)};
    return true;
}

static size_t step_back(struct rampart_str text, size_t at)
{
    size_t start = at - 1;
    while (start > 0 && at - start < 4 && ((unsigned char)text.data[start] & 0xC0) == 0x80) start--;
    return start;
}

/* The offset `count` characters after `at`, or the end. */
static size_t steps_on(struct rampart_str text, size_t at, size_t count)
{
    for (; count > 0 && at < text.len; count--) at += rp_utf8_step(text, at);
    return at;
}

/* Where the part of a line that is shown begins. Never looks at more of the line than it shows. */
static size_t window_start(struct rampart_str line, size_t place)
{
    if (steps_on(line, 0, LONGEST) == line.len) return 0;
    size_t start = place;
    for (size_t i = 0; i < BEFORE && start > 0; i++) start = step_back(line, start);
    return start;
}

bool rp_snippet_make(const struct rp_source *source, struct rp_span span, struct rp_arena *arena,
                     struct rp_snippet *ret_snippet)
{
    unsigned number = rp_source_position(source, span.start).line;
    struct rampart_str line = rp_source_line(source, number);
    size_t line_start = rp_source_line_start(source, span.start);
    size_t place = span.start - line_start < line.len ? span.start - line_start : line.len;
    size_t place_end = span.end - line_start < line.len ? span.end - line_start : line.len;
    if (place_end < place) place_end = place;
    size_t start = window_start(line, place);
    size_t end = steps_on(line, start, LONGEST);
    if (place_end > end) place_end = end;

    struct rp_snippet made;
    if (!rp_printable_copy(arena, rp_str_part(line, start, end - start), &made.text)) return false;
    made.column = (unsigned)rp_utf8_count(rp_str_part(line, start, place - start)) + 1;
    made.width = (unsigned)rp_utf8_count(rp_str_part(line, place, place_end - place));
    if (made.width == 0) made.width = 1;
    *ret_snippet = made;
    return true;
}
