/* SPDX-License-Identifier: Apache-2.0 */
/* Two versions of policies, read from the command line and compared: for rampart diff and rampart review. */
#ifndef CLI_SIDES_H
#define CLI_SIDES_H

#include <rampart/report.h>

#include "cli/options.h"

enum { CLI_SIDES = 2 };

struct cli_side {
    const char *path;
    bool before; /* a plan, as it is before the apply */
    char *text;  /* of a document; NULL: it is an account */
    size_t len;
    struct rampart_policy *policy;
    struct rampart_account *account;
    struct rampart_set *set;
};

/* Zeroed but for `arguments` it is to be answered. */
struct cli_sides {
    const struct cli_arguments *arguments;
    struct rampart_options options; /* with what is assumed, and the catalogue */
    struct rampart_catalog *catalog;
    struct rampart_diags *diags;
    struct rampart_inventory *inventory; /* of both sides */
    struct cli_side items[CLI_SIDES];    /* the old one, the new one */
    struct rampart_diff_list **lists;    /* of --allow */
    size_t list_count;
    struct rampart_diff *diff;
    bool refused;
};

/* The operands OLD NEW. */
extern const struct cli_option cli_sides_operand;

/* Prints an error and returns false for a command line that names no sides, or too many. */
bool cli_sides_command_line(const struct cli_arguments *arguments);

/* Reads both sides, compares them, and marks the gains that --allow lists. Returns false with an error, or with diagnostics. */
bool cli_sides_answer(struct cli_sides *sides);

/* What a report says of the sides. The style borrows the sources. Prints an error and returns false when there is no time. */
bool cli_sides_style(const struct cli_sides *sides, struct rampart_report_source sources[CLI_SIDES],
                     struct rampart_report_style *ret_style);

/* True if a difference is there, or, for `gains`, a gain that no list allows. */
bool cli_sides_fail(const struct cli_sides *sides, bool gains);

void cli_sides_free(struct cli_sides *sides);

#endif
