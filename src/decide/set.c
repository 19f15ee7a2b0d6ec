/* SPDX-License-Identifier: Apache-2.0 */
/* The one door to the evaluator: what a request is answered by is chosen here, and nowhere else. */
#include "decide/set.h"

#include "account/organisation.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "catalog/tables.h"
#include "decide/batch.h"
#include "decide/explain.h"
#include "text/diag.h"

/* ---- a set's life ---- */

static enum rampart_status make_attachments(const struct rampart_set *set, struct rampart_diags *diags,
                                            struct rp_rules **ret_rules)
{
    return rp_rules_make(&set->options, set->attachments, set->attachment_count, set->control_levels, diags,
                         ret_rules);
}

/* A pattern that is too large refuses the requests that it bears on, not all: then each has rules of its own. */
static enum rampart_status compile_account(struct rampart_set *set, struct rampart_diags *diags)
{
    struct rampart_diags *said = NULL;
    RP_TRY(rampart_diags_new(&set->options, &said));
    enum rampart_status status = rp_account_compile(&set->options, set->account, said, &set->compiled);
    if (status == RAMPART_LIMIT)
        status = RAMPART_OK;
    else
        rp_diags_copy_all(diags, said);
    rampart_diags_free(said);
    return status;
}

/* A set for each account of the organisation. */
static enum rampart_status make_member(struct rampart_set *set, const struct rampart_account *account,
                                            struct rampart_diags *diags, struct rampart_set **ret_member)
{
    const struct rampart_set_parts parts = {.account = account,
                                            .attachments = set->attachments,
                                            .attachment_count = set->attachment_count,
                                            .control_levels = set->control_levels,
                                            .few = set->few};
    return rampart_set_new(&set->options, &parts, diags, ret_member);
}

static enum rampart_status make_members(struct rampart_set *set, struct rampart_diags *diags)
{
    const struct rp_organisation *organisation = set->account->organisation;
    struct rampart_set **members = RP_NEW_ARRAY(&set->arena, struct rampart_set *, organisation->count + 1);
    set->peers = RP_NEW_ARRAY(&set->arena, const struct rp_compiled *, organisation->count + 1);
    RP_TRY_MEMORY(members != NULL && set->peers != NULL);
    set->members = members;
    for (size_t i = 0; i < organisation->count; i++) {
        RP_TRY(make_member(set, organisation->members[i], diags, &members[i]));
        set->peers[set->member_count++] = members[i]->compiled;
    }
    for (size_t i = 0; i < set->member_count; i++)
        if (members[i]->compiled != NULL) members[i]->compiled->peers = set->peers;
    return RAMPART_OK;
}

/* What is odd about the documents is said once, not with each request that they bear on. */
static enum rampart_status set_prepare(struct rampart_set *set, struct rampart_diags *diags)
{
    struct rp_rules *checked = NULL;
    if (set->account == NULL) return make_attachments(set, diags, &set->rules);
    if (set->account->organisation != NULL) return make_members(set, diags);
    if (set->few) return RAMPART_OK;
    RP_TRY(compile_account(set, diags));
    enum rampart_status status = make_attachments(set, diags, &checked);
    rp_rules_free(checked);
    return status;
}

enum rampart_status rampart_set_new(const struct rampart_options *options, const struct rampart_set_parts *parts,
                                    struct rampart_diags *diags, struct rampart_set **ret_set)
{
    if (parts == NULL || ret_set == NULL) return RAMPART_MISUSE;
    if (parts->attachments == NULL && parts->attachment_count > 0) return RAMPART_MISUSE;
    struct rp_arena arena;
    rp_arena_init(&arena, rp_options_allocator(options));
    struct rampart_set *set = RP_NEW(&arena, struct rampart_set);
    RP_TRY_MEMORY(set != NULL);
    set->arena = arena;
    set->allocator = rp_allocator_of(rp_options_allocator(options));
    set->account = parts->account;
    set->few = parts->few;
    const bool own = set->account == NULL;
    set->options = (struct rampart_options){
        .allocator = &set->allocator,
        .limits = rp_limits_of(options),
        .catalog = own ? rp_options_catalog(options) : set->account->catalog,
        .assumptions = own ? rp_options_assumptions(options) : set->account->assumed,
        .absent_layers = own ? rp_options_absent(options) : set->account->absent_layers};
    set->control_levels = parts->control_levels;
    set->attachment_count = parts->attachment_count;
    enum rampart_status status = rp_attachments_copy(&set->arena, parts->attachments, parts->attachment_count,
                                                     &set->attachments);
    if (status == RAMPART_OK) status = set_prepare(set, diags);
    if (status == RAMPART_OK)
        *ret_set = set;
    else
        rampart_set_free(set);
    return status;
}

