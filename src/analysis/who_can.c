/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/who_can.h"

#include <string.h>

#include "account/organisation.h"
#include "analysis/row_verdict.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/match.h"
#include "decide/set.h"
#include "decide/unseen.h"
#include "text/diag.h"

enum { NO_VERDICT = UINT8_MAX /* no packed verdict has this value */ };

/* ---- the request ---- */

static bool who_can_gives_arn(const struct rampart_request *request)
{
    for (const struct rp_context_key *key = request->keys; key != NULL; key = key->next)
        if (key->state == RP_KEY_PRESENT && rp_key_asks_who(key->name)) return true;
    return false;
}

/* Of several patterns nobody could say which of their resources belong together. */
static enum rampart_status who_can_check_patterns(const struct rampart_request *request,
                                                  const struct rampart_who_can_options *how, struct rampart_diags *diags)
{
    const bool literal = how != NULL && how->literal;
    for (const struct rp_resource *resource = request->resources; resource != NULL && !literal; resource = resource->next) {
        if (!resource->pattern || request->resource_count == 1) continue;
        rp_diag(diags, RAMPART_ERROR, RP_REQ_RESOURCE, RP_NOWHERE, "who-can takes one pattern, or several resources: %.*s",
                RP_ARG(rp_str_part(resource->arn, 0, 200)));
        rp_diag_help(diags, "ask about the pattern alone, or pass --literal");
        return RAMPART_INVALID_INPUT;
    }
    return RAMPART_OK;
}

/* Each role has a trust policy of its own. */
static enum rampart_status who_can_check_roles(const struct rampart_request *request, struct rampart_diags *diags)
{
    if (!rp_request_assumes_several(request)) return RAMPART_OK;
    rp_diag(diags, RAMPART_ERROR, RP_REQ_RESOURCE, RP_NOWHERE, "one role is assumed at a time");
    rp_diag_help(diags, "ask about each role");
    return RAMPART_INVALID_INPUT;
}

static enum rampart_status who_can_check_request(const struct rampart_account *account,
                                                 const struct rampart_request *request,
                                                 const struct rampart_who_can_options *how,
                                                 struct rampart_diags *diags)
{
    if (request->identity.kind != RP_IDENTITY_NONE) {
        rp_diag(diags, RAMPART_ERROR, RP_REQ_PRINCIPAL, RP_NOWHERE, "the request has a principal: %.*s",
                RP_ARG(rp_str_part(request->principal, 0, 200)));
        rp_diag_help(diags, "leave it out: the answer is about every principal of the account");
        return RAMPART_INVALID_INPUT;
    }
    if (who_can_gives_arn(request)) {
        rp_diag(diags, RAMPART_ERROR, RP_REQ_PRINCIPAL, RP_NOWHERE,
                "acs:PrincipalARN is given, but every principal of the account has its own");
        rp_diag_help(diags, "leave it out: the answer is about every principal of the account");
        return RAMPART_INVALID_INPUT;
    }
    RP_TRY(who_can_check_patterns(request, how, diags));
    RP_TRY(who_can_check_roles(request, diags));
    return rp_held_check(account, request, diags);
}

/* Copies the request, as the question gets a matcher of its own and the caller's request must not change. */
static enum rampart_status who_can_copy_question(struct rampart_who_can *result, const struct rampart_request *request,
                                                 struct rp_resource_set_memo *shared)
{
    RP_TRY(rampart_request_new(&result->options, &result->question));
    RP_TRY(rampart_request_new(&result->options, &result->row_request));
    rp_request_share(result->question, request);
    result->question->alone = true; /* unseen layers are the same for everybody, and told of once */
    result->question->resource_set = !result->how.literal && request->resources->pattern;
    if (result->question->resource_set && shared != NULL)
        result->question->set_memo = shared;
    else if (result->question->resource_set)
        result->question->set_memo = RP_NEW(&result->arena, struct rp_resource_set_memo);
    RP_TRY(rp_request_complete(result->question, NULL));
    result->question->identity.account = result->account->id; /* all who are asked for are of it */
    return RAMPART_OK;
}

