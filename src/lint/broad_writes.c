/* SPDX-License-Identifier: Apache-2.0 */
/* RAM416 write-on-everything, of the family "broad". */
#include "lint/families.h"

#include "catalog/fill.h"
#include "lint/coverage.h"
#include "lint/escalation.h"
#include "lint/lint_util.h"
#include "policy/coverage.h"

/* An action that changes something, and the template by which one resource of it can be named. */
struct writing {
    struct rampart_catalog_action action;
    struct rampart_str single;
};

/* True when a resource ends in a wildcard: most others are one resource, and cover nothing. */
static bool writes_end_open(const struct rp_values *resources)
{
    for (size_t i = 0; i < resources->count; i++) {
        const struct rampart_str text = rp_value_text(resources, i);
        if (text.len > 0 && rp_has_wildcard(rp_str_from(text, text.len - 1))) return true;
    }
    return false;
}

static bool writes_name_one(const struct rampart_catalog_arn *arn)
{
    return rp_str_equal(arn->evidence, RP_STR("table")) && !arn->disputed && rp_str_ends(arn->arn, RP_STR("}"));
}

/*
 * Finds the template by which one resource can be named. False: no table states one, the action is about everything, or
 * the statement is about less than all of them.
 */
static bool writes_find_single(const struct rampart_catalog *catalog, const struct rp_statement *statement, bool wide,
                               struct writing *writing)
{
    struct rampart_catalog_arn arn;
    size_t cursor = 0;
    writing->single = RP_STR("");
    while (rampart_catalog_next_arn(catalog, writing->action.action, &cursor, &arn)) {
        if (rp_str_equal(arn.arn, RP_STR("*"))) return false;
        if (!wide && !rp_lint_covers_template(statement, arn.arn)) return false;
        if (writing->single.len == 0 && writes_name_one(&arn)) writing->single = arn.arn;
    }
    return writing->single.len > 0;
}

static bool writes_widely(const struct rampart_catalog *catalog, const struct rp_statement *statement, bool wide,
                          struct writing *writing)
{
    return rp_lint_level_writes(writing->action.level) && rp_str_equal(writing->action.evidence, RP_STR("table")) &&
           writes_find_single(catalog, statement, wide, writing);
}

/* The first writing action of the pattern that the statement allows on everything, and that could be narrowed. */
static bool writes_find(const struct rampart_catalog *catalog, const struct rp_statement *statement,
                        bool wide, struct rampart_str pattern, struct writing *writing)
{
    if (rp_lint_reads_by_name(pattern)) return false;
    if (!rp_has_wildcard(pattern))
        return rampart_catalog_find_action(catalog, pattern, &writing->action) &&
               writes_widely(catalog, statement, wide, writing);
    struct rampart_catalog_pattern made = rampart_catalog_pattern(pattern);
    while (rampart_catalog_next_match(catalog, &made, &writing->action))
        if (writes_widely(catalog, statement, wide, writing)) return true;
    return false;
}

/* "allow-service" reports a whole service, and "wildcard-in-service" several. */
static bool writes_are_of_service(struct rampart_str pattern)
{
    struct rampart_str service, operation;
    return rp_lint_split_action(pattern, &service, &operation) && !rp_has_wildcard(service) &&
           !rp_covers_actions(pattern, service);
}

static void writes_report(const struct rp_lint *lint, const struct rp_value *value, const struct writing *writing)
{
    const struct rampart_str action = writing->action.action;
    char shown[RP_SHOWN_TEMPLATE];
    if (rp_has_wildcard(value->text)
            ? rp_lint_report(lint, RP_LINT_WRITE_ON_EVERYTHING, value->span,
                             "%.*s, and so %.*s, is allowed on everything, and could be on fewer resources",
                             RP_ARG(rp_lint_shown(value->text)), RP_ARG(action))
            : rp_lint_report(lint, RP_LINT_WRITE_ON_EVERYTHING, value->span,
                             "%.*s is allowed on everything, and could be on fewer resources", RP_ARG(action)))
        rp_lint_suggest(lint, "name them in Resource: %s", rp_arn_template_shown(writing->single, shown));
}

/* Reported once for a statement: the next actions are mostly alike. "escalation" says more of what it reports. */
void rp_lint_broad_writes(const struct rp_lint *lint, const struct rp_statement *statement,
                          const struct rp_escalation_places *escalation)
{
    struct writing writing;
    if (!rp_lint_enabled(lint, RP_LINT_WRITE_ON_EVERYTHING) || !rp_lint_is_unconditional(statement)) return;
    if (!writes_end_open(&statement->resource)) return;
    const struct rampart_catalog *catalog = lint->linter->catalog;
    const bool wide = rp_lint_covers_service(statement, RP_STR("")); /* it covers all that any action is about */
    for (size_t i = 0; i < statement->action.count; i++) {
        const struct rp_value value = rp_lint_value_at(&statement->action, i);
        if (rp_escalation_is_reported(escalation, value.span)) continue;
        if (!writes_are_of_service(value.text) || !writes_find(catalog, statement, wide, value.text, &writing))
            continue;
        writes_report(lint, &value, &writing);
        return;
    }
}
