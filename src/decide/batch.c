/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One to eight requests answered together by a compiled account: verdicts, or decisions with their reasons.
 * They are jobs that go through stages; each stage prefetches what the next one reads, and a job whose request
 * cannot be answered here leaves the batch. From a principal that does not exist to a pattern that cannot be
 * matched, such a request is answered by itself by rules of its own, which say what is wrong.
 */
#include "decide/batch.h"

#include "account/names.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/candidates.h"
#include "decide/explain.h"
#include "decide/keys.h"
#include "decide/verdict.h"

/* ---- who asks ---- */

static bool is_made_by_one(const struct rampart_request *request)
{
    enum rp_identity_kind kind = request->identity.kind;
    return request->finished && (kind == RP_IDENTITY_USER || kind == RP_IDENTITY_ROLE);
}

typedef void prefetch_name(const struct rp_name_index *index, uint64_t hash);

static void prefetch_names(const struct rp_compiled *compiled, struct rampart_request *const *requests,
                           size_t count)
{
    static prefetch_name *const steps[] = {rp_name_index_fetch_slot, rp_name_index_fetch_item,
                                           rp_name_index_fetch_letters};
    for (size_t step = 0; step < sizeof steps / sizeof *steps; step++)
        for (size_t i = 0; i < count; i++)
            if (is_made_by_one(requests[i])) steps[step](&compiled->names, requests[i]->name_hash);
}

/* What rp_compiled_subject() says of a request. */
struct expected {
    const struct rp_subject *subject;
    bool good; /* false also of a request that is not finished */
};

static void prefetch_documents(const struct rp_compiled *compiled, const struct expected *expected,
                               size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct rp_subject *subject = expected[i].subject;
        for (size_t g = 0; subject != NULL && g < subject->group_count; g++)
            rp_prefetch(rp_group_at(compiled, subject->groups[g]));
    }
    for (size_t i = 0; i < count; i++) {
        const struct rp_subject *subject = expected[i].subject;
        for (size_t g = 0; subject != NULL && g < subject->group_count; g++)
            rp_prefetch(rp_group_at(compiled, subject->groups[g])->documents);
    }
}

static void find_one(const struct rp_compiled *compiled, const struct rampart_request *request,
                     struct expected *ret_expected)
{
    const struct rp_subject *subject = NULL;
    ret_expected->good = request->finished && rp_compiled_subject(compiled, request, &subject);
    ret_expected->subject = ret_expected->good ? subject : NULL;
}

/*
 * Finds who asks; and what they hold, which will be read next, is prefetched. One request has nothing to wait
 * for meanwhile.
 */
static void find_subjects(const struct rp_compiled *compiled, struct rampart_request *const *requests,
                          size_t count, struct expected *ret_expected)
{
    if (count == 1) {
        find_one(compiled, requests[0], ret_expected);
        return;
    }
    prefetch_names(compiled, requests, count);
    for (size_t i = 0; i < count; i++) {
        find_one(compiled, requests[i], &ret_expected[i]);
        if (ret_expected[i].subject == NULL) continue;
        rp_prefetch(ret_expected[i].subject->own.documents);
        rp_prefetch(ret_expected[i].subject->groups);
    }
    prefetch_documents(compiled, ret_expected, count);
}

/* ---- what a principal's policies come to ---- */

/* At account scope and through resource groups. */
struct weight {
    struct rp_truths own, grouped;
};

static enum rampart_status weigh_scoped(const struct rp_compiled *compiled, const struct rp_scoped_document *scoped,
                                        const struct rp_question *question, struct rp_truths *truths)
{
    const struct rp_unit *unit = &rp_document_at(compiled, scoped->document)->unit;
    enum rampart_truth reached = RAMPART_FALSE;
    RP_TRY(rp_group_match(rp_scope_members(compiled, scoped->group), question, &reached));
    if (reached == RAMPART_FALSE || unit->count == 0) return RAMPART_OK;
    truths->reached = true;
    return rp_index_truths(unit->index, question, truths);
}

static enum rampart_status search_documents(const struct rp_compiled *compiled,
                                            const struct rp_subject_grants *grants, struct rp_search *search)
{
    for (uint32_t i = 0; i < grants->count; i++) {
        const struct rp_index *index = rp_document_index(compiled, grants->documents[i]);
        if (rp_index_may_match(index, &search->question->request->action_signature))
            RP_TRY(rp_index_search(index, search));
    }
    return RAMPART_OK;
}

