/* SPDX-License-Identifier: Apache-2.0 */
/* An image in the place of an account file. */
#include "account/read.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "text/file.h"

/* Its text and its documents lie in the image. */
static enum rampart_status read_anew(const struct rampart_options *options, const struct rp_image *image,
                                     bool packs, struct rampart_diags *diags,
                                     struct rampart_account **ret_account)
{
    struct rp_source source;
    const struct rp_account_how how = {.image = image, .packs = packs};
    if (!rp_image_source(image, 0, &source) || rp_image_is(source.text))
        return rp_image_damaged(image, diags);
    return rp_account_read_text(options, source.text, source.name, how, diags, ret_account);
}

/* The account stays what it is: an image with an id. */
static enum rampart_status open(struct rampart_account *account, struct rampart_str bytes,
                                struct rampart_str file, struct rampart_diags *diags, struct rp_image *image)
{
    RP_TRY_MEMORY(rp_arena_copy(&account->arena, file, &file));
    RP_TRY(rp_image_open(bytes, file, diags, image));
    if (!rp_image_string(image, 0, &account->id)) return rp_image_damaged(image, diags);
    enum rampart_status listed = rp_image_list_aside(image, &account->arena);
    if (listed != RAMPART_OK)
        return listed == RAMPART_INVALID_INPUT ? rp_image_damaged(image, diags) : listed;
    rp_image_give_aside(image, account);
    account->image = image;
    return RAMPART_OK;
}

static enum rampart_status load(const struct rampart_options *options, struct rampart_account *account,
                                struct rampart_str bytes, struct rampart_str file, bool packs,
                                struct rampart_diags *diags, struct rampart_account **ret_account)
{
    struct rp_image *image = RP_NEW(&account->arena, struct rp_image);
    RP_TRY_MEMORY(image != NULL);
    if (account->image_bytes.len == 0) RP_TRY_MEMORY(rp_arena_copy(&account->arena, bytes, &bytes));
    RP_TRY(open(account, bytes, file, diags, image));
    if (packs || !rp_image_serves(image, options, diags))
        return read_anew(options, image, packs, diags, ret_account);
    RP_TRY(rp_image_say(image, diags));
    *ret_account = account;
    return RAMPART_OK;
}

void rp_image_release(const struct rampart_allocator *allocator, struct rampart_str bytes, bool mapped)
{
    if (mapped)
        rp_file_unmap(bytes);
    else if (bytes.len > 0)
        allocator->release(allocator->context, (void *)(uintptr_t)bytes.data);
}

enum rampart_status rp_image_load(const struct rampart_options *options, struct rampart_str bytes,
                                  enum rp_image_owner owner, struct rampart_str file, bool packs,
                                  struct rampart_diags *diags, struct rampart_account **ret_account)
{
    struct rampart_account *account = NULL, *made = NULL;
    enum rampart_status status = rp_account_new(options, &account);
    bool mapped = owner == RP_IMAGE_MAPPED;
    if (status == RAMPART_OK) {
        if (owner != RP_IMAGE_OF_CALLER) account->image_bytes = bytes;
        account->mapped = mapped;
        status = load(options, account, bytes, file, packs, diags, &made);
        if (made != account) rampart_account_free(account);
    } else if (owner != RP_IMAGE_OF_CALLER) {
        const struct rampart_allocator allocator = rp_allocator_of(rp_options_allocator(options));
        rp_image_release(&allocator, bytes, mapped);
    }
    if (status == RAMPART_OK) *ret_account = made;
    return status;
}
