/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/pattern_machine.h"

#include "base/str.h"
#include "base/try.h"
#include "base/utf8.h"
#include "policy/arn.h"

enum { MOST_CASES = 3, FIRST_STATES = 32, CJK_FIRST = 0x2E80, CJK_LAST = 0xA63F };
enum element { LITERAL, ANY_ONE, ANY_RUN };

/* ---- characters ---- */

static enum element machine_take_element(struct rampart_str *rest, bool wild, uint32_t *ret_character)
{
    *ret_character = rp_utf8_decode(*rest);
    *rest = rp_str_from(*rest, rp_utf8_step(*rest, 0));
    if (wild && *ret_character == '*') return ANY_RUN;
    return wild && *ret_character == '?' ? ANY_ONE : LITERAL;
}

/* The characters that are equal to this one but for case. Two letters of ASCII have a third form outside of ASCII. */
static size_t machine_cases(uint32_t character, bool fold, uint32_t *ret_cases)
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
static bool machine_knows_cases(uint32_t character)
{
    return character < 0x80 || (character >= CJK_FIRST && character <= CJK_LAST);
}

static void machine_add_character(struct rp_machine *machine, uint32_t character)
{
    for (size_t i = 0; i < machine->character_count; i++)
        if (machine->characters[i] == character) return;
    if (machine->character_count == RP_MACHINE_CHARACTERS)
        machine->complete = false;
    else
        machine->characters[machine->character_count++] = character;
}

/* Adds a character that no pattern names. */
static void machine_add_other_character(struct rp_machine *machine)
{
    size_t before = machine->character_count;
    for (uint32_t character = 'a'; machine->character_count == before && machine->complete; character++)
        machine_add_character(machine, character);
}

static void machine_measure_pattern(struct rp_machine *machine, const struct rp_cell_pattern *pattern)
{
    struct rampart_str rest = pattern->text;
    while (rest.len > 0 && machine->complete) {
        uint32_t character, cases[MOST_CASES];
        enum element element = machine_take_element(&rest, pattern->wild, &character);
        if (element != ANY_RUN) machine->positions++;
        if (machine->positions > machine->limits.positions) machine->complete = false;
        if (element != LITERAL) continue;
        if (pattern->fold && !machine_knows_cases(character)) machine->complete = false;
        for (size_t i = machine_cases(character, pattern->fold, cases); i > 0; i--)
            machine_add_character(machine, cases[i - 1]);
    }
    machine->positions++;
    if (machine->positions > machine->limits.positions) machine->complete = false;
    if (pattern->crossing != RP_CROSSES) machine_add_character(machine, ':');
}

static void machine_measure(struct rp_machine *machine, const struct rp_cell_pattern *patterns, size_t count)
{
    machine->complete = true;
    for (size_t i = 0; i < count && machine->complete; i++) machine_measure_pattern(machine, &patterns[i]);
    machine_add_other_character(machine);
    machine->words = (machine->positions + RP_MACHINE_WORD - 1) / RP_MACHINE_WORD;
}

/* ---- positions ---- */

static bool machine_fits(uint32_t character, uint32_t named, bool fold)
{
    uint32_t cases[MOST_CASES];
    for (size_t i = machine_cases(named, fold, cases); i > 0; i--)
        if (cases[i - 1] == character) return true;
    return false;
}

/* The length without the stars at the end, which stand for all fields that are left. */
static size_t machine_length_before_stars(struct rampart_str text)
{
    while (rp_str_ends(text, RP_STR("*"))) text.len--;
    return text.len;
}

/* Lets one character of the pattern lead on from the position. */
static void machine_lay_one(struct rp_machine *machine, const struct rp_cell_pattern *pattern, size_t position,
                            uint32_t named, bool any, bool colons)
{
    for (size_t i = 0; i < machine->character_count; i++) {
        const uint32_t character = machine->characters[i];
        if (any ? character != ':' || colons : machine_fits(character, named, pattern->fold))
            rp_machine_put(machine->moves + i * machine->words, position);
    }
}

/* Lays the pattern out from the position on; returns its end. */
static size_t machine_lay_pattern(struct rp_machine *machine, const struct rp_cell_pattern *pattern,
                                  size_t position)
{
    struct rampart_str rest = pattern->text;
    const size_t tail = rest.len - machine_length_before_stars(rest);
    const bool within = pattern->crossing == RP_WITHIN_FIELDS;
    size_t colons = 0;
    rp_machine_put(machine->start, position);
    while (rest.len > 0) {
        uint32_t named;
        bool crosses = within ? colons >= RP_ARN_COLONS || rest.len <= tail : pattern->crossing == RP_CROSSES;
        enum element element = machine_take_element(&rest, pattern->wild, &named);
        if (element == ANY_RUN) {
            rp_machine_put(machine->stay, position);
            if (crosses) rp_machine_put(machine->cross, position);
            continue;
        }
        machine_lay_one(machine, pattern, position++, named, element == ANY_ONE, crosses);
        if (named == ':') colons++;
    }
    rp_machine_put(machine->end, position);
    return position;
}

