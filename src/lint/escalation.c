/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A document opens a path when it grants its actions without conditions and on everything, and does not deny them.
 * Patterns that leave the service open are not counted: allow-everything and wildcard-in-service report them.
 */
#include "lint/escalation.h"

#include "base/str.h"
#include "catalog/embedded.h"
#include "catalog/tsv.h"
#include "lint/lint_util.h"

enum { ACTIONS, HOW };

enum { MOST_WANTED = RP_ESCALATION_ACTIONS };

/* An action of the table, and its place in the document when that grants it. */
struct wanted {
    struct rampart_str action, service; /* the service with its colon */
    bool is_granted;
    struct rp_value granted;
};

struct search {
    struct wanted wanted[MOST_WANTED];
    size_t count;
};

/* ---- the actions of the table ---- */

static void escalation_add_actions(struct search *search, struct rampart_str actions)
{
    struct rampart_str action;
    while (search->count < MOST_WANTED && rp_part_next(&actions, ',', &action)) {
        struct rampart_str service = rp_str_part(action, 0, rp_str_find(action, ':') + 1);
        search->wanted[search->count++] = (struct wanted){.action = action, .service = service};
    }
}

static void escalation_open(struct search *search)
{
    struct rampart_str line, rows = rp_tsv_rows(rp_catalog_escalation());
    search->count = 0;
    while (rp_tsv_next(&rows, &line)) escalation_add_actions(search, rp_tsv_field(line, ACTIONS));
}

/* ---- actions that the document grants ---- */

/* True for a statement on everything, without conditions. */
static bool escalation_is_wide(const struct rp_statement *statement)
{
    return statement->condition_count == 0 && rp_lint_has_star(&statement->resource);
}

static void escalation_add_grant(struct search *search, const struct rp_value *value)
{
    for (size_t i = 0; i < search->count; i++)
        if (!search->wanted[i].is_granted &&
            rp_lint_names_action(value->text, search->wanted[i].service, search->wanted[i].action)) {
            search->wanted[i].is_granted = true;
            search->wanted[i].granted = *value;
        }
}

/* An action that is denied on everything is not granted. */
static void escalation_take_denied(struct search *search, const struct rp_statement *statement)
{
    if (statement->effect != RAMPART_DENY || statement->resource.negated || !escalation_is_wide(statement))
        return;
    for (size_t i = 0; i < search->count; i++)
        if (search->wanted[i].is_granted && rp_lint_matches_action(statement, search->wanted[i].action))
            search->wanted[i].is_granted = false;
}

static bool escalation_grants_widely(const struct rp_statement *statement)
{
    return rp_lint_grants(statement) && escalation_is_wide(statement);
}

/* Most documents grant nothing on everything, and are done here. */
static bool escalation_one_grants_widely(const struct rampart_policy *policy)
{
    size_t i = 0;
    while (i < policy->statement_count && !escalation_grants_widely(&policy->statements[i])) i++;
    return i < policy->statement_count;
}

static void escalation_search(struct search *search, const struct rampart_policy *policy)
{
    for (size_t i = 0; i < policy->statement_count; i++) {
        const struct rp_statement *statement = &policy->statements[i];
        if (!escalation_grants_widely(statement)) continue;
        for (size_t k = 0; k < statement->action.count; k++)
            escalation_add_grant(search, (struct rp_value[]){rp_lint_value_at(&statement->action, k)});
    }
    for (size_t i = 0; i < policy->statement_count; i++)
        escalation_take_denied(search, &policy->statements[i]);
}

/* ---- for the rules about accounts ---- */

void rp_escalation_of(const struct rampart_policy *policy, struct rp_escalation *ret_escalation)
{
    struct search search;
    struct rp_escalation found = {0, 0};
    escalation_open(&search);
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

/* The last place where an action of the row is granted; NULL: one of them is not. *next is the row's first action. */
static const struct rp_value *escalation_all_granted(const struct search *search, struct rampart_str actions,
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

static bool escalation_is_reported(const struct rp_value *const *reported, size_t count,
                                   const struct rp_value *value)
{
    for (size_t i = 0; i < count; i++)
        if (reported[i]->span.start == value->span.start) return true;
    return false;
}

static void escalation_report(const struct rp_lint *lint, const struct rp_value *value,
                              struct rampart_str how)
{
    if (rp_lint_report(lint, RP_LINT_ESCALATION, value->span,
                       "%.*s on everything makes an administrator: it %.*s",
                       RP_ARG(rp_lint_shown(value->text)), RP_ARG(how)))
        rp_lint_suggest(lint, "name in Resource what it may be done to, or leave it to administrators");
}

/* A pattern is reported once, by the first path that it opens. */
void rp_lint_escalation(const struct rp_lint *lint)
{
    struct search search;
    const struct rp_value *reported[MOST_WANTED];
    size_t count = 0, next = 0;
    struct rampart_str line, rows = rp_tsv_rows(rp_catalog_escalation());
    if (!rp_lint_enabled(lint, RP_LINT_ESCALATION) || !escalation_one_grants_widely(lint->policy)) return;
    escalation_open(&search);
    escalation_search(&search, lint->policy);
    while (next < search.count && rp_tsv_next(&rows, &line)) {
        const struct rp_value *value = escalation_all_granted(&search, rp_tsv_field(line, ACTIONS), &next);
        if (value == NULL || escalation_is_reported(reported, count, value)) continue;
        reported[count++] = value;
        escalation_report(lint, value, rp_tsv_field(line, HOW));
    }
}
