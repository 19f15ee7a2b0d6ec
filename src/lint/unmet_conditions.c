/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of the family "never-matches" about conditions: no request meets them. */
#include "lint/families.h"

#include "base/str.h"
#include "base/try.h"
#include "catalog/embedded.h"
#include "catalog/keys.h"
#include "catalog/tsv.h"
#include "lint/lint_util.h"
#include "policy/operator.h"

/* ---- values of another type than the operator's ---- */

static void unmet_bad_operand(const struct rp_lint *lint, const struct rp_condition *condition, size_t i,
                              const struct rp_operand *operand, bool alone)
{
    const struct rp_family *family = condition->op.family;
    if (rp_lint_report(lint, RP_LINT_BAD_OPERAND, condition->values.spans[i],
                       "\"%.*s\" is not a documented form of %s; by default %s",
                       RP_ARG(rp_lint_shown(rp_value_text(&condition->values, i))), family->name,
                       rp_unreadable_outcome(&condition->op, alone)))
        rp_lint_suggest(lint, "write %s; how the cloud reads it is not documented (--assume: %s)",
                        family->expected, rp_unreadable_switches(operand));
}

static enum rampart_status unmet_bad_operands(const struct rp_lint *lint,
                                              const struct rp_condition *condition)
{
    const struct rp_operator *op = &condition->op;
    const size_t count = condition->values.count;
    bool alone = true;
    /* Every text is a string. */
    if (op->null || op->family == &rp_family_string || !rp_lint_enabled(lint, RP_LINT_BAD_OPERAND))
        return RAMPART_OK;
    struct rp_operand *operands = RP_NEW_ARRAY(lint->scratch, struct rp_operand, count);
    RP_TRY_MEMORY(operands != NULL);
    for (size_t i = 0; i < count; i++) {
        RP_TRY(op->family->read(lint->scratch, op->comparison, rp_value_text(&condition->values, i),
                                &operands[i]));
        alone &= !rp_operand_is_read(&operands[i], 0);
    }
    for (size_t i = 0; i < count; i++)
        if (!rp_operand_is_read(&operands[i], 0)) unmet_bad_operand(lint, condition, i, &operands[i], alone);
    return RAMPART_OK;
}

/* ---- keys ---- */

/* The part behind the slash is a tag's key, which may have blanks within. */
static bool unmet_has_odd_blank(struct rampart_str key)
{
    size_t slash = rp_str_find(key, '/');
    for (size_t i = 0; i < slash; i++)
        if (rp_is_blank(key.data[i])) return true;
    return key.len > 0 && rp_is_blank(key.data[key.len - 1]);
}

static void unmet_key_rules(const struct rp_lint *lint, const struct rp_condition *condition)
{
    struct rampart_str key = condition->key.text;
    if (unmet_has_odd_blank(key) &&
        rp_lint_report(lint, RP_LINT_BLANK_IN_KEY, condition->key.span,
                       "invalid condition key \"%.*s\": no key has white space there",
                       RP_ARG(rp_lint_shown(key))))
        rp_lint_suggest(lint, "remove the blank");
    if (rp_str_find(key, ':') == key.len &&
        rp_lint_report(lint, RP_LINT_KEY_SHAPE, condition->key.span,
                       "invalid condition key \"%.*s\": it names no service, and no request has it",
                       RP_ARG(rp_lint_shown(key))))
        rp_lint_suggest(lint, "write the key as service:Name, such as acs:SourceIp");
    if (rp_lint_key_starts(condition, RP_STR("aws:")) &&
        rp_lint_report(lint, RP_LINT_OTHER_CLOUD_KEY, condition->key.span,
                       "%.*s is another cloud's key: no request has it", RP_ARG(rp_lint_shown(key))))
        rp_lint_suggest(lint, "the keys that every service knows begin with acs:, such as acs:SourceIp");
}

/* ---- wildcards that are compared as characters ---- */

