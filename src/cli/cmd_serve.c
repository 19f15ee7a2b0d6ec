/* SPDX-License-Identifier: Apache-2.0 */
/* rampart serve: the questions of the other commands over HTTP, with a page for people. */
#include <stdlib.h>
#include <string.h>

#include "cli/account_options.h"
#include "cli/catalog_option.h"
#include "cli/command.h"
#include "cli/message.h"
#include "cli/request_options.h"
#include "serve/server.h"

static const struct cli_row cmd_serve_rows[] = {
    {.id = CLI_HEADING, .help = "Server"},
    {.id = CLI_LISTEN},
    {.id = CLI_HEADING, .help = "Account (read again when it changes)"},
    {.id = CLI_ACCOUNT},
    {.id = CLI_ACCOUNT_ID},
    CLI_INPUT_ROWS,
    {.id = CLI_LAYER_ABSENT},
    {.id = CLI_HEADING, .help = "Undocumented points, and knowledge of the cloud"},
    {.id = CLI_ASSUME},
    {.id = CLI_CATALOG},
    {.id = CLI_HEADING, .help = "Other"},
    {.id = CLI_QUIET, .help = "do not say what happens"},
    {.id = CLI_VERSION},
    {.id = CLI_HELP},
};

static const char cmd_serve_epilogue[] =
    "Only addresses of this machine alone are served: whoever reaches the page reads\n"
    "the account. Questions from pages of elsewhere are refused. docs/serve.md\n"
    "describes the questions, /v1/openapi.json too.\n"
    "\n"
    "Exit codes\n"
    "  0  it was stopped by SIGTERM or SIGINT\n"
    "  2  it could not begin: bad usage, bad input, an address that is taken, or no\n"
    "     libmicrohttpd\n"
    "\n"
    "Examples\n"
    "  rampart serve\n"
    "  rampart serve --listen 127.0.0.1:9000 -a account.yaml\n"
    "  curl -H 'Content-Type: application/json' http://127.0.0.1:8080/v1/check \\\n"
    "      -d '{\"request\": {\"principal\": \"user/alice\", \"action\":\n"
    "          \"ess:CancelInstanceRefresh\", \"resource\": \"*\"}}'\n";

static const struct cli_usage cmd_serve_usage = {
    .command = "serve",
    .synopsis = "[--listen ADDRESS:PORT] [-a PATH] [OPTION]...",
    .about = "Answers the questions of the other commands over HTTP, on an address of this\n"
             "machine alone, and serves a page to ask them in a browser.",
    .rows = cmd_serve_rows,
    .row_count = sizeof cmd_serve_rows / sizeof *cmd_serve_rows,
    .epilogue = cmd_serve_epilogue,
};

static void cmd_serve_say(void *context, bool warning, const char *message)
{
    const struct cli_arguments *arguments = context;
    if (warning)
        cli_warning("%s", message);
    else if (cli_count(arguments, CLI_QUIET) == 0)
        cli_say("%s", message);
}

/* What the account is read from. The lists have room for every argument. */
struct cmd_serve_lists {
    const char **paths;
    struct rampart_parameter *parameters;
    struct rampart_str *folders;
};

static void cmd_serve_input(const struct cli_arguments *arguments, const struct cmd_serve_lists *lists, struct rampart_input *input)
{
    const char *id = cli_value(arguments, CLI_ACCOUNT_ID);
    for (size_t i = 0; i < arguments->count; i++) {
        const char *value = arguments->items[i].value;
        if (arguments->items[i].option->id == CLI_ACCOUNT) lists->paths[input->path_count++] = value;
        if (arguments->items[i].option->id != CLI_TEMPLATE_PARAM) continue;
        const size_t len = strcspn(value, "=");
        lists->parameters[input->parameter_count++] =
            (struct rampart_parameter){{value, len}, rampart_str(value + len + (value[len] == '='))};
    }
    input->paths = lists->paths;
    input->parameters = lists->parameters;
    input->allow_outside = cli_folders(arguments, lists->folders);
    input->before = cli_count(arguments, CLI_BEFORE) > 0;
    input->as_complete = cli_count(arguments, CLI_AS_COMPLETE) > 0;
    input->require_complete = cli_count(arguments, CLI_REQUIRE_COMPLETE) > 0;
    if (id != NULL) input->account = rampart_str(id);
}

