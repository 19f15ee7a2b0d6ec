/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `rampart replay` over packed events, beside `gunzip -c | jq -c .` reading the same file; without jq, alone. What either
 * takes for a file with one event (starting, loading the account from its image) is not taken off.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include "bench/selfbench.h"
#include "bench/trail_event.h"

enum { EVENTS_A_QUESTION = 100, DISTINCT_A_QUESTION = 10, COMMAND = 1024, EVENT = 1 << 16 };

struct files {
    char folder[32], account[48], image[48], events[48];
};

static bool write_events(const struct bench *bench, const char *path, unsigned count, unsigned calls)
{
    struct rp_buf buf;
    gzFile file = gzopen(path, "wb6");
    bool good = file != NULL;

    rp_buf_init(&buf, NULL, EVENT);
    for (unsigned i = 0; i < count && good; i++) {
        struct generated_question question;

        buf.len = 0;
        generate_question(&bench->shape, i % calls, &question);
        trail_event_put(&buf, &question, i);
        good = buf.failed == RAMPART_OK && gzwrite(file, buf.data, (unsigned)buf.len) == (int)buf.len;
    }
    rp_buf_free(&buf);
    return file != NULL && gzclose(file) == Z_OK && good;
}

static bool write_account(const struct bench *bench, const char *path)
{
    FILE *file = fopen(path, "wb");
    bool good = file != NULL && fwrite(bench->text.data, 1, bench->text.len, file) == bench->text.len;

    return file != NULL && fclose(file) == 0 && good;
}

static bool write_piece(void *context, struct rampart_str piece)
{
    return fwrite(piece.data, 1, piece.len, context) == piece.len;
}

static bool write_image(const char *account, const char *path)
{
    FILE *file = fopen(path, "wb");
    const struct rampart_writer writer = {file, write_piece};
    const struct rampart_input input = {.paths = &account, .path_count = 1};
    bool good = file != NULL && rampart_image_write(NULL, &input, NULL, &writer) == RAMPART_OK;

    return file != NULL && fclose(file) == 0 && good;
}

static bool write_files(const struct bench *bench, struct files *files, unsigned count, unsigned calls)
{
    (void)snprintf(files->folder, sizeof files->folder, "/tmp/rampart-bench-XXXXXX");
    if (mkdtemp(files->folder) == NULL) return false;
    (void)snprintf(files->account, sizeof files->account, "%s/account.json", files->folder);
    (void)snprintf(files->image, sizeof files->image, "%s/account.rampart", files->folder);
    (void)snprintf(files->events, sizeof files->events, "%s/events.json.gz", files->folder);
    return write_account(bench, files->account) && write_image(files->account, files->image) &&
           write_events(bench, files->events, count, calls);
}

static void remove_files(const struct files *files)
{
    (void)remove(files->account);
    (void)remove(files->image);
    (void)remove(files->events);
    (void)rmdir(files->folder);
}

/* Some calls of a generated trail are decided otherwise: 1 is an answer as well. */
static bool run(void *context, size_t i)
{
    int code = system(context);

    (void)i;
    return code != -1 && WIFEXITED(code) && WEXITSTATUS(code) <= 1;
}

static bool count_events(struct bench *bench, const char *command, unsigned count)
{
    unsigned read = 0;
    FILE *report = popen(command, "r");

    if (report == NULL) return false;
    bool good = fscanf(report, "%*[^0-9]%*u%*[^0-9]%u", &read) == 1;
    while (fgetc(report) != EOF) continue;
    (void)pclose(report);
    bench->wrong += read != count;
    return good;
}

static bool bench_trail(struct bench *bench, const char *what, unsigned count, unsigned calls)
{
    struct table_row row = {.what = what, .twin = "gunzip -c | jq -c ."};
    char own[COMMAND], twin[COMMAND];
    struct files files;
    bool good = write_files(bench, &files, count, calls);

    row.checked = count;
    (void)snprintf(own, sizeof own, "'%s' replay -a %s %s", bench->program, files.image, files.events);
    good = good && count_events(bench, own, count);
    (void)snprintf(own, sizeof own, "'%s' replay -q -a %s %s", bench->program, files.image, files.events);
    (void)snprintf(twin, sizeof twin, "gunzip -c %s | jq -c . > /dev/null 2>&1", files.events);
    const struct measured replay = {run, own, 1, measure_used}, jq = {run, twin, 1, measure_used};
    double seconds = good ? measure_bulk(&replay, bench->seconds) : -1;
    double twins = good ? measure_bulk(&jq, bench->seconds) : -1;
    remove_files(&files);
    if (seconds < 0) return false;
    if (twins < 0) row.twin = "jq is not installed";
    bench_add_rates(bench, row, "events/s", count / seconds, twins < 0 ? 0 : count / twins);
    return true;
}

/*
 * A trail of a few calls that are made again and again, and one in which no call is like another: each is decided, and in
 * three of four the event does not tell the resource or a key that a condition asks for.
 */
bool bench_replay(struct bench *bench)
{
    const unsigned questions = (unsigned)bench->questions, many = questions * EVENTS_A_QUESTION;
    const unsigned distinct = questions * DISTINCT_A_QUESTION;
    return bench_trail(bench, "replay, repeated calls", many, TRAIL_CALLS) &&
           bench_trail(bench, "replay, distinct calls", distinct, distinct);
}
