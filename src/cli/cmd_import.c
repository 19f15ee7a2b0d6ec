/* SPDX-License-Identifier: Apache-2.0 */
/* rampart import: what users have at hand as one account file. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/account_options.h"
#include "cli/command.h"
#include "cli/message.h"
#include "cli/output.h"

enum { IMPORTED = 0, INCOMPLETE = 3 };
enum { IMPORT_SPLIT = CLI_AFTER_REQUEST };

static const struct cli_option operand = {
    CLI_OPERAND,
    '\0',
    "PATH...",
    "PATH",
    true,
    "exports, responses of the API, plans, states, templates, an\n"
    "                              account file, folders of them; - is standard input"};

static const struct cli_option options[] = {
    {CLI_HEADING, '\0', NULL, NULL, false, "Input"},
    CLI_INPUT_OPTIONS,
    {CLI_ACCOUNT_ID, '\0', "account-id", "ID", false, "the account ID, if the input does not contain it"},
    {CLI_HEADING, '\0', NULL, NULL, false, "Output"},
    {CLI_OUTPUT, 'o', "output", "FILE", false, "write the account to FILE, completely or not at all"},
    {CLI_FORMAT, 'f', "format", "yaml|json", false, "YAML for people (default), or JSON on one line"},
    {IMPORT_SPLIT, '\0', "split", NULL, true,
     "write each document into a file of its own: policies/NAME.json"},
    {CLI_QUIET, 'q', "quiet", NULL, true, "print no warnings, and nothing about what is unknown"},
    {CLI_COLOR, '\0', "color", "auto|always|never", false,
     "colour warnings and errors (auto: on a terminal)"},
    {CLI_VERSION, '\0', "version", NULL, true, "print the version"},
    {CLI_HELP, 'h', "help", NULL, true, "print this help"},
};

static const char epilogue[] =
    "Several inputs are combined into one account; if they contradict each other, the error names both.\n"
    "Everything that no input shows is listed under `incomplete` in the file, and every answer from the\n"
    "file says so.\n"
    "\n"
    "Exit codes\n"
    "  0  the account file is written, and the account is complete\n"
    "  2  it is not written: bad usage, bad input, or a failure to read or write\n"
    "  3  it is written, and the account is incomplete\n"
    "\n"
    "Examples\n"
    "  rampart import export.ndjson -o account.yaml\n"
    "  rampart import plan.json --account-id 1234567890123456 --split -o account/account.yaml\n";

static const struct cli_usage usage = {
    .command = "import",
    .synopsis = "PATH... [-o FILE] [OPTION]...",
    .about = "Turns exports, Terraform plans and states, and ROS templates into one account file.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .operand = &operand,
    .epilogue = epilogue,
};

/* ---- documents beside the file ---- */

/* Files that are being written into the folder of the account file. */
struct splitting {
    const char *file;
    char **made; /* files that were not there before, to be removed after a failure */
    size_t count, room;
};

static bool make_folder_of(char *path)
{
    char *slash = strrchr(path, '/');
    if (slash == NULL) return true;
    *slash = '\0';
    bool good = mkdir(path, 0777) == 0 || errno == EEXIST;
    if (!good) cli_error("cannot create the folder %s: %s", path, strerror(errno));
    *slash = '/';
    return good;
}

static bool remember(struct splitting *splitting, char *path)
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

/* Before any is written. */
static bool may_write_document(void *context, struct rampart_str path, struct rampart_str text)
{
    const struct splitting *splitting = context;
    char *full = cli_beside(splitting->file, path);
    bool may = full != NULL && cli_output_may(full);
    (void)text;
    free(full);
    return may;
}

static bool write_document(void *context, struct rampart_str path, struct rampart_str text)
{
    struct splitting *splitting = context;
    struct stat status;
    char *full = cli_beside(splitting->file, path);
    if (full == NULL) return false;
    bool fresh = stat(full, &status) != 0, known = !fresh || errno == ENOENT || errno == ENOTDIR;
    if (!known) cli_error("cannot write %s: %s", full, strerror(errno));
    bool written = known && make_folder_of(full) && cli_output_write(full, text);
    if (written && fresh && remember(splitting, full)) return true;
    free(full);
    return written && !fresh;
}

