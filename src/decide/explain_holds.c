/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which part of a pattern is allowed, in the patterns of the documents: layer by layer those of the Allow statements, but
 * for those of the Deny statements. What is said is certain: an Allow that hangs on more than the resource is left out, a
 * Deny that does counts, and where this leaves nothing, nothing is said.
 */
#include <string.h>

#include "base/str.h"
#include "base/try.h"
#include "decide/cover.h"
#include "decide/explain.h"
#include "decide/unseen.h"
#include "policy/pattern_cells.h"

enum { MOST_TEXTS = 256 };

/* ---- lists of patterns ---- */

enum rampart_status rp_texts_add(struct rp_arena *arena, struct rp_texts *texts, struct rampart_str text)
{
    for (size_t i = 0; i < texts->count; i++)
        if (rp_str_equal(texts->items[i], text)) return RAMPART_OK;
    if (texts->count == texts->capacity) {
        const size_t capacity = texts->capacity == 0 ? 8 : 2 * texts->capacity;
        struct rampart_str *items = RP_NEW_ARRAY(arena, struct rampart_str, capacity);
        RP_TRY_MEMORY(items != NULL);
        for (size_t i = 0; i < texts->count; i++) items[i] = texts->items[i];
        texts->items = items;
        texts->capacity = capacity;
    }
    texts->items[texts->count++] = text;
    return RAMPART_OK;
}

enum rampart_status rp_texts_add_touched(const struct rp_explainer *explainer,
                                         const struct rampart_str *patterns, size_t count,
                                         struct rp_texts *texts)
{
    for (size_t i = 0; i < count && texts->count <= MOST_TEXTS; i++) {
        enum rampart_truth truth = RAMPART_FALSE;
        size_t index = 0;
        RP_TRY(rp_cover(&patterns[i], 1, &explainer->question, &truth, &index));
        if (truth != RAMPART_FALSE) RP_TRY(rp_texts_add(explainer->arena, texts, patterns[i]));
    }
    return RAMPART_OK;
}

/* ---- one layer ---- */

/* What a layer lets through; several are met when a Deny names what it does not deny. */
struct layer {
    struct rp_explainer *explainer;
    struct rp_texts allow, except;
    struct rp_texts beside; /* what the first Allow with NotResource leaves out */
    bool everything;        /* an Allow covers all of it */
    bool has_beside;
};

struct holding {
    struct rp_explainer *explainer;
    struct rampart_part *parts;
    size_t count, capacity;
    struct rp_texts except; /* of layers that allow everything else */
    bool lost;              /* it cannot be told in patterns, or hangs on more than the resource */
};

static enum rampart_status add_part(struct holding *holding, const struct rp_texts *allow,
                                    const struct rp_texts *except)
{
    if (holding->count == holding->capacity) {
        const size_t capacity = holding->capacity == 0 ? 4 : 2 * holding->capacity;
        struct rampart_part *parts = RP_NEW_ARRAY(holding->explainer->arena, struct rampart_part, capacity);
        RP_TRY_MEMORY(parts != NULL);
        for (size_t i = 0; i < holding->count; i++) parts[i] = holding->parts[i];
        holding->parts = parts;
        holding->capacity = capacity;
    }
    holding->parts[holding->count++] =
        (struct rampart_part){{allow->items, allow->count}, {except->items, except->count}};
    if (allow->count > MOST_TEXTS || except->count > MOST_TEXTS) holding->lost = true;
    return RAMPART_OK;
}

static enum rampart_status add_resources(const struct layer *layer, const struct rp_rule *rule,
                                         struct rp_texts *texts)
{
    return rp_texts_add_touched(layer->explainer, rule->resource.texts, rule->resource.count, texts);
}

/*
 * No switch changes how the patterns of a group are read: beside others that are read otherwise than by default they would
 * be misunderstood.
 */
static bool are_told(const struct layer *layer, const struct rp_rule *rule)
{
    if (rule->members == NULL) return true;
    return !rule->members->unknown && (layer->explainer->question.assumed & RP_ASSUMED_RESOURCES) == 0;
}

/* The resources of the group that the statement is limited to. */
static enum rampart_status add_members(const struct layer *layer, const struct rp_rule *rule,
                                       struct rp_texts *texts)
{
    return rp_texts_add_touched(layer->explainer, rule->members->texts, rule->members->count, texts);
}

