/* SPDX-License-Identifier: Apache-2.0 */
/* Resources of another service than the actions of their statement: no request has one of each. */
#include "base/intern.h"
#include "base/try.h"
#include "catalog/embedded.h"
#include "catalog/tsv.h"
#include "lint/look.h"
#include "lint/never.h"
#include "policy/arn.h"
#include "policy/pattern.h"

enum { OF_ACTION, OF_RESOURCE };

/* The service of an action, if the action names it out. */
static bool action_service(struct rampart_str action, struct rampart_str *ret_service)
{
    struct rampart_str operation;
    return rp_look_action(action, ret_service, &operation) && !rp_has_wildcard(*ret_service);
}

static bool resource_service(struct rampart_str resource, struct rampart_str *ret_service)
{
    struct rp_arn arn;
    if (!rp_arn_split(resource, &arn) || !rp_str_equal(arn.partition, RP_STR("acs"))) return false;
    *ret_service = arn.service;
    return !rp_has_wildcard(arn.service);
}

/* Adds the services of the values. False: one of them is open. */
static enum rampart_status add_services(const struct rp_lint *lint, const struct rp_values *values,
                                        bool (*service_of)(struct rampart_str, struct rampart_str *),
                                        struct rp_intern *services, bool *ret_known)
{
    *ret_known = false;
    for (size_t i = 0; i < values->count; i++) {
        struct rampart_str service;
        if (!service_of(rp_value_text(values, i), &service)) return RAMPART_OK;
        RP_TRY_MEMORY(rp_arena_lower(lint->scratch, service, &service));
        struct rampart_str *place = rp_intern(services, lint->scratch, service);
        RP_TRY_MEMORY(place != NULL);
        *place = service;
    }
    *ret_known = true;
    return RAMPART_OK;
}

static bool has_service(const struct rp_values *values, struct rampart_str wanted,
                        bool (*service_of)(struct rampart_str, struct rampart_str *))
{
    for (size_t i = 0; i < values->count; i++) {
        struct rampart_str service;
        if (service_of(rp_value_text(values, i), &service) && rp_str_equal_fold(service, wanted)) return true;
    }
    return false;
}

/* Some actions are authorised by another service's resources (policies/catalog/arn-services.tsv). */
static bool is_exception(const struct rp_statement *statement)
{
    struct rampart_str line, rows = rp_tsv_rows(rp_catalog_arn_services());
    while (rp_tsv_next(&rows, &line)) {
        struct rampart_str other = rp_tsv_field(line, OF_RESOURCE);
        if (!has_service(&statement->action, rp_tsv_field(line, OF_ACTION), action_service)) continue;
        if (rp_str_equal(other, RP_STR("*"))) return true;
        if (has_service(&statement->resource, other, resource_service)) return true;
    }
    return false;
}

/* Whether every service is named out, and none is that of an action and of a resource. */
static enum rampart_status are_apart(const struct rp_lint *lint, const struct rp_statement *statement,
                                     bool *ret_apart)
{
    struct rp_intern all = {.count = 0}, resources = {.count = 0};
    bool known;
    *ret_apart = false;
    RP_TRY(add_services(lint, &statement->resource, resource_service, &resources, &known));
    if (known) RP_TRY(add_services(lint, &statement->action, action_service, &all, &known));
    if (!known) return RAMPART_OK;
    size_t apart = all.count + resources.count;
    RP_TRY(add_services(lint, &statement->resource, resource_service, &all, &known));
    *ret_apart = all.count == apart;
    return RAMPART_OK;
}

enum rampart_status rp_lint_never_service(const struct rp_lint *lint, const struct rp_statement *statement)
{
    const struct rp_values *actions = &statement->action, *resources = &statement->resource;
    struct rampart_str service;
    bool apart;
    if (statement->action.negated || statement->resource.negated) return RAMPART_OK;
    if (actions->count == 0 || resources->count == 0 || !rp_lint_asks(lint, RP_LINT_ARN_SERVICE))
        return RAMPART_OK;
    /* Most often the first action settles it. */
    if (!action_service(rp_value_text(actions, 0), &service)) return RAMPART_OK;
    if (has_service(resources, service, resource_service)) return RAMPART_OK;
    RP_TRY(are_apart(lint, statement, &apart));
    if (!apart || is_exception(statement)) return RAMPART_OK;
    if (rp_lint_find(lint, RP_LINT_ARN_SERVICE, rp_values_span(resources),
                     "no resource here belongs to a service of the actions, such as %.*s",
                     RP_ARG(rp_lint_shown(service))))
        rp_lint_suggest(lint, "name resources of the same service: acs:%.*s:…",
                        RP_ARG(rp_lint_shown(service)));
    return RAMPART_OK;
}
