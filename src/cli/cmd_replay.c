/* SPDX-License-Identifier: Apache-2.0 */
/* rampart replay: which recorded calls would be decided differently? */
#include "cli/account_options.h"
#include "cli/catalog_option.h"
#include "cli/command.h"
#include "cli/message.h"
#include "cli/request_options.h"
#include "cli/trail_files.h"

enum { NONE = 0, SOME = 1 };

static const struct cli_row cmd_replay_rows[] = {
    {.id = CLI_HEADING, .help = "Account"},
    CLI_ACCOUNT_ROWS,
    {.id = CLI_LAYER_ABSENT},
    {.id = CLI_ACCOUNT_ID},
    {.id = CLI_AGAINST},
    {.id = CLI_ASSUME},
    {.id = CLI_CATALOG},
    {.id = CLI_HEADING, .help = "Reports in parts"},
    {.id = CLI_MERGE},
    {.id = CLI_ROWS},
    CLI_REPORT_ROWS("text|json|csv", "a table for people (default), or JSON or CSV for programs"),
};

static const char cmd_replay_epilogue[] =
    "Text leaves out the calls that agree; JSON and CSV have all. What the events do\n"
    "not contain is unknown: a call whose decision depends on it is listed as\n"
    "undetermined.\n"
    "\n"
    "Exit codes\n"
    "  0  no call would be decided differently\n"
    "  1  some calls would\n"
    "  2  cannot answer: bad usage, bad input, no call that could be judged, or a\n"
    "     failure to read or write\n"
    "\n"
    "Examples\n"
    "  rampart replay -a account.yaml AliyunLogs/Actiontrail/\n"
    "  rampart replay -a account.yaml --against next.yaml -f csv events.json.gz\n"
    "  rampart replay -a plan.json --before --against plan.json events.json.gz\n"
    "  rampart replay --merge part-1.json part-2.json\n";

static const struct cli_usage cmd_replay_usage = {
    .command = "replay",
    .synopsis = "-a PATH [--against PATH] [OPTION]... EVENTS...",
    .about =
        "Decides the calls that ActionTrail recorded again, and counts those for which\n"
        "an account gives another decision than the cloud did, or than another version\n"
        "of the account.",
    .rows = cmd_replay_rows,
    .row_count = sizeof cmd_replay_rows / sizeof *cmd_replay_rows,
    .epilogue = cmd_replay_epilogue,
    .operand = &cli_trail_operand,
};

/* ---- the command line ---- */

static bool cmd_replay_command_line(const struct cli_arguments *arguments)
{
    bool merge = cli_count(arguments, CLI_MERGE) > 0, good = cli_trail_check_rows(arguments);
    if (!merge) good &= cli_needs(arguments, CLI_ACCOUNT, "--account PATH (or --merge)");
    good &= cli_needs(arguments, CLI_OPERAND, merge ? "PART" : "EVENTS");
    good &= cli_apart(arguments, CLI_MERGE, CLI_ACCOUNT, "--merge and --account");
    good &= cli_apart(arguments, CLI_MERGE, CLI_AGAINST, "--merge and --against");
    good &= cli_template_params(arguments);
    good &= cli_assignments(arguments);
    good &= cli_apart(arguments, CLI_QUIET, CLI_OUTPUT, "--quiet and --output");
    good &= cli_one_standard_input(arguments);
    if (!good) cli_point_to_help(arguments->usage->command);
    return good;
}

/* An account that decides. */
struct replay_side {
    struct rampart_account *account;
    struct rampart_set *set;
};

/* A run over all files. */
struct replay_run {
    const struct cli_arguments *arguments;
    struct rampart_options options; /* with what is assumed, and the catalogue */
    struct rampart_catalog *catalog; /* NULL: that which is built in */
    struct replay_side side, other;
    struct rampart_replay *replay;
    struct rampart_replay_result result;
    struct cli_trail_files files;
};

static void cmd_replay_free(struct replay_run *run)
{
    rampart_replay_free(run->replay);
    rampart_set_free(run->side.set);
    rampart_set_free(run->other.set);
    rampart_account_free(run->side.account);
    rampart_account_free(run->other.account);
    rampart_inventory_free(run->files.inventory);
    rampart_diags_free(run->files.diags);
    rampart_catalog_free(run->catalog);
}

