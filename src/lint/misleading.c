/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of the family "means-otherwise": the document does something else than it seems to say. */
#include "lint/families.h"

#include <string.h>

#include "base/str.h"
#include "base/table.h"
#include "base/try.h"
#include "catalog/keys.h"
#include "lint/lint_util.h"
#include "policy/arn.h"
#include "policy/pattern.h"

/* ==== conditions that are met when they seem not to be, or the other way round ==== */

static const struct rampart_str mfa_key = {"acs:MFAPresent", sizeof "acs:MFAPresent" - 1};

/* ---- keys that a request may not have ---- */

/* True for a key that every request has (docs/semantics.md, "Missing key", and the keys of the catalogue). */
static bool misleading_is_always_there(const struct rp_condition *condition)
{
    return rp_lint_key_is(condition, RP_STR("acs:CurrentTime")) ||
           rp_lint_key_is(condition, RP_STR("acs:SecureTransport")) ||
           rp_lint_key_is(condition, RP_STR("acs:SourceIp")) ||
           rp_lint_key_is(condition, RP_STR("acs:PrincipalARN"));
}

/* "Not from any VPC" is how pages write "over the internet": a request without the key is what is meant. */
static bool misleading_means_internet(const struct rp_condition *condition)
{
    return rp_lint_key_is(condition, RP_STR("acs:SourceVpc")) && condition->values.count == 1 &&
           rp_str_equal(rp_value_text(&condition->values, 0), RP_STR("vpc-*"));
}

static void misleading_negated_missing(const struct rp_lint *lint, const struct rp_statement *statement,
                                       const struct rp_condition *condition)
{
    if (statement->effect != RAMPART_ALLOW || rp_lint_is_positive(condition) || condition->op.null) return;
    if (condition->op.quantifier != RP_BARE || misleading_is_always_there(condition)) return;
    if (misleading_means_internet(condition)) return;
    if (rp_lint_report(lint, RP_LINT_NEGATED_MISSING, condition->key.span,
                       "a request without %.*s meets %.*s, and so it is allowed",
                       RP_ARG(rp_lint_shown(condition->key.text)), RP_ARG(condition->op_name)))
        rp_lint_suggest(lint,
                        "name the values that are allowed, or deny the others in a statement of its own");
}

static bool misleading_is_any(struct rampart_str pattern)
{
    return pattern.len > 0 && rp_str_count(pattern, '*') == pattern.len;
}

static void misleading_like_any(const struct rp_lint *lint, const struct rp_condition *condition)
{
    const struct rp_operator *op = &condition->op;
    if (op->null || op->family != &rp_family_string || op->comparison != RP_COMPARE_LIKE) return;
    if (op->negated || misleading_is_always_there(condition)) return;
    for (size_t i = 0; i < condition->values.count; i++) {
        const struct rp_value value = rp_lint_value_at(&condition->values, i);
        if (!misleading_is_any(value.text)) continue;
        if (rp_lint_report(
                lint, RP_LINT_LIKE_ANY, value.span,
                "\"%.*s\" requires that the request has %.*s: a request without the key does not match",
                RP_ARG(rp_lint_shown(value.text)), RP_ARG(rp_lint_shown(condition->key.text))))
            rp_lint_suggest(lint, "leave the condition out if any value is meant, or none");
    }
}

/* ---- truth values ---- */

static bool misleading_has_truth(const struct rp_condition *condition, bool wanted)
{
    for (size_t i = 0; i < condition->values.count; i++) {
        bool truth;
        if (rp_truth_read(rp_value_text(&condition->values, i), &truth) && truth == wanted) return true;
    }
    return false;
}

/* Only requests of somebody who signed in to the console have the key. */
static void misleading_mfa_false(const struct rp_lint *lint, const struct rp_condition *condition)
{
    if (rp_lint_report(lint, RP_LINT_MFA_FALSE, rp_values_span(&condition->values),
                       "requests with an AccessKey do not have acs:MFAPresent: this does not deny them"))
        rp_lint_suggest(lint, "allow the actions that need MFA under \"acs:MFAPresent\": \"true\", instead "
                              "of denying the rest");
}

static void misleading_mfa_lock_out(const struct rp_lint *lint, const struct rp_statement *statement)
{
    if (!rp_lint_matches_action(statement, RP_STR("ram:BindMFADevice"))) return;
    if (rp_lint_report(lint, RP_LINT_MFA_LOCK_OUT, rp_values_span(&statement->action),
                       "users without an MFA device cannot bind one"))
        rp_lint_suggest(lint, "except it: \"NotAction\": [\"ram:BindMFADevice\", …]");
}

