/* SPDX-License-Identifier: Apache-2.0 */
/* rampart needs: which permissions does this Terraform plan need, and has this role them? */
#include <stdlib.h>
#include <string.h>

#include "cli/check.h"
#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/message.h"

enum { SATISFIED = 0, LACKING = 1, LEFT_OPEN = 3 };

static const struct cli_option cmd_needs_operand = {
    CLI_OPERAND, '\0', "PLAN", "FILE", true,
    "what terraform show -json printed of a plan or a state; - is\n"
    "standard input"};

static const struct cli_row cmd_needs_rows[] = {
    {.id = CLI_HEADING, .help = "Plan"},
    {.id = CLI_ACCOUNT_ID, .help = "the account ID, if neither the account nor the plan shows it"},
    {.id = CLI_REGION},
    {.id = CLI_READS},
    {.id = CLI_WRITES},
    {.id = CLI_HEADING, .help = "Who runs Terraform"},
    {.id = CLI_ROLE},
    {.id = CLI_PRINCIPAL, .help = "instead of --role: user/alice, role/ci/SESSION, root, or an ARN"},
    {.id = CLI_ACCOUNT, .help = "the account of the role, as rampart check takes it (default: the\n"
                                "plan, as far as it shows one)"},
    {.id = CLI_AFTER},
    {.id = CLI_TEMPLATE_PARAM},
    {.id = CLI_REQUIRE_COMPLETE},
    {.id = CLI_ALLOW_OUTSIDE},
    {.id = CLI_AS_COMPLETE},
    {.id = CLI_LAYER_ABSENT},
    {.id = CLI_POLICY, .help = "a policy attached to the role; given alone, those are all"},
    {.id = CLI_SESSION_POLICY},
    {.id = CLI_INSTANCE_ROLE_POLICY},
    {.id = CLI_CONTROL_POLICY},
    CLI_CONTEXT_ROWS,
    {.id = CLI_AT},
    {.id = CLI_ASSUME},
    {.id = CLI_LENIENT, .help = "take guessed codes, older pages and undocumented points as they\n"
                                "come, and not for open"},
    {.id = CLI_CATALOG},
    {.id = CLI_HEADING, .help = "Answer"},
    {.id = CLI_PRINT_POLICY},
    {.id = CLI_PRINT_MISSING},
    {.id = CLI_EXPLAIN, .value = "ACTION", .help = "only what needs this action, in full; * and ? are wildcards"},
    {.id = CLI_HEADING, .help = "Output"},
    {.id = CLI_FORMAT},
    {.id = CLI_OUTPUT},
    {.id = CLI_QUIET},
    {.id = CLI_VERBOSE, .help = "list what is allowed, too, and what is not known of resources"},
    {.id = CLI_COLOR},
    {.id = CLI_VERSION},
    {.id = CLI_HELP},
};

static const char cmd_needs_epilogue[] =
    "Lists each call that the plan makes, by address: the action that authorises it\n"
    "and the resource it is authorised on; what the plan does not decide is \"may\",\n"
    "with the condition, and what nobody knows is \"unknown\". Where the resource is\n"
    "not known before the apply it is a pattern.\n"
    "\n"
    "Exit codes\n"
    "  0  everything certain is allowed, and nothing else is open\n"
    "  1  something certain is denied\n"
    "  2  cannot tell: bad usage, bad input, or a failure to read or write\n"
    "  3  nothing certain is denied, but something is conditional, possible and not\n"
    "     allowed, or not known; without a role: something is not known\n"
    "\n"
    "Examples\n"
    "  terraform plan -out plan && terraform show -json plan > plan.json\n"
    "\n"
    "  rampart needs plan.json\n"
    "\n"
    "  rampart needs plan.json --role ci -a account.yaml\n"
    "\n"
    "  rampart needs plan.json --role ci -a account.yaml --print-missing > more.json\n"
    "\n"
    "  rampart needs plan.json --reads --print-policy\n";

