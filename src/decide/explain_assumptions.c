/* SPDX-License-Identifier: Apache-2.0 */
/*
 * On which undocumented points a decision turns: each switch is set to its other values, and the request decided
 * anew. That is worth it only where a statement about the action, or the way the layers are walked, is touched.
 */
#include <string.h>

#include "base/try.h"
#include "decide/explain.h"
#include "decide/touch.h"

/* Adds what the unit's statements touch. */
static enum rampart_status touch_unit(const struct rp_question *question, const struct rp_unit *unit,
                                      unsigned *touched)
{
    for (size_t i = 0; i < rp_unit_size(unit); i++) RP_TRY(rp_unit_touched(unit, i, question, touched));
    return RAMPART_OK;
}

/* Whether anything is granted on resource groups, or may be: else it is no matter how that counts. */
static bool holds_anything(const struct rp_unit *group)
{
    return group->unknown || group->truths != NULL || group->count > 0;
}

/* The same of every step, for one of the resources. */
static enum rampart_status touch_steps(const struct rp_explainer *explainer,
                                       const struct rp_resource *resource, unsigned *touched)
{
    const struct rp_question *asked = &explainer->question;
    const struct rp_question question = rp_question_about(asked->request, resource, asked->assumed);
    for (size_t i = 0; i < explainer->step_count; i++) {
        const struct rp_step *step = &explainer->steps[i].step;
        RP_TRY(touch_unit(&question, step->unit, touched));
        if (step->fallback == NULL || !holds_anything(step->fallback)) continue;
        *touched |= RP_ASSUME_GROUP_DENY;
        RP_TRY(touch_unit(&question, step->fallback, touched));
    }
    return RAMPART_OK;
}

/* The switches, as bits of enum rp_assumed, that may change the verdict. */
static enum rampart_status find_touched(const struct rp_explainer *explainer, unsigned *ret_touched)
{
    const struct rampart_request *request = explainer->question.request;
    unsigned touched = request->identity.kind == RP_IDENTITY_ROOT ? RP_ASSUME_ROOT_SPARED : 0;
    const struct rp_resource *resource = request->resources;
    for (; resource != NULL; resource = resource->next) RP_TRY(touch_steps(explainer, resource, &touched));
    *ret_touched = touched;
    return RAMPART_OK;
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

/* Whether the verdict differs under the alternative; then it is added to those that are found. */
static enum rampart_status try_alternative(const struct rp_explainer *explainer,
                                           const struct rp_alternative *alternative,
                                           struct rampart_dependence *found, size_t *count)
{
    struct rampart_verdict verdict;
    RP_TRY(rp_decide_all(explainer->rules, explainer->question.request, alternative->assumed, &verdict));
    if (!rp_verdict_equal(&verdict, &explainer->verdict))
        found[(*count)++] = dependence(explainer, alternative, verdict);
    return RAMPART_OK;
}

enum rampart_status rp_explain_assumptions(struct rp_explainer *explainer)
{
    const unsigned assumed = explainer->question.assumed;
    struct rampart_dependence found[RP_ALTERNATIVES];
    struct rp_alternative alternative;
    size_t count = 0, cursor = 0;
    unsigned touched = 0;
    RP_TRY(find_touched(explainer, &touched));
    while (rp_alternative_next(assumed, touched, &cursor, &alternative))
        RP_TRY(try_alternative(explainer, &alternative, found, &count));
    if (count == 0) return RAMPART_OK;
    struct rampart_dependence *kept = RP_NEW_ARRAY(explainer->arena, struct rampart_dependence, count);
    RP_TRY_MEMORY(kept != NULL);
    memcpy(kept, found, count * sizeof *kept);
    explainer->decision->dependences = kept;
    explainer->decision->dependence_count = count;
    return RAMPART_OK;
}
