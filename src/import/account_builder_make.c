/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes the account's lists of the united records: policies, resource groups, principals with their grants. Each list is
 * sorted by name, as that of an account file.
 */
#include <stdlib.h>

#include <rampart/catalog.h>

#include "account/names.h"
#include "account/read.h"
#include "base/str.h"
#include "base/try.h"
#include "catalog/tables.h"
#include "import/account_builder_records.h"

/* ---- policies: each by one name and type; a control policy called like another policy goes by its id ---- */

static int builder_by_policy_name(const void *a, const void *b)
{
    const struct rp_builder_policy *x = *(struct rp_builder_policy *const *)a;
    const struct rp_builder_policy *y = *(struct rp_builder_policy *const *)b;
    int order = rp_str_compare(x->name, y->name);
    if (order != 0) return order;
    if (x->system != y->system) return x->system ? 1 : -1;
    return rp_str_compare(x->id, y->id); /* a policy that is no control policy has no id, and stands first */
}

static bool builder_same_policy_name(const struct rp_builder_policy *a, const struct rp_builder_policy *b)
{
    return rp_str_equal(a->name, b->name) && a->system == b->system;
}

/* Lint reports on every document, also on one that nothing attaches and the input does not show. */
static bool builder_has_document(const struct rp_builder *builder, const struct rp_builder_policy *policy)
{
    const struct rp_builder_document *document = &policy->document;
    return document->policy != NULL || document->quarantined != NULL ||
           (builder->quarantine.findings && document->unknown.len > 0);
}

/* Returns the number of policies that the account needs: those that something attaches, and those with a document. */
static size_t builder_list_policies(struct rp_builder *builder, struct rp_builder_policy **list)
{
    size_t count = 0;
    for (struct rp_builder_policy *policy = builder->policies; policy != NULL; policy = policy->next)
        if (policy->same == policy && (policy->used || builder_has_document(builder, policy)))
            list[count++] = policy;
    if (count > 1) qsort(list, count, sizeof list[0], builder_by_policy_name);
    return count;
}

/* A system policy is one policy, also when it is attached as a control policy. */
static bool builder_same_system_policy(const struct rp_builder_policy *before,
                                       const struct rp_builder_policy *policy)
{
    return policy->system && builder_same_policy_name(before, policy);
}

static void builder_rename_controls(struct rp_builder_policy **list, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (list[i]->id.len > 0 && !list[i]->system && builder_same_policy_name(list[i - 1], list[i]))
            list[i]->name = list[i]->id;
    if (count > 1) qsort(list, count, sizeof list[0], builder_by_policy_name);
}

/* The cloud changes its own policies: the text that is built in may be another than the one that counts. */
static void builder_compare_version(struct rp_builder *builder, const struct rp_builder_policy *policy)
{
    struct rampart_system_policy built_in;
    if (policy->version.len == 0 || !rp_catalog_policy_version(builder->options.catalog, policy->name, &built_in) ||
        rp_str_equal(policy->version, built_in.version) || built_in.updated.len == 0)
        return;
    rp_diag(builder->diags, RAMPART_WARNING, RP_ACC_SYSTEM_VERSION, policy->at,
            "the account has version %.*s of the system policy %.*s; the one that is built in is %.*s%sof %.*s",
            RP_ARG(rp_account_shown(policy->version)), RP_ARG(rp_account_shown(policy->name)),
            RP_ARG(built_in.version), built_in.version.len == 0 ? "" : " ", RP_ARG(built_in.updated));
    rp_diag_help(builder->diags, "decisions that rest on it may be outdated: give its document (GetPolicy)");
}

static enum rampart_status builder_find_document(struct rp_builder *builder, struct rp_builder_policy *policy)
{
    struct rampart_str text;
    bool none = policy->document.policy == NULL && policy->document.unknown.len == 0 &&
                policy->document.quarantined == NULL;
    if (!none || !policy->system || !rp_catalog_policy(builder->options.catalog, policy->name, &text)) return RAMPART_OK;
    builder_compare_version(builder, policy);
    return rp_builder_use_built_in(builder, policy, text);
}

static struct rampart_str builder_why_unknown(const struct rp_builder_policy *policy,
                                              struct rampart_str quarantined)
{
    if (quarantined.len > 0) return quarantined;
    if (policy->document.unknown.len > 0) return policy->document.unknown;
    return policy->system ? RP_STR("the input does not show its document, and it is not built in")
                          : RP_STR("the input does not show its document");
}

