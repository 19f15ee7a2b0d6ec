/* SPDX-License-Identifier: Apache-2.0 */
/* Files that must not outlive the program: a signal that ends it removes them first. */
#ifndef CLI_LEFTOVER_H
#define CLI_LEFTOVER_H

/* Notes a path, which must stay where it is until it is removed. One file at a time is written, under two names at most. */
void cli_leftover_add(const char *path);
void cli_leftover_remove(const char *path);

#endif
