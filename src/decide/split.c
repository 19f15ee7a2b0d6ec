/* SPDX-License-Identifier: Apache-2.0 */
#include "decide/split.h"

#include "base/try.h"
#include "decide/completions.h"
#include "decide/unseen.h"

/* ---- verdicts of completions put together ---- */

/* When the layer is asked in the walk. */
static int turn_of(enum rampart_layer layer)
{
    switch (layer) {
    case RAMPART_LAYER_CONTROL: return 0;
    case RAMPART_LAYER_SESSION: return 1;
    case RAMPART_LAYER_IDENTITY: return 2;
    case RAMPART_LAYER_RESOURCE_GROUP: return 3;
    default: break; /* the trust policy: no other layer is walked */
    }
    return 4;
}

/*
 * A Deny is explicit when it is in every case. Its layer is the one by which every case is denied: where they differ,
 * the last of theirs in the walk.
 */
static struct rampart_verdict unite(struct rampart_verdict a, struct rampart_verdict b)
{
    if (a.outcome != b.outcome) return (struct rampart_verdict){.outcome = RAMPART_OUTCOME_CONDITIONAL};
    if (b.deny == RAMPART_IMPLICIT_DENY) a.deny = RAMPART_IMPLICIT_DENY;
    if (turn_of(b.layer) > turn_of(a.layer)) a.layer = b.layer;
    return a;
}

/* ---- the cases ---- */

static enum rampart_status decide_completions(const struct rp_rules *rules,
                                              struct rp_completions *completions,
                                              struct rampart_verdict *ret_verdict)
{
    struct rampart_verdict together = {.outcome = RAMPART_OUTCOME_CONDITIONAL};
    bool found = true, first = true;
    RP_TRY(rp_completions_next(completions, &found));
    while (found) {
        struct rampart_verdict verdict;
        RP_TRY(rp_walk(rules, &completions->question, &verdict));
        together = first ? verdict : unite(together, verdict);
        first = false;
        if (together.outcome == RAMPART_OUTCOME_CONDITIONAL) break;
        RP_TRY(rp_completions_next(completions, &found));
    }
    if (!completions->complete) together.outcome = RAMPART_OUTCOME_CONDITIONAL;
    *ret_verdict = together;
    return RAMPART_OK;
}

static enum rampart_status split_by(const struct rp_rules *rules, const struct rp_residual_key *key,
                                    const struct rp_question *question, struct rampart_verdict *ret_verdict)
{
    struct rp_completions completions;
    struct rp_arena arena;
    rp_arena_init(&arena, &question->request->allocator);
    rp_completions_open(&completions, &arena, key, question);
    enum rampart_status status = decide_completions(rules, &completions, ret_verdict);
    rp_arena_free(&arena);
    return status;
}

static enum rampart_status split(const struct rp_rules *rules, const struct rp_question *question,
                                 struct rampart_verdict *verdict, struct rampart_str *ret_key)
{
    struct rp_residual residual;
    RP_TRY(rp_residual_find(rules, question, &residual));
    for (size_t i = 0; i < residual.count && verdict->outcome == RAMPART_OUTCOME_CONDITIONAL; i++) {
        if (!rp_residual_may_settle(&residual.keys[i], question)) continue;
        RP_TRY(split_by(rules, &residual.keys[i], question, verdict));
        if (verdict->outcome != RAMPART_OUTCOME_CONDITIONAL) *ret_key = residual.keys[i].name;
    }
    return RAMPART_OK;
}

enum rampart_status rp_split_walk(const struct rp_rules *rules, const struct rp_question *question,
                                  struct rampart_verdict *ret_verdict, struct rampart_str *ret_key)
{
    struct rampart_verdict verdict;
    struct rampart_str key = {NULL, 0};
    RP_TRY(rp_walk(rules, question, &verdict));
    if (verdict.outcome == RAMPART_OUTCOME_CONDITIONAL) RP_TRY(split(rules, question, &verdict, &key));
    *ret_verdict = verdict;
    *ret_key = key;
    return RAMPART_OK;
}

/* What unseen layers leave open no key of a condition settles. */
enum rampart_status rp_split_decide(const struct rp_rules *rules, const struct rp_question *question,
                                    struct rampart_verdict *ret_verdict)
{
    struct rampart_verdict verdict;
    struct rampart_str key;
    RP_TRY(rp_split_walk(rules, question, &verdict, &key));
    *ret_verdict = question->unseen == NULL ? verdict : rp_unseen_open(rules, question, verdict);
    return RAMPART_OK;
}

/* ---- all resources of a request ---- */

enum rampart_status rp_decide_all(const struct rp_rules *rules, struct rampart_request *request,
                                  unsigned assumed, struct rampart_verdict *ret_verdict)
{
    struct rampart_verdict worst = {.outcome = RAMPART_OUTCOME_ALLOW};
    for (const struct rp_resource *resource = request->resources; resource != NULL;
         resource = resource->next) {
        const struct rp_question question = rp_question_about(request, resource, assumed);
        struct rampart_verdict verdict;
        rp_prefetch_bytes(resource->arn.data, 2 * RP_CACHE_LINE);
        RP_TRY(rp_split_decide(rules, &question, &verdict));
        if (rampart_verdict_worse(&verdict, &worst)) worst = verdict;
    }
    *ret_verdict = worst;
    return RAMPART_OK;
}

/* An index, and where its buckets start, which most often stands behind it. */
enum { FETCHED_OF_INDEX = 4 * RP_CACHE_LINE };

/* What the walk looks at may have left the caches since it was made: asked for together, it is waited for once. */
static void fetch(const struct rp_rules *rules, const struct rampart_request *request)
{
    rp_prefetch_bytes(&rules->identity, 3 * RP_CACHE_LINE);
    rp_prefetch_bytes(request, 4 * RP_CACHE_LINE);
    rp_prefetch_bytes(rules->identity.index, FETCHED_OF_INDEX);
    rp_prefetch_bytes(request->resources, sizeof *request->resources);
    rp_prefetch(request->action_lower.data);
    rp_prefetch_bytes(request->keys, sizeof *request->keys);
}

enum rampart_status rp_rules_decide(const struct rp_rules *rules, struct rampart_request *request,
                                   struct rampart_verdict *ret_verdict)
{
    fetch(rules, request);
    return rp_decide_all(rules, request, rules->assumed, ret_verdict);
}
