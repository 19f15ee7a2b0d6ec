/* SPDX-License-Identifier: Apache-2.0 */
/* A diff from the inside: rows are added to it while two sides are compared. */
#ifndef RP_ANALYSIS_DIFF_RESULT_H
#define RP_ANALYSIS_DIFF_RESULT_H

#include "analysis/diff_ways.h"

enum {
    RP_DIFF_ROWS = 1 << 14, /* of a diff, and things left open */
    RP_DIFF_STEPS = 1 << 25 /* of all searches for texts */
};

/* Principals of a row. */
struct rp_diff_names {
    struct rampart_str *items;
    size_t count, room;
};

/* The result, while it is made and afterwards. */
struct rampart_diff {
    struct rp_arena arena; /* holds everything, itself included */
    struct rampart_allocator allocator;
    struct rampart_diff_row *rows;
    struct rp_diff_names *names; /* by the row, while rows are added: its principals */
    size_t count, room, names_room;
    struct rp_intern known; /* rows by what they say, with their numbers */
    struct rampart_diff_open *open;
    size_t open_count, open_room;
    size_t cells, steps_left; /* how many were looked at, and what searches may still take */
    struct rampart_decision **decisions; /* which have the formulas */
    size_t decision_count, decision_room;
    struct rampart_set *own[RP_DIFF_SIDES]; /* that were made for this diff alone; NULL: the caller's */
};

/*
 * As rampart_diff(), with the catalogue in hand, for a model of what an account may do that has no resources: their policies
 * are named, and not compared.
 */
enum rampart_status rp_diff_beyond(const struct rampart_set *model, const struct rampart_set *set,
                                   const struct rampart_diff_options *how, const struct rampart_catalog *catalog,
                                   struct rampart_diags *diags, struct rampart_diff **ret_diff);

/* Errors of all that follow: RAMPART_NO_MEMORY. */

/* A diff with nothing in it. */
enum rampart_status rp_diff_new(const struct rampart_allocator *allocator, struct rampart_diff **ret_diff);

/* Add a text that stands for these regions, and for a formula: alike are equal. */
void rp_diff_key_regions(struct rp_buf *buf, const struct rampart_diff_region *regions, size_t count);
void rp_diff_key_formula(struct rp_buf *buf, const struct rampart_formula *formula);

/* Adds something that is left open; beyond RP_DIFF_ROWS the first of them say enough. */
enum rampart_status rp_diff_add_open(struct rampart_diff *diff, const struct rampart_diff_open *open);

/*
 * Adds a difference, or its principals to one that is alike but for these and the witness. Beyond RP_DIFF_ROWS it is left
 * open what more there is.
 */
enum rampart_status rp_diff_add_row(struct rampart_diff *diff, const struct rampart_diff_row *row);

/* Ends adding: gives the rows their principals, in order, and puts gains first. */
enum rampart_status rp_diff_finish(struct rampart_diff *diff);

/*
 * Under which conditions either side allows the case. The decisions that the formulas belong to are kept with the diff.
 * Errors: as rp_diff_ask().
 */
enum rampart_status rp_diff_add_formulas(struct rampart_diff *diff, struct rp_diff_asker *asker,
                                         const struct rp_diff_case *about, const struct rampart_formula **ret_before,
                                         const struct rampart_formula **ret_now);

#endif
