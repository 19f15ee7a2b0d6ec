/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/part.h"

#include "base/try.h"

enum rampart_status rp_part_add(struct rp_arena *arena, struct rp_unit *unit, size_t at,
                                const struct rp_rule *first, const struct rp_index *index)
{
    struct rp_part *part = RP_NEW(arena, struct rp_part);
    RP_TRY_MEMORY(part != NULL);
    *part = (struct rp_part){*index, first, at, unit->parts};
    unit->parts = part;
    return RAMPART_OK;
}

static void mark_stretch(const struct rp_part *part, const struct rp_stretch *stretch,
                         const struct rp_action_print *action, uint64_t *marks)
{
    for (uint32_t i = 0; i < stretch->count; i++) {
        if ((action->tag_bits & rp_action_bit(stretch->tags[i])) == 0)
            continue; /* most often this is all it takes */
        if (!rp_stretch_is_about(stretch, i, action)) continue;
        size_t number = part->at + (size_t)(stretch->postings[i].rule - part->first);
        marks[number / 64] |= UINT64_C(1) << number % 64;
    }
}

void rp_part_mark(const struct rp_part *part, const struct rp_action_print *action, uint64_t *marks)
{
    struct rp_stretch stretches[RP_ACTION_TAGS];
    size_t count = rp_index_stretches(&part->index, action, stretches);
    for (size_t i = 0; i < count; i++) mark_stretch(part, &stretches[i], action, marks);
}

void rp_unit_mark(const struct rp_unit *unit, const struct rp_action_print *action, uint64_t *marks)
{
    for (const struct rp_part *part = unit->parts; part != NULL; part = part->next)
        if (rp_index_may_match(&part->index, action)) rp_part_mark(part, action, marks);
}
