/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The commands as functions of a text: a method, a path and a body in JSON go in, a status of HTTP and a report in JSON come out.
 * There is no network here, no thread, no clock and no file: documents, accounts and plans stand in the body, as names and
 * texts, and what a text names as a file is looked for among the texts. docs/serve.md lists the paths; the answers are the JSON
 * reports of the commands, and errors are their error objects (docs/error.schema.json).
 */
#ifndef API_API_H
#define API_API_H

#include <rampart/rampart.h>

#include "base/buf.h"

/* An account that questions are about which bring none. */
struct rp_api_account {
    const struct rampart_account *account;
    const struct rampart_set *set;            /* of it alone, under the options of the API; not for `few` */
    const struct rampart_inventory *inventory; /* of what was read; NULL: nothing is told of it */
    struct rampart_str name;                  /* as it was named by whoever started the program */
    struct rampart_str stale;                 /* why a newer version could not be read; empty: this is the newest */

    /*
     * Reads it again under other assumptions, which may change how documents are read. NULL: a question with assumptions has to
     * bring its account. The caller frees the account.
     */
    enum rampart_status (*read)(void *context, const struct rampart_options *options, struct rampart_inventory *inventory,
                                struct rampart_diags *diags, struct rampart_account **ret_account);
    void *context;
};

/* What all answers share. Nothing in it changes while it is asked, so that any number of threads may ask. */
struct rp_api {
    struct rampart_options options;       /* limits, assumptions and the catalogue */
    const struct rp_api_account *account; /* NULL: each question brings its own */
    struct rampart_str now;               /* the time of the question, "2026-01-31T08:00:00Z" */
    struct rampart_str version;           /* of the program */
};

/* An answer; rp_api_free() frees the body, which is one line of JSON. */
struct rp_api_answer {
    unsigned status; /* 200; 400, 404, 405: no such question; 422: refused input; 500: memory ran out, or a fault of ours */
    struct rp_buf body;
    bool served; /* it is about the account of the API */
};

/* Answers. It always does: failures are answers as well, and where memory is refused even for these the body is empty. */
void rp_api_answer(const struct rp_api *api, struct rampart_str method, struct rampart_str path, struct rampart_str body,
                   struct rp_api_answer *ret_answer);

void rp_api_free(struct rp_api_answer *answer);

/* An error that the caller found himself, such as a body that is too large, in the form of all others. */
void rp_api_refuse(unsigned status, const char *name, const char *message, const char *help, struct rp_api_answer *ret_answer);

/* The paths, for whoever describes them; NULL at the end. */
struct rp_api_path {
    const char *method, *path;
};
const struct rp_api_path *rp_api_path(size_t i);

/* Names the i-th member that the body of the i-th path may have; NULL at the end. */
const char *rp_api_path_member(size_t path, size_t i);

#endif
