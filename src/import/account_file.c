/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An account file among other inputs: what it says goes to the draft as if a reader had found it. It may be a part, such
 * as the resource groups and the directory that a plan cannot show; so a list counts as complete only if it lists anybody.
 */
#include "account/gaps.h"
#include "account/read.h"
#include "base/str.h"
#include "base/try.h"
#include "import/draft_parts.h"
#include "import/foreign.h"

/* Where the document stands; a built-in one stands nowhere. */
static struct rp_at place_of(const struct rampart_policy *policy)
{
    if (policy->source == NULL || policy->statement_count == 0) return (struct rp_at){policy->source, {0, 0}};
    return (struct rp_at){policy->source, policy->statements[0].span};
}

/* ---- policies ---- */

static bool is_built_in(const struct rampart_policy *policy)
{
    return policy->source != NULL && rp_str_starts(policy->source->name, RP_STR("<built-in>/"));
}

/* Why the account file's own document is not understood; NULL: it is, or nobody knows it. */
static enum rampart_status find_aside(struct rp_draft *draft, const struct rampart_account *account,
                                      struct rp_document_of of, const struct rp_quarantine_item **ret_aside)
{
    bool trust = rp_str_equal(rampart_str(of.head), RP_STR(RP_OF_ROLE));
    const struct rampart_str parts[] = {rampart_str(of.head), RP_STR("/"), of.name};
    struct rampart_str subject;
    if (account->quarantined_count == 0) return RAMPART_OK;
    RP_TRY_MEMORY(rp_arena_join(&draft->scratch, parts, 3, &subject));
    const struct rampart_quarantined *what =
        rp_quarantine_find(account, trust ? RAMPART_GAP_TRUST : RAMPART_GAP_DOCUMENT, subject);
    if (what == NULL) return RAMPART_OK;
    struct rp_quarantine_item *item = RP_NEW(&draft->scratch, struct rp_quarantine_item);
    RP_TRY_MEMORY(item != NULL);
    item->what = *what;
    *ret_aside = item;
    return RAMPART_OK;
}

/* The record of each policy; those that are unknown or built in are there by their names alone. */
static enum rampart_status say_policies(struct rp_draft *draft, struct rp_draft_part *part)
{
    const struct rampart_account *account = part->account;
    part->policies = RP_NEW_ARRAY(&draft->scratch, struct rp_draft_policy *, account->policy_count);
    RP_TRY_MEMORY(part->policies != NULL);
    for (size_t i = 0; i < account->policy_count; i++) {
        const struct rp_named_policy *named = &account->policies[i];
        struct rp_at at = place_of(named->policy);
        RP_TRY(rp_draft_policy(draft, named->name, named->system, at, &part->policies[i]));
        if (!named->policy->unknown && !is_built_in(named->policy))
            part->policies[i]->document = (struct rp_draft_text){.policy = named->policy, .at = at};
        const struct rp_document_of of = {named->system ? RP_OF_SYSTEM_POLICY : RP_OF_POLICY, named->name};
        RP_TRY(find_aside(draft, account, of, &part->policies[i]->document.aside));
    }
    return RAMPART_OK;
}

/* ---- principals ---- */

static enum rampart_status say_grants(struct rp_draft *draft, const struct rp_draft_part *part,
                                      struct rp_draft_holder *holder, const struct rp_grants *grants)
{
    for (size_t i = 0; i < grants->count; i++) {
        const struct rp_grant *grant = &grants->items[i];
        enum rp_draft_scope scope =
            grant->scope == &rp_scope_unknown ? RP_DRAFT_SCOPE_UNSEEN : RP_DRAFT_WHOLE_ACCOUNT;
        struct rampart_str group = {NULL, 0};
        if (rp_grant_group(grant) != NULL) {
            scope = RP_DRAFT_RESOURCE_GROUP;
            group = rp_grant_group(grant)->name;
        }
        RP_TRY(rp_draft_grant(draft, holder, part->policies[grant->policy - part->account->policies], scope,
                              group, holder->at));
    }
    if (!grants->open) rp_draft_complete_of(holder, RP_DRAFT_GRANTS);
    return RAMPART_OK;
}

