/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A pattern is its characters without the stars, and the positions between them: a text leads from position i to
 * i + 1 by a character that fits the i-th, and stays at a position where a star stands. The positions of all
 * patterns are the bits of one set, so one shift moves them all. A text leads from the set of all beginnings to
 * one set; breadth first over the sets, each is met first by a shortest text. Only the characters
 * that some pattern names differ from each other, and one stands for all the rest.
 */
#include "policy/pattern_cells.h"

#include "base/str.h"
#include "base/table.h"
#include "base/try.h"
#include "base/utf8.h"
#include "policy/arn.h"
#include "policy/pattern.h"

enum { WORD = 64, MOST_CASES = 3, NO_STATE = 0, FIRST_STATES = 32, CJK_FIRST = 0x2E80, CJK_LAST = 0xA63F };
enum element { LITERAL, ANY_ONE, ANY_RUN };

struct machine {
    struct rp_arena *arena;
    const struct rp_cell_pattern *patterns;
    size_t pattern_count;
    size_t positions, words;
    uint32_t characters[RP_CELLS_CHARACTERS + 1];
    size_t character_count;
    uint64_t *moves;              /* by character: the positions that it leads on from */
    uint64_t *start, *stay, *end; /* the beginnings, the stars, the ends */
    uint64_t *cross;              /* of the stars those that stand for colons as well */
    uint64_t *next;               /* where the last step led */
    struct rp_seen sets, ends;    /* the sets that texts lead to; and their ends, which are the cells */
    struct state *states;         /* by the number of the set */
    size_t state_capacity;
    size_t steps;
    bool complete;
};

/* The step by which the search met a set first. */
struct state {
    size_t from; /* the set before it */
    uint32_t character;
    bool first; /* of its cell */
};

/* ---- characters ---- */

static enum element cells_take_element(struct rampart_str *rest, bool wild, uint32_t *ret_character)
{
    *ret_character = rp_utf8_decode(*rest);
    *rest = rp_str_from(*rest, rp_utf8_step(*rest, 0));
    if (wild && *ret_character == '*') return ANY_RUN;
    return wild && *ret_character == '?' ? ANY_ONE : LITERAL;
}

/* The characters that are equal to this one but for case. Two letters of ASCII have a third form outside of ASCII. */
static size_t cells_cases(uint32_t character, bool fold, uint32_t *ret_cases)
{
    uint32_t lower = character | 0x20;
    ret_cases[0] = character;
    if (!fold || character >= 0x80 || lower < 'a' || lower > 'z') return 1;
    ret_cases[0] = lower;
    ret_cases[1] = lower - 0x20;
    if (lower != 'k' && lower != 's') return 2;
    ret_cases[2] = lower == 'k' ? 0x212A : 0x17F; /* the sign of the kelvin, the long s */
    return 3;
}

/* True for characters whose other cases are known here: those of ASCII, and of scripts without case. */
static bool cells_know_cases(uint32_t character)
{
    return character < 0x80 || (character >= CJK_FIRST && character <= CJK_LAST);
}

static void machine_add_character(struct machine *machine, uint32_t character)
{
    for (size_t i = 0; i < machine->character_count; i++)
        if (machine->characters[i] == character) return;
    if (machine->character_count == RP_CELLS_CHARACTERS)
        machine->complete = false;
    else
        machine->characters[machine->character_count++] = character;
}

/* Adds a character that no pattern names. */
static void machine_add_other_character(struct machine *machine)
{
    size_t before = machine->character_count;
    for (uint32_t character = 'a'; machine->character_count == before && machine->complete; character++)
        machine_add_character(machine, character);
}

static void machine_measure_pattern(struct machine *machine, const struct rp_cell_pattern *pattern)
{
    struct rampart_str rest = pattern->text;
    while (rest.len > 0 && machine->complete) {
        uint32_t character, cases[MOST_CASES];
        enum element element = cells_take_element(&rest, pattern->wild, &character);
        if (element != ANY_RUN) machine->positions++;
        if (machine->positions > RP_CELLS_POSITIONS) machine->complete = false;
        if (element != LITERAL) continue;
        if (pattern->fold && !cells_know_cases(character)) machine->complete = false;
        for (size_t i = cells_cases(character, pattern->fold, cases); i > 0; i--)
            machine_add_character(machine, cases[i - 1]);
    }
    machine->positions++;
    if (machine->positions > RP_CELLS_POSITIONS) machine->complete = false;
    if (pattern->crossing != RP_CROSSES) machine_add_character(machine, ':');
}

static void machine_measure(struct machine *machine)
{
    machine->complete = true;
    for (size_t i = 0; i < machine->pattern_count && machine->complete; i++)
        machine_measure_pattern(machine, &machine->patterns[i]);
    machine_add_other_character(machine);
    machine->words = (machine->positions + WORD - 1) / WORD;
}

