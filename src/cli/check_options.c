/* SPDX-License-Identifier: Apache-2.0 */
/* What `rampart check` can be told, and which of it goes together. */
#include <string.h>

#include "cli/check.h"
#include "cli/message.h"

static const struct cli_option options[] = {
    {CLI_HEADING, '\0', NULL, NULL, false, "Policies (JSON or YAML; - is standard input)"},
    {CHECK_POLICY, 'p', "policy", "FILE", true, "a policy attached to the principal"},
    {CHECK_SESSION_POLICY, '\0', "session-policy", "FILE", false, "the session policy of the assumed role"},
    {CHECK_CONTROL_POLICY, '\0', "control-policy", "FILE", true,
     "one more level of control policies, outermost first"},
    {CLI_HEADING, '\0', NULL, NULL, false, "Request"},
    {CHECK_PRINCIPAL, '\0', "principal", "PRINCIPAL", false,
     "who asks: user/alice, role/ci, role/ci/SESSION, root, or an ARN"},
    {CHECK_ACTION, '\0', "action", "ACTION", false, "what is to be done: ess:CancelInstanceRefresh"},
    {CHECK_RESOURCE, '\0', "resource", "ARN", true, "on what; given several times, all must be allowed"},
    {CHECK_PARAM, '\0', "param", "NAME=VALUE", true,
     "instead: a parameter of the API call, to make the ARN from"},
    {CHECK_ACCOUNT_ID, '\0', "account-id", "ID", false, "the account, where the principal does not say"},
    {CHECK_CONTEXT, '\0', "context", "KEY=VALUE", true,
     "a condition key; the same key again adds a value;\n"
     "                              acs:CurrentTime=now is the clock"},
    {CHECK_CONTEXT_FILE, '\0', "context-file", "FILE", true, "condition keys as a JSON or YAML map"},
    {CHECK_ABSENT, '\0', "absent", "KEY", true, "the request certainly lacks this key"},
    {CHECK_COMPLETE, '\0', "complete", NULL, true, "every key that was not given is absent, not unknown"},
    {CLI_HEADING, '\0', NULL, NULL, false, "Instance refresh task (a note beside the decision)"},
    {CHECK_TASK_STATUS, '\0', "task-status", "STATUS", false, "the state of the task: RollbackInProgress"},
    {CHECK_TASK, '\0', "task", "FILE", false, "an answer of DescribeInstanceRefreshes that shows the task"},
    CLI_COMMON_OPTIONS,
};

static const char epilogue[] =
    "Exit codes\n"
    "  0  allowed\n"
    "  1  denied\n"
    "  2  could not decide: bad usage, bad input, or a failure to read or write\n"
    "  3  conditional: the answer hangs on something that was not given\n"
    "\n"
    "Examples\n"
    "  rampart check -p cancel.json --action ess:CancelInstanceRefresh \\\n"
    "      --resource acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-1\n"
    "\n"
    "  rampart check -p cancel.json --principal user/alice --account-id 1234567890123456 \\\n"
    "      --action ess:CancelInstanceRefresh --param RegionId=cn-hangzhou \\\n"
    "      --param ScalingGroupId=asg-1 --param InstanceRefreshTaskId=ir-1 \\\n"
    "      --context acs:SourceIp=10.0.0.8 --context acs:CurrentTime=now --complete\n";

const struct cli_usage check_usage = {
    .command = "check",
    .synopsis = "-p FILE --action ACTION [--resource ARN | --param NAME=VALUE]... [OPTION]...",
    .about = "Decides whether a request is allowed, and says which statements of which policies decided.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .epilogue = epilogue,
};

static bool check_needed(const struct cli_arguments *arguments, int id, const char *what)
{
    if (cli_count(arguments, id) > 0) return true;
    cli_error("%s is missing", what);
    return false;
}

static bool check_apart(const struct cli_arguments *arguments, int a, int b, const char *what)
{
    if (cli_count(arguments, a) == 0 || cli_count(arguments, b) == 0) return true;
    cli_error("%s exclude each other", what);
    return false;
}

static bool check_assignments(const struct cli_arguments *arguments)
{
    bool good = true;
    for (size_t i = 0; i < arguments->count; i++) {
        const struct cli_argument *argument = &arguments->items[i];
        if (argument->option->id != CHECK_PARAM && argument->option->id != CHECK_CONTEXT) continue;
        if (strchr(argument->value, '=') != NULL) continue;
        cli_error("--%s takes %s, not \"%s\"", argument->option->name, argument->option->value,
                  argument->value);
        good = false;
    }
    return good;
}

static bool check_standard_input(const struct cli_arguments *arguments)
{
    size_t readers = 0;
    for (size_t i = 0; i < arguments->count; i++) {
        const struct cli_argument *argument = &arguments->items[i];
        bool is_input = argument->option->id >= CLI_OWN && argument->option->value != NULL &&
                        strcmp(argument->option->value, "FILE") == 0;
        readers += is_input && strcmp(argument->value, "-") == 0;
    }
    if (readers < 2) return true;
    cli_error("standard input (-) can be read only once");
    return false;
}

bool check_command_line(const struct cli_arguments *arguments)
{
    bool good = check_needed(arguments, CHECK_POLICY, "--policy FILE");
    good &= check_needed(arguments, CHECK_ACTION, "--action ACTION");
    if (cli_count(arguments, CHECK_PARAM) == 0)
        good &= check_needed(arguments, CHECK_RESOURCE, "--resource ARN (or --param NAME=VALUE)");
    good &= check_apart(arguments, CHECK_RESOURCE, CHECK_PARAM, "--resource and --param");
    good &= check_apart(arguments, CHECK_TASK, CHECK_TASK_STATUS, "--task and --task-status");
    good &= check_apart(arguments, CLI_QUIET, CLI_OUTPUT, "--quiet and --output");
    good &= check_assignments(arguments);
    good &= check_standard_input(arguments);
    if (!good) cli_point_to_help(arguments->usage->command);
    return good;
}
