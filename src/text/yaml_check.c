/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "base/utf8.h"
#include "text/yaml_parts.h"

/* One walk through the text before libyaml gets it. */
struct check {
    const struct rp_reading *reading;
    struct rampart_str text;
    bool readable;
};

/* Reports [at, at + width) and keeps the text from libyaml. */
#define REFUSE(check, code, at, width, ...)                                                               \
    do {                                                                                                  \
        (check)->readable = false;                                                                        \
        RP_YAML_ERROR((check)->reading, (code), (uint32_t)(at), (uint32_t)((at) + (width)), __VA_ARGS__); \
    } while (0)

/* A document begins with an ASCII character, so in UTF-16 one of its first two bytes is zero. */
static bool is_utf16(struct rampart_str text)
{
    if (text.len < 2) return false;
    if (rp_str_starts(text, RP_STR("\xFF\xFE")) || rp_str_starts(text, RP_STR("\xFE\xFF"))) return true;
    return (text.data[0] == '\0') != (text.data[1] == '\0');
}

static uint32_t code_point(const char *bytes, size_t width)
{
    static const unsigned char payload[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    uint32_t code = (unsigned char)bytes[0] & payload[width];
    for (size_t i = 1; i < width; i++) code = code << 6 | ((unsigned char)bytes[i] & 0x3F);
    return code;
}

static bool is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0xFFFE || code == 0xFFFF;
}

static void check_character(struct check *check, size_t at, size_t width)
{
    uint32_t code = code_point(check->text.data + at, width);
    if (code == '\t' || code == '\n' || code == '\r') return;
    if (code == 0) {
        REFUSE(check, RP_SYN_NUL, at, width, "the text holds a zero byte");
        rp_diag_help(check->reading->diags, "remove it; no name in a policy has one");
    } else if (code == 0x85 || code == 0x2028 || code == 0x2029) {
        REFUSE(check, RP_SYN_BLANK, at, width, "U+%04X ends a line in YAML 1.1 only", (unsigned)code);
        rp_diag_help(check->reading->diags, "end the line with a line feed, or write \"\\u%04X\" in quotes",
                     (unsigned)code);
    } else if (code == 0xFEFF) {
        REFUSE(check, RP_SYN_BOM, at, width, "a byte order mark inside the text");
        rp_diag_help(check->reading->diags, "remove it; it is invisible in most editors");
    } else if (is_control(code)) {
        REFUSE(check, RP_SYN_CONTROL, at, width, "the control character U+%04X", (unsigned)code);
        rp_diag_help(check->reading->diags, "remove it, or write \"\\u%04X\" in quotes", (unsigned)code);
    }
}

/* Tags are refused anyway. Here already, because many %TAG lines cost libyaml the square of their number. */
static void check_line_start(struct check *check, size_t at)
{
    if (!rp_str_starts(rp_str_from(check->text, at), RP_STR("%TAG"))) return;
    REFUSE(check, RP_SYN_YAML_TAG, at, 4, "a %%TAG directive");
    rp_diag_help(check->reading->diags, "remove the line; tags are not read");
}

static void check_from(struct check *check, size_t at)
{
    bool line_start = true;
    while (at < check->text.len) {
        if (line_start) check_line_start(check, at);
        char c = check->text.data[at];
        line_start = c == '\n' || c == '\r';
        size_t width = rp_utf8_width(rp_str_from(check->text, at));
        if (width == 0) {
            REFUSE(check, RP_SYN_UTF8, at, 1, "this is not valid UTF-8");
            rp_diag_help(check->reading->diags, "save the file as UTF-8");
            return;
        }
        if (c < ' ' || c > '~')
            check_character(check, at, width); /* char may be signed: not ASCII either way */
        at += width;
    }
}

bool rp_yaml_check(const struct rp_reading *reading, bool *ret_failed)
{
    struct check check = {.reading = reading, .text = reading->source->text, .readable = true};
    size_t start = check.text.len - rp_yaml_text(reading->source).len;
    *ret_failed = start > 0;
    if (is_utf16(check.text)) {
        REFUSE(&check, RP_SYN_UTF8, 0, 1, "the text is UTF-16, not UTF-8");
        rp_diag_help(reading->diags, "save the file as UTF-8");
    } else if (start > 0) {
        RP_YAML_ERROR(reading, RP_SYN_BOM, 0, (uint32_t)start, "the text begins with a byte order mark");
        rp_diag_help(reading->diags, "save the file as UTF-8 without a byte order mark");
    }
    if (check.readable) check_from(&check, start);
    *ret_failed = *ret_failed || !check.readable;
    return check.readable;
}
