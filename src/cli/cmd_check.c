/* SPDX-License-Identifier: Apache-2.0 */
/* rampart check: may this principal do this, and why? */
#include <stdlib.h>
#include <string.h>

#include "cli/check.h"
#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/message.h"
#include "cli/requests.h"

static const struct cli_option cmd_check_operand = {
    CLI_OPERAND,
    '\0',
    "PRINCIPAL ACTION [ARN]",
    "WORD",
    true,
    "short for --principal, --action and --resource; use NAME=VALUE\n"
    "instead of the ARN for --param; without -a the PRINCIPAL may be\n"
    "left out"};

static const struct cli_row cmd_check_rows[] = {
    {.id = CLI_HEADING, .help = "Account (- is standard input)"},
    CLI_ACCOUNT_ROWS,
    {.id = CLI_LAYER_ABSENT},
    {.id = CLI_HEADING, .help = "Policies (JSON or YAML; - is standard input)"},
    {.id = CLI_POLICY},
    {.id = CLI_SESSION_POLICY},
    {.id = CLI_INSTANCE_ROLE_POLICY},
    {.id = CLI_CONTROL_POLICY},
    {.id = CLI_HEADING, .help = "The resource, and the way to it"},
    {.id = CLI_RESOURCE_POLICY},
    {.id = CLI_ACL},
    {.id = CLI_BLOCK_PUBLIC_ACCESS},
    {.id = CLI_ACCESS_POINT},
    {.id = CLI_ACCESS_POINT_POLICY},
    {.id = CLI_ACCESS_POINT_ORIGIN},
    {.id = CLI_NETWORK_ACL},
    {.id = CLI_ENDPOINT_POLICY},
    {.id = CLI_ACCESS_KEY_POLICY},
    {.id = CLI_HEADING, .help = "Request"},
    {.id = CLI_PRINCIPAL},
    {.id = CLI_UID},
    {.id = CLI_CREDENTIAL},
    {.id = CLI_ACTION,
     .help = "the action, such as ess:CancelInstanceRefresh; if given several\n"
             "times, all must be allowed"},
    {.id = CLI_RESOURCE,
     .help = "the resource; if given several times, all must be allowed; with\n"
             "* or ?, all resources that it matches: allowed for every one\n"
             "of them, for some or for none"},
    {.id = CLI_LITERAL},
    {.id = CLI_PARAM},
    {.id = CLI_ACCOUNT_ID, .help = "the account ID, if the principal does not contain it"},
    CLI_CONTEXT_ROWS,
    {.id = CLI_AT,
     .help = "the time of the request, instead of acs:CurrentTime:\n"
             "2026-01-31T08:00:00Z, now or unknown (default: now)"},
    {.id = CLI_HEADING, .help = "Undocumented points"},
    {.id = CLI_ASSUME},
    {.id = CLI_ASSUMPTIONS},
    {.id = CLI_LENIENT,
     .help = "exit with 0, not 3, for an allow that depends on such a point,\n"
             "and report wrong names in the request as warnings"},
    {.id = CLI_HEADING, .help = "Knowledge of the cloud"},
    {.id = CLI_CATALOG},
    {.id = CLI_HEADING, .help = "Many requests"},
    {.id = CLI_REQUESTS},
    {.id = CLI_JOBS},
    {.id = CLI_GATE},
    {.id = CLI_HEADING, .help = "Instance refresh task (adds a note; the decision stays the same)"},
    {.id = CLI_TASK_STATUS},
    {.id = CLI_TASK},
    {.id = CLI_HEADING, .help = "Suggestions"},
    {.id = CLI_SUGGEST},
    CLI_VERBOSE_ROWS,
};

