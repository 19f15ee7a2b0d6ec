/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A request from a text: all of it from a JSON object, or its condition keys from a file of them. Each member goes to
 * the function that sets that part of a request. And where a part of a request stands in the text that it was read
 * from.
 */
#include "decide/request_read.h"

#include "base/str.h"
#include "base/try.h"
#include "decide/words.h"
#include "decide/request_parts.h"
#include "policy/access_key.h"
#include "policy/parse.h"
#include "text/did_you_mean.h"
#include "text/json.h"
#include "text/json_plain.h"
#include "text/source.h"
#include "text/tree_read.h"

/* One text of a request while it is read. */
struct request_reader {
    struct rampart_request *request;
    const struct rp_reading *reading;
    enum rp_code wrong_type; /* the code of a value of a wrong type */
    bool failed;             /* an error was reported */
    bool quick;              /* nothing can be reported, and nothing that a part carries on needs its place */
    bool has_resource;
    const struct rp_node *params; /* the member; NULL: there is none */
    const struct rp_node *resource_policy; /* the same; it is read last, for the action tells its kind */
};

/* ---- what all members have in common ---- */

/* Takes the text into the request's memory. `what` names it when it is too long: "the context". */
static enum rampart_status request_read_make_source(struct rampart_request *request, struct rampart_str text,
                                                    struct rampart_str file, const char *what,
                                                    struct rampart_diags *diags, struct rp_source *ret_source)
{
    if (text.len > request->limits.document_bytes || text.len >= UINT32_MAX) {
        rp_diag(diags, RAMPART_ERROR, RP_REQ_LIMIT, RP_NOWHERE, "%s is longer than the limit of %zu bytes", what,
                request->limits.document_bytes);
        return RAMPART_LIMIT;
    }
    return rp_source_init(ret_source, &request->arena, file, text);
}

/* Reports a node of a wrong type, unless it could not be read at all and that was reported already. */
static void request_read_refuse_type(struct request_reader *reader, const struct rp_node *node, const char *expected)
{
    reader->failed = true;
    if (node->type == RP_NODE_BROKEN) return;
    rp_diag(reader->reading->diags, RAMPART_ERROR, reader->wrong_type,
            (struct rp_at){reader->reading->source, node->span}, "expected %s, not %s", expected,
            rp_node_type_name(node->type));
}

/* True when the node is a string, a number, true or false; else it is reported. */
static bool request_read_is_value(struct request_reader *reader, const struct rp_node *node)
{
    if (node->type == RP_NODE_STRING || node->type == RP_NODE_NUMBER || node->type == RP_NODE_BOOL) return true;
    request_read_refuse_type(reader, node, "a value (text, a number, true or false)");
    return false;
}

/*
 * Notes how setting a part of the request ended, and gives its diagnostics from the `from`-th on the part's place.
 * Invalid input is no reason to stop: the other errors are still to be found.
 */
static enum rampart_status request_read_took(struct request_reader *reader, size_t from, struct rp_span span,
                                             enum rampart_status status)
{
    if (status == RAMPART_OK) return RAMPART_OK;
    rp_diags_place(reader->reading->diags, from, (struct rp_at){reader->reading->source, span});
    reader->failed = true;
    return status == RAMPART_INVALID_INPUT ? RAMPART_OK : status;
}

/* ---- condition keys ---- */

/*
 * A value that its key cannot have is told of where it stands, and the next one is looked at. `key` is NULL until a
 * value was added. The texts of a tree live as long as the request does.
 */
static enum rampart_status request_read_add_value(struct request_reader *reader, struct rampart_str name,
                                                  const struct rp_node *value, struct rp_context_key **key)
{
    struct rampart_diags *diags = reader->reading->diags;
    struct rampart_request *request = reader->request;
    struct rampart_str text = value->text;
    struct rp_read_value read;
    if (!request_read_is_value(reader, value)) return RAMPART_OK;
    const struct rp_catalog_key *known = rp_key_memo_find(&request->known_keys, name);
    if (rp_request_fit_value(request, known, &text, &read)) {
        if (*key == NULL) RP_TRY(rp_request_put_key(request, name, known != NULL, diags, key));
        return rp_request_put_value(request, *key, text, &read, diags);
    }
    size_t from = rampart_diags_count(diags);
    return request_read_took(reader, from, value->span, rp_request_refuse_value(request, name, text, diags));
}

static enum rampart_status request_read_add_no_value(struct request_reader *reader, struct rampart_str key,
                                                     const struct rp_node *list)
{
    struct rampart_diags *diags = reader->reading->diags;
    size_t from = rampart_diags_count(diags);
    if (rp_request_has_set(reader->request, key)) return rampart_request_set_empty(reader->request, key, diags);
    return request_read_took(reader, from, list->span, rp_request_refuse_empty(reader->request, key, diags));
}