static enum rampart_status weigh_grants(const struct rp_compiled *compiled,
                                        const struct rp_subject_grants *grants, struct rp_search *search,
                                        struct rp_truths *grouped)
{
    for (uint32_t i = 0; i < grants->scoped_count; i++)
        RP_TRY(weigh_scoped(compiled, &grants->scoped[i], search->question, grouped));
    if (grants->merged != NULL) return rp_index_search(grants->merged, search);
    return search_documents(compiled, grants, search);
}

/* ---- verdicts ---- */

/* A request about one resource, under default assumptions, on its way to a verdict. */
struct verdict_job {
    struct rampart_request *request;
    const struct rp_subject *subject;
    struct rp_question question;
    struct weight weight;
    struct rp_search search;
    bool on; /* false: it left the batch, or never was in it */
};

/* Finds out where statements stand that may bear on the question; the search goes on from there. */
static enum rampart_status find_ranges(const struct rp_compiled *compiled, struct verdict_job *job)
{
    const struct rp_subject *subject = job->subject;
    if (subject == NULL) return RAMPART_OK;
    for (size_t i = 0; i < subject->group_count; i++) rp_prefetch(rp_group_at(compiled, subject->groups[i]));
    RP_TRY(weigh_grants(compiled, &subject->own, &job->search, &job->weight.grouped));
    for (size_t i = 0; i < subject->group_count; i++)
        RP_TRY(weigh_grants(compiled, rp_group_at(compiled, subject->groups[i]), &job->search,
                            &job->weight.grouped));
    return RAMPART_OK;
}

/* The verdict of the weight, if the walk over the layers settles it: then no key could (decide/keys.h). */
static bool settle(const struct rp_compiled *compiled, struct verdict_job *job,
                   struct rampart_verdict *ret_verdict)
{
    struct rp_rules rules;
    if (rp_search_end(&job->search) != RAMPART_OK) return false;
    rp_compiled_frame(compiled, job->request, job->subject, &rules);
    rules.identity.truths = &job->weight.own;
    rules.resource_group.truths = &job->weight.grouped;
    if (rp_walk(&rules, &job->question, ret_verdict) != RAMPART_OK) return false;
    if (ret_verdict->outcome == RAMPART_OUTCOME_CONDITIONAL) return false;
    if (job->question.unseen != NULL) *ret_verdict = rp_unseen_open(&rules, &job->question, *ret_verdict);
    return true;
}

/*
 * By its candidates: several resources or patterns, other assumptions, and what keys may settle. Out of line:
 * they are large.
 */
__attribute__((noinline)) static bool decide_candidates(const struct rp_compiled *compiled,
                                                        struct rampart_request *request,
                                                        const struct rp_subject *subject, rampart_switches assumed,
                                                        struct rampart_verdict *ret_verdict)
{
    struct rp_candidates candidates; /* large, and set as far as it is used */
    struct rp_arena arena;
    rp_arena_init(&arena, &request->allocator);
    enum rampart_status status = rp_candidates_find(&candidates, compiled, request, subject, assumed, &arena);
    if (status == RAMPART_OK) status = rp_decide_all(&candidates.rules, request, assumed, ret_verdict);
    rp_arena_free(&arena);
    return status == RAMPART_OK;
}

static void prefetch_indexes(const struct rp_compiled *compiled, const struct rp_subject_grants *grants)
{
    rp_prefetch(grants->merged);
    for (uint32_t i = 0; grants->merged == NULL && i < grants->count; i++)
        rp_prefetch(rp_document_index(compiled, grants->documents[i]));
}

static void prefetch_subject(const struct rp_compiled *compiled, const struct rp_subject *subject)
{
    prefetch_indexes(compiled, &subject->own);
    for (size_t i = 0; i < subject->group_count; i++)
        prefetch_indexes(compiled, rp_group_at(compiled, subject->groups[i]));
}

static void verdict_begin(struct rampart_request *request, const struct expected *expected, rampart_switches assumed,
                          struct verdict_job *job)
{
    job->on = expected->good && request->resource_count == 1 && assumed == 0 && !request->resource_set;
    if (!job->on) return;
    job->request = request;
    job->subject = expected->subject;
    job->question = rp_question_about(request, request->resources, 0);
    job->weight = (struct weight){.own = {.reached = false}};
    rp_search_begin(&job->search, &job->question, &job->weight.own);
}

/*
 * The stages of several jobs, up to where the statements' memory is on its way: one job alone would wait for
 * nothing in them.
 */
static void verdict_stages(const struct rp_compiled *compiled, struct verdict_job *jobs, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (jobs[i].on && jobs[i].subject != NULL) prefetch_subject(compiled, jobs[i].subject);
    for (size_t i = 0; i < count; i++)
        if (jobs[i].on) jobs[i].on = find_ranges(compiled, &jobs[i]) == RAMPART_OK;
    for (size_t i = 0; i < count; i++)
        if (jobs[i].on) jobs[i].on = rp_search_read(&jobs[i].search) == RAMPART_OK;
    for (size_t i = 0; i < count; i++)
        if (jobs[i].on) rp_search_prefetch(&jobs[i].search);
}

