/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON as RFC 8259 has it becomes a tree. One loop, one state, an explicit stack: no input can exhaust the
 * call stack. After an error reading goes on where the author most likely meant to be.
 */
#include "base/str.h"
#include "base/try.h"
#include "text/json.h"
#include "text/json_reader.h"

static struct rp_at at(const struct rp_json_reader *reader, struct rp_span span)
{
    return (struct rp_at){reader->reading->source, span};
}

static struct rampart_diags *diags_of(const struct rp_json_reader *reader)
{
    return reader->reading->diags;
}

static struct rampart_str token_shown(const struct rp_json_reader *reader)
{
    return rp_json_shown(rp_json_part(&reader->scan, reader->token.span.start, reader->token.span.end));
}

/* The token stays for the next state. */
static enum rampart_status turn_to(struct rp_json_reader *reader, enum rp_json_state state)
{
    reader->state = state;
    reader->again = true;
    return RAMPART_OK;
}

/* ---- values ---- */

static enum rp_node_type node_type(const struct rp_json_token *token)
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
static enum rampart_status take_value(struct rp_json_reader *reader)
{
    struct rp_json_token *token = &reader->token;
    if (token->kind == RP_JSON_OPEN_MAP) return rp_json_open(reader, true);
    if (token->kind == RP_JSON_OPEN_LIST) return rp_json_open(reader, false);
    if (token->kind == RP_JSON_WORD) rp_json_bare_value(&reader->scan, reader->top == NULL, token);
    reader->quiet = token->kind == RP_JSON_JUNK;
    return rp_json_add_scalar(reader, node_type(token), token->span);
}

static enum rampart_status at_start(struct rp_json_reader *reader)
{
    switch (reader->token.kind) {
    case RP_JSON_END:
        rp_diag(diags_of(reader), RAMPART_ERROR, RP_SYN_EMPTY, at(reader, reader->token.span),
                "the document is empty");
        rp_diag_help(diags_of(reader), "a document begins with {");
        reader->state = RP_JSON_DONE;
        return RAMPART_OK;
    case RP_JSON_CLOSE_MAP:
    case RP_JSON_CLOSE_LIST:
    case RP_JSON_COLON:
    case RP_JSON_COMMA:
        rp_diag(diags_of(reader), RAMPART_ERROR, RP_SYN_UNEXPECTED, at(reader, reader->token.span),
                "a document does not begin with \"%.*s\"", RP_ARG(token_shown(reader)));
        rp_diag_help(diags_of(reader), "a document begins with {");
        return RAMPART_OK;
    default: return take_value(reader);
    }
}

static enum rampart_status report_comma(struct rp_json_reader *reader, const char *what, const char *help)
{
    rp_diag(diags_of(reader), RAMPART_ERROR, RP_SYN_COMMA, at(reader, reader->comma), "%s", what);
    rp_diag_help(diags_of(reader), "%s", help);
    return RAMPART_OK;
}

static enum rampart_status stray_comma(struct rp_json_reader *reader)
{
    reader->comma = reader->token.span;
    return report_comma(reader, "a comma with nothing before it", "remove the comma");
}

static enum rampart_status closing_after_comma(struct rp_json_reader *reader, bool comma)
{
    if (comma)
        report_comma(reader, "a comma with nothing after it",
                     "remove the comma; JSON has none after the last value");
    return rp_json_closing(reader);
}

/* ---- lists ---- */

static enum rampart_status at_item(struct rp_json_reader *reader)
{
    switch (reader->token.kind) {
    case RP_JSON_END: return rp_json_at_end(reader);
    case RP_JSON_CLOSE_MAP:
    case RP_JSON_CLOSE_LIST: return closing_after_comma(reader, reader->state == RP_JSON_AT_ITEM);
    case RP_JSON_COMMA: return stray_comma(reader);
    case RP_JSON_COLON:
        rp_diag(diags_of(reader), RAMPART_ERROR, RP_SYN_UNEXPECTED, at(reader, reader->token.span),
                "a \":\" where a value belongs");
        rp_diag_help(diags_of(reader), "a list has values only; write a map in { } for members with keys");
        return RAMPART_OK;
    default: return take_value(reader);
    }
}

/* ---- maps ---- */

static enum rampart_status unquoted_key(struct rp_json_reader *reader)
{
    rp_diag(diags_of(reader), RAMPART_ERROR, RP_SYN_QUOTE, at(reader, reader->token.span),
            "the key %.*s stands without quotes", RP_ARG(token_shown(reader)));
    rp_diag_help(diags_of(reader), "write \"%.*s\"", RP_ARG(token_shown(reader)));
    reader->token.broken = true;
    reader->token.requoted = true;
    reader->key = reader->token;
    reader->state = RP_JSON_AT_COLON;
    return RAMPART_OK;
}

