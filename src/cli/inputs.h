/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The files that a run has read, so that it replaces none of them by its output. They are told apart by what they are,
 * not by what they are called: a link does not hide one.
 */
#ifndef CLI_INPUTS_H
#define CLI_INPUTS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include <rampart/diag.h>

/* Notes an open file by the path that it has for the user ("-": standard input). False with errno when that fails. */
bool cli_inputs_note(const char *path, int file);

/* Notes a file that will be read; what is not there is no input. False with errno when that cannot be told. */
bool cli_inputs_note_named(const char *path);

/* Notes all files that are read with this list of diagnostics. */
void cli_inputs_watch(struct rampart_diags *diags);

/* How many are noted; and forgets those beyond so many. */
size_t cli_inputs_count(void);
void cli_inputs_forget(size_t count);

/* The path of the input that this file is; NULL: it is none. */
const char *cli_inputs_find(const struct stat *file);

void cli_inputs_free(void);

#endif
