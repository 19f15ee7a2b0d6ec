/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/who_can.h"

#include "decide/set.h"

#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/explain.h"
#include "decide/match.h"
#include "decide/unseen.h"
#include "text/diag.h"

enum { TELL_EVERY = 1024, UNTOLD = UINT8_MAX /* no verdict packed */ };

void rp_who_can_tell(struct rampart_who_can *result, size_t done, size_t more)
{
    result->done += done;
    result->known += more;
    if (result->how.progress == NULL || result->done % TELL_EVERY != 0) return;
    result->how.progress(result->how.progress_context, result->done, result->known);
}

enum rampart_status rp_who_can_assume(const struct rampart_who_can *result,
                                      const struct rampart_who_can_row *role, struct rampart_request *request)
{
    rp_request_share(request, result->question);
    request->resources = request->last_resource = NULL;
    request->resource_count = 0;
    request->area = false; /* one role at a time */
    request->cover = NULL;
    RP_TRY(rampart_request_set_action(request, RP_STR("sts:AssumeRole"), NULL));
    RP_TRY(rampart_request_add_resource(request, role->principal, NULL));
    return rp_request_complete(request, NULL);
}

/* ---- asking ---- */

static bool gives_arn(const struct rampart_request *request)
{
    for (const struct rp_context_key *key = request->keys; key != NULL; key = key->next)
        if (key->state == RP_KEY_PRESENT && rp_key_asks_who(key->name)) return true;
    return false;
}

static enum rampart_status check_request(const struct rampart_account *account,
                                         const struct rampart_request *request, struct rampart_diags *diags)
{
    if (request->identity.kind != RP_IDENTITY_NONE) {
        rp_diag(diags, RAMPART_ERROR, RP_REQ_PRINCIPAL, RP_NOWHERE, "the request has a principal: %.*s",
                RP_ARG(rp_str_part(request->principal, 0, 200)));
        rp_diag_help(diags, "leave it out: the answer is about every principal of the account");
        return RAMPART_INVALID_INPUT;
    }
    if (gives_arn(request)) {
        rp_diag(diags, RAMPART_ERROR, RP_REQ_PRINCIPAL, RP_NOWHERE,
                "acs:PrincipalARN is given, and every principal of the account has its own");
        rp_diag_help(diags, "leave it out: the answer is about every principal of the account");
        return RAMPART_INVALID_INPUT;
    }
    if (request->resource_count == 1) return rp_held_check(account, request, diags);
    rp_diag(diags, RAMPART_ERROR, RP_REQ_RESOURCE, RP_NOWHERE, "several resources at once");
    rp_diag_help(diags, "ask about one resource at a time");
    return RAMPART_INVALID_INPUT;
}

/* The question gets a matcher of its own: the caller's request is left as it is. */
static enum rampart_status copy_question(struct rampart_who_can *result,
                                         const struct rampart_request *request)
{
    RP_TRY(rampart_request_new(&result->options, &result->question));
    RP_TRY(rampart_request_new(&result->options, &result->asker));
    rp_request_share(result->question, request);
    result->question->alone = true; /* what else may decide is the same for everybody, and told of once */
    result->question->area = !result->how.literal && request->resources->pattern;
    if (result->question->area) result->question->cover = RP_NEW(&result->arena, struct rp_cover_memo);
    return rp_request_complete(result->question, NULL);
}

