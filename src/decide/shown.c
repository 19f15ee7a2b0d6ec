/* SPDX-License-Identifier: Apache-2.0 */
/* docs/semantics.md, "Policies of resources that were read". */
#include "decide/shown.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/try.h"
#include "decide/index.h"
#include "decide/verdict.h"
#include "policy/pattern.h"
#include "policy/setting.h"

/* ---- the list ---- */

static bool is_layer_of_resource(enum rampart_layer layer)
{
    return layer >= RAMPART_LAYER_BUCKET_POLICY && layer < RAMPART_LAYERS;
}

bool rp_shown_fits(const struct rampart_policy *policy, enum rampart_layer layer)
{
    const enum rampart_policy_kind kind = policy->kind;
    if (policy->setting.len > 0) return policy->setting_layer == layer;
    switch (layer) {
    case RAMPART_LAYER_BUCKET_POLICY: return kind == RAMPART_POLICY_BUCKET;
    case RAMPART_LAYER_ENDPOINT_POLICY: return kind == RAMPART_POLICY_ENDPOINT;
    case RAMPART_LAYER_KEY_POLICY: return kind == RAMPART_POLICY_KEY;
    case RAMPART_LAYER_SECRET_POLICY: return kind == RAMPART_POLICY_KEY || kind == RAMPART_POLICY_SECRET;
    case RAMPART_LAYER_PROJECT_POLICY: return kind == RAMPART_POLICY_PROJECT;
    case RAMPART_LAYER_INSTANCE_POLICY: return kind == RAMPART_POLICY_INSTANCE;
    case RAMPART_LAYER_ACCESS_POINT_POLICY: return kind == RAMPART_POLICY_ACCESS_POINT;
    case RAMPART_LAYER_ACCESS_KEY_POLICY: return kind == RAMPART_POLICY_ACCESS_KEY;
    default: break;
    }
    return false;
}

/* One that has neither a document nor the word that there is none shows nothing. */
static bool shows(const struct rampart_attachment *attachment)
{
    return is_layer_of_resource(attachment->layer) && (attachment->policy != NULL || attachment->absent);
}

static int order_texts(struct rampart_str a, struct rampart_str b)
{
    if (a.len != b.len) return a.len < b.len ? -1 : 1;
    return a.len == 0 ? 0 : memcmp(a.data, b.data, a.len);
}

static int order(const void *left, const void *right)
{
    const struct rp_shown *a = left, *b = right;
    if (a->layer != b->layer) return a->layer < b->layer ? -1 : 1;
    int by_name = order_texts(a->of, b->of);
    if (by_name == 0) by_name = order_texts(a->account, b->account);
    return by_name != 0 ? by_name : order_texts(a->rest, b->rest);
}

/* Of the ACL of an object the bucket is one part, and the object another. */
static struct rp_shown shown_by(const struct rampart_attachment *attachment)
{
    const struct rampart_policy *policy = attachment->policy;
    const bool object = attachment->layer == RAMPART_LAYER_OBJECT_ACL;
    const size_t slash = object ? rp_str_find(attachment->of, '/') : attachment->of.len;
    const bool as_bucket = policy != NULL && rp_setting_is(policy, RAMPART_LAYER_OBJECT_ACL, RP_STR("default"));
    return (struct rp_shown){.layer = attachment->layer,
                             .of = rp_str_part(attachment->of, 0, slash),
                             .rest = rp_str_from(attachment->of, slash < attachment->of.len ? slash + 1 : slash),
                             .account = attachment->account,
                             .absent = attachment->absent || as_bucket,
                             .inactive = policy != NULL && policy->inactive,
                             .unit = {.layer = attachment->layer, .present = true}};
}

/* Two documents of one resource count together, and beside one the word that there is none does not. */
static size_t merge_same(struct rp_shown *shown, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && order(&shown[kept - 1], &shown[i]) == 0) {
            shown[kept - 1].absent &= shown[i].absent;
            shown[kept - 1].inactive &= shown[i].inactive;
            shown[kept - 1].several = true;
        } else {
            shown[kept++] = shown[i];
        }
    }
    return kept;
}

enum rampart_status rp_shown_list(struct rp_rules *rules)
{
    size_t count = 0;
    for (size_t i = 0; i < rules->attachment_count; i++) count += shows(&rules->attachments[i]);
    if (count == 0) return RAMPART_OK;
    struct rp_shown *shown = RP_NEW_ARRAY(&rules->arena, struct rp_shown, count);
    RP_TRY_MEMORY(shown != NULL);
    count = 0;
    for (size_t i = 0; i < rules->attachment_count; i++)
        if (shows(&rules->attachments[i])) shown[count++] = shown_by(&rules->attachments[i]);
    qsort(shown, count, sizeof *shown, order);
    rules->shown = shown;
    rules->shown_count = merge_same(shown, count);
    for (size_t i = 0; i < rules->shown_count; i++) rules->shown_layers |= 1U << shown[i].layer;
    for (size_t i = 0; i < rules->shown_count; i++)
        if (shown[i].of.len == 0 && shown[i].account.len == 0) rules->given_layers |= 1U << shown[i].layer;
    return RAMPART_OK;
}

