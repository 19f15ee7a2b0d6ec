/* SPDX-License-Identifier: Apache-2.0 */
/* What `rampart who-can` can be told. */
#include <string.h>

#include "cli/message.h"
#include "cli/who_can.h"

static const struct cli_option options[] = {
    {CLI_HEADING, '\0', NULL, NULL, false, "Account"},
    CLI_ACCOUNT_OPTIONS,
    CLI_LAYER_OPTION,
    {CLI_ACCOUNT_ID, '\0', "account-id", "ID", false, "the account ID, if the input does not contain it"},
    {CLI_HEADING, '\0', NULL, NULL, false, "Request"},
    {CLI_ACTION, '\0', "action", "ACTION", false, "the action, such as ess:CancelInstanceRefresh"},
    {CLI_RESOURCE, '\0', "resource", "ARN", false,
     "the resource; with * or ?, all resources that it matches:\n"
     "                              allowed for every one of them, for some or for none"},
    {CLI_LITERAL, '\0', "literal", NULL, true, "take * and ? in the resource literally"},
    {CLI_PARAM, '\0', "param", "NAME=VALUE", true,
     "instead of --resource: a parameter of the API call, from which\n"
     "                              the ARN is made"},
    CLI_CONTEXT_OPTIONS,
    CLI_AT_OPTION("unknown"),
    {CLI_LENIENT, '\0', "lenient", NULL, true, "report wrong names in the request as warnings"},
    CLI_ASSUME_OPTION,
    {CLI_HEADING, '\0', NULL, NULL, false, "Answer"},
    {WHO_CAN_ONLY, '\0', "only", "allow|conditional|deny", true, "only principals with this verdict"},
    {WHO_CAN_KIND, '\0', "kind", "user|role|root", true, "only principals of this kind"},
    {WHO_CAN_DIRECT, '\0', "direct", NULL, true, "leave out what is only possible by assuming roles"},
    CLI_OUTPUT_OPTIONS("text|json|csv", "a table for people (default), or JSON or CSV for programs"),
};

static const char epilogue[] =
    "A principal that may assume a role that is allowed is listed with the shortest chain of roles.\n"
    "The condition keys given apply to every role that is assumed on the way.\n"
    "\n"
    "Exit codes\n"
    "  0  some principal is allowed\n"
    "  1  no principal is allowed\n"
    "  2  cannot answer: bad usage, bad input, or a failure to read or write\n"
    "  3  no principal is certainly allowed, but one is conditionally, or one may be missing from\n"
    "     an incomplete list of users or roles\n"
    "  The code is about the kinds given with --kind, else about users and roles: the account owner\n"
    "  is allowed nearly everything.\n"
    "\n"
    "Example\n"
    "  rampart who-can -a account.yaml --action ess:CancelInstanceRefresh \\\n"
    "      --resource acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-1 --only allow\n";

const struct cli_usage who_can_usage = {
    .command = "who-can",
    .synopsis = "-a FILE --action ACTION [--resource ARN | --param NAME=VALUE]... [OPTION]...",
    .about = "Lists every principal of an account that may perform an action, and why.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .epilogue = epilogue,
};

bool who_can_command_line(const struct cli_arguments *arguments)
{
    bool good = cli_needs(arguments, CLI_ACCOUNT, "--account PATH");
    good &= cli_needs(arguments, CLI_ACTION, "--action ACTION");
    if (cli_count(arguments, CLI_PARAM) == 0)
        good &= cli_needs(arguments, CLI_RESOURCE, "--resource ARN (or --param NAME=VALUE)");
    good &= cli_resource_or_param(arguments);
    good &= cli_apart(arguments, CLI_QUIET, CLI_OUTPUT, "--quiet and --output");
    good &= cli_assignments(arguments);
    good &= cli_one_standard_input(arguments);
    if (!good) cli_point_to_help(arguments->usage->command);
    return good;
}

static bool has_value(const struct cli_arguments *arguments, int id, const char *value)
{
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].option->id == id && strcmp(arguments->items[i].value, value) == 0)
            return true;
    return false;
}

struct rampart_who_can_filter who_can_filter(const struct cli_arguments *arguments)
{
    static const struct {
        const char *word;
        enum rampart_outcome outcome;
    } outcomes[] = {{"allow", RAMPART_OUTCOME_ALLOW},
                    {"conditional", RAMPART_OUTCOME_CONDITIONAL},
                    {"deny", RAMPART_OUTCOME_DENY}};
    static const struct {
        const char *word;
        enum rampart_principal_kind kind;
    } kinds[] = {
        {"user", RAMPART_PRINCIPAL_USER}, {"role", RAMPART_PRINCIPAL_ROLE}, {"root", RAMPART_PRINCIPAL_ROOT}};
    struct rampart_who_can_filter filter = {0, 0};
    for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++)
        if (has_value(arguments, WHO_CAN_ONLY, outcomes[i].word))
            filter.outcomes |= 1U << outcomes[i].outcome;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (has_value(arguments, WHO_CAN_KIND, kinds[i].word)) filter.kinds |= 1U << kinds[i].kind;
    return filter;
}