static enum rampart_status who_can_make_rows(struct rampart_who_can *result)
{
    const size_t count = result->principal_count;
    const struct rampart_account *account = result->compiled->account;
    result->direct = RP_NEW_ARRAY(&result->arena, uint8_t, count);
    result->role_kept = RP_NEW_ARRAY(&result->arena, struct rp_kept_masks, account->role_count);
    RP_TRY_MEMORY(result->role_kept != NULL);
    if (!result->how.brief) {
        result->document_switches = RP_NEW_ARRAY(&result->arena, rampart_switches, account->policy_count);
        RP_TRY_MEMORY(result->document_switches != NULL);
    }
    result->cells = RP_NEW(&result->arena, struct rp_who_can_cells);
    RP_TRY_MEMORY(result->direct != NULL && result->cells != NULL);
    result->cells->items = RP_NEW_ARRAY(&result->arena, struct rp_row_cell, count);
    RP_TRY_MEMORY(result->cells->items != NULL);
    return rp_who_can_make_fixed(result);
}

/* ---- asking once ---- */

/* A brief question under the default assumptions looks at few statements, which the documents' indexes find. */
static bool who_can_is_plain(const struct rampart_who_can *result)
{
    return result->how.brief && result->assumed == 0;
}

static enum rampart_status who_can_open(struct rampart_who_can *result)
{
    RP_TRY(rp_who_can_load(result, NULL));
    if (result->itself_open) return RAMPART_OK;
    result->itself_open = true;
    const struct rp_evaluation_use use = {.resource = result->signature, .narrow = result->narrow};
    return rp_evaluation_open(result->compiled, result->question, use, &result->itself);
}

static enum rampart_status who_can_ask_one(struct rampart_who_can *result, size_t principal)
{
    const struct rp_account_principal asked = rp_principal_at(result->compiled, principal);
    const uint16_t mask = asked.subject == NULL ? 0 : rp_evaluation_mask(&result->itself, &asked);
    struct rampart_verdict verdict;
    RP_TRY(rp_row_verdict(&result->itself, &asked, mask, &verdict));
    result->direct[principal] = rp_verdict_pack(verdict);
    return RAMPART_OK;
}

static enum rampart_status who_can_ask_principals(struct rampart_who_can *result, size_t first, size_t count)
{
    for (size_t i = first; i < first + count; i++) {
        RP_TRY(who_can_ask_one(result, i));
        rp_who_can_progress(result, 1, 0);
    }
    return RAMPART_OK;
}

/*
 * The users stand in the order of their masks, and nearly all of them have one of a few. Unless an answer is the user's
 * own, it is looked up by the mask: this is all the work for most users.
 */
static enum rampart_status who_can_ask_users(struct rampart_who_can *result, size_t first, size_t count)
{
    uint8_t answers[RP_ALL_EFFECT_MASKS];
    memset(answers, NO_VERDICT, sizeof answers);
    for (size_t i = 0; i < count; i++) {
        uint16_t mask = result->itself.holder_masks[i];
        uint8_t *direct = &result->direct[first + i];
        *direct = answers[mask];
        if (*direct == NO_VERDICT) {
            RP_TRY(who_can_ask_one(result, first + i));
            if (rp_evaluation_is_settled(&result->itself, mask)) answers[mask] = *direct;
        }
        rp_who_can_progress(result, 1, 0);
    }
    return RAMPART_OK;
}

/* Asks all about the resource of the question; what is kept is about a question with one resource. */
static enum rampart_status who_can_ask_resource(struct rampart_who_can *result, bool one)
{
    static const struct rp_kept_masks none = {.known = false};
    struct rp_evaluation *evaluation = &result->itself;
    RP_TRY(who_can_open(result));
    RP_TRY(rp_evaluation_run(evaluation, result->question, result->assumed, one ? &result->kept : &none));
    RP_TRY(rp_who_can_watch(result, evaluation, one ? &result->kept : NULL));
    rp_who_can_progress(result, 0, result->principal_count);
    size_t roles = result->compiled->account->role_count, users = result->compiled->account->user_count;
    RP_TRY(who_can_ask_principals(result, 0, roles + 1));
    return who_can_ask_users(result, roles + 1, users);
}

/* Asks about each resource alone. The call is made by one principal: all resources must be allowed to the same. */
static enum rampart_status who_can_ask_resources(struct rampart_who_can *result, struct rp_resource *resources)
{
    struct rampart_request *question = result->question;
    const size_t count = result->principal_count;
    uint8_t *before = RP_NEW_ARRAY(&result->arena, uint8_t, count);
    RP_TRY_MEMORY(before != NULL);
    for (const struct rp_resource *resource = resources; resource != NULL; resource = resource->next) {
        struct rp_resource alone = *resource;
        alone.next = NULL;
        memcpy(before, result->direct, count);
        question->resources = question->last_resource = &alone;
        question->resource_count = 1;
        RP_TRY(who_can_ask_resource(result, false));
        for (size_t i = 0; i < count && resource != resources; i++)
            result->direct[i] = rp_verdict_worse(before[i], result->direct[i]);
    }
    return RAMPART_OK;
}

