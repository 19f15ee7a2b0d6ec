/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file that is written: it becomes what it is to be as a whole, or stays as it was. What is no plain file (a pipe, a
 * device, /dev/stdout) is written directly.
 */
#ifndef CLI_TARGET_H
#define CLI_TARGET_H

#include <stdbool.h>
#include <sys/stat.h>

#include <rampart/status.h>

/* A path beside the file, or in a folder beside it; the caller frees it. NULL: there is no memory. */
char *cli_beside(const char *path, struct rampart_str name);

struct cli_target {
    int file;        /* to be written to */
    bool shared;     /* it is a descriptor that the program was started with */
    bool fresh;      /* there was no file */
    struct stat old; /* what was there, if anything */
    char *path;      /* where the file is, links resolved */
    char *temporary; /* beside it, to take its place; NULL: it is written directly */
    char *kept;      /* another name of the old file until the new one is safe */
};

/*
 * Makes ready to write a file. Complains and returns false when that cannot be: a folder, a file that its owner or the
 * user may not write, a folder in which no file can be made. Until the end, a signal that ends the program takes
 * the temporary file with it.
 */
bool cli_target_open(struct cli_target *target, const char *path);

/* The file becomes what was written. False with errno: it is as it was, and nothing is left behind. */
bool cli_target_keep(struct cli_target *target);

/* The file stays as it was, and nothing is left behind. */
void cli_target_drop(struct cli_target *target);

#endif
