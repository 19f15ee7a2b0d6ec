/* SPDX-License-Identifier: Apache-2.0 */
/* Conditions that are met when they seem not to be, or the other way round. */
#include "base/glob.h"
#include "catalog/keys.h"
#include "lint/look.h"
#include "lint/otherwise.h"

static const struct rampart_str mfa_key = {"acs:MFAPresent", sizeof "acs:MFAPresent" - 1};

/* ---- keys that a request may not have ---- */

/* Every request has these (docs/semantics.md, "Missing key", and the keys of the catalogue). */
static bool is_always_there(const struct rp_condition *condition)
{
    return rp_look_key_is(condition, RP_STR("acs:CurrentTime")) ||
           rp_look_key_is(condition, RP_STR("acs:SecureTransport")) ||
           rp_look_key_is(condition, RP_STR("acs:SourceIp")) ||
           rp_look_key_is(condition, RP_STR("acs:PrincipalARN"));
}

static void negated_missing(const struct rp_lint *lint, const struct rp_statement *statement,
                            const struct rp_condition *condition)
{
    if (statement->effect != RAMPART_ALLOW || rp_look_positive(condition) || condition->op.null) return;
    if (condition->op.quantifier != RP_BARE || is_always_there(condition)) return;
    if (rp_lint_find(lint, RP_LINT_NEGATED_MISSING, condition->key.span,
                     "a request without %.*s meets %.*s, and so it is allowed",
                     RP_ARG(rp_lint_shown(condition->key.text)), RP_ARG(condition->op_name)))
        rp_lint_suggest(lint,
                        "name the values that are allowed, or deny the others in a statement of its own");
}

static bool is_any(struct rampart_str pattern)
{
    return pattern.len > 0 && rp_str_count(pattern, '*') == pattern.len;
}

static void like_any(const struct rp_lint *lint, const struct rp_condition *condition)
{
    const struct rp_operator *op = &condition->op;
    if (op->null || op->family != &rp_family_string || op->comparison != RP_COMPARE_LIKE) return;
    if (op->negated || is_always_there(condition)) return;
    for (size_t i = 0; i < condition->values.count; i++) {
        const struct rp_value item = rp_look_at(&condition->values, i), *value = &item;
        if (!is_any(value->text)) continue;
        if (rp_lint_find(lint, RP_LINT_LIKE_ANY, value->span,
                         "\"%.*s\" asks that the request has %.*s at all; one without it does not meet this",
                         RP_ARG(rp_lint_shown(value->text)), RP_ARG(rp_lint_shown(condition->key.text))))
            rp_lint_suggest(lint, "leave the condition out if any value is meant, or none");
    }
}

/* ---- truth values ---- */

static bool has_truth(const struct rp_condition *condition, bool wanted)
{
    for (size_t i = 0; i < condition->values.count; i++) {
        bool truth;
        if (rp_truth_read(rp_value_text(&condition->values, i), &truth) && truth == wanted) return true;
    }
    return false;
}

static bool denies_action(const struct rp_statement *statement, struct rampart_str action)
{
    bool named = false;
    for (size_t i = 0; i < statement->action.count; i++)
        named |= rp_glob(rp_value_text(&statement->action, i), action);
    return named != statement->action.negated;
}

/* The key is there only for who signed in to the console. */
static void mfa_false(const struct rp_lint *lint, const struct rp_condition *condition)
{
    if (rp_lint_find(lint, RP_LINT_MFA_FALSE, rp_values_span(&condition->values),
                     "requests with an AccessKey do not have acs:MFAPresent: this does not deny them"))
        rp_lint_suggest(
            lint, "allow under \"acs:MFAPresent\": \"true\" what needs it, instead of denying the rest");
}

static void mfa_lock_out(const struct rp_lint *lint, const struct rp_statement *statement)
{
    if (!denies_action(statement, RP_STR("ram:BindMFADevice"))) return;
    if (rp_lint_find(lint, RP_LINT_MFA_LOCK_OUT, rp_values_span(&statement->action),
                     "who has no MFA device yet is kept from binding one"))
        rp_lint_suggest(lint, "except it: \"NotAction\": [\"ram:BindMFADevice\", …]");
}

/* Of a Deny that is met without MFA. */
static bool is_mfa_deny(const struct rp_statement *statement, const struct rp_condition *condition)
{
    return statement->effect == RAMPART_DENY && rp_look_key_is(condition, mfa_key) &&
           condition->op.family == &rp_family_bool && !condition->op.if_exists &&
           has_truth(condition, false) && !has_truth(condition, true);
}

