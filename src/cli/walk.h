/* SPDX-License-Identifier: Apache-2.0 */
/* The files of some kinds of a folder and of those in it. */
#ifndef CLI_WALK_H
#define CLI_WALK_H

#include <stdbool.h>
#include <stddef.h>

#include <rampart/inventory.h>

struct cli_walk {
    bool (*visit)(void *context, const char *path); /* false ends the walk */
    /* What cannot be read, such as a link to nothing, and why (errno); false ends the walk. NULL: it is complained of. */
    bool (*fault)(void *context, const char *path, int reason);
    void *context;
    const char *const *endings; /* of the files that are wanted, behind the last one NULL */
    bool failed;                /* something could not be read */
    size_t visited;
    struct rampart_inventory *inventory; /* is told of what is passed over; or NULL */
};

/* Of documents: .json, .yaml, .yml. */
extern const char *const cli_document_endings[];

/* What lies at a path. Standard input ("-") is a file, and so is what is not there: who opens it says so. */
enum cli_lies { CLI_FILE, CLI_FOLDER, CLI_UNCERTAIN };

/* What cannot be told is a fault of the walk. */
enum cli_lies cli_what_lies_at(struct cli_walk *walk, const char *path);

/*
 * Visits every file with one of the endings, but for case, in the order of their names, and goes on behind what
 * cannot be read. What begins with a dot is passed over, and so are links to folders, which could lead round in a
 * circle. False: a visit ended it, or there is no memory.
 */
bool cli_walk_folder(struct cli_walk *walk, const char *path);

#endif
