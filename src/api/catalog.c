/* SPDX-License-Identifier: Apache-2.0 */
/* What is known of the cloud: looked up as the command does, and proposed while somebody types an action. */
#include "api/call.h"
#include "base/str.h"
#include "base/try.h"
#include "text/json_write.h"

/* ---- looking up ---- */

static const struct {
    enum api_member member;
    enum rampart_catalog_subject subject;
} catalog_subjects[] = {{API_ACTION, RAMPART_CATALOG_ACTION},     {API_MATCH, RAMPART_CATALOG_REGEX},
                        {API_SERVICE, RAMPART_CATALOG_SERVICE},   {API_RESOURCE, RAMPART_CATALOG_RESOURCE},
                        {API_KEY, RAMPART_CATALOG_KEY},           {API_SERVICES, RAMPART_CATALOG_SERVICES},
                        {API_REGIONS, RAMPART_CATALOG_REGIONS}};

enum { CATALOG_SUBJECTS = sizeof catalog_subjects / sizeof *catalog_subjects };

/* A catalogue that may be walked through: that of the options, or the library's, which is opened. */
static enum rampart_status catalog_open(struct api_call *call, struct rampart_catalog **ret_own, const struct rampart_catalog **ret_catalog)
{
    if (call->options.catalog == NULL) RP_TRY(rampart_catalog_open(&call->options, ret_own));
    *ret_catalog = *ret_own != NULL ? *ret_own : call->options.catalog;
    return RAMPART_OK;
}

static enum rampart_status catalog_look_up(struct api_call *call, const struct rampart_catalog *catalog, size_t which)
{
    const struct rampart_catalog_found *found = NULL;
    const struct rampart_writer writer = api_writer(call->answer);
    struct rampart_str text;
    RP_TRY(api_string(call, catalog_subjects[which].member, &text));
    RP_TRY(rampart_catalog_search(&call->options, catalog, catalog_subjects[which].subject, text, call->diags, &found));
    struct rampart_report_style style = api_style(call);
    style.catalog = catalog;
    const enum rampart_status status = rampart_report_catalog(&call->options, found, style, &writer);
    rampart_catalog_found_free(found);
    return status;
}

enum rampart_status api_catalog(struct api_call *call)
{
    struct rampart_catalog *own = NULL;
    const struct rampart_catalog *catalog = NULL;
    size_t asked = 0, which = 0;
    for (size_t i = 0; i < CATALOG_SUBJECTS; i++) {
        if (!api_has(call, catalog_subjects[i].member)) continue;
        which = i;
        asked++;
    }
    if (asked != 1)
        return api_refuse(call, call->body, asked == 0 ? "there is nothing to look up" : "more than one thing is to be looked up",
                          "give one of action, match, service, resource, key, services, regions");
    RP_TRY(catalog_open(call, &own, &catalog));
    const enum rampart_status status = catalog_look_up(call, catalog, which);
    rampart_catalog_free(own);
    return status;
}

/* ---- proposing ---- */

enum { USUAL_PROPOSALS = 20, MOST_PROPOSALS = 200, MOST_PARAMETERS = 32, LONGEST_ASKED = 200 };

struct proposals {
    struct api_call *call;
    const struct rampart_catalog *catalog;
    struct rampart_str asked;
    size_t count, limit;
    bool more;
};

static void proposals_put(struct proposals *proposals, const struct rampart_catalog_action *action)
{
    struct rp_buf *out = &proposals->call->answer->body;
    struct rampart_str names[MOST_PARAMETERS];
    const size_t count = rampart_api_parameters(proposals->catalog, action->action, names, MOST_PARAMETERS);
    rp_write_open(out, NULL, '{');
    rp_write_text(out, "action", action->action);
    rp_write_text_or_null(out, "accessLevel", action->level);
    rp_write_texts(out, "parameters", (struct rampart_strs){names, count < MOST_PARAMETERS ? count : MOST_PARAMETERS});
    rp_write_close(out, '}');
}

static bool proposals_begins(struct rampart_str action, struct rampart_str asked)
{
    return action.len >= asked.len && rp_str_equal_fold(rp_str_part(action, 0, asked.len), asked);
}

/* Adds the actions that a pattern matches: those that begin with what was typed, or the others. */
static void proposals_add(struct proposals *proposals, struct rampart_str pattern, bool beginning)
{
    struct rampart_catalog_pattern walk = rampart_catalog_pattern(pattern);
    struct rampart_catalog_action action;
    while (!proposals->more && rampart_catalog_next_match(proposals->catalog, &walk, &action)) {
        if (proposals_begins(action.action, proposals->asked) != beginning) continue;
        if (proposals->count == proposals->limit)
            proposals->more = true;
        else
            proposals_put(proposals, &action);
        proposals->count += !proposals->more;
    }
}

/* "ess:Cancel" begins actions of ess; "Refresh" stands anywhere in a name, and what was typed may have * and ? itself. */
static enum rampart_status proposals_find(struct proposals *proposals)
{
    struct rp_arena *arena = &proposals->call->arena;
    const struct rampart_str asked = proposals->asked;
    const size_t colon = rp_str_find(asked, ':');
    struct rampart_str start, anywhere;
    const struct rampart_str service = colon < asked.len ? rp_str_part(asked, 0, colon) : RP_STR("*");
    const struct rampart_str name = colon < asked.len ? rp_str_from(asked, colon + 1) : asked;
    RP_TRY_MEMORY(rp_arena_printf(arena, &start, colon < asked.len ? "%.*s*" : "%.*s*:*", RP_ARG(asked)));
    RP_TRY_MEMORY(rp_arena_printf(arena, &anywhere, "%.*s:*%.*s*", RP_ARG(service), RP_ARG(name)));
    proposals_add(proposals, start, true);
    proposals_add(proposals, anywhere, false);
    return RAMPART_OK;
}

static enum rampart_status proposals_answer(struct proposals *proposals)
{
    struct rp_buf *out = &proposals->call->answer->body;
    rp_write_open(out, NULL, '{');
    rp_write_text(out, "asked", proposals->asked);
    rp_write_open(out, "actions", '[');
    RP_TRY(proposals_find(proposals));
    rp_write_close(out, ']');
    rp_write_bool(out, "more", proposals->more);
    rp_write_close(out, '}');
    rp_buf_add_byte(out, '\n');
    return out->failed;
}

enum rampart_status api_complete(struct api_call *call)
{
    struct proposals proposals = {.call = call, .limit = USUAL_PROPOSALS};
    struct rampart_catalog *own = NULL;
    unsigned limit = USUAL_PROPOSALS;
    if (!api_has(call, API_ACTION)) return api_refuse(call, call->body, "there is nothing to complete", "add \"action\": \"ess:Cancel\"");
    RP_TRY(api_string(call, API_ACTION, &proposals.asked));
    if (proposals.asked.len > LONGEST_ASKED) return api_refuse(call, call->members[API_ACTION].text, "no action has so long a name", "");
    if (api_has(call, API_LIMIT)) (void)rp_value_number(call->members[API_LIMIT], &limit);
    proposals.limit = limit < MOST_PROPOSALS ? limit : MOST_PROPOSALS;
    RP_TRY(catalog_open(call, &own, &proposals.catalog));
    const enum rampart_status status = proposals_answer(&proposals);
    rampart_catalog_free(own);
    return status;
}
