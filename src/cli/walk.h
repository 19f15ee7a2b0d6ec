/* SPDX-License-Identifier: Apache-2.0 */
/* The files of some kinds of a folder and of those in it. */
#ifndef CLI_WALK_H
#define CLI_WALK_H

#include <stdbool.h>

struct cli_walk {
    bool (*visit)(void *context, const char *path); /* false ends the walk */
    void *context;
    const char *const *endings; /* of the files that are wanted, behind the last one NULL */
    bool failed;                /* a folder could not be read, which was complained about */
};

/* Of documents: .json, .yaml, .yml. */
extern const char *const cli_document_endings[];

/* Whether the path is a folder. */
bool cli_is_folder(const char *path);

/*
 * Visits every file with one of the endings, in the order of their names, and goes on behind a folder that
 * cannot be read. What begins with a dot is passed over, and so are links to folders, which could lead round in a
 * circle. False: a visit ended it, or there is no memory.
 */
bool cli_walk_folder(struct cli_walk *walk, const char *path);

#endif
