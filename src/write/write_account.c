/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts as canonical account files: sections in one order, names sorted, documents as they mean. */
#include <rampart/write.h>

#include "account/account.h"
#include "account/gaps.h"
#include "account/names.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "image/image.h"
#include "policy/policy_tree.h"
#include "text/tree.h"
#include "write/tree_yaml.h"
#include "write/write_document.h"
#include "write/write_resources.h"

/* Shared by the sections. Nodes lie in the arena; their texts are the account's. */
struct filing {
    struct rp_arena *arena;
    const struct rampart_account *account;
    bool split;
    struct rampart_str beside; /* the folder of the account's documents, ending in a slash; empty: the file's own */
    struct rp_node *root;
};

/* A section that would be empty is left out. */
static enum rampart_status write_account_open_section(struct filing *filing, const char *name,
                                                      struct rp_node **section)
{
    if (*section != NULL) return RAMPART_OK;
    return rp_make_map(filing->arena, filing->root, rampart_str(name), section);
}

/* ---- documents ---- */

/* The reports of secrets go no further than their names. */
static bool write_account_is_secret(const struct rampart_policy *policy)
{
    return policy->hidden && !policy->unknown;
}

/* A file holds no document that is built in, unknown or secret: it only names them. */
static bool write_account_holds(const struct rp_named_policy *policy)
{
    const struct rampart_policy *document = policy->policy;
    bool built_in = document->source != NULL && rp_str_starts(document->source->name, RP_STR("<built-in>/"));
    return !document->unknown && !document->hidden && !built_in;
}

static bool write_account_is_usual(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || rp_is_digit(c) || c == '-' || c == '_';
}

/* The folders of documents beside the file. */
static const char write_account_trust_folder[] = "trust", write_account_resource_folder[] = "resource-policies";

static const char *write_account_folder(bool system)
{
    return system ? "system-policies" : "policies";
}

