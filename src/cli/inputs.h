/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files that are read. Each of them is noted by device and number, so that no output replaces a file that was read,
 * whatever its name or the links to it.
 */
#ifndef CLI_INPUTS_H
#define CLI_INPUTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

#include <rampart/diag.h>

/* Notes an open file. Returns false with errno when memory is refused or the file cannot be looked at. */
bool cli_inputs_note(const char *path, int file);

/* The same by name, for a file that is read later. A file that does not exist is not noted. */
bool cli_inputs_note_named(const char *path);

/* Notes every file that the library reads with this list of diagnostics. */
void cli_inputs_watch(struct rampart_diags *diags);

/*
 * The earliest time, in seconds since 1970, at which a noted file with this path, or in a folder with this path, was changed.
 * False: there is none.
 */
bool cli_inputs_oldest(const char *path, int64_t *ret_seconds);

/* How many files are noted; forgets all after the first `count`. */
size_t cli_inputs_count(void);
void cli_inputs_forget(size_t count);

/* The path of the input that is this file; NULL: none is. */
const char *cli_inputs_find(const struct stat *file);

/* True for a file that was read and has not changed since, by its time. */
bool cli_inputs_unchanged(const struct stat *file);

void cli_inputs_free(void);

/* The name of an input in messages: "-" is "<stdin>". */
const char *cli_file_name(const char *path);

/* Opens an input ("-": standard input) and notes it. Returns -1 with errno when that fails. Close it with cli_close(). */
int cli_open(const char *path);
void cli_close(int file);

/* read(), repeated when a signal interrupts it. */
ssize_t cli_read_some(int file, char *to, size_t most);

/* Reads a whole input; the caller frees it. Prints an error and returns NULL when that fails or the file is too large. */
char *cli_read(const char *path, size_t *ret_len);

#endif
