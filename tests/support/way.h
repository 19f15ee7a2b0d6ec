/* SPDX-License-Identifier: Apache-2.0 */
/* The ways by which a table of decisions can be asked; all must give the same answers. */
#ifndef RP_TESTS_WAY_H
#define RP_TESTS_WAY_H

#include "support/ask.h"

struct way {
    bool account;         /* by an account file and a line of JSON, not by policies and setters */
    const char *program;  /* asked by this program; NULL: by the library */
    bool embed;           /* the documents stand in the account file */
    unsigned passed_over; /* questions that cannot be asked this way */
};

/* Reads `--account`, `--embedded` or `--program PROGRAM`; returns the index of the first argument behind it. */
int way_read(int argc, char **argv, struct way *ret_way);

/* False: it cannot be asked this way. */
bool way_ask(struct way *way, const struct ask *question, struct answer *ret_answer);

/* Whether the errors of a refusal can be compared: the program tells them to people. */
bool way_tells_errors(const struct way *way);

#endif
