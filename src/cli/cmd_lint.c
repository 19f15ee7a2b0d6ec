/* SPDX-License-Identifier: Apache-2.0 */
/* rampart lint: what is wrong or risky in these documents? */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/account_options.h"
#include "cli/command.h"
#include "cli/failure.h"
#include "cli/inputs.h"
#include "cli/lint.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/walk.h"

enum { CLEAN = 0, FOUND = 1, MOST_FINDINGS = 1000000 };

/* A run over all documents. */
struct run {
    const struct cli_arguments *arguments;
    struct rampart_linter *linter;
    struct rampart_catalog *catalog;        /* NULL: the one built in */
    struct rampart_lint_settings *settings; /* NULL: there are none */
    struct rampart_diags *findings;
    struct rampart_inventory *inventory;
    struct rampart_lint_report *report;
    struct cli_output output;
    struct cli_progress progress;
    char folder[PATH_MAX];       /* the working directory */
    struct rampart_str *outside; /* the folders of --allow-outside */
    struct rampart_lint_date today;
    enum rampart_severity fail_on;
    bool quiet, failed;
};

/* The choices of --format stand in the order of enum rampart_lint_format. */
static enum rampart_lint_format format_of(const struct cli_arguments *arguments)
{
    return (enum rampart_lint_format)cli_choice(arguments, CLI_FORMAT);
}

/* ---- the report ---- */

static bool discard(void *context, struct rampart_str piece)
{
    (void)context;
    (void)piece;
    return true;
}

/* Says so and ends the run: a failure that is not about one document. */
static bool fail(struct run *run, enum rampart_status status)
{
    if (status != RAMPART_IO) cli_error("%s", rampart_status_name(status)); /* IO: closing the output tells */
    run->failed = true;
    return false;
}

static bool begin(struct run *run)
{
    const struct rampart_lint_style style = {
        .format = format_of(run->arguments),
        .color = cli_wants_color(run->arguments, run->output.file),
        .fail_on = run->fail_on,
        .root = rampart_str(run->folder),
        .inventory = run->inventory,
    };
    run->quiet = cli_count(run->arguments, CLI_QUIET) > 0;
    const struct rampart_writer writer =
        run->quiet ? (struct rampart_writer){NULL, discard} : cli_writer(run->output.file);
    cli_progress_start(&run->progress, "files", !run->quiet, run->output.file);
    enum rampart_status status = rampart_lint_report_begin(NULL, style, &writer, &run->report);
    return status == RAMPART_OK || fail(run, status);
}

/* ---- the files ---- */

static bool add(struct run *run, const char *name, const struct rampart_lint_count *count)
{
    enum rampart_status status = RAMPART_OK;
    if (run->settings != NULL)
        status =
            rampart_lint_settings_waive(run->settings, rampart_str(run->folder), run->today, run->findings);
    if (status == RAMPART_OK)
        status = rampart_lint_report_add(run->report, rampart_str(name), count, run->findings);
    return status == RAMPART_OK || fail(run, status);
}

/* It is said at once, for a report may go unread; in text it is not said twice. */
static bool tell_unreadable(struct run *run)
{
    cli_progress_end(&run->progress);
    run->failed = true;
    if (!cli_print_diags(run->arguments, run->findings)) return false;
    if (format_of(run->arguments) == RAMPART_LINT_TEXT) rampart_diags_clear(run->findings);
    return true;
}

/* What became of the file. One that was found and holds no policy is no document. */
static bool note(struct run *run, const char *name, const struct rampart_lint_count *count)
{
    enum rampart_file_state state = count->unreadable > 0 ? RAMPART_FILE_SKIPPED
                                    : count->skipped > 0  ? RAMPART_FILE_OTHER
                                                          : RAMPART_FILE_READ;
    const char *reason = count->unreadable > 0 ? "it could not be read" : "";
    enum rampart_status status =
        rampart_inventory_add(run->inventory, state, rampart_str(name), rampart_str(reason));
    return status == RAMPART_OK || fail(run, status);
}

