/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing JSON straight into a growing text. Commas come by themselves: before everything that does not stand first
 * behind an opening bracket or a line end. Failure is sticky, as in base/buf.h.
 *
 * A `name` makes the value a member of the object that is open, NULL an element of the list; names are our own words.
 */
#ifndef RP_TEXT_JSON_WRITE_H
#define RP_TEXT_JSON_WRITE_H

#include "base/buf.h"
#include "base/str.h"

/* The same by texts; names of ours have their lengths counted by the compiler, for these are inline below. */
void rp_put_open(struct rp_buf *out, struct rampart_str name, char bracket);
void rp_put_word(struct rp_buf *out, struct rampart_str name, struct rampart_str word);
void rp_put_text(struct rp_buf *out, struct rampart_str name, struct rampart_str text);
void rp_put_text_or_null(struct rp_buf *out, struct rampart_str name, struct rampart_str text);
void rp_put_bool(struct rp_buf *out, struct rampart_str name, bool value);
void rp_put_number(struct rp_buf *out, struct rampart_str name, size_t number);
void rp_put_texts(struct rp_buf *out, struct rampart_str name, struct rampart_strs texts);
void rp_put_raw(struct rp_buf *out, struct rampart_str name, struct rampart_str raw);

/* NULL is a text of its own: no name. */
static inline struct rampart_str rp_name(const char *name)
{
    return (struct rampart_str){name, name == NULL ? 0 : strlen(name)};
}

/* An object or a list begins, with its bracket: { or [. */
static inline void rp_write_open(struct rp_buf *out, const char *name, char bracket)
{
    rp_put_open(out, rp_name(name), bracket);
}

void rp_write_close(struct rp_buf *out, char bracket);

/* One of our own words, which need no escapes. */
static inline void rp_write_word(struct rp_buf *out, const char *name, const char *word)
{
    rp_put_word(out, rp_name(name), rp_name(word));
}

/* The name of a member that is text of others; its value comes next, without a name. */
void rp_write_name(struct rp_buf *out, struct rampart_str name);

/* Text of others; what is not valid UTF-8 in it becomes U+FFFD. */
static inline void rp_write_text(struct rp_buf *out, const char *name, struct rampart_str text)
{
    rp_put_text(out, rp_name(name), text);
}

static inline void rp_write_text_or_null(struct rp_buf *out, const char *name, struct rampart_str text)
{
    rp_put_text_or_null(out, rp_name(name), text);
}

static inline void rp_write_bool(struct rp_buf *out, const char *name, bool value)
{
    rp_put_bool(out, rp_name(name), value);
}

static inline void rp_write_number(struct rp_buf *out, const char *name, size_t number)
{
    rp_put_number(out, rp_name(name), number);
}

/* A list of texts. */
static inline void rp_write_texts(struct rp_buf *out, const char *name, struct rampart_strs texts)
{
    rp_put_texts(out, rp_name(name), texts);
}

/* JSON that is taken over as it is; nothing becomes null. */
static inline void rp_write_raw(struct rp_buf *out, const char *name, struct rampart_str raw)
{
    rp_put_raw(out, rp_name(name), raw);
}

#endif