static enum rampart_status request_read_add_key(struct request_reader *reader, const struct rp_node *member)
{
    struct rp_context_key *key = NULL;
    if (member->type != RP_NODE_LIST) return request_read_add_value(reader, member->key, member, &key);
    if (member->count == 0) return request_read_add_no_value(reader, member->key, member);
    for (const struct rp_node *value = member->first; value != NULL; value = value->next)
        RP_TRY(request_read_add_value(reader, member->key, value, &key));
    return RAMPART_OK;
}

/* A map of condition keys, each to a value or a list of values. */
static enum rampart_status request_read_keys(struct request_reader *reader, const struct rp_node *map)
{
    if (map->type != RP_NODE_MAP) {
        request_read_refuse_type(reader, map, "a map of condition keys to values");
        return RAMPART_OK;
    }
    for (const struct rp_node *member = map->first; member != NULL; member = member->next) {
        const size_t from = rampart_diags_count(reader->reading->diags);
        RP_TRY(request_read_took(reader, from, member->key_span, request_read_add_key(reader, member)));
    }
    return RAMPART_OK;
}

/* ---- the session policy: an object, or the string that an API is handed ---- */

/* All of it lies in the request's memory, and says no file: its places are those of the request's own text. */
static enum rampart_status request_read_make_policy(const struct request_reader *reader, struct rampart_str name,
                                                    enum rampart_policy_kind kind, struct rampart_policy **ret_policy,
                                                    struct rp_source **ret_source)
{
    struct rp_arena *arena = reader->reading->arena;
    struct rampart_policy *policy = RP_NEW(arena, struct rampart_policy);
    struct rp_source *source = RP_NEW(arena, struct rp_source);
    RP_TRY_MEMORY(policy != NULL && source != NULL);
    *source = *reader->reading->source;
    source->name = (struct rampart_str){NULL, 0};
    policy->name = name;
    policy->kind = kind;
    policy->source = source;
    *ret_policy = policy;
    *ret_source = source;
    return RAMPART_OK;
}

/* The text in the string, read by itself; its places lead back into the request's text. */
static enum rampart_status request_read_policy_string(struct rp_reading *reading, const struct rp_node *node,
                                                       struct rp_source *source, const struct rp_node **ret_root)
{
    struct rp_inside *inside = RP_NEW(reading->arena, struct rp_inside);
    struct rp_source *outer = RP_NEW(reading->arena, struct rp_source);
    struct rp_node *root = NULL;
    RP_TRY_MEMORY(inside != NULL && outer != NULL);
    *outer = *source;
    RP_TRY(rp_inside_json(inside, reading->arena, outer, node->span));
    RP_TRY(rp_source_init(source, reading->arena, (struct rampart_str){NULL, 0}, node->text));
    source->inside = inside;
    enum rampart_status status = rp_json_read(reading, &root);
    *ret_root = root;
    return status;
}

static enum rampart_status request_read_policy(struct request_reader *reader, const struct rp_node *node,
                                               struct rampart_str name, enum rampart_policy_kind kind,
                                               const struct rampart_policy **ret_policy)
{
    if (reader->quick) { /* what is said of it needs its places */
        reader->failed = true;
        return RAMPART_OK;
    }
    struct rampart_policy *policy = NULL;
    struct rp_source *source = NULL;
    if (node->type != RP_NODE_MAP && node->type != RP_NODE_STRING) {
        request_read_refuse_type(reader, node, "a policy, { … }, or one as a string");
        return RAMPART_OK;
    }
    if (reader->failed && node->type == RP_NODE_STRING) return RAMPART_OK; /* where it stands is not sure */
    RP_TRY(request_read_make_policy(reader, name, kind, &policy, &source));
    struct rp_reading reading = *reader->reading;
    reading.source = source;
    reading.assumed = 0; /* what the cloud is assumed to refuse, whoever compiles it says */
    enum rampart_status status = RAMPART_OK;
    if (node->type == RP_NODE_STRING) status = request_read_policy_string(&reading, node, source, &node);
    if (status == RAMPART_OK) status = rp_document_parse(&reading, node, policy);
    if (status == RAMPART_NO_MEMORY) return status;
    reader->failed |= status != RAMPART_OK;
    if (status == RAMPART_OK) *ret_policy = policy;
    return RAMPART_OK;
}

/* ---- the policy of the resource: the same, or the word none ---- */

