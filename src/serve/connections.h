/* SPDX-License-Identifier: Apache-2.0 */
/* The connections that are open, so that one which never comes to a question is closed. */
#ifndef SERVE_CONNECTIONS_H
#define SERVE_CONNECTIONS_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

enum { SERVE_CONNECTIONS = 128 };

struct serve_connection {
    int file;     /* -1: the place is free */
    bool answers; /* a question was read, and is being answered */
    time_t since; /* when it began to wait for a question, by the clock that only goes on */
};

struct serve_connections {
    pthread_mutex_t lock;
    struct serve_connection items[SERVE_CONNECTIONS];
};

bool serve_connections_open(struct serve_connections *all);
void serve_connections_close(struct serve_connections *all);

/* NULL: there is no place. */
struct serve_connection *serve_connections_add(struct serve_connections *all, int file);
void serve_connections_remove(struct serve_connections *all, struct serve_connection *connection);

/* The question is read, and is answered from now on; or it is answered, and the next one is waited for. */
void serve_connections_turn(struct serve_connections *all, struct serve_connection *connection, bool answers);

/* Shuts those that have waited longer than so many seconds. */
void serve_connections_shut(struct serve_connections *all, time_t most);

/* How many questions are being answered. */
size_t serve_connections_busy(struct serve_connections *all);

#endif
