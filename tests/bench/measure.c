/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/measure.h"

#include <stdalign.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <time.h>

#include "support/timing.h"

enum { ROUNDS = 3, MOST_SINGLE = 3000000 };

double measure_now(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

double measure_used(void)
{
    struct rusage children;

    (void)getrusage(RUSAGE_CHILDREN, &children);
    return seconds_used() + seconds_of(children.ru_utime) + seconds_of(children.ru_stime);
}

static double run_round(const struct measured *work, double seconds)
{
    double start = work->clock(), spent = 0;
    size_t passes = 0;

    do {
        for (size_t i = 0; i < work->count; i++)
            if (!work->run(work->context, i)) return -1;
        passes++;
        spent = work->clock() - start;
    } while (spent < seconds);
    return spent / (double)(passes * work->count);
}

double measure_bulk(const struct measured *work, double seconds)
{
    double rounds[ROUNDS];

    if (run_round(work, 0) < 0) return -1;
    for (size_t i = 0; i < ROUNDS; i++) {
        rounds[i] = run_round(work, seconds);
        if (rounds[i] < 0) return -1;
    }
    sort_times(rounds, ROUNDS);
    return rounds[ROUNDS / 2];
}

static bool time_each(const struct measured *work, double seconds, double *times, size_t *ret_count)
{
    double start = measure_now();
    size_t count = 0;

    do {
        for (size_t i = 0; i < work->count && count < MOST_SINGLE; i++) {
            double before = measure_now();

            if (!work->run(work->context, i)) return false;
            times[count++] = measure_now() - before;
        }
    } while (measure_now() - start < seconds && count < MOST_SINGLE);
    *ret_count = count;
    return true;
}

bool measure_single(const struct measured *work, double seconds, double *ret_median, double *ret_p99)
{
    double *times = malloc(MOST_SINGLE * sizeof *times);
    size_t count = 0;
    bool good = times != NULL && work->count > 0 && time_each(work, seconds, times, &count);

    if (good) {
        sort_times(times, count);
        *ret_median = times[count / 2];
        *ret_p99 = times[count * 99 / 100];
    }
    free(times);
    return good;
}

long measure_peak_mb(void)
{
    struct rusage usage;

    return getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_maxrss / 1024 : -1;
}

/* ---- memory ---- */

/* Stands before each piece of memory and keeps it aligned. */
struct measured_memory {
    size_t size;
    alignas(max_align_t) unsigned char memory[];
};

static void *allocate(void *context, size_t size)
{
    struct memory_usage *usage = context;
    struct measured_memory *piece = malloc(sizeof *piece + size);

    if (piece == NULL) return NULL;
    piece->size = size;
    usage->held += size;
    if (usage->held > usage->peak) usage->peak = usage->held;
    return piece->memory;
}

static void release(void *context, void *memory)
{
    struct memory_usage *usage = context;
    struct measured_memory *piece = NULL;

    if (memory == NULL) return;
    piece = (struct measured_memory *)(void *)((unsigned char *)memory - sizeof *piece);
    usage->held -= piece->size;
    free(piece);
}

struct rampart_allocator measure_allocator(struct memory_usage *usage)
{
    return (struct rampart_allocator){usage, allocate, release};
}
