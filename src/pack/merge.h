/* SPDX-License-Identifier: Apache-2.0 */
/*
 * New facts among those that are known: the tables of a pack out of the tables before it. The newest statement stands,
 * an older one stays beside it, and whatever two sources say differently is listed.
 */
#ifndef RP_PACK_MERGE_H
#define RP_PACK_MERGE_H

#include <rampart/pack.h>

#include "pack/facts.h"

/* The files of a pack by name, in no order. */
struct rp_pack_texts {
    struct rampart_pack_file *files;
    size_t count, room;
};

struct rp_merge {
    struct rp_arena *arena;
    const struct rp_facts *facts;
    struct rp_pack_texts texts; /* those before, and the new ones in their place */
    struct rampart_pack_conflict *conflicts;
    size_t conflict_count, conflict_room;
    size_t added, renewed; /* statements that are new; those that repeat what was known of their source */
    struct rampart_str date; /* of the newest fact */
};

/* The text of a file; empty: there is none. */
struct rampart_str rp_pack_text(const struct rp_pack_texts *texts, struct rampart_str name);

/* Puts a file in the place of the one of its name, or behind all. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_pack_put(struct rp_pack_texts *texts, struct rp_arena *arena, struct rampart_str name,
                                struct rampart_str text);

/* Merges all facts. Errors: RAMPART_LIMIT for an action with more rows than a table may have; RAMPART_NO_MEMORY. */
enum rampart_status rp_pack_merge(struct rp_merge *merge);

/* ---- for the files that merge ---- */

enum rampart_status rp_merge_conflict(struct rp_merge *merge, const struct rampart_pack_conflict *conflict);

/* A table that is sorted by the first of its columns. */
struct rp_merge_table {
    const char *file;
    size_t columns; /* that sort it */

    /* What is left of an old and a new line with one key; NULL: the old one. */
    enum rampart_status (*combine)(struct rp_merge *merge, struct rampart_str old, struct rampart_str new,
                                   struct rampart_str *ret_line);
};

/* Merges lines, in any order, into a table of the pack. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_merge_lines(struct rp_merge *merge, const struct rp_merge_table *table,
                                   struct rampart_str *lines, size_t count);

/* The table with these lines behind its header, whose date is the newest fact's if that is later. */
enum rampart_status rp_merge_write(struct rp_merge *merge, struct rampart_str file,
                                   const struct rampart_str *lines, size_t count);

/* authorization.tsv; then actions.tsv, whose levels are those of the newest statements. */
enum rampart_status rp_merge_statements(struct rp_merge *merge);

/* The documents of system policies, and the table of their versions. */
enum rampart_status rp_merge_policies(struct rp_merge *merge);

#endif
