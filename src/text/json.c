/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One loop, one state and an explicit stack: no input can exhaust the call stack. After an error reading goes on at
 * the place that the author most likely meant.
 */
#include "text/json.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/str.h"
#include "base/try.h"
#include "text/json_lex.h"
#include "text/json_plain.h"

/* A list or map that is still open. */
struct json_frame {
    struct json_frame *up;
    struct json_frame *other; /* the nearest one above that is a map where this is a list, or the reverse */
    struct rp_node *node, *last;
    bool is_map;
};

/* The tokens that may come next. */
enum json_state {
    JSON_AT_START = 0,
    JSON_AT_FIRST_ITEM, /* an item, or the end of an empty list */
    JSON_AT_ITEM,
    JSON_AT_FIRST_KEY, /* a key, or the end of an empty map */
    JSON_AT_KEY,
    JSON_AT_COLON,
    JSON_AT_VALUE,
    JSON_AFTER_VALUE, /* a comma or a closing bracket */
    JSON_DONE
};

struct json_reader {
    const struct rp_reading *reading;
    struct rp_json_scan scan;
    struct rp_json_token token;
    enum json_state state;
    bool again;      /* the token has not been used up: the new state looks at it */
    bool quiet;      /* reported text precedes: text that follows on it is no new mistake */
    bool mismatched; /* a bracket was wrong: one that is left over or missing at the end is no new mistake */
    struct json_frame *top, *spare;
    size_t depth;
    struct rp_json_token key; /* of the member being read; kind END for none */
    struct rp_span comma;     /* the last one */
    uint32_t last_end;        /* of the last token that was used up */
    struct rp_node *root;
    struct rp_span part;      /* the part of the text that is read; ends at 0: all of it */
    struct rp_json_lazy lazy; /* of depth 0: nothing is lazy */
    struct rp_arena inside;   /* of the nodes in the lazy list or map that is open */
    bool passing;             /* the members of the open map are seen one after the other, and none is kept */
    bool passed_before;       /* that no two have one key is known */
    struct rp_arena keys;     /* of the members that were passed: hashes of their keys */
    uint64_t *hashes;
    size_t passed, hash_room;
};

static struct rp_at json_at(const struct json_reader *reader, struct rp_span span)
{
    return (struct rp_at){reader->reading->source, span};
}

static struct rampart_diags *json_diags(const struct json_reader *reader)
{
    return reader->reading->diags;
}

static struct rampart_str json_token_shown(const struct json_reader *reader)
{
    return rp_json_shown(rp_json_part(&reader->scan, reader->token.span.start, reader->token.span.end));
}

/* ---- the tree grows ---- */

static enum rampart_status json_too_many(const struct json_reader *reader)
{
    const struct rp_reading *reading = reader->reading;
    rp_diag(reading->diags, RAMPART_ERROR, RP_SYN_LIST_SIZE, json_at(reader, reader->token.span),
            "more than %zu values in one %s", reading->limits->list_values,
            reader->top->is_map ? "map" : "list");
    rp_diag_help(reading->diags, "split it");
    return RAMPART_LIMIT;
}

static void json_hang(struct json_frame *frame, struct rp_node *node)
{
    if (frame->last == NULL)
        frame->node->first = node;
    else
        frame->last->next = node;
    frame->last = node;
    frame->node->count++;
}

/* Hangs the node under the innermost list or map. A member without a key stays out: nobody can ask for it. */
static enum rampart_status json_attach(struct json_reader *reader, struct rp_node *node)
{
    struct json_frame *top = reader->top;
    if (top == NULL) {
        reader->root = node;
        return RAMPART_OK;
    }
    if (top->is_map && (reader->key.kind == RP_JSON_END || reader->key.kind == RP_JSON_JUNK))
        return RAMPART_OK;
    if (top->node->count >= reader->reading->limits->list_values) return json_too_many(reader);
    if (top->is_map) {
        node->key = reader->key.text;
        node->key_span = reader->key.span;
        reader->key.kind = RP_JSON_END;
    }
    json_hang(top, node);
    return RAMPART_OK;
}

/* A value under a key that could not be read is not to be trusted either. */
static bool json_key_is_broken(const struct json_reader *reader)
{
    return reader->key.broken && !reader->key.requoted && reader->top != NULL && reader->top->is_map;
}

static enum rampart_status json_make_node(struct json_reader *reader, enum rp_node_type type,
                                          struct rp_span span, struct rp_node **ret_node)
{
    struct rp_node *node = RP_NEW(reader->scan.arena, struct rp_node);
    RP_TRY_MEMORY(node != NULL);
    node->type = json_key_is_broken(reader) ? RP_NODE_BROKEN : type;
    node->span = span;
    RP_TRY(json_attach(reader, node));
    *ret_node = node;
    return RAMPART_OK;
}

/* Adds the token as a scalar. */
static enum rampart_status json_add_scalar(struct json_reader *reader, enum rp_node_type type,
                                           struct rp_span span)
{
    struct rp_node *node;
    RP_TRY(json_make_node(reader, type, span, &node));
    node->text = reader->token.text;
    reader->state = reader->top == NULL ? JSON_DONE : JSON_AFTER_VALUE;
    return RAMPART_OK;
}

