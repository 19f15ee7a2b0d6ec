/* SPDX-License-Identifier: Apache-2.0 */
/* Needs are decided by the engine of every other question; equal actions on equal resources are asked once. */
#include <stdlib.h>

#include "base/str.h"
#include "base/try.h"
#include "needs/needs.h"
#include "text/diag.h"

/* A resource of a need, to be asked about. */
struct question {
    struct rampart_str action;
    struct rampart_need_resource *resource;
};

struct deciding {
    struct rampart_needs *needs;
    const struct rampart_set *set;
    const struct rampart_needs_asker *asker;
    struct rampart_request *request;
    struct rampart_diags *quiet; /* of requests whose resource is none */
    struct question *questions; /* sorted */
    size_t count;
};

static int decide_compare(const void *a, const void *b)
{
    const struct question *left = a, *right = b;
    const int order = rp_str_compare(left->action, right->action);
    return order != 0 ? order : rp_str_compare(left->resource->arn, right->resource->arn);
}

static bool decide_is_asked(const struct rampart_need *need)
{
    return need->action.len > 0 && !need->unasked && !need->outer;
}

static enum rampart_status decide_collect(struct deciding *deciding)
{
    struct rampart_needs *needs = deciding->needs;
    size_t count = 0;
    for (size_t i = 0; i < needs->count; i++) count += needs->items[i]->resources.count;
    deciding->questions = RP_NEW_ARRAY(&needs->arena, struct question, count);
    needs->decisions = RP_NEW_ARRAY(&needs->arena, struct rampart_decision *, count);
    RP_TRY_MEMORY(deciding->questions != NULL && needs->decisions != NULL);
    for (size_t i = 0; i < needs->count; i++) {
        struct rp_need *need = needs->items[i];
        if (!decide_is_asked(&need->told)) continue;
        for (size_t j = 0; j < need->resources.count; j++)
            deciding->questions[deciding->count++] = (struct question){need->told.action, &need->resources.items[j]};
    }
    if (deciding->count > 1) qsort(deciding->questions, deciding->count, sizeof(struct question), decide_compare);
    return RAMPART_OK;
}

static enum rampart_status decide_begin(struct deciding *deciding, struct rampart_diags *diags)
{
    rampart_request_clear(deciding->request);
    return deciding->asker->begin(deciding->asker->context, deciding->request, diags);
}

/* The request that was begun, with its action and resource. */
static enum rampart_status decide_ask(struct deciding *deciding, struct rampart_str action, struct rampart_str resource,
                                      struct rampart_diags *diags, struct rampart_decision **ret_decision)
{
    struct rampart_request *request = deciding->request;
    rampart_request_set_patterns(request, true);
    RP_TRY(rampart_request_set_action(request, action, diags));
    RP_TRY(rampart_request_add_resource(request, resource, diags));
    RP_TRY(rampart_request_finish(request, diags));
    return rampart_explain(deciding->set, &request, 1, RAMPART_EXPLAIN_BRIEF, diags, ret_decision, NULL);
}

/*
 * What is wrong with the principal, the context or the set is wrong with every request: it is found with one that is
 * right otherwise.
 */
static enum rampart_status decide_try(struct deciding *deciding, struct rampart_diags *diags)
{
    struct rampart_decision *decision = NULL;
    RP_TRY(decide_begin(deciding, diags));
    RP_TRY(decide_ask(deciding, RP_STR("ecs:DescribeRegions"), RP_STR("*"), diags, &decision));
    rampart_decision_free(decision);
    return RAMPART_OK;
}

