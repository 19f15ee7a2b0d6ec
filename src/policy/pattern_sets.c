/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/pattern_sets.h"

#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "policy/pattern_pair.h"

/* A set as it is searched: what is left of its patterns, and their positions. */
struct left_set {
    struct rp_cell_pattern *patterns; /* in the scratch memory */
    size_t count;
    bool beyond;
    size_t first_word, last_word; /* of its positions */
    uint64_t *mask;               /* its positions, in all words */
};

struct sets_search {
    struct rp_arena *arena;
    struct left_set sets[RP_SETS_MOST];
    size_t count, within; /* those of `within` come first */
    struct rp_machine *machine;
    uint64_t *final; /* positions from which a pattern matches whatever comes */
    size_t found;    /* the set of positions of the text, once one is found */
    bool has_found;
};

/* ---- patterns that have no part in it ---- */

static bool sets_are_apart(const struct left_set *set, const struct rp_cell_pattern *pattern)
{
    for (size_t i = 0; i < set->count; i++)
        if (!rp_patterns_are_apart(&set->patterns[i], pattern)) return false;
    return true;
}

/* Whether the set takes each text of the pattern, as a look at two patterns at a time shows. */
static bool sets_take(const struct left_set *set, const struct rp_cell_pattern *pattern)
{
    for (size_t i = 0; i < set->count; i++)
        if (rp_pattern_takes(&set->patterns[i], pattern)) return true;
    return false;
}

/* Whether no text that is asked about is one of the pattern, which is one of the `of`-th set. */
static bool sets_have_no_use(const struct sets_search *search, size_t of, const struct rp_cell_pattern *pattern)
{
    for (size_t i = 0; i < search->count; i++) {
        if (i == of) continue;
        const struct left_set *other = &search->sets[i];
        if (!other->beyond && sets_are_apart(other, pattern)) return true;
        if (other->beyond && of < search->within && sets_take(other, pattern)) return true;
    }
    return false;
}

/* Leaves out what it can; true: a set that texts must lie in is empty. */
static bool sets_reduce(struct sets_search *search)
{
    for (size_t i = 0; i < search->count; i++) {
        struct left_set *set = &search->sets[i];
        size_t left = 0;
        for (size_t j = 0; j < set->count; j++)
            if (!sets_have_no_use(search, i, &set->patterns[j])) set->patterns[left++] = set->patterns[j];
        set->count = left;
        if (left == 0 && !set->beyond) return true;
    }
    return false;
}

static enum rampart_status sets_take_over(struct sets_search *search, const struct rp_pattern_set *sets, size_t count,
                                          bool beyond)
{
    for (size_t i = 0; i < count; i++) {
        struct left_set *set = &search->sets[search->count++];
        *set = (struct left_set){.count = sets[i].count, .beyond = beyond};
        set->patterns = RP_NEW_ARRAY(search->arena, struct rp_cell_pattern, set->count);
        RP_TRY_MEMORY(set->patterns != NULL);
        for (size_t j = 0; j < set->count; j++) set->patterns[j] = sets[i].patterns[j];
    }
    return RAMPART_OK;
}

/* ---- laying them out ---- */

/* One list of what is left, set after set. */
static enum rampart_status sets_join(const struct sets_search *search, struct rp_cell_pattern **ret_patterns,
                                     size_t *ret_count)
{
    size_t count = 0;
    for (size_t i = 0; i < search->count; i++) count += search->sets[i].count;
    struct rp_cell_pattern *patterns = RP_NEW_ARRAY(search->arena, struct rp_cell_pattern, count);
    RP_TRY_MEMORY(patterns != NULL);
    *ret_patterns = patterns;
    for (size_t i = 0; i < search->count; i++)
        for (size_t j = 0; j < search->sets[i].count; j++) *patterns++ = search->sets[i].patterns[j];
    *ret_count = count;
    return RAMPART_OK;
}

static enum rampart_status sets_lay(struct sets_search *search)
{
    const struct rp_machine *machine = search->machine;
    uint64_t *masks = RP_NEW_ARRAY(search->arena, uint64_t, (search->count + 1) * machine->words);
    RP_TRY_MEMORY(masks != NULL);
    size_t position = 0, pattern = 0;
    for (size_t i = 0; i < search->count; i++, masks += machine->words) {
        struct left_set *set = &search->sets[i];
        set->mask = masks;
        set->first_word = position / RP_MACHINE_WORD;
        pattern += set->count;
        for (; pattern > 0 && position <= machine->ends[pattern - 1]; position++) rp_machine_put(masks, position);
        set->last_word = position == 0 ? 0 : (position - 1) / RP_MACHINE_WORD;
    }
    search->final = masks;
    for (size_t i = 0; i < machine->words; i++) masks[i] = machine->end[i] & machine->stay[i] & machine->cross[i];
    return RAMPART_OK;
}

/* ---- the search ---- */

/* Where the set matches whatever comes, one position says so: all others say no more. Returns whether it does. */
static bool sets_settle(const struct sets_search *search, const struct left_set *set, uint64_t *next)
{
    for (size_t i = set->first_word; i <= set->last_word; i++) {
        const uint64_t final = next[i] & search->final[i] & set->mask[i];
        if (final == 0) continue;
        for (size_t j = set->first_word; j <= set->last_word; j++) next[j] &= ~set->mask[j];
        next[i] |= final & (~final + 1);
        return true;
    }
    return false;
}