static int cmd_serve_serve(const struct cli_arguments *arguments, const struct rampart_options *options, const struct cmd_serve_lists *lists,
                           struct rampart_diags *diags)
{
    char reason[SERVE_REASON];
    struct rampart_input input = {.path_count = 0};
    const char *listen = cli_value(arguments, CLI_LISTEN);
    cmd_serve_input(arguments, lists, &input);
    const struct serve_options server = {.listen = listen != NULL ? listen : "127.0.0.1:8080",
                                         .options = options,
                                         .account = input.path_count > 0 ? &input : NULL,
                                         .name = input.path_count > 0 ? rampart_str(input.paths[0]) : (struct rampart_str){NULL, 0},
                                         .diags = diags,
                                         .say = cmd_serve_say,
                                         .context = (void *)(uintptr_t)arguments};
    const enum serve_end end = serve_run(&server, reason);
    const bool printed = cli_print_diags(arguments, diags);
    if (end == SERVE_END_GOOD) return printed ? 0 : CLI_FAILED;
    if (end != SERVE_END_ACCOUNT || rampart_diags_found(diags, RAMPART_ERROR) == 0) cli_error("%s", reason);
    return CLI_FAILED;
}

static int cmd_serve_with_lists(const struct cli_arguments *arguments, const struct rampart_options *options, struct rampart_diags *diags)
{
    const struct cmd_serve_lists lists = {calloc(arguments->count + 1, sizeof *lists.paths),
                                          calloc(arguments->count + 1, sizeof *lists.parameters),
                                          calloc(arguments->count + 1, sizeof *lists.folders)};
    int code = CLI_FAILED;
    if (lists.paths != NULL && lists.parameters != NULL && lists.folders != NULL)
        code = cmd_serve_serve(arguments, options, &lists, diags);
    else
        cli_error("%s", rampart_status_name(RAMPART_NO_MEMORY));
    free(lists.paths);
    free(lists.parameters);
    free(lists.folders);
    return code;
}

/* Standard input is read once, and the account again when it changes. */
static bool cmd_serve_command_line(const struct cli_arguments *arguments)
{
    bool good = cli_template_params(arguments);
    for (size_t i = 0; i < arguments->count; i++) {
        if (arguments->items[i].option->id != CLI_ACCOUNT || strcmp(arguments->items[i].value, "-") != 0) continue;
        cli_error("--account - cannot be served: standard input can be read only once");
        good = false;
    }
    good &= cli_assignments(arguments);
    if (!good) cli_point_to_help(arguments->usage->command);
    return good;
}

static int cmd_serve_run(const struct cli_arguments *arguments)
{
    struct rampart_options options = {.limits.diagnostics = 0};
    struct rampart_catalog *catalog = NULL;
    struct rampart_diags *diags = NULL;
    bool refused = false;
    int code = CLI_FAILED;
    if (!cmd_serve_command_line(arguments)) return CLI_FAILED;
    if (cli_diags_new(NULL, &diags) != RAMPART_OK) {
        cli_error("%s", rampart_status_name(RAMPART_NO_MEMORY));
        return CLI_FAILED;
    }
    if (!cli_fill_assumptions(arguments, &options, diags, &refused) ||
        !cli_read_catalog(arguments, NULL, &options, diags, &refused, &catalog) || refused)
        (void)cli_print_diags(arguments, diags);
    else
        code = cmd_serve_with_lists(arguments, &options, diags);
    rampart_catalog_free(catalog);
    rampart_diags_free(diags);
    return code;
}

int cli_serve(int argc, char **argv)
{
    return cli_run(&cmd_serve_usage, argc, argv, cmd_serve_run);
}
