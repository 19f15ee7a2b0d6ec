/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds the principals who may assume a role that may do it, and those who may assume such a role in turn, in whatever
 * account of an organisation. The search goes backwards from the roles that may do it: certain roles first, then the
 * nearest, each once. So the first chain that is found to a principal is the best one, and a cycle ends where it meets a
 * role that was asked about before.
 */
#include "analysis/row_verdict.h"
#include "analysis/who_can.h"
#include "base/str.h"
#include "base/try.h"

/* ---- the question about one role ---- */

/* Whether the role stands for all that may be in an account that could not be read: then some role is asked for. */
static bool chain_is_anybody(const struct rampart_who_can *result, const struct rampart_who_can_row *role)
{
    return result->account->home != NULL && rp_str_ends(role->principal, RP_STR(":role/*"));
}

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
    RP_TRY(rp_request_complete(request, NULL));
    if (chain_is_anybody(result, role)) rp_request_take_resource_set(request, true);
    return RAMPART_OK;
}

/* ---- the roles to ask about ---- */

/* A role that may do it, as it was reached; it may be reached again by a better way. */
struct chain_end {
    size_t answer, role; /* whose, and the place of its row */
    size_t via_count;
    bool certain;
};

struct chain_search {
    struct rp_who_can_answers answers;
    bool narrow;
    struct rp_arena arena;
    struct chain_end *ends; /* a heap: the best is the first */
    size_t end_count, end_room;
    bool **asked;       /* by the answer and the role */
    bool *named;        /* by the answer: the trust policy of the role that is asked about may name its account */
    size_t *candidates; /* the principals whose own policies may let them assume the role */
    size_t candidate_count;
};

/* Certain ones first, then the nearest, then as their rows are sorted. */
static bool chain_comes_before(const struct chain_end *a, const struct chain_end *b)
{
    if (a->certain != b->certain) return a->certain;
    if (a->via_count != b->via_count) return a->via_count < b->via_count;
    if (a->answer != b->answer) return a->answer < b->answer;
    return a->role < b->role;
}

static struct rampart_who_can_row *chain_row(const struct chain_search *search, size_t answer, size_t row)
{
    return &rp_who_can_rows(search->answers.items[answer])[row];
}

static enum rampart_status chain_push(struct chain_search *search, size_t answer, size_t role)
{
    const struct rampart_who_can_row *row = chain_row(search, answer, role);
    const struct chain_end end = {answer, role, row->via_count, row->verdict.outcome == RAMPART_OUTCOME_ALLOW};
    struct chain_end *ends =
        rp_arena_grow(&search->arena, search->ends, search->end_count, &search->end_room, sizeof *ends);
    RP_TRY_MEMORY(ends != NULL);
    search->ends = ends;
    size_t at = search->end_count++;
    for (; at > 0 && chain_comes_before(&end, &ends[(at - 1) / 2]); at = (at - 1) / 2) ends[at] = ends[(at - 1) / 2];
    ends[at] = end;
    return RAMPART_OK;
}

static struct chain_end chain_pop(struct chain_search *search)
{
    struct chain_end *ends = search->ends;
    const struct chain_end best = ends[0], last = ends[--search->end_count];
    size_t at = 0, next;
    for (; (next = 2 * at + 1) < search->end_count; at = next) {
        if (next + 1 < search->end_count && chain_comes_before(&ends[next + 1], &ends[next])) next++;
        if (!chain_comes_before(&ends[next], &last)) break;
        ends[at] = ends[next];
    }
    ends[at] = last;
    return best;
}

/* Finds the role to ask about next: each once, at its best. False: none is left. */
static bool chain_next_role(struct chain_search *search, struct chain_end *ret_end)
{
    while (search->end_count > 0) {
        *ret_end = chain_pop(search);
        if (!search->asked[ret_end->answer][ret_end->role]) return true;
    }
    return false;
}

/* ---- who may assume a role ---- */

/* True: a chain of this outcome and length is better than that of the row. Certain chains are found shortest first. */
static bool chain_is_better(const struct rampart_who_can_row *row, enum rampart_outcome outcome,
                            size_t via_count)
{
    enum rampart_outcome now = row->verdict.outcome;
    if (outcome == RAMPART_OUTCOME_DENY || now == RAMPART_OUTCOME_ALLOW) return false;
    if (outcome == RAMPART_OUTCOME_ALLOW || now == RAMPART_OUTCOME_DENY) return true;
    return via_count < row->via_count;
}

static enum rampart_status chain_ask_candidate(struct chain_search *search, const struct rampart_who_can_row *role,
                                               size_t answer, size_t candidate)
{
    struct rampart_who_can *result = search->answers.items[answer];
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
    return candidate < result->role_count ? chain_push(search, answer, candidate) : RAMPART_OK;
}

/* Lists the principals whose policies may allow it, which are few. Root cannot assume a role. */
static void chain_find_candidates(struct chain_search *search, const struct rp_evaluation *evaluation)
{
    const struct rampart_account *account = evaluation->compiled->account;
    size_t users = account->user_count, roles = account->role_count, count = 0;
    for (size_t i = 0; i < users + roles; i++) /* masks of users stand first, rows of roles do */
        if (rp_effect_mask_may_allow(evaluation->holder_masks[i]))
            search->candidates[count++] = i < users ? roles + 1 + i : i - users;
    search->candidate_count = count;
}