/* ---- positions ---- */

static void cells_set_bit(uint64_t *set, size_t position)
{
    set[position / WORD] |= (uint64_t)1 << position % WORD;
}

static bool cells_has_bit(const uint64_t *set, size_t position)
{
    return (set[position / WORD] >> position % WORD & 1) != 0;
}

static bool cells_fits(uint32_t character, uint32_t named, bool fold)
{
    uint32_t cases[MOST_CASES];
    for (size_t i = cells_cases(named, fold, cases); i > 0; i--)
        if (cases[i - 1] == character) return true;
    return false;
}

/* The length without the stars at the end, which stand for all fields that are left. */
static size_t cells_length_before_stars(struct rampart_str text)
{
    while (rp_str_ends(text, RP_STR("*"))) text.len--;
    return text.len;
}

/* Lets one character of the pattern lead on from the position. */
static void machine_lay_one(struct machine *machine, const struct rp_cell_pattern *pattern, size_t position,
                            uint32_t named, bool any, bool colons)
{
    for (size_t i = 0; i < machine->character_count; i++) {
        const uint32_t character = machine->characters[i];
        if (any ? character != ':' || colons : cells_fits(character, named, pattern->fold))
            cells_set_bit(machine->moves + i * machine->words, position);
    }
}

/* Lays the pattern out from the position on; returns its end. */
static size_t machine_lay_pattern(struct machine *machine, const struct rp_cell_pattern *pattern,
                                  size_t position)
{
    struct rampart_str rest = pattern->text;
    const size_t tail = rest.len - cells_length_before_stars(rest);
    const bool within = pattern->crossing == RP_WITHIN_FIELDS;
    size_t colons = 0;
    cells_set_bit(machine->start, position);
    while (rest.len > 0) {
        uint32_t named;
        bool crosses = within ? colons >= RP_ARN_COLONS || rest.len <= tail : pattern->crossing == RP_CROSSES;
        enum element element = cells_take_element(&rest, pattern->wild, &named);
        if (element == ANY_RUN) {
            cells_set_bit(machine->stay, position);
            if (crosses) cells_set_bit(machine->cross, position);
            continue;
        }
        machine_lay_one(machine, pattern, position++, named, element == ANY_ONE, crosses);
        if (named == ':') colons++;
    }
    cells_set_bit(machine->end, position);
    return position;
}

static enum rampart_status machine_lay(struct machine *machine)
{
    size_t words = machine->words, position = 0;
    uint64_t *sets = RP_NEW_ARRAY(machine->arena, uint64_t, 5 * words);
    machine->moves = RP_NEW_ARRAY(machine->arena, uint64_t, machine->character_count * words);
    RP_TRY_MEMORY(sets != NULL && machine->moves != NULL);
    machine->start = sets;
    machine->stay = sets + words;
    machine->end = sets + 2 * words;
    machine->next = sets + 3 * words;
    machine->cross = sets + 4 * words;
    for (size_t i = 0; i < machine->pattern_count; i++)
        position = machine_lay_pattern(machine, &machine->patterns[i], position) + 1;
    rp_seen_init(&machine->sets, machine->arena, words);
    rp_seen_init(&machine->ends, machine->arena, words);
    return RAMPART_OK;
}

/* ---- the search ---- */

/* No character leads on from the end of a pattern, so nothing is shifted into the next pattern. */
static void machine_step(struct machine *machine, const uint64_t *set, size_t character)
{
    const uint64_t *moves = machine->moves + character * machine->words;
    const uint64_t *stay = machine->characters[character] == ':' ? machine->cross : machine->stay;
    uint64_t carried = 0;
    for (size_t i = 0; i < machine->words; i++) {
        uint64_t moving = set[i] & moves[i];
        machine->next[i] = moving << 1 | carried | (set[i] & stay[i]);
        carried = moving >> (WORD - 1);
    }
    machine->steps += machine->words;
}

static enum rampart_status machine_add_state(struct machine *machine, size_t number, struct state state)
{
    if (number == machine->state_capacity) {
        size_t capacity = number == 0 ? FIRST_STATES : 2 * number;
        struct state *states = RP_NEW_ARRAY(machine->arena, struct state, capacity);
        RP_TRY_MEMORY(states != NULL);
        for (size_t i = 0; i < number; i++) states[i] = machine->states[i];
        machine->states = states;
        machine->state_capacity = capacity;
    }
    machine->states[number] = state;
    return RAMPART_OK;
}