static enum rampart_status say_user(struct rp_draft *draft, const struct rp_draft_part *part,
                                    const struct rp_user *user, struct rp_at at)
{
    struct rp_draft_holder *holder = NULL, *group = NULL;
    RP_TRY(rp_draft_declare(draft, RP_DRAFT_USER, user->name, at, &holder));
    for (size_t i = 0; i < user->group_count; i++) {
        RP_TRY(rp_draft_refer(draft, RP_DRAFT_GROUP, user->groups[i]->name, at, &group));
        RP_TRY(rp_draft_join(draft, holder, group));
    }
    if (!user->groups_open) rp_draft_complete_of(holder, RP_DRAFT_MEMBERSHIPS);
    return say_grants(draft, part, holder, &user->grants);
}

static enum rampart_status say_role(struct rp_draft *draft, const struct rp_draft_part *part,
                                    const struct rp_role *role, struct rp_at at)
{
    struct rp_draft_holder *holder = NULL;
    RP_TRY(rp_draft_declare(draft, RP_DRAFT_ROLE, role->name, at, &holder));
    if (role->service_linked) rp_draft_service_linked(holder);
    if (role->trust != NULL)
        holder->trust = (struct rp_draft_text){.policy = role->trust, .at = place_of(role->trust)};
    RP_TRY(find_aside(draft, part->account, (struct rp_document_of){RP_OF_ROLE, role->name},
                      &holder->trust.aside));
    return say_grants(draft, part, holder, &role->grants);
}

static enum rampart_status say_principals(struct rp_draft *draft, const struct rp_draft_part *part,
                                          struct rp_at at)
{
    const struct rampart_account *account = part->account;
    struct rp_draft_holder *holder = NULL;
    for (size_t i = 0; i < account->group_count; i++) {
        RP_TRY(rp_draft_declare(draft, RP_DRAFT_GROUP, account->groups[i].name, at, &holder));
        RP_TRY(say_grants(draft, part, holder, &account->groups[i].grants));
    }
    for (size_t i = 0; i < account->user_count; i++) RP_TRY(say_user(draft, part, &account->users[i], at));
    for (size_t i = 0; i < account->role_count; i++) RP_TRY(say_role(draft, part, &account->roles[i], at));
    return RAMPART_OK;
}

static void say_lists(struct rp_draft *draft, const struct rampart_account *account)
{
    const struct {
        enum rp_draft_list list;
        enum rampart_gap_kind gap;
        size_t count;
    } lists[] = {{RP_DRAFT_USERS, RAMPART_GAP_USERS, account->user_count},
                 {RP_DRAFT_GROUPS, RAMPART_GAP_GROUPS, account->group_count},
                 {RP_DRAFT_ROLES, RAMPART_GAP_ROLES, account->role_count},
                 {RP_DRAFT_POLICIES, RAMPART_GAP_POLICIES, account->defined_count}};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        bool gap = rp_gaps_have(account, lists[i].gap, (struct rampart_str){NULL, 0});
        if (lists[i].count > 0 && !gap) rp_draft_complete(draft, lists[i].list);
    }
}

/* ---- resource groups and the directory ---- */

static enum rampart_status say_resource_groups(struct rp_draft *draft, const struct rampart_account *account,
                                               struct rp_at at)
{
    for (size_t i = 0; i < account->resource_group_count; i++) {
        const struct rp_resource_group *group = &account->resource_groups[i];
        RP_TRY(rp_draft_resource_group(draft, group->name, at));
        if (!group->unknown) draft->groups->known = group; /* the one that was added last */
    }
    return RAMPART_OK;
}

