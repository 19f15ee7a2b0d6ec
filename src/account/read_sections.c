/* SPDX-License-Identifier: Apache-2.0 */
/* The sections of an account file, in an order in which names are defined before they are used. */
#include "account/read.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "policy/arn.h"

/* ---- the reader ---- */

void rp_account_reader_start(struct rp_account_reader *reader, const struct rampart_options *options)
{
    rp_arena_init(&reader->tree, rp_options_allocator(options));
    rp_arena_init(&reader->scratch, rp_options_allocator(options));
    rp_arena_init(&reader->moment, rp_options_allocator(options));
    rp_arena_init(&reader->unfolded, rp_options_allocator(options));
    rp_arena_init(&reader->listed, rp_options_allocator(options));
    rp_buf_init(&reader->packed, rp_options_allocator(options), UINT32_MAX);
}

void rp_account_reader_end(struct rp_account_reader *reader)
{
    rp_arena_free(&reader->tree);
    rp_arena_free(&reader->scratch);
    rp_arena_free(&reader->moment);
    rp_arena_free(&reader->unfolded);
    rp_arena_free(&reader->listed);
    rp_buf_free(&reader->packed);
}

/* ---- the members of the file ---- */

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
    ENDPOINT_POLICIES,
    ACCESS_KEY_POLICIES,
    INSTANCE_ROLE_POLICIES,
    BLOCK_PUBLIC_ACCESS,
    FILE_MEMBERS
};
static const char *const file_members[] = {
    "rampart", "account", "policies",          "systemPolicies", "resourceGroups", "groups",
    "users",   "roles",   "resourceDirectory", "incomplete",     "assumeAbsent",
    "resourcePolicies", "endpointPolicies", "accessKeyPolicies", "instanceRolePolicies",
    "blockPublicAccess",
};
static const struct rp_account_shape file_shape = {
    "an account file",
    "it has rampart, account, policies, users, groups, roles, resourceGroups, systemPolicies, "
    "resourceDirectory, incomplete, assumeAbsent, resourcePolicies, endpointPolicies, accessKeyPolicies, "
    "instanceRolePolicies and blockPublicAccess",
    file_members, FILE_MEMBERS};

/* Behind the members that are the file's. */
enum { FIRST_OF_BODY = POLICIES };
static const struct rp_account_shape body_shape = {
    "an account of several",
    "it has policies, users, groups, roles, resourceGroups, systemPolicies, resourceDirectory, incomplete, "
    "assumeAbsent, resourcePolicies, endpointPolicies, accessKeyPolicies, instanceRolePolicies and "
    "blockPublicAccess",
    file_members + FIRST_OF_BODY, FILE_MEMBERS - FIRST_OF_BODY};

/* ---- the head of the file ---- */

void rp_account_check_version(struct rp_account_reader *reader, const struct rp_node *root, const struct rp_node *node)
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
    rp_account_check_id(reader, node->text, node->span);
}

void rp_account_check_id(struct rp_account_reader *reader, struct rampart_str id, struct rp_span span)
{
    if (rp_account_id_valid(id)) return;
    rp_account_error(reader, RP_ACC_ID, span, "the account ID must be up to %d digits, not \"%.*s\"",
                     RP_MOST_ID_DIGITS, RP_ARG(rp_account_shown(id)));
    rp_diag_help(reader->reading.diags, "write the number of the account, such as \"1234567890123456\"");
}

/* ---- the file ---- */

/* Names are defined before they are used. */
static enum rampart_status read_body(struct rp_account_reader *reader, const struct rp_node *const *members)
{
    rp_account_layers(reader, members[ASSUME_ABSENT], &reader->account->absent_layers);
    RP_TRY(rp_account_gaps(reader, members[INCOMPLETE]));
    RP_TRY(rp_account_policies(reader, members[POLICIES], members[SYSTEM_POLICIES]));
    RP_TRY(rp_account_resource_groups(reader, members[RESOURCE_GROUPS]));
    RP_TRY(rp_account_groups(reader, members[GROUPS]));
    RP_TRY(rp_account_users(reader, members[USERS]));
    RP_TRY(rp_account_roles(reader, members[ROLES]));
    RP_TRY(rp_account_directory(reader, members[RESOURCE_DIRECTORY]));
    RP_TRY(rp_account_resource_policies(reader, members[RESOURCE_POLICIES]));
    RP_TRY(rp_account_endpoint_policies(reader, members[ENDPOINT_POLICIES]));
    RP_TRY(rp_account_access_key_policies(reader, members[ACCESS_KEY_POLICIES]));
    RP_TRY(rp_account_instance_role_policies(reader, members[INSTANCE_ROLE_POLICIES]));
    RP_TRY(rp_account_block_public_access(reader, members[BLOCK_PUBLIC_ACCESS]));
    rp_account_check_gaps(reader);
    return RAMPART_OK;
}

enum rampart_status rp_account_read_body(struct rp_account_reader *reader, const struct rp_node *node)
{
    const struct rp_node *members[FILE_MEMBERS] = {NULL};
    if (!rp_account_is(reader, node, RP_NODE_MAP, RP_STR("an account"), "a map with policies, users, groups and roles"))
        return RAMPART_OK;
    rp_account_members(reader, node, &body_shape, members + FIRST_OF_BODY);
    return read_body(reader, members);
}

enum rampart_status rp_account_read_sections(struct rp_account_reader *reader, const struct rp_node *root)
{
    const struct rp_node *members[FILE_MEMBERS] = {NULL};
    if (!rp_account_is(reader, root, RP_NODE_MAP, RP_STR("an account file"),
                       "a map that begins with rampart: 1"))
        return RAMPART_OK;
    bool other = false;
    RP_TRY(rp_account_refuse_other(reader, root, &file_shape, &other));
    if (other) return RAMPART_OK;
    rp_account_members(reader, root, &file_shape, members);
    rp_account_check_version(reader, root, members[RAMPART]);
    read_id(reader, root, members[ACCOUNT]);
    return read_body(reader, members);
}

/* A trust policy that nobody knows is one that was not given: the layer stays open. */
static void read_drop_unknown_trusts(struct rp_account_reader *reader)
{
    for (size_t i = 0; i < reader->account->role_count; i++)
        if (reader->roles[i].trust != NULL && reader->roles[i].trust->unknown) reader->roles[i].trust = NULL;
}

/* The list of the quarantine becomes the account's, and its documents become gaps. */
enum rampart_status rp_account_close_quarantine(struct rp_account_reader *reader)
{
    read_drop_unknown_trusts(reader);
    RP_TRY(rp_quarantine_close(&reader->quarantine, reader->account));
    return rp_quarantine_add_gaps(reader->account);
}
