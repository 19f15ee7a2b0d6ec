/* SPDX-License-Identifier: Apache-2.0 */
/* rampart compile: writes the image of an account, which contains every document that the account names. */
#include <stdlib.h>

#include <rampart/rampart.h>

#include "cli/account_options.h"
#include "cli/catalog_option.h"
#include "cli/command.h"
#include "cli/message.h"
#include "cli/output.h"

static const struct cli_option cmd_compile_operand = {
    CLI_OPERAND, '\0',  "FILE",
    "FILE",      false, "the account file, of one account or several (YAML, JSON\nor an image; - is standard input)"};

static const struct cli_row cmd_compile_rows[] = {
    {.id = CLI_HEADING, .help = "Account"},
    {.id = CLI_ALLOW_OUTSIDE},
    {.id = CLI_REQUIRE_COMPLETE},
    {.id = CLI_CATALOG},
    {.id = CLI_HEADING, .help = "Output"},
    {.id = CLI_OUTPUT,
     .help = "write the image to FILE, completely or not at all (default:\n"
             "standard output, unless that is a terminal)"},
    {.id = CLI_QUIET, .help = "print no notes; warnings stay"},
    {.id = CLI_COLOR, .help = "colour warnings and errors (auto: on a terminal)"},
    {.id = CLI_VERSION},
    {.id = CLI_HELP},
};

static const char cmd_compile_epilogue[] =
    "Use the image wherever an account file is taken: -a IMAGE gives the same\n"
    "answers. It contains every document that the account names, and works with this\n"
    "version of the program only, and with the catalogue that it was made with.\n"
    "Of a folder, such as the exports of an organisation, `rampart import` makes one\n"
    "account file first.\n"
    "\n"
    "Exit codes\n"
    "  0  the image is written\n"
    "  2  it is not: bad usage, a bad account, or a failure to read or write\n"
    "\n"
    "Example\n"
    "  rampart compile account.yaml -o account.rampart\n"
    "  rampart check -a account.rampart --principal role/ci \\\n"
    "      --action ess:CancelInstanceRefresh \\\n"
    "      --resource acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-1\n";

static const struct cli_usage cmd_compile_usage = {
    .command = "compile",
    .synopsis = "FILE -o IMAGE [OPTION]...",
    .about = "Makes the image of an account: one checked file, which loads fast.",
    .rows = cmd_compile_rows,
    .row_count = sizeof cmd_compile_rows / sizeof *cmd_compile_rows,
    .operand = &cmd_compile_operand,
    .epilogue = cmd_compile_epilogue,
};

static bool cmd_compile_open_output(const struct cli_arguments *arguments, struct cli_output *output)
{
    if (!cli_output_open(output, arguments)) return false;
    if (!cli_is_terminal(output->file)) return true;
    cli_error("an image is binary and not written to a terminal: name a file with --output");
    (void)cli_output_close(output, false);
    return false;
}

/* An account that is refused leaves no file behind. */
static bool cmd_compile_write(const struct cli_arguments *arguments, const struct rampart_options *options,
                              struct rampart_diags *diags)
{
    struct cli_output output;
    if (!cmd_compile_open_output(arguments, &output)) return false;
    struct rampart_writer writer = cli_writer(output.file);
    struct rampart_str *folders = calloc(arguments->count, sizeof *folders);
    const char *path = cli_value(arguments, CLI_OPERAND);
    enum rampart_status status = RAMPART_NO_MEMORY;
    if (folders != NULL) {
        const struct rampart_input input = {.paths = &path,
                                            .path_count = 1,
                                            .allow_outside = cli_folders(arguments, folders),
                                            .require_complete =
                                                cli_count(arguments, CLI_REQUIRE_COMPLETE) > 0};
        status = rampart_image_write(options, &input, diags, &writer);
    }
    free(folders);
    bool silent = rampart_diags_found(diags, RAMPART_ERROR) == 0;
    bool written = cli_output_close(&output, status == RAMPART_OK);
    if (status != RAMPART_OK && status != RAMPART_IO && silent)
        cli_error("cannot make the image: %s", rampart_status_name(status));
    return cli_print_diags(arguments, diags) && written;
}

static bool cmd_compile_with_catalog(const struct cli_arguments *arguments, struct rampart_diags *diags)
{
    struct rampart_options options = {.catalog = NULL};
    struct rampart_catalog *catalog = NULL;
    bool refused = false;
    bool read = cli_read_catalog(arguments, NULL, &options, diags, &refused, &catalog);
    if (!read) (void)cli_print_diags(arguments, diags);
    bool written = read && cmd_compile_write(arguments, &options, diags);
    rampart_catalog_free(catalog);
    return written;
}

static int cmd_compile_run(const struct cli_arguments *arguments)
{
    struct rampart_diags *diags = NULL;
    if (!cli_needs(arguments, CLI_OPERAND, "FILE (the account file)")) {
        cli_point_to_help(arguments->usage->command);
        return CLI_FAILED;
    }
    if (cli_diags_new(NULL, &diags) != RAMPART_OK) {
        cli_error("out of memory");
        return CLI_FAILED;
    }
    bool written = cmd_compile_with_catalog(arguments, diags);
    rampart_diags_free(diags);
    return written ? 0 : CLI_FAILED;
}

int cli_compile(int argc, char **argv)
{
    return cli_run(&cmd_compile_usage, argc, argv, cmd_compile_run);
}
