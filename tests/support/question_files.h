/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A question (ask.h) as a user would have it on a disk: an account file, its documents and one request as a line
 * of JSON, in a folder of their own. What an account file has no place for is left over: a session policy, and
 * the trust policy of another account's role.
 */
#ifndef RP_TESTS_QUESTION_FILES_H
#define RP_TESTS_QUESTION_FILES_H

#include "support/ask.h"

enum { QUESTION_PATH = 256 };

struct question_files {
    char folder[QUESTION_PATH / 2];
    char account_file[QUESTION_PATH], line_file[QUESTION_PATH];
    char account[32];                            /* its id */
    bool left_over[ASK_POLICIES];                /* the policies that the account does not hold */
    char documents[ASK_POLICIES][QUESTION_PATH]; /* the file of each policy */
};

/*
 * False: the question is about nobody in particular, and in an account somebody asks; or its control policies are those
 * of another account.
 */
bool question_files_possible(const struct ask *question);

/* `embed`: the documents stand in the account file, which must be JSON then. Ends the program when it cannot write. */
void question_files_write(const struct ask *question, bool embed, struct question_files *ret_files);

/* Removes the folder. */
void question_files_remove(const struct ask *question, const struct question_files *files);

#endif
