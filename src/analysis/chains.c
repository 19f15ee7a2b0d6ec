/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds the principals who may assume a role that may do it, and those who may assume such a role in turn, in whatever
 * account of an organisation. The search goes backwards from the roles that may do it: certain roles first, then the
 * nearest, each once. So the first chain that is found to a principal is the best one, and a cycle ends where it meets a
 * role that was asked about before. Principals are asked about a role by their classes (analysis/assumers.h); what a class
 * comes to is given to its roles at once, since others may assume these, and to its users at the end.
 */
#include "account/organisation.h"
#include "analysis/row_verdict.h"
#include "analysis/who_can.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/principal.h"

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
    struct rp_arena arena;
    struct chain_end *ends; /* a heap: the best is the first */
    size_t end_count, end_room;
    bool **asked;       /* by the answer and the role */
    bool *named;        /* by the answer: the trust policy of the role that is asked about may name its account */
    bool *begun;        /* by the answer: its classes are being searched */
    const struct rp_named_holder **holders; /* by the answer: whom trust policies name */
    size_t statements;  /* of trust policies, gone through for that */
    bool turned;        /* no role is left that is certainly allowed */
};

/* Certain ones first, then the nearest, then as their rows are sorted. */
static bool chain_comes_before(const struct chain_end *a, const struct chain_end *b)
{
    if (a->certain != b->certain) return a->certain;
    if (a->via_count != b->via_count) return a->via_count < b->via_count;
    if (a->answer != b->answer) return a->answer < b->answer;
    return a->role < b->role;
}

static struct rp_row_cell *chain_cell(const struct rampart_who_can *result, size_t place)
{
    return &rp_who_can_cells(result)[place];
}

static inline enum rampart_outcome chain_outcome(const struct rp_row_cell *cell)
{
    return rp_packed_outcome(cell->verdict);
}

