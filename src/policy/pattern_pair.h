/* SPDX-License-Identifier: Apache-2.0 */
/* What a look at two patterns tells of the texts that they have in common: for nearly all pairs it is enough. */
#ifndef RP_POLICY_PATTERN_PAIR_H
#define RP_POLICY_PATTERN_PAIR_H

#include "policy/pattern_machine.h"

/* The share of the texts of one pattern that another pattern matches as well. */
enum rp_relation { RP_RELATION_UNDECIDED = 0, RP_RELATION_NONE, RP_RELATION_SOME, RP_RELATION_EVERY };

/*
 * True when no text is matched by both: they differ in what stands before all wildcards, or behind them; where the wildcards
 * of one cross no colon, in that of a field.
 */
bool rp_patterns_are_apart(const struct rp_cell_pattern *a, const struct rp_cell_pattern *b);

/*
 * True when `whole` certainly matches each text of `part`: they are alike, or its stars stand for what the other has there,
 * its wildcards included.
 */
bool rp_pattern_takes(const struct rp_cell_pattern *whole, const struct rp_cell_pattern *part);

/*
 * Whether the pattern matches the text, under its own reading of colons. False: the two are long, or the pattern ignores
 * case or leaves open where its fields are: a search has to tell.
 */
bool rp_pattern_match_at_sight(const struct rp_cell_pattern *pattern, struct rampart_str text, bool *ret_match);

/* A text that the pattern mostly matches: its stars stand for nothing. False: no memory. */
bool rp_pattern_guess(struct rp_arena *arena, struct rampart_str pattern, struct rampart_str *ret_text);

/* One that mostly both patterns of ARNs match; empty: one is none. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_patterns_guess_both(struct rp_arena *arena, struct rampart_str one, struct rampart_str other,
                                           struct rampart_str *ret_text);

/*
 * The share of the texts of `part` that `whole` matches; UNDECIDED: a search has to tell. Errors: as
 * rp_pattern_compile().
 */
enum rampart_status rp_pattern_relate_at_sight(struct rp_arena *scratch, const struct rp_cell_pattern *whole,
                                               const struct rp_cell_pattern *part, enum rp_relation *ret_relation);

#endif
