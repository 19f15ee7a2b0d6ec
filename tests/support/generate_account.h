/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whole accounts made by chance: users, groups, roles that may be assumed along chains, resource groups and control
 * policies, with the documents of a generated world.
 */
#ifndef RP_TESTS_GENERATE_ACCOUNT_H
#define RP_TESTS_GENERATE_ACCOUNT_H

#include <rampart/rampart.h>

#include "support/generate.h"

enum { MADE_USERS = 5, MADE_ROLES = 5, MADE_PRINCIPALS = MADE_ROLES + 1 + MADE_USERS, MADE_TEXT = 1 << 18 };

/* Sorted by ARN: the roles, root, the users. All are of account 100. */
struct made_principal {
    enum naive_who who;
    const char *name;
};

extern const struct made_principal made_principals[MADE_PRINCIPALS];

/* Large. `chance` is the caller's; the rest is the last account that was made. */
struct account_maker {
    struct chance *chance;
    struct generated_world policies, trusts; /* only their documents count: policy i is named P<i> */
    char text[MADE_TEXT];
    size_t len;
};

/* Fails the test when the library refuses the account. The caller frees it. */
struct rampart_account *make_account(struct account_maker *maker);

#endif