/* Takes the set that a character led to from another one. */
static enum rampart_status machine_meet(struct machine *machine, size_t from, uint32_t character)
{
    size_t number, cell, before = machine->sets.count, cells = machine->ends.count;
    if (before == RP_CELLS_STATES || machine->steps > RP_CELLS_STEPS) {
        machine->complete = false;
        return RAMPART_OK;
    }
    RP_TRY(rp_seen_add(&machine->sets, machine->next, &number));
    if (number < before) return RAMPART_OK;
    for (size_t i = 0; i < machine->words; i++) machine->next[i] &= machine->end[i];
    RP_TRY(rp_seen_add(&machine->ends, machine->next, &cell));
    return machine_add_state(machine, number, (struct state){from, character, cell == cells});
}

static enum rampart_status machine_search(struct machine *machine)
{
    for (size_t i = 0; i < machine->words; i++) machine->next[i] = machine->start[i];
    RP_TRY(machine_meet(machine, NO_STATE, 0));
    for (size_t at = 0; at < machine->sets.count; at++)
        for (size_t i = 0; i < machine->character_count && machine->complete; i++) {
            machine_step(machine, rp_seen_at(&machine->sets, at), i);
            RP_TRY(machine_meet(machine, at, machine->characters[i]));
        }
    return RAMPART_OK;
}

static enum rampart_status machine_follow(struct machine *machine)
{
    machine_measure(machine);
    if (!machine->complete) return RAMPART_OK;
    RP_TRY(machine_lay(machine));
    return machine_search(machine);
}

/* ---- answers ---- */

/* The text that led to the set, read backwards. */
static enum rampart_status machine_text(const struct machine *machine, struct rp_arena *arena, size_t number,
                                        struct rampart_str *ret_text)
{
    char bytes[4];
    size_t len = 0;
    for (size_t at = number; at != NO_STATE; at = machine->states[at].from)
        len += rp_utf8_encode(machine->states[at].character, bytes);
    char *text = RP_NEW_ARRAY(arena, char, len + 1);
    RP_TRY_MEMORY(text != NULL);
    *ret_text = (struct rampart_str){text, len};
    for (size_t at = number; at != NO_STATE; at = machine->states[at].from) {
        size_t width = rp_utf8_encode(machine->states[at].character, bytes);
        for (size_t i = width; i > 0; i--) text[--len] = bytes[i - 1];
    }
    return RAMPART_OK;
}

static enum rampart_status machine_tell_cells(const struct machine *machine, struct rp_arena *arena,
                                              struct rp_cells *ret_cells)
{
    struct rp_cells cells = {.complete = machine->complete};
    if (cells.complete) {
        struct rampart_str *texts = RP_NEW_ARRAY(arena, struct rampart_str, machine->ends.count);
        RP_TRY_MEMORY(texts != NULL);
        for (size_t i = 0; i < machine->sets.count; i++)
            if (machine->states[i].first) RP_TRY(machine_text(machine, arena, i, &texts[cells.count++]));
        cells.texts = texts;
    }
    *ret_cells = cells;
    return RAMPART_OK;
}

static enum rampart_status machine_new(struct rp_arena *arena, const struct rp_cell_pattern *patterns,
                                       size_t count, struct machine **ret_machine)
{
    struct machine *machine = RP_NEW(arena, struct machine);
    RP_TRY_MEMORY(machine != NULL);
    machine->arena = arena;
    machine->patterns = patterns;
    machine->pattern_count = count;
    *ret_machine = machine;
    return machine_follow(machine);
}

enum rampart_status rp_pattern_cells(struct rp_arena *arena, const struct rp_cell_pattern *patterns,
                                     size_t count, struct rp_cells *ret_cells)
{
    struct rp_arena scratch;
    struct machine *machine = NULL;
    rp_arena_init(&scratch, &arena->allocator);
    enum rampart_status status = machine_new(&scratch, patterns, count, &machine);
    if (status == RAMPART_OK) status = machine_tell_cells(machine, arena, ret_cells);
    rp_arena_free(&scratch);
    return status;
}

/* A cell that was met is certain even when not every cell was. */
static enum rp_relation machine_relation(const struct machine *machine)
{
    bool both = false, only_part = false;
    size_t part = machine->positions - 1, whole = 0;
    for (size_t i = 0; i < machine->ends.count; i++) {
        const uint64_t *cell = rp_seen_at(&machine->ends, i);
        while (!cells_has_bit(machine->end, whole))
            whole++; /* the first end; the last is the other pattern's */
        if (!cells_has_bit(cell, part)) continue;
        if (cells_has_bit(cell, whole))
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
    struct machine *machine = NULL;
    RP_TRY(cells_relate_at_sight(scratch, whole, part, ret_relation));
    if (*ret_relation != RP_RELATION_UNDECIDED) return RAMPART_OK;
    RP_TRY(machine_new(scratch, patterns, 2, &machine));
    *ret_relation = machine_relation(machine);
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
