/* SPDX-License-Identifier: Apache-2.0 */
/* A string in double quotes, and what its author may have meant when it is not one. */
#include <string.h>

#include "base/str.h"
#include "base/try.h"
#include "base/utf8.h"
#include "text/json_scan.h"

/* In each byte of a word the lowest bit, the highest one. */
#define LOWS UINT64_C(0x0101010101010101)
#define HIGHS UINT64_C(0x8080808080808080)

struct string {
    struct rp_json_scan *scan;
    uint32_t start, at;   /* of the opening quote; where we are */
    uint32_t end;         /* of the text between the quotes, once it is known */
    uint32_t template_at; /* of the last "${" that is still open; 0 for none */
    uint32_t odd_quote;   /* of the first typographic quote; 0 for none */
    struct rp_json_repeat backslashes;
    bool escapes, broken, requoted, done;
    bool across_lines, control, invalid; /* reported: once a string is enough */
};

static void report(struct string *string, enum rp_code code, uint32_t start, uint32_t end,
                   const char *message, const char *help)
{
    struct rp_json_scan *scan = string->scan;
    rp_diag(scan->reading->diags, RAMPART_ERROR, code, rp_json_place(scan, start, end), "%s", message);
    rp_diag_help(scan->reading->diags, "%s", help);
    string->broken = true;
}

static void end_string(struct string *string, uint32_t text_end, uint32_t token_end)
{
    string->end = text_end;
    string->at = token_end;
    string->done = true;
}

/* Whether what follows the closing quote of a string can follow one. */
static bool can_follow(const struct rp_json_scan *scan, uint32_t at)
{
    while (rp_json_byte(scan, at) == ' ' || rp_json_byte(scan, at) == '\t') at++;
    if (at >= scan->text.len) return true;
    unsigned char c = rp_json_byte(scan, at);
    return c < 0x20 || c >= 0x80 || rp_str_find(RP_STR(",:;]}/#=\\"), (char)c) < sizeof ",:;]}/#=\\" - 1;
}

/* "${a == "b" ? c : d}": the quotes belong to the template. */
static bool cross_template(struct string *string)
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

static void at_quote(struct string *string)
{
    struct rp_json_scan *scan = string->scan;
    bool suspect = string->template_at != 0 || string->odd_quote != 0;
    if (suspect && !can_follow(scan, string->at + 1)) {
        if (string->template_at != 0 && cross_template(string)) return;
        if (string->odd_quote != 0) {
            uint32_t width = (uint32_t)rp_utf8_width(rp_str_from(scan->text, string->odd_quote));
            report(string, RP_SYN_QUOTE, string->odd_quote, string->odd_quote + width,
                   "a string ends with a quote that JSON does not know", "end the string with \"");
            string->requoted = true;
            end_string(string, string->odd_quote, string->odd_quote + width);
            return;
        }
    }
    end_string(string, string->at, string->at + 1);
}

static void unclosed(struct string *string)
{
    struct rp_json_scan *scan = string->scan;
    uint32_t end = rp_json_unclosed_end(scan, string->start + 1, string->at);
    if (string->at >= scan->text.len) scan->ended_in_string = true;
    report(string, RP_SYN_QUOTE, string->start, end, "the string that begins here has no closing quote",
           "end the string with \" on the same line");
    end_string(string, end, end);
}

/*
 * A line ends inside the string: either the string was broken over lines, and its closing quote is the
 * next one, or the closing quote is missing, and the next one opens another string.
 */
static void at_line_end(struct string *string)
{
    struct rp_json_scan *scan = string->scan;
    size_t quote = string->at + rp_str_find(rp_str_from(scan->text, string->at), '"');
    if (quote >= scan->text.len || !can_follow(scan, (uint32_t)quote + 1)) {
        unclosed(string);
        return;
    }
    string->across_lines = true;
    report(string, RP_SYN_CONTROL, string->at, string->at + 1, "a line ends inside a string",
           "write the string on one line; \\n stands for a line break");
}

static void at_control(struct string *string)
{
    unsigned char c = rp_json_byte(string->scan, string->at);
    if ((c == '\n' || c == '\r') && !string->across_lines) {
        at_line_end(string);
        if (string->done) return;
    } else if (c == 0) {
        report(string, RP_SYN_NUL, string->at, string->at + 1,
               "the character U+0000 has no place in a document", "remove it");
    } else if (c != '\n' && c != '\r' && !string->control) {
        string->control = true;
        report(string, RP_SYN_CONTROL, string->at, string->at + 1,
               "a control character stands inside a string",
               c == '\t' ? "write \\t for a tab" : "remove it, or write it as \\u00XX");
    }
    string->at++;
}

