/* SPDX-License-Identifier: Apache-2.0 */
/* Conditions on keys that no request has, and with values that no key has. */
#include "base/try.h"
#include "lint/look.h"
#include "lint/never.h"
#include "policy/unreadable.h"

/* ---- values that are none of their operator's type ---- */

static void bad_operand(const struct rp_lint *lint, const struct rp_condition *condition, size_t i,
                        const struct rp_operand *operand, bool alone)
{
    const struct rp_family *family = condition->op.family;
    if (rp_lint_find(lint, RP_LINT_BAD_OPERAND, condition->values.spans[i],
                     "\"%.*s\" is no %s as documented: by default %s",
                     RP_ARG(rp_lint_shown(rp_value_text(&condition->values, i))), family->name,
                     rp_unreadable_outcome(&condition->op, alone)))
        rp_lint_suggest(lint, "write %s; what else the cloud may make of it is open (--assume: %s)",
                        family->expected, rp_unreadable_switches(operand));
}

static enum rampart_status bad_operands(const struct rp_lint *lint, const struct rp_condition *condition)
{
    const struct rp_operator *op = &condition->op;
    const size_t count = condition->values.count;
    bool alone = true;
    /* Every text is a string. */
    if (op->null || op->family == &rp_family_string || !rp_lint_asks(lint, RP_LINT_BAD_OPERAND))
        return RAMPART_OK;
    struct rp_operand *operands = RP_NEW_ARRAY(lint->scratch, struct rp_operand, count);
    RP_TRY_MEMORY(operands != NULL);
    for (size_t i = 0; i < count; i++) {
        RP_TRY(op->family->read(lint->scratch, op->comparison, rp_value_text(&condition->values, i),
                                &operands[i]));
        alone &= !rp_operand_is_read(&operands[i], 0);
    }
    for (size_t i = 0; i < count; i++)
        if (!rp_operand_is_read(&operands[i], 0)) bad_operand(lint, condition, i, &operands[i], alone);
    return RAMPART_OK;
}

/* ---- keys ---- */

/* The key of a tag, behind the slash, may have blanks within. */
static bool has_odd_blank(struct rampart_str key)
{
    size_t slash = rp_str_find(key, '/');
    for (size_t i = 0; i < slash; i++)
        if (rp_look_is_blank(key.data[i])) return true;
    return key.len > 0 && rp_look_is_blank(key.data[key.len - 1]);
}

static void key_rules(const struct rp_lint *lint, const struct rp_condition *condition)
{
    struct rampart_str key = condition->key.text;
    if (has_odd_blank(key) &&
        rp_lint_find(lint, RP_LINT_BLANK_IN_KEY, condition->key.span,
                     "\"%.*s\" has a blank in it, and no key has one there", RP_ARG(rp_lint_shown(key))))
        rp_lint_suggest(lint, "remove the blank");
    if (rp_str_find(key, ':') == key.len &&
        rp_lint_find(lint, RP_LINT_KEY_SHAPE, condition->key.span,
                     "\"%.*s\" names no service: no request has such a key", RP_ARG(rp_lint_shown(key))))
        rp_lint_suggest(lint, "write the key as service:Name, such as acs:SourceIp");
    if (rp_look_key_starts(condition, RP_STR("aws:")) &&
        rp_lint_find(lint, RP_LINT_OTHER_CLOUD_KEY, condition->key.span,
                     "%.*s is another cloud's key: no request has it", RP_ARG(rp_lint_shown(key))))
        rp_lint_suggest(lint, "the keys that every service knows begin with acs:, such as acs:SourceIp");
}

/* ---- wildcards where they are none ---- */

static bool is_equality(const struct rp_operator *op)
{
    return !op->null && op->family == &rp_family_string && op->comparison != RP_COMPARE_LIKE;
}

static void wildcard_in_equals(const struct rp_lint *lint, const struct rp_condition *condition)
{
    const struct rp_values *values = &condition->values;
    if (!is_equality(&condition->op) || condition->op.negated) return;
    for (size_t i = 0; i < values->count; i++) {
        struct rampart_str text = rp_value_text(values, i);
        if (rp_str_find(text, '*') == text.len) continue;
        if (rp_lint_find(lint, RP_LINT_WILDCARD_IN_EQUALS, values->spans[i],
                         "%.*s compares \"%.*s\" character by character: the * is no wildcard",
                         RP_ARG(condition->op_name), RP_ARG(rp_lint_shown(text))))
            rp_lint_suggest(lint, "write StringLike for a wildcard");
    }
}

/* ---- acs:PrincipalARN ---- */

static bool names_session(struct rampart_str text)
{
    const struct rampart_str role = RP_STR(":role/");
    if (rp_look_find(text, RP_STR(":assumed-role/")) < text.len) return true;
    size_t at = rp_look_find(text, role);
    struct rampart_str name = rp_str_from(text, at < text.len ? at + role.len : text.len);
    return rp_str_find(name, '/') < name.len;
}

static bool names_role_in_capitals(struct rampart_str text)
{
    const struct rampart_str role = RP_STR(":role/");
    for (size_t i = rp_look_find(text, role) + role.len; i < text.len; i++)
        if (rp_look_is_upper(text.data[i])) return true;
    return false;
}

static void principal_arn(const struct rp_lint *lint, const struct rp_value *value)
{
    if (names_session(value->text) &&
        rp_lint_find(lint, RP_LINT_PRINCIPAL_SESSION, value->span,
                     "acs:PrincipalARN of a session is the ARN of its role: no request has this one"))
        rp_lint_suggest(lint, "write acs:ram:*:*:role/<name> without the session");
    if (names_role_in_capitals(value->text) &&
        rp_lint_find(lint, RP_LINT_PRINCIPAL_CASE, value->span,
                     "acs:PrincipalARN has the names of roles in small letters"))
        rp_lint_suggest(lint, "write the role's name in small letters");
}

static void principal_arns(const struct rp_lint *lint, const struct rp_condition *condition)
{
    if (!rp_look_key_is(condition, RP_STR("acs:PrincipalARN")) || condition->op.null) return;
    if (condition->op.comparison != RP_COMPARE_EQUALS_FOLD)
        rp_look_each(lint, &condition->values, principal_arn);
}

/* ---- all of them ---- */

enum rampart_status rp_lint_never_condition(const struct rp_lint *lint, const struct rp_statement *statement)
{
    for (size_t i = 0; i < statement->condition_count; i++) {
        const struct rp_condition *condition = &statement->conditions[i];
        RP_TRY(bad_operands(lint, condition));
        key_rules(lint, condition);
        wildcard_in_equals(lint, condition);
        principal_arns(lint, condition);
    }
    return RAMPART_OK;
}
