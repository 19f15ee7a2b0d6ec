/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Accounts by chance whose buckets, keys, secrets, projects and instances have policies of their own, or none, or
 * one that nobody knows; and questions about them.
 */
#ifndef RP_TESTS_GENERATE_RESOURCES_H
#define RP_TESTS_GENERATE_RESOURCES_H

#include <stddef.h>

#include <rampart/rampart.h>

#include "support/chance.h"

enum { RESOURCE_ACCOUNT_TEXT = 1 << 16, RESOURCE_QUESTION_KEYS = 4 };

/* An account file, JSON. */
struct resource_account {
    char text[RESOURCE_ACCOUNT_TEXT];
    size_t len;
    size_t resources, end; /* where its member resourcePolicies begins, with a comma, and ends */
};

/* Makes one of account 1234567890123456. */
void generate_resource_account(struct chance *chance, struct resource_account *ret_account);

struct resource_question {
    const char *action, *resource;
    unsigned keys; /* bit k: the key of the number is "yes"; else nobody spoke of it */
};

void generate_resource_question(struct chance *chance, struct resource_question *ret_question);

/* Fills and finishes a new request; `principal` may be NULL. */
struct rampart_request *resource_request(const struct resource_question *question, const char *principal);

#endif
