/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "cli/explain_denial.h"
#include "cli/message.h"

static const struct cli_option operand = {
    CLI_OPERAND,
    '\0',
    "FILE",
    "FILE",
    false,
    "what the cloud answered: the body of the error, its\n"
    "                              AccessDeniedDetail, what an SDK or the command line made of\n"
    "                              it, or an answer of DecodeDiagnosticMessage; - is standard\n"
    "                              input"};

static const struct cli_option options[] = {
    {CLI_HEADING, '\0', NULL, NULL, false,
     "Policies (JSON or YAML); without any, the denial alone is explained"},
    CLI_ACCOUNT_OPTIONS,
    CLI_LAYER_OPTION,
    {CHECK_POLICY, 'p', "policy", "FILE", true, "a policy attached to the principal"},
    {CHECK_SESSION_POLICY, '\0', "session-policy", "FILE", false, "the session policy of the assumed role"},
    {CHECK_CONTROL_POLICY, '\0', "control-policy", "FILE", true,
     "one more level of control policies, outermost first"},
    {CLI_HEADING, '\0', NULL, NULL, false, "What the denial does not say"},
    {CLI_PRINCIPAL, '\0', "principal", "PRINCIPAL", false, "who asked: of a user the denial has the id only"},
    {CLI_ACTION, '\0', "action", "ACTION", false, "what was to be done"},
    {CLI_RESOURCE, '\0', "resource", "ARN", true, "on what; given several times, all must be allowed"},
    {CLI_PARAM, '\0', "param", "NAME=VALUE", true,
     "instead: a parameter of the API call, to make the ARN from"},
    {CLI_ACCOUNT_ID, '\0', "account-id", "ID", false, "the account, where nothing else says"},
    CLI_CONTEXT_OPTIONS,
    CLI_AT_OPTION("unknown"),
    {CLI_HEADING, '\0', NULL, NULL, false, "What the cloud does not document"},
    CLI_ASSUME_OPTION,
    CLI_COMMON_OPTIONS,
};

static const char epilogue[] =
    "Exit codes\n"
    "  0  explained: without policies by what it says, with them because they refuse it alike\n"
    "  1  these policies do not refuse it, or not as the cloud did\n"
    "  2  bad usage, an input that is refused, or something that the denial does not say\n"
    "\n"
    "Examples\n"
    "  aliyun ess CancelInstanceRefresh … 2> denied.txt || rampart explain-denial denied.txt\n"
    "\n"
    "  rampart explain-denial -a account.yaml --principal user/alice \\\n"
    "      --resource acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-1 denied.json\n"
    "\n"
    "  aliyun ram DecodeDiagnosticMessage --EncodedDiagnosticMessage AQEA… |\n"
    "      rampart explain-denial -a account.yaml --principal user/alice -\n";

const struct cli_usage explain_denial_usage = {
    .command = "explain-denial",
    .synopsis = "[-a FILE | -p FILE...] [OPTION]... FILE",
    .about =
        "Explains a refusal that the cloud sent: what it says, which statement of which policy refuses it,\n"
        "whether the policies at hand agree with the cloud, and the smallest changes that would allow it.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .operand = &operand,
    .epilogue = epilogue,
};

bool explain_denial_has_policies(const struct cli_arguments *arguments)
{
    return cli_count(arguments, CLI_ACCOUNT) + cli_count(arguments, CHECK_POLICY) +
               cli_count(arguments, CHECK_SESSION_POLICY) + cli_count(arguments, CHECK_CONTROL_POLICY) >
           0;
}

static bool one_standard_input(const struct cli_arguments *arguments)
{
    const char *path = cli_value(arguments, CLI_OPERAND);
    if (!cli_one_standard_input(arguments)) return false;
    if (path == NULL || strcmp(path, "-") != 0) return true;
    for (size_t i = 0; i < arguments->count; i++) {
        const struct cli_argument *argument = &arguments->items[i];
        bool file = argument->option->id >= CLI_OWN && argument->option->value != NULL &&
                    strcmp(argument->option->value, "FILE") == 0;
        if (!file || strcmp(argument->value, "-") != 0) continue;
        cli_error("standard input (-) can be read only once");
        return false;
    }
    return true;
}

bool explain_denial_command_line(const struct cli_arguments *arguments)
{
    bool good = cli_needs(arguments, CLI_OPERAND, "FILE, what the cloud answered,");
    good &= cli_resource_or_param(arguments);
    good &= cli_apart(arguments, CLI_QUIET, CLI_OUTPUT, "--quiet and --output");
    good &= cli_template_params(arguments);
    good &= cli_assignments(arguments);
    good &= one_standard_input(arguments);
    if (!good) cli_point_to_help(arguments->usage->command);
    return good;
}