/* "policies/NAME.json", relative to the file; characters that are odd in file names are escaped as %XX. */
static enum rampart_status write_account_document_path(struct rp_arena *arena, struct rampart_str beside,
                                                       const char *folder, struct rampart_str name,
                                                       struct rampart_str *ret_path)
{
    struct rp_buf path;
    rp_buf_init(&path, &arena->allocator, SIZE_MAX / 4);
    rp_buf_add(&path, beside);
    rp_buf_printf(&path, "%s/", folder);
    for (size_t i = 0; i < name.len; i++) {
        bool plain = write_account_is_usual(name.data[i]) || (name.data[i] == '.' && i > 0);
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

static enum rampart_status write_account_file_document(struct filing *filing, struct rp_node *map,
                                                       const char *folder, struct rampart_str key,
                                                       struct rampart_str name,
                                                       const struct rampart_policy *policy)
{
    struct rampart_str path;
    struct rp_node *document = NULL;
    if (filing->split) {
        RP_TRY(write_account_document_path(filing->arena, filing->beside, folder, name, &path));
        return rp_make_text(filing->arena, map, key, path);
    }
    RP_TRY(rp_policy_tree(filing->arena, policy, &document));
    rp_make_join(map, key, document);
    return RAMPART_OK;
}

static enum rampart_status write_account_file_policies(struct filing *filing, bool system)
{
    struct rp_node *section = NULL;
    for (size_t i = 0; i < filing->account->policy_count; i++) {
        const struct rp_named_policy *policy = &filing->account->policies[i];
        if (policy->system != system || !write_account_holds(policy)) continue;
        RP_TRY(write_account_open_section(filing, system ? "systemPolicies" : "policies", &section));
        RP_TRY(write_account_file_document(filing, section, write_account_folder(system), policy->name,
                                           policy->name, policy->policy));
    }
    return RAMPART_OK;
}

/* ---- grants ---- */

/* A name alone means the custom policy of that name, if there is one. */
static bool write_account_needs_type(const struct rampart_account *account,
                                     const struct rp_named_policy *policy)
{
    const struct rp_named_policy *policies = account->policies;
    if (!policy->system) return false;
    size_t i = rp_names_find(policies, account->defined_count, sizeof policies[0], policy->name);
    return i < account->defined_count && !policies[i].system; /* custom before system */
}

static enum rampart_status write_account_file_grant(struct filing *filing, struct rp_node *list,
                                                    const struct rp_grant *grant)
{
    struct rp_node *map = NULL;
    bool typed = write_account_needs_type(filing->account, grant->policy);
    if (!typed && rp_grant_group(grant) == NULL)
        return rp_make_text(filing->arena, list, rp_no_key, grant->policy->name);
    RP_TRY(rp_make_map(filing->arena, list, rp_no_key, &map));
    RP_TRY(rp_make_text(filing->arena, map, RP_STR("name"), grant->policy->name));
    if (typed) RP_TRY(rp_make_text(filing->arena, map, RP_STR("type"), RP_STR("System")));
    if (rp_grant_group(grant) == NULL) return RAMPART_OK;
    return rp_make_text(filing->arena, map, RP_STR("resourceGroup"), rp_grant_group(grant)->name);
}

static enum rampart_status write_account_file_grants(struct filing *filing, struct rp_node *holder,
                                                     const struct rp_grants *grants)
{
    struct rp_node *list = NULL;
    if (grants->count == 0) return RAMPART_OK;
    RP_TRY(rp_make_list(filing->arena, holder, RP_STR("policies"), &list));
    for (size_t i = 0; i < grants->count; i++)
        RP_TRY(write_account_file_grant(filing, list, &grants->items[i]));
    return RAMPART_OK;
}

/* ---- principals ---- */

static enum rampart_status write_account_file_groups(struct filing *filing)
{
    struct rp_node *section = NULL, *map = NULL;
    for (size_t i = 0; i < filing->account->group_count; i++) {
        const struct rp_group *group = &filing->account->groups[i];
        RP_TRY(write_account_open_section(filing, "groups", &section));
        RP_TRY(rp_make_map(filing->arena, section, group->name, &map));
        RP_TRY(write_account_file_grants(filing, map, &group->grants));
    }
    return RAMPART_OK;
}

static enum rampart_status write_account_file_user(struct filing *filing, struct rp_node *section,
                                                   const struct rp_user *user)
{
    struct rp_node *map = NULL, *groups = NULL;
    RP_TRY(rp_make_map(filing->arena, section, user->name, &map));
    if (user->held->group_count > 0) RP_TRY(rp_make_list(filing->arena, map, RP_STR("groups"), &groups));
    for (size_t i = 0; i < user->held->group_count; i++)
        RP_TRY(rp_make_text(filing->arena, groups, rp_no_key, user->held->groups[i]->name));
    if (rp_user_uid(user).len > 0) RP_TRY(rp_make_text(filing->arena, map, RP_STR("uid"), rp_user_uid(user)));
    return write_account_file_grants(filing, map, &user->held->grants);
}

static enum rampart_status write_account_file_users(struct filing *filing)
{
    struct rp_node *section = NULL;
    for (size_t i = 0; i < filing->account->user_count; i++) {
        RP_TRY(write_account_open_section(filing, "users", &section));
        RP_TRY(write_account_file_user(filing, section, &filing->account->users[i]));
    }
    return RAMPART_OK;
}

static enum rampart_status write_account_file_role(struct filing *filing, struct rp_node *section,
                                                   const struct rp_role *role)
{
    struct rp_node *map = NULL;
    RP_TRY(rp_make_map(filing->arena, section, role->name, &map));
    if (role->service_linked) RP_TRY(rp_make_word(filing->arena, map, RP_STR("serviceLinked"), "true"));
    if (role->held_by.count > 0) {
        struct rp_node *list = NULL;
        RP_TRY(rp_make_list(filing->arena, map, RP_STR("heldBy"), &list));
        for (size_t i = 0; i < role->held_by.count; i++)
            RP_TRY(rp_make_text(filing->arena, list, rp_no_key, role->held_by.items[i]));
    }
    if (role->trust != NULL && !role->trust->hidden)
        RP_TRY(write_account_file_document(filing, map, write_account_trust_folder, RP_STR("trust"),
                                           role->name, role->trust));
    return write_account_file_grants(filing, map, &role->grants);
}

static enum rampart_status write_account_file_roles(struct filing *filing)
{
    struct rp_node *section = NULL;
    for (size_t i = 0; i < filing->account->role_count; i++) {
        RP_TRY(write_account_open_section(filing, "roles", &section));
        RP_TRY(write_account_file_role(filing, section, &filing->account->roles[i]));
    }
    return RAMPART_OK;
}

/* ---- resource groups and the directory ---- */

/* One of which nothing is known stands among the gaps. */
static enum rampart_status write_account_file_resource_groups(struct filing *filing)
{
    struct rp_node *section = NULL, *list = NULL;
    for (size_t i = 0; i < filing->account->resource_group_count; i++) {
        const struct rp_resource_group *group = &filing->account->resource_groups[i];
        if (group->unknown && group->patterns.count == 0) continue;
        RP_TRY(write_account_open_section(filing, "resourceGroups", &section));
        RP_TRY(rp_make_list(filing->arena, section, group->name, &list));
        for (size_t j = 0; j < group->patterns.count; j++)
            RP_TRY(rp_make_text(filing->arena, list, rp_no_key, group->patterns.items[j]));
    }
    return RAMPART_OK;
}

static enum rampart_status write_account_file_control(struct filing *filing, struct rp_node *level,
                                                      const struct rp_control *control)
{
    struct rp_node *map = NULL;
    bool typed = write_account_needs_type(filing->account, control->policy),
         all = control->scope == RAMPART_SCOPE_ALL;
    if (!typed && !all) return rp_make_text(filing->arena, level, rp_no_key, control->policy->name);
    RP_TRY(rp_make_map(filing->arena, level, rp_no_key, &map));
    RP_TRY(rp_make_text(filing->arena, map, RP_STR("name"), control->policy->name));
    if (typed) RP_TRY(rp_make_text(filing->arena, map, RP_STR("type"), RP_STR("System")));
    return all ? rp_make_text(filing->arena, map, RP_STR("effectScope"), RP_STR("All")) : RAMPART_OK;
}

/* The file goes from the root folder down. */
static enum rampart_status write_account_file_directory(struct filing *filing)
{
    const struct rampart_account *account = filing->account;
    struct rp_node *section = NULL, *levels = NULL, *level = NULL;
    if (account->level_count == 0) return RAMPART_OK;
    RP_TRY(write_account_open_section(filing, "resourceDirectory", &section));
    if (!account->member) RP_TRY(rp_make_word(filing->arena, section, RP_STR("member"), "false"));
    RP_TRY(rp_make_list(filing->arena, section, RP_STR("controlPolicies"), &levels));
    for (size_t i = account->level_count; i-- > 0;) {
        RP_TRY(rp_make_list(filing->arena, levels, rp_no_key, &level));
        for (size_t j = 0; j < account->levels[i].count; j++)
            RP_TRY(write_account_file_control(filing, level, &account->levels[i].items[j]));
    }
    return RAMPART_OK;
}

/* ---- resources ---- */

static enum rampart_status write_account_put_document(void *filing, struct rp_node *map, struct rampart_str key,
                                                      const struct rampart_policy *policy)
{
    return write_account_file_document(filing, map, write_account_resource_folder, key, policy->name, policy);
}

static enum rampart_status write_account_file_resources(struct filing *filing)
{
    const struct rp_write_resources writing = {.arena = filing->arena,
                                               .account = filing->account,
                                               .root = filing->root,
                                               .put_document = write_account_put_document,
                                               .context = filing};
    return rp_write_resources(&writing);
}

/* ---- what is not known ---- */

static enum rampart_status write_account_file_layers(struct filing *filing, struct rp_node *map,
                                                     struct rampart_str key, unsigned layers)
{
    struct rp_node *list = NULL;
    RP_TRY(rp_make_list(filing->arena, map, key, &list));
    for (int i = 0; i < RAMPART_LAYERS; i++)
        if ((layers & 1U << i) != 0)
            RP_TRY(rp_make_text(filing->arena, list, rp_no_key,
                                rampart_str(rampart_layer_name((enum rampart_layer)i))));
    return RAMPART_OK;
}

static enum rampart_status write_account_file_gap(struct filing *filing, struct rp_node *list,
                                                  const struct rampart_gap *gap)
{
    struct rp_node *map = NULL;
    RP_TRY(rp_make_map(filing->arena, list, rp_no_key, &map));
    RP_TRY(rp_make_text(filing->arena, map, RP_STR("what"), rampart_str(rampart_gap_name(gap->kind))));
    if (gap->subject.len > 0) RP_TRY(rp_make_text(filing->arena, map, RP_STR("of"), gap->subject));
    if (gap->policy.len > 0) RP_TRY(rp_make_text(filing->arena, map, RP_STR("policy"), gap->policy));
    if (gap->layers != 0) RP_TRY(write_account_file_layers(filing, map, RP_STR("layers"), gap->layers));
    if (gap->resource.len > 0) RP_TRY(rp_make_text(filing->arena, map, RP_STR("resource"), gap->resource));
    return gap->reason.len == 0 ? RAMPART_OK
                                : rp_make_text(filing->arena, map, RP_STR("reason"), gap->reason);
}

/* The gaps of the account, and then the secrets, which are gaps of the file. */
struct gaps {
    struct rampart_gap *items;
    size_t count;
};

static enum rampart_status write_account_add_secret(struct filing *filing, struct gaps *gaps,
                                                    enum rampart_gap_kind kind, const char *head,
                                                    struct rampart_str name)
{
    struct rampart_gap gap = {.kind = kind,
                              .reason = RP_STR("it is marked as sensitive, and so not written here")};
    RP_TRY_MEMORY(rp_arena_printf(filing->arena, &gap.subject, "%s/%.*s", head, RP_ARG(name)));
    gaps->items[gaps->count++] = gap;
    return RAMPART_OK;
}

static enum rampart_status write_account_add_secrets(struct filing *filing, struct gaps *gaps)
{
    const struct rampart_account *account = filing->account;
    for (size_t i = 0; i < account->policy_count; i++)
        if (write_account_is_secret(account->policies[i].policy))
            RP_TRY(write_account_add_secret(filing, gaps, RAMPART_GAP_DOCUMENT,
                                            account->policies[i].system ? "system-policy" : "policy",
                                            account->policies[i].name));
    for (size_t i = 0; i < account->role_count; i++)
        if (account->roles[i].trust != NULL && write_account_is_secret(account->roles[i].trust))
            RP_TRY(write_account_add_secret(filing, gaps, RAMPART_GAP_TRUST, "role", account->roles[i].name));
    return RAMPART_OK;
}

/* A layer that the account knows more of than the file can say. That nothing is known of one need not be said. */
static enum rampart_status write_account_add_layers(struct filing *filing, struct gaps *gaps)
{
    for (size_t i = 0; i < filing->account->resource_document_count; i++) {
        const struct rp_resource_document *document = &filing->account->resource_documents[i];
        const bool nothing = document->policy == NULL && !document->none;
        if (nothing || rp_write_has_place(document)) continue;
        struct rampart_gap gap = {.kind = RAMPART_GAP_LAYERS,
                                  .reason = RP_STR("it is not written here"),
                                  .layers = 1U << document->layer,
                                  .resource = document->of};
        RP_TRY(rp_account_resource_name(filing->arena, document, &gap.subject));
        gaps->items[gaps->count++] = gap;
    }
    return RAMPART_OK;
}

/* A document of a resource that is not understood is a layer that is not known, and listed as such. */
static bool write_account_is_of_resource(const struct rampart_gap *gap)
{
    return gap->kind == RAMPART_GAP_DOCUMENT && rp_str_starts(gap->subject, RP_STR("resource/"));
}

/* In the order in which they are read back. */
static enum rampart_status write_account_list_gaps(struct filing *filing, struct gaps *ret_gaps)
{
    const struct rampart_account *account = filing->account;
    size_t most = account->gap_count + account->policy_count + account->role_count + account->resource_document_count;
    struct gaps gaps = {RP_NEW_ARRAY(filing->arena, struct rampart_gap, most), 0};
    RP_TRY_MEMORY(gaps.items != NULL);
    for (size_t i = 0; i < account->gap_count; i++)
        if (!write_account_is_of_resource(&account->gaps[i])) gaps.items[gaps.count++] = account->gaps[i];
    RP_TRY(write_account_add_secrets(filing, &gaps));
    RP_TRY(write_account_add_layers(filing, &gaps));
    gaps.count = rp_gaps_sort(gaps.items, gaps.count);
    *ret_gaps = gaps;
    return RAMPART_OK;
}

static enum rampart_status write_account_file_gaps(struct filing *filing)
{
    struct rp_node *list = NULL;
    struct gaps gaps;
    RP_TRY(rp_make_list(filing->arena, NULL, rp_no_key, &list));
    RP_TRY(write_account_list_gaps(filing, &gaps));
    for (size_t i = 0; i < gaps.count; i++) RP_TRY(write_account_file_gap(filing, list, &gaps.items[i]));
    if (list->count > 0) rp_make_join(filing->root, RP_STR("incomplete"), list);
    return RAMPART_OK;
}

static enum rampart_status write_account_file_absent(struct filing *filing)
{
    if (filing->account->absent_layers == 0) return RAMPART_OK;
    return write_account_file_layers(filing, filing->root, RP_STR("assumeAbsent"),
                                     filing->account->absent_layers);
}

static enum rampart_status write_account_file_body(struct filing *filing)
{
    RP_TRY(write_account_file_policies(filing, false));
    RP_TRY(write_account_file_policies(filing, true));
    RP_TRY(write_account_file_resource_groups(filing));
    RP_TRY(write_account_file_groups(filing));
    RP_TRY(write_account_file_users(filing));
    RP_TRY(write_account_file_roles(filing));
    RP_TRY(write_account_file_resources(filing));
    RP_TRY(write_account_file_directory(filing));
    RP_TRY(write_account_file_gaps(filing));
    return write_account_file_absent(filing);
}

/* The whole file. `split`: it has paths in the place of documents. */
static enum rampart_status write_account_tree(struct rp_arena *arena, const struct rampart_account *account,
                                              bool split, struct rp_node **ret_root)
{
    struct filing filing = {.arena = arena, .account = account, .split = split};
    RP_TRY(rp_make_map(arena, NULL, rp_no_key, &filing.root));
    RP_TRY(rp_make_word(arena, filing.root, RP_STR("rampart"), "1"));
    RP_TRY(rp_make_text(arena, filing.root, RP_STR("account"), account->id));
    RP_TRY(write_account_file_body(&filing));
    *ret_root = filing.root;
    return RAMPART_OK;
}

/* ---- several accounts ---- */

/* Of an account that could not be read, its file says so, and why. */
static struct rampart_str write_account_failure(const struct rampart_account *organisation, struct rampart_str id)
{
    for (size_t i = 0; i < rampart_account_failed_count(organisation); i++)
        if (rp_str_equal(rampart_account_failed(organisation, i)->id, id))
            return rampart_account_failed(organisation, i)->reason;
    return RP_STR("");
}

static enum rampart_status write_account_file_member(struct filing *filing, struct rp_node *accounts,
                                                     const struct rampart_account *organisation)
{
    const struct rampart_account *member = filing->account;
    const struct rampart_str beside[] = {member->id, RP_STR("/")};
    RP_TRY(rp_make_map(filing->arena, accounts, member->id, &filing->root));
    if (member->failed)
        return rp_make_text(filing->arena, filing->root, RP_STR("unread"), write_account_failure(organisation, member->id));
    RP_TRY_MEMORY(rp_arena_join(filing->arena, beside, 2, &filing->beside));
    return write_account_file_body(filing);
}

/* ---- the whole ---- */

/* An account with all that is in it: one that is an image gives it back whole. */
struct opened {
    const struct rampart_account *account;
    bool of_several;             /* its documents stand in a folder of its own */
    struct rampart_account *own; /* made for this, and further ones behind it (next_part); NULL: none */
    struct rp_arena arena;
};

/* The account with everything in it, which lives as long as `opened`. */
static enum rampart_status write_account_open(const struct rampart_options *options,
                                              const struct rampart_account *account, struct opened *opened,
                                              const struct rampart_account **ret_account)
{
    struct rampart_account *own = NULL;
    *ret_account = account;
    if (account->image == NULL) return RAMPART_OK;
    RP_TRY(rp_image_account(options, account->image, NULL, NULL, &own));
    own->next_part = opened->own;
    *ret_account = opened->own = own;
    return RAMPART_OK;
}

static enum rampart_status write_account_open_account(const struct rampart_options *options,
                                                      const struct rampart_account *account,
                                                      struct opened *opened)
{
    *opened = (struct opened){.account = account};
    rp_arena_init(&opened->arena, rp_options_allocator(options));
    return write_account_open(options, account, opened, &opened->account);
}

static void write_account_close_account(struct opened *opened)
{
    rp_arena_free(&opened->arena);
    for (struct rampart_account *own = opened->own, *next = NULL; own != NULL; own = next) {
        next = own->next_part;
        own->next_part = NULL;
        rampart_account_free(own);
    }
}

/* ---- the file ---- */

static enum rampart_status write_account_several(const struct rampart_options *options, struct opened *opened,
                                                 bool split, struct rp_node **ret_root)
{
    const struct rampart_account *organisation = opened->account;
    struct rp_node *root = NULL, *accounts = NULL;
    RP_TRY(rp_make_map(&opened->arena, NULL, rp_no_key, &root));
    RP_TRY(rp_make_word(&opened->arena, root, RP_STR("rampart"), "1"));
    RP_TRY(rp_make_map(&opened->arena, root, RP_STR("accounts"), &accounts));
    for (size_t i = 0; i < rampart_account_member_count(organisation); i++) {
        struct filing filing = {.arena = &opened->arena, .split = split};
        RP_TRY(write_account_open(options, rampart_account_member(organisation, i), opened, &filing.account));
        RP_TRY(write_account_file_member(&filing, accounts, organisation));
    }
    *ret_root = root;
    return RAMPART_OK;
}

static enum rampart_status write_account_print(const struct rampart_options *options, struct opened *opened,
                                               struct rampart_account_style style, const struct rampart_writer *writer)
{
    struct rp_node *root = NULL;
    struct rp_buf out;
    if (rampart_account_member_count(opened->account) > 0)
        RP_TRY(write_account_several(options, opened, style.split, &root));
    else
        RP_TRY(write_account_tree(&opened->arena, opened->account, style.split, &root));
    rp_buf_init(&out, &opened->arena.allocator, SIZE_MAX / 4);
    if (style.json) {
        rp_tree_json(&out, root);
        rp_buf_add_byte(&out, '\n');
    } else {
        rp_tree_yaml(&out, root);
    }
    enum rampart_status status = out.failed;
    if (status == RAMPART_OK && !writer->write(writer->context, rp_buf_text(&out))) status = RAMPART_IO;
    rp_buf_free(&out);
    return status;
}

enum rampart_status rampart_write_account(const struct rampart_options *options,
                                          const struct rampart_account *account,
                                          struct rampart_account_style style,
                                          const struct rampart_writer *writer)
{
    struct opened opened;
    if (account == NULL || writer == NULL || writer->write == NULL) return RAMPART_MISUSE;
    if (account->id.len == 0 && rampart_account_member_count(account) == 0) return RAMPART_MISUSE;
    enum rampart_status status = write_account_open_account(options, account, &opened);
    if (status == RAMPART_OK) status = write_account_print(options, &opened, style, writer);
    write_account_close_account(&opened);
    return status;
}

/* ---- documents ---- */

static enum rampart_status write_account_document(struct opened *opened, const char *folder,
                                                  struct rampart_str name,
                                                  const struct rampart_policy *policy,
                                                  const struct rampart_document_writer *writer)
{
    struct rampart_str path;
    struct rp_node *document = NULL;
    struct rp_buf out;
    struct rampart_str beside = RP_STR("");
    rp_arena_reset(&opened->arena);
    const struct rampart_str parts[] = {opened->account->id, RP_STR("/")};
    if (opened->of_several) RP_TRY_MEMORY(rp_arena_join(&opened->arena, parts, 2, &beside));
    RP_TRY(write_account_document_path(&opened->arena, beside, folder, name, &path));
    RP_TRY(rp_policy_tree(&opened->arena, policy, &document));
    rp_buf_init(&out, &opened->arena.allocator, SIZE_MAX / 4);
    rp_document_print(&out, document);
    enum rampart_status status = out.failed;
    if (status == RAMPART_OK && !writer->write(writer->context, path, rp_buf_text(&out))) status = RAMPART_IO;
    rp_buf_free(&out);
    return status;
}

static enum rampart_status write_account_policy_documents(struct opened *opened, bool system,
                                                          const struct rampart_document_writer *writer)
{
    for (size_t i = 0; i < opened->account->policy_count; i++) {
        const struct rp_named_policy *policy = &opened->account->policies[i];
        if (policy->system == system && write_account_holds(policy))
            RP_TRY(write_account_document(opened, write_account_folder(system), policy->name, policy->policy,
                                          writer));
    }
    return RAMPART_OK;
}

static enum rampart_status write_account_all_documents(struct opened *opened,
                                                       const struct rampart_document_writer *writer)
{
    RP_TRY(write_account_policy_documents(opened, false, writer));
    RP_TRY(write_account_policy_documents(opened, true, writer));
    for (size_t i = 0; i < opened->account->resource_document_count; i++) {
        const struct rp_resource_document *resource = &opened->account->resource_documents[i];
        const struct rampart_policy *policy = resource->policy;
        if (policy != NULL && policy->setting.len == 0 && rp_write_has_place(resource))
            RP_TRY(write_account_document(opened, write_account_resource_folder, policy->name, policy, writer));
    }
    for (size_t i = 0; i < opened->account->role_count; i++) {
        const struct rp_role *role = &opened->account->roles[i];
        if (role->trust != NULL && !role->trust->hidden)
            RP_TRY(
                write_account_document(opened, write_account_trust_folder, role->name, role->trust, writer));
    }
    return RAMPART_OK;
}

static enum rampart_status write_account_documents_of(const struct rampart_options *options,
                                                      const struct rampart_account *account, bool of_several,
                                                      const struct rampart_document_writer *writer)
{
    struct opened opened;
    enum rampart_status status = write_account_open_account(options, account, &opened);
    opened.of_several = of_several;
    if (status == RAMPART_OK) status = write_account_all_documents(&opened, writer);
    write_account_close_account(&opened);
    return status;
}

enum rampart_status rampart_write_account_documents(const struct rampart_options *options,
                                                    const struct rampart_account *account,
                                                    const struct rampart_document_writer *writer)
{
    if (account == NULL || writer == NULL || writer->write == NULL) return RAMPART_MISUSE;
    if (rampart_account_member_count(account) == 0) return write_account_documents_of(options, account, false, writer);
    for (size_t i = 0; i < rampart_account_member_count(account); i++)
        RP_TRY(write_account_documents_of(options, rampart_account_member(account, i), true, writer));
    return RAMPART_OK;
}
