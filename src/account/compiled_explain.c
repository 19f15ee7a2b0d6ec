/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decisions by a compiled account, explained. Everything of an explanation but `nearest` is about the statements that may
 * bear on the request, and only they become rules. What goes wrong on this way, and what wants all statements, is left to
 * the long way.
 */
#include "account/collect.h"
#include "base/try.h"
#include "decide/explain.h"

/* A request on its way: first its decision has only its memory, then its rules, then everything. */
struct traveller {
    struct rp_collection collection;
    struct rampart_decision *decision; /* NULL: it cannot go this way */
};

typedef enum rampart_status go_on(struct traveller *traveller);

static void drop(struct traveller *traveller)
{
    rampart_decision_free(traveller->decision);
    traveller->decision = NULL;
}

/* A stage for everybody who is still there, before the next one. */
static void each(struct traveller *travellers, size_t count, go_on *stage)
{
    for (size_t i = 0; i < count; i++)
        if (travellers[i].decision != NULL && stage(&travellers[i]) != RAMPART_OK) drop(&travellers[i]);
}

static enum rampart_status narrow(struct traveller *traveller)
{
    rp_collect_narrow(&traveller->collection);
    return RAMPART_OK;
}

static enum rampart_status take(struct traveller *traveller)
{
    return rp_collect_take(&traveller->collection);
}

static enum rampart_status make_rules(struct traveller *traveller)
{
    return rp_collect_rules(&traveller->collection);
}

static enum rampart_status fetch(struct traveller *traveller)
{
    rp_collect_fetch(&traveller->collection);
    return RAMPART_OK;
}

static enum rampart_status explain(struct traveller *traveller)
{
    const struct rp_collection *collection = &traveller->collection;
    return rp_decision_explain(&collection->rules, collection->request, RAMPART_EXPLAIN_BRIEF,
                               traveller->decision);
}

static void begin(const struct rp_compiled *compiled, struct rampart_request *request,
                  const struct rp_expected *expected, struct traveller *traveller)
{
    struct rp_arena *arena = NULL;
    traveller->decision = NULL;
    if (!expected->good) return;
    if (rp_decision_new(request, &traveller->decision, &arena) != RAMPART_OK) return;
    if (rp_collect_begin(&traveller->collection, compiled, request, expected->holdings, arena) != RAMPART_OK)
        drop(traveller);
}

/* At most RP_TOGETHER of them. */
static void explain_together(const struct rp_compiled *compiled, struct rampart_request *const *requests,
                             size_t count, struct rampart_decision **ret_decisions)
{
    static go_on *const stages[] = {narrow, take, make_rules, fetch, explain};
    struct traveller travellers[RP_TOGETHER]; /* large, and set as far as they are used */
    struct rp_expected expected[RP_TOGETHER];
    rp_compiled_expect(compiled, requests, count, expected);
    for (size_t i = 0; i < count; i++) begin(compiled, requests[i], &expected[i], &travellers[i]);
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) each(travellers, count, stages[i]);
    for (size_t i = 0; i < count; i++) ret_decisions[i] = travellers[i].decision;
}

void rp_compiled_explain_together(const struct rp_compiled *compiled, struct rampart_request *const *requests,
                                  size_t count, struct rampart_decision **ret_decisions)
{
    for (size_t i = 0; i < count; i += RP_TOGETHER)
        explain_together(compiled, requests + i, count - i < RP_TOGETHER ? count - i : RP_TOGETHER,
                         ret_decisions + i);
}
