/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/text_cells.h"

#include "base/str.h"
#include "base/try.h"
#include "policy/arn.h"
#include "policy/pattern_cells.h"
#include "policy/pattern_pair.h"

enum { MOST_GUESSES = 24, MOST_JOINED = 1 << 12 };

/* ---- one set ---- */

/* Under another reading than the default the text is held against the patterns by the search itself. */
static enum rampart_status text_cells_search_one(struct rp_arena *scratch, const struct rp_cell_pattern *pattern,
                                                 struct rampart_str text, bool *ret_match)
{
    const struct rp_cell_pattern itself = {.text = text};
    const struct rp_pattern_set sets[] = {{pattern, 1}, {&itself, 1}};
    const struct rp_sets_question question = {.within = sets, .within_count = 2};
    enum rp_sets_answer answer = RP_SETS_UNDECIDED;
    struct rampart_str found;
    if (rp_pattern_match_at_sight(pattern, text, ret_match)) return RAMPART_OK;
    RP_TRY(rp_pattern_sets_find(scratch, &question, &answer, &found));
    if (answer == RP_SETS_UNDECIDED) return RAMPART_LIMIT;
    *ret_match = answer == RP_SETS_TEXT;
    return RAMPART_OK;
}

static size_t text_cells_colons(struct rampart_str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) count += text.data[i] == ':';
    return count;
}

/* A text with as many colons as the pattern leaves none to its wildcards, so that every reading matches it alike. */
static bool text_cells_is_as_read(const struct rp_cell_pattern *pattern, struct rampart_str text)
{
    return pattern->crossing == RP_CROSSES || text_cells_colons(pattern->text) == text_cells_colons(text);
}

enum rampart_status rp_text_set_has(struct rp_arena *scratch, struct rp_matcher *matcher, const struct rp_text_set *set,
                                    struct rampart_str text, bool *ret_has)
{
    bool match = false;
    for (size_t i = 0; i < set->count && !match; i++) {
        const bool matched = set->matchers != NULL && set->patterns[i].wild;
        if (matched) RP_TRY(rp_pattern_match(&set->matchers[i], matcher, text, &match));
        if (!matched || (match && !text_cells_is_as_read(&set->patterns[i], text)))
            RP_TRY(text_cells_search_one(scratch, &set->patterns[i], text, &match));
    }
    *ret_has = match != set->negated;
    return RAMPART_OK;
}

enum rampart_status rp_text_cells_has(const struct rp_text_cells *cells, struct rp_arena *scratch, const bool *in,
                                      struct rampart_str text, bool *ret_has)
{
    bool has = true, one = false;
    for (size_t i = 0; i < cells->within_count && has; i++)
        RP_TRY(rp_text_set_has(scratch, cells->matcher, cells->within[i], text, &has));
    for (size_t i = 0; i < cells->count && has; i++) {
        RP_TRY(rp_text_set_has(scratch, cells->matcher, cells->sets[i], text, &one));
        has = one == in[i];
    }
    *ret_has = has;
    return RAMPART_OK;
}

/* ---- a text of a cell ---- */

static size_t text_cells_beyond_count(const struct rp_text_set *const *sets, const bool *in, size_t count)
{
    size_t beyond = 0;
    for (size_t i = 0; i < count; i++)
        if (in[i] == sets[i]->negated) beyond += sets[i]->count;
    return beyond;
}

/* What lies beyond several sets lies beyond one that has all their patterns. */
enum rampart_status rp_text_cell_find(struct rp_arena *arena, const struct rp_text_set *const *sets, const bool *in,
                                      size_t count, size_t *steps_left, enum rp_sets_answer *ret_answer,
                                      struct rampart_str *ret_text)
{
    struct rp_pattern_set within[RP_SETS_MOST];
    const size_t beyond = text_cells_beyond_count(sets, in, count);
    struct rp_arena scratch;
    rp_arena_init(&scratch, &arena->allocator);
    struct rp_cell_pattern *patterns = RP_NEW_ARRAY(&scratch, struct rp_cell_pattern, beyond);
    RP_TRY_MEMORY(patterns != NULL);
    struct rp_pattern_set outside = {patterns, beyond};
    struct rp_sets_question question = {.within = within, .beyond = &outside, .beyond_count = 1};
    *ret_answer = RP_SETS_UNDECIDED;
    for (size_t i = 0; i < count; i++) {
        if (in[i] == sets[i]->negated) {
            for (size_t k = 0; k < sets[i]->count; k++) *patterns++ = sets[i]->patterns[k];
        } else {
            if (question.within_count == RP_SETS_MOST - 1) break;
            within[question.within_count++] = (struct rp_pattern_set){sets[i]->patterns, sets[i]->count};
        }
    }
    enum rampart_status status = RAMPART_OK;
    if (question.within_count < RP_SETS_MOST - 1)
        status = rp_pattern_sets_find_in(arena, &question, steps_left, ret_answer, ret_text);
    rp_arena_free(&scratch);
    return status;
}