static const struct cli_usage cmd_needs_usage = {
    .command = "needs",
    .synopsis = "PLAN... [--role NAME {-a FILE | -p FILE}] [OPTION]...",
    .about = "Lists the permissions that a Terraform plan needs, decides whether a role has\n"
             "them, and prints the least policy.",
    .rows = cmd_needs_rows,
    .row_count = sizeof cmd_needs_rows / sizeof *cmd_needs_rows,
    .epilogue = cmd_needs_epilogue,
    .operand = &cmd_needs_operand,
};

/* A file of --context-file, which every request takes. */
struct context_file {
    char *text;
    size_t len;
    const char *path;
};

struct needing {
    struct check check; /* the account and the policies of who is asked about */
    struct rampart_needs *needs;
    struct rampart_needs_policies policies;
    char *principal; /* NULL: nobody is asked about */
    struct context_file *contexts;
    size_t context_count;
    struct cli_arguments of_request; /* all but --context-file */
};

/* ---- the command line ---- */

static bool cmd_needs_is_asked(const struct cli_arguments *arguments)
{
    return cli_count(arguments, CLI_ROLE) + cli_count(arguments, CLI_PRINCIPAL) + cli_count(arguments, CLI_POLICY) > 0;
}

/* Options about who is asked mean nothing where nobody is. */
static bool cmd_needs_principal(const struct cli_arguments *arguments)
{
    static const enum cli_option_id of_principal[] = {CLI_ACCOUNT,      CLI_AFTER,
                                                      CLI_SESSION_POLICY, CLI_INSTANCE_ROLE_POLICY,
                                                      CLI_CONTROL_POLICY, CLI_CONTEXT,
                                                      CLI_CONTEXT_FILE, CLI_ABSENT,
                                                      CLI_COMPLETE,     CLI_PRINT_MISSING};
    bool good = cli_apart(arguments, CLI_ROLE, CLI_PRINCIPAL, "--role and --principal");
    for (size_t i = 0; i < sizeof of_principal / sizeof *of_principal && !cmd_needs_is_asked(arguments); i++) {
        if (cli_count(arguments, of_principal[i]) == 0) continue;
        cli_error("--%s needs --role NAME (or --principal PRINCIPAL)", cli_option_of(arguments, of_principal[i])->name);
        good = false;
    }
    return good;
}

static bool cmd_needs_region(const struct cli_arguments *arguments)
{
    const char *region = cli_value(arguments, CLI_REGION);
    if (region == NULL || (region[0] != '\0' && strpbrk(region, ":*?/ ") == NULL)) return true;
    cli_error("--region \"%s\" is no region, such as cn-hangzhou", region);
    return false;
}

static bool cmd_needs_command_line(const struct cli_arguments *arguments)
{
    bool good = cli_needs(arguments, CLI_OPERAND, "PLAN");
    good &= cmd_needs_principal(arguments);
    good &= cmd_needs_region(arguments);
    good &= cli_apart(arguments, CLI_PRINT_POLICY, CLI_PRINT_MISSING, "--print-policy and --print-missing");
    good &= cli_apart(arguments, CLI_EXPLAIN, CLI_PRINT_POLICY, "--explain and --print-policy");
    good &= cli_apart(arguments, CLI_EXPLAIN, CLI_PRINT_MISSING, "--explain and --print-missing");
    good &= cli_apart(arguments, CLI_READS, CLI_WRITES, "--reads and --writes");
    good &= cli_apart(arguments, CLI_QUIET, CLI_OUTPUT, "--quiet and --output");
    good &= cli_assignments(arguments);
    good &= cli_one_standard_input(arguments);
    if (!good) cli_point_to_help(arguments->usage->command);
    return good;
}

/* ---- inputs ---- */

/*
 * Reads the account as it is before the plan. With --after, and where no account or policy is given, the plans are read as
 * a part of it.
 */
