/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may assume a role that may do it, and who may assume such a principal in turn. The search goes backwards
 * from the roles that may do it: the certain ones first, the nearest first, each once. So the first way that is
 * found to a principal is the best one, and a cycle ends where it meets a role that was asked about already.
 */
#include "analysis/who_can.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"

struct search {
    struct rampart_who_can *result;
    struct rp_evaluation evaluation;
    struct rampart_request *request; /* who may assume the role that is asked about */
    bool *asked;                     /* by the index of the role */
    size_t *candidates;              /* the askers with a policy about assuming roles */
    size_t candidate_count;
};

/* ---- candidates ---- */

static bool is_candidate(const struct search *search, const bool *groups, const struct rp_asker *asker)
{
    const struct rp_holdings *holdings = asker->holdings;
    if (holdings == NULL) return false; /* root cannot assume a role */
    if (rp_evaluation_is_about(&search->evaluation, &holdings->own)) return true;
    for (size_t i = 0; i < holdings->group_count; i++)
        if (groups[holdings->groups[i]]) return true;
    return false;
}

/* Only who holds a policy about sts:AssumeRole may assume anything: that spares most of the questions. */
static enum rampart_status find_candidates(struct search *search, struct rp_arena *arena)
{
    const struct rampart_compiled *compiled = search->result->compiled;
    const struct rampart_account *account = compiled->account;
    const struct rp_askers *askers = &compiled->askers;
    bool *groups = RP_NEW_ARRAY(arena, bool, account->group_count);
    search->asked = RP_NEW_ARRAY(arena, bool, account->role_count);
    search->candidates = RP_NEW_ARRAY(arena, size_t, askers->count);
    RP_TRY_MEMORY(groups != NULL && search->asked != NULL && search->candidates != NULL);
    for (size_t i = 0; i < account->group_count; i++)
        groups[i] = rp_evaluation_is_about(&search->evaluation, &compiled->groups[i]);
    for (size_t i = 0; i < askers->count; i++)
        if (is_candidate(search, groups, &askers->items[i]))
            search->candidates[search->candidate_count++] = i;
    return RAMPART_OK;
}

/* ---- the search ---- */

/* Whether a way of this outcome and length is better than what the row has. */
static bool is_better(const struct rampart_who_can_row *row, enum rampart_outcome outcome, size_t via_count)
{
    enum rampart_outcome now = row->verdict.outcome;
    if (outcome == RAMPART_OUTCOME_DENY ||
        now == RAMPART_OUTCOME_ALLOW) /* the certain ways come shortest first */
        return false;
    if (outcome == RAMPART_OUTCOME_ALLOW || now == RAMPART_OUTCOME_DENY) return true;
    return via_count < row->via_count;
}

/* The role to be asked about next. False: none is left. */
static bool next_role(const struct search *search, size_t *ret_role)
{
    const struct rampart_who_can_row *rows = rp_who_can_rows(search->result), *best = NULL;
    for (size_t i = 0; i < search->result->compiled->account->role_count; i++) {
        const struct rampart_who_can_row *row = &rows[i];
        if (search->asked[i] || row->verdict.outcome == RAMPART_OUTCOME_DENY) continue;
        bool same = best != NULL && best->verdict.outcome == row->verdict.outcome;
        bool certain = row->verdict.outcome == RAMPART_OUTCOME_ALLOW;
        if (best == NULL || (same && row->via_count < best->via_count) || (!same && certain)) best = row;
    }
    if (best != NULL) *ret_role = (size_t)(best - rows);
    return best != NULL;
}

static enum rampart_status ask_candidate(struct search *search, const struct rampart_who_can_row *role,
                                         size_t candidate)
{
    struct rampart_who_can_row *row = &rp_who_can_rows(search->result)[candidate];
    const struct rp_asker *asker = &search->result->compiled->askers.items[candidate];
    struct rampart_verdict verdict;
    if (row == role || !is_better(row, role->verdict.outcome, role->via_count + 1)) return RAMPART_OK;
    if (!rp_evaluation_may_allow(&search->evaluation, asker)) return RAMPART_OK;
    RP_TRY(rp_evaluation_decide(&search->evaluation, asker, &verdict));
    if (verdict.outcome == RAMPART_OUTCOME_ALLOW) verdict = role->verdict;
    if (!is_better(row, verdict.outcome, role->via_count + 1)) return RAMPART_OK;
    row->verdict = verdict;
    row->via = role;
    row->via_count = role->via_count + 1;
    return RAMPART_OK;
}

static enum rampart_status ask_about(struct search *search, size_t index)
{
    const struct rampart_who_can_row *role = &rp_who_can_rows(search->result)[index];
    search->asked[index] = true;
    RP_TRY(rp_who_can_assume(search->result, role, search->request));
    RP_TRY(rp_evaluation_aim(&search->evaluation, search->request));
    RP_TRY(rp_who_can_watch(search->result, &search->evaluation));
    rp_who_can_tell(search->result, 0, search->candidate_count);
    for (size_t i = 0; i < search->candidate_count; i++) {
        RP_TRY(ask_candidate(search, role, search->candidates[i]));
        rp_who_can_tell(search->result, 1, 0);
    }
    return RAMPART_OK;
}

static enum rampart_status run(struct search *search, size_t role)
{
    struct rampart_who_can *result = search->result;
    RP_TRY(rampart_request_new(&result->options, &search->request));
    RP_TRY(rp_who_can_assume(result, &rp_who_can_rows(result)[role], search->request));
    RP_TRY(rp_evaluation_open(result->compiled, search->request, &search->evaluation));
    RP_TRY(find_candidates(search, &search->evaluation.arena));
    while (next_role(search, &role)) RP_TRY(ask_about(search, role));
    return RAMPART_OK;
}

/* Role i is row i. */
enum rampart_status rp_who_can_chains(struct rampart_who_can *result)
{
    struct search search = {.result = result};
    rp_arena_init(&search.evaluation.arena, &result->allocator);
    size_t role = 0, roles = result->compiled->account->role_count;
    while (role < roles && rp_verdict_unpack(result->direct[role]).outcome == RAMPART_OUTCOME_DENY) role++;
    if (role == roles) return RAMPART_OK;
    enum rampart_status status = run(&search, role);
    rp_evaluation_close(&search.evaluation);
    rampart_request_free(search.request);
    return status;
}
