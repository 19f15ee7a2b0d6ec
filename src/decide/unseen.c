/* SPDX-License-Identifier: Apache-2.0 */
/* docs/semantics.md, "Layers that were not read". */
#include "decide/unseen.h"

#include <string.h>

#include "account/gaps.h"
#include "base/str.h"
#include "base/try.h"
#include "catalog/layers.h"
#include "decide/match.h"
#include "decide/request.h"
#include "decide/rule.h"
#include "decide/shown.h"
#include "policy/key.h"
#include "policy/layer.h"

enum { ACLS = 1U << RAMPART_LAYER_OBJECT_ACL | 1U << RAMPART_LAYER_BUCKET_ACL };

struct rp_unseen_power rp_unseen_power(const struct rp_rules *rules, const struct rp_question *question)
{
    struct rp_unseen_power power = {0, 0};
    if (question->unseen == NULL) return power;
    power = rp_is_foreign(question) ? question->unseen->other : question->unseen->own;
    unsigned without = rules->absent_layers | rp_unseen_idle(question->unseen, rules->held_layers);
    if (rules->shown_count > 0) without |= rp_shown_layers(rules, question) | rp_shown_settles(rules, question);
    if (question->unseen->point != NULL && (question->assumed & RP_ASSUME_POINT_ACL) == 0) without |= ACLS;
    power = rp_unseen_as_assumed(power, rp_is_foreign(question), question->assumed);
    const bool nobody = question->request->identity.kind == RP_IDENTITY_ANONYMOUS;
    power.allow &= nobody && question->unseen->point != NULL ? 0 : ~without; /* nobody passes an access point */
    power.deny &= ~without | question->unseen->behind;
    return power;
}

/* Only what identities are granted, or not, is asked of these layers too: other layers are gates before them. */
static bool is_of_identity(enum rampart_layer layer)
{
    return layer == RAMPART_LAYER_IDENTITY || layer == RAMPART_LAYER_RESOURCE_GROUP;
}

/*
 * A Deny of an identity policy is final in its own account. On another account's resource the layer that may let in
 * does not ask it.
 */
unsigned rp_unseen_openers(struct rp_unseen_power power, bool unasked, struct rampart_verdict alone)
{
    const bool by_acl = alone.layer == RAMPART_LAYER_BUCKET_ACL; /* an ACL of the object goes before that */
    switch (alone.outcome) {
    case RAMPART_OUTCOME_ALLOW: return power.deny | (by_acl ? power.allow & 1U << RAMPART_LAYER_OBJECT_ACL : 0);
    case RAMPART_OUTCOME_CONDITIONAL: return power.allow | power.deny;
    case RAMPART_OUTCOME_DENY: break;
    }
    if (alone.layer == RAMPART_LAYER_ACCESS_POINT_POLICY && alone.deny == RAMPART_IMPLICIT_DENY) return power.allow & ACLS;
    if (!is_of_identity(alone.layer)) return 0;
    return alone.deny == RAMPART_IMPLICIT_DENY || unasked ? power.allow : 0;
}

bool rp_unseen_may_open(const struct rp_rules *rules, const struct rp_question *question, struct rampart_verdict alone)
{
    if (question->unseen == NULL) return false;
    const bool unasked = rp_is_foreign(question) && (question->assumed & RP_ASSUME_FOREIGN_DENY) == 0;
    return rp_unseen_openers(rp_unseen_power(rules, question), unasked, alone) != 0;
}

struct rampart_verdict rp_unseen_open(const struct rp_rules *rules, const struct rp_question *question,
                                      struct rampart_verdict verdict)
{
    if (!question->request->alone && rp_unseen_may_open(rules, question, verdict))
        return (struct rampart_verdict){.outcome = RAMPART_OUTCOME_CONDITIONAL};
    if (verdict.outcome == RAMPART_OUTCOME_ALLOW) verdict.layer = RAMPART_LAYER_IDENTITY;
    return verdict;
}

