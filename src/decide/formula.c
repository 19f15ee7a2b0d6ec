/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walk over the layers as one formula. Each layer comes to the ways in which it allows and those in which it denies:
 * the open parts of its statements, all of which must hold. Layers that must all allow are put together by "and".
 */
#include "base/str.h"
#include "base/try.h"
#include "decide/explain.h"
#include "decide/principal.h"

/* ---- lists of ways ---- */

/* Ways, each a list of atoms that must all hold; an empty one always does, and then it is the only one. */
struct ways {
    struct rampart_all *items;
    size_t count, room;
};

enum { MOST_COMPARED = 128 /* ways of one list: of more, those that say no more than others are kept */ };

static bool formula_same_texts(struct rampart_strs a, struct rampart_strs b)
{
    bool same = a.count == b.count;
    for (size_t i = 0; i < a.count && same; i++) same = rp_str_equal(a.items[i], b.items[i]);
    return same;
}

static bool formula_same_atom(const struct rampart_atom *a, const struct rampart_atom *b)
{
    return a->kind == b->kind && a->negated == b->negated && a->layer == b->layer && a->formula == b->formula &&
           rp_str_equal(a->op, b->op) && rp_str_equal(a->key, b->key) && formula_same_texts(a->values, b->values);
}

static bool formula_has_atom(const struct rampart_all *all, const struct rampart_atom *atom)
{
    for (size_t i = 0; i < all->count; i++)
        if (formula_same_atom(&all->atoms[i], atom)) return true;
    return false;
}

/* Whether `wide` holds wherever `narrow` does: it asks for nothing else. */
static bool formula_holds_with(const struct rampart_all *wide, const struct rampart_all *narrow)
{
    for (size_t i = 0; i < wide->count; i++)
        if (!formula_has_atom(narrow, &wide->atoms[i])) return false;
    return true;
}

/* Adds a way, unless another one holds wherever it does; those that hold only where it does go. */
static enum rampart_status formula_add_way(struct rp_arena *arena, struct ways *ways, struct rampart_all way)
{
    size_t kept = 0;
    const bool compared = ways->count < MOST_COMPARED || way.count == 0;
    for (size_t i = 0; i < ways->count && compared; i++)
        if (formula_holds_with(&ways->items[i], &way)) return RAMPART_OK;
    for (size_t i = 0; i < ways->count && compared; i++)
        if (!formula_holds_with(&way, &ways->items[i])) ways->items[kept++] = ways->items[i];
    if (compared) ways->count = kept;
    struct rampart_all *items = rp_arena_grow(arena, ways->items, ways->count, &ways->room, sizeof *items);
    RP_TRY_MEMORY(items != NULL);
    ways->items = items;
    items[ways->count++] = way;
    return RAMPART_OK;
}

static enum rampart_status formula_add_ways(struct rp_arena *arena, struct ways *ways, const struct ways *more)
{
    for (size_t i = 0; i < more->count; i++) RP_TRY(formula_add_way(arena, ways, more->items[i]));
    return RAMPART_OK;
}

static bool formula_always(const struct ways *ways)
{
    return ways->count == 1 && ways->items[0].count == 0;
}

/* Both of two ways. */
static enum rampart_status formula_join(struct rp_arena *arena, const struct rampart_all *one,
                                        const struct rampart_all *other, struct rampart_all *ret_both)
{
    struct rampart_atom *atoms = RP_NEW_ARRAY(arena, struct rampart_atom, one->count + other->count);
    RP_TRY_MEMORY(atoms != NULL);
    size_t count = one->count;
    for (size_t i = 0; i < one->count; i++) atoms[i] = one->atoms[i];
    for (size_t i = 0; i < other->count; i++)
        if (!formula_has_atom(one, &other->atoms[i])) atoms[count++] = other->atoms[i];
    *ret_both = (struct rampart_all){atoms, count};
    return RAMPART_OK;
}

/* A way that is another formula: one of `any`, and none of `unless`. */
static enum rampart_status formula_nest(struct rp_arena *arena, const struct ways *any, const struct ways *unless,
                                        struct rampart_all *ret_way)
{
    struct rampart_formula *formula = RP_NEW(arena, struct rampart_formula);
    struct rampart_atom *atom = RP_NEW(arena, struct rampart_atom);
    RP_TRY_MEMORY(formula != NULL && atom != NULL);
    *formula = (struct rampart_formula){any->items, any->count, unless->items, unless->count};
    *atom = (struct rampart_atom){.kind = RAMPART_ATOM_FORMULA, .formula = formula};
    *ret_way = (struct rampart_all){atom, 1};
    return RAMPART_OK;
}

