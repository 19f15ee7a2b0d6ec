/* SPDX-License-Identifier: Apache-2.0 */
/* A first file of tests for an account: how a request is found that a statement is about. */
#ifndef RP_SUITE_PROPOSE_H
#define RP_SUITE_PROPOSE_H

#include <rampart/catalog.h>

#include "policy/ast.h"
#include "suite/suite.h"

enum { RP_PROPOSED_KEYS = 8 };

struct rp_proposing {
    struct rp_arena *arena; /* holds what is proposed */
    const struct rampart_account *account;
    const struct rampart_catalog *catalog;
};

struct rp_proposed_key {
    struct rampart_str key, value;
};

/* A test of a statement. Its expected decision is what the request comes to. */
struct rp_proposal {
    const struct rampart_policy *policy;
    size_t statement;
    struct rampart_str principal, action, resource;
    struct rampart_str time; /* empty: any */
    struct rp_proposed_key context[RP_PROPOSED_KEYS];
    size_t context_count;
    const char *none; /* why there is no request; NULL: there is one */
};

/*
 * Finds an action, a resource (unless it is set) and a context that the statement is about, as far as it can; the engine tells
 * what they come to. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_propose_request(const struct rp_proposing *proposing, const struct rp_statement *statement,
                                       struct rp_proposal *proposal);

#endif
