/* SPDX-License-Identifier: Apache-2.0 */
/* rampart what-can: which actions may this principal do, on what? */
#include <string.h>

#include "cli/check.h"
#include "cli/command.h"
#include "cli/message.h"
#include "cli/progress.h"
#include "cli/trail_files.h"

enum { SOMETHING = 0, NOTHING = 1, LEFT_OPEN = 3 };

static const struct cli_option cmd_what_can_operand = {
    CLI_OPERAND, '\0', "PRINCIPAL", "PRINCIPAL", false,
    "user/alice, role/ci, role/ci/SESSION, root, or an ARN; of -p alone\n"
    "it may be left out"};

static const struct cli_row cmd_what_can_rows[] = {
    {.id = CLI_HEADING, .help = "Account"},
    CLI_ACCOUNT_ROWS,
    {.id = CLI_LAYER_ABSENT},
    {.id = CLI_ACCOUNT_ID},
    {.id = CLI_HEADING, .help = "Policies"},
    {.id = CLI_POLICY},
    {.id = CLI_SESSION_POLICY},
    {.id = CLI_CONTROL_POLICY},
    {.id = CLI_HEADING, .help = "Question"},
    {.id = CLI_SERVICE, .help = "only actions of this service, such as ess"},
    {.id = CLI_WRITE},
    {.id = CLI_USED},
    {.id = CLI_AS_POLICY},
    {.id = CLI_ASSUME},
    {.id = CLI_CATALOG},
    {.id = CLI_HEADING, .help = "Output"},
    {.id = CLI_FORMAT,
     .value = "text|json|html|markdown",
     .help = "text for people (default), JSON for programs, a page to send, or a\n"
             "comment for a pull request"},
    {.id = CLI_OUTPUT},
    {.id = CLI_QUIET},
    {.id = CLI_VERBOSE, .help = "list the actions by their names, and all requests that were asked"},
    {.id = CLI_COLOR},
    {.id = CLI_VERSION},
    {.id = CLI_HELP},
};

static const char cmd_what_can_epilogue[] =
    "Answers for all requests at once: actions that share their resources and\n"
    "conditions make a row, told by patterns, with a request that was asked about.\n"
    "What was not read, such as the policies of buckets, is named. What a role may do\n"
    "that the principal may assume is a question of its own.\n"
    "\n"
    "Exit codes\n"
    "  0  the principal may do something, certainly or under conditions\n"
    "  1  the principal may do nothing\n"
    "  2  cannot answer: bad usage, bad input, or a failure to read or write\n"
    "  3  nothing that was read allows anything, but its policies were not all read,\n"
    "     or a limit was met\n"
    "\n"
    "Examples\n"
    "  rampart what-can user/alice -a account.yaml\n"
    "\n"
    "  rampart what-can role/ci -a account.yaml --service ess --write\n"
    "\n"
    "  rampart what-can role/ci -a account.yaml --used AliyunLogs/Actiontrail/\n"
    "\n"
    "  rampart what-can role/ci -a account.yaml --as-policy > ci.json\n"
    "\n"
    "  rampart what-can -p policy.json\n";

static const struct cli_usage cmd_what_can_usage = {
    .command = "what-can",
    .synopsis = "PRINCIPAL -a FILE [OPTION]...\n"
                "       rampart what-can [PRINCIPAL] -p FILE [OPTION]...",
    .about = "Lists everything that a principal may do: actions, resources and conditions.",
    .rows = cmd_what_can_rows,
    .row_count = sizeof cmd_what_can_rows / sizeof *cmd_what_can_rows,
    .epilogue = cmd_what_can_epilogue,
    .operand = &cmd_what_can_operand,
};

struct asked {
    struct check check; /* the account and the policies of who is asked about */
    struct rampart_what_can_report report;
    struct rampart_what_can *can;
    struct rampart_what_can_use *use; /* NULL: no events are read */
    struct rampart_what_can_usage usage;
    struct rampart_replay *replay;
    struct cli_trail_files files;
    struct rampart_strs documents;
};