/* Takes the atoms that all ways of a list have out of them. */
static enum rampart_status formula_take_common(struct rp_arena *arena, struct ways *ways, struct rampart_all *common)
{
    const struct rampart_all first = ways->items[0];
    struct rampart_atom *taken = RP_NEW_ARRAY(arena, struct rampart_atom, first.count);
    RP_TRY_MEMORY(taken != NULL);
    *common = (struct rampart_all){taken, 0};
    for (size_t i = 0; i < first.count; i++) {
        bool all = true;
        for (size_t k = 1; k < ways->count && all; k++) all = formula_has_atom(&ways->items[k], &first.atoms[i]);
        if (all) taken[common->count++] = first.atoms[i];
    }
    for (size_t k = 0; k < ways->count && common->count > 0; k++) {
        struct rampart_all *way = &ways->items[k];
        struct rampart_atom *left = RP_NEW_ARRAY(arena, struct rampart_atom, way->count);
        size_t count = 0;
        RP_TRY_MEMORY(left != NULL);
        for (size_t i = 0; i < way->count; i++)
            if (!formula_has_atom(common, &way->atoms[i])) left[count++] = way->atoms[i];
        *way = (struct rampart_all){left, count};
    }
    return RAMPART_OK;
}

/* A list with several ways as one: what they have in common, and a formula of the rest. */
static enum rampart_status formula_make_one(struct rp_arena *arena, struct ways *ways)
{
    static const struct ways nothing = {NULL, 0, 0};
    struct rampart_all common, rest, both;
    RP_TRY(formula_take_common(arena, ways, &common));
    RP_TRY(formula_nest(arena, ways, &nothing, &rest));
    RP_TRY(formula_join(arena, &common, &rest, &both));
    *ways = nothing;
    return formula_add_way(arena, ways, both);
}

/* What holds when one way of each list does. Where both have several, each list becomes one. */
static enum rampart_status formula_and(struct rp_arena *arena, struct ways one, struct ways other, struct ways *ret_both)
{
    struct ways both = {NULL, 0, 0};
    if (one.count > 1 && other.count > 1) {
        RP_TRY(formula_make_one(arena, &one));
        RP_TRY(formula_make_one(arena, &other));
    }
    for (size_t i = 0; i < one.count; i++)
        for (size_t k = 0; k < other.count; k++) {
            struct rampart_all way;
            RP_TRY(formula_join(arena, &one.items[i], &other.items[k], &way));
            RP_TRY(formula_add_way(arena, &both, way));
        }
    *ret_both = both;
    return RAMPART_OK;
}

/* ---- one statement ---- */

/* The atoms of a way, while it is put together. */
struct formula_way {
    struct rp_explainer *explainer;
    struct rampart_atom *atoms;
    size_t count, room;
};

static enum rampart_status formula_add_atom(struct formula_way *way, struct rampart_atom atom)
{
    if (formula_has_atom(&(struct rampart_all){way->atoms, way->count}, &atom)) return RAMPART_OK;
    struct rampart_atom *atoms =
        rp_arena_grow(way->explainer->arena, way->atoms, way->count, &way->room, sizeof *atoms);
    RP_TRY_MEMORY(atoms != NULL);
    way->atoms = atoms;
    atoms[way->count++] = atom;
    return RAMPART_OK;
}

/* Those of its patterns that have resources in common with what is asked about. */
static enum rampart_status formula_add_resource(struct formula_way *way, const struct rp_rule *rule)
{
    struct rampart_atom atom = {.kind = RAMPART_ATOM_RESOURCE, .negated = rule->resource.negated};
    struct rampart_str *texts = RP_NEW_ARRAY(way->explainer->arena, struct rampart_str, rule->resource.count);
    RP_TRY_MEMORY(texts != NULL);
    atom.values.items = texts;
    for (size_t i = 0; i < rule->resource.count; i++) {
        enum rampart_truth truth = RAMPART_FALSE;
        size_t index = 0;
        RP_TRY(rp_resource_set_covered(&rule->resource.texts[i], 1, &way->explainer->question, &truth, &index));
        if (truth != RAMPART_FALSE) texts[atom.values.count++] = rp_shown_text(rule, rule->resource.texts[i]);
    }
    return formula_add_atom(way, atom);
}

