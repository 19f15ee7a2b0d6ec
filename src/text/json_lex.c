/* SPDX-License-Identifier: Apache-2.0 */
#include "text/json_lex.h"

#include "base/str.h"
#include "base/utf8.h"
#include "text/did_you_mean.h"
#include "text/json_string.h"

/* ---- the start of the text ---- */

/* UTF-16 begins with a mark, or has a zero beside every ASCII character. */
static bool json_lex_looks_like_utf16(struct rampart_str text)
{
    if (rp_str_starts(text, RP_STR("\xFF\xFE")) || rp_str_starts(text, RP_STR("\xFE\xFF"))) return true;
    if (text.len < 4 || text.len % 2 != 0) return false;
    bool high = text.data[0] == 0 && text.data[2] == 0 && text.data[1] != 0 && text.data[3] != 0;
    bool low = text.data[1] == 0 && text.data[3] == 0 && text.data[0] != 0 && text.data[2] != 0;
    return high || low;
}

bool rp_json_lex_init(struct rp_json_scan *scan, const struct rp_reading *reading, struct rp_span part)
{
    scan->reading = reading;
    scan->arena = reading->arena;
    scan->text = reading->source->text;
    scan->at = part.start;
    if (part.end > 0) scan->text.len = part.end;
    if (part.start > 0) return true; /* the start of the text was seen before */
    if (json_lex_looks_like_utf16(scan->text)) {
        rp_diag(reading->diags, RAMPART_ERROR, RP_SYN_UTF8, rp_json_place(scan, 0, 1),
                "the document is written in UTF-16, not in UTF-8");
        rp_diag_help(reading->diags, "save it as UTF-8 without a byte order mark");
        return false;
    }
    if (!rp_str_starts(scan->text, RP_STR("\xEF\xBB\xBF"))) return true;
    rp_diag(reading->diags, RAMPART_ERROR, RP_SYN_BOM, rp_json_place(scan, 0, 3),
            "the document begins with a byte order mark (U+FEFF)");
    rp_diag_help(reading->diags, "save it as UTF-8 without a byte order mark");
    scan->at = 3;
    return true;
}

/* ---- between tokens ---- */

static void json_lex_skip_confusable(struct rp_json_scan *scan, const struct rp_json_confusable *confusable,
                                     size_t row)
{
    struct rampart_str rest = rp_str_from(scan->text, scan->at);
    uint32_t end = scan->at + (uint32_t)rp_utf8_width(rest);
    if (scan->blanks == NULL)
        scan->blanks = RP_NEW_ARRAY(scan->reading->arena, struct rp_json_repeat, RP_JSON_CONFUSABLES);
    struct rp_json_repeat uncounted = {0}; /* without memory each is reported */
    struct rp_json_repeat *repeat = scan->blanks == NULL ? &uncounted : &scan->blanks[row];
    if (rp_json_repeat(scan, repeat)) {
        rp_diag(scan->reading->diags, RAMPART_ERROR, RP_SYN_BLANK, rp_json_place(scan, scan->at, end),
                "U+%04X (%s) is not a blank in JSON", (unsigned)rp_utf8_decode(rest), confusable->name);
        rp_json_repeat_listed(scan, repeat);
    }
    scan->at = end;
}

static void json_lex_skip_backslash(struct rp_json_scan *scan)
{
    struct rp_json_repeat *repeat = &scan->backslashes;
    if (rp_json_repeat(scan, repeat)) {
        rp_diag(scan->reading->diags, RAMPART_ERROR, RP_SYN_ESCAPE,
                rp_json_place(scan, scan->at, scan->at + 1), "a backslash outside of a string");
        rp_json_repeat_listed(scan, repeat);
    }
    scan->at++;
}

/* The end of a block comment; the end of its line when it is never closed. */
static uint32_t json_lex_block_end(struct rp_json_scan *scan)
{
    for (size_t at = scan->at + 2; !scan->block_open && at < scan->text.len; at++) {
        at += rp_str_find(rp_str_from(scan->text, at), '*');
        if (rp_json_byte(scan, (uint32_t)at) == '*' && rp_json_byte(scan, (uint32_t)at + 1) == '/')
            return (uint32_t)at + 2;
    }
    scan->block_open = true;
    scan->ended_in_string = true;
    return rp_json_line_end(scan, scan->at);
}