static void unmet_wildcard_in_equals(const struct rp_lint *lint, const struct rp_condition *condition)
{
    const struct rp_values *values = &condition->values;
    const struct rp_operator *op = &condition->op;
    if (op->null || op->negated || op->family != &rp_family_string || op->comparison == RP_COMPARE_LIKE)
        return;
    for (size_t i = 0; i < values->count; i++) {
        struct rampart_str text = rp_value_text(values, i);
        if (rp_str_find(text, '*') == text.len) continue;
        if (rp_lint_report(lint, RP_LINT_WILDCARD_IN_EQUALS, values->spans[i],
                           "%.*s compares \"%.*s\" character by character: the * is no wildcard",
                           RP_ARG(condition->op_name), RP_ARG(rp_lint_shown(text))))
            rp_lint_suggest(lint, "write StringLike for a wildcard");
    }
}

/* ---- acs:PrincipalARN ---- */

static bool unmet_names_session(struct rampart_str text)
{
    const struct rampart_str role = RP_STR(":role/");
    if (rp_lint_find_text(text, RP_STR(":assumed-role/")) < text.len) return true;
    size_t at = rp_lint_find_text(text, role);
    struct rampart_str name = rp_str_from(text, at < text.len ? at + role.len : text.len);
    return rp_str_find(name, '/') < name.len;
}

static bool unmet_names_role_in_capitals(struct rampart_str text)
{
    const struct rampart_str role = RP_STR(":role/");
    for (size_t i = rp_lint_find_text(text, role) + role.len; i < text.len; i++)
        if (rp_lint_is_upper(text.data[i])) return true;
    return false;
}

static void unmet_principal_arn(const struct rp_lint *lint, const struct rp_value *value)
{
    if (unmet_names_session(value->text) &&
        rp_lint_report(lint, RP_LINT_PRINCIPAL_SESSION, value->span,
                       "acs:PrincipalARN of a session is the ARN of its role: no request has this one"))
        rp_lint_suggest(lint, "write acs:ram:*:*:role/<name> without the session");
    if (unmet_names_role_in_capitals(value->text) &&
        rp_lint_report(lint, RP_LINT_PRINCIPAL_CASE, value->span,
                       "acs:PrincipalARN has the names of roles in small letters"))
        rp_lint_suggest(lint, "write the role's name in small letters");
}

static void unmet_principal_arns(const struct rp_lint *lint, const struct rp_condition *condition)
{
    if (!rp_lint_key_is(condition, RP_STR("acs:PrincipalARN")) || condition->op.null) return;
    if (condition->op.comparison != RP_COMPARE_EQUALS_FOLD)
        rp_lint_each_value(lint, &condition->values, unmet_principal_arn);
}

static enum rampart_status unmet_values_and_keys(const struct rp_lint *lint,
                                                 const struct rp_statement *statement)
{
    for (size_t i = 0; i < statement->condition_count; i++) {
        const struct rp_condition *condition = &statement->conditions[i];
        RP_TRY(unmet_bad_operands(lint, condition));
        unmet_key_rules(lint, condition);
        unmet_wildcard_in_equals(lint, condition);
        unmet_principal_arns(lint, condition);
    }
    return RAMPART_OK;
}

/* ==== tags that the cloud does not fill in ==== */

enum { PATTERN, WHAT };

/* ---- acs:ResourceTag where the service has none ---- */

/* True when the resources of the action have no tags; *ret_what names them. */
static bool unmet_is_untagged(struct rampart_str action, struct rampart_str *ret_what)
{
    struct rampart_str line, rows = rp_tsv_rows(rp_catalog_untagged());
    while (rp_tsv_next(&rows, &line)) {
        if (!rp_glob(rp_tsv_field(line, PATTERN), action)) continue;
        *ret_what = rp_tsv_field(line, WHAT);
        return true;
    }
    return false;
}

/* Names the resources when those of all actions have no tags; empty: some may have. */
static struct rampart_str unmet_all_untagged(const struct rp_values *actions)
{
    struct rampart_str what = RP_STR("");
    for (size_t i = 0; i < actions->count; i++)
        if (!unmet_is_untagged(rp_value_text(actions, i), &what)) return rp_str_part(what, 0, 0);
    return what;
}

static void unmet_untagged(const struct rp_lint *lint, const struct rp_condition *condition,
                           struct rampart_str what)
{
    if (rp_lint_report(lint, RP_LINT_TAG_UNSUPPORTED, condition->key.span,
                       "the cloud fills in no tags for %.*s: no request meets this condition", RP_ARG(what)))
        rp_lint_suggest(lint, "name the resources in Resource, or grant the policy on a resource group");
}

