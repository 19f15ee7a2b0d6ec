/* SPDX-License-Identifier: Apache-2.0 */
#include "report/markdown.h"

#include <string.h>

#include "base/str.h"
#include "base/utf8.h"

/* What cannot be seen, or ends a line, as its code point. Returns the bytes that it took; 0: it can be seen. */
static size_t markdown_hidden(struct rp_buf *out, struct rampart_str text)
{
    const size_t width = rp_utf8_width(text);
    if (width > 0 && !rp_utf8_hidden(rp_utf8_decode(text))) return 0;
    if (width == 0)
        rp_buf_printf(out, "%%%02X", (unsigned)(unsigned char)text.data[0]);
    else
        rp_buf_printf(out, "U+%04X", (unsigned)rp_utf8_decode(text));
    return width == 0 ? 1 : width;
}

/* The text, with a backslash before each character of `special`. */
static void markdown_escape(struct rp_buf *out, struct rampart_str text, const char *special)
{
    while (text.len > 0) {
        size_t step = markdown_hidden(out, text);
        if (step == 0) {
            step = rp_utf8_width(text);
            if (strchr(special, text.data[0]) != NULL) rp_buf_add_byte(out, '\\');
            rp_buf_add(out, rp_str_part(text, 0, step));
        }
        text = rp_str_from(text, step);
    }
}

void rp_markdown_text(struct rp_buf *out, struct rampart_str text)
{
    markdown_escape(out, text, "\\`*_{}[]<>()#+!|~&@$");
}

/* The longest run of backquotes: the fence around them is longer. */
static size_t markdown_longest_run(struct rampart_str text)
{
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < text.len; i++) {
        run = text.data[i] == '`' ? run + 1 : 0;
        if (run > longest) longest = run;
    }
    return longest;
}

static void markdown_fence(struct rp_buf *out, size_t len)
{
    for (size_t i = 0; i < len; i++) rp_buf_add_byte(out, '`');
}

void rp_markdown_code(struct rp_buf *out, struct rampart_str text)
{
    const size_t fence = markdown_longest_run(text) + 1;
    const bool apart = fence > 1 || text.len == 0;
    markdown_fence(out, fence);
    if (apart) rp_buf_add_byte(out, ' ');
    markdown_escape(out, text, "|"); /* which would end a cell of a table */
    if (apart) rp_buf_add_byte(out, ' ');
    markdown_fence(out, fence);
}
