/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts by chance: policies, groups, users, roles with trust policies, resource groups, control policies. */
#ifndef RP_TESTS_GENERATE_ACCOUNT_H
#define RP_TESTS_GENERATE_ACCOUNT_H

#include "support/generate.h"

enum { MADE_USERS = 5, MADE_ROLES = 5, MADE_PRINCIPALS = MADE_ROLES + 1 + MADE_USERS, MADE_TEXT = 1 << 18 };

/* Every account's id is 100, and these are its principals, sorted by ARN. The role "linked" is service-linked. */
struct made_principal {
    enum naive_who who;
    const char *name;
};
extern const struct made_principal made_principals[MADE_PRINCIPALS];

/* An account file in the making. Large. */
struct account_maker {
    struct chance *chance;
    struct generated_policies policies, trusts; /* only their documents count */
    char text[MADE_TEXT];
    size_t len;
};

/* Leaves the account file, JSON, in the maker's text. */
void generate_account(struct account_maker *maker);

#endif