static enum rampart_status machine_lay(struct rp_machine *machine, const struct rp_cell_pattern *patterns,
                                       size_t count)
{
    const size_t words = machine->words;
    size_t position = 0;
    uint64_t *sets = RP_NEW_ARRAY(machine->arena, uint64_t, 5 * words);
    machine->moves = RP_NEW_ARRAY(machine->arena, uint64_t, machine->character_count * words);
    machine->ends = RP_NEW_ARRAY(machine->arena, size_t, count);
    RP_TRY_MEMORY(sets != NULL && machine->moves != NULL && machine->ends != NULL);
    machine->start = sets;
    machine->stay = sets + words;
    machine->end = sets + 2 * words;
    machine->next = sets + 3 * words;
    machine->cross = sets + 4 * words;
    for (size_t i = 0; i < count; i++) {
        machine->ends[i] = machine_lay_pattern(machine, &patterns[i], position);
        position = machine->ends[i] + 1;
    }
    rp_seen_init(&machine->sets, machine->arena, words);
    return RAMPART_OK;
}

enum rampart_status rp_machine_new(struct rp_arena *arena, const struct rp_cell_pattern *patterns, size_t count,
                                   const struct rp_machine_limits *limits, struct rp_machine **ret_machine)
{
    struct rp_machine *machine = RP_NEW(arena, struct rp_machine);
    RP_TRY_MEMORY(machine != NULL);
    machine->arena = arena;
    machine->limits = *limits;
    machine_measure(machine, patterns, count);
    if (machine->complete) RP_TRY(machine_lay(machine, patterns, count));
    *ret_machine = machine;
    return RAMPART_OK;
}

/* ---- following texts ---- */

void rp_machine_begin(struct rp_machine *machine)
{
    for (size_t i = 0; i < machine->words; i++) machine->next[i] = machine->start[i];
}

/* Whether the character leads from the set where the last one does, which no pattern names. */
static bool machine_is_other(const struct rp_machine *machine, const uint64_t *from, size_t character)
{
    const uint64_t *moves = machine->moves + character * machine->words,
                   *other = machine->moves + (machine->character_count - 1) * machine->words;
    const bool colon = machine->characters[character] == ':';
    for (size_t i = 0; i < machine->words; i++) {
        const uint64_t apart = colon ? (moves[i] ^ other[i]) | (machine->stay[i] ^ machine->cross[i]) : moves[i] ^ other[i];
        if ((from[i] & apart) != 0) return false;
    }
    return true;
}

size_t rp_machine_next(struct rp_machine *machine, size_t set, size_t after)
{
    const uint64_t *from = rp_seen_at(&machine->sets, set);
    if (after == RP_MACHINE_NONE) machine->other_met = false;
    for (size_t i = after == RP_MACHINE_NONE ? 0 : after + 1; i < machine->character_count; i++) {
        if (!machine_is_other(machine, from, i)) return i;
        if (!machine->other_met) {
            machine->other_met = true;
            return i;
        }
    }
    return RP_MACHINE_NONE;
}

/* No character leads on from the end of a pattern, so nothing is shifted into the next pattern. */
void rp_machine_step(struct rp_machine *machine, size_t set, size_t character)
{
    const uint64_t *from = rp_seen_at(&machine->sets, set);
    const uint64_t *moves = machine->moves + character * machine->words;
    const uint64_t *stay = machine->characters[character] == ':' ? machine->cross : machine->stay;
    uint64_t carried = 0;
    for (size_t i = 0; i < machine->words; i++) {
        const uint64_t moving = from[i] & moves[i];
        machine->next[i] = moving << 1 | carried | (from[i] & stay[i]);
        carried = moving >> (RP_MACHINE_WORD - 1);
    }
    machine->steps += machine->words;
}

static enum rampart_status machine_add_state(struct rp_machine *machine, size_t number, struct rp_machine_state state)
{
    struct rp_machine_state *states = rp_arena_grow(machine->arena, machine->states, number,
                                                    &machine->state_capacity, sizeof *states);
    RP_TRY_MEMORY(states != NULL);
    machine->states = states;
    machine->states[number] = state;
    return RAMPART_OK;
}

enum rampart_status rp_machine_meet(struct rp_machine *machine, size_t from, uint32_t character, bool *ret_new)
{
    const size_t before = machine->sets.count;
    size_t number = 0;
    *ret_new = false;
    if (before == machine->limits.states || machine->steps > machine->limits.steps) {
        machine->complete = false;
        return RAMPART_OK;
    }
    RP_TRY(rp_seen_add(&machine->sets, machine->next, &number));
    if (number < before) return RAMPART_OK;
    *ret_new = true;
    return machine_add_state(machine, number, (struct rp_machine_state){from, character});
}

/* The text is read backwards. */
enum rampart_status rp_machine_text(const struct rp_machine *machine, struct rp_arena *arena, size_t set,
                                    struct rampart_str *ret_text)
{
    char bytes[4];
    size_t len = 0;
    for (size_t at = set; at != 0; at = machine->states[at].from)
        len += rp_utf8_encode(machine->states[at].character, bytes);
    char *text = RP_NEW_ARRAY(arena, char, len + 1);
    RP_TRY_MEMORY(text != NULL);
    *ret_text = (struct rampart_str){text, len};
    for (size_t at = set; at != 0; at = machine->states[at].from) {
        const size_t width = rp_utf8_encode(machine->states[at].character, bytes);
        for (size_t i = width; i > 0; i--) text[--len] = bytes[i - 1];
    }
    return RAMPART_OK;
}
