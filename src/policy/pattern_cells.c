/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/pattern_cells.h"

#include "base/str.h"
#include "base/try.h"
#include "policy/pattern.h"

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
        for (size_t i = 0; i < machine->character_count && machine->complete; i++) {
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

/* ---- pairs that need no search ---- */

/* The length of the text up to the first wildcard; all of it when there is none. */
static size_t cells_head_length(const struct rp_cell_pattern *pattern)
{
    return pattern->wild ? rp_literal_length(pattern->text) : pattern->text.len;
}

/* The same from the last wildcard to the end. */
static size_t cells_tail_length(const struct rp_cell_pattern *pattern)
{
    struct rampart_str text = pattern->text;
    size_t at = text.len;
    while (at > 0 && !(pattern->wild && (text.data[at - 1] == '*' || text.data[at - 1] == '?'))) at--;
    return text.len - at;
}

static bool cells_is_literal(const struct rp_cell_pattern *pattern)
{
    return cells_head_length(pattern) == pattern->text.len;
}

/* True when no text can have both beginnings, or both ends. */
static bool cells_are_apart(const struct rp_cell_pattern *a, const struct rp_cell_pattern *b)
{
    size_t head_a = cells_head_length(a), head_b = cells_head_length(b),
           head = head_a < head_b ? head_a : head_b;
    size_t tail_a = cells_tail_length(a), tail_b = cells_tail_length(b),
           tail = tail_a < tail_b ? tail_a : tail_b;
    return !rp_str_equal(rp_str_part(a->text, 0, head), rp_str_part(b->text, 0, head)) ||
           !rp_str_equal(rp_str_from(a->text, a->text.len - tail), rp_str_from(b->text, b->text.len - tail));
}

/* True when `whole` is a beginning and one star, and every text of `part` has that beginning. */
static bool cells_take_all_after(const struct rp_cell_pattern *whole, const struct rp_cell_pattern *part)
{
    size_t head = cells_head_length(whole);
    return head + 1 == whole->text.len && whole->text.data[head] == '*' && cells_head_length(part) >= head &&
           rp_str_starts(part->text, rp_str_part(whole->text, 0, head));
}

/* Holds one text against a pattern with stars: SOME when the pattern matches it, since it matches others too. */
static enum rampart_status cells_relate_literal(struct rp_arena *scratch, struct rampart_str text,
                                                const struct rp_cell_pattern *part,
                                                enum rp_relation *ret_relation)
{
    struct rp_pattern pattern;
    bool match = false;
    RP_TRY(rp_pattern_compile(scratch, part->text, &pattern));
    RP_TRY(rp_pattern_match(&pattern, NULL, text, &match)); /* without `?` nothing else is needed */
    *ret_relation = match ? RP_RELATION_SOME : RP_RELATION_NONE;
    return RAMPART_OK;
}

/* For most pairs of patterns a look at their beginnings and ends is enough. UNDECIDED: it is not. */
static enum rampart_status cells_relate_at_sight(struct rp_arena *scratch,
                                                 const struct rp_cell_pattern *whole,
                                                 const struct rp_cell_pattern *part,
                                                 enum rp_relation *ret_relation)
{
    *ret_relation = RP_RELATION_UNDECIDED;
    if (whole->fold || part->fold) return RAMPART_OK;
    bool same = whole->wild == part->wild && rp_str_equal(whole->text, part->text);
    if (same || cells_take_all_after(whole, part))
        *ret_relation = RP_RELATION_EVERY;
    else if (cells_are_apart(whole, part))
        *ret_relation = RP_RELATION_NONE;
    else if (cells_is_literal(whole) && !cells_is_literal(part) &&
             rp_str_find(part->text, '?') == part->text.len)
        RP_TRY(cells_relate_literal(scratch, whole->text, part, ret_relation));
    if (part->crossing != RP_CROSSES && *ret_relation == RP_RELATION_SOME)
        *ret_relation = RP_RELATION_UNDECIDED;
    return RAMPART_OK;
}

static enum rampart_status cells_relate(struct rp_arena *scratch, const struct rp_cell_pattern *whole,
                                        const struct rp_cell_pattern *part, enum rp_relation *ret_relation)
{
    const struct rp_cell_pattern patterns[] = {*whole, *part};
    struct search search;
    RP_TRY(cells_relate_at_sight(scratch, whole, part, ret_relation));
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
