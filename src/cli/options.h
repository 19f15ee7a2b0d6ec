/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The command line of a command. option_table.h lists every option once; parsing, the checks of values, the help and "did
 * you mean" follow from it.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

enum cli_option_id {
    CLI_HEADING = 0, /* a headline of the help */
    CLI_OPERAND,     /* a word that is no option */
#define OPTION(id, letter, name, value, repeats, help) CLI_##id,
#include "cli/option_table.h"
#undef OPTION
    CLI_OPTION_COUNT
};

struct cli_option {
    enum cli_option_id id;
    char letter; /* '\0': none */
    const char *name;
    const char *value; /* "FILE"; "text|json": one of these; NULL: the option takes none */
    bool repeats;      /* may be given several times */
    const char *help;  /* its lines end with '\n', but for the last */
};

/* An option that a command takes. NULL: as in option_table.h. */
struct cli_row {
    enum cli_option_id id;
    const char *help; /* of CLI_HEADING: the headline */
    const char *value;
    bool once; /* this command takes it only once */
};

/* Rows for the end of the table of a command that prints a report. */
#define CLI_COMMON_ROWS                                                                               \
    {.id = CLI_HEADING, .help = "Output"}, {.id = CLI_FORMAT}, {.id = CLI_OUTPUT}, {.id = CLI_QUIET}, \
        {.id = CLI_COLOR}, {.id = CLI_VERSION},                                                       \
    {                                                                                                 \
        .id = CLI_HELP                                                                                \
    }

/* The same for a command whose text is longer with -v. */
#define CLI_VERBOSE_ROWS                                                                              \
    {.id = CLI_HEADING, .help = "Output"}, {.id = CLI_FORMAT}, {.id = CLI_OUTPUT}, {.id = CLI_QUIET}, \
        {.id = CLI_VERBOSE}, {.id = CLI_COLOR}, {.id = CLI_VERSION},                                  \
    {                                                                                                 \
        .id = CLI_HELP                                                                                \
    }

/* The same for a command with other formats. */
#define CLI_REPORT_ROWS(formats, formats_help)                                                         \
    {.id = CLI_HEADING, .help = "Output"}, {.id = CLI_FORMAT, .value = formats, .help = formats_help}, \
        {.id = CLI_OUTPUT}, {.id = CLI_QUIET}, {.id = CLI_COLOR}, {.id = CLI_VERSION},                 \
    {                                                                                                  \
        .id = CLI_HELP                                                                                 \
    }

/* Describes how a command is called. */
struct cli_usage {
    const char *command;  /* "check" */
    const char *synopsis; /* follows the command's name */
    const char *about;    /* a paragraph */
    const struct cli_row *rows;
    size_t row_count;
    const char *epilogue;             /* exit codes, examples */
    const struct cli_option *operand; /* words that are no options; NULL: there are none */
};

/* One option as given. */
struct cli_argument {
    const struct cli_option *option;
    const char *value; /* NULL when it takes none */
};

struct cli_arguments {
    const struct cli_usage *usage;
    struct cli_option *options; /* those of the usage, in its order */
    struct cli_argument *items;       /* in the order given */
    size_t count;
};

/* Reads the command line after argv[0]. Prints every error. Returns false when there is one; then nothing is to be freed. */
bool cli_parse(const struct cli_usage *usage, int argc, char **argv, struct cli_arguments *ret_arguments);
void cli_arguments_free(struct cli_arguments *arguments);

/* How often an option was given, and the value it was given last (NULL: not given). */
size_t cli_count(const struct cli_arguments *arguments, enum cli_option_id id);
const char *cli_value(const struct cli_arguments *arguments, enum cli_option_id id);

/* The position of the value given last among the choices: of "text|json", 0 or 1. 0: not given. */
size_t cli_choice(const struct cli_arguments *arguments, enum cli_option_id id);

/* The option of the command with this id; NULL: it has none. */
const struct cli_option *cli_option_of(const struct cli_arguments *arguments, enum cli_option_id id);

/* Checks of a command line. Each prints an error when it returns false. */
bool cli_needs(const struct cli_arguments *arguments, enum cli_option_id id, const char *what);
bool cli_apart(const struct cli_arguments *arguments, enum cli_option_id a, enum cli_option_id b,
               const char *what);
bool cli_assignments(const struct cli_arguments *arguments);        /* every NAME=VALUE has its '=' */
bool cli_one_standard_input(const struct cli_arguments *arguments); /* "-" is given once at most */

/* Prints the help of a command to standard output. */
void cli_print_help(const struct cli_arguments *arguments);

/* The only name that begins with the word, else the nearest one if it is near, else NULL. */
const char *cli_nearest(const char *word, size_t len, const char *const *names, size_t count);

#endif
