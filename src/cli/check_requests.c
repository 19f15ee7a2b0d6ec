/* SPDX-License-Identifier: Apache-2.0 */
/* Decides many requests, one a line, by the same rules; the answers are lines of JSON in the same order. */
#include "cli/check.h"
#include "cli/command.h"
#include "cli/lines.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/progress.h"

/* The longest line. A request has a handful of short members; the context is what may make one long. */
enum { LONGEST_LINE = 1 << 20 };

/* A run over all lines. */
struct run {
    struct check *check;
    struct cli_lines lines;
    struct cli_output output;
    struct rampart_writer writer;
    struct cli_progress progress;
    bool quiet;
    bool refused; /* a line was refused */
};

static enum rampart_status start_request(struct run *run)
{
    struct check *check = run->check;
    rampart_request_clear(check->request);
    rampart_diags_clear(check->diags);
    return check_start_request(check);
}

/* Who asks decides which policies of an account bear on a request: its rules are made for each line. */
static enum rampart_status make_rules(struct check *check)
{
    if (check->account == NULL) return RAMPART_OK;
    rampart_rules_free(check->rules);
    check->rules = NULL;
    return check_compile(check);
}

/* Makes check->decision from the line. */
static enum rampart_status decide(struct run *run, struct rampart_str *ret_id)
{
    struct check *check = run->check;
    struct rampart_str text = {run->lines.text, run->lines.len};
    enum rampart_status status = start_request(run);
    if (status == RAMPART_OK)
        status =
            rampart_request_read(check->request, text, rampart_str(run->lines.path), ret_id, check->diags);
    if (status == RAMPART_OK) status = rampart_request_finish(check->request, check->diags);
    if (status == RAMPART_OK) status = check_session(check);
    if (status == RAMPART_OK) status = make_rules(check);
    if (status != RAMPART_OK) return status;
    return rampart_explain(&check->options, check->rules, check->request, &check->decision);
}

static enum rampart_status answer(struct run *run)
{
    struct check *check = run->check;
    struct rampart_str id = {NULL, 0};
    enum rampart_status status = decide(run, &id);
    bool refused = status == RAMPART_INVALID_INPUT || status == RAMPART_LIMIT;
    run->refused |= refused;
    if (status == RAMPART_OK && !run->quiet)
        status = rampart_report_decision_line(NULL, id, check->decision, check->diags, &run->writer);
    if (refused)
        status = run->quiet
                     ? RAMPART_OK
                     : rampart_report_error_line(NULL, id, run->lines.number, check->diags, &run->writer);
    rampart_decision_free(check->decision);
    check->decision = NULL;
    return status;
}

static bool is_blank(const struct cli_lines *lines)
{
    for (size_t i = 0; i < lines->len; i++)
        if (lines->text[i] != ' ' && lines->text[i] != '\t') return false;
    return true;
}

/* Returns false when the run had to be given up; what failed was said, or will be when the output is closed. */
static bool answer_all(struct run *run)
{
    enum cli_lines_result result;
    while ((result = cli_lines_next(&run->lines)) == CLI_LINES_LINE) {
        if (is_blank(&run->lines)) continue;
        enum rampart_status status = answer(run);
        cli_progress_step(&run->progress);
        if (status == RAMPART_OK) continue;
        cli_progress_end(&run->progress);
        if (status != RAMPART_IO) cli_error("%s", rampart_status_name(status));
        return false;
    }
    cli_progress_end(&run->progress);
    return result == CLI_LINES_END;
}

/* Once for all lines, so that a bad --account-id is not reported with each of them. */
static bool make_request(struct run *run)
{
    struct rampart_options options = run->check->options;
    options.limits.document_bytes = LONGEST_LINE;
    return check_proceed(run->check, rampart_request_new(&options, &run->check->request)) &&
           check_proceed(run->check, start_request(run)) &&
           cli_print_diags(run->check->arguments, run->check->diags, run->check->refused) &&
           !run->check->refused;
}

int check_answer_requests(struct check *check)
{
    const struct cli_arguments *arguments = check->arguments;
    struct run run = {
        .check = check,
        .quiet = cli_count(arguments, CLI_QUIET) > 0,
    };
    if (!make_request(&run)) return CLI_FAILED;
    if (!cli_lines_open(&run.lines, cli_value(arguments, CHECK_REQUESTS), LONGEST_LINE)) return CLI_FAILED;
    bool good = cli_output_open(&run.output, arguments);
    if (good) {
        run.writer = cli_writer(run.output.file);
        run.lines.answers = run.output.file;
        cli_progress_start(&run.progress, "requests", !run.quiet, run.output.file);
        good = answer_all(&run);
        good = cli_output_close(&run.output, good);
    }
    cli_lines_close(&run.lines);
    return good && !run.refused ? 0 : CLI_FAILED;
}
