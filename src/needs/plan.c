/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The changes of a plan, in its order, and behind them what it only reads: resources of the state before it that it does
 * not list, and data sources. A state alone is a plan that refreshes everything.
 */
#include <stdlib.h>

#include "base/str.h"
#include "base/try.h"
#include "needs/needs.h"
#include "text/diag.h"

struct plan_reader {
    struct rampart_needs *needs;
    struct rp_plan *plan;
    struct rampart_diags *diags;
    struct rampart_str *listed; /* the addresses of resource_changes, sorted */
    size_t listed_count;
    bool failed;
};

static void plan_error(struct plan_reader *reader, const struct rp_node *node, const char *what)
{
    reader->failed = true;
    if (node != NULL && node->type == RP_NODE_BROKEN) return;
    rp_diag(reader->diags, RAMPART_ERROR, RP_TFM_FORMAT,
            (struct rp_at){&reader->plan->source, node == NULL ? (struct rp_span){0, 0} : node->span}, "%s", what);
    rp_diag_help(reader->diags,
                 "write terraform plan -out PLAN and terraform show -json PLAN > plan.json, and read that");
}

/* A list that may be missing; NULL: there is nothing in it. */
static const struct rp_node *plan_list(struct plan_reader *reader, const struct rp_node *map, const char *name)
{
    const struct rp_node *node = rp_node_member(map, rampart_str(name));
    if (node == NULL || node->type == RP_NODE_NULL) return NULL;
    if (node->type == RP_NODE_LIST) return node->first;
    plan_error(reader, node, "a list is expected here");
    return NULL;
}

static const struct rp_node *plan_map(const struct rp_node *map, const char *name)
{
    const struct rp_node *node = rp_node_member(map, rampart_str(name));
    return node != NULL && node->type == RP_NODE_MAP ? node : NULL;
}

static bool plan_is_true(const struct rp_node *node)
{
    return node != NULL && node->type == RP_NODE_BOOL && rp_str_equal(node->text, RP_STR("true"));
}

/* ---- one resource ---- */

/* Of the provider that is known: by the provider's name, else by the type's. */
static bool plan_is_ours(const struct rp_node *row, struct rampart_str type)
{
    const struct rampart_str provider = rp_plan_text(row, RP_STR("provider_name"));
    if (provider.len > 0) return rp_str_ends(provider, RP_STR("/alicloud"));
    return rp_str_starts(type, RP_STR("alicloud_"));
}

/* The address, and a type with "data." before that of a data source. `ret_ours` false: nothing is called for it. */
static enum rampart_status plan_subject(struct plan_reader *reader, const struct rp_node *row,
                                        struct rp_change *ret_change, bool *ret_ours)
{
    const struct rampart_str address = rp_plan_text(row, RP_STR("address")), type = rp_plan_text(row, RP_STR("type"));
    const struct rampart_str deposed = rp_plan_text(row, RP_STR("deposed"));
    struct rp_arena *arena = &reader->needs->arena;
    *ret_ours = false;
    if (address.len == 0 || type.len == 0) {
        plan_error(reader, row, "a resource has an address and a type");
        return RAMPART_OK;
    }
    *ret_change = (struct rp_change){.address = address, .type = type};
    if (rp_str_equal(rp_plan_text(row, RP_STR("mode")), RP_STR("data"))) {
        const struct rampart_str parts[] = {RP_STR("data."), type};
        RP_TRY_MEMORY(rp_arena_join(arena, parts, 2, &ret_change->type));
    }
    if (deposed.len > 0) {
        const struct rampart_str parts[] = {address, RP_STR(" (deposed "), deposed, RP_STR(")")};
        RP_TRY_MEMORY(rp_arena_join(arena, parts, 4, &ret_change->address));
    }
    *ret_ours = plan_is_ours(row, type);
    reader->plan->told.resources += *ret_ours;
    reader->plan->told.others += !*ret_ours;
    return RAMPART_OK;
}

static enum rampart_status plan_add(struct plan_reader *reader, const struct rp_change *change)
{
    struct rp_plan *plan = reader->plan;
    struct rp_change *changes = rp_arena_grow(&reader->needs->arena, plan->changes, plan->change_count,
                                              &plan->change_room, sizeof *changes);
    RP_TRY_MEMORY(changes != NULL);
    plan->changes = changes;
    changes[plan->change_count++] = *change;
    return RAMPART_OK;
}