static const char cmd_check_epilogue[] =
    "Exit codes\n"
    "  0  allowed, for certain\n"
    "  1  denied\n"
    "  2  cannot decide: bad usage, bad input, or a failure to read or write\n"
    "  3  conditional: the answer depends on something you did not supply; or\n"
    "     allowed, but only in one reading of an undocumented point (0 with\n"
    "     --lenient, or with --assume for that point)\n"
    "  With --requests: 2 if a line has an error, else 1 if a decision is not what\n"
    "  its line expects, else 0 whatever the decisions; with --gate the code of the\n"
    "  worst line.\n"
    "\n"
    "Examples\n"
    "  rampart check -p cancel.json --action ess:CancelInstanceRefresh \\\n"
    "      --resource acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-1\n"
    "\n"
    "  rampart check -p cancel.json --principal user/alice \\\n"
    "      --account-id 1234567890123456 \\\n"
    "      --action ess:CancelInstanceRefresh --param RegionId=cn-hangzhou \\\n"
    "      --param ScalingGroupId=asg-1 --param InstanceRefreshTaskId=ir-1 \\\n"
    "      --context acs:SourceIp=10.0.0.8 --context acs:CurrentTime=now --complete\n"
    "\n"
    "  rampart check -a account.yaml --principal role/ci \\\n"
    "      --action ess:CancelInstanceRefresh \\\n"
    "      --resource acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-1\n"
    "\n"
    "  rampart check -a account.yaml role/ci ess:CancelInstanceRefresh \\\n"
    "      RegionId=cn-hangzhou \\\n"
    "      ScalingGroupId=asg-1 InstanceRefreshTaskId=ir-1\n"
    "\n"
    "  echo '{\"id\": 1, \"action\": \"ess:CancelInstanceRefresh\", \"resource\": \"*\"}' |\n"
    "      rampart check -p cancel.json --requests -\n"
    "\n"
    "  rampart check -a account.yaml --requests requests.jsonl --gate > out.jsonl\n";

static const struct cli_usage cmd_check_usage = {
    .command = "check",
    .synopsis =
        "-p FILE --action ACTION\n"
        "           [--resource ARN | --param NAME=VALUE]... [OPTION]...\n"
        "       rampart check -a FILE --principal PRINCIPAL --action ACTION [OPTION]...\n"
        "       rampart check -a FILE PRINCIPAL ACTION [ARN | NAME=VALUE...] [OPTION]...\n"
        "       rampart check -p FILE ACTION [ARN | NAME=VALUE...] [OPTION]...\n"
        "       rampart check {-p FILE | -a FILE} --requests FILE [OPTION]...",
    .about = "Decides whether a request is allowed, and prints the statements that decide.",
    .rows = cmd_check_rows,
    .row_count = sizeof cmd_check_rows / sizeof *cmd_check_rows,
    .epilogue = cmd_check_epilogue,
    .operand = &cmd_check_operand,
};

/* ---- the command line ---- */

static bool cmd_check_many(const struct cli_arguments *arguments)
{
    static const enum cli_option_id of_one[] = {CLI_PRINCIPAL, CLI_ACTION,      CLI_RESOURCE,     CLI_LITERAL,
                                                CLI_PARAM,     CLI_CONTEXT,     CLI_CONTEXT_FILE, CLI_ABSENT,
                                                CLI_COMPLETE,  CLI_TASK_STATUS, CLI_TASK,         CLI_UID,
                                                CLI_CREDENTIAL, CLI_ACCESS_POINT};
    bool good = requests_check_jobs(arguments);
    good &= cli_apart(arguments, CLI_SUGGEST, CLI_REQUESTS, "--suggest and --requests");
    const char *format = cli_value(arguments, CLI_FORMAT);
    for (size_t i = 0; i < sizeof of_one / sizeof *of_one; i++) {
        if (cli_count(arguments, of_one[i]) == 0) continue;
        cli_error("--%s cannot be used with --requests: put it in the lines of the file",
                  cli_option_of(arguments, of_one[i])->name);
        good = false;
    }
    if (format == NULL || strcmp(format, "json") == 0) return good;
    cli_error("--requests prints JSON, not %s: leave out --format", format);
    return false;
}

static bool cmd_check_one(const struct cli_arguments *arguments)
{
    bool good = cli_needs(arguments, CLI_ACTION, "--action ACTION");
    good &= cli_needs_resource(arguments);
    static const enum cli_option_id of_many[] = {CLI_JOBS, CLI_GATE};
    for (size_t i = 0; i < sizeof of_many / sizeof *of_many; i++)
        if (good && cli_count(arguments, of_many[i]) > 0)
            good = cli_needs(arguments, CLI_REQUESTS, "--requests FILE");
    good &= cli_resource_or_param(arguments);
    return good & cli_apart(arguments, CLI_TASK, CLI_TASK_STATUS, "--task and --task-status");
}