static bool cmd_needs_read_account(struct needing *needing)
{
    static const struct cli_option account = {.id = CLI_ACCOUNT, .name = "account"};
    static const struct cli_option before = {.id = CLI_BEFORE, .name = "before"};
    const struct cli_arguments *arguments = needing->check.arguments;
    const bool after = cli_count(arguments, CLI_AFTER) > 0;
    const bool plans = after || (cli_count(arguments, CLI_ACCOUNT) == 0 && cli_count(arguments, CLI_POLICY) == 0);
    if (!cmd_needs_is_asked(arguments)) return true;
    struct cli_arguments changed = *arguments;
    changed.items = calloc(arguments->count + 1, sizeof *changed.items);
    if (changed.items == NULL) return check_proceed(&needing->check, RAMPART_NO_MEMORY);
    memcpy(changed.items, arguments->items, arguments->count * sizeof *changed.items);
    for (size_t i = 0; i < arguments->count; i++)
        if (plans && changed.items[i].option->id == CLI_OPERAND) changed.items[i].option = &account;
    if (!after) changed.items[changed.count++] = (struct cli_argument){&before, NULL};
    bool good = true;
    if (cli_count(&changed, CLI_ACCOUNT) > 0)
        good = cli_read_account(&changed, &needing->check.options, needing->check.inventory, needing->check.diags,
                                &needing->check.refused, &needing->check.account);
    free(changed.items);
    return good;
}

static bool cmd_needs_name_principal(struct needing *needing)
{
    const struct cli_arguments *arguments = needing->check.arguments;
    const char *role = cli_value(arguments, CLI_ROLE), *principal = cli_value(arguments, CLI_PRINCIPAL);
    if (!cmd_needs_is_asked(arguments)) return true;
    const char *head = role != NULL && strncmp(role, "acs:", 4) != 0 ? "role/" : "";
    const char *name = role != NULL ? role : principal != NULL ? principal : "";
    const size_t room = strlen(head) + strlen(name) + 1;
    needing->principal = malloc(room);
    if (needing->principal == NULL) return check_proceed(&needing->check, RAMPART_NO_MEMORY);
    memcpy(needing->principal, head, strlen(head));
    memcpy(needing->principal + strlen(head), name, strlen(name) + 1);
    return true;
}

enum { MOST_REGIONS = 256 };

/* A misspelt region would make every ARN wrong: one near a known name is refused, another may be new. */
static bool cmd_needs_know_region(struct needing *needing)
{
    const char *asked = cli_value(needing->check.arguments, CLI_REGION), *names[MOST_REGIONS];
    char room[MOST_REGIONS][64];
    struct rampart_catalog *own = NULL;
    struct rampart_catalog_region region;
    size_t cursor = 0, count = 0;
    if (asked == NULL) return true;
    if (needing->check.catalog == NULL && !check_proceed(&needing->check, rampart_catalog_open(NULL, &own))) return false;
    const struct rampart_catalog *catalog = own != NULL ? own : needing->check.catalog;
    const bool known = rampart_catalog_find_region(catalog, rampart_str(asked), &region);
    while (!known && count < MOST_REGIONS && rampart_catalog_next_region(catalog, &cursor, &region)) {
        if (region.region.len >= sizeof room[0]) continue;
        memcpy(room[count], region.region.data, region.region.len);
        room[count][region.region.len] = '\0';
        names[count] = room[count];
        count++;
    }
    const char *near = known ? NULL : cli_nearest(asked, strlen(asked), names, count);
    if (near != NULL)
        cli_error("--region %s: there is no such region; did you mean %s?", asked, near);
    else if (!known)
        cli_warning("--region %s is no region that the catalogue knows", asked);
    needing->check.refused |= near != NULL;
    rampart_catalog_free(own);
    return true;
}

