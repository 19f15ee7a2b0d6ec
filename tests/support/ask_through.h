/* SPDX-License-Identifier: Apache-2.0 */
/* What a table of questions is asked through: the library, an account file or the program. All must answer alike. */
#ifndef RP_TESTS_ASK_THROUGH_H
#define RP_TESTS_ASK_THROUGH_H

#include "support/ask.h"

struct ask_through {
    bool account;         /* by an account file and a line of JSON, not by policies and setters */
    const char *program;  /* asked by this program; NULL: by the library */
    bool embed;           /* the documents stand in the account file */
    unsigned passed_over; /* questions that cannot be asked through it */
};

/* Reads `--account`, `--embedded` or `--program PROGRAM`; returns the index of the first argument behind it. */
int ask_through_read(int argc, char **argv, struct ask_through *ret_through);

/* False: it cannot be asked through it. */
bool ask_through(struct ask_through *through, const struct ask *question, struct answer *ret_answer);

/* Whether the errors of a refusal can be compared: the program tells them to people. */
bool ask_through_tells_errors(const struct ask_through *through);

#endif
