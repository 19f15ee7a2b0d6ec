/* SPDX-License-Identifier: Apache-2.0 */
/* Closing brackets, and what a wrong one most likely means. */
#include "base/str.h"
#include "base/try.h"
#include "text/json_reader.h"

/* What follows a closing bracket. */
enum ahead { AHEAD_END, AHEAD_MEMBER, AHEAD_ITEM, AHEAD_CLOSE_MAP, AHEAD_CLOSE_LIST };

/* A string that is followed by a colon is a key. */
static enum ahead string_ahead(const struct rp_json_scan *scan, uint32_t at)
{
    for (at++; at < scan->text.len && scan->text.data[at] != '"' && scan->text.data[at] != '\n'; at++)
        if (scan->text.data[at] == '\\') at++;
    return rp_json_byte(scan, rp_json_past_blanks(scan, at + 1)) == ':' ? AHEAD_MEMBER : AHEAD_ITEM;
}

static enum ahead look_ahead(const struct rp_json_scan *scan)
{
    uint32_t at = rp_json_past_blanks(scan, scan->at);
    if (rp_json_byte(scan, at) == ',') at = rp_json_past_blanks(scan, at + 1);
    switch (rp_json_byte(scan, at)) {
    case 0: return AHEAD_END;
    case '}': return AHEAD_CLOSE_MAP;
    case ']': return AHEAD_CLOSE_LIST;
    case '"': return string_ahead(scan, at);
    default: return AHEAD_ITEM;
    }
}

static bool fits(const struct rp_json_frame *frame, enum ahead ahead)
{
    if (frame == NULL) return ahead == AHEAD_END;
    if (frame->is_map) return ahead == AHEAD_MEMBER || ahead == AHEAD_CLOSE_MAP;
    return ahead == AHEAD_ITEM || ahead == AHEAD_CLOSE_LIST;
}

static struct rp_position opened(const struct rp_json_reader *reader)
{
    return rp_source_position(reader->reading->source, reader->top->node->span.start);
}

static struct rp_at place(const struct rp_json_reader *reader)
{
    return (struct rp_at){reader->reading->source, reader->token.span};
}

static char typed(const struct rp_json_reader *reader)
{
    return reader->token.kind == RP_JSON_CLOSE_MAP ? '}' : ']';
}

/* The wrong bracket was typed: "[1, 2}". */
static enum rampart_status close_anyway(struct rp_json_reader *reader)
{
    bool map = reader->top->is_map;
    struct rp_position at = opened(reader);
    rp_diag(reader->reading->diags, RAMPART_ERROR, RP_SYN_BRACKET, place(reader),
            "\"%c\" stands here to close the \"%c\" of line %u, column %u", typed(reader), map ? '{' : '[',
            at.line, at.column);
    rp_diag_help(reader->reading->diags, "write %c instead", map ? '}' : ']');
    return rp_json_close(reader, reader->token.span.end);
}

/* A bracket is missing before this one: "{"a": [1, 2}". */
static enum rampart_status close_outer(struct rp_json_reader *reader)
{
    bool map = reader->top->is_map;
    struct rp_position at = opened(reader);
    struct rp_json_frame *outer = reader->top->other;
    rp_diag(reader->reading->diags, RAMPART_ERROR, RP_SYN_BRACKET, place(reader),
            "the \"%c\" of line %u, column %u is not closed before this \"%c\"", map ? '{' : '[', at.line,
            at.column, typed(reader));
    rp_diag_help(reader->reading->diags, "write %c before it", map ? '}' : ']');
    while (reader->top != outer) RP_TRY(rp_json_close(reader, reader->token.span.start));
    return rp_json_close(reader, reader->token.span.end);
}

static enum rampart_status ignore(struct rp_json_reader *reader)
{
    rp_diag(reader->reading->diags, RAMPART_ERROR, RP_SYN_BRACKET, place(reader), "\"%c\" closes nothing",
            typed(reader));
    rp_diag_help(reader->reading->diags, "remove it");
    return RAMPART_OK;
}

enum rampart_status rp_json_closing(struct rp_json_reader *reader)
{
    struct rp_json_frame *top = reader->top;
    bool map = reader->token.kind == RP_JSON_CLOSE_MAP;
    if (top->is_map == map) return rp_json_close(reader, reader->token.span.end);
    reader->mismatched = true;
    enum ahead ahead = look_ahead(&reader->scan);
    struct rp_json_frame *rest =
        top->other == NULL ? top : top->other->up; /* what goes on in the other case */
    if (fits(top->up, ahead) && !fits(rest, ahead)) return close_anyway(reader);
    return top->other != NULL ? close_outer(reader) : ignore(reader);
}
