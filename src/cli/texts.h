/* SPDX-License-Identifier: Apache-2.0 */
/* The texts of files that were read, for pages that show their lines. */
#ifndef CLI_TEXTS_H
#define CLI_TEXTS_H

#include <rampart/report.h>

/* The text that was asked for last. Zeroed: none. */
struct cli_texts {
    char *path, *text;
};

/* Reads a file again if it is one that was read in this run, and has not changed since. */
struct rampart_report_texts cli_texts(struct cli_texts *texts);

void cli_texts_free(struct cli_texts *texts);

#endif
