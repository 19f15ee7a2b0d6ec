/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An inventory: what became of each file that a caller named, or that was found in a folder it named.
 *
 * An answer is about what was read, and about nothing else. So a report prints the inventory beside its
 * answer: a file that was skipped may hold the statement that would have changed it.
 *
 * Words: a file is quarantined when it holds a document that is not understood, skipped when it was not read
 * although it looks like a document, and other when it does not look like one.
 *
 * Readers that are given an inventory add to it (rampart_account_read_input(), rampart_replay_new()). A
 * caller adds the files that it reads itself. The reports take one in their style (report.h).
 *
 * Thread-safety: An inventory belongs to one thread at a time.
 *
 * Example: a file that was read, and one that was not.
 *
 *     #include <stdio.h>
 *
 *     #include <rampart/input.h>
 *
 *     int main(void)
 *     {
 *         struct rampart_inventory *inventory = NULL;
 *         struct rampart_account *account = NULL;
 *         const char *path = "examples/account/account.yaml";
 *         if (rampart_inventory_new(NULL, &inventory) != RAMPART_OK) return 1;
 *         const struct rampart_input input = {.paths = &path, .path_count = 1, .inventory = inventory};
 *         if (rampart_account_read_input(NULL, &input, NULL, &account) != RAMPART_OK) return 1;
 *         if (rampart_inventory_add(inventory, RAMPART_FILE_SKIPPED, rampart_str("notes.json"),
 *                                   rampart_str("it holds no policy")) != RAMPART_OK)
 *             return 1;
 *         printf("%zu read\n", rampart_inventory_count(inventory, RAMPART_FILE_READ));
 *         const struct rampart_file_row *row = rampart_inventory_row(inventory, 0);
 *         printf("%.*s: %.*s\n", (int)row->path.len, row->path.data, (int)row->reason.len, row->reason.data);
 *         rampart_account_free(account);
 *         rampart_inventory_free(inventory);
 *         return 0;
 *     }
 *
 * It prints:
 *
 *     5 read
 *     notes.json: it holds no policy
 */
#ifndef RAMPART_INVENTORY_H
#define RAMPART_INVENTORY_H

#include <rampart/diag.h>

#ifdef __cplusplus
extern "C" {
#endif

/* An inventory. */
struct rampart_inventory;

/* The fate of a file. */
enum rampart_file_state {
    RAMPART_FILE_READ = 0,

    /* A document that is not understood. An answer that could depend on it stays open. */
    RAMPART_FILE_QUARANTINED,

    /* It looks like a document, or the caller named it, and it was not read. */
    RAMPART_FILE_SKIPPED,

    /* It lies in a folder that was named and does not look like a document. */
    RAMPART_FILE_OTHER,

    /* The number of states. */
    RAMPART_FILE_STATES
};

/* A file that was not read as it should have been. */
struct rampart_file_row {
    /* RAMPART_FILE_QUARANTINED or RAMPART_FILE_SKIPPED. */
    enum rampart_file_state state;

    /* The path, or the name of a document within a file. */
    struct rampart_str path;

    /* The reason why it was not read. */
    struct rampart_str reason;
};

/*
 * Makes an empty inventory.
 *
 * Ownership: The caller frees it with rampart_inventory_free(), after everything that was given it.
 * Errors: RAMPART_NO_MEMORY; RAMPART_MISUSE when `ret_inventory` is NULL.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_inventory_new(const struct rampart_options *options, struct rampart_inventory **ret_inventory);

/* Frees the inventory and its rows. NULL is allowed. */
RAMPART_API void rampart_inventory_free(struct rampart_inventory *inventory);

/*
 * Adds a file. Files that were read, and other ones, are only counted, so that an inventory of many files
 * stays small; those that are quarantined or skipped are kept as rows. Nothing happens when `inventory` is
 * NULL.
 *
 * Ownership: Both texts are copied.
 * Errors: RAMPART_NO_MEMORY, and the file does not count; RAMPART_MISUSE for a state that is none.
 */
RAMPART_API RAMPART_MUST_CHECK enum rampart_status
rampart_inventory_add(struct rampart_inventory *inventory, enum rampart_file_state state,
                      struct rampart_str path, struct rampart_str reason);

/* Returns how many files there are in a state. NULL has none. */
RAMPART_API size_t rampart_inventory_count(const struct rampart_inventory *inventory,
                                           enum rampart_file_state state);

/*
 * Returns the i-th file that is quarantined or skipped, counting from 0, in the order in which they were
 * added. NULL beyond the end.
 *
 * Ownership: The row belongs to the inventory. Its texts live as long as that; the row itself lives until the
 * next file is added.
 */
RAMPART_API const struct rampart_file_row *rampart_inventory_row(const struct rampart_inventory *inventory,
                                                                 size_t i);

#ifdef __cplusplus
}
#endif

#endif