static void forget(struct splitting *splitting, bool keep)
{
    for (size_t i = 0; i < splitting->count; i++) {
        if (!keep) (void)unlink(splitting->made[i]);
        free(splitting->made[i]);
    }
    free(splitting->made);
}

/* ---- the file ---- */

static bool write_account(const struct cli_arguments *arguments, const struct rampart_account *account)
{
    struct cli_output output;
    const char *format = cli_value(arguments, CLI_FORMAT);
    const struct rampart_account_style style = {.json = format != NULL && strcmp(format, "json") == 0,
                                                .split = cli_count(arguments, IMPORT_SPLIT) > 0};
    if (!cli_output_open(&output, arguments)) return false;
    const struct rampart_writer writer = cli_writer(output.file);
    enum rampart_status status = rampart_write_account(NULL, account, style, &writer);
    if (status != RAMPART_OK && status != RAMPART_IO) cli_error("%s", rampart_status_name(status));
    return cli_output_close(&output, status == RAMPART_OK);
}

/* Nothing partial is left behind: the documents come first, and go again if the file cannot be written. */
static bool write_all(const struct cli_arguments *arguments, const struct rampart_account *account)
{
    struct splitting splitting = {.file = cli_value(arguments, CLI_OUTPUT)};
    const struct rampart_document_writer asker = {&splitting, may_write_document},
                                         writer = {&splitting, write_document};
    if (cli_count(arguments, IMPORT_SPLIT) == 0) return write_account(arguments, account);
    if (!cli_output_may(splitting.file)) return false;
    enum rampart_status status = rampart_write_account_documents(NULL, account, &asker);
    if (status == RAMPART_OK) status = rampart_write_account_documents(NULL, account, &writer);
    if (status == RAMPART_NO_MEMORY) cli_error("%s", rampart_status_name(status));
    bool good = status == RAMPART_OK && write_account(arguments, account);
    forget(&splitting, good);
    return good;
}

/* ---- the command ---- */

static bool check_command_line(const struct cli_arguments *arguments)
{
    bool good = cli_needs(arguments, CLI_OPERAND, "PATH (the input to make the account from)");
    if (cli_count(arguments, IMPORT_SPLIT) > 0) good &= cli_needs(arguments, CLI_OUTPUT, "--output FILE");
    good &= cli_assignments(arguments);
    if (!good) cli_point_to_help(arguments->usage->command);
    return good;
}

static int tell(const struct cli_arguments *arguments, const struct rampart_account *account,
                const struct rampart_inventory *inventory)
{
    cli_warn_of_gaps(arguments, account);
    cli_warn_of_unread(arguments, inventory);
    bool whole = rampart_account_gap_count(account) == 0 && rampart_inventory_row(inventory, 0) == NULL;
    return whole ? IMPORTED : INCOMPLETE;
}

static int run(const struct cli_arguments *arguments)
{
    struct rampart_diags *diags = NULL;
    struct rampart_account *account = NULL;
    struct rampart_inventory *inventory = NULL;
    bool refused = false;
    if (!check_command_line(arguments)) return CLI_FAILED;
    bool read = cli_proceed(&refused, cli_diags_new(NULL, &diags)) &&
                cli_proceed(&refused, rampart_inventory_new(NULL, &inventory)) &&
                cli_read_account_at(arguments, CLI_OPERAND, NULL, inventory, diags, &refused, &account);
    bool printed = cli_print_diags(arguments, diags) && read && !refused;
    bool written = printed && write_all(arguments, account);
    int code = written ? tell(arguments, account, inventory) : CLI_FAILED;
    rampart_inventory_free(inventory);
    rampart_account_free(account);
    rampart_diags_free(diags);
    return code;
}

int cli_import(int argc, char **argv)
{
    return cli_run(&usage, argc, argv, run);
}
