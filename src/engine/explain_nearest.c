/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For an implicit deny: the Allow statements that came closest. Fewer failed elements come first; among equals
 * a failed condition is nearer than a failed resource, that nearer than a failed action; then the longer agreement
 * of the text; then the order of the documents.
 */
#include "base/str.h"
#include "base/try.h"
#include "engine/explain.h"

enum { MOST_NEAREST = 3 };

struct candidate {
    const struct rp_rule *rule;
    const struct rp_rule_condition *condition; /* the first that is not met */
    enum rampart_element element;              /* the first that failed */
    unsigned failed;
    size_t agreement; /* how many characters of the best pattern agree with what was asked */
};

static size_t common_prefix(struct rampart_str a, struct rampart_str b)
{
    size_t i = 0;
    while (i < a.len && i < b.len && rp_lower(a.data[i]) == rp_lower(b.data[i])) i++;
    return i;
}

static size_t best_agreement(const struct rp_values *values, struct rampart_str asked)
{
    size_t best = 0;
    for (size_t i = 0; i < values->count; i++) {
        size_t agreement = common_prefix(values->items[i].text, asked);
        if (agreement > best) best = agreement;
    }
    return best;
}

static void fail(struct candidate *candidate, enum rampart_element element, size_t agreement)
{
    if (candidate->failed++ > 0) return;
    candidate->element = element;
    candidate->agreement = agreement;
}

static enum rampart_status judge(const struct rp_explainer *explainer, struct candidate *candidate)
{
    const struct rp_rule *rule = candidate->rule;
    const struct rp_question *question = &explainer->question;
    enum rampart_truth truth = RAMPART_FALSE;
    bool match = false;
    size_t index = 0;
    RP_TRY(rp_action_match(rule, question, &match, &index));
    if (!match)
        fail(candidate, RAMPART_ELEMENT_ACTION,
             best_agreement(&rule->statement->action.values, question->request->action));
    RP_TRY(rp_resource_match(rule, question, &truth, &index));
    if (truth == RAMPART_FALSE)
        fail(candidate, RAMPART_ELEMENT_RESOURCE,
             best_agreement(&rule->statement->resource.values, question->resource));
    RP_TRY(rp_scope_match(rule, question, &truth));
    if (truth == RAMPART_FALSE) fail(candidate, RAMPART_ELEMENT_RESOURCE_GROUP, 0);
    if (rp_principal_match(rule, question) == RAMPART_FALSE) fail(candidate, RAMPART_ELEMENT_PRINCIPAL, 0);
    for (size_t i = 0; i < rule->statement->condition_count; i++) {
        RP_TRY(rp_condition_match(&rule->conditions[i], question, &truth));
        if (truth != RAMPART_FALSE) continue;
        if (candidate->condition == NULL) candidate->condition = &rule->conditions[i];
        fail(candidate, RAMPART_ELEMENT_CONDITION, 0);
    }
    return RAMPART_OK;
}

static bool nearer(const struct candidate *a, const struct candidate *b)
{
    if (a->failed != b->failed) return a->failed < b->failed;
    if (a->element != b->element) return a->element > b->element; /* in the order of enum rampart_element */
    return a->agreement > b->agreement;
}

/* Keeps the nearest few in order; an equal one goes behind those before it. */
static void keep(struct candidate *kept, size_t *count, struct candidate candidate)
{
    size_t at = *count < MOST_NEAREST ? (*count)++ : MOST_NEAREST;
    if (at == MOST_NEAREST && !nearer(&candidate, &kept[--at])) return;
    for (; at > 0 && nearer(&candidate, &kept[at - 1]); at--) kept[at] = kept[at - 1];
    kept[at] = candidate;
}

static enum rampart_status judge_unit(const struct rp_explainer *explainer, const struct rp_unit *unit,
                                      struct candidate *kept, size_t *count)
{
    for (size_t i = 0; i < unit->count; i++) {
        struct candidate candidate = {.rule = &unit->rules[i]};
        if (candidate.rule->effect != RAMPART_ALLOW || !rp_step_binds(&explainer->deciding, candidate.rule))
            continue;
        RP_TRY(judge(explainer, &candidate));
        if (candidate.failed > 0) keep(kept, count, candidate);
    }
    return RAMPART_OK;
}

static enum rampart_status find_nearest(const struct rp_explainer *explainer, struct candidate *kept,
                                        size_t *ret_count)
{
    const struct rp_step *step = &explainer->deciding;
    RP_TRY(judge_unit(explainer, step->unit, kept, ret_count));
    if (step->fallback == NULL) return RAMPART_OK;
    return judge_unit(explainer, step->fallback, kept, ret_count);
}

/* ---- telling ---- */

static enum rampart_status one_text(struct rp_explainer *explainer, struct rampart_str text,
                                    struct rampart_strs *ret_texts)
{
    struct rampart_str *copy = RP_NEW(explainer->arena, struct rampart_str);
    RP_TRY_MEMORY(copy != NULL && rp_arena_copy(explainer->arena, text, copy));
    *ret_texts = (struct rampart_strs){copy, 1};
    return RAMPART_OK;
}

