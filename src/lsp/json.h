/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON that was received. A text is checked once as a whole; a value is then a piece of it, and looking into one cannot
 * fail: what is not there, or is of another kind, is a value without text.
 */
#ifndef LSP_JSON_H
#define LSP_JSON_H

#include "base/buf.h"

/* A value as it is written, from its first byte on. Empty: there is none. */
struct lsp_value {
    struct rampart_str text;
};

/* True for one value of RFC 8259 in UTF-8, and nothing behind it; lists and objects within others up to 64 deep. */
bool lsp_json_check(struct rampart_str text);

/* The value of a text that was checked. */
struct lsp_value lsp_json(struct rampart_str text);

static inline bool lsp_is(struct lsp_value value, char first)
{
    return value.text.len > 0 && value.text.data[0] == first;
}

/* The first member of an object with this name. */
struct lsp_value lsp_member(struct lsp_value object, const char *name);

/* A member of a member: lsp_path(params, "textDocument", "uri"). */
struct lsp_value lsp_path(struct lsp_value object, const char *outer, const char *inner);

/* Gives the items of a list one after the other. `*cursor` begins zeroed. False at the end, and for what is no list. */
bool lsp_next(struct lsp_value list, size_t *cursor, struct lsp_value *ret_item);

/* Appends the text of a string; half of a surrogate pair becomes U+FFFD. False, and nothing is added: it is no string. */
bool lsp_string(struct lsp_value value, struct rp_buf *out);

/* True for the string of this text, which has less than 250 bytes. */
bool lsp_is_word(struct lsp_value value, const char *word);

/* A whole number from 0 up to 2^31 - 1. False, and nothing is written: it is none. */
bool lsp_number(struct lsp_value value, unsigned *ret_number);

/* True for true. */
bool lsp_truth(struct lsp_value value);

#endif