/* NULL: there is none. */
static enum rampart_status request_read_policy_or_none(struct request_reader *reader, const struct rp_node *node,
                                                       enum rampart_policy_kind kind,
                                                       const struct rampart_policy **ret_policy)
{
    if (node->type == RP_NODE_STRING && rp_str_equal(node->text, RP_STR("none"))) return RAMPART_OK;
    return request_read_policy(reader, node, node->key, kind, ret_policy);
}

static const struct resource_service {
    struct rampart_str head;
    enum rampart_policy_kind kind;
    unsigned layers; /* a key's and a secret's are alike: the resource tells which it is */
} resource_services[] = {
    {{"oss:", 4}, RAMPART_POLICY_BUCKET, 1U << RAMPART_LAYER_BUCKET_POLICY},
    {{"ossvector:", 10}, RAMPART_POLICY_BUCKET, 1U << RAMPART_LAYER_BUCKET_POLICY},
    {{"kms:", 4}, RAMPART_POLICY_KEY, 1U << RAMPART_LAYER_KEY_POLICY | 1U << RAMPART_LAYER_SECRET_POLICY},
    {{"log:", 4}, RAMPART_POLICY_PROJECT, 1U << RAMPART_LAYER_PROJECT_POLICY},
    {{"ots:", 4}, RAMPART_POLICY_INSTANCE, 1U << RAMPART_LAYER_INSTANCE_POLICY},
};

/* Of a request without an action nobody knows the kind; that it has none is an error of its own. */
static enum rampart_status request_read_resource_document(struct request_reader *reader)
{
    struct rampart_request *request = reader->request;
    const struct rp_node *node = reader->resource_policy;
    const struct resource_service *service = NULL;
    if (node == NULL || request->action.len == 0) return RAMPART_OK;
    if (reader->quick) { /* as of a session policy */
        reader->failed = true;
        return RAMPART_OK;
    }
    for (size_t i = 0; i < sizeof resource_services / sizeof *resource_services; i++)
        if (rp_str_starts(request->action, resource_services[i].head)) service = &resource_services[i];
    if (service == NULL) {
        reader->failed = true;
        rp_diag(reader->reading->diags, RAMPART_ERROR, RP_REQ_LAYER, (struct rp_at){reader->reading->source, node->key_span},
                "resources of this action have no policy; those of oss, kms, log and ots have");
        return RAMPART_OK;
    }
    const struct rampart_policy *policy = NULL;
    RP_TRY(request_read_policy_or_none(reader, node, service->kind, &policy));
    for (int layer = 0; layer < RAMPART_LAYERS; layer++)
        if ((service->layers & 1U << layer) != 0) RP_TRY(rp_request_put_layer(request, (enum rampart_layer)layer, policy));
    return RAMPART_OK;
}

/* ---- other layers of the resource, and of the way to it ---- */

static const struct layer_member {
    struct rampart_str name;
    enum rampart_layer layer; /* of "acl" one of two: its members tell */
    enum rampart_policy_kind kind; /* ANY: a setting */
} layer_members[] = {
    {{"acl", 3}, RAMPART_LAYER_BUCKET_ACL, RAMPART_POLICY_ANY},
    {{"blockPublicAccess", 17}, RAMPART_LAYER_PUBLIC_ACCESS_BLOCK, RAMPART_POLICY_ANY},
    {{"accessPointPolicy", 17}, RAMPART_LAYER_ACCESS_POINT_POLICY, RAMPART_POLICY_ACCESS_POINT},
    {{"accessPointOrigin", 17}, RAMPART_LAYER_ACCESS_POINT_ORIGIN, RAMPART_POLICY_ANY},
    {{"networkAcl", 10}, RAMPART_LAYER_NETWORK_ACL, RAMPART_POLICY_ANY},
    {{"endpointPolicy", 14}, RAMPART_LAYER_ENDPOINT_POLICY, RAMPART_POLICY_ENDPOINT},
    {{"accessKeyPolicy", 15}, RAMPART_LAYER_ACCESS_KEY_POLICY, RAMPART_POLICY_ACCESS_KEY},
    {{"instanceRolePolicy", 18}, RAMPART_LAYER_SESSION, RAMPART_POLICY_SESSION},
};
enum { LAYER_MEMBERS = sizeof layer_members / sizeof *layer_members };

static const struct layer_member *request_read_layer_member(struct rampart_str name)
{
    for (size_t i = 0; i < LAYER_MEMBERS; i++)
        if (rp_str_equal(name, layer_members[i].name)) return &layer_members[i];
    return NULL;
}

