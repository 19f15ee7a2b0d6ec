/* SPDX-License-Identifier: Apache-2.0 */
#include "text/json_scan.h"

#include <assert.h>

#include "base/str.h"
#include "base/utf8.h"

enum { SHOWN_CHARACTERS = 48 };

/* ---- confusable characters ---- */

static const struct rp_json_confusable confusables[] = {
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

static_assert(sizeof confusables / sizeof *confusables <= RP_JSON_CONFUSABLES, "a scan counts each row");

const struct rp_json_confusable *rp_json_confusable_at(struct rampart_str text, size_t *ret_row)
{
    if (text.len == 0 || (unsigned char)text.data[0] < 0x80) return NULL;
    uint32_t code = rp_utf8_decode(text);
    for (size_t i = 0; i < sizeof confusables / sizeof *confusables; i++) {
        if (code < confusables[i].first || code > confusables[i].last) continue;
        *ret_row = i;
        return &confusables[i];
    }
    return NULL;
}

/* ---- the text ---- */

uint32_t rp_json_line_end(const struct rp_json_scan *scan, uint32_t at)
{
    while (at < scan->text.len && scan->text.data[at] != '\n' && scan->text.data[at] != '\r') at++;
    return at;
}

struct rampart_str rp_json_part(const struct rp_json_scan *scan, uint32_t start, uint32_t end)
{
    return rp_str_part(scan->text, start, end - start);
}

struct rp_at rp_json_place(const struct rp_json_scan *scan, uint32_t start, uint32_t end)
{
    return (struct rp_at){scan->reading->source, {start, end}};
}

struct rampart_str rp_json_shown(struct rampart_str text)
{
    size_t at = 0;
    for (size_t i = 0; i < SHOWN_CHARACTERS && at < text.len; i++) at += rp_utf8_step(text, at);
    return rp_str_part(text, 0, at);
}

uint32_t rp_json_past_blanks(const struct rp_json_scan *scan, uint32_t at)
{
    while (at < scan->text.len) {
        size_t row;
        struct rampart_str rest = rp_str_from(scan->text, at);
        const struct rp_json_confusable *odd = rp_json_confusable_at(rest, &row);
        if (odd != NULL && odd->means == ' ')
            at += (uint32_t)rp_utf8_width(rest);
        else if (rp_is_blank(rest.data[0]))
            at++;
        else
            break;
    }
    return at;
}

uint32_t rp_json_unclosed_end(const struct rp_json_scan *scan, uint32_t start, uint32_t line_end)
{
    struct rampart_str text = rp_json_part(scan, start, line_end);
    bool list = rp_str_find(text, '[') < text.len, map = rp_str_find(text, '{') < text.len;
    size_t len = text.len;
    for (; len > 0; len--) {
        char c = text.data[len - 1];
        if (!rp_is_blank(c) && c != ',' && (c != ']' || list) && (c != '}' || map)) break;
    }
    return start + (uint32_t)len;
}

/* ---- repeated mistakes ---- */

bool rp_json_repeat(struct rp_json_scan *scan, struct rp_json_repeat *repeat)
{
    if (repeat->count++ > 0) return false;
    repeat->diag = rampart_diags_count(scan->reading->diags);
    return true;
}

void rp_json_repeat_listed(const struct rp_json_scan *scan, struct rp_json_repeat *repeat)
{
    repeat->listed = rampart_diags_count(scan->reading->diags) > repeat->diag;
}

void rp_json_repeat_help(const struct rp_json_scan *scan, const struct rp_json_repeat *repeat,
                         const char *help, const char *where, const char *of_them)
{
    struct rampart_diags *diags = scan->reading->diags;
    if (!repeat->listed) return;
    if (repeat->count == 1)
        rp_diag_help_of(diags, repeat->diag, "%s", help);
    else
        rp_diag_help_of(diags, repeat->diag, "%s; %s has %zu more%s", help, where, repeat->count - 1,
                        of_them);
}

/* ---- templates ---- */

/* "{{ .Values.x }}" and "{{- x }}", but not "{{", which is only a bracket too many. */
static bool json_scan_at_double_brace(const struct rp_json_scan *scan, uint32_t at)
{
    if (rp_json_byte(scan, at) != '{' || rp_json_byte(scan, at + 1) != '{') return false;
    at += 2;
    if (rp_json_byte(scan, at) == '-') at++;
    if (rp_json_byte(scan, at) == ' ') at++;
    char c = rp_lower((char)rp_json_byte(scan, at));
    return (c >= 'a' && c <= 'z') || c == '.' || c == '$';
}

bool rp_json_at_template(const struct rp_json_scan *scan, uint32_t at)
{
    unsigned char c = rp_json_byte(scan, at);
    if ((c == '$' || c == '%') && rp_json_byte(scan, at + 1) == '{') return true;
    return json_scan_at_double_brace(scan, at);
}

uint32_t rp_json_matching(struct rp_json_scan *scan, uint32_t at, bool one_line, char open, char close)
{
    size_t depth = 0;
    for (; !scan->template_open && at < scan->text.len; at++) {
        char c = scan->text.data[at];
        if (one_line && (c == '\n' || c == '\r')) break;
        if (c == open) depth++;
        if (c == close && depth > 0 && --depth == 0) return at + 1;
    }
    scan->template_open = true;
    return 0;
}

void rp_json_report_template(struct rp_json_scan *scan, uint32_t start, uint32_t end)
{
    struct rampart_diags *diags = scan->reading->diags;
    rp_diag(diags, RAMPART_ERROR, RP_SYN_TEMPLATE, rp_json_place(scan, start, end),
            "this is a template, not JSON: %.*s", RP_ARG(rp_json_shown(rp_json_part(scan, start, end))));
    rp_diag_help(diags,
                 "render the template first and read the document that comes out, for example the one in "
                 "\"terraform show -json\"");
}