void rp_batch_decide(const struct rp_compiled *compiled, struct rampart_request *const *requests,
                     size_t count, rampart_switches assumed, struct rampart_verdict *ret_verdicts, bool *ret_known)
{
    struct verdict_job jobs[RP_BATCH];
    struct expected expected[RP_BATCH];
    find_subjects(compiled, requests, count, expected);
    for (size_t i = 0; i < count; i++) verdict_begin(requests[i], &expected[i], assumed, &jobs[i]);
    if (count > 1)
        verdict_stages(compiled, jobs, count);
    else if (jobs[0].on)
        jobs[0].on = find_ranges(compiled, &jobs[0]) == RAMPART_OK;
    for (size_t i = 0; i < count; i++)
        ret_known[i] = (jobs[i].on && settle(compiled, &jobs[i], &ret_verdicts[i])) ||
                       (expected[i].good && decide_candidates(compiled, requests[i], expected[i].subject,
                                                              assumed, &ret_verdicts[i]));
}

enum rampart_status rp_compiled_decide(const struct rp_compiled *compiled, struct rampart_request *request,
                                       rampart_switches assumed, struct rampart_diags *diags,
                                       struct rampart_verdict *ret_verdict)
{
    bool known = false;
    rp_batch_decide(compiled, &request, 1, assumed, ret_verdict, &known);
    if (known) return RAMPART_OK;
    struct rp_rules *rules = NULL;
    RP_TRY(rp_compiled_rules(&compiled->options, compiled, request, NULL, 0, 0, diags, &rules));
    enum rampart_status status = rp_decide_all(rules, request, assumed, ret_verdict);
    rp_rules_free(rules);
    return status;
}

/* ---- decisions with their reasons ---- */

/* First its decision has only its memory, then its candidates, then everything. */
struct explain_job {
    struct rp_candidates candidates;
    struct rampart_decision *decision; /* NULL: it left the batch, or never was in it */
};

typedef enum rampart_status explain_stage(struct explain_job *job);

static void explain_drop(struct explain_job *job)
{
    rampart_decision_free(job->decision);
    job->decision = NULL;
}

static void explain_begin(const struct rp_compiled *compiled, struct rampart_request *request,
                          const struct expected *expected, struct explain_job *job)
{
    struct rp_arena *arena = NULL;
    job->decision = NULL;
    if (!expected->good) return;
    if (rp_decision_new(request, &job->decision, &arena) != RAMPART_OK) return;
    if (rp_candidates_begin(&job->candidates, compiled, request, expected->subject,
                            compiled->account->assumed, arena) != RAMPART_OK)
        explain_drop(job);
}

static enum rampart_status explain_narrow(struct explain_job *job)
{
    rp_candidates_narrow(&job->candidates);
    return RAMPART_OK;
}

static enum rampart_status explain_take(struct explain_job *job)
{
    return rp_candidates_take(&job->candidates);
}

static enum rampart_status explain_make(struct explain_job *job)
{
    return rp_candidates_make(&job->candidates);
}

static enum rampart_status explain_prefetch(struct explain_job *job)
{
    rp_candidates_prefetch(&job->candidates);
    return RAMPART_OK;
}

void rp_batch_explain(const struct rp_compiled *compiled, struct rampart_request *const *requests,
                      size_t count, unsigned flags, struct rampart_decision **ret_decisions)
{
    static explain_stage *const stages[] = {explain_narrow, explain_take, explain_make, explain_prefetch};
    struct explain_job jobs[RP_BATCH]; /* large, and set as far as they are used */
    struct expected expected[RP_BATCH];
    find_subjects(compiled, requests, count, expected);
    for (size_t i = 0; i < count; i++) explain_begin(compiled, requests[i], &expected[i], &jobs[i]);
    for (size_t stage = 0; stage < sizeof stages / sizeof *stages; stage++)
        for (size_t i = 0; i < count; i++)
            if (jobs[i].decision != NULL && stages[stage](&jobs[i]) != RAMPART_OK) explain_drop(&jobs[i]);
    for (size_t i = 0; i < count; i++) {
        struct explain_job *job = &jobs[i];
        if (job->decision != NULL &&
            rp_decision_explain(&job->candidates, flags, job->decision) != RAMPART_OK)
            explain_drop(job);
        ret_decisions[i] = job->decision;
    }
}
