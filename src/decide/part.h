/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A unit that stands together from documents: each is a part, with the index that the document has anyway. Enough to
 * find the statements that may bear on a request without looking at the others; decisions that are wanted fast have an
 * index over the whole unit.
 */
#ifndef RP_ENGINE_PART_H
#define RP_ENGINE_PART_H

#include "decide/touch.h"

/* The index names its own rules; in the unit these are the rules from `at` on, or copies of them. */
struct rp_index_part {
    struct rp_index index;
    size_t at;
    const struct rp_index_part *next;
};

/* Adds a part to the unit; the index is over one run. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_part_add(struct rp_arena *arena, struct rp_unit *unit, size_t at,
                                const struct rp_index *index);

/*
 * What is looked for: statements about the action and, unless `print` is 0, about the resource. Several resources, and
 * those that are read otherwise than by default, are not told apart.
 */
struct rp_sought {
    const struct rp_action_print *action;
    uint64_t print;
    struct rp_spelling spelling;
};

struct rp_sought rp_sought_by(const struct rampart_request *request, unsigned assumed);

/* A bit for each rule; zero at first. */
struct rp_marks {
    uint64_t *about; /* it may be about the action; NULL: not wanted */
    uint64_t *bears; /* it may bear on what is sought */
};

/* How many words the marks of so many rules take. */
static inline size_t rp_mark_words(size_t rules)
{
    return (rules + 63) / 64;
}

/*
 * Marks rules, whatever is assumed: without case more actions are the same, and that is how they are looked for; and where
 * another reading of resource patterns may match more, none is left out for its resource. The unit has parts; the index is
 * over one run, whose rules are numbered from `at` on.
 */
void rp_unit_mark(const struct rp_unit *unit, const struct rp_sought *sought, struct rp_marks marks);
void rp_index_mark(const struct rp_index *index, const struct rp_sought *sought, size_t at,
                   struct rp_marks marks);

#endif
