/* SPDX-License-Identifier: Apache-2.0 */
/* A text that ends too early or too late. */
#include "text/json_reader.h"

enum rampart_status rp_json_at_end(struct rp_json_reader *reader)
{
    struct rampart_diags *diags = reader->reading->diags;
    struct rp_json_frame *top = reader->top;
    reader->state = RP_JSON_DONE;
    if (top == NULL || reader->mismatched || reader->scan.ended_in_string) return RAMPART_OK;
    struct rp_position opened = rp_source_position(reader->reading->source, top->node->span.start);
    rp_diag(diags, RAMPART_ERROR, RP_SYN_END,
            rp_json_place(&reader->scan, reader->last_end, reader->last_end),
            "the document ends before the \"%c\" of line %u, column %u is closed", top->is_map ? '{' : '[',
            opened.line, opened.column);
    if (reader->depth == 1)
        rp_diag_help(diags, "write %c at the end", top->is_map ? '}' : ']');
    else
        rp_diag_help(diags, "write %c; %zu more that stand around it are open, too", top->is_map ? '}' : ']',
                     reader->depth - 1);
    return RAMPART_OK;
}

void rp_json_check_rest(struct rp_json_reader *reader)
{
    struct rp_json_scan *scan = &reader->scan;
    struct rampart_diags *diags = reader->reading->diags;
    if (reader->root == NULL || reader->root->type == RP_NODE_BROKEN || reader->mismatched) return;
    rp_json_skip(scan);
    if (scan->at == scan->text.len) return;
    unsigned char c = rp_json_byte(scan, scan->at);
    if (c == '}' || c == ']') {
        rp_diag(diags, RAMPART_ERROR, RP_SYN_BRACKET, rp_json_place(scan, scan->at, scan->at + 1),
                "\"%c\" closes nothing", c);
        rp_diag_help(diags, "remove it, or the bracket before it that ends the document too early");
        return;
    }
    struct rp_position end = rp_source_position(reader->reading->source, reader->last_end - 1);
    rp_diag(diags, RAMPART_ERROR, RP_SYN_TRAILING,
            rp_json_place(scan, scan->at, rp_json_line_end(scan, scan->at)),
            "text after the document, which ended at line %u, column %u", end.line, end.column);
    rp_diag_help(diags, "remove it; a file holds one document");
}