/* ---- the call that shows a layer ---- */

/* Whether a shell takes the text as it is. */
static bool is_plain_word(struct rampart_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && rp_str_find(RP_STR("-_./+:@"), c) == sizeof "-_./+:@" - 1) return false;
    }
    return text.len > 0 && text.data[0] != '-';
}

/* The call with a place of it filled; one that a shell would take otherwise stays a place. */
static bool fill_place(struct rp_arena *arena, struct rampart_str place, struct rampart_str value,
                       struct rampart_str *call)
{
    for (size_t i = 0; i + place.len <= call->len && is_plain_word(value); i++) {
        if (!rp_str_starts(rp_str_from(*call, i), place)) continue;
        const struct rampart_str parts[] = {rp_str_part(*call, 0, i), value,
                                            rp_str_from(*call, i + place.len)};
        return rp_arena_join(arena, parts, sizeof parts / sizeof *parts, call);
    }
    return true;
}

enum rampart_status rp_unseen_tell(struct rp_arena *arena, const struct rp_unseen_layer *layer,
                                   struct rampart_unseen *ret_told)
{
    struct rampart_unseen told = {.layer = layer->layer, .call = layer->call};
    told.behind = layer->layer == RAMPART_LAYER_KEY_POLICY && layer->own == RP_LAYER_GATE;
    RP_TRY_MEMORY(rp_arena_copy(arena, layer->of, &told.of));
    const struct rampart_str head = RP_STR("bucket/"); /* of a vector bucket */
    const size_t skipped = rp_str_starts(layer->of, head) ? head.len : 0;
    RP_TRY_MEMORY(fill_place(arena, RP_STR("{name}"), rp_str_from(layer->of, skipped), &told.call));
    RP_TRY_MEMORY(fill_place(arena, RP_STR("{rest}"), layer->rest, &told.call));
    *ret_told = told;
    return RAMPART_OK;
}

/* Whether the request comes through a VPC. */
static enum rp_key_state vpc_of(struct rampart_request *request)
{
    const struct rp_context_key *values;
    return rp_request_key(request, 0, RP_STR("acs:SourceVpc"), &values);
}

/* Whether the layer may be asked for this request, as its row says. */
static bool may_count(const struct rp_layer_row *row, enum rp_key_state vpc)
{
    return row->when == RP_LAYER_ALWAYS || (row->when == RP_LAYER_WITH_VPC && vpc != RP_KEY_ABSENT);
}

/* ---- what one layer may do ---- */

/* Adds the layer to what unseen ones may do to a principal whom the rule is about. */
static void add_power(struct rp_unseen_power *power, enum rp_layer_rule rule, unsigned layer)
{
    bool allows = rule == RP_LAYER_UNION || rule == RP_LAYER_ALONE || rule == RP_LAYER_FALLBACK;
    bool denies = rule != RP_LAYER_IDLE && rule != RP_LAYER_FALLBACK;
    if (allows) power->allow |= layer;
    if (denies) power->deny |= layer;
}

/* `tail` begins with the name of its owner. A layer that is `quiet` has a say only where it is shown. */
static struct rp_unseen_layer *unseen_add_layer(struct rp_unseen_layers *unseen, const struct rp_layer_row *row,
                      enum rampart_layer layer, struct rampart_str tail, bool quiet)
{
    const unsigned bit = 1U << layer;
    const size_t end = rp_str_find(tail, '/');
    if (!quiet) add_power(&unseen->own, row->own, bit);
    if (!quiet) add_power(&unseen->other, row->other, bit);
    /* The other side of an access point is the bucket's, and not the caller's own. */
    if (row->other == RP_LAYER_BOTH && layer != RAMPART_LAYER_ACCESS_POINT_POLICY) unseen->joint |= bit;
    size_t at = unseen->count++;
    for (; at > 0 && unseen->layers[at - 1].layer > layer; at--) unseen->layers[at] = unseen->layers[at - 1];
    unseen->layers[at] = (struct rp_unseen_layer){
        .layer = layer,
        .own = row->own,
        .other = row->other,
        .of = rp_str_part(tail, 0, end),
        .rest = rp_str_from(tail, end + 1),
        .call = row->call,
    };
    return &unseen->layers[at];
}

