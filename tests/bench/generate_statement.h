/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Statements as an account of some size holds them: exact actions mostly, exact ARNs and prefixes mostly, a
 * Deny in ten, a condition in five, now and then the right to assume a role. Made from a chance, so that
 * the same chance makes the same statement again: a request that is meant to match one needs no memory of
 * it.
 */
#ifndef RP_TESTS_GENERATE_STATEMENT_H
#define RP_TESTS_GENERATE_STATEMENT_H

#include "base/buf.h"
#include "support/generate.h"

#define STATEMENT_ACTIONS 4
#define STATEMENT_RESOURCES 3
#define STATEMENT_TEXT 128

/* The account of everything that is generated. */
#define GENERATED_ACCOUNT "1234567890123456"

struct generated_statement {
    bool deny;
    char actions[STATEMENT_ACTIONS][STATEMENT_TEXT];
    size_t action_count;
    char resources[STATEMENT_RESOURCES][STATEMENT_TEXT];
    size_t resource_count;
    char condition[2 * STATEMENT_TEXT]; /* `{…}`; empty: none */
};

/* `ids` is how many resources of a kind there are. */
void generate_statement(struct chance *chance, unsigned ids, struct generated_statement *ret_statement);
void generated_statement_put(struct rp_buf *buf, const struct generated_statement *statement);

/* An action and a resource that the statement is about, or any that are there. */
void generate_action_like(struct chance *chance, const char *pattern, char *ret_action);
void generate_resource_like(struct chance *chance, unsigned ids, const char *pattern, const char *action,
                            char *ret_resource);
void generate_any(struct chance *chance, unsigned ids, char *ret_action, char *ret_resource);

#endif
