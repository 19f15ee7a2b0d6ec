/* SPDX-License-Identifier: Apache-2.0 */
/* The account that is served: read when the server begins, and again when its files change, while questions about it go on. */
#ifndef SERVE_ACCOUNT_H
#define SERVE_ACCOUNT_H

#include <pthread.h>

#include "api/api.h"
#include "serve/server.h"

struct serve_version;

enum { SERVE_STALE = 512 };

struct serve_account {
    const struct serve_options *options;
    pthread_mutex_t lock;
    struct serve_version *current; /* NULL: no account is served */
    char stale[SERVE_STALE];       /* why the newest could not be read; empty: it was */
    uint64_t seen, refused;        /* how the files stood when they were read, and when they were refused */
    uint64_t pending;              /* how they stood when they had changed: they are read when they rest */
};

/* What one question is asked about. */
struct serve_view {
    struct rp_api_account account;
    struct serve_version *version;
    char stale[SERVE_STALE];
};

/* Reads the account, if there is one. Errors: those of rampart_account_read_input(), told in the diagnostics of the options. */
enum rampart_status serve_account_start(struct serve_account *account, const struct serve_options *options);
void serve_account_end(struct serve_account *account);

/* Reads it again if its files have changed; an account that cannot be read leaves the old one. From one thread. */
void serve_account_refresh(struct serve_account *account);

/* Holds the version of now until it is given back; false: there is none. From any thread. */
bool serve_account_take(struct serve_account *account, struct serve_view *view);
void serve_account_give(struct serve_account *account, struct serve_view *view);

#endif
