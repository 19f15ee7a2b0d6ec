/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decisions by a compiled account: what the principal holds is put together document by document, and the walk over
 * the layers is the engine's. What goes wrong on this way, from a principal that does not exist to a pattern that
 * cannot be matched, is left to the long way, which says what it is.
 */
#include "account/compiled.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/decide.h"

/* What a principal's policies come to, at account scope and through resource groups. */
struct weight {
    struct rp_truths own, grouped;
};

static enum rampart_status weigh_scoped(const struct rp_compiled *compiled,
                                        const struct rp_scoped *scoped, const struct rp_question *question,
                                        struct rp_truths *truths)
{
    const struct rp_rule rule = {.members = &compiled->resource_groups[scoped->group]};
    const struct rp_unit *unit = &compiled->documents[scoped->document].unit;
    enum rampart_truth reached = RAMPART_FALSE;
    RP_TRY(rp_scope_match(&rule, question, &reached));
    if (reached == RAMPART_FALSE || unit->count == 0) return RAMPART_OK;
    truths->reached = true;
    return rp_index_truths(unit->index, question, truths);
}

static enum rampart_status search_documents(const struct rp_compiled *compiled,
                                            const struct rp_holder *holder, struct rp_search *search)
{
    for (uint32_t i = 0; i < holder->count; i++) {
        const struct rp_index *index = &compiled->indexes[holder->documents[i]];
        if (rp_index_may_match(index, &search->question->request->action_print))
            RP_TRY(rp_index_search(index, search));
    }
    return RAMPART_OK;
}

static enum rampart_status weigh_holder(const struct rp_compiled *compiled,
                                        const struct rp_holder *holder, struct rp_search *search,
                                        struct rp_truths *grouped)
{
    for (uint32_t i = 0; i < holder->scoped_count; i++)
        RP_TRY(weigh_scoped(compiled, &holder->scoped[i], search->question, grouped));
    if (holder->merged != NULL) return rp_index_search(holder->merged, search);
    return search_documents(compiled, holder, search);
}

/* Finds out where statements stand that may bear on the question; the search goes on from there. */
static enum rampart_status collect(const struct rp_compiled *compiled,
                                   const struct rp_holdings *holdings, const struct rp_question *question,
                                   struct rp_search *search, struct weight *weight)
{
    rp_search_begin(search, question, &weight->own);
    for (size_t i = 0; i < holdings->group_count; i++) rp_prefetch(&compiled->groups[holdings->groups[i]]);
    RP_TRY(weigh_holder(compiled, &holdings->own, search, &weight->grouped));
    for (size_t i = 0; i < holdings->group_count; i++)
        RP_TRY(weigh_holder(compiled, &compiled->groups[holdings->groups[i]], search, &weight->grouped));
    return RAMPART_OK;
}

/* ---- deciding ---- */

static enum rampart_status decide_weighed(struct rp_rules *rules, const struct weight *weight,
                                          const struct rp_question *question,
                                          struct rampart_verdict *ret_verdict)
{
    rules->identity.truths = &weight->own;
    rules->resource_group.truths = &weight->grouped;
    return rp_decide(rules, question, ret_verdict);
}

static enum rampart_status decide_resource(const struct rp_compiled *compiled,
                                           const struct rp_holdings *holdings, struct rp_rules *rules,
                                           const struct rp_question *question,
                                           struct rampart_verdict *ret_verdict)
{
    struct weight weight = {.own = {.reached = false}};
    struct rp_search search;
    if (holdings != NULL) {
        RP_TRY(collect(compiled, holdings, question, &search, &weight));
        RP_TRY(rp_search_end(&search));
    }
    return decide_weighed(rules, &weight, question, ret_verdict);
}

/* Whether the short way may be taken at all, as far as the request itself goes. */
static bool is_short(const struct rampart_request *request, unsigned assumed)
{
    return assumed == 0 && !request->area && !rp_request_assumes_several(request);
}

/* False: the long way is to be taken. */
static bool decide(const struct rp_compiled *compiled, struct rampart_request *request, unsigned assumed,
                   struct rampart_verdict *ret_verdict)
{
    struct rampart_verdict worst = {.outcome = RAMPART_OUTCOME_ALLOW};
    const struct rp_holdings *holdings = NULL;
    if (!is_short(request, assumed) || !rp_compiled_holdings(compiled, request, &holdings)) return false;
    struct rp_rules rules;
    rp_compiled_frame(compiled, request, holdings, &rules);
    for (const struct rp_resource *resource = request->resources; resource != NULL;
         resource = resource->next) {
        const struct rp_question question = rp_question_about(request, resource, 0);
        struct rampart_verdict verdict;
        if (decide_resource(compiled, holdings, &rules, &question, &verdict) != RAMPART_OK) return false;
        if (verdict.outcome == RAMPART_OUTCOME_CONDITIONAL) return false; /* a key may settle it */
        if (rampart_verdict_worse(&verdict, &worst)) worst = verdict;
    }
    *ret_verdict = worst;
    return true;
}

