/* SPDX-License-Identifier: Apache-2.0 */
/* RAM416 write-on-everything, and RAM402 allow-service where actions are listed: of the family "broad". */
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
                        bool wide, struct rampart_str service, struct rampart_str pattern, struct writing *writing)
{
    if (rp_lint_reads_by_name(pattern) || rp_lint_service_size(catalog, service).stated_writes == 0) return false;
    if (!rp_has_wildcard(pattern))
        return rampart_catalog_find_action(catalog, pattern, &writing->action) &&
               writes_widely(catalog, statement, wide, writing);
    struct rampart_catalog_pattern made = rampart_catalog_pattern(pattern);
    while (rampart_catalog_next_match(catalog, &made, &writing->action))
        if (writes_widely(catalog, statement, wide, writing)) return true;
    return false;
}

/* How many actions that write the pattern takes in. */
static size_t writes_count(const struct rampart_catalog *catalog, struct rampart_str pattern)
{
    struct rampart_catalog_pattern made = rampart_catalog_pattern(pattern);
    struct rampart_catalog_action action;
    size_t count = 0;
    while (rampart_catalog_next_match(catalog, &made, &action)) count += rp_lint_level_writes(action.level);
    return count;
}

static void writes_report(const struct rp_lint *lint, const struct rp_value *value, const struct writing *writing)
{
    const struct rampart_str action = writing->action.action;
    const bool wild = rp_has_wildcard(value->text);
    const size_t count = wild ? writes_count(lint->linter->catalog, value->text) : 1;
    char shown[RP_SHOWN_TEMPLATE];
    if (wild ? rp_lint_report(lint, RP_LINT_WRITE_ON_EVERYTHING, value->span,
                              "%.*s, %zu %s such as %.*s, is allowed on everything, and could be on fewer resources",
                              RP_ARG(rp_lint_shown(value->text)), count,
                              count == 1 ? "action that writes" : "actions that write", RP_ARG(action))
             : rp_lint_report(lint, RP_LINT_WRITE_ON_EVERYTHING, value->span,
                              "%.*s is allowed on everything, and could be on fewer resources", RP_ARG(action)))
        rp_lint_suggest(lint, "name them in Resource: %s", rp_arn_template_shown(writing->single, shown));
}

/* ---- every write of a service, by a list of actions or patterns ---- */

/* Services whose writes are all granted, as far as they were looked at. */
struct whole {
    struct rampart_str services[8];
    bool granted[8];
    size_t count, last; /* the service that was asked about last */
};

/* A few actions are not all of a service; patterns and long lists may be. */
static bool writes_may_be_all(const struct rampart_policy *policy, struct rampart_str service)
{
    enum { FEW = 5 };
    size_t count = 0;
    for (size_t i = 0; i < policy->statement_count && count < FEW; i++) {
        const struct rp_values *actions = &policy->statements[i].action;
        for (size_t k = 0; k < actions->count && count < FEW; k++) {
            const struct rampart_str action = rp_value_text(actions, k);
            if (action.len <= service.len || action.data[service.len] != ':' || !rp_lint_starts_fold(action, service)) continue;
            if (rp_lint_reads_by_name(action)) continue;
            count += rp_has_wildcard(action) ? FEW : 1;
        }
    }
    return count >= FEW;
}

/* The number of the service among those that were asked about; the count of them: it was not. Mostly it is the last one. */
static size_t writes_find_service(const struct whole *whole, struct rampart_str service)
{
    if (whole->last < whole->count && rp_str_equal(whole->services[whole->last], service)) return whole->last;
    size_t i = 0;
    while (i < whole->count && !rp_str_equal_fold(whole->services[i], service)) i++;
    return i;
}

/* Looks each service up once, and reports it at the first of its actions that write. */
static bool writes_are_whole(const struct rp_lint *lint, const struct rp_value *value, struct rampart_str service,
                             struct whole *whole)
{
    size_t count = 0;
    const size_t i = writes_find_service(whole, service);
    whole->last = i;
    if (i < whole->count) return whole->granted[i];
    if (i == sizeof whole->granted || rp_lint_reads_by_name(value->text)) return false;
    whole->count++;
    whole->services[i] = service;
    whole->granted[i] = writes_may_be_all(lint->policy, service) &&
                        rp_lint_covers_writes(lint->linter->catalog, lint->policy, service, &count);
    if (whole->granted[i] &&
        rp_lint_report(lint, RP_LINT_ALLOW_SERVICE, value->span, "every write action of %.*s (%zu) is allowed on all of its resources",
                       RP_ARG(rp_lint_shown(service)), count))
        rp_lint_suggest(lint, "name the actions that are needed, or the resources");
    return whole->granted[i];
}

/* ---- all of them ---- */

/*
 * Reported once for a statement: the next actions are mostly alike. "escalation" says more of what it reports, "allow-service"
 * reports a whole service, and "wildcard-in-service" several.
 */
static void writes_statement(const struct rp_lint *lint, const struct rp_statement *statement,
                             const struct rp_escalation_places *escalation, struct whole *whole)
{
    struct writing writing;
    if (!rp_lint_is_unconditional(statement) || !writes_end_open(&statement->resource)) return;
    const struct rampart_catalog *catalog = lint->linter->catalog;
    const bool wide = rp_lint_covers_service(statement, RP_STR("")); /* it covers all that any action is about */
    bool found = !rp_lint_enabled(lint, RP_LINT_WRITE_ON_EVERYTHING);
    for (size_t i = 0; i < statement->action.count; i++) {
        const struct rp_value value = rp_lint_value_at(&statement->action, i);
        struct rampart_str service, operation;
        if (!rp_lint_split_action(value.text, &service, &operation) || service.len == 0 || rp_has_wildcard(service)) continue;
        if (found && writes_find_service(whole, service) < whole->count) continue;
        if (rp_escalation_is_reported(escalation, value.span) || rp_covers_actions(value.text, service)) continue;
        if (writes_are_whole(lint, &value, service, whole) || found || !writes_find(catalog, statement, wide, service, value.text, &writing))
            continue;
        writes_report(lint, &value, &writing);
        found = true;
    }
}

void rp_lint_broad_writes(const struct rp_lint *lint, const struct rp_escalation_places *escalation)
{
    struct whole whole = {.count = 0};
    if (!rp_lint_enabled(lint, RP_LINT_WRITE_ON_EVERYTHING) && !rp_lint_enabled(lint, RP_LINT_ALLOW_SERVICE)) return;
    for (size_t i = 0; i < lint->policy->statement_count; i++)
        if (rp_lint_grants(&lint->policy->statements[i]))
            writes_statement(lint, &lint->policy->statements[i], escalation, &whole);
}