static enum rampart_status who_can_ask_directly(struct rampart_who_can *result)
{
    struct rampart_request *question = result->question;
    struct rp_resource *const resources = question->resources, *const last = question->last_resource;
    const size_t count = question->resource_count;
    if (count == 1) {
        RP_TRY(who_can_ask_resource(result, true));
        RP_TRY(rp_who_can_number_directly(result));
        return result->outsiders == NULL ? rp_who_can_find_outsiders(result) : RAMPART_OK;
    }
    enum rampart_status status = who_can_ask_resources(result, resources);
    question->resources = resources;
    question->last_resource = last;
    question->resource_count = count;
    return status;
}

static enum rampart_status who_can_ask_all(struct rp_who_can_answers answers)
{
    for (size_t i = 0; i < answers.count; i++) RP_TRY(who_can_ask_directly(answers.items[i]));
    const struct rampart_who_can *first = answers.items[0];
    return first->how.direct ? RAMPART_OK : rp_who_can_chains(answers);
}

/* ---- asking again under other assumptions ---- */

static void who_can_note_dependences(struct rampart_who_can *result, const struct rp_who_can_cells *others,
                                     const struct rp_alternative *alternative)
{
    const struct rp_who_can_unseen open = rp_who_can_unseen(result, result->assumed);
    const struct rp_who_can_unseen otherwise = rp_who_can_unseen(result, alternative->assumed);
    const struct rp_row_cell *cells = rp_who_can_cells(result);
    for (size_t i = 0; i < result->principal_count; i++) {
        const struct rampart_verdict now = rp_who_can_opened(&open, rp_verdict_unpack(cells[i].verdict));
        const struct rampart_verdict then = rp_who_can_opened(&otherwise, rp_verdict_unpack(others->items[i].verdict));
        if (!rp_verdict_equal(&now, &then)) result->depends[i] |= (rampart_switches)1 << alternative->assumption;
    }
}

/* What rows came to, while it is asked again. */
struct who_can_others {
    struct rp_who_can_cells kept, *cells;
};

static void who_can_set_aside(struct rp_who_can_answers answers, struct who_can_others *others,
                              rampart_switches assumed)
{
    for (size_t i = 0; i < answers.count; i++) {
        struct rampart_who_can *result = answers.items[i];
        others[i].kept.made = false;
        others[i].cells = result->cells;
        result->cells = &others[i].kept;
        result->assumed = assumed;
    }
}

static void who_can_put_back(struct rp_who_can_answers answers, struct who_can_others *others, rampart_switches assumed)
{
    for (size_t i = 0; i < answers.count; i++) {
        (void)rp_who_can_cells(answers.items[i]);
        answers.items[i]->cells = others[i].cells;
        answers.items[i]->assumed = assumed;
    }
}

static enum rampart_status who_can_ask_alternative(struct rp_who_can_answers answers, struct who_can_others *others,
                                                   const struct rp_alternative *alternative)
{
    const rampart_switches assumed = answers.items[0]->assumed;
    who_can_set_aside(answers, others, alternative->assumed);
    enum rampart_status status = who_can_ask_all(answers);
    who_can_put_back(answers, others, assumed);
    RP_TRY(status);
    for (size_t i = 0; i < answers.count; i++)
        who_can_note_dependences(answers.items[i], &others[i].kept, alternative);
    return RAMPART_OK;
}

static enum rampart_status who_can_make_others(struct rp_who_can_answers answers, struct who_can_others **ret_others)
{
    struct rp_arena *arena = &answers.items[0]->arena;
    struct who_can_others *others = RP_NEW_ARRAY(arena, struct who_can_others, answers.count);
    RP_TRY_MEMORY(others != NULL);
    for (size_t i = 0; i < answers.count; i++) {
        const size_t count = answers.items[i]->principal_count;
        others[i].kept.items = RP_NEW_ARRAY(arena, struct rp_row_cell, count);
        answers.items[i]->depends = RP_NEW_ARRAY(&answers.items[i]->arena, rampart_switches, count);
        RP_TRY_MEMORY(others[i].kept.items != NULL && answers.items[i]->depends != NULL);
    }
    *ret_others = others;
    return RAMPART_OK;
}

