/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/lint_run.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/account_options.h"
#include "cli/catalog_option.h"
#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/lint_setup.h"
#include "cli/message.h"
#include "cli/walk.h"

enum { MOST_FINDINGS = 1000000 };

bool lint_run_discard(void *context, struct rampart_str piece)
{
    (void)context;
    (void)piece;
    return true;
}

bool lint_run_fail(struct lint_run *run, enum rampart_status status)
{
    if (status != RAMPART_IO)
        cli_error("%s", rampart_status_name(status)); /* IO: closing the output prints the error */
    run->failed = true;
    return false;
}

/* ---- the files ---- */

/* The path without slashes at its end, and the folder that it lies in, with one. */
static struct rampart_str lint_run_path_of(const char *path)
{
    size_t len = strlen(path);
    while (len > 1 && path[len - 1] == '/') len--;
    return (struct rampart_str){path, len};
}

static struct rampart_str lint_run_folder_of(struct rampart_str path)
{
    while (path.len > 0 && path.data[path.len - 1] != '/') path.len--;
    return path;
}

static bool lint_run_begins(struct rampart_str file, struct rampart_str with)
{
    return file.len >= with.len && memcmp(file.data, with.data, with.len) == 0;
}

/* The name with another beginning, made in `room`, which the caller frees. Without data when memory is refused. */
static struct rampart_str lint_run_join(struct rampart_str beginning, struct rampart_str rest, char **room)
{
    char *name = realloc(*room, beginning.len + rest.len + 1);
    if (name == NULL) return (struct rampart_str){NULL, 0};
    *room = name;
    memcpy(name, beginning.data, beginning.len);
    memcpy(name + beginning.len, rest.data, rest.len);
    return (struct rampart_str){name, beginning.len + rest.len};
}

/* The name of a file in the other version: below the path if that is a folder, else in the folder that the path lies in. */
static struct rampart_str lint_run_moved(const struct lint_run *run, struct rampart_str file, char **room)
{
    struct rampart_str from = lint_run_path_of(run->from), to = lint_run_path_of(run->to);
    const bool at = lint_run_begins(file, from) && (file.len == from.len || file.data[from.len] == '/');
    if (!at) {
        from = lint_run_folder_of(from);
        to = lint_run_folder_of(to);
        if (!lint_run_begins(file, from) || (from.len == 0 && file.len > 0 && file.data[0] == '/')) return file;
    }
    return lint_run_join(to, (struct rampart_str){file.data + from.len, file.len - from.len}, room);
}

/* Puts copies with the other names in place of the findings at hand. */
static enum rampart_status lint_run_move(struct lint_run *run)
{
    const struct rampart_options options = {.limits = {.diagnostics = MOST_FINDINGS}};
    struct rampart_diags *moved = NULL;
    char *room = NULL;
    enum rampart_status status = rampart_diags_new(&options, &moved);
    for (size_t i = 0; status == RAMPART_OK && i < rampart_diags_count(run->findings); i++) {
        struct rampart_diag diag = *rampart_diags_at(run->findings, i);
        diag.file = lint_run_moved(run, diag.file, &room);
        status = diag.file.data == NULL ? RAMPART_NO_MEMORY : rampart_diags_add(moved, &diag);
    }
    rampart_diags_clear(run->findings);
    for (size_t i = 0; status == RAMPART_OK && i < rampart_diags_count(moved); i++)
        status = rampart_diags_add(run->findings, rampart_diags_at(moved, i));
    free(room);
    rampart_diags_free(moved);
    return status;
}

bool lint_run_add(struct lint_run *run, const char *name, const struct rampart_lint_count *count)
{
    enum rampart_status status = run->from == NULL ? RAMPART_OK : lint_run_move(run);
    if (status == RAMPART_OK && run->settings != NULL)
        status =
            rampart_lint_settings_waive(run->settings, rampart_str(run->folder), run->today, run->findings);
    if (status == RAMPART_OK)
        status = rampart_lint_report_add(run->report, rampart_str(name), count, run->findings);
    return status == RAMPART_OK || lint_run_fail(run, status);
}

/* The error is printed at once, because a report may stay unread; in text it is not printed twice. */
static bool lint_run_say_unreadable(struct lint_run *run)
{
    cli_progress_end(&run->progress);
    run->failed = true;
    if (!cli_print_diags(run->arguments, run->findings)) return false;
    if (run->format == RAMPART_LINT_TEXT) rampart_diags_clear(run->findings);
    return true;
}

/* Adds the file to the inventory. A file that was found in a folder and holds no policy is no document. */
static bool lint_run_note(struct lint_run *run, const char *name, const struct rampart_lint_count *count)
{
    if (run->inventory == NULL) return true;
    enum rampart_file_state state = count->unreadable > 0 ? RAMPART_FILE_SKIPPED
                                    : count->skipped > 0  ? RAMPART_FILE_OTHER
                                                          : RAMPART_FILE_READ;
    const char *reason = count->unreadable > 0 ? "it could not be read" : "";
    enum rampart_status status =
        rampart_inventory_add(run->inventory, state, rampart_str(name), rampart_str(reason));
    return status == RAMPART_OK || lint_run_fail(run, status);
}

bool lint_run_file(struct lint_run *run, const char *path, bool found)
{
    const struct rampart_lint_input input = {path, run->kind, found};
    struct rampart_lint_count count;
    const size_t inputs = cli_inputs_count();
    rampart_diags_clear(run->findings);
    enum rampart_status status = rampart_lint_file(run->linter, &input, run->findings, &count);
    if (status == RAMPART_NO_MEMORY || status == RAMPART_MISUSE) return lint_run_fail(run, status);
    cli_progress_step(&run->progress);
    /* A file in a folder that holds no policy, such as the report of the last run, is no input. */
    if (found && count.skipped > 0) cli_inputs_forget(inputs);
    if (count.unreadable > 0 && !lint_run_say_unreadable(run)) return false;
    const char *name = strcmp(path, "-") == 0 ? "<stdin>" : path;
    return lint_run_note(run, name, &count) && lint_run_add(run, name, &count);
}

