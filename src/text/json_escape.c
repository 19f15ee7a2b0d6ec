/* SPDX-License-Identifier: Apache-2.0 */
/* Backslashes inside strings: judged by rp_json_escape(), replaced by rp_json_unescape(). */
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "text/json_scan.h"

enum { REPLACEMENT = 0xFFFD };

static int hex_digit(char c)
{
    if (rp_is_digit(c)) return c - '0';
    c = rp_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The code unit of \uXXXX at the start of the text, or -1. */
static int32_t code_unit(struct rampart_str text)
{
    if (text.len < 6 || text.data[0] != '\\' || text.data[1] != 'u') return -1;
    int32_t unit = 0;
    for (size_t i = 2; i < 6; i++) {
        int digit = hex_digit(text.data[i]);
        if (digit < 0) return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

static bool is_high(int32_t unit)
{
    return unit >= 0xD800 && unit <= 0xDBFF;
}

static bool is_low(int32_t unit)
{
    return unit >= 0xDC00 && unit <= 0xDFFF;
}

/* The character that one or two \uXXXX stand for, and their length; U+FFFD for half a pair. */
static uint32_t unicode_escape(struct rampart_str text, size_t *ret_len)
{
    int32_t unit = code_unit(text), second = code_unit(rp_str_from(text, 6));
    *ret_len = 6;
    if (is_high(unit) && is_low(second)) {
        *ret_len = 12;
        return 0x10000u + ((uint32_t)(unit - 0xD800) << 10) + (uint32_t)(second - 0xDC00);
    }
    return unit < 0 || is_high(unit) || is_low(unit) ? REPLACEMENT : (uint32_t)unit;
}

/* The character after the backslash of a simple escape, and what it stands for. */
static const char simple[][2] = {{'"', '"'},  {'\\', '\\'}, {'/', '/'},  {'b', '\b'},
                                 {'f', '\f'}, {'n', '\n'},  {'r', '\r'}, {'t', '\t'}};

static const char *simple_escape(char c)
{
    for (size_t i = 0; i < sizeof simple / sizeof *simple; i++)
        if (simple[i][0] == c) return &simple[i][1];
    return NULL;
}

static bool judge_unicode(struct rp_json_scan *scan, uint32_t *at)
{
    struct rampart_diags *diags = scan->reading->diags;
    struct rampart_str text = rp_str_from(scan->text, *at);
    int32_t unit = code_unit(text);
    if (unit < 0) {
        rp_diag(diags, RAMPART_ERROR, RP_SYN_ESCAPE, rp_json_place(scan, *at, *at + 2),
                "\\u must be followed by four hexadecimal digits");
        rp_diag_help(diags, "write four digits, as in \\u002A; for a backslash write two");
        *at += 2;
        return false;
    }
    size_t len;
    uint32_t code = unicode_escape(text, &len);
    struct rp_at place = rp_json_place(scan, *at, *at + (uint32_t)len);
    *at += (uint32_t)len;
    if (code == 0) {
        rp_diag(diags, RAMPART_ERROR, RP_SYN_NUL, place, "the character U+0000 has no place in a document");
        rp_diag_help(diags, "remove \\u0000");
    } else if (len == 6 && (is_high(unit) || is_low(unit))) {
        rp_diag(diags, RAMPART_ERROR, RP_SYN_SURROGATE, place, "\\u%04X is only one half of a surrogate pair",
                (unsigned)unit);
        rp_diag_help(diags, "write both halves, or the character itself");
    } else {
        return true;
    }
    return false;
}

static void report_letter(struct rp_json_scan *scan, uint32_t at, char c)
{
    rp_diag(scan->reading->diags, RAMPART_ERROR, RP_SYN_ESCAPE, rp_json_place(scan, at, at + 2),
            "\\%c is not an escape that JSON knows", c);
    rp_diag_help(scan->reading->diags,
                 "for a backslash write \\\\; JSON knows \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX");
}

static bool is_word_character(char c)
{
    return rp_is_digit(c) || (rp_lower(c) >= 'a' && rp_lower(c) <= 'z');
}

bool rp_json_escape(struct rp_json_scan *scan, uint32_t *at, struct rp_json_repeat *backslashes)
{
    uint32_t start = *at;
    char c = (char)rp_json_byte(scan, start + 1);
    if (c == 'u') return judge_unicode(scan, at);
    if (simple_escape(c) != NULL) {
        *at += 2;
        return true;
    }
    *at += (unsigned char)c < 0x20 || (unsigned char)c >= 0x80 ? 1 : 2;
    if (is_word_character(c)) {
        report_letter(scan, start, c);
        return false;
    }
    if (!rp_json_repeated(scan, backslashes)) return false;
    /* Text that went through Markdown has them everywhere: one report for a string says it all. */
    struct rampart_str shown = rp_json_part(scan, start, (unsigned char)c < 0x20 ? start + 1 : start + 2);
    if ((unsigned char)c >= 0x80) shown.len = 1;
    rp_diag(scan->reading->diags, RAMPART_ERROR, RP_SYN_ESCAPE, rp_json_place(scan, start, *at),
            "%.*s is not an escape that JSON knows", RP_ARG(shown));
    backslashes->listed = rampart_diags_count(scan->reading->diags) > backslashes->diag;
    return false;
}

/* Writes what the escape at the start of `raw` stands for; returns how long the escape is. */
static size_t replace(struct rampart_str raw, char *to, size_t *ret_written)
{
    const char *meant = raw.len > 1 ? simple_escape(raw.data[1]) : NULL;
    *ret_written = 0;
    if (meant != NULL) {
        to[(*ret_written)++] = *meant;
        return 2;
    }
    if (code_unit(raw) < 0) return 1; /* a wrong escape: its backslash is dropped */
    size_t len;
    uint32_t code = unicode_escape(raw, &len);
    *ret_written = rp_utf8_encode(code == 0 ? REPLACEMENT : code, to);
    return len;
}

bool rp_json_unescape(struct rp_arena *arena, struct rampart_str raw, struct rampart_str *ret_text)
{
    char *text = RP_NEW_ARRAY(arena, char, raw.len + 1); /* an escape is never shorter than what it means */
    if (text == NULL) return false;
    size_t len = 0;
    for (size_t at = 0; at < raw.len;) {
        size_t plain = rp_str_find(rp_str_from(raw, at), '\\'), written = 0;
        memcpy(text + len, raw.data + at, plain);
        len += plain;
        at += plain;
        if (at < raw.len) at += replace(rp_str_from(raw, at), text + len, &written);
        len += written;
    }
    *ret_text = (struct rampart_str){text, len};
    return true;
}