static void json_lex_skip_comment(struct rp_json_scan *scan)
{
    struct rampart_diags *diags = scan->reading->diags;
    bool block = rp_json_byte(scan, scan->at + 1) == '*' && rp_json_byte(scan, scan->at) == '/';
    uint32_t end = block ? json_lex_block_end(scan) : rp_json_line_end(scan, scan->at);
    bool open = block && !rp_str_ends(rp_json_part(scan, scan->at + 2, end), RP_STR("*/"));
    rp_diag(diags, RAMPART_ERROR, RP_SYN_COMMENT, rp_json_place(scan, scan->at, end),
            open ? "a comment that is never closed; JSON has no comments" : "JSON has no comments");
    rp_diag_help(diags, "remove the comment, or write the policy as YAML");
    scan->at = end;
}

static bool json_lex_is_control(unsigned char c)
{
    return (c < 0x20 || c == 0x7F) && !rp_is_blank((char)c);
}

static void json_lex_skip_control(struct rp_json_scan *scan)
{
    struct rampart_diags *diags = scan->reading->diags;
    uint32_t start = scan->at;
    unsigned char c = rp_json_byte(scan, start);
    while (scan->at < scan->text.len && rp_json_byte(scan, scan->at) == c) scan->at++;
    rp_diag(diags, RAMPART_ERROR, c == 0 ? RP_SYN_NUL : RP_SYN_CONTROL, rp_json_place(scan, start, scan->at),
            c == 0 ? "the character U+%04X is not allowed in a document"
                   : "the control character U+%04X is not a blank in JSON",
            (unsigned)c);
    rp_diag_help(diags, "remove it");
}

static void json_lex_skip_invalid(struct rp_json_scan *scan)
{
    struct rampart_diags *diags = scan->reading->diags;
    uint32_t start = scan->at;
    while (scan->at < scan->text.len && rp_utf8_width(rp_str_from(scan->text, scan->at)) == 0) scan->at++;
    rp_diag(diags, RAMPART_ERROR, RP_SYN_UTF8, rp_json_place(scan, start, scan->at),
            "the byte 0x%02X is not valid UTF-8 here", (unsigned)rp_json_byte(scan, start));
    rp_diag_help(diags, "save the document as UTF-8");
}

/* Takes one step towards the next token; false when it is reached. */
static bool json_lex_skip_step(struct rp_json_scan *scan)
{
    size_t row;
    unsigned char c = rp_json_byte(scan, scan->at), after = rp_json_byte(scan, scan->at + 1);
    struct rampart_str rest = rp_str_from(scan->text, scan->at);
    const struct rp_json_confusable *confusable = rp_json_confusable_at(rest, &row);
    if (c == '#' || (c == '/' && (after == '/' || after == '*')))
        json_lex_skip_comment(scan);
    else if (c == '\\')
        json_lex_skip_backslash(scan);
    else if (json_lex_is_control(c))
        json_lex_skip_control(scan);
    else if (rp_utf8_width(rest) == 0)
        json_lex_skip_invalid(scan);
    else if (confusable != NULL && confusable->means == ' ')
        json_lex_skip_confusable(scan, confusable, row);
    else
        return false;
    return true;
}

/* Most bytes after a blank or a token begin the next one and need no closer look. */
static bool json_lex_begins_token(unsigned char c)
{
    return c > ' ' && c < 0x7F && c != '#' && c != '/' && c != '\\';
}

void rp_json_lex_skip(struct rp_json_scan *scan)
{
    for (;;) {
        unsigned char c = rp_json_byte(scan, scan->at);
        if (rp_is_blank((char)c))
            scan->at++;
        else if (json_lex_begins_token(c) || scan->at >= scan->text.len || !json_lex_skip_step(scan))
            return;
    }
}

/* ---- where a word ends ---- */

static bool json_lex_ends_word(struct rampart_str text, size_t at)
{
    unsigned char c = (unsigned char)text.data[at];
    if (c <= 0x20 || c == 0x7F) return true;
    if (c < 0x80) return rp_str_find(RP_STR("{}[]:,\"\\;="), (char)c) < sizeof "{}[]:,\"\\;=" - 1;
    size_t row;
    struct rampart_str rest = rp_str_from(text, at);
    return rp_utf8_width(rest) == 0 || rp_json_confusable_at(rest, &row) != NULL;
}

static size_t json_lex_word_length(struct rampart_str text)
{
    size_t at = rp_utf8_step(text, 0);
    while (at < text.len && !json_lex_ends_word(text, at)) at += rp_utf8_step(text, at);
    return at;
}

/* ---- numbers ---- */

static size_t json_lex_past_digits(struct rampart_str text, size_t at)
{
    while (at < text.len && rp_is_digit(text.data[at])) at++;
    return at;
}

static bool json_lex_is_at(struct rampart_str text, size_t at, char lower)
{
    return at < text.len && rp_lower(text.data[at]) == lower;
}

