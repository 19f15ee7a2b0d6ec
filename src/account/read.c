/* SPDX-License-Identifier: Apache-2.0 */
/* An account's life: text → tree → sections → documents in files of their own. */
#include "account/read.h"

#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "policy/layer.h"
#include "text/file.h"

enum {
    RAMPART,
    ACCOUNT,
    POLICIES,
    SYSTEM_POLICIES,
    RESOURCE_GROUPS,
    GROUPS,
    USERS,
    ROLES,
    RESOURCE_DIRECTORY,
    INCOMPLETE,
    ASSUME_ABSENT,
    FILE_MEMBERS
};
static const char *const file_members[] = {
    "rampart", "account", "policies",          "systemPolicies", "resourceGroups", "groups",
    "users",   "roles",   "resourceDirectory", "incomplete",     "assumeAbsent",
};
static const struct rp_account_shape file_shape = {
    "an account file",
    "it has rampart, account, policies, users, groups, roles, resourceGroups, systemPolicies, "
    "resourceDirectory, incomplete and assumeAbsent",
    file_members, FILE_MEMBERS};

/* ---- the head of the file ---- */

static void check_version(struct rp_account_reader *reader, const struct rp_node *root,
                          const struct rp_node *node)
{
    if (node == NULL) {
        rp_account_error(reader, RP_ACC_MISSING, root->span, "the account file has no rampart");
        rp_diag_help(reader->reading.diags, "begin it with rampart: 1, the version of its form");
        return;
    }
    if (!rp_account_is(reader, node, RP_NODE_NUMBER, node->key, "the number 1")) return;
    if (rp_str_equal(node->text, RP_STR("1"))) return;
    rp_account_error(reader, RP_ACC_VERSION, node->span, "rampart must be 1, not %.*s",
                     RP_ARG(rp_account_shown(node->text)));
    rp_diag_help(reader->reading.diags, "there is one version of the account file: write 1");
}

static bool all_digits(struct rampart_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!rp_is_digit(text.data[i])) return false;
    return text.len > 0;
}

/* A number is taken by its digits as they are written: nothing is lost. */
static void read_id(struct rp_account_reader *reader, const struct rp_node *root, const struct rp_node *node)
{
    if (node == NULL) {
        rp_account_error(reader, RP_ACC_MISSING, root->span, "the account file has no account");
        rp_diag_help(reader->reading.diags, "add account: \"…\", the account's id");
        return;
    }
    if (node->type != RP_NODE_NUMBER &&
        !rp_account_is(reader, node, RP_NODE_STRING, node->key, "the account's id"))
        return;
    reader->account->id = node->text;
    if (all_digits(node->text)) return;
    rp_account_error(reader, RP_ACC_ID, node->span, "an account's id is digits, not \"%.*s\"",
                     RP_ARG(rp_account_shown(node->text)));
    rp_diag_help(reader->reading.diags, "write the number of the account, such as \"1234567890123456\"");
}

void rp_account_layers(struct rp_account_reader *reader, const struct rp_node *node, unsigned *layers)
{
    if (node == NULL || !rp_account_is(reader, node, RP_NODE_LIST, node->key, "a list of layers")) return;
    for (const struct rp_node *value = node->first; value != NULL; value = value->next) {
        enum rampart_layer layer;
        if (!rp_account_is(reader, value, RP_NODE_STRING, RP_STR("a layer"), "a name such as BucketPolicy"))
            continue;
        if (rp_layer_read(value->text, &layer)) {
            *layers |= 1U << layer;
            continue;
        }
        rp_account_error(reader, RP_ACC_LAYER, value->span, "no layer of a resource is called \"%.*s\"",
                         RP_ARG(rp_account_shown(value->text)));
        rp_diag_help(reader->reading.diags, "did you mean %s?", rp_layer_nearest(value->text));
    }
}

/* ---- the file ---- */

/* What is named comes before what names it. */
static enum rampart_status read_sections(struct rp_account_reader *reader, const struct rp_node *root)
{
    const struct rp_node *members[FILE_MEMBERS] = {NULL};
    if (!rp_account_is(reader, root, RP_NODE_MAP, RP_STR("an account file"),
                       "a map that begins with rampart: 1"))
        return RAMPART_OK;
    bool other = false;
    RP_TRY(rp_account_refuse_other(reader, root, &file_shape, &other));
    if (other) return RAMPART_OK;
    rp_account_members(reader, root, &file_shape, members);
    check_version(reader, root, members[RAMPART]);
    read_id(reader, root, members[ACCOUNT]);
    rp_account_layers(reader, members[ASSUME_ABSENT], &reader->account->absent_layers);
    RP_TRY(rp_account_gaps(reader, members[INCOMPLETE]));
    RP_TRY(rp_account_policies(reader, members[POLICIES], members[SYSTEM_POLICIES]));
    RP_TRY(rp_account_resource_groups(reader, members[RESOURCE_GROUPS]));
    RP_TRY(rp_account_groups(reader, members[GROUPS]));
    RP_TRY(rp_account_users(reader, members[USERS]));
    RP_TRY(rp_account_roles(reader, members[ROLES]));
    RP_TRY(rp_account_directory(reader, members[RESOURCE_DIRECTORY]));
    rp_account_check_gaps(reader);
    return RAMPART_OK;
}