/* ---- the walk ---- */

struct text_walk {
    struct rp_text_cells *cells;
    struct rp_arena scratch;
    const struct rp_text_set **chosen; /* those of `within`, then those that split, in their order */
    bool *chosen_in;
    size_t *splits; /* the numbers of these sets */
    size_t split_count;
    bool *in; /* of every set */
    size_t searches;
};

enum side { SIDE_OPEN, SIDE_IN, SIDE_OUT };

/* The side of the set's patterns that all texts of one set lie on, as a look at pairs of patterns shows. */
static enum side text_cells_side(const struct rp_text_set *within, const struct rp_text_set *set)
{
    bool all_taken = true, all_apart = true;
    if (within->negated) return SIDE_OPEN;
    if (within == set) return SIDE_IN;
    for (size_t i = 0; i < within->count && (all_taken || all_apart); i++) {
        bool taken = false;
        for (size_t k = 0; k < set->count && (all_taken || all_apart); k++) {
            if (rp_patterns_are_apart(&set->patterns[k], &within->patterns[i])) continue;
            all_apart = false;
            taken |= all_taken && !taken && rp_pattern_takes(&set->patterns[k], &within->patterns[i]);
        }
        all_taken &= taken;
    }
    if (all_apart) return SIDE_OUT;
    return all_taken ? SIDE_IN : SIDE_OPEN;
}

static enum side text_cells_settle(const struct rp_text_cells *cells, const struct rp_text_set *set)
{
    enum side side = SIDE_OPEN;
    for (size_t i = 1; i < cells->within_count && side == SIDE_OPEN; i++) side = text_cells_side(cells->within[i], set);
    if (side == SIDE_OPEN || !set->negated) return side;
    return side == SIDE_IN ? SIDE_OUT : SIDE_IN;
}

static enum rampart_status text_cells_prepare(struct text_walk *walk)
{
    const struct rp_text_cells *cells = walk->cells;
    const size_t most = cells->within_count + cells->count;
    walk->chosen = RP_NEW_ARRAY(&walk->scratch, const struct rp_text_set *, most);
    walk->chosen_in = RP_NEW_ARRAY(&walk->scratch, bool, most);
    walk->splits = RP_NEW_ARRAY(&walk->scratch, size_t, cells->count);
    walk->in = RP_NEW_ARRAY(&walk->scratch, bool, cells->count);
    RP_TRY_MEMORY(walk->chosen != NULL && walk->chosen_in != NULL && walk->splits != NULL && walk->in != NULL);
    for (size_t i = 0; i < cells->within_count; i++) {
        walk->chosen[i] = cells->within[i];
        walk->chosen_in[i] = true;
    }
    for (size_t i = 0; i < cells->count; i++) {
        const enum side side = text_cells_settle(cells, cells->sets[i]);
        walk->in[i] = side == SIDE_IN;
        if (side != SIDE_OPEN) continue;
        walk->chosen[cells->within_count + walk->split_count] = cells->sets[i];
        walk->splits[walk->split_count++] = i;
    }
    return RAMPART_OK;
}

/* ---- a text by a guess ---- */

static enum rampart_status text_cells_is_chosen(struct text_walk *walk, size_t count, struct rampart_str text,
                                                bool *ret_is)
{
    bool has = false;
    *ret_is = true;
    for (size_t i = 0; i < count && *ret_is; i++) {
        RP_TRY(rp_text_set_has(&walk->scratch, walk->cells->matcher, walk->chosen[i], text, &has));
        *ret_is = has == walk->chosen_in[i];
    }
    return RAMPART_OK;
}

