/* SPDX-License-Identifier: Apache-2.0 */
/* From a file to its image: of one account, or of several. */
#include <rampart/image.h>

#include "account/gaps.h"
#include "account/organisation.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "image/read.h"
#include "image/write.h"

/* An image answers without asking back: it has room for what is not known of what is there, and for nothing besides. */
static bool image_write_is_complete(const struct rampart_account *account)
{
    for (size_t i = 0; i < account->gap_count; i++)
        if (!rp_image_keeps((uint32_t)account->gaps[i].kind)) return false;
    return true;
}

/* Of an organisation, an account that could not be read is one of which nothing is known: that has room. */
static enum rampart_status image_write_check_complete(const struct rampart_account *account, const char *path,
                                                      struct rampart_diags *diags)
{
    const struct rampart_account *bad = account->organisation != NULL || image_write_is_complete(account) ? NULL : account;
    for (size_t i = 0; i < rampart_account_member_count(account) && bad == NULL; i++) {
        const struct rampart_account *member = rampart_account_member(account, i);
        if (!member->failed && !image_write_is_complete(member)) bad = member;
    }
    if (bad == NULL) return RAMPART_OK;
    rp_diag(diags, RAMPART_ERROR, RP_ACC_GAP, RP_NOWHERE, "cannot make an image of an incomplete account%s%.*s",
            bad == account ? "" : ": ", RP_ARG(bad == account ? RP_STR("") : bad->id));
    rp_diag_file(diags, rampart_str(path));
    rp_diag_help(diags, "use the account file itself, or complete it");
    return RAMPART_INVALID_INPUT;
}

static enum rampart_status image_write_any(const struct rampart_options *options, const struct rampart_account *account,
                                           const struct rampart_diags *said, const struct rampart_writer *writer)
{
    struct rp_image_written written;
    if (account->organisation != NULL) return rp_image_write_members(options, account, said, writer);
    return rp_image_write_account(options, account, NULL, said, writer, &written);
}

/* Diagnostics about the account alone go into the image; the caller gets them too. */
enum rampart_status rampart_image_write(const struct rampart_options *options, const struct rampart_input *input,
                                        struct rampart_diags *diags, const struct rampart_writer *writer)
{
    if (input == NULL || input->path_count != 1 || input->paths[0] == NULL) return RAMPART_MISUSE;
    if (writer == NULL || writer->write == NULL) return RAMPART_MISUSE;
    const struct rp_account_how how = {
        .packs = true, .as_complete = input->as_complete, .outside = input->allow_outside};
    const char *path = input->paths[0];
    struct rampart_diags *said = NULL;
    struct rampart_account *account = NULL;
    RP_TRY(rampart_diags_new(options, &said));
    rp_diags_share_watcher(said, diags);
    enum rampart_status status = rp_account_read_path(options, path, how, said, &account);
    rp_diags_copy_all(diags, said);
    if (status == RAMPART_OK && rp_diags_failed(diags)) status = RAMPART_NO_MEMORY;
    if (status == RAMPART_OK && input->require_complete) status = rp_gaps_refuse(account, diags);
    if (status == RAMPART_OK) status = image_write_check_complete(account, path, diags);
    if (status == RAMPART_OK) status = image_write_any(options, account, said, writer);
    rampart_account_free(account);
    rampart_diags_free(said);
    return status;
}
