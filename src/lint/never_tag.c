/* SPDX-License-Identifier: Apache-2.0 */
/* Conditions on tags where the cloud fills none in: they are met by no request. */
#include "base/glob.h"
#include "catalog/embedded.h"
#include "catalog/tsv.h"
#include "lint/look.h"
#include "lint/never.h"

enum { PATTERN, WHAT };

static bool begins(struct rampart_str text, struct rampart_str prefix)
{
    return rp_str_equal_fold(rp_str_part(text, 0, prefix.len), prefix);
}

/* ---- acs:ResourceTag where the service has none ---- */

/* What the action is about, if it knows no tags. */
static bool is_untagged(struct rampart_str action, struct rampart_str *ret_what)
{
    struct rampart_str line, rows = rp_tsv_rows(rp_catalog_untagged());
    while (rp_tsv_next(&rows, &line)) {
        if (!rp_glob(rp_tsv_field(line, PATTERN), action)) continue;
        *ret_what = rp_tsv_field(line, WHAT);
        return true;
    }
    return false;
}

/* What all of the actions are about, if they know no tags; empty: one of them may. */
static struct rampart_str all_untagged(const struct rp_values *actions)
{
    struct rampart_str what = RP_STR("");
    for (size_t i = 0; i < actions->count; i++)
        if (!is_untagged(rp_value_text(actions, i), &what)) return rp_str_part(what, 0, 0);
    return what;
}

static void untagged(const struct rp_lint *lint, const struct rp_condition *condition,
                     struct rampart_str what)
{
    if (rp_lint_find(lint, RP_LINT_TAG_UNSUPPORTED, condition->key.span,
                     "the cloud fills in no tags for %.*s: no request meets this condition", RP_ARG(what)))
        rp_lint_suggest(lint, "name the resources in Resource, or grant the policy on a resource group");
}

/* ---- acs:ResourceTag on lists ---- */

static bool is_list(struct rampart_str action)
{
    struct rampart_str service, operation;
    return rp_look_action(action, &service, &operation) &&
           (begins(operation, RP_STR("List")) || begins(operation, RP_STR("Describe")));
}

static void tag_on_list(const struct rp_lint *lint, const struct rp_statement *statement)
{
    const struct rp_values *actions = &statement->action;
    size_t i = 0;
    while (i < actions->count && !is_list(rp_value_text(actions, i))) i++;
    if (i == actions->count) return;
    if (rp_lint_find(lint, RP_LINT_TAG_ON_LIST, actions->spans[i],
                     "%.*s may be refused under a condition on acs:ResourceTag: lists often have no tag",
                     RP_ARG(rp_lint_shown(rp_value_text(actions, i)))))
        rp_lint_suggest(lint, "allow List and Describe operations in a statement without the condition");
}

/* ---- acs:RequestTag on what takes no tags ---- */

static bool takes_no_tags(struct rampart_str action)
{
    struct rampart_str service, operation;
    return is_list(action) || (rp_look_action(action, &service, &operation) &&
                               (begins(operation, RP_STR("Get")) || begins(operation, RP_STR("Delete"))));
}

static bool all_take_no_tags(const struct rp_values *actions)
{
    size_t i = 0;
    while (i < actions->count && takes_no_tags(rp_value_text(actions, i))) i++;
    return actions->count > 0 && i == actions->count;
}

static void request_tag(const struct rp_lint *lint, const struct rp_condition *condition)
{
    if (rp_lint_find(lint, RP_LINT_REQUEST_TAG_ON_READ, condition->key.span,
                     "acs:RequestTag is a tag that the request gives, and these actions give none"))
        rp_lint_suggest(lint, "write acs:ResourceTag for the tags that the resource has");
}

/* ---- all of them ---- */

/* Whether the condition asks for a tag of this kind; what is negated is met without any. */
static bool asks(const struct rp_condition *condition, struct rampart_str prefix)
{
    return rp_look_positive(condition) && rp_look_key_starts(condition, prefix);
}

static bool one_asks(const struct rp_statement *statement, struct rampart_str prefix)
{
    for (size_t i = 0; i < statement->condition_count; i++)
        if (asks(&statement->conditions[i], prefix)) return true;
    return false;
}

static void request_tags(const struct rp_lint *lint, const struct rp_statement *statement)
{
    const struct rampart_str prefix = RP_STR("acs:RequestTag/");
    if (!one_asks(statement, prefix) || !all_take_no_tags(&statement->action)) return;
    for (size_t i = 0; i < statement->condition_count; i++)
        if (asks(&statement->conditions[i], prefix)) request_tag(lint, &statement->conditions[i]);
}

/* One finding on lists is enough, however many tags are asked for. */
static void resource_tags(const struct rp_lint *lint, const struct rp_statement *statement)
{
    const struct rampart_str prefix = RP_STR("acs:ResourceTag/");
    if (!one_asks(statement, prefix)) return;
    if (statement->effect == RAMPART_ALLOW) tag_on_list(lint, statement);
    const struct rampart_str what = all_untagged(&statement->action);
    for (size_t i = 0; what.len > 0 && i < statement->condition_count; i++)
        if (asks(&statement->conditions[i], prefix)) untagged(lint, &statement->conditions[i], what);
}

void rp_lint_never_tag(const struct rp_lint *lint, const struct rp_statement *statement)
{
    if (statement->action.negated) return;
    request_tags(lint, statement);
    resource_tags(lint, statement);
}