/* Makes the cells before `direct` is overwritten. */
static enum rampart_status who_can_ask_alternatives(struct rp_who_can_answers answers)
{
    const rampart_switches assumed = answers.items[0]->assumed;
    struct who_can_others *others = NULL;
    struct rp_alternative alternative;
    rampart_switches switches = 0;
    size_t cursor = 0;
    if (!answers.items[0]->watching) return RAMPART_OK;
    for (size_t i = 0; i < answers.count; i++) {
        answers.items[i]->watching = false;
        switches |= answers.items[i]->switches;
        (void)rp_who_can_cells(answers.items[i]);
    }
    while (rp_alternative_next(assumed, switches, &cursor, &alternative)) {
        if (others == NULL) RP_TRY(who_can_make_others(answers, &others));
        RP_TRY(who_can_ask_alternative(answers, others, &alternative));
    }
    return RAMPART_OK;
}

/* ---- the question ---- */

static enum rampart_status who_can_prepare(struct rampart_who_can *result, const struct rampart_request *request,
                                           struct rp_resource_set_memo *shared)
{
    RP_TRY(who_can_copy_question(result, request, shared));
    RP_TRY(rp_who_can_find_unseen(result));
    RP_TRY(who_can_make_rows(result));
    result->watching = !result->how.brief;
    const struct rampart_request *question = result->question;
    const bool plain = who_can_is_plain(result), several = question->resource_count > 1;
    result->narrow = !plain && !several;
    result->signature = plain && !question->resource_set && !several ? question->resources->signature : 0;
    return RAMPART_OK;
}

static enum rampart_status who_can_answer(struct rp_who_can_answers answers)
{
    enum rampart_status status = who_can_ask_all(answers);
    if (status == RAMPART_OK) status = rp_who_can_number(answers);
    if (status == RAMPART_OK) status = who_can_ask_alternatives(answers);
    for (size_t i = 0; i < answers.count; i++) {
        rp_who_can_close(answers.items[i]);
        if (status != RAMPART_OK) continue;
        rp_who_can_open_rows(answers.items[i]);
        rp_who_can_fix(answers.items[i]);
    }
    const struct rampart_who_can_options *how = &answers.items[0]->how;
    if (status != RAMPART_OK || how->direct || how->brief) return status;
    return rp_who_can_find_outsiders_by_roles(answers);
}

/* ---- the result ---- */

struct rampart_who_can *rp_who_can_begin(const struct rampart_allocator *allocator)
{
    struct rp_arena arena;
    rp_arena_init(&arena, allocator);
    struct rampart_who_can *result = RP_NEW(&arena, struct rampart_who_can);
    if (result == NULL) return NULL;
    result->arena = arena;
    rp_arena_init(&result->formulas, allocator);
    result->allocator = *allocator;
    return result;
}

static enum rampart_status who_can_new(const struct rp_compiled *compiled, const struct rampart_who_can_options *how,
                                       struct rampart_who_can **ret_result)
{
    struct rampart_who_can *result = rp_who_can_begin(&compiled->allocator);
    RP_TRY_MEMORY(result != NULL);
    result->options =
        (struct rampart_options){.allocator = &result->allocator,
                                 .limits = compiled->options.limits,
                                 .catalog = compiled->options.catalog};
    result->compiled = compiled;
    result->account = compiled->account;
    result->principal_count = rp_account_principals(compiled->account);
    result->role_count = compiled->account->role_count;
    result->assumed = compiled->account->assumed;
    result->counts = &result->own_counts;
    if (how != NULL) result->how = *how;
    *ret_result = result;
    return RAMPART_OK;
}

static enum rampart_status who_can_make(const struct rp_compiled *compiled, struct rp_compiled *own,
                                        const struct rampart_request *request,
                                        const struct rampart_who_can_options *how,
                                        struct rampart_who_can **ret_result)
{
    struct rampart_who_can *result = NULL;
    RP_TRY(who_can_new(compiled, how, &result));
    enum rampart_status status = who_can_prepare(result, request, NULL);
    if (status == RAMPART_OK) status = who_can_answer((struct rp_who_can_answers){&result, 1});
    if (status == RAMPART_OK) {
        result->own = own;
        *ret_result = result;
    } else {
        rampart_who_can_free(result);
    }
    return status;
}

