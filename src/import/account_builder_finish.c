/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes the account of all records. First the records of one name become one: the first of the input, to which the
 * others add what they know. Then the account's lists are made (account_builder_make.c), and what the input does not
 * show becomes a list of gaps.
 */
#include <stdlib.h>

#include "account/gaps.h"
#include "base/str.h"
#include "base/try.h"
#include "import/account_builder_records.h"

static const struct rampart_str nothing = {NULL, 0};

/* ---- one record of each principal ---- */

static int builder_by_principal(const void *a, const void *b)
{
    const struct rp_builder_principal *x = *(struct rp_builder_principal *const *)a;
    const struct rp_builder_principal *y = *(struct rp_builder_principal *const *)b;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    int order = rp_str_compare(x->name, y->name);
    if (order != 0) return order;
    return x->number < y->number ? -1 : x->number > y->number;
}

static void builder_unite_principal(struct rp_builder *builder, struct rp_builder_principal *first,
                                    struct rp_builder_principal *other)
{
    other->same = first;
    first->declared |= other->declared;
    first->service_linked |= other->service_linked;
    if (first->uid.len > 0 && other->uid.len > 0 && !rp_str_equal(first->uid, other->uid))
        rp_builder_conflict(builder, first->at, other->at, "the user \"%.*s\" has two UIDs",
                            RP_ARG(rp_str_part(first->name, 0, 80)));
    if (first->uid.len == 0) first->uid = other->uid;
    if (first->held_by.count == 0) first->held_by = other->held_by;
    first->complete |= other->complete;
    first->incomplete |= other->incomplete;
    if (first->why_incomplete.len == 0) first->why_incomplete = other->why_incomplete;
    rp_builder_unite_documents(builder, &first->trust, &other->trust, "the trust policy of role",
                               first->name);
}

static enum rampart_status builder_unite_principals(struct rp_builder *builder)
{
    struct rp_builder_principal **sorted =
        RP_NEW_ARRAY(&builder->scratch, struct rp_builder_principal *, builder->principal_count);
    RP_TRY_MEMORY(sorted != NULL);
    size_t count = 0;
    for (struct rp_builder_principal *principal = builder->principals; principal != NULL;
         principal = principal->next) {
        principal->number = count;
        sorted[count++] = principal;
    }
    if (count > 1) qsort(sorted, count, sizeof sorted[0], builder_by_principal);
    for (size_t i = 1; i < count; i++) {
        struct rp_builder_principal *before = sorted[i - 1]->same, *principal = sorted[i];
        if (before->kind == principal->kind && rp_str_equal(before->name, principal->name))
            builder_unite_principal(builder, before, principal);
    }
    return RAMPART_OK;
}

/* ---- one record of each policy ---- */

/* A control policy is known by its id, any other policy by its name and type. */
static int builder_compare_policies(const struct rp_builder_policy *x, const struct rp_builder_policy *y)
{
    int order = rp_str_compare(x->id, y->id);
    if (order != 0 || x->id.len > 0) return order;
    order = rp_str_compare(x->name, y->name);
    return order != 0 ? order : (int)x->system - (int)y->system;
}

static int builder_by_policy(const void *a, const void *b)
{
    const struct rp_builder_policy *x = *(struct rp_builder_policy *const *)a;
    const struct rp_builder_policy *y = *(struct rp_builder_policy *const *)b;
    int order = builder_compare_policies(x, y);
    if (order != 0) return order;
    return x->number < y->number ? -1 : x->number > y->number;
}

static void builder_unite_control_name(struct rp_builder *builder, struct rp_builder_policy *first,
                                       struct rp_builder_policy *other)
{
    bool alike = rp_str_equal(first->name, other->name) && first->system == other->system;
    if (!other->named) return;
    if (first->named && !alike)
        rp_builder_conflict(builder, first->at, other->at, "control policy %.*s has two names",
                            RP_ARG(rp_str_part(first->id, 0, 80)));
    first->named = true;
    first->name = other->name;
    first->system = other->system;
}

static void builder_unite_control_scope(struct rp_builder *builder, struct rp_builder_policy *first,
                                        struct rp_builder_policy *other)
{
    if (!other->scoped) return;
    if (first->scoped && first->scope != other->scope)
        rp_builder_conflict(builder, first->at, other->at, "control policy %.*s has two effect scopes",
                            RP_ARG(rp_str_part(first->id, 0, 80)));
    first->scoped = true;
    first->scope = other->scope;
}

