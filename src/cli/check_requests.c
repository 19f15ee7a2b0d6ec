/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decides many requests, one a line, by the same rules; the answers are lines of JSON in the same order. Several jobs
 * share the lines of a batch, and what they say is the same as if one had said it.
 */
#include <stdlib.h>
#include <unistd.h>

#include "cli/batch.h"
#include "cli/command.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/progress.h"

/* A run over all lines. */
struct run {
    struct cli_lines lines;
    struct batch batch;
    struct answerer answerers[MOST_JOBS];
    size_t jobs;
    struct cli_output output;
    struct cli_progress progress;
    bool refused; /* a line was refused */
};

/* As many as were asked for, else one for each processor. */
static size_t count_jobs(const struct cli_arguments *arguments)
{
    const char *given = cli_value(arguments, CHECK_JOBS);
    long jobs = given != NULL ? strtol(given, NULL, 10) : sysconf(_SC_NPROCESSORS_ONLN);
    return jobs < 1 ? 1 : jobs > MOST_JOBS ? MOST_JOBS : (size_t)jobs;
}

/* Hands on what an answerer has said. Returns false when the run has to be given up. */
static bool pass_on(struct run *run, struct answerer *answerer)
{
    const struct rampart_writer writer = cli_writer(run->output.file);
    const struct rampart_str answers = {answerer->answers, answerer->len};
    bool written = answers.len == 0 || writer.write(writer.context, answers);
    run->refused |= answerer->refused;
    answerer->len = 0;
    if (answerer->status == RAMPART_OK || !written) return written;
    cli_progress_end(&run->progress);
    cli_error("%s", rampart_status_name(answerer->status));
    return false;
}

static bool answer_batch(struct run *run)
{
    size_t jobs = batch_answer(&run->batch, run->answerers, run->jobs);
    for (size_t i = 0; i < run->batch.count; i++) cli_progress_step(&run->progress);
    for (size_t i = 0; i < jobs; i++)
        if (!pass_on(run, &run->answerers[i])) return false;
    return true;
}

/* Returns false when the run had to be given up; what failed was said, or will be when the output is closed. */
static bool answer_all(struct run *run)
{
    enum cli_lines_result result;
    bool good = true;
    do {
        result = batch_read(&run->batch, &run->lines);
        good = answer_batch(run);
    } while (good && result == CLI_LINES_LINE);
    cli_progress_end(&run->progress);
    return good && result == CLI_LINES_END;
}

static bool answer_into_output(struct run *run, const struct cli_arguments *arguments)
{
    if (!cli_output_open(&run->output, arguments)) return false;
    run->lines.answers = run->output.file;
    cli_progress_start(&run->progress, "requests", cli_count(arguments, CLI_QUIET) == 0, run->output.file);
    return cli_output_close(&run->output, answer_all(run));
}

static bool open_answerers(struct run *run, const struct check *check)
{
    size_t jobs = count_jobs(check->arguments);
    while (run->jobs < jobs)
        if (!answerer_open(&run->answerers[run->jobs++], check)) return false;
    return true;
}

int check_answer_requests(const struct check *check)
{
    const char *path = cli_value(check->arguments, CHECK_REQUESTS);
    struct run *run = calloc(1, sizeof *run);
    if (run == NULL) return CLI_FAILED;
    bool good = open_answerers(run, check) && cli_lines_open(&run->lines, path, LONGEST_LINE);
    if (good) {
        good = answer_into_output(run, check->arguments);
        cli_lines_close(&run->lines);
    }
    for (size_t i = 0; i < run->jobs; i++) answerer_close(&run->answerers[i]);
    batch_free(&run->batch);
    good &= !run->refused;
    free(run);
    return good ? 0 : CLI_FAILED;
}
