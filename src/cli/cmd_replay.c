/* SPDX-License-Identifier: Apache-2.0 */
/* rampart replay: which recorded calls would be decided differently? */
#include <stdlib.h>
#include <string.h>

#include "cli/account_options.h"
#include "cli/catalog_option.h"
#include "cli/command.h"
#include "cli/message.h"
#include "cli/progress.h"
#include "cli/request_options.h"
#include "cli/walk.h"

enum { NONE = 0, SOME = 1, MOST_ROWS = 100000000 };

static const struct cli_option cmd_replay_operand = {
    CLI_OPERAND,
    '\0',
    "EVENTS",
    "EVENTS",
    true,
    "files of events, plain or packed by gzip; of a folder, all that end with\n"
    ".json, .jsonl, .ndjson or .gz; - is standard input"};

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
    .operand = &cmd_replay_operand,
};

/* ---- the command line ---- */

/* The most rows of the report; 0: the default. */
static size_t cmd_replay_rows_limit(const struct cli_arguments *arguments)
{
    const char *value = cli_value(arguments, CLI_ROWS);
    return value == NULL ? 0 : (size_t)strtoul(value, NULL, 10);
}

static bool cmd_replay_check_rows(const struct cli_arguments *arguments)
{
    const char *value = cli_value(arguments, CLI_ROWS);
    if (value == NULL) return true;
    bool digits = value[0] != '\0' && strspn(value, "0123456789") == strlen(value) && strlen(value) < 10;
    if (digits && cmd_replay_rows_limit(arguments) > 0 && cmd_replay_rows_limit(arguments) <= MOST_ROWS)
        return true;
    cli_error("--rows must be a number from 1 to %d, not \"%s\"", MOST_ROWS, value);
    return false;
}

static bool cmd_replay_command_line(const struct cli_arguments *arguments)
{
    bool merge = cli_count(arguments, CLI_MERGE) > 0, good = cmd_replay_check_rows(arguments);
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
    struct rampart_diags *diags;
    struct rampart_inventory *inventory; /* of the files of events */
    struct replay_side side, other;
    struct rampart_replay *replay;
    struct rampart_replay_result result;
    struct cli_progress progress;
    bool refused;
};

static void cmd_replay_free(struct replay_run *run)
{
    rampart_replay_free(run->replay);
    rampart_set_free(run->side.set);
    rampart_set_free(run->other.set);
    rampart_account_free(run->side.account);
    rampart_account_free(run->other.account);
    rampart_inventory_free(run->inventory);
    rampart_diags_free(run->diags);
    rampart_catalog_free(run->catalog);
}

/* ---- the accounts ---- */

static bool cmd_replay_read_side(struct replay_run *run, enum cli_option_id id, struct replay_side *side)
{
    if (cli_count(run->arguments, id) == 0) return true;
    if (!cli_read_account_at(run->arguments, id, &run->options, NULL, run->diags, &run->refused,
                             &side->account))
        return false;
    if (side->account == NULL) return true;
    cli_warn_of_gaps(run->arguments, side->account);
    const struct rampart_set_parts parts = {.account = side->account};
    return cli_proceed(&run->refused, rampart_set_new(&run->options, &parts, run->diags, &side->set));
}

static bool cmd_replay_start(struct replay_run *run)
{
    if (!cli_proceed(&run->refused, cli_diags_new(NULL, &run->diags)) ||
        !cli_proceed(&run->refused, rampart_inventory_new(NULL, &run->inventory)) ||
        !cli_fill_assumptions(run->arguments, &run->options, run->diags, &run->refused) ||
        !cli_read_catalog(run->arguments, NULL, &run->options, run->diags, &run->refused, &run->catalog) ||
        !cmd_replay_read_side(run, CLI_ACCOUNT, &run->side) ||
        !cmd_replay_read_side(run, CLI_AGAINST, &run->other))
        return false;
    if (run->refused) return false;
    const struct rampart_replay_options how = {.account = run->side.set,
                                               .against = run->other.set,
                                               .rows = cmd_replay_rows_limit(run->arguments),
                                               .inventory = run->inventory,
                                               .progress = cli_progress_more_read,
                                               .progress_context = &run->progress};
    return cli_proceed(&run->refused, rampart_replay_new(&run->options, &how, run->diags, &run->replay)) &&
           !run->refused;
}