static enum rampart_status formula_add_scope(struct formula_way *way, const struct rp_rule *rule)
{
    const struct rampart_attachment *attachment = rule->attachment;
    const bool open = rule->members->unknown || attachment->uncertain || attachment->resource_group.len == 0;
    return formula_add_atom(
        way, (struct rampart_atom){.kind = open ? RAMPART_ATOM_ATTACHMENT : RAMPART_ATOM_GROUP,
                                   .key = open ? attachment->policy->name : attachment->resource_group});
}

/* Whom a statement names, or that everybody is let in who is not shut out as the public. */
static enum rampart_status formula_add_caller(struct formula_way *way, const struct rp_rule *rule)
{
    struct rampart_str *names = RP_NEW_ARRAY(way->explainer->arena, struct rampart_str, rule->principal_count);
    RP_TRY_MEMORY(names != NULL);
    if (rule->blocked == RAMPART_UNKNOWN)
        return formula_add_atom(way, (struct rampart_atom){.kind = RAMPART_ATOM_PUBLIC});
    for (size_t i = 0; i < rule->principal_count; i++) names[i] = rp_shown_text(rule, rule->principals[i].text);
    return formula_add_atom(
        way, (struct rampart_atom){.kind = RAMPART_ATOM_CALLER, .values = {names, rule->principal_count}});
}

static enum rampart_status formula_condition(struct rp_explainer *explainer, const struct rp_rule *rule,
                                             const struct rp_rule_condition *condition,
                                             struct rampart_atom *ret_atom)
{
    *ret_atom = (struct rampart_atom){.op = condition->source->op_name, .key = condition->source->key.text};
    return rp_value_texts(explainer->arena, rule, &condition->source->values, &ret_atom->values) ? RAMPART_OK
                                                                                                : RAMPART_NO_MEMORY;
}

/* Of an instance's policy one condition may suffice. */
static enum rampart_status formula_add_some_condition(struct formula_way *way, const struct rp_rule *rule)
{
    struct rp_explainer *explainer = way->explainer;
    static const struct ways nothing = {NULL, 0, 0};
    struct ways some = nothing;
    struct rampart_all nested;
    for (size_t i = 0; i < rule->condition_count; i++) {
        struct rampart_atom *atom = RP_NEW(explainer->arena, struct rampart_atom);
        enum rampart_truth truth = RAMPART_FALSE;
        RP_TRY_MEMORY(atom != NULL);
        RP_TRY(rp_condition_match(&rule->conditions[i], &explainer->question, &truth));
        if (truth == RAMPART_TRUE) return RAMPART_OK;
        if (truth == RAMPART_FALSE) continue;
        RP_TRY(formula_condition(explainer, rule, &rule->conditions[i], atom));
        RP_TRY(formula_add_way(explainer->arena, &some, (struct rampart_all){atom, 1}));
    }
    if (rule->condition_count == 0) return RAMPART_OK;
    RP_TRY(formula_nest(explainer->arena, &some, &nothing, &nested));
    return formula_add_atom(way, nested.atoms[0]);
}

static enum rampart_status formula_add_conditions(struct formula_way *way, const struct rp_rule *rule)
{
    struct rp_explainer *explainer = way->explainer;
    if (rp_rule_takes_any_condition(rule, &explainer->question)) return formula_add_some_condition(way, rule);
    for (size_t i = 0; i < rule->condition_count; i++) {
        enum rampart_truth truth = RAMPART_FALSE;
        struct rampart_atom atom;
        RP_TRY(rp_condition_match(&rule->conditions[i], &explainer->question, &truth));
        if (truth != RAMPART_UNKNOWN) continue;
        RP_TRY(formula_condition(explainer, rule, &rule->conditions[i], &atom));
        RP_TRY(formula_add_atom(way, atom));
    }
    return RAMPART_OK;
}

/* What is open of a statement; of one that certainly matches, nothing is. */
static enum rampart_status formula_statement(struct rp_explainer *explainer, const struct rp_rule *rule,
                                             const struct rp_match_detail *detail, enum rampart_truth truth,
                                             struct rampart_all *ret_way)
{
    struct formula_way way = {.explainer = explainer};
    if (truth == RAMPART_UNKNOWN) {
        if (detail->covers == RAMPART_UNKNOWN) RP_TRY(formula_add_resource(&way, rule));
        if (detail->reached == RAMPART_UNKNOWN) RP_TRY(formula_add_scope(&way, rule));
        if (rp_principal_match(rule, &explainer->question) == RAMPART_UNKNOWN) RP_TRY(formula_add_caller(&way, rule));
        RP_TRY(formula_add_conditions(&way, rule));
    }
    *ret_way = (struct rampart_all){way.atoms, way.count};
    return RAMPART_OK;
}

