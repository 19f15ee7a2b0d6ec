/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing JSON straight into a growing text. Commas come by themselves: before everything that does not stand first
 * behind an opening bracket, a line end or a name. Failure is sticky, as in base/buf.h.
 *
 * A `name` makes the value a member of the object that is open, NULL an element of the list; names are constants of
 * ours.
 */
#ifndef RP_TEXT_JSON_WRITE_H
#define RP_TEXT_JSON_WRITE_H

#include "base/ascii.h"
#include "base/buf.h"
#include "base/str.h"

/* Inline, so that the compiler knows the lengths of our names and copies them without a call. */
#define RP_JSON_INLINE static inline __attribute__((always_inline))

/* True for { [ : and the line end, which no comma follows: no value ends with a byte of such bits. */
RP_JSON_INLINE bool rp_json_begins(char last)
{
    return (last & 0xE) == 0xA;
}

/*
 * The place for a value of `len` bytes, behind the comma and the name. A value with a name stands in an object,
 * which has begun before it. rp_json_end() ends the written value. NULL: the sticky failure.
 */
RP_JSON_INLINE char *rp_json_begin(struct rp_buf *out, const char *name, size_t len)
{
    const size_t name_len = name == NULL ? 0 : strlen(name);
    char *at = rp_buf_room(out, name_len + len + sizeof ",\"\":");
    if (at == NULL) return NULL;
    if ((name != NULL || out->len > 0) && !rp_json_begins(at[-1])) *at++ = ',';
    if (name == NULL) return at;
    *at++ = '"';
    memcpy(at, name, name_len);
    at += name_len;
    *at++ = '"';
    *at++ = ':';
    return at;
}

/* The value stands before `end`. */
RP_JSON_INLINE void rp_json_end(struct rp_buf *out, const char *end)
{
    out->len = (size_t)(end - out->data);
}

/* A value that is written out already. */
RP_JSON_INLINE void rp_json_value(struct rp_buf *out, const char *name, struct rampart_str value)
{
    char *at = rp_json_begin(out, name, value.len);
    if (at == NULL) return;
    memcpy(at, value.data, value.len);
    rp_json_end(out, at + value.len);
}

/* The text in quotes, at a place with room for it if nothing in it needs an escape. */
void rp_json_quote(struct rp_buf *out, char *at, struct rampart_str text);

/* The room that rp_json_quote() wants. */
static inline size_t rp_json_quoted(struct rampart_str text)
{
    return text.len + RP_ASCII_BLOCK + sizeof "\"\"";
}

enum { RP_JSON_DIGITS = 20 };

/* Writes the number in decimal, RP_JSON_DIGITS bytes at the most; returns its end. */
char *rp_json_number(char *at, size_t number);

/* An object or a list begins, with its bracket: { or [. */
RP_JSON_INLINE void rp_write_open(struct rp_buf *out, const char *name, char bracket)
{
    rp_json_value(out, name, (struct rampart_str){&bracket, 1});
}

RP_JSON_INLINE void rp_write_close(struct rp_buf *out, char bracket)
{
    rp_buf_add_byte(out, bracket);
}

/* One of our own words, which need no escapes. */
RP_JSON_INLINE void rp_write_word(struct rp_buf *out, const char *name, const char *word)
{
    const size_t len = strlen(word);
    char *at = rp_json_begin(out, name, len + 2);
    if (at == NULL) return;
    at[0] = '"';
    memcpy(at + 1, word, len);
    at[len + 1] = '"';
    rp_json_end(out, at + len + 2);
}

/* Text of others; each byte that is not valid UTF-8 becomes U+FFFD. */
RP_JSON_INLINE void rp_write_text(struct rp_buf *out, const char *name, struct rampart_str text)
{
    char *at = rp_json_begin(out, name, rp_json_quoted(text));
    if (at != NULL) rp_json_quote(out, at, text);
}

RP_JSON_INLINE void rp_write_text_or_null(struct rp_buf *out, const char *name, struct rampart_str text)
{
    if (text.len == 0)
        rp_json_value(out, name, RP_STR("null"));
    else
        rp_write_text(out, name, text);
}

RP_JSON_INLINE void rp_write_bool(struct rp_buf *out, const char *name, bool value)
{
    rp_json_value(out, name, value ? RP_STR("true") : RP_STR("false"));
}

RP_JSON_INLINE void rp_write_number(struct rp_buf *out, const char *name, size_t number)
{
    char *at = rp_json_begin(out, name, RP_JSON_DIGITS);
    if (at != NULL) rp_json_end(out, rp_json_number(at, number));
}

/* A list of texts. */
RP_JSON_INLINE void rp_write_texts(struct rp_buf *out, const char *name, struct rampart_strs texts)
{
    rp_write_open(out, name, '[');
    for (size_t i = 0; i < texts.count; i++) rp_write_text(out, NULL, texts.items[i]);
    rp_write_close(out, ']');
}

/* Adds JSON as it is; an empty text becomes null. */
RP_JSON_INLINE void rp_write_raw(struct rp_buf *out, const char *name, struct rampart_str raw)
{
    rp_json_value(out, name, raw.len == 0 ? RP_STR("null") : raw);
}

/* The name of a member that is no word of ours; its value comes next, without a name. */
void rp_write_name(struct rp_buf *out, struct rampart_str name);

#endif
