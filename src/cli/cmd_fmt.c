/* SPDX-License-Identifier: Apache-2.0 */
/* rampart fmt: the same document, written canonically. */
#include <stdlib.h>
#include <string.h>

#include <rampart/report.h>

#include "cli/bytes.h"
#include "cli/command.h"
#include "cli/diff.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/read.h"

enum { SAME = 0, DIFFERENT = 1 };
enum { FMT_CHECK = CLI_OWN, FMT_DIFF };

static const struct cli_option operand = {
    CLI_OPERAND, '\0', "FILE...", "FILE", true, "policy documents in JSON; - is standard input (default)"};

static const struct cli_option options[] = {
    {CLI_HEADING, '\0', NULL, NULL, false, "Documents"},
    {FMT_CHECK, '\0', "check", NULL, true,
     "write nothing: list the documents that would change, and fail if there are any"},
    {FMT_DIFF, 'd', "diff", NULL, true, "write nothing: show what would change"},
    {CLI_HEADING, '\0', NULL, NULL, false, "Output"},
    {CLI_QUIET, 'q', "quiet", NULL, true, "do not list the documents that change"},
    {CLI_VERSION, '\0', "version", NULL, true, "print the version"},
    {CLI_HELP, 'h', "help", NULL, true, "print this help"},
};

static const char epilogue[] =
    "A file is replaced as a whole or not at all; standard input is written to standard output.\n"
    "Members are sorted and short lists put on one line; statements and values keep their order.\n"
    "\n"
    "Exit codes\n"
    "  0  all documents were written, or none would change\n"
    "  1  with --check: some would change\n"
    "  2  an input could not be read or written, or bad usage\n"
    "\n"
    "Examples\n"
    "  rampart fmt policies/cancel.json\n"
    "  rampart fmt --check --diff policies/*.json\n";

static const struct cli_usage usage = {
    .command = "fmt",
    .synopsis = "[OPTION]... [FILE]...",
    .about = "Rewrites policy documents in canonical form; their meaning stays the same.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .epilogue = epilogue,
    .operand = &operand,
};

/* A document and its canonical form. */
struct work {
    const struct cli_arguments *arguments;
    const char *path;
    struct rampart_str text;
    struct cli_bytes formatted;
    bool different;
};

static bool format(struct work *work)
{
    struct rampart_diags *diags = NULL;
    enum rampart_status status = rampart_diags_new(NULL, &diags);
    const struct rampart_document document = {
        .text = work->text, .file = rampart_str(cli_file_name(work->path)), .kind = RAMPART_POLICY_ANY};
    const struct rampart_writer writer = cli_bytes_writer(&work->formatted);
    if (status == RAMPART_OK) status = rampart_write_document(NULL, &document, diags, &writer);
    if (status == RAMPART_NO_MEMORY || status == RAMPART_IO)
        cli_error("%s", rampart_status_name(RAMPART_NO_MEMORY));
    else if (status != RAMPART_OK)
        (void)cli_print_diags(work->arguments, diags);
    rampart_diags_free(diags);
    return status == RAMPART_OK;
}

static bool show(const struct work *work, struct rampart_str formatted)
{
    if (cli_count(work->arguments, FMT_DIFF) == 0)
        return cli_printf(cli_stdout(), "%s\n", cli_file_name(work->path));
    if (cli_diff(cli_stdout(), cli_file_name(work->path), work->text, formatted)) return true;
    cli_error("%s", rampart_status_name(RAMPART_NO_MEMORY));
    return false;
}

/* What stands at standard input is always written, so that a pipe gets the document. */
static bool settle(struct work *work)
{
    const struct rampart_str formatted = {work->formatted.data, work->formatted.len};
    const struct cli_arguments *arguments = work->arguments;
    bool shown_only = cli_count(arguments, FMT_CHECK) > 0 || cli_count(arguments, FMT_DIFF) > 0;
    bool piped = strcmp(work->path, "-") == 0;
    work->different =
        formatted.len != work->text.len || memcmp(formatted.data, work->text.data, formatted.len) != 0;
    if (piped && !shown_only) return cli_output_write(NULL, formatted);
    if (!work->different) return true;
    if (!shown_only && !cli_output_write_back(work->path, formatted)) return false;
    return cli_count(arguments, CLI_QUIET) > 0 || show(work, formatted);
}

static bool format_file(const struct cli_arguments *arguments, const char *path, bool *different)
{
    struct work work = {.arguments = arguments, .path = path};
    char *text = cli_read(path, &work.text.len);
    if (text == NULL) return false;
    work.text.data = text;
    bool good = format(&work) && settle(&work);
    *different |= work.different;
    cli_bytes_free(&work.formatted);
    free(text);
    return good;
}

static int run(const struct cli_arguments *arguments)
{
    bool good = true, different = false;
    if (cli_count(arguments, CLI_OPERAND) == 0) good = format_file(arguments, "-", &different);
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].option->id == CLI_OPERAND)
            good &= format_file(arguments, arguments->items[i].value, &different);
    if (!good) return CLI_FAILED;
    return different && cli_count(arguments, FMT_CHECK) > 0 ? DIFFERENT : SAME;
}

int cli_fmt(int argc, char **argv)
{
    return cli_run(&usage, argc, argv, run);
}
