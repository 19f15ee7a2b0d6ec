/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Operations on texts with a length. None allocates, and none needs a terminating NUL. The smallest are inline: a
 * call of them would take longer than their work.
 */
#ifndef RP_BASE_STR_H
#define RP_BASE_STR_H

#include <stdint.h>
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

/*
 * As rp_lower() for eight bytes at once, in their order. The highest bit of a sum tells whether a byte below 0x80
 * reaches 'A', and of the other sum whether it is beyond 'Z'; no sum carries into the next byte.
 */
static inline uint64_t rp_lower_word(const char *bytes)
{
    const uint64_t each = UINT64_C(0x0101010101010101), high = 0x80 * each;
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    uint64_t low = word & ~high;
    uint64_t from_a = low + (0x80 - 'A') * each, beyond_z = low + (0x7F - 'Z') * each;
    uint64_t capital = (from_a ^ beyond_z) & ~word & high;
    return word | capital >> 2;
}

/* True for the blanks of JSON: a space, a tab, and the characters that end a line. */
static inline bool rp_is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static inline bool rp_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool rp_str_equal(struct rampart_str a, struct rampart_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

/* The part from `from` (at most text.len) to the end; rp_str_part() takes at most `len` bytes of it. */
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

/* The offset of the first such byte; text.len when there is none. */
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

/* True when the text has a `*` or a `?`. */
bool rp_has_wildcard(struct rampart_str text);

/* The number of bytes before the first `*` or `?`; text.len when there is none. */
size_t rp_literal_length(struct rampart_str text);

/* The number of such bytes in the text. */
size_t rp_str_count(struct rampart_str text, char byte);

/* The order of bytes: negative, zero or positive. */
int rp_str_compare(struct rampart_str a, struct rampart_str b);

/*
 * True when a pattern with `*` and `?` matches the whole text; ASCII case does not count. It is for short patterns
 * that are not compiled: it takes time in proportion to the product of the lengths. A `*` in the text is an
 * ordinary character, so a pattern without `?` that matches another pattern's text matches everything that the
 * other one matches.
 */
bool rp_glob(struct rampart_str pattern, struct rampart_str text);

#endif
