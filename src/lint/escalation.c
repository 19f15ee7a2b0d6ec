/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A document opens a path when it grants its actions without conditions and on everything that they can be about, and
 * does not deny them. Where it allows everything at all, allow-everything says so, and this says nothing.
 */
#include "lint/escalation.h"

#include "base/str.h"
#include "catalog/embedded.h"
#include "catalog/tsv.h"
#include "lint/coverage.h"
#include "lint/lint_util.h"
#include "policy/arn.h"

enum { ACTIONS, HOW };

enum { MOST_WANTED = RP_ESCALATION_ACTIONS };

/* An action of the table, and whether the document grants it. */
struct wanted {
    struct rampart_str action;
    bool is_granted, is_negated; /* by a NotAction */
    uint64_t covered, named;     /* its resources that statements cover together, and those of an Action */
};

struct search {
    const struct rampart_catalog *catalog;
    struct wanted wanted[MOST_WANTED];
    size_t count;
};

/* ---- the actions of the table ---- */

static void escalation_add_actions(struct search *search, struct rampart_str actions)
{
    struct rampart_str action;
    while (search->count < MOST_WANTED && rp_part_next(&actions, ',', &action))
        search->wanted[search->count++] = (struct wanted){.action = action};
}

static void escalation_open(struct search *search, const struct rampart_catalog *catalog)
{
    struct rampart_str line, rows = rp_tsv_rows(rp_catalog_escalation());
    search->catalog = catalog;
    search->count = 0;
    while (rp_tsv_next(&rows, &line)) escalation_add_actions(search, rp_tsv_field(line, ACTIONS));
}

/* ---- actions that the document grants ---- */

/* Most actions begin with another letter. */
static bool escalation_matches(struct rampart_str pattern, struct rampart_str action)
{
    const char first = pattern.len > 0 ? rp_lower(pattern.data[0]) : '\0';
    return (first == action.data[0] || first == '*' || first == '?') && rp_glob(pattern, action);
}

/* True when Action names the action, or NotAction does not. */
static bool escalation_names(const struct rp_values *actions, struct rampart_str action)
{
    size_t i = 0;
    while (i < actions->count && !escalation_matches(rp_value_text(actions, i), action)) i++;
    return (i < actions->count) != actions->negated;
}

/* True when a resource may be one of RAM: its actions are about these alone, and most statements name none. */
static bool escalation_is_about_ram(const struct rp_statement *statement)
{
    const struct rp_values *resources = &statement->resource;
    struct rp_arn arn;
    for (size_t i = 0; i < resources->count; i++)
        if (!rp_arn_split(rp_value_text(resources, i), &arn) || rp_glob(arn.service, RP_STR("ram"))) return true;
    return resources->negated;
}

static void escalation_add_grants(struct search *search, const struct rp_statement *statement)
{
    const bool ram = escalation_is_about_ram(statement);
    const bool everything = rp_lint_covers_service(statement, RP_STR("")); /* it need not be asked for each action */
    for (size_t i = 0; i < search->count; i++) {
        struct wanted *wanted = &search->wanted[i];
        if (!ram && rp_str_starts(wanted->action, RP_STR("ram:"))) continue;
        if ((wanted->is_granted && !wanted->is_negated) || !escalation_names(&statement->action, wanted->action)) continue;
        uint64_t all = UINT64_MAX;
        const uint64_t covered =
            everything ? all : rp_lint_covered_resources_of(search->catalog, statement, wanted->action, &all);
        wanted->covered |= covered;
        if (!statement->action.negated) wanted->named |= covered;
        wanted->is_granted = (wanted->covered & all) == all;
        wanted->is_negated = (wanted->named & all) != all;
    }
}

/* An action that is denied on everything is not granted. */
static void escalation_take_denied(struct search *search, const struct rp_statement *statement)
{
    if (statement->effect != RAMPART_DENY || !rp_lint_is_unconditional(statement)) return;
    for (size_t i = 0; i < search->count; i++) {
        struct wanted *wanted = &search->wanted[i];
        if (wanted->is_granted && rp_lint_matches_action(statement, wanted->action) &&
            rp_lint_covers_resources_of(search->catalog, statement, wanted->action))
            wanted->is_granted = false;
    }
}

static bool escalation_ends_open(struct rampart_str pattern)
{
    return pattern.len > 0 && rp_has_wildcard(rp_str_from(pattern, pattern.len - 1));
}

