/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A unit that stands together from documents: each is a part, with the index that the document has anyway. Enough to
 * find the statements about an action without looking at the others; decisions that are wanted fast have an index
 * over the whole unit.
 */
#ifndef RP_ENGINE_PART_H
#define RP_ENGINE_PART_H

#include "engine/index.h"

/* The index names the rules from `first` on; in the unit these are the rules from `at` on, or copies of them. */
struct rp_part {
    struct rp_index index;
    const struct rp_rule *first;
    size_t at;
    const struct rp_part *next;
};

/* Adds a part to the unit. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_part_add(struct rp_arena *arena, struct rp_unit *unit, size_t at,
                                const struct rp_rule *first, const struct rp_index *index);

/* How many words the marks of a unit take. */
static inline size_t rp_unit_words(const struct rp_unit *unit)
{
    return (unit->count + 63) / 64;
}

/* The same for the rules of one part. */
void rp_part_mark(const struct rp_part *part, const struct rp_action_print *action, uint64_t *marks);

/*
 * Marks the rules that may be about the action, whatever is assumed of it: without case more actions are the same, and
 * that is how they are looked for. `marks` are zero at first. The unit has parts.
 */
void rp_unit_mark(const struct rp_unit *unit, const struct rp_action_print *action, uint64_t *marks);

#endif