/* A policy whose document the input does not show is in the account as an unknown one. */
static enum rampart_status builder_make_policy(struct rp_builder *builder, struct rp_builder_policy *policy,
                                               struct rp_named_policy *named)
{
    struct rampart_str quarantined = {NULL, 0};
    const struct rp_document_of of = {policy->system ? RP_OF_SYSTEM_POLICY : RP_OF_POLICY, policy->name};
    RP_TRY(builder_find_document(builder, policy));
    RP_TRY(rp_builder_quarantine(builder, &policy->document, of, &quarantined));
    struct rampart_policy *document = policy->document.policy;
    bool unknown = document == NULL || policy->document.unknown.len > 0 || quarantined.len > 0;
    if (unknown) {
        document = RP_NEW(&builder->account->arena, struct rampart_policy);
        RP_TRY_MEMORY(document != NULL);
        *document = (struct rampart_policy){
            .source = &builder->account->source, .kind = RAMPART_POLICY_IDENTITY, .unknown = true};
        RP_TRY(rp_builder_add_gap_of(builder, RAMPART_GAP_DOCUMENT, of.head, policy->name,
                                     (struct rampart_str){NULL, 0},
                                     builder_why_unknown(policy, quarantined)));
    }
    document->name = policy->name;
    document->hidden = policy->document.hidden;
    *named = (struct rp_named_policy){policy->name, policy->system, document};
    return RAMPART_OK;
}

enum rampart_status rp_builder_make_policies(struct rp_builder *builder)
{
    struct rp_builder_policy **sorted =
        RP_NEW_ARRAY(&builder->scratch, struct rp_builder_policy *, builder->policy_count);
    struct rp_named_policy *policies =
        RP_NEW_ARRAY(&builder->account->arena, struct rp_named_policy, builder->policy_count);
    RP_TRY_MEMORY(sorted != NULL && policies != NULL);
    size_t count = builder_list_policies(builder, sorted), made = 0;
    builder_rename_controls(sorted, count);
    for (size_t i = 0; i < count; i++) {
        struct rp_builder_policy *policy = sorted[i];
        bool again = i > 0 && builder_same_system_policy(sorted[i - 1], policy);
        if (!again) RP_TRY(builder_make_policy(builder, policy, &policies[made++]));
        policy->number = made - 1;
    }
    builder->account->policies = policies;
    builder->account->policy_count = builder->account->defined_count = made;
    return RAMPART_OK;
}

/* ---- principals of one kind ---- */

static int builder_by_name(const void *a, const void *b)
{
    const struct rp_builder_principal *x = *(struct rp_builder_principal *const *)a;
    const struct rp_builder_principal *y = *(struct rp_builder_principal *const *)b;
    return rp_str_compare(x->name, y->name);
}

/* Principals of one kind, sorted by name; their numbers are their places here and in the account. */
struct principal_list {
    struct rp_builder_principal **items;
    size_t count;
};

static enum rampart_status builder_list_principals(struct rp_builder *builder, enum rp_builder_kind kind,
                                                   struct principal_list *list)
{
    list->items = RP_NEW_ARRAY(&builder->scratch, struct rp_builder_principal *, builder->principal_count);
    RP_TRY_MEMORY(list->items != NULL);
    for (struct rp_builder_principal *principal = builder->principals; principal != NULL;
         principal = principal->next)
        if (principal->same == principal && principal->kind == kind) list->items[list->count++] = principal;
    if (list->count > 1) qsort(list->items, list->count, sizeof list->items[0], builder_by_name);
    for (size_t i = 0; i < list->count; i++) list->items[i]->number = i;
    return RAMPART_OK;
}

/* ---- resource groups ---- */

static int builder_by_group(const void *a, const void *b)
{
    const struct rp_builder_resource_group *x = *(struct rp_builder_resource_group *const *)a;
    const struct rp_builder_resource_group *y = *(struct rp_builder_resource_group *const *)b;
    int order = rp_str_compare(x->name, y->name);
    if (order != 0) return order;
    return (x->known == NULL) - (y->known == NULL); /* groups with known resources first */
}

static bool builder_same_patterns(const struct rp_resource_group *a, const struct rp_resource_group *b)
{
    if (a->patterns.count != b->patterns.count) return false;
    for (size_t i = 0; i < a->patterns.count; i++)
        if (!rp_str_equal(a->patterns.items[i], b->patterns.items[i])) return false;
    return true;
}

static struct rp_resource_group builder_resource_group(const struct rp_builder_resource_group *group)
{
    if (group->known != NULL) return (struct rp_resource_group){group->name, group->known->patterns, false};
    return (struct rp_resource_group){.name = group->name, .unknown = true};
}

