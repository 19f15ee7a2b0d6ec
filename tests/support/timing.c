/* SPDX-License-Identifier: Apache-2.0 */
#include "support/timing.h"

#include <stdlib.h>
#include <time.h>

double seconds_used(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

void sort_times(double *times, size_t count)
{
    qsort(times, count, sizeof *times, compare);
}