void rampart_set_free(struct rampart_set *set)
{
    if (set == NULL) return;
    for (size_t i = 0; i < set->member_count; i++) rampart_set_free(set->members[i]);
    rp_rules_free(set->rules);
    rp_compiled_free(set->compiled);
    struct rp_arena arena = set->arena; /* the set lives in it */
    rp_arena_free(&arena);
}

enum rampart_status rampart_set_replace(struct rampart_set *set, struct rampart_str name, bool system,
                                        const struct rampart_policy *policy, struct rampart_diags *diags)
{
    if (set == NULL || set->compiled == NULL || policy == NULL) return RAMPART_MISUSE;
    return rp_compiled_replace(set->compiled, name, system, policy, diags);
}

bool rp_set_is_of_catalog(const struct rampart_set *set, const struct rampart_request *request)
{
    return request->catalog == set->options.catalog || rp_catalog_is_same(request->catalog, set->options.catalog);
}

bool rp_set_is_account_alone(const struct rampart_set *set)
{
    return set->account != NULL && set->attachment_count == 0 && set->control_levels == 0;
}

enum rampart_status rp_set_check_compiled(const struct rampart_set *set, struct rampart_diags *diags)
{
    if (set->few) return RAMPART_MISUSE;
    for (size_t i = 0; i < set->member_count; i++) RP_TRY(rp_set_check_compiled(set->members[i], diags));
    if (set->account == NULL || set->compiled != NULL || set->members != NULL) return RAMPART_OK;
    rp_diag(diags, RAMPART_ERROR, RP_ENG_PATTERN, RP_NOWHERE, "account %.*s has a pattern that is too large to be compiled",
            RP_ARG(set->account->id));
    return RAMPART_LIMIT;
}

/* ---- by rules of its own ---- */

/* Policies that count for one request alone: rules are made for it. */
static bool has_own_policies(const struct rampart_request *request)
{
    return request->session_policy != NULL || request->resource_layers != 0;
}

/* What the request tells of its resource counts in place of what all requests of the set are told. */
static bool is_told_anew(const struct rampart_request *request, const struct rampart_attachment *attachment)
{
    const bool of_session = attachment->layer == RAMPART_LAYER_SESSION && attachment->level == 0; /* another policy */
    return (request->resource_layers & 1U << attachment->layer) != 0 && attachment->of.len == 0 && !of_session;
}

/* The set's attachments and the request's own, in the arena. */
static enum rampart_status with_own_policies(const struct rampart_set *set, const struct rampart_request *request,
                                             struct rp_arena *arena, const struct rampart_attachment **ret_all,
                                             size_t *ret_count)
{
    size_t count = set->attachment_count;
    *ret_all = set->attachments;
    *ret_count = count;
    if (!has_own_policies(request)) return RAMPART_OK;
    struct rampart_attachment *all = RP_NEW_ARRAY(arena, struct rampart_attachment, count + 1 + RAMPART_LAYERS);
    RP_TRY_MEMORY(all != NULL);
    count = 0;
    for (size_t i = 0; i < set->attachment_count; i++)
        if (!is_told_anew(request, &set->attachments[i])) all[count++] = set->attachments[i];
    if (request->session_policy != NULL)
        all[count++] = (struct rampart_attachment){.policy = request->session_policy, .layer = RAMPART_LAYER_SESSION};
    for (int layer = 0; layer < RAMPART_LAYERS; layer++)
        if ((request->resource_layers & 1U << layer) != 0)
            all[count++] = (struct rampart_attachment){.policy = request->layer_policies[layer],
                                                       .layer = (enum rampart_layer)layer,
                                                       .level = layer == RAMPART_LAYER_SESSION,
                                                       .absent = request->layer_policies[layer] == NULL};
    *ret_all = all;
    *ret_count = count;
    return RAMPART_OK;
}

