/* SPDX-License-Identifier: Apache-2.0 */
/* A whole file in memory. */
#ifndef CLI_READ_H
#define CLI_READ_H

#include <stddef.h>

/*
 * Reads a file, or standard input for "-", up to the library's limit of a document. Complains and returns
 * NULL when that fails. The caller frees the text with free().
 */
char *cli_read(const char *path, size_t *ret_len);

/* How messages name the file. */
const char *cli_file_name(const char *path);

#endif
