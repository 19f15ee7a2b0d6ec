/* SPDX-License-Identifier: Apache-2.0 */
/* The least policies of needs: which of them count, and on what. */
#include "base/str.h"
#include "base/try.h"
#include "needs/needs.h"
#include "write/least.h"

struct least {
    struct rp_arena *arena;
    struct rp_least_pair *pairs;
    size_t pair_count;
};

/* A policy of the principal does not mend what a statement denies, or another layer. */
static bool least_is_beyond(const struct rampart_decision *decision)
{
    const struct rampart_verdict *verdict = &decision->verdict;
    return verdict->outcome == RAMPART_OUTCOME_DENY &&
           (verdict->deny == RAMPART_EXPLICIT_DENY ||
            (verdict->layer != RAMPART_LAYER_IDENTITY && verdict->layer != RAMPART_LAYER_RESOURCE_GROUP));
}

static bool least_is_missing(const struct rampart_need_resource *resource)
{
    return resource->decision == NULL || resource->decision->verdict.outcome != RAMPART_OUTCOME_ALLOW ||
           resource->decision->dependence_count > 0;
}

static bool least_is_in(const struct rampart_need *need, const struct rampart_needs_scope *scope)
{
    if (need->unasked || need->outer || need->harmless) return false;
    return scope->reads == scope->writes || need->reads == scope->reads;
}

static enum rampart_status least_collect(struct least *least, struct rampart_needs *needs,
                                         const struct rampart_needs_scope *scope, struct rampart_needs_policies *told)
{
    size_t count = 0;
    for (size_t i = 0; i < needs->count; i++) count += needs->items[i]->resources.count;
    least->pairs = RP_NEW_ARRAY(least->arena, struct rp_least_pair, count);
    RP_TRY_MEMORY(least->pairs != NULL);
    for (size_t i = 0; i < needs->count; i++) {
        const struct rampart_need *need = rampart_needs_at(needs, i);
        if (!least_is_in(need, scope)) continue;
        told->unknown += need->action.len == 0;
        for (size_t j = 0; j < need->resource_count && need->action.len > 0; j++) {
            const struct rampart_need_resource *resource = &need->resources[j];
            if (scope->missing && !least_is_missing(resource)) continue;
            const bool beyond = scope->missing && resource->decision != NULL && least_is_beyond(resource->decision);
            told->beyond += beyond;
            if (beyond) continue;
            least->pairs[least->pair_count++] = (struct rp_least_pair){need->action, resource->arn, resource->open, need->reads};
        }
    }
    return RAMPART_OK;
}

enum rampart_status rampart_needs_make_policies(struct rampart_needs *needs, struct rampart_needs_scope scope,
                                                struct rampart_needs_policies *ret_policies)
{
    struct rampart_needs_policies told = {.count = 0};
    if (needs == NULL || ret_policies == NULL) return RAMPART_MISUSE;
    rp_arena_free(&needs->policies);
    struct least least = {.arena = &needs->policies};
    RP_TRY(least_collect(&least, needs, &scope, &told));
    RP_TRY(rp_least_make(least.arena, least.pairs, least.pair_count, &told));
    *ret_policies = told;
    return RAMPART_OK;
}
