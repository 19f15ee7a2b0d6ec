/* SPDX-License-Identifier: Apache-2.0 */
/* "Did you mean" for commands and options. */
#ifndef CLI_SUGGEST_H
#define CLI_SUGGEST_H

#include <stddef.h>

/* The only name that begins with the word, else the nearest one if it is near at all, else NULL. */
const char *cli_nearest(const char *word, size_t len, const char *const *names, size_t count);

#endif