static enum rampart_status missing_key(struct rp_json_reader *reader)
{
    rp_diag(diags_of(reader), RAMPART_ERROR, RP_SYN_UNEXPECTED, at(reader, reader->token.span),
            "\"%.*s\" stands where a map has a key", RP_ARG(token_shown(reader)));
    rp_diag_help(diags_of(reader),
                 "write the key in double quotes and a colon first, as in \"Statement\": …");
    reader->key = (struct rp_json_token){.kind = RP_JSON_END};
    if (reader->token.kind != RP_JSON_COLON) return turn_to(reader, RP_JSON_AT_VALUE);
    reader->state = RP_JSON_AT_VALUE;
    return RAMPART_OK;
}

static enum rampart_status at_key(struct rp_json_reader *reader)
{
    switch (reader->token.kind) {
    case RP_JSON_END: return rp_json_at_end(reader);
    case RP_JSON_CLOSE_MAP:
    case RP_JSON_CLOSE_LIST: return closing_after_comma(reader, reader->state == RP_JSON_AT_KEY);
    case RP_JSON_COMMA: return stray_comma(reader);
    case RP_JSON_COLON:
    case RP_JSON_OPEN_MAP:
    case RP_JSON_OPEN_LIST: return missing_key(reader);
    case RP_JSON_STRING:
    case RP_JSON_JUNK:
        reader->key = reader->token;
        reader->state = RP_JSON_AT_COLON;
        return RAMPART_OK;
    default: return unquoted_key(reader);
    }
}

/* The member stays in the tree, so that nobody calls it missing. */
static enum rampart_status without_value(struct rp_json_reader *reader)
{
    if (reader->key.kind != RP_JSON_JUNK && reader->key.kind != RP_JSON_END) {
        rp_diag(diags_of(reader), RAMPART_ERROR, RP_SYN_UNEXPECTED, at(reader, reader->key.span),
                "\"%.*s\" has no value", RP_ARG(rp_json_shown(reader->key.text)));
        rp_diag_help(diags_of(reader), "write a colon and a value after the key");
    }
    struct rp_span nothing = {reader->key.span.end, reader->key.span.end};
    RP_TRY(rp_json_add_scalar(reader, RP_NODE_BROKEN, nothing));
    return turn_to(reader, RP_JSON_AFTER_VALUE);
}

static enum rampart_status at_colon(struct rp_json_reader *reader)
{
    switch (reader->token.kind) {
    case RP_JSON_END: return rp_json_at_end(reader);
    case RP_JSON_COLON: reader->state = RP_JSON_AT_VALUE; return RAMPART_OK;
    case RP_JSON_COMMA:
    case RP_JSON_CLOSE_MAP:
    case RP_JSON_CLOSE_LIST: return without_value(reader);
    default: break;
    }
    if (reader->key.kind != RP_JSON_JUNK) {
        struct rp_span after = {reader->key.span.end, reader->key.span.end};
        rp_diag(diags_of(reader), RAMPART_ERROR, RP_SYN_UNEXPECTED, at(reader, after),
                "no colon after the key \"%.*s\"", RP_ARG(rp_json_shown(reader->key.text)));
        rp_diag_help(diags_of(reader), "write : between the key and its value");
    }
    return turn_to(reader, RP_JSON_AT_VALUE);
}

static enum rampart_status at_value(struct rp_json_reader *reader)
{
    switch (reader->token.kind) {
    case RP_JSON_END: return rp_json_at_end(reader);
    case RP_JSON_COMMA:
    case RP_JSON_CLOSE_MAP:
    case RP_JSON_CLOSE_LIST: return without_value(reader);
    case RP_JSON_COLON:
        rp_diag(diags_of(reader), RAMPART_ERROR, RP_SYN_UNEXPECTED, at(reader, reader->token.span),
                "a second colon");
        rp_diag_help(diags_of(reader), "remove it");
        return RAMPART_OK;
    default: return take_value(reader);
    }
}

/* ---- between values ---- */

static enum rampart_status misplaced_colon(struct rp_json_reader *reader)
{
    bool map = reader->top->is_map;
    if (!reader->quiet) {
        rp_diag(diags_of(reader), RAMPART_ERROR, RP_SYN_UNEXPECTED, at(reader, reader->token.span),
                map ? "a \":\" after a value" : "a \":\" in a list");
        rp_diag_help(diags_of(reader), map ? "write a comma between two members"
                                           : "write { } around members with keys; is a } missing before?");
    }
    reader->key = (struct rp_json_token){.kind = RP_JSON_END};
    reader->state = map ? RP_JSON_AT_VALUE : RP_JSON_AT_FIRST_ITEM;
    return RAMPART_OK;
}