/* RFC 8259, section 6. */
static bool json_lex_is_number(struct rampart_str text)
{
    size_t at = json_lex_is_at(text, 0, '-') ? 1 : 0;
    size_t whole = json_lex_past_digits(text, at);
    if (whole == at || (whole - at > 1 && text.data[at] == '0')) return false;
    at = whole;
    if (json_lex_is_at(text, at, '.')) {
        size_t end = json_lex_past_digits(text, at + 1);
        if (end == at + 1) return false;
        at = end;
    }
    if (json_lex_is_at(text, at, 'e')) {
        at += json_lex_is_at(text, at + 1, '+') || json_lex_is_at(text, at + 1, '-') ? 2 : 1;
        size_t end = json_lex_past_digits(text, at);
        if (end == at) return false;
        at = end;
    }
    return at == text.len;
}

static bool json_lex_looks_like_number(struct rampart_str text)
{
    size_t at = text.data[0] == '-' || text.data[0] == '+' ? 1 : 0;
    if (json_lex_is_at(text, at, '.')) at++;
    return at < text.len && rp_is_digit(text.data[at]);
}

static const char *json_lex_number_help(struct rampart_str text)
{
    size_t at = json_lex_is_at(text, 0, '-') ? 1 : 0;
    if (text.data[0] == '+') return "a number has no plus sign before it";
    if (json_lex_is_at(text, at, '.')) return "write a zero before the point";
    if (json_lex_past_digits(text, at) == text.len)
        return "a number does not begin with a zero; if it is an identifier, put it in double quotes";
    if (text.data[text.len - 1] == '.') return "write a digit after the point, or remove the point";
    return "if it is text, put it in double quotes";
}

static void json_lex_report_number(struct rp_json_scan *scan, struct rp_span span, struct rampart_str text)
{
    struct rampart_diags *diags = scan->reading->diags;
    rp_diag(diags, RAMPART_ERROR, RP_SYN_NUMBER, rp_json_place(scan, span.start, span.end),
            "%.*s is not a valid number in JSON", RP_ARG(rp_json_shown(text)));
    rp_diag_help(diags, "%s", json_lex_number_help(text));
}

/* ---- words ---- */

static enum rp_json_kind json_lex_kind(struct rampart_str text)
{
    if (rp_str_equal(text, RP_STR("true")) || rp_str_equal(text, RP_STR("false"))) return RP_JSON_BOOL;
    if (rp_str_equal(text, RP_STR("null"))) return RP_JSON_NULL;
    if (json_lex_is_number(text)) return RP_JSON_NUMBER;
    return json_lex_looks_like_number(text) ? RP_JSON_JUNK : RP_JSON_WORD;
}

/* "true//why" ends with a comment; "https://host" does not. */
static size_t json_lex_before_comment(struct rampart_str text)
{
    size_t slash = rp_str_find(text, '/');
    if (slash + 1 >= text.len || (text.data[slash + 1] != '/' && text.data[slash + 1] != '*'))
        return text.len;
    return json_lex_kind(rp_str_part(text, 0, slash == 0 ? 1 : slash)) == RP_JSON_WORD ? text.len : slash;
}

static void json_lex_word(struct rp_json_scan *scan, struct rp_json_token *ret_token)
{
    struct rampart_str text = rp_str_from(scan->text, scan->at);
    text.len = json_lex_word_length(text);
    text.len = json_lex_before_comment(text);
    struct rp_span span = {scan->at, scan->at + (uint32_t)text.len};
    enum rp_json_kind kind = json_lex_kind(text);
    if (kind == RP_JSON_JUNK) json_lex_report_number(scan, span, text);
    scan->at = span.end;
    *ret_token =
        (struct rp_json_token){.kind = kind, .span = span, .text = text, .broken = kind >= RP_JSON_WORD};
}

/* ---- words where a value belongs ---- */

static bool json_lex_is_reference(struct rampart_str text)
{
    static const char *const roots[] = {"var.", "local.", "data.", "module.", "each.", "path.", "resource."};
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (rp_str_starts(text, rampart_str(roots[i]))) return true;
    return false;
}

/* The length of the name of a function that is called here; 0 when none is. */
static size_t json_lex_call_length(struct rampart_str text)
{
    size_t len = rp_str_find(text, '(');
    if (len == text.len) return 0;
    for (size_t i = 0; i < len; i++)
        if (text.data[i] != '_' && !rp_is_digit(text.data[i]) &&
            (rp_lower(text.data[i]) < 'a' || rp_lower(text.data[i]) > 'z'))
            return 0;
    return len;
}