static bool lint_file(struct run *run, const char *path, bool found)
{
    const struct rampart_lint_input input = {path, lint_kind(run->arguments), found};
    struct rampart_lint_count count;
    const size_t inputs = cli_inputs_count();
    rampart_diags_clear(run->findings);
    enum rampart_status status = rampart_lint_file(run->linter, &input, run->findings, &count);
    if (status == RAMPART_NO_MEMORY || status == RAMPART_MISUSE) return fail(run, status);
    cli_progress_step(&run->progress);
    /* What was found in a folder and holds no policy is no input: the report of the last run, for example. */
    if (found && count.skipped > 0) cli_inputs_forget(inputs);
    if (count.unreadable > 0 && !tell_unreadable(run)) return false;
    const char *name = strcmp(path, "-") == 0 ? "<stdin>" : path;
    return note(run, name, &count) && add(run, name, &count);
}

/* What there is to say of the waivers themselves, once all documents are through. */
static bool review_waivers(struct run *run)
{
    const struct rampart_lint_count none = {0};
    if (run->settings == NULL) return true;
    rampart_diags_clear(run->findings);
    enum rampart_status status =
        rampart_lint_settings_review(run->settings, run->linter, run->today, run->findings);
    if (status != RAMPART_OK) return fail(run, status);
    const struct rampart_diag *first = rampart_diags_at(run->findings, 0);
    if (first == NULL) return true;
    status = rampart_lint_report_add(run->report, first->file, &none, run->findings);
    return status == RAMPART_OK || fail(run, status);
}

static bool visit(void *context, const char *path)
{
    return lint_file(context, path, true);
}

/* What could not be reached stands in the report as well: what was not read is not clean. */
static bool note_unreadable(void *context, const char *path, int reason)
{
    struct run *run = context;
    struct rampart_lint_count count;
    rampart_diags_clear(run->findings);
    enum rampart_status status = rampart_lint_unreadable(path, reason, run->findings, &count);
    if (status != RAMPART_OK) return fail(run, status);
    return tell_unreadable(run) && note(run, path, &count) && add(run, path, &count);
}

static bool lint_operand(struct run *run, const char *path)
{
    struct cli_walk walk = {.visit = visit,
                            .fault = note_unreadable,
                            .context = run,
                            .endings = cli_document_endings,
                            .inventory = run->inventory};
    switch (cli_what_lies_at(&walk, path)) {
    case CLI_FILE: return lint_file(run, path, false);
    case CLI_FOLDER: return cli_walk_folder(&walk, path);
    case CLI_UNCERTAIN: break;
    }
    return true;
}

static bool lint_files(struct run *run)
{
    bool good = true;
    for (size_t i = 0; good && i < run->arguments->count; i++) {
        const struct cli_argument *argument = &run->arguments->items[i];
        if (argument->option->id == CLI_OPERAND) good = lint_operand(run, argument->value);
        if (argument->option->id == LINT_ACCOUNT) good = lint_file(run, argument->value, false);
    }
    cli_progress_end(&run->progress);
    if (!good || !review_waivers(run)) return false;
    if (run->failed) rampart_lint_report_fail(run->report, cli_failure_kept(), false);
    enum rampart_status status = rampart_lint_report_end(run->report);
    return status == RAMPART_OK || fail(run, status);
}

static bool write_report(struct run *run)
{
    if (!cli_output_open(&run->output, run->arguments)) return false;
    bool good = begin(run) && lint_files(run);
    /* A file of JSON stays as it was, and standard output says why; SARIF itself says that the run failed. */
    bool kept = good && !(run->failed && format_of(run->arguments) == RAMPART_LINT_JSON);
    return cli_output_close(&run->output, kept) && kept;
}

/* A run that could not begin: what a service of code scanning is handed must not be the report of the run before. */
static bool report_failure(struct run *run)
{
    if (format_of(run->arguments) != RAMPART_LINT_SARIF || !cli_output_open(&run->output, run->arguments))
        return false;
    bool good = begin(run);
    cli_progress_end(&run->progress);
    rampart_lint_report_fail(run->report, cli_failure_kept(), true);
    good = good && rampart_lint_report_end(run->report) == RAMPART_OK;
    return cli_output_close(&run->output, good);
}

/* ---- the command ---- */

