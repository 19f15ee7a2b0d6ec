/* SPDX-License-Identifier: Apache-2.0 */
#include "decide/part.h"

#include "base/try.h"

enum rampart_status rp_part_add(struct rp_arena *arena, struct rp_unit *unit, size_t at,
                                const struct rp_index *index)
{
    struct rp_index_part *part = RP_NEW(arena, struct rp_index_part);
    RP_TRY_MEMORY(part != NULL);
    *part = (struct rp_index_part){*index, at, unit->parts};
    unit->parts = part;
    return RAMPART_OK;
}

/* A fingerprint speaks of one resource, and of patterns as they are read by default. */
struct rp_sought rp_sought_by(const struct rampart_request *request, unsigned assumed)
{
    struct rp_sought sought = {.action = &request->action_print};
    if (request->resource_count != 1 || request->area) return sought;
    if ((assumed & RP_ASSUMED_RESOURCES) != 0) return sought;
    sought.print = request->resources->print;
    sought.spelling = request->resources->spelling;
    return sought;
}

/* Where some pattern may match more under another reading, the fingerprint of every resource is looked for. */
static uint64_t print_in(const struct rp_index *index, const struct rp_sought *sought)
{
    bool open = sought->print != 0 && rp_open_readings(index->readings, index->colons, sought->spelling) != 0;
    return open ? 0 : sought->print;
}

/* What is sought in one index, and where the marks of its rules begin. */
struct marking {
    const struct rp_action_print *action;
    uint64_t print;
    const struct rp_rule *rules;
    size_t at;
    struct rp_marks marks;
};

static void set(uint64_t *marks, size_t number)
{
    marks[number / 64] |= UINT64_C(1) << number % 64;
}

static void mark_stretch(const struct marking *marking, const struct rp_stretch *stretch)
{
    const struct rp_action_print *action = marking->action;
    for (uint32_t i = 0; i < stretch->count; i++) {
        if (!rp_stretch_is_about(stretch, i, action)) continue;
        const struct rp_posting *posting = &stretch->postings[i];
        size_t number = marking->at + (size_t)(posting->rule - marking->rules);
        if (marking->marks.about != NULL) set(marking->marks.about, number);
        if (rp_resource_may_match(posting->resources, marking->print)) set(marking->marks.bears, number);
    }
}

void rp_index_mark(const struct rp_index *index, const struct rp_sought *sought, size_t at,
                   struct rp_marks marks)
{
    const struct marking marking = {sought->action, print_in(index, sought), index->rules, at, marks};
    struct rp_stretch stretches[RP_ACTION_TAGS];
    size_t count = rp_index_stretches(index, sought->action, stretches);
    for (size_t i = 0; i < count; i++) mark_stretch(&marking, &stretches[i]);
}

void rp_unit_mark(const struct rp_unit *unit, const struct rp_sought *sought, struct rp_marks marks)
{
    for (const struct rp_index_part *part = unit->parts; part != NULL; part = part->next)
        if (rp_index_may_match(&part->index, sought->action))
            rp_index_mark(&part->index, sought, part->at, marks);
}