static enum rampart_status make_rows(struct rampart_who_can *result)
{
    size_t count = result->compiled->askers.count, size = sizeof *result->rows->items;
    const struct rampart_account *account = result->compiled->account;
    result->direct = RP_NEW_ARRAY(&result->arena, uint8_t, count);
    result->role_recalls = RP_NEW_ARRAY(&result->arena, struct rp_recall, account->role_count);
    RP_TRY_MEMORY(result->role_recalls != NULL);
    if (!result->how.brief) {
        result->touches = RP_NEW_ARRAY(&result->arena, unsigned, account->policy_count);
        RP_TRY_MEMORY(result->touches != NULL);
    }
    result->rows = RP_NEW(&result->arena, struct rp_who_can_rows);
    RP_TRY_MEMORY(result->direct != NULL && result->rows != NULL && count <= SIZE_MAX / size);
    result->rows->items = result->allocator.allocate(result->allocator.context, count * size);
    return result->rows->items != NULL ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static enum rampart_status ask_one(struct rampart_who_can *result, size_t asker)
{
    struct rampart_verdict verdict;
    RP_TRY(rp_evaluation_decide(&result->itself, &result->compiled->askers.items[asker], &verdict));
    result->direct[asker] = rp_verdict_pack(verdict);
    return RAMPART_OK;
}

static enum rampart_status ask_askers(struct rampart_who_can *result, size_t first, size_t count)
{
    for (size_t i = first; i < first + count; i++) {
        RP_TRY(ask_one(result, i));
        rp_who_can_tell(result, 1, 0);
    }
    return RAMPART_OK;
}

/*
 * The users stand in the order of their marks, and nearly all of them have one of a few. Unless an answer is the
 * user's own, it is looked up by the mark: that is all there is to do for most.
 */
static enum rampart_status ask_users(struct rampart_who_can *result, size_t first, size_t count)
{
    uint8_t answers[RP_ALL_MARKS];
    memset(answers, UNTOLD, sizeof answers);
    for (size_t i = 0; i < count; i++) {
        uint16_t mark = result->itself.marks[i];
        uint8_t *direct = &result->direct[first + i];
        *direct = answers[mark];
        if (*direct == UNTOLD) {
            RP_TRY(ask_one(result, first + i));
            if (rp_evaluation_is_settled(&result->itself, mark)) answers[mark] = *direct;
        }
        rp_who_can_tell(result, 1, 0);
    }
    return RAMPART_OK;
}

static enum rampart_status ask_directly(struct rampart_who_can *result)
{
    const struct rp_askers *askers = &result->compiled->askers;
    struct rp_evaluation *evaluation = &result->itself;
    RP_TRY(rp_evaluation_aim(evaluation, result->question, result->assumed, &result->recall));
    RP_TRY(rp_who_can_watch(result, evaluation, &result->recall));
    rp_who_can_tell(result, 0, askers->count);
    size_t roles = result->compiled->account->role_count, users = result->compiled->account->user_count;
    RP_TRY(ask_askers(result, 0, roles + 1));
    return ask_users(result, roles + 1, users);
}

enum rampart_status rp_who_can_ask(struct rampart_who_can *result)
{
    RP_TRY(ask_directly(result));
    return result->how.direct ? RAMPART_OK : rp_who_can_chains(result);
}

/* A brief question under the default assumptions looks at few statements: the documents' indexes find them. */
static bool is_plain(const struct rampart_who_can *result)
{
    return result->how.brief && result->assumed == 0;
}

enum rampart_status rp_who_can_open(const struct rampart_who_can *result, struct rampart_request *request,
                                    uint64_t resource, struct rp_evaluation *evaluation)
{
    RP_TRY(rp_evaluation_open(result->compiled, request, resource, evaluation));
    if (is_plain(result)) return RAMPART_OK;
    return rp_about_narrow(&evaluation->arena, request, &evaluation->about);
}

static enum rampart_status ask_prepared(struct rampart_who_can *result)
{
    const struct rampart_request *question = result->question;
    bool one = is_plain(result) && !question->area;
    RP_TRY(rp_who_can_open(result, result->question, one ? question->resources->print : 0, &result->itself));
    RP_TRY(rp_who_can_ask(result));
    return rp_who_can_otherwise(result);
}

static enum rampart_status ask(struct rampart_who_can *result, const struct rampart_request *request)
{
    RP_TRY(copy_question(result, request));
    RP_TRY(rp_who_can_find_unseen(result));
    RP_TRY(make_rows(result));
    result->watching = !result->how.brief;
    enum rampart_status status = ask_prepared(result);
    rp_evaluation_close(&result->itself);
    if (result->assuming != NULL) rp_evaluation_close(&result->by_role);
    if (status == RAMPART_OK) rp_who_can_open_rows(result);
    return status;
}

/* ---- the result ---- */

static enum rampart_status make_result(const struct rp_compiled *compiled, struct rp_compiled *own,
                                       const struct rampart_request *request,
                                       const struct rampart_who_can_options *how,
                                       struct rampart_who_can **ret_result)
{
    struct rp_arena arena;
    rp_arena_init(&arena, &compiled->allocator);
    struct rampart_who_can *result = RP_NEW(&arena, struct rampart_who_can);
    RP_TRY_MEMORY(result != NULL);
    result->arena = arena;
    result->allocator = compiled->allocator;
    result->options = (struct rampart_options){.allocator = &result->allocator,
                                               .limits = compiled->options.limits};
    result->compiled = compiled;
    result->assumed = compiled->account->assumed;
    if (how != NULL) result->how = *how;
    enum rampart_status status = ask(result, request);
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
    RP_TRY(check_request(account, request, diags));
    RP_TRY(rp_account_compile(options, account, diags, &compiled));
    enum rampart_status status = make_result(compiled, compiled, request, how, ret_result);
    if (status != RAMPART_OK) rp_compiled_free(compiled);
    return status;
}

enum rampart_status rampart_who_can(const struct rampart_set *set, const struct rampart_request *request,
                                    const struct rampart_who_can_options *how, struct rampart_diags *diags,
                                    struct rampart_who_can **ret_result)
{
    if (set == NULL || request == NULL || ret_result == NULL || !request->finished) return RAMPART_MISUSE;
    if (!rp_set_is_account_alone(set)) return RAMPART_MISUSE;
    if (set->compiled == NULL)
        return rp_account_who_can(&set->options, set->account, request, how, diags, ret_result);
    RP_TRY(check_request(set->account, request, diags));
    return make_result(set->compiled, NULL, request, how, ret_result);
}

static void drop_decision(struct rampart_who_can *result)
{
    rampart_decision_free(result->decision);
    rp_rules_free(result->rules);
    result->decision = NULL;
    result->rules = NULL;
    result->explained = NULL;
}

void rampart_who_can_free(struct rampart_who_can *result)
{
    if (result == NULL) return;
    drop_decision(result);
    rampart_request_free(result->question);
    rampart_request_free(result->asker);
    rampart_request_free(result->assuming);
    if (result->rows != NULL && result->rows->items != NULL)
        result->allocator.release(result->allocator.context, result->rows->items);
    rp_compiled_free(result->own);
    struct rp_arena arena = result->arena; /* the result lives in it */
    rp_arena_free(&arena);
}

const struct rampart_account *rampart_who_can_account(const struct rampart_who_can *result)
{
    return result->compiled->account;
}

struct rampart_str rampart_who_can_action(const struct rampart_who_can *result)
{
    return result->question->action;
}

struct rampart_str rampart_who_can_api(const struct rampart_who_can *result)
{
    return result->question->api;
}

struct rampart_str rampart_who_can_resource(const struct rampart_who_can *result)
{
    return result->question->resources->arn;
}

bool rampart_who_can_is_pattern(const struct rampart_who_can *result)
{
    return result->question->area;
}

/* ---- reasons ---- */

static enum rampart_status prepare_asker(struct rampart_who_can *result,
                                         const struct rampart_who_can_row *row)
{
    struct rampart_request *asker = result->asker;
    rp_request_share(asker, result->question);
    if (row->via != NULL) {
        RP_TRY(rp_who_can_assume(result, row->via, asker));
        asker->finished = false;
    }
    RP_TRY(rampart_request_set_principal(asker, row->principal, NULL));
    return rp_request_complete(asker, NULL);
}

static enum rampart_status explain(struct rampart_who_can *result, const struct rampart_who_can_row *row)
{
    drop_decision(result);
    RP_TRY(prepare_asker(result, row));
    RP_TRY(rp_compiled_rules(&result->options, result->compiled, result->asker, NULL, 0, 0, NULL,
                                  &result->rules));
    return rp_rules_explain(result->rules, result->asker, 0, &result->decision);
}

enum rampart_status rampart_who_can_explain(struct rampart_who_can *result,
                                            const struct rampart_who_can_row *row,
                                            const struct rampart_decision **ret_decision)
{
    if (result == NULL || row == NULL || ret_decision == NULL) return RAMPART_MISUSE;
    if (row != result->explained) RP_TRY(explain(result, row));
    result->explained = row;
    *ret_decision = result->decision;
    return RAMPART_OK;
}
