/* SPDX-License-Identifier: Apache-2.0 */
/* Rules that ask the catalogue whether what a document names is known, and for what it can be used. */
#include "lint/known.h"

#include "catalog/tsv.h"
#include "lint/look.h"
#include "policy/pattern.h"

/* ---- actions that are known ---- */

/* Case does not count in an action; names from public policies, and those in small letters, are spelt as it came. */
static void spelling(const struct rp_known *known, const struct rp_value *value,
                     const struct rampart_catalog_action *action)
{
    const char *evidence[] = {"table", "policy", "metadata"};
    if (rp_str_equal(value->text, action->action) || !rp_look_is_upper(action->name.data[0])) return;
    for (size_t i = 0; i < sizeof evidence / sizeof *evidence; i++) {
        if (!rp_str_equal(action->evidence, rampart_str(evidence[i]))) continue;
        if (rp_lint_find(known->lint, RP_LINT_ACTION_SPELLING, value->span, "the cloud writes %.*s",
                         RP_ARG(action->action)))
            rp_lint_suggest(known->lint, "write %.*s", RP_ARG(action->action));
    }
}

/* Names of APIs are in the catalogue as well: what its table says more exactly counts more. */
static bool is_only_api(const struct rp_known *known, const struct rp_value *value)
{
    enum { ACTIONS = 1 };
    struct rampart_str line;
    if (!rp_small_table_row(&known->lint->linter->tables, RP_SMALL_API_ACTIONS, value->text, &line))
        return false;
    const struct rampart_str actions = rp_tsv_field(line, ACTIONS);
    if (rp_lint_find(known->lint, RP_LINT_API_IS_NOT_ACTION, value->span,
                     "%.*s is an API, not an action: it is authorised by %.*s",
                     RP_ARG(rp_lint_shown(value->text)), RP_ARG(actions)))
        rp_lint_suggest(known->lint, "write %.*s", RP_ARG(actions));
    return true;
}

static bool is_plain_name(struct rampart_str action)
{
    struct rampart_str service, operation;
    return rp_look_action(action, &service, &operation) && service.len > 0 && operation.len > 0;
}

static void look_at_action(struct rp_known *known, const struct rp_value *value)
{
    struct rampart_catalog_action action;
    if (!is_plain_name(value->text)) return; /* another rule's business */
    if (rp_has_wildcard(value->text)) {
        rp_lint_known_pattern(known, value);
        return;
    }
    if (is_only_api(known, value)) return;
    if (!rampart_catalog_find_action(known->catalog, value->text, &action)) {
        rp_lint_known_missing(known, value);
        return;
    }
    spelling(known, value, &action);
    rp_lint_known_shape(known, value, &action);
}

/* ---- all of them ---- */

static void look_at(struct rp_known *known, const struct rp_statement *statement)
{
    known->statement = statement;
    rp_lint_known_resources(known);
    for (size_t i = 0; i < statement->action.count; i++) {
        const struct rp_value value = rp_look_at(&statement->action, i);
        look_at_action(known, &value);
    }
    rp_lint_known_keys(known);
}

void rp_lint_known(const struct rp_lint *lint)
{
    struct rp_known known = {.lint = lint, .catalog = lint->linter->catalog, .searches = RP_KNOWN_SEARCHES};
    for (size_t i = 0; i < lint->policy->statement_count; i++) look_at(&known, &lint->policy->statements[i]);
}