/* ---- changes ---- */

/* What is done to a resource that is there is done after a refresh. */
static unsigned plan_operations(struct plan_reader *reader, const struct rp_node *change, bool data)
{
    static const struct {
        struct rampart_str action;
        unsigned operations;
    } actions[] = {
        {{"no-op", 5}, RAMPART_NEED_REFRESH},
        {{"create", 6}, RAMPART_NEED_CREATE},
        {{"read", 4}, RAMPART_NEED_DATA},
        {{"update", 6}, RAMPART_NEED_REFRESH | RAMPART_NEED_UPDATE},
        {{"delete", 6}, RAMPART_NEED_REFRESH | RAMPART_NEED_DELETE},
        {{"forget", 6}, RAMPART_NEED_REFRESH},
    };
    unsigned operations = 0;
    for (const struct rp_node *row = plan_list(reader, change, "actions"); row != NULL; row = row->next) {
        size_t i = 0;
        while (i < sizeof actions / sizeof *actions &&
               (row->type != RP_NODE_STRING || !rp_str_equal(row->text, actions[i].action)))
            i++;
        if (i == sizeof actions / sizeof *actions)
            plan_error(reader, row, "this is no action of a change: no-op, create, read, update, delete or forget");
        else
            operations |= actions[i].operations;
    }
    if (operations == 0 && !reader->failed) plan_error(reader, change, "a change has actions");
    if ((operations & (RAMPART_NEED_CREATE | RAMPART_NEED_UPDATE)) != 0) operations |= RAMPART_NEED_PLAN;
    return data ? RAMPART_NEED_DATA : operations;
}

/* The values of a change; what is written as null there is none. */
static void plan_values(const struct rp_node *change, struct rp_change *ret_change)
{
    ret_change->before = plan_map(change, "before");
    ret_change->after = plan_map(change, "after");
    ret_change->unknown = rp_node_member(change, RP_STR("after_unknown"));
    ret_change->before_sensitive = rp_node_member(change, RP_STR("before_sensitive"));
    ret_change->after_sensitive = rp_node_member(change, RP_STR("after_sensitive"));
}

static enum rampart_status plan_add_change(struct plan_reader *reader, const struct rp_node *row, bool deferred)
{
    struct rp_change made;
    bool ours;
    const struct rp_node *change = plan_map(row, "change");
    RP_TRY(plan_subject(reader, row, &made, &ours));
    if (!ours) return RAMPART_OK;
    if (change == NULL) {
        plan_error(reader, row, "a changed resource has its change");
        return RAMPART_OK;
    }
    made.operations = plan_operations(reader, change, rp_str_starts(made.type, RP_STR("data.")));
    made.deferred = deferred;
    plan_values(change, &made);
    const struct rp_node *importing = plan_map(change, "importing");
    if (importing != NULL) {
        made.operations |= RAMPART_NEED_IMPORT;
        made.imported = rp_plan_text(importing, RP_STR("id"));
    }
    return plan_add(reader, &made);
}

/* Terraform puts a change off when it cannot know yet how many resources there are. */
static enum rampart_status plan_add_deferred(struct plan_reader *reader)
{
    const struct rp_node *row = plan_list(reader, reader->plan->root, "deferred_changes");
    for (; row != NULL; row = row->next) {
        const struct rp_node *change = plan_map(row, "resource_change");
        if (change == NULL)
            plan_error(reader, row, "a change that is put off has its resource_change");
        else
            RP_TRY(plan_add_change(reader, change, true));
    }
    return RAMPART_OK;
}

/* ---- the state ---- */

static int plan_compare(const void *a, const void *b)
{
    return rp_str_compare(*(const struct rampart_str *)a, *(const struct rampart_str *)b);
}

/* The addresses that the plan lists itself, under either name of a resource that moves. */
static enum rampart_status plan_list_addresses(struct plan_reader *reader, const struct rp_node *changes)
{
    size_t count = 0;
    for (const struct rp_node *row = changes; row != NULL; row = row->next) count += 2;
    reader->listed = RP_NEW_ARRAY(&reader->needs->arena, struct rampart_str, count);
    RP_TRY_MEMORY(reader->listed != NULL);
    for (const struct rp_node *row = changes; row != NULL; row = row->next) {
        if (rp_plan_text(row, RP_STR("deposed")).len > 0) continue;
        const struct rampart_str names[] = {rp_plan_text(row, RP_STR("address")),
                                            rp_plan_text(row, RP_STR("previous_address"))};
        for (size_t i = 0; i < 2; i++)
            if (names[i].len > 0) reader->listed[reader->listed_count++] = names[i];
    }
    if (reader->listed_count > 1) qsort(reader->listed, reader->listed_count, sizeof *reader->listed, plan_compare);
    return RAMPART_OK;
}

