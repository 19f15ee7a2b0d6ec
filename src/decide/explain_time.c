/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A request that nobody gave a time is asked about the clock's. Where that bears on the decision, the same question will
 * have another answer another day, and the decision says which time it is about.
 */
#include "base/str.h"
#include "base/try.h"
#include "decide/explain.h"
#include "policy/key.h"

/* Whether the verdict on a resource would not be certain, or another, if the time were not known. */
static enum rampart_status bears_on(const struct rp_explainer *explainer, const struct rp_resource *resource,
                                    const struct rampart_verdict *told, bool *ret_bears)
{
    struct rampart_request *request = explainer->question.request;
    const struct rp_context_key open = {.name = request->time_key.name, .state = RP_KEY_UNKNOWN};
    struct rp_question question = rp_question_about(request, resource, explainer->rules->assumed);
    struct rampart_verdict verdict;
    question.supposed = &open;
    *ret_bears = true;
    if (told->outcome == RAMPART_OUTCOME_CONDITIONAL) return RAMPART_OK;
    RP_TRY(rp_decide(explainer->rules, &question, &verdict));
    *ret_bears = !rp_verdict_equal(&verdict, told);
    return RAMPART_OK;
}

/* Whether one of the statements that came closest asks for the time. */
static bool is_near(const struct rampart_decision *decision, struct rampart_str name)
{
    for (size_t i = 0; i < decision->nearest_count; i++)
        if (rp_key_equal(decision->nearest[i].key, name)) return true;
    return false;
}

enum rampart_status rp_explain_time(struct rp_explainer *explainer)
{
    const struct rampart_request *request = explainer->question.request;
    struct rampart_decision *decision = explainer->decision;
    if (!request->time_is_clock) return RAMPART_OK;
    bool bears = is_near(decision, request->time_key.name);
    size_t i = 0;
    for (const struct rp_resource *resource = request->resources; resource != NULL && !bears;
         resource = resource->next)
        RP_TRY(bears_on(explainer, resource, &decision->resources[i++].verdict, &bears));
    if (bears) RP_TRY_MEMORY(rp_arena_copy(explainer->arena, request->time_value.text, &decision->time));
    return RAMPART_OK;
}