/* A resource whose text is none leaves its need open: a value of the plan stands in it. */
static enum rampart_status decide_all(struct deciding *deciding)
{
    struct rampart_needs *needs = deciding->needs;
    for (size_t i = 0; i < deciding->count; i++) {
        const struct question *question = &deciding->questions[i];
        const bool same = i > 0 && decide_compare(question - 1, question) == 0;
        if (same) {
            question->resource->decision = question[-1].resource->decision;
            continue;
        }
        struct rampart_decision *decision = NULL;
        RP_TRY(decide_begin(deciding, deciding->quiet));
        const enum rampart_status status =
            decide_ask(deciding, question->action, question->resource->arn, deciding->quiet, &decision);
        if (status == RAMPART_INVALID_INPUT) continue;
        RP_TRY(status);
        needs->decisions[needs->decision_count++] = decision;
        question->resource->decision = decision;
    }
    return RAMPART_OK;
}

enum rampart_status rampart_needs_decide(struct rampart_needs *needs, const struct rampart_set *set,
                                         const struct rampart_needs_asker *asker, struct rampart_diags *diags)
{
    if (needs == NULL || set == NULL || asker == NULL || asker->begin == NULL || needs->decided) return RAMPART_MISUSE;
    struct deciding deciding = {.needs = needs, .set = set, .asker = asker};
    const struct rampart_options options = {
        .allocator = &needs->arena.allocator, .limits = needs->limits, .catalog = needs->catalog};
    needs->decided = true;
    enum rampart_status status = rampart_request_new(&options, &deciding.request);
    if (status == RAMPART_OK) status = rampart_diags_new(&options, &deciding.quiet);
    if (status == RAMPART_OK) status = decide_collect(&deciding);
    if (status == RAMPART_OK) status = decide_try(&deciding, diags);
    if (status == RAMPART_OK) status = decide_all(&deciding);
    rampart_request_free(deciding.request);
    rampart_diags_free(deciding.quiet);
    for (size_t i = 0; status == RAMPART_OK && i < needs->count; i++) needs->items[i]->told.asked = true;
    return status;
}

/* ---- how a need was decided ---- */

/* An allow holds whichever way undocumented points are, or in the ways that were chosen. */
static bool decide_is_sure(const struct rampart_decision *decision, const struct rampart_need_gate *gate)
{
    for (size_t i = 0; i < decision->dependence_count; i++)
        if (gate->chosen == NULL || !gate->chosen[decision->dependences[i].assumption]) return gate->lenient;
    return true;
}

struct counted {
    size_t denied, perhaps, open, conditional;
};

static struct counted decide_count(const struct rampart_need *need, const struct rampart_need_gate *gate)
{
    struct counted counted = {0};
    for (size_t i = 0; i < need->resource_count; i++) {
        const struct rampart_need_resource *resource = &need->resources[i];
        const struct rampart_decision *decision = resource->decision;
        if (decision == NULL)
            counted.open++;
        else if (decision->verdict.outcome == RAMPART_OUTCOME_DENY)
            resource->perhaps ? counted.perhaps++ : counted.denied++;
        else if (decision->verdict.outcome == RAMPART_OUTCOME_CONDITIONAL || !decide_is_sure(decision, gate))
            counted.conditional++;
    }
    return counted;
}

enum rampart_need_state rampart_need_state(const struct rampart_need *need, const struct rampart_need_gate *gate)
{
    static const struct rampart_need_gate strict = {.lenient = false};
    if (need == NULL || !need->asked || need->outer) return RAMPART_NEED_NOT_ASKED;
    if (need->unasked) return RAMPART_NEED_ALLOWED;
    if (gate == NULL) gate = &strict;
    const struct counted counted = decide_count(need, gate);
    if (need->action.len == 0 || need->resource_count == 0 || (need->guessed && !gate->lenient)) return RAMPART_NEED_OPEN;
    if (counted.denied > 0 || counted.perhaps == need->resource_count) return RAMPART_NEED_DENIED;
    if (counted.open > 0) return RAMPART_NEED_OPEN;
    if (counted.conditional > 0 || (counted.perhaps > 0 && !gate->lenient)) return RAMPART_NEED_CONDITIONAL;
    return RAMPART_NEED_ALLOWED;
}
