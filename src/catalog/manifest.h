/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a pack says of itself: manifest.json, with the day of its knowledge and the digest of every file. A folder with a
 * manifest is a pack, and is taken whole: as it says, or not at all.
 */
#ifndef RP_CATALOG_MANIFEST_H
#define RP_CATALOG_MANIFEST_H

#include "catalog/digest.h"
#include "text/tree.h"

#define RP_MANIFEST "manifest.json"

struct rp_manifest {
    struct rampart_str version; /* of the program that wrote it */
    struct rampart_str date, digest;
    struct rp_pack_file *files; /* sorted by name (bytes) */
    size_t file_count;
};

/* The digest of one text, in the arena. False: memory was refused. */
bool rp_pack_sha256(struct rp_arena *arena, struct rampart_str text, struct rampart_str *ret_hex);

/* True for a day of the calendar, YYYY-MM-DD, since 2009, when the cloud began. */
bool rp_pack_is_day(struct rampart_str text);

/*
 * Reads a manifest, and checks that it is one: its members, its day, the order and the names of its files, its own digest.
 * Errors: RAMPART_INVALID_INPUT (reported), RAMPART_NO_MEMORY.
 */
enum rampart_status rp_manifest_read(const struct rp_reading *reading, struct rp_manifest *ret_manifest);

/* The file of this name; NULL: the pack has none. */
const struct rp_pack_file *rp_manifest_find(const struct rp_manifest *manifest, struct rampart_str name);

/*
 * Compares a folder with its manifest: every file that it names is there with its digest, and nothing else is. Texts of
 * the files are given to `take`, which may be NULL. Errors: RAMPART_INVALID_INPUT with a diagnostic for each file that
 * differs, is missing or is too many; RAMPART_IO; RAMPART_NO_MEMORY.
 */
struct rp_pack_taker {
    void *context;
    enum rampart_status (*take)(void *context, struct rampart_str name, struct rampart_str text);
};

enum rampart_status rp_manifest_check(const struct rp_reading *reading, const char *folder,
                                      const struct rp_manifest *manifest, const struct rp_pack_taker *taker);

#endif
