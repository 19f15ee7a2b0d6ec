/* SPDX-License-Identifier: Apache-2.0 */
/* rampart lsp: lint, hover and completion in an editor. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/account_options.h"
#include "cli/catalog_option.h"
#include "cli/command.h"
#include "cli/message.h"
#include "lsp/server.h"

static const struct cli_row cmd_lsp_rows[] = {
    {.id = CLI_HEADING, .help = "Documents"},
    {.id = CLI_ALLOW_OUTSIDE},
    {.id = CLI_SETTINGS},
    {.id = CLI_NO_SETTINGS},
    {.id = CLI_CATALOG},
    {.id = CLI_HEADING, .help = "Other"},
    {.id = CLI_VERSION},
    {.id = CLI_HELP},
};

static const char cmd_lsp_epilogue[] =
    "It speaks LSP 3.17 on standard input and output until the editor says exit. No\n"
    "file is written, and no network is asked.\n"
    "\n"
    "Exit codes\n"
    "  0  the editor said shutdown and exit\n"
    "  2  it went away without them, or what came was no message\n"
    "\n"
    "Examples\n"
    "  rampart lsp\n"
    "  rampart lsp --settings policies/.rampart.yaml\n";

static const struct cli_usage cmd_lsp_usage = {
    .command = "lsp",
    .synopsis = "[OPTION]...",
    .about = "Shows in an editor what rampart lint finds while you type, what actions and keys\n"
             "mean, and what may be written at a place of a policy.",
    .rows = cmd_lsp_rows,
    .row_count = sizeof cmd_lsp_rows / sizeof *cmd_lsp_rows,
    .epilogue = cmd_lsp_epilogue,
};

static int cmd_lsp_end(enum lsp_end end, int reason)
{
    switch (end) {
    case LSP_END_GOOD: return 0;
    case LSP_END_EARLY: cli_error("the editor went away without shutdown and exit"); break;
    case LSP_END_BROKEN: cli_error("what came is no message: a header with Content-Length and as many bytes are wanted"); break;
    case LSP_END_IO: cli_error("cannot speak to the editor: %s", strerror(reason)); break;
    case LSP_END_NO_MEMORY: cli_error("%s", rampart_status_name(RAMPART_NO_MEMORY)); break;
    }
    return CLI_FAILED;
}

static int cmd_lsp_serve(const struct cli_arguments *arguments, const struct rampart_options *options)
{
    struct rampart_str *folders = calloc(arguments->count + 1, sizeof *folders);
    if (folders == NULL) return cmd_lsp_end(LSP_END_NO_MEMORY, 0);
    const struct lsp_options server = {.in = STDIN_FILENO,
                                       .out = STDOUT_FILENO,
                                       .settings = cli_value(arguments, CLI_SETTINGS),
                                       .no_settings = cli_count(arguments, CLI_NO_SETTINGS) > 0,
                                       .catalog = options->catalog,
                                       .outside = cli_folders(arguments, folders),
                                       .version = rampart_version()};
    int reason = 0;
    const enum lsp_end end = lsp_serve(&server, &reason);
    free(folders);
    return cmd_lsp_end(end, reason);
}

static int cmd_lsp_run(const struct cli_arguments *arguments)
{
    struct rampart_options options = {.limits.diagnostics = 0};
    struct rampart_catalog *catalog = NULL;
    struct rampart_diags *diags = NULL;
    bool refused = false;
    int code = CLI_FAILED;
    if (!cli_apart(arguments, CLI_SETTINGS, CLI_NO_SETTINGS, "--settings and --no-settings")) return CLI_FAILED;
    if (cli_diags_new(NULL, &diags) != RAMPART_OK) {
        cli_error("%s", rampart_status_name(RAMPART_NO_MEMORY));
        return CLI_FAILED;
    }
    if (!cli_read_catalog(arguments, NULL, &options, diags, &refused, &catalog) || refused)
        (void)cli_print_diags(arguments, diags);
    else
        code = cmd_lsp_serve(arguments, &options);
    rampart_catalog_free(catalog);
    rampart_diags_free(diags);
    return code;
}

int cli_lsp(int argc, char **argv)
{
    return cli_run(&cmd_lsp_usage, argc, argv, cmd_lsp_run);
}
