/* SPDX-License-Identifier: Apache-2.0 */
/* What every measurement needs, of tests and of benchmarks. */
#ifndef RP_TESTS_TIMING_H
#define RP_TESTS_TIMING_H

#include <stddef.h>

/* Seconds of a processor that this process has used. */
double seconds_used(void);

/* The shortest first. */
void sort_times(double *times, size_t count);

#endif
