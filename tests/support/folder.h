/* SPDX-License-Identifier: Apache-2.0 */
/* A folder of files for one test. */
#ifndef RP_TESTS_FOLDER_H
#define RP_TESTS_FOLDER_H

#include <rampart/status.h>

enum { FOLDER_PATH = 64 };

/* Makes an empty folder; the path is written. */
void folder_make(char path[FOLDER_PATH]);

/* Writes a file into it, over one that is there. */
void folder_write(const char *path, const char *name, struct rampart_str text);

/* Removes the folder and the files in it. */
void folder_remove(const char *path);

#endif