static bool cmd_check_question(const struct cli_arguments *arguments)
{
    const bool shown = check_shows_layers(arguments) || check_is_anonymous(arguments);
    bool good = cli_count(arguments, CLI_ACCOUNT) > 0 || shown ||
                cli_needs(arguments, CLI_POLICY, "--policy FILE (or --account PATH)");
    return good &
           (cli_count(arguments, CLI_REQUESTS) > 0 ? cmd_check_many(arguments) : cmd_check_one(arguments));
}

static bool cmd_check_command_line(const struct cli_arguments *arguments)
{
    bool good = cli_take_operands(arguments, true);
    good &= cli_count(arguments, CLI_ASSUMPTIONS) > 0 || cmd_check_question(arguments);
    good &= cli_template_params(arguments);
    good &= cli_assignments(arguments);
    good &= cli_apart(arguments, CLI_QUIET, CLI_OUTPUT, "--quiet and --output");
    good &= cli_one_standard_input(arguments);
    if (!good) cli_point_to_help(arguments->usage->command);
    return good;
}

/* ---- questions ---- */

/* The command line with one action; each action, on its resources, is a question of its own. */
struct check_question {
    struct cli_arguments arguments;
    size_t part; /* for rampart_request_select_part(), of an API that several actions authorise */
};

struct check_questions {
    struct check_question *items;
    size_t count;
};

static void cmd_check_free_questions(struct check_questions *questions)
{
    for (size_t i = 0; i < questions->count; i++) free(questions->items[i].arguments.items);
    free(questions->items);
    *questions = (struct check_questions){.items = NULL};
}

/* Adds a copy of the command line with this action instead of all. */
static bool cmd_check_add_question(struct check_questions *questions, const struct cli_arguments *all,
                                   const char *action, size_t part)
{
    struct check_question *question = &questions->items[questions->count];
    struct cli_arguments *own = &question->arguments;
    *own = (struct cli_arguments){
        .usage = all->usage, .options = all->options, .items = calloc(all->count, sizeof *own->items)};
    if (own->items == NULL) {
        cli_error("%s", rampart_status_name(RAMPART_NO_MEMORY));
        return false;
    }
    bool asked = false;
    for (size_t i = 0; i < all->count; i++) {
        struct cli_argument argument = all->items[i];
        if (argument.option->id == CLI_ACTION && asked) continue;
        if (argument.option->id == CLI_ACTION) argument.value = action;
        asked |= argument.option->id == CLI_ACTION;
        own->items[own->count++] = argument;
    }
    question->part = part;
    questions->count++;
    return true;
}

/* Each question reads its files by itself. */
static bool cmd_check_one_standard_input(const struct cli_arguments *arguments)
{
    for (size_t i = 0; i < arguments->count; i++) {
        const struct cli_argument *argument = &arguments->items[i];
        enum cli_option_id id = argument->option->id;
        if ((id != CLI_CONTEXT_FILE && id != CLI_TASK) || strcmp(argument->value, "-") != 0) continue;
        cli_error("--%s - cannot be used with several actions: standard input can be read only once",
                  argument->option->name);
        return false;
    }
    return true;
}

/* By the table that is built in: no import makes an API of two actions, and one of a folder is refused with what to ask instead. */
static size_t cmd_check_count_parts(const char *action)
{
    size_t count = rampart_api_actions(NULL, rampart_str(action), NULL, 0);
    return count > 1 ? count : 1;
}

/*
 * Splits the command line: each action is a question, and an API that several actions authorise is as many. Prints an error
 * and returns false when that fails. Free the questions in any case.
 */
static bool cmd_check_ask(const struct cli_arguments *arguments, struct check_questions *ret_questions)
{
    struct check_questions *questions = ret_questions;
    size_t most = 0;
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].option->id == CLI_ACTION)
            most += cmd_check_count_parts(arguments->items[i].value);
    *questions = (struct check_questions){.items = calloc(most + 1, sizeof *questions->items)};
    bool good = questions->items != NULL;
    if (!good) cli_error("%s", rampart_status_name(RAMPART_NO_MEMORY));
    for (size_t i = 0; i < arguments->count && good; i++) {
        const struct cli_argument *argument = &arguments->items[i];
        if (argument->option->id != CLI_ACTION) continue;
        const size_t count = cmd_check_count_parts(argument->value);
        for (size_t part = 0; part < count && good; part++)
            good = cmd_check_add_question(questions, arguments, argument->value, part);
    }
    return good && (questions->count < 2 || cmd_check_one_standard_input(arguments));
}

/* ---- one question ---- */

