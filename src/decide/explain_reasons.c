/* SPDX-License-Identifier: Apache-2.0 */
/* Which statements made the decision, and the state of their conditions. */
#include "base/str.h"
#include "base/try.h"
#include "decide/explain.h"
#include "decide/index.h"
#include "policy/key.h"
#include "text/source.h"

struct rampart_place rp_place_of(const struct rp_rule *rule, uint32_t offset)
{
    const struct rp_source *source = rule->attachment->policy->source;
    struct rp_position inner = {0, 0}, position = rp_source_position(source, offset);
    if (source->inside != NULL) {
        inner = position;
        struct rp_span outer = rp_inside_span(source->inside, (struct rp_span){offset, offset});
        position = rp_source_position(source->inside->outer, outer.start);
    }
    return (struct rampart_place){.file = source->name,
                                  .line = position.line,
                                  .column = position.column,
                                  .inner_line = inner.line,
                                  .inner_column = inner.column,
                                  .address = rule->attachment->policy->address};
}

struct rampart_reason rp_reason_of(const struct rp_rule *rule)
{
    const struct rampart_attachment *attachment = rule->attachment;
    return (struct rampart_reason){
        .policy = attachment->policy->name,
        .system = attachment->system,
        .layer = attachment->layer,
        .level = attachment->level,
        .statement = (size_t)(rule->statement - attachment->policy->statements),
        .sid = rp_shown_text(rule, rule->statement->sid),
        .effect = rule->effect,
        .attached_to = attachment->attached_to,
        .resource_group = attachment->resource_group,
        .uncertain = attachment->uncertain,
        .not_action = rule->statement->action.negated,
        .not_resource = rule->statement->resource.negated,
        .place = rp_place_of(rule, rule->statement->span.start),
    };
}

bool rp_value_texts(struct rp_arena *arena, const struct rp_rule *rule, const struct rp_values *values,
                    struct rampart_strs *ret_texts)
{
    struct rampart_str *texts = RP_NEW_ARRAY(arena, struct rampart_str, values->count);
    if (texts == NULL) return false;
    for (size_t i = 0; i < values->count; i++) texts[i] = rp_shown_text(rule, rp_value_text(values, i));
    *ret_texts = (struct rampart_strs){texts, values->count};
    return true;
}

/* ---- which statements ---- */

static bool grants(enum rampart_layer layer)
{
    return layer != RAMPART_LAYER_CONTROL && layer != RAMPART_LAYER_SESSION; /* these only bound */
}

/* Some of a unit's statements: those of one effect that come to one truth. */
struct kind {
    enum rampart_effect effect;
    enum rampart_truth truth;
};

/*
 * Whether such a statement could turn the decision either way, in a unit that may come to `possible`.
 * Beside a certain Deny nothing else of the unit counts, which then is the resource group's: it is asked only if the
 * account scope leaves it to. Beside a certain Allow an open one changes nothing.
 */
static bool could_decide(const struct rp_unit *unit, unsigned possible, struct kind kind)
{
    bool allow = kind.effect == RAMPART_ALLOW;
    if (possible == RP_CAN_DENY_EXPLICITLY) return !allow && kind.truth == RAMPART_TRUE;
    if (kind.truth == RAMPART_TRUE) return allow && grants(unit->layer);
    return !allow || (possible & RP_CAN_DENY_IMPLICITLY) != 0;
}

/* Whether such a statement had a part in the decision (decision.h, struct rampart_decision). */
static bool takes_part(const struct rp_explainer *explainer, const struct rp_step *step,
                       const struct rp_unit *unit, unsigned possible, struct kind kind)
{
    const struct rampart_verdict *verdict = &explainer->decision->verdict;
    bool allow = kind.effect == RAMPART_ALLOW;
    bool open = explainer->settling.len > 0; /* none decided alone: those count that could do either */
    switch (open ? RAMPART_OUTCOME_CONDITIONAL : verdict->outcome) {
    case RAMPART_OUTCOME_DENY:
        return verdict->deny == RAMPART_EXPLICIT_DENY && explainer->deciding != NULL &&
               step->unit == explainer->deciding->step.unit && !allow && kind.truth == RAMPART_TRUE;
    case RAMPART_OUTCOME_ALLOW: return allow && kind.truth == RAMPART_TRUE && grants(unit->layer);
    case RAMPART_OUTCOME_CONDITIONAL: break;
    }
    return could_decide(unit, possible, kind);
}

