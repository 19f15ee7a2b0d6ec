/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/workers.h"

#include <stdlib.h>

#include "cli/message.h"

static struct batch *workers_batch_at(const struct workers *workers, size_t number)
{
    return &workers->batches[number % workers->most];
}

/* Answers the next batch. The lock is held, except during the work itself. */
static void workers_answer_next(struct workers *workers, struct worker *worker)
{
    struct batch *batch = workers_batch_at(workers, workers->taken++);
    pthread_mutex_unlock(&workers->lock);
    worker_answer(worker, batch);
    pthread_mutex_lock(&workers->lock);
    batch->answered = true;
    pthread_cond_signal(&workers->was_answered);
}

static void *workers_run(void *context)
{
    struct workers_job *job = context;
    struct workers *workers = job->workers;
    pthread_mutex_lock(&workers->lock);
    while (!workers->over) {
        if (workers->taken < workers->added)
            workers_answer_next(workers, &job->worker);
        else
            pthread_cond_wait(&workers->was_added, &workers->lock);
    }
    pthread_mutex_unlock(&workers->lock);
    return NULL;
}

/* A thread is started only when there is work for it. If no thread can be started, the others do the work. */
static void workers_call_one(struct workers *workers)
{
    struct workers_job *next = &workers->jobs[workers->threads + 1];
    if (workers->threads + 1 < workers->count && pthread_create(&next->thread, NULL, workers_run, next) == 0)
        workers->threads++;
    else
        pthread_cond_signal(&workers->was_added);
}

static bool workers_make_locks(struct workers *workers)
{
    workers->locks = pthread_mutex_init(&workers->lock, NULL) == 0 &&
                     pthread_cond_init(&workers->was_added, NULL) == 0 &&
                     pthread_cond_init(&workers->was_answered, NULL) == 0;
    return workers->locks;
}

bool workers_open(struct workers *workers, const struct check *check, size_t jobs)
{
    workers->most = jobs == 1 ? 1 : jobs * BATCHES_A_JOB;
    workers->batches = calloc(workers->most, sizeof *workers->batches);
    if (workers->batches == NULL || !workers_make_locks(workers)) {
        cli_error("%s", rampart_status_name(RAMPART_NO_MEMORY));
        return false;
    }
    while (workers->count < jobs) {
        struct workers_job *job = &workers->jobs[workers->count++];
        job->workers = workers;
        if (!worker_open(&job->worker, check)) return false;
    }
    return true;
}

static void workers_end_threads(struct workers *workers)
{
    pthread_mutex_lock(&workers->lock);
    workers->over = true;
    pthread_cond_broadcast(&workers->was_added);
    pthread_mutex_unlock(&workers->lock);
    for (size_t i = 1; i <= workers->threads; i++) pthread_join(workers->jobs[i].thread, NULL);
    pthread_cond_destroy(&workers->was_answered);
    pthread_cond_destroy(&workers->was_added);
    pthread_mutex_destroy(&workers->lock);
}

void workers_close(struct workers *workers)
{
    if (workers->locks) workers_end_threads(workers);
    for (size_t i = 0; i < workers->count; i++) worker_close(&workers->jobs[i].worker);
    for (size_t i = 0; workers->batches != NULL && i < workers->most; i++) batch_free(&workers->batches[i]);
    free(workers->batches);
}

size_t workers_holds(const struct workers *workers)
{
    return workers->added - workers->returned;
}

struct batch *workers_next(const struct workers *workers)
{
    return workers_batch_at(workers, workers->added);
}

/* A single batch is left to the owner: a program that asks line by line does not wait for a thread. */
void workers_add(struct workers *workers)
{
    pthread_mutex_lock(&workers->lock);
    bool several = ++workers->added - workers->taken > 1;
    pthread_mutex_unlock(&workers->lock);
    if (several) workers_call_one(workers);
}

struct batch *workers_take_back(struct workers *workers)
{
    struct batch *oldest = workers_batch_at(workers, workers->returned++);
    pthread_mutex_lock(&workers->lock);
    while (!oldest->answered) {
        if (workers->taken < workers->added)
            workers_answer_next(workers, &workers->jobs[0].worker);
        else
            pthread_cond_wait(&workers->was_answered, &workers->lock);
    }
    pthread_mutex_unlock(&workers->lock);
    return oldest;
}