enum rampart_status rp_account_who_can(const struct rampart_options *options,
                                       const struct rampart_account *account,
                                       const struct rampart_request *request,
                                       const struct rampart_who_can_options *how, struct rampart_diags *diags,
                                       struct rampart_who_can **ret_result)
{
    struct rp_compiled *compiled = NULL;
    RP_TRY(who_can_check_request(account, request, how, diags));
    RP_TRY(rp_account_compile_about(options, account, NULL, diags, &compiled));
    enum rampart_status status = rp_held_check(compiled->account, request, diags); /* of an image, what it holds */
    if (status == RAMPART_OK) status = who_can_make(compiled, compiled, request, how, ret_result);
    if (status != RAMPART_OK) rp_compiled_free(compiled);
    return status;
}

/* ---- an organisation ---- */

/* The answer of a member in the making. One that is not compiled yet is made of an account of which nothing is compiled. */
static enum rampart_status who_can_add_member(struct rampart_who_can *whole, const struct rampart_set *set, size_t i,
                                              const struct rampart_who_can_options *how)
{
    const struct rampart_set *member = set->members[i];
    struct rampart_who_can *result = rp_who_can_begin(&set->allocator);
    RP_TRY_MEMORY(result != NULL);
    result->options = (struct rampart_options){
        .allocator = &result->allocator, .limits = member->options.limits, .catalog = member->options.catalog};
    result->compiled = whole->peers[i] = member->compiled;
    result->account = member->account;
    result->assumed = member->account->assumed;
    result->counts = &whole->own_counts;
    result->whole = whole;
    result->place = i;
    if (how != NULL) result->how = *how;
    if (member->compiled == NULL) result->loader = member;
    result->own_part = result->loader != NULL;
    whole->members[whole->member_count++] = result;
    return RAMPART_OK;
}

/* How many principals there are is known once it is compiled. An image is opened once, and stays. */
static enum rampart_status who_can_begin_member(struct rampart_who_can *result, struct rampart_diags *diags)
{
    result->stays |= result->account->image != NULL;
    RP_TRY(rp_who_can_load(result, diags));
    result->account = result->compiled->account;
    result->principal_count = rp_account_principals(result->compiled->account);
    result->role_count = result->account->role_count;
    return RAMPART_OK;
}

/* The owners of the resources first: all others ask them. */
static enum rampart_status who_can_begin_owners(struct rampart_who_can *whole, const struct rampart_request *request,
                                                struct rampart_diags *diags)
{
    for (const struct rp_resource *resource = request->resources; resource != NULL; resource = resource->next) {
        const size_t owner = rp_organisation_find(whole->organisation, resource->account);
        if (owner == whole->member_count || whole->members[owner]->stays) continue;
        whole->members[owner]->stays = true;
        RP_TRY(who_can_begin_member(whole->members[owner], diags));
    }
    return RAMPART_OK;
}

static enum rampart_status who_can_ask_members(struct rampart_who_can *whole, const struct rampart_set *set,
                                               const struct rampart_request *request,
                                               const struct rampart_who_can_options *how, struct rampart_diags *diags)
{
    whole->members = RP_NEW_ARRAY(&whole->arena, struct rampart_who_can *, set->member_count);
    whole->peers = RP_NEW_ARRAY(&whole->arena, const struct rp_compiled *, set->member_count);
    whole->member_ends = RP_NEW_ARRAY(&whole->arena, size_t, set->member_count);
    RP_TRY_MEMORY(whole->members != NULL && whole->peers != NULL && whole->member_ends != NULL);
    RP_TRY(rp_who_can_make_loaded(whole));
    whole->asked = request->action_lower;
    for (size_t i = 0; i < set->member_count; i++) RP_TRY(who_can_add_member(whole, set, i, how));
    RP_TRY(who_can_begin_owners(whole, request, diags));
    const struct rp_who_can_answers answers = {whole->members, whole->member_count};
    struct rp_resource_set_memo *memo = NULL;
    for (size_t i = 0; i < answers.count; i++) {
        RP_TRY(who_can_begin_member(answers.items[i], diags));
        if (i > 0) answers.items[i]->first_role = answers.items[i - 1]->first_role + answers.items[i - 1]->role_count;
        RP_TRY(who_can_prepare(answers.items[i], request, memo));
        memo = answers.items[i]->question->set_memo;
        whole->member_ends[i] = (i == 0 ? 0 : whole->member_ends[i - 1]) + answers.items[i]->principal_count;
    }
    RP_TRY(who_can_answer(answers));
    return rp_who_can_unite_unseen(whole);
}

