/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"

#include <string.h>

struct rampart_str rampart_str(const char *text)
{
    return text == NULL ? (struct rampart_str){NULL, 0} : (struct rampart_str){text, strlen(text)};
}

char rp_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool rp_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool rp_str_equal(struct rampart_str a, struct rampart_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

bool rp_str_equal_fold(struct rampart_str a, struct rampart_str b)
{
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++)
        if (a.data[i] != b.data[i] && rp_lower(a.data[i]) != rp_lower(b.data[i])) return false;
    return true;
}

bool rp_str_starts(struct rampart_str text, struct rampart_str prefix)
{
    return text.len >= prefix.len && rp_str_equal((struct rampart_str){text.data, prefix.len}, prefix);
}

bool rp_str_ends(struct rampart_str text, struct rampart_str suffix)
{
    return text.len >= suffix.len && rp_str_equal(rp_str_from(text, text.len - suffix.len), suffix);
}

struct rampart_str rp_str_from(struct rampart_str text, size_t from)
{
    if (from >= text.len) return (struct rampart_str){text.data, 0};
    return (struct rampart_str){text.data + from, text.len - from};
}

struct rampart_str rp_str_part(struct rampart_str text, size_t from, size_t len)
{
    struct rampart_str rest = rp_str_from(text, from);
    if (rest.len > len) rest.len = len;
    return rest;
}

size_t rp_str_find(struct rampart_str text, char byte)
{
    const char *found = text.len == 0 ? NULL : memchr(text.data, byte, text.len);
    return found == NULL ? text.len : (size_t)(found - text.data);
}

size_t rp_str_count(struct rampart_str text, char byte)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) count += text.data[i] == byte;
    return count;
}

int rp_str_compare(struct rampart_str a, struct rampart_str b)
{
    size_t shared = a.len < b.len ? a.len : b.len;
    int order = shared == 0 ? 0 : memcmp(a.data, b.data, shared);
    if (order != 0) return order;
    return a.len == b.len ? 0 : a.len < b.len ? -1 : 1;
}