/* An ARN that ends early, with its fields empty: "acs:rds:*" is a pattern of ARNs of which "acs:rds:::" is one. */
static enum rampart_status text_cells_try_filled(struct text_walk *walk, size_t count, bool *ret_found,
                                                 struct rampart_str *text)
{
    const size_t colons = text_cells_colons(*text);
    if (colons == 0 || colons >= RP_ARN_COLONS) return RAMPART_OK;
    const struct rampart_str parts[] = {*text, rp_str_part(RP_STR("::::"), 0, RP_ARN_COLONS - colons)};
    RP_TRY_MEMORY(rp_arena_join(walk->cells->arena, parts, 2, text));
    return text_cells_is_chosen(walk, count, *text, ret_found);
}

/* What is no pattern among all that there is: "*" of operations without resources. */
static enum rampart_status text_cells_try_literal(struct text_walk *walk, size_t count, bool *ret_found,
                                                  struct rampart_str *ret_text)
{
    const struct rp_text_set *every = walk->chosen[0];
    for (size_t k = 0; k < every->count && !*ret_found; k++) {
        if (every->patterns[k].wild) continue;
        *ret_text = every->patterns[k].text;
        RP_TRY(text_cells_is_chosen(walk, count, *ret_text, ret_found));
    }
    return RAMPART_OK;
}

/* Nearly every cell has a text that one of its patterns shows at sight. */
static enum rampart_status text_cells_try_one(struct text_walk *walk, size_t count, bool *ret_found, struct rampart_str *ret_text)
{
    size_t guesses = 0;
    for (size_t i = count; i-- > 1 && !*ret_found;) {
        const struct rp_text_set *set = walk->chosen[i];
        if (walk->chosen_in[i] == set->negated || set->matchers == NULL) continue;
        for (size_t k = 0; k < set->count && !*ret_found; k++) {
            if (guesses++ == MOST_GUESSES) return RAMPART_OK;
            RP_TRY_MEMORY(rp_pattern_guess(walk->cells->arena, set->patterns[k].text, ret_text));
            RP_TRY(text_cells_is_chosen(walk, count, *ret_text, ret_found));
            if (!*ret_found) RP_TRY(text_cells_try_filled(walk, count, ret_found, ret_text));
        }
    }
    return RAMPART_OK;
}