/* ---- acs:ResourceTag on lists ---- */

static bool unmet_is_list(struct rampart_str action)
{
    struct rampart_str service, operation;
    return rp_lint_split_action(action, &service, &operation) &&
           (rp_lint_starts_fold(operation, RP_STR("List")) ||
            rp_lint_starts_fold(operation, RP_STR("Describe")));
}

static void unmet_tag_on_list(const struct rp_lint *lint, const struct rp_statement *statement)
{
    const struct rp_values *actions = &statement->action;
    size_t i = 0;
    while (i < actions->count && !unmet_is_list(rp_value_text(actions, i))) i++;
    if (i == actions->count) return;
    if (rp_lint_report(lint, RP_LINT_TAG_ON_LIST, actions->spans[i],
                       "%.*s may be refused under a condition on acs:ResourceTag: lists often have no tag",
                       RP_ARG(rp_lint_shown(rp_value_text(actions, i)))))
        rp_lint_suggest(lint, "allow List and Describe operations in a statement without the condition");
}

/* ---- acs:RequestTag on what takes no tags ---- */

static bool unmet_takes_no_tags(struct rampart_str action)
{
    struct rampart_str service, operation;
    return unmet_is_list(action) || (rp_lint_split_action(action, &service, &operation) &&
                                     (rp_lint_starts_fold(operation, RP_STR("Get")) ||
                                      rp_lint_starts_fold(operation, RP_STR("Delete"))));
}

static bool unmet_all_take_no_tags(const struct rp_values *actions)
{
    size_t i = 0;
    while (i < actions->count && unmet_takes_no_tags(rp_value_text(actions, i))) i++;
    return actions->count > 0 && i == actions->count;
}

static void unmet_request_tag(const struct rp_lint *lint, const struct rp_condition *condition)
{
    if (rp_lint_report(lint, RP_LINT_REQUEST_TAG_ON_READ, condition->key.span,
                       "acs:RequestTag is a tag that the request gives, and these actions give none"))
        rp_lint_suggest(lint, "write acs:ResourceTag for the tags that the resource has");
}

/* ---- tags of either kind ---- */

/* True when the condition needs a tag of this kind; a negated one is met without any. */
static bool unmet_asks_for_tag(const struct rp_condition *condition, struct rampart_str prefix)
{
    return rp_lint_is_positive(condition) && rp_lint_key_starts(condition, prefix);
}

static bool unmet_one_asks_for_tag(const struct rp_statement *statement, struct rampart_str prefix)
{
    for (size_t i = 0; i < statement->condition_count; i++)
        if (unmet_asks_for_tag(&statement->conditions[i], prefix)) return true;
    return false;
}

static void unmet_request_tags(const struct rp_lint *lint, const struct rp_statement *statement)
{
    const struct rampart_str prefix = RP_STR("acs:RequestTag/");
    if (!unmet_one_asks_for_tag(statement, prefix) || !unmet_all_take_no_tags(&statement->action)) return;
    for (size_t i = 0; i < statement->condition_count; i++)
        if (unmet_asks_for_tag(&statement->conditions[i], prefix))
            unmet_request_tag(lint, &statement->conditions[i]);
}

/* Lists are reported once, however many tags there are. */
static void unmet_resource_tags(const struct rp_lint *lint, const struct rp_statement *statement)
{
    const struct rampart_str prefix = RP_STR("acs:ResourceTag/");
    if (!unmet_one_asks_for_tag(statement, prefix)) return;
    if (statement->effect == RAMPART_ALLOW) unmet_tag_on_list(lint, statement);
    const struct rampart_str what = unmet_all_untagged(&statement->action);
    for (size_t i = 0; what.len > 0 && i < statement->condition_count; i++)
        if (unmet_asks_for_tag(&statement->conditions[i], prefix))
            unmet_untagged(lint, &statement->conditions[i], what);
}

static void unmet_tags(const struct rp_lint *lint, const struct rp_statement *statement)
{
    if (statement->action.negated) return;
    unmet_request_tags(lint, statement);
    unmet_resource_tags(lint, statement);
}

/*
 * ==== conditions on one key that no value meets together ====
 * Only keys with one value at the most are looked at: of two values, each may meet another condition.
 */