static enum rampart_status json_too_deep(const struct json_reader *reader)
{
    const struct rp_reading *reading = reader->reading;
    rp_diag(reading->diags, RAMPART_ERROR, RP_SYN_DEPTH, json_at(reader, reader->token.span),
            "lists and maps are nested more than %zu deep", reading->limits->depth);
    rp_diag_help(reading->diags, "a policy needs six levels");
    return RAMPART_LIMIT;
}

static struct json_frame *json_take_frame(struct json_reader *reader)
{
    struct json_frame *frame = reader->spare;
    if (frame == NULL) return RP_NEW(reader->reading->arena, struct json_frame);
    reader->spare = frame->up;
    return frame;
}

/* Whether the map that was opened just now is the one whose members are not kept. */
static bool json_passes(const struct json_reader *reader, const struct rp_node *node)
{
    return reader->lazy.passed != NULL && node->type == RP_NODE_MAP && reader->depth + 1 == reader->lazy.depth &&
           rp_str_equal(node->key, *reader->lazy.passed);
}

static enum rampart_status json_open(struct json_reader *reader, bool is_map)
{
    if (reader->depth >= reader->reading->limits->depth) return json_too_deep(reader);
    struct rp_node *node;
    RP_TRY(json_make_node(reader, is_map ? RP_NODE_MAP : RP_NODE_LIST, reader->token.span, &node));
    struct json_frame *frame = json_take_frame(reader), *up = reader->top;
    RP_TRY_MEMORY(frame != NULL);
    *frame = (struct json_frame){.up = up, .node = node, .is_map = is_map};
    if (up != NULL) frame->other = up->is_map != is_map ? up : up->other;
    reader->top = frame;
    if (++reader->depth == reader->lazy.depth) reader->scan.arena = &reader->inside;
    if (json_passes(reader, node)) {
        reader->passing = true;
        reader->scan.arena = &reader->inside;
    }
    reader->state = is_map ? JSON_AT_FIRST_KEY : JSON_AT_FIRST_ITEM;
    return RAMPART_OK;
}

/* Of a member that is not kept, the hash of its key is. */
static enum rampart_status json_pass(struct json_reader *reader, struct json_frame *outer, const struct rp_node *node)
{
    if (!reader->passed_before) {
        uint64_t *hashes = rp_arena_grow(&reader->keys, reader->hashes, reader->passed, &reader->hash_room, sizeof *hashes);
        RP_TRY_MEMORY(hashes != NULL);
        reader->hashes = hashes;
        hashes[reader->passed] = rp_hash(node->key);
    }
    reader->passed++;
    outer->node->first = outer->last = NULL;
    return RAMPART_OK;
}

static enum rampart_status json_leave_lazy(struct json_reader *reader, const struct json_frame *frame)
{
    struct rp_node *node = frame->node;
    RP_TRY(reader->lazy.see(reader->lazy.context, frame->up == NULL ? NULL : frame->up->node, node));
    node->first = NULL;
    node->lazy = true;
    if (reader->passing)
        RP_TRY(json_pass(reader, frame->up, node));
    else
        reader->scan.arena = reader->reading->arena;
    rp_arena_reset(&reader->inside);
    return RAMPART_OK;
}

