/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fast ways the library offers to decide many requests of one account: the only file of the benchmark that
 * knows them. The account is compiled once; each principal that asks has a slice of it.
 */
#ifndef RP_TESTS_DECIDER_H
#define RP_TESTS_DECIDER_H

#include <rampart/rampart.h>

struct decider {
    struct rampart_compiled *compiled;
    struct rampart_request *const *requests;
    struct rampart_rules **rules; /* by request; those of one principal share its slice */
    size_t count;
    struct rampart_rules **sets; /* each once */
    size_t set_count;
};

/* Everything that can be done before the first request. Account and requests must outlive the decider. */
bool decider_open(const struct rampart_account *account, struct rampart_request *const *requests,
                  size_t count, struct decider *ret_decider);
void decider_close(struct decider *decider);

/* Decides request `i` by its principal's slice. */
static inline enum rampart_status decider_decide(const struct decider *decider, size_t i,
                                                 struct rampart_verdict *ret_verdict)
{
    return rampart_decide(decider->rules[i], decider->requests[i], ret_verdict);
}

/* The same by the account. */
static inline enum rampart_status decider_decide_by_account(const struct decider *decider, size_t i,
                                                            struct rampart_verdict *ret_verdict)
{
    return rampart_compiled_decide(decider->compiled, decider->requests[i], NULL, ret_verdict);
}

enum { DECIDER_TOGETHER = 16 };

/* The same of request `i` and those behind it, DECIDER_TOGETHER of them or as many as there are. */
static inline enum rampart_status decider_decide_together(const struct decider *decider, size_t i,
                                                          struct rampart_verdict *ret_verdicts)
{
    enum rampart_status statuses[DECIDER_TOGETHER], worst = RAMPART_OK;
    size_t left = decider->count - i, count = left < DECIDER_TOGETHER ? left : DECIDER_TOGETHER;

    rampart_compiled_decide_together(decider->compiled, decider->requests + i, count, ret_verdicts, statuses);
    for (size_t k = 0; k < count; k++)
        if (statuses[k] != RAMPART_OK) worst = statuses[k];
    return worst;
}

/* Decides it by the slice, with its reasons, which the caller frees. */
static inline enum rampart_status decider_explain(const struct decider *decider, size_t i,
                                                  struct rampart_decision **ret_decision)
{
    return rampart_explain(NULL, decider->rules[i], decider->requests[i], ret_decision);
}

#endif
