/* SPDX-License-Identifier: Apache-2.0 */
/* Text without quotes: numbers, true, false, null, and words that belong in quotes. */
#include "base/str.h"
#include "base/utf8.h"
#include "text/did_you_mean.h"
#include "text/json_scan.h"

/* ---- where a word ends ---- */

static bool ends_word(struct rampart_str text, size_t at)
{
    unsigned char c = (unsigned char)text.data[at];
    if (c <= 0x20 || c == 0x7F) return true;
    if (c < 0x80) return rp_str_find(RP_STR("{}[]:,\"\\;="), (char)c) < sizeof "{}[]:,\"\\;=" - 1;
    size_t row;
    struct rampart_str rest = rp_str_from(text, at);
    return rp_utf8_width(rest) == 0 || rp_json_odd_at(rest, &row) != NULL;
}

static size_t word_length(struct rampart_str text)
{
    size_t at = rp_utf8_step(text, 0);
    while (at < text.len && !ends_word(text, at)) at += rp_utf8_step(text, at);
    return at;
}

/* ---- numbers ---- */

static size_t digits(struct rampart_str text, size_t at)
{
    while (at < text.len && rp_is_digit(text.data[at])) at++;
    return at;
}

static bool is_at(struct rampart_str text, size_t at, char lower)
{
    return at < text.len && rp_lower(text.data[at]) == lower;
}

/* RFC 8259, section 6. */
static bool is_number(struct rampart_str text)
{
    size_t at = is_at(text, 0, '-') ? 1 : 0;
    size_t whole = digits(text, at);
    if (whole == at || (whole - at > 1 && text.data[at] == '0')) return false;
    at = whole;
    if (is_at(text, at, '.')) {
        size_t end = digits(text, at + 1);
        if (end == at + 1) return false;
        at = end;
    }
    if (is_at(text, at, 'e')) {
        at += is_at(text, at + 1, '+') || is_at(text, at + 1, '-') ? 2 : 1;
        size_t end = digits(text, at);
        if (end == at) return false;
        at = end;
    }
    return at == text.len;
}

static bool looks_like_number(struct rampart_str text)
{
    size_t at = text.data[0] == '-' || text.data[0] == '+' ? 1 : 0;
    if (is_at(text, at, '.')) at++;
    return at < text.len && rp_is_digit(text.data[at]);
}

static const char *number_help(struct rampart_str text)
{
    size_t at = is_at(text, 0, '-') ? 1 : 0;
    if (text.data[0] == '+') return "a number has no plus sign before it";
    if (is_at(text, at, '.')) return "write a zero before the point";
    if (digits(text, at) == text.len)
        return "a number does not begin with a zero; if it is an identifier, put it in double quotes";
    if (text.data[text.len - 1] == '.') return "write a digit after the point, or remove the point";
    return "if it is text, put it in double quotes";
}

static void report_number(struct rp_json_scan *scan, struct rp_span span, struct rampart_str text)
{
    struct rampart_diags *diags = scan->reading->diags;
    rp_diag(diags, RAMPART_ERROR, RP_SYN_NUMBER, rp_json_place(scan, span.start, span.end),
            "%.*s is not a number that JSON knows", RP_ARG(rp_json_shown(text)));
    rp_diag_help(diags, "%s", number_help(text));
}

/* ---- tokens ---- */

static enum rp_json_kind kind_of(struct rampart_str text)
{
    if (rp_str_equal(text, RP_STR("true")) || rp_str_equal(text, RP_STR("false"))) return RP_JSON_BOOL;
    if (rp_str_equal(text, RP_STR("null"))) return RP_JSON_NULL;
    if (is_number(text)) return RP_JSON_NUMBER;
    return looks_like_number(text) ? RP_JSON_JUNK : RP_JSON_WORD;
}

/* In "true//why" the comment is none of the word; in "https://host" it is no comment. */
static size_t before_comment(struct rampart_str text)
{
    size_t slash = rp_str_find(text, '/');
    if (slash + 1 >= text.len || (text.data[slash + 1] != '/' && text.data[slash + 1] != '*'))
        return text.len;
    return kind_of(rp_str_part(text, 0, slash == 0 ? 1 : slash)) == RP_JSON_WORD ? text.len : slash;
}