struct rp_unit *rp_shown_unit(const struct rp_rules *rules, const struct rampart_attachment *attachment)
{
    if (!shows(attachment)) return NULL;
    const struct rp_shown wanted = shown_by(attachment);
    struct rp_shown *found = rules->shown_count == 0 ? NULL
                                                     : bsearch(&wanted, rules->shown, rules->shown_count,
                                                               sizeof wanted, order);
    return found == NULL ? NULL : &found->unit;
}

/* One that is asked statement by statement costs less than its index, if they are so few. */
enum { INDEXED_FROM = 8 };

enum rampart_status rp_shown_index(struct rp_rules *rules)
{
    for (size_t i = 0; i < rules->attachment_count; i++) {
        struct rp_unit *unit = rp_shown_unit(rules, &rules->attachments[i]);
        struct rp_index index;
        if (unit == NULL || unit->count < INDEXED_FROM || unit->documents != NULL) continue;
        if (unit->layer == RAMPART_LAYER_ACCESS_POINT_POLICY) continue; /* it is asked about another ARN */
        RP_TRY(rp_index_build(&rules->arena, &(struct rp_run){unit->rules, unit->count}, 1, &index));
        RP_TRY(rp_unit_add_document(&rules->arena, unit, 0, &index));
        unit->index = &unit->documents->index;
    }
    return RAMPART_OK;
}

/* ---- what is shown of one resource ---- */

static const struct rampart_str any = {NULL, 0};

static const struct rp_shown *find_exactly(const struct rp_rules *rules, enum rampart_layer layer,
                                           struct rampart_str of, struct rampart_str account)
{
    const struct rp_shown wanted = {.layer = layer, .of = of, .account = account};
    return rules->shown_count == 0 ? NULL : bsearch(&wanted, rules->shown, rules->shown_count, sizeof wanted, order);
}

