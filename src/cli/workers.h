/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Several threads that answer batches of lines at once. The owner adds batches and takes them back in the same order; while
 * it would have to wait, it answers batches itself. So one job needs no thread.
 */
#ifndef CLI_WORKERS_H
#define CLI_WORKERS_H

#include <pthread.h>

#include "cli/worker.h"

/* The most jobs; and how many batches each has, so that no job waits for the owner, nor for another job that is asleep. */
enum { MOST_JOBS = 64, BATCHES_A_JOB = 8 };

struct workers_job {
    struct workers *workers;
    struct worker worker;
    pthread_t thread; /* not of the first job, which is the owner */
};

struct workers {
    struct workers_job jobs[MOST_JOBS];
    size_t count, threads;
    struct batch *batches; /* a ring; the first batch of all has number 0 */
    size_t most, returned;
    bool locks; /* were made */
    pthread_mutex_t lock;
    pthread_cond_t was_added, was_answered;
    /* Guarded by the lock, and so is batch->answered. Only the owner adds, so it may read `added` without the lock. */
    size_t added, taken;
    bool over;
};

/* Opens zeroed workers. Prints an error and returns false on failure. Close them in any case; until then they must stay where they are. */
bool workers_open(struct workers *workers, const struct check *check, size_t jobs);

/* Ends the threads; batches that were not taken back are lost. */
void workers_close(struct workers *workers);

/* How many batches were added and not taken back. */
size_t workers_holds(const struct workers *workers);

/* The batch to be filled and added next, which is empty; there must be less than workers->most. */
struct batch *workers_next(const struct workers *workers);
void workers_add(struct workers *workers);

/* The oldest batch, answered; there must be one. Clear it before the next one is filled. */
struct batch *workers_take_back(struct workers *workers);

#endif
