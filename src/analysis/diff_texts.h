/* SPDX-License-Identifier: Apache-2.0 */
/* The texts that a cell is asked about: what a real request would have comes first. */
#ifndef RP_ANALYSIS_DIFF_TEXTS_H
#define RP_ANALYSIS_DIFF_TEXTS_H

#include <rampart/catalog.h>

#include "policy/text_cells.h"

enum { RP_DIFF_TRIED = 32 };

/* A cell of a walk, by its signs. */
struct rp_diff_texts {
    const struct rp_text_cells *cells;
    const bool *in;
    struct rampart_str shortest;         /* of its texts, or another one */
    struct rp_arena *arena;              /* of what is handed out */
    const struct rampart_catalog *catalog;
    struct rampart_str account; /* of resources; empty: any */
    struct rampart_str action;  /* of resources: the action that is asked about */
    rampart_switches assumed;   /* of resources: how services send them */
    size_t next;                /* how many were tried */
    struct rp_cell_pattern tried[RP_DIFF_TRIED]; /* names, and resources of services, that are left out by now */
    size_t tried_count;
    struct rampart_str unsent; /* the last of a service that was tried: it may not send it in this form */
    size_t form;               /* how many of its forms were tried since then */
    bool undecided;            /* a search for another one did not decide */
};

/* Whether requests are asked about the action: it is not the name of an API for one, and no call that needs no permission. */
bool rp_diff_is_asked(const struct rampart_catalog *catalog, struct rampart_str action);

/*
 * An action that is in the catalogue, if the cell has one; else its shortest text that somebody would ask about. *ret_undecided:
 * that could not be found out. Otherwise, where there is none, the shortest one.
 */
enum rampart_status rp_diff_action_text(struct rp_diff_texts *texts, struct rampart_str *ret_action, bool *ret_undecided);

/*
 * The next resource to be tried, until one is accepted. False: no text of the cell is one that a service would send.
 * *ret_undecided: that could not be found out.
 */
enum rampart_status rp_diff_next_resource(struct rp_diff_texts *texts, struct rampart_str *ret_resource, bool *ret_found,
                                          bool *ret_undecided);

#endif
