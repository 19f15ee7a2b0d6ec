/* SPDX-License-Identifier: Apache-2.0 */
/* What stands between two tokens. */
#include "base/str.h"
#include "base/utf8.h"
#include "text/json_scan.h"

static bool is_blank(unsigned char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

uint32_t rp_json_past_blanks(const struct rp_json_scan *scan, uint32_t at)
{
    while (at < scan->text.len) {
        size_t row;
        struct rampart_str rest = rp_str_from(scan->text, at);
        const struct rp_json_odd *odd = rp_json_odd_at(rest, &row);
        if (odd != NULL && odd->means == ' ')
            at += (uint32_t)rp_utf8_width(rest);
        else if (is_blank((unsigned char)rest.data[0]))
            at++;
        else
            break;
    }
    return at;
}

bool rp_json_repeated(struct rp_json_scan *scan, struct rp_json_repeat *repeat)
{
    if (repeat->count++ > 0) return false;
    repeat->diag = rampart_diags_count(scan->reading->diags);
    return true;
}

/* Called after the report: a full list has no place for the help that comes later. */
static void note_listed(const struct rp_json_scan *scan, struct rp_json_repeat *repeat)
{
    repeat->listed = rampart_diags_count(scan->reading->diags) > repeat->diag;
}

static void skip_odd_blank(struct rp_json_scan *scan, const struct rp_json_odd *odd, size_t row)
{
    struct rampart_str rest = rp_str_from(scan->text, scan->at);
    uint32_t end = scan->at + (uint32_t)rp_utf8_width(rest);
    struct rp_json_repeat *repeat = &scan->blanks[row];
    if (rp_json_repeated(scan, repeat)) {
        rp_diag(scan->reading->diags, RAMPART_ERROR, RP_SYN_BLANK, rp_json_place(scan, scan->at, end),
                "U+%04X (%s) is not a blank in JSON", (unsigned)rp_utf8_decode(rest), odd->name);
        note_listed(scan, repeat);
    }
    scan->at = end;
}

static void skip_backslash(struct rp_json_scan *scan)
{
    struct rp_json_repeat *repeat = &scan->backslashes;
    if (rp_json_repeated(scan, repeat)) {
        rp_diag(scan->reading->diags, RAMPART_ERROR, RP_SYN_ESCAPE,
                rp_json_place(scan, scan->at, scan->at + 1), "a backslash stands outside of a string");
        note_listed(scan, repeat);
    }
    scan->at++;
}

/* Where a block comment ends; the end of its line when it is never closed. */
static uint32_t block_end(struct rp_json_scan *scan)
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

static void skip_comment(struct rp_json_scan *scan)
{
    struct rampart_diags *diags = scan->reading->diags;
    bool block = rp_json_byte(scan, scan->at + 1) == '*' && rp_json_byte(scan, scan->at) == '/';
    uint32_t end = block ? block_end(scan) : rp_json_line_end(scan, scan->at);
    bool open = block && !rp_str_ends(rp_json_part(scan, scan->at + 2, end), RP_STR("*/"));
    rp_diag(diags, RAMPART_ERROR, RP_SYN_COMMENT, rp_json_place(scan, scan->at, end),
            open ? "a comment that is never closed; JSON has no comments" : "JSON has no comments");
    rp_diag_help(diags, "remove the comment, or write the policy as YAML");
    scan->at = end;
}

static bool is_control(unsigned char c)
{
    return (c < 0x20 || c == 0x7F) && !is_blank(c);
}

static void skip_control(struct rp_json_scan *scan)
{
    struct rampart_diags *diags = scan->reading->diags;
    uint32_t start = scan->at;
    unsigned char c = rp_json_byte(scan, start);
    while (scan->at < scan->text.len && rp_json_byte(scan, scan->at) == c) scan->at++;
    rp_diag(diags, RAMPART_ERROR, c == 0 ? RP_SYN_NUL : RP_SYN_CONTROL, rp_json_place(scan, start, scan->at),
            c == 0 ? "the character U+%04X has no place in a document"
                   : "the control character U+%04X is not a blank in JSON",
            (unsigned)c);
    rp_diag_help(diags, "remove it");
}

static void skip_invalid(struct rp_json_scan *scan)
{
    struct rampart_diags *diags = scan->reading->diags;
    uint32_t start = scan->at;
    while (scan->at < scan->text.len && rp_utf8_width(rp_str_from(scan->text, scan->at)) == 0) scan->at++;
    rp_diag(diags, RAMPART_ERROR, RP_SYN_UTF8, rp_json_place(scan, start, scan->at),
            "the byte 0x%02X is not valid UTF-8 here", (unsigned)rp_json_byte(scan, start));
    rp_diag_help(diags, "save the document as UTF-8");
}

/* One step towards the next token; false when it is reached. */
static bool skip_step(struct rp_json_scan *scan)
{
    size_t row;
    unsigned char c = rp_json_byte(scan, scan->at), after = rp_json_byte(scan, scan->at + 1);
    struct rampart_str rest = rp_str_from(scan->text, scan->at);
    const struct rp_json_odd *odd = rp_json_odd_at(rest, &row);
    if (c == '#' || (c == '/' && (after == '/' || after == '*')))
        skip_comment(scan);
    else if (c == '\\')
        skip_backslash(scan);
    else if (is_control(c))
        skip_control(scan);
    else if (rp_utf8_width(rest) == 0)
        skip_invalid(scan);
    else if (odd != NULL && odd->means == ' ')
        skip_odd_blank(scan, odd, row);
    else
        return false;
    return true;
}

/* Most bytes after a blank or a token begin the next one and need no closer look. */
static bool begins_token(unsigned char c)
{
    return c > ' ' && c < 0x7F && c != '#' && c != '/' && c != '\\';
}

void rp_json_skip(struct rp_json_scan *scan)
{
    for (;;) {
        unsigned char c = rp_json_byte(scan, scan->at);
        if (is_blank(c))
            scan->at++;
        else if (begins_token(c) || scan->at >= scan->text.len || !skip_step(scan))
            return;
    }
}
