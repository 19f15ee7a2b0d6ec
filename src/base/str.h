/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Small operations on texts with a length. None allocates; none needs a terminating NUL. The smallest stand here: calling
 * them took longer than what they do.
 */
#ifndef RP_BASE_STR_H
#define RP_BASE_STR_H

#include <string.h>

#include <rampart/status.h>

/* A string literal as a text. */
#define RP_STR(literal) ((struct rampart_str){(literal), sizeof(literal) - 1})

/* For printf: "%.*s". */
#define RP_ARG(text) (int)(text).len, (text).len == 0 ? "" : (text).data

static inline char rp_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static inline bool rp_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool rp_str_equal(struct rampart_str a, struct rampart_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

/* The part from `from` (at most text.len) to the end, or of `len` bytes at the most. */
static inline struct rampart_str rp_str_from(struct rampart_str text, size_t from)
{
    if (from >= text.len) return (struct rampart_str){text.data, 0};
    return (struct rampart_str){text.data + from, text.len - from};
}

static inline struct rampart_str rp_str_part(struct rampart_str text, size_t from, size_t len)
{
    struct rampart_str rest = rp_str_from(text, from);
    if (rest.len > len) rest.len = len;
    return rest;
}

static inline bool rp_str_starts(struct rampart_str text, struct rampart_str prefix)
{
    return text.len >= prefix.len && rp_str_equal((struct rampart_str){text.data, prefix.len}, prefix);
}

/* Where the byte first stands in the text; text.len when it does not. */
static inline size_t rp_str_find(struct rampart_str text, char byte)
{
    const char *found = text.len == 0 ? NULL : (const char *)memchr(text.data, byte, text.len);
    return found == NULL ? text.len : (size_t)(found - text.data);
}

/* Equal but for the case of ASCII letters. */
bool rp_str_equal_fold(struct rampart_str a, struct rampart_str b);

bool rp_str_ends(struct rampart_str text, struct rampart_str suffix);

/* The same but for the case of ASCII letters. */
bool rp_str_ends_fold(struct rampart_str text, struct rampart_str suffix);

/* Whether the text has a `*` or a `?`. */
bool rp_has_wildcard(struct rampart_str text);

/* How often the byte stands in the text. */
size_t rp_str_count(struct rampart_str text, char byte);

/* The order of bytes: negative, zero or positive. */
int rp_str_compare(struct rampart_str a, struct rampart_str b);

#endif
