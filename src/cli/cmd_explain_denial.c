/* SPDX-License-Identifier: Apache-2.0 */
/* rampart explain-denial: a refusal the cloud sent: which policy caused it, what would mend it? */
#include <stdlib.h>

#include "cli/command.h"
#include "cli/explain_denial.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/read.h"

enum { EXPLAINED = 0, NOT_REPRODUCED = 1 };

/* A denial, and the same asked as `rampart check` would. */
struct explaining {
    struct check check;
    struct rampart_denial *denial;
    struct rampart_denial_comparison *comparison; /* NULL: there is nothing to compare with */
};

static void explaining_free(struct explaining *explaining)
{
    rampart_denial_comparison_free(explaining->comparison);
    rampart_denial_free(explaining->denial);
    check_free(&explaining->check);
}

/* ---- reading ---- */

static bool read_denial(struct explaining *explaining)
{
    struct check *check = &explaining->check;
    const char *path = cli_value(check->arguments, CLI_OPERAND);
    size_t len;
    char *text = cli_read(path, &len);
    if (text == NULL) return check_proceed(check, RAMPART_IO);
    enum rampart_status status =
        rampart_denial_read(&check->options, (struct rampart_str){text, len},
                            rampart_str(cli_file_name(path)), check->diags, &explaining->denial);
    free(text);
    return check_proceed(check, status);
}

/* What the options say comes first; the denial says the rest. */
static bool fill_request(struct explaining *explaining)
{
    struct check *check = &explaining->check;
    bool good = check_proceed(check, rampart_request_new(&check->options, &check->request)) &&
                (check->account == NULL || check_proceed(check, check_start_request(check))) &&
                cli_set_time(check->arguments, &check->clock, "unknown", check->request, check->diags,
                             &check->refused) &&
                cli_begin_request(check->arguments, check->request, check->diags, &check->refused);
    if (!good || check->refused || explaining->denial == NULL) return good;
    good = check_proceed(check, rampart_denial_fill(explaining->denial, check->request, check->diags));
    if (!good || check->refused) return good;
    good = check_proceed(check, rampart_request_finish(check->request, check->diags));
    return good && (check->refused || check_proceed(check, check_session(check)));
}

/* Everything is read before anything is decided, so that every error of every input is seen. */
static bool read_inputs(struct explaining *explaining)
{
    struct check *check = &explaining->check;
    bool good = check_start(check) && read_denial(explaining);
    if (!good || !explain_denial_has_policies(check->arguments)) return good && !check->refused;
    return check_read_account(check) && check_read_policies(check) && fill_request(explaining) &&
           !check->refused;
}

/* ---- asking again ---- */

static bool ask_again(struct explaining *explaining)
{
    struct check *check = &explaining->check;
    if (!explain_denial_has_policies(check->arguments)) return true;
    if (!check_proceed(check, check_make_set(check, true)) || check->refused || !check_decide(check)) return false;
    enum rampart_status status = rampart_suggest(check->set, check->request, NULL, &check->suggestions);
    if (status == RAMPART_OK)
        status = rampart_denial_compare(explaining->denial, check->set, check->request, check->decision, NULL,
                                        &explaining->comparison);
    if (status == RAMPART_OK) return true;
    cli_error("cannot explain the denial: %s", rampart_status_name(status));
    return false;
}

static bool print_report(const struct explaining *explaining)
{
    const struct check *check = &explaining->check;
    const struct rampart_denial_report report = {explaining->denial, check->decision, explaining->comparison,
                                                 check->suggestions};
    if (cli_count(check->arguments, CLI_QUIET) > 0) return true;
    struct cli_output output;
    if (!cli_output_open(&output, check->arguments)) return false;
    struct rampart_report_style style = {.format = cli_report_format(check->arguments),
                                         .color = cli_wants_color(check->arguments, output.file),
                                         .account = check->account,
                                         .inventory = check->inventory};
    struct rampart_writer writer = cli_writer(output.file);
    enum rampart_status status = rampart_report_denial(NULL, &report, style, &writer);
    if (status != RAMPART_OK && status != RAMPART_IO) cli_error("%s", rampart_status_name(status));
    return cli_output_close(&output, status == RAMPART_OK);
}

static int run(const struct cli_arguments *arguments)
{
    if (!explain_denial_command_line(arguments)) return CLI_FAILED;
    struct explaining explaining = {.check = {.arguments = arguments}};
    struct check *check = &explaining.check;
    bool explained = read_inputs(&explaining) && ask_again(&explaining);
    bool printed =
        cli_print_diags(arguments, check->diags) && explained && print_report(&explaining);
    bool reproduced = explaining.comparison == NULL || explaining.comparison->reproduced;
    int code = !printed ? CLI_FAILED : reproduced ? EXPLAINED : NOT_REPRODUCED;
    explaining_free(&explaining);
    return code;
}

int cli_explain_denial(int argc, char **argv)
{
    return cli_run(&explain_denial_usage, argc, argv, run);
}
