/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"

#include <string.h>

#include "base/str.h"

/* After some first bytes the second one has narrower bounds: that rules out overlong forms and surrogates. */
struct lead {
    unsigned char first_low, first_high; /* the first byte */
    unsigned char second_low, second_high;
    unsigned char width;
};

static const struct lead leads[] = {
    {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3}, {0xE1, 0xEC, 0x80, 0xBF, 3},
    {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3}, {0xF0, 0xF0, 0x90, 0xBF, 4},
    {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
};

static bool utf8_follows(const struct lead *lead, const unsigned char *bytes)
{
    if (bytes[1] < lead->second_low || bytes[1] > lead->second_high) return false;
    for (size_t i = 2; i < lead->width; i++)
        if ((bytes[i] & 0xC0) != 0x80) return false;
    return true;
}

size_t rp_utf8_width(struct rampart_str text)
{
    if (text.len == 0) return 0;
    const unsigned char *bytes = (const unsigned char *)text.data;
    if (bytes[0] < 0x80) return 1;
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
        if (bytes[0] < leads[i].first_low || bytes[0] > leads[i].first_high) continue;
        return text.len >= leads[i].width && utf8_follows(&leads[i], bytes) ? leads[i].width : 0;
    }
    return 0;
}

/* True when eight bytes stand there that are a character each. */
static bool utf8_is_ascii(struct rampart_str text, size_t at)
{
    uint64_t word;
    if (text.len - at < sizeof word) return false;
    memcpy(&word, text.data + at, sizeof word);
    return (word & UINT64_C(0x8080808080808080)) == 0;
}

size_t rp_utf8_valid(struct rampart_str text)
{
    size_t at = 0;
    while (at < text.len) {
        if (utf8_is_ascii(text, at)) {
            at += sizeof(uint64_t);
            continue;
        }
        size_t width = (unsigned char)text.data[at] < 0x80 ? 1 : rp_utf8_width(rp_str_from(text, at));
        if (width == 0) return at;
        at += width;
    }
    return at;
}

size_t rp_utf8_step(struct rampart_str text, size_t at)
{
    if ((unsigned char)text.data[at] < 0x80) return 1;
    size_t width = rp_utf8_width(rp_str_from(text, at));
    return width == 0 ? 1 : width;
}

size_t rp_utf8_count(struct rampart_str text)
{
    size_t count = 0;
    for (size_t at = 0; at < text.len;) {
        bool plain = utf8_is_ascii(text, at);
        at += plain ? sizeof(uint64_t) : rp_utf8_step(text, at);
        count += plain ? sizeof(uint64_t) : 1;
    }
    return count;
}

uint32_t rp_utf8_decode(struct rampart_str text)
{
    size_t width = rp_utf8_width(text);
    if (width == 0) return 0xFFFD;
    const unsigned char *bytes = (const unsigned char *)text.data;
    if (width == 1) return bytes[0];
    uint32_t code = bytes[0] & (0x7Fu >> width);
    for (size_t i = 1; i < width; i++) code = code << 6 | (bytes[i] & 0x3Fu);
    return code;
}

size_t rp_utf8_encode(uint32_t code, char *ret_bytes)
{
    unsigned char *bytes = (unsigned char *)ret_bytes;
    if (code < 0x80) {
        bytes[0] = (unsigned char)code;
        return 1;
    }
    size_t width = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = width - 1; i > 0; i--, code >>= 6) bytes[i] = (unsigned char)(0x80 | (code & 0x3F));
    bytes[0] = (unsigned char)((0xF00 >> width) | code);
    return width;
}

struct utf8_range {
    uint32_t first, last;
};

static bool utf8_lies_in(uint32_t code, const struct utf8_range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (code >= ranges[i].first && code <= ranges[i].last) return true;
    return false;
}

size_t rp_utf8_cells(uint32_t code)
{
    static const struct utf8_range marks[] = {
        {0x300, 0x36F},   {0x483, 0x489},   {0x591, 0x5BD},   {0x610, 0x61A},   {0x64B, 0x65F},
        {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
    };
    static const struct utf8_range wide[] = {
        {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0x4DBF},   {0x4E00, 0xA4CF},   {0xA960, 0xA97F},
        {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF01, 0xFF60},   {0xFFE0, 0xFFE6},
        {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1FAFF}, {0x20000, 0x3FFFD},
    };
    if (code < 0x300) return 1;
    if (utf8_lies_in(code, marks, sizeof marks / sizeof *marks)) return 0;
    return utf8_lies_in(code, wide, sizeof wide / sizeof *wide) ? 2 : 1;
}

/* Controls drive the terminal; the others are invisible, break lines or turn the direction of the text. */
bool rp_utf8_hidden(uint32_t code)
{
    static const struct utf8_range ranges[] = {
        {0x7F, 0x9F},     {0xAD, 0xAD},     {0x61C, 0x61C},   {0x180E, 0x180E}, {0x200B, 0x200F},
        {0x2028, 0x202E}, {0x2060, 0x206F}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE007F},
    };
    if (code < 0x7F) return code < 0x20; /* nearly every character of a report */
    return utf8_lies_in(code, ranges, sizeof ranges / sizeof *ranges);
}

size_t rp_utf8_plain(struct rampart_str text)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
    size_t at = 0;
    for (uint64_t word; text.len - at >= sizeof word; at += sizeof word) {
        memcpy(&word, text.data + at, sizeof word);
        const uint64_t low = (word - ones * 0x20) & ~word, deleted = word ^ ones * 0x7F;
        if (((word | low | ((deleted - ones) & ~deleted)) & tops) != 0) break; /* beyond ASCII, a control, or DEL */
    }
    while (at < text.len && text.data[at] >= 0x20 && text.data[at] < 0x7F) at++;
    return at;
}
