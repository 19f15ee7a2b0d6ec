/* SPDX-License-Identifier: Apache-2.0 */
/* rampart import: turns exports, plans and templates into one account file. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/account_options.h"
#include "cli/catalog_option.h"
#include "cli/command.h"
#include "cli/message.h"
#include "cli/output.h"

enum { IMPORTED = 0, INCOMPLETE = 3 };

static const struct cli_option cmd_import_operand = {
    CLI_OPERAND,
    '\0',
    "PATH...",
    "PATH",
    true,
    "exports, responses of the API, plans, states, templates, an\n"
    "account file, folders of them; - is standard input"};

static const struct cli_row cmd_import_rows[] = {
    {.id = CLI_HEADING, .help = "Input"},
    CLI_INPUT_ROWS,
    {.id = CLI_ACCOUNT_ID},
    {.id = CLI_CATALOG},
    {.id = CLI_HEADING, .help = "Output"},
    {.id = CLI_OUTPUT, .help = "write the account to FILE, completely or not at all"},
    {.id = CLI_FORMAT, .value = "yaml|json", .help = "YAML for people (default), or JSON on one line"},
    {.id = CLI_SPLIT},
    {.id = CLI_QUIET, .help = "print nothing about what is unknown; warnings stay"},
    {.id = CLI_COLOR, .help = "colour warnings and errors (auto: on a terminal)"},
    {.id = CLI_VERSION},
    {.id = CLI_HELP},
};

static const char cmd_import_epilogue[] =
    "Several inputs are combined into one account; if they contradict each other,\n"
    "the error names both.\n"
    "Everything that no input shows is listed under `incomplete` in the file, and\n"
    "every answer from the file says so.\n"
    "\n"
    "Exit codes\n"
    "  0  the account file is written, and the account is complete\n"
    "  2  it is not written: bad usage, bad input, or a failure to read or write\n"
    "  3  it is written, and the account is incomplete\n"
    "\n"
    "Examples\n"
    "  rampart import export.ndjson -o account.yaml\n"
    "  rampart import plan.json --account-id 1234567890123456 --split \\\n"
    "      -o account/account.yaml\n";

static const struct cli_usage cmd_import_usage = {
    .command = "import",
    .synopsis = "PATH... [-o FILE] [OPTION]...",
    .about =
        "Turns exports, Terraform plans and states, and ROS templates into one account\n"
        "file.",
    .rows = cmd_import_rows,
    .row_count = sizeof cmd_import_rows / sizeof *cmd_import_rows,
    .operand = &cmd_import_operand,
    .epilogue = cmd_import_epilogue,
};

/* ---- documents beside the file ---- */

/* The documents of --split while they are written into the folder of the account file. */
struct splitting {
    const char *file;
    char **made; /* files that were not there before, to be removed after a failure */
    size_t count, room;
};

/* The folders of a document below that of the file: those of one account of several lie in one of its own. */
static bool cmd_import_make_folders(char *path, size_t below)
{
    bool good = true;
    for (char *slash = strchr(path + below, '/'); slash != NULL && good; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        good = mkdir(path, 0777) == 0 || errno == EEXIST;
        if (!good) cli_error("cannot create the folder %s: %s", path, strerror(errno));
        *slash = '/';
    }
    return good;
}

static bool cmd_import_remember(struct splitting *splitting, char *path)
{
    if (splitting->count == splitting->room) {
        size_t room = splitting->room == 0 ? 16 : splitting->room * 2;
        char **made = realloc(splitting->made, room * sizeof *made);
        if (made == NULL) return false;
        splitting->made = made;
        splitting->room = room;
    }
    splitting->made[splitting->count++] = path;
    return true;
}

/* Called for all documents before any of them is written. */
static bool cmd_import_may_write(void *context, struct rampart_str path, struct rampart_str text)
{
    const struct splitting *splitting = context;
    char *full = cli_beside(splitting->file, path);
    bool may = full != NULL && cli_output_may(full);
    (void)text;
    free(full);
    return may;
}

static bool cmd_import_write_document(void *context, struct rampart_str path, struct rampart_str text)
{
    struct splitting *splitting = context;
    struct stat status;
    char *full = cli_beside(splitting->file, path);
    if (full == NULL) return false;
    bool fresh = stat(full, &status) != 0, known = !fresh || errno == ENOENT || errno == ENOTDIR;
    if (!known) cli_error("cannot write %s: %s", full, strerror(errno));
    bool written = known && cmd_import_make_folders(full, strlen(full) - path.len) && cli_output_write(full, text);
    if (written && fresh && cmd_import_remember(splitting, full)) return true;
    free(full);
    return written && !fresh;
}

