/* SPDX-License-Identifier: Apache-2.0 */
/* Strings whose quotes are wrong or missing. */
#include "base/str.h"
#include "base/utf8.h"
#include "text/json_scan.h"

uint32_t rp_json_unclosed_end(const struct rp_json_scan *scan, uint32_t start, uint32_t line_end)
{
    struct rampart_str text = rp_json_part(scan, start, line_end);
    bool list = rp_str_find(text, '[') < text.len, map = rp_str_find(text, '{') < text.len;
    size_t len = text.len;
    for (; len > 0; len--) {
        char c = text.data[len - 1];
        bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!blank && c != ',' && (c != ']' || list) && (c != '}' || map)) break;
    }
    return start + (uint32_t)len;
}

struct quote {
    char kind;      /* '"' or '\'' as in json_odd.h, '`', or '\\' for \" */
    uint32_t start; /* of the text after it */
};

/* The width of a closing quote at an offset; 0 when there is none. */
static size_t closes(const struct rp_json_scan *scan, struct quote quote, uint32_t at)
{
    unsigned char c = rp_json_byte(scan, at);
    if (quote.kind == '\\') return c == '\\' && rp_json_byte(scan, at + 1) == '"' ? 2 : 0;
    if (c == (unsigned char)quote.kind) return 1;
    if (c < 0x80 || quote.kind == '`') return 0;
    size_t row;
    struct rampart_str rest = rp_str_from(scan->text, at);
    const struct rp_json_odd *odd = rp_json_odd_at(rest, &row);
    return odd != NULL && odd->means == quote.kind ? rp_utf8_width(rest) : 0;
}

/* 'It\'s': an escaped quote does not close. */
static bool is_escaped(const struct rp_json_scan *scan, uint32_t at)
{
    return rp_json_byte(scan, at) == '\\' &&
           (rp_json_byte(scan, at + 1) == '\'' || rp_json_byte(scan, at + 1) == '\\');
}

static struct quote quote_at(const struct rp_json_scan *scan, size_t width)
{
    struct quote quote = {(char)rp_json_byte(scan, scan->at), scan->at + (uint32_t)width};
    size_t row;
    const struct rp_json_odd *odd = rp_json_odd_at(rp_str_from(scan->text, scan->at), &row);
    if (odd != NULL) quote.kind = odd->means;
    if (quote.kind == '"' && odd == NULL) quote.kind = '\\';
    return quote;
}

static void report(const struct rp_json_scan *scan, struct quote quote, struct rp_span span,
                   struct rampart_str text, bool closed)
{
    struct rampart_diags *diags = scan->reading->diags;
    struct rampart_str mark = rp_json_part(scan, span.start, quote.start);
    if (quote.kind == '\\') return; /* the backslash was reported where it stands */
    rp_diag(diags, RAMPART_ERROR, RP_SYN_QUOTE, rp_json_place(scan, span.start, span.end),
            closed ? "a string in %.*s quotes; JSON knows double quotes only"
                   : "the string that begins here with %.*s has no closing quote",
            RP_ARG(mark));
    rp_diag_help(diags, "write \"%.*s\"", RP_ARG(rp_json_shown(text)));
}

static bool ends_line(const struct rp_json_scan *scan, uint32_t at)
{
    return at >= scan->text.len || scan->text.data[at] == '\n' || scan->text.data[at] == '\r';
}

void rp_json_odd_string(struct rp_json_scan *scan, size_t width, struct rp_json_token *ret_token)
{
    struct quote quote = quote_at(scan, width);
    uint32_t at = quote.start;
    size_t closing = 0;
    while (!ends_line(scan, at) && (closing = closes(scan, quote, at)) == 0)
        at += is_escaped(scan, at) ? 2 : 1;
    if (closing == 0) at = rp_json_unclosed_end(scan, quote.start, at);
    struct rampart_str text = rp_json_part(scan, quote.start, at);
    struct rp_span span = {scan->at, at + (uint32_t)closing};
    report(scan, quote, span, text, closing != 0);
    scan->at = span.end;
    *ret_token = (struct rp_json_token){
        .kind = RP_JSON_STRING,
        .span = span,
        .text = text,
        .broken = true,
        .requoted = rp_utf8_valid(text) == text.len && rp_str_find(text, '\0') == text.len,
    };
}
