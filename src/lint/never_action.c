/* SPDX-License-Identifier: Apache-2.0 */
/* Actions that no request has, whatever the cloud's services are: an action is `service:Operation`. */
#include "lint/look.h"
#include "lint/never.h"
#include "policy/pattern.h"

static void blank_in_action(const struct rp_lint *lint, const struct rp_value *value)
{
    if (!rp_look_has_blank(value->text)) return;
    if (rp_lint_find(lint, RP_LINT_BLANK_IN_ACTION, value->span,
                     "\"%.*s\" has a blank in it, and no action has one", RP_ARG(rp_lint_shown(value->text))))
        rp_lint_suggest(lint, "write service:Operation without blanks");
}

/* What is wrong with it; NULL: nothing. */
static const char *fault_of(struct rampart_str action)
{
    struct rampart_str service, operation;
    if (!rp_look_action(action, &service, &operation))
        return rp_has_wildcard(action) ? NULL : "names no service";
    if (service.len == 0) return "names no service";
    if (operation.len == 0) return "names no operation";
    if (operation.data[0] == '/') return "is an address, not an action";
    if (rp_str_find(operation, ':') < operation.len) return "has more than one colon";
    return NULL;
}

static void action_shape(const struct rp_lint *lint, const struct rp_value *value)
{
    const char *fault = fault_of(value->text);
    if (fault == NULL) return;
    if (rp_lint_find(lint, RP_LINT_ACTION_SHAPE, value->span, "\"%.*s\" %s: it matches no request",
                     RP_ARG(rp_lint_shown(value->text)), fault))
        rp_lint_suggest(lint, "write service:Operation, such as \"ecs:StartInstance\" or \"ecs:*\"");
}

void rp_lint_never_action(const struct rp_lint *lint, const struct rp_statement *statement)
{
    rp_look_each(lint, &statement->action, blank_in_action);
    rp_look_each(lint, &statement->action, action_shape);
}