static enum rampart_status request_read_layer(struct request_reader *reader, const struct layer_member *member,
                                              const struct rp_node *node)
{
    const struct rampart_policy *policy = NULL;
    if (reader->quick) { /* as of a session policy */
        reader->failed = true;
        return RAMPART_OK;
    }
    if (member->kind == RAMPART_POLICY_ANY) {
        enum rampart_status status = rp_request_put_setting(reader->request, reader->reading, member->layer, node);
        reader->failed |= status == RAMPART_INVALID_INPUT;
        return status == RAMPART_INVALID_INPUT ? RAMPART_OK : status;
    }
    RP_TRY(request_read_policy_or_none(reader, node, member->kind, &policy));
    return rp_request_put_layer(reader->request, member->layer, policy);
}

static bool request_read_has_key(const struct rampart_request *request, struct rampart_str name)
{
    for (const struct rp_context_key *key = request->keys; key != NULL; key = key->next)
        if (key->state == RP_KEY_PRESENT && rp_str_equal_fold(key->name, name)) return true;
    return false;
}

/* What a member needs beside it: without, it would silently count for nothing. */
static void request_read_check_layers(struct request_reader *reader, const struct rp_node *root)
{
    const struct rampart_request *request = reader->request;
    const struct {
        struct rampart_str name;
        bool missing;
        const char *what;
    } needs[] = {{RP_STR("accessPointPolicy"), request->access_point.len == 0, "accessPoint"},
                 {RP_STR("accessPointOrigin"), request->access_point.len == 0, "accessPoint"},
                 {RP_STR("endpointPolicy"), !request_read_has_key(request, RP_STR("acs:SourceVpc")),
                  "acs:SourceVpc in context: a request through an endpoint comes from its VPC"}};
    for (size_t i = 0; i < sizeof needs / sizeof *needs && request->resource_layers != 0; i++) {
        const struct rp_node *member = rp_node_member(root, needs[i].name);
        const bool none = member != NULL && member->type == RP_NODE_STRING && rp_str_equal(member->text, RP_STR("none"));
        if (member == NULL || none || !needs[i].missing) continue;
        reader->failed = true;
        rp_diag(reader->reading->diags, RAMPART_ERROR, RP_REQ_MISSING,
                (struct rp_at){reader->reading->source, member->key_span}, "%.*s needs %s", RP_ARG(needs[i].name),
                needs[i].what);
    }
}

/* ---- the members ---- */

/* Sets a part of a request to a text that lives as long as the request does. */
typedef enum rampart_status set_text(struct rampart_request *, struct rampart_str, struct rampart_diags *);
typedef enum rampart_status read_value(struct request_reader *, const struct rp_node *, set_text *);

static enum rampart_status request_read_set_member(struct request_reader *reader, const struct rp_node *node,
                                                   set_text *setter)
{
    size_t from = rampart_diags_count(reader->reading->diags);
    enum rampart_status status = setter(reader->request, node->text, reader->reading->diags);
    return request_read_took(reader, from, node->span, status);
}

static enum rampart_status request_read_text(struct request_reader *reader, const struct rp_node *node,
                                             set_text *setter)
{
    if (node->type == RP_NODE_STRING) return request_read_set_member(reader, node, setter);
    request_read_refuse_type(reader, node, "a string");
    return RAMPART_OK;
}

static enum rampart_status request_read_texts(struct request_reader *reader, const struct rp_node *node,
                                              set_text *setter)
{
    if (node->type != RP_NODE_LIST) {
        request_read_refuse_type(reader, node, "a list of strings");
        return RAMPART_OK;
    }
    for (const struct rp_node *item = node->first; item != NULL; item = item->next)
        RP_TRY(request_read_text(reader, item, setter));
    return RAMPART_OK;
}

static enum rampart_status request_read_resource(struct request_reader *reader, const struct rp_node *node,
                                                 set_text *setter)
{
    reader->has_resource = true;
    if (node->type == RP_NODE_STRING) return request_read_set_member(reader, node, setter);
    if (node->type == RP_NODE_LIST && node->count > 0) return request_read_texts(reader, node, setter);
    request_read_refuse_type(reader, node, "a string or a list of one string or more");
    return RAMPART_OK;
}

/* The list as it is written; false: it holds something else than values and objects, which is reported. */
static bool request_read_list_text(struct request_reader *reader, const struct rp_node *list,
                                   struct rampart_str *ret_text)
{
    for (const struct rp_node *item = list->first; item != NULL; item = item->next)
        if (item->type != RP_NODE_MAP && !request_read_is_value(reader, item)) return false;
    *ret_text = rp_str_part(reader->reading->source->text, list->span.start, list->span.end - list->span.start);
    return true;
}

