/* SPDX-License-Identifier: Apache-2.0 */
/* Files, whatever interrupts; and what is said where they cannot be read. */
#ifndef RP_TEXT_FILE_H
#define RP_TEXT_FILE_H

#include <sys/types.h>

#include "text/diag.h"

/*
 * Opens a file for reading, "-": standard input, and tells who watches it by the list. Negative with errno when that
 * fails.
 */
int rp_file_open(const char *path, const struct rampart_diags *diags);

/* Tells who watches of an open file; closes it when it must not be read. Returns it, or negative with errno. */
int rp_file_watched(int file, const char *path, const struct rampart_diags *diags);

/* Closes it, unless it is standard input or none. errno stays. */
void rp_file_close(int file);

/* Reads what there is, at least one byte unless the file ends. Negative with errno when that fails. */
ssize_t rp_file_read(int file, char *to, size_t room);

/*
 * Whether a path is a folder; standard input ("-") and what is not there are none. Errors: RAMPART_IO when that cannot be
 * told (reported).
 */
enum rampart_status rp_file_is_folder(const char *path, struct rampart_diags *diags, bool *ret_folder);

/* Says that a file or a folder cannot be read, and why (an errno). Returns RAMPART_IO. */
enum rampart_status rp_file_fault(struct rampart_diags *diags, struct rampart_str path, int reason);

#endif
