/* SPDX-License-Identifier: Apache-2.0 */
/* Answers lines of --requests, one after the other. Each job has one of its own. */
#ifndef CLI_ANSWERER_H
#define CLI_ANSWERER_H

#include "cli/batch.h"
#include "cli/check.h"
#include "cli/pool.h"

/* The longest line. A request has a handful of short members; the context is what may make one long. */
enum { LONGEST_LINE = 1 << 20 };

/* How many lines are read before the first of them is answered: what they ask of a large account is fetched together. */
enum { READ_AHEAD = 8 };

/* A line that was read. */
struct reading {
    struct rampart_request *request;
    struct rampart_diags *diags;
    struct rampart_str id;
    enum rampart_status status;
    bool several; /* it is about an API that several actions authorise (parts.h) */
    struct rampart_decision *decision; /* NULL: there is none yet */
};

struct answerer {
    struct check check; /* as it was given, but with the request and diagnostics of a reading */
    struct pool pool;   /* of what is made line by line */
    struct reading readings[READ_AHEAD];
    struct rampart_names *names;      /* what the names in requests are held against */
    unsigned name_flags;
    const char *path;                 /* of the requests */
    bool quiet;                       /* decide, and say nothing */
    bool at;                          /* the time of all lines was given */
    bool lenient;                     /* in what a decision counts for */
    char apart[64];                   /* two jobs never write into one line of the caches */
};

/*
 * For all lines: a bad --account-id is reported here. False: refused, and said why. Close it in any case; until then it
 * must stay where it is.
 */
bool answerer_open(struct answerer *answerer, const struct check *check);
void answerer_close(struct answerer *answerer);

/*
 * For lines that are read more than once. Makes a request as those of all lines are made; reads the line into the check's
 * request, of which only one part is asked about (WHOLE: all of it), and says its id; and decides it.
 */
enum { WHOLE = -1 };
enum rampart_status answerer_make(struct answerer *answerer, struct rampart_request **ret_request);
enum rampart_status answerer_read(struct answerer *answerer, const struct request_line *line, int part,
                                  struct rampart_str *ret_id);
enum rampart_status answerer_explain(struct answerer *answerer);

/* Puts the answers of the batch behind those that it has; batch->status says how it ended. */
void answerer_answer(struct answerer *answerer, struct batch *batch);

#endif
