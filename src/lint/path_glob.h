/* SPDX-License-Identifier: Apache-2.0 */
/* Names of files with wildcards. */
#ifndef RP_LINT_PATH_GLOB_H
#define RP_LINT_PATH_GLOB_H

#include <rampart/status.h>

/* A longer one is not taken. */
enum { RP_GLOB_MOST = 512 };

/*
 * Whether a path matches: "*" stands for any text without a slash, "**" for any text, "?" for one byte but a slash.
 * Takes time in the product of the lengths.
 */
bool rp_glob_matches(struct rampart_str glob, struct rampart_str path);

#endif