/* ---- one layer ---- */

/* The ways in which policies allow, and in which they deny. */
struct sides {
    struct ways allow, deny;
};

static enum rampart_status formula_of_unit(struct rp_explainer *explainer, const struct rp_step *step,
                                           const struct rp_unit *unit, bool known, struct sides *sides)
{
    const struct rp_question *question = &explainer->question;
    for (size_t i = 0; i < rp_unit_size(unit); i++) {
        const struct rp_rule *rule = rp_unit_rule(unit, i);
        enum rampart_truth truth = RAMPART_FALSE;
        struct rp_match_detail detail;
        struct rampart_all way;
        const bool reaches = rp_is_at_point(unit, question) || rp_rule_may_reach(rule, question);
        if (!rp_step_binds(step, rule) || !reaches) continue;
        RP_TRY(rp_unit_match_by(unit, i, question, &detail, &truth));
        if (truth == RAMPART_FALSE) continue;
        RP_TRY(formula_statement(explainer, rule, &detail, truth, &way));
        RP_TRY(formula_add_way(explainer->arena, rule->effect == RAMPART_DENY ? &sides->deny : &sides->allow, way));
    }
    if (known) return RAMPART_OK;
    struct rampart_atom *atom = RP_NEW(explainer->arena, struct rampart_atom);
    RP_TRY_MEMORY(atom != NULL);
    *atom = (struct rampart_atom){.kind = RAMPART_ATOM_LAYER, .layer = unit->layer};
    RP_TRY(formula_add_way(explainer->arena, &sides->allow, (struct rampart_all){atom, 1}));
    return formula_add_way(explainer->arena, &sides->deny, (struct rampart_all){atom, 1});
}

/* What a step comes to whatever its rules say. */
static enum rampart_status formula_of_fixed(struct rp_explainer *explainer, const struct rp_step *step,
                                            struct sides *sides)
{
    static const struct rp_unit none = {.count = 0};
    struct rp_unit unit = none;
    const bool may_allow = (step->fixed & RP_CAN_ALLOW) != 0, may_refuse = (step->fixed & RP_CAN_DENY_IMPLICITLY) != 0,
               may_deny = (step->fixed & RP_CAN_DENY_EXPLICITLY) != 0;
    unit.layer = step->unit->layer;
    RP_TRY(formula_of_unit(explainer, step, &unit, (may_allow && !may_refuse) || !may_allow, sides));
    if (may_allow && !may_refuse) RP_TRY(formula_add_way(explainer->arena, &sides->allow, (struct rampart_all){NULL, 0}));
    if (may_deny && !may_allow && !may_refuse)
        RP_TRY(formula_add_way(explainer->arena, &sides->deny, (struct rampart_all){NULL, 0}));
    if (!may_deny) sides->deny.count = 0;
    return RAMPART_OK;
}

/*
 * What the layers that are combined to one come to: unless one of `deny`, it is allowed by one of `allow`, else by one of
 * `later` unless one of `later_deny`.
 */
struct stage {
    struct ways allow, deny, later, later_deny;
    bool lost; /* it cannot be told so */
};

/* The account's own scope, and where that says nothing what is granted on resource groups. */
static enum rampart_status formula_add_fallback(struct rp_explainer *explainer, const struct rp_step_trace *told,
                                                struct stage *stage)
{
    const bool staged = (explainer->question.assumed & RP_ASSUME_GROUP_DENY) == 0;
    struct sides group = {.allow = {NULL, 0, 0}};
    if (!told->result.fell_back) return RAMPART_OK;
    RP_TRY(formula_of_unit(explainer, &told->step, told->step.fallback, !told->step.fallback->unknown, &group));
    if (!staged) RP_TRY(formula_add_ways(explainer->arena, &stage->deny, &group.deny));
    if (!staged || group.deny.count == 0) return formula_add_ways(explainer->arena, &stage->allow, &group.allow);
    stage->later = group.allow;
    stage->later_deny = group.deny;
    return RAMPART_OK;
}

