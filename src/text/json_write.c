/* SPDX-License-Identifier: Apache-2.0 */
#include "text/json_write.h"

#include <string.h>

#include "base/ascii.h"
#include "base/utf8.h"

enum { ESCAPE = sizeof "\\u0000" - 1 };

static void json_write_add_escape(struct rp_buf *out, unsigned char c)
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

/*
 * Adds the character at the start, which is not plain; returns its length. It need not be valid: a file's name may
 * be anything.
 */
static size_t json_write_add_character(struct rp_buf *out, struct rampart_str text)
{
    unsigned char c = (unsigned char)text.data[0];
    size_t width = rp_utf8_width(text);
    if (c < 0x80)
        json_write_add_escape(out, c);
    else
        rp_buf_add(out, width == 0 ? RP_STR("\xEF\xBF\xBD") : rp_str_part(text, 0, width));
    return width == 0 ? 1 : width;
}

/* Adds a text with characters that need an escape. */
__attribute__((noinline)) static void json_write_add_escaped_text(struct rp_buf *out, struct rampart_str text)
{
    for (size_t plain; text.len > 0; text = rp_str_from(text, plain)) {
        plain = rp_ascii_plain_length(text);
        if (plain > 0)
            rp_buf_add(out, rp_str_part(text, 0, plain));
        else
            plain = json_write_add_character(out, text);
    }
    rp_buf_add_byte(out, '"');
}

void rp_json_quote(struct rp_buf *out, char *at, struct rampart_str text)
{
    *at++ = '"';
    if (rp_ascii_copy_plain(at, text)) {
        at[text.len] = '"';
        rp_json_end(out, at + text.len + 1);
    } else {
        rp_json_end(out, at);
        json_write_add_escaped_text(out, text);
    }
}

void rp_write_name(struct rp_buf *out, struct rampart_str name)
{
    rp_write_text(out, NULL, name);
    rp_buf_add_byte(out, ':');
}

char *rp_json_number(char *at, size_t number)
{
    size_t len = 1;
    for (size_t rest = number; rest >= 10; rest /= 10) len++;
    for (size_t i = len; i > 0; number /= 10) at[--i] = (char)('0' + number % 10);
    return at + len;
}