static unsigned bit_of(enum rampart_effect effect, enum rampart_truth truth)
{
    return 1u << (4 * (unsigned)effect + (unsigned)truth);
}

/* The kinds of statements that take part, as bits; asked once for all statements of the unit. */
static unsigned wanted_of(const struct rp_explainer *explainer, const struct rp_step *step,
                          const struct rp_unit *unit, unsigned possible)
{
    static const struct kind kinds[] = {{RAMPART_DENY, RAMPART_TRUE},
                                        {RAMPART_DENY, RAMPART_UNKNOWN},
                                        {RAMPART_ALLOW, RAMPART_TRUE},
                                        {RAMPART_ALLOW, RAMPART_UNKNOWN}};
    unsigned wanted = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (takes_part(explainer, step, unit, possible, kinds[i]))
            wanted |= bit_of(kinds[i].effect, kinds[i].truth);
    return wanted;
}

/* A grant whose scope is not known is attached twice; its reason is told once. */
static bool is_echo(const struct rampart_attachment *attachment)
{
    return attachment->uncertain && attachment->layer == RAMPART_LAYER_RESOURCE_GROUP &&
           attachment->resource_group.len == 0;
}

/* Whether it is worth asking what the statement comes to. */
static bool may_take_part(const struct rp_explainer *explainer, const struct rp_step *step, unsigned wanted,
                          const struct rp_rule *rule)
{
    unsigned either = bit_of(rule->effect, RAMPART_TRUE) | bit_of(rule->effect, RAMPART_UNKNOWN);
    return (wanted & either) != 0 && !is_echo(rule->attachment) && rp_step_binds(step, rule) &&
           rp_rule_may_reach(rule, &explainer->question);
}

/* Statements that take part, in the order of the walk and of the documents. */
struct taker {
    const struct rp_rule *rule;
    struct rp_ground ground;
    struct taker *next;
};

struct takers {
    struct taker *first, **end;
    size_t count, conditions;
};

static enum rampart_status add_taker(struct rp_arena *arena, struct takers *takers,
                                     const struct rp_rule *rule, const struct rp_ground *ground)
{
    struct taker *taker = RP_NEW(arena, struct taker);
    RP_TRY_MEMORY(taker != NULL);
    taker->rule = rule;
    taker->ground = *ground;
    *takers->end = taker;
    takers->end = &taker->next;
    takers->count++;
    takers->conditions += rule->statement->condition_count;
    return RAMPART_OK;
}

static enum rampart_status find_in_unit(const struct rp_explainer *explainer, const struct rp_step *step,
                                        const struct rp_unit *unit, unsigned possible, struct takers *takers)
{
    const unsigned wanted = wanted_of(explainer, step, unit, possible);
    if (wanted == 0) return RAMPART_OK;
    for (size_t i = 0; i < rp_unit_size(unit); i++) {
        const struct rp_rule *rule = rp_unit_rule(unit, i);
        enum rampart_truth truth = RAMPART_FALSE;
        struct rp_ground ground;
        if (!may_take_part(explainer, step, wanted, rule)) continue;
        RP_TRY(rp_unit_match_by(unit, i, &explainer->question, &ground, &truth));
        if ((wanted & bit_of(rule->effect, truth)) != 0)
            RP_TRY(add_taker(explainer->arena, takers, rule, &ground));
    }
    return RAMPART_OK;
}

static enum rampart_status find_takers(const struct rp_explainer *explainer, struct takers *takers)
{
    for (size_t i = 0; i < explainer->step_count; i++) {
        const struct rp_step *step = &explainer->steps[i].step;
        const struct rp_result *result = &explainer->steps[i].result;
        RP_TRY(find_in_unit(explainer, step, step->unit, result->own, takers));
        if (result->fell_back)
            RP_TRY(find_in_unit(explainer, step, step->fallback, result->fallback, takers));
    }
    return RAMPART_OK;
}

/* ---- what is said of them ---- */

struct collection {
    struct rampart_reason *matched;
    size_t matched_count;
    struct rampart_condition *conditions;
    size_t condition_count;
    struct rampart_str *keys;
    size_t key_count;
};

/* The pattern that matched; of NotAction and NotResource, where none did, the first of those listed. */
static struct rampart_str matched_text(const struct rp_patterns *patterns, size_t index)
{
    const struct rp_values *values = patterns->element;
    if (values->count == 0) return (struct rampart_str){NULL, 0};
    return rp_value_text(values, index < values->count ? index : 0);
}