/* The rest of the value up to a blank: "acs:oss:*:*:bucket" is one value of several words. */
static uint32_t json_lex_bare_end(struct rp_json_scan *scan, uint32_t at)
{
    while (at < scan->text.len) {
        char c = scan->text.data[at];
        uint32_t end = 0;
        if (rp_json_at_template(scan, at)) end = rp_json_matching(scan, at, true, '{', '}');
        if (end == 0 && c != ':' && c != '=' && c != '[' && c != '{' && json_lex_ends_word(scan->text, at))
            break;
        at = end != 0 ? end : at + (uint32_t)rp_utf8_step(scan->text, at);
    }
    return at;
}

static const char *json_lex_meant_literal(struct rampart_str text)
{
    static const char *const literals[] = {"true", "false", "null"};
    static const char *const others[][2] = {
        {"none", "null"}, {"nil", "null"}, {"undefined", "null"}, {"yes", "true"}, {"no", "false"}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (rp_str_equal_fold(text, rampart_str(others[i][0]))) return others[i][1];
    return text.len <= 7 ? rp_nearest(text, literals, sizeof literals / sizeof *literals) : NULL;
}

static void json_lex_report_word(struct rp_json_scan *scan, bool alone, struct rp_span span,
                                 struct rampart_str text)
{
    struct rampart_diags *diags = scan->reading->diags;
    struct rampart_str shown = rp_json_shown(text);
    bool not_finite = rp_str_equal_fold(text, RP_STR("nan")) || rp_str_ends(text, RP_STR("Infinity"));
    bool ellipsis = rp_str_equal(text, RP_STR("...")) || rp_str_equal(text, RP_STR("\xE2\x80\xA6"));
    rp_diag(diags, RAMPART_ERROR, not_finite ? RP_SYN_NUMBER : RP_SYN_UNEXPECTED,
            rp_json_place(scan, span.start, span.end),
            not_finite ? "%.*s is not a valid number in JSON" : "%.*s has no quotes", RP_ARG(shown));
    const char *literal = json_lex_meant_literal(text);
    if (alone)
        rp_diag_help(diags, "a document begins with {");
    else if (ellipsis)
        rp_diag_help(diags, "write the part that was left out, or remove the dots");
    else if (literal != NULL)
        rp_diag_help(diags, "write %s, or \"%.*s\" for text", literal, RP_ARG(shown));
    else
        rp_diag_help(diags, "put text in double quotes: \"%.*s\"", RP_ARG(shown));
}

void rp_json_lex_bare_value(struct rp_json_scan *scan, bool alone, struct rp_json_token *token)
{
    struct rampart_str rest = rp_str_from(scan->text, token->span.start);
    bool call = json_lex_call_length(token->text) > 0;
    uint32_t start = token->span.start;
    uint32_t end =
        call ? rp_json_matching(scan, start, false, '(', ')') : json_lex_bare_end(scan, token->span.end);
    if (end == 0) end = rp_json_unclosed_end(scan, start, rp_json_line_end(scan, start));
    token->span.end = end;
    token->text = rp_str_part(rest, 0, end - start);
    token->kind = RP_JSON_JUNK;
    scan->at = end;
    if (call || json_lex_is_reference(token->text))
        rp_json_report_template(scan, start, end);
    else
        json_lex_report_word(scan, alone, token->span, token->text);
}

/* ---- templates ---- */

/* A template that is never closed is given up at the next comma, else at the end of the line. */
static uint32_t json_lex_next_comma(const struct rp_json_scan *scan, uint32_t start)
{
    uint32_t at = start;
    while (at < scan->text.len && scan->text.data[at] != ',' && scan->text.data[at] != '\n') at++;
    return rp_json_unclosed_end(scan, start, at);
}

/* Steps over a template outside of strings and reports it. */
static void json_lex_template(struct rp_json_scan *scan, struct rp_json_token *ret_token)
{
    uint32_t start = scan->at;
    uint32_t end = rp_json_matching(scan, start, false, '{', '}');
    if (end == 0) end = json_lex_next_comma(scan, start);
    rp_json_report_template(scan, start, end);
    scan->at = end;
    *ret_token = (struct rp_json_token){.kind = RP_JSON_JUNK, .span = {start, end}, .broken = true};
}

/* ---- tokens ---- */

static enum rp_json_kind json_lex_punctuation(unsigned char c)
{
    switch (c) {
    case '{': return RP_JSON_OPEN_MAP;
    case '}': return RP_JSON_CLOSE_MAP;
    case '[': return RP_JSON_OPEN_LIST;
    case ']': return RP_JSON_CLOSE_LIST;
    case ':': return RP_JSON_COLON;
    case ',': return RP_JSON_COMMA;
    default: return RP_JSON_END;
    }
}

static void json_lex_take(struct rp_json_scan *scan, enum rp_json_kind kind, size_t width,
                          struct rp_json_token *ret_token)
{
    uint32_t end = scan->at + (uint32_t)width;
    *ret_token = (struct rp_json_token){.kind = kind, .span = {scan->at, end}};
    scan->at = end;
}

/* Punctuation of other keyboards and languages, read as the sign it stands for. */
static void json_lex_take_instead(struct rp_json_scan *scan, char meant, size_t width, const char *name,
                                  struct rp_json_token *ret_token)
{
    struct rampart_diags *diags = scan->reading->diags;
    enum rp_json_kind kind = json_lex_punctuation((unsigned char)meant);
    enum rp_code code = kind == RP_JSON_COMMA   ? RP_SYN_COMMA
                        : kind == RP_JSON_COLON ? RP_SYN_UNEXPECTED
                                                : RP_SYN_BRACKET;
    json_lex_take(scan, kind, width, ret_token);
    struct rampart_str text = rp_json_part(scan, ret_token->span.start, ret_token->span.end);
    rp_diag(diags, RAMPART_ERROR, code, rp_json_place(scan, ret_token->span.start, ret_token->span.end),
            "\"%.*s\" (%s) instead of \"%c\"", RP_ARG(text), name, meant);
    rp_diag_help(diags, "write %c instead", meant);
}

static bool json_lex_take_ascii(struct rp_json_scan *scan, unsigned char c, struct rp_json_token *ret_token)
{
    if (json_lex_punctuation(c) != RP_JSON_END)
        json_lex_take(scan, json_lex_punctuation(c), 1, ret_token);
    else if (c == ';')
        json_lex_take_instead(scan, ',', 1, "semicolon", ret_token);
    else if (c == '=')
        json_lex_take_instead(scan, ':', rp_json_byte(scan, scan->at + 1) == '>' ? 2 : 1, "equals sign",
                              ret_token);
    else if (c == '\'' || c == '`')
        rp_json_string_misquoted(scan, 1, ret_token);
    else
        return false;
    return true;
}

static bool json_lex_take_confusable(struct rp_json_scan *scan, struct rp_json_token *ret_token)
{
    size_t row;
    struct rampart_str rest = rp_str_from(scan->text, scan->at);
    const struct rp_json_confusable *confusable = rp_json_confusable_at(rest, &row);
    if (confusable == NULL) return false;
    if (confusable->means == '"' || confusable->means == '\'')
        rp_json_string_misquoted(scan, rp_utf8_width(rest), ret_token);
    else
        json_lex_take_instead(scan, confusable->means, rp_utf8_width(rest), confusable->name, ret_token);
    return true;
}

enum rampart_status rp_json_lex_next(struct rp_json_scan *scan, struct rp_json_token *ret_token)
{
    rp_json_lex_skip(scan);
    if (scan->at == scan->text.len) {
        json_lex_take(scan, RP_JSON_END, 0, ret_token);
        return RAMPART_OK;
    }
    unsigned char c = rp_json_byte(scan, scan->at);
    /* A backslash outside of strings has been reported; the quote after it ends at the next such pair. */
    bool escaped = c == '"' && scan->at > 0 && rp_json_byte(scan, scan->at - 1) == '\\';
    if (c == '"' && !escaped) return rp_json_string_read(scan, ret_token);
    if (c != '{' && json_lex_punctuation(c) != RP_JSON_END) {
        json_lex_take(scan, json_lex_punctuation(c), 1, ret_token);
        return RAMPART_OK;
    }
    if (rp_json_at_template(scan, scan->at))
        json_lex_template(scan, ret_token);
    else if (escaped)
        rp_json_string_misquoted(scan, 1, ret_token);
    else if (!json_lex_take_ascii(scan, c, ret_token) && !json_lex_take_confusable(scan, ret_token))
        json_lex_word(scan, ret_token);
    return RAMPART_OK;
}

void rp_json_lex_finish(struct rp_json_scan *scan)
{
    for (size_t i = 0; scan->blanks != NULL && i < RP_JSON_CONFUSABLES; i++)
        rp_json_repeat_help(scan, &scan->blanks[i], "remove it, or write an ordinary blank instead",
                            "the document", " of them");
    rp_json_repeat_help(scan, &scan->backslashes, "remove the backslash; outside of strings JSON has none",
                        "the document", " of them");
}