static enum rampart_status request_read_add_param(struct request_reader *reader, const struct rp_node *param)
{
    struct rampart_str value = param->text;
    if (param->type == RP_NODE_LIST) {
        if (reader->quick) { /* its text needs its place */
            reader->failed = true;
            return RAMPART_OK;
        }
        if (!request_read_list_text(reader, param, &value)) return RAMPART_OK;
    } else if (!request_read_is_value(reader, param)) {
        return RAMPART_OK;
    }
    size_t from = rampart_diags_count(reader->reading->diags);
    enum rampart_status status =
        rampart_request_add_param(reader->request, param->key, value, reader->reading->diags);
    return request_read_took(reader, from, param->key_span, status);
}

static enum rampart_status request_read_params(struct request_reader *reader, const struct rp_node *node,
                                               set_text *setter)
{
    (void)setter;
    reader->params = node;
    if (node->type != RP_NODE_MAP) {
        request_read_refuse_type(reader, node, "a map of parameters to values");
        return RAMPART_OK;
    }
    for (const struct rp_node *param = node->first; param != NULL; param = param->next)
        RP_TRY(request_read_add_param(reader, param));
    return RAMPART_OK;
}

static enum rampart_status request_read_context(struct request_reader *reader, const struct rp_node *node,
                                                set_text *setter)
{
    (void)setter;
    return request_read_keys(reader, node);
}

static enum rampart_status request_read_complete(struct request_reader *reader, const struct rp_node *node,
                                                 set_text *setter)
{
    (void)setter;
    if (node->type == RP_NODE_BOOL)
        rampart_request_set_complete(reader->request, rp_str_equal(node->text, RP_STR("true")));
    else
        request_read_refuse_type(reader, node, "true or false");
    return RAMPART_OK;
}

static enum rampart_status request_read_literal(struct request_reader *reader, const struct rp_node *node,
                                                set_text *setter)
{
    (void)setter;
    if (node->type != RP_NODE_BOOL)
        request_read_refuse_type(reader, node, "true or false");
    else if (rp_str_equal(node->text, RP_STR("true")))
        rampart_request_set_patterns(reader->request, false);
    return RAMPART_OK;
}

/* Nothing that is asked: it is compared with the decision. */
static enum rampart_status request_read_set_expect(struct rampart_request *request, struct rampart_str word,
                                                   struct rampart_diags *diags)
{
    enum rampart_expect expect;
    if (!rp_expect_read(word, &expect))
        return rp_request_refuse(diags, RP_REQ_TYPE, "invalid expected decision", word, rp_expect_help);
    request->expect = (unsigned char)expect;
    return RAMPART_OK;
}

static enum rampart_status request_read_session_policy(struct request_reader *reader, const struct rp_node *node,
                                                       set_text *setter)
{
    (void)setter;
    return request_read_policy(reader, node, RP_STR("sessionPolicy"), RAMPART_POLICY_SESSION,
                               &reader->request->session_policy);
}

/* It is read when the action is known. */
static enum rampart_status request_read_resource_policy(struct request_reader *reader, const struct rp_node *node,
                                                        set_text *setter)
{
    (void)setter;
    reader->resource_policy = node;
    return RAMPART_OK;
}

static bool request_read_is_id(const struct rp_node *node)
{
    return node->type == RP_NODE_NULL || node->type == RP_NODE_BOOL || node->type == RP_NODE_NUMBER ||
           node->type == RP_NODE_STRING;
}

/* The id itself is taken before anything can go wrong. */
static enum rampart_status request_read_id(struct request_reader *reader, const struct rp_node *node, set_text *setter)
{
    (void)setter;
    if (!request_read_is_id(node)) request_read_refuse_type(reader, node, "a string, a number, true, false or null");
    return RAMPART_OK;
}

static const struct {
    struct rampart_str name;
    read_value *read;
    set_text *set; /* NULL: what is read is no text */
} members[] = { /* those that nearly every request has come first */
    {{"id", 2}, request_read_id, NULL},
    {{"principal", 9}, request_read_text, rp_request_put_principal},
    {{"action", 6}, request_read_text, rp_request_put_action},
    {{"resource", 8}, request_read_resource, rp_request_put_resource},
    {{"context", 7}, request_read_context, NULL},
    {{"uid", 3}, request_read_text, rampart_request_set_uid},
    {{"credential", 10}, request_read_text, rampart_request_set_credential},
    {{"accessPoint", 11}, request_read_text, rampart_request_set_access_point},
    {{"literal", 7}, request_read_literal, NULL},
    {{"params", 6}, request_read_params, NULL},
    {{"absent", 6}, request_read_texts, rampart_request_set_absent},
    {{"complete", 8}, request_read_complete, NULL},
    {{"accountId", 9}, request_read_text, rampart_request_set_account},
    {{"expect", 6}, request_read_text, request_read_set_expect},
    {{"sessionPolicy", 13}, request_read_session_policy, NULL},
    {{"resourcePolicy", 14}, request_read_resource_policy, NULL},
};

