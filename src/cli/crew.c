/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/crew.h"

#include <stdlib.h>

#include "cli/message.h"

static struct batch *batch_at(const struct crew *crew, size_t number)
{
    return &crew->batches[number % crew->most];
}

/* Answers the batch that comes next. The lock is held, but for the work itself. */
static void answer_next(struct crew *crew, struct answerer *answerer)
{
    struct batch *batch = batch_at(crew, crew->taken++);
    pthread_mutex_unlock(&crew->lock);
    answerer_answer(answerer, batch);
    pthread_mutex_lock(&crew->lock);
    batch->answered = true;
    pthread_cond_signal(&crew->was_answered);
}

static void *work(void *context)
{
    struct worker *worker = context;
    struct crew *crew = worker->crew;
    pthread_mutex_lock(&crew->lock);
    while (!crew->over) {
        if (crew->taken < crew->added)
            answer_next(crew, &worker->answerer);
        else
            pthread_cond_wait(&crew->was_added, &crew->lock);
    }
    pthread_mutex_unlock(&crew->lock);
    return NULL;
}

/* Threads are not started before there is something for them to do; if none can be had, the others do it. */
static void call_worker(struct crew *crew)
{
    struct worker *next = &crew->workers[crew->threads + 1];
    if (crew->threads + 1 < crew->jobs && pthread_create(&next->thread, NULL, work, next) == 0)
        crew->threads++;
    else
        pthread_cond_signal(&crew->was_added);
}

static bool make_locks(struct crew *crew)
{
    crew->locks = pthread_mutex_init(&crew->lock, NULL) == 0 &&
                  pthread_cond_init(&crew->was_added, NULL) == 0 &&
                  pthread_cond_init(&crew->was_answered, NULL) == 0;
    return crew->locks;
}

bool crew_open(struct crew *crew, const struct check *check, size_t jobs)
{
    crew->most = jobs == 1 ? 1 : jobs * BATCHES_A_JOB;
    crew->batches = calloc(crew->most, sizeof *crew->batches);
    if (crew->batches == NULL || !make_locks(crew)) {
        cli_error("%s", rampart_status_name(RAMPART_NO_MEMORY));
        return false;
    }
    while (crew->jobs < jobs) {
        struct worker *worker = &crew->workers[crew->jobs++];
        worker->crew = crew;
        if (!answerer_open(&worker->answerer, check)) return false;
    }
    return true;
}

static void end_threads(struct crew *crew)
{
    pthread_mutex_lock(&crew->lock);
    crew->over = true;
    pthread_cond_broadcast(&crew->was_added);
    pthread_mutex_unlock(&crew->lock);
    for (size_t i = 1; i <= crew->threads; i++) pthread_join(crew->workers[i].thread, NULL);
    pthread_cond_destroy(&crew->was_answered);
    pthread_cond_destroy(&crew->was_added);
    pthread_mutex_destroy(&crew->lock);
}

void crew_close(struct crew *crew)
{
    if (crew->locks) end_threads(crew);
    for (size_t i = 0; i < crew->jobs; i++) answerer_close(&crew->workers[i].answerer);
    for (size_t i = 0; crew->batches != NULL && i < crew->most; i++) batch_free(&crew->batches[i]);
    free(crew->batches);
}

size_t crew_holds(const struct crew *crew)
{
    return crew->added - crew->returned;
}

struct batch *crew_next(const struct crew *crew)
{
    return batch_at(crew, crew->added);
}

/* A batch that nobody else waits for is left to the owner: who asks line by line is not made to wait for a thread. */
void crew_add(struct crew *crew)
{
    pthread_mutex_lock(&crew->lock);
    bool several = ++crew->added - crew->taken > 1;
    pthread_mutex_unlock(&crew->lock);
    if (several) call_worker(crew);
}

struct batch *crew_take_back(struct crew *crew)
{
    struct batch *oldest = batch_at(crew, crew->returned++);
    pthread_mutex_lock(&crew->lock);
    while (!oldest->answered) {
        if (crew->taken < crew->added)
            answer_next(crew, &crew->workers[0].answerer);
        else
            pthread_cond_wait(&crew->was_answered, &crew->lock);
    }
    pthread_mutex_unlock(&crew->lock);
    return oldest;
}
