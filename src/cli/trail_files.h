/* SPDX-License-Identifier: Apache-2.0 */
/* The files of recorded events that a command names, or of parts that are merged. */
#ifndef CLI_TRAIL_FILES_H
#define CLI_TRAIL_FILES_H

#include <rampart/inventory.h>

#include "cli/options.h"
#include "cli/progress.h"

struct cli_trail_files {
    const struct cli_arguments *arguments;
    enum cli_option_id option; /* whose values are the files */
    enum rampart_status (*read)(void *context, const char *path);
    void *context;
    struct rampart_diags *diags;
    struct rampart_inventory *inventory;
    struct cli_progress progress;
    bool refused;
};

extern const struct cli_option cli_trail_operand;

/* The most rows of the report; 0: the default. The check prints an error for what is no such number. */
size_t cli_trail_rows_limit(const struct cli_arguments *arguments);
bool cli_trail_check_rows(const struct cli_arguments *arguments);

/* Reads all files, so that all errors are seen. False: with an error there is no report. */
bool cli_trail_files_read(struct cli_trail_files *files);

/* No difference means nothing if no call was decided, as with the events of another account. Prints an error then. */
bool cli_trail_judged(uint64_t read, uint64_t mapped);

#endif
