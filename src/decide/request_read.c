/* SPDX-License-Identifier: Apache-2.0 */
/* A whole request from a JSON object. Each member goes to the function that sets that part of a request. */
#include "base/str.h"
#include "base/try.h"
#include "decide/request_parts.h"
#include "decide/words.h"
#include "text/did_you_mean.h"
#include "text/json.h"

typedef enum rampart_status set_text(struct rampart_request *, struct rampart_str, struct rampart_diags *);
typedef enum rampart_status read_value(struct rp_request_reader *, const struct rp_node *, set_text *);

static enum rampart_status set(struct rp_request_reader *reader, const struct rp_node *node, set_text *setter)
{
    size_t from = rampart_diags_count(reader->reading->diags);
    enum rampart_status status = setter(reader->request, node->text, reader->reading->diags);
    return rp_request_took(reader, from, node->span, status);
}

static enum rampart_status read_text(struct rp_request_reader *reader, const struct rp_node *node,
                                     set_text *setter)
{
    if (node->type == RP_NODE_STRING) return set(reader, node, setter);
    rp_request_wrong_type(reader, node, "a string");
    return RAMPART_OK;
}

static enum rampart_status read_texts(struct rp_request_reader *reader, const struct rp_node *node,
                                      set_text *setter)
{
    if (node->type != RP_NODE_LIST) {
        rp_request_wrong_type(reader, node, "a list of strings");
        return RAMPART_OK;
    }
    for (const struct rp_node *item = node->first; item != NULL; item = item->next)
        RP_TRY(read_text(reader, item, setter));
    return RAMPART_OK;
}

static enum rampart_status read_resource(struct rp_request_reader *reader, const struct rp_node *node,
                                         set_text *setter)
{
    if (node->type == RP_NODE_STRING) return set(reader, node, setter);
    if (node->type == RP_NODE_LIST && node->count > 0) return read_texts(reader, node, setter);
    rp_request_wrong_type(reader, node, "a string or a list of one string or more");
    return RAMPART_OK;
}

static enum rampart_status add_param(struct rp_request_reader *reader, const struct rp_node *param)
{
    if (!rp_request_is_value(reader, param)) return RAMPART_OK;
    size_t from = rampart_diags_count(reader->reading->diags);
    enum rampart_status status =
        rampart_request_add_param(reader->request, param->key, param->text, reader->reading->diags);
    return rp_request_took(reader, from, param->key_span, status);
}

static enum rampart_status read_params(struct rp_request_reader *reader, const struct rp_node *node,
                                       set_text *setter)
{
    (void)setter;
    if (node->type != RP_NODE_MAP) {
        rp_request_wrong_type(reader, node, "a map of parameters to values");
        return RAMPART_OK;
    }
    for (const struct rp_node *param = node->first; param != NULL; param = param->next)
        RP_TRY(add_param(reader, param));
    return RAMPART_OK;
}

static enum rampart_status read_context(struct rp_request_reader *reader, const struct rp_node *node,
                                        set_text *setter)
{
    (void)setter;
    return rp_request_read_keys(reader, node);
}

static enum rampart_status read_complete(struct rp_request_reader *reader, const struct rp_node *node,
                                         set_text *setter)
{
    (void)setter;
    if (node->type == RP_NODE_BOOL)
        rampart_request_set_complete(reader->request, rp_str_equal(node->text, RP_STR("true")));
    else
        rp_request_wrong_type(reader, node, "true or false");
    return RAMPART_OK;
}

static enum rampart_status read_literal(struct rp_request_reader *reader, const struct rp_node *node,
                                        set_text *setter)
{
    (void)setter;
    if (node->type != RP_NODE_BOOL)
        rp_request_wrong_type(reader, node, "true or false");
    else if (rp_str_equal(node->text, RP_STR("true")))
        rampart_request_set_patterns(reader->request, false);
    return RAMPART_OK;
}

/* Nothing that is asked: it is compared with the decision. */
static enum rampart_status set_expect(struct rampart_request *request, struct rampart_str word,
                                      struct rampart_diags *diags)
{
    enum rampart_expect expect;
    if (!rp_expect_read(word, &expect))
        return rp_request_refuse(diags, RP_REQ_TYPE, "invalid expected decision", word, rp_expect_help);
    request->expect = (unsigned char)expect;
    return RAMPART_OK;
}

static enum rampart_status read_session(struct rp_request_reader *reader, const struct rp_node *node,
                                        set_text *setter)
{
    (void)setter;
    return rp_request_read_session(reader, node);
}