/* A Deny that may match: what it covers is not certainly allowed. */
static enum rampart_status take_deny(struct holding *holding, struct layer *layer, const struct rp_rule *rule,
                                     const struct rp_ground *ground)
{
    if (rule->attachment->policy->hidden || !are_told(layer, rule)) holding->lost = true;
    if (ground->covers == RAMPART_TRUE && ground->reached == RAMPART_TRUE) holding->lost = true;
    if (holding->lost) return RAMPART_OK;
    if (ground->covers == RAMPART_TRUE) return add_members(layer, rule, &layer->except);
    if (!rule->resource.negated) return add_resources(layer, rule, &layer->except);
    struct rp_texts spared = {0}, nothing = {0};
    RP_TRY(add_resources(layer, rule, &spared));
    return add_part(holding, &spared, &nothing);
}

/* Whether nothing but the resource is open of a statement. */
static enum rampart_status is_certain(const struct layer *layer, const struct rp_rule *rule,
                                      bool *ret_certain)
{
    const struct rp_explainer *explainer = layer->explainer;
    bool certain = !rule->attachment->uncertain && !rule->attachment->policy->hidden &&
                   are_told(layer, rule) && rp_principal_match(rule, &explainer->question) == RAMPART_TRUE;
    for (size_t i = 0; i < rule->condition_count && certain; i++) {
        enum rampart_truth truth = RAMPART_FALSE;
        RP_TRY(rp_condition_match(&rule->conditions[i], &explainer->question, &truth));
        certain = truth == RAMPART_TRUE;
    }
    *ret_certain = certain;
    return RAMPART_OK;
}

static enum rampart_status take_allow(struct layer *layer, const struct rp_rule *rule,
                                      const struct rp_ground *ground)
{
    bool certain = false;
    RP_TRY(is_certain(layer, rule, &certain));
    if (!certain || (ground->covers != RAMPART_TRUE && ground->reached != RAMPART_TRUE)) return RAMPART_OK;
    if (ground->covers == RAMPART_TRUE && ground->reached == RAMPART_TRUE)
        layer->everything = true;
    else if (ground->covers == RAMPART_TRUE)
        return add_members(layer, rule, &layer->allow);
    else if (!rule->resource.negated)
        return add_resources(layer, rule, &layer->allow);
    else if (!layer->has_beside) {
        layer->has_beside = true;
        return add_resources(layer, rule, &layer->beside);
    }
    return RAMPART_OK;
}

/* `wanted`: Deny alone, or both effects. */
static enum rampart_status take_unit(struct holding *holding, struct layer *layer, const struct rp_step *step,
                                     const struct rp_unit *unit, enum rampart_effect effect)
{
    for (size_t i = 0; i < rp_unit_size(unit) && !holding->lost; i++) {
        const struct rp_rule *rule = rp_unit_rule(unit, i);
        enum rampart_truth truth = RAMPART_FALSE;
        struct rp_ground ground;
        if (rule->effect != effect || !rp_step_binds(step, rule)) continue;
        RP_TRY(rp_unit_match_by(unit, i, &holding->explainer->question, &ground, &truth));
        if (truth == RAMPART_FALSE) continue;
        RP_TRY(effect == RAMPART_DENY ? take_deny(holding, layer, rule, &ground)
                                      : take_allow(layer, rule, &ground));
    }
    return RAMPART_OK;
}

/* Whether the pattern lies within one of the others. */
static enum rampart_status lies_within(const struct rp_explainer *explainer, struct rampart_str text,
                                       const struct rp_texts *others, enum rp_relation least, bool *ret_lies)
{
    const bool fold = (explainer->question.assumed & RP_ASSUME_RESOURCE_FOLD) != 0;
    *ret_lies = false;
    for (size_t i = 0; i < others->count && !*ret_lies; i++) {
        const struct rp_cell_pattern whole = {others->items[i], true, fold, RP_CROSSES},
                                     part = {text, true, fold, RP_CROSSES};
        enum rp_relation relation = RP_RELATION_UNDECIDED;
        RP_TRY(rp_pattern_relation(&explainer->question.request->allocator, &whole, &part, &relation));
        *ret_lies = least == RP_RELATION_EVERY ? relation == least : relation != RP_RELATION_NONE;
    }
    return RAMPART_OK;
}

/* What an Allow with NotResource leaves out stays out unless another Allow takes in all of it. */
static enum rampart_status except_beside(struct layer *layer)
{
    for (size_t i = 0; i < layer->beside.count; i++) {
        bool allowed = false;
        RP_TRY(lies_within(layer->explainer, layer->beside.items[i], &layer->allow, RP_RELATION_EVERY,
                           &allowed));
        if (!allowed) RP_TRY(rp_texts_add(layer->explainer->arena, &layer->except, layer->beside.items[i]));
    }
    return RAMPART_OK;
}

