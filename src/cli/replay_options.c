/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "cli/message.h"
#include "cli/replay.h"

enum { MOST_ROWS = 100000000 };

static const struct cli_option operand = {
    CLI_OPERAND,
    '\0',
    "EVENTS",
    "EVENTS",
    true,
    "files of events, plain or packed by gzip; of a folder, all that end with\n"
    "                              .json, .jsonl, .ndjson or .gz; - is standard input"};

static const struct cli_option options[] = {
    {CLI_HEADING, '\0', NULL, NULL, false, "Account"},
    CLI_ACCOUNT_OPTIONS,
    CLI_LAYER_OPTION,
    {CLI_ACCOUNT_ID, '\0', "account-id", "ID", false, "the account ID, if the input does not contain it"},
    {REPLAY_AGAINST, '\0', "against", "PATH", true,
     "compare with the decisions of this account, not with those\n"
     "                              recorded; --before does not apply to it"},
    CLI_ASSUME_OPTION,
    {CLI_HEADING, '\0', NULL, NULL, false, "Reports in parts"},
    {REPLAY_MERGE, '\0', "merge", NULL, true,
     "combine reports printed with -f json; name them instead of\n"
     "                              events"},
    {REPLAY_ROWS, '\0', "rows", "NUMBER", false, "fail if there are more rows (default: 100000)"},
    CLI_OUTPUT_OPTIONS("text|json|csv", "a table for people (default), or JSON or CSV for programs"),
};

static const char epilogue[] =
    "Text leaves out the calls that agree; JSON and CSV have all. What the events do not contain is\n"
    "unknown: a call whose decision depends on it is listed as undetermined.\n"
    "\n"
    "Exit codes\n"
    "  0  no call would be decided differently\n"
    "  1  some calls would\n"
    "  2  cannot answer: bad usage, bad input, or a failure to read or write\n"
    "\n"
    "Examples\n"
    "  rampart replay -a account.yaml AliyunLogs/Actiontrail/\n"
    "  rampart replay -a account.yaml --against next.yaml -f csv events.json.gz\n"
    "  rampart replay -a plan.json --before --against plan.json events.json.gz\n"
    "  rampart replay --merge part-1.json part-2.json\n";

const struct cli_usage replay_usage = {
    .command = "replay",
    .synopsis = "-a PATH [--against PATH] [OPTION]... EVENTS...",
    .about = "Decides the calls that ActionTrail recorded again, and counts those for which an account gives\n"
             "another decision than the cloud did, or than another version of the account.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .epilogue = epilogue,
    .operand = &operand,
};

size_t replay_rows(const struct cli_arguments *arguments)
{
    const char *value = cli_value(arguments, REPLAY_ROWS);
    return value == NULL ? 0 : (size_t)strtoul(value, NULL, 10);
}

static bool check_rows(const struct cli_arguments *arguments)
{
    const char *value = cli_value(arguments, REPLAY_ROWS);
    if (value == NULL) return true;
    bool digits = value[0] != '\0' && strspn(value, "0123456789") == strlen(value) && strlen(value) < 10;
    if (digits && replay_rows(arguments) > 0 && replay_rows(arguments) <= MOST_ROWS) return true;
    cli_error("--rows must be a number from 1 to %d, not \"%s\"", MOST_ROWS, value);
    return false;
}

static size_t standard_inputs(const struct cli_arguments *arguments)
{
    size_t count = 0;
    for (size_t i = 0; i < arguments->count; i++) {
        const struct cli_argument *argument = &arguments->items[i];
        int id = argument->option->id;
        bool input = id == CLI_OPERAND || id == CLI_ACCOUNT || id == REPLAY_AGAINST;
        count += input && strcmp(argument->value, "-") == 0;
    }
    return count;
}

bool replay_command_line(const struct cli_arguments *arguments)
{
    bool merge = cli_count(arguments, REPLAY_MERGE) > 0, good = check_rows(arguments);
    if (!merge) good &= cli_needs(arguments, CLI_ACCOUNT, "--account PATH (or --merge)");
    good &= cli_needs(arguments, CLI_OPERAND, merge ? "PART" : "EVENTS");
    good &= cli_apart(arguments, REPLAY_MERGE, CLI_ACCOUNT, "--merge and --account");
    good &= cli_apart(arguments, REPLAY_MERGE, REPLAY_AGAINST, "--merge and --against");
    good &= cli_template_params(arguments);
    good &= cli_assignments(arguments);
    good &= cli_apart(arguments, CLI_QUIET, CLI_OUTPUT, "--quiet and --output");
    if (standard_inputs(arguments) > 1) {
        cli_error("standard input (-) can be read only once");
        good = false;
    }
    if (!good) cli_point_to_help(arguments->usage->command);
    return good;
}
