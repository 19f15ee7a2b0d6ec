/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Several jobs that answer batches of lines at once. Whoever owns the crew adds batches and takes them back in the same
 * order; it is one of the jobs itself, whenever it would wait for another. So one job needs no thread.
 */
#ifndef CLI_CREW_H
#define CLI_CREW_H

#include <pthread.h>

#include "cli/answerer.h"

/* So many that nobody waits for the one who adds them, nor for a job that the system lets rest for a moment. */
enum { BATCHES_A_JOB = 8 };

struct worker {
    struct crew *crew;
    struct answerer answerer;
    pthread_t thread; /* not of the first, which is the owner */
};

struct crew {
    struct worker workers[MOST_JOBS];
    size_t jobs, threads;
    struct batch *batches; /* a ring; the first batch of all has number 0 */
    size_t most, returned;
    bool locks; /* are there */
    pthread_mutex_t lock;
    pthread_cond_t was_added, was_answered;
    /* By the lock, as is whether a batch is answered. (The owner alone adds, and may look how many it has added.) */
    size_t added, taken;
    bool over;
};

/* For a crew that is all zero. False: refused, and said why. Close it in any case; until then it must stay where it is. */
bool crew_open(struct crew *crew, const struct check *check, size_t jobs);

/* Ends the threads; batches that were not taken back are lost. */
void crew_close(struct crew *crew);

/* How many batches were added and not taken back. */
size_t crew_holds(const struct crew *crew);

/* The batch to be added next, empty, for who adds to fill it; there must be less than crew->most. */
struct batch *crew_next(const struct crew *crew);
void crew_add(struct crew *crew);

/* The oldest batch, answered; there must be one. Clear it before the next is filled. */
struct batch *crew_take_back(struct crew *crew);

#endif
