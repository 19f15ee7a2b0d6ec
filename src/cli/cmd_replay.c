/* SPDX-License-Identifier: Apache-2.0 */
/* rampart replay: which recorded calls would be decided differently? */

#include "cli/command.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/replay.h"
#include "cli/walk.h"

enum { NONE = 0, SOME = 1 };

/* An account that decides. */
struct side {
    struct rampart_account *account;
    struct rampart_set *set;
};

/* A run over all files. */
struct run {
    const struct cli_arguments *arguments;
    struct rampart_options options; /* with what is assumed */
    struct rampart_diags *diags;
    struct rampart_inventory *inventory; /* of the files of events */
    struct side side, other;
    struct rampart_replay *replay;
    struct rampart_replay_result result;
    struct cli_progress progress;
    bool refused;
};

static void run_free(struct run *run)
{
    rampart_replay_free(run->replay);
    rampart_set_free(run->side.set);
    rampart_set_free(run->other.set);
    rampart_account_free(run->side.account);
    rampart_account_free(run->other.account);
    rampart_inventory_free(run->inventory);
    rampart_diags_free(run->diags);
}

/* ---- the accounts ---- */

static bool read_side(struct run *run, int id, struct side *side)
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

static bool start(struct run *run)
{
    if (!cli_proceed(&run->refused, cli_diags_new(NULL, &run->diags)) ||
        !cli_proceed(&run->refused, rampart_inventory_new(NULL, &run->inventory)) ||
        !cli_fill_assumptions(run->arguments, &run->options, run->diags, &run->refused) ||
        !read_side(run, CLI_ACCOUNT, &run->side) || !read_side(run, REPLAY_AGAINST, &run->other))
        return false;
    if (run->refused) return false;
    const struct rampart_replay_options how = {.account = run->side.set,
                                               .against = run->other.set,
                                               .rows = replay_rows(run->arguments),
                                               .inventory = run->inventory};
    return cli_proceed(&run->refused, rampart_replay_new(&run->options, &how, run->diags, &run->replay)) &&
           !run->refused;
}

/* ---- the files ---- */

static bool replay_file(struct run *run, const char *path)
{
    bool merge = cli_count(run->arguments, REPLAY_MERGE) > 0;
    enum rampart_status status = merge ? rampart_replay_merge_file(run->replay, path, run->diags)
                                       : rampart_replay_file(run->replay, path, run->diags);
    cli_progress_step(&run->progress);
    return cli_proceed(&run->refused, status) && status != RAMPART_LIMIT;
}

static bool visit(void *context, const char *path)
{
    return replay_file(context, path);
}

static bool replay_operand(struct run *run, const char *path)
{
    static const char *const endings[] = {".json", ".jsonl", ".ndjson", ".gz", NULL};
    struct cli_walk walk = {.visit = visit, .context = run, .endings = endings, .inventory = run->inventory};
    enum cli_lies lies = cli_what_lies_at(&walk, path);
    if (lies == CLI_FILE) return replay_file(run, path);
    bool good = lies == CLI_UNCERTAIN || cli_walk_folder(&walk, path);
    bool nothing = lies == CLI_FOLDER && good && !walk.failed && walk.visited == 0;
    if (nothing) cli_error("the folder %s contains no files of events (.json, .jsonl, .ndjson, .gz)", path);
    run->refused |= walk.failed || nothing || lies == CLI_UNCERTAIN;
    return good;
}

/* All files are read, so that all that is wrong is said; then there is no report. */
static bool replay_files(struct run *run)
{
    bool good = true;
    cli_progress_start(&run->progress, "files", cli_count(run->arguments, CLI_QUIET) == 0, NULL);
    for (size_t i = 0; good && i < run->arguments->count; i++) {
        const struct cli_argument *argument = &run->arguments->items[i];
        if (argument->option->id == CLI_OPERAND) good = replay_operand(run, argument->value);
    }
    cli_progress_end(&run->progress);
    if (!good || run->refused) return false;
    return cli_proceed(&run->refused, rampart_replay_result(run->replay, &run->result));
}

/* ---- the answer ---- */

static bool print_answer(const struct run *run)
{
    struct cli_output output;
    if (cli_count(run->arguments, CLI_QUIET) > 0) return true;
    if (!cli_output_open(&output, run->arguments)) return false;
    const struct rampart_report_style style = {.format = cli_report_format(run->arguments),
                                               .color = cli_wants_color(run->arguments, output.file),
                                               .inventory = run->inventory};
    const struct rampart_writer writer = cli_writer(output.file);
    enum rampart_status status = rampart_report_replay(NULL, &run->result, style, &writer);
    if (status != RAMPART_OK && status != RAMPART_IO) cli_error("%s", rampart_status_name(status));
    return cli_output_close(&output, status == RAMPART_OK);
}

/* That nothing differs says little where nothing was asked: the events of another account, for example. */
static void warn_of_nothing(const struct run *run)
{
    const struct rampart_replay_result *result = &run->result;
    if (result->mapped > 0) return;
    cli_warning("no call was replayed: %llu of %llu events were skipped",
                (unsigned long long)result->skipped, (unsigned long long)result->read);
}

static int exit_code(const struct run *run)
{
    warn_of_nothing(run);
    for (size_t i = 0; i < RAMPART_REPLAY_CLASSES; i++)
        if (run->result.classes[i] > 0 && rampart_replay_class_differs((enum rampart_replay_class)i))
            return SOME;
    return NONE;
}

static int run(const struct cli_arguments *arguments)
{
    if (!replay_command_line(arguments)) return CLI_FAILED;
    struct run run = {.arguments = arguments};
    bool answered = start(&run) && replay_files(&run);
    bool printed = cli_print_diags(arguments, run.diags) && answered && print_answer(&run);
    int code = printed ? exit_code(&run) : CLI_FAILED;
    run_free(&run);
    return code;
}

int cli_replay(int argc, char **argv)
{
    return cli_run(&replay_usage, argc, argv, run);
}
