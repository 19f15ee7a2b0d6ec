/* SPDX-License-Identifier: Apache-2.0 */
#include "text/json_string.h"

#include <string.h>

#include "base/str.h"
#include "base/try.h"
#include "base/utf8.h"

/* ---- escapes ---- */

enum { REPLACEMENT = 0xFFFD };

static int json_string_hex_digit(char c)
{
    if (rp_is_digit(c)) return c - '0';
    c = rp_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The code unit of \uXXXX at the start of the text, or -1. */
static int32_t json_string_code_unit(struct rampart_str text)
{
    if (text.len < 6 || text.data[0] != '\\' || text.data[1] != 'u') return -1;
    int32_t unit = 0;
    for (size_t i = 2; i < 6; i++) {
        int digit = json_string_hex_digit(text.data[i]);
        if (digit < 0) return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

static bool json_string_is_high(int32_t unit)
{
    return unit >= 0xD800 && unit <= 0xDBFF;
}

static bool json_string_is_low(int32_t unit)
{
    return unit >= 0xDC00 && unit <= 0xDFFF;
}

/* The character that one or two \uXXXX stand for, and their length; U+FFFD for half a pair. */
static uint32_t json_string_unicode(struct rampart_str text, size_t *ret_len)
{
    int32_t unit = json_string_code_unit(text), second = json_string_code_unit(rp_str_from(text, 6));
    *ret_len = 6;
    if (json_string_is_high(unit) && json_string_is_low(second)) {
        *ret_len = 12;
        return 0x10000u + ((uint32_t)(unit - 0xD800) << 10) + (uint32_t)(second - 0xDC00);
    }
    return unit < 0 || json_string_is_high(unit) || json_string_is_low(unit) ? REPLACEMENT : (uint32_t)unit;
}

/* The character after the backslash of a simple escape, and the one it stands for. */
static const char simple_escapes[][2] = {{'"', '"'},  {'\\', '\\'}, {'/', '/'},  {'b', '\b'},
                                         {'f', '\f'}, {'n', '\n'},  {'r', '\r'}, {'t', '\t'}};

static const char *json_string_simple_escape(char c)
{
    for (size_t i = 0; i < sizeof simple_escapes / sizeof *simple_escapes; i++)
        if (simple_escapes[i][0] == c) return &simple_escapes[i][1];
    return NULL;
}

static bool json_string_check_unicode(struct rp_json_scan *scan, uint32_t *at)
{
    struct rampart_diags *diags = scan->reading->diags;
    struct rampart_str text = rp_str_from(scan->text, *at);
    int32_t unit = json_string_code_unit(text);
    if (unit < 0) {
        rp_diag(diags, RAMPART_ERROR, RP_SYN_ESCAPE, rp_json_place(scan, *at, *at + 2),
                "\\u must be followed by four hexadecimal digits");
        rp_diag_help(diags, "write four digits, as in \\u002A; for a backslash write two");
        *at += 2;
        return false;
    }
    size_t len;
    uint32_t code = json_string_unicode(text, &len);
    struct rp_at place = rp_json_place(scan, *at, *at + (uint32_t)len);
    *at += (uint32_t)len;
    if (code == 0) {
        rp_diag(diags, RAMPART_ERROR, RP_SYN_NUL, place, "the character U+0000 is not allowed in a document");
        rp_diag_help(diags, "remove \\u0000");
    } else if (len == 6 && (json_string_is_high(unit) || json_string_is_low(unit))) {
        rp_diag(diags, RAMPART_ERROR, RP_SYN_SURROGATE, place, "\\u%04X is only one half of a surrogate pair",
                (unsigned)unit);
        rp_diag_help(diags, "write both halves, or the character itself");
    } else {
        return true;
    }
    return false;
}

static void json_string_report_letter(struct rp_json_scan *scan, uint32_t at, char c)
{
    rp_diag(scan->reading->diags, RAMPART_ERROR, RP_SYN_ESCAPE, rp_json_place(scan, at, at + 2),
            "\\%c is not a valid escape in JSON", c);
    rp_diag_help(scan->reading->diags,
                 "for a backslash write \\\\; JSON has \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX");
}

static bool json_string_is_letter(char c)
{
    return rp_is_digit(c) || (rp_lower(c) >= 'a' && rp_lower(c) <= 'z');
}

/* Steps over an escape and reports a wrong one. False when it is wrong. */
static bool json_string_escape(struct rp_json_scan *scan, uint32_t *at, struct rp_json_repeat *backslashes)
{
    uint32_t start = *at;
    char c = (char)rp_json_byte(scan, start + 1);
    if (c == 'u') return json_string_check_unicode(scan, at);
    if (json_string_simple_escape(c) != NULL) {
        *at += 2;
        return true;
    }
    *at += (unsigned char)c < 0x20 || (unsigned char)c >= 0x80 ? 1 : 2;
    if (json_string_is_letter(c)) {
        json_string_report_letter(scan, start, c);
        return false;
    }
    if (!rp_json_repeat(scan, backslashes)) return false;
    /* Text that went through Markdown has them everywhere: one report for a string is enough. */
    struct rampart_str shown = rp_json_part(scan, start, (unsigned char)c < 0x20 ? start + 1 : start + 2);
    if ((unsigned char)c >= 0x80) shown.len = 1;
    rp_diag(scan->reading->diags, RAMPART_ERROR, RP_SYN_ESCAPE, rp_json_place(scan, start, *at),
            "%.*s is not a valid escape in JSON", RP_ARG(shown));
    rp_json_repeat_listed(scan, backslashes);
    return false;
}

/* Writes the characters that the escape at the start of `raw` stands for; returns the length of the escape. */
static size_t json_string_replace(struct rampart_str raw, char *to, size_t *ret_written)
{
    const char *meant = raw.len > 1 ? json_string_simple_escape(raw.data[1]) : NULL;
    *ret_written = 0;
    if (meant != NULL) {
        to[(*ret_written)++] = *meant;
        return 2;
    }
    if (json_string_code_unit(raw) < 0) return 1; /* a wrong escape: its backslash is dropped */
    size_t len;
    uint32_t code = json_string_unicode(raw, &len);
    *ret_written = rp_utf8_encode(code == 0 ? REPLACEMENT : code, to);
    return len;
}

/* The text between the quotes with its escapes replaced. False when memory is refused. */
static bool json_string_unescape(struct rp_arena *arena, struct rampart_str raw, struct rampart_str *ret_text)
{
    char *text = RP_NEW_ARRAY(arena, char, raw.len + 1); /* an escape is never shorter than what it means */
    if (text == NULL) return false;
    size_t len = 0;
    for (size_t at = 0; at < raw.len;) {
        size_t plain = rp_str_find(rp_str_from(raw, at), '\\'), written = 0;
        memcpy(text + len, raw.data + at, plain);
        len += plain;
        at += plain;
        if (at < raw.len) at += json_string_replace(rp_str_from(raw, at), text + len, &written);
        len += written;
    }
    *ret_text = (struct rampart_str){text, len};
    return true;
}

/* ---- strings in double quotes ---- */

/* The lowest bit of each byte of a word, and the highest one. */
#define LOWS UINT64_C(0x0101010101010101)
#define HIGHS UINT64_C(0x8080808080808080)

struct json_string {
    struct rp_json_scan *scan;
    uint32_t start, at;        /* the offset of the opening quote; the current one */
    uint32_t end;              /* of the text between the quotes, once it is known */
    uint32_t template_at;      /* of the last "${" that is still open; 0 for none */
    uint32_t confusable_quote; /* of the first typographic quote; 0 for none */
    struct rp_json_repeat backslashes;
    bool escapes, broken, requoted, done;
    bool across_lines, control, invalid; /* reported: once in a string is enough */
};

static void json_string_report(struct json_string *string, enum rp_code code, uint32_t start, uint32_t end,
                               const char *message, const char *help)
{
    struct rp_json_scan *scan = string->scan;
    rp_diag(scan->reading->diags, RAMPART_ERROR, code, rp_json_place(scan, start, end), "%s", message);
    rp_diag_help(scan->reading->diags, "%s", help);
    string->broken = true;
}

static void json_string_end(struct json_string *string, uint32_t text_end, uint32_t token_end)
{
    string->end = text_end;
    string->at = token_end;
    string->done = true;
}

/* True when the bytes behind a quote can follow the end of a string. */
static bool json_string_can_end(const struct rp_json_scan *scan, uint32_t at)
{
    while (rp_json_byte(scan, at) == ' ' || rp_json_byte(scan, at) == '\t') at++;
    if (at >= scan->text.len) return true;
    unsigned char c = rp_json_byte(scan, at);
    return c < 0x20 || c >= 0x80 || rp_str_find(RP_STR(",:;]}/#=\\"), (char)c) < sizeof ",:;]}/#=\\" - 1;
}

/* "${a == "b" ? c : d}": the quotes belong to the template. */
static bool json_string_cross_template(struct json_string *string)
{
    struct rp_json_scan *scan = string->scan;
    uint32_t end = rp_json_matching(scan, string->template_at, true, '{', '}');
    if (end <= string->at) return false;
    rp_json_report_template(scan, string->template_at, end);
    string->broken = true;
    string->template_at = 0;
    string->at = end;
    return true;
}

static void json_string_at_quote(struct json_string *string)
{
    struct rp_json_scan *scan = string->scan;
    bool suspect = string->template_at != 0 || string->confusable_quote != 0;
    if (suspect && !json_string_can_end(scan, string->at + 1)) {
        if (string->template_at != 0 && json_string_cross_template(string)) return;
        if (string->confusable_quote != 0) {
            uint32_t width = (uint32_t)rp_utf8_width(rp_str_from(scan->text, string->confusable_quote));
            json_string_report(
                string, RP_SYN_QUOTE, string->confusable_quote, string->confusable_quote + width,
                "the string ends with a quote that is not a quote of JSON", "end the string with \"");
            string->requoted = true;
            json_string_end(string, string->confusable_quote, string->confusable_quote + width);
            return;
        }
    }
    json_string_end(string, string->at, string->at + 1);
}

static void json_string_unclosed(struct json_string *string)
{
    struct rp_json_scan *scan = string->scan;
    uint32_t end = rp_json_unclosed_end(scan, string->start + 1, string->at);
    if (string->at >= scan->text.len) scan->ended_in_string = true;
    json_string_report(string, RP_SYN_QUOTE, string->start, end,
                       "the string that begins here has no closing quote",
                       "end the string with \" on the same line");
    json_string_end(string, end, end);
}

/*
 * A line ends inside the string: either the string was broken over lines, and its closing quote is the
 * next one, or the closing quote is missing, and the next one opens another string.
 */
static void json_string_at_line_end(struct json_string *string)
{
    struct rp_json_scan *scan = string->scan;
    size_t quote = string->at + rp_str_find(rp_str_from(scan->text, string->at), '"');
    if (quote >= scan->text.len || !json_string_can_end(scan, (uint32_t)quote + 1)) {
        json_string_unclosed(string);
        return;
    }
    string->across_lines = true;
    json_string_report(string, RP_SYN_CONTROL, string->at, string->at + 1, "the line ends inside a string",
                       "write the string on one line; \\n stands for a line break");
}

static void json_string_at_control(struct json_string *string)
{
    unsigned char c = rp_json_byte(string->scan, string->at);
    if ((c == '\n' || c == '\r') && !string->across_lines) {
        json_string_at_line_end(string);
        if (string->done) return;
    } else if (c == 0) {
        json_string_report(string, RP_SYN_NUL, string->at, string->at + 1,
                           "the character U+0000 is not allowed in a document", "remove it");
    } else if (c != '\n' && c != '\r' && !string->control) {
        string->control = true;
        json_string_report(string, RP_SYN_CONTROL, string->at, string->at + 1,
                           "a control character inside a string",
                           c == '\t' ? "write \\t for a tab" : "remove it, or write it as \\u00XX");
    }
    string->at++;
}

static void json_string_beyond_ascii(struct json_string *string)
{
    struct rp_json_scan *scan = string->scan;
    struct rampart_str rest = rp_str_from(scan->text, string->at);
    size_t width = rp_utf8_width(rest), row;
    const struct rp_json_confusable *confusable = rp_json_confusable_at(rest, &row);
    if (confusable != NULL && confusable->means == '"' && string->confusable_quote == 0)
        string->confusable_quote = string->at;
    if (width == 0 && !string->invalid) {
        string->invalid = true;
        json_string_report(string, RP_SYN_UTF8, string->at, string->at + 1,
                           "the string is not valid UTF-8 here", "save the document as UTF-8");
    }
    string->at += width == 0 ? 1 : (uint32_t)width;
}

static void json_string_step(struct json_string *string)
{
    struct rp_json_scan *scan = string->scan;
    unsigned char c = rp_json_byte(scan, string->at);
    if (string->at >= scan->text.len) {
        json_string_unclosed(string);
    } else if (c == '"') {
        json_string_at_quote(string);
    } else if (c == '\\') {
        string->escapes = true;
        if (!json_string_escape(scan, &string->at, &string->backslashes)) string->broken = true;
    } else if (c < 0x20) {
        json_string_at_control(string);
    } else if (c >= 0x80) {
        json_string_beyond_ascii(string);
    } else {
        if (c == '$' && rp_json_byte(scan, string->at + 1) == '{') string->template_at = string->at;
        if (c == '}') string->template_at = 0;
        string->at++;
    }
}

/*
 * A byte of a string that needs no closer look: no end, escape or template, no control, no part of a longer
 * character.
 */
static bool json_string_is_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x80 && c != '"' && c != '\\' && c != '$' && c != '}';
}

/* Not 0 when some byte of a word is zero. It is right for the lowest such byte, which is enough. */
static uint64_t json_string_zero_bytes(uint64_t word)
{
    return (word - LOWS) & ~word & HIGHS;
}

/* json_string_is_plain() of eight bytes at once. */
static bool json_string_all_plain(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    uint64_t controls = (word - LOWS * 0x20) & ~word;
    return (((word | controls) & HIGHS) | json_string_zero_bytes(word ^ LOWS * '"') |
            json_string_zero_bytes(word ^ LOWS * '\\') | json_string_zero_bytes(word ^ LOWS * '$') |
            json_string_zero_bytes(word ^ LOWS * '}')) == 0;
}

/* The offset of the next byte that needs a closer look. */
static uint32_t json_string_past_plain(struct rampart_str text, size_t at)
{
    while (at + sizeof(uint64_t) <= text.len && json_string_all_plain(text.data + at)) at += sizeof(uint64_t);
    while (at < text.len && json_string_is_plain((unsigned char)text.data[at])) at++;
    return (uint32_t)at;
}

static enum rampart_status json_string_check_size(const struct json_string *string, struct rampart_str text)
{
    const struct rp_reading *reading = string->scan->reading;
    if (text.len <= reading->limits->string_bytes) return RAMPART_OK;
    rp_diag(reading->diags, RAMPART_ERROR, RP_SYN_STRING_SIZE,
            rp_json_place(string->scan, string->start, string->at),
            "a string of %zu bytes is too long; the limit is %zu", text.len, reading->limits->string_bytes);
    rp_diag_help(reading->diags, "shorten it");
    return RAMPART_LIMIT;
}

/* Most strings have nothing special up to their closing quote; this one has it at `plain`. */
static enum rampart_status json_string_read_closely(struct rp_json_scan *scan, uint32_t plain,
                                                    struct rp_json_token *ret_token)
{
    struct json_string string = {.scan = scan, .start = scan->at, .at = plain};
    while (!string.done) {
        json_string_step(&string);
        if (!string.done) string.at = json_string_past_plain(scan->text, string.at);
    }
    rp_json_repeat_help(scan, &string.backslashes, "remove the backslash, or write \\\\ for a backslash",
                        "the string", "");
    struct rampart_str text = rp_json_part(scan, string.start + 1, string.end);
    if (string.escapes) RP_TRY_MEMORY(json_string_unescape(scan->arena, text, &text));
    RP_TRY(json_string_check_size(&string, text));
    scan->at = string.at;
    *ret_token = (struct rp_json_token){
        .kind = RP_JSON_STRING,
        .span = {string.start, string.at},
        .text = text,
        .broken = string.broken,
        .requoted = string.requoted,
    };
    return RAMPART_OK;
}

enum rampart_status rp_json_string_read(struct rp_json_scan *scan, struct rp_json_token *ret_token)
{
    uint32_t start = scan->at, plain = json_string_past_plain(scan->text, start + 1);
    if (rp_json_byte(scan, plain) == '"' && plain - start <= scan->reading->limits->string_bytes) {
        struct rampart_str text = {scan->text.data + start + 1, plain - start - 1};
        *ret_token = (struct rp_json_token){.kind = RP_JSON_STRING, .span = {start, plain + 1}, .text = text};
        scan->at = plain + 1;
        return RAMPART_OK;
    }
    return json_string_read_closely(scan, plain, ret_token);
}

/* ---- strings in other quotes ---- */

struct quote {
    char kind;      /* '"' or '\'' as in struct rp_json_confusable, '`', or '\\' for \" */
    uint32_t start; /* of the text after it */
};

/* The width of a closing quote at an offset; 0 when there is none. */
static size_t json_string_closing_width(const struct rp_json_scan *scan, struct quote quote, uint32_t at)
{
    unsigned char c = rp_json_byte(scan, at);
    if (quote.kind == '\\') return c == '\\' && rp_json_byte(scan, at + 1) == '"' ? 2 : 0;
    if (c == (unsigned char)quote.kind) return 1;
    if (c < 0x80 || quote.kind == '`') return 0;
    size_t row;
    struct rampart_str rest = rp_str_from(scan->text, at);
    const struct rp_json_confusable *confusable = rp_json_confusable_at(rest, &row);
    return confusable != NULL && confusable->means == quote.kind ? rp_utf8_width(rest) : 0;
}

/* 'It\'s': an escaped quote does not close. */
static bool json_string_is_escaped(const struct rp_json_scan *scan, uint32_t at)
{
    return rp_json_byte(scan, at) == '\\' &&
           (rp_json_byte(scan, at + 1) == '\'' || rp_json_byte(scan, at + 1) == '\\');
}

static struct quote json_string_quote_at(const struct rp_json_scan *scan, size_t width)
{
    struct quote quote = {(char)rp_json_byte(scan, scan->at), scan->at + (uint32_t)width};
    size_t row;
    const struct rp_json_confusable *confusable =
        rp_json_confusable_at(rp_str_from(scan->text, scan->at), &row);
    if (confusable != NULL) quote.kind = confusable->means;
    if (quote.kind == '"' && confusable == NULL) quote.kind = '\\';
    return quote;
}

static void json_string_report_quotes(const struct rp_json_scan *scan, struct quote quote,
                                      struct rp_span span, struct rampart_str text, bool closed)
{
    struct rampart_diags *diags = scan->reading->diags;
    struct rampart_str mark = rp_json_part(scan, span.start, quote.start);
    if (quote.kind == '\\') return; /* the backslash was reported where it stands */
    rp_diag(diags, RAMPART_ERROR, RP_SYN_QUOTE, rp_json_place(scan, span.start, span.end),
            closed ? "a string in %.*s quotes; JSON has only double quotes"
                   : "the string that begins here with %.*s has no closing quote",
            RP_ARG(mark));
    rp_diag_help(diags, "write \"%.*s\"", RP_ARG(rp_json_shown(text)));
}

static bool json_string_ends_line(const struct rp_json_scan *scan, uint32_t at)
{
    return at >= scan->text.len || scan->text.data[at] == '\n' || scan->text.data[at] == '\r';
}

void rp_json_string_misquoted(struct rp_json_scan *scan, size_t width, struct rp_json_token *ret_token)
{
    struct quote quote = json_string_quote_at(scan, width);
    uint32_t at = quote.start;
    size_t closing = 0;
    while (!json_string_ends_line(scan, at) && (closing = json_string_closing_width(scan, quote, at)) == 0)
        at += json_string_is_escaped(scan, at) ? 2 : 1;
    if (closing == 0) at = rp_json_unclosed_end(scan, quote.start, at);
    struct rampart_str text = rp_json_part(scan, quote.start, at);
    struct rp_span span = {scan->at, at + (uint32_t)closing};
    json_string_report_quotes(scan, quote, span, text, closing != 0);
    scan->at = span.end;
    *ret_token = (struct rp_json_token){
        .kind = RP_JSON_STRING,
        .span = span,
        .text = text,
        .broken = true,
        .requoted = rp_utf8_valid(text) == text.len && rp_str_find(text, '\0') == text.len,
    };
}
