/* SPDX-License-Identifier: Apache-2.0 */
#include "text/json_write.h"

#include <string.h>

#include "base/plain.h"
#include "base/utf8.h"

enum { ESCAPE = sizeof "\\u0000" - 1, DIGITS = 20 };

static const struct rampart_str nameless = {NULL, 0};

/* ---- names ---- */

static bool stands_first(const struct rp_buf *out)
{
    char last = out->len == 0 ? '\n' : out->data[out->len - 1];
    return last == '{' || last == '[' || last == '\n' || last == ':';
}

/* What stands before a value of `len` bytes; the place for the value itself, NULL: the sticky failure. */
static char *begin(struct rp_buf *out, struct rampart_str name, size_t len)
{
    char *room = rp_buf_room(out, name.len + len + sizeof ",\"\":");
    if (room == NULL) return NULL;
    char *at = room;
    if (!stands_first(out)) *at++ = ',';
    if (name.data != NULL) {
        *at++ = '"';
        memcpy(at, name.data, name.len);
        at += name.len;
        *at++ = '"';
        *at++ = ':';
    }
    out->len += (size_t)(at - room);
    return at;
}

/* A value that is written out already. */
static void put(struct rp_buf *out, struct rampart_str name, struct rampart_str value)
{
    char *at = begin(out, name, value.len);
    if (at == NULL) return;
    memcpy(at, value.data, value.len);
    out->len += value.len;
}

/* ---- texts ---- */

static void add_escape(struct rp_buf *out, unsigned char c)
{
    static const char short_ones[] = "\"\"\\\\\bb\ff\nn\rr\tt", digits[] = "0123456789abcdef";
    char escape[ESCAPE] = {'\\', 'u', '0', '0', digits[c >> 4], digits[c & 15]};
    size_t len = ESCAPE;
    for (size_t i = 0; short_ones[i] != '\0'; i += 2) {
        if ((unsigned char)short_ones[i] != c) continue;
        escape[1] = short_ones[i + 1];
        len = 2;
    }
    rp_buf_add(out, (struct rampart_str){escape, len});
}

/* The character at the start, which is not plain; returns how many bytes it takes. A file's name may be anything. */
static size_t add_character(struct rp_buf *out, struct rampart_str text)
{
    unsigned char c = (unsigned char)text.data[0];
    size_t width = rp_utf8_width(text);
    if (c < 0x80)
        add_escape(out, c);
    else
        rp_buf_add(out, width == 0 ? RP_STR("\xEF\xBF\xBD") : rp_str_part(text, 0, width));
    return width == 0 ? 1 : width;
}

/* A text with characters that are written otherwise, from the first of them on. */
static void add_odd_text(struct rp_buf *out, struct rampart_str text)
{
    while (text.len > 0) {
        text = rp_str_from(text, add_character(out, text));
        size_t plain = rp_plain_length(text);
        rp_buf_add(out, rp_str_part(text, 0, plain));
        text = rp_str_from(text, plain);
    }
    rp_buf_add_byte(out, '"');
}

void rp_put_text(struct rp_buf *out, struct rampart_str name, struct rampart_str text)
{
    char *at = begin(out, name, text.len + 2);
    if (at == NULL) return;
    size_t plain = rp_plain_length(text);
    *at = '"';
    if (plain > 0) memcpy(at + 1, text.data, plain);
    out->len += plain + 1;
    if (plain < text.len) {
        add_odd_text(out, rp_str_from(text, plain));
        return;
    }
    at[plain + 1] = '"';
    out->len++;
}

void rp_write_name(struct rp_buf *out, struct rampart_str name)
{
    rp_put_text(out, nameless, name);
    rp_buf_add_byte(out, ':');
}

/* ---- other values ---- */

void rp_put_word(struct rp_buf *out, struct rampart_str name, struct rampart_str word)
{
    char *at = begin(out, name, word.len + 2);
    if (at == NULL) return;
    at[0] = '"';
    memcpy(at + 1, word.data, word.len);
    at[word.len + 1] = '"';
    out->len += word.len + 2;
}

void rp_put_raw(struct rp_buf *out, struct rampart_str name, struct rampart_str raw)
{
    put(out, name, raw.len == 0 ? RP_STR("null") : raw);
}

void rp_put_text_or_null(struct rp_buf *out, struct rampart_str name, struct rampart_str text)
{
    if (text.len == 0)
        put(out, name, RP_STR("null"));
    else
        rp_put_text(out, name, text);
}

void rp_put_bool(struct rp_buf *out, struct rampart_str name, bool value)
{
    put(out, name, value ? RP_STR("true") : RP_STR("false"));
}

void rp_put_number(struct rp_buf *out, struct rampart_str name, size_t number)
{
    char digits[DIGITS];
    size_t at = DIGITS;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0 && at > 0);
    put(out, name, (struct rampart_str){digits + at, DIGITS - at});
}

void rp_put_open(struct rp_buf *out, struct rampart_str name, char bracket)
{
    put(out, name, (struct rampart_str){&bracket, 1});
}

void rp_write_close(struct rp_buf *out, char bracket)
{
    rp_buf_add_byte(out, bracket);
}

void rp_put_texts(struct rp_buf *out, struct rampart_str name, struct rampart_strs texts)
{
    rp_put_open(out, name, '[');
    for (size_t i = 0; i < texts.count; i++) rp_put_text(out, nameless, texts.items[i]);
    rp_write_close(out, ']');
}
