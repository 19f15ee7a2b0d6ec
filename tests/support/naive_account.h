/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The naive twin of decide/attachments.c: what of an account bears on a request, gathered without compiling
 * anything, so that naive_decide() can be asked. For accounts without control policies and requests by
 * their users and roles.
 */
#ifndef RP_TESTS_NAIVE_ACCOUNT_H
#define RP_TESTS_NAIVE_ACCOUNT_H

#include <rampart/account.h>

#include "support/naive_eval.h"

#define NAIVE_ATTACHMENTS 32

struct naive_holding {
    struct rampart_attachment attachments[NAIVE_ATTACHMENTS];
    size_t count;
};

/* What the principal of the request holds, and for AssumeRole the role's trust policy. */
void naive_account_gather(const struct rampart_account *account, const struct naive_request *request,
                          struct naive_holding *ret_holding);

/* Gathers and decides. */
void naive_account_decide(const struct rampart_account *account, const struct naive_request *request,
                          struct naive_answer *ret_answer);

#endif
