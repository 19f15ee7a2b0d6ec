/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A large account from a seed: an account file in JSON, and requests about it. The same shape gives the
 * same bytes everywhere. Users and roles hold a few documents each, popular ones more often, some on
 * resource groups only; users are in one group each; roles say who may assume them.
 */
#ifndef RP_TESTS_LARGE_ACCOUNT_H
#define RP_TESTS_LARGE_ACCOUNT_H

#include "bench/generate_statement.h"

struct account_shape {
    unsigned principals; /* users and roles; the account's root comes on top */
    unsigned documents, statements;
    uint64_t seed;
};

/* What the benchmarks are run with. */
#define ACCOUNT_SHAPE_LARGE ((struct account_shape){50000, 20000, 5, 20260101})

unsigned account_shape_roles(const struct account_shape *shape);
unsigned account_shape_users(const struct account_shape *shape);

/* The account file; false: no memory. The buffer is initialised here and freed by the caller. */
bool large_account(const struct account_shape *shape, struct rp_buf *ret_text);

/* Document `i` alone. */
void generate_document(const struct account_shape *shape, unsigned i, struct rp_buf *buf);

/* A request by one of the users. Texts that `asked` points to lie beside it. */
struct generated_question {
    char name[16], action[STATEMENT_TEXT], resource[STATEMENT_TEXT], address[20], time[24];
    struct naive_request asked;
};

/* Request `i`: two in three about something that a document of the user speaks of. */
void generate_question(const struct account_shape *shape, unsigned i,
                       struct generated_question *ret_question);

/* The request as a line for `rampart check --requests`, with its number as id. */
void generated_question_put(struct rp_buf *buf, const struct generated_question *question, unsigned i);

#endif