static void cmd_import_clean_up(struct splitting *splitting, bool keep)
{
    for (size_t i = 0; i < splitting->count; i++) {
        if (!keep) (void)unlink(splitting->made[i]);
        free(splitting->made[i]);
    }
    free(splitting->made);
}

/* ---- the file ---- */

static bool cmd_import_write_account(const struct cli_arguments *arguments,
                                     const struct rampart_account *account)
{
    struct cli_output output;
    const char *format = cli_value(arguments, CLI_FORMAT);
    const struct rampart_account_style style = {.json = format != NULL && strcmp(format, "json") == 0,
                                                .split = cli_count(arguments, CLI_SPLIT) > 0};
    if (!cli_output_open(&output, arguments)) return false;
    const struct rampart_writer writer = cli_writer(output.file);
    enum rampart_status status = rampart_write_account(NULL, account, style, &writer);
    if (status != RAMPART_OK && status != RAMPART_IO) cli_error("%s", rampart_status_name(status));
    return cli_output_close(&output, status == RAMPART_OK);
}

/* Leaves nothing partial behind: writes the documents first, and removes them if the account file cannot be written. */
static bool cmd_import_write(const struct cli_arguments *arguments, const struct rampart_account *account)
{
    struct splitting splitting = {.file = cli_value(arguments, CLI_OUTPUT)};
    const struct rampart_document_writer asker = {&splitting, cmd_import_may_write},
                                         writer = {&splitting, cmd_import_write_document};
    if (cli_count(arguments, CLI_SPLIT) == 0) return cmd_import_write_account(arguments, account);
    if (!cli_output_may(splitting.file)) return false;
    enum rampart_status status = rampart_write_account_documents(NULL, account, &asker);
    if (status == RAMPART_OK) status = rampart_write_account_documents(NULL, account, &writer);
    if (status == RAMPART_NO_MEMORY) cli_error("%s", rampart_status_name(status));
    bool good = status == RAMPART_OK && cmd_import_write_account(arguments, account);
    cmd_import_clean_up(&splitting, good);
    return good;
}

/* ---- the command ---- */

static bool cmd_import_command_line(const struct cli_arguments *arguments)
{
    bool good = cli_needs(arguments, CLI_OPERAND, "PATH (the input to make the account from)");
    if (cli_count(arguments, CLI_SPLIT) > 0) good &= cli_needs(arguments, CLI_OUTPUT, "--output FILE");
    good &= cli_assignments(arguments);
    if (!good) cli_point_to_help(arguments->usage->command);
    return good;
}

static int cmd_import_code(const struct cli_arguments *arguments, const struct rampart_account *account,
                           const struct rampart_inventory *inventory)
{
    cli_warn_of_gaps(arguments, account);
    cli_warn_of_unread(arguments, inventory);
    bool whole = rampart_account_gap_count(account) == 0 && rampart_inventory_row(inventory, 0) == NULL;
    return whole ? IMPORTED : INCOMPLETE;
}

static int cmd_import_run(const struct cli_arguments *arguments)
{
    struct rampart_diags *diags = NULL;
    struct rampart_account *account = NULL;
    struct rampart_inventory *inventory = NULL;
    struct rampart_options options = {.catalog = NULL};
    struct rampart_catalog *catalog = NULL;
    bool refused = false;
    if (!cmd_import_command_line(arguments)) return CLI_FAILED;
    bool read = cli_proceed(&refused, cli_diags_new(NULL, &diags)) &&
                cli_proceed(&refused, rampart_inventory_new(NULL, &inventory)) &&
                cli_read_catalog(arguments, NULL, &options, diags, &refused, &catalog) &&
                cli_read_account_at(arguments, CLI_OPERAND, &options, inventory, diags, &refused, &account);
    bool printed = cli_print_diags(arguments, diags) && read && !refused;
    bool written = printed && cmd_import_write(arguments, account);
    int code = written ? cmd_import_code(arguments, account, inventory) : CLI_FAILED;
    rampart_inventory_free(inventory);
    rampart_account_free(account);
    rampart_diags_free(diags);
    rampart_catalog_free(catalog);
    return code;
}

int cli_import(int argc, char **argv)
{
    return cli_run(&cmd_import_usage, argc, argv, cmd_import_run);
}
