/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/trail_files.h"

#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/message.h"
#include "cli/walk.h"

enum { MOST_ROWS = 100000000 };

const struct cli_option cli_trail_operand = {
    CLI_OPERAND,
    '\0',
    "EVENTS",
    "EVENTS",
    true,
    "files of events, plain or packed by gzip; of a folder, all that end with\n"
    ".json, .jsonl, .ndjson or .gz; - is standard input"};

size_t cli_trail_rows_limit(const struct cli_arguments *arguments)
{
    const char *value = cli_value(arguments, CLI_ROWS);
    return value == NULL ? 0 : (size_t)strtoul(value, NULL, 10);
}

bool cli_trail_check_rows(const struct cli_arguments *arguments)
{
    const char *value = cli_value(arguments, CLI_ROWS);
    if (value == NULL) return true;
    bool digits = value[0] != '\0' && strspn(value, "0123456789") == strlen(value) && strlen(value) < 10;
    if (digits && cli_trail_rows_limit(arguments) > 0 && cli_trail_rows_limit(arguments) <= MOST_ROWS) return true;
    cli_error("--rows must be a number from 1 to %d, not \"%s\"", MOST_ROWS, value);
    return false;
}

static bool trail_file(struct cli_trail_files *files, const char *path)
{
    enum rampart_status status = files->read(files->context, path);
    cli_progress_step(&files->progress);
    return cli_proceed(&files->refused, status) && status != RAMPART_LIMIT;
}

static bool trail_visit(void *context, const char *path)
{
    return trail_file(context, path);
}

static bool trail_path(struct cli_trail_files *files, const char *path)
{
    static const char *const endings[] = {".json", ".jsonl", ".ndjson", ".gz", NULL};
    struct cli_walk walk = {
        .visit = trail_visit, .context = files, .endings = endings, .inventory = files->inventory};
    enum cli_path_kind kind = cli_walk_kind(&walk, path);
    if (kind == CLI_FILE) return trail_file(files, path);
    bool good = kind == CLI_UNCERTAIN || cli_walk_folder(&walk, path);
    bool nothing = kind == CLI_FOLDER && good && !walk.failed && walk.visited == 0;
    if (nothing) cli_error("the folder %s contains no files of events (.json, .jsonl, .ndjson, .gz)", path);
    files->refused |= walk.failed || nothing || kind == CLI_UNCERTAIN;
    return good;
}

bool cli_trail_files_read(struct cli_trail_files *files)
{
    const struct cli_arguments *arguments = files->arguments;
    bool good = true;
    cli_progress_start(&files->progress, "files", cli_count(arguments, CLI_QUIET) == 0, NULL);
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].option->id == files->option)
            cli_progress_expect(&files->progress, arguments->items[i].value);
    for (size_t i = 0; good && i < arguments->count; i++) {
        const struct cli_argument *argument = &arguments->items[i];
        if (argument->option->id == files->option) good = trail_path(files, argument->value);
    }
    cli_progress_end(&files->progress);
    return good && !files->refused;
}

bool cli_trail_judged(uint64_t read, uint64_t mapped)
{
    if (mapped > 0) return true;
    cli_failure_is_told(); /* the report has the numbers */
    if (read == 0)
        cli_error("no call was judged: the input has no events");
    else
        cli_error("no call was judged: every event was skipped, for the reasons under \"skipped\"");
    return false;
}
