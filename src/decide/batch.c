/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decisions by a compiled account: what the principal holds is put together document by document, and the walk over
 * the layers is the engine's. What goes wrong on this way, from a principal that does not exist to a pattern that
 * cannot be matched, is left to the long way, which says what it is.
 */
#include "decide/candidates.h"
#include "decide/compiled.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/verdict.h"
#include "decide/explain.h"

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
struct job {
    struct rampart_request *request;
    const struct rp_holdings *holdings;
    struct rp_question question;
    struct weight weight;
    struct rp_search search;
    bool on; /* false: it is asked by itself */
};

typedef enum rampart_status stage_of(const struct rp_compiled *compiled, struct job *job);

static void expect_indexes(const struct rp_compiled *compiled, const struct rp_holder *holder)
{
    rp_prefetch(holder->merged);
    for (uint32_t i = 0; holder->merged == NULL && i < holder->count; i++)
        rp_prefetch(&compiled->indexes[holder->documents[i]]);
}

static void begin(const struct rp_compiled *compiled, struct rampart_request *request,
                  const struct rp_holdings *holdings, struct job *job)
{
    job->on = holdings != NULL && request->resource_count == 1 && is_short(request, compiled->account->assumed);
    if (!job->on) return;
    job->request = request;
    job->holdings = holdings;
    job->question = rp_question_about(request, request->resources, 0);
    job->weight = (struct weight){.own = {.reached = false}};
    expect_indexes(compiled, &holdings->own);
    for (size_t i = 0; i < holdings->group_count; i++)
        expect_indexes(compiled, &compiled->groups[holdings->groups[i]]);
}

static enum rampart_status collect_stretches(const struct rp_compiled *compiled,
                                             struct job *job)
{
    return collect(compiled, job->holdings, &job->question, &job->search,
                   &job->weight);
}

static enum rampart_status read_stretches(const struct rp_compiled *compiled,
                                          struct job *job)
{
    (void)compiled;
    return rp_search_read(&job->search);
}

static enum rampart_status fetch_statements(const struct rp_compiled *compiled,
                                            struct job *job)
{
    (void)compiled;
    rp_search_fetch(&job->search);
    return RAMPART_OK;
}

static enum rampart_status ask_statements(const struct rp_compiled *compiled,
                                          struct job *job)
{
    (void)compiled;
    return rp_search_end(&job->search);
}

/* False: a key may settle it, or something went wrong. */
static bool arrive(const struct rp_compiled *compiled, const struct job *job,
                   struct rampart_verdict *ret_verdict)
{
    struct rp_rules rules;
    rp_compiled_frame(compiled, job->request, job->holdings, &rules);
    return decide_weighed(&rules, &job->weight, &job->question, ret_verdict) == RAMPART_OK &&
           ret_verdict->outcome != RAMPART_OUTCOME_CONDITIONAL;
}

/* At most RP_TOGETHER of them. */
static void decide_together(const struct rp_compiled *compiled, struct rampart_request *const *requests,
                            size_t count, struct rampart_verdict *ret_verdicts, bool *ret_known)
{
    static stage_of *const stages[] = {collect_stretches, read_stretches, fetch_statements, ask_statements};
    struct job jobs[RP_TOGETHER];
    struct rp_expected expected[RP_TOGETHER];
    bool went[RP_TOGETHER];
    rp_compiled_expect(compiled, requests, count, expected);
    for (size_t i = 0; i < count; i++) {
        begin(compiled, requests[i], expected[i].holdings, &jobs[i]);
        went[i] = jobs[i].on;
    }
    for (size_t stage = 0; stage < sizeof stages / sizeof *stages; stage++)
        for (size_t i = 0; i < count; i++)
            if (jobs[i].on) jobs[i].on = stages[stage](compiled, &jobs[i]) == RAMPART_OK;
    for (size_t i = 0; i < count; i++)
        ret_known[i] = went[i] ? jobs[i].on && arrive(compiled, &jobs[i], &ret_verdicts[i])
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

/*
 * Decisions by a compiled account, explained. Everything of an explanation but `nearest` is about the statements that may
 * bear on the request, and only they become rules. What goes wrong on this way, and what wants all statements, is left to
 * the long way.
 */

/* A request on its way: first its decision has only its memory, then its rules, then everything. */
struct explain_job {
    struct rp_collection collection;
    struct rampart_decision *decision; /* NULL: it cannot go this way */
};

typedef enum rampart_status explain_stage(struct explain_job *job);

static void drop(struct explain_job *job)
{
    rampart_decision_free(job->decision);
    job->decision = NULL;
}

/* A stage for everybody who is still there, before the next one. */
static void each(struct explain_job *jobs, size_t count, explain_stage *stage)
{
    for (size_t i = 0; i < count; i++)
        if (jobs[i].decision != NULL && stage(&jobs[i]) != RAMPART_OK) drop(&jobs[i]);
}

static enum rampart_status narrow(struct explain_job *job)
{
    rp_collect_narrow(&job->collection);
    return RAMPART_OK;
}

static enum rampart_status job_take(struct explain_job *job)
{
    return rp_collect_take(&job->collection);
}

static enum rampart_status make_rules(struct explain_job *job)
{
    return rp_collect_rules(&job->collection);
}

static enum rampart_status fetch(struct explain_job *job)
{
    rp_collect_fetch(&job->collection);
    return RAMPART_OK;
}

static enum rampart_status explain(struct explain_job *job)
{
    const struct rp_collection *collection = &job->collection;
    return rp_decision_explain(&collection->rules, collection->request, RAMPART_EXPLAIN_BRIEF,
                               job->decision);
}

static void begin_explaining(const struct rp_compiled *compiled, struct rampart_request *request,
                  const struct rp_expected *expected, struct explain_job *job)
{
    struct rp_arena *arena = NULL;
    job->decision = NULL;
    if (!expected->good) return;
    if (rp_decision_new(request, &job->decision, &arena) != RAMPART_OK) return;
    if (rp_collect_begin(&job->collection, compiled, request, expected->holdings, arena) != RAMPART_OK)
        drop(job);
}

/* At most RP_TOGETHER of them. */
static void explain_together(const struct rp_compiled *compiled, struct rampart_request *const *requests,
                             size_t count, struct rampart_decision **ret_decisions)
{
    static explain_stage *const stages[] = {narrow, job_take, make_rules, fetch, explain};
    struct explain_job jobs[RP_TOGETHER]; /* large, and set as far as they are used */
    struct rp_expected expected[RP_TOGETHER];
    rp_compiled_expect(compiled, requests, count, expected);
    for (size_t i = 0; i < count; i++) begin_explaining(compiled, requests[i], &expected[i], &jobs[i]);
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) each(jobs, count, stages[i]);
    for (size_t i = 0; i < count; i++) ret_decisions[i] = jobs[i].decision;
}

void rp_compiled_explain_together(const struct rp_compiled *compiled, struct rampart_request *const *requests,
                                  size_t count, struct rampart_decision **ret_decisions)
{
    for (size_t i = 0; i < count; i += RP_TOGETHER)
        explain_together(compiled, requests + i, count - i < RP_TOGETHER ? count - i : RP_TOGETHER,
                         ret_decisions + i);
}
