/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/coverage.h"

#include <string.h>

#include "catalog/tables.h"
#include "lint/lint_util.h"
#include "policy/arn.h"
#include "policy/coverage.h"
#include "policy/pattern.h"

/* ---- conditions ---- */

static bool coverage_is_every_address(const struct rp_condition *condition)
{
    if (!rp_lint_is_positive(condition) || condition->op.family != &rp_family_ip) return false;
    for (size_t i = 0; i < condition->values.count; i++) {
        struct rp_block block;
        if (rp_block_read(rp_value_text(&condition->values, i), true, &block) && block.prefix == 0) return true;
    }
    return false;
}

bool rp_lint_is_unconditional(const struct rp_statement *statement)
{
    size_t i = 0;
    while (i < statement->condition_count && coverage_is_every_address(&statement->conditions[i])) i++;
    return i == statement->condition_count;
}

/* ---- resources ---- */

/* NotResource covers a service when each of its patterns is about another one. */
static bool coverage_spares(const struct rp_values *resources, struct rampart_str service)
{
    for (size_t i = 0; i < resources->count; i++) {
        struct rp_arn arn;
        if (!rp_arn_split(rp_value_text(resources, i), &arn) || rp_glob(arn.service, service)) return false;
    }
    return service.len > 0;
}

bool rp_lint_covers_service(const struct rp_statement *statement, struct rampart_str service)
{
    const struct rp_values *resources = &statement->resource;
    if (resources->negated) return coverage_spares(resources, service);
    for (size_t i = 0; i < resources->count; i++)
        if (rp_covers_service(rp_value_text(resources, i), service)) return true;
    return false;
}

bool rp_lint_covers_template(const struct rp_statement *statement, struct rampart_str template)
{
    const struct rp_values *resources = &statement->resource;
    struct rp_arn arn;
    if (resources->negated) return rp_arn_split(template, &arn) && coverage_spares(resources, arn.service);
    for (size_t i = 0; i < resources->count; i++)
        if (rp_covers_template(rp_value_text(resources, i), template)) return true;
    return false;
}

bool rp_lint_covers_resources_of(const struct rampart_catalog *catalog, const struct rp_statement *statement,
                                 struct rampart_str action)
{
    struct rampart_catalog_arn arn;
    size_t cursor = 0, count = 0;
    if (rp_lint_covers_service(statement, RP_STR(""))) return true;
    while (rampart_catalog_next_arn(catalog, action, &cursor, &arn)) {
        if (!rp_str_starts(arn.arn, RP_STR("acs:"))) continue; /* "*": of its service, as below */
        count++;
        if (!rp_lint_covers_template(statement, arn.arn)) return false;
    }
    if (count == 0 && rp_str_equal(action, RP_STR("ram:PassRole"))) return rp_lint_covers_template(statement, RP_EVERY_ROLE);
    return count > 0 || rp_lint_covers_service(statement, rp_str_part(action, 0, rp_str_find(action, ':')));
}

uint64_t rp_lint_covered_resources_of(const struct rampart_catalog *catalog, const struct rp_statement *statement,
                                      struct rampart_str action, uint64_t *ret_all)
{
    struct rampart_catalog_arn arn;
    struct rp_arn parts;
    struct rampart_str rest = {NULL, 0};
    uint64_t covered = 0, bit = 0, all = 0;
    size_t cursor = 0;
    while (rampart_catalog_next_arn(catalog, action, &cursor, &arn)) {
        if (!rp_arn_split(arn.arn, &parts)) continue; /* "*" */
        if (bit == 0 || !rp_str_equal(rest, parts.rest)) bit = bit == 0 ? 1 : bit << 1;
        rest = parts.rest;
        all |= bit;
        if (rp_lint_covers_template(statement, arn.arn)) covered |= bit;
    }
    *ret_all = all == 0 ? 1 : all;
    return rp_lint_covers_resources_of(catalog, statement, action) ? *ret_all : covered;
}

bool rp_lint_allows_everything(const struct rp_statement *statement)
{
    if (!rp_lint_grants(statement) || !rp_lint_covers_service(statement, RP_STR(""))) return false;
    if (!rp_lint_is_unconditional(statement)) return false;
    for (size_t i = 0; i < statement->action.count; i++)
        if (rp_covers_actions(rp_value_text(&statement->action, i), RP_STR(""))) return true;
    return false;
}