/* The account's own id stands in the values of two data sources. */
static void plan_take_account(struct rp_plan *plan, const struct rp_change *change)
{
    if (rp_str_equal(change->type, RP_STR("data.alicloud_account")))
        plan->account = rp_plan_text(change->before, RP_STR("id"));
    if (rp_str_equal(change->type, RP_STR("data.alicloud_caller_identity")))
        plan->account = rp_plan_text(change->before, RP_STR("account_id"));
}

static enum rampart_status plan_add_stored(struct plan_reader *reader, const struct rp_node *row)
{
    struct rp_change made;
    bool ours;
    const struct rampart_str address = rp_plan_text(row, RP_STR("address"));
    if (rp_plan_text(row, RP_STR("deposed_key")).len > 0) return RAMPART_OK; /* its deletion is a change */
    if (reader->listed_count > 0 && bsearch(&address, reader->listed, reader->listed_count, sizeof address, plan_compare))
        return RAMPART_OK;
    RP_TRY(plan_subject(reader, row, &made, &ours));
    if (!ours) return RAMPART_OK;
    made.before = plan_map(row, "values");
    made.before_sensitive = rp_node_member(row, RP_STR("sensitive_values"));
    made.operations = rp_str_starts(made.type, RP_STR("data.")) ? RAMPART_NEED_DATA : RAMPART_NEED_REFRESH;
    plan_take_account(reader->plan, &made);
    return plan_add(reader, &made);
}

/* The depth of a tree is limited, and so is this recursion. */
static enum rampart_status plan_add_module(struct plan_reader *reader, const struct rp_node *module)
{
    for (const struct rp_node *row = plan_list(reader, module, "resources"); row != NULL; row = row->next)
        RP_TRY(plan_add_stored(reader, row));
    for (const struct rp_node *row = plan_list(reader, module, "child_modules"); row != NULL; row = row->next)
        RP_TRY(plan_add_module(reader, row));
    return RAMPART_OK;
}

/* ---- all of it ---- */

static bool plan_is_one(const struct rp_node *root)
{
    static const char *const members[] = {"resource_changes", "planned_values", "prior_state", "values"};
    if (root == NULL || root->type != RP_NODE_MAP || rp_node_member(root, RP_STR("format_version")) == NULL) return false;
    bool found = rp_node_member(root, RP_STR("terraform_version")) != NULL;
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        found |= rp_node_member(root, rampart_str(members[i])) != NULL;
    return found;
}

enum rampart_status rp_plan_read(struct rampart_needs *needs, struct rp_plan *plan, struct rampart_diags *diags)
{
    struct plan_reader reader = {.needs = needs, .plan = plan, .diags = diags};
    if (!plan_is_one(plan->root)) {
        plan_error(&reader, NULL, "this is not the output of terraform show -json for a plan or a state");
        return RAMPART_INVALID_INPUT;
    }
    plan->told.terraform_version = rp_plan_text(plan->root, RP_STR("terraform_version"));
    const struct rp_node *changes = plan_list(&reader, plan->root, "resource_changes");
    RP_TRY(plan_list_addresses(&reader, changes));
    for (const struct rp_node *row = changes; row != NULL; row = row->next) RP_TRY(plan_add_change(&reader, row, false));
    RP_TRY(plan_add_deferred(&reader));
    const struct rp_node *before = plan_map(plan_map(plan->root, "prior_state"), "values");
    RP_TRY(plan_add_module(&reader, plan_map(before, "root_module")));
    RP_TRY(plan_add_module(&reader, plan_map(plan_map(plan->root, "values"), "root_module")));
    if (plan_is_true(rp_node_member(plan->root, RP_STR("errored"))))
        plan_error(&reader, rp_node_member(plan->root, RP_STR("errored")),
                   "planning ended with an error: what was not planned is missing");
    return reader.failed ? RAMPART_INVALID_INPUT : RAMPART_OK;
}