/* Few operands are tried on few values; contradictions in long lists are not looked for. */
enum { MOST_OPERANDS = 8, MOST_CONDITIONS = 4, LONGEST_TEXT = 200 };

/* The conditions on one key, all of one type. */
struct group {
    const struct rp_condition *conditions[MOST_CONDITIONS];
    size_t count;
    struct rp_operand operands[MOST_OPERANDS]; /* those of the first condition come first */
    struct rp_operand_use uses[MOST_OPERANDS];
    size_t operand_count;
};

static bool unmet_has_one_value(const struct rp_lint *lint, const struct rp_condition *condition)
{
    struct rp_catalog_key key;
    return rp_catalog_key_find(lint->linter->catalog, condition->key.text, &key) && key.single;
}

/* ---- gathering ---- */

static bool unmet_has_long_text(const struct rp_values *values)
{
    for (size_t i = 0; i < values->count; i++)
        if (rp_value_text(values, i).len > LONGEST_TEXT) return true;
    return false;
}

/* True when the condition is simple enough to be tried. */
static bool unmet_is_plain(const struct rp_condition *condition)
{
    return rp_operator_supported(&condition->op) && condition->values.count > 0 &&
           condition->values.count < MOST_OPERANDS && !unmet_has_long_text(&condition->values);
}

/* Collects the conditions on the key of the `first` one. False: one alone, too many, or of several types. */
static bool unmet_gather(const struct rp_statement *statement, size_t first, struct group *group)
{
    const struct rp_condition *one = &statement->conditions[first];
    size_t operands = 0;
    group->count = 0;
    for (size_t i = first; i < statement->condition_count; i++) {
        const struct rp_condition *other = &statement->conditions[i];
        if (!rp_str_equal_fold(one->key.text, other->key.text)) continue;
        operands += other->values.count;
        if (!unmet_is_plain(other) || other->op.family != one->op.family || operands > MOST_OPERANDS)
            return false;
        if (group->count == MOST_CONDITIONS) return false;
        group->conditions[group->count++] = other;
    }
    return group->count > 1;
}

static enum rampart_status unmet_read_operands(const struct rp_lint *lint, struct group *group,
                                               bool *ret_usable)
{
    group->operand_count = 0;
    *ret_usable = true;
    for (size_t i = 0; i < group->count; i++) {
        const struct rp_condition *condition = group->conditions[i];
        for (size_t k = 0; k < condition->values.count; k++) {
            struct rp_operand *operand = &group->operands[group->operand_count];
            struct rampart_str text = rp_value_text(&condition->values, k);
            RP_TRY(condition->op.family->read(lint->scratch, condition->op.comparison, text, operand));
            *ret_usable &= rp_operand_is_read(operand, 0);
            group->uses[group->operand_count++] =
                (struct rp_operand_use){operand, condition->op.comparison, text};
        }
    }
    return RAMPART_OK;
}

/* ---- trying ---- */

static enum rampart_status unmet_meets_all(const struct group *group, struct rp_matcher *matcher,
                                           struct rampart_str value, bool *ret_meets)
{
    const struct rp_operand *operand = group->operands;
    *ret_meets = true;
    for (size_t i = 0; i < group->count; i++) {
        const struct rp_condition *condition = group->conditions[i];
        bool any = false;
        for (size_t k = 0; k < condition->values.count; k++, operand++) {
            const struct rp_comparing comparing = {condition->op.comparison, 0, matcher, NULL};
            enum rampart_truth holds;
            RP_TRY(condition->op.family->holds(operand, &comparing, value, &holds));
            any |= holds == RAMPART_TRUE;
        }
        *ret_meets &= any != condition->op.negated;
    }
    return RAMPART_OK;
}

/* An absent key meets negated conditions. */
static bool unmet_absent_meets_all(const struct group *group)
{
    for (size_t i = 0; i < group->count; i++)
        if (!group->conditions[i]->op.negated) return false;
    return true;
}