static void builder_unite_policy(struct rp_builder *builder, struct rp_builder_policy *first,
                                 struct rp_builder_policy *other)
{
    other->same = first;
    if (first->version.len == 0) first->version = other->version;
    if (first->id.len > 0) {
        builder_unite_control_name(builder, first, other);
        builder_unite_control_scope(builder, first, other);
    }
    rp_builder_unite_documents(builder, &first->document, &other->document, "policy", first->name);
}

static enum rampart_status builder_unite_policies(struct rp_builder *builder)
{
    struct rp_builder_policy **sorted =
        RP_NEW_ARRAY(&builder->scratch, struct rp_builder_policy *, builder->policy_count);
    RP_TRY_MEMORY(sorted != NULL);
    size_t count = 0;
    for (struct rp_builder_policy *policy = builder->policies; policy != NULL; policy = policy->next) {
        policy->number = count;
        sorted[count++] = policy;
    }
    if (count > 1) qsort(sorted, count, sizeof sorted[0], builder_by_policy);
    for (size_t i = 1; i < count; i++)
        if (builder_compare_policies(sorted[i - 1], sorted[i]) == 0)
            builder_unite_policy(builder, sorted[i - 1]->same, sorted[i]);
    return RAMPART_OK;
}

/* The account file attaches its control policies. */
static void builder_use_levels(const struct rp_builder_account_file *file)
{
    for (size_t level = 0; file != NULL && level < file->account->level_count; level++) {
        const struct rp_control_level *controls = &file->account->levels[level];
        for (size_t i = 0; i < controls->count; i++)
            file->policies[controls->items[i].policy - file->account->policies]->same->used = true;
    }
}

static enum rampart_status builder_unite(struct rp_builder *builder)
{
    RP_TRY(builder_unite_principals(builder));
    RP_TRY(builder_unite_policies(builder));
    builder_use_levels(builder->levels_of);
    for (struct rp_builder_grant *grant = builder->grants; grant != NULL; grant = grant->next) {
        grant->principal = grant->principal->same;
        grant->policy = grant->policy->same;
        grant->policy->used = true;
    }
    for (struct rp_builder_membership *membership = builder->memberships; membership != NULL;
         membership = membership->next) {
        membership->user = membership->user->same;
        membership->group = membership->group->same;
    }
    for (struct rp_builder_control_attachment *control = builder->controls; control != NULL;
         control = control->next) {
        control->policy = control->policy->same;
        control->policy->used = true;
    }
    return RAMPART_OK;
}

/* ---- gaps: lists of the account ---- */

static enum rampart_status builder_add_list_gap(struct rp_builder *builder, enum rp_builder_list list,
                                                enum rampart_gap_kind kind, const char *reason)
{
    if (rp_builder_is_complete(builder, list)) return RAMPART_OK;
    struct rampart_str why = builder->incomplete[list];
    return rp_builder_add_gap_of(builder, kind, NULL, nothing, nothing,
                                 why.len > 0 ? why : rampart_str(reason));
}

static enum rampart_status builder_add_list_gaps(struct rp_builder *builder)
{
    RP_TRY(builder_add_list_gap(builder, RP_BUILDER_USERS, RAMPART_GAP_USERS,
                                "the input has no complete list of users"));
    RP_TRY(builder_add_list_gap(builder, RP_BUILDER_GROUPS, RAMPART_GAP_GROUPS,
                                "the input has no complete list of groups"));
    RP_TRY(builder_add_list_gap(builder, RP_BUILDER_ROLES, RAMPART_GAP_ROLES,
                                "the input has no complete list of roles"));
    return builder_add_list_gap(builder, RP_BUILDER_POLICIES, RAMPART_GAP_POLICIES,
                                "the input has no complete list of custom policies");
}

/* ---- gaps: lists of each principal ---- */

struct open_list {
    enum rp_builder_list list;
    enum rampart_gap_kind kind;
    const char *reason;
};

static bool builder_may_have(const struct open_list *open, const struct rp_builder_principal *principal)
{
    return open->list == RP_BUILDER_GRANTS || principal->kind == RP_BUILDER_USER;
}

static enum rampart_status builder_add_principal_gap(struct rp_builder *builder, const struct open_list *open,
                                                     const struct rp_builder_principal *principal)
{
    struct rampart_str why = (principal->incomplete & 1u << open->list) != 0 ? principal->why_incomplete
                                                                             : rampart_str(open->reason);
    return rp_builder_add_gap_of(builder, open->kind, rp_builder_kind_word(principal->kind), principal->name,
                                 nothing, why);
}