/* ---- the command line ---- */

/* Events are of the principals of an account, as it is. */
static bool cmd_what_can_used(const struct cli_arguments *arguments)
{
    if (cli_count(arguments, CLI_USED) == 0) return true;
    bool good = cli_needs(arguments, CLI_ACCOUNT, "--account PATH (for --used)");
    good &= cli_apart(arguments, CLI_USED, CLI_POLICY, "--used and --policy");
    good &= cli_apart(arguments, CLI_USED, CLI_SESSION_POLICY, "--used and --session-policy");
    return cli_apart(arguments, CLI_USED, CLI_CONTROL_POLICY, "--used and --control-policy") && good;
}

static bool cmd_what_can_command_line(const struct cli_arguments *arguments)
{
    bool good = true;
    if (cli_count(arguments, CLI_ACCOUNT) == 0 && cli_count(arguments, CLI_POLICY) == 0)
        good = cli_needs(arguments, CLI_ACCOUNT, "--account PATH (or --policy FILE)");
    if (cli_count(arguments, CLI_ACCOUNT) > 0) good &= cli_needs(arguments, CLI_OPERAND, "PRINCIPAL");
    if (cli_count(arguments, CLI_OPERAND) > 1) {
        cli_error("more than one principal: ask about one at a time");
        good = false;
    }
    good &= cli_apart(arguments, CLI_AS_POLICY, CLI_WRITE, "--as-policy and --write");
    good &= cli_apart(arguments, CLI_AS_POLICY, CLI_SERVICE, "--as-policy and --service");
    good &= cmd_what_can_used(arguments);
    good &= cli_apart(arguments, CLI_QUIET, CLI_OUTPUT, "--quiet and --output");
    good &= cli_template_params(arguments);
    good &= cli_assignments(arguments);
    good &= cli_one_standard_input(arguments);
    if (!good) cli_point_to_help(arguments->usage->command);
    return good;
}

/* Only a session of a role has a session policy. */
static bool cmd_what_can_session(const struct cli_arguments *arguments)
{
    const char *principal = cli_value(arguments, CLI_OPERAND);
    if (cli_count(arguments, CLI_SESSION_POLICY) == 0 || principal == NULL) return true;
    if (strncmp(principal, "role/", 5) == 0 || strstr(principal, ":role/") != NULL) return true;
    cli_error("--session-policy is for a session of a role, and %s is none", principal);
    return false;
}

/* ---- asking ---- */

static bool cmd_what_can_ask(struct asked *asked)
{
    struct check *check = &asked->check;
    const struct cli_arguments *arguments = check->arguments;
    const char *principal = cli_value(arguments, CLI_OPERAND), *service = cli_value(arguments, CLI_SERVICE);
    struct cli_progress progress;
    struct rampart_what_can_options how = {.write = cli_count(arguments, CLI_WRITE) > 0};
    if (service != NULL) how.service = rampart_str(service);
    if (!check_proceed(check, check_make_set(check, false)) || check->refused) return false;
    asked->report.how = how;
    cli_progress_start(&progress, "steps", cli_count(arguments, CLI_QUIET) == 0, NULL);
    how.progress = cli_progress_done;
    how.progress_context = &progress;
    const enum rampart_status status = rampart_what_can(check->set, rampart_str(principal == NULL ? "" : principal), &how,
                                                        check->diags, &asked->can);
    cli_progress_end(&progress);
    if (status == RAMPART_LIMIT) cli_error("cannot answer: %s", rampart_status_name(status));
    asked->report.can = asked->can;
    return check_proceed(check, status) && !check->refused;
}

/* ---- what was used, and documents ---- */

static enum rampart_status cmd_what_can_file(void *context, const char *path)
{
    const struct asked *asked = context;
    return rampart_replay_file(asked->replay, path, asked->check.diags);
}