/* StringEquals leaves a few texts to try. Without one, strings are not tried at all: that would take too long. */
static bool unmet_few_texts(struct rp_arena *arena, const struct group *group, struct rp_cells *ret_values)
{
    for (size_t i = 0; i < group->count; i++) {
        const struct rp_condition *condition = group->conditions[i];
        if (condition->op.negated || condition->op.comparison != RP_COMPARE_EQUALS) continue;
        struct rampart_str *texts = RP_NEW_ARRAY(arena, struct rampart_str, condition->values.count);
        if (texts == NULL) return false;
        for (size_t k = 0; k < condition->values.count; k++) texts[k] = rp_value_text(&condition->values, k);
        *ret_values = (struct rp_cells){texts, condition->values.count, true};
        return true;
    }
    *ret_values = (struct rp_cells){.complete = false};
    return true;
}

static enum rampart_status unmet_values_to_try(const struct rp_lint *lint, const struct group *group,
                                               struct rp_cells *ret_values)
{
    const struct rp_family *family = group->conditions[0]->op.family;
    if (family != &rp_family_string)
        return family->representatives(lint->scratch, group->uses, group->operand_count, ret_values);
    return unmet_few_texts(lint->scratch, group, ret_values) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static enum rampart_status unmet_try_values(const struct group *group, const struct rp_cells *values,
                                            const struct rampart_allocator *allocator, bool *ret_met)
{
    struct rp_matcher matcher = {.general = NULL};
    bool texts = group->conditions[0]->op.family == &rp_family_string; /* nothing else needs a matcher */
    if (texts) RP_TRY(rp_matcher_init(&matcher, allocator));
    enum rampart_status status = RAMPART_OK;
    *ret_met = false;
    for (size_t i = 0; i < values->count && !*ret_met && status == RAMPART_OK; i++)
        status = unmet_meets_all(group, &matcher, values->texts[i], ret_met);
    if (texts) rp_matcher_free(&matcher);
    return status;
}

static enum rampart_status unmet_can_be_met(const struct rp_lint *lint, struct group *group, bool *ret_met)
{
    struct rp_cells values;
    bool usable;
    *ret_met = true;
    RP_TRY(unmet_read_operands(lint, group, &usable));
    if (!usable || unmet_absent_meets_all(group)) return RAMPART_OK;
    RP_TRY(unmet_values_to_try(lint, group, &values));
    if (!values.complete) return RAMPART_OK;
    return unmet_try_values(group, &values, lint->linter->options.allocator, ret_met);
}

/* ---- reporting ---- */

/* True when an earlier condition is on the same key: both were looked at then. */
static bool unmet_is_repeated(const struct rp_statement *statement, size_t number)
{
    for (size_t i = 0; i < number; i++)
        if (rp_str_equal_fold(statement->conditions[i].key.text, statement->conditions[number].key.text))
            return true;
    return false;
}

static enum rampart_status unmet_contradiction(const struct rp_lint *lint,
                                               const struct rp_statement *statement, size_t first)
{
    struct group group;
    bool met = true;
    if (unmet_is_repeated(statement, first) || !unmet_has_one_value(lint, &statement->conditions[first]))
        return RAMPART_OK;
    if (!unmet_gather(statement, first, &group)) return RAMPART_OK;
    RP_TRY(unmet_can_be_met(lint, &group, &met));
    if (met) return RAMPART_OK;
    if (rp_lint_report(
            lint, RP_LINT_CONTRADICTION, rp_values_span(&group.conditions[group.count - 1]->values),
            "no value of %.*s meets this and the other condition on it: the statement never matches",
            RP_ARG(rp_lint_shown(group.conditions[0]->key.text))))
        rp_lint_suggest(lint,
                        "all conditions of a statement must hold; write two statements for alternatives");
    return RAMPART_OK;
}

/* Statements have a handful of conditions; a statement with many is not looked at. */
static enum rampart_status unmet_contradictions(const struct rp_lint *lint,
                                                const struct rp_statement *statement)
{
    enum { MOST = 16 };
    if (statement->condition_count > MOST || !rp_lint_enabled(lint, RP_LINT_CONTRADICTION)) return RAMPART_OK;
    for (size_t i = 0; i + 1 < statement->condition_count; i++)
        RP_TRY(unmet_contradiction(lint, statement, i));
    return RAMPART_OK;
}

/* ==== all of them ==== */

enum rampart_status rp_lint_unmet_conditions(const struct rp_lint *lint, const struct rp_statement *statement)
{
    RP_TRY(unmet_values_and_keys(lint, statement));
    unmet_tags(lint, statement);
    return unmet_contradictions(lint, statement);
}