/* A trust policy that nobody knows is one that was not given: the layer stays open. */
static void drop_unknown_trusts(struct rp_account_reader *reader)
{
    for (size_t i = 0; i < reader->account->role_count; i++)
        if (reader->roles[i].trust != NULL && reader->roles[i].trust->unknown) reader->roles[i].trust = NULL;
}

/* What was put aside is known of no longer than this. */
static enum rampart_status close_quarantine(struct rp_account_reader *reader)
{
    drop_unknown_trusts(reader);
    RP_TRY(rp_quarantine_close(&reader->quarantine, reader->account));
    return rp_quarantine_add_gaps(reader->account);
}

/* The documents of an image lie in it. */
static enum rampart_status list_files(struct rp_account_reader *reader)
{
    const struct rp_image *image = reader->how.image;
    enum rampart_status status = rp_image_list_files(image, &reader->scratch, &reader->files);
    return status == RAMPART_INVALID_INPUT ? rp_image_damaged(image, reader->reading.diags) : status;
}

/* The status says whether memory sufficed; reader->status says the rest. */
static enum rampart_status read_all(struct rp_account_reader *reader)
{
    size_t first = rampart_diags_count(reader->reading.diags);
    struct rp_node *root = NULL;
    if (reader->how.image != NULL) RP_TRY(list_files(reader));
    RP_TRY(rp_account_tree(reader, &root));
    if (root == NULL) return rp_account_note(reader, RAMPART_INVALID_INPUT);
    RP_TRY(read_sections(reader, root));
    rp_account_report_mistakes(reader);
    rp_diags_sort(reader->reading.diags, first);
    rp_arena_free(&reader->tree);
    rp_arena_free(&reader->unfolded);
    RP_TRY(rp_account_read_queue(reader));
    return close_quarantine(reader);
}

/* ---- the public functions ---- */

const struct rp_resource_group rp_scope_unknown = {.unknown = true};

enum rampart_status rp_account_new(const struct rampart_options *options,
                                   struct rampart_account **ret_account)
{
    struct rp_arena arena;
    rp_arena_init(&arena, rp_options_allocator(options));
    struct rampart_account *account = RP_NEW(&arena, struct rampart_account);
    RP_TRY_MEMORY(account != NULL);
    account->arena = arena;
    account->assumed = rp_options_assumptions(options);
    account->absent_layers = rp_options_absent(options);
    *ret_account = account;
    return RAMPART_OK;
}

/* The account with its text, nothing of which is read yet. */
static enum rampart_status new_account(const struct rampart_options *options, struct rampart_str text,
                                       struct rampart_str file, struct rampart_diags *diags,
                                       struct rampart_account **ret_account)
{
    size_t limit = rp_limits_of(options).account_bytes;
    if (text.len > limit || text.len >= UINT32_MAX) {
        rp_diag(diags, RAMPART_ERROR, RP_DOC_BYTES, RP_NOWHERE,
                "the account file has %zu bytes; the limit is %zu", text.len, limit);
        rp_diag_file(diags, file);
        return RAMPART_LIMIT;
    }
    struct rampart_account *account = NULL;
    RP_TRY(rp_account_new(options, &account));
    enum rampart_status status = rp_source_init(&account->source, &account->arena, file, text);
    if (status == RAMPART_OK)
        *ret_account = account;
    else
        rampart_account_free(account);
    return status;
}

/* Hands the account back or frees it. */
static enum rampart_status finish(const struct rampart_options *options, struct rampart_account *account,
                                  struct rp_account_how how, struct rampart_diags *diags,
                                  struct rampart_account **ret_account)
{
    struct rampart_limits limits = rp_limits_of(options);
    struct rp_account_reader reader = {
        .account = account,
        .reading = {.arena = &account->arena,
                    .source = &account->source,
                    .limits = &limits,
                    .diags = diags,
                    .assumed = rp_options_assumptions(options)},
        .file_limits = limits,
        .how = how,
        .quarantine.findings = how.findings,
    };
    reader.file_limits.document_bytes = limits.account_bytes;
    reader.file_limits.list_values = limits.account_entries;
    rp_arena_init(&reader.tree, rp_options_allocator(options));
    rp_arena_init(&reader.scratch, rp_options_allocator(options));
    rp_arena_init(&reader.moment, rp_options_allocator(options));
    rp_arena_init(&reader.unfolded, rp_options_allocator(options));
    rp_buf_init(&reader.packed, rp_options_allocator(options), UINT32_MAX);
    enum rampart_status status = read_all(&reader);
    rampart_diags_free(reader.mistakes);
    rp_arena_free(&reader.tree);
    rp_arena_free(&reader.scratch);
    rp_arena_free(&reader.moment);
    rp_arena_free(&reader.unfolded);
    rp_buf_free(&reader.packed);
    if (status == RAMPART_OK) status = rp_diags_failed(diags) ? RAMPART_NO_MEMORY : reader.status;
    if (status == RAMPART_OK)
        *ret_account = account;
    else
        rampart_account_free(account);
    return status;
}