/* ---- the layers of one resource ---- */

struct asked {
    struct rampart_request *request;
    struct rampart_str operation; /* of the action, behind its colon */
    struct rampart_str field;     /* the last of the ARN */
    bool passes;                  /* it goes through an access point */
    bool vector;                  /* it is of a vector bucket, which goes by bucket/NAME: one of OSS may have its name */
    struct rampart_str point;     /* the name of that; empty: it does not tell */
};

/* The layer of a row, which is looked up once. False: it is none that the program knows. */
static bool layer_of(struct rp_layer_row *row, enum rampart_layer *ret_layer)
{
    enum { UNKNOWN = UINT8_MAX };
    if (row->number == 0) row->number = rp_layer_read(row->layer, ret_layer) ? (unsigned char)*ret_layer : UNKNOWN;
    *ret_layer = (enum rampart_layer)row->number;
    return row->number != UNKNOWN;
}

unsigned rp_unseen_grantors(struct rampart_str service, struct rampart_str operation)
{
    struct rp_layer_memo memo = {.known = false};
    const size_t count = rp_layers_find(&memo, service);
    const unsigned asked = count > 0 && operation.len > 0 ? rp_layers_asked(&memo, operation) : ~0U;
    unsigned grantors = 0;
    for (size_t i = 0; i < count; i++) {
        struct rp_layer_row *row = &memo.rows[i];
        enum rampart_layer layer;
        const bool grants = row->own == RP_LAYER_UNION || row->own == RP_LAYER_ALONE || row->own == RP_LAYER_FALLBACK;
        if ((asked >> i & 1) != 0 && grants && row->when == RP_LAYER_ALWAYS && layer_of(row, &layer)) grantors |= 1U << layer;
    }
    return grantors;
}

bool rp_unseen_actions(struct rampart_str service, enum rampart_layer layer, size_t i, struct rampart_str *ret_words)
{
    struct rp_layer_memo memo = {.known = false};
    const size_t count = rp_layers_find(&memo, service);
    for (size_t k = 0; k < count; k++) {
        enum rampart_layer of_row;
        if (!layer_of(&memo.rows[k], &of_row) || of_row != layer || i-- > 0) continue;
        *ret_words = memo.rows[k].actions;
        return true;
    }
    return false;
}

unsigned rp_unseen_deciders(struct rampart_str service)
{
    struct rp_layer_memo memo = {.known = false};
    const size_t count = rp_layers_find(&memo, service);
    unsigned deciders = 0;
    for (size_t i = 0; i < count; i++) {
        enum rampart_layer layer;
        if (memo.rows[i].own != RP_LAYER_IDLE && memo.rows[i].when == RP_LAYER_ALWAYS && layer_of(&memo.rows[i], &layer))
            deciders |= 1U << layer;
    }
    return deciders;
}

/* The access point that a request goes through, by its ARN, whatever resource it names. False: none. */
static bool find_access_point(struct rampart_request *request, struct rp_arn *ret_arn)
{
    const struct rp_context_key *values = NULL;
    if (rp_request_key(request, 0, RP_STR("oss:DataAccessPointArn"), &values) != RP_KEY_PRESENT) return false;
    *ret_arn = (struct rp_arn){.service = RP_STR("oss")};
    struct rp_arn arn;
    if (values->count == 1 && rp_arn_split(values->first->text, &arn) &&
        rp_str_starts(arn.rest, RP_STR("accesspoint/")))
        *ret_arn = arn;
    return true;
}

