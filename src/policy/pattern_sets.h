/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sets of texts that are told by patterns: whether a text lies in some of them and not in others, and a shortest one.
 * Inside, overlap and difference are such questions, and so is what an account allows today that it did not yesterday.
 *
 * The search is lazy: it goes breadth first through the positions that texts lead to, and no further than a set can
 * still be met. Most questions need none: patterns that have no text in common with what is asked are left out, and
 * one that takes all that is asked answers.
 */
#ifndef RP_POLICY_PATTERN_SETS_H
#define RP_POLICY_PATTERN_SETS_H

#include "policy/pattern_machine.h"

/* The texts that at least one of the patterns matches; of no pattern: no text. */
struct rp_pattern_set {
    const struct rp_cell_pattern *patterns;
    size_t count;
};

/*
 * Texts that lie in all sets of `within`, and in none of `beyond`. The real shape of a resource is a set of `within`:
 * "acs:*:*:*:*" within its fields.
 */
struct rp_sets_question {
    const struct rp_pattern_set *within, *beyond;
    size_t within_count, beyond_count;
};

/* UNDECIDED only beyond the limits, or where a pattern ignores the case of a letter outside ASCII. */
enum rp_sets_answer { RP_SETS_UNDECIDED = 0, RP_SETS_NONE, RP_SETS_TEXT };

enum {
    RP_SETS_MOST = 32,           /* sets in a question */
    RP_SETS_POSITIONS = 1 << 14, /* of all patterns that are not left out */
    RP_SETS_WORDS = 1 << 20,     /* of 64 positions, for all places that texts lead to */
    RP_SETS_STEPS = 1 << 24      /* by one character, for 64 positions */
};

/*
 * Finds a shortest such text, in the arena, and the first of them in an order of characters that does not depend on
 * anything else than the question. Errors: RAMPART_NO_MEMORY; RAMPART_LIMIT for more than RP_SETS_MOST sets.
 */
enum rampart_status rp_pattern_sets_find(struct rp_arena *arena, const struct rp_sets_question *question,
                                         enum rp_sets_answer *ret_answer, struct rampart_str *ret_text);

/* The same for one of several questions, which may take so many steps together: they are counted down. */
enum rampart_status rp_pattern_sets_find_in(struct rp_arena *arena, const struct rp_sets_question *question,
                                            size_t *steps_left, enum rp_sets_answer *ret_answer,
                                            struct rampart_str *ret_text);

#endif
