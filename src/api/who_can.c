/* SPDX-License-Identifier: Apache-2.0 */
/* Which principals may do this? Of one action, of several, or of all that a pattern matches. */
#include <string.h>

#include "api/call.h"
#include "base/str.h"
#include "base/try.h"

struct who_can {
    struct api_call *call;
    struct rampart_strs actions;
    bool several; /* or a pattern */
    struct rampart_request *request;
    struct rampart_who_can *result;
    struct rampart_who_can_filter filter;
};

static bool who_can_is_pattern(struct rampart_str action)
{
    return rp_str_find(action, '*') < action.len || rp_str_find(action, '?') < action.len;
}

/* ---- the filter ---- */

/* A word of a list that chooses bits. */
struct who_can_word {
    const char *word;
    unsigned bits;
};

static enum rampart_status who_can_bits(struct api_call *call, enum api_member member, const struct who_can_word *words, size_t count,
                                        unsigned *ret_bits)
{
    struct rp_value item;
    size_t cursor = 0;
    while (rp_value_next(call->members[member], &cursor, &item)) {
        size_t i = 0;
        while (i < count && !rp_value_is_word(item, words[i].word)) i++;
        if (i == count)
            return api_refuse(call, item.text, "this word is not known here",
                              member == API_KINDS ? "the words are user, role, root" : "the words are allow, conditional, deny");
        *ret_bits |= words[i].bits;
    }
    return RAMPART_OK;
}

static enum rampart_status who_can_read_filter(struct who_can *asked)
{
    static const struct who_can_word outcomes[] = {{"allow", 1U << RAMPART_OUTCOME_ALLOW},
                                                   {"conditional", 1U << RAMPART_OUTCOME_CONDITIONAL},
                                                   {"deny", 1U << RAMPART_OUTCOME_DENY}};
    static const struct who_can_word kinds[] = {
        {"user", 1U << RAMPART_PRINCIPAL_USER}, {"role", 1U << RAMPART_PRINCIPAL_ROLE}, {"root", 1U << RAMPART_PRINCIPAL_ROOT}};
    RP_TRY(who_can_bits(asked->call, API_ONLY, outcomes, 3, &asked->filter.outcomes));
    RP_TRY(who_can_bits(asked->call, API_KINDS, kinds, 3, &asked->filter.kinds));
    return api_strings(asked->call, API_PRINCIPALS, &asked->filter.principals);
}

/* ---- the request ---- */

/* Checks the names that the question has, as if it were about this action alone. */
static enum rampart_status who_can_check_one(struct who_can *asked, struct rampart_str action, struct rampart_str resource)
{
    struct api_call *call = asked->call;
    struct rampart_request *request = NULL;
    struct rampart_str text;
    RP_TRY(api_request_with(call, action, resource, &text));
    RP_TRY(api_start_request(call, "unknown", &request));
    enum rampart_status status = api_read_request(call, text, request);
    if (status == RAMPART_OK) status = api_finish_request(call, request);
    rampart_request_free(request);
    return status;
}

static enum rampart_status who_can_refuse_pattern(struct who_can *asked, struct rampart_str pattern)
{
    struct rampart_str message;
    if (api_is(asked->call, API_LENIENT)) return RAMPART_OK;
    RP_TRY_MEMORY(rp_arena_printf(&asked->call->arena, &message, "the catalogue has no action that \"%.*s\" matches",
                                  RP_ARG(rp_str_part(pattern, 0, 200))));
    RP_TRY(api_refuse(asked->call, (struct rampart_str){NULL, 0}, message.data, "\"lenient\": true asks nevertheless"));
    return RAMPART_INVALID_INPUT;
}

/* A pattern is checked by the first action that it matches; what is asked about need not be a resource of that one. */
static enum rampart_status who_can_check_pattern(struct who_can *asked, struct rampart_str pattern)
{
    struct rampart_catalog_pattern walk = rampart_catalog_pattern(pattern);
    struct rampart_catalog_action action;
    struct rampart_catalog *own = NULL;
    struct rampart_str name = {NULL, 0};
    if (asked->call->options.catalog == NULL) RP_TRY(rampart_catalog_open(&asked->call->options, &own));
    const struct rampart_catalog *catalog = own != NULL ? own : asked->call->options.catalog;
    const bool found = rampart_catalog_next_match(catalog, &walk, &action);
    const bool copied = !found || rp_arena_copy(&asked->call->arena, action.action, &name);
    rampart_catalog_free(own);
    RP_TRY_MEMORY(copied);
    return found ? who_can_check_one(asked, name, RP_STR("*")) : who_can_refuse_pattern(asked, pattern);
}

