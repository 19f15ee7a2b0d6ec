/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An account file among other inputs: its contents go to the builder, as those of any input. It may be a part of an
 * account, such as the resource groups and the directory that a plan cannot show; so a list counts as complete only
 * if it has entries.
 */
#include "account/gaps.h"
#include "base/str.h"
#include "base/try.h"
#include "image/image.h"
#include "image/read.h"
#include "import/account_builder_records.h"
#include "import/import.h"

/* The place of the document; a built-in one has none. */
static struct rp_at account_file_place(const struct rampart_policy *policy)
{
    if (policy->source == NULL || policy->statement_count == 0) return (struct rp_at){policy->source, {0, 0}};
    return (struct rp_at){policy->source, policy->statements[0].span};
}

/* ---- policies ---- */

static bool account_file_is_built_in(const struct rampart_policy *policy)
{
    return policy->source != NULL && rp_str_starts(policy->source->name, RP_STR("<built-in>/"));
}

/* The entry of the file's own quarantine for this document; NULL: it is in no quarantine. */
static enum rampart_status account_file_find_quarantined(struct rp_builder *builder,
                                                         const struct rampart_account *account,
                                                         struct rp_document_of of,
                                                         const struct rp_quarantine_item **ret_item)
{
    bool trust = rp_str_equal(rampart_str(of.head), RP_STR(RP_OF_ROLE));
    const struct rampart_str parts[] = {rampart_str(of.head), RP_STR("/"), of.name};
    struct rampart_str subject;
    if (account->quarantined_count == 0) return RAMPART_OK;
    RP_TRY_MEMORY(rp_arena_join(&builder->scratch, parts, 3, &subject));
    const struct rampart_quarantined *what =
        rp_quarantine_find(account, trust ? RAMPART_GAP_TRUST : RAMPART_GAP_DOCUMENT, subject);
    if (what == NULL) return RAMPART_OK;
    struct rp_quarantine_item *item = RP_NEW(&builder->scratch, struct rp_quarantine_item);
    RP_TRY_MEMORY(item != NULL);
    item->what = *what;
    *ret_item = item;
    return RAMPART_OK;
}

/* The record of each policy; a policy that is unknown or built in has a name and no document. */
static enum rampart_status account_file_add_policies(struct rp_builder *builder,
                                                     struct rp_builder_account_file *file)
{
    const struct rampart_account *account = file->account;
    file->policies = RP_NEW_ARRAY(&builder->scratch, struct rp_builder_policy *, account->policy_count);
    RP_TRY_MEMORY(file->policies != NULL);
    for (size_t i = 0; i < account->policy_count; i++) {
        const struct rp_named_policy *named = &account->policies[i];
        struct rp_at at = account_file_place(named->policy);
        RP_TRY(rp_builder_add_policy(builder, named->name, named->system, at, &file->policies[i]));
        if (!named->policy->unknown && !account_file_is_built_in(named->policy))
            file->policies[i]->document = (struct rp_builder_document){.policy = named->policy, .at = at};
        const struct rp_document_of of = {named->system ? RP_OF_SYSTEM_POLICY : RP_OF_POLICY, named->name};
        RP_TRY(account_file_find_quarantined(builder, account, of, &file->policies[i]->document.quarantined));
    }
    return RAMPART_OK;
}

/* ---- principals ---- */

static enum rampart_status account_file_add_grants(struct rp_builder *builder,
                                                   const struct rp_builder_account_file *file,
                                                   struct rp_builder_principal *principal,
                                                   const struct rp_grants *grants)
{
    for (size_t i = 0; i < grants->count; i++) {
        const struct rp_grant *grant = &grants->items[i];
        enum rp_builder_scope scope =
            grant->scope == &rp_scope_unknown ? RP_BUILDER_SCOPE_UNSEEN : RP_BUILDER_WHOLE_ACCOUNT;
        struct rampart_str group = {NULL, 0};
        if (rp_grant_group(grant) != NULL) {
            scope = RP_BUILDER_RESOURCE_GROUP;
            group = rp_grant_group(grant)->name;
        }
        RP_TRY(rp_builder_add_grant(builder, principal,
                                    file->policies[grant->policy - file->account->policies], scope, group,
                                    principal->at));
    }
    if (!grants->open) rp_builder_complete_for(principal, RP_BUILDER_GRANTS);
    return RAMPART_OK;
}

