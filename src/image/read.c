/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An account is read from the text of its file, or from an image. An image that does not serve is read anew from the
 * texts in it.
 */
#include "image/read.h"

#include <string.h>

#include "account/names.h"
#include "account/organisation.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "image/image.h"
#include "policy/arn.h"
#include "text/file.h"

/* The sources of an image by their names. */
struct image_files {
    const struct rp_image *image;
    struct rp_image_files names;
};

static bool image_read_find_stored(const void *context, struct rampart_str name, struct rampart_str *ret_text)
{
    const struct image_files *files = context;
    return rp_image_text(files->image, &files->names, name, ret_text);
}

static enum rampart_status image_read_stored_file(const struct rampart_options *options,
                                                  const struct image_files *files, bool packs,
                                                  struct rampart_diags *diags, struct rampart_account **ret_account)
{
    const struct rp_account_store store = {image_read_find_stored, files, false};
    const struct rp_account_how how = {.store = &store, .packs = packs};
    struct rampart_account *account = NULL;
    struct rp_source source;
    if (!rp_image_source(files->image, 0, &source) || rp_image_is(source.text))
        return rp_image_damaged(files->image, diags);
    RP_TRY(rp_account_open(options, source.text, source.name, diags, &account));
    return rp_account_read_opened(options, account, how, diags, ret_account);
}

/* Its text and its documents lie in the image. */
static enum rampart_status image_read_anew(const struct rampart_options *options, const struct rp_image *image,
                                           bool packs, struct rampart_diags *diags,
                                           struct rampart_account **ret_account)
{
    struct rp_arena arena;
    struct image_files files = {.image = image};
    rp_arena_init(&arena, rp_options_allocator(options));
    enum rampart_status status = rp_image_list_files(image, &arena, &files.names);
    if (status == RAMPART_OK)
        status = image_read_stored_file(options, &files, packs, diags, ret_account);
    else if (status == RAMPART_INVALID_INPUT)
        status = rp_image_damaged(image, diags);
    rp_arena_free(&arena);
    return status;
}

/* The account stays what it is: an image with an id. */
static enum rampart_status image_read_open(struct rampart_account *account, struct rampart_str bytes,
                                           const struct rp_image *sources, struct rampart_str file,
                                           struct rampart_diags *diags, struct rp_image *image)
{
    RP_TRY_MEMORY(rp_arena_copy(&account->arena, file, &file));
    RP_TRY(rp_image_open_member(bytes, sources, file, diags, image));
    if (!rp_image_string(image, 0, &account->id)) return rp_image_damaged(image, diags);
    enum rampart_status listed = rp_image_list_gaps(image, &account->arena);
    if (listed != RAMPART_OK) return listed == RAMPART_INVALID_INPUT ? rp_image_damaged(image, diags) : listed;
    rp_image_give_gaps(image, account);
    account->image = image;
    account->placed = image->facts.member != 0;
    return RAMPART_OK;
}

/* ---- organisations ---- */

/* The first image has the accounts that could not be read, and nothing else that is not known. */
static enum rampart_status image_read_failed(const struct rp_image *image, struct rp_members *members,
                                             struct rampart_diags *diags)
{
    const struct rp_image_gap *records = image->sections[RP_IMAGE_GAPS];
    for (size_t i = 0; i < image->counts[RP_IMAGE_GAPS]; i++) {
        struct rampart_str strings[RP_IMAGE_GAP_STRINGS];
        bool good = records[i].kind == RAMPART_GAP_ACCOUNTS;
        for (size_t k = 0; k < RP_IMAGE_GAP_STRINGS && good; k++)
            good = rp_image_string(image, image->names.gaps + i * RP_IMAGE_GAP_STRINGS + k, &strings[k]);
        if (!good || (strings[RP_IMAGE_SUBJECT].len > 0 && !rp_account_id_valid(strings[RP_IMAGE_SUBJECT])))
            return rp_image_damaged(image, diags);
        RP_TRY(rp_members_note_failed(members, strings[RP_IMAGE_SUBJECT], strings[RP_IMAGE_GAP_FILE],
                                      strings[RP_IMAGE_REASON]));
    }
    return RAMPART_OK;
}

