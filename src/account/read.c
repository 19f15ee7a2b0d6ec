/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An account file is read: text → tree → sections → documents in files of their own. Of a JSON text without a mistake
 * the tree is an outline, and each policy is read as it is seen and each principal unfolded for itself; any other
 * text is read as a whole.
 */
#include "account/read.h"

#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "text/json.h"
#include "text/tree_read.h"

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
    RESOURCE_POLICIES,
    FILE_MEMBERS
};
static const char *const file_members[] = {
    "rampart", "account", "policies",          "systemPolicies", "resourceGroups", "groups",
    "users",   "roles",   "resourceDirectory", "incomplete",     "assumeAbsent",
    "resourcePolicies",
};
static const struct rp_account_shape file_shape = {
    "an account file",
    "it has rampart, account, policies, users, groups, roles, resourceGroups, systemPolicies, "
    "resourceDirectory, incomplete, assumeAbsent and resourcePolicies",
    file_members, FILE_MEMBERS};

/* ---- the head of the file ---- */

static void read_check_version(struct rp_account_reader *reader, const struct rp_node *root, const struct rp_node *node)
{
    if (node == NULL) {
        rp_account_error(reader, RP_ACC_MISSING, root->span, "the account file has no member rampart");
        rp_diag_help(reader->reading.diags, "begin it with rampart: 1, the version of the format");
        return;
    }
    if (!rp_account_is(reader, node, RP_NODE_NUMBER, node->key, "the number 1")) return;
    if (rp_str_equal(node->text, RP_STR("1"))) return;
    rp_account_error(reader, RP_ACC_VERSION, node->span, "rampart must be 1, not %.*s",
                     RP_ARG(rp_account_shown(node->text)));
    rp_diag_help(reader->reading.diags, "there is one version of the account file: write 1");
}

static bool read_all_digits(struct rampart_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!rp_is_digit(text.data[i])) return false;
    return text.len > 0;
}

/* A number is taken by its digits as they are written: nothing is lost. */
static void read_id(struct rp_account_reader *reader, const struct rp_node *root, const struct rp_node *node)
{
    if (node == NULL) {
        rp_account_error(reader, RP_ACC_MISSING, root->span, "the account file has no member account");
        rp_diag_help(reader->reading.diags, "add account: \"…\", the account's id");
        return;
    }
    if (node->type != RP_NODE_NUMBER &&
        !rp_account_is(reader, node, RP_NODE_STRING, node->key, "the account's id"))
        return;
    reader->account->id = node->text;
    if (read_all_digits(node->text)) return;
    rp_account_error(reader, RP_ACC_ID, node->span, "the account ID must be digits, not \"%.*s\"",
                     RP_ARG(rp_account_shown(node->text)));
    rp_diag_help(reader->reading.diags, "write the number of the account, such as \"1234567890123456\"");
}

/* ---- the file ---- */

/* Names are defined before they are used. */
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
    read_check_version(reader, root, members[RAMPART]);
    read_id(reader, root, members[ACCOUNT]);
    rp_account_layers(reader, members[ASSUME_ABSENT], &reader->account->absent_layers);
    RP_TRY(rp_account_gaps(reader, members[INCOMPLETE]));
    RP_TRY(rp_account_policies(reader, members[POLICIES], members[SYSTEM_POLICIES]));
    RP_TRY(rp_account_resource_groups(reader, members[RESOURCE_GROUPS]));
    RP_TRY(rp_account_groups(reader, members[GROUPS]));
    RP_TRY(rp_account_users(reader, members[USERS]));
    RP_TRY(rp_account_roles(reader, members[ROLES]));
    RP_TRY(rp_account_directory(reader, members[RESOURCE_DIRECTORY]));
    RP_TRY(rp_account_resource_policies(reader, members[RESOURCE_POLICIES]));
    rp_account_check_gaps(reader);
    return RAMPART_OK;
}

/* A trust policy that nobody knows is one that was not given: the layer stays open. */
static void read_drop_unknown_trusts(struct rp_account_reader *reader)
{
    for (size_t i = 0; i < reader->account->role_count; i++)
        if (reader->roles[i].trust != NULL && reader->roles[i].trust->unknown) reader->roles[i].trust = NULL;
}

/* The list of the quarantine becomes the account's, and its documents become gaps. */
static enum rampart_status read_close_quarantine(struct rp_account_reader *reader)
{
    read_drop_unknown_trusts(reader);
    RP_TRY(rp_quarantine_close(&reader->quarantine, reader->account));
    return rp_quarantine_add_gaps(reader->account);
}

/* ---- the outline ---- */

/* Policies, users, groups and roles: the file is a map of maps of them. */
enum { FOLD_DEPTH = 3 };

/* A policy is read as soon as it is seen, if there is nothing to be said about it; else in its turn. */
static enum rampart_status read_see(void *context, const struct rp_node *outer, struct rp_node *node)
{
    struct rp_account_reader *reader = context;
    if (outer == NULL || !rp_str_equal(outer->key, RP_STR("policies")) || node->type != RP_NODE_MAP) return RAMPART_OK;
    const struct rp_document_of of = {RP_OF_POLICY, node->key};
    const struct rp_quarantine before = reader->quarantine;
    rp_arena_reset(&reader->unfolded);
    RP_TRY(rp_keep_texts(reader->reading.source, node, &reader->unfolded, &reader->account->arena));
    struct rampart_policy *policy = NULL;
    RP_TRY(rp_account_document(reader, node, of, &policy));
    bool silent = reader->status == RAMPART_OK && rampart_diags_count(reader->reading.diags) == 0;
    if (silent) node->made = policy;
    reader->quarantine = before;
    bool failed = rp_diags_failed(reader->reading.diags);
    reader->status = RAMPART_OK;
    rampart_diags_clear(reader->reading.diags);
    return failed ? RAMPART_NO_MEMORY : RAMPART_OK;
}