/* Listing a bucket: a public ACL may be about that too. */
static bool is_listing(const struct asked *asked)
{
    return rp_str_starts(asked->operation, RP_STR("listobject"));
}

static bool names_object(const struct asked *asked)
{
    return rp_str_find(asked->field, '/') < asked->field.len || rp_has_wildcard(asked->field);
}

/* What comes from the internet no network keeps out. */
static bool comes_from_internet(struct rampart_request *request)
{
    const struct rp_context_key *values = NULL;
    return rp_request_key(request, 0, RP_STR("oss:AccessPointNetworkOrigin"), &values) == RP_KEY_PRESENT &&
           values->count == 1 && rp_str_equal(values->first->text, RP_STR("internet"));
}

static bool is_of_access_point(enum rampart_layer layer)
{
    return layer == RAMPART_LAYER_ACCESS_POINT_POLICY || layer == RAMPART_LAYER_ACCESS_POINT_ORIGIN;
}

/* What the request tells of a layer that was added. */
static void add_told(const struct asked *asked, struct rp_unseen_layer *layer, bool lists)
{
    layer->lists = lists;
    if (!asked->vector || layer->layer != RAMPART_LAYER_BUCKET_POLICY || layer->of.len == 0) return;
    layer->of = rp_str_part(asked->field, 0, (size_t)(layer->of.data + layer->of.len - asked->field.data));
}

/* The layer of a row as this request meets it. */
static void add_row(const struct asked *asked, const struct rp_layer_row *row, enum rampart_layer layer, bool about,
                    struct rp_unseen_layers *unseen)
{
    const enum rp_key_state vpc = row->when == RP_LAYER_WITH_VPC ? vpc_of(asked->request) : RP_KEY_UNKNOWN;
    const bool counts = may_count(row, vpc), lists = layer == RAMPART_LAYER_BUCKET_ACL && is_listing(asked);
    struct rampart_str tail = {NULL, 0};
    if (about) tail = rp_layer_owner(row, asked->field);
    if (!about) tail = asked->point; /* of the access point */
    const bool quiet = !counts || lists ||
                       (layer == RAMPART_LAYER_ACCESS_POINT_ORIGIN && comes_from_internet(asked->request));
    if (counts || (row->when == RP_LAYER_NEVER && row->owned && row->own != RP_LAYER_IDLE))
        add_told(asked, unseen_add_layer(unseen, row, layer, tail, quiet), lists);
    /* Who reads a secret decrypts by its key, which RAM must allow too, whatever policy the key has. */
    if (counts && layer == RAMPART_LAYER_KEY_POLICY && row->own == RP_LAYER_GATE) unseen->behind |= 1U << layer;
    if (!counts && row->own != RP_LAYER_IDLE) unseen->left_out |= 1U << layer;
    if (row->when == RP_LAYER_WITH_VPC && vpc == RP_KEY_UNKNOWN) unseen->if_held |= 1U << layer;
}

static void add_rows(const struct asked *asked, struct rp_layer_memo *memo, struct rp_unseen_layers *unseen)
{
    const bool known = rp_layers_know_shape(memo, asked->field);
    const unsigned called = rp_layers_asked(memo, asked->operation);
    for (size_t i = 0; i < memo->count; i++) {
        struct rp_layer_row *row = &memo->rows[i];
        enum rampart_layer layer;
        if ((called & 1U << i) == 0 || !layer_of(row, &layer)) continue;
        const bool passed = asked->passes && is_of_access_point(layer);
        const bool about = !passed && (!known || rp_layer_is_about(row, asked->field));
        if (layer == RAMPART_LAYER_BUCKET_ACL && !names_object(asked) && !is_listing(asked)) continue;
        if (layer == RAMPART_LAYER_ACCESS_POINT_ORIGIN && !passed) continue; /* who manages it does not come through it */
        if (about || passed) add_row(asked, row, layer, about, unseen);
    }
}