/* What is said on the command line counts more than what is settled for all runs. */
static bool settle(struct run *run)
{
    if (!lint_read_settings(run->arguments, run->findings, &run->settings)) return false;
    if (!lint_open_catalog(run->arguments, run->linter, run->findings, &run->catalog)) return false;
    rampart_lint_settings_apply(run->settings, run->linter);
    run->outside = calloc(run->arguments->count, sizeof *run->outside);
    if (run->outside == NULL) return fail(run, RAMPART_NO_MEMORY);
    rampart_linter_allow_outside(run->linter, cli_folders(run->arguments, run->outside));
    rampart_linter_require_complete(run->linter, cli_count(run->arguments, LINT_REQUIRE_COMPLETE) > 0);
    run->fail_on = lint_fail_on(run->arguments, run->settings);
    if (!lint_choose_rules(run->arguments, run->linter, run->findings)) return false;
    if (rampart_linter_asks_any(run->linter)) return true;
    cli_error("every rule is off, so nothing can be found: select at least one rule");
    return false;
}

static bool start(struct run *run)
{
    const struct rampart_options options = {.limits = {.diagnostics = MOST_FINDINGS}};
    if (cli_diags_new(&options, &run->findings) != RAMPART_OK ||
        rampart_inventory_new(NULL, &run->inventory) != RAMPART_OK ||
        rampart_linter_new(NULL, &run->linter) != RAMPART_OK)
        return fail(run, RAMPART_NO_MEMORY);
    if (getcwd(run->folder, sizeof run->folder) == NULL) run->folder[0] = '\0';
    run->today = lint_today();
    if (settle(run)) return true;
    (void)cli_print_diags(run->arguments, run->findings);
    return false;
}

/* A report about nothing that was read is no clean report. */
static bool covers_enough(const struct run *run)
{
    const struct rampart_lint_count *count = &rampart_lint_report_summary(run->report)->count;
    size_t unread = rampart_inventory_count(run->inventory, RAMPART_FILE_SKIPPED) +
                    rampart_inventory_count(run->inventory, RAMPART_FILE_QUARANTINED);
    if (rampart_inventory_count(run->inventory, RAMPART_FILE_READ) == 0) {
        cli_error("no policy document was found, so nothing was checked");
        return false;
    }
    if (cli_count(run->arguments, LINT_REQUIRE_COMPLETE) == 0 || (unread == 0 && count->undetermined == 0))
        return true;
    cli_error(
        "--require-complete: not everything could be checked (%zu not read, %zu not determined)",
        unread, count->undetermined);
    return false;
}

static int exit_code(const struct run *run)
{
    if (run->failed || !covers_enough(run)) return CLI_FAILED;
    const struct rampart_lint_summary *summary = rampart_lint_report_summary(run->report);
    for (int severity = RAMPART_ERROR; severity <= (int)run->fail_on; severity++)
        if (summary->found[severity] > 0) return FOUND;
    return CLEAN;
}

/* What is reported is what mending left; a diff of what it would do is all there is to say. */
static int mend_and_report(struct run *run)
{
    size_t changed = 0;
    bool fixes = cli_count(run->arguments, LINT_FIX) > 0;
    if (fixes && !lint_fix_may(run->arguments)) return CLI_FAILED;
    if (fixes) run->failed |= !lint_fix_operands(run->arguments, run->linter, &changed);
    if (fixes && cli_count(run->arguments, LINT_DIFF) > 0)
        return run->failed ? CLI_FAILED : changed > 0 ? FOUND : CLEAN;
    return write_report(run) ? exit_code(run) : CLI_FAILED;
}

static int lint(const struct cli_arguments *arguments)
{
    struct run run = {.arguments = arguments};
    bool started = start(&run);
    int code = started ? mend_and_report(&run) : CLI_FAILED;
    if (!started) (void)report_failure(&run);
    rampart_lint_report_free(run.report);
    rampart_linter_free(run.linter);
    rampart_catalog_free(run.catalog);
    rampart_lint_settings_free(run.settings);
    rampart_diags_free(run.findings);
    rampart_inventory_free(run.inventory);
    free(run.outside);
    return code;
}

static int run(const struct cli_arguments *arguments)
{
    if (!lint_command_line(arguments)) return CLI_FAILED;
    if (cli_count(arguments, LINT_RULES) > 0) return lint_list_rules(arguments);
    if (cli_count(arguments, LINT_EXPLAIN) > 0) return lint_explain_rule(arguments);
    return lint(arguments);
}

int cli_lint(int argc, char **argv)
{
    return cli_run(&lint_usage, argc, argv, run);
}
