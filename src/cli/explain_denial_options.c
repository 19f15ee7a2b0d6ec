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
    "the error that the cloud returned: its body, its\n"
    "                              AccessDeniedDetail, the output of an SDK or of the command\n"
    "                              line, or a response of DecodeDiagnosticMessage; - is standard\n"
    "                              input"};

static const struct cli_option options[] = {
    {CLI_HEADING, '\0', NULL, NULL, false,
     "Policies (JSON or YAML); without them, only the error is explained"},
    CLI_ACCOUNT_OPTIONS,
    CLI_LAYER_OPTION,
    {CHECK_POLICY, 'p', "policy", "FILE", true, "a policy attached to the principal"},
    {CHECK_SESSION_POLICY, '\0', "session-policy", "FILE", false, "the session policy of the assumed role"},
    {CHECK_CONTROL_POLICY, '\0', "control-policy", "FILE", true,
     "a level of control policies; give the outermost first"},
    {CLI_HEADING, '\0', NULL, NULL, false, "What the error does not contain"},
    {CLI_PRINCIPAL, '\0', "principal", "PRINCIPAL", false, "who made the request: of a user the error has only the ID"},
    {CLI_ACTION, '\0', "action", "ACTION", false, "the action"},
    {CLI_RESOURCE, '\0', "resource", "ARN", true, "the resource; if given several times, all must be allowed"},
    {CLI_PARAM, '\0', "param", "NAME=VALUE", true,
     "instead of --resource: a parameter of the API call, from which\n"
     "                              the ARN is made"},
    {CLI_ACCOUNT_ID, '\0', "account-id", "ID", false, "the account ID, if nothing else contains it"},
    CLI_CONTEXT_OPTIONS,
    CLI_AT_OPTION("unknown"),
    {CLI_HEADING, '\0', NULL, NULL, false, "Undocumented points"},
    CLI_ASSUME_OPTION,
    CLI_COMMON_OPTIONS,
};

static const char epilogue[] =
    "Exit codes\n"
    "  0  explained: without policies, by the error; with policies, because they deny it as well\n"
    "  1  the policies do not deny it, or not for the same reason as the cloud\n"
    "  2  cannot explain: bad usage, bad input, or something is missing that the error does not contain\n"
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
        "Explains an access-denied error of the cloud: what it says, which statement denies the request,\n"
        "whether your policies give the same decision, and the smallest changes that would allow it.",
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
    bool good = cli_needs(arguments, CLI_OPERAND, "FILE (the error that the cloud returned)");
    good &= cli_resource_or_param(arguments);
    good &= cli_apart(arguments, CLI_QUIET, CLI_OUTPUT, "--quiet and --output");
    good &= cli_template_params(arguments);
    good &= cli_assignments(arguments);
    good &= one_standard_input(arguments);
    if (!good) cli_point_to_help(arguments->usage->command);
    return good;
}