/* The diagnostics of the outline are dropped: a text with a mistake is read again. */
static enum rampart_status read_quietly(struct rp_account_reader *reader, struct rp_node **ret_root)
{
    const struct rampart_options options = {.allocator = &reader->tree.allocator, .limits.diagnostics = 1};
    const struct rp_json_lazy lazy = {FOLD_DEPTH, read_see, reader};
    struct rampart_diags *diags = reader->reading.diags;
    struct rp_reading reading = rp_account_reading(reader, &reader->tree);
    RP_TRY(rampart_diags_new(&options, &reader->reading.diags));
    enum rampart_status status = rp_json_read_lazy(&reading, &lazy, ret_root);
    rampart_diags_free(reader->reading.diags);
    reader->reading.diags = diags;
    return status;
}

static enum rampart_status read_outline(struct rp_account_reader *reader, struct rp_node **ret_root)
{
    if (!rp_tree_is_json(reader->reading.source, RAMPART_FORMAT_AUTO)) return RAMPART_OK;
    enum rampart_status status = read_quietly(reader, ret_root);
    if (status != RAMPART_INVALID_INPUT) return status;
    rp_arena_free(&reader->tree);
    return RAMPART_OK;
}

/* ---- the whole tree ---- */

/* After these the rest of the text is read as it is written: they spoil no more than the value that they stand in. */
static bool read_is_of_one_value(enum rp_code code)
{
    static const enum rp_code codes[] = {RP_SYN_CONTROL,        RP_SYN_ESCAPE,      RP_SYN_SURROGATE, RP_SYN_NUMBER,
                                         RP_SYN_COMMA,          RP_SYN_COMMENT,     RP_SYN_DUPLICATE, RP_SYN_LIST_SIZE,
                                         RP_SYN_STRING_SIZE,    RP_SYN_YAML_ANCHOR, RP_SYN_YAML_TAG,  RP_SYN_YAML_MERGE,
                                         RP_SYN_YAML_AMBIGUOUS, RP_SYN_YAML_KEY};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (codes[i] == code) return true;
    return false;
}

/* A diagnostic that the limit of the list dropped may be of any code. */
static bool read_are_of_values(const struct rampart_diags *mistakes)
{
    for (size_t i = 0; i < rampart_diags_count(mistakes); i++)
        if (!read_is_of_one_value(rp_code_of(rampart_diags_at(mistakes, i)))) return false;
    return rampart_diags_count(mistakes) > 0 &&
           rampart_diags_count(mistakes) == rampart_diags_found(mistakes, RAMPART_ERROR);
}

/* Mistakes of the text refuse the account, unless all of them may stand in documents. */
static enum rampart_status read_whole(struct rp_account_reader *reader, struct rampart_diags *mistakes,
                                      struct rp_node **ret_root)
{
    struct rp_reading reading = rp_account_reading(reader, &reader->tree);
    reading.diags = mistakes;
    enum rampart_status status = rp_tree_read(&reading, RAMPART_FORMAT_AUTO, ret_root);
    if (rp_diags_failed(mistakes)) return RAMPART_NO_MEMORY;
    if (status != RAMPART_INVALID_INPUT || *ret_root == NULL || !read_are_of_values(mistakes)) {
        rp_diags_copy_all(reader->reading.diags, mistakes);
        return rp_account_note(reader, status);
    }
    reader->claimed = RP_NEW_ARRAY(&reader->scratch, bool, rampart_diags_count(mistakes));
    return reader->claimed != NULL ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* The list of mistakes is freed with the reader. */
static enum rampart_status read_tree(struct rp_account_reader *reader, struct rp_node **ret_root)
{
    const struct rampart_options options = {.allocator = &reader->tree.allocator,
                                            .limits.diagnostics = rp_diags_limit(reader->reading.diags)};
    RP_TRY(rampart_diags_new(&options, &reader->mistakes));
    RP_TRY(read_whole(reader, reader->mistakes, ret_root));
    if (reader->claimed != NULL) return RAMPART_OK;
    rampart_diags_free(reader->mistakes);
    reader->mistakes = NULL;
    return RAMPART_OK;
}

/* NULL when it makes no sense, which has been reported. Its texts outlive it. */
static enum rampart_status read_file_tree(struct rp_account_reader *reader, struct rp_node **ret_root)
{
    RP_TRY(read_outline(reader, ret_root));
    if (*ret_root == NULL) RP_TRY(read_tree(reader, ret_root));
    return rp_keep_texts(reader->reading.source, *ret_root, &reader->scratch, &reader->account->arena);
}

/* ---- all of it ---- */

/* The status says whether memory sufficed; reader->status says the rest. */
static enum rampart_status read_all(struct rp_account_reader *reader)
{
    size_t first = rampart_diags_count(reader->reading.diags);
    struct rp_node *root = NULL;
    RP_TRY(read_file_tree(reader, &root));
    if (root == NULL) return rp_account_note(reader, RAMPART_INVALID_INPUT);
    RP_TRY(read_sections(reader, root));
    rp_account_report_mistakes(reader);
    rp_diags_sort(reader->reading.diags, first);
    rp_arena_free(&reader->tree);
    rp_arena_free(&reader->unfolded);
    RP_TRY(rp_account_read_queue(reader));
    return read_close_quarantine(reader);
}

enum rampart_status rp_account_open(const struct rampart_options *options, struct rampart_str text,
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

enum rampart_status rp_account_read_opened(const struct rampart_options *options, struct rampart_account *account,
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
        .catalog = options == NULL ? NULL : options->catalog,
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