static enum rampart_status account_file_add_user(struct rp_builder *builder,
                                                 const struct rp_builder_account_file *file,
                                                 const struct rp_user *user, struct rp_at at)
{
    struct rp_builder_principal *principal = NULL, *group = NULL;
    RP_TRY(rp_builder_declare(builder, RP_BUILDER_USER, user->name, at, &principal));
    for (size_t i = 0; i < user->held->group_count; i++) {
        RP_TRY(rp_builder_refer(builder, RP_BUILDER_GROUP, user->held->groups[i]->name, at, &group));
        RP_TRY(rp_builder_add_to_group(builder, principal, group));
    }
    rp_builder_set_uid(builder, principal, rp_user_uid(user));
    if (!user->held->groups_open) rp_builder_complete_for(principal, RP_BUILDER_MEMBERSHIPS);
    return account_file_add_grants(builder, file, principal, &user->held->grants);
}

static enum rampart_status account_file_add_role(struct rp_builder *builder,
                                                 const struct rp_builder_account_file *file,
                                                 const struct rp_role *role, struct rp_at at)
{
    struct rp_builder_principal *principal = NULL;
    RP_TRY(rp_builder_declare(builder, RP_BUILDER_ROLE, role->name, at, &principal));
    if (role->service_linked) rp_builder_set_service_linked(principal);
    principal->held_by = role->held_by;
    if (role->trust != NULL)
        principal->trust =
            (struct rp_builder_document){.policy = role->trust, .at = account_file_place(role->trust)};
    RP_TRY(account_file_find_quarantined(builder, file->account,
                                         (struct rp_document_of){RP_OF_ROLE, role->name},
                                         &principal->trust.quarantined));
    return account_file_add_grants(builder, file, principal, &role->grants);
}

static enum rampart_status account_file_add_principals(struct rp_builder *builder,
                                                       const struct rp_builder_account_file *file,
                                                       struct rp_at at)
{
    const struct rampart_account *account = file->account;
    struct rp_builder_principal *principal = NULL;
    for (size_t i = 0; i < account->group_count; i++) {
        RP_TRY(rp_builder_declare(builder, RP_BUILDER_GROUP, account->groups[i].name, at, &principal));
        RP_TRY(account_file_add_grants(builder, file, principal, &account->groups[i].grants));
    }
    for (size_t i = 0; i < account->user_count; i++)
        RP_TRY(account_file_add_user(builder, file, &account->users[i], at));
    for (size_t i = 0; i < account->role_count; i++)
        RP_TRY(account_file_add_role(builder, file, &account->roles[i], at));
    return RAMPART_OK;
}

/* A file that is alone has no more than it lists. */
static void account_file_complete_lists(struct rp_builder *builder, const struct rampart_account *account)
{
    const struct {
        enum rp_builder_list list;
        enum rampart_gap_kind gap;
        size_t count;
    } lists[] = {{RP_BUILDER_USERS, RAMPART_GAP_USERS, account->user_count},
                 {RP_BUILDER_GROUPS, RAMPART_GAP_GROUPS, account->group_count},
                 {RP_BUILDER_ROLES, RAMPART_GAP_ROLES, account->role_count},
                 {RP_BUILDER_POLICIES, RAMPART_GAP_POLICIES, account->defined_count}};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        bool gap = rp_gaps_have(account, lists[i].gap, (struct rampart_str){NULL, 0});
        if ((lists[i].count > 0 || builder->of_file) && !gap) rp_builder_complete(builder, lists[i].list);
    }
}

/* ---- resource groups and the directory ---- */

static enum rampart_status account_file_add_resource_groups(struct rp_builder *builder,
                                                            const struct rampart_account *account,
                                                            struct rp_at at)
{
    for (size_t i = 0; i < account->resource_group_count; i++) {
        const struct rp_resource_group *group = &account->resource_groups[i];
        RP_TRY(rp_builder_add_resource_group(builder, group->name, at));
        if (!group->unknown) builder->resource_groups->known = group; /* the record that was just added */
    }
    return RAMPART_OK;
}

/* ---- resources ---- */

static enum rampart_status account_file_add_resources(struct rp_builder *builder, const struct rampart_account *account,
                                                      struct rp_at at)
{
    for (size_t i = 0; i < account->resource_document_count; i++) {
        struct rp_resource_document known = account->resource_documents[i];
        struct rp_builder_resource *resource = NULL;
        struct rp_at place = at;
        if (known.policy != NULL && !known.policy->unknown) place = account_file_place(known.policy);
        if (known.policy != NULL && known.policy->unknown) known.policy = NULL;
        RP_TRY(rp_builder_add_resource(builder, &known, place, &resource));
        RP_TRY(account_file_find_quarantined(builder, account, (struct rp_document_of){RP_OF_RESOURCE, resource->name},
                                             &resource->document.quarantined));
    }
    return RAMPART_OK;
}

static bool account_file_same_level(const struct rp_control_level *a, const struct rp_control_level *b)
{
    if (a->count != b->count) return false;
    for (size_t i = 0; i < a->count; i++) {
        const struct rp_control *x = &a->items[i], *y = &b->items[i];
        bool alike = rp_str_equal(x->policy->name, y->policy->name) && x->policy->system == y->policy->system;
        if (!alike || x->scope != y->scope) return false;
    }
    return true;
}