static enum rampart_status make_rules(const struct rampart_set *set, const struct rampart_request *request,
                                      const struct rampart_attachment *all, size_t count,
                                      struct rampart_diags *diags, struct rp_rules **ret_rules)
{
    struct rampart_options options = set->options;
    options.allocator = &request->allocator;
    if (set->account == NULL)
        return rp_rules_make(&options, all, count, set->control_levels, diags, ret_rules);
    if (set->compiled != NULL)
        return rp_compiled_rules(&options, set->compiled, request, all, count, set->control_levels, diags,
                                 ret_rules);
    return rp_account_rules(&options, set->account, request, all, count, set->control_levels, diags, ret_rules);
}

enum rampart_status rp_set_rules(const struct rampart_set *set, const struct rampart_request *request,
                                 struct rampart_diags *diags, struct rp_set_rules *ret_rules)
{
    const struct rampart_attachment *all = NULL;
    size_t count = 0;
    struct rp_rules *own = NULL;
    if (!rp_set_is_of_catalog(set, request)) return RAMPART_MISUSE;
    if (set->rules != NULL && !has_own_policies(request)) {
        *ret_rules = (struct rp_set_rules){.rules = set->rules};
        return RAMPART_OK;
    }
    struct rp_arena arena;
    rp_arena_init(&arena, &request->allocator);
    enum rampart_status status = with_own_policies(set, request, &arena, &all, &count);
    if (status == RAMPART_OK) status = make_rules(set, request, all, count, diags, &own);
    rp_arena_free(&arena);
    if (status == RAMPART_OK) *ret_rules = (struct rp_set_rules){own, own};
    return status;
}

/* Of policies alone. */
static enum rampart_status exchange_attachments(const struct rampart_set *set, const struct rp_exchange *exchange,
                                                const struct rampart_options *options, struct rp_arena *arena,
                                                const struct rampart_attachment *all, size_t count,
                                                struct rp_rules **ret_rules)
{
    const struct rp_compile_how how = {
        .unindexed = true, .assumed = set->options.assumptions, .absent_layers = set->options.absent_layers};
    struct rampart_attachment *own = RP_NEW_ARRAY(arena, struct rampart_attachment, count);
    RP_TRY_MEMORY(own != NULL);
    for (size_t i = 0; i < count; i++) {
        own[i] = all[i];
        if (own[i].policy == exchange->from) own[i].policy = exchange->to;
    }
    return rp_rules_compile(options, own, count, set->control_levels, &how, NULL, ret_rules);
}

enum rampart_status rp_set_rules_exchanged(const struct rampart_set *set, const struct rampart_request *request,
                                           const struct rp_exchange *exchange, struct rp_rules **ret_rules)
{
    struct rampart_options options = set->options;
    const struct rampart_attachment *all = NULL;
    struct rp_arena arena;
    size_t count = 0;
    if (set->account != NULL && set->compiled == NULL) return RAMPART_MISUSE;
    options.allocator = &request->allocator;
    rp_arena_init(&arena, &request->allocator);
    enum rampart_status status = with_own_policies(set, request, &arena, &all, &count);
    if (status == RAMPART_OK && set->account == NULL)
        status = exchange_attachments(set, exchange, &options, &arena, all, count, ret_rules);
    else if (status == RAMPART_OK)
        status = rp_exchanged_rules(&options, set->compiled, request, exchange, all, count, set->control_levels, ret_rules);
    rp_arena_free(&arena);
    return status;
}

/* ---- asking ---- */

