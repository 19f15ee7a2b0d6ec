/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asking for memory before it is wanted. A large account does not fit into the caches, and of each request one thing
 * leads to the next: the name to who holds what, that to documents, those to their indexes. The way of several requests
 * is gone together, step by step, so that they wait at the same time.
 */
#include "account/compiled.h"

enum { TOGETHER = 16 };

/* Those of the requests that a user or a role makes. */
struct expected {
    const struct rampart_compiled *compiled;
    const struct rampart_request *requests[TOGETHER];
    const struct rp_holdings *holdings[TOGETHER];
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
        __builtin_prefetch(holdings->own.documents);
        __builtin_prefetch(holdings->groups);
        expected->requests[count] = expected->requests[i];
        expected->holdings[count++] = holdings;
    }
    expected->count = count;
    for (size_t i = 0; i < count; i++)
        for (size_t g = 0; g < expected->holdings[i]->group_count; g++)
            __builtin_prefetch(&expected->compiled->groups[expected->holdings[i]->groups[g]]);
    for (size_t i = 0; i < count; i++)
        for (size_t g = 0; g < expected->holdings[i]->group_count; g++)
            __builtin_prefetch(expected->compiled->groups[expected->holdings[i]->groups[g]].documents);
}

/* What is done with each index that a principal holds. */
typedef void expect_index(const struct rampart_compiled *compiled, uint32_t document,
                          const struct rp_action_print *action);

static void expect_one(const struct rampart_compiled *compiled, uint32_t document,
                       const struct rp_action_print *action)
{
    (void)action;
    __builtin_prefetch(&compiled->indexes[document]);
}

static void expect_postings(const struct rampart_compiled *compiled, uint32_t document,
                            const struct rp_action_print *action)
{
    const struct rp_index *index = &compiled->indexes[document];
    if (!rp_index_may_match(index, action)) return;
    __builtin_prefetch(index->posting_tags);
    __builtin_prefetch(index->postings);
    __builtin_prefetch(&compiled->documents[document]);
    __builtin_prefetch(&compiled->documents[document].unit.rules);
}

static void each_index(const struct expected *expected, const struct rp_holder *holder,
                       const struct rp_action_print *action, expect_index *expect)
{
    for (uint32_t i = 0; i < holder->count; i++) expect(expected->compiled, holder->documents[i], action);
}

static void expect_documents(const struct expected *expected, expect_index *expect)
{
    for (size_t i = 0; i < expected->count; i++) {
        const struct rp_holdings *holdings = expected->holdings[i];
        const struct rp_action_print *action = &expected->requests[i]->action_print;
        each_index(expected, &holdings->own, action, expect);
        for (size_t g = 0; g < holdings->group_count; g++)
            each_index(expected, &expected->compiled->groups[holdings->groups[g]], action, expect);
    }
}

void rp_compiled_expect_holdings(const struct rampart_compiled *compiled,
                                 struct rampart_request *const *requests, size_t count)
{
    for (size_t i = 0; i < count; i += TOGETHER) {
        struct expected expected = {.compiled = compiled};
        expect_names(&expected, requests + i, count - i < TOGETHER ? count - i : TOGETHER);
        expect_holdings(&expected);
    }
}

void rampart_compiled_expect(const struct rampart_compiled *compiled, struct rampart_request *const *requests,
                             size_t count)
{
    if (compiled == NULL || requests == NULL) return;
    for (size_t i = 0; i < count; i += TOGETHER) {
        struct expected expected = {.compiled = compiled};
        expect_names(&expected, requests + i, count - i < TOGETHER ? count - i : TOGETHER);
        expect_holdings(&expected);
        expect_documents(&expected, expect_one);
        expect_documents(&expected, expect_postings);
    }
}