static enum rampart_status who_can_read_several(struct who_can *asked)
{
    const struct rampart_str none = {NULL, 0};
    struct rampart_str text;
    for (size_t i = 0; i < asked->actions.count; i++) {
        const struct rampart_str action = asked->actions.items[i];
        RP_TRY(who_can_is_pattern(action) ? who_can_check_pattern(asked, action) : who_can_check_one(asked, action, none));
    }
    RP_TRY(api_request_with(asked->call, none, none, &text));
    return api_read_request(asked->call, text, asked->request);
}

static enum rampart_status who_can_read_actions(struct who_can *asked)
{
    struct api_call *call = asked->call;
    const struct rp_value action = rp_value_member(call->members[API_REQUEST], "action");
    struct rampart_str *items = RP_NEW(&call->arena, struct rampart_str);
    if (api_has(call, API_ACTIONS) && action.text.len > 0)
        return api_refuse(call, call->members[API_ACTIONS].text, "\"actions\" and the \"action\" of the request are both there", "use one of them");
    if (api_has(call, API_ACTIONS)) RP_TRY(api_strings(call, API_ACTIONS, &asked->actions));
    RP_TRY_MEMORY(items != NULL);
    if (rp_value_is(action, '"')) {
        RP_TRY(api_value_text(call, action, items));
        asked->actions = (struct rampart_strs){items, 1};
    }
    if (api_is(call, API_ANY) && asked->actions.count < 2)
        return api_refuse(call, call->members[API_ANY].text, "\"any\" is about several actions", "name two or more in \"actions\"");
    asked->several = asked->actions.count > 1 || (asked->actions.count == 1 && who_can_is_pattern(asked->actions.items[0]));
    return RAMPART_OK;
}

static enum rampart_status who_can_read(struct who_can *asked)
{
    struct api_call *call = asked->call;
    struct rampart_str text = call->members[API_REQUEST].text;
    RP_TRY(api_start_request(call, "unknown", &asked->request));
    if (asked->several) return who_can_read_several(asked);
    if (api_has(call, API_ACTIONS) && asked->actions.count == 1)
        RP_TRY(api_request_with(call, asked->actions.items[0], (struct rampart_str){NULL, 0}, &text));
    RP_TRY(api_read_request(call, text, asked->request));
    return api_finish_request(call, asked->request);
}

/* ---- the answer ---- */

/* Each of those whom the answer is to be about is one of the account. */
static enum rampart_status who_can_knows(const struct who_can *asked)
{
    for (size_t i = 0; i < asked->filter.principals.count; i++) {
        const struct rampart_who_can_filter one = {.principals = {&asked->filter.principals.items[i], 1}};
        struct rampart_who_can_summary sum;
        RP_TRY(rampart_report_who_can_sum(asked->result, &one, &sum));
        if (sum.principals == 0)
            return api_refuse(asked->call, asked->call->members[API_PRINCIPALS].text,
                              "a principal is no user and no role of the account", "write user/NAME, role/NAME or root");
    }
    return RAMPART_OK;
}

static enum rampart_status who_can_answer(struct who_can *asked)
{
    struct api_call *call = asked->call;
    const struct rampart_who_can_options how = {.direct = api_is(call, API_DIRECT),
                                                .literal = rp_value_truth(rp_value_member(call->members[API_REQUEST], "literal"))};
    const struct rampart_who_can_actions actions = {.patterns = asked->actions, .any = api_is(call, API_ANY)};
    RP_TRY(who_can_read(asked));
    RP_TRY(asked->several ? rampart_who_can_actions(call->set, asked->request, &actions, &how, call->diags, &asked->result)
                          : rampart_who_can(call->set, asked->request, &how, call->diags, &asked->result));
    RP_TRY(who_can_knows(asked));
    const struct rampart_writer writer = api_writer(call->answer);
    return rampart_report_who_can(&call->options, asked->result, asked->filter, api_style(call), &writer);
}

enum rampart_status api_who_can(struct api_call *call)
{
    struct who_can asked = {.call = call};
    if (!api_has(call, API_REQUEST))
        return api_refuse(call, call->body, "there is no request", "add \"request\": {\"action\": \"ess:CancelInstanceRefresh\", \"resource\": \"…\"}");
    RP_TRY(who_can_read_filter(&asked));
    RP_TRY(who_can_read_actions(&asked));
    RP_TRY(api_read_sources(call, API_ACCOUNT_ONLY, !asked.several));
    const enum rampart_status status = who_can_answer(&asked);
    rampart_who_can_free(asked.result);
    rampart_request_free(asked.request);
    return status;
}