static enum rampart_status who_can_several(const struct rampart_set *set, const struct rampart_request *request,
                                           const struct rampart_who_can_options *how, struct rampart_diags *diags,
                                           struct rampart_who_can **ret_result)
{
    struct rampart_who_can *whole = rp_who_can_begin(&set->allocator);
    RP_TRY_MEMORY(whole != NULL);
    whole->organisation = set->account;
    whole->counts = &whole->own_counts;
    enum rampart_status status = who_can_ask_members(whole, set, request, how, diags);
    if (status == RAMPART_OK)
        *ret_result = whole;
    else
        rampart_who_can_free(whole);
    return status;
}

/* The account whose layers the resource may have; of an organisation any of its accounts, if it is nobody's. */
static const struct rampart_account *who_can_owner(const struct rampart_set *set, const struct rampart_request *request)
{
    if (set->members == NULL) return set->account;
    const struct rampart_account *owner = NULL;
    if (request->resources != NULL) owner = rp_organisation_member(set->account, request->resources->account);
    return owner != NULL ? owner : set->account->organisation->members[0];
}

enum rampart_status rampart_who_can(const struct rampart_set *set, const struct rampart_request *request,
                                    const struct rampart_who_can_options *how, struct rampart_diags *diags,
                                    struct rampart_who_can **ret_result)
{
    if (set == NULL || request == NULL || ret_result == NULL || !request->finished) return RAMPART_MISUSE;
    if (!rp_set_is_account_alone(set) || !rp_set_is_of_catalog(set, request)) return RAMPART_MISUSE;
    if (set->compiled == NULL && set->members == NULL)
        return rp_account_who_can(&set->options, set->account, request, how, diags, ret_result);
    RP_TRY(who_can_check_request(who_can_owner(set, request), request, how, diags));
    if (set->members != NULL) return who_can_several(set, request, how, diags, ret_result);
    return who_can_make(set->compiled, NULL, request, how, ret_result);
}

void rampart_who_can_free(struct rampart_who_can *result)
{
    if (result == NULL) return;
    for (size_t i = 0; i < result->member_count; i++) rampart_who_can_free(result->members[i]);
    for (size_t i = 0; i < result->part_count; i++) rampart_who_can_free(result->parts[i].answer);
    for (size_t i = 0; i < result->action_count; i++) rp_action_classes_free(&result->asked_actions[i]);
    rp_who_can_forget(result);
    rp_who_can_close(result);
    rp_arena_free(&result->formulas);
    rampart_request_free(result->question);
    rampart_request_free(result->row_request);
    rampart_request_free(result->assuming);
    rp_who_can_free_rows(result);
    rp_compiled_free(result->own);
    struct rp_arena arena = result->arena; /* it holds the result */
    rp_arena_free(&arena);
}

const struct rampart_account *rampart_who_can_account(const struct rampart_who_can *result)
{
    return result->organisation != NULL ? result->organisation : result->account;
}

/* An organisation has members, which were all asked the same, and parts were asked about the same resources. */
static const struct rampart_request *who_can_question(const struct rampart_who_can *result)
{
    if (result->parts != NULL) return who_can_question(result->parts[0].answer);
    return result->members != NULL ? result->members[0]->question : result->question;
}

struct rampart_str rampart_who_can_action(const struct rampart_who_can *result)
{
    return result->parts != NULL ? result->asked_actions[0].pattern : who_can_question(result)->action;
}

struct rampart_str rampart_who_can_api(const struct rampart_who_can *result)
{
    return who_can_question(result)->api;
}

struct rampart_str rampart_who_can_resource(const struct rampart_who_can *result)
{
    return rampart_who_can_resource_at(result, 0);
}

size_t rampart_who_can_resource_count(const struct rampart_who_can *result)
{
    return who_can_question(result)->resource_count;
}

struct rampart_str rampart_who_can_resource_at(const struct rampart_who_can *result, size_t i)
{
    return rampart_request_resource(who_can_question(result), i);
}

bool rampart_who_can_is_pattern(const struct rampart_who_can *result)
{
    return who_can_question(result)->resource_set;
}
