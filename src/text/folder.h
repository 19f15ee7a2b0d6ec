/* SPDX-License-Identifier: Apache-2.0 */
/* The files of a folder and of those in it. */
#ifndef RP_TEXT_FOLDER_H
#define RP_TEXT_FOLDER_H

#include <rampart/inventory.h>

#include "base/arena.h"
#include "text/diag.h"

/*
 * The paths, NUL-terminated, of all files whose names end with one of `endings` (`count` of them) but for case, each
 * folder in the order of the names' bytes. What begins with a dot is passed over, and so are links to folders, which
 * could lead round in a circle. The inventory, which may be NULL, is told of what is passed over, but for what begins
 * with a dot. Errors: RAMPART_IO for a folder or an entry that cannot be read, such as a link to nothing (reported),
 * RAMPART_NO_MEMORY.
 */
enum rampart_status rp_folder_files(struct rp_arena *arena, const char *path, const char *const *endings,
                                    size_t count, struct rampart_diags *diags,
                                    struct rampart_inventory *inventory, struct rampart_strs *ret_paths);

#endif
