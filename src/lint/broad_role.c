/* SPDX-License-Identifier: Apache-2.0 */
/* Roles as a way to more permissions: to hand one to a service, or to assume one. */
#include "base/glob.h"
#include "lint/broad.h"
#include "lint/look.h"

/* The first action that covers the wanted one and is about its service: `*` is reported as what it is. */
static bool find_action(const struct rp_statement *statement, struct rampart_str wanted,
                        struct rp_span *ret_span)
{
    struct rampart_str service = rp_str_part(wanted, 0, rp_str_find(wanted, ':') + 1);
    for (size_t i = 0; i < statement->action.count; i++) {
        struct rampart_str text = rp_value_text(&statement->action, i);
        if (text.len < service.len || rp_lower(text.data[0]) != service.data[0]) continue;
        if (!rp_str_equal_fold(rp_str_part(text, 0, service.len), service)) continue;
        if (!rp_glob(text, wanted)) continue;
        *ret_span = statement->action.spans[i];
        return true;
    }
    return false;
}

static void pass_role(const struct rp_lint *lint, const struct rp_statement *statement, struct rp_span span)
{
    if (rp_look_has_key(statement, RP_STR("acs:Service"))) return;
    if (rp_lint_find(lint, RP_LINT_PASS_ROLE_ANY, span,
                     "any role may be handed to any service: who runs something there acts as that role"))
        rp_lint_suggest(lint, "name the role in Resource, and the service in a condition on acs:Service");
}

static void assume_role(const struct rp_lint *lint, const struct rp_statement *statement, struct rp_span span)
{
    if (statement->condition_count > 0) return;
    if (rp_lint_find(lint, RP_LINT_ASSUME_ROLE_ANY, span,
                     "every role that trusts the account may be assumed, those of tomorrow included"))
        rp_lint_suggest(lint, "name the roles in Resource: acs:ram:*:<account>:role/<name>");
}

void rp_lint_broad_role(const struct rp_lint *lint, const struct rp_statement *statement)
{
    struct rp_span pass, assume;
    bool passes = find_action(statement, RP_STR("ram:PassRole"), &pass);
    bool assumes = find_action(statement, RP_STR("sts:AssumeRole"), &assume);
    if ((!passes && !assumes) || !rp_look_covers(statement, RP_STR("ram"), RP_STR("role/*"))) return;
    if (passes) pass_role(lint, statement, pass);
    if (assumes) assume_role(lint, statement, assume);
}
