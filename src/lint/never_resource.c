/* SPDX-License-Identifier: Apache-2.0 */
/* Resources that no request has: an ARN is `acs:service:region:account:rest`. */
#include "lint/look.h"
#include "lint/never.h"
#include "policy/arn.h"
#include "policy/pattern.h"

/* ---- what an ARN looks like ---- */

static bool has_upper(struct rampart_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (rp_look_is_upper(text.data[i])) return true;
    return false;
}

/* What is wrong with it; NULL: nothing. */
static const char *fault_of(struct rampart_str pattern, const struct rp_arn *arn)
{
    if (!rp_look_may_be_arn(pattern)) return "does not begin with acs as every ARN does";
    if (arn == NULL) return rp_has_wildcard(pattern) ? NULL : "has less than the five fields of an ARN";
    if (arn->service.len == 0) return "names no service";
    if (has_upper(arn->service)) return "names a service in capitals";
    return NULL;
}

static void arn_shape(const struct rp_lint *lint, const struct rp_value *value, const struct rp_arn *arn)
{
    const char *fault = fault_of(value->text, arn);
    if (fault == NULL) return;
    if (rp_lint_find(lint, RP_LINT_ARN_SHAPE, value->span, "\"%.*s\" %s: it matches no resource",
                     RP_ARG(rp_lint_shown(value->text)), fault))
        rp_lint_suggest(lint, "write acs:<service>:<region>:<account>:<resource>, or \"*\" for everything");
}

/* ---- blanks ---- */

/* A key of an object may hold a blank; nothing before it may, and hardly any begins or ends with one. */
static bool has_odd_blank(struct rampart_str text, const struct rp_arn *arn)
{
    size_t head = arn != NULL ? text.len - arn->rest.len : 0;
    for (size_t i = 0; i < head; i++)
        if (rp_look_is_blank(text.data[i])) return true;
    return text.len > 0 && (rp_look_is_blank(text.data[0]) || rp_look_is_blank(text.data[text.len - 1]));
}

static void blank_in_resource(const struct rp_lint *lint, const struct rp_value *value,
                              const struct rp_arn *arn)
{
    if (!has_odd_blank(value->text, arn)) return;
    if (rp_lint_find(lint, RP_LINT_BLANK_IN_RESOURCE, value->span,
                     "\"%.*s\" has a blank where no resource has one", RP_ARG(rp_lint_shown(value->text))))
        rp_lint_suggest(lint, "remove it");
}

/* ---- region and account ---- */

/* A placeholder is reported as one. */
static bool is_template(struct rampart_str field)
{
    for (size_t i = 0; i < field.len; i++)
        if (field.data[i] == '$' || field.data[i] == '<' || field.data[i] == '{') return true;
    return false;
}

static bool is_region_character(char c)
{
    return (c >= 'a' && c <= 'z') || rp_is_digit(c) || c == '-' || c == '*' || c == '?';
}

static void region_shape(const struct rp_lint *lint, const struct rp_value *value, struct rampart_str region)
{
    size_t i = 0;
    while (i < region.len && is_region_character(region.data[i])) i++;
    if (i == region.len || is_template(region)) return;
    if (rp_lint_find(lint, RP_LINT_REGION_SHAPE, value->span, "\"%.*s\" is no region: it matches no resource",
                     RP_ARG(rp_lint_shown(region))))
        rp_lint_suggest(lint, "write the region's id in small letters, such as cn-hangzhou, or *");
}

/* The policies of the cloud itself belong to an account of this name. */
static bool is_account(struct rampart_str account)
{
    size_t i = 0;
    while (i < account.len &&
           (rp_is_digit(account.data[i]) || account.data[i] == '*' || account.data[i] == '?'))
        i++;
    return i == account.len || rp_str_equal(account, RP_STR("system"));
}

static void account_shape(const struct rp_lint *lint, const struct rp_value *value,
                          struct rampart_str account)
{
    if (is_account(account) || is_template(account)) return;
    if (rp_lint_find(lint, RP_LINT_ACCOUNT_SHAPE, value->span,
                     "\"%.*s\" is no account: it matches no resource", RP_ARG(rp_lint_shown(account))))
        rp_lint_suggest(lint, "write the account's id in digits, or *");
}

static void empty_account(const struct rp_lint *lint, const struct rp_value *value)
{
    if (rp_lint_find(lint, RP_LINT_EMPTY_ACCOUNT, value->span,
                     "the account is empty, and every resource belongs to one"))
        rp_lint_suggest(lint, "write the account's id, or * for any");
}

static void arn_fields(const struct rp_lint *lint, const struct rp_value *value, const struct rp_arn *arn)
{
    if (!rp_str_equal(arn->partition, RP_STR("acs"))) return;
    region_shape(lint, value, arn->region);
    if (arn->account.len == 0)
        empty_account(lint, value);
    else
        account_shape(lint, value, arn->account);
}

/* ---- roles ---- */

static void role_name_case(const struct rp_lint *lint, const struct rp_value *value, const struct rp_arn *arn)
{
    if (!rp_str_starts(value->text, RP_STR("acs:ram:"))) return;
    if (!rp_str_starts(arn->rest, RP_STR("role/")) || !has_upper(arn->rest)) return;
    if (rp_lint_find(lint, RP_LINT_ROLE_NAME_CASE, value->span,
                     "the cloud writes the names of roles in small letters where it compares ARNs"))
        rp_lint_suggest(lint, "name the role in small letters as well, so that either spelling matches");
}

/* ---- all of them ---- */

static void look_at(const struct rp_lint *lint, const struct rp_value *value)
{
    struct rp_arn fields;
    const struct rp_arn *arn = rp_arn_split(value->text, &fields) ? &fields : NULL;
    arn_shape(lint, value, arn);
    blank_in_resource(lint, value, arn);
    if (arn == NULL) return;
    arn_fields(lint, value, arn);
    role_name_case(lint, value, arn);
}

void rp_lint_never_resource(const struct rp_lint *lint, const struct rp_statement *statement)
{
    rp_look_each(lint, &statement->resource, look_at);
}
