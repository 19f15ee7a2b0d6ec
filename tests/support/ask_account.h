/* SPDX-License-Identifier: Apache-2.0 */
/* The same questions (ask.h) by way of an account file and a request as a line of JSON (question_files.h). */
#ifndef RP_TESTS_ASK_ACCOUNT_H
#define RP_TESTS_ASK_ACCOUNT_H

#include "support/ask.h"

/* By the library. `embed`: the documents stand in the account file and not beside it. */
void ask_account(const struct ask *question, bool embed, struct answer *ret_answer);

/*
 * By `PROGRAM check --account FILE --requests -`. An answer that refuses has no errors. *ret_untold: a trust
 * policy of another account could not be told to the program.
 */
void ask_program(const struct ask *question, const char *program, struct answer *ret_answer,
                 bool *ret_untold);

#endif
