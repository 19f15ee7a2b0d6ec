/* SPDX-License-Identifier: Apache-2.0 */
/* rampart who-can: which principals may do this? */
#include <stdlib.h>
#include <string.h>

#include "cli/account_options.h"
#include "cli/catalog_option.h"
#include "cli/command.h"
#include "cli/message.h"
#include "cli/progress.h"
#include "cli/request_options.h"

enum { SOMEBODY = 0, NOBODY = 1, PERHAPS = 3 };

static const struct cli_option cmd_who_can_operand = {
    CLI_OPERAND,
    '\0',
    "ACTION [ARN]",
    "WORD",
    true,
    "short for --action and --resource; use NAME=VALUE instead of\n"
    "the ARN for --param"};

static const struct cli_row cmd_who_can_rows[] = {
    {.id = CLI_HEADING, .help = "Account"},
    CLI_ACCOUNT_ROWS,
    {.id = CLI_LAYER_ABSENT},
    {.id = CLI_ACCOUNT_ID},
    {.id = CLI_HEADING, .help = "Request"},
    {.id = CLI_ACTION,
     .help = "the action; if given several times, all must be allowed to the\n"
             "same principal; with * or ?, every action that it matches:\n"
             "allowed for all of them, for some or for none"},
    {.id = CLI_ANY},
    {.id = CLI_RESOURCE,
     .help = "the resource; if given several times, all must be allowed to the\n"
             "same principal; with * or ?, all resources that it matches:\n"
             "allowed for every one of them, for some or for none"},
    {.id = CLI_LITERAL},
    {.id = CLI_PARAM},
    CLI_CONTEXT_ROWS,
    {.id = CLI_AT},
    {.id = CLI_LENIENT},
    {.id = CLI_ASSUME},
    {.id = CLI_CATALOG},
    {.id = CLI_HEADING, .help = "Answer"},
    {.id = CLI_ONLY},
    {.id = CLI_KIND},
    {.id = CLI_NARROW},
    {.id = CLI_EACH},
    {.id = CLI_DIRECT},
    CLI_REPORT_ROWS("text|json|csv|html", "a table for people (default), JSON or CSV for programs,\nor a page to send"),
};

static const char cmd_who_can_epilogue[] =
    "A principal that may assume a role that is allowed is listed with the shortest\n"
    "chain of roles. The condition keys given apply to every role that is assumed on\n"
    "the way. What a row depends on is one formula: if A and B, or C, unless D.\n"
    "\n"
    "Actions that the same statements match are asked about once. Where a row is about\n"
    "some of them it says which, under what, and one request that is let through.\n"
    "\n"
    "Exit codes\n"
    "  0  some principal is allowed\n"
    "  1  no principal is allowed\n"
    "  2  cannot answer: bad usage, bad input, or a failure to read or write\n"
    "  3  no principal is certainly allowed, but one is conditionally, or one may be\n"
    "     missing from an incomplete list of users or roles\n"
    "  The code is about what --kind and --principal ask for, else about users and\n"
    "  roles: the account owner is allowed nearly everything.\n"
    "\n"
    "Examples\n"
    "  rampart who-can -a account.yaml --only allow ess:CancelInstanceRefresh \\\n"
    "      acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-1\n"
    "  rampart who-can -a account.yaml 'ess:Delete*' 'acs:ess:*:*:scalinggroup/*'\n";

static const struct cli_usage cmd_who_can_usage = {
    .command = "who-can",
    .synopsis =
        "-a FILE --action ACTION\n"
        "           [--resource ARN | --param NAME=VALUE]... [OPTION]...\n"
        "       rampart who-can -a FILE ACTION [ARN | NAME=VALUE...] [OPTION]...",
    .about = "Lists every principal of an account that may perform an action, and why.",
    .rows = cmd_who_can_rows,
    .row_count = sizeof cmd_who_can_rows / sizeof *cmd_who_can_rows,
    .epilogue = cmd_who_can_epilogue,
    .operand = &cmd_who_can_operand,
};

/* ---- the command line ---- */