static bool same_level(const struct rp_control_level *a, const struct rp_control_level *b)
{
    if (a->count != b->count) return false;
    for (size_t i = 0; i < a->count; i++) {
        const struct rp_control *x = &a->items[i], *y = &b->items[i];
        bool alike = rp_str_equal(x->policy->name, y->policy->name) && x->policy->system == y->policy->system;
        if (!alike || x->scope != y->scope) return false;
    }
    return true;
}

static bool same_levels(const struct rampart_account *a, const struct rampart_account *b)
{
    if (a->level_count != b->level_count || a->member != b->member) return false;
    for (size_t i = 0; i < a->level_count; i++)
        if (!same_level(&a->levels[i], &b->levels[i])) return false;
    return true;
}

static void say_directory(struct rp_draft *draft, const struct rp_draft_part *part, struct rp_at at)
{
    if (part->account->levels_open || part->account->level_count == 0) return;
    if (draft->levels_of != NULL && !same_levels(draft->levels_of->account, part->account))
        rp_draft_error(draft, RP_ACC_CONFLICT, at, "two account files tell of different control policies");
    draft->levels_of = part;
}

/* ---- all of it ---- */

static enum rampart_status say_gaps(struct rp_draft *draft, const struct rampart_account *account)
{
    for (size_t i = 0; i < account->gap_count; i++) {
        const struct rampart_gap *gap = &account->gaps[i];
        if (gap->kind == RAMPART_GAP_UNMANAGED || gap->kind == RAMPART_GAP_LAYERS)
            RP_TRY(rp_draft_keep_gap(draft, gap));
    }
    return RAMPART_OK;
}

static enum rampart_status say_account(struct rp_draft *draft, struct rp_draft_part *part, struct rp_at at)
{
    const struct rampart_account *account = part->account;
    RP_TRY(rp_draft_id(draft, account->id, at));
    RP_TRY(say_policies(draft, part));
    RP_TRY(say_principals(draft, part, at));
    say_lists(draft, account);
    RP_TRY(say_resource_groups(draft, account, at));
    say_directory(draft, part, at);
    return say_gaps(draft, account);
}

/* The part is kept as long as the account that comes of the draft: it points into it. */
static enum rampart_status keep_part(struct rp_draft *draft, struct rampart_account *account,
                                     struct rp_draft_part **ret_part)
{
    draft->account->absent_layers |= account->absent_layers;
    account->next_part = draft->account->parts;
    draft->account->parts = account;
    *ret_part = RP_NEW(&draft->scratch, struct rp_draft_part);
    RP_TRY_MEMORY(*ret_part != NULL);
    (*ret_part)->account = account;
    return RAMPART_OK;
}

/* An image is made whole, and stays beside what is made of it: the texts are in there. */
static enum rampart_status make_whole(struct rp_draft *draft, struct rampart_account *account,
                                      struct rp_draft_part **ret_part)
{
    struct rampart_account *whole = NULL;
    RP_TRY(keep_part(draft, account, ret_part));
    if (account->image == NULL) return RAMPART_OK;
    RP_TRY(rp_image_account(&draft->options, account->image, NULL, draft->diags, &whole));
    return keep_part(draft, whole, ret_part);
}

enum rampart_status rp_account_file_read(const struct rp_foreign *file)
{
    struct rampart_account *account = NULL;
    struct rp_draft_part *part = NULL;
    struct rp_draft *draft = file->draft;
    const struct rp_account_how how = {.as_complete = file->input->as_complete,
                                       .outside = file->input->allow_outside,
                                       .inventory = file->input->inventory};
    enum rampart_status status = rp_account_read_text(&draft->options, file->source->text, file->source->name,
                                                      how, draft->diags, &account);
    if (status == RAMPART_NO_MEMORY) return status;
    if (status != RAMPART_OK) draft->status = status;
    if (status != RAMPART_OK) return RAMPART_OK;
    RP_TRY(make_whole(draft, account, &part));
    return say_account(draft, part, (struct rp_at){file->source, {0, 0}});
}
