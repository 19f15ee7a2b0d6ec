/* SPDX-License-Identifier: Apache-2.0 */
/* What `rampart check` can be told, and which of it goes together. */
#include <stdlib.h>
#include <string.h>

#include "cli/check.h"
#include "cli/check_questions.h"
#include "cli/message.h"

static const struct cli_option options[] = {
    {CLI_HEADING, '\0', NULL, NULL, false, "Account (- is standard input)"},
    CLI_ACCOUNT_OPTIONS,
    CLI_LAYER_OPTION,
    {CLI_HEADING, '\0', NULL, NULL, false, "Policies (JSON or YAML; - is standard input)"},
    {CHECK_POLICY, 'p', "policy", "FILE", true, "a policy attached to the principal"},
    {CHECK_SESSION_POLICY, '\0', "session-policy", "FILE", false, "the session policy of the assumed role"},
    {CHECK_CONTROL_POLICY, '\0', "control-policy", "FILE", true,
     "a level of control policies; give the outermost first"},
    {CLI_HEADING, '\0', NULL, NULL, false, "Request"},
    {CLI_PRINCIPAL, '\0', "principal", "PRINCIPAL", false,
     "who makes the request: user/alice, role/ci, role/ci/SESSION,\n"
     "                              root, or an ARN"},
    {CLI_ACTION, '\0', "action", "ACTION", true,
     "the action, such as ess:CancelInstanceRefresh; if given several\n"
     "                              times, all must be allowed"},
    {CLI_RESOURCE, '\0', "resource", "ARN", true,
     "the resource; if given several times, all must be allowed; with\n"
     "                              * or ?, all resources that it matches: allowed for every one\n"
     "                              of them, for some or for none"},
    {CLI_LITERAL, '\0', "literal", NULL, true, "take * and ? in the resource literally"},
    {CLI_PARAM, '\0', "param", "NAME=VALUE", true,
     "instead of --resource: a parameter of the API call, from which\n"
     "                              the ARN is made"},
    {CLI_ACCOUNT_ID, '\0', "account-id", "ID", false, "the account ID, if the principal does not contain it"},
    CLI_CONTEXT_OPTIONS,
    CLI_AT_OPTION("now"),
    {CLI_HEADING, '\0', NULL, NULL, false, "Undocumented points"},
    CLI_ASSUME_OPTION,
    {CHECK_ASSUMPTIONS, '\0', "assumptions", NULL, true,
     "list the undocumented points with their evidence, and exit"},
    {CLI_LENIENT, '\0', "lenient", NULL, true, "exit with 0, not 3, for an allow that depends on such a point,\n"
     "                              and report wrong names in the request as warnings"},
    {CLI_HEADING, '\0', NULL, NULL, false, "Many requests"},
    {CHECK_REQUESTS, '\0', "requests", "FILE", false,
     "instead: read requests as JSON objects, one per line, and print\n"
     "                              one JSON answer per line; -a, -p and --account-id are for all"},
    {CHECK_JOBS, 'j', "jobs", "NUMBER", false,
     "how many requests to decide in parallel; the answers stay the\n"
     "                              same (default: the number of processors)"},
    {CHECK_GATE, '\0', "gate", NULL, true, "exit with the code of the worst line: 2, then 1, then 3"},
    {CLI_HEADING, '\0', NULL, NULL, false, "Instance refresh task (adds a note; the decision stays the same)"},
    {CHECK_TASK_STATUS, '\0', "task-status", "STATUS", false, "the state of the task, such as RollbackInProgress"},
    {CHECK_TASK, '\0', "task", "FILE", false, "a response of DescribeInstanceRefreshes with the task"},
    {CLI_HEADING, '\0', NULL, NULL, false, "Suggestions"},
    {CHECK_SUGGEST, '\0', "suggest", NULL, true,
     "if it is denied: print the smallest changes that would allow\n"
     "                              it, each of them tested"},
    CLI_COMMON_OPTIONS,
};

static const char epilogue[] =
    "Exit codes\n"
    "  0  allowed, for certain\n"
    "  1  denied\n"
    "  2  cannot decide: bad usage, bad input, or a failure to read or write\n"
    "  3  conditional: the answer depends on something you did not supply; or allowed, but only in\n"
    "     one reading of an undocumented point (--lenient: 0)\n"
    "  With --requests: 2 if a line has an error, else 1 if a decision is not what its line\n"
    "  expects, else 0 whatever the decisions; with --gate the code of the worst line.\n"
    "\n"
    "Examples\n"
    "  rampart check -p cancel.json --action ess:CancelInstanceRefresh \\\n"
    "      --resource acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-1\n"
    "\n"
    "  rampart check -p cancel.json --principal user/alice --account-id 1234567890123456 \\\n"
    "      --action ess:CancelInstanceRefresh --param RegionId=cn-hangzhou \\\n"
    "      --param ScalingGroupId=asg-1 --param InstanceRefreshTaskId=ir-1 \\\n"
    "      --context acs:SourceIp=10.0.0.8 --context acs:CurrentTime=now --complete\n"
    "\n"
    "  rampart check -a account.yaml --principal role/ci --action ess:CancelInstanceRefresh \\\n"
    "      --resource acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-1\n"
    "\n"
    "  rampart check -a account.yaml role/ci ess:CancelInstanceRefresh RegionId=cn-hangzhou \\\n"
    "      ScalingGroupId=asg-1 InstanceRefreshTaskId=ir-1\n"
    "\n"
    "  echo '{\"id\": 1, \"action\": \"ess:CancelInstanceRefresh\", \"resource\": \"*\"}' |\n"
    "      rampart check -p cancel.json --requests -\n"
    "\n"
    "  rampart check -a account.yaml --requests requests.jsonl --gate > answers.jsonl\n";

