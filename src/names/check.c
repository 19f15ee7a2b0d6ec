/* SPDX-License-Identifier: Apache-2.0 */
/* Checks the names of a request against the catalogue and reports those that are wrong or look misspelt. */
#include <rampart/names.h>

#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "catalog/fill.h"
#include "decide/request_read.h"
#include "names/known.h"

/* A request that is being checked. */
struct names_checking {
    struct rampart_names *names;
    struct rampart_request *request;
    struct rampart_diags *diags;
    enum rampart_severity wrong; /* of a name that cannot be right */
    bool refused;
};

static struct rampart_str names_shown(struct rampart_str text)
{
    return rp_str_part(text, 0, 200);
}

/* Gives the last diagnostic its place. */
static enum rampart_status names_place(struct names_checking *checking, enum rp_request_part part,
                                       struct rampart_str text)
{
    return rp_request_place_last(checking->request, part, text, checking->diags);
}

/* ---- the action ---- */

static void names_report_no_action(struct names_checking *checking, struct rampart_str action,
                                   const struct rp_known_action *known)
{
    checking->refused |= checking->wrong == RAMPART_ERROR;
    rp_diag(checking->diags, checking->wrong, RP_REQ_NO_ACTION, RP_NOWHERE,
            "the action %.*s does not exist: the service has no API of this name",
            RP_ARG(names_shown(action)));
    if (known->near.len > 0)
        rp_diag_help(checking->diags, "did you mean %.*s?", RP_ARG(known->near));
    else
        rp_diag_help(checking->diags, "list its actions with rampart catalog '%.*s:*'",
                     RP_ARG(rp_str_part(names_shown(action), 0, rp_str_find(action, ':'))));
}

static enum rampart_status names_check_action(struct names_checking *checking,
                                              const struct rp_known_action *known)
{
    const struct rampart_str action = checking->request->action;
    if (known->kind == RP_ACTION_FINE) return RAMPART_OK;
    const size_t colon = rp_str_find(action, ':');
    const struct rampart_str name = rp_str_from(action, colon + 1), code = rp_str_part(action, 0, colon);
    switch (known->kind) {
    case RP_ACTION_FINE: break;
    case RP_ACTION_NONE: names_report_no_action(checking, action, known); break;
    case RP_ACTION_NEAR:
        rp_diag(checking->diags, RAMPART_WARNING, RP_REQ_UNKNOWN_ACTION, RP_NOWHERE, "unknown action %.*s",
                RP_ARG(names_shown(action)));
        rp_diag_help(checking->diags, "the catalogue may lack actions of %.*s; look for it with rampart catalog '%.*s:*'",
                     RP_ARG(names_shown(code)), RP_ARG(names_shown(code)));
        break;
    case RP_ACTION_PRODUCT:
        rp_diag(checking->diags, RAMPART_WARNING, RP_REQ_UNKNOWN_SERVICE, RP_NOWHERE,
                "\"%.*s\" is the name of a product: its actions begin with \"%.*s:\"",
                RP_ARG(names_shown(code)), RP_ARG(known->near));
        rp_diag_help(checking->diags, "write %.*s:%.*s", RP_ARG(known->near), RP_ARG(names_shown(name)));
        break;
    case RP_ACTION_SERVICE:
        rp_diag(checking->diags, RAMPART_WARNING, RP_REQ_UNKNOWN_SERVICE, RP_NOWHERE,
                "unknown service \"%.*s\"", RP_ARG(names_shown(code)));
        if (known->near.len > 0)
            rp_diag_help(checking->diags, "did you mean %.*s?", RP_ARG(known->near));
        else
            rp_diag_help(checking->diags,
                         "list the services with rampart catalog --services; a new service may be missing");
        break;
    }
    return names_place(checking, RP_PART_ACTION, action);
}

/* ---- resources ---- */

/* A resource that was made from parameters has its region from one of them. */
static enum rampart_status names_place_region(struct names_checking *checking,
                                              const struct rp_resource *resource)
{
    for (const struct rp_given_param *param = checking->request->params; param != NULL; param = param->next)
        if (rp_str_equal(param->value, resource->region))
            return names_place(checking, RP_PART_PARAM, param->name);
    return names_place(checking, RP_PART_RESOURCE, resource->arn);
}

static enum rampart_status names_check_region(struct names_checking *checking,
                                              const struct rp_resource *resource)
{
    const struct rp_known_region *known = rp_known_region(checking->names, resource->region);
    if (known->fine) return RAMPART_OK;
    checking->refused |= known->wrong && checking->wrong == RAMPART_ERROR;
    rp_diag(checking->diags, known->wrong ? checking->wrong : RAMPART_WARNING, RP_REQ_REGION, RP_NOWHERE,
            known->wrong ? "the region %.*s does not exist" : "unknown region %.*s",
            RP_ARG(names_shown(resource->region)));
    if (known->near.len > 0)
        rp_diag_help(checking->diags, "did you mean %.*s?", RP_ARG(known->near));
    else
        rp_diag_help(checking->diags,
                     "list the regions with rampart catalog --regions; a new region may be missing");
    return names_place_region(checking, resource);
}