/* Records of one name stand together; the resources of the first one are known if those of any are. */
static size_t builder_unite_groups(struct rp_builder *builder,
                                   struct rp_builder_resource_group *const *sorted,
                                   struct rp_resource_group *groups)
{
    const struct rp_builder_resource_group *first = NULL;
    size_t left = 0;
    for (size_t i = 0; i < builder->resource_group_count; i++) {
        const struct rp_builder_resource_group *group = sorted[i];
        if (first == NULL || !rp_str_equal(first->name, group->name)) {
            first = group;
            groups[left++] = builder_resource_group(group);
        } else if (group->known != NULL && !builder_same_patterns(first->known, group->known)) {
            rp_builder_conflict(builder, first->at, group->at,
                                "resource group \"%.*s\" has two lists that differ",
                                RP_ARG(rp_str_part(group->name, 0, 80)));
        }
    }
    return left;
}

static enum rampart_status builder_make_resource_groups(struct rp_builder *builder)
{
    struct rp_resource_group *groups =
        RP_NEW_ARRAY(&builder->account->arena, struct rp_resource_group, builder->resource_group_count);
    struct rp_builder_resource_group **sorted =
        RP_NEW_ARRAY(&builder->scratch, struct rp_builder_resource_group *, builder->resource_group_count);
    RP_TRY_MEMORY(groups != NULL && sorted != NULL);
    size_t count = 0;
    for (struct rp_builder_resource_group *group = builder->resource_groups; group != NULL;
         group = group->next)
        sorted[count++] = group;
    if (count > 1) qsort(sorted, count, sizeof sorted[0], builder_by_group);
    builder->account->resource_groups = groups;
    builder->account->resource_group_count = builder_unite_groups(builder, sorted, groups);
    return RAMPART_OK;
}

static const struct rp_resource_group *builder_find_resource_group(const struct rp_builder *builder,
                                                                   struct rampart_str name)
{
    const struct rp_resource_group *groups = builder->account->resource_groups;
    return &groups[rp_names_find(groups, builder->account->resource_group_count, sizeof groups[0], name)];
}

/* ---- grants ---- */

/* By principal, then by policy and scope. */
static int builder_compare_grants(const struct rp_builder_grant *x, const struct rp_builder_grant *y)
{
    if (x->principal->kind != y->principal->kind) return x->principal->kind < y->principal->kind ? -1 : 1;
    if (x->principal != y->principal) return x->principal->number < y->principal->number ? -1 : 1;
    if (x->policy->number != y->policy->number) return x->policy->number < y->policy->number ? -1 : 1;
    if (x->scope != y->scope) return x->scope < y->scope ? -1 : 1;
    return rp_str_compare(x->group, y->group);
}

/* Equal grants stand in the order of the input. */
static int builder_by_grant(const void *a, const void *b)
{
    const struct rp_builder_grant *x = *(struct rp_builder_grant *const *)a;
    const struct rp_builder_grant *y = *(struct rp_builder_grant *const *)b;
    int order = builder_compare_grants(x, y);
    if (order != 0) return order;
    return x->position < y->position ? -1 : x->position > y->position;
}

/* All grants, sorted; `next` is the first one that no principal has yet. */
struct grant_list {
    struct rp_builder_grant **items;
    size_t count, next;
};

static enum rampart_status builder_sort_grants(struct rp_builder *builder, struct grant_list *grants)
{
    grants->items = RP_NEW_ARRAY(&builder->scratch, struct rp_builder_grant *, builder->grant_count);
    RP_TRY_MEMORY(grants->items != NULL);
    for (struct rp_builder_grant *grant = builder->grants; grant != NULL; grant = grant->next)
        grants->items[grants->count++] = grant;
    if (grants->count > 1) qsort(grants->items, grants->count, sizeof grants->items[0], builder_by_grant);
    return RAMPART_OK;
}

/*
 * A grant without a scope may be one of those with a scope, which stand before it. It is one of them if the list of
 * grants is complete; otherwise it may be another one.
 */
static bool builder_is_known_grant(const struct rp_builder *builder, const struct rp_builder_grant *before,
                                   const struct rp_builder_grant *grant)
{
    if (before == NULL || before->policy->number != grant->policy->number) return false;
    if (builder_compare_grants(before, grant) == 0) return true;
    bool all = rp_builder_is_complete(builder, RP_BUILDER_GRANTS);
    return grant->scope == RP_BUILDER_SCOPE_UNSEEN && all;
}

