/* SPDX-License-Identifier: Apache-2.0 */
/* rampart who-can: which principals may do this? */

#include "cli/command.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/who_can.h"

enum { SOMEBODY = 0, NOBODY = 1, SOMEBODY_PERHAPS = 3 };

struct who_can {
    const struct cli_arguments *arguments;
    struct rampart_options options; /* with what is assumed */
    struct rampart_diags *diags;
    struct rampart_inventory *inventory;
    struct rampart_account *account;
    struct rampart_set *set;
    struct rampart_request *request;
    struct rampart_who_can *result;
    bool refused;
};

static void who_can_free(struct who_can *asked)
{
    rampart_who_can_free(asked->result);
    rampart_request_free(asked->request);
    rampart_set_free(asked->set);
    rampart_account_free(asked->account);
    rampart_inventory_free(asked->inventory);
    rampart_diags_free(asked->diags);
}

/* ---- asking ---- */

static bool read_account(struct who_can *asked)
{
    return cli_proceed(&asked->refused, cli_diags_new(NULL, &asked->diags)) &&
           cli_proceed(&asked->refused, rampart_inventory_new(NULL, &asked->inventory)) &&
           cli_fill_assumptions(asked->arguments, &asked->options, asked->diags, &asked->refused) &&
           cli_read_account(asked->arguments, &asked->options, asked->inventory, asked->diags, &asked->refused,
                            &asked->account);
}

/* The account's own id completes the ARN that is made from parameters. */
static bool fill_request(struct who_can *asked)
{
    if (!cli_proceed(&asked->refused, rampart_request_new(&asked->options, &asked->request))) return false;
    if (asked->account != NULL &&
        !cli_proceed(&asked->refused, rampart_request_set_account(
                                          asked->request, rampart_account_id(asked->account), asked->diags)))
        return false;
    struct cli_clock clock;
    if (!cli_read_clock(&clock) || !cli_set_time(asked->arguments, &clock, "unknown", asked->request,
                                                 asked->diags, &asked->refused))
        return false;
    return cli_fill_request(asked->arguments, asked->request, asked->diags, &asked->refused) &&
           !asked->refused;
}

static void show_progress(void *context, size_t done, size_t known)
{
    struct cli_progress *progress = context;
    (void)known;
    progress->count = done - 1;
    cli_progress_step(progress);
}

static bool ask(struct who_can *asked)
{
    struct cli_progress progress;
    cli_progress_start(&progress, "questions", cli_count(asked->arguments, CLI_QUIET) == 0, NULL);
    const struct rampart_who_can_options how = {
        .direct = cli_count(asked->arguments, WHO_CAN_DIRECT) > 0,
        .literal = cli_count(asked->arguments, CLI_LITERAL) > 0,
        .progress = show_progress,
        .progress_context = &progress,
    };
    const struct rampart_set_parts parts = {.account = asked->account, .few = true};
    enum rampart_status status = rampart_set_new(&asked->options, &parts, asked->diags, &asked->set);
    if (status == RAMPART_OK)
        status = rampart_who_can(asked->set, asked->request, &how, asked->diags, &asked->result);
    cli_progress_end(&progress);
    if (status == RAMPART_LIMIT) cli_error("cannot answer: %s", rampart_status_name(status));
    return cli_proceed(&asked->refused, status) && !asked->refused;
}

/* ---- the answer ---- */

static bool print_answer(const struct who_can *asked, struct rampart_who_can_filter filter)
{
    if (cli_count(asked->arguments, CLI_QUIET) > 0) return true;
    struct cli_output output;
    if (!cli_output_open(&output, asked->arguments)) return false;
    struct rampart_report_style style = {.format = cli_report_format(asked->arguments),
                                         .color = cli_wants_color(asked->arguments, output.file),
                                         .account = asked->account,
                                         .inventory = asked->inventory,
                                         .warnings = asked->diags};
    struct rampart_writer writer = cli_writer(output.file);
    enum rampart_status status = rampart_report_who_can(NULL, asked->result, filter, style, &writer);
    if (status != RAMPART_OK && status != RAMPART_IO) cli_error("%s", rampart_status_name(status));
    return cli_output_close(&output, status == RAMPART_OK);
}

/* Users or roles that the input does not show may do it. */
static bool may_be_others(const struct who_can *asked)
{
    for (size_t i = 0; i < rampart_account_gap_count(asked->account); i++) {
        enum rampart_gap_kind kind = rampart_account_gap(asked->account, i)->kind;
        if (kind == RAMPART_GAP_USERS || kind == RAMPART_GAP_ROLES) return true;
    }
    return false;
}

/* Root may do nearly everything: it is somebody only to those who ask for it. */
static int exit_code(const struct who_can *asked, unsigned kinds)
{
    if (kinds == 0) kinds = 1U << RAMPART_PRINCIPAL_USER | 1U << RAMPART_PRINCIPAL_ROLE;
    const struct rampart_who_can_summary sum = rampart_who_can_sum(asked->result, kinds);
    if (sum.allow > 0) return SOMEBODY;
    return sum.conditional > 0 || may_be_others(asked) ? SOMEBODY_PERHAPS : NOBODY;
}

static int run(const struct cli_arguments *arguments)
{
    if (!who_can_command_line(arguments)) return CLI_FAILED;
    struct who_can asked = {.arguments = arguments};
    const struct rampart_who_can_filter filter = who_can_filter(arguments);
    bool answered = read_account(&asked) && fill_request(&asked) && ask(&asked);
    bool printed = cli_print_diags(asked.arguments, asked.diags) && answered &&
                   print_answer(&asked, filter);
    int code = printed ? exit_code(&asked, filter.kinds) : CLI_FAILED;
    who_can_free(&asked);
    return code;
}

int cli_who_can(int argc, char **argv)
{
    return cli_run(&who_can_usage, argc, argv, run);
}
