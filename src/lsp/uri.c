/* SPDX-License-Identifier: Apache-2.0 */
#include "lsp/uri.h"

#include "base/str.h"

static int uri_digit(char c)
{
    if (rp_is_digit(c)) return c - '0';
    c = rp_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte that the text begins with, written as itself or by its number; 0: it is neither, or the byte is NUL. */
static unsigned char uri_byte(struct rampart_str text, size_t *ret_len)
{
    *ret_len = 1;
    if (text.data[0] != '%') return (unsigned char)text.data[0];
    if (text.len < 3 || uri_digit(text.data[1]) < 0 || uri_digit(text.data[2]) < 0) return 0;
    *ret_len = 3;
    return (unsigned char)(uri_digit(text.data[1]) << 4 | uri_digit(text.data[2]));
}

bool lsp_uri_path(struct rampart_str uri, struct rp_buf *out)
{
    const struct rampart_str scheme = RP_STR("file://"), host = RP_STR("localhost");
    const size_t before = out->len;
    if (!rp_str_equal_fold(rp_str_part(uri, 0, scheme.len), scheme)) return false;
    uri = rp_str_from(uri, scheme.len);
    if (rp_str_starts(uri, host)) uri = rp_str_from(uri, host.len);
    if (uri.len == 0 || uri.data[0] != '/') return false;
    while (uri.len > 0) {
        size_t len = 0;
        const unsigned char byte = uri_byte(uri, &len);
        if (byte == 0) {
            out->len = before;
            return false;
        }
        rp_buf_add_byte(out, (char)byte);
        uri = rp_str_from(uri, len);
    }
    return true;
}

static bool uri_is_plain(char c)
{
    return rp_is_digit(c) || (rp_lower(c) >= 'a' && rp_lower(c) <= 'z') || (c != '\0' && strchr("/-._~", c) != NULL);
}

void lsp_uri_of(struct rampart_str path, struct rp_buf *out)
{
    rp_buf_add(out, RP_STR("file://"));
    for (size_t i = 0; i < path.len; i++)
        if (uri_is_plain(path.data[i]))
            rp_buf_add_byte(out, path.data[i]);
        else
            rp_buf_printf(out, "%%%02X", (unsigned)(unsigned char)path.data[i]);
}