static const struct cli_option operand = {
    CLI_OPERAND, '\0', "PRINCIPAL ACTION [ARN]", "WORD", true,
    "short for --principal, --action and --resource; use NAME=VALUE\n"
    "                              instead of the ARN for --param",
};

const struct cli_usage check_usage = {
    .command = "check",
    .synopsis = "-p FILE --action ACTION [--resource ARN | --param NAME=VALUE]... [OPTION]...\n"
                "       rampart check -a FILE --principal PRINCIPAL --action ACTION [OPTION]...\n"
                "       rampart check -a FILE PRINCIPAL ACTION [ARN | NAME=VALUE...] [OPTION]...\n"
                "       rampart check {-p FILE | -a FILE} --requests FILE [OPTION]...",
    .about = "Decides whether a request is allowed, and prints the statements that decide.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .epilogue = epilogue,
    .operand = &operand,
};

/* What speaks of one request belongs into its line. */
static bool is_of_one_request(int id)
{
    if (id == CHECK_TASK || id == CHECK_TASK_STATUS) return true;
    return id >= CLI_PRINCIPAL && id <= CLI_COMPLETE && id != CLI_ACCOUNT_ID;
}

static bool check_jobs(const struct cli_arguments *arguments)
{
    const char *jobs = cli_value(arguments, CHECK_JOBS);
    char *end = NULL;
    if (jobs == NULL) return true;
    long number = strtol(jobs, &end, 10);
    if (end != jobs && *end == '\0' && number >= 1 && number <= MOST_JOBS) return true;
    cli_error("--jobs must be a number from 1 to %d, not \"%s\"", MOST_JOBS, jobs);
    return false;
}

static bool check_many(const struct cli_arguments *arguments)
{
    bool good = check_jobs(arguments);
    good &= cli_apart(arguments, CHECK_SUGGEST, CHECK_REQUESTS, "--suggest and --requests");
    const char *format = cli_value(arguments, CLI_FORMAT);
    for (size_t i = 0; i < arguments->usage->option_count; i++) {
        const struct cli_option *option = &arguments->usage->options[i];
        if (!is_of_one_request(option->id) || cli_count(arguments, option->id) == 0) continue;
        cli_error("--%s cannot be used with --requests: put it in the lines of the file", option->name);
        good = false;
    }
    if (format == NULL || strcmp(format, "json") == 0) return good;
    cli_error("--requests prints JSON, not %s: leave out --format", format);
    return false;
}

static bool check_one(const struct cli_arguments *arguments)
{
    bool good = cli_needs(arguments, CLI_ACTION, "--action ACTION");
    if (cli_count(arguments, CLI_PARAM) == 0)
        good &= cli_needs(arguments, CLI_RESOURCE, "--resource ARN (or --param NAME=VALUE)");
    static const int of_many[] = {CHECK_JOBS, CHECK_GATE};
    for (size_t i = 0; i < sizeof of_many / sizeof *of_many; i++)
        if (good && cli_count(arguments, of_many[i]) > 0)
            good = cli_needs(arguments, CHECK_REQUESTS, "--requests FILE");
    good &= cli_resource_or_param(arguments);
    return good & cli_apart(arguments, CHECK_TASK, CHECK_TASK_STATUS, "--task and --task-status");
}

static bool check_question(const struct cli_arguments *arguments)
{
    bool good = cli_count(arguments, CLI_ACCOUNT) > 0 ||
                cli_needs(arguments, CHECK_POLICY, "--policy FILE (or --account PATH)");
    return good & (cli_count(arguments, CHECK_REQUESTS) > 0 ? check_many(arguments) : check_one(arguments));
}

bool check_command_line(const struct cli_arguments *arguments)
{
    bool good = check_take_operands(arguments);
    good &= cli_count(arguments, CHECK_ASSUMPTIONS) > 0 || check_question(arguments);
    good &= cli_template_params(arguments);
    good &= cli_assignments(arguments);
    good &= cli_apart(arguments, CLI_QUIET, CLI_OUTPUT, "--quiet and --output");
    good &= cli_one_standard_input(arguments);
    if (!good) cli_point_to_help(arguments->usage->command);
    return good;
}