/* The text, and what a pattern has behind the beginning that it shares with the text: a star before it takes in the text. */
static enum rampart_status text_cells_append(struct text_walk *walk, struct rampart_str pattern, struct rampart_str *text)
{
    struct rampart_str more;
    size_t head = 0;
    while (head < pattern.len && head < text->len && pattern.data[head] == text->data[head]) head++;
    RP_TRY_MEMORY(rp_pattern_guess(walk->cells->arena, rp_str_from(pattern, head), &more));
    const struct rampart_str parts[] = {*text, more};
    return rp_arena_join(walk->cells->arena, parts, 2, text) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* The same within what is asked about, where that is one pattern: what a statement names by its end alone lies there. */
static enum rampart_status text_cells_try_met(struct text_walk *walk, size_t count, bool *ret_found, struct rampart_str *ret_text)
{
    const struct rp_text_set *asked = walk->chosen[walk->cells->within_count - 1];
    size_t guesses = 0;
    if (walk->cells->within_count < 2 || asked->negated || asked->count != 1) return RAMPART_OK;
    for (size_t i = count; i-- > walk->cells->within_count && !*ret_found;) {
        const struct rp_text_set *set = walk->chosen[i];
        if (walk->chosen_in[i] == set->negated || set->matchers == NULL) continue;
        for (size_t k = 0; k < set->count && !*ret_found; k++) {
            if (guesses++ == MOST_GUESSES) return RAMPART_OK;
            RP_TRY(rp_patterns_guess_both(walk->cells->arena, asked->patterns->text, set->patterns[k].text, ret_text));
            if (ret_text->len > 0) RP_TRY(text_cells_is_chosen(walk, count, *ret_text, ret_found));
        }
    }
    return RAMPART_OK;
}

/*
 * A cell within several patterns whose stars cross colons mostly has a text that shows them one after another. A search for
 * it goes through all their orders.
 */
static enum rampart_status text_cells_try_joined(struct text_walk *walk, size_t count, bool *ret_found, struct rampart_str *ret_text)
{
    struct rampart_str text = RP_STR("");
    for (size_t i = 1; i < count; i++) {
        const struct rp_text_set *set = walk->chosen[i];
        bool has = false;
        if (walk->chosen_in[i] == set->negated || set->matchers == NULL || set->count == 0) continue;
        RP_TRY(rp_text_set_has(&walk->scratch, walk->cells->matcher, set, text, &has));
        if (!has) RP_TRY(text_cells_append(walk, set->patterns[0].text, &text));
        if (text.len > MOST_JOINED) return RAMPART_OK;
    }
    *ret_text = text;
    return text_cells_is_chosen(walk, count, text, ret_found);
}

static enum rampart_status text_cells_try(struct text_walk *walk, size_t count, bool *ret_found, struct rampart_str *ret_text)
{
    RP_TRY(text_cells_try_literal(walk, count, ret_found, ret_text));
    if (!*ret_found) RP_TRY(text_cells_try_one(walk, count, ret_found, ret_text));
    if (!*ret_found) RP_TRY(text_cells_try_met(walk, count, ret_found, ret_text));
    return *ret_found ? RAMPART_OK : text_cells_try_joined(walk, count, ret_found, ret_text);
}

/* A text that lies as chosen in the first `depth` sets that split. */
static enum rampart_status text_cells_find(struct text_walk *walk, size_t depth, bool *ret_found,
                                           struct rampart_str *ret_text)
{
    enum rp_sets_answer answer = RP_SETS_UNDECIDED;
    *ret_found = false;
    RP_TRY(text_cells_try(walk, walk->cells->within_count + depth, ret_found, ret_text));
    if (*ret_found) return RAMPART_OK;
    if (walk->searches++ < RP_TEXT_CELLS_SEARCHES)
        RP_TRY(rp_text_cell_find(walk->cells->arena, walk->chosen, walk->chosen_in, walk->cells->within_count + depth,
                                 walk->cells->steps_left, &answer, ret_text));
    walk->cells->incomplete |= answer == RP_SETS_UNDECIDED;
    *ret_found = answer == RP_SETS_TEXT;
    return RAMPART_OK;
}

/* As deep as RP_TEXT_CELLS_SPLITS: the text lies as chosen in the sets before `depth`. */
static enum rampart_status text_cells_descend(struct text_walk *walk, size_t depth, struct rampart_str text)
{
    struct rp_text_cells *cells = walk->cells;
    if (cells->stop) return RAMPART_OK;
    if (depth == walk->split_count) return cells->visit(cells->context, walk->in, text);
    const size_t number = walk->splits[depth];
    bool *chosen = &walk->chosen_in[cells->within_count + depth], has = false, found = false;
    struct rampart_str other;
    RP_TRY(rp_text_set_has(&walk->scratch, cells->matcher, cells->sets[number], text, &has));
    walk->in[number] = *chosen = has;
    RP_TRY(text_cells_descend(walk, depth + 1, text));
    walk->in[number] = *chosen = !has;
    if (!cells->stop) RP_TRY(text_cells_find(walk, depth + 1, &found, &other));
    return found ? text_cells_descend(walk, depth + 1, other) : RAMPART_OK;
}

static enum rampart_status text_cells_walk(struct text_walk *walk)
{
    struct rampart_str text;
    bool found = false;
    RP_TRY(text_cells_prepare(walk));
    if (walk->split_count > RP_TEXT_CELLS_SPLITS) {
        walk->cells->incomplete = true;
        return RAMPART_OK;
    }
    RP_TRY(text_cells_find(walk, 0, &found, &text));
    return found ? text_cells_descend(walk, 0, text) : RAMPART_OK;
}

enum rampart_status rp_text_cells_walk(struct rp_text_cells *cells)
{
    struct text_walk walk = {.cells = cells};
    rp_arena_init(&walk.scratch, &cells->arena->allocator);
    cells->stop = cells->incomplete = false;
    enum rampart_status status = text_cells_walk(&walk);
    rp_arena_free(&walk.scratch);
    return status;
}
