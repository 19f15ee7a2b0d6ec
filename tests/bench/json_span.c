/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/json_span.h"

#include <string.h>

#include "base/str.h"

static struct rampart_str skip_blanks(struct rampart_str text)
{
    while (text.len > 0 && memchr(" \t\r\n", text.data[0], 4) != NULL) text = rp_str_from(text, 1);
    return text;
}

static size_t string_length(struct rampart_str text)
{
    for (size_t i = 1; i < text.len; i++) {
        if (text.data[i] == '"') return i + 1;
        if (text.data[i] == '\\') i++;
    }
    return text.len;
}

static size_t nested_length(struct rampart_str text)
{
    size_t depth = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == '"') {
            i += string_length(rp_str_from(text, i)) - 1;
            continue;
        }
        depth += text.data[i] == '{' || text.data[i] == '[';
        depth -= text.data[i] == '}' || text.data[i] == ']';
        if (depth == 0) return i + 1;
    }
    return text.len;
}

static size_t word_length(struct rampart_str text)
{
    size_t i = 0;

    while (i < text.len && memchr(",]} \t\r\n", text.data[i], 7) == NULL) i++;
    return i;
}

/* Cuts the value that the text begins with off. */
static struct rampart_str take_value(struct rampart_str *text)
{
    struct rampart_str rest = *text;
    bool nested = rest.len > 0 && (rest.data[0] == '{' || rest.data[0] == '[');
    bool string = rest.len > 0 && rest.data[0] == '"';
    size_t length = nested ? nested_length(rest) : string ? string_length(rest) : word_length(rest);

    *text = rp_str_from(rest, length);
    return rp_str_part(rest, 0, length);
}

/*
 * `rest` begins with the opening bracket at first, and after each value with a comma or the closing
 * bracket.
 */
bool json_span_next(struct rampart_str *rest, struct rampart_str *ret_name, struct rampart_str *ret_value)
{
    struct rampart_str text = skip_blanks(*rest), name = {NULL, 0}, value;

    if (text.len == 0 || memchr("{[,", text.data[0], 3) == NULL) return false;
    text = skip_blanks(rp_str_from(text, 1));
    if (text.len == 0 || text.data[0] == '}' || text.data[0] == ']') return false;
    value = take_value(&text);
    text = skip_blanks(text);
    if (text.len > 0 && text.data[0] == ':') {
        name = value;
        text = skip_blanks(rp_str_from(text, 1));
        value = take_value(&text);
    }
    *rest = skip_blanks(text);
    *ret_name = name;
    *ret_value = value;
    return true;
}

bool json_span_member(struct rampart_str object, const char *name, struct rampart_str *ret_value)
{
    struct rampart_str found, value;

    while (json_span_next(&object, &found, &value)) {
        if (!rp_str_equal(json_span_plain(found), rampart_str(name))) continue;
        *ret_value = value;
        return true;
    }
    return false;
}

struct rampart_str json_span_plain(struct rampart_str string)
{
    return string.len < 2 ? string : rp_str_part(string, 1, string.len - 2);
}
