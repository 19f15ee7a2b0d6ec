/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The texts of an element of statements, actions or resources, by which sets they lie in. Two texts of one cell lie in
 * the same sets: no statement tells them apart. The cells are walked lazily: a set is split only where texts lie on both
 * sides of it.
 */
#ifndef RP_POLICY_TEXT_CELLS_H
#define RP_POLICY_TEXT_CELLS_H

#include "policy/pattern.h"
#include "policy/pattern_sets.h"

/* The texts that at least one pattern matches, or with `negated` none of them. */
struct rp_text_set {
    const struct rp_cell_pattern *patterns; /* as they are read */
    const struct rp_pattern *matchers;      /* the same, to match by, as if their wildcards crossed all colons; of texts without any they are not asked. NULL: there are none */
    size_t count;
    bool negated;
};

enum {
    RP_TEXT_CELLS_SEARCHES = 1 << 13, /* of one walk */
    RP_TEXT_CELLS_SPLITS = 256        /* sets that split, of one walk */
};

struct rp_text_cells {
    struct rp_arena *arena; /* of what is handed out */
    struct rp_matcher *matcher;
    const struct rp_text_set *const *within; /* the texts lie in all of these; the first is all that there is */
    size_t within_count;
    const struct rp_text_set *const *sets; /* the cells are told apart by these */
    size_t count;
    size_t *steps_left; /* of searches (policy/pattern_sets.h) */
    /* Called for each cell: `in[i]` says whether it lies in sets[i]; `text` is one of it, mostly a shortest. Both are borrowed. */
    enum rampart_status (*visit)(void *context, const bool *in, struct rampart_str text);
    void *context;
    bool stop;       /* set by visit: no further cell is wanted */
    bool incomplete; /* a limit was met, or a search did not decide: there may be further cells */
};

/* Walks all cells. Errors: RAMPART_NO_MEMORY, those of matching, and what visit returns. */
enum rampart_status rp_text_cells_walk(struct rp_text_cells *cells);

/* Whether a text lies in the cell. Errors: those of matching. */
enum rampart_status rp_text_cells_has(const struct rp_text_cells *cells, struct rp_arena *scratch, const bool *in,
                                      struct rampart_str text, bool *ret_has);

/* Whether a text lies in the set. Errors: those of matching. */
enum rampart_status rp_text_set_has(struct rp_arena *scratch, struct rp_matcher *matcher, const struct rp_text_set *set,
                                    struct rampart_str text, bool *ret_has);

/* A shortest text that lies in each of `sets` whose `in` is true and in none of the others. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_text_cell_find(struct rp_arena *arena, const struct rp_text_set *const *sets, const bool *in,
                                      size_t count, size_t *steps_left, enum rp_sets_answer *ret_answer,
                                      struct rampart_str *ret_text);

#endif
