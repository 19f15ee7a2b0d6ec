/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/progress.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FIRST_DELAY = 500, DELAY = 200, COUNT_SIZE = 40 };

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
static const char *progress_grouped(uint64_t number, char buffer[COUNT_SIZE])
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

/* ---- what is shown ---- */

/* One unit for both numbers, so that they are compared at a glance. */
static void progress_write_bytes(const struct cli_progress *progress, char *text, size_t room)
{
    static const struct {
        uint64_t size;
        const char *name;
    } units[] = {{1000000000, "GB"}, {1000000, "MB"}, {1000, "kB"}};
    const bool known = progress->size >= progress->bytes && progress->size > 0;
    const uint64_t most = known ? progress->size : progress->bytes;
    size_t unit = 0;
    while (unit < 2 && most < 10 * units[unit].size) unit++;
    const uint64_t size = units[unit].size;
    if (known)
        (void)snprintf(text, room, "%llu of %llu %s", (unsigned long long)(progress->bytes / size),
                       (unsigned long long)(progress->size / size), units[unit].name);
    else
        (void)snprintf(text, room, "%llu %s", (unsigned long long)(progress->bytes / size), units[unit].name);
}

void cli_progress_write(const struct cli_progress *progress, char text[CLI_PROGRESS_TEXT])
{
    char count[COUNT_SIZE], known[COUNT_SIZE], bytes[3 * COUNT_SIZE] = "";
    const char *comma = progress->count > 0 && progress->bytes > 0 ? ", " : "";
    if (progress->bytes > 0) progress_write_bytes(progress, bytes, sizeof bytes);
    if (progress->count == 0)
        (void)snprintf(text, CLI_PROGRESS_TEXT, "%s", bytes);
    else if (progress->known > 0)
        (void)snprintf(text, CLI_PROGRESS_TEXT, "%s of %s %s%s%s", progress_grouped(progress->count, count),
                       progress_grouped(progress->known, known), progress->noun, comma, bytes);
    else
        (void)snprintf(text, CLI_PROGRESS_TEXT, "%s %s%s%s", progress_grouped(progress->count, count),
                       progress->noun, comma, bytes);
}

void cli_progress_show(struct cli_progress *progress)
{
    char text[CLI_PROGRESS_TEXT];
    if (!progress->wanted || !progress_is_due(progress->next)) return;
    cli_progress_write(progress, text);
    const int width = (int)strlen(text);
    (void)cli_printf(cli_stderr(), "\r%-*s", progress->width, text);
    progress->width = width > progress->width ? width : progress->width;
    progress->next = progress_later(DELAY);
}

/* ---- what is counted ---- */

void cli_progress_expect(struct cli_progress *progress, const char *path)
{
    struct stat status;
    if (!progress->wanted) return; /* a call that may fail, for nothing */
    const bool known = strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &status) == 0 : stat(path, &status) == 0;
    if (!known || !S_ISREG(status.st_mode))
        progress->unknown = true;
    else
        progress->expected += (uint64_t)status.st_size;
    progress->size = progress->unknown ? 0 : progress->expected;
}

void cli_progress_step(struct cli_progress *progress)
{
    progress->count++;
    cli_progress_show(progress);
}

void cli_progress_read(struct cli_progress *progress, size_t bytes)
{
    progress->bytes += bytes;
    cli_progress_show(progress);
}

void cli_progress_done(void *context, size_t done, size_t known)
{
    struct cli_progress *progress = context;
    progress->count = done;
    progress->known = known;
    cli_progress_show(progress);
}

void cli_progress_more_read(void *context, size_t bytes)
{
    cli_progress_read(context, bytes);
}

void cli_progress_end(struct cli_progress *progress)
{
    if (progress->width > 0) (void)cli_printf(cli_stderr(), "\r%*s\r", progress->width, "");
    progress->width = 0;
}