/* Nobody knows whether the step is asked: it may let pass, and denies only if it is. */
static enum rampart_status formula_make_uncertain(struct rp_explainer *explainer, enum rampart_layer layer,
                                                  struct sides *sides)
{
    struct ways open = {NULL, 0, 0};
    struct rampart_atom *atom = RP_NEW(explainer->arena, struct rampart_atom);
    RP_TRY_MEMORY(atom != NULL);
    *atom = (struct rampart_atom){.kind = RAMPART_ATOM_LAYER, .layer = layer};
    RP_TRY(formula_add_way(explainer->arena, &open, (struct rampart_all){atom, 1}));
    RP_TRY(formula_and(explainer->arena, sides->deny, open, &sides->deny));
    return formula_add_ways(explainer->arena, &sides->allow, &open);
}

static enum rampart_status formula_of_step(struct rp_explainer *explainer, const struct rp_step_trace *told,
                                           struct stage *stage)
{
    const struct rp_step *step = &told->step;
    struct sides own = {.allow = {NULL, 0, 0}};
    *stage = (struct stage){.lost = false};
    if (step->fixed != 0)
        RP_TRY(formula_of_fixed(explainer, step, &own));
    else
        RP_TRY(formula_of_unit(explainer, step, step->unit, step->known, &own));
    if (step->uncertain) RP_TRY(formula_make_uncertain(explainer, step->unit->layer, &own));
    if (step->fixed == 0 && step->lenient)
        RP_TRY(formula_add_way(explainer->arena, &own.allow, (struct rampart_all){NULL, 0}));
    stage->allow = own.allow;
    stage->deny = own.deny;
    const bool identity = step->fixed == 0 && step->unit->layer == RAMPART_LAYER_IDENTITY;
    if (identity && rp_is_out_of_reach(step->absent_layers, &explainer->question)) {
        stage->allow.count = 0;
        return RAMPART_OK;
    }
    return formula_add_fallback(explainer, told, stage);
}

/* Adds a layer that is combined with those before it, as rp_shown_combine() does. */
static enum rampart_status formula_combine(struct rp_explainer *explainer, enum rp_layer_rule rule, struct stage *before,
                                           const struct stage *layer)
{
    struct rp_arena *arena = explainer->arena;
    const bool plain = before->later.count == 0 && before->later_deny.count == 0;
    if (rule == RP_LAYER_FALLBACK) {
        if (layer->deny.count == 0) return formula_add_ways(arena, plain ? &before->allow : &before->later, &layer->allow);
        before->lost |= !plain;
        before->later = layer->allow;
        before->later_deny = layer->deny;
        return RAMPART_OK;
    }
    RP_TRY(formula_add_ways(arena, &before->deny, &layer->deny));
    if (rule != RP_LAYER_BOTH) return formula_add_ways(arena, plain ? &before->allow : &before->later, &layer->allow);
    before->lost |= !plain;
    return formula_and(arena, before->allow, layer->allow, &before->allow);
}

/* ---- the walk ---- */

/* What has been gone through: one of `any` and none of `unless`. */
struct total {
    struct ways any, unless;
    bool lost;
};

/* A stage that is complete must allow, as all before it. */
static enum rampart_status formula_close(struct rp_explainer *explainer, struct stage *stage, struct total *total)
{
    struct rp_arena *arena = explainer->arena;
    total->lost |= stage->lost;
    RP_TRY(formula_add_ways(arena, &total->unless, &stage->deny));
    if (stage->later.count > 0 && stage->later_deny.count == 0)
        RP_TRY(formula_add_ways(arena, &stage->allow, &stage->later));
    else if (stage->later.count > 0 && !formula_always(&stage->later_deny) && !formula_always(&stage->allow)) {
        struct rampart_all way;
        RP_TRY(formula_nest(arena, &stage->later, &stage->later_deny, &way));
        RP_TRY(formula_add_way(arena, &stage->allow, way));
    }
    return formula_and(arena, total->any, stage->allow, &total->any);
}

static enum rampart_status formula_of_walk(struct rp_explainer *explainer, struct total *total)
{
    struct stage stage = {.lost = false};
    RP_TRY(formula_add_way(explainer->arena, &total->any, (struct rampart_all){NULL, 0}));
    for (size_t i = 0; i < explainer->step_count; i++) {
        const struct rp_step_trace *told = &explainer->steps[i];
        struct stage layer;
        RP_TRY(formula_of_step(explainer, told, &layer));
        if (told->step.combined == RP_LAYER_IDLE)
            stage = layer;
        else
            RP_TRY(formula_combine(explainer, told->step.combined, &stage, &layer));
        if (!told->step.more) RP_TRY(formula_close(explainer, &stage, total));
    }
    return RAMPART_OK;
}

