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
    struct rp_arena arena;
    bool *asked;        /* by the index of the role */
    size_t *candidates; /* the askers whose own policies may let them assume the role */
    size_t candidate_count;
};

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
    struct rampart_who_can *result = search->result;
    struct rampart_who_can_row *row = &rp_who_can_rows(result)[candidate];
    const struct rp_asker *asker = &result->compiled->askers.items[candidate];
    struct rampart_verdict verdict;
    if (row == role || !is_better(row, role->verdict.outcome, role->via_count + 1)) return RAMPART_OK;
    RP_TRY(rp_evaluation_decide(&result->by_role, asker, &verdict));
    if (verdict.outcome == RAMPART_OUTCOME_ALLOW) verdict = role->verdict;
    if (!is_better(row, verdict.outcome, role->via_count + 1)) return RAMPART_OK;
    row->verdict = row->without_unseen = verdict;
    row->via = role;
    row->via_count = role->via_count + 1;
    return RAMPART_OK;
}

/* Only who holds a policy that may allow it: that spares most of the questions. Root cannot assume a role. */
static void find_candidates(struct search *search)
{
    const struct rp_evaluation *evaluation = &search->result->by_role;
    const struct rampart_account *account = evaluation->compiled->account;
    size_t users = account->user_count, roles = account->role_count, count = 0;
    for (size_t i = 0; i < users + roles; i++) /* the users' marks stand first, and the roles' rows */
        if (rp_mark_may_allow(evaluation->marks[i]))
            search->candidates[count++] = i < users ? roles + 1 + i : i - users;
    search->candidate_count = count;
}

static enum rampart_status ask_about(struct search *search, size_t index)
{
    struct rampart_who_can *result = search->result;
    const struct rampart_who_can_row *role = &rp_who_can_rows(result)[index];
    search->asked[index] = true;
    RP_TRY(rp_who_can_assume(result, role, result->assuming));
    RP_TRY(rp_evaluation_aim(&result->by_role, result->assuming, result->assumed, &result->role_recalls[index]));
    RP_TRY(rp_who_can_watch(result, &result->by_role, &result->role_recalls[index]));
    find_candidates(search);
    rp_who_can_tell(result, 0, search->candidate_count);
    for (size_t i = 0; i < search->candidate_count; i++) {
        RP_TRY(ask_candidate(search, role, search->candidates[i]));
        rp_who_can_tell(result, 1, 0);
    }
    return RAMPART_OK;
}

static enum rampart_status open_evaluation(struct rampart_who_can *result, size_t role)
{
    if (result->assuming != NULL) return RAMPART_OK;
    RP_TRY(rampart_request_new(&result->options, &result->assuming));
    RP_TRY(rp_who_can_assume(result, &rp_who_can_rows(result)[role], result->assuming));
    return rp_who_can_open(result, result->assuming, 0, &result->by_role);
}

static enum rampart_status run(struct search *search, size_t role)
{
    const struct rp_compiled *compiled = search->result->compiled;
    RP_TRY(open_evaluation(search->result, role));
    search->asked = RP_NEW_ARRAY(&search->arena, bool, compiled->account->role_count);
    search->candidates = RP_NEW_ARRAY(&search->arena, size_t, compiled->askers.count);
    RP_TRY_MEMORY(search->asked != NULL && search->candidates != NULL);
    while (next_role(search, &role)) RP_TRY(ask_about(search, role));
    return RAMPART_OK;
}

/* Role i is row i. */
enum rampart_status rp_who_can_chains(struct rampart_who_can *result)
{
    struct search search = {.result = result};
    size_t role = 0, roles = result->compiled->account->role_count;
    while (role < roles && rp_verdict_unpack(result->direct[role]).outcome == RAMPART_OUTCOME_DENY) role++;
    if (role == roles) return RAMPART_OK;
    rp_arena_init(&search.arena, &result->allocator);
    enum rampart_status status = run(&search, role);
    rp_arena_free(&search.arena);
    return status;
}
