/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/progress.h"

#include <string.h>

enum { FIRST_DELAY = 1000, DELAY = 200, COUNT_SIZE = 40 };

/* The moment so many milliseconds (at most a second) from now. */
static struct timespec progress_later(long milliseconds)
{
    struct timespec moment = {0, 0};
    clock_gettime(CLOCK_MONOTONIC, &moment);
    moment.tv_nsec += milliseconds % 1000 * 1000000;
    moment.tv_sec += milliseconds / 1000 + moment.tv_nsec / 1000000000;
    moment.tv_nsec %= 1000000000;
    return moment;
}

static bool progress_is_due(struct timespec moment)
{
    struct timespec now = progress_later(0);
    return now.tv_sec != moment.tv_sec ? now.tv_sec > moment.tv_sec : now.tv_nsec >= moment.tv_nsec;
}

void cli_progress_start(struct cli_progress *progress, const char *noun, bool wanted,
                        const struct cli_stream *report)
{
    bool between = report != NULL && cli_is_terminal(report); /* it would stand between its lines */
    bool terminal = cli_is_terminal(cli_stderr()) && !between;
    *progress = (struct cli_progress){
        .noun = noun, .wanted = wanted && terminal, .next = progress_later(FIRST_DELAY)};
}

/* 1234567 as "1,234,567", at the end of the buffer; returns where it begins. */
static const char *progress_grouped(size_t number, char buffer[COUNT_SIZE])
{
    char *at = buffer + COUNT_SIZE - 1;
    *at = '\0';
    for (int digits = 1; number > 0 || digits == 1; digits++) {
        *--at = (char)('0' + number % 10);
        number /= 10;
        if (digits % 3 == 0 && number > 0) *--at = ',';
    }
    return at;
}

void cli_progress_step(struct cli_progress *progress)
{
    progress->count++;
    if (!progress->wanted || !progress_is_due(progress->next)) return;
    char buffer[COUNT_SIZE];
    const char *count = progress_grouped(progress->count, buffer);
    (void)cli_printf(cli_stderr(), "\r%s %s", count, progress->noun);
    progress->width = (int)(strlen(count) + 1 + strlen(progress->noun));
    progress->next = progress_later(DELAY);
}

void cli_progress_end(struct cli_progress *progress)
{
    if (progress->width > 0) (void)cli_printf(cli_stderr(), "\r%*s\r", progress->width, "");
    progress->width = 0;
}