static bool cmd_who_can_command_line(const struct cli_arguments *arguments)
{
    bool good = cli_needs(arguments, CLI_ACCOUNT, "--account PATH");
    good &= cli_take_operands(arguments, false);
    good &= cli_needs(arguments, CLI_ACTION, "--action ACTION");
    good &= cli_needs_resource(arguments);
    good &= cli_resource_or_param(arguments);
    if (cli_count(arguments, CLI_ANY) > 0 && cli_count(arguments, CLI_ACTION) < 2) {
        cli_error("--any is about several actions: give --action twice or more");
        good = false;
    }
    good &= cli_apart(arguments, CLI_QUIET, CLI_OUTPUT, "--quiet and --output");
    good &= cli_assignments(arguments);
    good &= cli_one_standard_input(arguments);
    if (!good) cli_point_to_help(arguments->usage->command);
    return good;
}

/* ---- the filter of --only, --kind and --principal ---- */

static bool cmd_who_can_has_value(const struct cli_arguments *arguments, enum cli_option_id id,
                                  const char *value)
{
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].option->id == id && strcmp(arguments->items[i].value, value) == 0)
            return true;
    return false;
}

/* The verdicts of a word of --only, as bits; 0: it is none. */
static unsigned cmd_who_can_outcomes_of(const char *word, size_t len)
{
    static const struct {
        const char *word;
        unsigned outcomes;
    } words[] = {{"allow", 1U << RAMPART_OUTCOME_ALLOW},
                 {"conditional", 1U << RAMPART_OUTCOME_CONDITIONAL},
                 {"deny", 1U << RAMPART_OUTCOME_DENY},
                 {"all", 1U << RAMPART_OUTCOME_ALLOW | 1U << RAMPART_OUTCOME_CONDITIONAL | 1U << RAMPART_OUTCOME_DENY}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i].word) == len && memcmp(words[i].word, word, len) == 0) return words[i].outcomes;
    return 0;
}

/* Reads all of --only. False: a word is none of its words, which was reported. */
static bool cmd_who_can_outcomes(const struct cli_arguments *arguments, unsigned *ret_outcomes)
{
    unsigned all = 0;
    for (size_t i = 0; i < arguments->count; i++) {
        if (arguments->items[i].option->id != CLI_ONLY) continue;
        for (const char *word = arguments->items[i].value; word != NULL;) {
            const size_t len = strcspn(word, ",");
            const unsigned outcomes = cmd_who_can_outcomes_of(word, len);
            if (outcomes == 0) {
                cli_error("--only takes allow, conditional, deny or all, not \"%.*s\"", (int)len, word);
                cli_point_to_help(arguments->usage->command);
                return false;
            }
            all |= outcomes;
            word = word[len] == '\0' ? NULL : word + len + 1;
        }
    }
    *ret_outcomes = all;
    return true;
}

/* The caller frees *ret_items. False: memory was refused, which was reported. */
static bool cmd_who_can_principals(const struct cli_arguments *arguments, struct rampart_str **ret_items,
                                   struct rampart_strs *ret_principals)
{
    size_t count = 0;
    struct rampart_str *items = calloc(arguments->count + 1, sizeof *items);
    if (items == NULL) {
        cli_error("%s", rampart_status_name(RAMPART_NO_MEMORY));
        return false;
    }
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].option->id == CLI_NARROW) items[count++] = rampart_str(arguments->items[i].value);
    *ret_items = items;
    *ret_principals = (struct rampart_strs){items, count};
    return true;
}

