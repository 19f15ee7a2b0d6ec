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
    struct rampart_str account;
    struct rampart_strs policies;
    struct rp_suite_test *tests;
    size_t count, room;
};

/* Takes down what the request asks of each statement of the set. Errors: as rampart_explain(). */
enum rampart_status rp_coverage_add(struct rampart_coverage *coverage, const struct rampart_set *set,
                                    struct rampart_request *request);

#endif