static enum rampart_status builder_make_grant(struct rp_builder *builder,
                                              const struct rp_builder_grant *grant,
                                              struct rp_grant *ret_grant)
{
    struct rampart_str reason = RP_STR("the input does not show the scope of the attachment");
    const struct rp_builder_principal *principal = grant->principal;
    *ret_grant = (struct rp_grant){.policy = &builder->account->policies[grant->policy->number]};
    if (grant->scope == RP_BUILDER_RESOURCE_GROUP)
        ret_grant->scope = builder_find_resource_group(builder, grant->group);
    if (grant->scope != RP_BUILDER_SCOPE_UNSEEN) return RAMPART_OK;
    ret_grant->scope = &rp_scope_unknown;
    return rp_builder_add_gap_of(builder, RAMPART_GAP_SCOPE, rp_builder_kind_word(principal->kind),
                                 principal->name, ret_grant->policy->name, reason);
}

static enum rampart_status builder_give_grants(struct rp_builder *builder,
                                               const struct rp_builder_principal *principal,
                                               struct grant_list *grants, struct rp_grants *ret_grants)
{
    size_t first = grants->next, end = first;
    const struct rp_builder_grant *before = NULL;
    while (end < grants->count && grants->items[end]->principal == principal) end++;
    struct rp_grant *given = RP_NEW_ARRAY(&builder->account->arena, struct rp_grant, end - first);
    RP_TRY_MEMORY(given != NULL);
    ret_grants->items = given;
    ret_grants->open = rp_builder_is_open(builder, principal, RP_BUILDER_GRANTS);
    for (; grants->next < end; grants->next++) {
        const struct rp_builder_grant *grant = grants->items[grants->next];
        if (builder_is_known_grant(builder, before, grant)) continue;
        RP_TRY(builder_make_grant(builder, grant, &given[ret_grants->count++]));
        before = grant;
    }
    return RAMPART_OK;
}

/* ---- groups ---- */

static enum rampart_status builder_make_groups(struct rp_builder *builder, const struct principal_list *list,
                                               struct grant_list *grants)
{
    struct rp_group *groups = RP_NEW_ARRAY(&builder->account->arena, struct rp_group, list->count);
    RP_TRY_MEMORY(groups != NULL);
    for (size_t i = 0; i < list->count; i++) {
        groups[i].name = list->items[i]->name;
        RP_TRY(builder_give_grants(builder, list->items[i], grants, &groups[i].grants));
    }
    builder->account->groups = groups;
    builder->account->group_count = list->count;
    return RAMPART_OK;
}

/* ---- users ---- */

static int builder_by_membership(const void *a, const void *b)
{
    const struct rp_builder_membership *x = *(struct rp_builder_membership *const *)a;
    const struct rp_builder_membership *y = *(struct rp_builder_membership *const *)b;
    if (x->user != y->user) return x->user->number < y->user->number ? -1 : 1;
    return x->group->number < y->group->number ? -1 : x->group->number > y->group->number;
}

struct membership_list {
    struct rp_builder_membership **items;
    size_t count, next;
};

static enum rampart_status builder_sort_memberships(struct rp_builder *builder,
                                                    struct membership_list *memberships)
{
    memberships->items =
        RP_NEW_ARRAY(&builder->scratch, struct rp_builder_membership *, builder->membership_count);
    RP_TRY_MEMORY(memberships->items != NULL);
    for (struct rp_builder_membership *membership = builder->memberships; membership != NULL;
         membership = membership->next)
        memberships->items[memberships->count++] = membership;
    if (memberships->count > 1)
        qsort(memberships->items, memberships->count, sizeof memberships->items[0], builder_by_membership);
    return RAMPART_OK;
}

static enum rampart_status builder_give_groups(struct rp_builder *builder,
                                               const struct rp_builder_principal *principal,
                                               struct membership_list *memberships, struct rp_holding *held)
{
    size_t first = memberships->next, end = first;
    while (end < memberships->count && memberships->items[end]->user == principal) end++;
    const struct rp_group **groups =
        RP_NEW_ARRAY(&builder->account->arena, const struct rp_group *, end - first);
    RP_TRY_MEMORY(groups != NULL);
    for (; memberships->next < end; memberships->next++) {
        const struct rp_group *group =
            &builder->account->groups[memberships->items[memberships->next]->group->number];
        if (held->group_count == 0 || groups[held->group_count - 1] != group)
            groups[held->group_count++] = group;
    }
    held->groups = groups;
    held->groups_open = rp_builder_is_open(builder, principal, RP_BUILDER_MEMBERSHIPS);
    return RAMPART_OK;
}

