/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of the family "never matches": what no request can meet. */
#include "lint/never.h"

#include "base/try.h"
#include "lint/look.h"

/* The services of this cloud are named alike. */
static void service(const struct rp_lint *lint, const struct rp_value *value)
{
    if (rp_str_ends(value->text, RP_STR(".aliyuncs.com"))) return;
    if (rp_lint_find(lint, RP_LINT_SERVICE_NAME, value->span,
                     "\"%.*s\" is no service of this cloud: nobody assumes the role by it",
                     RP_ARG(rp_lint_shown(value->text))))
        rp_lint_suggest(lint, "write the service's name, such as \"ecs.aliyuncs.com\"");
}

static void services(const struct rp_lint *lint, const struct rp_statement *statement)
{
    const struct rp_principals *principals = statement->principals;
    for (size_t i = 0; principals != NULL && i < principals->count; i++)
        if (principals->items[i].kind == RP_PRINCIPAL_SERVICE) service(lint, &principals->items[i].value);
}

static enum rampart_status look_at(const struct rp_lint *lint, const struct rp_statement *statement)
{
    services(lint, statement);
    rp_lint_never_placeholder(lint, statement);
    rp_lint_never_action(lint, statement);
    rp_lint_never_resource(lint, statement);
    RP_TRY(rp_lint_never_service(lint, statement));
    rp_lint_never_bucket(lint, statement);
    RP_TRY(rp_lint_never_condition(lint, statement));
    rp_lint_never_tag(lint, statement);
    return rp_lint_never_contradiction(lint, statement);
}

enum rampart_status rp_lint_never(const struct rp_lint *lint)
{
    for (size_t i = 0; i < lint->policy->statement_count; i++)
        RP_TRY(look_at(lint, &lint->policy->statements[i]));
    return RAMPART_OK;
}