static bool cmd_needs_read_plans(struct needing *needing)
{
    const struct cli_arguments *arguments = needing->check.arguments;
    const char *id = cli_value(arguments, CLI_ACCOUNT_ID), *region = cli_value(arguments, CLI_REGION);
    struct rampart_needs_options how = {.account = {NULL, 0}};
    if (needing->check.account != NULL) how.account = rampart_account_id(needing->check.account);
    if (how.account.len == 0 && id != NULL) how.account = rampart_str(id);
    if (region != NULL) how.region = rampart_str(region);
    const enum rampart_status status = rampart_needs_new(&needing->check.options, &how, &needing->needs);
    if (status == RAMPART_INVALID_INPUT) cli_error("--account-id \"%s\" is no account ID: it has digits only", id);
    if (!check_proceed(&needing->check, status)) return false;
    for (size_t i = 0; i < arguments->count && status == RAMPART_OK; i++)
        if (arguments->items[i].option->id == CLI_OPERAND &&
            !check_proceed(&needing->check,
                           rampart_needs_read_file(needing->needs, arguments->items[i].value, needing->check.diags)))
            return false;
    return true;
}

/* Every request takes the same files: each is read once. */
static bool cmd_needs_read_contexts(struct needing *needing)
{
    const struct cli_arguments *arguments = needing->check.arguments;
    needing->of_request = *arguments;
    needing->of_request.count = 0;
    needing->of_request.items = calloc(arguments->count, sizeof *needing->of_request.items);
    needing->contexts = calloc(arguments->count, sizeof *needing->contexts);
    if (needing->of_request.items == NULL || needing->contexts == NULL)
        return check_proceed(&needing->check, RAMPART_NO_MEMORY);
    for (size_t i = 0; i < arguments->count; i++) {
        const struct cli_argument *argument = &arguments->items[i];
        if (argument->option->id != CLI_CONTEXT_FILE) {
            needing->of_request.items[needing->of_request.count++] = *argument;
            continue;
        }
        struct context_file *file = &needing->contexts[needing->context_count++];
        file->path = argument->value;
        file->text = cli_read(file->path, &file->len);
        if (file->text == NULL) return check_proceed(&needing->check, RAMPART_IO);
    }
    return true;
}

/* ---- deciding ---- */

static enum rampart_status cmd_needs_add_contexts(const struct needing *needing, struct rampart_request *request,
                                                  struct rampart_diags *diags)
{
    enum rampart_status status = RAMPART_OK;
    for (size_t i = 0; i < needing->context_count && status == RAMPART_OK; i++) {
        const struct context_file *file = &needing->contexts[i];
        status = rampart_request_read_context(request, (struct rampart_str){file->text, file->len},
                                              rampart_str(cli_file_name(file->path)), diags);
    }
    return status;
}

/* Gives a request everything but its action and resource. */
static enum rampart_status cmd_needs_begin(void *context, struct rampart_request *request, struct rampart_diags *diags)
{
    struct needing *needing = context;
    struct check *check = &needing->check;
    struct rampart_request *kept = check->request;
    bool refused = false;
    check->request = request;
    enum rampart_status status = check_start_request(check);
    check->request = kept;
    if (status != RAMPART_OK) return status;
    if (needing->principal[0] != '\0' && cli_count(check->arguments, CLI_ROLE) > 0)
        status = rampart_request_set_principal(request, rampart_str(needing->principal), diags);
    if (status != RAMPART_OK) return status;
    status = cmd_needs_add_contexts(needing, request, diags);
    if (status != RAMPART_OK) return status;
    if (!cli_set_time(check->arguments, &check->clock, "unknown", request, diags, &refused) ||
        !cli_begin_request(&needing->of_request, request, diags, &refused))
        return RAMPART_NO_MEMORY;
    return refused ? RAMPART_INVALID_INPUT : RAMPART_OK;
}

/* Only a session of a role has a session policy. */
static enum rampart_status cmd_needs_check_session(struct needing *needing)
{
    struct check *check = &needing->check;
    enum rampart_status status = rampart_request_new(&check->options, &check->request);
    if (status == RAMPART_OK) status = cmd_needs_begin(needing, check->request, check->diags);
    if (status == RAMPART_OK)
        status = rampart_request_set_action(check->request, rampart_str("ecs:DescribeRegions"), check->diags);
    if (status == RAMPART_OK) status = rampart_request_add_resource(check->request, rampart_str("*"), check->diags);
    if (status == RAMPART_OK) status = rampart_request_finish(check->request, check->diags);
    return status == RAMPART_OK ? check_session(check) : status;
}

