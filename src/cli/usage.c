/* SPDX-License-Identifier: Apache-2.0 */
/* The help of a command, from its table of options. */
#include <stdio.h>
#include <string.h>

#include "cli/options.h"
#include "cli/stream.h"

enum { COLUMN = 30, CALL_SIZE = 80 };

static void print_option(const struct cli_option *option)
{
    char call[CALL_SIZE];
    char letter[] = {'-', option->letter, ',', ' ', '\0'};
    snprintf(call, sizeof call, "  %s--%s%s%s", option->letter == '\0' ? "    " : letter, option->name,
             option->value == NULL ? "" : " ", option->value == NULL ? "" : option->value);
    if (strlen(call) + 1 < COLUMN)
        cli_printf(cli_stdout(), "%-*s%s\n", COLUMN, call, option->help);
    else
        cli_printf(cli_stdout(), "%s\n%-*s%s\n", call, COLUMN, "", option->help);
}

void cli_print_help(const struct cli_usage *usage)
{
    cli_printf(cli_stdout(), "usage: rampart %s %s\n\n%s\n", usage->command, usage->synopsis, usage->about);
    if (usage->operand != NULL)
        cli_printf(cli_stdout(), "\n  %-*s%s\n", COLUMN - 2, usage->operand->name, usage->operand->help);
    for (size_t i = 0; i < usage->option_count; i++) {
        const struct cli_option *option = &usage->options[i];
        if (option->id == CLI_HEADING)
            cli_printf(cli_stdout(), "\n%s\n", option->help);
        else if (option->help != NULL)
            print_option(option);
    }
    cli_printf(cli_stdout(), "\n%s", usage->epilogue);
}