static void beyond_ascii(struct string *string)
{
    struct rp_json_scan *scan = string->scan;
    struct rampart_str rest = rp_str_from(scan->text, string->at);
    size_t width = rp_utf8_width(rest), row;
    const struct rp_json_odd *odd = rp_json_odd_at(rest, &row);
    if (odd != NULL && odd->means == '"' && string->odd_quote == 0) string->odd_quote = string->at;
    if (width == 0 && !string->invalid) {
        string->invalid = true;
        report(string, RP_SYN_UTF8, string->at, string->at + 1, "a string is not valid UTF-8 here",
               "save the document as UTF-8");
    }
    string->at += width == 0 ? 1 : (uint32_t)width;
}

static void step(struct string *string)
{
    struct rp_json_scan *scan = string->scan;
    unsigned char c = rp_json_byte(scan, string->at);
    if (string->at >= scan->text.len) {
        unclosed(string);
    } else if (c == '"') {
        at_quote(string);
    } else if (c == '\\') {
        string->escapes = true;
        if (!rp_json_escape(scan, &string->at, &string->backslashes)) string->broken = true;
    } else if (c < 0x20) {
        at_control(string);
    } else if (c >= 0x80) {
        beyond_ascii(string);
    } else {
        if (c == '$' && rp_json_byte(scan, string->at + 1) == '{') string->template_at = string->at;
        if (c == '}') string->template_at = 0;
        string->at++;
    }
}

/* A byte of a string that needs no closer look: no end, escape or template, no control, no part of a longer character. */
static bool is_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x80 && c != '"' && c != '\\' && c != '$' && c != '}';
}

/* Whether some byte of a word is zero; right for the lowest such byte, which is enough for "some". */
static uint64_t zero_bytes(uint64_t word)
{
    return (word - LOWS) & ~word & HIGHS;
}

/* is_plain() of eight bytes at once. */
static bool all_plain(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    uint64_t controls = (word - LOWS * 0x20) & ~word;
    return (((word | controls) & HIGHS) | zero_bytes(word ^ LOWS * '"') | zero_bytes(word ^ LOWS * '\\') |
            zero_bytes(word ^ LOWS * '$') | zero_bytes(word ^ LOWS * '}')) == 0;
}

/* The offset of the next byte that needs a closer look. */
static uint32_t past_plain(struct rampart_str text, size_t at)
{
    while (at + sizeof(uint64_t) <= text.len && all_plain(text.data + at)) at += sizeof(uint64_t);
    while (at < text.len && is_plain((unsigned char)text.data[at])) at++;
    return (uint32_t)at;
}

static void finish_backslashes(const struct string *string)
{
    const struct rp_json_repeat *repeat = &string->backslashes;
    struct rampart_diags *diags = string->scan->reading->diags;
    if (!repeat->listed) return;
    if (repeat->count == 1)
        rp_diag_help_of(diags, repeat->diag, "remove the backslash, or write \\\\ for a backslash");
    else
        rp_diag_help_of(diags, repeat->diag,
                        "remove the backslash, or write \\\\ for a backslash; the string has %zu more",
                        repeat->count - 1);
}

static enum rampart_status check_size(const struct string *string, struct rampart_str text)
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
static enum rampart_status closer_look(struct rp_json_scan *scan, uint32_t plain,
                                       struct rp_json_token *ret_token)
{
    struct string string = {.scan = scan, .start = scan->at, .at = plain};
    while (!string.done) {
        step(&string);
        if (!string.done) string.at = past_plain(scan->text, string.at);
    }
    finish_backslashes(&string);
    struct rampart_str text = rp_json_part(scan, string.start + 1, string.end);
    if (string.escapes) RP_TRY_MEMORY(rp_json_unescape(scan->arena, text, &text));
    RP_TRY(check_size(&string, text));
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

enum rampart_status rp_json_string(struct rp_json_scan *scan, struct rp_json_token *ret_token)
{
    uint32_t start = scan->at, plain = past_plain(scan->text, start + 1);
    if (rp_json_byte(scan, plain) == '"' && plain - start <= scan->reading->limits->string_bytes) {
        struct rampart_str text = {scan->text.data + start + 1, plain - start - 1};
        *ret_token = (struct rp_json_token){.kind = RP_JSON_STRING, .span = {start, plain + 1}, .text = text};
        scan->at = plain + 1;
        return RAMPART_OK;
    }
    return closer_look(scan, plain, ret_token);
}