/* An access point's policy names what is behind it by the access point: bucket/key is accesspoint/NAME/object/key. */
static enum rampart_status make_point(struct rampart_request *request, const struct rp_resource *resource,
                                      const struct rp_arn *arn, struct rp_unseen_layers *unseen)
{
    struct rp_resource *point = RP_NEW(&request->arena, struct rp_resource);
    struct rampart_str text;
    const size_t slash = rp_str_find(resource->rest, '/');
    const bool object = slash < resource->rest.len;
    const struct rampart_str parts[] = {RP_STR("acs:oss:"), arn->region, RP_STR(":"), arn->account, RP_STR(":"), arn->rest,
                                        object ? RP_STR("/object/") : RP_STR(""),
                                        rp_str_from(resource->rest, object ? slash + 1 : resource->rest.len)};
    RP_TRY_MEMORY(point != NULL && rp_arena_join(&request->arena, parts, sizeof parts / sizeof *parts, &text));
    if (arn->rest.len == 0 || !rp_resource_read(text, point)) return RAMPART_OK; /* nobody knows which */
    point->pattern = resource->pattern;
    unseen->point = point;
    return rp_resource_write_as_sent(&request->arena, point);
}

/* The code of the action is looked for where that of the ARN is not listed. */
static void find_rows(struct rp_layer_memo *memo, struct rampart_str code, struct rampart_str service)
{
    const bool names_one = code.len > 0 && !rp_str_equal(code, RP_STR("*"));
    if (!names_one || rp_layers_find(memo, code) == 0) rp_layers_find(memo, service);
}

static enum rampart_status find_unseen(struct rampart_request *request, struct rp_resource *resource,
                                       struct rampart_str service, struct rp_layer_memo *memo)
{
    const bool any = rp_str_equal(resource->arn, RP_STR("*")); /* which has no fields */
    find_rows(memo, resource->service, service);
    struct asked asked = {.request = request,
                          .operation = rp_str_from(request->action_lower, service.len + 1),
                          .field = any ? RP_STR("*") : resource->rest,
                          .vector = rp_str_equal(resource->service, RP_STR("ossvector"))};
    struct rp_arn point;
    asked.passes = rp_str_equal(service, RP_STR("oss")) && find_access_point(request, &point);
    struct rp_unseen_layers *unseen = RP_NEW(&request->arena, struct rp_unseen_layers);
    RP_TRY_MEMORY(unseen != NULL);
    unseen->layers = RP_NEW_ARRAY(&request->arena, struct rp_unseen_layer, memo->count);
    RP_TRY_MEMORY(unseen->layers != NULL);
    if (asked.passes) {
        asked.point = rp_str_from(point.rest, sizeof "accesspoint/" - 1);
        RP_TRY(make_point(request, resource, &point, unseen));
    }
    add_rows(&asked, memo, unseen);
    resource->unseen = unseen;
    return RAMPART_OK;
}

/* ---- the resources of a request ---- */

/* Requests turn from service to service: each of a few has a memo of its own, near the place that its tag tells. */
static struct rp_layer_memo *memo_about(const struct rampart_request *request, struct rampart_str service)
{
    enum { NEIGHBOURS = 4 };
    const size_t first = rp_action_service_tag(&request->action_signature);
    struct rp_layer_memo *memo = NULL;
    for (size_t i = 0; i < NEIGHBOURS; i++) {
        memo = &request->known_layers[(first + i) % RP_LAYER_MEMOS];
        if (rp_layers_know(memo, service)) return memo;
        if (!memo->known) break;
    }
    rp_layers_find(memo, service);
    return memo;
}

static struct rampart_str unseen_service(const struct rampart_request *request)
{
    const struct rampart_str action = request->action_lower;
    return rp_str_part(action, 0, rp_str_find(action, ':'));
}

/* Of a request that has some. */
static enum rampart_status find_another(struct rampart_request *request, struct rp_resource *resource)
{
    const struct rampart_str service = unseen_service(request);
    return find_unseen(request, resource, service, memo_about(request, service));
}