static bool cmd_who_can_filter(const struct cli_arguments *arguments, struct rampart_str **ret_items,
                               struct rampart_who_can_filter *filter)
{
    static const struct {
        const char *word;
        enum rampart_principal_kind kind;
    } kinds[] = {
        {"user", RAMPART_PRINCIPAL_USER}, {"role", RAMPART_PRINCIPAL_ROLE}, {"root", RAMPART_PRINCIPAL_ROOT}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (cmd_who_can_has_value(arguments, CLI_KIND, kinds[i].word)) filter->kinds |= 1U << kinds[i].kind;
    filter->each = cli_count(arguments, CLI_EACH) > 0;
    return cmd_who_can_outcomes(arguments, &filter->outcomes) &&
           cmd_who_can_principals(arguments, ret_items, &filter->principals);
}

struct who_can {
    const struct cli_arguments *arguments;
    bool several; /* actions, or a pattern of them */
    struct rampart_options options; /* with what is assumed, and the catalogue */
    struct rampart_catalog *catalog; /* NULL: that which is built in */
    struct rampart_diags *diags;
    struct rampart_inventory *inventory;
    struct rampart_account *account;
    struct rampart_set *set;
    struct rampart_request *request;
    struct rampart_who_can *result;
    bool refused;
};

static void cmd_who_can_free(struct who_can *asked)
{
    rampart_who_can_free(asked->result);
    rampart_request_free(asked->request);
    rampart_set_free(asked->set);
    rampart_account_free(asked->account);
    rampart_inventory_free(asked->inventory);
    rampart_diags_free(asked->diags);
    rampart_catalog_free(asked->catalog);
}

/* ---- asking ---- */

static bool cmd_who_can_read_account(struct who_can *asked)
{
    return cli_proceed(&asked->refused, cli_diags_new(NULL, &asked->diags)) &&
           cli_proceed(&asked->refused, rampart_inventory_new(NULL, &asked->inventory)) &&
           cli_fill_assumptions(asked->arguments, &asked->options, asked->diags, &asked->refused) &&
           cli_read_catalog(asked->arguments, NULL, &asked->options, asked->diags, &asked->refused,
                            &asked->catalog) &&
           cli_read_account(asked->arguments, &asked->options, asked->inventory, asked->diags,
                            &asked->refused, &asked->account);
}

static bool cmd_who_can_is_pattern(const char *action)
{
    return strpbrk(action, "*?") != NULL;
}

/* The account's own id completes the ARN that is made from parameters. */
static bool cmd_who_can_start(struct who_can *asked, struct rampart_request *request)
{
    struct cli_clock clock;
    if (asked->account != NULL &&
        !cli_proceed(&asked->refused, rampart_request_set_account_of(request, asked->account, asked->diags)))
        return false;
    rampart_request_set_patterns(request, cli_count(asked->arguments, CLI_LITERAL) == 0);
    if (!cli_read_clock(&clock) ||
        !cli_set_time(asked->arguments, &clock, "unknown", request, asked->diags, &asked->refused))
        return false;
    return asked->account != NULL || cli_stand_in(asked->arguments, request, &asked->refused);
}

/* A copy of the command line with this action in the place of all, and with this resource; NULL: none, and its own. */
static bool cmd_who_can_narrow(const struct cli_arguments *all, const char *action, const char *resource,
                               struct cli_arguments *ret_own)
{
    struct cli_arguments own = {
        .usage = all->usage, .options = all->options, .items = calloc(all->count + 1, sizeof *own.items)};
    bool named = action == NULL, placed = resource == NULL;
    if (own.items == NULL) {
        cli_error("%s", rampart_status_name(RAMPART_NO_MEMORY));
        return false;
    }
    for (size_t i = 0; i < all->count; i++) {
        struct cli_argument argument = all->items[i];
        const enum cli_option_id id = argument.option->id;
        const bool about = resource != NULL && (id == CLI_RESOURCE || id == CLI_PARAM);
        if ((id == CLI_ACTION && named) || (about && placed)) continue;
        if (id == CLI_ACTION) argument.value = action;
        if (about) {
            argument.option = cli_option_of(all, CLI_RESOURCE);
            argument.value = resource;
        }
        named |= id == CLI_ACTION;
        placed |= about;
        own.items[own.count++] = argument;
    }
    *ret_own = own;
    return true;
}

/* Checks the names that the question has, as if it were about this action alone. */
static bool cmd_who_can_check_one(struct who_can *asked, const char *action, const char *resource)
{
    struct cli_arguments own;
    struct rampart_request *request = NULL;
    if (!cmd_who_can_narrow(asked->arguments, action, resource, &own)) return false;
    const bool good = cli_proceed(&asked->refused, rampart_request_new(&asked->options, &request)) &&
                      cmd_who_can_start(asked, request) &&
                      cli_fill_request(&own, &asked->options, request, asked->diags, &asked->refused) && !asked->refused;
    rampart_request_free(request);
    free(own.items);
    return good;
}

enum { MOST_NAME = 260 };

/* The first action of the catalogue that the pattern matches; empty: none. False: memory was refused, which was reported. */
static bool cmd_who_can_first_match(struct who_can *asked, const char *pattern, char name[MOST_NAME])
{
    struct rampart_catalog_pattern walk = rampart_catalog_pattern(rampart_str(pattern));
    struct rampart_catalog_action action;
    struct rampart_catalog *own = NULL;
    if (asked->catalog == NULL && !cli_proceed(&asked->refused, rampart_catalog_open(&asked->options, &own))) return false;
    const struct rampart_catalog *catalog = own != NULL ? own : asked->catalog;
    if (rampart_catalog_next_match(catalog, &walk, &action) && action.action.len < MOST_NAME) {
        memcpy(name, action.action.data, action.action.len);
        name[action.action.len] = '\0';
    }
    rampart_catalog_free(own);
    return true;
}

/* A pattern is checked by the first action that it matches; what is asked about need not be a resource of that one. */
static bool cmd_who_can_check_pattern(struct who_can *asked, const char *pattern)
{
    char name[MOST_NAME] = "";
    if (!cmd_who_can_first_match(asked, pattern, name)) return false;
    if (name[0] != '\0') return cmd_who_can_check_one(asked, name, "*");
    if (cli_count(asked->arguments, CLI_LENIENT) > 0) return true;
    cli_error("the catalogue has no action that \"%s\" matches; rampart catalog lists what it has, and --lenient asks "
              "nevertheless",
              pattern);
    return false;
}

/* Everything but the action, and the names are checked with each. */
static bool cmd_who_can_fill_several(struct who_can *asked)
{
    struct cli_arguments own;
    for (size_t i = 0; i < asked->arguments->count; i++) {
        const struct cli_argument *argument = &asked->arguments->items[i];
        if (argument->option->id != CLI_ACTION) continue;
        if (!(cmd_who_can_is_pattern(argument->value) ? cmd_who_can_check_pattern(asked, argument->value)
                                                      : cmd_who_can_check_one(asked, argument->value, NULL)))
            return false;
    }
    if (!cmd_who_can_narrow(asked->arguments, NULL, NULL, &own)) return false;
    const bool good = cli_begin_request(&own, asked->request, asked->diags, &asked->refused);
    free(own.items);
    return good && !asked->refused;
}

static bool cmd_who_can_fill(struct who_can *asked)
{
    const char *action = cli_value(asked->arguments, CLI_ACTION);
    asked->several = cli_count(asked->arguments, CLI_ACTION) > 1 || cmd_who_can_is_pattern(action);
    if (!cli_proceed(&asked->refused, rampart_request_new(&asked->options, &asked->request)) ||
        !cmd_who_can_start(asked, asked->request))
        return false;
    if (asked->several) return cmd_who_can_fill_several(asked);
    return cli_fill_request(asked->arguments, &asked->options, asked->request, asked->diags, &asked->refused) &&
           !asked->refused;
}

/* Asks about all of --action together. */
static enum rampart_status cmd_who_can_ask_several(struct who_can *asked, const struct rampart_who_can_options *how)
{
    struct rampart_who_can_actions actions = {.any = cli_count(asked->arguments, CLI_ANY) > 0};
    struct rampart_str *items = calloc(asked->arguments->count, sizeof *items);
    if (items == NULL) return RAMPART_NO_MEMORY;
    for (size_t i = 0; i < asked->arguments->count; i++)
        if (asked->arguments->items[i].option->id == CLI_ACTION)
            items[actions.patterns.count++] = rampart_str(asked->arguments->items[i].value);
    actions.patterns.items = items;
    const enum rampart_status status =
        rampart_who_can_actions(asked->set, asked->request, &actions, how, asked->diags, &asked->result);
    free(items);
    return status;
}

static bool cmd_who_can_ask(struct who_can *asked)
{
    struct cli_progress progress;
    cli_progress_start(&progress, "questions", cli_count(asked->arguments, CLI_QUIET) == 0, NULL);
    const struct rampart_who_can_options how = {
        .direct = cli_count(asked->arguments, CLI_DIRECT) > 0,
        .literal = cli_count(asked->arguments, CLI_LITERAL) > 0,
        .progress = cli_progress_done,
        .progress_context = &progress,
    };
    const struct rampart_set_parts parts = {.account = asked->account, .few = !asked->several};
    enum rampart_status status = rampart_set_new(&asked->options, &parts, asked->diags, &asked->set);
    if (status == RAMPART_OK && asked->several)
        status = cmd_who_can_ask_several(asked, &how);
    else if (status == RAMPART_OK)
        status = rampart_who_can(asked->set, asked->request, &how, asked->diags, &asked->result);
    cli_progress_end(&progress);
    if (status == RAMPART_LIMIT) cli_error("cannot answer: %s", rampart_status_name(status));
    return cli_proceed(&asked->refused, status) && !asked->refused;
}

/* ---- the answer ---- */

/* A result and which of its rows are printed. */
struct who_can_report {
    struct rampart_who_can *result;
    struct rampart_who_can_filter filter;
};

static enum rampart_status cmd_who_can_write(const void *context, struct rampart_report_style style,
                                             const struct rampart_writer *writer)
{
    const struct who_can_report *report = context;
    return rampart_report_who_can(NULL, report->result, report->filter, style, writer);
}

static bool cmd_who_can_print(const struct who_can *asked, const struct rampart_who_can_filter *filter)
{
    const struct who_can_report report = {asked->result, *filter};
    return cli_print_report(asked->arguments, &(struct cli_report){cmd_who_can_write,
                                                                   &report,
                                                                   {.account = asked->account,
                                                                    .inventory = asked->inventory,
                                                                    .catalog = asked->catalog,
                                                                    .warnings = asked->diags}});
}

/* Whether each of --principal is one of those asked about. */
static bool cmd_who_can_knows(const struct who_can *asked, const struct rampart_who_can_filter *filter)
{
    bool refused = false;
    for (size_t i = 0; i < filter->principals.count; i++) {
        const struct rampart_who_can_filter one = {.principals = {&filter->principals.items[i], 1}};
        struct rampart_who_can_summary sum;
        if (!cli_proceed(&refused, rampart_report_who_can_sum(asked->result, &one, &sum))) return false;
        if (sum.principals > 0) continue;
        cli_error("--principal \"%s\" is no user and no role of the account; write user/NAME, role/NAME or root",
                  filter->principals.items[i].data);
        return false;
    }
    return true;
}

/* True if users or roles that the input does not show may be allowed. */
static bool cmd_who_can_may_be_others(const struct who_can *asked)
{
    for (size_t i = 0; i < rampart_account_gap_count(asked->account); i++) {
        enum rampart_gap_kind kind = rampart_account_gap(asked->account, i)->kind;
        if (kind == RAMPART_GAP_USERS || kind == RAMPART_GAP_ROLES || kind == RAMPART_GAP_ACCOUNTS) return true;
    }
    return false;
}

/* Root is allowed nearly everything: it counts only if --kind or --principal asks for it. */
static int cmd_who_can_code(const struct who_can *asked, const struct rampart_who_can_filter *filter)
{
    const bool outside = filter->kinds == 0 && filter->principals.count == 0;
    struct rampart_who_can_filter counted = *filter;
    if (outside) counted.kinds = 1U << RAMPART_PRINCIPAL_USER | 1U << RAMPART_PRINCIPAL_ROLE;
    struct rampart_who_can_summary sum;
    bool refused = false;
    if (!cli_proceed(&refused, rampart_report_who_can_sum(asked->result, &counted, &sum)) || refused) return CLI_FAILED;
    const struct rampart_outsider *outsider;
    for (size_t i = 0; outside && (outsider = rampart_who_can_outsider(asked->result, i)) != NULL; i++) {
        sum.allow += outsider->verdict.outcome == RAMPART_OUTCOME_ALLOW;
        sum.conditional += outsider->verdict.outcome == RAMPART_OUTCOME_CONDITIONAL;
    }
    if (sum.allow > 0) return SOMEBODY;
    return sum.conditional > 0 || cmd_who_can_may_be_others(asked) ? PERHAPS : NOBODY;
}

static int cmd_who_can_run(const struct cli_arguments *arguments)
{
    struct rampart_who_can_filter filter = {.kinds = 0};
    struct rampart_str *principals = NULL;
    struct who_can asked = {.arguments = arguments};
    int code = CLI_FAILED;
    if (cmd_who_can_command_line(arguments) && cmd_who_can_filter(arguments, &principals, &filter)) {
        bool answered = cmd_who_can_read_account(&asked) && cmd_who_can_fill(&asked) && cmd_who_can_ask(&asked) &&
                        cmd_who_can_knows(&asked, &filter);
        bool printed = cli_print_diags(arguments, asked.diags) && answered && cmd_who_can_print(&asked, &filter);
        if (printed) code = cmd_who_can_code(&asked, &filter);
    }
    free(principals);
    cmd_who_can_free(&asked);
    return code;
}

int cli_who_can(int argc, char **argv)
{
    return cli_run(&cmd_who_can_usage, argc, argv, cmd_who_can_run);
}