static bool cmd_needs_decide(struct needing *needing)
{
    struct check *check = &needing->check;
    const struct rampart_needs_asker asker = {cmd_needs_begin, needing};
    if (!cmd_needs_is_asked(check->arguments)) return true;
    enum rampart_status status = check_make_set(check, false);
    if (status == RAMPART_OK) status = cmd_needs_check_session(needing);
    if (status == RAMPART_OK) status = rampart_needs_decide(needing->needs, check->set, &asker, check->diags);
    if (status != RAMPART_OK && rampart_diags_found(check->diags, RAMPART_ERROR) == 0)
        cli_error("cannot decide: %s", rampart_status_name(status));
    return check_proceed(check, status) && status == RAMPART_OK;
}

/* ---- the answer ---- */

static struct rampart_needs_scope cmd_needs_scope(const struct cli_arguments *arguments)
{
    return (struct rampart_needs_scope){.missing = cli_count(arguments, CLI_PRINT_MISSING) > 0,
                                        .reads = cli_count(arguments, CLI_READS) > 0,
                                        .writes = cli_count(arguments, CLI_WRITES) > 0};
}

static bool cmd_needs_wants_policies(const struct cli_arguments *arguments)
{
    return cli_count(arguments, CLI_PRINT_POLICY) + cli_count(arguments, CLI_PRINT_MISSING) > 0;
}

static void cmd_needs_warn_of_stars(const struct rampart_needs_policies *policies)
{
    for (size_t i = 0; i < policies->star_count; i++) {
        const struct rampart_needs_star *star = &policies->stars[i];
        cli_warning("%.*s on %.*s: %.*s", (int)star->action.len, star->action.data, (int)star->arn.len, star->arn.data,
                    (int)star->open.len, star->open.data);
    }
    if (policies->unknown > 0)
        cli_warning("%zu need%s in no policy: which action authorises the call is not known", policies->unknown,
                    policies->unknown == 1 ? " is" : "s are");
    if (policies->beyond > 0)
        cli_warning("%zu permission%s not mended by a policy of the role: a statement denies it, or another layer does",
                    policies->beyond, policies->beyond == 1 ? " is" : "s are");
    if (policies->count > 1)
        cli_warning("there are %zu documents, one after the other: one alone would have more than %d bytes", policies->count,
                    RAMPART_NEEDS_POLICY_BYTES);
}

/* A provider of another version may call something else; a session policy of the plan limits the role. */
static void cmd_needs_warn_of_plans(const struct needing *needing)
{
    const struct rampart_needs_provider provider = rampart_needs_provider();
    const bool given = cli_count(needing->check.arguments, CLI_SESSION_POLICY) > 0;
    const struct rampart_needs_plan *plan;
    for (size_t i = 0; (plan = rampart_needs_plan(needing->needs, i)) != NULL; i++) {
        if (plan->other_version)
            cli_warning("%.*s: the provider is to be %.*s; the calls known are those of %.*s, and others may be made",
                        (int)plan->file.len, plan->file.data, (int)plan->provider_constraint.len,
                        plan->provider_constraint.data, (int)provider.version.len, provider.version.data);
        if (plan->session_policy && !given)
            cli_warning("%.*s: the provider limits the role that it assumes by a policy: pass it with --session-policy",
                        (int)plan->file.len, plan->file.data);
    }
}

static bool cmd_needs_make_policies(struct needing *needing)
{
    const struct cli_arguments *arguments = needing->check.arguments;
    if (!cmd_needs_wants_policies(arguments)) return true;
    const enum rampart_status status =
        rampart_needs_make_policies(needing->needs, cmd_needs_scope(arguments), &needing->policies);
    if (status == RAMPART_LIMIT) cli_error("a statement alone has more bytes than a policy of RAM may have");
    if (status == RAMPART_OK && cli_report_format(arguments) == RAMPART_REPORT_TEXT)
        cmd_needs_warn_of_stars(&needing->policies);
    return check_proceed(&needing->check, status) && status == RAMPART_OK;
}