enum rampart_status rp_request_find_unseen(struct rampart_request *request)
{
    const struct rampart_str service = unseen_service(request);
    if (request->known_layers == NULL) {
        const size_t size = RP_LAYER_MEMOS * sizeof *request->known_layers;
        request->known_layers = request->allocator.allocate(request->allocator.context, size);
        RP_TRY_MEMORY(request->known_layers != NULL);
        for (size_t i = 0; i < RP_LAYER_MEMOS; i++) request->known_layers[i].known = false;
    }
    struct rp_layer_memo *memo = memo_about(request, service);
    if (memo->count == 0) return RAMPART_OK; /* whatever the ARN is */
    request->find_unseen = find_another;
    for (struct rp_resource *resource = request->resources; resource != NULL; resource = resource->next)
        RP_TRY(find_unseen(request, resource, service, memo));
    return RAMPART_OK;
}

/* ---- what a gap is about ---- */

/* A pattern may be about all that begins as it does. Names that differ in case alone are taken for one. */
bool rp_unseen_may_be(struct rampart_str of, struct rampart_str name)
{
    size_t certain = rp_literal_length(of);
    if (of.len == 0 || name.len == 0) return true;
    if (certain == of.len) return rp_str_equal_fold(of, name);
    return certain <= name.len && rp_str_equal_fold(rp_str_part(of, 0, certain), rp_str_part(name, 0, certain));
}

bool rampart_gap_may_hold(const struct rampart_gap *gap, enum rampart_layer layer, struct rampart_str of)
{
    return (gap->layers & 1U << layer) != 0 && rp_unseen_may_be(of, gap->resource);
}

unsigned rp_held_layers(const struct rampart_account *account)
{
    unsigned held = 0;
    for (size_t i = account->gap_count; i-- > 0 && account->gaps[i].kind == RAMPART_GAP_LAYERS;)
        held |= account->gaps[i].layers;
    return held;
}

/* The policy that an endpoint has from the start. */
static bool passes_everything(const struct rampart_policy *policy)
{
    const struct rp_statement *statement = policy->statements;
    if (policy->unknown || policy->statement_count != 1 || statement->effect != RAMPART_ALLOW) return false;
    if (statement->condition_count > 0 || statement->action.negated || statement->resource.negated) return false;
    if (rp_principal_count(statement) != 1 || statement->principals->items[0].kind != RP_PRINCIPAL_EVERYBODY) return false;
    return statement->action.count == 1 && rp_str_equal(rp_value_text(&statement->action, 0), RP_STR("*")) &&
           statement->resource.count == 1 && rp_str_equal(rp_value_text(&statement->resource, 0), RP_STR("*"));
}

unsigned rp_held_ways(const struct rampart_account *account)
{
    const unsigned endpoints = 1U << RAMPART_LAYER_ENDPOINT_POLICY;
    if ((account->document_layers & endpoints) == 0) return 0;
    for (size_t i = 0; i < account->resource_document_count; i++) {
        const struct rp_resource_document *document = &account->resource_documents[i];
        const bool shown = document->layer == RAMPART_LAYER_ENDPOINT_POLICY && document->policy != NULL;
        if (shown && !passes_everything(document->policy)) return endpoints;
    }
    return 0;
}

/* ---- what is said to be absent ---- */

static const struct rampart_gap *find(const struct rampart_account *account, const struct rp_unseen_layer *layer)
{
    for (size_t i = account->gap_count; i-- > 0 && account->gaps[i].kind == RAMPART_GAP_LAYERS;)
        if (rampart_gap_may_hold(&account->gaps[i], layer->layer, layer->of)) return &account->gaps[i];
    return NULL;
}