static enum rampart_status image_read_member(const struct rampart_options *options, const struct rp_image *sources,
                                             struct rampart_str bytes, struct rampart_diags *diags,
                                             struct rampart_account *account, uint64_t *texts)
{
    struct rp_image *image = RP_NEW(&account->arena, struct rp_image);
    RP_TRY_MEMORY(image != NULL);
    RP_TRY(image_read_open(account, bytes, sources, sources->file, diags, image));
    RP_TRY(rp_image_check_catalog(image, options, diags));
    const bool good = rp_account_id_valid(account->id) && image->facts.texts <= *texts;
    if (!good || !rp_image_serves(image, options, diags)) return rp_image_damaged(image, diags);
    *texts -= image->facts.texts;
    return RAMPART_OK;
}

static enum rampart_status image_read_members(const struct rampart_options *options, const struct rp_image *sources,
                                              const struct rp_image_parts *parts, struct rp_members *members,
                                              struct rampart_diags *diags)
{
    uint64_t texts = (uint64_t)RP_IMAGE_TEXTS_MOST * parts->bytes.len;
    size_t at = sizeof(struct rp_image_members_head) + (size_t)parts->sizes[0];
    for (size_t i = 1; i < parts->count; at += (size_t)parts->sizes[i], i++) {
        const struct rampart_str bytes = rp_str_part(parts->bytes, at, (size_t)parts->sizes[i]);
        struct rampart_account *account = NULL;
        RP_TRY(rp_account_new(options, &account));
        enum rampart_status status = image_read_member(options, sources, bytes, diags, account, &texts);
        if (status != RAMPART_OK) rampart_account_free(account);
        RP_TRY(status);
        RP_TRY(rp_members_add(members, account));
    }
    return image_read_failed(sources, members, diags);
}

/* An organisation is read anew as a whole: all images in it were made in the same way. */
static enum rampart_status image_read_organisation(const struct rampart_options *options, struct rampart_account *account,
                                                   struct rampart_str bytes, struct rampart_str file, bool packs,
                                                   struct rampart_diags *diags, struct rampart_account **ret_account)
{
    struct rp_image *sources = RP_NEW(&account->arena, struct rp_image);
    struct rp_members members = {.arena = &account->arena};
    struct rp_image_parts parts;
    RP_TRY_MEMORY(sources != NULL && rp_arena_copy(&account->arena, file, &file));
    RP_TRY(rp_image_open_parts(bytes, file, diags, &parts));
    RP_TRY(rp_image_open(rp_str_part(bytes, sizeof(struct rp_image_members_head), (size_t)parts.sizes[0]), file, diags,
                         sources));
    RP_TRY(rp_image_check_catalog(sources, options, diags));
    if (packs || !rp_image_serves(sources, options, diags))
        return image_read_anew(options, sources, packs, diags, ret_account);
    enum rampart_status status = image_read_members(options, sources, &parts, &members, diags);
    if (status == RAMPART_OK) status = rp_image_repeat_diags(sources, diags);
    if (status == RAMPART_OK) status = rp_organisation_make(options, &members, diags, account);
    rp_members_drop(&members);
    if (status == RAMPART_OK) *ret_account = account;
    return status;
}

/* ---- one account ---- */