/* True for the condition of a Deny that is met without MFA. */
static bool misleading_is_mfa_deny(const struct rp_statement *statement, const struct rp_condition *condition)
{
    return statement->effect == RAMPART_DENY && rp_lint_key_is(condition, mfa_key) &&
           condition->op.family == &rp_family_bool && !condition->op.if_exists &&
           misleading_has_truth(condition, false) && !misleading_has_truth(condition, true);
}

static void misleading_reversed(const struct rp_lint *lint, const struct rp_statement *statement,
                                const struct rp_condition *condition)
{
    bool allows = statement->effect == RAMPART_ALLOW;
    if (rp_lint_report(lint, RP_LINT_REVERSED_TRUTH, rp_values_span(&condition->values),
                       allows ? "this allows only requests in which %.*s is false"
                              : "this denies the requests in which %.*s is true",
                       RP_ARG(rp_lint_shown(condition->key.text))))
        rp_lint_suggest(lint, "write \"%s\" to ask for it", allows ? "true" : "false");
}

static void misleading_truth_rules(const struct rp_lint *lint, const struct rp_statement *statement,
                                   const struct rp_condition *condition)
{
    bool mfa = rp_lint_key_is(condition, mfa_key);
    bool allows = statement->effect == RAMPART_ALLOW;
    if (condition->op.null || condition->op.family != &rp_family_bool) return;
    if (misleading_has_truth(condition, true) && misleading_has_truth(condition, false)) {
        if (rp_lint_report(lint, RP_LINT_BOTH_TRUTHS, rp_values_span(&condition->values),
                           "true and false both meet this: it only requires that the request has the key"))
            rp_lint_suggest(lint, "keep one of them, or leave the condition out");
        return;
    }
    if (misleading_is_mfa_deny(statement, condition)) misleading_mfa_false(lint, condition);
    if ((mfa || rp_lint_key_is(condition, RP_STR("acs:SecureTransport"))) &&
        misleading_has_truth(condition, !allows))
        misleading_reversed(lint, statement, condition);
}

/* ---- operators ---- */

static void misleading_negated_wildcard(const struct rp_lint *lint, const struct rp_condition *condition)
{
    const struct rp_operator *op = &condition->op;
    if (op->null || op->family != &rp_family_string || op->comparison == RP_COMPARE_LIKE || !op->negated)
        return;
    for (size_t i = 0; i < condition->values.count; i++) {
        const struct rp_value value = rp_lint_value_at(&condition->values, i);
        if (rp_str_find(value.text, '*') == value.text.len) continue;
        if (rp_lint_report(lint, RP_LINT_NEGATED_WILDCARD, value.span,
                           "the * is no wildcard here: %.*s is met by every value but this very text",
                           RP_ARG(condition->op_name)))
            rp_lint_suggest(lint, "write StringNotLike for a wildcard");
    }
}

/* NULL: the type is not known. */
static const struct rp_family *misleading_family_of(enum rp_value_type type)
{
    static const struct rp_family *const families[RP_VALUE_TYPES] = {
        [RP_TYPE_STRING] = &rp_family_string, [RP_TYPE_NUMBER] = &rp_family_number,
        [RP_TYPE_DATE] = &rp_family_date,     [RP_TYPE_BOOL] = &rp_family_bool,
        [RP_TYPE_IP] = &rp_family_ip,
    };
    return families[type];
}

static const char *misleading_operator_of(const struct rp_family *family, bool negated)
{
    if (family == &rp_family_date) return "DateLessThan or DateGreaterThan";
    if (family == &rp_family_number) return negated ? "NumericNotEquals" : "NumericEquals";
    if (family == &rp_family_bool) return "Bool";
    if (family == &rp_family_ip) return negated ? "NotIpAddress" : "IpAddress";
    return negated ? "StringNotEquals or StringNotLike" : "StringEquals or StringLike";
}

static void misleading_operator_for_key(const struct rp_lint *lint, const struct rp_condition *condition)
{
    struct rp_catalog_key known;
    const struct rp_operator *op = &condition->op;
    if (op->null || !rp_catalog_key_find(lint->linter->catalog, condition->key.text, &known)) return;
    const struct rp_family *family = misleading_family_of(known.type);
    if (family == NULL || family == op->family) return;
    if (rp_lint_report(lint, RP_LINT_OPERATOR_FOR_KEY, condition->key.span,
                       "%.*s has the type %s, and %.*s compares the type %s", RP_ARG(known.key), family->name,
                       RP_ARG(condition->op_name), op->family->name))
        rp_lint_suggest(lint, "write %s", misleading_operator_of(family, op->negated));
}