/* What follows a value belongs to nothing, or a quote inside the value ended it too early. */
static enum rampart_status drop_text(struct rp_json_reader *reader)
{
    bool reported = reader->quiet || reader->token.kind == RP_JSON_JUNK;
    reader->quiet = true;
    if (reported) return RAMPART_OK;
    rp_diag(diags_of(reader), RAMPART_ERROR, RP_SYN_UNEXPECTED, at(reader, reader->token.span),
            "\"%.*s\" follows on a value", RP_ARG(rp_json_shown(reader->token.text)));
    rp_diag_help(diags_of(reader),
                 "write a comma between two values; several values of one key stand in [ ]; "
                 "a quote inside a string is written \\\"");
    return RAMPART_OK;
}

static bool begins_member(const struct rp_json_reader *reader)
{
    uint32_t after = rp_json_past_blanks(&reader->scan, reader->token.span.end);
    return rp_json_byte(&reader->scan, after) == ':';
}

static enum rampart_status missing_comma(struct rp_json_reader *reader)
{
    struct rp_span after = {reader->last_end, reader->last_end};
    if (!reader->quiet) {
        rp_diag(diags_of(reader), RAMPART_ERROR, RP_SYN_COMMA, at(reader, after),
                "no comma after this value");
        rp_diag_help(diags_of(reader), "write a comma before the next %s",
                     reader->top->is_map ? "key" : "value");
    }
    reader->quiet = false;
    return turn_to(reader, reader->top->is_map ? RP_JSON_AT_FIRST_KEY : RP_JSON_AT_FIRST_ITEM);
}

static enum rampart_status after_value(struct rp_json_reader *reader)
{
    bool map = reader->top->is_map;
    switch (reader->token.kind) {
    case RP_JSON_END: return rp_json_at_end(reader);
    case RP_JSON_CLOSE_MAP:
    case RP_JSON_CLOSE_LIST: reader->quiet = false; return rp_json_closing(reader);
    case RP_JSON_COMMA:
        reader->quiet = false;
        reader->comma = reader->token.span;
        reader->state = map ? RP_JSON_AT_KEY : RP_JSON_AT_ITEM;
        return RAMPART_OK;
    case RP_JSON_COLON: return misplaced_colon(reader);
    case RP_JSON_JUNK: return drop_text(reader);
    case RP_JSON_WORD: return map && begins_member(reader) ? missing_comma(reader) : drop_text(reader);
    case RP_JSON_OPEN_MAP:
    case RP_JSON_OPEN_LIST: return missing_comma(reader);
    default: return !map || begins_member(reader) ? missing_comma(reader) : drop_text(reader);
    }
}

/* ---- the document ---- */

static enum rampart_status step(struct rp_json_reader *reader)
{
    switch (reader->state) {
    case RP_JSON_AT_START: return at_start(reader);
    case RP_JSON_AT_FIRST_ITEM:
    case RP_JSON_AT_ITEM: return at_item(reader);
    case RP_JSON_AT_FIRST_KEY:
    case RP_JSON_AT_KEY: return at_key(reader);
    case RP_JSON_AT_COLON: return at_colon(reader);
    case RP_JSON_AT_VALUE: return at_value(reader);
    case RP_JSON_AFTER_VALUE: return after_value(reader);
    case RP_JSON_DONE: break;
    }
    return RAMPART_OK;
}

static enum rampart_status read_value(struct rp_json_reader *reader)
{
    while (reader->state != RP_JSON_DONE) {
        if (!reader->again) RP_TRY(rp_json_next(&reader->scan, &reader->token));
        reader->again = false;
        RP_TRY(step(reader));
        if (!reader->again) reader->last_end = reader->token.span.end;
    }
    return RAMPART_OK;
}

enum rampart_status rp_json_run(struct rp_json_reader *reader, struct rp_node **ret_root)
{
    struct rampart_diags *diags = diags_of(reader);
    size_t before = rampart_diags_found(diags, RAMPART_ERROR);
    enum rampart_status status = RAMPART_OK;
    if (rp_json_scan_init(&reader->scan, reader->reading, reader->part)) {
        status = read_value(reader);
        if (status == RAMPART_OK) rp_json_check_rest(reader);
        rp_json_scan_finish(&reader->scan);
    }
    if (rp_diags_failed(diags)) status = RAMPART_NO_MEMORY;
    if (status != RAMPART_OK) return status;
    *ret_root = reader->root;
    return rampart_diags_found(diags, RAMPART_ERROR) > before ? RAMPART_INVALID_INPUT : RAMPART_OK;
}

enum rampart_status rp_json_read(const struct rp_reading *reading, struct rp_node **ret_root)
{
    struct rp_json_reader reader = {.reading = reading};
    return rp_json_run(&reader, ret_root);
}