void rp_json_word(struct rp_json_scan *scan, struct rp_json_token *ret_token)
{
    struct rampart_str text = rp_str_from(scan->text, scan->at);
    text.len = word_length(text);
    text.len = before_comment(text);
    struct rp_span span = {scan->at, scan->at + (uint32_t)text.len};
    enum rp_json_kind kind = kind_of(text);
    if (kind == RP_JSON_JUNK) report_number(scan, span, text);
    scan->at = span.end;
    *ret_token =
        (struct rp_json_token){.kind = kind, .span = span, .text = text, .broken = kind >= RP_JSON_WORD};
}

/* ---- words where a value belongs ---- */

static bool is_reference(struct rampart_str text)
{
    static const char *const roots[] = {"var.", "local.", "data.", "module.", "each.", "path.", "resource."};
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (rp_str_starts(text, rampart_str(roots[i]))) return true;
    return false;
}

/* How long the name of a function is that is called here; 0 when none is. */
static size_t call_length(struct rampart_str text)
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
static uint32_t bare_end(struct rp_json_scan *scan, uint32_t at)
{
    while (at < scan->text.len) {
        char c = scan->text.data[at];
        uint32_t end = 0;
        if (rp_json_at_template(scan, at)) end = rp_json_matching(scan, at, true, '{', '}');
        if (end == 0 && c != ':' && c != '=' && c != '[' && c != '{' && ends_word(scan->text, at)) break;
        at = end != 0 ? end : at + (uint32_t)rp_utf8_step(scan->text, at);
    }
    return at;
}

static const char *meant_literal(struct rampart_str text)
{
    static const char *const literals[] = {"true", "false", "null"};
    static const char *const others[][2] = {
        {"none", "null"}, {"nil", "null"}, {"undefined", "null"}, {"yes", "true"}, {"no", "false"}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (rp_str_equal_fold(text, rampart_str(others[i][0]))) return others[i][1];
    return text.len <= 7 ? rp_nearest(text, literals, sizeof literals / sizeof *literals) : NULL;
}

static void report_word(struct rp_json_scan *scan, bool alone, struct rp_span span, struct rampart_str text)
{
    struct rampart_diags *diags = scan->reading->diags;
    struct rampart_str shown = rp_json_shown(text);
    bool not_finite = rp_str_equal_fold(text, RP_STR("nan")) || rp_str_ends(text, RP_STR("Infinity"));
    bool ellipsis = rp_str_equal(text, RP_STR("...")) || rp_str_equal(text, RP_STR("\xE2\x80\xA6"));
    rp_diag(diags, RAMPART_ERROR, not_finite ? RP_SYN_NUMBER : RP_SYN_UNEXPECTED,
            rp_json_place(scan, span.start, span.end),
            not_finite ? "%.*s is not a number that JSON knows" : "%.*s stands here without quotes",
            RP_ARG(shown));
    const char *literal = meant_literal(text);
    if (alone)
        rp_diag_help(diags, "a document begins with {");
    else if (ellipsis)
        rp_diag_help(diags, "write what was left out here, or remove the dots");
    else if (literal != NULL)
        rp_diag_help(diags, "write %s, or \"%.*s\" for text", literal, RP_ARG(shown));
    else
        rp_diag_help(diags, "put text in double quotes: \"%.*s\"", RP_ARG(shown));
}

void rp_json_bare_value(struct rp_json_scan *scan, bool alone, struct rp_json_token *token)
{
    struct rampart_str rest = rp_str_from(scan->text, token->span.start);
    bool call = call_length(token->text) > 0;
    uint32_t start = token->span.start;
    uint32_t end = call ? rp_json_matching(scan, start, false, '(', ')') : bare_end(scan, token->span.end);
    if (end == 0) end = rp_json_unclosed_end(scan, start, rp_json_line_end(scan, start));
    token->span.end = end;
    token->text = rp_str_part(rest, 0, end - start);
    token->kind = RP_JSON_JUNK;
    scan->at = end;
    if (call || is_reference(token->text))
        rp_json_report_template(scan, start, end);
    else
        report_word(scan, alone, token->span, token->text);
}