static enum rampart_status cmd_needs_write(const void *context, struct rampart_report_style style,
                                           const struct rampart_writer *writer)
{
    return rampart_report_needs(NULL, context, style, writer);
}

static struct rampart_need_gate cmd_needs_gate(const struct check_gate *gate)
{
    return (struct rampart_need_gate){.lenient = gate->lenient, .chosen = gate->chosen};
}

static bool cmd_needs_print(struct needing *needing)
{
    const struct cli_arguments *arguments = needing->check.arguments;
    const struct check_gate gate = check_gate_of(arguments);
    const char *action = cli_value(arguments, CLI_EXPLAIN);
    struct rampart_needs_report report = {.needs = needing->needs,
                                          .gate = cmd_needs_gate(&gate),
                                          .scope = cmd_needs_scope(arguments)};
    if (action != NULL) report.action = rampart_str(action);
    report.decided = cmd_needs_is_asked(arguments);
    if (report.decided) report.principal = rampart_str(needing->principal);
    if (cmd_needs_wants_policies(arguments)) report.policies = &needing->policies;
    cmd_needs_warn_of_plans(needing);
    return cli_print_report(
        arguments, &(struct cli_report){cmd_needs_write, &report, {.catalog = needing->check.catalog}});
}

static bool cmd_needs_is_in(const struct rampart_need *need, struct rampart_needs_scope scope)
{
    return (scope.reads == scope.writes || need->reads == scope.reads) && !need->harmless && !need->outer;
}

static int cmd_needs_code(const struct needing *needing)
{
    const struct cli_arguments *arguments = needing->check.arguments;
    const struct check_gate gate = check_gate_of(arguments);
    const struct rampart_need_gate passes = cmd_needs_gate(&gate);
    const bool asked = cmd_needs_is_asked(arguments);
    const struct rampart_need *need;
    int code = SATISFIED;
    for (size_t i = 0; (need = rampart_needs_at(needing->needs, i)) != NULL; i++) {
        if (!cmd_needs_is_in(need, cmd_needs_scope(arguments))) continue;
        const enum rampart_need_state state = rampart_need_state(need, &passes);
        if (state == RAMPART_NEED_DENIED && need->certainty == RAMPART_NEED_CERTAIN) return LACKING;
        if (asked ? state != RAMPART_NEED_ALLOWED : need->certainty == RAMPART_NEED_UNKNOWN) code = LEFT_OPEN;
    }
    for (size_t i = 0; i < rampart_needs_plan_count(needing->needs) && asked; i++)
        if (rampart_needs_plan(needing->needs, i)->session_policy && cli_count(arguments, CLI_SESSION_POLICY) == 0)
            code = LEFT_OPEN;
    return code;
}

/* ---- the run ---- */

static bool cmd_needs_read(struct needing *needing)
{
    struct check *check = &needing->check;
    return check_start(check) && cmd_needs_know_region(needing) && cmd_needs_read_account(needing) && check_read_policies(check) &&
           cmd_needs_name_principal(needing) && cmd_needs_read_contexts(needing) && cmd_needs_read_plans(needing) &&
           !check->refused;
}

static int cmd_needs_run(const struct cli_arguments *arguments)
{
    struct needing needing = {.check = {.arguments = arguments}};
    int code = CLI_FAILED;
    if (cmd_needs_command_line(arguments)) {
        const bool decided = cmd_needs_read(&needing) && cmd_needs_decide(&needing);
        if (cli_print_diags(arguments, needing.check.diags) && decided && cmd_needs_make_policies(&needing) &&
            cmd_needs_print(&needing))
            code = cmd_needs_code(&needing);
    }
    rampart_needs_free(needing.needs); /* its decisions point into the set */
    for (size_t i = 0; i < needing.context_count; i++) free(needing.contexts[i].text);
    free(needing.contexts);
    free(needing.of_request.items);
    free(needing.principal);
    check_free(&needing.check);
    return code;
}

int cli_needs_command(int argc, char **argv)
{
    return cli_run(&cmd_needs_usage, argc, argv, cmd_needs_run);
}