/* One gap stands for all principals if the lists of all are open; otherwise each open list has one. */
static enum rampart_status builder_add_principal_gaps(struct rp_builder *builder,
                                                      const struct open_list *open)
{
    size_t closed = 0;
    for (const struct rp_builder_principal *principal = builder->principals; principal != NULL;
         principal = principal->next)
        closed += principal->same == principal && builder_may_have(open, principal) &&
                  !rp_builder_is_open(builder, principal, open->list);
    if (closed == 0 && !rp_builder_is_complete(builder, open->list))
        return builder_add_list_gap(builder, open->list, open->kind, open->reason);
    for (const struct rp_builder_principal *principal = builder->principals; principal != NULL;
         principal = principal->next)
        if (principal->same == principal && builder_may_have(open, principal) &&
            rp_builder_is_open(builder, principal, open->list))
            RP_TRY(builder_add_principal_gap(builder, open, principal));
    return RAMPART_OK;
}

/* ---- all gaps ---- */

static enum rampart_status builder_add_resource_group_gaps(struct rp_builder *builder)
{
    const struct rampart_account *account = builder->account;
    for (size_t i = 0; i < account->resource_group_count; i++) {
        if (!account->resource_groups[i].unknown) continue;
        RP_TRY(rp_builder_add_gap_of(builder, RAMPART_GAP_RESOURCES, "resource-group",
                                     account->resource_groups[i].name, nothing,
                                     RP_STR("the input does not show which resources lie in it")));
    }
    return RAMPART_OK;
}

static enum rampart_status builder_make_gaps(struct rp_builder *builder)
{
    static const struct open_list grants = {RP_BUILDER_GRANTS, RAMPART_GAP_GRANTS,
                                            "the input does not show all attachments"};
    static const struct open_list memberships = {RP_BUILDER_MEMBERSHIPS, RAMPART_GAP_MEMBERSHIPS,
                                                 "the input does not show all groups"};
    if (builder->id.len == 0)
        RP_TRY(rp_builder_add_gap_of(builder, RAMPART_GAP_ACCOUNT, NULL, nothing, nothing,
                                     RP_STR("the input does not show the account ID")));
    RP_TRY(builder_add_list_gaps(builder));
    RP_TRY(builder_add_principal_gaps(builder, &grants));
    RP_TRY(builder_add_principal_gaps(builder, &memberships));
    RP_TRY(builder_add_resource_group_gaps(builder));
    struct rampart_gap *gaps = RP_NEW_ARRAY(&builder->account->arena, struct rampart_gap, builder->gap_count);
    RP_TRY_MEMORY(gaps != NULL);
    size_t count = 0;
    for (const struct rp_builder_gap *gap = builder->gaps; gap != NULL; gap = gap->next)
        gaps[count++] = gap->gap;
    builder->account->gaps = gaps;
    builder->account->gap_count = rp_gaps_sort(gaps, count);
    return RAMPART_OK;
}

/* ---- the account ---- */

static enum rampart_status builder_assemble(struct rp_builder *builder)
{
    RP_TRY(builder_unite(builder));
    RP_TRY(rp_builder_make_policies(builder));
    RP_TRY(rp_builder_make_principals(builder));
    RP_TRY(rp_builder_make_resources(builder));
    RP_TRY(rp_builder_make_controls(builder));
    RP_TRY(rp_quarantine_close(&builder->quarantine, builder->account));
    return builder_make_gaps(builder);
}

enum rampart_status rp_builder_finish(struct rp_builder *builder, struct rampart_str name,
                                      struct rampart_account **ret_account)
{
    struct rampart_account *account = builder->account;
    RP_TRY(rp_source_init(&account->source, &account->arena, name, (struct rampart_str){NULL, 0}));
    account->id = builder->id;
    RP_TRY(builder_assemble(builder));
    if (rp_diags_failed(builder->diags)) return RAMPART_NO_MEMORY;
    bool errors = rampart_diags_found(builder->diags, RAMPART_ERROR) > builder->errors;
    if (errors || builder->status != RAMPART_OK) return RAMPART_INVALID_INPUT;
    builder->account = NULL;
    *ret_account = account;
    return RAMPART_OK;
}
