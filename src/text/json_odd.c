/* SPDX-License-Identifier: Apache-2.0 */
#include "text/json_odd.h"

#include <assert.h>

#include "base/utf8.h"

static const struct rp_json_odd odds[] = {
    {0x0085, 0x0085, ' ', "next line"},
    {0x00A0, 0x00A0, ' ', "no-break space"},
    {0x00AD, 0x00AD, ' ', "soft hyphen"},
    {0x1680, 0x1680, ' ', "ogham space mark"},
    {0x2000, 0x200A, ' ', "typographic space"},
    {0x200B, 0x200F, ' ', "invisible character"},
    {0x2028, 0x2028, ' ', "line separator"},
    {0x2029, 0x2029, ' ', "paragraph separator"},
    {0x202A, 0x202E, ' ', "invisible character that turns the direction of text"},
    {0x202F, 0x202F, ' ', "narrow no-break space"},
    {0x205F, 0x205F, ' ', "mathematical space"},
    {0x2060, 0x2069, ' ', "invisible character"},
    {0x3000, 0x3000, ' ', "full-width space"},
    {0xFEFF, 0xFEFF, ' ', "byte order mark"},
    {0xFF0C, 0xFF0C, ',', "full-width comma"},
    {0x3001, 0x3001, ',', "ideographic comma"},
    {0xFF1B, 0xFF1B, ',', "full-width semicolon"},
    {0xFF1A, 0xFF1A, ':', "full-width colon"},
    {0xFF5B, 0xFF5B, '{', "full-width bracket"},
    {0xFF5D, 0xFF5D, '}', "full-width bracket"},
    {0xFF3B, 0xFF3B, '[', "full-width bracket"},
    {0xFF3D, 0xFF3D, ']', "full-width bracket"},
    {0x3010, 0x3010, '[', "full-width bracket"},
    {0x3011, 0x3011, ']', "full-width bracket"},
    {0x201C, 0x201F, '"', "typographic quote"},
    {0xFF02, 0xFF02, '"', "full-width quote"},
    {0x00AB, 0x00AB, '"', "typographic quote"},
    {0x00BB, 0x00BB, '"', "typographic quote"},
    {0x300C, 0x300F, '"', "typographic quote"},
    {0x2018, 0x201B, '\'', "typographic quote"},
    {0xFF07, 0xFF07, '\'', "full-width quote"},
};

static_assert(sizeof odds / sizeof *odds <= RP_JSON_ODD_COUNT, "a scan counts each row");

const struct rp_json_odd *rp_json_odd_at(struct rampart_str text, size_t *ret_row)
{
    if (text.len == 0 || (unsigned char)text.data[0] < 0x80) return NULL;
    uint32_t code = rp_utf8_decode(text);
    for (size_t i = 0; i < sizeof odds / sizeof *odds; i++) {
        if (code < odds[i].first || code > odds[i].last) continue;
        *ret_row = i;
        return &odds[i];
    }
    return NULL;
}