/* ---- any condition ---- */

static void misleading_conditions(const struct rp_lint *lint, const struct rp_statement *statement)
{
    bool locked_out = false;
    for (size_t i = 0; i < statement->condition_count; i++) {
        const struct rp_condition *condition = &statement->conditions[i];
        if (!locked_out && misleading_is_mfa_deny(statement, condition)) {
            misleading_mfa_lock_out(lint, statement);
            locked_out = true;
        }
        misleading_negated_missing(lint, statement, condition);
        misleading_like_any(lint, condition);
        misleading_truth_rules(lint, statement, condition);
        misleading_negated_wildcard(lint, condition);
        misleading_operator_for_key(lint, condition);
    }
}

/* ==== addresses and dates that cover more, or less, than they seem to ==== */

enum { IPV4_BYTES = 4 };

/* ---- addresses ---- */

/* An address with host bits set before a prefix stands for the whole block. */
static void misleading_host_bits(const struct rp_lint *lint, const struct rp_value *value,
                                 const struct rp_block *block)
{
    struct rp_block address;
    size_t slash = rp_str_find(value->text, '/');
    if (slash == value->text.len || !rp_block_read(rp_str_part(value->text, 0, slash), false, &address))
        return;
    if (memcmp(address.bytes, block->bytes, block->length) == 0) return;
    if (rp_lint_report(lint, RP_LINT_HOST_BITS, value->span,
                       "%.*s stands for the whole block, not for the one address",
                       RP_ARG(rp_lint_shown(value->text))))
        rp_lint_suggest(lint, "write the first address of the block, or no prefix for one address");
}

/* Addresses that nobody has on the public network: 10/8, 172.16/12 and 192.168/16. */
static bool misleading_is_private(const struct rp_block *block)
{
    const uint8_t *bytes = block->bytes;
    if (block->length != IPV4_BYTES || block->prefix < 8) return false;
    if (bytes[0] == 10) return true;
    if (bytes[0] == 172) return block->prefix >= 12 && (bytes[1] & 0xF0) == 16;
    return bytes[0] == 192 && bytes[1] == 168 && block->prefix >= 16;
}

static void misleading_private_source(const struct rp_lint *lint, const struct rp_value *value,
                                      const struct rp_block *block)
{
    if (!misleading_is_private(block)) return;
    if (rp_lint_report(lint, RP_LINT_PRIVATE_SOURCE, value->span,
                       "%.*s is private: requests over the public network come from other addresses",
                       RP_ARG(rp_lint_shown(value->text))))
        rp_lint_suggest(lint,
                        "name the public addresses as well, or acs:SourceVpc where the service knows it");
}

/* Looks at the addresses that can be read; "value-never-matches" reports the others. */
static void misleading_address_rules(const struct rp_lint *lint, const struct rp_statement *statement,
                                     const struct rp_condition *condition)
{
    size_t four = 0, six = 0;
    /* An author who names the VPC as well knows where the requests come from. */
    bool source = rp_lint_key_is(condition, RP_STR("acs:SourceIp")) &&
                  !rp_lint_has_key(statement, RP_STR("acs:SourceVpc"));
    for (size_t i = 0; i < condition->values.count; i++) {
        struct rp_block block;
        const struct rp_value value = rp_lint_value_at(&condition->values, i);
        if (!rp_block_read(value.text, true, &block)) continue;
        misleading_host_bits(lint, &value, &block);
        if (source) misleading_private_source(lint, &value, &block);
        four += block.length == IPV4_BYTES;
        six += block.length != IPV4_BYTES;
    }
    if (!condition->op.negated || four == 0 || six > 0) return;
    if (rp_lint_report(lint, RP_LINT_IPV4_ONLY, rp_values_span(&condition->values),
                       "every client with an IPv6 address meets NotIpAddress with IPv4 alone: it is %s",
                       statement->effect == RAMPART_ALLOW ? "allowed" : "denied"))
        rp_lint_suggest(lint, "add the IPv6 blocks that are meant, if clients may have such addresses");
}

/* ---- dates ---- */

static void misleading_date_rules(const struct rp_lint *lint, const struct rp_condition *condition)
{
    const size_t whole = sizeof "2026-01-31T08:00:00" - 1;
    for (size_t i = 0; i < condition->values.count; i++) {
        struct rp_instant instant;
        const struct rp_value value = rp_lint_value_at(&condition->values, i);
        struct rampart_str text = value.text;
        if (!rp_instant_read(text, &instant)) continue;
        size_t colons = rp_str_count(rp_str_part(text, 0, whole), ':');
        if (colons == 2 && text.len > whole && text.data[whole] != '.') continue;
        if (rp_lint_report(lint, RP_LINT_DATE_FORM, value.span,
                           "\"%.*s\" has a form that is not documented; it is read %s",
                           RP_ARG(rp_lint_shown(text)),
                           colons == 0 ? "as midnight UTC" : "to the second as it stands"))
            rp_lint_suggest(lint, "write it whole, such as \"2026-01-31T08:00:00+08:00\"");
    }
}