enum { MEMBERS = sizeof members / sizeof *members };

/* The name of a member that is like this one; NULL: none is. */
static const char *request_read_nearest(struct rampart_str key)
{
    const char *names[MEMBERS + LAYER_MEMBERS];
    for (size_t i = 0; i < MEMBERS; i++) names[i] = members[i].name.data;
    for (size_t i = 0; i < LAYER_MEMBERS; i++) names[MEMBERS + i] = layer_members[i].name.data;
    return rp_nearest(key, names, MEMBERS + LAYER_MEMBERS);
}

/* A function of its own: its list of names would be made for each member otherwise. */
__attribute__((noinline)) static void request_read_report_unknown(struct request_reader *reader, const struct rp_node *member)
{
    struct rampart_diags *diags = reader->reading->diags;
    reader->failed = true;
    rp_diag(diags, RAMPART_ERROR, RP_REQ_UNKNOWN, (struct rp_at){reader->reading->source, member->key_span},
            "unknown member \"%.*s\"", RP_ARG(rp_str_part(member->key, 0, 80)));
    const char *nearest = request_read_nearest(member->key);
    if (nearest != NULL)
        rp_diag_help(diags, "did you mean \"%s\"?", nearest);
    else
        rp_diag_help(diags,
                     "a request has id, principal, uid, credential, accessPoint, action, resource or params, literal, "
                     "context, absent, complete, accountId, sessionPolicy, resourcePolicy, acl, blockPublicAccess, "
                     "accessPointPolicy, accessPointOrigin, networkAcl, endpointPolicy, accessKeyPolicy, "
                     "instanceRolePolicy and expect");
}

static enum rampart_status request_read_member(struct request_reader *reader, const struct rp_node *member)
{
    for (size_t i = 0; i < MEMBERS; i++)
        if (rp_str_equal(member->key, members[i].name)) return members[i].read(reader, member, members[i].set);
    const struct layer_member *layer = request_read_layer_member(member->key);
    if (layer != NULL) return request_read_layer(reader, layer, member);
    request_read_report_unknown(reader, member);
    return RAMPART_OK;
}

/* With both, one would silently count for nothing, or the other be guessed at. */
static void request_read_check_both(struct request_reader *reader)
{
    if (reader->params == NULL || !reader->has_resource) return;
    reader->failed = true;
    rp_diag(reader->reading->diags, RAMPART_ERROR, RP_REQ_PARAM,
            (struct rp_at){reader->reading->source, reader->params->key_span},
            "resource and params cannot be used together");
}

/* True when a member speaks of this, be it misspelt: that was reported, and one mistake is one error. */
static bool request_read_speaks_of(const struct rp_node *root, const char *name)
{
    for (const struct rp_node *member = root->first; member != NULL; member = member->next) {
        const char *nearest = request_read_nearest(member->key);
        if (nearest != NULL && strcmp(nearest, name) == 0) return true;
    }
    return false;
}

static void request_read_report_missing(struct request_reader *reader, const struct rp_node *root, const char *what)
{
    struct rp_span opening = {root->span.start, root->span.start + 1};
    rp_diag(reader->reading->diags, RAMPART_ERROR, RP_REQ_MISSING,
            (struct rp_at){reader->reading->source, opening}, "the request has no %s", what);
}

/* Only beside other errors: what is missing may still come by the setters, and rampart_request_finish() asks. */
static void request_read_check_missing(struct request_reader *reader, const struct rp_node *root)
{
    const struct rampart_request *request = reader->request;
    if (root->type != RP_NODE_MAP) return;
    if (request->action.len == 0 && !request_read_speaks_of(root, "action"))
        request_read_report_missing(reader, root, "action");
    if (request->resource_count > 0 || request->param_count > 0) return;
    if (!request_read_speaks_of(root, "resource") && !request_read_speaks_of(root, "params"))
        request_read_report_missing(reader, root, "resource");
}

static enum rampart_status request_read_root(struct request_reader *reader, const struct rp_node *root)
{
    if (root->type != RP_NODE_MAP) {
        request_read_refuse_type(reader, root, "a request, { … }");
        return RAMPART_OK;
    }
    for (const struct rp_node *member = root->first; member != NULL; member = member->next)
        RP_TRY(request_read_member(reader, member));
    request_read_check_both(reader);
    request_read_check_layers(reader, root);
    return request_read_resource_document(reader);
}

