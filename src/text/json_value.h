/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON that was received. A text is checked once as a whole; a value is then a piece of it, and looking into one cannot
 * fail: what is not there, or is of another kind, is a value without text.
 */
#ifndef RP_TEXT_JSON_VALUE_H
#define RP_TEXT_JSON_VALUE_H

#include "base/buf.h"

/* A value as it is written, from its first byte on. Empty: there is none. */
struct rp_value {
    struct rampart_str text;
};

/* True for one value of RFC 8259 in UTF-8, and nothing behind it; lists and objects within others up to 64 deep. */
bool rp_value_check(struct rampart_str text);

/* The same; *ret_at is the first byte that does not belong there, or the end. */
bool rp_value_check_at(struct rampart_str text, size_t *ret_at);

/* The value of a text that was checked. */
struct rp_value rp_value_of(struct rampart_str text);

static inline bool rp_value_is(struct rp_value value, char first)
{
    return value.text.len > 0 && value.text.data[0] == first;
}

/* The first member of an object with this name. */
struct rp_value rp_value_member(struct rp_value object, const char *name);

/* A member of a member: rp_value_path(params, "textDocument", "uri"). */
struct rp_value rp_value_path(struct rp_value object, const char *outer, const char *inner);

/* Gives the members of an object one after the other, as rp_value_next() gives items; the name is a string. */
bool rp_value_next_member(struct rp_value object, size_t *cursor, struct rp_value *ret_name, struct rp_value *ret_value);

/* Gives the items of a list one after the other. `*cursor` begins zeroed. False at the end, and for what is no list. */
bool rp_value_next(struct rp_value list, size_t *cursor, struct rp_value *ret_item);

/* Appends the text of a string; half of a surrogate pair becomes U+FFFD. False, and nothing is added: it is no string. */
bool rp_value_string(struct rp_value value, struct rp_buf *out);

/* True for the string of this text, which has less than 250 bytes. */
bool rp_value_is_word(struct rp_value value, const char *word);

/* A whole number from 0 up to 2^31 - 1. False, and nothing is written: it is none. */
bool rp_value_number(struct rp_value value, unsigned *ret_number);

/* True for true. */
bool rp_value_truth(struct rp_value value);

#endif