static void reversed(const struct rp_lint *lint, const struct rp_statement *statement,
                     const struct rp_condition *condition)
{
    bool allows = statement->effect == RAMPART_ALLOW;
    if (rp_lint_find(lint, RP_LINT_REVERSED_TRUTH, rp_values_span(&condition->values),
                     allows ? "this allows only requests without what %.*s stands for"
                            : "this denies the requests with what %.*s stands for",
                     RP_ARG(rp_lint_shown(condition->key.text))))
        rp_lint_suggest(lint, "write \"%s\" to ask for it", allows ? "true" : "false");
}

static void truth_rules(const struct rp_lint *lint, const struct rp_statement *statement,
                        const struct rp_condition *condition)
{
    bool mfa = rp_look_key_is(condition, mfa_key);
    bool allows = statement->effect == RAMPART_ALLOW;
    if (condition->op.null || condition->op.family != &rp_family_bool) return;
    if (has_truth(condition, true) && has_truth(condition, false)) {
        if (rp_lint_find(lint, RP_LINT_BOTH_TRUTHS, rp_values_span(&condition->values),
                         "either value meets this: it asks only that the request has the key"))
            rp_lint_suggest(lint, "keep one of them, or leave the condition out");
        return;
    }
    if (is_mfa_deny(statement, condition)) mfa_false(lint, condition);
    if ((mfa || rp_look_key_is(condition, RP_STR("acs:SecureTransport"))) && has_truth(condition, !allows))
        reversed(lint, statement, condition);
}

/* ---- operators ---- */

static void negated_wildcard(const struct rp_lint *lint, const struct rp_condition *condition)
{
    const struct rp_operator *op = &condition->op;
    if (op->null || op->family != &rp_family_string || op->comparison == RP_COMPARE_LIKE || !op->negated)
        return;
    for (size_t i = 0; i < condition->values.count; i++) {
        const struct rp_value item = rp_look_at(&condition->values, i), *value = &item;
        if (rp_str_find(value->text, '*') == value->text.len) continue;
        if (rp_lint_find(lint, RP_LINT_NEGATED_WILDCARD, value->span,
                         "the * is no wildcard here: %.*s is met by every value but this very text",
                         RP_ARG(condition->op_name)))
            rp_lint_suggest(lint, "write StringNotLike for a wildcard");
    }
}

/* NULL: the type is not known. */
static const struct rp_family *family_of(enum rp_value_type type)
{
    static const struct rp_family *const families[RP_VALUE_TYPES] = {
        [RP_TYPE_STRING] = &rp_family_string, [RP_TYPE_NUMBER] = &rp_family_number,
        [RP_TYPE_DATE] = &rp_family_date,     [RP_TYPE_BOOL] = &rp_family_bool,
        [RP_TYPE_IP] = &rp_family_ip,
    };
    return families[type];
}

static const char *operator_of(const struct rp_family *family, bool negated)
{
    if (family == &rp_family_date) return "DateLessThan or DateGreaterThan";
    if (family == &rp_family_number) return negated ? "NumericNotEquals" : "NumericEquals";
    if (family == &rp_family_bool) return "Bool";
    if (family == &rp_family_ip) return negated ? "NotIpAddress" : "IpAddress";
    return negated ? "StringNotEquals or StringNotLike" : "StringEquals or StringLike";
}

static void operator_for_key(const struct rp_lint *lint, const struct rp_condition *condition)
{
    struct rp_catalog_key known;
    const struct rp_operator *op = &condition->op;
    if (op->null || !rp_catalog_key_find(condition->key.text, &known)) return;
    const struct rp_family *family = family_of(known.type);
    if (family == NULL || family == op->family) return;
    if (rp_lint_find(lint, RP_LINT_OPERATOR_FOR_KEY, condition->key.span,
                     "%.*s has the type %s, and %.*s compares the type %s", RP_ARG(known.key), family->name,
                     RP_ARG(condition->op_name), op->family->name))
        rp_lint_suggest(lint, "write %s", operator_of(family, op->negated));
}

/* ---- all of them ---- */

void rp_lint_otherwise_condition(const struct rp_lint *lint, const struct rp_statement *statement)
{
    bool locked_out = false;
    for (size_t i = 0; i < statement->condition_count; i++) {
        const struct rp_condition *condition = &statement->conditions[i];
        if (!locked_out && is_mfa_deny(statement, condition)) {
            mfa_lock_out(lint, statement);
            locked_out = true;
        }
        negated_missing(lint, statement, condition);
        like_any(lint, condition);
        truth_rules(lint, statement, condition);
        negated_wildcard(lint, condition);
        operator_for_key(lint, condition);
    }
}