/* Tells if a lexeme is JSON by itself: the reader understands some that are not, and reports them. */
static enum rampart_status request_read_check_lexeme(const struct rp_reading *reading, struct rampart_str lexeme,
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
static enum rampart_status request_read_take_id(const struct rp_reading *reading, const struct rp_node *root,
                                                bool valid, struct rampart_str *ret_id)
{
    const struct rp_node *id = rp_node_member(root, RP_STR("id"));
    if (id == NULL || !request_read_is_id(id)) return RAMPART_OK;
    struct rampart_str lexeme =
        rp_str_part(reading->source->text, id->span.start, id->span.end - id->span.start);
    if (!valid) RP_TRY(request_read_check_lexeme(reading, lexeme, &valid));
    if (valid) *ret_id = lexeme;
    return RAMPART_OK;
}

/* A document that could be read in parts goes on: its other errors are found, and its id. */
static enum rampart_status request_read_document(struct request_reader *reader, struct rampart_str *ret_id)
{
    struct rp_node *root = NULL;
    enum rampart_status syntax = rp_json_read(reader->reading, &root);
    if (root == NULL) return syntax;
    reader->request->source = reader->reading->source;
    reader->request->root = root;
    reader->failed = syntax != RAMPART_OK;
    RP_TRY(request_read_take_id(reader->reading, root, !reader->failed, ret_id));
    RP_TRY(request_read_root(reader, root));
    if (reader->failed && syntax == RAMPART_OK) request_read_check_missing(reader, root);
    return reader->failed ? RAMPART_INVALID_INPUT : RAMPART_OK;
}

/* Nothing is set but the accounts: then a request in which something is wrong is put back by forgetting it. */
static bool request_read_is_empty(const struct rampart_request *request)
{
    return request->principal_given.len == 0 && request->action.len == 0 && request->resources == NULL &&
           request->keys == NULL && request->params == NULL && !request->complete;
}

/*
 * A request that is written plainly, in which nothing is wrong: neither marks of its lines nor diagnostics are made
 * for it. False: it is another, or memory was refused; the request is as it was.
 */
static bool request_read_quickly(struct rampart_request *request, struct rampart_str text, struct rampart_str file,
                                 struct rampart_str *ret_id)
{
    struct rp_reading reading = {.arena = &request->arena, .limits = &request->limits};
    struct request_reader reader = {.request = request, .reading = &reading, .wrong_type = RP_REQ_TYPE, .quick = true};
    struct rp_source source = {.text = text};
    if (text.len > request->limits.document_bytes || text.len >= UINT32_MAX || !request_read_is_empty(request))
        return false;
    if (!rp_arena_copy(&request->arena, text, &source.text)) return false;
    const struct rp_node *root = rp_json_plain_read(&request->arena, source.text, &request->limits);
    reading.source = &source;
    if (root == NULL || !rp_arena_copy(&request->arena, file, &request->file)) return false;
    bool good = request_read_take_id(&reading, root, true, ret_id) == RAMPART_OK &&
                request_read_root(&reader, root) == RAMPART_OK && !reader.failed;
    if (!good) rp_request_forget(request);
    if (!good) return false;
    request->text = source.text;
    request->root = root;
    return true;
}

enum rampart_status rampart_request_read(struct rampart_request *request, struct rampart_str text,
                                         struct rampart_str file, struct rampart_str *ret_id_json,
                                         struct rampart_diags *diags)
{
    if (ret_id_json == NULL) return RAMPART_MISUSE;
    *ret_id_json = (struct rampart_str){NULL, 0};
    if (request == NULL || request->finished || diags == NULL) return RAMPART_MISUSE;
    if (request_read_quickly(request, text, file, ret_id_json)) return RAMPART_OK;
    struct rp_source *source = RP_NEW(&request->arena, struct rp_source);
    size_t from = rampart_diags_count(diags);
    RP_TRY_MEMORY(source != NULL);
    *ret_id_json = (struct rampart_str){NULL, 0};
    RP_TRY(request_read_make_source(request, text, file, "the request", diags, source));
    struct rp_reading reading = {
        .arena = &request->arena, .source = source, .limits = &request->limits, .diags = diags};
    struct request_reader reader = {.request = request, .reading = &reading, .wrong_type = RP_REQ_TYPE};
    enum rampart_status status = request_read_document(&reader, ret_id_json);
    rp_diags_sort(diags, from);
    return rp_diags_failed(diags) ? RAMPART_NO_MEMORY : status;
}

enum rampart_status rp_request_read_map(struct rampart_request *request, const struct rp_source *source,
                                        const struct rp_node *map, struct rampart_diags *diags)
{
    const size_t from = rampart_diags_count(diags);
    const struct rp_reading reading = {
        .arena = &request->arena, .source = source, .limits = &request->limits, .diags = diags};
    struct request_reader reader = {.request = request, .reading = &reading, .wrong_type = RP_REQ_TYPE};
    request->source = source;
    request->root = map;
    RP_TRY(request_read_root(&reader, map));
    if (reader.failed) request_read_check_missing(&reader, map);
    rp_diags_sort(diags, from);
    if (rp_diags_failed(diags)) return RAMPART_NO_MEMORY;
    return reader.failed ? RAMPART_INVALID_INPUT : RAMPART_OK;
}

/* ---- a file of condition keys: a map of each key to a value or a list of values, in JSON or YAML ---- */

enum rampart_status rampart_request_read_context(struct rampart_request *request, struct rampart_str text,
                                                 struct rampart_str file, struct rampart_diags *diags)
{
    if (request == NULL || request->finished || diags == NULL) return RAMPART_MISUSE;
    struct rp_source source;
    struct rp_node *root = NULL;
    RP_TRY(request_read_make_source(request, text, file, "the context", diags, &source));
    struct rp_reading reading = {
        .arena = &request->arena, .source = &source, .limits = &request->limits, .diags = diags};
    struct request_reader reader = {.request = request, .reading = &reading, .wrong_type = RP_REQ_CONTEXT};
    RP_TRY(rp_tree_read(&reading, RAMPART_FORMAT_AUTO, &root));
    if (rp_tree_refuse_doubtful(&reading, root)) return RAMPART_INVALID_INPUT;
    RP_TRY(request_read_keys(&reader, root));
    return reader.failed ? RAMPART_INVALID_INPUT : RAMPART_OK;
}

/* ---- where a part stands ---- */

/* A text itself, or the first of a list that is the text. */
static const struct rp_node *request_read_find_text(const struct rp_node *node, struct rampart_str text)
{
    if (node == NULL || node->type != RP_NODE_LIST) return node;
    for (const struct rp_node *item = node->first; item != NULL; item = item->next)
        if (rp_str_equal(item->text, text)) return item;
    return NULL;
}

static bool request_read_find_member(const struct rp_node *map, struct rampart_str key, struct rp_span *ret_span)
{
    const struct rp_node *member = map == NULL || map->type != RP_NODE_MAP ? NULL : rp_node_member(map, key);
    if (member != NULL) *ret_span = member->key_span;
    return member != NULL;
}

static bool request_read_find_part(const struct rp_node *root, enum rp_request_part part, struct rampart_str text,
                                   struct rp_span *ret_span)
{
    const struct rp_node *node = NULL;
    if (root->type != RP_NODE_MAP) return false;
    switch (part) {
    case RP_PART_ACTION: node = rp_node_member(root, RP_STR("action")); break;
    case RP_PART_RESOURCE: node = request_read_find_text(rp_node_member(root, RP_STR("resource")), text); break;
    case RP_PART_KEY:
        if (request_read_find_member(rp_node_member(root, RP_STR("context")), text, ret_span)) return true;
        node = request_read_find_text(rp_node_member(root, RP_STR("absent")), text);
        break;
    case RP_PART_PARAM: return request_read_find_member(rp_node_member(root, RP_STR("params")), text, ret_span);
    }
    if (node != NULL) *ret_span = node->span;
    return node != NULL;
}

/* The text with marks of its lines: few requests are complained of, so that it is made when one is. */
static enum rampart_status request_read_mark(struct rampart_request *request)
{
    struct rp_source *source = RP_NEW(&request->arena, struct rp_source);
    RP_TRY_MEMORY(source != NULL);
    RP_TRY(rp_source_init(source, &request->arena, request->file, request->text));
    request->source = source;
    return RAMPART_OK;
}

enum rampart_status rp_request_place_last(struct rampart_request *request, enum rp_request_part part,
                                          struct rampart_str text, struct rampart_diags *diags)
{
    const size_t count = rampart_diags_count(diags);
    struct rp_span span;
    if (count == 0 || request->root == NULL || !request_read_find_part(request->root, part, text, &span))
        return RAMPART_OK;
    if (request->source == NULL) RP_TRY(request_read_mark(request));
    rp_diags_place(diags, count - 1, (struct rp_at){request->source, span});
    return RAMPART_OK;
}
