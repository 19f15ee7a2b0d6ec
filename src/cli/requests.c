/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decides many requests, one per line, with the same policies; the answers are lines of JSON in the same order. Several jobs
 * answer batches of lines, and the answers are the same as those of a single job.
 */
#include "cli/requests.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/workers.h"

/* Bounds the memory for long lines, however many jobs there are. */
enum { MOST_BYTES = 1 << 24 };

/* A run over all lines. */
struct requests_run {
    struct cli_lines lines;
    struct workers workers;
    size_t bytes; /* of lines that were read and not passed on */
    struct cli_output output;
    struct cli_progress progress;
    struct check_tally tally;
    bool given_up; /* the error was printed, or will be when the output is closed */
};

bool requests_check_jobs(const struct cli_arguments *arguments)
{
    const char *jobs = cli_value(arguments, CLI_JOBS);
    char *end = NULL;
    if (jobs == NULL) return true;
    long number = strtol(jobs, &end, 10);
    if (end != jobs && *end == '\0' && number >= 1 && number <= MOST_JOBS) return true;
    cli_error("--jobs must be a number from 1 to %d, not \"%s\"", MOST_JOBS, jobs);
    return false;
}

/* The number of --jobs, else one for each processor. */
static size_t requests_count_jobs(const struct cli_arguments *arguments)
{
    const char *given = cli_value(arguments, CLI_JOBS);
    long jobs = given != NULL ? strtol(given, NULL, 10) : sysconf(_SC_NPROCESSORS_ONLN);
    return jobs < 1 ? 1 : jobs > MOST_JOBS ? MOST_JOBS : (size_t)jobs;
}

static bool requests_write(struct cli_stream *stream, const struct cli_bytes *bytes)
{
    const struct rampart_writer writer = cli_writer(stream);
    const struct rampart_str text = {bytes->data, bytes->len};
    return text.len == 0 || writer.write(writer.context, text);
}

/* Writes the answers and messages of a batch. */
static void requests_pass_on(struct requests_run *run, const struct batch *batch)
{
    if (batch->count > 0) cli_failure_is_told();
    run->progress.count += batch->count;
    cli_progress_read(&run->progress, batch->text.len);
    check_add_tally(&run->tally, &batch->tally);
    run->given_up =
        !requests_write(cli_stderr(), &batch->messages) || !requests_write(run->output.file, &batch->answers);
    if (batch->status == RAMPART_OK || run->given_up) return;
    run->given_up = true;
    cli_progress_end(&run->progress);
    cli_error("%s", rampart_status_name(batch->status));
}

/* Passes on the oldest batches until `left` are left. Returns false when the run has to be given up. */
static bool requests_pass_on_until(struct requests_run *run, size_t left)
{
    while (!run->given_up && workers_holds(&run->workers) > left) {
        struct batch *batch = workers_take_back(&run->workers);
        requests_pass_on(run, batch);
        run->bytes -= batch->text.len;
        batch_clear(batch);
    }
    return !run->given_up;
}

static bool requests_make_room(struct requests_run *run)
{
    return requests_pass_on_until(run, run->bytes > MOST_BYTES ? 0 : run->workers.most - 1);
}

static enum cli_lines_result requests_add_batch(struct requests_run *run)
{
    struct batch *batch = workers_next(&run->workers);
    enum cli_lines_result result = batch_read(batch, &run->lines);
    run->bytes += batch->text.len;
    workers_add(&run->workers);
    return result;
}

/* Gives a program that asks line by line its answers before it is waited for. */
static bool requests_catch_up(void *context)
{
    struct requests_run *run = context;
    if (requests_pass_on_until(run, 0)) run->given_up = !cli_flush(run->output.file);
    return !run->given_up;
}

/* Returns false when the run had to be given up. */
static bool requests_answer_all(struct requests_run *run)
{
    enum cli_lines_result result = CLI_LINES_LINE;
    while (result == CLI_LINES_LINE && requests_make_room(run)) result = requests_add_batch(run);
    bool good = requests_pass_on_until(run, 0);
    cli_progress_end(&run->progress);
    return good && result == CLI_LINES_END;
}

static bool requests_answer_into_output(struct requests_run *run, const struct cli_arguments *arguments)
{
    if (!cli_output_open(&run->output, arguments)) return false;
    run->lines.before_waiting = requests_catch_up;
    run->lines.context = run;
    cli_progress_start(&run->progress, "requests", cli_count(arguments, CLI_QUIET) == 0, run->output.file);
    cli_progress_expect(&run->progress, cli_value(arguments, CLI_REQUESTS));
    return cli_output_close(&run->output, requests_answer_all(run));
}

/* One sentence for people who do not read the answers. */
static void requests_sum_up(const struct check_tally *tally)
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

/* A gate without any request is an error: the program that should have made the requests has probably failed. */
static int requests_code(const struct check *check, const struct check_tally *tally)
{
    bool gate = cli_count(check->arguments, CLI_GATE) > 0;
    if (cli_count(check->arguments, CLI_QUIET) == 0) requests_sum_up(tally);
    if (!gate || check_tally_lines(tally) > 0) return check_tally_code(tally, gate);
    cli_error("--gate: %s contains no request", cli_value(check->arguments, CLI_REQUESTS));
    return CLI_FAILED;
}

int requests_answer(const struct check *check)
{
    const char *path = cli_value(check->arguments, CLI_REQUESTS);
    struct requests_run *run = calloc(1, sizeof *run);
    if (run == NULL) {
        cli_error("%s", rampart_status_name(RAMPART_NO_MEMORY));
        return CLI_FAILED;
    }
    bool good = workers_open(&run->workers, check, requests_count_jobs(check->arguments)) &&
                cli_lines_open(&run->lines, path, LONGEST_LINE);
    if (good) {
        good = requests_answer_into_output(run, check->arguments);
        cli_lines_close(&run->lines);
    }
    workers_close(&run->workers);
    int code = good ? requests_code(check, &run->tally) : CLI_FAILED;
    free(run);
    return code;
}
