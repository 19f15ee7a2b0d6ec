/* SPDX-License-Identifier: Apache-2.0 */
#include "text/json_write.h"

#include <string.h>

#include "base/plain.h"
#include "base/utf8.h"

enum { ESCAPE = sizeof "\\u0000" - 1 };

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

void rp_json_quote(struct rp_buf *out, struct rampart_str text)
{
    char *at = rp_buf_room(out, text.len + 2);
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
    rp_write_text(out, NULL, name);
    rp_buf_add_byte(out, ':');
}

struct rampart_str rp_json_digits(size_t number, char digits[RP_JSON_DIGITS])
{
    size_t at = RP_JSON_DIGITS;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0 && at > 0);
    return (struct rampart_str){digits + at, RP_JSON_DIGITS - at};
}

void rp_write_close(struct rp_buf *out, char bracket)
{
    rp_buf_add_byte(out, bracket);
}

void rp_write_texts(struct rp_buf *out, const char *name, struct rampart_strs texts)
{
    rp_write_open(out, name, '[');
    for (size_t i = 0; i < texts.count; i++) rp_write_text(out, NULL, texts.items[i]);
    rp_write_close(out, ']');
}