enum rampart_status rp_compiled_decide(const struct rp_compiled *compiled, struct rampart_request *request,
                                       unsigned assumed, struct rampart_diags *diags,
                                       struct rampart_verdict *ret_verdict)
{
    if (decide(compiled, request, assumed, ret_verdict)) return RAMPART_OK;
    struct rp_rules *rules = NULL;
    RP_TRY(rp_compiled_rules(&compiled->options, compiled, request, NULL, 0, 0, diags, &rules));
    enum rampart_status status = rp_decide_all(rules, request, assumed, ret_verdict);
    rp_rules_free(rules);
    return status;
}

/* ---- several at once ---- */

/* A request about one resource on the short way. */
struct traveller {
    struct rampart_request *request;
    const struct rp_holdings *holdings;
    struct rp_question question;
    struct weight weight;
    struct rp_search search;
    bool on; /* false: it is asked by itself */
};

typedef enum rampart_status go_on(const struct rp_compiled *compiled, struct traveller *traveller);

static void expect_indexes(const struct rp_compiled *compiled, const struct rp_holder *holder)
{
    rp_prefetch(holder->merged);
    for (uint32_t i = 0; holder->merged == NULL && i < holder->count; i++)
        rp_prefetch(&compiled->indexes[holder->documents[i]]);
}

static void begin(const struct rp_compiled *compiled, struct rampart_request *request,
                  const struct rp_holdings *holdings, struct traveller *traveller)
{
    traveller->on = holdings != NULL && request->resource_count == 1 && is_short(request, compiled->account->assumed);
    if (!traveller->on) return;
    traveller->request = request;
    traveller->holdings = holdings;
    traveller->question = rp_question_about(request, request->resources, 0);
    traveller->weight = (struct weight){.own = {.reached = false}};
    expect_indexes(compiled, &holdings->own);
    for (size_t i = 0; i < holdings->group_count; i++)
        expect_indexes(compiled, &compiled->groups[holdings->groups[i]]);
}

static enum rampart_status collect_stretches(const struct rp_compiled *compiled,
                                             struct traveller *traveller)
{
    return collect(compiled, traveller->holdings, &traveller->question, &traveller->search,
                   &traveller->weight);
}

static enum rampart_status read_stretches(const struct rp_compiled *compiled,
                                          struct traveller *traveller)
{
    (void)compiled;
    return rp_search_read(&traveller->search);
}

static enum rampart_status fetch_statements(const struct rp_compiled *compiled,
                                            struct traveller *traveller)
{
    (void)compiled;
    rp_search_fetch(&traveller->search);
    return RAMPART_OK;
}

static enum rampart_status ask_statements(const struct rp_compiled *compiled,
                                          struct traveller *traveller)
{
    (void)compiled;
    return rp_search_end(&traveller->search);
}

/* False: a key may settle it, or something went wrong. */
static bool arrive(const struct rp_compiled *compiled, const struct traveller *traveller,
                   struct rampart_verdict *ret_verdict)
{
    struct rp_rules rules;
    rp_compiled_frame(compiled, traveller->request, traveller->holdings, &rules);
    return decide_weighed(&rules, &traveller->weight, &traveller->question, ret_verdict) == RAMPART_OK &&
           ret_verdict->outcome != RAMPART_OUTCOME_CONDITIONAL;
}

/* At most RP_TOGETHER of them. */
static void decide_together(const struct rp_compiled *compiled, struct rampart_request *const *requests,
                            size_t count, struct rampart_verdict *ret_verdicts, bool *ret_known)
{
    static go_on *const stages[] = {collect_stretches, read_stretches, fetch_statements, ask_statements};
    struct traveller travellers[RP_TOGETHER];
    struct rp_expected expected[RP_TOGETHER];
    bool went[RP_TOGETHER];
    rp_compiled_expect(compiled, requests, count, expected);
    for (size_t i = 0; i < count; i++) {
        begin(compiled, requests[i], expected[i].holdings, &travellers[i]);
        went[i] = travellers[i].on;
    }
    for (size_t stage = 0; stage < sizeof stages / sizeof *stages; stage++)
        for (size_t i = 0; i < count; i++)
            if (travellers[i].on) travellers[i].on = stages[stage](compiled, &travellers[i]) == RAMPART_OK;
    for (size_t i = 0; i < count; i++)
        ret_known[i] = went[i] ? travellers[i].on && arrive(compiled, &travellers[i], &ret_verdicts[i])
                               : decide(compiled, requests[i], compiled->account->assumed, &ret_verdicts[i]);
}

void rp_compiled_decide_together(const struct rp_compiled *compiled, struct rampart_request *const *requests,
                                 size_t count, struct rampart_verdict *ret_verdicts, bool *ret_known)
{
    if (count == 1) { /* there is nothing to be waited for at the same time */
        ret_known[0] = decide(compiled, requests[0], compiled->account->assumed, &ret_verdicts[0]);
        return;
    }
    for (size_t i = 0; i < count; i += RP_TOGETHER)
        decide_together(compiled, requests + i, count - i < RP_TOGETHER ? count - i : RP_TOGETHER,
                        ret_verdicts + i, ret_known + i);
}
