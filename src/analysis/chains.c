/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds the principals who may assume a role that may do it, and those who may assume such a role in turn. The search
 * goes backwards from the roles that may do it: certain roles first, then the nearest, each once. So the first chain
 * that is found to a principal is the best one, and a cycle ends where it meets a role that was asked about before.
 */
#include "analysis/row_verdict.h"
#include "analysis/who_can.h"
#include "base/str.h"
#include "base/try.h"

/* ---- the question about one role ---- */

enum rampart_status rp_who_can_assume(const struct rampart_who_can *result,
                                      const struct rampart_who_can_row *role, struct rampart_request *request)
{
    rp_request_share(request, result->question);
    request->resources = request->last_resource = NULL;
    request->resource_count = 0;
    request->resource_set = false; /* one role at a time */
    request->set_memo = NULL;
    RP_TRY(rampart_request_set_action(request, RP_STR("sts:AssumeRole"), NULL));
    RP_TRY(rampart_request_add_resource(request, role->principal, NULL));
    return rp_request_complete(request, NULL);
}

/* ---- the search ---- */

struct chain_search {
    struct rampart_who_can *result;
    bool narrow;
    struct rp_arena arena;
    bool *asked;        /* by the index of the role */
    size_t *candidates; /* the principals whose own policies may let them assume the role */
    size_t candidate_count;
};

/* True: a chain of this outcome and length is better than that of the row. Certain chains are found shortest first. */
static bool chain_is_better(const struct rampart_who_can_row *row, enum rampart_outcome outcome,
                            size_t via_count)
{
    enum rampart_outcome now = row->verdict.outcome;
    if (outcome == RAMPART_OUTCOME_DENY || now == RAMPART_OUTCOME_ALLOW) return false;
    if (outcome == RAMPART_OUTCOME_ALLOW || now == RAMPART_OUTCOME_DENY) return true;
    return via_count < row->via_count;
}

/* Finds the role to ask about next. False: none is left. */
static bool chain_next_role(const struct chain_search *search, size_t *ret_role)
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

static enum rampart_status chain_ask_candidate(struct chain_search *search,
                                               const struct rampart_who_can_row *role, size_t candidate)
{
    struct rampart_who_can *result = search->result;
    struct rampart_who_can_row *row = &rp_who_can_rows(result)[candidate];
    const struct rp_account_principal *principal = &result->compiled->principals.items[candidate];
    struct rampart_verdict verdict;
    if (row == role || !chain_is_better(row, role->verdict.outcome, role->via_count + 1)) return RAMPART_OK;
    RP_TRY(rp_row_verdict(&result->by_role, principal, &verdict));
    if (verdict.outcome == RAMPART_OUTCOME_ALLOW) verdict = role->verdict;
    if (!chain_is_better(row, verdict.outcome, role->via_count + 1)) return RAMPART_OK;
    row->verdict = row->without_unseen = verdict;
    row->via = role;
    row->via_count = role->via_count + 1;
    return RAMPART_OK;
}

/* Lists the principals whose policies may allow it, which are few. Root cannot assume a role. */
static void chain_find_candidates(struct chain_search *search)
{
    const struct rp_evaluation *evaluation = &search->result->by_role;
    const struct rampart_account *account = evaluation->compiled->account;
    size_t users = account->user_count, roles = account->role_count, count = 0;
    for (size_t i = 0; i < users + roles; i++) /* masks of users stand first, rows of roles do */
        if (rp_effect_mask_may_allow(evaluation->holder_masks[i]))
            search->candidates[count++] = i < users ? roles + 1 + i : i - users;
    search->candidate_count = count;
}

static enum rampart_status chain_ask_role(struct chain_search *search, size_t index)
{
    struct rampart_who_can *result = search->result;
    const struct rampart_who_can_row *role = &rp_who_can_rows(result)[index];
    search->asked[index] = true;
    RP_TRY(rp_who_can_assume(result, role, result->assuming));
    RP_TRY(rp_evaluation_run(&result->by_role, result->assuming, result->assumed, &result->role_kept[index]));
    RP_TRY(rp_who_can_watch(result, &result->by_role, &result->role_kept[index]));
    chain_find_candidates(search);
    rp_who_can_progress(result, 0, search->candidate_count);
    for (size_t i = 0; i < search->candidate_count; i++) {
        RP_TRY(chain_ask_candidate(search, role, search->candidates[i]));
        rp_who_can_progress(result, 1, 0);
    }
    return RAMPART_OK;
}

static enum rampart_status chain_open_evaluation(struct chain_search *search, size_t role)
{
    struct rampart_who_can *result = search->result;
    if (result->assuming != NULL) return RAMPART_OK;
    RP_TRY(rampart_request_new(&result->options, &result->assuming));
    RP_TRY(rp_who_can_assume(result, &rp_who_can_rows(result)[role], result->assuming));
    return rp_evaluation_open(result->compiled, result->assuming, 0, search->narrow, &result->by_role);
}

static enum rampart_status chain_search_all(struct chain_search *search, size_t role)
{
    const struct rp_compiled *compiled = search->result->compiled;
    RP_TRY(chain_open_evaluation(search, role));
    search->asked = RP_NEW_ARRAY(&search->arena, bool, compiled->account->role_count);
    search->candidates = RP_NEW_ARRAY(&search->arena, size_t, compiled->principals.count);
    RP_TRY_MEMORY(search->asked != NULL && search->candidates != NULL);
    while (chain_next_role(search, &role)) RP_TRY(chain_ask_role(search, role));
    return RAMPART_OK;
}

/* Role i is row i. */
enum rampart_status rp_who_can_chains(struct rampart_who_can *result, bool narrow)
{
    struct chain_search search = {.result = result, .narrow = narrow};
    size_t role = 0, roles = result->compiled->account->role_count;
    while (role < roles && rp_verdict_unpack(result->direct[role]).outcome == RAMPART_OUTCOME_DENY) role++;
    if (role == roles) return RAMPART_OK;
    rp_arena_init(&search.arena, &result->allocator);
    enum rampart_status status = chain_search_all(&search, role);
    rp_arena_free(&search.arena);
    return status;
}