static bool lint_run_visit(void *context, const char *path)
{
    return lint_run_file(context, path, true);
}

/* A path that could not be reached is in the report as well: a file that was not read is not clean. */
static bool lint_run_note_unreadable(void *context, const char *path, int reason)
{
    struct lint_run *run = context;
    struct rampart_lint_count count;
    rampart_diags_clear(run->findings);
    enum rampart_status status = rampart_lint_unreadable(path, reason, run->findings, &count);
    if (status != RAMPART_OK) return lint_run_fail(run, status);
    return lint_run_say_unreadable(run) && lint_run_note(run, path, &count) &&
           lint_run_add(run, path, &count);
}

bool lint_run_path(struct lint_run *run, const char *path)
{
    struct cli_walk walk = {.visit = lint_run_visit,
                            .fault = lint_run_note_unreadable,
                            .context = run,
                            .endings = cli_document_endings,
                            .inventory = run->inventory};
    switch (cli_walk_kind(&walk, path)) {
    case CLI_FILE: return lint_run_file(run, path, false);
    case CLI_FOLDER: return cli_walk_folder(&walk, path);
    case CLI_UNCERTAIN: break;
    }
    return true;
}

/* ---- setting up ---- */

static bool lint_run_make_linter(struct lint_run *run)
{
    const struct rampart_str named = rampart_lint_settings_catalog(run->settings);
    struct rampart_options options = {.catalog = NULL};
    bool refused = false;
    if (!cli_read_catalog(run->arguments, named.len > 0 ? named.data : NULL, &options, run->findings, &refused,
                          &run->catalog))
        return false;
    enum rampart_status status = rampart_linter_new(&options, &run->linter);
    return status == RAMPART_OK || lint_run_fail(run, status);
}

static bool lint_run_use_rules(struct lint_run *run)
{
    for (size_t i = 0; i < run->rules_count && !run->rules_apart; i++)
        if (rampart_linter_use_rules(run->linter, run->rules[i]) != RAMPART_OK) {
            cli_error("too many files of rules: combine some");
            return false;
        }
    return true;
}

/* The command line takes precedence over the settings. */
static bool lint_run_apply_settings(struct lint_run *run)
{
    if (!lint_setup_read_rules(run->arguments, run->rules_option, run->findings, &run->rules, &run->rules_count)) return false;
    if (!lint_setup_read_settings(run->arguments, run->rules, run->rules_count, run->findings, &run->settings)) return false;
    if (!lint_run_make_linter(run)) return false;
    rampart_lint_settings_apply(run->settings, run->linter);
    run->outside = calloc(run->arguments->count, sizeof *run->outside);
    if (run->outside == NULL) return lint_run_fail(run, RAMPART_NO_MEMORY);
    rampart_linter_allow_outside(run->linter, cli_folders(run->arguments, run->outside));
    rampart_linter_require_complete(run->linter, cli_count(run->arguments, CLI_REQUIRE_COMPLETE) > 0);
    run->fail_on = lint_setup_fail_on(run->arguments, run->settings);
    if (!lint_setup_choose(run->arguments, run->linter, run->findings) || !lint_run_use_rules(run)) return false;
    if (rampart_linter_has_rules(run->linter)) return true;
    cli_error("every rule is off, so nothing can be found: select at least one rule");
    return false;
}

bool lint_run_start(struct lint_run *run)
{
    const struct rampart_options options = {.limits = {.diagnostics = MOST_FINDINGS}};
    if (cli_diags_new(&options, &run->findings) != RAMPART_OK) return lint_run_fail(run, RAMPART_NO_MEMORY);
    if (getcwd(run->folder, sizeof run->folder) == NULL) run->folder[0] = '\0';
    run->today = lint_setup_today();
    return lint_run_apply_settings(run);
}

bool lint_run_know(struct lint_run *run, struct rampart_str more)
{
    const char *path = cli_value(run->arguments, CLI_BASELINE);
    size_t len = 0, line = 0;
    char *text = NULL;
    if (path == NULL && more.data == NULL) return true;
    if (path != NULL && (text = cli_read(path, &len)) == NULL) return false;
    char *whole = realloc(text, len + more.len + 2);
    if (whole == NULL) {
        free(text);
        return lint_run_fail(run, RAMPART_NO_MEMORY);
    }
    if (len > 0) whole[len++] = '\n'; /* an empty line says nothing */
    if (more.len > 0) memcpy(whole + len, more.data, more.len);
    const enum rampart_status status =
        rampart_lint_report_baseline_read(NULL, (struct rampart_str){whole, len + more.len}, &line, &run->baseline);
    free(whole);
    if (status == RAMPART_INVALID_INPUT)
        cli_error("%s: line %zu is none of a baseline: each begins with a fingerprint of 16 digits", path, line);
    else if (status != RAMPART_OK)
        cli_error("%s", rampart_status_name(status));
    return status == RAMPART_OK;
}

void lint_run_free(struct lint_run *run)
{
    rampart_lint_report_free(run->report);
    rampart_linter_free(run->linter);
    rampart_catalog_free(run->catalog);
    rampart_lint_report_baseline_free(run->baseline);
    rampart_diags_free(run->findings);
    rampart_lint_settings_free(run->settings);
    lint_setup_free_rules(run->rules, run->rules_count);
    free(run->outside);
}
