/* SPDX-License-Identifier: Apache-2.0 */
/* docs/semantics.md, "Policies of resources that were read". */
#include "decide/shown.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/try.h"
#include "decide/verdict.h"
#include "policy/pattern.h"

/* ---- the list ---- */

static bool is_layer_of_resource(enum rampart_layer layer)
{
    return layer >= RAMPART_LAYER_BUCKET_POLICY && layer < RAMPART_LAYERS;
}

bool rp_shown_fits(enum rampart_policy_kind kind, enum rampart_layer layer)
{
    switch (layer) {
    case RAMPART_LAYER_BUCKET_POLICY: return kind == RAMPART_POLICY_BUCKET;
    case RAMPART_LAYER_ENDPOINT_POLICY: return kind == RAMPART_POLICY_ENDPOINT;
    case RAMPART_LAYER_KEY_POLICY: return kind == RAMPART_POLICY_KEY;
    case RAMPART_LAYER_SECRET_POLICY: return kind == RAMPART_POLICY_KEY || kind == RAMPART_POLICY_SECRET;
    case RAMPART_LAYER_PROJECT_POLICY: return kind == RAMPART_POLICY_PROJECT;
    case RAMPART_LAYER_INSTANCE_POLICY: return kind == RAMPART_POLICY_INSTANCE;
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
    return by_name != 0 ? by_name : order_texts(a->account, b->account);
}

static struct rp_shown shown_by(const struct rampart_attachment *attachment)
{
    return (struct rp_shown){.layer = attachment->layer,
                             .of = attachment->of,
                             .account = attachment->account,
                             .absent = attachment->absent && attachment->policy == NULL,
                             .unit = {.layer = attachment->layer, .present = true}};
}

/* Two documents of one resource count together, and beside one the word that there is none does not. */
static size_t merge_same(struct rp_shown *shown, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && order(&shown[kept - 1], &shown[i]) == 0)
            shown[kept - 1].absent &= shown[i].absent;
        else
            shown[kept++] = shown[i];
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

/* ---- what is shown of one resource ---- */

static const struct rp_shown *find_exactly(const struct rp_rules *rules, enum rampart_layer layer,
                                           struct rampart_str of, struct rampart_str account)
{
    const struct rp_shown wanted = {.layer = layer, .of = of, .account = account};
    return bsearch(&wanted, rules->shown, rules->shown_count, sizeof wanted, order);
}

/* The name of the owner in an ARN of a policy: of acs:log:*:*:project/p/logstore/l it is p. Empty: it names none. */
static struct rampart_str owner_named(enum rampart_layer layer, struct rampart_str text)
{
    struct rp_arn arn;
    struct rampart_str rest = {NULL, 0}, head = RP_STR("");
    if (layer == RAMPART_LAYER_PROJECT_POLICY) head = RP_STR("project/");
    if (layer == RAMPART_LAYER_INSTANCE_POLICY) head = RP_STR("instance/");
    if (rp_arn_split(text, &arn) && rp_str_starts(arn.rest, head)) rest = rp_str_from(arn.rest, head.len);
    rest = rp_str_part(rest, 0, rp_str_find(rest, '/'));
    return rp_has_wildcard(rest) ? rp_str_part(rest, 0, 0) : rest;
}

/* Whether the document speaks of another bucket, project or instance by name: then it is that one's. */
static bool is_of_another(const struct rp_shown *shown, struct rampart_str of)
{
    if (shown->layer != RAMPART_LAYER_BUCKET_POLICY && shown->layer != RAMPART_LAYER_PROJECT_POLICY &&
        shown->layer != RAMPART_LAYER_INSTANCE_POLICY)
        return false;
    for (size_t i = 0; i < shown->unit.count; i++) {
        const struct rp_values *values = &shown->unit.rules[i].statement->resource;
        for (size_t k = 0; k < values->count; k++) {
            const struct rampart_str named = owner_named(shown->layer, rp_value_text(values, k));
            if (named.len > 0 && !rp_str_equal(named, of)) return true;
        }
    }
    return false;
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
    static const struct rampart_str any = {NULL, 0};
    const struct rp_shown *shown = find_exactly(rules, layer->layer, any, any);
    if (shown == NULL || layer->layer == RAMPART_LAYER_ENDPOINT_POLICY) return shown;
    if ((rules->held_layers & 1U << layer->layer) != 0 || !asks_of_one(question->request, layer)) return NULL;
    return is_of_another(shown, layer->of) ? NULL : shown;
}

/* A name stands for another account's resource where the input says so; without an account it may be anybody's. */
static const struct rp_shown *find_shown(const struct rp_rules *rules, const struct rp_question *question,
                                         const struct rp_unseen_layer *layer)
{
    static const struct rampart_str any = {NULL, 0};
    const struct rp_shown *shown = NULL;
    if ((rules->shown_layers & 1U << layer->layer) == 0) return NULL;
    if (layer->of.len > 0) shown = find_exactly(rules, layer->layer, layer->of, question->account);
    if (shown == NULL && layer->of.len > 0) shown = find_exactly(rules, layer->layer, layer->of, any);
    return shown != NULL ? shown : find_of_any(rules, question, layer);
}

unsigned rp_shown_layers(const struct rp_rules *rules, const struct rp_question *question)
{
    unsigned layers = 0;
    if (rules->shown_count == 0 || question->unseen == NULL) return 0;
    for (size_t i = 0; i < question->unseen->count; i++)
        if (find_shown(rules, question, &question->unseen->layers[i]) != NULL)
            layers |= 1U << question->unseen->layers[i].layer;
    return layers;
}

/* Those of them that are known not to exist. */
static unsigned shown_absent(const struct rp_rules *rules, const struct rp_question *question)
{
    unsigned layers = 0;
    if (rules->shown_count == 0 || question->unseen == NULL) return 0;
    for (size_t i = 0; i < question->unseen->count; i++) {
        const struct rp_shown *shown = find_shown(rules, question, &question->unseen->layers[i]);
        if (shown != NULL && shown->absent) layers |= 1U << shown->layer;
    }
    return layers;
}

bool rp_is_out_of_reach(unsigned absent, const struct rp_question *question)
{
    if (!rp_is_foreign(question)) return false;
    unsigned joint = question->unseen == NULL ? 0 : question->unseen->joint;
    return (joint & ~absent) == 0;
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

/* The rule of the row, as assumed. */
static enum rp_layer_rule rule_of(const struct rp_unseen_layer *layer, const struct rp_question *question)
{
    const rampart_switches assumed = question->assumed;
    const bool foreign = rp_is_foreign(question);
    const enum rp_layer_rule rule = foreign ? layer->other : layer->own;
    if (layer->layer == RAMPART_LAYER_PROJECT_POLICY && (assumed & RP_ASSUME_PROJECT_RESTRICTS) != 0)
        return RP_LAYER_GATE;
    if (layer->layer == RAMPART_LAYER_INSTANCE_POLICY && !foreign && (assumed & RP_ASSUME_INSTANCE_GRANTS) != 0)
        return RP_LAYER_UNION;
    if (is_of_kms(layer->layer) && is_own_root(question) && (assumed & RP_ASSUME_KEY_BINDS_ROOT) == 0)
        return RP_LAYER_IDLE;
    return rule;
}

/* The switches that a layer which is shown may turn on. */
static rampart_switches switches_of(enum rampart_layer layer, bool foreign)
{
    switch (layer) {
    case RAMPART_LAYER_BUCKET_POLICY:
        return RP_ASSUME_STAR_SPARES_ACCOUNT | RP_ASSUME_UID_IS_ROOT | RP_ASSUME_FOREIGN_DENY;
    case RAMPART_LAYER_PROJECT_POLICY:
        return RP_ASSUME_STAR_SPARES_ACCOUNT | RP_ASSUME_UID_IS_ROOT | RP_ASSUME_FOREIGN_DENY |
               RP_ASSUME_UNNAMED_IS_NOBODY | RP_ASSUME_PROJECT_RESTRICTS;
    case RAMPART_LAYER_KEY_POLICY:
    case RAMPART_LAYER_SECRET_POLICY:
        return foreign ? RP_ASSUME_FOREIGN_STAR_OWN : RP_ASSUME_KEY_ACCOUNT_GRANTS | RP_ASSUME_KEY_BINDS_ROOT;
    case RAMPART_LAYER_INSTANCE_POLICY: return RP_ASSUME_INSTANCE_GRANTS | RP_ASSUME_UID_IS_ROOT;
    case RAMPART_LAYER_ENDPOINT_POLICY: return RP_ASSUME_UID_IS_ROOT;
    default: break;
    }
    return 0;
}

rampart_switches rp_shown_switches(const struct rp_rules *rules, const struct rp_question *question)
{
    const struct rp_unseen_layers *unseen = question->unseen;
    rampart_switches switches = 0;
    for (size_t i = 0; i < unseen->count; i++) {
        const enum rampart_layer layer = unseen->layers[i].layer;
        const bool shown = rules->shown_count > 0 && find_shown(rules, question, &unseen->layers[i]) != NULL;
        if (shown) switches |= switches_of(layer, rp_is_foreign(question));
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
    return true;
}

bool rp_shown_find(const struct rp_rules *rules, const struct rp_question *question, struct rp_shown_here *ret_here)
{
    const struct rp_unseen_layers *unseen = question->unseen;
    bool found = false;
    ret_here->gate_count = ret_here->count = 0;
    ret_here->absent = rules->absent_layers;
    for (size_t i = 0; rules->shown_count > 0 && unseen != NULL && i < unseen->count; i++) {
        const struct rp_shown *shown = find_shown(rules, question, &unseen->layers[i]);
        if (shown == NULL) continue;
        found = true;
        const enum rp_layer_rule rule = shown->absent ? RP_LAYER_IDLE : rule_of(&unseen->layers[i], question);
        if (shown->absent) ret_here->absent |= 1U << shown->layer;
        if (rule == RP_LAYER_IDLE) continue;
        if (rule == RP_LAYER_GATE)
            ret_here->gates[ret_here->gate_count++] = shown;
        else
            ret_here->items[ret_here->count++] = (struct rp_shown_layer){shown, rule};
    }
    return found;
}

bool rp_shown_gate(const struct rp_shown_here *here, size_t i, struct rp_step *ret_step)
{
    if (i >= here->gate_count) return false;
    const struct rp_shown *shown = here->gates[i];
    *ret_step = (struct rp_step){.unit = &shown->unit, .known = true, .lenient = only_denies(shown)};
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
    const bool alone = here->count > 0 && here->items[0].rule == RP_LAYER_ALONE &&
                       (question->assumed & RP_ASSUME_FOREIGN_DENY) == 0;
    const bool ignored = nobody || alone || (root && rp_is_out_of_reach(here->absent, question));
    struct rp_step step = *identity;
    if (ignored || root)
        step = (struct rp_step){.unit = &nothing,
                                .known = true,
                                .fixed = ignored ? RP_CAN_DENY_IMPLICITLY : RP_CAN_ALLOW};
    return step;
}

bool rp_shown_step(const struct rp_shown_here *here, const struct rp_question *question,
                   const struct rp_step *identity, size_t i, struct rp_step *ret_step)
{
    if (i > here->count) return false;
    if (i == 0)
        *ret_step = brought(here, question, identity);
    else
        *ret_step = (struct rp_step){
            .unit = &here->items[i - 1].shown->unit, .known = true, .combined = here->items[i - 1].rule};
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

struct rp_result rp_shown_combine(const struct rp_step *step, const struct rp_result *before,
                                  const struct rp_result *result)
{
    const bool joint = step->combined == RP_LAYER_BOTH;
    struct rp_result together = *before;
    together.possible =
        joint ? both(before->possible, result->possible) : rp_united(before->possible, result->possible);
    const bool denied_here = result->possible == RP_CAN_DENY_EXPLICITLY && before->possible != RP_CAN_DENY_EXPLICITLY;
    const bool silent_here = joint && (result->possible & RP_CAN_ALLOW) == 0;
    const bool explicitly = together.possible == RP_CAN_DENY_EXPLICITLY;
    if (explicitly ? denied_here : silent_here) together.layer = result->layer;
    return together;
}
