/* SPDX-License-Identifier: Apache-2.0 */
/* The image of an organisation: one of what its members share, then one of each, so that no more than one is made at a time. */
#include <stdlib.h>
#include <string.h>

#include "account/organisation.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "image/write.h"

/* ---- the parts ---- */

struct members_writing {
    const struct rampart_options *options;
    const struct rampart_writer *writer;
    struct rp_image_sources sources;
    struct rp_buf sizes;
    uint64_t size, texts;
};

static bool write_members_put(const struct members_writing *writing, const void *bytes, size_t len)
{
    return writing->writer->write(writing->writer->context, (struct rampart_str){bytes, len});
}

static enum rampart_status write_members_part(struct members_writing *writing, const struct rampart_account *account,
                                              const struct rampart_diags *said)
{
    struct rp_image_written written;
    RP_TRY(rp_image_write_account(writing->options, account, &writing->sources, said, writing->writer, &written));
    writing->size += written.size;
    writing->texts += written.texts;
    rp_buf_add(&writing->sizes, (struct rampart_str){(const char *)&written.size, sizeof written.size});
    return writing->sizes.failed;
}

/* One that could not be read is noted in the first part. */
static enum rampart_status write_members_parts(struct members_writing *writing, const struct rampart_account *organisation,
                                               const struct rampart_diags *said)
{
    struct rampart_diags *nothing = NULL;
    RP_TRY(write_members_part(writing, organisation, said));
    RP_TRY(rampart_diags_new(writing->options, &nothing));
    enum rampart_status status = RAMPART_OK;
    for (size_t i = 0; i < rampart_account_member_count(organisation) && status == RAMPART_OK; i++) {
        const struct rampart_account *member = rampart_account_member(organisation, i);
        if (!member->failed) status = write_members_part(writing, member, nothing);
    }
    rampart_diags_free(nothing);
    return status;
}

static enum rampart_status write_members_tail(struct members_writing *writing)
{
    struct rp_image_members_tail tail = {.count = writing->sizes.len / sizeof(uint64_t)};
    rp_buf_add(&writing->sizes, (struct rampart_str){(const char *)&tail.count, sizeof tail.count});
    if (writing->sizes.failed != RAMPART_OK) return writing->sizes.failed;
    if (writing->texts / RP_IMAGE_TEXTS_MOST > writing->size) return RAMPART_LIMIT;
    const struct rampart_str end = rp_buf_text(&writing->sizes);
    tail.checksum = rp_checksum(end);
    if (!write_members_put(writing, end.data, end.len)) return RAMPART_IO;
    return write_members_put(writing, &tail.checksum, sizeof tail.checksum) ? RAMPART_OK : RAMPART_IO;
}

static enum rampart_status write_members_all(struct members_writing *writing, const struct rampart_account *organisation,
                                             const struct rampart_diags *said)
{
    const struct rampart_str version = rampart_str(rampart_version());
    struct rp_image_members_head head = {.magic = RP_IMAGE_MAGIC, .order = RP_IMAGE_ORDER, .form = RP_IMAGE_MEMBERS_FORM};
    memcpy(head.version, version.data, version.len < sizeof head.version ? version.len : sizeof head.version);
    if (!write_members_put(writing, &head, sizeof head)) return RAMPART_IO;
    RP_TRY(write_members_parts(writing, organisation, said));
    return write_members_tail(writing);
}

enum rampart_status rp_image_write_members(const struct rampart_options *options,
                                           const struct rampart_account *organisation, const struct rampart_diags *said,
                                           const struct rampart_writer *writer)
{
    struct members_writing writing = {.options = options, .writer = writer};
    struct rp_arena arena;
    rp_arena_init(&arena, rp_options_allocator(options));
    rp_buf_init(&writing.sizes, rp_options_allocator(options), UINT32_MAX);
    enum rampart_status status = rp_image_list_sources(&arena, organisation, &writing.sources);
    if (status == RAMPART_OK) status = write_members_all(&writing, organisation, said);
    rp_buf_free(&writing.sizes);
    rp_arena_free(&arena);
    return status;
}