/* Most statements are of actions that begin otherwise than those of the table, or on narrow resources. */
static bool escalation_may_grant(const struct rp_statement *statement)
{
    const struct rp_values *resources = &statement->resource;
    if (statement->effect != RAMPART_ALLOW || !rp_lint_is_unconditional(statement)) return false;
    size_t i = 0;
    while (i < resources->count && !escalation_ends_open(rp_value_text(resources, i))) i++;
    return resources->negated || i < resources->count;
}

static uint32_t escalation_letter(char c)
{
    const char lower = rp_lower(c);
    return lower >= 'a' && lower <= 'z' ? UINT32_C(1) << (lower - 'a') : 0;
}

/* The letters that rows begin with: no path is opened without the first action of a row. */
static uint32_t escalation_first_letters(void)
{
    struct rampart_str line, rows = rp_tsv_rows(rp_catalog_escalation());
    uint32_t letters = 0;
    while (rp_tsv_next(&rows, &line)) letters |= escalation_letter(line.data[0]);
    return letters;
}

static bool escalation_begins_path(const struct rp_values *actions, uint32_t letters)
{
    for (size_t i = 0; i < actions->count; i++) {
        const struct rampart_str action = rp_value_text(actions, i);
        if (action.len == 0) continue;
        if (action.data[0] == '*' || action.data[0] == '?' || (escalation_letter(action.data[0]) & letters) != 0)
            return true;
    }
    return false;
}

static bool escalation_one_may_grant(const struct rampart_policy *policy)
{
    uint32_t letters = 0;
    for (size_t i = 0; i < policy->statement_count; i++) {
        const struct rp_statement *statement = &policy->statements[i];
        if (statement->action.negated || !escalation_may_grant(statement)) continue;
        if (letters == 0) letters = escalation_first_letters();
        if (escalation_begins_path(&statement->action, letters))
            return true;
    }
    return false;
}

static void escalation_search(struct search *search, const struct rampart_policy *policy)
{
    for (size_t i = 0; i < policy->statement_count; i++)
        if (escalation_may_grant(&policy->statements[i])) escalation_add_grants(search, &policy->statements[i]);
    for (size_t i = 0; i < policy->statement_count; i++)
        escalation_take_denied(search, &policy->statements[i]);
}

/* ---- for the rules about accounts ---- */

void rp_escalation_of(const struct rampart_catalog *catalog, const struct rampart_policy *policy,
                      struct rp_escalation *ret_escalation)
{
    struct search search;
    struct rp_escalation found = {0, 0};
    escalation_open(&search, catalog);
    escalation_search(&search, policy);
    for (size_t i = 0; i < search.count; i++) {
        if (search.wanted[i].is_granted) found.granted |= UINT64_C(1) << i;
        search.wanted[i].is_granted = true;
    }
    for (size_t i = 0; i < policy->statement_count; i++)
        escalation_take_denied(&search, &policy->statements[i]);
    for (size_t i = 0; i < search.count; i++)
        if (!search.wanted[i].is_granted) found.denied |= UINT64_C(1) << i;
    *ret_escalation = found;
}

struct rampart_str rp_escalation_action(size_t bit)
{
    struct search search;
    escalation_open(&search, NULL);
    return bit < search.count ? search.wanted[bit].action : (struct rampart_str){NULL, 0};
}

uint64_t rp_escalation_scoped(void)
{
    struct search search;
    uint64_t bits = 0;
    escalation_open(&search, NULL);
    for (size_t i = 0; i < search.count; i++)
        if (!rp_str_starts(search.wanted[i].action, RP_STR("ram:")) && !rp_str_starts(search.wanted[i].action, RP_STR("sts:")))
            bits |= UINT64_C(1) << i;
    return bits;
}

size_t rp_escalation_statement(const struct rampart_catalog *catalog, const struct rampart_policy *policy,
                               struct rampart_str action)
{
    uint64_t all;
    for (size_t i = 0; i < policy->statement_count; i++) {
        const struct rp_statement *statement = &policy->statements[i];
        if (escalation_may_grant(statement) && escalation_names(&statement->action, action) &&
            rp_lint_covered_resources_of(catalog, statement, action, &all) != 0)
            return i + 1;
    }
    return 0;
}

