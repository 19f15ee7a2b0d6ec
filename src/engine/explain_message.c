/* SPDX-License-Identifier: Apache-2.0 */
/* One English sentence about a decision. */
#include "base/str.h"
#include "base/try.h"
#include "engine/explain.h"

static bool say(struct rp_explainer *explainer, const struct rampart_reason *reason, const char *predicate)
{
    return rp_arena_printf(explainer->arena, &explainer->decision->message, "Statement %zu of %.*s %s.",
                           reason->statement, RP_ARG(reason->policy), predicate);
}

static bool say_text(struct rp_explainer *explainer, const char *text)
{
    return rp_arena_printf(explainer->arena, &explainer->decision->message, "%s.", text);
}

static bool allow_message(struct rp_explainer *explainer)
{
    const struct rampart_decision *decision = explainer->decision;
    if (decision->matched_count == 0)
        return say_text(explainer, "The account owner is not subject to RAM policies");
    return say(explainer, &decision->matched[0], "allows it and nothing denies it");
}

static bool explicit_message(struct rp_explainer *explainer)
{
    const struct rampart_decision *decision = explainer->decision;
    if (decision->matched_count == 0) return say_text(explainer, "A statement denies it");
    return say(explainer, &decision->matched[0], "denies it; an explicit deny overrides every allow");
}

static const char *who_is_silent(const struct rp_explainer *explainer)
{
    const struct rampart_request *request = explainer->question.request;
    bool root = request->identity.kind == RP_IDENTITY_ROOT;
    switch (explainer->decision->verdict.layer) {
    case RAMPART_LAYER_CONTROL: return "A level of control policies does not allow it, and every level must";
    case RAMPART_LAYER_SESSION: return "The session policy does not allow it, and a session cannot do more";
    case RAMPART_LAYER_TRUST:
        if (root) return "The account owner cannot assume a role";
        if (!rp_request_assumes_role(request)) return "This principal can do nothing but assume a role";
        return "The role's trust policy does not let this principal in";
    case RAMPART_LAYER_RESOURCE_GROUP:
    case RAMPART_LAYER_IDENTITY: break;
    }
    if (root) return "The account owner owns only the resources of its own account";
    if (rp_is_foreign(&explainer->question))
        return "The resource belongs to another account, and identity policies reach only their own";
    return "No statement allows it";
}

static bool implicit_message(struct rp_explainer *explainer)
{
    const struct rampart_decision *decision = explainer->decision;
    if (decision->nearest_count == 0) return say_text(explainer, who_is_silent(explainer));
    const struct rampart_near_miss *nearest = &decision->nearest[0];
    return rp_arena_printf(explainer->arena, &explainer->decision->message,
                           "%s; statement %zu of %.*s comes closest, but its %s does not match.",
                           who_is_silent(explainer), nearest->reason.statement,
                           RP_ARG(nearest->reason.policy),
                           rampart_element_name(nearest->element, nearest->negated));
}

static const char *layer_words(enum rampart_layer layer)
{
    switch (layer) {
    case RAMPART_LAYER_TRUST: return "the role's trust policy, which was not given";
    case RAMPART_LAYER_CONTROL: return "control policies that are not known";
    case RAMPART_LAYER_SESSION: return "a session policy that is not known";
    case RAMPART_LAYER_RESOURCE_GROUP:
    case RAMPART_LAYER_IDENTITY: break;
    }
    return "policies of the principal that are not known";
}

/* "It depends on acs:SourceIp and 2 more keys and on the role's trust policy, which was not given." */
static bool conditional_message(struct rp_explainer *explainer)
{
    struct rampart_decision *decision = explainer->decision;
    size_t keys = decision->unknown_keys.count;
    bool open_layer = decision->unknown_layer_count > 0;
    const char *nothing_else = explainer->question.area ? "the resource" : "who asks";
    const char *layer = open_layer ? layer_words(decision->unknown_layers[0]) : nothing_else;
    if (keys == 0) return rp_arena_printf(explainer->arena, &decision->message, "It depends on %s.", layer);
    struct rampart_str first = decision->unknown_keys.items[0];
    const char *joint = open_layer ? " and on " : "";
    if (!open_layer) layer = "";
    if (keys == 1)
        return rp_arena_printf(explainer->arena, &decision->message, "It depends on %.*s%s%s.", RP_ARG(first),
                               joint, layer);
    return rp_arena_printf(explainer->arena, &decision->message, "It depends on %.*s and %zu more %s%s%s.",
                           RP_ARG(first), keys - 1, keys == 2 ? "key" : "keys", joint, layer);
}

/* No statement decides alone, but all of them together do in every case. */
static bool settled_message(struct rp_explainer *explainer)
{
    bool allowed = explainer->decision->verdict.outcome == RAMPART_OUTCOME_ALLOW;
    return rp_arena_printf(explainer->arena, &explainer->decision->message, "It is %s whatever %.*s is.",
                           allowed ? "allowed" : "denied", RP_ARG(explainer->settling));
}

enum rampart_status rp_explain_message(struct rp_explainer *explainer)
{
    const struct rampart_verdict *verdict = &explainer->decision->verdict;
    bool said = false;
    if (explainer->settling.len > 0) return settled_message(explainer) ? RAMPART_OK : RAMPART_NO_MEMORY;
    switch (verdict->outcome) {
    case RAMPART_OUTCOME_ALLOW: said = allow_message(explainer); break;
    case RAMPART_OUTCOME_CONDITIONAL: said = conditional_message(explainer); break;
    case RAMPART_OUTCOME_DENY:
        said = verdict->deny == RAMPART_EXPLICIT_DENY ? explicit_message(explainer)
                                                      : implicit_message(explainer);
        break;
    }
    return said ? RAMPART_OK : RAMPART_NO_MEMORY;
}