/* What is asked of a set: verdicts, or decisions with their reasons; the other list is NULL. */
struct asking {
    const struct rampart_set *set;
    unsigned flags;
    struct rampart_diags *diags;
    struct rampart_verdict *verdicts;
    struct rampart_decision **decisions;
};

/* The rules that are made for a decision live as long as it does. */
static enum rampart_status ask_rules(const struct asking *asking, struct rampart_request *request, size_t i,
                                     struct rampart_diags *diags)
{
    struct rp_set_rules made;
    RP_TRY(rp_set_rules(asking->set, request, diags, &made));
    enum rampart_status status =
        asking->decisions != NULL
            ? rp_rules_explain(made.rules, request, asking->flags, &asking->decisions[i])
            : rp_rules_decide(made.rules, request, &asking->verdicts[i]);
    if (status == RAMPART_OK && asking->decisions != NULL)
        rp_decision_keep(asking->decisions[i], made.own);
    else
        rp_rules_free(made.own);
    return status;
}

/*
 * Where the set has said what is odd about its documents, only what is wrong with this request is said: it is
 * asked again to find that out. Out of line, so that what the batch answers does not pass by it.
 */
__attribute__((noinline)) static enum rampart_status ask_alone(const struct asking *asking,
                                                               struct rampart_request *request, size_t i)
{
    const struct rampart_set *set = asking->set;
    struct rampart_diags *said = NULL;
    if (request == NULL || !request->finished) return RAMPART_MISUSE;
    if (set->account != NULL && set->compiled == NULL) return ask_rules(asking, request, i, asking->diags);
    enum rampart_status status = ask_rules(asking, request, i, NULL);
    if (asking->diags == NULL || (status != RAMPART_INVALID_INPUT && status != RAMPART_LIMIT)) return status;
    RP_TRY(rampart_diags_new(&set->options, &said));
    status = ask_rules(asking, request, i, said);
    for (size_t j = 0; j < rampart_diags_count(said); j++)
        if (rampart_diags_at(said, j)->severity == RAMPART_ERROR)
            rp_diag_copy(asking->diags, rampart_diags_at(said, j));
    rampart_diags_free(said);
    return status;
}

/* Whether the compiled account, which is all of the set, answers the request, document by document. */
static bool is_answered_by_account(const struct rampart_set *set, const struct rampart_request *request)
{
    return request != NULL && request->finished && !has_own_policies(request) && rp_set_is_of_catalog(set, request);
}

/* Asks the account about up to RP_BATCH requests; false for one: it is to be asked alone. */
static void ask_account(const struct asking *asking, struct rampart_request *const *requests, size_t first,
                        size_t count, bool *ret_known)
{
    const struct rp_compiled *compiled = asking->set->compiled;
    if (asking->decisions == NULL) {
        rp_batch_decide(compiled, requests, count, compiled->account->assumed, asking->verdicts + first, ret_known);
        return;
    }
    rp_batch_explain(compiled, requests, count, asking->flags, asking->decisions + first);
    for (size_t i = 0; i < count; i++) ret_known[i] = asking->decisions[first + i] != NULL;
}

/* A request that the account does not answer leaves the others to be asked one by one. */
static void ask_together(const struct asking *asking, struct rampart_request *const *requests, size_t first,
                         size_t count, bool *ret_known)
{
    const bool alone = asking->set->compiled != NULL && rp_set_is_account_alone(asking->set);
    size_t answered = 0;
    while (alone && answered < count && is_answered_by_account(asking->set, requests[answered])) answered++;
    if (answered == count) {
        ask_account(asking, requests, first, count, ret_known);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        ret_known[i] = false;
        if (alone && is_answered_by_account(asking->set, requests[i]))
            ask_account(asking, &requests[i], first + i, 1, &ret_known[i]);
    }
}