/* The first that does not come before it. */
static size_t seek(const struct rp_rules *rules, const struct rp_shown *wanted)
{
    size_t low = 0, high = rules->shown_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (order(&rules->shown[middle], wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/*
 * The name of the owner in an ARN of a policy: of acs:log:*:*:project/p/logstore/l it is p, and of a vector bucket
 * bucket/b. It may be a pattern. Empty: the ARN names none.
 */
static struct rampart_str owner_named(enum rampart_layer layer, struct rampart_str text)
{
    struct rp_arn arn;
    struct rampart_str rest = {NULL, 0}, head = RP_STR("");
    if (!rp_arn_split(text, &arn)) return rest;
    if (layer == RAMPART_LAYER_PROJECT_POLICY) head = RP_STR("project/");
    if (layer == RAMPART_LAYER_INSTANCE_POLICY) head = RP_STR("instance/");
    const bool vector = rp_str_equal(arn.service, RP_STR("ossvector"));
    if (vector) head = RP_STR("bucket/");
    if (rp_str_starts(arn.rest, head)) rest = rp_str_from(arn.rest, head.len);
    rest = rp_str_part(rest, 0, rp_str_find(rest, '/'));
    return vector && rest.len > 0 ? rp_str_part(arn.rest, 0, head.len + rest.len) : rest;
}

/* Whether a Resource may be about what this owner has: it names it, or its pattern covers it. */
static bool may_be_about(struct rampart_str named, struct rampart_str text, struct rampart_str of)
{
    return named.len > 0 ? rp_glob(named, of) : rp_has_wildcard(text);
}

/*
 * Whether the document speaks of other buckets, projects or instances by name, and not of this one: then it is another
 * one's. Where one Resource of several covers this one, it is about this one as well.
 */
static bool is_of_another(const struct rp_shown *shown, struct rampart_str of)
{
    if (shown->layer != RAMPART_LAYER_BUCKET_POLICY && shown->layer != RAMPART_LAYER_PROJECT_POLICY &&
        shown->layer != RAMPART_LAYER_INSTANCE_POLICY)
        return false;
    bool another = false;
    for (size_t i = 0; i < shown->unit.count; i++) {
        const struct rp_values *values = &shown->unit.rules[i].statement->resource;
        if (values->negated) return false; /* about all but what it names */
        for (size_t k = 0; k < values->count; k++) {
            const struct rampart_str text = rp_value_text(values, k), named = owner_named(shown->layer, text);
            if (may_be_about(named, text, of)) return false;
            another |= named.len > 0 && !rp_has_wildcard(named);
        }
    }
    return another;
}

/* Whether all resources that are asked about have this one owner. */
static bool asks_of_one(const struct rampart_request *request, const struct rp_unseen_layer *layer)
{
    if (layer->of.len == 0 || rp_has_wildcard(layer->of)) return request->resource_count == 1 && layer->of.len == 0;
    for (const struct rp_resource *resource = request->resources; resource != NULL; resource = resource->next) {
        for (size_t i = 0; resource->unseen != NULL && i < resource->unseen->count; i++) {
            const struct rp_unseen_layer *other = &resource->unseen->layers[i];
            if (other->layer == layer->layer && !rp_str_equal(other->of, layer->of)) return false;
        }
    }
    return true;
}

/*
 * What is shown of "the resource", whichever that is. It is of one: not of several that are asked about, not of one that
 * the document does not mean, and not against a document of the account that was not read.
 */
static const struct rp_shown *find_of_any(const struct rp_rules *rules, const struct rp_question *question,
                                          const struct rp_unseen_layer *layer)
{
    const struct rp_shown *shown = find_exactly(rules, layer->layer, any, any);
    if (shown == NULL || layer->layer == RAMPART_LAYER_ENDPOINT_POLICY) return shown;
    if ((rules->held_layers & 1U << layer->layer) != 0 || !asks_of_one(question->request, layer)) return NULL;
    if (layer->layer == RAMPART_LAYER_OBJECT_ACL && (question->request->resource_count > 1 || question->resource_set))
        return NULL;
    return is_of_another(shown, layer->of) ? NULL : shown;
}

/* Whether what begins so, with a star, or is so, is the object, or all objects that a pattern stands for. */
static bool is_of_object(struct rampart_str named, struct rampart_str object, bool set)
{
    const bool star = named.len > 0 && named.data[named.len - 1] == '*';
    if (star) return rp_str_starts(object, rp_str_part(named, 0, named.len - 1));
    return rp_str_equal(named, object) && !(set && rp_has_wildcard(object));
}

/* Whether it is of some of the objects that the pattern stands for. */
static bool is_of_some(struct rampart_str named, struct rampart_str object)
{
    const size_t certain = rp_literal_length(object);
    return rp_str_starts(named, rp_str_part(object, 0, certain));
}

/* The ACL of the object: of several that fit the longest counts. NULL: none fits, or not all of what is asked about. */
static const struct rp_shown *find_object_acl(const struct rp_rules *rules, const struct rp_question *question,
                                              const struct rp_unseen_layer *layer, struct rampart_str account)
{
    const struct rp_shown wanted = {.layer = layer->layer, .of = layer->of, .account = account};
    const struct rp_shown *found = NULL;
    for (size_t i = seek(rules, &wanted); i < rules->shown_count; i++) {
        const struct rp_shown *shown = &rules->shown[i];
        if (shown->layer != layer->layer || !rp_str_equal(shown->of, layer->of) ||
            !rp_str_equal(shown->account, account))
            break;
        if (is_of_object(shown->rest, layer->rest, question->resource_set))
            found = shown; /* they are sorted by their length */
        else if (question->resource_set && is_of_some(shown->rest, layer->rest))
            return NULL;
    }
    return found;
}

/* The endpoint that stands in the request's VPC, before the service. NULL also where there are several. */
static const struct rp_shown *find_endpoint(const struct rp_rules *rules, const struct rp_question *question)
{
    const struct rp_context_key *vpc = NULL;
    struct rampart_request *request = question->request;
    const struct rampart_str service = rp_str_part(request->action_lower, 0, rp_str_find(request->action_lower, ':'));
    const struct rp_shown wanted = {.layer = RAMPART_LAYER_ENDPOINT_POLICY};
    if (rp_request_key(request, question->assumed, RP_STR("acs:SourceVpc"), &vpc) != RP_KEY_PRESENT || vpc->count != 1)
        return NULL;
    for (size_t i = seek(rules, &wanted); i < rules->shown_count; i++) {
        const struct rp_shown *shown = &rules->shown[i];
        if (shown->layer != RAMPART_LAYER_ENDPOINT_POLICY) break;
        if (shown->of.len != service.len + 1 + vpc->first->text.len || !rp_str_starts(shown->of, service) ||
            shown->of.data[service.len] != '/' || !rp_str_ends(shown->of, vpc->first->text))
            continue;
        return shown->several ? NULL : shown;
    }
    return NULL;
}

/* There is one bucket of a name in the whole cloud. */
static bool is_alone_of_its_name(enum rampart_layer layer)
{
    return layer == RAMPART_LAYER_BUCKET_POLICY || layer == RAMPART_LAYER_BUCKET_ACL || layer == RAMPART_LAYER_OBJECT_ACL;
}

/* acs:oss:*:*:reports is the bucket of the account that asks, where that has it. */
static const struct rp_shown *find_of_bucket(const struct rp_rules *rules, const struct rp_question *question,
                                             const struct rp_unseen_layer *layer)
{
    const struct rampart_str account = question->request->identity.account;
    if (layer->of.len == 0 || account.len == 0) return NULL;
    return layer->layer == RAMPART_LAYER_OBJECT_ACL ? find_object_acl(rules, question, layer, account)
                                                    : find_exactly(rules, layer->layer, layer->of, account);
}

/* A name stands for another account's resource where the input says so; without an account it may be anybody's. */
static const struct rp_shown *find_shown(const struct rp_rules *rules, const struct rp_question *question,
                                         const struct rp_unseen_layer *layer)
{
    const struct rp_shown *shown = NULL;
    const bool behind_secret = layer->layer == RAMPART_LAYER_KEY_POLICY && layer->own == RP_LAYER_GATE;
    if ((rules->shown_layers & 1U << layer->layer) == 0 || behind_secret) return NULL; /* nobody shows whose key it is */
    if ((rules->given_layers & 1U << layer->layer) != 0 && layer->layer != RAMPART_LAYER_ENDPOINT_POLICY)
        shown = find_of_any(rules, question, layer); /* what is asked with it counts before what the account has */
    if (shown != NULL) return shown;
    if (layer->layer == RAMPART_LAYER_OBJECT_ACL && layer->of.len > 0)
        shown = find_object_acl(rules, question, layer, question->account);
    else if (layer->layer == RAMPART_LAYER_ENDPOINT_POLICY)
        shown = find_endpoint(rules, question);
    else if (layer->of.len > 0)
        shown = find_exactly(rules, layer->layer, layer->of, question->account);
    if (shown == NULL && layer->of.len > 0) shown = find_exactly(rules, layer->layer, layer->of, any);
    if (shown == NULL && is_alone_of_its_name(layer->layer) && question->account.len == 0)
        shown = find_of_bucket(rules, question, layer);
    return shown != NULL ? shown : find_of_any(rules, question, layer);
}

const struct rp_shown *rp_shown_of(const struct rp_rules *rules, const struct rp_question *question,
                                   const struct rp_unseen_layer *layer)
{
    if (question->request->resource_count == 1)
        for (size_t i = 0; i < rules->narrowed_count; i++)
            if (rules->narrowed[i].layer == layer && rules->narrowed[i].asked == question->asked)
                return rules->narrowed[i].shown;
    const struct rp_shown *shown = find_shown(rules, question, layer);
    for (size_t i = 0; i < rules->narrowed_count && shown != NULL; i++)
        if (rules->narrowed[i].from == shown) return rules->narrowed[i].shown;
    return shown;
}

unsigned rp_shown_layers(const struct rp_rules *rules, const struct rp_question *question)
{
    unsigned layers = 0;
    if (rules->shown_count == 0 || question->unseen == NULL) return 0;
    for (size_t i = 0; i < question->unseen->count; i++)
        if (rp_shown_of(rules, question, &question->unseen->layers[i]) != NULL)
            layers |= 1U << question->unseen->layers[i].layer;
    return layers;
}

/* Those of them that are known not to exist. */
static unsigned shown_absent(const struct rp_rules *rules, const struct rp_question *question)
{
    unsigned layers = 0;
    if (rules->shown_count == 0 || question->unseen == NULL) return 0;
    for (size_t i = 0; i < question->unseen->count; i++) {
        const struct rp_shown *shown = rp_shown_of(rules, question, &question->unseen->layers[i]);
        if (shown != NULL && shown->absent) layers |= 1U << shown->layer;
    }
    return layers;
}

/* Whether a level blocks. UNKNOWN: it does not tell. */
static enum rampart_truth blocks(const struct rp_shown *level)
{
    if (level == NULL) return RAMPART_UNKNOWN;
    return level->absent ? RAMPART_FALSE : RAMPART_TRUE;
}

enum rampart_truth rp_shown_block(const struct rp_rules *rules, struct rampart_str of, struct rampart_str account)
{
    const enum rampart_layer layer = RAMPART_LAYER_PUBLIC_ACCESS_BLOCK;
    if ((rules->absent_layers & 1U << layer) != 0) return RAMPART_FALSE;
    if ((rules->shown_layers & 1U << layer) == 0) return RAMPART_UNKNOWN;
    const enum rampart_truth told = blocks(find_exactly(rules, layer, any, any)); /* with the request, of all levels */
    if (told != RAMPART_UNKNOWN) return told;
    const enum rampart_truth whole = account.len == 0 ? RAMPART_UNKNOWN : blocks(find_exactly(rules, layer, any, account)),
                             own = of.len == 0 ? RAMPART_UNKNOWN : blocks(find_exactly(rules, layer, of, account));
    return rp_truth_or(whole, own);
}

/* ---- how far what was not seen may reach ---- */

/* Layers that let another account in only together with its identity policies, as assumed. */
static unsigned joint_layers(const struct rp_question *question)
{
    if (question->unseen == NULL) return 0;
    unsigned joint = question->unseen->joint;
    const rampart_switches of_project = RP_ASSUME_PROJECT_BOTH | RP_ASSUME_PROJECT_RESTRICTS;
    const bool both = (question->assumed & of_project) == RP_ASSUME_PROJECT_BOTH; /* what only restricts lets nobody in */
    for (size_t i = 0; both && i < question->unseen->count; i++)
        if (question->unseen->layers[i].layer == RAMPART_LAYER_PROJECT_POLICY) joint |= 1U << RAMPART_LAYER_PROJECT_POLICY;
    return joint;
}

bool rp_is_out_of_reach(unsigned absent, const struct rp_question *question)
{
    if (!rp_is_foreign(question)) return false;
    return (joint_layers(question) & ~absent) == 0;
}

bool rp_shown_out_of_reach(const struct rp_rules *rules, const struct rp_question *question)
{
    return rp_is_out_of_reach(rules->absent_layers | shown_absent(rules, question), question);
}

/* ---- how they are combined ---- */

static bool is_own_root(const struct rp_question *question)
{
    return question->request->identity.kind == RP_IDENTITY_ROOT && !rp_is_foreign(question);
}

static bool is_of_kms(enum rampart_layer layer)
{
    return layer == RAMPART_LAYER_KEY_POLICY || layer == RAMPART_LAYER_SECRET_POLICY;
}

static bool is_acl(enum rampart_layer layer)
{
    return layer == RAMPART_LAYER_OBJECT_ACL || layer == RAMPART_LAYER_BUCKET_ACL;
}

/* Whether the request makes an object, which may be there already. */
static bool writes_object(const struct rampart_request *request)
{
    static const char *const heads[] = {"put", "post", "append", "copy", "upload", "initiate", "complete"};
    const struct rampart_str operation =
        rp_str_from(request->action_lower, rp_str_find(request->action_lower, ':') + 1);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (rp_str_starts(operation, rampart_str(heads[i]))) return true;
    return false;
}

/* Whether an object has an ACL of its own, which then is asked in place of the bucket's. */
static bool has_own_acl(const struct rp_rules *rules, const struct rp_question *question)
{
    const struct rp_unseen_layers *unseen = question->unseen;
    for (size_t i = 0; i < unseen->count; i++) {
        if (unseen->layers[i].layer != RAMPART_LAYER_OBJECT_ACL) continue;
        const struct rp_shown *shown = find_shown(rules, question, &unseen->layers[i]);
        return shown != NULL && !shown->absent;
    }
    return false;
}

/*
 * The rule of an ACL: of what comes through an access point none is asked, nor ever of nobody, whom no access point lets
 * in; and of two the object's goes before.
 */
static enum rp_layer_rule rule_of_acl(const struct rp_rules *rules, const struct rp_unseen_layer *layer,
                                      const struct rp_question *question)
{
    const rampart_switches assumed = question->assumed;
    const bool bucket = layer->layer == RAMPART_LAYER_BUCKET_ACL;
    const bool anew = (assumed & RP_ASSUME_OVERWRITE_BUCKET) != 0 && writes_object(question->request);
    const bool nobody = question->request->identity.kind == RP_IDENTITY_ANONYMOUS;
    if (question->unseen->point != NULL && (nobody || (assumed & RP_ASSUME_POINT_ACL) == 0)) return RP_LAYER_IDLE;
    if (layer->lists) return (assumed & RP_ASSUME_ACL_LISTS) != 0 ? RP_LAYER_FALLBACK : RP_LAYER_IDLE;
    if (anew) return bucket ? RP_LAYER_FALLBACK : RP_LAYER_IDLE;
    return bucket && has_own_acl(rules, question) ? RP_LAYER_IDLE : RP_LAYER_FALLBACK;
}

unsigned rp_shown_settles(const struct rp_rules *rules, const struct rp_question *question)
{
    unsigned settled = 0;
    for (size_t i = 0; i < question->unseen->count; i++) {
        const struct rp_unseen_layer *layer = &question->unseen->layers[i];
        if (!is_acl(layer->layer)) continue;
        const bool blocked = rp_shown_block(rules, layer->of, question->account) == RAMPART_TRUE;
        if (blocked || rule_of_acl(rules, layer, question) == RP_LAYER_IDLE) settled |= 1U << layer->layer;
    }
    return settled;
}

/* The rule of the row, as assumed. */
static enum rp_layer_rule rule_of(const struct rp_rules *rules, const struct rp_unseen_layer *layer,
                                  const struct rp_question *question)
{
    const rampart_switches assumed = question->assumed;
    const bool foreign = rp_is_foreign(question);
    const enum rp_layer_rule rule = foreign ? layer->other : layer->own;
    if (is_acl(layer->layer)) return rule_of_acl(rules, layer, question);
    if (layer->layer == RAMPART_LAYER_PROJECT_POLICY && (assumed & RP_ASSUME_PROJECT_RESTRICTS) != 0)
        return RP_LAYER_GATE;
    if (layer->layer == RAMPART_LAYER_PROJECT_POLICY && foreign && (assumed & RP_ASSUME_PROJECT_BOTH) != 0)
        return RP_LAYER_BOTH;
    if (layer->layer == RAMPART_LAYER_INSTANCE_POLICY && !foreign && (assumed & RP_ASSUME_INSTANCE_GRANTS) != 0)
        return RP_LAYER_UNION;
    if (is_of_kms(layer->layer) && is_own_root(question) && (assumed & RP_ASSUME_KEY_BINDS_ROOT) == 0)
        return RP_LAYER_IDLE;
    return rule;
}

/* The switches that a layer which is shown may turn on. */
static rampart_switches switches_of(enum rampart_layer layer, bool foreign)
{
    const rampart_switches of_oss = RP_ASSUME_STAR_SPARES_ACCOUNT | RP_ASSUME_UID_IS_ROOT | RP_ASSUME_FOREIGN_DENY |
                                    RP_ASSUME_BLOCK_WHOLE;
    switch (layer) {
    case RAMPART_LAYER_BUCKET_POLICY: return of_oss;
    case RAMPART_LAYER_ACCESS_POINT_POLICY: return of_oss | RP_ASSUME_POINT_EXACT;
    case RAMPART_LAYER_OBJECT_ACL:
    case RAMPART_LAYER_BUCKET_ACL:
        return RP_ASSUME_FOREIGN_DENY | RP_ASSUME_ACL_LISTS | RP_ASSUME_OVERWRITE_BUCKET | RP_ASSUME_POINT_ACL;
    case RAMPART_LAYER_PROJECT_POLICY:
        return RP_ASSUME_STAR_SPARES_ACCOUNT | RP_ASSUME_UID_IS_ROOT | RP_ASSUME_FOREIGN_DENY |
               RP_ASSUME_UNNAMED_IS_NOBODY | RP_ASSUME_PROJECT_RESTRICTS | RP_ASSUME_PROJECT_BOTH;
    case RAMPART_LAYER_KEY_POLICY:
    case RAMPART_LAYER_SECRET_POLICY:
        return foreign ? RP_ASSUME_FOREIGN_STAR_OWN : RP_ASSUME_KEY_ACCOUNT_GRANTS | RP_ASSUME_KEY_BINDS_ROOT;
    case RAMPART_LAYER_INSTANCE_POLICY:
        return RP_ASSUME_INSTANCE_GRANTS | RP_ASSUME_UID_IS_ROOT | RP_ASSUME_INSTANCE_ANY;
    case RAMPART_LAYER_ENDPOINT_POLICY: return RP_ASSUME_UID_IS_ROOT;
    default: break;
    }
    return 0;
}

/* The switches about whom it means that a statement may turn on. */
static rampart_switches switches_of_rule(const struct rp_rule *rule, struct rampart_str account)
{
    rampart_switches switches = rule->beside_blocked != RAMPART_FALSE ? RP_ASSUME_BLOCK_WHOLE : 0;
    for (size_t i = 0; i < rule->principal_count; i++) {
        const struct rp_rule_principal *principal = &rule->principals[i];
        if (principal->kind == RP_PRINCIPAL_EVERYBODY) switches |= RP_ASSUME_STAR_SPARES_ACCOUNT;
        if (principal->kind == RP_PRINCIPAL_UID && (account.len == 0 || rp_str_equal(account, principal->text)))
            switches |= RP_ASSUME_UID_IS_ROOT;
    }
    return switches;
}

/* Those that what is shown of the layer cannot turn on: nobody whom they are about is in it. */
static rampart_switches switches_without(const struct rp_shown *shown, const struct rp_question *question)
{
    rampart_switches without = RP_ASSUME_STAR_SPARES_ACCOUNT | RP_ASSUME_UID_IS_ROOT | RP_ASSUME_BLOCK_WHOLE;
    for (size_t i = 0; i < rp_unit_size(&shown->unit); i++)
        without &= ~switches_of_rule(rp_unit_rule(&shown->unit, i), question->request->identity.account);
    return rp_is_foreign(question) ? without : without | RP_ASSUME_FOREIGN_DENY;
}

rampart_switches rp_shown_switches(const struct rp_rules *rules, const struct rp_question *question)
{
    const struct rp_unseen_layers *unseen = question->unseen;
    const bool foreign = rp_is_foreign(question);
    rampart_switches switches = foreign && rules->caller_levels > 0 ? RP_ASSUME_OWNER_CONTROLS : 0;
    for (size_t i = 0; i < unseen->count; i++) {
        const enum rampart_layer layer = unseen->layers[i].layer;
        const struct rp_shown *shown =
            rules->shown_count > 0 ? rp_shown_of(rules, question, &unseen->layers[i]) : NULL;
        if (shown != NULL)
            switches |= switches_of(layer, foreign) & ~switches_without(shown, question);
        if (layer == RAMPART_LAYER_INSTANCE_POLICY && (rules->absent_layers & 1U << layer) == 0)
            switches |= RP_ASSUME_INSTANCE_GRANTS; /* whether or not it is shown */
    }
    return switches;
}

/* A gate that refuses what it denies, and lets pass what it says nothing of. */
static bool only_denies(const struct rp_shown *shown)
{
    if (shown->layer == RAMPART_LAYER_PROJECT_POLICY) return true;
    if (shown->layer != RAMPART_LAYER_INSTANCE_POLICY) return false;
    for (size_t i = 0; i < shown->unit.count; i++)
        if (shown->unit.rules[i].effect == RAMPART_ALLOW) return false;
    return !shown->unit.unknown;
}

/* Whether the resource's layers decide alone, and a Deny of the caller's own policies does not count. */
static bool decides_alone(const struct rp_rules *rules, const struct rp_question *question)
{
    if (!rp_is_foreign(question) || (question->assumed & RP_ASSUME_FOREIGN_DENY) != 0) return false;
    for (size_t i = 0; i < question->unseen->count; i++)
        if (rule_of(rules, &question->unseen->layers[i], question) == RP_LAYER_ALONE) return true;
    return false;
}

/* ACLs are asked behind all others. */
static void add_item(struct rp_shown_here *here, const struct rp_shown *shown, enum rp_layer_rule rule)
{
    size_t at = here->count++;
    for (; rule != RP_LAYER_FALLBACK && at > 0 && here->items[at - 1].rule == RP_LAYER_FALLBACK; at--)
        here->items[at] = here->items[at - 1];
    here->items[at] = (struct rp_shown_layer){shown, rule};
}

/* Behind an access point that has no policy nothing is granted: that one is silent is not that there is none to ask. */
static bool speaks_absent(const struct rp_question *question, enum rampart_layer layer)
{
    return layer == RAMPART_LAYER_ACCESS_POINT_POLICY && question->unseen->point != NULL;
}

static const struct rp_shown *shown_or_silent(const struct rp_rules *rules, const struct rp_question *question,
                                              const struct rp_unseen_layer *layer)
{
    static const struct rp_shown silent = {.layer = RAMPART_LAYER_ACCESS_POINT_POLICY,
                                           .absent = true,
                                           .unit = {.layer = RAMPART_LAYER_ACCESS_POINT_POLICY, .present = true}};
    const struct rp_shown *shown = rules->shown_count == 0 ? NULL : rp_shown_of(rules, question, layer);
    const bool said = (rules->absent_layers & 1U << layer->layer) != 0 && speaks_absent(question, layer->layer);
    return shown == NULL && said ? &silent : shown;
}

bool rp_shown_find(const struct rp_rules *rules, const struct rp_question *question, struct rp_shown_here *ret_here)
{
    const struct rp_unseen_layers *unseen = question->unseen;
    bool found = false;
    ret_here->gate_count = ret_here->count = 0;
    ret_here->absent = rules->absent_layers;
    ret_here->alone = unseen != NULL && decides_alone(rules, question);
    for (size_t i = 0; unseen != NULL && i < unseen->count; i++) {
        const struct rp_shown *shown = shown_or_silent(rules, question, &unseen->layers[i]);
        if (shown == NULL) continue;
        found = true;
        const bool skipped = shown->absent && !speaks_absent(question, shown->layer);
        const enum rp_layer_rule rule = skipped ? RP_LAYER_IDLE : rule_of(rules, &unseen->layers[i], question);
        if (skipped) ret_here->absent |= 1U << shown->layer;
        if (rule == RP_LAYER_IDLE) continue;
        if (rule == RP_LAYER_GATE)
            ret_here->gates[ret_here->gate_count++] = shown;
        else
            add_item(ret_here, shown, rule);
    }
    return found;
}

bool rp_shown_gate(const struct rp_shown_here *here, size_t i, struct rp_step *ret_step)
{
    if (i >= here->gate_count) return false;
    const struct rp_shown *shown = here->gates[i];
    *ret_step = (struct rp_step){.unit = &shown->unit, .known = !shown->unit.unknown, .lenient = only_denies(shown)};
    return true;
}

/* A unit without a rule, for a step whose result is fixed. */
static const struct rp_unit nothing = {.layer = RAMPART_LAYER_IDENTITY, .present = true};

/* What the one who asks brings along; where the layers of the resource decide alone, nothing. */
static struct rp_step brought(const struct rp_shown_here *here, const struct rp_question *question,
                              const struct rp_step *identity)
{
    const bool root = question->request->identity.kind == RP_IDENTITY_ROOT;
    const bool nobody = question->request->identity.kind == RP_IDENTITY_ANONYMOUS;
    const bool ignored = nobody || here->alone || (root && rp_is_out_of_reach(here->absent, question));
    struct rp_step step = *identity;
    if (ignored || root)
        step = (struct rp_step){.unit = &nothing,
                                .known = true,
                                .fixed = ignored ? RP_CAN_DENY_IMPLICITLY : RP_CAN_ALLOW};
    return step;
}

/* The step of a layer. No access point takes a call that nobody signed, whatever its policy says. */
static struct rp_step step_of(const struct rp_question *question, const struct rp_shown_layer *layer)
{
    const bool nobody = question->request->identity.kind == RP_IDENTITY_ANONYMOUS;
    const struct rp_unit *unit = &layer->shown->unit;
    struct rp_step step = {.unit = unit, .known = !unit->unknown, .combined = layer->rule};
    if (nobody && layer->shown->layer == RAMPART_LAYER_ACCESS_POINT_POLICY) step.fixed = RP_CAN_DENY_IMPLICITLY;
    return step;
}

bool rp_shown_step(const struct rp_shown_here *here, const struct rp_question *question,
                   const struct rp_step *identity, size_t i, struct rp_step *ret_step)
{
    if (i > here->count) return false;
    *ret_step = i == 0 ? brought(here, question, identity) : step_of(question, &here->items[i - 1]);
    ret_step->more = i < here->count;
    return true;
}

/* Both must allow: the set of what that may come to. */
static unsigned both(unsigned a, unsigned b)
{
    const unsigned explicitly = (a | b) & RP_CAN_DENY_EXPLICITLY;
    if (a == RP_CAN_DENY_EXPLICITLY || b == RP_CAN_DENY_EXPLICITLY) return RP_CAN_DENY_EXPLICITLY;
    return explicitly | ((a | b) & RP_CAN_DENY_IMPLICITLY) | (a & b & RP_CAN_ALLOW);
}

/* Asked where the steps before say nothing. */
static struct rp_result fall_back(const struct rp_result *before, const struct rp_result *result)
{
    struct rp_result together = *before;
    if ((before->possible & RP_CAN_DENY_IMPLICITLY) == 0) return together;
    together.possible = (before->possible & ~(unsigned)RP_CAN_DENY_IMPLICITLY) | result->possible;
    if ((result->possible & RP_CAN_ALLOW) != 0) together.layer = result->layer;
    return together;
}

struct rp_result rp_shown_combine(const struct rp_step *step, const struct rp_result *before,
                                  const struct rp_result *result)
{
    if (step->combined == RP_LAYER_FALLBACK) return fall_back(before, result);
    const bool joint = step->combined == RP_LAYER_BOTH;
    struct rp_result together = *before;
    together.possible =
        joint ? both(before->possible, result->possible) : rp_united(before->possible, result->possible);
    const bool denied_here = result->possible == RP_CAN_DENY_EXPLICITLY && before->possible != RP_CAN_DENY_EXPLICITLY;
    const bool at_point = result->layer == RAMPART_LAYER_ACCESS_POINT_POLICY; /* what it does not grant nobody behind it does */
    const bool told_apart = result->layer != RAMPART_LAYER_PROJECT_POLICY; /* a refusal of SLS names neither side */
    const bool silent_here = joint && told_apart && (result->possible & RP_CAN_ALLOW) == 0 &&
                             ((before->possible & RP_CAN_ALLOW) != 0 || at_point);
    const bool explicitly = together.possible == RP_CAN_DENY_EXPLICITLY;
    if (explicitly ? denied_here : silent_here) together.layer = result->layer;
    return together;
}

/* ---- AccessKeys ---- */

/* Policies of an AccessKey that nobody knows. */
static const struct rp_unit unknown_key = {.layer = RAMPART_LAYER_ACCESS_KEY_POLICY, .present = true, .unknown = true};

/* Whether a policy of the AccessKey's is there and on. */
static bool guards(const struct rp_shown *shown)
{
    return shown != NULL && !shown->absent && !shown->inactive;
}

/* The unit that guards the AccessKey that signed; NULL: none does. An AccessKey's own policy goes before the account's. */
static const struct rp_unit *find_guard(const struct rp_rules *rules, const struct rampart_request *request,
                                        rampart_switches assumed)
{
    const enum rampart_layer layer = RAMPART_LAYER_ACCESS_KEY_POLICY;
    const struct rampart_str account = request->identity.account, id = request->access_key;
    const struct rp_shown *given = find_exactly(rules, layer, any, any);
    if (given != NULL) return guards(given) ? &given->unit : NULL;
    const struct rp_shown *own = id.len == 0 ? NULL : find_exactly(rules, layer, id, account),
                          *whole = find_exactly(rules, layer, any, account);
    if (guards(own)) return &own->unit;
    if (own != NULL && own->inactive && !own->absent && (assumed & RP_ASSUME_KEY_OVERRIDES) != 0) return NULL;
    if (own == NULL || whole == NULL) return &unknown_key;
    return guards(whole) ? &whole->unit : NULL;
}

const struct rp_unit *rp_shown_guard(const struct rp_rules *rules, const struct rp_question *question)
{
    const struct rampart_request *request = question->request;
    if (!request->by_access_key || (rules->shown_layers & 1U << RAMPART_LAYER_ACCESS_KEY_POLICY) == 0) return NULL;
    return find_guard(rules, request, question->assumed);
}