static bool cmd_what_can_read_events(struct asked *asked)
{
    struct check *check = &asked->check;
    struct cli_trail_files *files = &asked->files;
    if (cli_count(check->arguments, CLI_USED) == 0) return true;
    if (!check_proceed(check, rampart_what_can_use_new(asked->can, &asked->use))) return false;
    const struct rampart_replay_options how = {.account = check->set,
                                               .inventory = check->inventory,
                                               .call = rampart_what_can_use_call,
                                               .call_context = asked->use,
                                               .progress = cli_progress_more_read,
                                               .progress_context = &files->progress};
    *files = (struct cli_trail_files){.arguments = check->arguments,
                                      .option = CLI_USED,
                                      .read = cmd_what_can_file,
                                      .context = asked,
                                      .diags = check->diags,
                                      .inventory = check->inventory};
    if (!check_proceed(check, rampart_replay_new(&check->options, &how, check->diags, &asked->replay)) || check->refused) return false;
    if (!cli_trail_files_read(files)) return false;
    asked->report.usage = &asked->usage;
    return check_proceed(check, rampart_what_can_use_result(asked->use, &asked->usage));
}

static bool cmd_what_can_make_documents(struct asked *asked)
{
    struct check *check = &asked->check;
    if (cli_count(check->arguments, CLI_AS_POLICY) == 0) return true;
    const enum rampart_status status = asked->use != NULL
                                           ? rampart_what_can_use_as_policy(asked->use, check->diags, &asked->documents)
                                           : rampart_what_can_as_policy(asked->can, check->diags, &asked->documents);
    if (status == RAMPART_LIMIT) cli_error("cannot write a policy: %s", rampart_status_name(status));
    asked->report.documents = &asked->documents;
    return check_proceed(check, status) && !check->refused;
}

/* ---- the answer ---- */

static enum rampart_status cmd_what_can_write(const void *context, struct rampart_report_style style,
                                              const struct rampart_writer *writer)
{
    return rampart_report_what_can(NULL, context, style, writer);
}

static bool cmd_what_can_print(const struct asked *asked)
{
    const struct check *check = &asked->check;
    return cli_print_report(check->arguments, &(struct cli_report){cmd_what_can_write,
                                                                   &asked->report,
                                                                   {.account = check->account,
                                                                    .inventory = check->inventory,
                                                                    .catalog = check->catalog,
                                                                    .warnings = check->diags}});
}

/* Documents are something; of none the principal has nothing, or has used nothing. */
static int cmd_what_can_code(const struct asked *asked)
{
    const struct rampart_what_can *can = asked->can;
    if (asked->report.documents != NULL) return asked->documents.count > 0 ? SOMETHING : NOTHING;
    if (rampart_what_can_count(can) > 0) return SOMETHING;
    return rampart_what_can_open_count(can) > 0 || rampart_what_can_unread_documents(can).count > 0 ? LEFT_OPEN : NOTHING;
}

static int cmd_what_can_run(const struct cli_arguments *arguments)
{
    struct asked asked = {.check = {.arguments = arguments}};
    struct check *check = &asked.check;
    int code = CLI_FAILED;
    if (cmd_what_can_command_line(arguments) && cmd_what_can_session(arguments)) {
        const bool answered =
            check_start(check) && check_read_account(check) && check_read_policies(check) && !check->refused && cmd_what_can_ask(&asked) &&
            cmd_what_can_read_events(&asked) && cmd_what_can_make_documents(&asked);
        if (cli_print_diags(arguments, check->diags) && answered && cmd_what_can_print(&asked))
            code = cmd_what_can_code(&asked);
    }
    rampart_replay_free(asked.replay);
    rampart_what_can_use_free(asked.use);
    rampart_what_can_free(asked.can);
    check_free(check);
    return code;
}

int cli_what_can(int argc, char **argv)
{
    return cli_run(&cmd_what_can_usage, argc, argv, cmd_what_can_run);
}
