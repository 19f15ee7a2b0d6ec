/* SPDX-License-Identifier: Apache-2.0 */
/* rampart check: may this principal do this, and why? */
#include <stdlib.h>

#include "cli/check.h"
#include "cli/check_code.h"
#include "cli/check_questions.h"
#include "cli/command.h"
#include "cli/message.h"
#include "cli/output.h"

bool check_proceed(struct check *check, enum rampart_status status)
{
    return cli_proceed(&check->refused, status);
}

/* What was made of one question. */
static void free_question(struct check *check)
{
    rampart_suggestions_free(check->suggestions);
    rampart_decision_free(check->decision);
    rampart_task_free(check->task);
    rampart_request_free(check->request);
}

void check_free(struct check *check)
{
    free_question(check);
    rampart_set_free(check->set);
    for (size_t i = 0; i < check->attachment_count; i++) rampart_policy_free(check->policies[i]);
    free(check->policies);
    free(check->attachments);
    rampart_account_free(check->account);
    rampart_inventory_free(check->inventory);
    rampart_diags_free(check->diags);
}

bool check_start(struct check *check)
{
    return check_proceed(check, cli_diags_new(NULL, &check->diags)) && cli_read_clock(&check->clock) &&
           check_proceed(check, rampart_inventory_new(NULL, &check->inventory)) &&
           cli_fill_assumptions(check->arguments, &check->options, check->diags, &check->refused);
}

static bool read_policies(struct check *check)
{
    return check_start(check) && check_read_account(check) && check_read_policies(check);
}

bool check_decide(struct check *check)
{
    enum rampart_status status =
        rampart_explain(check->set, &check->request, 1, 0, check->diags, &check->decision, NULL);
    if (status == RAMPART_OK && cli_count(check->arguments, CHECK_SUGGEST) > 0)
        status = rampart_suggest(check->set, check->request, NULL, &check->suggestions);
    if (status == RAMPART_OK) return true;
    check->refused = true;
    if (rampart_diags_found(check->diags, RAMPART_ERROR) == 0)
        cli_error("cannot decide: %s", rampart_status_name(status));
    return false;
}

/* ---- the report ---- */

/* The decisions on so many questions, or, for none, the list of assumptions. */
static enum rampart_status write_report(const struct check *check, const struct check *parts, size_t count,
                                        struct rampart_report_style style,
                                        const struct rampart_writer *writer)
{
    if (count == 0) return rampart_report_assumptions(&check->options, style, writer);
    struct rampart_answer *answers = calloc(count, sizeof *answers);
    if (answers == NULL) return RAMPART_NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        answers[i] = (struct rampart_answer){.decision = parts[i].decision,
                                             .task = parts[i].has_note ? &parts[i].note : NULL,
                                             .suggestions = parts[i].suggestions};
    enum rampart_status status = rampart_report_answers(NULL, answers, count, style, writer);
    free(answers);
    return status;
}

static bool print_report(const struct check *check, const struct check *parts, size_t count)
{
    if (cli_count(check->arguments, CLI_QUIET) > 0) return true;
    struct cli_output output;
    if (!cli_output_open(&output, check->arguments)) return false;
    struct rampart_report_style style = {.format = cli_report_format(check->arguments),
                                         .color = cli_wants_color(check->arguments, output.file),
                                         .account = check->account,
                                         .inventory = check->inventory,
                                         .warnings = check->diags};
    struct rampart_writer writer = cli_writer(output.file);
    enum rampart_status status = write_report(check, parts, count, style, &writer);
    if (status != RAMPART_OK && status != RAMPART_IO) cli_error("%s", rampart_status_name(status));
    return cli_output_close(&output, status == RAMPART_OK);
}

/* ---- the questions of one command line ---- */

/*
 * Everything is read before anything is decided, so that every error of every input is seen; but what is wrong with one
 * question is mostly wrong with the others, and said once.
 */
static bool read_questions(struct check *check, const struct check_questions *questions, struct check *parts)
{
    bool good = read_policies(check), refused = false;
    for (size_t i = 0; i < questions->count && good && !refused; i++) {
        parts[i] = *check;
        parts[i].refused = false;
        parts[i].arguments = &questions->items[i].arguments;
        parts[i].part = questions->items[i].part;
        good = check_fill_request(&parts[i]) && check_read_task(&parts[i]);
        refused = parts[i].refused;
    }
    check->refused |= refused;
    return good && !check->refused;
}

static bool decide_questions(struct check *check, struct check *parts, size_t count)
{
    bool good = check_proceed(check, check_make_set(check, true)) && !check->refused;
    for (size_t i = 0; i < count && good; i++) {
        parts[i].set = check->set;
        good = check_decide(&parts[i]);
        check->refused |= parts[i].refused;
    }
    return good;
}

/* All of them must be allowed. */
static int code_of(const struct check *check, const struct check *parts, size_t count)
{
    bool lenient = cli_count(check->arguments, CLI_LENIENT) > 0;
    int code = 0;
    for (size_t i = 0; i < count; i++) code = check_worse_code(code, check_code(parts[i].decision, lenient));
    return code;
}

static int answer_questions(struct check *check, const struct check_questions *questions)
{
    size_t count = questions->count;
    struct check *parts = calloc(count, sizeof *parts);
    if (parts == NULL) return check_proceed(check, RAMPART_NO_MEMORY) ? 0 : CLI_FAILED;
    bool decided = read_questions(check, questions, parts) && decide_questions(check, parts, count);
    bool printed = cli_print_diags(check->arguments, check->diags) && decided &&
                   print_report(check, parts, count);
    int code = printed ? code_of(check, parts, count) : CLI_FAILED;
    for (size_t i = 0; i < count; i++) free_question(&parts[i]);
    free(parts);
    return code;
}

static int answer_one(struct check *check)
{
    struct check_questions questions;
    int code = CLI_FAILED;
    if (check_ask(check->arguments, &questions))
        code = answer_questions(check, &questions);
    else
        cli_point_to_help(check->arguments->usage->command);
    check_questions_free(&questions);
    return code;
}

static int answer_many(struct check *check)
{
    bool made = read_policies(check) && !check->refused && check_proceed(check, check_make_set(check, false)) &&
                !check->refused;
    bool printed = cli_print_diags(check->arguments, check->diags);
    if (made && printed) {
        cli_warn_of_gaps(check->arguments, check->account);
        cli_warn_of_unread(check->arguments, check->inventory);
    }
    return made && printed ? check_answer_requests(check) : CLI_FAILED;
}

static int list_assumptions(struct check *check)
{
    bool good = check_start(check) && !check->refused;
    bool printed = cli_print_diags(check->arguments, check->diags);
    return good && printed && print_report(check, NULL, 0) ? 0 : CLI_FAILED;
}

static int answer(struct check *check)
{
    if (cli_count(check->arguments, CHECK_ASSUMPTIONS) > 0) return list_assumptions(check);
    return cli_count(check->arguments, CHECK_REQUESTS) > 0 ? answer_many(check) : answer_one(check);
}

static int run(const struct cli_arguments *arguments)
{
    if (!check_command_line(arguments)) return CLI_FAILED;
    struct check check = {.arguments = arguments};
    int code = answer(&check);
    check_free(&check);
    return code;
}

int cli_check(int argc, char **argv)
{
    return cli_run(&check_usage, argc, argv, run);
}