static void names_help_form(struct names_checking *checking, const struct rp_known_action *known)
{
    char shown[RP_SHOWN_TEMPLATE];
    rp_diag_help(checking->diags, "it is authorised on %s", rp_arn_template_shown(known->form, shown));
}

static enum rampart_status names_check_form(struct names_checking *checking,
                                            const struct rp_known_action *known,
                                            const struct rp_resource *resource)
{
    const bool is_arn = resource->service.len > 0;
    if (!is_arn || rp_known_fits(known, checking->request->action, resource)) return RAMPART_OK;
    rp_diag(checking->diags, RAMPART_WARNING, RP_REQ_OTHER_RESOURCE, RP_NOWHERE,
            "%.*s is not authorised on a resource such as %.*s",
            RP_ARG(names_shown(checking->request->action)), RP_ARG(names_shown(resource->arn)));
    names_help_form(checking, known);
    return names_place(checking, RP_PART_RESOURCE, resource->arn);
}

/*
 * Names the part that the action's resources have and this one lacks, as after an empty variable of a script; NULL:
 * none.
 */
static const char *names_missing_part(const struct rp_known_action *known, const struct rp_resource *resource)
{
    struct rp_arn arn; /* an account may be a pattern, or that of system policies */
    if (known->has_region && resource->region.len == 0) return "has no region";
    const bool no_account = known->has_account && resource->account.len == 0 &&
                            rp_arn_split(resource->arn, &arn) && !rp_has_wildcard(arn.account) &&
                            !rp_str_equal(arn.account, RP_STR("system"));
    if (no_account) return "has no account";
    return rp_known_lacks_name(known, resource) ? "ends before its name" : NULL;
}

static enum rampart_status names_check_fields(struct names_checking *checking,
                                              const struct rp_known_action *known,
                                              const struct rp_resource *resource)
{
    const char *missing = names_missing_part(known, resource);
    if (missing == NULL) return RAMPART_OK;
    checking->refused |= checking->wrong == RAMPART_ERROR;
    rp_diag(checking->diags, checking->wrong, RP_REQ_OTHER_RESOURCE, RP_NOWHERE, "the resource %s: %.*s",
            missing, RP_ARG(names_shown(resource->arn)));
    names_help_form(checking, known);
    return names_place(checking, RP_PART_RESOURCE, resource->arn);
}

static enum rampart_status names_check_resource(struct names_checking *checking,
                                                const struct rp_known_action *known,
                                                const struct rp_resource *resource)
{
    if (known->forms_certain && resource->service.len > 0)
        RP_TRY(names_check_fields(checking, known, resource));
    if (resource->region.len > 0) RP_TRY(names_check_region(checking, resource));
    return known->forms_certain ? names_check_form(checking, known, resource) : RAMPART_OK;
}

/* ---- condition keys ---- */

static enum rampart_status names_check_key(struct names_checking *checking, struct rampart_str key)
{
    struct rampart_str near;
    if (!rp_known_near_key(checking->names, key, &near)) return RAMPART_OK;
    rp_diag(checking->diags, RAMPART_WARNING, RP_REQ_UNKNOWN_KEY, RP_NOWHERE, "unknown condition key %.*s",
            RP_ARG(names_shown(key)));
    if (rp_str_ends(near, RP_STR("/*"))) {
        const struct rampart_str tag = rp_str_from(key, rp_str_find(key, '/') + 1);
        near.len--;
        rp_diag_help(checking->diags, "did you mean %.*s%.*s?", RP_ARG(near), RP_ARG(names_shown(tag)));
    } else {
        rp_diag_help(checking->diags, "did you mean %.*s?", RP_ARG(near));
    }
    return names_place(checking, RP_PART_KEY, key);
}

/* ---- all names ---- */

static enum rampart_status names_check(struct names_checking *checking)
{
    const struct rampart_request *request = checking->request;
    const size_t from = rampart_diags_count(checking->diags);
    const struct rp_known_action *known =
        rp_known_action(checking->names, request->action, rp_action_own_tag(&request->action_signature));
    RP_TRY(names_check_action(checking, known));
    for (const struct rp_resource *resource = request->resources; resource != NULL; resource = resource->next)
        RP_TRY(names_check_resource(checking, known, resource));
    for (const struct rp_context_key *key = request->keys; key != NULL; key = key->next)
        if (!key->known) RP_TRY(names_check_key(checking, key->name));
    if (rampart_diags_count(checking->diags) > from + 1) rp_diags_sort(checking->diags, from);
    if (rp_diags_failed(checking->diags)) return RAMPART_NO_MEMORY;
    return checking->refused ? RAMPART_INVALID_INPUT : RAMPART_OK;
}

enum rampart_status rampart_names_check(struct rampart_names *names, struct rampart_request *request,
                                        unsigned flags, struct rampart_diags *diags)
{
    if (names == NULL || request == NULL || !request->finished) return RAMPART_MISUSE;
    bool lenient = (flags & RAMPART_NAMES_LENIENT) != 0;
    struct names_checking checking = {.names = names,
                                      .request = request,
                                      .diags = diags,
                                      .wrong = lenient ? RAMPART_WARNING : RAMPART_ERROR};
    return names_check(&checking);
}
