/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file of several accounts: `accounts` is a map from ids to what stands in an account file besides. Each has a reader
 * and diagnostics of its own, so that one which is refused refuses no other.
 */
#include "account/organisation.h"
#include "account/read.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "policy/arn.h"

enum { RAMPART, ACCOUNTS, ORGANISATION_MEMBERS };
static const char *const organisation_members[] = {"rampart", "accounts"};
static const struct rp_account_shape organisation_shape = {
    "a file of several accounts", "it has rampart and accounts, a map from ids to accounts", organisation_members,
    ORGANISATION_MEMBERS};

bool rp_account_has_members(const struct rp_node *root)
{
    if (root->type != RP_NODE_MAP) return false;
    for (const struct rp_node *node = root->first; node != NULL; node = node->next)
        if (rp_str_equal(node->key, RP_STR("accounts"))) return true;
    return false;
}

/* ---- one account ---- */

/* The text is the file's; what is read of it is the account's own. */
static void read_members_begin(const struct rp_account_reader *file, struct rampart_account *account,
                               struct rampart_diags *said, struct rp_account_reader *reader)
{
    account->source = file->account->source;
    *reader = (struct rp_account_reader){.account = account,
                                         .options = file->options,
                                         .catalog = file->catalog,
                                         .reading = file->reading,
                                         .file_limits = file->file_limits,
                                         .mistakes = file->mistakes,
                                         .claimed = file->claimed,
                                         .how = file->how,
                                         .quarantine.findings = file->how.findings};
    reader->reading.arena = &account->arena;
    reader->reading.diags = said;
    rp_account_reader_start(reader, file->options);
}

/* `unread`: why the account could not be read when the file was made. It still cannot. */
static bool read_members_unread(struct rp_account_reader *reader, const struct rp_node *whole)
{
    const struct rp_node *only = whole->type == RP_NODE_MAP ? whole->first : NULL;
    if (only == NULL || only->next != NULL || !rp_str_equal(only->key, RP_STR("unread"))) return false;
    if (!rp_account_is(reader, only, RP_NODE_STRING, only->key, "the reason why the account could not be read"))
        return true;
    rp_account_error(reader, RP_ACC_FAILED, only->span, "%.*s", RP_ARG(rp_str_part(only->text, 0, 400)));
    return true;
}

static enum rampart_status read_members_body(struct rp_account_reader *reader, const struct rp_node *node,
                                             const struct rp_node *whole)
{
    RP_TRY_MEMORY(rp_arena_copy(&reader->account->arena, node->key, &reader->account->id));
    rp_account_check_id(reader, node->key, node->key_span);
    if (read_members_unread(reader, whole)) return RAMPART_OK;
    RP_TRY(rp_account_read_body(reader, whole));
    rp_diags_sort(reader->reading.diags, 0);
    RP_TRY(rp_account_read_queue(reader));
    return rp_account_close_quarantine(reader);
}

/* NULL in *ret_account: it is refused, which was said. */
static enum rampart_status read_members_account(struct rp_account_reader *file, const struct rp_node *node,
                                                struct rampart_diags *said, struct rampart_account **ret_account)
{
    struct rp_account_reader reader;
    struct rampart_account *account = NULL;
    const struct rp_node *whole = NULL;
    RP_TRY(rp_account_unfold(file, node, &whole));
    RP_TRY(rp_account_new(file->options, &account));
    read_members_begin(file, account, said, &reader);
    enum rampart_status status = read_members_body(&reader, node, whole);
    if (status == RAMPART_OK && rp_diags_failed(said)) status = RAMPART_NO_MEMORY;
    const bool good = status == RAMPART_OK && reader.status == RAMPART_OK;
    rp_account_reader_end(&reader);
    if (good) {
        *ret_account = account;
        return RAMPART_OK;
    }
    if (status == RAMPART_OK && reader.status == RAMPART_NO_MEMORY) status = RAMPART_NO_MEMORY;
    rampart_account_free(account);
    return status;
}

/* An account that is linted keeps its errors; of one that is asked they are warnings. */
static enum rampart_status read_members_fail(struct rp_account_reader *file, struct rp_members *members,
                                             const struct rp_node *node, const struct rampart_diags *said)
{
    const bool valid = rp_account_id_valid(node->key), findings = file->how.findings;
    if (findings) rp_diags_copy_all(file->reading.diags, said);
    return rp_members_fail(members, valid ? node->key : RP_STR(""), file->account->source.name,
                           (struct rp_at){file->reading.source, node->key_span}, said,
                           findings ? NULL : file->reading.diags);
}

static enum rampart_status read_members_one(struct rp_account_reader *file, struct rp_members *members,
                                            const struct rp_node *node)
{
    const struct rampart_options own = {.allocator = &file->scratch.allocator,
                                        .limits.diagnostics = rp_diags_limit(file->reading.diags)};
    struct rampart_diags *said = NULL;
    struct rampart_account *account = NULL;
    RP_TRY(rampart_diags_new(&own, &said));
    rp_diags_share_watcher(said, file->reading.diags);
    enum rampart_status status = read_members_account(file, node, said, &account);
    if (status == RAMPART_OK && account != NULL) {
        rp_diags_copy_all(file->reading.diags, said);
        status = rp_members_add(members, account);
    } else if (status != RAMPART_NO_MEMORY) {
        status = read_members_fail(file, members, node, said);
    }
    rampart_diags_free(said);
    return status;
}

/* ---- all of them ---- */

static enum rampart_status read_members_all(struct rp_account_reader *reader, struct rp_members *members,
                                            const struct rp_node *root)
{
    const struct rp_node *parts[ORGANISATION_MEMBERS] = {NULL};
    rp_account_members(reader, root, &organisation_shape, parts);
    rp_account_check_version(reader, root, parts[RAMPART]);
    const struct rp_node *accounts = parts[ACCOUNTS];
    if (accounts == NULL || !rp_account_is(reader, accounts, RP_NODE_MAP, accounts->key, "a map from ids to accounts"))
        return rp_account_note(reader, RAMPART_INVALID_INPUT);
    if (accounts->first == NULL) {
        rp_account_error(reader, RP_ACC_MISSING, accounts->span, "the file has no account");
        rp_diag_help(reader->reading.diags, "add one: \"1234567890123456\": {users: …}");
    }
    for (const struct rp_node *node = accounts->first; node != NULL; node = node->next)
        RP_TRY(read_members_one(reader, members, node));
    return RAMPART_OK;
}

enum rampart_status rp_account_read_members(struct rp_account_reader *reader, const struct rp_node *root)
{
    struct rp_members members = {.arena = &reader->scratch};
    enum rampart_status status = read_members_all(reader, &members, root);
    if (status == RAMPART_OK && reader->status == RAMPART_OK)
        status = rp_organisation_make(reader->options, &members, reader->reading.diags, reader->account);
    rp_members_drop(&members);
    return rp_account_note(reader, status);
}
