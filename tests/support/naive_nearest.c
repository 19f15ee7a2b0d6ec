/* SPDX-License-Identifier: Apache-2.0 */
#include "support/naive_nearest.h"

#include "base/str.h"
#include "decide/principal.h"
#include "decide/settle.h"
#include "decide/shown.h"

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
        size_t agreement = common_prefix(rp_value_text(values, i), asked);

        if (agreement > best) best = agreement;
    }
    return best;
}

static void fail(struct naive_near *near, enum rampart_element element, size_t agreement)
{
    if (near->failed++ > 0) return;
    near->element = element;
    near->agreement = agreement;
}

static bool judge_conditions(const struct rp_question *question, struct naive_near *near)
{
    for (size_t i = 0; i < near->rule->condition_count; i++) {
        enum rampart_truth truth = RAMPART_FALSE;

        if (rp_condition_match(&near->rule->conditions[i], question, &truth) != RAMPART_OK) return false;
        if (truth != RAMPART_FALSE) continue;
        if (near->condition == NULL) near->condition = &near->rule->conditions[i];
        fail(near, RAMPART_ELEMENT_CONDITION, 0);
    }
    return true;
}

static bool judge(const struct rp_question *question, struct naive_near *near)
{
    const struct rp_rule *rule = near->rule;
    enum rampart_truth resource = RAMPART_FALSE, scope = RAMPART_FALSE;
    bool action = false;
    size_t index = 0;

    if (rp_action_match(rule, question, &action, &index) != RAMPART_OK ||
        rp_resource_match(rule, question, &resource, &index) != RAMPART_OK ||
        rp_scope_match(rule, question, &scope) != RAMPART_OK)
        return false;
    if (!action)
        fail(near, RAMPART_ELEMENT_ACTION,
             best_agreement(&rule->statement->action, question->request->action));
    if (resource == RAMPART_FALSE)
        fail(near, RAMPART_ELEMENT_RESOURCE, best_agreement(&rule->statement->resource, question->resource));
    if (scope == RAMPART_FALSE) fail(near, RAMPART_ELEMENT_RESOURCE_GROUP, 0);
    if (rp_principal_match(rule, question) == RAMPART_FALSE) fail(near, RAMPART_ELEMENT_PRINCIPAL, 0);
    return judge_conditions(question, near);
}

/* `e?s:x` names ess, and so does `*`; a pattern without a colon or a wildcard names nothing. */
static bool names_service(struct rampart_str pattern, struct rampart_str action)
{
    size_t colon = rp_str_find(action, ':'), wild = 0;

    while (wild < pattern.len && pattern.data[wild] != '*' && pattern.data[wild] != '?') wild++;
    if (wild <= colon && wild < pattern.len) return common_prefix(pattern, action) >= wild;
    return rp_str_find(pattern, ':') == colon && common_prefix(pattern, action) > colon;
}

static bool is_of_service(const struct rp_values *actions, struct rampart_str action)
{
    for (size_t i = 0; i < actions->count; i++)
        if (names_service(rp_value_text(actions, i), action)) return true;
    return actions->negated;
}

static bool nearer(const struct naive_near *a, const struct naive_near *b)
{
    if (a->failed != b->failed) return a->failed < b->failed;
    if (a->element != b->element) return a->element > b->element;
    return a->agreement > b->agreement;
}

/* An equal one goes behind those before it. */
static void keep(struct naive_near *kept, size_t *count, struct naive_near near)
{
    size_t at = *count < NAIVE_NEAREST ? (*count)++ : NAIVE_NEAREST;

    if (at == NAIVE_NEAREST && !nearer(&near, &kept[--at])) return;
    for (; at > 0 && nearer(&near, &kept[at - 1]); at--) kept[at] = kept[at - 1];
    kept[at] = near;
}

static bool judge_unit(const struct rp_step *step, const struct rp_unit *unit,
                       const struct rp_question *question, struct naive_near *kept, size_t *count)
{
    for (size_t i = 0; unit != NULL && i < unit->count; i++) {
        struct naive_near near = {.rule = &unit->rules[i]};

        if (near.rule->effect != RAMPART_ALLOW || !rp_step_binds(step, near.rule)) continue;
        if (!is_of_service(&near.rule->statement->action, question->request->action)) continue;
        if (!judge(question, &near)) return false;
        if (near.failed > 0) keep(kept, count, near);
    }
    return true;
}

/* The step that denies; false: there is none. */
static bool find_step(const struct rp_rules *rules, const struct rp_question *question,
                      const struct rampart_verdict *verdict, struct rp_step *ret_step)
{
    struct rp_steps steps;
    struct rp_result result;

    rp_steps_begin(&steps, rules, question);
    while (rp_steps_next(&steps, ret_step))
        if (rp_step_decide(ret_step, question, &result) == RAMPART_OK &&
            (result.possible & RP_CAN_ALLOW) == 0 && result.layer == verdict->layer)
            return true;
    return false;
}

bool naive_nearest(const struct rp_rules *rules, struct rampart_request *request,
                   const struct rampart_decision *decision, struct naive_near kept[NAIVE_NEAREST],
                   size_t *ret_count)
{
    const struct rp_question question = rp_question_about(request, request->resources, rules->assumed);
    const struct rampart_verdict *verdict = &decision->without_unseen;
    struct rampart_verdict alone;
    struct rampart_str settling;
    struct rp_step step;
    size_t count = 0;

    *ret_count = 0;
    if (verdict->outcome != RAMPART_OUTCOME_DENY || verdict->deny != RAMPART_IMPLICIT_DENY) return true;
    if (rp_settle_walk(rules, &question, &alone, &settling) != RAMPART_OK) return false;
    if (settling.len > 0 || !find_step(rules, &question, verdict, &step)) return true;
    if (verdict->layer == RAMPART_LAYER_IDENTITY && rp_is_out_of_reach(rules->absent_layers, &question)) return true;
    if (!judge_unit(&step, step.unit, &question, kept, &count) ||
        !judge_unit(&step, step.fallback, &question, kept, &count))
        return false;
    while (count > 1 && kept[count - 1].failed > kept[0].failed) count--;
    *ret_count = count;
    return true;
}
