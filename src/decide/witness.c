/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which part of a pattern is allowed, in the patterns of the documents: layer by layer those of the Allow
 * statements, but for those of the Deny statements. What is said is certain: an Allow that hangs on more than
 * the resource is left out, a Deny that does counts, and where this leaves nothing, nothing is said.
 */
#include <string.h>

#include "base/hash.h"
#include "base/str.h"
#include "base/try.h"
#include "catalog/regions.h"
#include "decide/explain.h"
#include "decide/settle.h"
#include "decide/match.h"
#include "decide/principal.h"
#include "decide/shown.h"
#include "decide/unseen.h"
#include "decide/witness.h"
#include "policy/arn.h"
#include "policy/arn_pattern.h"
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

enum rampart_status rp_texts_add_common(const struct rp_explainer *explainer,
                                         const struct rampart_str *patterns, size_t count,
                                         struct rp_texts *texts)
{
    for (size_t i = 0; i < count && texts->count <= MOST_TEXTS; i++) {
        enum rampart_truth truth = RAMPART_FALSE;
        size_t index = 0;
        RP_TRY(rp_resource_set_covered(&patterns[i], 1, &explainer->question, &truth, &index));
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

static enum rampart_status holds_add_part(struct holding *holding, const struct rp_texts *allow,
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
    return rp_texts_add_common(layer->explainer, rule->resource.texts, rule->resource.count, texts);
}

/*
 * No switch changes how the patterns of a group are read: beside others that are read otherwise than by default
 * they would be misunderstood.
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
    return rp_texts_add_common(layer->explainer, rule->members->texts, rule->members->count, texts);
}

/* A Deny that may match: what it covers is not certainly allowed. */
static enum rampart_status take_deny(struct holding *holding, struct layer *layer, const struct rp_rule *rule,
                                     const struct rp_match_detail *detail)
{
    if (rule->attachment->policy->hidden || !are_told(layer, rule)) holding->lost = true;
    if (detail->covers == RAMPART_TRUE && detail->reached == RAMPART_TRUE) holding->lost = true;
    if (holding->lost) return RAMPART_OK;
    if (detail->covers == RAMPART_TRUE) return add_members(layer, rule, &layer->except);
    if (!rule->resource.negated) return add_resources(layer, rule, &layer->except);
    struct rp_texts spared = {0}, nothing = {0};
    RP_TRY(add_resources(layer, rule, &spared));
    return holds_add_part(holding, &spared, &nothing);
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
                                      const struct rp_match_detail *detail)
{
    bool certain = false;
    RP_TRY(is_certain(layer, rule, &certain));
    if (!certain || (detail->covers != RAMPART_TRUE && detail->reached != RAMPART_TRUE)) return RAMPART_OK;
    if (detail->covers == RAMPART_TRUE && detail->reached == RAMPART_TRUE)
        layer->everything = true;
    else if (detail->covers == RAMPART_TRUE)
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
        struct rp_match_detail detail;
        if (rule->effect != effect || !rp_step_binds(step, rule)) continue;
        RP_TRY(rp_unit_match_by(unit, i, &holding->explainer->question, &detail, &truth));
        if (truth == RAMPART_FALSE) continue;
        RP_TRY(effect == RAMPART_DENY ? take_deny(holding, layer, rule, &detail)
                                      : take_allow(layer, rule, &detail));
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
    return holds_add_part(holding, &layer->allow, &layer->except);
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

static enum rampart_status take_step(struct holding *holding, const struct rp_step_trace *told)
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
        return holds_add_part(holding, &all, &holding->except);
    }
    for (size_t i = 0; i < holding->parts[0].except.count; i++)
        RP_TRY(rp_texts_add(holding->explainer->arena, &nothing, holding->parts[0].except.items[i]));
    for (size_t i = 0; i < holding->except.count; i++)
        RP_TRY(rp_texts_add(holding->explainer->arena, &nothing, holding->except.items[i]));
    holding->parts[0].except = (struct rampart_strs){nothing.items, nothing.count};
    return RAMPART_OK;
}

/*
 * Whether a layer of the resources that nobody showed could deny what all others allow; what one that was shown grants
 * is not told in patterns.
 */
static bool is_open_beside(const struct rp_explainer *explainer)
{
    const struct rampart_verdict allowed = {.outcome = RAMPART_OUTCOME_ALLOW};
    const struct rp_question *question = &explainer->question;
    if (question->unseen == NULL) return false;
    if (explainer->rules->shown_count > 0 && rp_shown_layers(explainer->rules, question) != 0) return true;
    return rp_unseen_open(explainer->rules, question, allowed).outcome != RAMPART_OUTCOME_ALLOW;
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

/*
 * One resource of a pattern that is allowed and one that is denied. Candidates are shortest texts that the
 * pattern has in common with patterns of statements, or outside of them; first those that look like resources
 * do. Each is asked about as any resource is, and only what the answer makes certain is told. The search is
 * bounded, and finding nothing says nothing.
 */

enum {
    MOST_PATTERNS = 24, /* of statements that are tried with the pattern, one by one */
    MOST_TOGETHER = 6,  /* and all at once */
    MOST_HELD = 2,      /* the pattern, and a form of resources */
    LONGEST = 256,
    MOST_ASKED = 256,
    MOST_TRIED = 160, /* groups of patterns */
    MOST_OPEN = 48    /* the same, where conditions leave single resources open: then another text rarely helps */
};

struct seeking {
    struct rp_explainer *explainer;
    struct rp_arena arena;  /* of one round of candidates */
    struct rp_texts as_written, named; /* patterns that part the pattern; with a name where they end in a star */
    struct rampart_str held[MOST_HELD]; /* the pattern as it is narrowed, then what else candidates lie in */
    size_t held_count;
    const struct rampart_str *tried; /* patterns of this round */
    size_t tried_count;
    uint64_t hashes[MOST_ASKED]; /* of the texts that were asked about */
    size_t asked, groups, open;
    bool same; /* no pattern ends in a star, and both lists are the same */
};

static bool is_done(const struct seeking *seeking)
{
    const struct rampart_decision *decision = seeking->explainer->decision;
    const bool all = seeking->explainer->verdict.outcome == RAMPART_OUTCOME_ALLOW;
    return (decision->allowed.len > 0 && (all || decision->denied.len > 0)) || seeking->asked >= MOST_ASKED ||
           seeking->groups >= (seeking->open > 0 ? MOST_OPEN : MOST_TRIED);
}

/* ---- asking ---- */

static enum rampart_status witness_keep(struct seeking *seeking, struct rampart_str text,
                                const struct rampart_verdict *verdict)
{
    struct rampart_decision *decision = seeking->explainer->decision;
    bool allowed = verdict->outcome == RAMPART_OUTCOME_ALLOW;
    struct rampart_str *side = allowed ? &decision->allowed : &decision->denied;
    seeking->open += verdict->outcome == RAMPART_OUTCOME_CONDITIONAL;
    if (verdict->outcome == RAMPART_OUTCOME_CONDITIONAL) side = &decision->undecided;
    if (side->len > 0) return RAMPART_OK;
    return rp_arena_copy(seeking->explainer->arena, text, side) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static enum rampart_status witness_matches(const struct seeking *seeking, rampart_switches assumed,
                                   struct rampart_str pattern, struct rampart_str text, bool *ret_match)
{
    struct rampart_request *request = seeking->explainer->question.request;
    return rp_arn_pattern_match(&request->scratch, &request->matcher, assumed, pattern, text, ret_match);
}

/* The patterns that are asked about are read so (decide/match.c). */
static enum rampart_status lies_in_question(const struct seeking *seeking, struct rampart_str text,
                                            bool *ret_lies)
{
    RP_TRY(witness_matches(seeking, RP_ASSUME_FIELDS, seeking->explainer->question.resource, text, ret_lies));
    for (size_t i = 0; i < seeking->held_count && *ret_lies; i++)
        RP_TRY(witness_matches(seeking, RP_ASSUME_FIELDS, seeking->held[i], text, ret_lies));
    return RAMPART_OK;
}

/*
 * Whether nothing stands where the action's templates have the name of the resource, which no resource lacks
 * (rampart_names_check() refuses it).
 */
static enum rampart_status lacks_name(const struct seeking *seeking, struct rampart_str text, bool *ret_lacks)
{
    const struct rp_resource *asked = seeking->explainer->question.asked;
    *ret_lacks = false;
    for (size_t i = 0; asked != NULL && i < asked->form_count && rp_str_ends(text, RP_STR("/")); i++) {
        struct rampart_str form;
        RP_TRY_MEMORY(rp_likely_form(seeking->explainer->arena, asked->forms[i], &form));
        if (!rp_str_ends(form, RP_STR("/?*"))) continue;
        form.len -= sizeof "?*" - 1;
        RP_TRY(witness_matches(seeking, RP_ASSUME_FIELDS, form, text, ret_lacks));
        if (*ret_lacks) break;
    }
    return RAMPART_OK;
}

/* Several groups of patterns lead to the same text. Two of one hash cost an example at worst. */
static bool was_asked(struct seeking *seeking, struct rampart_str text)
{
    const uint64_t hash = rp_hash(text);
    for (size_t i = 0; i < seeking->asked; i++)
        if (seeking->hashes[i] == hash) return true;
    if (seeking->asked < MOST_ASKED) seeking->hashes[seeking->asked++] = hash;
    return false;
}

/* The question is not about resources of other accounts. Layers that were not read are those of this one resource. */
static enum rampart_status witness_ask(struct seeking *seeking, struct rp_resource *resource)
{
    const struct rp_question *asked = &seeking->explainer->question;
    struct rampart_verdict verdict;
    if (asked->unseen != NULL && asked->request->find_unseen != NULL)
        RP_TRY(asked->request->find_unseen(asked->request, resource));
    const struct rp_question question = rp_question_about(asked->request, resource, asked->assumed);
    if (rp_is_foreign(&question) || was_asked(seeking, resource->arn)) return RAMPART_OK;
    RP_TRY(rp_settle(seeking->explainer->rules, &question, &verdict));
    return witness_keep(seeking, resource->arn, &verdict);
}

static enum rampart_status ask_text(struct seeking *seeking, struct rampart_str text)
{
    struct rp_resource resource = {.unseen = seeking->explainer->question.unseen};
    bool lies = false;
    RP_TRY(lies_in_question(seeking, text, &lies));
    if (!lies || !rp_resource_read(text, &resource) || resource.arn_shape.wildcards) return RAMPART_OK;
    RP_TRY(rp_resource_write_as_sent(&seeking->arena, &resource));
    RP_TRY(lacks_name(seeking, text, &lies));
    return lies ? RAMPART_OK : witness_ask(seeking, &resource);
}

/* A `*` for the region, behind a literal service, matches in every region or in none. */
static bool tells_regions(struct rampart_str pattern)
{
    struct rp_arn arn;
    return !rp_arn_split(pattern, &arn) || rp_has_wildcard(arn.partition) || rp_has_wildcard(arn.service) ||
           !rp_str_equal(arn.region, RP_STR("*"));
}

/* Which patterns of this round match that tell regions from one another, as bits. */
static enum rampart_status cell_of(const struct seeking *seeking, struct rampart_str text, unsigned *ret_cell)
{
    const rampart_switches assumed = seeking->explainer->question.assumed;
    *ret_cell = 0;
    for (size_t i = 0; i < seeking->tried_count; i++) {
        bool match = false;
        if (!tells_regions(seeking->tried[i])) continue;
        RP_TRY(witness_matches(seeking, assumed, seeking->tried[i], text, &match));
        *ret_cell |= (unsigned)match << i;
    }
    return RAMPART_OK;
}

/*
 * The same resource in the first region that the patterns do not tell from its own, which there is not. In the
 * usual one it was asked about before.
 */
static enum rampart_status ask_elsewhere(struct seeking *seeking, const struct rp_resource *resource)
{
    const struct rp_question *asked = &seeking->explainer->question;
    struct rp_region_cursor cursor = {.row = 0};
    struct rampart_str region;
    unsigned cell = 0;
    RP_TRY(cell_of(seeking, resource->arn, &cell));
    RP_TRY_MEMORY(rp_likely_in_region(&seeking->arena, resource, rp_likely_usual_region(asked), &region));
    unsigned usual = 0;
    bool lies = false;
    RP_TRY(lies_in_question(seeking, region, &lies));
    if (lies) RP_TRY(cell_of(seeking, region, &usual));
    if (lies && usual == cell) return RAMPART_OK;
    while (rp_likely_next_region(asked, &cursor, &region)) {
        struct rampart_str text;
        unsigned other = 0;
        RP_TRY_MEMORY(rp_likely_in_region(&seeking->arena, resource, region, &text));
        RP_TRY(cell_of(seeking, text, &other));
        if (other == cell) return ask_text(seeking, text);
    }
    return RAMPART_OK;
}

static enum rampart_status try_text(struct seeking *seeking, struct rampart_str text)
{
    struct rp_resource resource = {.arn = text};
    if (!rp_resource_read(text, &resource)) return RAMPART_OK;
    if (rp_likely_region(&seeking->explainer->question, &resource)) return ask_text(seeking, text);
    return ask_elsewhere(seeking, &resource);
}

/* ---- candidates ---- */

/* Tries a text for each way of being matched by these patterns of statements, and by what is held. */
static enum rampart_status try_group(struct seeking *seeking, const struct rampart_str *texts, size_t count)
{
    struct rp_cell_pattern patterns[MOST_HELD + MOST_TOGETHER];
    const struct rp_question *asked = &seeking->explainer->question;
    struct rp_cells cells = {.count = 0};
    size_t total = 0;
    for (size_t i = 0; i < seeking->held_count; i++)
        patterns[total++] = rp_resource_set_asked(seeking->held[i], asked);
    for (size_t i = 0; i < count; i++) patterns[total++] = rp_resource_set_pattern(texts[i], asked->assumed);
    seeking->tried = texts;
    seeking->tried_count = count;
    seeking->groups++;
    enum rampart_status status = rp_pattern_cells(&seeking->arena, patterns, total, &cells);
    for (size_t i = 0; i < cells.count && status == RAMPART_OK && !is_done(seeking); i++)
        status = try_text(seeking, cells.texts[i]);
    rp_arena_reset(&seeking->arena);
    return status;
}

/* Of many, each with each other: half of a group with each other half. */
static enum rampart_status try_pairs(struct seeking *seeking, const struct rp_texts *patterns)
{
    enum { HALF = MOST_TOGETHER / 2 };
    struct rampart_str group[MOST_TOGETHER];
    for (size_t i = 0; i < patterns->count; i += HALF)
        for (size_t j = i + HALF; j < patterns->count && !is_done(seeking); j += HALF) {
            const size_t left = patterns->count - j, second = left < HALF ? left : HALF;
            memcpy(group, &patterns->items[i], HALF * sizeof *group);
            memcpy(group + HALF, &patterns->items[j], second * sizeof *group);
            RP_TRY(try_group(seeking, group, HALF + second));
        }
    return RAMPART_OK;
}

/* With the patterns of statements one by one, then with all of them, as far as these can be followed. */
static enum rampart_status try_patterns(struct seeking *seeking, const struct rp_texts *patterns)
{
    const size_t count = patterns->count;
    if (count == 0) RP_TRY(try_group(seeking, patterns->items, 0));
    for (size_t i = 0; i < count && !is_done(seeking); i++)
        RP_TRY(try_group(seeking, &patterns->items[i], 1));
    if (count < 2 || is_done(seeking)) return RAMPART_OK;
    return count > MOST_TOGETHER ? try_pairs(seeking, patterns) : try_group(seeking, patterns->items, count);
}

/* Within a form that resources have; an empty one: in any. */
static enum rampart_status try_form(struct seeking *seeking, struct rampart_str form, bool empty,
                                    const struct rp_texts *patterns)
{
    const struct rp_explainer *explainer = seeking->explainer;
    struct rampart_str before = {NULL, 0};
    seeking->held[1] = form;
    seeking->held_count = form.len > 0 ? MOST_HELD : 1;
    for (int regions = 0; regions < 2 && !is_done(seeking); regions++) {
        const struct rp_likely_how how = {.regions = regions == 1, .empty = empty};
        RP_TRY_MEMORY(
            rp_likely_narrow(explainer->arena, &explainer->question, how, &seeking->held[0]));
        if (regions == 0 || !rp_str_equal(before, seeking->held[0])) RP_TRY(try_patterns(seeking, patterns));
        before = seeking->held[0];
    }
    return RAMPART_OK;
}

static enum rampart_status try_forms(struct seeking *seeking, bool empty, const struct rp_texts *patterns)
{
    const struct rp_explainer *explainer = seeking->explainer;
    const struct rp_resource *asked = explainer->question.asked;
    for (size_t i = 0; asked != NULL && i < asked->form_count && !is_done(seeking); i++) {
        struct rampart_str form;
        RP_TRY_MEMORY(rp_likely_form(explainer->arena, asked->forms[i], &form));
        if (form.len <= LONGEST) RP_TRY(try_form(seeking, form, empty, patterns));
    }
    return is_done(seeking) ? RAMPART_OK : try_form(seeking, RP_STR(""), empty, patterns);
}

/* ---- what parts the pattern ---- */

static enum rampart_status add_patterns(struct seeking *seeking, const struct rp_unit *unit)
{
    for (size_t i = 0; i < rp_unit_size(unit) && seeking->as_written.count < MOST_PATTERNS; i++) {
        const struct rp_rule *rule = rp_unit_rule(unit, i);
        enum rampart_truth truth = RAMPART_FALSE;
        struct rp_match_detail detail;
        RP_TRY(rp_unit_match_by(unit, i, &seeking->explainer->question, &detail, &truth));
        if (truth == RAMPART_FALSE || rule->attachment->policy->hidden) continue;
        if (detail.covers == RAMPART_UNKNOWN)
            RP_TRY(rp_texts_add_common(seeking->explainer, rule->resource.texts, rule->resource.count,
                                        &seeking->as_written));
        if (detail.reached == RAMPART_UNKNOWN && rule->members != NULL)
            RP_TRY(rp_texts_add_common(seeking->explainer, rule->members->texts, rule->members->count,
                                        &seeking->as_written));
    }
    return RAMPART_OK;
}

/* Long ones take long to follow, and many too. */
static enum rampart_status witness_prepare(struct seeking *seeking)
{
    struct rp_arena *arena = seeking->explainer->arena;
    struct rp_texts *written = &seeking->as_written, *named = &seeking->named;
    size_t kept = 0;
    seeking->same = true;
    named->items = RP_NEW_ARRAY(arena, struct rampart_str, MOST_PATTERNS);
    RP_TRY_MEMORY(named->items != NULL);
    for (size_t i = 0; i < written->count && kept < MOST_PATTERNS; i++) {
        if (written->items[i].len > LONGEST) continue;
        written->items[kept] = named->items[kept] = written->items[i];
        RP_TRY_MEMORY(rp_likely_named(arena, &named->items[kept]));
        seeking->same = seeking->same && rp_str_equal(written->items[kept], named->items[kept]);
        kept++;
    }
    written->count = named->count = kept;
    return RAMPART_OK;
}

/*
 * What looks most like a resource comes first: a name where the pattern ends in a star, and where those of
 * statements do.
 */
static enum rampart_status seek(struct seeking *seeking)
{
    const struct rp_explainer *explainer = seeking->explainer;
    for (size_t i = 0; i < explainer->step_count; i++) {
        RP_TRY(add_patterns(seeking, explainer->steps[i].step.unit));
        if (explainer->steps[i].result.fell_back)
            RP_TRY(add_patterns(seeking, explainer->steps[i].step.fallback));
    }
    RP_TRY(witness_prepare(seeking));
    RP_TRY(try_forms(seeking, false, &seeking->named));
    if (!is_done(seeking) && !seeking->same) RP_TRY(try_forms(seeking, false, &seeking->as_written));
    bool empty = rp_str_ends(explainer->question.resource, RP_STR("*"));
    return is_done(seeking) || !empty ? RAMPART_OK : try_forms(seeking, true, &seeking->as_written);
}

enum rampart_status rp_explain_witness(struct rp_explainer *explainer)
{
    struct seeking seeking = {.explainer = explainer};
    if (explainer->question.resource.len > LONGEST) return RAMPART_OK;
    rp_arena_init(&seeking.arena, &explainer->question.request->allocator);
    enum rampart_status status = seek(&seeking);
    rp_arena_free(&seeking.arena);
    return status;
}

enum { SERVICE = 1, REGION, ACCOUNT, REST, FIELDS };

/* ---- fields ---- */

static struct rampart_str likely_service(const struct rampart_request *request)
{
    const size_t end = rp_str_find(request->action_lower, ':');
    const struct rampart_str code = rp_str_part(request->action_lower, 0, end);
    return rp_str_equal(code, RP_STR("sts")) ? RP_STR("ram") : code;
}

static struct rampart_str account_of(const struct rampart_request *request)
{
    if (request->identity.account.len > 0) return request->identity.account;
    if (request->owner.len > 0) return request->owner;
    return request->account.len > 0 ? request->account : RP_STR("1234567890123456");
}

static struct rampart_str usual_field(const struct rampart_request *request, int field)
{
    const struct rampart_str service = likely_service(request);
    switch (field) {
    case SERVICE: return service;
    case REGION:
        if (rp_str_equal(service, RP_STR("oss"))) return RP_STR("oss-cn-hangzhou"); /* as it is sent by default */
        return rp_str_equal(service, RP_STR("ram")) ? RP_STR("") : RP_STR("cn-hangzhou");
    case ACCOUNT: return account_of(request);
    case REST: return RP_STR("*");
    default: return RP_STR("acs");
    }
}

/* A field of the pattern that is asked about; all of `*` are open. */
static struct rampart_str field_of(struct rampart_str pattern, int field)
{
    if (rp_str_equal(pattern, RP_STR("*"))) return pattern;
    for (int i = 0; i < field; i++) pattern = rp_str_from(pattern, rp_str_find(pattern, ':') + 1);
    return field == REST ? pattern : rp_str_part(pattern, 0, rp_str_find(pattern, ':'));
}

bool rp_likely_named(struct rp_arena *arena, struct rampart_str *text)
{
    if (!rp_str_ends(*text, RP_STR("*")) || rp_str_ends(*text, RP_STR("?*"))) return true;
    const struct rampart_str parts[] = {rp_str_part(*text, 0, text->len - 1), RP_STR("?*")};
    return rp_arena_join(arena, parts, 2, text);
}

bool rp_likely_narrow(struct rp_arena *arena, const struct rp_question *question, struct rp_likely_how how,
                      struct rampart_str *ret_pattern)
{
    struct rampart_str parts[2 * FIELDS];
    for (int i = 0; i < FIELDS; i++) {
        const struct rampart_str field = field_of(question->resource, i),
                                 usual = usual_field(question->request, i);
        const bool open = rp_has_wildcard(field) && !(how.regions && i == REGION);
        parts[2 * i] = i == 0 ? RP_STR("") : RP_STR(":");
        parts[2 * i + 1] = open && i != REST && rp_glob(field, usual) ? usual : field;
    }
    return (how.empty || rp_likely_named(arena, &parts[2 * REST + 1])) &&
           rp_arena_join(arena, parts, 2 * FIELDS, ret_pattern);
}

/* ---- templates ---- */

bool rp_likely_form(struct rp_arena *arena, struct rampart_str template, struct rampart_str *ret_pattern)
{
    char *text = rp_arena_alloc(arena, template.len + 1, 1); /* a place is as long as what stands for it, or longer */
    size_t len = 0, at = 0;
    if (text == NULL) return false;
    while (at < template.len) {
        const bool place = template.data[at] == '{';
        if (place) text[len++] = '?';
        text[len++] = place ? '*' : template.data[at];
        at = place ? at + rp_str_find(rp_str_from(template, at), '}') + 1 : at + 1;
    }
    *ret_pattern = (struct rampart_str){text, len};
    return true;
}

/* ---- regions ---- */

struct rampart_str rp_likely_usual_region(const struct rp_question *question)
{
    return usual_field(question->request, REGION);
}

bool rp_likely_region(const struct rp_question *question, const struct rp_resource *resource)
{
    const struct rampart_str asked = field_of(question->resource, REGION);
    if (!rp_has_wildcard(asked)) return true;
    return rp_str_equal(resource->region, usual_field(question->request, REGION)) ||
           rp_catalog_has_region(question->request->catalog, resource->region);
}

static bool next_region(const struct rampart_catalog *catalog, bool oss, struct rp_region_cursor *cursor, struct rampart_str *ret_region)
{
    const struct rampart_str prefix = RP_REGION_OF_OSS;
    struct rampart_str name;
    if (!rp_catalog_next_region_name(catalog, &cursor->row, &name)) {
        if (!oss || cursor->plain) return false;
        *cursor = (struct rp_region_cursor){.plain = true};
        if (!rp_catalog_next_region_name(catalog, &cursor->row, &name)) return false;
    }
    const size_t before = oss && !cursor->plain ? prefix.len : 0;
    name = rp_str_part(name, 0, sizeof cursor->name - before); /* none is as long */
    memcpy(cursor->name, prefix.data, before);
    memcpy(cursor->name + before, name.data, name.len);
    *ret_region = (struct rampart_str){cursor->name, before + name.len};
    return true;
}

bool rp_likely_next_region(const struct rp_question *question, struct rp_region_cursor *cursor,
                           struct rampart_str *ret_region)
{
    const struct rampart_str asked = field_of(question->resource, REGION);
    const bool oss = rp_str_equal(likely_service(question->request), RP_STR("oss"));
    while (next_region(question->request->catalog, oss, cursor, ret_region))
        if (rp_glob(asked, *ret_region)) return true;
    return false;
}

bool rp_likely_in_region(struct rp_arena *arena, const struct rp_resource *resource,
                         struct rampart_str region, struct rampart_str *ret_text)
{
    const size_t before = (size_t)(resource->region.data - resource->arn.data);
    const struct rampart_str parts[] = {rp_str_part(resource->arn, 0, before), region,
                                        rp_str_from(resource->arn, before + resource->region.len)};
    return rp_arena_join(arena, parts, 3, ret_text);
}