static bool cmd_check_fill_request(struct check *check)
{
    if (!check_proceed(check, rampart_request_new(&check->options, &check->request))) return false;
    if (check->account != NULL && !check_proceed(check, check_start_request(check))) return false;
    if (check->account == NULL && !cli_stand_in(check->arguments, check->request, &check->refused)) return false;
    rampart_request_set_patterns(check->request, cli_count(check->arguments, CLI_LITERAL) == 0);
    bool refused = false;
    bool good =
        cli_set_time(check->arguments, &check->clock, "now", check->request, check->diags, &refused) &&
        cli_begin_request(check->arguments, check->request, check->diags, &refused);
    /* A part that was refused would be reported again as missing. */
    if (good && !refused)
        good = cli_proceed(&refused, rampart_request_select_part(check->request, check->part, check->diags));
    if (good && !refused) good = cli_finish_request(check->arguments, &check->options, check->request, check->diags, &refused);
    check->refused |= refused;
    return good && (refused || check_proceed(check, check_session(check)));
}

/* The value of a --param, or the empty text. */
static struct rampart_str cmd_check_param(const struct check *check, const char *name)
{
    size_t len = strlen(name);
    for (size_t i = 0; i < check->arguments->count; i++) {
        const struct cli_argument *argument = &check->arguments->items[i];
        if (argument->option->id != CLI_PARAM) continue;
        if (strncmp(argument->value, name, len) == 0 && argument->value[len] == '=')
            return rampart_str(argument->value + len + 1);
    }
    return (struct rampart_str){NULL, 0};
}

static bool cmd_check_note_status(struct check *check, struct rampart_str action, const char *status)
{
    enum rampart_status result = rampart_task_note(action, rampart_str(status), check->diags, &check->note);
    check->has_note = result == RAMPART_OK;
    return check_proceed(check, result);
}

static bool cmd_check_note_response(struct check *check, struct rampart_str action, const char *path)
{
    size_t len;
    char *text = cli_read(path, &len);
    if (text == NULL) return check_proceed(check, RAMPART_IO);
    enum rampart_status result =
        rampart_task_read(NULL, (struct rampart_str){text, len}, rampart_str(cli_file_name(path)),
                          cmd_check_param(check, "InstanceRefreshTaskId"),
                          cmd_check_param(check, "ScalingGroupId"), action, check->diags, &check->task);
    free(text);
    if (result == RAMPART_OK) {
        check->note = *rampart_task_note_of(check->task);
        check->has_note = true;
    }
    return check_proceed(check, result);
}

static bool cmd_check_read_task(struct check *check)
{
    const char *status = cli_value(check->arguments, CLI_TASK_STATUS);
    const char *path = cli_value(check->arguments, CLI_TASK);
    struct rampart_str action = rampart_str(cli_value(check->arguments, CLI_ACTION));
    if (status != NULL) return cmd_check_note_status(check, action, status);
    return path == NULL || cmd_check_note_response(check, action, path);
}

static bool cmd_check_read_policies(struct check *check)
{
    return check_start(check) && check_read_account(check) && check_read_policies(check);
}

/* ---- the report ---- */

/* The decisions on so many questions, or, for none, the list of assumptions. */
struct check_report {
    const struct check *check, *questions;
    size_t count;
};

static enum rampart_status cmd_check_write_report(const void *context, struct rampart_report_style style,
                                                  const struct rampart_writer *writer)
{
    const struct check_report *report = context;
    if (report->count == 0) return rampart_report_assumptions(&report->check->options, style, writer);
    struct rampart_answer *answers = calloc(report->count, sizeof *answers);
    if (answers == NULL) return RAMPART_NO_MEMORY;
    for (size_t i = 0; i < report->count; i++) {
        const struct check *question = &report->questions[i];
        answers[i] = (struct rampart_answer){.decision = question->decision,
                                             .task = question->has_note ? &question->note : NULL,
                                             .suggestions = question->suggestions,
                                             .until = question->until,
                                             .later = question->later,
                                             .through = question->way.row};
    }
    enum rampart_status status = rampart_report_answers(NULL, answers, report->count, style, writer);
    free(answers);
    return status;
}

static bool cmd_check_print(const struct check *check, const struct check *questions, size_t count)
{
    const struct check_report report = {check, questions, count};
    return cli_print_report(check->arguments, &(struct cli_report){cmd_check_write_report,
                                                                   &report,
                                                                   {.account = check->account,
                                                                    .inventory = check->inventory,
                                                                    .catalog = check->catalog,
                                                                    .warnings = check->diags}});
}

