/* SPDX-License-Identifier: Apache-2.0 */
/* One English sentence about a decision. Put together from texts: formatting took longer than deciding. */
#include <string.h>

#include "base/str.h"
#include "base/try.h"
#include "decide/explain.h"

enum { DIGITS = 20 };

#define COUNT_OF(parts) (sizeof(parts) / sizeof(parts)[0])

static struct rampart_str text_of(const char *text)
{
    return (struct rampart_str){text, strlen(text)};
}

/* The number in decimal, at the end of `digits`. */
static struct rampart_str number_of(size_t number, char digits[DIGITS])
{
    size_t at = DIGITS;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0 && at > 0);
    return (struct rampart_str){digits + at, DIGITS - at};
}

static bool say(struct rp_explainer *explainer, const struct rampart_str *parts, size_t count)
{
    return rp_arena_join(explainer->arena, parts, count, &explainer->decision->message);
}

/* The rest of the sentence comes behind the name of the statement's policy. */
static bool say_of(struct rp_explainer *explainer, const struct rampart_reason *reason,
                   struct rampart_str rest)
{
    char digits[DIGITS];
    const struct rampart_str parts[] = {RP_STR("Statement "), number_of(reason->statement, digits),
                                        RP_STR(" of "), reason->policy, rest};
    return say(explainer, parts, COUNT_OF(parts));
}

static bool say_text(struct rp_explainer *explainer, const char *text)
{
    const struct rampart_str parts[] = {text_of(text), RP_STR(".")};
    return say(explainer, parts, COUNT_OF(parts));
}

static bool allow_message(struct rp_explainer *explainer)
{
    const struct rampart_decision *decision = explainer->decision;
    if (decision->matched_count == 0)
        return say_text(explainer, "The account owner is not subject to RAM policies");
    return say_of(explainer, &decision->matched[0], RP_STR(" allows it and nothing denies it."));
}

static bool explicit_message(struct rp_explainer *explainer)
{
    const struct rampart_decision *decision = explainer->decision;
    if (decision->matched_count == 0) return say_text(explainer, "A statement denies it");
    return say_of(explainer, &decision->matched[0],
                  RP_STR(" denies it; an explicit deny overrides every allow."));
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
    default: break; /* identity policies, at either scope */
    }
    if (root) return "The account owner owns only the resources of its own account";
    if (rp_is_out_of_reach(explainer->rules->absent_layers, &explainer->question))
        return "The resource belongs to another account, and identity policies reach only their own";
    return "No statement allows it";
}

static bool implicit_message(struct rp_explainer *explainer)
{
    const struct rampart_decision *decision = explainer->decision;
    if (decision->nearest_count == 0) return say_text(explainer, who_is_silent(explainer));
    const struct rampart_near_miss *nearest = &decision->nearest[0];
    char digits[DIGITS];
    const struct rampart_str parts[] = {text_of(who_is_silent(explainer)),
                                        RP_STR("; statement "),
                                        number_of(nearest->reason.statement, digits),
                                        RP_STR(" of "),
                                        nearest->reason.policy,
                                        RP_STR(" comes closest, but its "),
                                        text_of(rampart_element_name(nearest->element, nearest->negated)),
                                        RP_STR(" does not match.")};
    return say(explainer, parts, COUNT_OF(parts));
}

static const char *layer_words(enum rampart_layer layer)
{
    switch (layer) {
    case RAMPART_LAYER_TRUST: return "the role's trust policy, which was not given";
    case RAMPART_LAYER_CONTROL: return "control policies that are not known";
    case RAMPART_LAYER_SESSION: return "a session policy that is not known";
    case RAMPART_LAYER_RESOURCE_GROUP: return "what is attached on resource groups, which is not all known";
    default: break;
    }
    return "policies of the principal that are not known";
}

/* Whether a statement is about some of the resources that are asked about only. */
static bool is_partly(const struct rampart_decision *decision)
{
    for (size_t i = 0; i < decision->matched_count; i++)
        if (decision->matched[i].partly) return true;
    return false;
}

/* Of several roles each has a trust policy of its own. */
static const char *layers_words(const struct rp_explainer *explainer)
{
    const enum rampart_layer layer = explainer->decision->unknown_layers[0];
    if (layer == RAMPART_LAYER_TRUST && explainer->question.area)
        return "the trust policy of each of these roles";
    return layer_words(layer);
}

/* "the document of policy/Deploy, which is not known"; of a layer that is open for another reason, that. */
static size_t layer_parts(const struct rp_explainer *explainer, struct rampart_str *parts, char *digits)
{
    const struct rampart_decision *decision = explainer->decision;
    const struct rampart_strs *documents = &decision->unknown_documents;
    size_t count = 0;
    if (documents->count == 0) {
        parts[count++] = text_of(layers_words(explainer));
        return count;
    }
    bool trust = rp_str_starts(documents->items[0], RP_STR("role/"));
    parts[count++] = trust ? RP_STR("what stands in the trust policy of ") : RP_STR("what stands in ");
    parts[count++] = documents->items[0];
    if (documents->count > 1) {
        parts[count++] = RP_STR(" and ");
        parts[count++] = number_of(documents->count - 1, digits);
        parts[count++] = RP_STR(" more");
    }
    parts[count++] = RP_STR(", which is not known");
    return count;
}

/* "It depends on acs:SourceIp and 2 more keys and on the role's trust policy, which was not given." */
static bool conditional_message(struct rp_explainer *explainer)
{
    const struct rampart_decision *decision = explainer->decision;
    const struct rampart_strs *keys = &decision->unknown_keys;
    const bool others = keys->count > 0 || decision->unknown_layer_count > 0;
    struct rampart_str parts[18];
    char digits[DIGITS], more[DIGITS];
    size_t count = 0;
    parts[count++] = RP_STR("It depends on ");
    if (keys->count > 0) parts[count++] = keys->items[0];
    if (keys->count > 1) {
        parts[count++] = RP_STR(" and ");
        parts[count++] = number_of(keys->count - 1, digits);
        parts[count++] = keys->count == 2 ? RP_STR(" more key") : RP_STR(" more keys");
    }
    if (keys->count > 0 && decision->unknown_layer_count > 0) parts[count++] = RP_STR(" and on ");
    if (decision->unknown_layer_count > 0)
        count += layer_parts(explainer, parts + count, more);
    else if (keys->count == 0)
        parts[count++] = explainer->question.area ? RP_STR("the resource") : RP_STR("who asks");
    if (others && is_partly(decision)) parts[count++] = RP_STR(" and on the resource");
    parts[count++] = RP_STR(".");
    return say(explainer, parts, count);
}

/* No statement decides alone, but all of them together do in every case. */
static bool settled_message(struct rp_explainer *explainer)
{
    bool allowed = explainer->decision->verdict.outcome == RAMPART_OUTCOME_ALLOW;
    const struct rampart_str parts[] = {RP_STR("It is "), allowed ? RP_STR("allowed") : RP_STR("denied"),
                                        RP_STR(" whatever "), explainer->settling, RP_STR(" is.")};
    return say(explainer, parts, COUNT_OF(parts));
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
