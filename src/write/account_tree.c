/* SPDX-License-Identifier: Apache-2.0 */
#include "write/account_tree.h"

#include "account/gaps.h"
#include "account/read.h"
#include "base/str.h"
#include "base/try.h"
#include "policy/policy_tree.h"
#include "text/tree.h"

/* What the sections share. */
struct filing {
    struct rp_arena *arena;
    const struct rampart_account *account;
    bool split;
    struct rp_node *root;
};

/* A section that would be empty is left out. */
static enum rampart_status open_section(struct filing *filing, const char *name, struct rp_node **section)
{
    if (*section != NULL) return RAMPART_OK;
    return rp_make_map(filing->arena, filing->root, rampart_str(name), section);
}

/* ---- documents ---- */

/* The reports of secrets go no further than their names. */
static bool is_secret(const struct rampart_policy *policy)
{
    return policy->hidden && !policy->unknown;
}

bool rp_account_holds(const struct rp_named_policy *policy)
{
    const struct rampart_policy *document = policy->policy;
    bool built_in = document->source != NULL && rp_str_starts(document->source->name, RP_STR("<built-in>/"));
    return !document->unknown && !document->hidden && !built_in;
}

static bool is_usual(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || rp_is_digit(c) || c == '-' || c == '_';
}

enum rampart_status rp_account_document_path(struct rp_arena *arena, const char *folder,
                                             struct rampart_str name, struct rampart_str *ret_path)
{
    struct rp_buf path;
    rp_buf_init(&path, &arena->allocator, SIZE_MAX / 4);
    rp_buf_printf(&path, "%s/", folder);
    for (size_t i = 0; i < name.len; i++) {
        bool plain = is_usual(name.data[i]) || (name.data[i] == '.' && i > 0);
        if (plain)
            rp_buf_add_byte(&path, name.data[i]);
        else
            rp_buf_printf(&path, "%%%02X", (unsigned)(unsigned char)name.data[i]);
    }
    rp_buf_add(&path, RP_STR(".json"));
    bool copied = path.failed == RAMPART_OK && rp_arena_copy(arena, rp_buf_text(&path), ret_path);
    rp_buf_free(&path);
    return copied ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static enum rampart_status file_document(struct filing *filing, struct rp_node *map, const char *folder,
                                         struct rampart_str key, struct rampart_str name,
                                         const struct rampart_policy *policy)
{
    struct rampart_str path;
    struct rp_node *document = NULL;
    if (filing->split) {
        RP_TRY(rp_account_document_path(filing->arena, folder, name, &path));
        return rp_make_text(filing->arena, map, key, path);
    }
    RP_TRY(rp_policy_tree(filing->arena, policy, &document));
    rp_make_join(map, key, document);
    return RAMPART_OK;
}

static enum rampart_status file_policies(struct filing *filing, bool system)
{
    struct rp_node *section = NULL;
    for (size_t i = 0; i < filing->account->policy_count; i++) {
        const struct rp_named_policy *policy = &filing->account->policies[i];
        if (policy->system != system || !rp_account_holds(policy)) continue;
        RP_TRY(open_section(filing, system ? "systemPolicies" : "policies", &section));
        RP_TRY(file_document(filing, section, rp_account_folder(system), policy->name, policy->name,
                             policy->policy));
    }
    return RAMPART_OK;
}

/* ---- grants ---- */

/* A name alone means the custom policy of that name, if there is one. */
static bool needs_type(const struct rampart_account *account, const struct rp_named_policy *policy)
{
    const struct rp_named_policy *policies = account->policies;
    if (!policy->system) return false;
    size_t i = rp_names_find(policies, account->defined_count, sizeof policies[0], policy->name);
    return i < account->defined_count && !policies[i].system; /* custom before system */
}

static enum rampart_status file_grant(struct filing *filing, struct rp_node *list,
                                      const struct rp_grant *grant)
{
    struct rp_node *map = NULL;
    bool typed = needs_type(filing->account, grant->policy);
    if (!typed && rp_grant_group(grant) == NULL)
        return rp_make_text(filing->arena, list, rp_no_key, grant->policy->name);
    RP_TRY(rp_make_map(filing->arena, list, rp_no_key, &map));
    RP_TRY(rp_make_text(filing->arena, map, RP_STR("name"), grant->policy->name));
    if (typed) RP_TRY(rp_make_text(filing->arena, map, RP_STR("type"), RP_STR("System")));
    if (rp_grant_group(grant) == NULL) return RAMPART_OK;
    return rp_make_text(filing->arena, map, RP_STR("resourceGroup"), rp_grant_group(grant)->name);
}

static enum rampart_status file_grants(struct filing *filing, struct rp_node *holder,
                                       const struct rp_grants *grants)
{
    struct rp_node *list = NULL;
    if (grants->count == 0) return RAMPART_OK;
    RP_TRY(rp_make_list(filing->arena, holder, RP_STR("policies"), &list));
    for (size_t i = 0; i < grants->count; i++) RP_TRY(file_grant(filing, list, &grants->items[i]));
    return RAMPART_OK;
}

/* ---- principals ---- */

static enum rampart_status file_groups(struct filing *filing)
{
    struct rp_node *section = NULL, *map = NULL;
    for (size_t i = 0; i < filing->account->group_count; i++) {
        const struct rp_group *group = &filing->account->groups[i];
        RP_TRY(open_section(filing, "groups", &section));
        RP_TRY(rp_make_map(filing->arena, section, group->name, &map));
        RP_TRY(file_grants(filing, map, &group->grants));
    }
    return RAMPART_OK;
}

static enum rampart_status file_user(struct filing *filing, struct rp_node *section,
                                     const struct rp_user *user)
{
    struct rp_node *map = NULL, *groups = NULL;
    RP_TRY(rp_make_map(filing->arena, section, user->name, &map));
    if (user->group_count > 0) RP_TRY(rp_make_list(filing->arena, map, RP_STR("groups"), &groups));
    for (size_t i = 0; i < user->group_count; i++)
        RP_TRY(rp_make_text(filing->arena, groups, rp_no_key, user->groups[i]->name));
    return file_grants(filing, map, &user->grants);
}

static enum rampart_status file_users(struct filing *filing)
{
    struct rp_node *section = NULL;
    for (size_t i = 0; i < filing->account->user_count; i++) {
        RP_TRY(open_section(filing, "users", &section));
        RP_TRY(file_user(filing, section, &filing->account->users[i]));
    }
    return RAMPART_OK;
}

static enum rampart_status file_role(struct filing *filing, struct rp_node *section,
                                     const struct rp_role *role)
{
    struct rp_node *map = NULL;
    RP_TRY(rp_make_map(filing->arena, section, role->name, &map));
    if (role->service_linked) RP_TRY(rp_make_word(filing->arena, map, RP_STR("serviceLinked"), "true"));
    if (role->trust != NULL && !role->trust->hidden)
        RP_TRY(file_document(filing, map, rp_trust_folder, RP_STR("trust"), role->name, role->trust));
    return file_grants(filing, map, &role->grants);
}

static enum rampart_status file_roles(struct filing *filing)
{
    struct rp_node *section = NULL;
    for (size_t i = 0; i < filing->account->role_count; i++) {
        RP_TRY(open_section(filing, "roles", &section));
        RP_TRY(file_role(filing, section, &filing->account->roles[i]));
    }
    return RAMPART_OK;
}

/* ---- resource groups and the directory ---- */

/* One of which nothing is known stands among the gaps. */
static enum rampart_status file_resource_groups(struct filing *filing)
{
    struct rp_node *section = NULL, *list = NULL;
    for (size_t i = 0; i < filing->account->resource_group_count; i++) {
        const struct rp_resource_group *group = &filing->account->resource_groups[i];
        if (group->unknown && group->patterns.count == 0) continue;
        RP_TRY(open_section(filing, "resourceGroups", &section));
        RP_TRY(rp_make_list(filing->arena, section, group->name, &list));
        for (size_t j = 0; j < group->patterns.count; j++)
            RP_TRY(rp_make_text(filing->arena, list, rp_no_key, group->patterns.items[j]));
    }
    return RAMPART_OK;
}

static enum rampart_status file_control(struct filing *filing, struct rp_node *level,
                                        const struct rp_control *control)
{
    struct rp_node *map = NULL;
    bool typed = needs_type(filing->account, control->policy), all = control->scope == RAMPART_SCOPE_ALL;
    if (!typed && !all) return rp_make_text(filing->arena, level, rp_no_key, control->policy->name);
    RP_TRY(rp_make_map(filing->arena, level, rp_no_key, &map));
    RP_TRY(rp_make_text(filing->arena, map, RP_STR("name"), control->policy->name));
    if (typed) RP_TRY(rp_make_text(filing->arena, map, RP_STR("type"), RP_STR("System")));
    return all ? rp_make_text(filing->arena, map, RP_STR("effectScope"), RP_STR("All")) : RAMPART_OK;
}

/* The file goes from the root folder down. */
static enum rampart_status file_directory(struct filing *filing)
{
    const struct rampart_account *account = filing->account;
    struct rp_node *section = NULL, *levels = NULL, *level = NULL;
    if (account->level_count == 0) return RAMPART_OK;
    RP_TRY(open_section(filing, "resourceDirectory", &section));
    if (!account->member) RP_TRY(rp_make_word(filing->arena, section, RP_STR("member"), "false"));
    RP_TRY(rp_make_list(filing->arena, section, RP_STR("controlPolicies"), &levels));
    for (size_t i = account->level_count; i-- > 0;) {
        RP_TRY(rp_make_list(filing->arena, levels, rp_no_key, &level));
        for (size_t j = 0; j < account->levels[i].count; j++)
            RP_TRY(file_control(filing, level, &account->levels[i].items[j]));
    }
    return RAMPART_OK;
}

/* ---- what is not known ---- */

static enum rampart_status file_layers(struct filing *filing, struct rp_node *map, struct rampart_str key,
                                       unsigned layers)
{
    struct rp_node *list = NULL;
    RP_TRY(rp_make_list(filing->arena, map, key, &list));
    for (int i = 0; i < RAMPART_LAYERS; i++)
        if ((layers & 1U << i) != 0)
            RP_TRY(rp_make_text(filing->arena, list, rp_no_key, rampart_str(rampart_layer_name((enum rampart_layer)i))));
    return RAMPART_OK;
}

static enum rampart_status file_gap(struct filing *filing, struct rp_node *list,
                                    const struct rampart_gap *gap)
{
    struct rp_node *map = NULL;
    RP_TRY(rp_make_map(filing->arena, list, rp_no_key, &map));
    RP_TRY(rp_make_text(filing->arena, map, RP_STR("what"), rampart_str(rampart_gap_name(gap->kind))));
    if (gap->subject.len > 0) RP_TRY(rp_make_text(filing->arena, map, RP_STR("of"), gap->subject));
    if (gap->policy.len > 0) RP_TRY(rp_make_text(filing->arena, map, RP_STR("policy"), gap->policy));
    if (gap->layers != 0) RP_TRY(file_layers(filing, map, RP_STR("layers"), gap->layers));
    if (gap->resource.len > 0) RP_TRY(rp_make_text(filing->arena, map, RP_STR("resource"), gap->resource));
    return gap->reason.len == 0 ? RAMPART_OK
                                : rp_make_text(filing->arena, map, RP_STR("reason"), gap->reason);
}

/* The gaps of the account, and then the secrets, which are gaps of the file. */
struct gaps {
    struct rampart_gap *items;
    size_t count;
};

static enum rampart_status add_secret(struct filing *filing, struct gaps *gaps, enum rampart_gap_kind kind,
                                      const char *head, struct rampart_str name)
{
    struct rampart_gap gap = {.kind = kind,
                              .reason = RP_STR("it is marked as sensitive, and so not written here")};
    RP_TRY_MEMORY(rp_arena_printf(filing->arena, &gap.subject, "%s/%.*s", head, RP_ARG(name)));
    gaps->items[gaps->count++] = gap;
    return RAMPART_OK;
}

static enum rampart_status add_secrets(struct filing *filing, struct gaps *gaps)
{
    const struct rampart_account *account = filing->account;
    for (size_t i = 0; i < account->policy_count; i++)
        if (is_secret(account->policies[i].policy))
            RP_TRY(add_secret(filing, gaps, RAMPART_GAP_DOCUMENT,
                              account->policies[i].system ? "system-policy" : "policy",
                              account->policies[i].name));
    for (size_t i = 0; i < account->role_count; i++)
        if (account->roles[i].trust != NULL && is_secret(account->roles[i].trust))
            RP_TRY(add_secret(filing, gaps, RAMPART_GAP_TRUST, "role", account->roles[i].name));
    return RAMPART_OK;
}

/* In the order in which they are read back. */
static enum rampart_status list_gaps(struct filing *filing, struct gaps *ret_gaps)
{
    const struct rampart_account *account = filing->account;
    size_t most = account->gap_count + account->policy_count + account->role_count;
    struct gaps gaps = {RP_NEW_ARRAY(filing->arena, struct rampart_gap, most), account->gap_count};
    RP_TRY_MEMORY(gaps.items != NULL);
    for (size_t i = 0; i < account->gap_count; i++) gaps.items[i] = account->gaps[i];
    RP_TRY(add_secrets(filing, &gaps));
    gaps.count = rp_gaps_sort(gaps.items, gaps.count);
    *ret_gaps = gaps;
    return RAMPART_OK;
}

static enum rampart_status file_gaps(struct filing *filing)
{
    struct rp_node *list = NULL;
    struct gaps gaps;
    RP_TRY(rp_make_list(filing->arena, NULL, rp_no_key, &list));
    RP_TRY(list_gaps(filing, &gaps));
    for (size_t i = 0; i < gaps.count; i++) RP_TRY(file_gap(filing, list, &gaps.items[i]));
    if (list->count > 0) rp_make_join(filing->root, RP_STR("incomplete"), list);
    return RAMPART_OK;
}

static enum rampart_status file_absent(struct filing *filing)
{
    if (filing->account->absent_layers == 0) return RAMPART_OK;
    return file_layers(filing, filing->root, RP_STR("assumeAbsent"), filing->account->absent_layers);
}

enum rampart_status rp_account_file_tree(struct rp_arena *arena, const struct rampart_account *account,
                                         bool split, struct rp_node **ret_root)
{
    struct filing filing = {.arena = arena, .account = account, .split = split};
    RP_TRY(rp_make_map(arena, NULL, rp_no_key, &filing.root));
    RP_TRY(rp_make_word(arena, filing.root, RP_STR("rampart"), "1"));
    RP_TRY(rp_make_text(arena, filing.root, RP_STR("account"), account->id));
    RP_TRY(file_policies(&filing, false));
    RP_TRY(file_policies(&filing, true));
    RP_TRY(file_resource_groups(&filing));
    RP_TRY(file_groups(&filing));
    RP_TRY(file_users(&filing));
    RP_TRY(file_roles(&filing));
    RP_TRY(file_directory(&filing));
    RP_TRY(file_gaps(&filing));
    RP_TRY(file_absent(&filing));
    *ret_root = filing.root;
    return RAMPART_OK;
}
