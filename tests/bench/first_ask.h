/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the first question about an action costs. Who can do it is asked once for each of a few actions that
 * nothing was asked about before, and only that is timed; then every answer is compared with the decision on the
 * principal by itself.
 */
#ifndef RP_TESTS_FIRST_ASK_H
#define RP_TESTS_FIRST_ASK_H

#include <rampart/rampart.h>


enum { FIRST_ASKS = 9 };

struct first_ask {
    double seconds[FIRST_ASKS]; /* the shortest first */
    size_t count;               /* there may be fewer actions */
    size_t wrong;               /* answers */
};

/* About what some of the requests ask for, but not about the action of `but`. False: it failed. */
bool first_ask(const struct rampart_set *compiled, struct rampart_request *const *requests, size_t count,
               const struct rampart_request *but, struct first_ask *ret_asked);

#endif