/* ---- either ---- */

static void misleading_values(const struct rp_lint *lint, const struct rp_statement *statement)
{
    for (size_t i = 0; i < statement->condition_count; i++) {
        const struct rp_condition *condition = &statement->conditions[i];
        if (condition->op.null) continue;
        if (condition->op.family == &rp_family_ip) misleading_address_rules(lint, statement, condition);
        if (condition->op.family == &rp_family_date) misleading_date_rules(lint, condition);
    }
}

/* ==== resources that cover more than they seem to ==== */

enum { MOST_DIGITS = 3 };

/* A `*` that crosses colons stands for the fields that are missing. */
static void misleading_short_arn(const struct rp_lint *lint, const struct rp_value *value)
{
    struct rp_arn arn;
    struct rampart_str text = value->text;
    if (rp_arn_split(text, &arn) || rp_str_equal(text, RP_STR("*"))) return;
    if (!rp_has_wildcard(text) || !rp_lint_may_be_arn(text)) return;
    if (rp_lint_report(lint, RP_LINT_SHORT_ARN, value->span,
                       "%.*s has %zu fields of five: it matches only where a * stands for several of them",
                       RP_ARG(rp_lint_shown(text)), rp_str_count(text, ':') + 1))
        rp_lint_suggest(lint,
                        "write acs:<service>:<region>:<account>:<resource>, with * for what may be any");
}

/* ---- ids with asterisks in them ---- */

static void misleading_masked_id(const struct rp_lint *lint, const struct rp_value *value)
{
    if (!rp_lint_is_masked(value->text)) return;
    if (rp_lint_report(
            lint, RP_LINT_MASKED_ID, value->span,
            "the asterisks of a masked id are a wildcard: it covers every id that begins like this"))
        rp_lint_suggest(lint, "write the whole id");
}

/* Under an operator without wildcards they are compared as they stand. */
static void misleading_masked_values(const struct rp_lint *lint, const struct rp_condition *condition)
{
    const bool like = condition->op.comparison == RP_COMPARE_LIKE;
    if (condition->op.null || condition->op.family != &rp_family_string) return;
    for (size_t i = 0; i < condition->values.count; i++) {
        if (!rp_lint_is_masked(rp_value_text(&condition->values, i))) continue;
        if (rp_lint_report(lint, RP_LINT_MASKED_ID, condition->values.spans[i],
                           like ? "the asterisks of a masked id are a wildcard: it covers every id that begins like this"
                                : "the asterisks of a masked id are compared as they stand: no id has them"))
            rp_lint_suggest(lint, "write the whole id");
    }
}

/* ---- numbered names ---- */

/* True for a name, a short number and one star at the end: `asg-1*`. A year has too many digits. */
static bool misleading_ends_in_number(struct rampart_str text)
{
    if (text.len < 3 || text.data[text.len - 1] != '*') return false;
    size_t digits = 0, end = text.len - 1;
    while (digits < end && rp_is_digit(text.data[end - digits - 1])) digits++;
    if (digits == 0 || digits > MOST_DIGITS || digits == end) return false;
    char before = text.data[end - digits - 1];
    return rp_lint_is_letter(before) || before == '-' || before == '_';
}

static void misleading_numbered_prefix(const struct rp_lint *lint, const struct rp_value *value)
{
    struct rp_arn arn;
    if (!misleading_ends_in_number(value->text) || !rp_arn_split(value->text, &arn) ||
        !misleading_ends_in_number(arn.rest))
        return;
    struct rampart_str name = rp_str_part(arn.rest, 0, arn.rest.len - 1);
    if (rp_lint_report(lint, RP_LINT_NUMBERED_PREFIX, value->span,
                       "%.*s* covers %.*s0 and all that follow as well", RP_ARG(rp_lint_shown(name)),
                       RP_ARG(rp_lint_shown(name))))
        rp_lint_suggest(lint, "name %.*s without the *, or put a separator before it",
                        RP_ARG(rp_lint_shown(name)));
}