size_t rp_escalation_paths(struct rp_escalation_path *ret_paths)
{
    struct rampart_str line, action, rows = rp_tsv_rows(rp_catalog_escalation());
    size_t count = 0, next = 0;
    while (next < MOST_WANTED && rp_tsv_next(&rows, &line)) {
        struct rampart_str actions = rp_tsv_field(line, ACTIONS);
        struct rp_escalation_path *path = &ret_paths[count++];
        *path = (struct rp_escalation_path){.actions = actions, .how = rp_tsv_field(line, HOW)};
        for (; next < MOST_WANTED && rp_part_next(&actions, ',', &action); next++)
            path->needed |= UINT64_C(1) << next;
    }
    return count;
}

/* ---- reporting ---- */

/*
 * True when all actions of the row are granted, none by a NotAction, which notaction-allow reports. *next is the row's
 * first action.
 */
static bool escalation_all_granted(const struct search *search, struct rampart_str actions, size_t *next)
{
    bool all = true;
    struct rampart_str action;
    while (*next < search->count && rp_part_next(&actions, ',', &action)) {
        const struct wanted *wanted = &search->wanted[(*next)++];
        all = all && wanted->is_granted && !wanted->is_negated;
    }
    return all;
}

bool rp_escalation_is_reported(const struct rp_escalation_places *reported, struct rp_span span)
{
    for (size_t i = 0; i < reported->count; i++)
        if (reported->starts[i] == span.start) return true;
    return false;
}

static bool escalation_is_new(struct rp_escalation_places *reported, const struct rp_value *value)
{
    if (rp_escalation_is_reported(reported, value->span)) return false;
    if (reported->count == MOST_WANTED) return false; /* enough */
    reported->starts[reported->count++] = value->span.start;
    return true;
}

static void escalation_report(const struct rp_lint *lint, const struct rp_value *value, struct rampart_str line)
{
    const struct rampart_str actions = rp_tsv_field(line, ACTIONS), how = rp_tsv_field(line, HOW);
    const struct rampart_str others = rp_str_from(actions, rp_str_find(actions, ',') + 1);
    if (others.len > 0 ? rp_lint_report(lint, RP_LINT_ESCALATION, value->span,
                                        "%.*s with %.*s on everything makes an administrator: it %.*s",
                                        RP_ARG(rp_lint_shown(value->text)), RP_ARG(others), RP_ARG(how))
                       : rp_lint_report(lint, RP_LINT_ESCALATION, value->span,
                                        "%.*s on everything makes an administrator: it %.*s",
                                        RP_ARG(rp_lint_shown(value->text)), RP_ARG(how)))
        rp_lint_suggest(lint, "name in Resource what it may be done to, or leave it to administrators");
}

/* Reports each pattern that grants the first action of the row: without one of them, another opens the path. */
static void escalation_report_all(const struct rp_lint *lint, struct rampart_str line, struct rp_escalation_places *reported)
{
    const struct rampart_str actions = rp_tsv_field(line, ACTIONS);
    const struct rampart_str action = rp_str_part(actions, 0, rp_str_find(actions, ','));
    uint64_t all;
    for (size_t i = 0; i < lint->policy->statement_count; i++) {
        const struct rp_statement *statement = &lint->policy->statements[i];
        if (statement->action.negated || !escalation_may_grant(statement)) continue;
        for (size_t k = 0; k < statement->action.count; k++) {
            const struct rp_value value = rp_lint_value_at(&statement->action, k);
            if (escalation_matches(value.text, action) &&
                rp_lint_covered_resources_of(lint->linter->catalog, statement, action, &all) != 0 &&
                escalation_is_new(reported, &value))
                escalation_report(lint, &value, line);
        }
    }
}

/* A pattern is reported by the first path that it opens. */
void rp_lint_escalation(const struct rp_lint *lint, struct rp_escalation_places *ret_reported)
{
    struct search search;
    size_t next = 0;
    struct rampart_str line, rows = rp_tsv_rows(rp_catalog_escalation());
    ret_reported->count = 0;
    if (!rp_lint_enabled(lint, RP_LINT_ESCALATION) || !escalation_one_may_grant(lint->policy)) return;
    escalation_open(&search, lint->linter->catalog);
    escalation_search(&search, lint->policy);
    while (next < search.count && rp_tsv_next(&rows, &line))
        if (escalation_all_granted(&search, rp_tsv_field(line, ACTIONS), &next))
            escalation_report_all(lint, line, ret_reported);
}
