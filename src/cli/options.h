/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Options of a command, declared once in a table: parsing, the checks of values and the help follow from it.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

/* Options that every command has; a command's own begin at CLI_OWN. */
enum {
    CLI_HEADING = 0,
    CLI_OPERAND,
    CLI_FORMAT,
    CLI_OUTPUT,
    CLI_QUIET,
    CLI_COLOR,
    CLI_VERSION,
    CLI_HELP,
    CLI_OWN
};

struct cli_option {
    int id;      /* CLI_HEADING: a headline of the help, in `help` */
    char letter; /* '\0': none */
    const char *name;
    const char *value; /* "FILE"; "text|json": one of these; NULL: the option takes none */
    bool repeats;      /* may be given several times */
    const char *help;  /* NULL: an older name of the option with this id, which goes on working */
};

/* Rows for the end of every table. */
#define CLI_COMMON_OPTIONS CLI_OUTPUT_OPTIONS("text|json", "text for people (default), or JSON for programs")

/* The same for a command that has more formats. */
#define CLI_OUTPUT_OPTIONS(formats, formats_help)                                                         \
    {CLI_HEADING, '\0', NULL, NULL, false, "Output"},                                                     \
        {CLI_FORMAT, 'f', "format", formats, false, formats_help},                                        \
        {CLI_OUTPUT, 'o', "output", "FILE", false, "write the report to FILE, completely or not at all"}, \
        {CLI_QUIET, 'q', "quiet", NULL, true, "print no report; the exit code is the answer"},                  \
        {CLI_COLOR, '\0', "color", "auto|always|never", false, "colour the text (auto: on a terminal)"},  \
        {CLI_VERSION, '\0', "version", NULL, true, "print the version"},                                  \
    {                                                                                                     \
        CLI_HELP, 'h', "help", NULL, true, "print this help"                                              \
    }

/* How a command is called, for its help and its complaints. */
struct cli_usage {
    const char *command;  /* "check" */
    const char *synopsis; /* what follows the command's name */
    const char *about;    /* a paragraph */
    const struct cli_option *options;
    size_t option_count;
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
    struct cli_argument *items; /* in the order given */
    size_t count;
};

/*
 * Reads the command line after argv[0]. Every error is printed. When false, there is nothing to free.
 */
bool cli_parse(const struct cli_usage *usage, int argc, char **argv, struct cli_arguments *ret_arguments);
void cli_arguments_free(struct cli_arguments *arguments);

/* How often an option was given, and the value it was given last (NULL: not given). */
size_t cli_count(const struct cli_arguments *arguments, int id);
const char *cli_value(const struct cli_arguments *arguments, int id);

/* Of an option with choices, the place of the value that was given last: of "text|json", 0 or 1. 0: not given. */
size_t cli_choice(const struct cli_arguments *arguments, int id);

/* Prints the help of a command to standard output. */
void cli_print_help(const struct cli_usage *usage);

#endif
