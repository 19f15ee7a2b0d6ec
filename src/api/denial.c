/* SPDX-License-Identifier: Apache-2.0 */
/* A refusal that the cloud sent: which policy caused it, and what would mend it? */
#include "api/call.h"
#include "base/str.h"
#include "base/try.h"

struct denial {
    struct api_call *call;
    struct rampart_denial *denial;
    struct rampart_request *request;
    struct rampart_decision *decision;
    struct rampart_suggestions *suggestions;
    struct rampart_denial_comparison *comparison;
};

static void denial_free(struct denial *asked)
{
    rampart_denial_comparison_free(asked->comparison);
    rampart_suggestions_free(asked->suggestions);
    rampart_decision_free(asked->decision);
    rampart_request_free(asked->request);
    rampart_denial_free(asked->denial);
}

static bool denial_gives(const struct denial *asked, const char *name)
{
    return rp_value_member(asked->call->members[API_REQUEST], name).text.len > 0;
}

/* What the question gives comes first; the denial adds the rest. */
static enum rampart_status denial_fill(struct denial *asked)
{
    struct api_call *call = asked->call;
    const unsigned optional = call->account == NULL ? RAMPART_DENIAL_PRINCIPAL : 0;
    RP_TRY(api_start_request(call, "unknown", &asked->request));
    if (api_has(call, API_REQUEST)) RP_TRY(api_read_request(call, call->members[API_REQUEST].text, asked->request));
    RP_TRY(rampart_denial_fill(asked->denial, asked->request, optional, call->diags));
    RP_TRY(rampart_request_finish(asked->request, call->diags));
    const bool session = api_has(call, API_SESSION_POLICY) || rampart_request_session_policy(asked->request) != NULL;
    return session ? rampart_request_check_session(asked->request, call->diags) : RAMPART_OK;
}

static enum rampart_status denial_decide(struct denial *asked)
{
    struct api_call *call = asked->call;
    if (call->set == NULL || asked->denial->about == RAMPART_DENIAL_OTHER) return RAMPART_OK;
    RP_TRY(denial_fill(asked));
    RP_TRY(rampart_explain(call->set, &asked->request, 1, 0, call->diags, &asked->decision, NULL));
    RP_TRY(rampart_suggest(call->set, asked->request, NULL, &asked->suggestions));
    return rampart_denial_compare(asked->denial, call->set, asked->request, asked->decision, NULL, &asked->comparison);
}

static enum rampart_status denial_answer(struct denial *asked, const struct rampart_named_text *text)
{
    struct api_call *call = asked->call;
    RP_TRY(rampart_denial_read(&call->options, text->text, text->name, call->diags, &asked->denial));
    RP_TRY(denial_decide(asked));
    struct rampart_denial_report report = {asked->denial, asked->decision, asked->comparison, asked->suggestions, 0};
    if (denial_gives(asked, "action")) report.given |= RAMPART_DENIAL_ACTION;
    if (denial_gives(asked, "resource") || denial_gives(asked, "params")) report.given |= RAMPART_DENIAL_RESOURCE;
    if (denial_gives(asked, "principal")) report.given |= RAMPART_DENIAL_PRINCIPAL;
    const struct rampart_writer writer = api_writer(call->answer);
    return rampart_report_denial(&call->options, &report, api_style(call), &writer);
}

enum rampart_status api_explain_denial(struct api_call *call)
{
    struct denial asked = {.call = call};
    struct api_texts texts;
    if (!api_has(call, API_DENIAL))
        return api_refuse(call, call->body, "there is no denial", "add \"denial\": {\"name\": \"error.txt\", \"text\": \"what the cloud or a program printed\"}");
    RP_TRY(api_texts(call, API_DENIAL, &texts));
    RP_TRY(api_read_sources(call, API_MAYBE_SOURCES, true));
    const enum rampart_status status = denial_answer(&asked, &texts.items[0]);
    denial_free(&asked);
    return status;
}