static int json_by_hash(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/*
 * Behind the last member of a map whose members are not kept. One that is no list or map was not seen, and two of one hash may
 * have one key: such a map is read otherwise.
 */
static bool json_passed_all(struct json_reader *reader, struct rp_node *node)
{
    bool good = reader->passed == node->count;
    if (reader->passed > 1 && reader->hashes != NULL) qsort(reader->hashes, reader->passed, sizeof *reader->hashes, json_by_hash);
    for (size_t i = 1; i < reader->passed && reader->hashes != NULL; i++) good &= reader->hashes[i - 1] != reader->hashes[i];
    reader->passing = false;
    reader->scan.arena = reader->reading->arena;
    node->first = NULL;
    node->lazy = true;
    return good;
}

static void json_report_duplicate(void *context, const struct rp_node *member, const struct rp_node *first)
{
    const struct json_reader *reader = context;
    struct rp_position at = rp_source_position(reader->reading->source, first->key_span.start);
    rp_diag(json_diags(reader), RAMPART_ERROR, RP_SYN_DUPLICATE, json_at(reader, member->key_span),
            "duplicate member \"%.*s\"; the first one is at line %u, column %u",
            RP_ARG(rp_json_shown(member->key)), at.line, at.column);
    rp_diag_help(json_diags(reader), "keep one of the two; several values belong in one list");
}

/* Closes the innermost list or map. */
static enum rampart_status json_close(struct json_reader *reader, uint32_t end)
{
    struct json_frame *frame = reader->top;
    frame->node->span.end = end;
    const bool passed = reader->passing && reader->depth + 1 == reader->lazy.depth;
    if (passed && !json_passed_all(reader, frame->node)) return RAMPART_INVALID_INPUT;
    if (frame->is_map)
        RP_TRY(rp_node_duplicates(reader->reading->arena, frame->node, json_report_duplicate, reader));
    if (reader->depth == reader->lazy.depth) RP_TRY(json_leave_lazy(reader, frame));
    reader->top = frame->up;
    reader->depth--;
    frame->up = reader->spare;
    reader->spare = frame;
    reader->state = reader->top == NULL ? JSON_DONE : JSON_AFTER_VALUE;
    return RAMPART_OK;
}

/* ---- closing brackets ---- */

/* The tokens behind a closing bracket. */
enum json_ahead { AHEAD_END, AHEAD_MEMBER, AHEAD_ITEM, AHEAD_CLOSE_MAP, AHEAD_CLOSE_LIST };

/* A string that is followed by a colon is a key. */
static enum json_ahead json_ahead_of_string(const struct rp_json_scan *scan, uint32_t at)
{
    for (at++; at < scan->text.len && scan->text.data[at] != '"' && scan->text.data[at] != '\n'; at++)
        if (scan->text.data[at] == '\\') at++;
    return rp_json_byte(scan, rp_json_past_blanks(scan, at + 1)) == ':' ? AHEAD_MEMBER : AHEAD_ITEM;
}

static enum json_ahead json_look_ahead(const struct rp_json_scan *scan)
{
    uint32_t at = rp_json_past_blanks(scan, scan->at);
    if (rp_json_byte(scan, at) == ',') at = rp_json_past_blanks(scan, at + 1);
    switch (rp_json_byte(scan, at)) {
    case 0: return AHEAD_END;
    case '}': return AHEAD_CLOSE_MAP;
    case ']': return AHEAD_CLOSE_LIST;
    case '"': return json_ahead_of_string(scan, at);
    default: return AHEAD_ITEM;
    }
}

static bool json_fits(const struct json_frame *frame, enum json_ahead ahead)
{
    if (frame == NULL) return ahead == AHEAD_END;
    if (frame->is_map) return ahead == AHEAD_MEMBER || ahead == AHEAD_CLOSE_MAP;
    return ahead == AHEAD_ITEM || ahead == AHEAD_CLOSE_LIST;
}

static struct rp_position json_opened(const struct json_reader *reader)
{
    return rp_source_position(reader->reading->source, reader->top->node->span.start);
}

static char json_typed_bracket(const struct json_reader *reader)
{
    return reader->token.kind == RP_JSON_CLOSE_MAP ? '}' : ']';
}

/* The wrong bracket was typed: "[1, 2}". */
static enum rampart_status json_close_anyway(struct json_reader *reader)
{
    bool map = reader->top->is_map;
    struct rp_position at = json_opened(reader);
    rp_diag(json_diags(reader), RAMPART_ERROR, RP_SYN_BRACKET, json_at(reader, reader->token.span),
            "\"%c\" cannot close the \"%c\" of line %u, column %u", json_typed_bracket(reader),
            map ? '{' : '[', at.line, at.column);
    rp_diag_help(json_diags(reader), "write %c instead", map ? '}' : ']');
    return json_close(reader, reader->token.span.end);
}

/* A bracket is missing before this one: "{"a": [1, 2}". */
static enum rampart_status json_close_outer(struct json_reader *reader)
{
    bool map = reader->top->is_map;
    struct rp_position at = json_opened(reader);
    struct json_frame *outer = reader->top->other;
    rp_diag(json_diags(reader), RAMPART_ERROR, RP_SYN_BRACKET, json_at(reader, reader->token.span),
            "the \"%c\" of line %u, column %u is not closed before this \"%c\"", map ? '{' : '[', at.line,
            at.column, json_typed_bracket(reader));
    rp_diag_help(json_diags(reader), "write %c before it", map ? '}' : ']');
    while (reader->top != outer) RP_TRY(json_close(reader, reader->token.span.start));
    return json_close(reader, reader->token.span.end);
}

static enum rampart_status json_ignore_bracket(struct json_reader *reader)
{
    rp_diag(json_diags(reader), RAMPART_ERROR, RP_SYN_BRACKET, json_at(reader, reader->token.span),
            "\"%c\" closes nothing", json_typed_bracket(reader));
    rp_diag_help(json_diags(reader), "remove it");
    return RAMPART_OK;
}

/* Reads a closing bracket, which may be the wrong one. */
static enum rampart_status json_closing_bracket(struct json_reader *reader)
{
    struct json_frame *top = reader->top;
    bool map = reader->token.kind == RP_JSON_CLOSE_MAP;
    if (top->is_map == map) return json_close(reader, reader->token.span.end);
    reader->mismatched = true;
    enum json_ahead ahead = json_look_ahead(&reader->scan);
    struct json_frame *rest =
        top->other == NULL ? top : top->other->up; /* the one that goes on in the other case */
    if (json_fits(top->up, ahead) && !json_fits(rest, ahead)) return json_close_anyway(reader);
    return top->other != NULL ? json_close_outer(reader) : json_ignore_bracket(reader);
}

/* ---- the end of the text ---- */

/* The text ends inside a list or map. */
static enum rampart_status json_at_end(struct json_reader *reader)
{
    struct rampart_diags *diags = reader->reading->diags;
    struct json_frame *top = reader->top;
    reader->state = JSON_DONE;
    if (top == NULL || reader->mismatched || reader->scan.ended_in_string) return RAMPART_OK;
    struct rp_position opened = rp_source_position(reader->reading->source, top->node->span.start);
    rp_diag(diags, RAMPART_ERROR, RP_SYN_END,
            rp_json_place(&reader->scan, reader->last_end, reader->last_end),
            "the document ends before the \"%c\" of line %u, column %u is closed", top->is_map ? '{' : '[',
            opened.line, opened.column);
    if (reader->depth == 1)
        rp_diag_help(diags, "write %c at the end", top->is_map ? '}' : ']');
    else
        rp_diag_help(diags, "write %c; %zu more brackets around it are open, too", top->is_map ? '}' : ']',
                     reader->depth - 1);
    return RAMPART_OK;
}

/* Reports text behind the document, unless a bracket was wrong or the document is none at all. */
static void json_check_rest(struct json_reader *reader)
{
    struct rp_json_scan *scan = &reader->scan;
    struct rampart_diags *diags = reader->reading->diags;
    if (reader->root == NULL || reader->root->type == RP_NODE_BROKEN || reader->mismatched) return;
    rp_json_lex_skip(scan);
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
    rp_diag_help(diags, "remove it; a file contains one document");
}

/* ---- values ---- */

/* The token stays for the next state. */
static enum rampart_status json_turn_to(struct json_reader *reader, enum json_state state)
{
    reader->state = state;
    reader->again = true;
    return RAMPART_OK;
}

static enum rp_node_type json_node_type(const struct rp_json_token *token)
{
    if (token->broken) return RP_NODE_BROKEN;
    switch (token->kind) {
    case RP_JSON_STRING: return RP_NODE_STRING;
    case RP_JSON_NUMBER: return RP_NODE_NUMBER;
    case RP_JSON_BOOL: return RP_NODE_BOOL;
    case RP_JSON_NULL: return RP_NODE_NULL;
    default: return RP_NODE_BROKEN;
    }
}

/* A token that can begin a value. */
static enum rampart_status json_take_value(struct json_reader *reader)
{
    struct rp_json_token *token = &reader->token;
    if (token->kind == RP_JSON_OPEN_MAP) return json_open(reader, true);
    if (token->kind == RP_JSON_OPEN_LIST) return json_open(reader, false);
    if (token->kind == RP_JSON_WORD) rp_json_lex_bare_value(&reader->scan, reader->top == NULL, token);
    reader->quiet = token->kind == RP_JSON_JUNK;
    return json_add_scalar(reader, json_node_type(token), token->span);
}

static enum rampart_status json_at_start(struct json_reader *reader)
{
    switch (reader->token.kind) {
    case RP_JSON_END:
        rp_diag(json_diags(reader), RAMPART_ERROR, RP_SYN_EMPTY, json_at(reader, reader->token.span),
                "the document is empty");
        rp_diag_help(json_diags(reader), "a document begins with {");
        reader->state = JSON_DONE;
        return RAMPART_OK;
    case RP_JSON_CLOSE_MAP:
    case RP_JSON_CLOSE_LIST:
    case RP_JSON_COLON:
    case RP_JSON_COMMA:
        rp_diag(json_diags(reader), RAMPART_ERROR, RP_SYN_UNEXPECTED, json_at(reader, reader->token.span),
                "a document does not begin with \"%.*s\"", RP_ARG(json_token_shown(reader)));
        rp_diag_help(json_diags(reader), "a document begins with {");
        return RAMPART_OK;
    default: return json_take_value(reader);
    }
}

static enum rampart_status json_report_comma(struct json_reader *reader, const char *what, const char *help)
{
    rp_diag(json_diags(reader), RAMPART_ERROR, RP_SYN_COMMA, json_at(reader, reader->comma), "%s", what);
    rp_diag_help(json_diags(reader), "%s", help);
    return RAMPART_OK;
}

static enum rampart_status json_stray_comma(struct json_reader *reader)
{
    reader->comma = reader->token.span;
    return json_report_comma(reader, "a comma with nothing before it", "remove the comma");
}

static enum rampart_status json_closing_after_comma(struct json_reader *reader, bool comma)
{
    if (comma)
        json_report_comma(reader, "a comma with nothing after it",
                          "remove the comma; JSON has none after the last value");
    return json_closing_bracket(reader);
}

/* ---- lists ---- */

static enum rampart_status json_at_item(struct json_reader *reader)
{
    switch (reader->token.kind) {
    case RP_JSON_END: return json_at_end(reader);
    case RP_JSON_CLOSE_MAP:
    case RP_JSON_CLOSE_LIST: return json_closing_after_comma(reader, reader->state == JSON_AT_ITEM);
    case RP_JSON_COMMA: return json_stray_comma(reader);
    case RP_JSON_COLON:
        rp_diag(json_diags(reader), RAMPART_ERROR, RP_SYN_UNEXPECTED, json_at(reader, reader->token.span),
                "a \":\" where a value belongs");
        rp_diag_help(json_diags(reader), "a list has values only; write a map in { } for members with keys");
        return RAMPART_OK;
    default: return json_take_value(reader);
    }
}

/* ---- maps ---- */

static enum rampart_status json_unquoted_key(struct json_reader *reader)
{
    rp_diag(json_diags(reader), RAMPART_ERROR, RP_SYN_QUOTE, json_at(reader, reader->token.span),
            "the key %.*s has no quotes", RP_ARG(json_token_shown(reader)));
    rp_diag_help(json_diags(reader), "write \"%.*s\"", RP_ARG(json_token_shown(reader)));
    reader->token.broken = true;
    reader->token.requoted = true;
    reader->key = reader->token;
    reader->state = JSON_AT_COLON;
    return RAMPART_OK;
}

static enum rampart_status json_missing_key(struct json_reader *reader)
{
    rp_diag(json_diags(reader), RAMPART_ERROR, RP_SYN_UNEXPECTED, json_at(reader, reader->token.span),
            "expected a key, not \"%.*s\"", RP_ARG(json_token_shown(reader)));
    rp_diag_help(json_diags(reader),
                 "write the key in double quotes and a colon first, as in \"Statement\": …");
    reader->key = (struct rp_json_token){.kind = RP_JSON_END};
    if (reader->token.kind != RP_JSON_COLON) return json_turn_to(reader, JSON_AT_VALUE);
    reader->state = JSON_AT_VALUE;
    return RAMPART_OK;
}

static enum rampart_status json_at_key(struct json_reader *reader)
{
    switch (reader->token.kind) {
    case RP_JSON_END: return json_at_end(reader);
    case RP_JSON_CLOSE_MAP:
    case RP_JSON_CLOSE_LIST: return json_closing_after_comma(reader, reader->state == JSON_AT_KEY);
    case RP_JSON_COMMA: return json_stray_comma(reader);
    case RP_JSON_COLON:
    case RP_JSON_OPEN_MAP:
    case RP_JSON_OPEN_LIST: return json_missing_key(reader);
    case RP_JSON_STRING:
    case RP_JSON_JUNK:
        reader->key = reader->token;
        reader->state = JSON_AT_COLON;
        return RAMPART_OK;
    default: return json_unquoted_key(reader);
    }
}

/* The member stays in the tree, so that nobody calls it missing. */
static enum rampart_status json_without_value(struct json_reader *reader)
{
    if (reader->key.kind != RP_JSON_JUNK && reader->key.kind != RP_JSON_END) {
        rp_diag(json_diags(reader), RAMPART_ERROR, RP_SYN_UNEXPECTED, json_at(reader, reader->key.span),
                "\"%.*s\" has no value", RP_ARG(rp_json_shown(reader->key.text)));
        rp_diag_help(json_diags(reader), "write a colon and a value after the key");
    }
    struct rp_span nothing = {reader->key.span.end, reader->key.span.end};
    RP_TRY(json_add_scalar(reader, RP_NODE_BROKEN, nothing));
    return json_turn_to(reader, JSON_AFTER_VALUE);
}

static enum rampart_status json_at_colon(struct json_reader *reader)
{
    switch (reader->token.kind) {
    case RP_JSON_END: return json_at_end(reader);
    case RP_JSON_COLON: reader->state = JSON_AT_VALUE; return RAMPART_OK;
    case RP_JSON_COMMA:
    case RP_JSON_CLOSE_MAP:
    case RP_JSON_CLOSE_LIST: return json_without_value(reader);
    default: break;
    }
    if (reader->key.kind != RP_JSON_JUNK) {
        struct rp_span after = {reader->key.span.end, reader->key.span.end};
        rp_diag(json_diags(reader), RAMPART_ERROR, RP_SYN_UNEXPECTED, json_at(reader, after),
                "no colon after the key \"%.*s\"", RP_ARG(rp_json_shown(reader->key.text)));
        rp_diag_help(json_diags(reader), "write : between the key and its value");
    }
    return json_turn_to(reader, JSON_AT_VALUE);
}

static enum rampart_status json_at_value(struct json_reader *reader)
{
    switch (reader->token.kind) {
    case RP_JSON_END: return json_at_end(reader);
    case RP_JSON_COMMA:
    case RP_JSON_CLOSE_MAP:
    case RP_JSON_CLOSE_LIST: return json_without_value(reader);
    case RP_JSON_COLON:
        rp_diag(json_diags(reader), RAMPART_ERROR, RP_SYN_UNEXPECTED, json_at(reader, reader->token.span),
                "a second colon");
        rp_diag_help(json_diags(reader), "remove it");
        return RAMPART_OK;
    default: return json_take_value(reader);
    }
}

/* ---- between values ---- */

static enum rampart_status json_misplaced_colon(struct json_reader *reader)
{
    bool map = reader->top->is_map;
    if (!reader->quiet) {
        rp_diag(json_diags(reader), RAMPART_ERROR, RP_SYN_UNEXPECTED, json_at(reader, reader->token.span),
                map ? "a \":\" after a value" : "a \":\" in a list");
        rp_diag_help(json_diags(reader), map ? "write a comma between two members"
                                             : "write { } around members with keys; is a } missing before?");
    }
    reader->key = (struct rp_json_token){.kind = RP_JSON_END};
    reader->state = map ? JSON_AT_VALUE : JSON_AT_FIRST_ITEM;
    return RAMPART_OK;
}

/* The text behind a value belongs to nothing, or a quote inside the value ended it too early. */
static enum rampart_status json_drop_text(struct json_reader *reader)
{
    bool reported = reader->quiet || reader->token.kind == RP_JSON_JUNK;
    reader->quiet = true;
    if (reported) return RAMPART_OK;
    rp_diag(json_diags(reader), RAMPART_ERROR, RP_SYN_UNEXPECTED, json_at(reader, reader->token.span),
            "unexpected \"%.*s\" after a value", RP_ARG(rp_json_shown(reader->token.text)));
    rp_diag_help(json_diags(reader),
                 "write a comma between two values; several values of one key stand in [ ]; "
                 "a quote inside a string is written \\\"");
    return RAMPART_OK;
}

static bool json_begins_member(const struct json_reader *reader)
{
    uint32_t after = rp_json_past_blanks(&reader->scan, reader->token.span.end);
    return rp_json_byte(&reader->scan, after) == ':';
}

static enum rampart_status json_missing_comma(struct json_reader *reader)
{
    struct rp_span after = {reader->last_end, reader->last_end};
    if (!reader->quiet) {
        rp_diag(json_diags(reader), RAMPART_ERROR, RP_SYN_COMMA, json_at(reader, after),
                "missing comma after this value");
        rp_diag_help(json_diags(reader), "write a comma before the next %s",
                     reader->top->is_map ? "key" : "value");
    }
    reader->quiet = false;
    return json_turn_to(reader, reader->top->is_map ? JSON_AT_FIRST_KEY : JSON_AT_FIRST_ITEM);
}

static enum rampart_status json_after_value(struct json_reader *reader)
{
    bool map = reader->top->is_map;
    switch (reader->token.kind) {
    case RP_JSON_END: return json_at_end(reader);
    case RP_JSON_CLOSE_MAP:
    case RP_JSON_CLOSE_LIST: reader->quiet = false; return json_closing_bracket(reader);
    case RP_JSON_COMMA:
        reader->quiet = false;
        reader->comma = reader->token.span;
        reader->state = map ? JSON_AT_KEY : JSON_AT_ITEM;
        return RAMPART_OK;
    case RP_JSON_COLON: return json_misplaced_colon(reader);
    case RP_JSON_JUNK: return json_drop_text(reader);
    case RP_JSON_WORD:
        return map && json_begins_member(reader) ? json_missing_comma(reader) : json_drop_text(reader);
    case RP_JSON_OPEN_MAP:
    case RP_JSON_OPEN_LIST: return json_missing_comma(reader);
    default: return !map || json_begins_member(reader) ? json_missing_comma(reader) : json_drop_text(reader);
    }
}

/* ---- the document ---- */

static enum rampart_status json_step(struct json_reader *reader)
{
    switch (reader->state) {
    case JSON_AT_START: return json_at_start(reader);
    case JSON_AT_FIRST_ITEM:
    case JSON_AT_ITEM: return json_at_item(reader);
    case JSON_AT_FIRST_KEY:
    case JSON_AT_KEY: return json_at_key(reader);
    case JSON_AT_COLON: return json_at_colon(reader);
    case JSON_AT_VALUE: return json_at_value(reader);
    case JSON_AFTER_VALUE: return json_after_value(reader);
    case JSON_DONE: break;
    }
    return RAMPART_OK;
}

/*
 * ---- the quick way ---- What is written plainly (text/json_plain.h) is taken in one step, and its members, items
 * and brackets need no tokens. A step looks before it takes anything: where it finds something else it leaves the
 * reader as it is, and the tokens are read one by one. tests/property/test_json_quick.c compares the two ways.
 */

#ifndef JSON_QUICK
#define JSON_QUICK true /* false in the twin that the test makes of this file */
#endif

/* What stands behind the part that is read may be looked at, and is not taken. */
static inline bool json_quick_is(const struct json_reader *reader, const char *at, char c)
{
    return *at == c && at < reader->scan.text.data + reader->scan.text.len;
}

/* Everything up to here is taken. */
static void json_quick_leave(struct json_reader *reader, const struct rp_json_plain *plain, const char *at)
{
    reader->scan.at = reader->last_end = (uint32_t)(at - plain->start);
}

/* Takes the scalars that come next in the list or map that is open, with the commas between them. */
static enum rampart_status json_quick_scalars(struct json_reader *reader, const struct rp_json_plain *plain)
{
    struct json_frame *top = reader->top;
    const size_t most = reader->reading->limits->list_values;
    const char *at = plain->start + reader->scan.at;
    bool comma = true;
    while (comma && top->node->count < most) {
        struct rp_node made = {.type = RP_NODE_STRING};
        const char *key = at = rp_json_plain_past_blanks(at), *key_end = NULL, *after = NULL;
        if (top->is_map && (at = rp_json_plain_key(plain, key, &key_end)) == NULL) break;
        const char *past = rp_json_plain_scalar(plain, at, &made, &after);
        if (past == NULL || !json_quick_is(reader, after, *after)) break;
        if (top->is_map) {
            made.key = rp_json_plain_inside(key, key_end);
            made.key_span = rp_json_plain_span(plain, key, key_end);
        }
        struct rp_node *node = rp_arena_take(reader->scan.arena, rp_arena_bytes(sizeof *node));
        RP_TRY_MEMORY(node != NULL);
        *node = made;
        json_hang(top, node);
        comma = *after == ',';
        at = comma ? after + 1 : past;
        json_quick_leave(reader, plain, at);
        reader->state = !comma ? JSON_AFTER_VALUE : top->is_map ? JSON_AT_KEY : JSON_AT_ITEM;
        if (comma) reader->comma = rp_json_plain_span(plain, after, at);
        reader->quiet = false;
    }
    return RAMPART_OK;
}

/* Opens the list or map that comes next, if one does. Two braces may begin a template. */
static enum rampart_status json_quick_open(struct json_reader *reader, const struct rp_json_plain *plain, bool *ret_opened)
{
    const char *at = rp_json_plain_past_blanks(plain->start + reader->scan.at);
    struct rp_json_token key = {.kind = RP_JSON_STRING};
    *ret_opened = false;
    if (reader->state == JSON_AT_KEY || reader->state == JSON_AT_FIRST_KEY) {
        const char *begin = at, *end = NULL;
        at = rp_json_plain_key(plain, begin, &end);
        if (at == NULL) return RAMPART_OK;
        key.text = rp_json_plain_inside(begin, end);
        key.span = rp_json_plain_span(plain, begin, end);
    }
    const bool map = json_quick_is(reader, at, '{');
    if (!map && !json_quick_is(reader, at, '[')) return RAMPART_OK;
    if (map && at[1] == '{') return RAMPART_OK;
    *ret_opened = true;
    reader->key = key;
    reader->token.span = rp_json_plain_span(plain, at, at + 1);
    json_quick_leave(reader, plain, at + 1);
    return json_open(reader, map);
}

/* The brackets behind a value that close lists and maps, and the comma. *ret_more: a member or an item follows. */
static enum rampart_status json_quick_close(struct json_reader *reader, const struct rp_json_plain *plain, bool *ret_more)
{
    const char *at = rp_json_plain_past_blanks(plain->start + reader->scan.at);
    while (reader->state == JSON_AFTER_VALUE && json_quick_is(reader, at, reader->top->is_map ? '}' : ']')) {
        json_quick_leave(reader, plain, at + 1);
        reader->quiet = false;
        RP_TRY(json_close(reader, reader->last_end));
        at = rp_json_plain_past_blanks(at + 1);
    }
    *ret_more = reader->state == JSON_AFTER_VALUE && json_quick_is(reader, at, ',');
    if (!*ret_more) return RAMPART_OK;
    json_quick_leave(reader, plain, at + 1);
    reader->comma = (struct rp_span){reader->last_end - 1, reader->last_end};
    reader->state = reader->top->is_map ? JSON_AT_KEY : JSON_AT_ITEM;
    return RAMPART_OK;
}

/* Takes all that is plain from here on, where a member, an item or the document begins. */
static enum rampart_status json_quick_run(struct json_reader *reader)
{
    const struct rampart_str text = reader->reading->source->text; /* all of it, whose end the part is not */
    const struct rp_json_plain plain = {text.data, text.data + text.len, reader->reading->limits->string_bytes};
    bool more = JSON_QUICK && reader->state <= JSON_AT_KEY;
    while (more) {
        if (reader->top != NULL) RP_TRY(json_quick_scalars(reader, &plain));
        if (reader->state == JSON_AFTER_VALUE)
            RP_TRY(json_quick_close(reader, &plain, &more));
        else
            RP_TRY(json_quick_open(reader, &plain, &more));
    }
    return RAMPART_OK;
}

static enum rampart_status json_read_value(struct json_reader *reader)
{
    while (reader->state != JSON_DONE) {
        if (!reader->again) {
            RP_TRY(json_quick_run(reader));
            if (reader->state == JSON_DONE) break;
            RP_TRY(rp_json_lex_next(&reader->scan, &reader->token));
        }
        reader->again = false;
        RP_TRY(json_step(reader));
        if (!reader->again) reader->last_end = reader->token.span.end;
    }
    return RAMPART_OK;
}

/* Reads the part of the text that a zeroed reader was given; as rp_json_read(). */
static enum rampart_status json_run(struct json_reader *reader, struct rp_node **ret_root)
{
    struct rampart_diags *diags = json_diags(reader);
    size_t before = rampart_diags_found(diags, RAMPART_ERROR);
    enum rampart_status status = RAMPART_OK;
    if (rp_json_lex_init(&reader->scan, reader->reading, reader->part)) {
        status = json_read_value(reader);
        if (status == RAMPART_OK) json_check_rest(reader);
        rp_json_lex_finish(&reader->scan);
    }
    if (rp_diags_failed(diags)) status = RAMPART_NO_MEMORY;
    if (status != RAMPART_OK) return status;
    *ret_root = reader->root;
    return rampart_diags_found(diags, RAMPART_ERROR) > before ? RAMPART_INVALID_INPUT : RAMPART_OK;
}

enum rampart_status rp_json_read(const struct rp_reading *reading, struct rp_node **ret_root)
{
    struct json_reader reader = {.reading = reading};
    return json_run(&reader, ret_root);
}

/* ---- texts of several values ---- */

enum rampart_status rp_json_read_part(const struct rp_reading *reading, struct rp_span part,
                                      struct rp_node **ret_root)
{
    struct json_reader reader = {.reading = reading, .part = part};
    return json_run(&reader, ret_root);
}

/* The offset behind the string that begins here; the text's length when it does not end. */
static size_t json_past_string(struct rampart_str text, size_t at)
{
    for (at++; at < text.len; at++) {
        if (text.data[at] == '"') return at + 1;
        if (text.data[at] == '\\') at++;
    }
    return text.len;
}

static size_t json_past_brackets(struct rampart_str text, size_t at)
{
    size_t open = 0;
    while (at < text.len) {
        char c = text.data[at];
        if (c == '"') {
            at = json_past_string(text, at);
            continue;
        }
        at++;
        if (c == '{' || c == '[') open++;
        if ((c == '}' || c == ']') && --open == 0) return at;
    }
    return text.len;
}

bool rp_json_next_value(struct rampart_str text, uint32_t from, struct rp_span *ret_part)
{
    bool marked = from == 0 && rp_str_starts(text, RP_STR("\xEF\xBB\xBF"));
    size_t at = marked ? 3 : from;
    while (at < text.len && rp_is_blank(text.data[at])) at++;
    if (at >= text.len) return false;
    bool brackets = text.data[at] == '{' || text.data[at] == '[';
    size_t line = at + rp_str_find(rp_str_from(text, at), '\n');
    size_t end = brackets ? json_past_brackets(text, at) : line;
    /* The reader refuses the mark. */
    *ret_part = (struct rp_span){marked ? 0 : (uint32_t)at, (uint32_t)end};
    return true;
}

/* ---- lazy reading ---- */

/* Reports nothing: a caller that wants to know the mistakes reads the whole tree. */
static enum rampart_status json_read_quietly(const struct rp_reading *reading,
                                             const struct rp_json_lazy *lazy, struct rampart_diags *diags,
                                             struct rp_node **ret_root)
{
    struct rp_reading quiet = *reading;
    struct rp_node *root = NULL;
    quiet.diags = diags;
    struct json_reader reader = {.reading = &quiet, .lazy = *lazy};
    rp_arena_init(&reader.inside, &reading->arena->allocator);
    rp_arena_init(&reader.keys, &reading->arena->allocator);
    enum rampart_status status = json_run(&reader, &root);
    rp_arena_free(&reader.inside);
    rp_arena_free(&reader.keys);
    if (status == RAMPART_OK) *ret_root = root;
    return status;
}

enum rampart_status rp_json_read_lazy(const struct rp_reading *reading, const struct rp_json_lazy *lazy,
                                      struct rp_node **ret_root)
{
    const struct rampart_options options = {.allocator = &reading->arena->allocator, .limits.diagnostics = 1};
    struct rampart_diags *diags = NULL;
    RP_TRY(rampart_diags_new(&options, &diags));
    enum rampart_status status = json_read_quietly(reading, lazy, diags, ret_root);
    rampart_diags_free(diags);
    return status == RAMPART_OK || status == RAMPART_NO_MEMORY ? status : RAMPART_INVALID_INPUT;
}

enum rampart_status rp_json_expand(const struct rp_reading *reading, const struct rp_node *node,
                                   struct rp_node **ret_whole)
{
    struct json_reader reader = {.reading = reading, .part = node->span};
    struct rp_node *whole = NULL;
    RP_TRY(json_run(&reader, &whole));
    whole->key = node->key;
    whole->key_span = node->key_span;
    *ret_whole = whole;
    return RAMPART_OK;
}

enum rampart_status rp_json_each(const struct rp_reading *reading, const struct rp_node *map,
                                 enum rampart_status (*see)(void *context, const struct rp_node *outer, struct rp_node *node),
                                 void *context)
{
    enum { MEMBERS = 2 };
    const struct rampart_str own = {NULL, 0}; /* the map is the document, which has no key */
    struct json_reader reader = {.reading = reading,
                                 .part = map->span,
                                 .lazy = {.depth = MEMBERS, .see = see, .context = context, .passed = &own},
                                 .passed_before = true};
    struct rp_node *whole = NULL;
    rp_arena_init(&reader.inside, &reading->arena->allocator);
    enum rampart_status status = json_run(&reader, &whole);
    rp_arena_free(&reader.inside);
    return status;
}
