/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of a diff held against requests, pattern by pattern. */
#ifndef RP_TESTS_DIFF_ROWS_H
#define RP_TESTS_DIFF_ROWS_H

#include <rampart/diff.h>

/* Whether the row is about the action on the resource. */
bool diff_row_is_about(const struct rampart_diff_row *row, const char *action, const char *resource);

/* The same, for a principal that it names. */
bool diff_row_is_of(const struct rampart_diff_row *row, const char *principal);

#endif
