/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decides many requests, one a line, by the same rules; the answers are lines of JSON in the same order. Several jobs
 * answer a batch of lines each, and what they say is the same as if one had said it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/crew.h"
#include "cli/failure.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/progress.h"

/* What is held of long lines is little, however many jobs there are. */
enum { MOST_BYTES = 1 << 24 };

/* A run over all lines. */
struct run {
    struct cli_lines lines;
    struct crew crew;
    size_t bytes; /* of lines that were read and are not passed on */
    struct cli_output output;
    struct cli_progress progress;
    struct check_tally tally;
    bool given_up; /* what failed was said, or will be when the output is closed */
};

/* As many as were asked for, else one for each processor. */
static size_t count_jobs(const struct cli_arguments *arguments)
{
    const char *given = cli_value(arguments, CHECK_JOBS);
    long jobs = given != NULL ? strtol(given, NULL, 10) : sysconf(_SC_NPROCESSORS_ONLN);
    return jobs < 1 ? 1 : jobs > MOST_JOBS ? MOST_JOBS : (size_t)jobs;
}

static bool write_bytes(struct cli_stream *stream, const struct cli_bytes *bytes)
{
    const struct rampart_writer writer = cli_writer(stream);
    const struct rampart_str text = {bytes->data, bytes->len};
    return text.len == 0 || writer.write(writer.context, text);
}

/* Hands on what is said of a batch. */
static void pass_on(struct run *run, const struct batch *batch)
{
    if (batch->count > 0) cli_failure_is_told();
    for (size_t i = 0; i < batch->count; i++) cli_progress_step(&run->progress);
    check_add_tally(&run->tally, &batch->tally);
    run->given_up =
        !write_bytes(cli_stderr(), &batch->messages) || !write_bytes(run->output.file, &batch->answers);
    if (batch->status == RAMPART_OK || run->given_up) return;
    run->given_up = true;
    cli_progress_end(&run->progress);
    cli_error("%s", rampart_status_name(batch->status));
}

/* Hands on the oldest batches, so that a few are left. Returns false when the run has to be given up. */
static bool pass_on_until(struct run *run, size_t left)
{
    while (!run->given_up && crew_holds(&run->crew) > left) {
        struct batch *batch = crew_take_back(&run->crew);
        pass_on(run, batch);
        run->bytes -= batch->text.len;
        batch_clear(batch);
    }
    return !run->given_up;
}

static bool make_room(struct run *run)
{
    return pass_on_until(run, run->bytes > MOST_BYTES ? 0 : run->crew.most - 1);
}

static enum cli_lines_result add_batch(struct run *run)
{
    struct batch *batch = crew_next(&run->crew);
    enum cli_lines_result result = batch_read(batch, &run->lines);
    run->bytes += batch->text.len;
    crew_add(&run->crew);
    return result;
}

/* Who asks line by line gets answers in time. */
static bool catch_up(void *context)
{
    struct run *run = context;
    if (pass_on_until(run, 0)) run->given_up = !cli_flush(run->output.file);
    return !run->given_up;
}

/* Returns false when the run had to be given up. */
static bool answer_all(struct run *run)
{
    enum cli_lines_result result = CLI_LINES_LINE;
    while (result == CLI_LINES_LINE && make_room(run)) result = add_batch(run);
    bool good = pass_on_until(run, 0);
    cli_progress_end(&run->progress);
    return good && result == CLI_LINES_END;
}

static bool answer_into_output(struct run *run, const struct cli_arguments *arguments)
{
    if (!cli_output_open(&run->output, arguments)) return false;
    run->lines.before_waiting = catch_up;
    run->lines.context = run;
    cli_progress_start(&run->progress, "requests", cli_count(arguments, CLI_QUIET) == 0, run->output.file);
    return cli_output_close(&run->output, answer_all(run));
}

/* One sentence, for who does not read the answers. */
static void sum_up(const struct check_tally *tally)
{
    size_t lines = check_tally_lines(tally);
    char turning[64] = "", expectations[64] = "";
    if (tally->turns > 0) snprintf(turning, sizeof turning, " (%zu by an undocumented point)", tally->turns);
    if (tally->expected > 0)
        snprintf(expectations, sizeof expectations, "; %zu of %zu not as expected", tally->missed,
                 tally->expected);
    cli_say("%zu request%s: %zu allowed%s, %zu denied, %zu conditional, %zu error%s%s", lines,
            lines == 1 ? "" : "s", tally->decided[RAMPART_OUTCOME_ALLOW], turning,
            tally->decided[RAMPART_OUTCOME_DENY], tally->decided[RAMPART_OUTCOME_CONDITIONAL], tally->errors,
            tally->errors == 1 ? "" : "s", expectations);
}

/* A gate that nobody went through is no reason to go on: what should have made the requests probably failed. */
static int code_of(const struct check *check, const struct check_tally *tally)
{
    bool gate = cli_count(check->arguments, CHECK_GATE) > 0;
    if (cli_count(check->arguments, CLI_QUIET) == 0) sum_up(tally);
    if (!gate || check_tally_lines(tally) > 0) return check_tally_code(tally, gate);
    cli_error("--gate: %s contains no request", cli_value(check->arguments, CHECK_REQUESTS));
    return CLI_FAILED;
}

int check_answer_requests(const struct check *check)
{
    const char *path = cli_value(check->arguments, CHECK_REQUESTS);
    struct run *run = calloc(1, sizeof *run);
    if (run == NULL) {
        cli_error("%s", rampart_status_name(RAMPART_NO_MEMORY));
        return CLI_FAILED;
    }
    bool good = crew_open(&run->crew, check, count_jobs(check->arguments)) &&
                cli_lines_open(&run->lines, path, LONGEST_LINE);
    if (good) {
        good = answer_into_output(run, check->arguments);
        cli_lines_close(&run->lines);
    }
    crew_close(&run->crew);
    int code = good ? code_of(check, &run->tally) : CLI_FAILED;
    free(run);
    return code;
}
