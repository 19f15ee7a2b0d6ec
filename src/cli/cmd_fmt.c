/* SPDX-License-Identifier: Apache-2.0 */
/* rampart fmt: rewrites policy documents in canonical form. */
#include <stdlib.h>
#include <string.h>

#include <rampart/report.h>

#include "cli/command.h"
#include "cli/text_diff.h"
#include "cli/inputs.h"
#include "cli/message.h"
#include "cli/output.h"

enum { DONE = 0, OPEN = 1 };

static const struct cli_option cmd_fmt_operand = {
    CLI_OPERAND, '\0', "FILE...", "FILE", true, "policy documents in JSON; - is standard input (default)"};

static const struct cli_row cmd_fmt_rows[] = {
    {.id = CLI_HEADING, .help = "Documents"},
    {.id = CLI_FROM},
    {.id = CLI_CHECK},
    {.id = CLI_DIFF},
    {.id = CLI_HEADING, .help = "Output"},
    {.id = CLI_QUIET, .help = "do not list the documents that change"},
    {.id = CLI_VERSION},
    {.id = CLI_HELP},
};

static const char cmd_fmt_epilogue[] =
    "A file is replaced as a whole or not at all; standard input is written to\n"
    "standard output. Members are sorted and short lists put on one line; statements\n"
    "and values keep their order.\n"
    "\n"
    "Exit codes\n"
    "  0  all documents were written, or none would change\n"
    "  1  with --check: some would change; with --from: names of AWS are left\n"
    "  2  an input could not be read or written, or bad usage\n"
    "\n"
    "Examples\n"
    "  rampart fmt policies/cancel.json\n"
    "  rampart fmt --check --diff policies/*.json\n"
    "  rampart fmt --from aws < aws-policy.json > policy.json\n";

static const struct cli_usage cmd_fmt_usage = {
    .command = "fmt",
    .synopsis = "[OPTION]... [FILE]...",
    .about = "Rewrites policy documents in canonical form; their meaning stays the same.",
    .rows = cmd_fmt_rows,
    .row_count = sizeof cmd_fmt_rows / sizeof *cmd_fmt_rows,
    .epilogue = cmd_fmt_epilogue,
    .operand = &cmd_fmt_operand,
};

/* A document and its canonical form. */
struct fmt_work {
    const struct cli_arguments *arguments;
    const char *path;
    struct rampart_str text;
    struct cli_bytes formatted;
    bool different;
    bool left; /* names of AWS are left in it */
};

static bool cmd_fmt_format(struct fmt_work *work)
{
    struct rampart_diags *diags = NULL;
    enum rampart_status status = rampart_diags_new(NULL, &diags);
    const struct rampart_document document = {
        .text = work->text, .file = rampart_str(cli_file_name(work->path)), .kind = RAMPART_POLICY_ANY};
    const struct rampart_writer writer = cli_bytes_writer(&work->formatted);
    const bool from_aws = cli_count(work->arguments, CLI_FROM) > 0;
    if (status == RAMPART_OK)
        status = from_aws ? rampart_write_from_aws(NULL, &document, diags, &writer)
                          : rampart_write_document(NULL, &document, diags, &writer);
    if (status == RAMPART_NO_MEMORY || status == RAMPART_IO)
        cli_error("%s", rampart_status_name(RAMPART_NO_MEMORY));
    else if (status != RAMPART_OK || from_aws)
        (void)cli_print_diags(work->arguments, diags);
    work->left = status == RAMPART_OK && rampart_diags_found(diags, RAMPART_WARNING) > 0;
    rampart_diags_free(diags);
    return status == RAMPART_OK;
}

static bool cmd_fmt_show(const struct fmt_work *work, struct rampart_str formatted)
{
    if (cli_count(work->arguments, CLI_DIFF) == 0)
        return cli_printf(cli_stdout(), "%s\n", cli_file_name(work->path));
    if (cli_text_diff(cli_stdout(), cli_file_name(work->path), work->text, formatted)) return true;
    cli_error("%s", rampart_status_name(RAMPART_NO_MEMORY));
    return false;
}

/* A document from standard input is written even if it does not change, so that a pipe gets it. */
static bool cmd_fmt_write(struct fmt_work *work)
{
    const struct rampart_str formatted = {work->formatted.data, work->formatted.len};
    const struct cli_arguments *arguments = work->arguments;
    bool shown_only = cli_count(arguments, CLI_CHECK) > 0 || cli_count(arguments, CLI_DIFF) > 0;
    bool piped = strcmp(work->path, "-") == 0;
    work->different =
        formatted.len != work->text.len || memcmp(formatted.data, work->text.data, formatted.len) != 0;
    if (piped && !shown_only) return cli_output_write(NULL, formatted);
    if (!work->different) return true;
    if (!shown_only && !cli_output_write_back(work->path, formatted)) return false;
    return cli_count(arguments, CLI_QUIET) > 0 || cmd_fmt_show(work, formatted);
}

static bool cmd_fmt_file(const struct cli_arguments *arguments, const char *path, int *code)
{
    struct fmt_work work = {.arguments = arguments, .path = path};
    char *text = cli_read(path, &work.text.len);
    if (text == NULL) return false;
    work.text.data = text;
    bool good = cmd_fmt_format(&work) && cmd_fmt_write(&work);
    if (work.left || (work.different && cli_count(arguments, CLI_CHECK) > 0)) *code = OPEN;
    cli_bytes_free(&work.formatted);
    free(text);
    return good;
}

static int cmd_fmt_run(const struct cli_arguments *arguments)
{
    const char *from = cli_value(arguments, CLI_FROM);
    if (from != NULL && strcmp(from, "aws") != 0) {
        cli_error("--from must be aws, not \"%s\"", from);
        cli_point_to_help("fmt");
        return CLI_FAILED;
    }
    bool good = true;
    int code = DONE;
    if (cli_count(arguments, CLI_OPERAND) == 0) good = cmd_fmt_file(arguments, "-", &code);
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].option->id == CLI_OPERAND)
            good &= cmd_fmt_file(arguments, arguments->items[i].value, &code);
    return good ? code : CLI_FAILED;
}

int cli_fmt(int argc, char **argv)
{
    return cli_run(&cmd_fmt_usage, argc, argv, cmd_fmt_run);
}