static struct rampart_reason reason_of(const struct rp_explainer *explainer, const struct taker *taker)
{
    const struct rp_rule *rule = taker->rule;
    const struct rp_ground *ground = &taker->ground;
    struct rampart_reason reason = rp_reason_of(rule);
    reason.partly =
        explainer->question.area && rp_truth_and(ground->covers, ground->reached) == RAMPART_UNKNOWN;
    reason.action = rp_shown_text(rule, matched_text(&rule->action, ground->action));
    reason.resource = rp_shown_text(rule, matched_text(&rule->resource, ground->resource));
    return reason;
}

static void add_unknown_key(struct collection *collection, unsigned assumed, struct rampart_str key)
{
    for (size_t i = 0; i < collection->key_count; i++)
        if (rp_key_equal_as(assumed, collection->keys[i], key)) return;
    collection->keys[collection->key_count++] = key;
}

/* Why a condition is open on a key that the request has. */
static enum rampart_status tell_why(const struct rp_explainer *explainer,
                                    const struct rp_rule_condition *condition, struct rampart_str *ret_why)
{
    struct rampart_str value;
    bool found;
    RP_TRY(rp_condition_unread(condition, &explainer->question, &value, &found));
    if (found)
        RP_TRY_MEMORY(rp_arena_printf(explainer->arena, ret_why,
                                      "\"%.*s\" is no %s, and nobody documents what values of this key are",
                                      RP_ARG(rp_str_part(value, 0, 80)), condition->source->op.family->name));
    return RAMPART_OK;
}

static enum rampart_status fill_condition(struct rp_explainer *explainer, const struct rp_rule *rule,
                                          const struct rp_rule_condition *condition,
                                          struct collection *collection)
{
    const struct rp_condition *source = condition->source;
    struct rampart_condition *filled = &collection->conditions[collection->condition_count++];
    *filled = (struct rampart_condition){
        .effect = rule->effect,
        .policy = rule->attachment->policy->name,
        .layer = rule->attachment->layer,
        .statement = (size_t)(rule->statement - rule->attachment->policy->statements),
        .op = source->op_name,
        .key = source->key.text,
        .place = rp_place_of(rule, source->key.span.start),
    };
    RP_TRY_MEMORY(rp_value_texts(explainer->arena, rule, &source->values, &filled->values));
    RP_TRY(rp_condition_match(condition, &explainer->question, &filled->state));
    if (filled->state == RAMPART_UNKNOWN) RP_TRY(tell_why(explainer, condition, &filled->why));
    if (filled->state == RAMPART_UNKNOWN)
        add_unknown_key(collection, explainer->question.assumed, source->key.text);
    return RAMPART_OK;
}

static enum rampart_status fill(struct rp_explainer *explainer, const struct takers *takers,
                                struct collection *collection)
{
    for (const struct taker *taker = takers->first; taker != NULL; taker = taker->next) {
        const struct rp_rule *rule = taker->rule;
        collection->matched[collection->matched_count++] = reason_of(explainer, taker);
        for (size_t i = 0; i < rule->statement->condition_count; i++)
            RP_TRY(fill_condition(explainer, rule, &rule->conditions[i], collection));
    }
    return RAMPART_OK;
}

enum rampart_status rp_explain_reasons(struct rp_explainer *explainer)
{
    struct takers takers = {.end = &takers.first};
    struct collection filled = {0};
    RP_TRY(find_takers(explainer, &takers));
    filled.matched = RP_NEW_ARRAY(explainer->arena, struct rampart_reason, takers.count);
    filled.conditions = RP_NEW_ARRAY(explainer->arena, struct rampart_condition, takers.conditions);
    filled.keys = RP_NEW_ARRAY(explainer->arena, struct rampart_str, takers.conditions);
    RP_TRY_MEMORY(filled.matched != NULL && filled.conditions != NULL && filled.keys != NULL);
    RP_TRY(fill(explainer, &takers, &filled));
    struct rampart_decision *decision = explainer->decision;
    decision->matched = filled.matched;
    decision->matched_count = filled.matched_count;
    decision->conditions = filled.conditions;
    decision->condition_count = filled.condition_count;
    decision->unknown_keys = (struct rampart_strs){filled.keys, filled.key_count};
    return RAMPART_OK;
}