/* Exceptions from what is not allowed in the first place say nothing. */
static enum rampart_status keep_touching(struct layer *layer)
{
    size_t kept = 0;
    for (size_t i = 0; i < layer->except.count; i++) {
        bool touches = false;
        RP_TRY(
            lies_within(layer->explainer, layer->except.items[i], &layer->allow, RP_RELATION_SOME, &touches));
        if (touches) layer->except.items[kept++] = layer->except.items[i];
    }
    layer->except.count = kept;
    return RAMPART_OK;
}

static enum rampart_status close_layer(struct holding *holding, struct layer *layer)
{
    if (layer->everything || layer->has_beside) {
        if (!layer->everything) RP_TRY(except_beside(layer));
        for (size_t i = 0; i < layer->except.count; i++)
            RP_TRY(rp_texts_add(holding->explainer->arena, &holding->except, layer->except.items[i]));
        return RAMPART_OK;
    }
    if (layer->allow.count == 0) {
        holding->lost = true;
        return RAMPART_OK;
    }
    RP_TRY(keep_touching(layer));
    return add_part(holding, &layer->allow, &layer->except);
}

/* What is granted on resource groups counts beside the account's own where no Deny of theirs could stand against it. */
static enum rampart_status take_groups(struct holding *holding, struct layer *layer,
                                       const struct rp_step *step)
{
    const struct rp_unit *group = step->fallback;
    const bool any_deny = (holding->explainer->question.assumed & RP_ASSUME_GROUP_DENY) != 0;
    struct holding aside = {.explainer = holding->explainer};
    struct layer denied = {.explainer = holding->explainer};
    if (group == NULL) return RAMPART_OK;
    if (group->unknown) {
        holding->lost = holding->lost || any_deny;
        return RAMPART_OK;
    }
    if (any_deny) return take_unit(holding, layer, step, group, RAMPART_DENY);
    RP_TRY(take_unit(&aside, &denied, step, group, RAMPART_DENY));
    if (aside.lost || aside.count > 0 || denied.except.count > 0) return RAMPART_OK;
    return take_unit(holding, layer, step, group, RAMPART_ALLOW);
}

static enum rampart_status take_step(struct holding *holding, const struct rp_told_step *told)
{
    struct layer layer = {.explainer = holding->explainer};
    if (told->result.possible == RP_CAN_ALLOW) return RAMPART_OK;
    if (!told->step.known) {
        holding->lost = true;
        return RAMPART_OK;
    }
    RP_TRY(take_unit(holding, &layer, &told->step, told->step.unit, RAMPART_DENY));
    RP_TRY(take_unit(holding, &layer, &told->step, told->step.unit, RAMPART_ALLOW));
    RP_TRY(take_groups(holding, &layer, &told->step));
    return holding->lost ? RAMPART_OK : close_layer(holding, &layer);
}

/* ---- all of them ---- */

/* The exceptions of layers that allow everything else stand in the first part; without one, in one of their own. */
static enum rampart_status close_holding(struct holding *holding)
{
    struct rp_texts all = {0}, nothing = {0};
    if (holding->except.count == 0) return RAMPART_OK;
    if (holding->count == 0) {
        RP_TRY(rp_texts_add(holding->explainer->arena, &all, holding->explainer->decision->resource));
        return add_part(holding, &all, &holding->except);
    }
    for (size_t i = 0; i < holding->parts[0].except.count; i++)
        RP_TRY(rp_texts_add(holding->explainer->arena, &nothing, holding->parts[0].except.items[i]));
    for (size_t i = 0; i < holding->except.count; i++)
        RP_TRY(rp_texts_add(holding->explainer->arena, &nothing, holding->except.items[i]));
    holding->parts[0].except = (struct rampart_strs){nothing.items, nothing.count};
    return RAMPART_OK;
}

/* Whether a layer of the resources that nobody showed could deny what all others allow. */
static bool is_open_beside(const struct rp_explainer *explainer)
{
    const struct rampart_verdict allowed = {.outcome = RAMPART_OUTCOME_ALLOW};
    const struct rp_question *question = &explainer->question;
    return question->unseen != NULL &&
           rp_unseen_open(explainer->rules, question, allowed).outcome != RAMPART_OUTCOME_ALLOW;
}

enum rampart_status rp_explain_holds(struct rp_explainer *explainer)
{
    struct holding holding = {.explainer = explainer, .lost = is_open_beside(explainer)};
    for (size_t i = 0; i < explainer->step_count && !holding.lost; i++)
        RP_TRY(take_step(&holding, &explainer->steps[i]));
    if (!holding.lost) RP_TRY(close_holding(&holding));
    if (holding.lost) return RAMPART_OK;
    explainer->decision->holds_for = holding.parts;
    explainer->decision->holds_for_count = holding.count;
    return RAMPART_OK;
}
