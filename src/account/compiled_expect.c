/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asking for memory before it is wanted. A large account does not fit into the caches, and of each request one thing
 * leads to the next: the name to who holds what, that to documents, those to their indexes. The way of several requests
 * is gone together, step by step, so that they wait at the same time. This is its first half, up to the documents.
 */
#include "account/compiled.h"

static bool is_made_by_one(const struct rampart_request *request)
{
    enum rp_identity_kind kind = request->identity.kind;
    return request->finished && (kind == RP_IDENTITY_USER || kind == RP_IDENTITY_ROLE);
}

typedef void fetch_name(const struct rp_name_index *index, uint64_t hash);

static void expect_names(const struct rp_compiled *compiled, struct rampart_request *const *requests,
                         size_t count)
{
    static fetch_name *const steps[] = {rp_name_index_fetch_slot, rp_name_index_fetch_item,
                                        rp_name_index_fetch_letters};
    for (size_t step = 0; step < sizeof steps / sizeof *steps; step++)
        for (size_t i = 0; i < count; i++)
            if (is_made_by_one(requests[i])) steps[step](&compiled->names, requests[i]->name_hash);
}

static void expect_documents(const struct rp_compiled *compiled, const struct rp_expected *expected,
                             size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct rp_holdings *holdings = expected[i].holdings;
        for (size_t g = 0; holdings != NULL && g < holdings->group_count; g++)
            rp_prefetch(&compiled->groups[holdings->groups[g]]);
    }
    for (size_t i = 0; i < count; i++) {
        const struct rp_holdings *holdings = expected[i].holdings;
        for (size_t g = 0; holdings != NULL && g < holdings->group_count; g++)
            rp_prefetch(compiled->groups[holdings->groups[g]].documents);
    }
}

void rp_compiled_expect(const struct rp_compiled *compiled, struct rampart_request *const *requests,
                        size_t count, struct rp_expected *ret_expected)
{
    expect_names(compiled, requests, count);
    for (size_t i = 0; i < count; i++) {
        const struct rp_holdings *holdings = NULL;
        bool good = requests[i]->finished && rp_compiled_holdings(compiled, requests[i], &holdings);
        ret_expected[i] = (struct rp_expected){good ? holdings : NULL, good};
        if (ret_expected[i].holdings == NULL) continue;
        rp_prefetch(holdings->own.documents);
        rp_prefetch(holdings->groups);
    }
    expect_documents(compiled, ret_expected, count);
}