static bool account_file_same_levels(const struct rampart_account *a, const struct rampart_account *b)
{
    if (a->level_count != b->level_count || a->member != b->member) return false;
    for (size_t i = 0; i < a->level_count; i++)
        if (!account_file_same_level(&a->levels[i], &b->levels[i])) return false;
    return true;
}

static void account_file_use_levels(struct rp_builder *builder, const struct rp_builder_account_file *file,
                                    struct rp_at at)
{
    if (file->account->levels_open || file->account->level_count == 0) return;
    if (builder->levels_of != NULL && !account_file_same_levels(builder->levels_of->account, file->account))
        rp_builder_error(builder, RP_ACC_CONFLICT, at, "two account files have different control policies");
    builder->levels_of = file;
}

/* ---- the file ---- */

static enum rampart_status account_file_add_gaps(struct rp_builder *builder,
                                                 const struct rampart_account *account)
{
    for (size_t i = 0; i < account->gap_count; i++) {
        const struct rampart_gap *gap = &account->gaps[i];
        if (gap->kind == RAMPART_GAP_UNMANAGED || gap->kind == RAMPART_GAP_LAYERS)
            RP_TRY(rp_builder_keep_gap(builder, gap));
    }
    return RAMPART_OK;
}

static enum rampart_status account_file_add_account(struct rp_builder *builder,
                                                    struct rp_builder_account_file *file, struct rp_at at)
{
    const struct rampart_account *account = file->account;
    RP_TRY(rp_builder_set_id(builder, account->id, at));
    RP_TRY(account_file_add_policies(builder, file));
    RP_TRY(account_file_add_principals(builder, file, at));
    account_file_complete_lists(builder, account);
    RP_TRY(account_file_add_resource_groups(builder, account, at));
    RP_TRY(account_file_add_resources(builder, account, at));
    account_file_use_levels(builder, file, at);
    return account_file_add_gaps(builder, account);
}

/* The new account points into that of the file, and so keeps it. */
static enum rampart_status account_file_keep(struct rp_builder *builder, struct rampart_account *account,
                                             struct rp_builder_account_file **ret_file)
{
    builder->account->absent_layers |= account->absent_layers;
    account->next_part = builder->account->parts;
    builder->account->parts = account;
    *ret_file = RP_NEW(&builder->scratch, struct rp_builder_account_file);
    RP_TRY_MEMORY(*ret_file != NULL);
    (*ret_file)->account = account;
    return RAMPART_OK;
}

/* The account of an image is made in full. The image stays beside it, as it holds the texts. */
static enum rampart_status account_file_keep_whole(struct rp_builder *builder,
                                                   struct rampart_account *account,
                                                   struct rp_builder_account_file **ret_file)
{
    struct rampart_account *whole = NULL;
    RP_TRY(account_file_keep(builder, account, ret_file));
    if (account->image == NULL) return RAMPART_OK;
    RP_TRY(rp_image_account(&builder->options, account->image, NULL, builder->diags, &whole));
    return account_file_keep(builder, whole, ret_file);
}

enum rampart_status rp_account_file_read(const struct rp_import_file *file)
{
    struct rampart_account *account = NULL;
    struct rp_builder_account_file *kept = NULL;
    struct rp_builder *builder = file->builder;
    const struct rp_account_how how = {.store = file->store,
                                       .as_complete = file->input->as_complete,
                                       .outside = file->input->allow_outside,
                                       .inventory = file->input->inventory};
    enum rampart_status status = rp_account_read_text(&builder->options, file->source->text,
                                                      file->source->name, how, builder->diags, &account);
    if (status == RAMPART_NO_MEMORY) return status;
    if (status != RAMPART_OK) builder->status = status;
    if (status != RAMPART_OK) return RAMPART_OK;
    if (account->organisation != NULL) {
        rampart_account_free(account);
        rp_builder_error(builder, RP_ACC_INPUT, RP_NOWHERE, "a file of several accounts cannot be put together with other inputs");
        rp_diag_file(builder->diags, file->source->name);
        rp_diag_help(builder->diags, "pass it alone; or put what is of one account into a folder for each (docs/organisation.md)");
        return RAMPART_OK;
    }
    RP_TRY(account_file_keep_whole(builder, account, &kept));
    return account_file_add_account(builder, kept, (struct rp_at){file->source, {0, 0}});
}

enum rampart_status rp_account_file_take(struct rp_builder *builder, struct rampart_account *account)
{
    struct rp_builder_account_file *kept = NULL;
    builder->of_file = true;
    RP_TRY(account_file_keep_whole(builder, account, &kept));
    return account_file_add_account(builder, kept, (struct rp_at){&kept->account->source, {0, 0}});
}
