/* SPDX-License-Identifier: Apache-2.0 */
/* rampart diff: who gains and who loses what between two versions? */
#include <rampart/report.h>

#include "cli/account_options.h"
#include "cli/command.h"
#include "cli/sides.h"

enum { SAME = 0, DIFFERENT = 1, LEFT_OPEN = 3 };

static const struct cli_row cmd_diff_rows[] = {
    {.id = CLI_HEADING, .help = "Inputs"},
    {.id = CLI_ACCOUNT_ID},
    {.id = CLI_TEMPLATE_PARAM},
    {.id = CLI_REQUIRE_COMPLETE},
    {.id = CLI_ALLOW_OUTSIDE},
    {.id = CLI_AS_COMPLETE},
    {.id = CLI_ASSUME},
    {.id = CLI_CATALOG},
    {.id = CLI_HEADING, .help = "Gate"},
    {.id = CLI_FAIL_ON,
     .value = "gain|difference",
     .help = "gain: exit with 1 only for gains that --allow does not list\n"
             "(default: difference)"},
    {.id = CLI_ALLOW},
    {.id = CLI_HEADING, .help = "Output"},
    {.id = CLI_FORMAT,
     .value = "text|json|csv|html|markdown",
     .help = "text for people (default), JSON or CSV for programs, a page to\n"
             "send, or a comment for a pull request"},
    {.id = CLI_OUTPUT},
    {.id = CLI_QUIET},
    {.id = CLI_VERBOSE, .help = "list all principals of each difference"},
    {.id = CLI_COLOR},
    {.id = CLI_VERSION},
    {.id = CLI_HELP},
};

static const char cmd_diff_epilogue[] =
    "Compares all requests at once. Each difference names the actions and resources\n"
    "by patterns, the conditions before and now, and a request that both sides were\n"
    "asked about. What the input does not show of resources is taken to be the same\n"
    "on both sides.\n"
    "\n"
    "Exit codes\n"
    "  0  nothing changes; with --fail-on gain: there is no gain that is not listed\n"
    "  1  something changes; with --fail-on gain: there is such a gain\n"
    "  2  cannot tell: bad usage, bad input, or a failure to read or write\n"
    "  3  it could not be told whether something changes\n"
    "\n"
    "Examples\n"
    "  rampart diff old.json new.json\n"
    "\n"
    "  rampart diff account.yaml next/account.yaml\n"
    "\n"
    "  rampart diff --fail-on gain --allow gains.yaml plan.json\n";

static const struct cli_usage cmd_diff_usage = {
    .command = "diff",
    .synopsis = "OLD NEW [OPTION]...\n"
                "       rampart diff PLAN [OPTION]...",
    .about = "Lists who gains and who loses what between two versions, each with a request\n"
             "that shows it.",
    .rows = cmd_diff_rows,
    .row_count = sizeof cmd_diff_rows / sizeof *cmd_diff_rows,
    .epilogue = cmd_diff_epilogue,
    .operand = &cli_sides_operand,
};

static enum rampart_status cmd_diff_write(const void *context, struct rampart_report_style style,
                                          const struct rampart_writer *writer)
{
    return rampart_report_diff(NULL, context, style, writer);
}

static bool cmd_diff_print(const struct cli_sides *sides)
{
    struct rampart_report_source sources[CLI_SIDES];
    struct cli_report report = {.print = cmd_diff_write, .context = sides->diff};
    return cli_sides_style(sides, sources, &report.style) && cli_print_report(sides->arguments, &report);
}

static int cmd_diff_code(const struct cli_sides *sides)
{
    const bool gains = cli_count(sides->arguments, CLI_FAIL_ON) > 0 && cli_choice(sides->arguments, CLI_FAIL_ON) == 0;
    if (cli_sides_fail(sides, gains)) return DIFFERENT;
    return rampart_diff_open_count(sides->diff) > 0 ? LEFT_OPEN : SAME;
}

static int cmd_diff_run(const struct cli_arguments *arguments)
{
    if (!cli_sides_command_line(arguments)) return CLI_FAILED;
    struct cli_sides sides = {.arguments = arguments};
    const bool answered = cli_sides_answer(&sides);
    const bool printed = cli_print_diags(arguments, sides.diags) && answered && cmd_diff_print(&sides);
    const int code = printed ? cmd_diff_code(&sides) : CLI_FAILED;
    if (answered && printed) {
        for (int i = 0; i < CLI_SIDES && sides.items[i].account != NULL; i++)
            cli_warn_of_gaps(arguments, sides.items[i].account);
    }
    cli_sides_free(&sides);
    return code;
}

int cli_diff(int argc, char **argv)
{
    return cli_run(&cmd_diff_usage, argc, argv, cmd_diff_run);
}