static enum rampart_status chain_push(struct chain_search *search, size_t answer, size_t role)
{
    const struct rp_row_cell *cell = chain_cell(search->answers.items[answer], role);
    const struct chain_end end = {answer, role, cell->via_count, chain_outcome(cell) == RAMPART_OUTCOME_ALLOW};
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

/* True: a way of this outcome and length is better than another. Certain ways are found shortest first. */
static bool chain_is_better(enum rampart_outcome now, size_t now_count, enum rampart_outcome outcome, size_t via_count)
{
    if (outcome == RAMPART_OUTCOME_DENY || now == RAMPART_OUTCOME_ALLOW) return false;
    if (outcome == RAMPART_OUTCOME_ALLOW || now == RAMPART_OUTCOME_DENY) return true;
    return via_count < now_count;
}

/* Gives the way to a principal, if that is better than what it has; false: it is not. */
static inline bool chain_take_way(struct rp_row_cell *cell, const struct rp_way *way)
{
    if (way->via == 0 || !chain_is_better(chain_outcome(cell), cell->via_count, way->outcome, way->via_count))
        return false;
    cell->verdict = cell->alone = rp_verdict_pack((struct rampart_verdict){.outcome = way->outcome});
    cell->via = way->via;
    cell->via_count = way->via_count;
    return true;
}

/* A role that has a better way is asked about in turn. */
static enum rampart_status chain_improve(struct chain_search *search, size_t answer, size_t place, const struct rp_way *way)
{
    struct rampart_who_can *result = search->answers.items[answer];
    const bool better = chain_take_way(chain_cell(result, place), way);
    return better && place < result->role_count ? chain_push(search, answer, place) : RAMPART_OK;
}

/* Users stand first among holders, and roles first among rows. */
static size_t chain_place(const struct rampart_who_can *result, uint32_t holder)
{
    const size_t users = result->compiled->account->user_count;
    return holder < users ? result->role_count + 1 + holder : holder - users;
}

/* The role that is being asked about: its names, and what it came to. */
struct chain_role {
    const struct rampart_who_can_row *row;
    const struct rp_row_cell *cell;
    uint32_t number; /* as cells have it */
};

static struct chain_role chain_role(const struct chain_search *search, const struct chain_end *end)
{
    const struct rampart_who_can *result = search->answers.items[end->answer];
    return (struct chain_role){rp_who_can_role_row(result, end->role), chain_cell(result, end->role),
                               rp_who_can_way_to(result, end->role)};
}

/* What a verdict on assuming the role comes to together with what the role may do. */
static struct rp_way chain_way(const struct chain_role *role, enum rampart_outcome outcome)
{
    const bool certain = outcome == RAMPART_OUTCOME_ALLOW;
    return (struct rp_way){certain ? chain_outcome(role->cell) : outcome, role->number, role->cell->via_count + 1};
}

/* Each member by itself: something asks who asks. Its class's way was found before. */
static enum rampart_status chain_ask_members(struct chain_search *search, const struct chain_role *role, size_t answer,
                                             uint32_t class)
{
    struct rampart_who_can *result = search->answers.items[answer];
    const struct rp_assumers *assumers = result->assumers;
    const struct rp_way offer = chain_way(role, chain_outcome(role->cell));
    for (uint32_t i = assumers->classes.starts[class]; i < assumers->classes.starts[class + 1]; i++) {
        const size_t place = chain_place(result, assumers->classes.members[i]);
        const struct rp_row_cell *cell = chain_cell(result, place);
        struct rampart_verdict verdict;
        RP_TRY(chain_improve(search, answer, place, &assumers->ways[class]));
        if (cell == role->cell || !chain_is_better(chain_outcome(cell), cell->via_count, offer.outcome, offer.via_count)) continue;
        const struct rp_account_principal principal = rp_principal_at(result->compiled, place);
        RP_TRY(rp_row_verdict(&result->by_role, &principal, assumers->masks[class], &verdict));
        const struct rp_way way = chain_way(role, verdict.outcome);
        RP_TRY(chain_improve(search, answer, place, &way));
    }
    return RAMPART_OK;
}

/* The roles among the members are to be asked about in turn. */
static enum rampart_status chain_improve_class(struct chain_search *search, size_t answer, uint32_t class,
                                               const struct rp_way *way)
{
    struct rampart_who_can *result = search->answers.items[answer];
    const struct rp_assumers *assumers = result->assumers;
    const struct rp_way now = assumers->ways[class];
    if (!chain_is_better(now.outcome, now.via_count, way->outcome, way->via_count)) return RAMPART_OK;
    rp_assumers_set_way(result->assumers, class, *way);
    for (uint32_t i = assumers->classes.starts[class]; i < assumers->classes.starts[class + 1]; i++)
        if (assumers->classes.members[i] >= result->compiled->account->user_count)
            RP_TRY(chain_improve(search, answer, chain_place(result, assumers->classes.members[i]), way));
    return RAMPART_OK;
}

/* Asks for one of them: they hold the same, and the trust policy names all or none. Whom it names has no answer by mask. */
static enum rampart_status chain_ask_class(struct chain_search *search, const struct chain_role *role, size_t answer,
                                           uint32_t class)
{
    struct rampart_who_can *result = search->answers.items[answer];
    const struct rp_assumers *assumers = result->assumers;
    const struct rp_way offer = chain_way(role, chain_outcome(role->cell)), now = assumers->ways[class];
    uint16_t mask = assumers->masks[class];
    struct rampart_verdict verdict;
    if (!rp_effect_mask_may_allow(mask)) return RAMPART_OK;
    if (!rp_evaluation_is_uniform(&result->by_role, mask)) return chain_ask_members(search, role, answer, class);
    if (!chain_is_better(now.outcome, now.via_count, offer.outcome, offer.via_count)) return RAMPART_OK;
    if (assumers->named[class]) mask |= RP_EFFECT_PERSONAL;
    const size_t place = chain_place(result, assumers->classes.members[assumers->classes.starts[class]]);
    const struct rp_account_principal principal = rp_principal_at(result->compiled, place);
    RP_TRY(rp_row_verdict(&result->by_role, &principal, mask, &verdict));
    const struct rp_way way = chain_way(role, verdict.outcome);
    return chain_improve_class(search, answer, class, &way);
}

/* Whether somebody may certainly assume the role, as far as its trust policy alone tells: conditions are about the request. */
static enum rampart_status chain_lets_in(const struct rampart_who_can *result, const struct rp_unit *trust, bool *ret_certain)
{
    struct rampart_request *request = result->question;
    const struct rp_question question = rp_question_about(request, request->resources, result->assumed);
    bool certain = false;
    for (size_t i = 0; i < trust->count && !certain; i++) {
        const struct rp_rule *rule = &trust->rules[i];
        certain = rule->effect == RAMPART_ALLOW;
        for (size_t k = 0; k < rule->condition_count && certain; k++) {
            enum rampart_truth truth = RAMPART_FALSE;
            RP_TRY(rp_condition_match(&rule->conditions[k], &question, &truth));
            certain = truth == RAMPART_TRUE || rp_key_asks_who(rule->conditions[k].source->key.text);
        }
    }
    *ret_certain = certain;
    return RAMPART_OK;
}

/* What the role has to offer: a role that is not certain itself offers nothing certain. */
static enum rampart_status chain_find_offer(const struct chain_search *search, const struct chain_end *end,
                                            struct rp_offer *ret_offer)
{
    const struct rampart_who_can *result = search->answers.items[end->answer];
    const struct rp_row_cell *role = chain_cell(result, end->role);
    *ret_offer = (struct rp_offer){chain_outcome(role) == RAMPART_OUTCOME_ALLOW, role->via_count + 1};
    if (!ret_offer->certain || result->compiled == NULL) return RAMPART_OK;
    const struct rp_unit *trust = rp_role_trust(result->compiled, &result->compiled->account->roles[end->role]);
    return chain_lets_in(result, trust, &ret_offer->certain);
}

/* The worst that a member may do directly: what is no better helps none of the class. */
static void chain_begin_ways(struct rampart_who_can *result)
{
    const struct rp_classes *classes = &result->assumers->classes;
    const struct rp_row_cell *cells = rp_who_can_cells(result);
    for (size_t i = 0; i < classes->count; i++) {
        enum rampart_outcome worst = RAMPART_OUTCOME_ALLOW;
        for (uint32_t k = classes->starts[i]; k < classes->starts[i + 1] && worst != RAMPART_OUTCOME_DENY; k++) {
            const enum rampart_outcome outcome = chain_outcome(&cells[chain_place(result, classes->members[k])]);
            if (outcome != RAMPART_OUTCOME_ALLOW) worst = outcome;
        }
        rp_assumers_set_way(result->assumers, (uint32_t)i, (struct rp_way){.outcome = worst});
    }
}

/* One evaluation serves all questions of an account who may assume a role. */
static enum rampart_status chain_open_evaluation(const struct chain_search *search, size_t answer,
                                                 const struct rampart_who_can_row *role)
{
    struct rampart_who_can *result = search->answers.items[answer];
    const struct rp_evaluation_use use = {.narrow = true, .documents = true};
    if (result->assuming == NULL) RP_TRY(rampart_request_new(&result->options, &result->assuming));
    RP_TRY(rp_who_can_assume(result, role, result->assuming));
    RP_TRY(rp_who_can_load(result, NULL));
    if (!result->by_role_open) {
        result->by_role_open = true;
        RP_TRY(rp_evaluation_open(result->compiled, result->assuming, use, &result->by_role));
    }
    if (result->assumers == NULL)
        RP_TRY(rp_assumers_make(&result->arena, &result->by_role, search->holders[answer], &result->assumers));
    if (!search->begun[answer]) {
        search->begun[answer] = true;
        rp_assumers_begin(result->assumers);
        chain_begin_ways(result);
    }
    const bool anybody = chain_is_anybody(result, role);
    rp_assumers_narrow(result->assumers, &result->by_role, anybody ? NULL : &role->principal);
    return RAMPART_OK;
}

static enum rampart_status chain_ask_classes(struct chain_search *search, const struct chain_role *role, size_t answer,
                                             struct rp_offer offer)
{
    struct rampart_who_can *result = search->answers.items[answer];
    struct rp_assumers *assumers = result->assumers;
    enum rampart_status status = RAMPART_OK;
    rp_assumers_find(assumers, &result->by_role, offer);
    rp_who_can_progress(result, 0, assumers->touched_count);
    for (size_t i = 0; i < assumers->touched_count && status == RAMPART_OK; i++) {
        status = chain_ask_class(search, role, answer, assumers->touched[i]);
        rp_who_can_progress(result, 1, 0);
    }
    rp_assumers_forget(assumers);
    return status;
}

/*
 * Asks the principals of one account about a role, which may be another account's. A role that helps nobody is not asked
 * about, unless it is watched what its policies turn on.
 */
static enum rampart_status chain_ask_account(struct chain_search *search, const struct chain_end *end, size_t answer)
{
    struct rampart_who_can *result = search->answers.items[answer];
    const struct chain_role role = chain_role(search, end);
    static const struct rp_kept_masks none = {.known = false};
    struct rp_kept_masks *kept = answer == end->answer ? &result->role_kept[end->role] : NULL; /* own roles are few */
    struct rp_offer offer;
    RP_TRY(chain_find_offer(search, end, &offer));
    if (search->begun[answer] && !result->watching && !rp_assumers_may_gain(result->assumers, offer)) return RAMPART_OK;
    RP_TRY(chain_open_evaluation(search, answer, role.row));
    RP_TRY(rp_evaluation_run(&result->by_role, result->assuming, result->assumed, kept != NULL ? kept : &none));
    RP_TRY(rp_who_can_watch(result, &result->by_role, kept));
    return chain_ask_classes(search, &role, answer, offer);
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
    RP_TRY(rp_who_can_load(result, NULL));
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

/* The place of the answer about an account; the number of answers: there is none. */
static size_t chain_answer_of(const struct rp_who_can_answers *answers, struct rampart_str account)
{
    const struct rampart_who_can *first = answers->items[0];
    if (first->whole != NULL) return rp_organisation_find(first->whole->organisation, account);
    return rp_str_equal(first->account->id, account) ? 0 : answers->count;
}

/* Lists the users and roles that a trust policy names. One that is not understood leaves its role open to all. */
static enum rampart_status chain_list_named(struct chain_search *search, const struct rampart_policy *trust)
{
    for (size_t i = 0; trust != NULL && i < trust->statement_count; i++, search->statements++)
        for (size_t k = 0; k < rp_principal_count(&trust->statements[i]); k++) {
            struct rp_rule_principal principal;
            if (rp_principal_read(&trust->statements[i].principals->items[k], &principal) != RAMPART_OK) continue;
            if (principal.identity.kind != RP_IDENTITY_USER && principal.identity.kind != RP_IDENTITY_ROLE) continue;
            const size_t answer = chain_answer_of(&search->answers, principal.identity.account);
            if (answer == search->answers.count) continue;
            struct rp_named_holder *holder = RP_NEW(&search->arena, struct rp_named_holder);
            RP_TRY_MEMORY(holder != NULL);
            *holder = (struct rp_named_holder){principal.identity, search->statements, search->holders[answer]};
            search->holders[answer] = holder;
        }
    return RAMPART_OK;
}

static enum rampart_status chain_make_room(struct chain_search *search)
{
    const size_t answers = search->answers.count;
    search->asked = RP_NEW_ARRAY(&search->arena, bool *, answers);
    search->named = RP_NEW_ARRAY(&search->arena, bool, answers);
    search->begun = RP_NEW_ARRAY(&search->arena, bool, answers);
    search->holders = RP_NEW_ARRAY(&search->arena, const struct rp_named_holder *, answers);
    RP_TRY_MEMORY(search->asked != NULL && search->named != NULL && search->begun != NULL && search->holders != NULL);
    for (size_t i = 0; i < answers; i++) {
        search->asked[i] = RP_NEW_ARRAY(&search->arena, bool, search->answers.items[i]->role_count);
        RP_TRY_MEMORY(search->asked[i] != NULL);
    }
    return RAMPART_OK;
}

/* Whom a trust policy of any account names: the classes of each are made by that. */
static enum rampart_status chain_list_all_named(struct chain_search *search)
{
    for (size_t i = 0; i < search->answers.count; i++) {
        const struct rampart_account *account = search->answers.items[i]->account;
        for (size_t k = 0; k < account->role_count; k++) RP_TRY(chain_list_named(search, account->roles[k].trust));
    }
    return RAMPART_OK;
}

/* From the first role that is conditional on, each is. */
static void chain_turn(struct chain_search *search)
{
    search->turned = true;
    for (size_t i = 0; i < search->answers.count; i++)
        if (search->begun[i]) rp_assumers_turn(search->answers.items[i]->assumers);
}

/* What the classes came to is told of their users. */
static void chain_give_ways(const struct chain_search *search)
{
    for (size_t answer = 0; answer < search->answers.count; answer++) {
        const struct rampart_who_can *result = search->answers.items[answer];
        if (!search->begun[answer]) continue;
        const struct rp_assumers *assumers = result->assumers;
        struct rp_row_cell *cells = rp_who_can_cells(result) + result->role_count + 1;
        const size_t users = result->principal_count - result->role_count - 1;
        for (size_t i = 0; i < users; i++)
            (void)chain_take_way(&cells[i], &assumers->ways[assumers->classes.of[i]]);
    }
}

static enum rampart_status chain_search_all(struct chain_search *search)
{
    struct chain_end end;
    RP_TRY(chain_push_allowed(search));
    if (search->end_count == 0) return RAMPART_OK;
    RP_TRY(chain_make_room(search));
    RP_TRY(chain_list_all_named(search));
    while (chain_next_role(search, &end)) {
        if (!end.certain && !search->turned) chain_turn(search);
        RP_TRY(chain_ask_role(search, &end));
    }
    chain_give_ways(search);
    return RAMPART_OK;
}

enum rampart_status rp_who_can_chains(struct rp_who_can_answers answers)
{
    struct chain_search search = {.answers = answers};
    rp_arena_init(&search.arena, &answers.items[0]->allocator);
    enum rampart_status status = chain_search_all(&search);
    rp_arena_free(&search.arena);
    return status;
}