/* ---- the questions of one command line ---- */

/*
 * Everything is read before anything is decided, so that every error of every input is seen; but what is wrong with one
 * question is mostly wrong with the others, and said once.
 */
static bool cmd_check_read_questions(struct check *check, const struct check_questions *questions,
                                     struct check *parts)
{
    bool good = cmd_check_read_policies(check), refused = false;
    for (size_t i = 0; i < questions->count && good && !refused; i++) {
        parts[i] = *check;
        parts[i].refused = false;
        parts[i].arguments = &questions->items[i].arguments;
        parts[i].part = questions->items[i].part;
        good = cmd_check_fill_request(&parts[i]) && cmd_check_read_task(&parts[i]);
        refused = parts[i].refused;
    }
    check->refused |= refused;
    return good && !check->refused;
}

static bool cmd_check_decide_questions(struct check *check, struct check *parts, size_t count)
{
    bool good = check_proceed(check, check_make_set(check, true)) && !check->refused;
    for (size_t i = 0; i < count && good; i++) {
        parts[i].set = check->set;
        good = check_decide(&parts[i]);
        if (good) through_role_find(&parts[i], &parts[i].way);
        check->refused |= parts[i].refused;
    }
    return good;
}

/* All of them must be allowed. */
static int cmd_check_code(const struct check *check, const struct check *parts, size_t count)
{
    const struct check_gate gate = check_gate_of(check->arguments);
    int code = 0;
    for (size_t i = 0; i < count; i++) code = check_worse_code(code, check_code(parts[i].decision, &gate));
    return code;
}

static int cmd_check_answer_questions(struct check *check, const struct check_questions *questions)
{
    size_t count = questions->count;
    struct check *parts = calloc(count, sizeof *parts);
    if (parts == NULL) return check_proceed(check, RAMPART_NO_MEMORY) ? 0 : CLI_FAILED;
    bool decided =
        cmd_check_read_questions(check, questions, parts) && cmd_check_decide_questions(check, parts, count);
    bool printed =
        cli_print_diags(check->arguments, check->diags) && decided && cmd_check_print(check, parts, count);
    int code = printed ? cmd_check_code(check, parts, count) : CLI_FAILED;
    for (size_t i = 0; i < count; i++) check_free_question(&parts[i]);
    free(parts);
    return code;
}

static int cmd_check_answer_one(struct check *check)
{
    struct check_questions questions;
    int code = CLI_FAILED;
    if (cmd_check_ask(check->arguments, &questions))
        code = cmd_check_answer_questions(check, &questions);
    else
        cli_point_to_help(check->arguments->usage->command);
    cmd_check_free_questions(&questions);
    return code;
}

static int cmd_check_answer_many(struct check *check)
{
    bool made = cmd_check_read_policies(check) && !check->refused &&
                check_proceed(check, check_make_set(check, false)) && !check->refused;
    bool printed = cli_print_diags(check->arguments, check->diags);
    if (made && printed) {
        cli_warn_of_gaps(check->arguments, check->account);
        cli_warn_of_unread(check->arguments, check->inventory);
    }
    return made && printed ? requests_answer(check) : CLI_FAILED;
}

static int cmd_check_list_assumptions(struct check *check)
{
    bool good = check_start(check) && !check->refused;
    bool printed = cli_print_diags(check->arguments, check->diags);
    return good && printed && cmd_check_print(check, NULL, 0) ? 0 : CLI_FAILED;
}

static int cmd_check_answer(struct check *check)
{
    if (cli_count(check->arguments, CLI_ASSUMPTIONS) > 0) return cmd_check_list_assumptions(check);
    return cli_count(check->arguments, CLI_REQUESTS) > 0 ? cmd_check_answer_many(check)
                                                         : cmd_check_answer_one(check);
}

static int cmd_check_run(const struct cli_arguments *arguments)
{
    if (!cmd_check_command_line(arguments)) return CLI_FAILED;
    struct check check = {.arguments = arguments};
    int code = cmd_check_answer(&check);
    check_free(&check);
    return code;
}

int cli_check(int argc, char **argv)
{
    return cli_run(&cmd_check_usage, argc, argv, cmd_check_run);
}
