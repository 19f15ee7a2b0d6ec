/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files: opening, reading and mapping them, listing a folder, and counting what became of each. Functions that
 * report say in the diagnostics which file cannot be read, and why.
 */
#ifndef RP_TEXT_FILE_H
#define RP_TEXT_FILE_H

#include <sys/types.h>

#include <rampart/inventory.h>

#include "base/arena.h"
#include "base/buf.h"
#include "text/diag.h"

/*
 * Opens a file for reading ("-": standard input), and tells the watcher of the diagnostics. Negative with errno
 * when that fails.
 */
int rp_file_open(const char *path, const struct rampart_diags *diags);

/* Closes it, unless it is standard input or none. errno stays. */
void rp_file_close(int file);

/* Reads at least one byte, unless the file ends; interruptions are hidden. Negative with errno when that fails. */
ssize_t rp_file_read(int file, char *to, size_t room);

/*
 * Tells whether a path is a folder. Standard input ("-") and a path without a file are none. Errors: RAMPART_IO
 * when it cannot be told (reported).
 */
enum rampart_status rp_file_is_folder(const char *path, struct rampart_diags *diags, bool *ret_folder);

/* Reports that a file or a folder cannot be read, and why (an errno). Returns RAMPART_IO. */
enum rampart_status rp_file_fault(struct rampart_diags *diags, struct rampart_str path, int reason);

/*
 * Appends the bytes of a file ("-": standard input) to the buffer, whose cap is the limit. Errors, all of them
 * reported but the last: RAMPART_IO, RAMPART_LIMIT, RAMPART_NO_MEMORY.
 */
enum rampart_status rp_file_load(const char *path, struct rp_buf *buf, struct rampart_diags *diags);

/*
 * Maps a plain file, so that bytes that are not looked at are never loaded. *ret_bytes is empty when it is not a
 * plain file or has no bytes: rp_file_load() reads it. A process that looks at a mapped file that another one cuts
 * short ends (SIGBUS). Errors: RAMPART_IO, reported.
 */
enum rampart_status rp_file_map(const char *path, struct rampart_diags *diags, struct rampart_str *ret_bytes);

/* Gives mapped bytes back; empty ones are none. */
void rp_file_unmap(struct rampart_str bytes);

/*
 * The paths, NUL-terminated, of all files in a folder and its folders whose names end with one of `endings`
 * (`count` of them) but for case, each folder in the order of the names' bytes. Names that begin with a dot are
 * passed over, and so are links to folders, which could form a circle. The inventory, which may be NULL, is told of
 * each file that is passed over, but for those whose names begin with a dot. Errors: RAMPART_IO for a folder or an
 * entry that cannot be read, such as a link to nothing (reported), RAMPART_NO_MEMORY.
 */
enum rampart_status rp_folder_files(struct rp_arena *arena, const char *path, const char *const *endings,
                                    size_t count, struct rampart_diags *diags,
                                    struct rampart_inventory *inventory, struct rampart_strs *ret_paths);

/*
 * The same, but that an entry which cannot be read is passed over as well, and told to the inventory, as is a folder in it
 * that has none of the files. *ret_fault is the first entry that cannot be read, and errno; an empty path: each can. Errors: RAMPART_IO for
 * the folder itself (reported), RAMPART_NO_MEMORY.
 */
struct rp_folder_fault {
    struct rampart_str path;
    int fault;
};
enum rampart_status rp_folder_bear(struct rp_arena *arena, const char *path, const char *const *endings, size_t count,
                                   struct rampart_diags *diags, struct rampart_inventory *inventory,
                                   struct rp_folder_fault *ret_fault, struct rampart_strs *ret_paths);

/* Adds many files without a name: those that another run counted. Nothing happens when `inventory` is NULL. */
void rp_inventory_add_count(struct rampart_inventory *inventory, enum rampart_file_state state,
                            uint64_t count);

#endif
