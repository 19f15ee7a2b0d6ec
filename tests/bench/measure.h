/* SPDX-License-Identifier: Apache-2.0 */
/* Clocks, medians and memory: how every figure of a benchmark is taken. */
#ifndef RP_TESTS_MEASURE_H
#define RP_TESTS_MEASURE_H

#include <rampart/status.h>

/* Work of `count` like pieces. `run` does one of them; false ends the benchmark. */
struct measured {
    bool (*run)(void *context, size_t i);
    void *context;
    size_t count;
    double (*clock)(void); /* one of the two below */
};

/* Seconds of a clock that never goes back. */
double measure_now(void);

/*
 * Seconds of a processor that this process and its finished children have used: what the machine does beside
 * them does not count.
 */
double measure_used(void);

/*
 * Seconds a piece: the median of three rounds after one pass to warm up. A round goes over all pieces again
 * and again until `seconds` are over. Negative: a piece failed.
 */
double measure_bulk(const struct measured *work, double seconds);

/* Passes over all pieces for `seconds`, each piece timed by itself, by measure_now(). False: a piece failed, or no memory. */
bool measure_single(const struct measured *work, double seconds, double *ret_median, double *ret_p99);

/* The most memory this process ever had, in MB of 1,048,576 bytes. */
long measure_peak_mb(void);

/*
 * An allocator that counts what is held and the most that ever was; `usage` must outlive what it is given
 * to.
 */
struct memory_usage {
    size_t held, peak;
};
struct rampart_allocator measure_allocator(struct memory_usage *usage);

#endif
