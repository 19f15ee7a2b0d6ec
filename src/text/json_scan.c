/* SPDX-License-Identifier: Apache-2.0 */
#include "text/json_scan.h"

#include "base/str.h"
#include "base/utf8.h"

enum { SHOWN_CHARACTERS = 48 };

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

/* UTF-16 begins with a mark, or has a zero beside every ASCII character. */
static bool looks_like_utf16(struct rampart_str text)
{
    if (rp_str_starts(text, RP_STR("\xFF\xFE")) || rp_str_starts(text, RP_STR("\xFE\xFF"))) return true;
    if (text.len < 4 || text.len % 2 != 0) return false;
    bool high = text.data[0] == 0 && text.data[2] == 0 && text.data[1] != 0 && text.data[3] != 0;
    bool low = text.data[1] == 0 && text.data[3] == 0 && text.data[0] != 0 && text.data[2] != 0;
    return high || low;
}

bool rp_json_scan_init(struct rp_json_scan *scan, const struct rp_reading *reading, struct rp_span part)
{
    *scan = (struct rp_json_scan){
        .reading = reading, .arena = reading->arena, .text = reading->source->text, .at = part.start};
    if (part.end > 0) scan->text.len = part.end;
    if (part.start > 0) return true; /* what the text begins with was seen before */
    if (looks_like_utf16(scan->text)) {
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

static enum rp_json_kind punctuation(unsigned char c)
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

static void take(struct rp_json_scan *scan, enum rp_json_kind kind, size_t width,
                 struct rp_json_token *ret_token)
{
    uint32_t end = scan->at + (uint32_t)width;
    *ret_token = (struct rp_json_token){.kind = kind, .span = {scan->at, end}};
    scan->at = end;
}

/* Punctuation of other keyboards and languages, read as the sign it stands for. */
static void take_instead(struct rp_json_scan *scan, char meant, size_t width, const char *name,
                         struct rp_json_token *ret_token)
{
    struct rampart_diags *diags = scan->reading->diags;
    enum rp_json_kind kind = punctuation((unsigned char)meant);
    enum rp_code code = kind == RP_JSON_COMMA   ? RP_SYN_COMMA
                        : kind == RP_JSON_COLON ? RP_SYN_UNEXPECTED
                                                : RP_SYN_BRACKET;
    take(scan, kind, width, ret_token);
    struct rampart_str text = rp_json_part(scan, ret_token->span.start, ret_token->span.end);
    rp_diag(diags, RAMPART_ERROR, code, rp_json_place(scan, ret_token->span.start, ret_token->span.end),
            "\"%.*s\" (%s) stands where JSON has \"%c\"", RP_ARG(text), name, meant);
    rp_diag_help(diags, "write %c instead", meant);
}

static bool take_ascii(struct rp_json_scan *scan, unsigned char c, struct rp_json_token *ret_token)
{
    if (punctuation(c) != RP_JSON_END)
        take(scan, punctuation(c), 1, ret_token);
    else if (c == ';')
        take_instead(scan, ',', 1, "semicolon", ret_token);
    else if (c == '=')
        take_instead(scan, ':', rp_json_byte(scan, scan->at + 1) == '>' ? 2 : 1, "equals sign", ret_token);
    else if (c == '\'' || c == '`')
        rp_json_odd_string(scan, 1, ret_token);
    else
        return false;
    return true;
}

static bool take_odd(struct rp_json_scan *scan, struct rp_json_token *ret_token)
{
    size_t row;
    struct rampart_str rest = rp_str_from(scan->text, scan->at);
    const struct rp_json_odd *odd = rp_json_odd_at(rest, &row);
    if (odd == NULL) return false;
    if (odd->means == '"' || odd->means == '\'')
        rp_json_odd_string(scan, rp_utf8_width(rest), ret_token);
    else
        take_instead(scan, odd->means, rp_utf8_width(rest), odd->name, ret_token);
    return true;
}

enum rampart_status rp_json_next(struct rp_json_scan *scan, struct rp_json_token *ret_token)
{
    rp_json_skip(scan);
    if (scan->at == scan->text.len) {
        take(scan, RP_JSON_END, 0, ret_token);
        return RAMPART_OK;
    }
    unsigned char c = rp_json_byte(scan, scan->at);
    /* A backslash outside of strings has been reported; the quote after it ends at the next such pair. */
    bool escaped = c == '"' && scan->at > 0 && rp_json_byte(scan, scan->at - 1) == '\\';
    if (c == '"' && !escaped) return rp_json_string(scan, ret_token);
    if (c != '{' && punctuation(c) != RP_JSON_END) {
        take(scan, punctuation(c), 1, ret_token);
        return RAMPART_OK;
    }
    if (rp_json_at_template(scan, scan->at))
        rp_json_template(scan, ret_token);
    else if (escaped)
        rp_json_odd_string(scan, 1, ret_token);
    else if (!take_ascii(scan, c, ret_token) && !take_odd(scan, ret_token))
        rp_json_word(scan, ret_token);
    return RAMPART_OK;
}

static void finish(struct rp_json_scan *scan, const struct rp_json_repeat *repeat, const char *help)
{
    struct rampart_diags *diags = scan->reading->diags;
    if (!repeat->listed) return;
    if (repeat->count == 1)
        rp_diag_help_of(diags, repeat->diag, "%s", help);
    else
        rp_diag_help_of(diags, repeat->diag, "%s; the document has %zu more of them", help,
                        repeat->count - 1);
}

void rp_json_scan_finish(struct rp_json_scan *scan)
{
    for (size_t i = 0; i < RP_JSON_ODD_COUNT; i++)
        finish(scan, &scan->blanks[i], "remove it, or write an ordinary blank instead");
    finish(scan, &scan->backslashes, "remove the backslash; outside of strings JSON has none");
}
