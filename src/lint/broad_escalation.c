/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Actions by which a principal gets more permissions than the document seems to grant (policies/catalog/escalation.tsv).
 * Only what is granted without conditions and on everything counts, and nothing that the document denies.
 */
#include "base/glob.h"
#include "catalog/embedded.h"
#include "catalog/tsv.h"
#include "lint/broad.h"
#include "lint/escalation.h"
#include "lint/look.h"

enum { ACTIONS, HOW };

enum { MOST_WANTED = RP_ESCALATION_ACTIONS };

/* What one action of the table is, and whether and where the document grants it. */
struct wanted {
    struct rampart_str action, service; /* the service with its colon */
    bool is_granted;
    struct rp_value granted;
};

struct search {
    struct wanted wanted[MOST_WANTED];
    size_t count;
};

/* ---- what is looked for ---- */

static void add_actions(struct search *search, struct rampart_str actions)
{
    struct rampart_str action;
    while (search->count < MOST_WANTED && rp_part_next(&actions, ',', &action)) {
        struct rampart_str service = rp_str_part(action, 0, rp_str_find(action, ':') + 1);
        search->wanted[search->count++] = (struct wanted){.action = action, .service = service};
    }
}

static void open_search(struct search *search)
{
    struct rampart_str line, rows = rp_tsv_rows(rp_catalog_escalation());
    search->count = 0;
    while (rp_tsv_next(&rows, &line)) add_actions(search, rp_tsv_field(line, ACTIONS));
}

/* ---- what the document grants ---- */

/* Whether the statement covers whatever the action may be asked of. */
static bool is_wide(const struct rp_statement *statement)
{
    return statement->condition_count == 0 && rp_look_has_star(&statement->resource);
}

/* Patterns that leave the service open are other rules' business. */
static bool grants(struct rampart_str pattern, const struct wanted *wanted)
{
    if (pattern.len <= wanted->service.len || rp_lower(pattern.data[0]) != wanted->service.data[0])
        return false;
    return rp_str_equal_fold(rp_str_part(pattern, 0, wanted->service.len), wanted->service) &&
           rp_glob(pattern, wanted->action);
}

static void add_grant(struct search *search, const struct rp_value *value)
{
    for (size_t i = 0; i < search->count; i++)
        if (!search->wanted[i].is_granted && grants(value->text, &search->wanted[i])) {
            search->wanted[i].is_granted = true;
            search->wanted[i].granted = *value;
        }
}

static bool names(const struct rp_values *element, struct rampart_str action)
{
    bool named = false;
    for (size_t i = 0; i < element->count && !named; i++) named = rp_glob(rp_value_text(element, i), action);
    return named != element->negated;
}

/* What is denied on everything is not granted; few documents get that far. */
static void take_denied(struct search *search, const struct rp_statement *statement)
{
    if (statement->effect != RAMPART_DENY || statement->resource.negated || !is_wide(statement)) return;
    for (size_t i = 0; i < search->count; i++)
        if (search->wanted[i].is_granted && names(&statement->action, search->wanted[i].action))
            search->wanted[i].is_granted = false;
}

static bool grants_widely(const struct rp_statement *statement)
{
    return rp_look_grants(statement) && is_wide(statement);
}

/* Most documents grant nothing on everything: then there is nothing to look for. */
static bool one_grants_widely(const struct rampart_policy *policy)
{
    size_t i = 0;
    while (i < policy->statement_count && !grants_widely(&policy->statements[i])) i++;
    return i < policy->statement_count;
}

static void search_document(struct search *search, const struct rampart_policy *policy)
{
    for (size_t i = 0; i < policy->statement_count; i++) {
        const struct rp_statement *statement = &policy->statements[i];
        if (!grants_widely(statement)) continue;
        for (size_t k = 0; k < statement->action.count; k++)
            add_grant(search, (struct rp_value[]){rp_look_at(&statement->action, k)});
    }
    for (size_t i = 0; i < policy->statement_count; i++) take_denied(search, &policy->statements[i]);
}

/* ---- documents that somebody has together ---- */

void rp_escalation_of(const struct rampart_policy *policy, struct rp_escalation *ret_escalation)
{
    struct search search;
    struct rp_escalation found = {0, 0};
    open_search(&search);
    search_document(&search, policy);
    for (size_t i = 0; i < search.count; i++) {
        if (search.wanted[i].is_granted) found.granted |= UINT64_C(1) << i;
        search.wanted[i].is_granted = true;
    }
    for (size_t i = 0; i < policy->statement_count; i++) take_denied(&search, &policy->statements[i]);
    for (size_t i = 0; i < search.count; i++)
        if (!search.wanted[i].is_granted) found.denied |= UINT64_C(1) << i;
    *ret_escalation = found;
}

size_t rp_escalation_ways(struct rp_escalation_way *ret_ways)
{
    struct rampart_str line, action, rows = rp_tsv_rows(rp_catalog_escalation());
    size_t count = 0, next = 0;
    while (next < MOST_WANTED && rp_tsv_next(&rows, &line)) {
        struct rampart_str actions = rp_tsv_field(line, ACTIONS);
        struct rp_escalation_way *way = &ret_ways[count++];
        *way = (struct rp_escalation_way){.actions = actions, .how = rp_tsv_field(line, HOW)};
        for (; next < MOST_WANTED && rp_part_next(&actions, ',', &action); next++)
            way->needed |= UINT64_C(1) << next;
    }
    return count;
}

/* ---- reporting ---- */

/* Where the last of a row's actions is granted, of which the search has the next ones; NULL: one of them is not. */
static const struct rp_value *all_granted(const struct search *search, struct rampart_str actions,
                                          size_t *next)
{
    const struct rp_value *last = NULL;
    bool all = true;
    struct rampart_str action;
    while (*next < search->count && rp_part_next(&actions, ',', &action)) {
        const struct wanted *wanted = &search->wanted[(*next)++];
        const struct rp_value *value = &wanted->granted;
        all &= wanted->is_granted;
        if (wanted->is_granted && (last == NULL || value->span.start > last->span.start)) last = value;
    }
    return all ? last : NULL;
}

static bool is_reported(const struct rp_value *const *reported, size_t count, const struct rp_value *value)
{
    for (size_t i = 0; i < count; i++)
        if (reported[i]->span.start == value->span.start) return true;
    return false;
}

static void report(const struct rp_lint *lint, const struct rp_value *value, struct rampart_str how)
{
    if (rp_lint_find(lint, RP_LINT_ESCALATION, value->span,
                     "%.*s on everything makes an administrator: it %.*s", RP_ARG(rp_lint_shown(value->text)),
                     RP_ARG(how)))
        rp_lint_suggest(lint, "name in Resource what it may be done to, or leave it to administrators");
}

/* A pattern is reported once, by the first way that it opens. */
void rp_lint_broad_escalation(const struct rp_lint *lint)
{
    struct search search;
    const struct rp_value *reported[MOST_WANTED];
    size_t count = 0, next = 0;
    struct rampart_str line, rows = rp_tsv_rows(rp_catalog_escalation());
    if (!rp_lint_asks(lint, RP_LINT_ESCALATION) || !one_grants_widely(lint->policy)) return;
    open_search(&search);
    search_document(&search, lint->policy);
    while (next < search.count && rp_tsv_next(&rows, &line)) {
        const struct rp_value *value = all_granted(&search, rp_tsv_field(line, ACTIONS), &next);
        if (value == NULL || is_reported(reported, count, value)) continue;
        reported[count++] = value;
        report(lint, value, rp_tsv_field(line, HOW));
    }
}
