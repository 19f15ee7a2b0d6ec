/* SPDX-License-Identifier: Apache-2.0 */
/* Documents that have yet to be made: templates of Terraform and of its relatives, outside of strings. */
#include "base/str.h"
#include "text/json_scan.h"

/* "{{ .Values.x }}" and "{{- x }}", but not "{{", which is only a bracket too many. */
static bool at_double_brace(const struct rp_json_scan *scan, uint32_t at)
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
    return at_double_brace(scan, at);
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
            "a template stands here, not JSON: %.*s", RP_ARG(rp_json_shown(rp_json_part(scan, start, end))));
    rp_diag_help(diags,
                 "render the template first and read the document that comes out, for example the one in "
                 "\"terraform show -json\"");
}

/* Where a template that is never closed is given up: the next comma, else the end of the line. */
static uint32_t next_comma(const struct rp_json_scan *scan, uint32_t start)
{
    uint32_t at = start;
    while (at < scan->text.len && scan->text.data[at] != ',' && scan->text.data[at] != '\n') at++;
    return rp_json_unclosed_end(scan, start, at);
}

void rp_json_template(struct rp_json_scan *scan, struct rp_json_token *ret_token)
{
    uint32_t start = scan->at;
    uint32_t end = rp_json_matching(scan, start, false, '{', '}');
    if (end == 0) end = next_comma(scan, start);
    rp_json_report_template(scan, start, end);
    scan->at = end;
    *ret_token = (struct rp_json_token){.kind = RP_JSON_JUNK, .span = {start, end}, .broken = true};
}
