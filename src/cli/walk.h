/* SPDX-License-Identifier: Apache-2.0 */
/* Visits the files of a folder and of the folders in it. */
#ifndef CLI_WALK_H
#define CLI_WALK_H

#include <stdbool.h>
#include <stddef.h>

#include <rampart/inventory.h>

struct cli_walk {
    bool (*visit)(void *context, const char *path); /* false ends the walk */
    /* Called for a path that cannot be read, with errno; false ends the walk. NULL: an error is printed. */
    bool (*fault)(void *context, const char *path, int reason);
    void *context;
    const char *const *endings; /* of the names of files to visit; NULL after the last one */
    bool failed;                /* something could not be read */
    size_t visited;
    struct rampart_inventory *inventory; /* gets the files that are not visited; or NULL */
};

/* The endings of documents: .json, .yaml, .yml. */
extern const char *const cli_document_endings[];

/* The kind of a path. Standard input ("-") is a file, and so is a path that does not exist: opening it gives the error. */
enum cli_path_kind { CLI_FILE, CLI_FOLDER, CLI_UNCERTAIN };

/* CLI_UNCERTAIN: it cannot be told, which is reported as a fault of the walk. */
enum cli_path_kind cli_walk_kind(struct cli_walk *walk, const char *path);

/*
 * Visits every file with one of the endings, ignoring case, in the order of their names; a path that cannot be read does
 * not end the walk. Names that begin with a dot are skipped, and so are links to folders, which could form a circle.
 * Returns false when a visit ends the walk or memory is refused.
 */
bool cli_walk_folder(struct cli_walk *walk, const char *path);

#endif
