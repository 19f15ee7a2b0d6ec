/* SPDX-License-Identifier: Apache-2.0 */
/* A pack in memory: its files and what became of those that were read. */
#ifndef RP_PACK_PACK_H
#define RP_PACK_PACK_H

#include "pack/merge.h"

struct rampart_pack {
    struct rp_arena arena;    /* holds the pack itself */
    struct rp_merge merge;    /* its files and conflicts */
    struct rp_facts facts;
    struct rampart_pack_summary summary;
};

/*
 * Ends a pack that was merged: writes conflicts.tsv and manifest.json, sorts the files, and fills the summary. Errors:
 * RAMPART_NO_MEMORY.
 */
enum rampart_status rp_pack_finish(struct rampart_pack *pack);

/* The files before the import: those embedded, or those of a folder that is a pack. */
enum rampart_status rp_pack_take_embedded(struct rampart_pack *pack);
enum rampart_status rp_pack_take_folder(struct rampart_pack *pack, const struct rampart_options *options,
                                        const char *path, struct rampart_diags *diags);

#endif
