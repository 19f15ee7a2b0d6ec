/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The least policies that allow some actions on some resources. Each action has its own set of resources, and actions with one
 * set share a statement: a statement allows each of its actions on each of its resources, and so nothing that is not needed.
 */
#ifndef RP_WRITE_LEAST_H
#define RP_WRITE_LEAST_H

#include <rampart/needs.h>

#include "base/arena.h"

/* An action on a resource, which may be a pattern; `open` says why it is one. */
struct rp_least_pair {
    struct rampart_str action, arn, open;
    bool reads;
};

/*
 * Makes the policies and lists their stars, in the arena; the pairs are sorted. Errors: RAMPART_LIMIT for a statement that is
 * too long alone; RAMPART_NO_MEMORY.
 */
enum rampart_status rp_least_make(struct rp_arena *arena, struct rp_least_pair *pairs, size_t count,
                                  struct rampart_needs_policies *policies);

#endif
