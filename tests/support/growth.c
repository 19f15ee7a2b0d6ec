/* SPDX-License-Identifier: Apache-2.0 */
#include "support/growth.h"

#include <stdlib.h>
#include <time.h>

enum { TURNS = 15 };

double seconds_used(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static double time_of(const struct growing *growing, size_t length)
{
    double begun = seconds_used();
    for (size_t done = 0; done < growing->length; done += length) growing->work(growing->context, length);
    return seconds_used() - begun;
}

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

double growth_of(const struct growing *growing)
{
    double turns[TURNS];
    for (size_t i = 0; i < TURNS; i++) {
        double shorter = time_of(growing, growing->length / GROWTH);
        turns[i] = time_of(growing, growing->length) / shorter;
    }
    qsort(turns, TURNS, sizeof *turns, compare);
    return turns[TURNS / 2];
}