static bool is_id(const struct rp_node *node)
{
    return node->type == RP_NODE_NULL || node->type == RP_NODE_BOOL || node->type == RP_NODE_NUMBER ||
           node->type == RP_NODE_STRING;
}

/* The id itself is taken before anything can go wrong. */
static enum rampart_status read_id(struct rp_request_reader *reader, const struct rp_node *node,
                                   set_text *setter)
{
    (void)setter;
    if (!is_id(node)) rp_request_wrong_type(reader, node, "a string, a number, true, false or null");
    return RAMPART_OK;
}

enum {
    ID = 0,
    PRINCIPAL,
    ACTION,
    RESOURCE,
    LITERAL,
    PARAMS,
    CONTEXT,
    ABSENT,
    COMPLETE,
    ACCOUNT_ID,
    EXPECT,
    SESSION_POLICY,
    MEMBERS
};

static const char *const names[MEMBERS] = {
    [ID] = "id",
    [PRINCIPAL] = "principal",
    [ACTION] = "action",
    [RESOURCE] = "resource",
    [LITERAL] = "literal",
    [PARAMS] = "params",
    [CONTEXT] = "context",
    [ABSENT] = "absent",
    [COMPLETE] = "complete",
    [ACCOUNT_ID] = "accountId",
    [EXPECT] = "expect",
    [SESSION_POLICY] = "sessionPolicy",
};

static const struct {
    read_value *read;
    set_text *set; /* NULL: what is read is no text */
} members[MEMBERS] = {
    [ID] = {read_id, NULL},
    [PRINCIPAL] = {read_text, rampart_request_set_principal},
    [ACTION] = {read_text, rampart_request_set_action},
    [RESOURCE] = {read_resource, rampart_request_add_resource},
    [LITERAL] = {read_literal, NULL},
    [PARAMS] = {read_params, NULL},
    [CONTEXT] = {read_context, NULL},
    [ABSENT] = {read_texts, rampart_request_set_absent},
    [COMPLETE] = {read_complete, NULL},
    [ACCOUNT_ID] = {read_text, rampart_request_set_account},
    [EXPECT] = {read_text, set_expect},
    [SESSION_POLICY] = {read_session, NULL},
};

static void report_unknown(struct rp_request_reader *reader, const struct rp_node *member)
{
    struct rampart_diags *diags = reader->reading->diags;
    reader->failed = true;
    rp_diag(diags, RAMPART_ERROR, RP_REQ_UNKNOWN, (struct rp_at){reader->reading->source, member->key_span},
            "unknown member \"%.*s\"", RP_ARG(rp_str_part(member->key, 0, 80)));
    const char *nearest = rp_nearest(member->key, names, MEMBERS);
    if (nearest != NULL)
        rp_diag_help(diags, "did you mean \"%s\"?", nearest);
    else
        rp_diag_help(diags,
                     "a request has id, principal, action, resource or params, literal, context, absent, "
                     "complete, accountId, sessionPolicy and expect");
}

static enum rampart_status read_member(struct rp_request_reader *reader, const struct rp_node *member)
{
    for (size_t i = 0; i < MEMBERS; i++)
        if (rp_str_equal(member->key, rampart_str(names[i])))
            return members[i].read(reader, member, members[i].set);
    report_unknown(reader, member);
    return RAMPART_OK;
}

/* With both, one would silently count for nothing, or the other be guessed at. */
static void check_resource_or_params(struct rp_request_reader *reader, const struct rp_node *root)
{
    const struct rp_node *params = rp_node_member(root, RP_STR("params"));
    if (params == NULL || rp_node_member(root, RP_STR("resource")) == NULL) return;
    reader->failed = true;
    rp_diag(reader->reading->diags, RAMPART_ERROR, RP_REQ_PARAM,
            (struct rp_at){reader->reading->source, params->key_span},
            "resource and params exclude each other");
}

/* Whether a member speaks of this, be it misspelt: that was reported, and one mistake is one error. */
static bool speaks_of(const struct rp_node *root, const char *name)
{
    for (const struct rp_node *member = root->first; member != NULL; member = member->next)
        if (rp_nearest(member->key, names, MEMBERS) == name) return true;
    return false;
}

static void report_missing(struct rp_request_reader *reader, const struct rp_node *root, const char *what)
{
    struct rp_span opening = {root->span.start, root->span.start + 1};
    rp_diag(reader->reading->diags, RAMPART_ERROR, RP_REQ_MISSING,
            (struct rp_at){reader->reading->source, opening}, "the request has no %s", what);
}