static void report(const struct rampart_gap *gap, enum rampart_layer layer, struct rampart_diags *diags)
{
    const char *name = rampart_layer_name(layer);
    const bool sure = gap->layers == 1U << layer;
    rp_diag(diags, RAMPART_ERROR, RP_REQ_HELD, RP_NOWHERE, "%s is assumed to be absent, but the input %s one: %.*s%s",
            name, sure ? "has" : "may have",
            RP_ARG(gap->subject.len > 0 ? rp_str_part(gap->subject, 0, 200) : RP_STR("under incomplete")),
            gap->resource.len > 0 ? "" : ", and does not say of which resource");
    rp_diag_help(diags,
                 "leave out --layer-absent %s, or assumeAbsent in the account: the layer is not read, and "
                 "may allow or deny the request",
                 name);
}

/* A name that is one resource's, as the walk looks it up: no pattern, and in small letters. */
static bool held_is_exact(struct rampart_str of)
{
    for (size_t i = 0; i < of.len; i++)
        if (of.data[i] == '*' || of.data[i] == '?' || rp_lower(of.data[i]) != of.data[i]) return false;
    return of.len > 0;
}

/* What was read of a resource that may be the one asked about, and that the walk does not ask. */
static const struct rp_resource_document *held_document(const struct rampart_account *account,
                                                        const struct rp_unseen_layer *layer)
{
    if ((account->document_layers & 1U << layer->layer) == 0) return NULL;
    const bool objects = layer->layer == RAMPART_LAYER_OBJECT_ACL && rp_has_wildcard(layer->rest);
    if (held_is_exact(layer->of) && !objects) return NULL;
    for (size_t i = 0; i < account->resource_document_count; i++) {
        const struct rp_resource_document *document = &account->resource_documents[i];
        const size_t slash = layer->layer == RAMPART_LAYER_OBJECT_ACL ? rp_str_find(document->of, '/') : document->of.len;
        if (document->layer == layer->layer && !document->none &&
            rp_unseen_may_be(layer->of, rp_str_part(document->of, 0, slash)))
            return document;
    }
    return NULL;
}

static bool held_check_document(const struct rampart_account *account, const struct rp_unseen_layer *layer,
                                struct rampart_diags *diags)
{
    const struct rp_resource_document *document = held_document(account, layer);
    const char *name = rampart_layer_name(layer->layer);
    if (document == NULL) return true;
    rp_diag(diags, RAMPART_ERROR, RP_REQ_HELD, RP_NOWHERE, "%s is assumed to be absent, but the input has that of %.*s",
            name, RP_ARG(rp_str_part(document->of, 0, 200)));
    rp_diag_help(diags, "ask about %.*s by its name, or leave out --layer-absent %s, or assumeAbsent in the account",
                 RP_ARG(rp_str_part(document->of, 0, 200)), name);
    return false;
}

static bool held_check_resource(const struct rampart_account *account, const struct rp_resource *resource,
                           struct rampart_diags *diags)
{
    bool good = true;
    for (size_t i = 0; resource->unseen != NULL && i < resource->unseen->count; i++) {
        const struct rp_unseen_layer *layer = &resource->unseen->layers[i];
        const bool absent = (account->absent_layers & 1U << layer->layer) != 0;
        const struct rampart_gap *gap = absent ? find(account, layer) : NULL;
        if (absent && gap == NULL) good &= held_check_document(account, layer, diags);
        if (gap == NULL) continue;
        report(gap, layer->layer, diags);
        good = false;
    }
    return good;
}

enum rampart_status rp_held_check(const struct rampart_account *account, const struct rampart_request *request,
                                  struct rampart_diags *diags)
{
    bool good = true;
    if (account->absent_layers == 0) return RAMPART_OK;
    if (account->gap_count == 0 && (account->document_layers & account->absent_layers) == 0) return RAMPART_OK;
    for (const struct rp_resource *resource = request->resources; resource != NULL; resource = resource->next)
        good &= held_check_resource(account, resource, diags);
    return good ? RAMPART_OK : RAMPART_INVALID_INPUT;
}
