/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing JSON straight into a growing text. Commas come by themselves: before everything that does not stand first
 * behind an opening bracket, a line end or a name. Failure is sticky, as in base/buf.h.
 *
 * A `name` makes the value a member of the object that is open, NULL an element of the list; names are our own words.
 */
#ifndef RP_TEXT_JSON_WRITE_H
#define RP_TEXT_JSON_WRITE_H

#include "base/buf.h"
#include "base/str.h"

/* These stand here so that the compiler knows the lengths of our names: they are not copied by a call then. */
#define RP_JSON_INLINE static inline __attribute__((always_inline))

/*
 * The place for a value of `len` bytes, behind the comma and the name; who writes it moves `len` of the buffer on.
 * NULL: the sticky failure.
 */
RP_JSON_INLINE char *rp_json_begin(struct rp_buf *out, const char *name, size_t len)
{
    const size_t name_len = name == NULL ? 0 : strlen(name);
    char *room = rp_buf_room(out, name_len + len + sizeof ",\"\":");
    if (room == NULL) return NULL;
    char *at = room, last = out->len == 0 ? '\n' : room[-1];
    if (last != '{' && last != '[' && last != '\n' && last != ':') *at++ = ',';
    if (name != NULL) {
        *at++ = '"';
        memcpy(at, name, name_len);
        at += name_len;
        *at++ = '"';
        *at++ = ':';
    }
    out->len += (size_t)(at - room);
    return at;
}

/* A value that is written out already. */
RP_JSON_INLINE void rp_json_value(struct rp_buf *out, const char *name, struct rampart_str value)
{
    char *at = rp_json_begin(out, name, value.len);
    if (at == NULL) return;
    memcpy(at, value.data, value.len);
    out->len += value.len;
}

/* The text in quotes, where a value is to stand. */
void rp_json_quote(struct rp_buf *out, struct rampart_str text);

enum { RP_JSON_DIGITS = 20 };

/* The number in decimal, at the end of `digits`. */
struct rampart_str rp_json_digits(size_t number, char digits[RP_JSON_DIGITS]);

/* An object or a list begins, with its bracket: { or [. */
RP_JSON_INLINE void rp_write_open(struct rp_buf *out, const char *name, char bracket)
{
    rp_json_value(out, name, (struct rampart_str){&bracket, 1});
}

void rp_write_close(struct rp_buf *out, char bracket);

/* One of our own words, which need no escapes. */
RP_JSON_INLINE void rp_write_word(struct rp_buf *out, const char *name, const char *word)
{
    const size_t len = strlen(word);
    char *at = rp_json_begin(out, name, len + 2);
    if (at == NULL) return;
    at[0] = '"';
    memcpy(at + 1, word, len);
    at[len + 1] = '"';
    out->len += len + 2;
}

/* Text of others; what is not valid UTF-8 in it becomes U+FFFD. */
RP_JSON_INLINE void rp_write_text(struct rp_buf *out, const char *name, struct rampart_str text)
{
    if (rp_json_begin(out, name, text.len + 2) != NULL) rp_json_quote(out, text);
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
    char digits[RP_JSON_DIGITS];
    rp_json_value(out, name, rp_json_digits(number, digits));
}

/* A list of texts. */
void rp_write_texts(struct rp_buf *out, const char *name, struct rampart_strs texts);

/* JSON that is taken over as it is; nothing becomes null. */
RP_JSON_INLINE void rp_write_raw(struct rp_buf *out, const char *name, struct rampart_str raw)
{
    rp_json_value(out, name, raw.len == 0 ? RP_STR("null") : raw);
}

/* The name of a member that is no word of ours; its value comes next, without a name. */
void rp_write_name(struct rp_buf *out, struct rampart_str name);

#endif
