/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decisions by a compiled account, explained. Everything of an explanation but `nearest` is about the statements that may
 * bear on the request, and only they become rules. What goes wrong on this way, and what wants all statements, is left to
 * the long way.
 */
#include "account/collect.h"
#include "base/try.h"
#include "engine/explain.h"

/* A request on its way: first its decision has only its memory, then its rules, then everything. */
struct traveller {
    struct rp_collection collection;
    struct rampart_decision *decision; /* NULL: it cannot go this way */
};

/* Those who go together; a stage for all of them before the next. */
struct company {
    const struct rampart_options *options;
    const struct rampart_compiled *compiled;
    size_t count;
    struct traveller travellers[RP_TOGETHER];
};

typedef enum rampart_status go_on(const struct company *company, struct traveller *traveller);

static void drop(struct traveller *traveller)
{
    rampart_decision_free(traveller->decision);
    traveller->decision = NULL;
}

/* A stage for everybody who is still there. */
static void each(struct company *company, go_on *stage)
{
    for (size_t i = 0; i < company->count; i++) {
        struct traveller *traveller = &company->travellers[i];
        if (traveller->decision != NULL && stage(company, traveller) != RAMPART_OK) drop(traveller);
    }
}

static enum rampart_status narrow(const struct company *company, struct traveller *traveller)
{
    (void)company;
    rp_collect_narrow(&traveller->collection);
    return RAMPART_OK;
}

static enum rampart_status take(const struct company *company, struct traveller *traveller)
{
    (void)company;
    return rp_collect_take(&traveller->collection);
}

static enum rampart_status make_rules(const struct company *company, struct traveller *traveller)
{
    (void)company;
    return rp_collect_rules(&traveller->collection);
}

static enum rampart_status fetch(const struct company *company, struct traveller *traveller)
{
    (void)company;
    rp_collect_fetch(&traveller->collection);
    return RAMPART_OK;
}

static enum rampart_status explain(const struct company *company, struct traveller *traveller)
{
    const struct rp_collection *collection = &traveller->collection;
    return rp_decision_explain(company->options, &collection->rules, collection->request,
                               traveller->decision);
}

static void begin(const struct company *company, struct rampart_request *request,
                  const struct rp_expected *expected, struct traveller *traveller)
{
    struct rp_arena *arena = NULL;
    traveller->decision = NULL;
    if (!expected->good) return;
    if (rp_decision_new(company->options, &traveller->decision, &arena) != RAMPART_OK) return;
    if (rp_collect_begin(&traveller->collection, company->compiled, request, expected->holdings, arena) !=
        RAMPART_OK)
        drop(traveller);
}

/* At most RP_TOGETHER of them. */
static void explain_together(const struct rampart_options *options, const struct rampart_compiled *compiled,
                             struct rampart_request *const *requests, size_t count,
                             struct rampart_decision **ret_decisions)
{
    static go_on *const stages[] = {narrow, take, make_rules, fetch, explain};
    struct company company; /* large, and set as far as it is used */
    company.options = options;
    company.compiled = compiled;
    company.count = count;
    struct rp_expected expected[RP_TOGETHER];
    rp_compiled_expect(compiled, requests, count, expected);
    for (size_t i = 0; i < count; i++) begin(&company, requests[i], &expected[i], &company.travellers[i]);
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) each(&company, stages[i]);
    for (size_t i = 0; i < count; i++) ret_decisions[i] = company.travellers[i].decision;
}

void rampart_compiled_explain_together(const struct rampart_options *options,
                                       const struct rampart_compiled *compiled,
                                       struct rampart_request *const *requests, size_t count,
                                       struct rampart_decision **ret_decisions)
{
    bool brief = compiled != NULL && requests != NULL && options != NULL && options->without_nearest;
    if (ret_decisions == NULL) return;
    for (size_t i = 0; i < count; i += RP_TOGETHER) {
        size_t some = count - i < RP_TOGETHER ? count - i : RP_TOGETHER;
        if (brief) explain_together(options, compiled, requests + i, some, ret_decisions + i);
        for (size_t j = i; !brief && j < i + some; j++) ret_decisions[j] = NULL;
    }
}

enum rampart_status rampart_compiled_explain(const struct rampart_options *options,
                                             const struct rampart_compiled *compiled,
                                             struct rampart_request *request, struct rampart_diags *diags,
                                             struct rampart_decision **ret_decision)
{
    if (compiled == NULL || request == NULL || ret_decision == NULL || !request->finished)
        return RAMPART_MISUSE;
    struct rampart_decision *decision = NULL;
    rampart_compiled_explain_together(options, compiled, &request, 1, &decision);
    if (decision != NULL) {
        *ret_decision = decision;
        return RAMPART_OK;
    }
    struct rampart_rules *rules = NULL;
    RP_TRY(rampart_compiled_rules(options, compiled, request, NULL, 0, 0, diags, &rules));
    enum rampart_status status = rampart_explain(options, rules, request, ret_decision);
    if (status == RAMPART_OK)
        rp_decision_keep(*ret_decision, rules);
    else
        rampart_rules_free(rules);
    return status;
}