static const struct rampart_all always = {NULL, 0};
static const struct rampart_formula certainly = {&always, 1, NULL, 0}, never = {NULL, 0, NULL, 0};

enum rampart_status rp_explain_formula(struct rp_explainer *explainer)
{
    struct rampart_decision *decision = explainer->decision;
    struct total total = {.lost = false};
    if (decision->verdict.outcome != RAMPART_OUTCOME_CONDITIONAL) {
        decision->formula = decision->verdict.outcome == RAMPART_OUTCOME_ALLOW ? &certainly : &never;
        return RAMPART_OK;
    }
    if (explainer->question.request->unasked) return RAMPART_OK; /* whether a Deny counts is not documented */
    RP_TRY(formula_of_walk(explainer, &total));
    struct rampart_formula *formula = RP_NEW(explainer->arena, struct rampart_formula);
    RP_TRY_MEMORY(formula != NULL);
    *formula = (struct rampart_formula){total.any.items, total.any.count, total.unless.items, total.unless.count};
    decision->formula = total.lost ? NULL : formula;
    return RAMPART_OK;
}

static enum rampart_status formula_copy_ways(struct rp_arena *arena, const struct rampart_all *ways, size_t count,
                                             struct ways *copies);

static enum rampart_status formula_copy_atom(struct rp_arena *arena, struct rampart_atom *atom)
{
    struct rampart_str *values = RP_NEW_ARRAY(arena, struct rampart_str, atom->values.count);
    RP_TRY_MEMORY(values != NULL);
    for (size_t i = 0; i < atom->values.count; i++)
        RP_TRY_MEMORY(rp_arena_copy(arena, atom->values.items[i], &values[i]));
    atom->values.items = values;
    RP_TRY_MEMORY(rp_arena_copy(arena, atom->op, &atom->op) && rp_arena_copy(arena, atom->key, &atom->key));
    if (atom->formula == NULL) return RAMPART_OK;
    struct ways any = {NULL, 0, 0}, unless = {NULL, 0, 0};
    struct rampart_formula *formula = RP_NEW(arena, struct rampart_formula);
    RP_TRY_MEMORY(formula != NULL);
    RP_TRY(formula_copy_ways(arena, atom->formula->any, atom->formula->any_count, &any));
    RP_TRY(formula_copy_ways(arena, atom->formula->unless, atom->formula->unless_count, &unless));
    *formula = (struct rampart_formula){any.items, any.count, unless.items, unless.count};
    atom->formula = formula;
    return RAMPART_OK;
}

static enum rampart_status formula_copy_ways(struct rp_arena *arena, const struct rampart_all *ways, size_t count,
                                             struct ways *copies)
{
    for (size_t i = 0; i < count; i++) {
        struct rampart_atom *atoms = RP_NEW_ARRAY(arena, struct rampart_atom, ways[i].count);
        RP_TRY_MEMORY(atoms != NULL);
        for (size_t k = 0; k < ways[i].count; k++) {
            atoms[k] = ways[i].atoms[k];
            RP_TRY(formula_copy_atom(arena, &atoms[k]));
        }
        RP_TRY(formula_add_way(arena, copies, (struct rampart_all){atoms, ways[i].count}));
    }
    return RAMPART_OK;
}

enum rampart_status rp_formula_both(struct rp_arena *arena, const struct rampart_formula *one,
                                    const struct rampart_formula *other, const struct rampart_formula **ret_both)
{
    struct ways any[2] = {{NULL, 0, 0}, {NULL, 0, 0}}, unless = {NULL, 0, 0}, both;
    const struct rampart_formula *formulas[] = {one != NULL ? one : &certainly, other};
    struct rampart_formula *formula = RP_NEW(arena, struct rampart_formula);
    RP_TRY_MEMORY(formula != NULL);
    for (size_t f = 0; f < 2; f++) {
        RP_TRY(formula_copy_ways(arena, formulas[f]->any, formulas[f]->any_count, &any[f]));
        RP_TRY(formula_copy_ways(arena, formulas[f]->unless, formulas[f]->unless_count, &unless));
    }
    RP_TRY(formula_and(arena, any[0], any[1], &both));
    *formula = (struct rampart_formula){both.items, both.count, unless.items, unless.count};
    *ret_both = formula;
    return RAMPART_OK;
}
