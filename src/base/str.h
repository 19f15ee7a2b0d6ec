/* SPDX-License-Identifier: Apache-2.0 */
/* Small operations on texts with a length. None allocates; none needs a terminating NUL. */
#ifndef RP_BASE_STR_H
#define RP_BASE_STR_H

#include <rampart/status.h>

/* A string literal as a text. */
#define RP_STR(literal) ((struct rampart_str){(literal), sizeof(literal) - 1})

/* For printf: "%.*s". */
#define RP_ARG(text) (int)(text).len, (text).len == 0 ? "" : (text).data

bool rp_str_equal(struct rampart_str a, struct rampart_str b);

/* Equal but for the case of ASCII letters. */
bool rp_str_equal_fold(struct rampart_str a, struct rampart_str b);

bool rp_str_starts(struct rampart_str text, struct rampart_str prefix);
bool rp_str_ends(struct rampart_str text, struct rampart_str suffix);

/* The part from `from` (at most text.len) to the end, or of `len` bytes at the most. */
struct rampart_str rp_str_from(struct rampart_str text, size_t from);
struct rampart_str rp_str_part(struct rampart_str text, size_t from, size_t len);

/* Where the byte first stands in the text; text.len when it does not. */
size_t rp_str_find(struct rampart_str text, char byte);

/* How often the byte stands in the text. */
size_t rp_str_count(struct rampart_str text, char byte);

/* The order of bytes: negative, zero or positive. */
int rp_str_compare(struct rampart_str a, struct rampart_str b);

char rp_lower(char c);
bool rp_is_digit(char c);

#endif
