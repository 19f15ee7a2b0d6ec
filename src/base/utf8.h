/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef RP_BASE_UTF8_H
#define RP_BASE_UTF8_H

#include <stdint.h>

#include <rampart/status.h>

/* The number of valid bytes at the start; text.len when all are. */
size_t rp_utf8_valid(struct rampart_str text);

/* The bytes of the character at the start (1 to 4); 0 when it is not valid or the text is empty. */
size_t rp_utf8_width(struct rampart_str text);

/* The number of characters; a byte that is not valid counts as one. */
size_t rp_utf8_count(struct rampart_str text);

/* The bytes to the next character; one when the byte is not valid. `at` is less than text.len. */
size_t rp_utf8_step(struct rampart_str text, size_t at);

/* The character at the start of the text, or U+FFFD when it is not valid. */
uint32_t rp_utf8_decode(struct rampart_str text);

/* Writes a character as 1 to 4 bytes, and returns their number. `code` must be a scalar value. */
size_t rp_utf8_encode(uint32_t code, char *ret_bytes);

/*
 * The columns of a terminal that a character fills: 2 for those of East Asian scripts and pictures, 0 for marks that stand on
 * the character before them, else 1. By blocks of Unicode (UAX #11), which is what terminals do.
 */
size_t rp_utf8_cells(uint32_t code);

/* True when a character could move the cursor, or hide or reorder the text that follows. */
bool rp_utf8_hidden(uint32_t code);

/* The length of the printable ASCII that the text begins with: each byte of it is a character of one cell. */
size_t rp_utf8_plain(struct rampart_str text);

#endif
