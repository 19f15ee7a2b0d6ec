/* SPDX-License-Identifier: Apache-2.0 */
/* rampart explain-denial: which policy caused an access-denied error, and what would fix it? */
#include <stdlib.h>

#include "cli/check.h"
#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/message.h"

enum { EXPLAINED = 0, NOT_REPRODUCED = 1 };

static const struct cli_option cmd_explain_denial_operand = {
    CLI_OPERAND,
    '\0',
    "FILE",
    "FILE",
    false,
    "the error that the cloud returned, as it was printed: JSON or\n"
    "XML, its AccessDeniedDetail, the output of an SDK, of Terraform\n"
    "or of the command line, a log, or a response of\n"
    "DecodeDiagnosticMessage; - is standard input"};

static const struct cli_row cmd_explain_denial_rows[] = {
    {.id = CLI_HEADING, .help = "Policies (JSON or YAML); without them, only the error is explained"},
    CLI_ACCOUNT_ROWS,
    {.id = CLI_LAYER_ABSENT},
    {.id = CLI_POLICY},
    {.id = CLI_SESSION_POLICY},
    {.id = CLI_INSTANCE_ROLE_POLICY},
    {.id = CLI_CONTROL_POLICY},
    {.id = CLI_HEADING, .help = "What the error does not contain"},
    {.id = CLI_PRINCIPAL, .help = "who made the request: of a user the error has only the ID"},
    {.id = CLI_ACTION, .once = true, .help = "the action"},
    {.id = CLI_RESOURCE},
    {.id = CLI_PARAM},
    {.id = CLI_ACCOUNT_ID, .help = "the account ID, if nothing else contains it"},
    CLI_CONTEXT_ROWS,
    {.id = CLI_AT},
    {.id = CLI_HEADING, .help = "Undocumented points"},
    {.id = CLI_ASSUME},
    {.id = CLI_HEADING, .help = "Knowledge of the cloud"},
    {.id = CLI_CATALOG},
    CLI_VERBOSE_ROWS,
};

static const char cmd_explain_denial_epilogue[] =
    "Exit codes\n"
    "  0  explained: without policies, by the error; with policies, because they\n"
    "     deny it as well, or because it is not about permissions\n"
    "  1  the policies do not deny it, or not for the same reason as the cloud\n"
    "  2  cannot explain: bad usage, bad input, or something is missing that the\n"
    "     error does not contain\n"
    "\n"
    "Examples\n"
    "  aliyun ess CancelInstanceRefresh … 2> denied.txt ||\n"
    "      rampart explain-denial denied.txt\n"
    "\n"
    "  rampart explain-denial -a account.yaml --principal user/alice \\\n"
    "      --resource acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-1 \\\n"
    "      denied.json\n"
    "\n"
    "  aliyun ram DecodeDiagnosticMessage --EncodedDiagnosticMessage AQEA… |\n"
    "      rampart explain-denial -a account.yaml --principal user/alice -\n";

static const struct cli_usage cmd_explain_denial_usage = {
    .command = "explain-denial",
    .synopsis = "[-a FILE | -p FILE...] [OPTION]... FILE",
    .about = "Explains an access-denied error of the cloud: what it says, which statement\n"
             "denies the request, whether your policies give the same decision, and the\n"
             "smallest changes that would allow it.",
    .rows = cmd_explain_denial_rows,
    .row_count = sizeof cmd_explain_denial_rows / sizeof *cmd_explain_denial_rows,
    .operand = &cmd_explain_denial_operand,
    .epilogue = cmd_explain_denial_epilogue,
};

/* ---- the command line ---- */

/* True if there are policies, so that the request can be decided again. */
static bool cmd_explain_denial_has_policies(const struct cli_arguments *arguments)
{
    return cli_count(arguments, CLI_ACCOUNT) + cli_count(arguments, CLI_POLICY) +
               cli_count(arguments, CLI_SESSION_POLICY) + cli_count(arguments, CLI_INSTANCE_ROLE_POLICY) +
               cli_count(arguments, CLI_CONTROL_POLICY) >
           0;
}

static bool cmd_explain_denial_command_line(const struct cli_arguments *arguments)
{
    bool good = cli_needs(arguments, CLI_OPERAND, "FILE (the error that the cloud returned)");
    good &= cli_resource_or_param(arguments);
    good &= cli_apart(arguments, CLI_QUIET, CLI_OUTPUT, "--quiet and --output");
    good &= cli_template_params(arguments);
    good &= cli_assignments(arguments);
    good &= cli_one_standard_input(arguments);
    if (!good) cli_point_to_help(arguments->usage->command);
    return good;
}

/* A denial, and the same request as `rampart check` decides it. */
struct explaining {
    struct check check;
    struct rampart_denial *denial;
    struct rampart_denial_comparison *comparison; /* NULL: there is nothing to compare with */
};

static void cmd_explain_denial_free(struct explaining *explaining)
{
    rampart_denial_comparison_free(explaining->comparison);
    rampart_denial_free(explaining->denial);
    check_free(&explaining->check);
}

/* ---- reading ---- */

