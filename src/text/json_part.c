/* SPDX-License-Identifier: Apache-2.0 */
/* Texts of several values, one after another. */
#include "base/str.h"
#include "text/json.h"
#include "text/json_reader.h"

enum rampart_status rp_json_read_part(const struct rp_reading *reading, struct rp_span part,
                                      struct rp_node **ret_root)
{
    struct rp_json_reader reader = {.reading = reading, .part = part};
    return rp_json_run(&reader, ret_root);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The offset behind the string that begins here; the text's length when it does not end. */
static size_t past_string(struct rampart_str text, size_t at)
{
    for (at++; at < text.len; at++) {
        if (text.data[at] == '"') return at + 1;
        if (text.data[at] == '\\') at++;
    }
    return text.len;
}

static size_t past_brackets(struct rampart_str text, size_t at)
{
    size_t open = 0;
    while (at < text.len) {
        char c = text.data[at];
        if (c == '"') {
            at = past_string(text, at);
            continue;
        }
        at++;
        if (c == '{' || c == '[') open++;
        if ((c == '}' || c == ']') && --open == 0) return at;
    }
    return text.len;
}

bool rp_json_next_value(struct rampart_str text, uint32_t from, struct rp_span *ret_part)
{
    bool marked = from == 0 && rp_str_starts(text, RP_STR("\xEF\xBB\xBF"));
    size_t at = marked ? 3 : from;
    while (at < text.len && is_blank(text.data[at])) at++;
    if (at >= text.len) return false;
    bool brackets = text.data[at] == '{' || text.data[at] == '[';
    size_t line = at + rp_str_find(rp_str_from(text, at), '\n');
    size_t end = brackets ? past_brackets(text, at) : line;
    *ret_part =
        (struct rp_span){marked ? 0 : (uint32_t)at, (uint32_t)end}; /* the mark is for the reader to refuse */
    return true;
}
