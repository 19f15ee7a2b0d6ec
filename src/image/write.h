/* SPDX-License-Identifier: Apache-2.0 */
/* Writing one image, alone or as a part of that of an organisation. */
#ifndef RP_IMAGE_WRITE_H
#define RP_IMAGE_WRITE_H

#include <rampart/image.h>

#include "image/image.h"

/* The sources of an organisation: its file, then those of documents in other files, sorted by name. */
struct rp_image_sources {
    const struct rp_source **items;
    size_t count;
};

/* Lists them. Errors: RAMPART_LIMIT, RAMPART_NO_MEMORY. */
enum rampart_status rp_image_list_sources(struct rp_arena *arena, const struct rampart_account *organisation,
                                          struct rp_image_sources *ret_sources);

/* The number of a source that is among them, or one with its name and text. */
uint32_t rp_image_source_number(const struct rp_image_sources *sources, const struct rp_source *source);

struct rp_image_written {
    uint64_t size, texts; /* texts: as in the facts */
};

/*
 * Writes the image of an account. `shared` NULL: it stands alone; else it is a member, or the organisation itself, which
 * has the sources. Errors: as rampart_image_write().
 */
enum rampart_status rp_image_write_account(const struct rampart_options *options,
                                           const struct rampart_account *account, const struct rp_image_sources *shared,
                                           const struct rampart_diags *said, const struct rampart_writer *writer,
                                           struct rp_image_written *ret_written);

/* Writes the image of an organisation. Errors: as rampart_image_write(). */
enum rampart_status rp_image_write_members(const struct rampart_options *options,
                                           const struct rampart_account *organisation, const struct rampart_diags *said,
                                           const struct rampart_writer *writer);

#endif
