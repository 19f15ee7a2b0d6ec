/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All patterns followed at once through all texts. A pattern is its characters without the stars, and the positions
 * between them: a text leads from position i to i + 1 by a character that fits the i-th, and stays at a position where
 * a star stands. The positions of all patterns are the bits of one set, so one shift moves them all. A text leads from
 * the set of all beginnings to one set; breadth first over the sets, each is met first by a shortest text. Only the
 * characters that some pattern names differ from each other, and one stands for all the rest.
 */
#ifndef RP_POLICY_PATTERN_MACHINE_H
#define RP_POLICY_PATTERN_MACHINE_H

#include "base/arena.h"
#include "base/table.h"

enum {
    RP_MACHINE_CHARACTERS = 512, /* different ones, with their other cases */
    RP_MACHINE_WORD = 64         /* positions in a word of a set */
};

/* The colons that a wildcard stands for beside all other characters, in a pattern of ARNs. */
enum rp_crossing {
    RP_CROSSES = 0,   /* colons: one pattern over the whole text */
    RP_WITHIN_FIELDS, /* colons in the last field, and as a star at the end: colon-crossing=within-field */
    RP_NEVER_CROSSES  /* no colon */
};

struct rp_cell_pattern {
    struct rampart_str text; /* valid UTF-8 */
    bool wild;               /* `*` and `?` stand for other characters */
    bool fold;               /* matches but for case, by Unicode simple folding */
    enum rp_crossing crossing;
};

/* Beyond them the machine is not complete. */
struct rp_machine_limits {
    size_t positions; /* characters of all patterns, and one for each pattern */
    size_t states;    /* sets of positions that a text can lead to */
    size_t steps;     /* a step goes on by one character, for a word of positions */
};

/* The step by which a set was met first. */
struct rp_machine_state {
    size_t from; /* the set before it */
    uint32_t character;
};

struct rp_machine {
    struct rp_arena *arena;
    struct rp_machine_limits limits;
    size_t positions, words;
    uint32_t characters[RP_MACHINE_CHARACTERS + 1];
    size_t character_count;
    size_t *ends;                    /* of each pattern, its last position */
    uint64_t *moves;                 /* by character: the positions that it leads on from */
    uint64_t *start, *stay, *end;    /* the beginnings, the stars, the ends */
    uint64_t *cross;                 /* of the stars those that stand for colons as well */
    uint64_t *next;                  /* where the last step led */
    struct rp_seen sets;             /* those that texts lead to; the first is that of the empty text */
    struct rp_machine_state *states; /* by the number of the set */
    size_t state_capacity;
    size_t steps;
    bool other_met; /* of the set that is gone through: a character that no pattern has a use for was met */
    bool complete; /* false: a limit was met, or a pattern ignores the case of a letter outside ASCII */
};

static inline bool rp_machine_has(const uint64_t *set, size_t position)
{
    return (set[position / RP_MACHINE_WORD] >> position % RP_MACHINE_WORD & 1) != 0;
}

static inline void rp_machine_put(uint64_t *set, size_t position)
{
    set[position / RP_MACHINE_WORD] |= (uint64_t)1 << position % RP_MACHINE_WORD;
}

/*
 * Lays the patterns out, in the arena; no text has been followed. A machine that is not complete follows none. Errors:
 * RAMPART_NO_MEMORY.
 */
enum rampart_status rp_machine_new(struct rp_arena *arena, const struct rp_cell_pattern *patterns, size_t count,
                                   const struct rp_machine_limits *limits, struct rp_machine **ret_machine);

/* Writes the beginnings into `next`. */
void rp_machine_begin(struct rp_machine *machine);

/*
 * The number of the next character behind `after` (RP_MACHINE_NONE: the first) that leads from the set elsewhere than
 * those before it, as far as is seen at once: of those that no pattern has a use for there the first stands for all.
 * RP_MACHINE_NONE: there is none.
 */
#define RP_MACHINE_NONE SIZE_MAX
size_t rp_machine_next(struct rp_machine *machine, size_t set, size_t after);

/* Writes into `next` where the character of that number leads from the set. */
void rp_machine_step(struct rp_machine *machine, size_t set, size_t character);

/*
 * Takes `next`, to which a character led from another set. *ret_new: no text led to it before. Errors:
 * RAMPART_NO_MEMORY.
 */
enum rampart_status rp_machine_meet(struct rp_machine *machine, size_t from, uint32_t character, bool *ret_new);

/* A shortest text that leads to the set, in the arena. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_machine_text(const struct rp_machine *machine, struct rp_arena *arena, size_t set,
                                    struct rampart_str *ret_text);

#endif