/* ---- the accounts ---- */

static bool cmd_replay_read_side(struct replay_run *run, enum cli_option_id id, struct replay_side *side)
{
    if (cli_count(run->arguments, id) == 0) return true;
    if (!cli_read_account_at(run->arguments, id, &run->options, NULL, run->files.diags, &run->files.refused,
                             &side->account))
        return false;
    if (side->account == NULL) return true;
    cli_warn_of_gaps(run->arguments, side->account);
    const struct rampart_set_parts parts = {.account = side->account};
    return cli_proceed(&run->files.refused, rampart_set_new(&run->options, &parts, run->files.diags, &side->set));
}

static bool cmd_replay_start(struct replay_run *run)
{
    if (!cli_proceed(&run->files.refused, cli_diags_new(NULL, &run->files.diags)) ||
        !cli_proceed(&run->files.refused, rampart_inventory_new(NULL, &run->files.inventory)) ||
        !cli_fill_assumptions(run->arguments, &run->options, run->files.diags, &run->files.refused) ||
        !cli_read_catalog(run->arguments, NULL, &run->options, run->files.diags, &run->files.refused, &run->catalog) ||
        !cmd_replay_read_side(run, CLI_ACCOUNT, &run->side) ||
        !cmd_replay_read_side(run, CLI_AGAINST, &run->other))
        return false;
    if (run->files.refused) return false;
    const struct rampart_replay_options how = {.account = run->side.set,
                                               .against = run->other.set,
                                               .rows = cli_trail_rows_limit(run->arguments),
                                               .inventory = run->files.inventory,
                                               .progress = cli_progress_more_read,
                                               .progress_context = &run->files.progress};
    return cli_proceed(&run->files.refused, rampart_replay_new(&run->options, &how, run->files.diags, &run->replay)) &&
           !run->files.refused;
}

/* ---- the files ---- */

static enum rampart_status cmd_replay_file(void *context, const char *path)
{
    struct replay_run *run = context;
    return cli_count(run->arguments, CLI_MERGE) > 0 ? rampart_replay_merge_file(run->replay, path, run->files.diags)
                                                    : rampart_replay_file(run->replay, path, run->files.diags);
}

static bool cmd_replay_files(struct replay_run *run)
{
    run->files.arguments = run->arguments;
    run->files.option = CLI_OPERAND;
    run->files.read = cmd_replay_file;
    run->files.context = run;
    return cli_trail_files_read(&run->files) &&
           cli_proceed(&run->files.refused, rampart_replay_result(run->replay, &run->result));
}

/* ---- the answer ---- */

static enum rampart_status cmd_replay_write(const void *context, struct rampart_report_style style,
                                            const struct rampart_writer *writer)
{
    return rampart_report_replay(NULL, context, style, writer);
}

static int cmd_replay_code(const struct replay_run *run)
{
    if (!cli_trail_judged(run->result.read, run->result.mapped)) return CLI_FAILED;
    for (size_t i = 0; i < RAMPART_REPLAY_CLASSES; i++)
        if (run->result.classes[i] > 0 && rampart_replay_class_differs((enum rampart_replay_class)i))
            return SOME;
    return NONE;
}

static int cmd_replay_run(const struct cli_arguments *arguments)
{
    if (!cmd_replay_command_line(arguments)) return CLI_FAILED;
    struct replay_run run = {.arguments = arguments};
    bool answered = cmd_replay_start(&run) && cmd_replay_files(&run);
    bool printed =
        cli_print_diags(arguments, run.files.diags) && answered &&
        cli_print_report(arguments,
                         &(struct cli_report){cmd_replay_write, &run.result, {.inventory = run.files.inventory, .catalog = run.catalog}});
    int code = printed ? cmd_replay_code(&run) : CLI_FAILED;
    cmd_replay_free(&run);
    return code;
}

int cli_replay(int argc, char **argv)
{
    return cli_run(&cmd_replay_usage, argc, argv, cmd_replay_run);
}
