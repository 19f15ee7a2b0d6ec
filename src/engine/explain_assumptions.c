/* SPDX-License-Identifier: Apache-2.0 */
/*
 * On which undocumented points a decision turns: each switch is set to its other values, and the request decided
 * anew. That is worth it only where a statement about the action, or the way the layers are walked, is touched.
 */
#include "base/try.h"
#include "engine/explain.h"

/* The statements about the action, of every layer that is asked. */
struct candidates {
    const struct rp_rule **rules;
    size_t count;
    bool grouped; /* something is granted on resource groups */
};

static enum rampart_status add_unit(const struct rp_explainer *explainer, const struct rp_unit *unit,
                                    struct candidates *candidates)
{
    for (size_t i = 0; i < unit->count; i++) {
        bool about = false;
        RP_TRY(rp_rule_is_about(&unit->rules[i], &explainer->question, &about));
        if (about) candidates->rules[candidates->count++] = &unit->rules[i];
    }
    return RAMPART_OK;
}

static size_t count_rules(const struct rp_explainer *explainer)
{
    struct rp_step step;
    size_t count = 0;
    for (size_t i = 0; rp_step_at(explainer->rules, &explainer->question, i, &step); i++)
        count += step.unit->count + (step.fallback == NULL ? 0 : step.fallback->count);
    return count;
}

static enum rampart_status find_candidates(const struct rp_explainer *explainer,
                                           struct candidates *ret_candidates)
{
    struct candidates candidates = {.count = 0};
    struct rp_step step;
    candidates.rules = RP_NEW_ARRAY(explainer->arena, const struct rp_rule *, count_rules(explainer));
    RP_TRY_MEMORY(candidates.rules != NULL);
    for (size_t i = 0; rp_step_at(explainer->rules, &explainer->question, i, &step); i++) {
        RP_TRY(add_unit(explainer, step.unit, &candidates));
        if (step.fallback == NULL) continue;
        candidates.grouped = true;
        RP_TRY(add_unit(explainer, step.fallback, &candidates));
    }
    *ret_candidates = candidates;
    return RAMPART_OK;
}

static enum rampart_status any_turns(const struct rp_explainer *explainer,
                                     const struct candidates *candidates, unsigned assumed, bool *ret_turns)
{
    struct rp_question question = explainer->question;
    const struct rp_resource *resource = question.request->resources;
    bool turns = false;
    for (; resource != NULL && !turns; resource = resource->next) {
        question.resource = resource->arn;
        for (size_t i = 0; i < candidates->count && !turns; i++)
            RP_TRY(rp_rule_turns(candidates->rules[i], &question, assumed, &turns));
    }
    *ret_turns = turns;
    return RAMPART_OK;
}

static enum rampart_status touches(const struct rp_explainer *explainer, const struct candidates *candidates,
                                   const struct rp_alternative *alternative, bool *ret_touches)
{
    bool root = explainer->question.request->identity.kind == RP_IDENTITY_ROOT;
    *ret_touches = true;
    if (alternative->assumption == RAMPART_ASSUME_RG_DENY && candidates->grouped) return RAMPART_OK;
    if (alternative->assumption == RAMPART_ASSUME_CONTROL_ROOT && root) return RAMPART_OK;
    return any_turns(explainer, candidates, alternative->assumed, ret_touches);
}

static struct rampart_dependence dependence(const struct rp_explainer *explainer,
                                            const struct rp_alternative *alternative,
                                            struct rampart_verdict verdict)
{
    enum rampart_assumption assumption = alternative->assumption;
    size_t now = rampart_assumption_set(explainer->question.assumed, assumption);
    return (struct rampart_dependence){
        .assumption = assumption,
        .name = rampart_assumption_name(assumption),
        .assumed = rampart_assumption_value(assumption, now),
        .otherwise = rampart_assumption_value(assumption, alternative->number),
        .verdict = verdict,
    };
}

enum rampart_status rp_explain_assumptions(struct rp_explainer *explainer)
{
    struct rampart_decision *decision = explainer->decision;
    struct candidates candidates;
    struct rp_alternative alternative;
    struct rampart_dependence *found =
        RP_NEW_ARRAY(explainer->arena, struct rampart_dependence, RP_ALTERNATIVES);
    RP_TRY_MEMORY(found != NULL);
    RP_TRY(find_candidates(explainer, &candidates));
    for (size_t i = 0; rp_alternative_at(explainer->question.assumed, i, &alternative); i++) {
        struct rampart_verdict verdict;
        bool touched = false;
        RP_TRY(touches(explainer, &candidates, &alternative, &touched));
        if (!touched) continue;
        RP_TRY(rp_decide_all(explainer->rules, explainer->question.request, alternative.assumed, &verdict));
        if (!rp_verdict_equal(&verdict, &decision->verdict))
            found[decision->dependence_count++] = dependence(explainer, &alternative, verdict);
    }
    decision->dependences = found;
    return RAMPART_OK;
}
