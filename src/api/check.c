/* SPDX-License-Identifier: Apache-2.0 */
/* May this principal do this, and why? Of an API that several actions authorise all must be allowed. */
#include <string.h>

#include "api/call.h"
#include "base/str.h"
#include "base/try.h"

enum { MOST_PARTS = 8 };

/* One action, and what was decided. */
struct check_part {
    struct rampart_request *request;
    struct rampart_decision *decision, *later;
    struct rampart_suggestions *suggestions;
    struct rampart_str until;
};

struct check {
    struct api_call *call;
    struct check_part parts[MOST_PARTS];
    size_t count;
    struct rampart_request *way_request; /* whether the principal may do it by a role */
    struct rampart_who_can *way;
};

static void check_free(struct check *check)
{
    rampart_who_can_free(check->way);
    rampart_request_free(check->way_request);
    for (size_t i = 0; i < check->count; i++) {
        rampart_suggestions_free(check->parts[i].suggestions);
        rampart_decision_free(check->parts[i].later);
        rampart_decision_free(check->parts[i].decision);
        rampart_request_free(check->parts[i].request);
    }
}

/* ---- requests ---- */

/* A session has one policy; two are refused, because it would be unclear which of them counts. */
static enum rampart_status check_session(struct check *check, const struct rampart_request *request)
{
    struct api_call *call = check->call;
    const bool own = rampart_request_session_policy(request) != NULL, given = api_has(call, API_SESSION_POLICY);
    if (own && given)
        return api_refuse(call, call->members[API_SESSION_POLICY].text, "\"sessionPolicy\" stands in the body and in the request", "");
    return own || given ? rampart_request_check_session(request, call->diags) : RAMPART_OK;
}

static enum rampart_status check_read_part(struct check *check, size_t i)
{
    struct api_call *call = check->call;
    struct rampart_request **request = &check->parts[i].request;
    RP_TRY(api_start_request(call, "now", request));
    RP_TRY(api_read_request(call, call->members[API_REQUEST].text, *request));
    if (i == 0 && rampart_request_part_count(*request) > 1) check->count = rampart_request_part_count(*request);
    if (check->count > MOST_PARTS) return RAMPART_LIMIT;
    RP_TRY(rampart_request_select_part(*request, i, call->diags));
    RP_TRY(api_finish_request(call, *request));
    return check_session(check, *request);
}

static enum rampart_status check_read(struct check *check)
{
    check->count = 1;
    for (size_t i = 0; i < check->count; i++) {
        const enum rampart_status status = check_read_part(check, i);
        if (check->count > MOST_PARTS) check->count = 1;
        RP_TRY(status);
    }
    return RAMPART_OK;
}

/* ---- by a role ---- */

static bool check_may_have_way(const struct check *check)
{
    const struct api_call *call = check->call;
    const struct rampart_decision *decision = check->parts[0].decision;
    if (check->count > 1 || call->account == NULL || call->attachment_count > 0 || call->control_levels > 0) return false;
    if (rampart_account_is_image(call->account) || rampart_account_member_count(call->account) > 0) return false;
    return decision->verdict.outcome == RAMPART_OUTCOME_DENY && decision->resource_count == 1 && decision->principal.len > 0;
}

/* The same question about whoever asks: the keys of the request, without the principal. */
static enum rampart_status check_ask_for_way(struct check *check)
{
    struct api_call *call = check->call;
    const struct rampart_decision *decision = check->parts[0].decision;
    const struct rp_value object = call->members[API_REQUEST], context = rp_value_member(object, "context"),
                          absent = rp_value_member(object, "absent");
    const struct rampart_who_can_options how = {.brief = true, .literal = rp_value_truth(rp_value_member(object, "literal"))};
    struct rampart_request **request = &check->way_request;
    struct rampart_diags *diags = NULL;
    struct rp_value item;
    struct rampart_str key;
    size_t cursor = 0;
    RP_TRY(api_start_request(call, "now", request));
    RP_TRY(rampart_request_set_action(*request, decision->action, NULL));
    RP_TRY(rampart_request_add_resource(*request, decision->resource, NULL));
    RP_TRY(rampart_diags_new(&call->options, &diags));
    enum rampart_status status = RAMPART_OK;
    if (context.text.len > 0) status = rampart_request_read_context(*request, context.text, RP_STR("request"), diags);
    rampart_diags_free(diags);
    while (status == RAMPART_OK && rp_value_next(absent, &cursor, &item)) {
        status = api_value_text(call, item, &key);
        if (status == RAMPART_OK) status = rampart_request_set_absent(*request, key, NULL);
    }
    RP_TRY(status);
    rampart_request_set_complete(*request, rp_value_truth(rp_value_member(object, "complete")));
    RP_TRY(rampart_request_finish(*request, NULL));
    return rampart_who_can(call->set, *request, &how, NULL, &check->way);
}

/* The row of the principal, if it leads by a role. A failure is no error: the decision stands without it. */
static const struct rampart_who_can_row *check_find_way(struct check *check)
{
    const struct rampart_str own = check->parts[0].decision->principal;
    if (!check_may_have_way(check) || check_ask_for_way(check) != RAMPART_OK) return NULL;
    for (size_t i = 0; i < rampart_who_can_count(check->way); i++) {
        const struct rampart_who_can_row *row = rampart_who_can_row(check->way, i);
        if (row != NULL && row->via != NULL && rp_str_equal(row->principal, own)) return row;
    }
    return NULL;
}

/* ---- the decision ---- */

static enum rampart_status check_decide(struct check *check, struct check_part *part)
{
    struct api_call *call = check->call;
    RP_TRY(rampart_explain(call->set, &part->request, 1, 0, call->diags, &part->decision, NULL));
    RP_TRY(rampart_explain_later(call->set, part->request, part->decision, NULL, &part->until, &part->later));
    return api_is(call, API_SUGGEST) ? rampart_suggest(call->set, part->request, NULL, &part->suggestions) : RAMPART_OK;
}

static enum rampart_status check_answer(struct check *check)
{
    struct api_call *call = check->call;
    struct rampart_answer answers[MOST_PARTS];
    RP_TRY(check_read(check));
    for (size_t i = 0; i < check->count; i++) RP_TRY(check_decide(check, &check->parts[i]));
    for (size_t i = 0; i < check->count; i++) {
        const struct check_part *part = &check->parts[i];
        answers[i] = (struct rampart_answer){.decision = part->decision,
                                             .suggestions = part->suggestions,
                                             .until = part->until,
                                             .later = part->later,
                                             .through = i == 0 ? check_find_way(check) : NULL};
    }
    const struct rampart_writer writer = api_writer(call->answer);
    return rampart_report_answers(&call->options, answers, check->count, api_style(call), &writer);
}

enum rampart_status api_check(struct api_call *call)
{
    struct check check = {.call = call};
    if (!api_has(call, API_REQUEST))
        return api_refuse(call, call->body, "there is no request", "add \"request\": {\"action\": \"ess:CancelInstanceRefresh\", \"resource\": \"…\"}");
    RP_TRY(api_read_sources(call, API_ANY_SOURCES, true));
    const enum rampart_status status = check_answer(&check);
    check_free(&check);
    return status;
}
