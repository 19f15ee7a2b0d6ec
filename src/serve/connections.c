/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/connections.h"

#include <sys/socket.h>

static time_t connections_now(void)
{
    struct timespec now = {.tv_sec = 0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

bool serve_connections_open(struct serve_connections *all)
{
    for (size_t i = 0; i < SERVE_CONNECTIONS; i++) all->items[i] = (struct serve_connection){.file = -1};
    return pthread_mutex_init(&all->lock, NULL) == 0;
}

void serve_connections_close(struct serve_connections *all)
{
    pthread_mutex_destroy(&all->lock);
}

struct serve_connection *serve_connections_add(struct serve_connections *all, int file)
{
    struct serve_connection *found = NULL;
    pthread_mutex_lock(&all->lock);
    for (size_t i = 0; i < SERVE_CONNECTIONS && found == NULL; i++)
        if (all->items[i].file < 0) found = &all->items[i];
    if (found != NULL) *found = (struct serve_connection){.file = file, .since = connections_now()};
    pthread_mutex_unlock(&all->lock);
    return found;
}

void serve_connections_remove(struct serve_connections *all, struct serve_connection *connection)
{
    if (connection == NULL) return;
    pthread_mutex_lock(&all->lock);
    connection->file = -1;
    pthread_mutex_unlock(&all->lock);
}

void serve_connections_turn(struct serve_connections *all, struct serve_connection *connection, bool answers)
{
    if (connection == NULL) return;
    pthread_mutex_lock(&all->lock);
    connection->answers = answers;
    connection->since = connections_now();
    pthread_mutex_unlock(&all->lock);
}

void serve_connections_shut(struct serve_connections *all, time_t most)
{
    const time_t now = connections_now();
    pthread_mutex_lock(&all->lock);
    for (size_t i = 0; i < SERVE_CONNECTIONS; i++) {
        const struct serve_connection *connection = &all->items[i];
        if (connection->file >= 0 && !connection->answers && now - connection->since > most)
            (void)shutdown(connection->file, SHUT_RDWR);
    }
    pthread_mutex_unlock(&all->lock);
}

size_t serve_connections_busy(struct serve_connections *all)
{
    size_t busy = 0;
    pthread_mutex_lock(&all->lock);
    for (size_t i = 0; i < SERVE_CONNECTIONS; i++) busy += all->items[i].file >= 0 && all->items[i].answers;
    pthread_mutex_unlock(&all->lock);
    return busy;
}