static void misleading_resources(const struct rp_lint *lint, const struct rp_statement *statement)
{
    rp_lint_each_value(lint, &statement->resource, misleading_short_arn);
    rp_lint_each_value(lint, &statement->resource, misleading_masked_id);
    for (size_t i = 0; i < statement->condition_count; i++)
        misleading_masked_values(lint, &statement->conditions[i]);
    rp_lint_each_value(lint, &statement->resource, misleading_numbered_prefix);
}

/* ==== statements that mislead only beside the rest of the document ==== */

/* ---- tags ---- */

struct tag_keys {
    struct rp_intern exact, folded;
};

/* The key of the condition's tag; empty: the condition is not on a tag. */
static struct rampart_str misleading_tag_key(const struct rp_condition *condition)
{
    struct rampart_str key = condition->key.text;
    size_t slash = rp_str_find(key, '/');
    struct rampart_str name = rp_str_part(key, 0, slash), tag = RP_STR("tag");
    bool is_tag = name.len >= tag.len && rp_str_equal_fold(rp_str_from(name, name.len - tag.len), tag);
    return is_tag && slash < key.len ? rp_str_from(key, slash + 1) : rp_str_part(key, 0, 0);
}

static enum rampart_status misleading_tag_spelling(const struct rp_lint *lint, struct tag_keys *keys,
                                                   const struct rp_condition *condition)
{
    struct rampart_str key = misleading_tag_key(condition), folded;
    bool new_spelling, new_key;
    if (key.len == 0) return RAMPART_OK;
    RP_TRY_MEMORY(rp_arena_lower(lint->scratch, key, &folded));
    RP_TRY(rp_lint_is_new(&keys->exact, lint->scratch, key, &new_spelling));
    RP_TRY(rp_lint_is_new(&keys->folded, lint->scratch, folded, &new_key));
    if (!new_spelling || new_key) return RAMPART_OK;
    if (rp_lint_report(lint, RP_LINT_TAG_KEY_CASE, condition->key.span,
                       "the tag \"%.*s\" is spelt with other capitals before, and the keys of tags have case",
                       RP_ARG(rp_lint_shown(key))))
        rp_lint_suggest(lint, "spell it as the tag is spelt");
    return RAMPART_OK;
}

static enum rampart_status misleading_tag_key_case(const struct rp_lint *lint)
{
    struct tag_keys keys = {.exact = {.count = 0}, .folded = {.count = 0}};
    for (size_t i = 0; i < lint->policy->statement_count; i++) {
        const struct rp_statement *statement = &lint->policy->statements[i];
        for (size_t k = 0; k < statement->condition_count; k++)
            RP_TRY(misleading_tag_spelling(lint, &keys, &statement->conditions[k]));
    }
    return RAMPART_OK;
}

/* ---- control policies ---- */

static void misleading_control_allow_list(const struct rp_lint *lint)
{
    const struct rp_statement *allow = NULL;
    if (lint->policy->kind != RAMPART_POLICY_CONTROL) return;
    for (size_t i = 0; i < lint->policy->statement_count; i++) {
        const struct rp_statement *statement = &lint->policy->statements[i];
        if (statement->effect != RAMPART_ALLOW) continue;
        if (rp_lint_matches_action(statement, RP_STR("sts:AssumeRole"))) return;
        if (allow == NULL) allow = statement;
    }
    if (allow == NULL) return;
    if (rp_lint_report(lint, RP_LINT_CONTROL_ALLOW_LIST, rp_values_span(&allow->action),
                       "no Allow of this control policy includes sts:AssumeRole: nobody can switch to a role "
                       "of a member"))
        rp_lint_suggest(lint, "add sts:AssumeRole");
}

/* ==== all of them ==== */

/* NotAction is every action but the named ones, and so every future action (docs/semantics.md, "Elements"). */
static void misleading_not_action_allow(const struct rp_lint *lint, const struct rp_statement *statement)
{
    if (statement->effect != RAMPART_ALLOW || !statement->action.negated) return;
    if (rp_lint_report(lint, RP_LINT_NOT_ACTION_ALLOW, rp_values_span(&statement->action),
                       "an Allow of NotAction grants every other action of every service"))
        rp_lint_suggest(lint,
                        "name the allowed actions in Action, or deny the others in a statement of its own");
}

enum rampart_status rp_lint_misleading(const struct rp_lint *lint)
{
    for (size_t i = 0; i < lint->policy->statement_count; i++) {
        const struct rp_statement *statement = &lint->policy->statements[i];
        misleading_not_action_allow(lint, statement);
        misleading_conditions(lint, statement);
        misleading_values(lint, statement);
        misleading_resources(lint, statement);
    }
    misleading_control_allow_list(lint);
    return misleading_tag_key_case(lint);
}