/* What the batch leaves to be asked alone; a request that fails is denied. */
static enum rampart_status ask_rest(const struct asking *asking, struct rampart_request *const *requests, size_t first,
                                    size_t count, const bool *known, enum rampart_status *ret_statuses)
{
    enum rampart_status worst = RAMPART_OK;
    for (size_t i = 0; i < count; i++) {
        const enum rampart_status status = known[i] ? RAMPART_OK : ask_alone(asking, requests[i], first + i);
        if (status != RAMPART_OK && asking->verdicts != NULL)
            asking->verdicts[first + i] = (struct rampart_verdict){.outcome = RAMPART_OUTCOME_DENY};
        if (ret_statuses != NULL) ret_statuses[first + i] = status;
        if (worst == RAMPART_OK) worst = status;
    }
    return worst;
}

/* A request that was asked of another set before forgets what that one knew. */
static void note_uids(const struct rampart_set *set, struct rampart_request *const *requests, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (requests[i] != NULL && requests[i]->finished) rp_account_note_uid(set->account, requests[i]);
}

static enum rampart_status ask_members(const struct asking *asking, struct rampart_request *const *requests,
                                       size_t count, enum rampart_status *ret_statuses);

static enum rampart_status set_ask(const struct asking *asking, struct rampart_request *const *requests, size_t count,
                               enum rampart_status *ret_statuses)
{
    enum rampart_status worst = RAMPART_OK;
    if (asking->set->members != NULL) return ask_members(asking, requests, count, ret_statuses);
    bool known[RP_BATCH];
    for (size_t first = 0; first < count; first += RP_BATCH) {
        const size_t left = count - first, some = left < RP_BATCH ? left : RP_BATCH;
        note_uids(asking->set, requests + first, some);
        ask_together(asking, requests + first, first, some, known);
        const enum rampart_status status = ask_rest(asking, requests + first, first, some, known, ret_statuses);
        if (worst == RAMPART_OK) worst = status;
    }
    return worst;
}

/* Each of the set that answers it. */
static enum rampart_status ask_member(const struct asking *asking, struct rampart_request *const *request, size_t i)
{
    struct asking one = *asking;
    if (*request == NULL || !(*request)->finished) return RAMPART_MISUSE;
    RP_TRY(rp_set_asked(asking->set, *request, asking->diags, &one.set));
    if (one.verdicts != NULL) one.verdicts += i;
    if (one.decisions != NULL) one.decisions += i;
    return set_ask(&one, request, 1, NULL);
}

/* A member has no members. */
static enum rampart_status ask_members(const struct asking *asking, struct rampart_request *const *requests,
                                       size_t count, enum rampart_status *ret_statuses)
{
    enum rampart_status worst = RAMPART_OK;
    for (size_t i = 0; i < count; i++) {
        if (asking->decisions != NULL) asking->decisions[i] = NULL;
        if (asking->verdicts != NULL) asking->verdicts[i] = (struct rampart_verdict){.outcome = RAMPART_OUTCOME_DENY};
        const enum rampart_status status = ask_member(asking, &requests[i], i);
        if (ret_statuses != NULL) ret_statuses[i] = status;
        if (worst == RAMPART_OK) worst = status;
    }
    return worst;
}

enum rampart_status rampart_decide(const struct rampart_set *set, struct rampart_request *const *requests,
                                   size_t count, struct rampart_diags *diags,
                                   struct rampart_verdict *ret_verdicts, enum rampart_status *ret_statuses)
{
    const struct asking asking = {.set = set, .diags = diags, .verdicts = ret_verdicts};
    if (set == NULL || requests == NULL || ret_verdicts == NULL) return RAMPART_MISUSE;
    return set_ask(&asking, requests, count, ret_statuses);
}

enum rampart_status rampart_explain(const struct rampart_set *set, struct rampart_request *const *requests,
                                    size_t count, unsigned flags, struct rampart_diags *diags,
                                    struct rampart_decision **ret_decisions, enum rampart_status *ret_statuses)
{
    const struct asking asking = {.set = set, .flags = flags, .diags = diags, .decisions = ret_decisions};
    if (set == NULL || requests == NULL || ret_decisions == NULL) return RAMPART_MISUSE;
    for (size_t i = 0; i < count; i++) ret_decisions[i] = NULL;
    return set_ask(&asking, requests, count, ret_statuses);
}
