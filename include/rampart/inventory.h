/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An inventory: what became of the files that a caller named, or that were found in folders it named. A report is about
 * what was read and no more, so it prints the inventory beside its answer.
 *
 * Readers that are given an inventory (input.h) add to it; a caller adds what it reads itself. An inventory belongs to
 * one thread at a time.
 *
 *     struct rampart_inventory *inventory = NULL;
 *     if (rampart_inventory_new(NULL, &inventory) != RAMPART_OK) …
 *     const struct rampart_input input = {.paths = &path, .path_count = 1, .inventory = inventory};
 *     …
 *     size_t unread = rampart_inventory_count(inventory, RAMPART_FILE_SKIPPED);
 */
#ifndef RAMPART_INVENTORY_H
#define RAMPART_INVENTORY_H

#include <rampart/diag.h>

#ifdef __cplusplus
extern "C" {
#endif

struct rampart_inventory;

/* What became of a file. */
enum rampart_file_state {
    RAMPART_FILE_READ = 0,
    RAMPART_FILE_QUARANTINED, /* a document that is not understood; what turns on it stays open */
    RAMPART_FILE_SKIPPED,     /* it looks like a document, or was named by the caller, and was not read */
    RAMPART_FILE_OTHER,       /* it lies in a folder that was named, and does not look like a document */
    RAMPART_FILE_STATES       /* how many there are */
};

/* A file that was not read as it should have been. */
struct rampart_file_row {
    enum rampart_file_state state; /* QUARANTINED or SKIPPED */
    struct rampart_str path;       /* or the name of a document within a file */
    struct rampart_str reason;
};

/* An empty inventory. The caller frees it with rampart_inventory_free(). Errors: RAMPART_NO_MEMORY, RAMPART_MISUSE. */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_inventory_new(const struct rampart_options *options, struct rampart_inventory **ret_inventory);

/* Frees it. NULL is allowed. */
RAMPART_API void rampart_inventory_free(struct rampart_inventory *inventory);

/*
 * Adds a file; both texts are copied. Nothing happens when `inventory` is NULL. Errors: RAMPART_NO_MEMORY,
 * RAMPART_MISUSE for a state that is none.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_inventory_add(struct rampart_inventory *inventory, enum rampart_file_state state,
                      struct rampart_str path, struct rampart_str reason);

/* How many files there are in a state; of NULL none. */
RAMPART_API size_t rampart_inventory_count(const struct rampart_inventory *inventory,
                                           enum rampart_file_state state);

/*
 * The i-th file that is quarantined or skipped, in the order in which they were added; NULL beyond the last. It lives
 * as long as the inventory.
 */
RAMPART_API const struct rampart_file_row *rampart_inventory_row(const struct rampart_inventory *inventory,
                                                                 size_t i);

#ifdef __cplusplus
}
#endif

#endif