enum rampart_status rp_account_read_text(const struct rampart_options *options, struct rampart_str text,
                                         struct rampart_str file, struct rp_account_how how,
                                         struct rampart_diags *diags, struct rampart_account **ret_account)
{
    if (rp_image_is(text))
        return rp_image_load(options, text, RP_IMAGE_OF_CALLER, file, how.packs, diags, ret_account);
    struct rampart_account *account = NULL;
    RP_TRY(new_account(options, text, file, diags, &account));
    return finish(options, account, how, diags, ret_account);
}

/* An image keeps the bytes; a text gives them back before its tree needs their memory. */
enum rampart_status rp_account_read_loaded(const struct rampart_options *options, struct rp_buf *loaded,
                                           struct rampart_str file, struct rp_account_how how,
                                           struct rampart_diags *diags, struct rampart_account **ret_account)
{
    const struct rampart_str text = rp_buf_text(loaded);
    struct rampart_account *account = NULL;
    if (rp_image_is(text)) {
        loaded->data = NULL;
        return rp_image_load(options, text, RP_IMAGE_ALLOCATED, file, how.packs, diags, ret_account);
    }
    enum rampart_status status = new_account(options, text, file, diags, &account);
    rp_buf_free(loaded);
    return status == RAMPART_OK ? finish(options, account, how, diags, ret_account) : status;
}

enum rampart_status rp_account_map_image(const struct rampart_options *options, const char *path,
                                         struct rp_account_how how, struct rampart_diags *diags,
                                         struct rampart_account **ret_account)
{
    struct rampart_str bytes;
    *ret_account = NULL;
    RP_TRY(rp_file_map(path, diags, &bytes));
    if (rp_image_is(bytes))
        return rp_image_load(options, bytes, RP_IMAGE_MAPPED, rampart_str(path), how.packs, diags,
                             ret_account);
    rp_file_unmap(bytes);
    return RAMPART_OK;
}

enum rampart_status rp_account_read_path(const struct rampart_options *options, const char *path,
                                         struct rp_account_how how, struct rampart_diags *diags,
                                         struct rampart_account **ret_account)
{
    struct rampart_str name = strcmp(path, "-") == 0 ? RP_STR("<stdin>") : rampart_str(path);
    struct rp_buf text;
    rp_buf_init(&text, rp_options_allocator(options), rp_limits_of(options).account_bytes);
    enum rampart_status status = rp_file_load(path, &text, diags);
    if (status == RAMPART_OK) status = rp_account_read_loaded(options, &text, name, how, diags, ret_account);
    rp_buf_free(&text);
    return status;
}

enum rampart_status rampart_account_read(const struct rampart_options *options, struct rampart_str text,
                                         struct rampart_str file, struct rampart_diags *diags,
                                         struct rampart_account **ret_account)
{
    if (ret_account == NULL) return RAMPART_MISUSE;
    struct rampart_diags *own = NULL;
    if (diags == NULL) RP_TRY(rampart_diags_new(options, &own));
    enum rampart_status status = rp_account_read_text(options, text, file, (struct rp_account_how){0},
                                                      diags != NULL ? diags : own, ret_account);
    rampart_diags_free(own);
    return status;
}

enum rampart_status rampart_account_read_file(const struct rampart_options *options, const char *path,
                                              struct rampart_diags *diags,
                                              struct rampart_account **ret_account)
{
    if (path == NULL || ret_account == NULL) return RAMPART_MISUSE;
    struct rampart_diags *own = NULL;
    if (diags == NULL) RP_TRY(rampart_diags_new(options, &own));
    enum rampart_status status = rp_account_read_path(options, path, (struct rp_account_how){0},
                                                      diags != NULL ? diags : own, ret_account);
    rampart_diags_free(own);
    return status;
}

void rampart_account_free(struct rampart_account *account)
{
    if (account == NULL) return;
    for (struct rampart_account *part = account->parts, *next = NULL; part != NULL; part = next) {
        next = part->next_part;
        rampart_account_free(part); /* which has no parts of its own */
    }
    struct rp_arena arena = account->arena; /* the account lives in it */
    rp_image_release(&arena.allocator, account->image_bytes, account->mapped);
    rp_arena_free(&arena);
}

struct rampart_str rampart_account_id(const struct rampart_account *account)
{
    return account->id;
}
