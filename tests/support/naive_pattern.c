/* SPDX-License-Identifier: Apache-2.0 */
#include "support/naive_pattern.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"

/* The character at `at`, as its bytes; empty at the end. */
static struct rampart_str character(struct rampart_str text, size_t at)
{
    struct rampart_str rest = rp_str_from(text, at);
    return rp_str_part(rest, 0, rp_utf8_width(rest));
}

bool naive_pattern_match(struct rampart_str pattern, struct rampart_str subject)
{
    size_t p = 0, s = 0, after_star = 0, retry = 0;
    bool star = false;
    while (s < subject.len) {
        struct rampart_str wanted = character(pattern, p), found = character(subject, s);
        if (rp_str_equal(wanted, RP_STR("*"))) {
            star = true;
            after_star = ++p;
            retry = s;
        } else if (rp_str_equal(wanted, RP_STR("?")) || rp_str_equal(wanted, found)) {
            p += wanted.len;
            s += found.len;
        } else if (star) {
            p = after_star;
            s = retry += character(subject, retry).len;
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.data[p] == '*') p++;
    return p == pattern.len;
}

/* Byte by byte: `field` counts the colons before this place; the fifth field holds all that are left. */
static bool fields_from(const char *pattern, const char *resource, int field)
{
    bool may_take = *resource != '\0' && (*resource != ':' || field >= 4);

    if (*pattern == '\0') return *resource == '\0';
    if (pattern[strspn(pattern, "*")] == '\0') return true;
    if (*pattern == '*')
        return fields_from(pattern + 1, resource, field) ||
               (may_take && fields_from(pattern, resource + 1, field));
    if (*pattern == '?') return may_take && fields_from(pattern + 1, resource + 1, field);
    return *pattern == *resource && fields_from(pattern + 1, resource + 1, field + (*pattern == ':'));
}

bool naive_fields_match(const char *pattern, const char *resource)
{
    return fields_from(pattern, resource, 0);
}

void naive_fill_fields(const char *pattern, char *ret_filled, size_t size)
{
    char fields[5][256] = {"", "", "", "", ""};
    size_t count = 1, last = strlen(pattern);
    bool open = last > 0 && pattern[last - 1] == '*';

    for (const char *c = pattern; *c != '\0'; c++) {
        if (*c == ':' && count < 5) {
            count++;
            continue;
        }
        (void)snprintf(fields[count - 1] + strlen(fields[count - 1]), 2, "%c", *c);
    }
    if (!open) count = 5;
    *ret_filled = '\0';
    for (size_t i = 0; i < count; i++)
        (void)snprintf(ret_filled + strlen(ret_filled), size - strlen(ret_filled), "%s%s", i > 0 ? ":" : "",
                       fields[i][0] == '\0' ? "*" : fields[i]);
}
