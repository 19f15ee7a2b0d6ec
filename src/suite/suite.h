/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the room share. */
#ifndef RP_SUITE_SUITE_H
#define RP_SUITE_SUITE_H

#include <rampart/suite.h>

#include "decide/candidates.h"
#include "text/tree.h"

/* A test as it is asked. */
struct rp_suite_test {
    struct rampart_suite_test told; /* what the caller sees */
    struct rp_node *request;        /* its members, with those that it takes over */
    struct rp_span span, by;        /* of the test, and of what has to decide it */
    struct rampart_str time;        /* of the request; empty: it is unknown */
    struct rampart_str policy, statement; /* that has to decide; empty: any */
};

struct rampart_suite {
    struct rp_arena arena; /* holds everything, itself included */
    struct rp_source source;
    struct rampart_limits limits;
    const struct rp_node *defaults; /* NULL: there are none */
    struct rampart_str account;
    struct rampart_strs policies;
    struct rp_suite_test *tests;
    size_t count, room;
};

/* An API that more actions authorise is refused. */
enum { RP_SUITE_PARTS = 8 };

/* The parts of a test's request, one for each action that authorises it, and their decisions. */
struct rp_suite_kept {
    struct rampart_request *requests[RP_SUITE_PARTS];
    struct rampart_decision *decisions[RP_SUITE_PARTS];
    size_t count;
    struct rampart_allocator allocator;
};

/* Whether the decision is the expected one, and the statement has decided that has to. */
bool rp_suite_is_met(const struct rp_suite_test *test, const struct rampart_decision *decision);

/*
 * Gives the only test of `one`, which has no defaults, those of `suite`, as if it stood there. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_suite_take_defaults(const struct rampart_suite *suite, struct rampart_suite *one);

/* Takes down what the request asks of each statement of the set. Errors: as rampart_explain(). */
enum rampart_status rp_coverage_add(struct rampart_coverage *coverage, const struct rampart_set *set,
                                    struct rampart_request *request);

#endif
