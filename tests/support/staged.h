/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A question (ask.h) as its asker would have it on a disk: an account file, its documents and one request as a line
 * of JSON, in a folder of their own. What an account file has no place for is left over: a session policy, and
 * the trust policy of another account's role.
 */
#ifndef RP_TESTS_STAGED_H
#define RP_TESTS_STAGED_H

#include "support/ask.h"

enum { STAGED_PATH = 256 };

struct staged {
    char folder[STAGED_PATH / 2];
    char account_file[STAGED_PATH], line_file[STAGED_PATH];
    char account[32];                          /* its id */
    bool left_over[ASK_POLICIES];              /* the policies that the account does not hold */
    char documents[ASK_POLICIES][STAGED_PATH]; /* the file of each policy */
};

/* False: the question is about nobody in particular, and in an account somebody asks. */
bool staged_fits(const struct ask *question);

/* `embed`: the documents stand in the account file, which must be JSON then. Ends the program when it cannot write. */
void staged_open(const struct ask *question, bool embed, struct staged *ret_staged);

/* Removes the folder. */
void staged_close(const struct ask *question, const struct staged *staged);

#endif