/* ---- the files ---- */

static bool cmd_replay_file(struct replay_run *run, const char *path)
{
    bool merge = cli_count(run->arguments, CLI_MERGE) > 0;
    enum rampart_status status = merge ? rampart_replay_merge_file(run->replay, path, run->diags)
                                       : rampart_replay_file(run->replay, path, run->diags);
    cli_progress_step(&run->progress);
    return cli_proceed(&run->refused, status) && status != RAMPART_LIMIT;
}

static bool cmd_replay_visit(void *context, const char *path)
{
    return cmd_replay_file(context, path);
}

static bool cmd_replay_path(struct replay_run *run, const char *path)
{
    static const char *const endings[] = {".json", ".jsonl", ".ndjson", ".gz", NULL};
    struct cli_walk walk = {
        .visit = cmd_replay_visit, .context = run, .endings = endings, .inventory = run->inventory};
    enum cli_path_kind kind = cli_walk_kind(&walk, path);
    if (kind == CLI_FILE) return cmd_replay_file(run, path);
    bool good = kind == CLI_UNCERTAIN || cli_walk_folder(&walk, path);
    bool nothing = kind == CLI_FOLDER && good && !walk.failed && walk.visited == 0;
    if (nothing) cli_error("the folder %s contains no files of events (.json, .jsonl, .ndjson, .gz)", path);
    run->refused |= walk.failed || nothing || kind == CLI_UNCERTAIN;
    return good;
}

/* All files are read, so that all errors are seen; with an error there is no report. */
static bool cmd_replay_files(struct replay_run *run)
{
    bool good = true;
    cli_progress_start(&run->progress, "files", cli_count(run->arguments, CLI_QUIET) == 0, NULL);
    for (size_t i = 0; i < run->arguments->count; i++)
        if (run->arguments->items[i].option->id == CLI_OPERAND)
            cli_progress_expect(&run->progress, run->arguments->items[i].value);
    for (size_t i = 0; good && i < run->arguments->count; i++) {
        const struct cli_argument *argument = &run->arguments->items[i];
        if (argument->option->id == CLI_OPERAND) good = cmd_replay_path(run, argument->value);
    }
    cli_progress_end(&run->progress);
    if (!good || run->refused) return false;
    return cli_proceed(&run->refused, rampart_replay_result(run->replay, &run->result));
}

/* ---- the answer ---- */

static enum rampart_status cmd_replay_write(const void *context, struct rampart_report_style style,
                                            const struct rampart_writer *writer)
{
    return rampart_report_replay(NULL, context, style, writer);
}

/* No difference means nothing if no call was replayed, as with the events of another account. */
static bool cmd_replay_judged(const struct replay_run *run)
{
    const struct rampart_replay_result *result = &run->result;
    if (result->mapped > 0) return true;
    cli_failure_is_told(); /* the report has the numbers */
    if (result->read == 0)
        cli_error("no call was judged: the input has no events");
    else
        cli_error("no call was judged: every event was skipped, for the reasons under \"skipped\"");
    return false;
}

static int cmd_replay_code(const struct replay_run *run)
{
    if (!cmd_replay_judged(run)) return CLI_FAILED;
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
        cli_print_diags(arguments, run.diags) && answered &&
        cli_print_report(arguments,
                         &(struct cli_report){cmd_replay_write, &run.result, {.inventory = run.inventory, .catalog = run.catalog}});
    int code = printed ? cmd_replay_code(&run) : CLI_FAILED;
    cmd_replay_free(&run);
    return code;
}

int cli_replay(int argc, char **argv)
{
    return cli_run(&cmd_replay_usage, argc, argv, cmd_replay_run);
}
