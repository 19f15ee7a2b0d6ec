/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts as account files. */
#include <rampart/write.h>

#include "account/image.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "policy/policy_tree.h"
#include "text/tree.h"
#include "write/account_tree.h"
#include "write/document.h"
#include "write/tree_yaml.h"

/* An account with all that is in it: one that is an image gives it back whole. */
struct opened {
    const struct rampart_account *account;
    struct rampart_account *own; /* made for this; else NULL */
    struct rp_arena arena;
};

static enum rampart_status open_account(const struct rampart_options *options,
                                        const struct rampart_account *account, struct opened *opened)
{
    *opened = (struct opened){.account = account};
    rp_arena_init(&opened->arena, rp_options_allocator(options));
    if (account->image == NULL) return RAMPART_OK;
    RP_TRY(rp_image_account(options, account->image, NULL, NULL, &opened->own));
    opened->account = opened->own;
    return RAMPART_OK;
}

static void close_account(struct opened *opened)
{
    rp_arena_free(&opened->arena);
    rampart_account_free(opened->own);
}

/* ---- the file ---- */

static enum rampart_status write_file(struct opened *opened, struct rampart_account_style style,
                                      const struct rampart_writer *writer)
{
    struct rp_node *root = NULL;
    struct rp_buf out;
    RP_TRY(rp_account_file_tree(&opened->arena, opened->account, style.split, &root));
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
    if (account == NULL || writer == NULL || writer->write == NULL || account->id.len == 0)
        return RAMPART_MISUSE;
    enum rampart_status status = open_account(options, account, &opened);
    if (status == RAMPART_OK) status = write_file(&opened, style, writer);
    close_account(&opened);
    return status;
}

/* ---- documents ---- */

static enum rampart_status write_document(struct opened *opened, const char *folder, struct rampart_str name,
                                          const struct rampart_policy *policy,
                                          const struct rampart_document_writer *writer)
{
    struct rampart_str path;
    struct rp_node *document = NULL;
    struct rp_buf out;
    rp_arena_reset(&opened->arena);
    RP_TRY(rp_account_document_path(&opened->arena, folder, name, &path));
    RP_TRY(rp_policy_tree(&opened->arena, policy, &document));
    rp_buf_init(&out, &opened->arena.allocator, SIZE_MAX / 4);
    rp_document_print(&out, document);
    enum rampart_status status = out.failed;
    if (status == RAMPART_OK && !writer->write(writer->context, path, rp_buf_text(&out))) status = RAMPART_IO;
    rp_buf_free(&out);
    return status;
}

static enum rampart_status write_policies(struct opened *opened, bool system,
                                          const struct rampart_document_writer *writer)
{
    for (size_t i = 0; i < opened->account->policy_count; i++) {
        const struct rp_named_policy *policy = &opened->account->policies[i];
        if (policy->system == system && rp_account_holds(policy))
            RP_TRY(write_document(opened, rp_account_folder(system), policy->name, policy->policy, writer));
    }
    return RAMPART_OK;
}

static enum rampart_status write_documents(struct opened *opened,
                                           const struct rampart_document_writer *writer)
{
    RP_TRY(write_policies(opened, false, writer));
    RP_TRY(write_policies(opened, true, writer));
    for (size_t i = 0; i < opened->account->role_count; i++) {
        const struct rp_role *role = &opened->account->roles[i];
        if (role->trust != NULL && !role->trust->hidden)
            RP_TRY(write_document(opened, rp_trust_folder, role->name, role->trust, writer));
    }
    return RAMPART_OK;
}

enum rampart_status rampart_write_account_documents(const struct rampart_options *options,
                                                    const struct rampart_account *account,
                                                    const struct rampart_document_writer *writer)
{
    struct opened opened;
    if (account == NULL || writer == NULL || writer->write == NULL) return RAMPART_MISUSE;
    enum rampart_status status = open_account(options, account, &opened);
    if (status == RAMPART_OK) status = write_documents(&opened, writer);
    close_account(&opened);
    return status;
}