static enum rampart_status builder_give_uid(struct rp_builder *builder, struct rampart_str text, struct rp_user *user)
{
    struct rampart_str *uid = text.len > 0 ? RP_NEW(&builder->account->arena, struct rampart_str) : NULL;
    if (text.len == 0) return RAMPART_OK;
    RP_TRY_MEMORY(uid != NULL);
    *uid = text;
    user->uid = uid;
    builder->account->has_uids = true;
    return RAMPART_OK;
}

static enum rampart_status builder_make_users(struct rp_builder *builder, const struct principal_list *list,
                                              struct grant_list *grants)
{
    struct membership_list memberships = {.count = 0};
    struct rp_user *users = RP_NEW_ARRAY(&builder->account->arena, struct rp_user, list->count);
    RP_TRY_MEMORY(users != NULL);
    RP_TRY(builder_sort_memberships(builder, &memberships));
    for (size_t i = 0; i < list->count; i++) {
        users[i].name = list->items[i]->name;
        RP_TRY(builder_give_uid(builder, list->items[i]->uid, &users[i]));
        struct rp_holding *held = RP_NEW(&builder->account->arena, struct rp_holding);
        RP_TRY_MEMORY(held != NULL);
        users[i].held = held;
        RP_TRY(builder_give_groups(builder, list->items[i], &memberships, held));
        RP_TRY(builder_give_grants(builder, list->items[i], grants, &held->grants));
    }
    builder->account->users = users;
    builder->account->user_count = list->count;
    return RAMPART_OK;
}

/* ---- roles ---- */

/* Without a trust policy the role's layer of trust stays open. */
static enum rampart_status builder_give_trust(struct rp_builder *builder,
                                              struct rp_builder_principal *principal, struct rp_role *role)
{
    struct rp_builder_document *trust = &principal->trust;
    struct rampart_str quarantined = {NULL, 0};
    RP_TRY(rp_builder_quarantine(builder, trust, (struct rp_document_of){RP_OF_ROLE, principal->name},
                                 &quarantined));
    if (trust->policy != NULL && trust->unknown.len == 0 && quarantined.len == 0) {
        trust->policy->hidden = trust->hidden;
        role->trust = trust->policy;
        return RAMPART_OK;
    }
    struct rampart_str why = quarantined.len > 0      ? quarantined
                             : trust->unknown.len > 0 ? trust->unknown
                                                      : RP_STR("the input does not show its trust policy");
    if (trust->policy == NULL && quarantined.len == 0 && trust->unknown.len == 0 && builder->of_file) return RAMPART_OK;
    return rp_builder_add_gap_of(builder, RAMPART_GAP_TRUST, "role", principal->name,
                                 (struct rampart_str){NULL, 0}, why);
}

static enum rampart_status builder_make_roles(struct rp_builder *builder, const struct principal_list *list,
                                              struct grant_list *grants)
{
    struct rp_role *roles = RP_NEW_ARRAY(&builder->account->arena, struct rp_role, list->count);
    RP_TRY_MEMORY(roles != NULL);
    for (size_t i = 0; i < list->count; i++) {
        const struct rp_builder_principal *principal = list->items[i];
        roles[i].name = principal->name;
        roles[i].held_by = principal->held_by;
        roles[i].service_linked =
            principal->service_linked || (!principal->declared && rp_names_linked(principal->name));
        RP_TRY(builder_give_trust(builder, list->items[i], &roles[i]));
        RP_TRY(builder_give_grants(builder, list->items[i], grants, &roles[i].grants));
    }
    builder->account->roles = roles;
    builder->account->role_count = list->count;
    RP_TRY(rp_builder_make_holders(builder, roles));
    return RAMPART_OK;
}

/* Grants are sorted by kind, users first; but users point to groups, so that the groups are made before them. */
enum rampart_status rp_builder_make_principals(struct rp_builder *builder)
{
    struct principal_list lists[RP_BUILDER_KINDS] = {{.count = 0}};
    struct grant_list grants = {.count = 0};
    for (int kind = 0; kind < RP_BUILDER_KINDS; kind++)
        RP_TRY(builder_list_principals(builder, (enum rp_builder_kind)kind, &lists[kind]));
    RP_TRY(builder_make_resource_groups(builder));
    RP_TRY(builder_sort_grants(builder, &grants));
    struct grant_list of_groups = grants;
    while (of_groups.next < grants.count && grants.items[of_groups.next]->principal->kind == RP_BUILDER_USER)
        of_groups.next++;
    RP_TRY(builder_make_groups(builder, &lists[RP_BUILDER_GROUP], &of_groups));
    RP_TRY(builder_make_users(builder, &lists[RP_BUILDER_USER], &grants));
    grants.next = of_groups.next;
    return builder_make_roles(builder, &lists[RP_BUILDER_ROLE], &grants);
}