/* ---- services ---- */

/* "oss:*" of "oss". False: the code is longer than any. */
static bool coverage_of_service(struct rampart_str service, struct rampart_catalog_pattern *ret_pattern)
{
    char text[64];
    if (service.len == 0 || service.len + 2 > sizeof text) return false;
    memcpy(text, service.data, service.len);
    memcpy(text + service.len, ":*", 2);
    *ret_pattern = rampart_catalog_pattern((struct rampart_str){text, service.len + 2});
    return true;
}

struct rp_service_size rp_lint_service_size(const struct rampart_catalog *catalog, struct rampart_str service)
{
    struct rp_code_range range = {.end = 0};
    (void)rp_code_index_service(&catalog->codes, service, &range);
    return (struct rp_service_size){range.end - range.first, range.listed, range.writes, range.stated};
}

/* Statements that grant what their actions name on all resources of a service; no document that the cloud takes has so many. */
struct wide_statements {
    const struct rp_statement *items[256];
    size_t count;
};

static void coverage_find_wide(const struct rampart_policy *policy, struct rampart_str service, struct wide_statements *wide)
{
    wide->count = 0;
    for (size_t i = 0; i < policy->statement_count && wide->count < sizeof wide->items / sizeof *wide->items; i++) {
        const struct rp_statement *statement = &policy->statements[i];
        if (rp_lint_grants(statement) && rp_lint_is_unconditional(statement) && rp_lint_covers_service(statement, service))
            wide->items[wide->count++] = statement;
    }
}

/* Each statement is asked in turn: what one does not have another may. */
static bool coverage_grants(const struct wide_statements *wide, struct rampart_str action)
{
    size_t i = 0;
    while (i < wide->count && !rp_lint_matches_action(wide->items[i], action)) i++;
    return i < wide->count;
}

bool rp_lint_covers_writes(const struct rampart_catalog *catalog, const struct rampart_policy *policy,
                           struct rampart_str service, size_t *ret_count)
{
    enum { ENOUGH = 5 };
    struct rampart_catalog_pattern pattern;
    struct rampart_catalog_action action;
    struct wide_statements wide;
    size_t count = 0;
    if (rp_lint_service_size(catalog, service).stated_writes < ENOUGH) return false;
    coverage_find_wide(policy, service, &wide);
    if (wide.count == 0 || !coverage_of_service(service, &pattern)) return false;
    while (rampart_catalog_next_match(catalog, &pattern, &action)) {
        if (!rp_lint_level_writes(action.level) || !rp_str_equal(action.evidence, RP_STR("table"))) continue;
        if (!coverage_grants(&wide, action.action)) return false;
        count++;
    }
    *ret_count = count;
    return count >= ENOUGH;
}

/* ---- actions that write ---- */

bool rp_lint_level_writes(struct rampart_str level)
{
    return rp_str_equal(level, RP_STR("create")) || rp_str_equal(level, RP_STR("update")) ||
           rp_str_equal(level, RP_STR("delete"));
}

bool rp_lint_reads_by_name(struct rampart_str action)
{
    static const char *const beginnings[] = {"Get", "List", "Describe", "Query", "Search", "Check"};
    struct rampart_str service, operation;
    if (!rp_lint_split_action(action, &service, &operation) || operation.len == 0) return false;
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        if (rp_lower(operation.data[0]) == rp_lower(beginnings[i][0]) && rp_lint_starts_fold(operation, rampart_str(beginnings[i])))
            return true;
    return false;
}

bool rp_lint_may_write(const struct rampart_catalog *catalog, struct rampart_str pattern)
{
    struct rampart_catalog_pattern made = rampart_catalog_pattern(pattern);
    struct rampart_catalog_action action;
    bool known = false;
    if (rp_lint_reads_by_name(pattern)) return false;
    while (rampart_catalog_next_match(catalog, &made, &action)) {
        known = true;
        if (rp_lint_level_writes(action.level)) return true;
        if (action.level.len == 0 && !rp_lint_reads_by_name(action.action)) return true;
    }
    return !known;
}
