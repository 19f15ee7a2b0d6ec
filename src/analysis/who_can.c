/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/who_can.h"

#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "text/diag.h"

enum { TELL_EVERY = 1024 };

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
    RP_TRY(rampart_request_set_action(request, RP_STR("sts:AssumeRole"), NULL));
    RP_TRY(rampart_request_add_resource(request, role->principal, NULL));
    return rp_request_complete(request, NULL);
}

/* ---- asking ---- */

static enum rampart_status check_request(const struct rampart_request *request, struct rampart_diags *diags)
{
    if (request->identity.kind != RP_IDENTITY_NONE) {
        rp_diag(diags, RAMPART_ERROR, RP_REQ_PRINCIPAL, RP_NOWHERE, "the request has a principal: %.*s",
                RP_ARG(rp_str_part(request->principal, 0, 200)));
        rp_diag_help(diags, "leave it out: every principal of the account is asked for");
        return RAMPART_INVALID_INPUT;
    }
    if (request->resource_count == 1) return RAMPART_OK;
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
    return rp_request_complete(result->question, NULL);
}

static enum rampart_status make_rows(struct rampart_who_can *result)
{
    const struct rampart_account *account = result->account;
    size_t prefix = sizeof "acs:ram:::" - 1 + account->id.len;
    RP_TRY(rp_askers_list(&result->arena, account, &result->askers));
    result->rows = RP_NEW_ARRAY(&result->arena, struct rampart_who_can_row, result->askers.count);
    RP_TRY_MEMORY(result->rows != NULL);
    for (size_t i = 0; i < result->askers.count; i++) {
        const struct rp_asker *asker = &result->askers.items[i];
        result->rows[i] = (struct rampart_who_can_row){
            .principal = asker->arn,
            .name = rp_str_from(asker->arn, prefix),
            .kind = asker->kind,
            .service_linked = asker->role != NULL && asker->role->service_linked,
        };
    }
    return RAMPART_OK;
}

static enum rampart_status ask_all(struct rampart_who_can *result, struct rp_evaluation *evaluation)
{
    RP_TRY(rp_evaluation_aim(evaluation, result->question));
    RP_TRY(rp_who_can_watch(result, evaluation));
    rp_who_can_tell(result, 0, result->askers.count);
    for (size_t i = 0; i < result->askers.count; i++) {
        RP_TRY(rp_evaluation_decide(evaluation, &result->askers.items[i], &result->rows[i].verdict));
        rp_who_can_tell(result, 1, 0);
    }
    return RAMPART_OK;
}

static enum rampart_status ask_directly(struct rampart_who_can *result, const struct rp_documents *documents)
{
    struct rp_evaluation evaluation;
    enum rampart_status status =
        rp_evaluation_open(&result->options, documents, result->question, &evaluation);
    if (status == RAMPART_OK) status = ask_all(result, &evaluation);
    rp_evaluation_close(&evaluation);
    return status;
}

enum rampart_status rp_who_can_ask(struct rampart_who_can *result, const struct rp_documents *documents)
{
    RP_TRY(ask_directly(result, documents));
    return result->how.direct ? RAMPART_OK : rp_who_can_chains(result, documents);
}

static enum rampart_status ask(struct rampart_who_can *result, const struct rampart_request *request,
                               struct rampart_diags *diags)
{
    struct rp_documents documents;
    RP_TRY(check_request(request, diags));
    RP_TRY(copy_question(result, request));
    RP_TRY(make_rows(result));
    enum rampart_status status =
        rp_documents_open(&result->options, &result->arena, result->account, diags, &documents);
    if (status == RAMPART_OK) status = rp_who_can_ask(result, &documents);
    if (status == RAMPART_OK) status = rp_who_can_otherwise(result, &documents);
    rp_documents_close(&documents);
    return status;
}

/* ---- the result ---- */

enum rampart_status rampart_who_can(const struct rampart_options *options,
                                    const struct rampart_account *account,
                                    const struct rampart_request *request,
                                    const struct rampart_who_can_options *how, struct rampart_diags *diags,
                                    struct rampart_who_can **ret_result)
{
    if (account == NULL || request == NULL || ret_result == NULL || !request->finished) return RAMPART_MISUSE;
    struct rp_arena arena;
    rp_arena_init(&arena, rp_options_allocator(options));
    struct rampart_who_can *result = RP_NEW(&arena, struct rampart_who_can);
    RP_TRY_MEMORY(result != NULL);
    result->arena = arena;
    result->allocator = rp_allocator_of(rp_options_allocator(options));
    result->options =
        (struct rampart_options){&result->allocator, rp_limits_of(options), rp_options_assumptions(options)};
    result->account = account;
    result->watching = true;
    if (how != NULL) result->how = *how;
    enum rampart_status status = ask(result, request, diags);
    if (status == RAMPART_OK)
        *ret_result = result;
    else
        rampart_who_can_free(result);
    return status;
}

static void drop_decision(struct rampart_who_can *result)
{
    rampart_decision_free(result->decision);
    rampart_rules_free(result->rules);
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
    struct rp_arena arena = result->arena; /* the result lives in it */
    rp_arena_free(&arena);
}

struct rampart_str rampart_who_can_action(const struct rampart_who_can *result)
{
    return result->question->action;
}

struct rampart_str rampart_who_can_resource(const struct rampart_who_can *result)
{
    return result->question->resources->arn;
}

size_t rampart_who_can_count(const struct rampart_who_can *result)
{
    return result->askers.count;
}

const struct rampart_who_can_row *rampart_who_can_row(const struct rampart_who_can *result, size_t i)
{
    return i < result->askers.count ? &result->rows[i] : NULL;
}

struct rampart_who_can_summary rampart_who_can_sum(const struct rampart_who_can *result, unsigned kinds)
{
    struct rampart_who_can_summary sum = {0};
    for (size_t i = 0; i < result->askers.count; i++) {
        const struct rampart_who_can_row *row = &result->rows[i];
        if (kinds != 0 && (kinds & 1U << row->kind) == 0) continue;
        sum.principals++;
        sum.allow += row->verdict.outcome == RAMPART_OUTCOME_ALLOW;
        sum.conditional += row->verdict.outcome == RAMPART_OUTCOME_CONDITIONAL;
        sum.deny += row->verdict.outcome == RAMPART_OUTCOME_DENY;
    }
    return sum;
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
    RP_TRY(rampart_account_rules(&result->options, result->account, result->asker, NULL, 0, 0, NULL,
                                 &result->rules));
    return rampart_explain(&result->options, result->rules, result->asker, &result->decision);
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