static bool cmd_explain_denial_read(struct explaining *explaining)
{
    struct check *check = &explaining->check;
    const char *path = cli_value(check->arguments, CLI_OPERAND);
    size_t len;
    char *text = cli_read(path, &len);
    if (text == NULL) return check_proceed(check, RAMPART_IO);
    enum rampart_status status =
        rampart_denial_read(&check->options, (struct rampart_str){text, len},
                            rampart_str(cli_file_name(path)), check->diags, &explaining->denial);
    free(text);
    return check_proceed(check, status);
}

/* True if the policies at hand are asked: they have no say in a refusal for another reason than permissions. */
static bool cmd_explain_denial_asks(const struct explaining *explaining)
{
    return cmd_explain_denial_has_policies(explaining->check.arguments) && explaining->denial != NULL &&
           explaining->denial->about != RAMPART_DENIAL_OTHER;
}

/* The options come first; the denial adds the rest. */
static bool cmd_explain_denial_fill(struct explaining *explaining)
{
    struct check *check = &explaining->check;
    const unsigned optional = cli_count(check->arguments, CLI_ACCOUNT) == 0 ? RAMPART_DENIAL_PRINCIPAL : 0;
    bool good = check_proceed(check, rampart_request_new(&check->options, &check->request)) &&
                (check->account == NULL || check_proceed(check, check_start_request(check))) &&
                cli_set_time(check->arguments, &check->clock, "unknown", check->request, check->diags,
                             &check->refused) &&
                cli_begin_request(check->arguments, check->request, check->diags, &check->refused);
    if (!good || check->refused || explaining->denial == NULL) return good;
    good = check_proceed(check, rampart_denial_fill(explaining->denial, check->request, optional, check->diags));
    if (!good || check->refused) return good;
    good = check_proceed(check, rampart_request_finish(check->request, check->diags));
    return good && (check->refused || check_proceed(check, check_session(check)));
}

/* The parts of the request that the command line gives. */
static unsigned cmd_explain_denial_given(const struct cli_arguments *arguments)
{
    unsigned given = 0;
    if (cli_count(arguments, CLI_ACTION) > 0) given |= RAMPART_DENIAL_ACTION;
    if (cli_count(arguments, CLI_RESOURCE) + cli_count(arguments, CLI_PARAM) > 0) given |= RAMPART_DENIAL_RESOURCE;
    if (cli_count(arguments, CLI_PRINCIPAL) > 0) given |= RAMPART_DENIAL_PRINCIPAL;
    return given;
}

/* Everything is read before anything is decided, so that every error of every input is seen. */
static bool cmd_explain_denial_read_all(struct explaining *explaining)
{
    struct check *check = &explaining->check;
    bool good = check_start(check) && cmd_explain_denial_read(explaining);
    if (!good || !cmd_explain_denial_has_policies(check->arguments)) return good && !check->refused;
    good = check_read_account(check) && check_read_policies(check);
    bool fills = explaining->denial == NULL || cmd_explain_denial_asks(explaining);
    return good && (!fills || cmd_explain_denial_fill(explaining)) && !check->refused;
}

/* ---- deciding ---- */

static bool cmd_explain_denial_decide(struct explaining *explaining)
{
    struct check *check = &explaining->check;
    if (!cmd_explain_denial_asks(explaining)) return true;
    if (!check_proceed(check, check_make_set(check, true)) || check->refused || !check_decide(check))
        return false;
    enum rampart_status status = rampart_suggest(check->set, check->request, NULL, &check->suggestions);
    if (status == RAMPART_OK)
        status = rampart_denial_compare(explaining->denial, check->set, check->request, check->decision, NULL,
                                        &explaining->comparison);
    if (status == RAMPART_OK) return true;
    cli_error("cannot explain the denial: %s", rampart_status_name(status));
    return false;
}

static enum rampart_status cmd_explain_denial_write(const void *context, struct rampart_report_style style,
                                                    const struct rampart_writer *writer)
{
    return rampart_report_denial(NULL, context, style, writer);
}

static bool cmd_explain_denial_print(const struct explaining *explaining)
{
    const struct check *check = &explaining->check;
    const struct rampart_denial_report report = {explaining->denial, check->decision, explaining->comparison,
                                                 check->suggestions,
                                                 cmd_explain_denial_given(check->arguments)};
    return cli_print_report(check->arguments,
                            &(struct cli_report){cmd_explain_denial_write,
                                                 &report,
                                                 {.account = check->account,
                                                  .inventory = check->inventory,
                                                  .catalog = check->catalog}});
}

static int cmd_explain_denial_run(const struct cli_arguments *arguments)
{
    if (!cmd_explain_denial_command_line(arguments)) return CLI_FAILED;
    struct explaining explaining = {.check = {.arguments = arguments}};
    struct check *check = &explaining.check;
    bool explained = cmd_explain_denial_read_all(&explaining) && cmd_explain_denial_decide(&explaining);
    bool printed =
        cli_print_diags(arguments, check->diags) && explained && cmd_explain_denial_print(&explaining);
    bool reproduced = explaining.comparison == NULL || explaining.comparison->reproduced;
    int code = !printed ? CLI_FAILED : reproduced ? EXPLAINED : NOT_REPRODUCED;
    cmd_explain_denial_free(&explaining);
    return code;
}

int cli_explain_denial(int argc, char **argv)
{
    return cli_run(&cmd_explain_denial_usage, argc, argv, cmd_explain_denial_run);
}
