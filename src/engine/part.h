/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A unit that stands together from documents: each is a part, with the index that the document has anyway. Enough to
 * find the statements that may bear on a request without looking at the others; decisions that are wanted fast have an
 * index over the whole unit.
 */
#ifndef RP_ENGINE_PART_H
#define RP_ENGINE_PART_H

#include "engine/touch.h"

/* The index names its own rules; in the unit these are the rules from `at` on, or copies of them. */
struct rp_part {
    struct rp_index index;
    size_t at;
    const struct rp_part *next;
};

/* Adds a part to the unit; the index is over one run. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_part_add(struct rp_arena *arena, struct rp_unit *unit, size_t at,
                                const struct rp_index *index);

/* What is looked for: statements about the action and, unless `print` is 0, about the resource. */
struct rp_sought {
    const struct rp_action_print *action;
    uint64_t print;
    struct rp_spelling spelling;
};

/* Everything about the request's action, or if it can be told apart only what may be about its resource. */
struct rp_sought rp_sought_action(const struct rampart_request *request);
struct rp_sought rp_sought_resource(const struct rampart_request *request);

/* How many words the marks of so many rules take. */
static inline size_t rp_mark_words(size_t rules)
{
    return (rules + 63) / 64;
}

/*
 * Marks the rules that may bear on what is sought, whatever is assumed: without case more actions are the same, and that
 * is how they are looked for; and where another reading of resource patterns may match more, none is left out for its
 * resource. `marks` are zero at first. The unit has parts; the index is over one run.
 */
void rp_unit_mark(const struct rp_unit *unit, const struct rp_sought *sought, uint64_t *marks);
void rp_index_mark(const struct rp_index *index, const struct rp_sought *sought, size_t at, uint64_t *marks);

#endif
