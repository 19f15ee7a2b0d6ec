/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "base/utf8.h"
#include "text/yaml_parts.h"

static bool has_byte_order_mark(const struct rp_source *source)
{
    return rp_str_starts(source->text, RP_STR("\xEF\xBB\xBF"));
}

struct rampart_str rp_yaml_text(const struct rp_source *source)
{
    return has_byte_order_mark(source) ? rp_str_from(source->text, 3) : source->text;
}

/* The number of the last of the source's marks that is not behind the character. */
static size_t mark_before(const struct rp_source *source, size_t character)
{
    size_t low = 0, high = source->mark_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (source->marks[middle].characters <= character)
            low = middle;
        else
            high = middle;
    }
    return low;
}

uint32_t rp_yaml_offset(const struct rp_source *source, yaml_mark_t mark)
{
    if (source->mark_count == 0) return 0; /* an empty text */
    size_t character = mark.index + (has_byte_order_mark(source) ? 1 : 0);
    size_t near = mark_before(source, character);
    const struct rp_source_mark *known = &source->marks[near], *next = known + 1;
    bool plain =
        near + 1 < source->mark_count && next->offset - known->offset == next->characters - known->characters;
    if (plain)
        return known->offset + (uint32_t)(character - known->characters); /* ASCII up to the next mark */
    size_t offset = known->offset;
    for (size_t i = known->characters; i < character && offset < source->text.len; i++)
        offset += rp_utf8_width(rp_str_from(source->text, offset));
    return (uint32_t)offset;
}

struct rampart_str rp_yaml_shown(struct rampart_str text)
{
    enum { MOST = 60 };
    size_t end = 0;
    while (end < text.len && text.data[end] != '\n' && text.data[end] != '\r') {
        size_t width = rp_utf8_width(rp_str_from(text, end));
        if (width == 0 || end + width > MOST) break;
        end += width;
    }
    return rp_str_part(text, 0, end);
}
