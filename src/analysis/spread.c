/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/spread.h"

#include <string.h>

static void add_to_list(const struct rp_lists *lists, size_t list, uint16_t mark, uint16_t *marks)
{
    for (uint32_t i = lists->starts[list]; i < lists->starts[list + 1]; i++) marks[lists->items[i]] |= mark;
}

static void spread_documents(struct rp_evaluation *evaluation)
{
    const struct rp_about *about = &evaluation->about;
    for (size_t i = 0; i < about->count; i++) {
        uint16_t mark = evaluation->documents[about->documents[i]];
        if (mark != 0)
            add_to_list(&evaluation->compiled->holders.documents, about->documents[i], mark,
                        evaluation->marks);
    }
}

static void spread_resource_group(struct rp_evaluation *evaluation, size_t group)
{
    const struct rp_compiled *compiled = evaluation->compiled;
    const struct rp_lists *scoped = &compiled->holders.scoped;
    for (uint32_t i = scoped->starts[group]; i < scoped->starts[group + 1]; i++) {
        uint32_t document = compiled->holders.scoped_documents[i];
        if (compiled->documents[document].unit.count > 0)
            evaluation->marks[scoped->items[i]] |=
                rp_mark_scoped(evaluation->documents[document], evaluation->reached[group]);
    }
}

/* The groups' marks stand behind those of users and roles. */
static void spread_groups(struct rp_evaluation *evaluation)
{
    const struct rampart_account *account = evaluation->compiled->account;
    const uint16_t *groups = evaluation->marks + account->user_count + account->role_count;
    for (size_t i = 0; i < account->group_count; i++)
        if (groups[i] != 0)
            add_to_list(&evaluation->compiled->holders.members, i, groups[i], evaluation->marks);
}

static void mark_named(struct rp_evaluation *evaluation, const struct rp_rule *rule)
{
    for (size_t i = 0; i < rule->principal_count; i++) {
        const struct rp_identity *named = &rule->principals[i].identity;
        if (named->kind != RP_IDENTITY_USER && named->kind != RP_IDENTITY_ROLE) continue;
        const struct rp_holdings *holdings = rp_holdings_named(evaluation->compiled, named);
        if (holdings != NULL)
            evaluation->marks[holdings - evaluation->compiled->holdings] |= RP_MARK_PERSONAL;
    }
}

/* No mark says what is not known of a principal. */
static void mark_open(struct rp_evaluation *evaluation)
{
    const struct rampart_account *account = evaluation->compiled->account;
    for (size_t i = 0; account->gap_count > 0 && i < account->user_count + account->role_count; i++)
        if (evaluation->compiled->holdings[i].open) evaluation->marks[i] |= RP_MARK_PERSONAL;
}

void rp_spread(struct rp_evaluation *evaluation)
{
    const struct rampart_account *account = evaluation->compiled->account;
    size_t holders = account->user_count + account->role_count + account->group_count;
    memset(evaluation->marks, 0, holders * sizeof *evaluation->marks);
    spread_documents(evaluation);
    for (size_t i = 0; i < account->resource_group_count; i++)
        if (evaluation->reached[i] != RAMPART_FALSE) spread_resource_group(evaluation, i);
    spread_groups(evaluation);
    mark_open(evaluation);
    const struct rp_unit *trust = &evaluation->bound->trust;
    for (size_t i = 0; i < trust->count; i++) mark_named(evaluation, &trust->rules[i]);
}