static enum rampart_status tell_element(struct rp_explainer *explainer, const struct rp_element *element,
                                        struct rampart_str asked, const struct rp_rule *rule,
                                        struct rampart_near_miss *miss)
{
    miss->negated = element->negated;
    miss->place = rp_place_of(rule, element->values.span);
    RP_TRY_MEMORY(rp_value_texts(explainer->arena, &element->values, &miss->expected));
    return one_text(explainer, asked, &miss->actual);
}

static enum rampart_status tell_principal(struct rp_explainer *explainer, const struct rp_rule *rule,
                                          struct rampart_near_miss *miss)
{
    size_t count = rule->statement->principal_count;
    struct rampart_str *texts = RP_NEW_ARRAY(explainer->arena, struct rampart_str, count);
    RP_TRY_MEMORY(texts != NULL);
    for (size_t i = 0; i < count; i++) texts[i] = rule->statement->principals[i].value.text;
    miss->expected = (struct rampart_strs){texts, count};
    miss->place = rp_place_of(rule, rule->statement->principal_span);
    return one_text(explainer, explainer->question.request->principal, &miss->actual);
}

/* The policy would allow it, but is attached to a resource group that the resource does not lie in. */
static enum rampart_status tell_group(struct rp_explainer *explainer, const struct rp_rule *rule,
                                      struct rampart_near_miss *miss)
{
    RP_TRY(one_text(explainer, rule->attachment->resource_group, &miss->expected));
    miss->place = rp_place_of(rule, rule->statement->span);
    return one_text(explainer, explainer->question.resource, &miss->actual);
}

/* What the request has for the key. */
static enum rampart_status tell_values(struct rp_explainer *explainer, struct rampart_str name,
                                       struct rampart_strs *ret_texts)
{
    const struct rp_question *question = &explainer->question;
    const struct rp_context_key *first = NULL, *key = NULL;
    size_t count = 0;
    (void)rp_request_key(question->request, question->assumed, name, &first);
    for (key = first; key != NULL; key = rp_request_more_values(key, question->assumed, name))
        count += key->count;
    struct rampart_str *texts = RP_NEW_ARRAY(explainer->arena, struct rampart_str, count);
    RP_TRY_MEMORY(texts != NULL);
    *ret_texts = (struct rampart_strs){texts, count};
    for (key = first; key != NULL; key = rp_request_more_values(key, question->assumed, name))
        for (const struct rp_context_value *value = key->first; value != NULL; value = value->next)
            RP_TRY_MEMORY(rp_arena_copy(explainer->arena, value->text, texts++));
    return RAMPART_OK;
}

static enum rampart_status tell_condition(struct rp_explainer *explainer, const struct candidate *candidate,
                                          struct rampart_near_miss *miss)
{
    const struct rp_condition *source = candidate->condition->source;
    miss->op = source->op_name;
    miss->key = source->key.text;
    miss->place = rp_place_of(candidate->rule, source->key.span);
    RP_TRY_MEMORY(rp_value_texts(explainer->arena, &source->values, &miss->expected));
    return tell_values(explainer, source->key.text, &miss->actual);
}

static enum rampart_status tell(struct rp_explainer *explainer, const struct candidate *candidate,
                                struct rampart_near_miss *miss)
{
    const struct rp_rule *rule = candidate->rule;
    miss->reason = rp_reason_of(rule);
    miss->element = candidate->element;
    miss->failed = candidate->failed;
    switch (candidate->element) {
    case RAMPART_ELEMENT_ACTION:
        return tell_element(explainer, &rule->statement->action, explainer->question.request->action, rule,
                            miss);
    case RAMPART_ELEMENT_RESOURCE:
        return tell_element(explainer, &rule->statement->resource, explainer->question.resource, rule, miss);
    case RAMPART_ELEMENT_RESOURCE_GROUP: return tell_group(explainer, rule, miss);
    case RAMPART_ELEMENT_PRINCIPAL: return tell_principal(explainer, rule, miss);
    case RAMPART_ELEMENT_CONDITION: return tell_condition(explainer, candidate, miss);
    case RAMPART_ELEMENT_NONE: break;
    }
    return RAMPART_OK;
}

enum rampart_status rp_explain_nearest(struct rp_explainer *explainer)
{
    const struct rampart_verdict *verdict = &explainer->decision->verdict;
    struct candidate kept[MOST_NEAREST];
    size_t count = 0;
    if (verdict->outcome != RAMPART_OUTCOME_DENY || verdict->deny != RAMPART_IMPLICIT_DENY) return RAMPART_OK;
    bool reached = explainer->deciding.unit != NULL &&
                   (verdict->layer != RAMPART_LAYER_IDENTITY || !rp_is_foreign(&explainer->question));
    if (!reached) return RAMPART_OK;
    RP_TRY(find_nearest(explainer, kept, &count));
    while (count > 1 && kept[count - 1].failed > kept[0].failed)
        count--; /* beside a near one a far one is noise */
    struct rampart_near_miss *nearest = RP_NEW_ARRAY(explainer->arena, struct rampart_near_miss, count);
    RP_TRY_MEMORY(nearest != NULL);
    for (size_t i = 0; i < count; i++) RP_TRY(tell(explainer, &kept[i], &nearest[i]));
    explainer->decision->nearest = nearest;
    explainer->decision->nearest_count = count;
    return RAMPART_OK;
}