static enum rampart_status image_read_load(const struct rampart_options *options, struct rampart_account *account,
                                           struct rampart_str bytes, struct rampart_str file, bool packs,
                                           struct rampart_diags *diags, struct rampart_account **ret_account)
{
    struct rp_image *image = RP_NEW(&account->arena, struct rp_image);
    RP_TRY_MEMORY(image != NULL);
    if (account->image_bytes.len == 0) RP_TRY_MEMORY(rp_arena_copy(&account->arena, bytes, &bytes));
    if (rp_image_has_members(bytes))
        return image_read_organisation(options, account, bytes, file, packs, diags, ret_account);
    RP_TRY(image_read_open(account, bytes, NULL, file, diags, image));
    RP_TRY(rp_image_check_catalog(image, options, diags));
    if (packs || !rp_image_serves(image, options, diags))
        return image_read_anew(options, image, packs, diags, ret_account);
    RP_TRY(rp_image_repeat_diags(image, diags));
    *ret_account = account;
    return RAMPART_OK;
}

/*
 * The owner of the bytes of an image: the caller, who keeps them, or from now on the account; they are mapped or
 * allocated.
 */
enum image_owner { OF_CALLER, MAPPED, ALLOCATED };

/*
 * The account of an image. One that does not serve, or is to be read in another way, is read anew from the text in it.
 * Errors: as rampart_account_read().
 */
static enum rampart_status image_read_load_image(const struct rampart_options *options, struct rampart_str bytes,
                                                 enum image_owner owner, struct rampart_str file, bool packs,
                                                 struct rampart_diags *diags, struct rampart_account **ret_account)
{
    struct rampart_account *account = NULL, *made = NULL;
    enum rampart_status status = rp_account_new(options, &account);
    bool mapped = owner == MAPPED;
    if (status == RAMPART_OK) {
        if (owner != OF_CALLER) account->image_bytes = bytes;
        account->mapped = mapped;
        status = image_read_load(options, account, bytes, file, packs, diags, &made);
        if (made != account) rampart_account_free(account);
    } else if (owner != OF_CALLER) {
        const struct rampart_allocator allocator = rp_allocator_of(rp_options_allocator(options));
        rp_account_release(&allocator, bytes, mapped);
    }
    if (status == RAMPART_OK) *ret_account = made;
    return status;
}

/* ---- what a caller has ---- */

enum rampart_status rp_account_read_text(const struct rampart_options *options, struct rampart_str text,
                                         struct rampart_str file, struct rp_account_how how,
                                         struct rampart_diags *diags, struct rampart_account **ret_account)
{
    if (rp_image_is(text)) return image_read_load_image(options, text, OF_CALLER, file, how.packs, diags, ret_account);
    struct rampart_account *account = NULL;
    RP_TRY(rp_account_open(options, text, file, diags, &account));
    return rp_account_read_opened(options, account, how, diags, ret_account);
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
        return image_read_load_image(options, text, ALLOCATED, file, how.packs, diags, ret_account);
    }
    enum rampart_status status = rp_account_open(options, text, file, diags, &account);
    rp_buf_free(loaded);
    return status == RAMPART_OK ? rp_account_read_opened(options, account, how, diags, ret_account) : status;
}

enum rampart_status rp_account_map_image(const struct rampart_options *options, const char *path,
                                         struct rp_account_how how, struct rampart_diags *diags,
                                         struct rampart_account **ret_account)
{
    struct rampart_str bytes;
    *ret_account = NULL;
    RP_TRY(rp_file_map(path, diags, &bytes));
    if (rp_image_is(bytes))
        return image_read_load_image(options, bytes, MAPPED, rampart_str(path), how.packs, diags, ret_account);
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
    enum rampart_status status =
        rp_account_read_text(options, text, file, (struct rp_account_how){0}, diags != NULL ? diags : own, ret_account);
    rampart_diags_free(own);
    return status;
}

enum rampart_status rampart_account_read_file(const struct rampart_options *options, const char *path,
                                              struct rampart_diags *diags, struct rampart_account **ret_account)
{
    if (path == NULL || ret_account == NULL) return RAMPART_MISUSE;
    struct rampart_diags *own = NULL;
    if (diags == NULL) RP_TRY(rampart_diags_new(options, &own));
    enum rampart_status status =
        rp_account_read_path(options, path, (struct rp_account_how){0}, diags != NULL ? diags : own, ret_account);
    rampart_diags_free(own);
    return status;
}