/* Only beside other errors: what is missing may still come by the setters, and rampart_request_finish() asks. */
static void check_missing(struct rp_request_reader *reader, const struct rp_node *root)
{
    const struct rampart_request *request = reader->request;
    if (root->type != RP_NODE_MAP) return;
    if (request->action.len == 0 && !speaks_of(root, names[ACTION])) report_missing(reader, root, "action");
    if (request->resource_count > 0 || request->param_count > 0) return;
    if (!speaks_of(root, names[RESOURCE]) && !speaks_of(root, names[PARAMS]))
        report_missing(reader, root, "resource");
}

static enum rampart_status read_root(struct rp_request_reader *reader, const struct rp_node *root)
{
    if (root->type != RP_NODE_MAP) {
        rp_request_wrong_type(reader, root, "a request, { … }");
        return RAMPART_OK;
    }
    for (const struct rp_node *member = root->first; member != NULL; member = member->next)
        RP_TRY(read_member(reader, member));
    check_resource_or_params(reader, root);
    return RAMPART_OK;
}

/* Whether a lexeme is JSON by itself: the reader understands some that are not, and reports them. */
static enum rampart_status check_lexeme(const struct rp_reading *reading, struct rampart_str lexeme,
                                        bool *ret_good)
{
    struct rampart_diags *diags = NULL;
    struct rp_source source;
    struct rp_node *root = NULL;
    struct rampart_options options = {.allocator = &reading->arena->allocator};
    RP_TRY(rampart_diags_new(&options, &diags));
    enum rampart_status status = rp_source_init(&source, reading->arena, RP_STR(""), lexeme);
    struct rp_reading alone = {
        .arena = reading->arena, .source = &source, .limits = reading->limits, .diags = diags};
    if (status == RAMPART_OK) status = rp_json_read(&alone, &root);
    rampart_diags_free(diags);
    if (status == RAMPART_NO_MEMORY) return status;
    *ret_good = status == RAMPART_OK;
    return RAMPART_OK;
}

/* The id as it is written: a number keeps its digits, a string its escapes. */
static enum rampart_status take_id(const struct rp_reading *reading, const struct rp_node *root, bool valid,
                                   struct rampart_str *ret_id)
{
    const struct rp_node *id = rp_node_member(root, RP_STR("id"));
    if (id == NULL || !is_id(id)) return RAMPART_OK;
    struct rampart_str lexeme =
        rp_str_part(reading->source->text, id->span.start, id->span.end - id->span.start);
    if (!valid) RP_TRY(check_lexeme(reading, lexeme, &valid));
    if (valid) *ret_id = lexeme;
    return RAMPART_OK;
}

/* A document that could be read in parts goes on: its other errors are found, and its id. */
static enum rampart_status read_document(struct rp_request_reader *reader, struct rampart_str *ret_id)
{
    struct rp_node *root = NULL;
    enum rampart_status syntax = rp_json_read(reader->reading, &root);
    if (root == NULL) return syntax;
    reader->failed = syntax != RAMPART_OK;
    RP_TRY(take_id(reader->reading, root, !reader->failed, ret_id));
    RP_TRY(read_root(reader, root));
    if (reader->failed && syntax == RAMPART_OK) check_missing(reader, root);
    return reader->failed ? RAMPART_INVALID_INPUT : RAMPART_OK;
}

enum rampart_status rampart_request_read(struct rampart_request *request, struct rampart_str text,
                                         struct rampart_str file, struct rampart_str *ret_id_json,
                                         struct rampart_diags *diags)
{
    if (ret_id_json == NULL) return RAMPART_MISUSE;
    *ret_id_json = (struct rampart_str){NULL, 0};
    if (request == NULL || request->finished || diags == NULL) return RAMPART_MISUSE;
    if (rp_request_read_plain(request, text, ret_id_json))
        return rp_arena_copy(&request->arena, file, &request->file) ? RAMPART_OK : RAMPART_NO_MEMORY;
    struct rp_source source;
    size_t from = rampart_diags_count(diags);
    RP_TRY(rp_request_source(request, text, file, "the request", diags, &source));
    request->text = source.text;
    request->file = source.name;
    struct rp_reading reading = {
        .arena = &request->arena, .source = &source, .limits = &request->limits, .diags = diags};
    struct rp_request_reader reader = {request, &reading, RP_REQ_TYPE, false};
    enum rampart_status status = read_document(&reader, ret_id_json);
    rp_diags_sort(diags, from);
    return rp_diags_failed(diags) ? RAMPART_NO_MEMORY : status;
}
