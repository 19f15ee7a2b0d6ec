/* SPDX-License-Identifier: Apache-2.0 */
/* Files that are read: as a whole, or piece by piece. */
#ifndef CLI_READ_H
#define CLI_READ_H

#include <stddef.h>
#include <sys/types.h>

/*
 * Reads a file, or standard input for "-", up to the library's limit of a document. Complains and returns
 * NULL when that fails. The caller frees the text with free().
 */
char *cli_read(const char *path, size_t *ret_len);

/* Opens a file, or standard input for "-", whatever interrupts. Negative with errno when that fails. */
int cli_open(const char *path);

/* Reads what there is, at least one byte unless the file ends, whatever interrupts. Negative with errno: it failed. */
ssize_t cli_read_some(int file, char *to, size_t most);

/* Standard input stays open. */
void cli_close(int file);

/* How messages name the file. */
const char *cli_file_name(const char *path);

#endif
