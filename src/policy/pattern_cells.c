/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/pattern_cells.h"

#include "base/try.h"
#include "policy/pattern_pair.h"

/* A search that goes on until every cell is met, and none again. */
struct search {
    struct rp_machine *machine;
    struct rp_seen cells; /* the ends of the patterns that match its texts */
    size_t *firsts;       /* by the number of the cell: the set that was met first */
    size_t first_capacity;
};

static const struct rp_machine_limits limits = {RP_CELLS_POSITIONS, RP_CELLS_STATES, RP_CELLS_STEPS};

/* ---- the search ---- */

static enum rampart_status cells_meet(struct search *search, size_t from, uint32_t character)
{
    struct rp_machine *machine = search->machine;
    const size_t before = search->cells.count, set = machine->sets.count;
    size_t cell = 0;
    bool fresh = false;
    RP_TRY(rp_machine_meet(machine, from, character, &fresh));
    if (!fresh) return RAMPART_OK;
    for (size_t i = 0; i < machine->words; i++) machine->next[i] &= machine->end[i];
    RP_TRY(rp_seen_add(&search->cells, machine->next, &cell));
    if (cell < before) return RAMPART_OK;
    size_t *firsts = rp_arena_grow(machine->arena, search->firsts, cell, &search->first_capacity, sizeof *firsts);
    RP_TRY_MEMORY(firsts != NULL);
    firsts[cell] = set;
    search->firsts = firsts;
    return RAMPART_OK;
}

static enum rampart_status cells_search(struct search *search, struct rp_arena *scratch,
                                        const struct rp_cell_pattern *patterns, size_t count)
{
    struct rp_machine *machine = NULL;
    RP_TRY(rp_machine_new(scratch, patterns, count, &limits, &machine));
    *search = (struct search){.machine = machine};
    if (!machine->complete) return RAMPART_OK;
    rp_seen_init(&search->cells, scratch, machine->words);
    rp_machine_begin(machine);
    RP_TRY(cells_meet(search, 0, 0));
    for (size_t at = 0; at < machine->sets.count; at++)
        for (size_t i = rp_machine_next(machine, at, RP_MACHINE_NONE); i != RP_MACHINE_NONE && machine->complete;
             i = rp_machine_next(machine, at, i)) {
            rp_machine_step(machine, at, i);
            RP_TRY(cells_meet(search, at, machine->characters[i]));
        }
    return RAMPART_OK;
}

/* ---- answers ---- */

static enum rampart_status cells_tell(const struct search *search, struct rp_arena *arena, struct rp_cells *ret_cells)
{
    struct rp_cells cells = {.complete = search->machine->complete};
    if (cells.complete) {
        struct rampart_str *texts = RP_NEW_ARRAY(arena, struct rampart_str, search->cells.count);
        RP_TRY_MEMORY(texts != NULL);
        for (; cells.count < search->cells.count; cells.count++)
            RP_TRY(rp_machine_text(search->machine, arena, search->firsts[cells.count], &texts[cells.count]));
        cells.texts = texts;
    }
    *ret_cells = cells;
    return RAMPART_OK;
}

enum rampart_status rp_pattern_cells(struct rp_arena *arena, const struct rp_cell_pattern *patterns,
                                     size_t count, struct rp_cells *ret_cells)
{
    struct rp_arena scratch;
    struct search search;
    rp_arena_init(&scratch, &arena->allocator);
    enum rampart_status status = cells_search(&search, &scratch, patterns, count);
    if (status == RAMPART_OK) status = cells_tell(&search, arena, ret_cells);
    rp_arena_free(&scratch);
    return status;
}

/* A cell that was met is certain even when not every cell was. The first pattern is the whole, the second the part. */
static enum rp_relation cells_relation(const struct search *search)
{
    const struct rp_machine *machine = search->machine;
    bool both = false, only_part = false;
    for (size_t i = 0; i < search->cells.count; i++) {
        const uint64_t *cell = rp_seen_at(&search->cells, i);
        if (!rp_machine_has(cell, machine->ends[1])) continue;
        if (rp_machine_has(cell, machine->ends[0]))
            both = true;
        else
            only_part = true;
    }
    if (both && only_part) return RP_RELATION_SOME;
    if (!machine->complete) return RP_RELATION_UNDECIDED;
    return both ? RP_RELATION_EVERY : RP_RELATION_NONE;
}

/* ---- two patterns ---- */

static enum rampart_status cells_relate(struct rp_arena *scratch, const struct rp_cell_pattern *whole,
                                        const struct rp_cell_pattern *part, enum rp_relation *ret_relation)
{
    const struct rp_cell_pattern patterns[] = {*whole, *part};
    struct search search;
    RP_TRY(rp_pattern_relate_at_sight(scratch, whole, part, ret_relation));
    if (*ret_relation != RP_RELATION_UNDECIDED) return RAMPART_OK;
    RP_TRY(cells_search(&search, scratch, patterns, 2));
    *ret_relation = cells_relation(&search);
    return RAMPART_OK;
}

enum rampart_status rp_pattern_relation(const struct rampart_allocator *allocator,
                                        const struct rp_cell_pattern *whole,
                                        const struct rp_cell_pattern *part, enum rp_relation *ret_relation)
{
    struct rp_arena scratch;
    enum rp_relation relation = RP_RELATION_UNDECIDED;
    rp_arena_init(&scratch, allocator);
    enum rampart_status status = cells_relate(&scratch, whole, part, &relation);
    rp_arena_free(&scratch);
    if (status == RAMPART_OK) *ret_relation = relation;
    return status;
}
