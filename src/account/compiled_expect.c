/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asking for memory before it is wanted. A large account does not fit into the caches, and of each request one thing
 * leads to the next: the name to who holds what, that to documents, those to their indexes. The way of several requests
 * is gone together, step by step, so that they wait at the same time. This is its first half, up to the documents.
 */
#include "account/compiled.h"

/* Those of the requests that a user or a role makes. */
struct expected {
    const struct rampart_compiled *compiled;
    const struct rampart_request *requests[RP_TOGETHER];
    const struct rp_holdings *holdings[RP_TOGETHER];
    size_t count;
};

static void expect_names(struct expected *expected, struct rampart_request *const *requests, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct rampart_request *request = requests[i];
        bool user = request->finished && request->identity.kind == RP_IDENTITY_USER;
        if (!user && !(request->finished && request->identity.kind == RP_IDENTITY_ROLE)) continue;
        rp_name_index_fetch_slot(&expected->compiled->names, request->name_hash);
        expected->requests[expected->count++] = request;
    }
    for (size_t i = 0; i < expected->count; i++)
        rp_name_index_fetch_item(&expected->compiled->names, expected->requests[i]->name_hash);
}

/* Leaves those out who hold nothing that is known. */
static void expect_holdings(struct expected *expected)
{
    size_t count = 0;
    for (size_t i = 0; i < expected->count; i++) {
        const struct rp_holdings *holdings = NULL;
        if (!rp_compiled_holdings(expected->compiled, expected->requests[i], &holdings)) continue;
        if (holdings == NULL) continue;
        rp_fetch(holdings->own.documents);
        rp_fetch(holdings->groups);
        expected->requests[count] = expected->requests[i];
        expected->holdings[count++] = holdings;
    }
    expected->count = count;
    for (size_t i = 0; i < count; i++)
        for (size_t g = 0; g < expected->holdings[i]->group_count; g++)
            rp_fetch(&expected->compiled->groups[expected->holdings[i]->groups[g]]);
    for (size_t i = 0; i < count; i++)
        for (size_t g = 0; g < expected->holdings[i]->group_count; g++)
            rp_fetch(expected->compiled->groups[expected->holdings[i]->groups[g]].documents);
}

void rp_compiled_expect_holdings(const struct rampart_compiled *compiled,
                                 struct rampart_request *const *requests, size_t count)
{
    struct expected expected = {.compiled = compiled};
    expect_names(&expected, requests, count);
    expect_holdings(&expected);
}