static bool sets_has(const struct left_set *set, const uint64_t *next, const uint64_t *among)
{
    for (size_t i = set->first_word; i <= set->last_word; i++)
        if ((next[i] & set->mask[i] & among[i]) != 0) return true;
    return false;
}

/* Whether a text that goes on from here can be one that is looked for; *ret_here: it is one that ends here. */
static bool sets_may_go_on(const struct sets_search *search, uint64_t *next, bool *ret_here)
{
    bool here = true;
    for (size_t i = 0; i < search->count; i++) {
        const struct left_set *set = &search->sets[i];
        if (set->count == 0) continue;
        if (sets_settle(search, set, next) && set->beyond) return false;
        if (!set->beyond && !sets_has(set, next, set->mask)) return false;
        if (sets_has(set, next, search->machine->end) == set->beyond) here = false;
    }
    *ret_here = here;
    return true;
}

static enum rampart_status sets_meet(struct sets_search *search, size_t from, uint32_t character)
{
    struct rp_machine *machine = search->machine;
    const size_t number = machine->sets.count;
    bool here = false, fresh = false;
    if (!sets_may_go_on(search, machine->next, &here)) return RAMPART_OK;
    RP_TRY(rp_machine_meet(machine, from, character, &fresh));
    if (!fresh || !here) return RAMPART_OK;
    search->found = number;
    search->has_found = true;
    return RAMPART_OK;
}

static enum rampart_status sets_search_through(struct sets_search *search)
{
    struct rp_machine *machine = search->machine;
    rp_machine_begin(machine);
    RP_TRY(sets_meet(search, 0, 0));
    for (size_t at = 0; at < machine->sets.count && !search->has_found; at++)
        for (size_t i = rp_machine_next(machine, at, RP_MACHINE_NONE);
             i != RP_MACHINE_NONE && machine->complete && !search->has_found; i = rp_machine_next(machine, at, i)) {
            rp_machine_step(machine, at, i);
            RP_TRY(sets_meet(search, at, machine->characters[i]));
        }
    return RAMPART_OK;
}

/* ---- all of it ---- */

/* Counts what a search took; laying it out takes a step for each position. */
static void sets_count(const struct rp_machine *machine, size_t *steps_left)
{
    const size_t taken = machine->steps + machine->positions;
    if (steps_left != NULL) *steps_left -= taken < *steps_left ? taken : *steps_left;
}

static enum rampart_status sets_find(struct sets_search *search, struct rp_arena *arena, size_t *steps_left,
                                     enum rp_sets_answer *ret_answer, struct rampart_str *ret_text)
{
    struct rp_machine_limits limits = {RP_SETS_POSITIONS, RP_SETS_WORDS, RP_SETS_STEPS};
    if (steps_left != NULL && *steps_left < limits.steps) limits.steps = *steps_left;
    struct rp_cell_pattern *patterns = NULL;
    size_t count = 0;
    *ret_answer = RP_SETS_NONE;
    if (sets_reduce(search)) return RAMPART_OK;
    RP_TRY(sets_join(search, &patterns, &count));
    RP_TRY(rp_machine_new(search->arena, patterns, count, &limits, &search->machine));
    *ret_answer = RP_SETS_UNDECIDED;
    if (!search->machine->complete) return RAMPART_OK;
    search->machine->limits.states /= search->machine->words;
    RP_TRY(sets_lay(search));
    RP_TRY(sets_search_through(search));
    sets_count(search->machine, steps_left);
    if (search->has_found) {
        *ret_answer = RP_SETS_TEXT;
        return rp_machine_text(search->machine, arena, search->found, ret_text);
    }
    if (search->machine->complete) *ret_answer = RP_SETS_NONE;
    return RAMPART_OK;
}

enum rampart_status rp_pattern_sets_find_in(struct rp_arena *arena, const struct rp_sets_question *question,
                                            size_t *steps_left, enum rp_sets_answer *ret_answer,
                                            struct rampart_str *ret_text)
{
    if (question->within_count + question->beyond_count > RP_SETS_MOST) return RAMPART_LIMIT;
    struct rp_arena scratch;
    rp_arena_init(&scratch, &arena->allocator);
    struct sets_search search = {.arena = &scratch, .within = question->within_count};
    enum rp_sets_answer answer = RP_SETS_UNDECIDED;
    enum rampart_status status = sets_take_over(&search, question->within, question->within_count, false);
    if (status == RAMPART_OK) status = sets_take_over(&search, question->beyond, question->beyond_count, true);
    if (status == RAMPART_OK) status = sets_find(&search, arena, steps_left, &answer, ret_text);
    rp_arena_free(&scratch);
    if (status == RAMPART_OK) *ret_answer = answer;
    return status;
}

enum rampart_status rp_pattern_sets_find(struct rp_arena *arena, const struct rp_sets_question *question,
                                         enum rp_sets_answer *ret_answer, struct rampart_str *ret_text)
{
    return rp_pattern_sets_find_in(arena, question, NULL, ret_answer, ret_text);
}
