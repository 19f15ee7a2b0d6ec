/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/batch.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "cli/message.h"

/* A thread costs as much as a few answers do; and a batch of much more would only be memory. */
enum { FEWEST_FOR_A_JOB = 8, MOST_LINES = 4096, FIRST_LINES = 256 };

void batch_free(struct batch *batch)
{
    free(batch->lines);
    free(batch->text);
}

/* ---- reading ---- */

static bool refuse(void)
{
    cli_error("%s", rampart_status_name(RAMPART_NO_MEMORY));
    return false;
}

static bool make_room(struct batch *batch, size_t len)
{
    if (batch->count == batch->most) {
        size_t most = batch->most == 0 ? FIRST_LINES : batch->most * 2;
        struct request_line *lines = realloc(batch->lines, most * sizeof *lines);
        if (lines == NULL) return refuse();
        batch->lines = lines;
        batch->most = most;
    }
    if (len <= batch->size - batch->len) return true;
    size_t size = (batch->len + len) * 2;
    char *text = realloc(batch->text, size);
    if (text == NULL) return refuse();
    batch->text = text;
    batch->size = size;
    return true;
}

static bool add(struct batch *batch, const struct cli_lines *lines)
{
    if (!make_room(batch, lines->len)) return false;
    if (lines->len > 0) memcpy(batch->text + batch->len, lines->text, lines->len);
    batch->lines[batch->count++] = (struct request_line){.len = lines->len, .number = lines->number};
    batch->len += lines->len;
    return true;
}

static bool is_blank(const struct cli_lines *lines)
{
    for (size_t i = 0; i < lines->len; i++)
        if (lines->text[i] != ' ' && lines->text[i] != '\t') return false;
    return true;
}

/* Only now does the text stay where it is. */
static void point_to_texts(struct batch *batch)
{
    const char *text = batch->text;
    for (size_t i = 0; i < batch->count; i++) {
        batch->lines[i].text = text;
        text += batch->lines[i].len;
    }
}

enum cli_lines_result batch_read(struct batch *batch, struct cli_lines *lines)
{
    enum cli_lines_result result;
    batch->count = batch->len = 0;
    do {
        result = cli_lines_next(lines);
        if (result == CLI_LINES_LINE && !is_blank(lines) && !add(batch, lines)) return CLI_LINES_FAILED;
    } while (result == CLI_LINES_LINE && batch->count < MOST_LINES && cli_lines_ready(lines));
    point_to_texts(batch);
    return result;
}

/* ---- answering ---- */

/* What one job has to do. */
struct slice {
    struct answerer *answerer;
    const struct request_line *lines;
    size_t count;
    pthread_t thread;
    bool threaded;
};

static void *work(void *context)
{
    struct slice *slice = context;
    answerer_answer(slice->answerer, slice->lines, slice->count);
    return NULL;
}

size_t batch_answer(const struct batch *batch, struct answerer *answerers, size_t jobs)
{
    struct slice slices[MOST_JOBS];
    size_t worth = batch->count / FEWEST_FOR_A_JOB;
    if (jobs > worth) jobs = worth > 0 ? worth : 1;
    for (size_t i = 0; i < jobs; i++) {
        size_t first = batch->count * i / jobs, end = batch->count * (i + 1) / jobs;
        slices[i] = (struct slice){.answerer = &answerers[i], .count = end - first};
        if (end > first) slices[i].lines = batch->lines + first; /* no line may be read at all */
        if (i > 0) slices[i].threaded = pthread_create(&slices[i].thread, NULL, work, &slices[i]) == 0;
    }
    for (size_t i = 0; i < jobs; i++) /* what no thread could be had for is done here */
        if (!slices[i].threaded) work(&slices[i]);
    for (size_t i = 1; i < jobs; i++)
        if (slices[i].threaded) pthread_join(slices[i].thread, NULL);
    return jobs;
}
