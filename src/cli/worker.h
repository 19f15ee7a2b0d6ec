/* SPDX-License-Identifier: Apache-2.0 */
/* Answers lines of --requests, one batch after the other. Each thread has a worker of its own. */
#ifndef CLI_WORKER_H
#define CLI_WORKER_H

#include "cli/batch.h"
#include "cli/check.h"
#include "cli/freelist.h"

/* The longest line. A request has a handful of short members; only its context may make it long. */
enum { LONGEST_LINE = 1 << 20 };

/* How many lines are read before the first of them is answered: the set prefetches what all of them need. */
enum { READ_AHEAD = 8 };

/* Holds a line that was read. */
struct slot {
    struct rampart_request *request;
    struct rampart_diags *diags;
    struct rampart_str id;
    enum rampart_status status;
    bool several;                      /* the line is about an API that several actions authorise */
    struct rampart_decision *decision; /* NULL: there is none yet */
};

struct worker {
    struct check check;       /* as it was given, but with the request and the diagnostics of a slot */
    struct freelist freelist; /* memory of what is made line by line */
    struct slot slots[READ_AHEAD];
    struct rampart_names *names; /* checks the names in requests */
    unsigned name_flags;
    const char *path; /* of the requests */
    bool quiet;       /* no answers are written */
    bool at;          /* the time of all lines was given */
    struct check_gate gate;
    char apart[64];   /* two workers never write into one line of the caches */
};

/*
 * Prepares a worker for all lines. Reports a bad --account-id and returns false. Close the worker in any case; it must stay
 * where it is until then.
 */
bool worker_open(struct worker *worker, const struct check *check);
void worker_close(struct worker *worker);

/* Adds the answers to the lines of the batch; batch->status says how it ended. */
void worker_answer(struct worker *worker, struct batch *batch);

#endif
