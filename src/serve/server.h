/* SPDX-License-Identifier: Apache-2.0 */
/* The questions of the API over HTTP, and the page, on a loopback address: from the first request to a signal that ends it. */
#ifndef SERVE_SERVER_H
#define SERVE_SERVER_H

#include <rampart/rampart.h>

struct serve_options {
    const char *listen;                  /* "127.0.0.1:8080", "[::1]:0", "localhost:8080" */
    const struct rampart_options *options; /* limits, assumptions, the catalogue */
    const struct rampart_input *account; /* paths of the account that is read, and again when it changes; NULL: none */
    struct rampart_str name;             /* of the account, for those who ask */
    struct rampart_diags *diags;         /* why the account could not be read when the server began */

    /* Tells what happens: that it listens, with the address of the page; that the account was read again, or could not be. */
    void (*say)(void *context, bool warning, const char *message);
    void *context;
};

/* How it ended. */
enum serve_end {
    SERVE_END_GOOD = 0,   /* by SIGTERM or SIGINT */
    SERVE_END_ADDRESS,    /* it must not, or cannot, listen there */
    SERVE_END_ACCOUNT,    /* the account was refused: see `diags` */
    SERVE_END_MISSING,    /* there is no library for HTTP */
    SERVE_END_IO,
    SERVE_END_NO_MEMORY
};

/* Serves until the end; *ret_reason says why it ended, in a phrase. It changes how the process takes SIGTERM, SIGINT and SIGPIPE. */
enum { SERVE_REASON = 256 };
enum serve_end serve_run(const struct serve_options *options, char ret_reason[SERVE_REASON]);

#endif