/* One evaluation serves all questions of an account who may assume a role. */
static enum rampart_status chain_open_evaluation(const struct chain_search *search, struct rampart_who_can *result,
                                                 const struct rampart_who_can_row *role)
{
    if (result->assuming == NULL) RP_TRY(rampart_request_new(&result->options, &result->assuming));
    RP_TRY(rp_who_can_assume(result, role, result->assuming));
    RP_TRY(rp_who_can_load(result, NULL));
    if (result->by_role_open) return RAMPART_OK;
    result->by_role_open = true;
    return rp_evaluation_open(result->compiled, result->assuming, 0, search->narrow, &result->by_role);
}

/* Asks the principals of one account about a role, which may be another account's. */
static enum rampart_status chain_ask_account(struct chain_search *search, const struct chain_end *end, size_t answer)
{
    struct rampart_who_can *result = search->answers.items[answer];
    const struct rampart_who_can_row *role = chain_row(search, end->answer, end->role);
    static const struct rp_kept_masks none = {.known = false};
    struct rp_kept_masks *kept = answer == end->answer ? &result->role_kept[end->role] : NULL; /* own roles are few */
    RP_TRY(chain_open_evaluation(search, result, role));
    RP_TRY(rp_evaluation_run(&result->by_role, result->assuming, result->assumed, kept != NULL ? kept : &none));
    RP_TRY(rp_who_can_watch(result, &result->by_role, kept));
    chain_find_candidates(search, &result->by_role);
    rp_who_can_progress(result, 0, search->candidate_count);
    for (size_t i = 0; i < search->candidate_count; i++) {
        RP_TRY(chain_ask_candidate(search, role, answer, search->candidates[i]));
        rp_who_can_progress(result, 1, 0);
    }
    return RAMPART_OK;
}

/* ---- whom a trust policy may let in ---- */

static bool chain_rule_may_name(const struct rp_rule *rule, struct rampart_str account)
{
    for (size_t i = 0; i < rule->principal_count; i++) {
        const struct rp_rule_principal *principal = &rule->principals[i];
        const bool of_account = principal->kind == RP_PRINCIPAL_RAM || principal->kind == RP_PRINCIPAL_FEDERATED;
        if (principal->kind == RP_PRINCIPAL_SERVICE || principal->kind == RP_PRINCIPAL_NOBODY) continue;
        if (!of_account || rp_str_equal(principal->identity.account, account)) return true;
    }
    return rule->principal_count == 0;
}

/* Whether the trust policy may let in anybody of the account. One that nobody knows may. */
static bool chain_trust_may_name(const struct rp_unit *trust, struct rampart_str account)
{
    if (!trust->present || trust->unknown) return true;
    for (size_t i = 0; i < trust->count; i++)
        if (trust->rules[i].effect == RAMPART_ALLOW && chain_rule_may_name(&trust->rules[i], account)) return true;
    return false;
}

/* The role's own account is asked first, as if it were alone. */
static enum rampart_status chain_ask_role(struct chain_search *search, const struct chain_end *end)
{
    struct rampart_who_can *result = search->answers.items[end->answer];
    search->asked[end->answer][end->role] = true;
    RP_TRY(chain_ask_account(search, end, end->answer));
    const struct rp_unit *trust = rp_role_trust(result->compiled, &result->compiled->account->roles[end->role]);
    for (size_t i = 0; i < search->answers.count; i++) /* before the next one is compiled, which may need its room */
        search->named[i] = i != end->answer && chain_trust_may_name(trust, search->answers.items[i]->account->id);
    for (size_t i = 0; i < search->answers.count; i++)
        if (search->named[i]) RP_TRY(chain_ask_account(search, end, i));
    return RAMPART_OK;
}

/* ---- the search ---- */

/* Role i is row i. */
static enum rampart_status chain_push_allowed(struct chain_search *search)
{
    for (size_t i = 0; i < search->answers.count; i++) {
        const struct rampart_who_can *result = search->answers.items[i];
        for (size_t role = 0; role < result->role_count; role++)
            if (rp_verdict_unpack(result->direct[role]).outcome != RAMPART_OUTCOME_DENY)
                RP_TRY(chain_push(search, i, role));
    }
    return RAMPART_OK;
}

static enum rampart_status chain_make_room(struct chain_search *search)
{
    size_t most = 0;
    search->asked = RP_NEW_ARRAY(&search->arena, bool *, search->answers.count);
    RP_TRY_MEMORY(search->asked != NULL);
    for (size_t i = 0; i < search->answers.count; i++) {
        const struct rampart_who_can *result = search->answers.items[i];
        search->asked[i] = RP_NEW_ARRAY(&search->arena, bool, result->role_count);
        RP_TRY_MEMORY(search->asked[i] != NULL);
        if (result->principal_count > most) most = result->principal_count;
    }
    search->candidates = RP_NEW_ARRAY(&search->arena, size_t, most);
    search->named = RP_NEW_ARRAY(&search->arena, bool, search->answers.count);
    return search->candidates != NULL && search->named != NULL ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static enum rampart_status chain_search_all(struct chain_search *search)
{
    struct chain_end end;
    RP_TRY(chain_push_allowed(search));
    if (search->end_count == 0) return RAMPART_OK;
    RP_TRY(chain_make_room(search));
    while (chain_next_role(search, &end)) RP_TRY(chain_ask_role(search, &end));
    return RAMPART_OK;
}

enum rampart_status rp_who_can_chains(struct rp_who_can_answers answers, bool narrow)
{
    struct chain_search search = {.answers = answers, .narrow = narrow};
    rp_arena_init(&search.arena, &answers.items[0]->allocator);
    enum rampart_status status = chain_search_all(&search);
    rp_arena_free(&search.arena);
    return status;
}
