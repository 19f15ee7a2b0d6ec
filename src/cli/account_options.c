/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/account_options.h"

#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/message.h"
#include "cli/progress.h"

/* The lists that the options make; room for every argument. */
struct input_lists {
    const char **paths;
    struct rampart_parameter *parameters;
    struct rampart_str *folders, *call_parameters;
};

static void account_options_add_parameter(struct rampart_input *input, struct rampart_parameter *parameters,
                                          const char *assignment)
{
    size_t len = strcspn(assignment, "=");
    parameters[input->parameter_count++] = (struct rampart_parameter){
        .name = {assignment, len}, .value = rampart_str(assignment + len + (assignment[len] == '='))};
}

/* True if one of the actions asked about takes the parameter, or if there is no action. */
static bool account_options_take(const struct cli_arguments *arguments, const struct rampart_catalog *catalog,
                                 struct rampart_str name)
{
    bool taken = cli_count(arguments, CLI_ACTION) == 0;
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].option->id == CLI_ACTION)
            taken |= rampart_api_takes(catalog, rampart_str(arguments->items[i].value), name);
    return taken;
}

static void account_options_add_call_param(const struct cli_arguments *arguments,
                                           const struct rampart_catalog *catalog, struct rampart_input *input,
                                           struct rampart_str *names, const char *assignment)
{
    struct rampart_str name = {assignment, strcspn(assignment, "=")};
    if (!account_options_take(arguments, catalog, name)) names[input->call_parameters.count++] = name;
}

struct rampart_strs cli_folders(const struct cli_arguments *arguments, struct rampart_str *room)
{
    struct rampart_strs folders = {room, 0};
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].option->id == CLI_ALLOW_OUTSIDE)
            room[folders.count++] = rampart_str(arguments->items[i].value);
    return folders;
}

static void account_options_fill(const struct cli_arguments *arguments, const struct rampart_catalog *catalog,
                                 enum cli_option_id paths,
                                 const struct input_lists *lists, struct rampart_input *input)
{
    const char *id = cli_value(arguments, CLI_ACCOUNT_ID);
    for (size_t i = 0; i < arguments->count; i++) {
        const struct cli_argument *argument = &arguments->items[i];
        if (argument->option->id == paths) lists->paths[input->path_count++] = argument->value;
        if (argument->option->id == CLI_TEMPLATE_PARAM)
            account_options_add_parameter(input, lists->parameters, argument->value);
        if (argument->option->id == CLI_PARAM)
            account_options_add_call_param(arguments, catalog, input, lists->call_parameters, argument->value);
    }
    input->paths = lists->paths;
    input->allow_outside = cli_folders(arguments, lists->folders);
    input->parameters = lists->parameters;
    input->call_parameters.items = lists->call_parameters;
    input->before = cli_count(arguments, CLI_BEFORE) > 0 && (paths == CLI_ACCOUNT || paths == CLI_OPERAND);
    input->as_complete = cli_count(arguments, CLI_AS_COMPLETE) > 0;
    input->map = cli_count(arguments, CLI_MAP) > 0;
    input->require_complete = cli_count(arguments, CLI_REQUIRE_COMPLETE) > 0;
    if (id != NULL) input->account = rampart_str(id);
}

/* Every ARN of the account contains its ID. */
static bool account_options_has_id(const struct rampart_account *account)
{
    if (rampart_account_id(account).len > 0 || rampart_account_member_count(account) > 0) return true;
    cli_error("the input does not contain the account ID: pass it with --account-id ID");
    return false;
}

static enum rampart_status account_options_read_input(const struct cli_arguments *arguments,
                                                      struct rampart_input *input,
                                                      const struct rampart_options *options,
                                                      struct rampart_diags *diags,
                                                      struct rampart_account **ret_account)
{
    struct cli_progress progress;
    cli_progress_start(&progress, "files", cli_count(arguments, CLI_QUIET) == 0, NULL);
    for (size_t i = 0; i < input->path_count; i++) cli_progress_expect(&progress, input->paths[i]);
    input->progress = cli_progress_more_read;
    input->progress_context = &progress;
    enum rampart_status status = rampart_account_read_input(options, input, diags, ret_account);
    cli_progress_end(&progress);
    return status;
}

static enum rampart_status
account_options_read(const struct cli_arguments *arguments, enum cli_option_id paths,
                     const struct rampart_options *options, struct rampart_inventory *inventory,
                     struct rampart_diags *diags, struct rampart_account **ret_account)
{
    struct rampart_input input = {.path_count = 0, .inventory = inventory};
    struct input_lists lists = {calloc(arguments->count, sizeof *lists.paths),
                                calloc(arguments->count, sizeof *lists.parameters),
                                calloc(arguments->count, sizeof *lists.folders),
                                calloc(arguments->count, sizeof *lists.call_parameters)};
    enum rampart_status status = RAMPART_NO_MEMORY;
    if (lists.paths != NULL && lists.parameters != NULL && lists.folders != NULL &&
        lists.call_parameters != NULL) {
        account_options_fill(arguments, options == NULL ? NULL : options->catalog, paths, &lists, &input);
        status = account_options_read_input(arguments, &input, options, diags, ret_account);
    }
    free(lists.paths);
    free(lists.parameters);
    free(lists.folders);
    free(lists.call_parameters);
    return status;
}

bool cli_read_account_at(const struct cli_arguments *arguments, enum cli_option_id paths,
                         const struct rampart_options *options, struct rampart_inventory *inventory,
                         struct rampart_diags *diags, bool *refused, struct rampart_account **ret_account)
{
    struct rampart_account *account = NULL;
    if (!cli_proceed(refused, account_options_read(arguments, paths, options, inventory, diags, &account)))
        return false;
    if (account == NULL) return true;
    if (account_options_has_id(account)) {
        *ret_account = account;
        return true;
    }
    rampart_account_free(account);
    *refused = true;
    return true;
}

bool cli_read_account(const struct cli_arguments *arguments, const struct rampart_options *options,
                      struct rampart_inventory *inventory, struct rampart_diags *diags, bool *refused,
                      struct rampart_account **ret_account)
{
    return cli_read_account_at(arguments, CLI_ACCOUNT, options, inventory, diags, refused, ret_account);
}

void cli_warn_of_gaps(const struct cli_arguments *arguments, const struct rampart_account *account)
{
    size_t gaps = rampart_account_gap_count(account);
    if (gaps == 0 || cli_count(arguments, CLI_QUIET) > 0) return;
    cli_warning("the %s is incomplete: %zu item%s unknown",
                rampart_account_member_count(account) > 0 ? "organisation" : "account", gaps,
                gaps == 1 ? " is" : "s are");
}

void cli_warn_of_unread(const struct cli_arguments *arguments, const struct rampart_inventory *inventory)
{
    const struct rampart_file_row *row;
    if (cli_count(arguments, CLI_QUIET) > 0) return;
    for (size_t i = 0; (row = rampart_inventory_row(inventory, i)) != NULL; i++)
        if (row->state == RAMPART_FILE_SKIPPED)
            cli_warning("skipped %.*s%s%.*s", (int)row->path.len, row->path.data,
                        row->reason.len > 0 ? ": " : "", (int)row->reason.len, row->reason.data);
}
