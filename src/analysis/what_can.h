/* SPDX-License-Identifier: Apache-2.0 */
/* What a principal may do, from the inside. */
#ifndef RP_ANALYSIS_WHAT_CAN_H
#define RP_ANALYSIS_WHAT_CAN_H

#include <rampart/catalog.h>
#include <rampart/what_can.h>

#include "analysis/diff_result.h"
#include "decide/rule.h"

/* A row in the making. */
struct rp_what_can_row {
    struct rampart_str key; /* rows with equal keys are put together */
    struct rampart_what_can_row row;
    size_t action_room, by_room, witness_room;
};

struct rampart_what_can {
    struct rp_arena arena; /* holds everything, itself included */
    struct rampart_allocator allocator;
    const struct rampart_set *set; /* that was asked: of an organisation the member's */
    struct rampart_diff *diff;     /* between nothing and what the principal has */
    struct rampart_catalog *own;   /* NULL: the set has one */
    const struct rampart_catalog *catalog;
    struct rp_rules *rules;        /* what bears on the principal; NULL: they are the set's */
    const struct rp_rules *bearing; /* the same */
    struct rampart_strs roles;     /* of the account, that may be assumed */
    bool owner;                    /* the principal is the account's owner */
    struct rampart_str service;    /* that was asked about; empty: all */
    bool write;                    /* only actions that change something were */
    struct rampart_str principal;  /* an ARN; empty: policies alone */
    struct rp_what_can_row *made;
    size_t made_count, made_room;
    struct rampart_decision **decisions;
    size_t decision_count;
    struct rampart_what_can_row *rows;
    size_t count;
    struct rampart_strs documents; /* that were not read */
    struct rampart_what_can_unread *unread;
    size_t unread_count, unread_room;
};

/*
 * Fills in which actions of the catalogue lie in a row, of one service or of all, and which others may. The texts are the
 * catalogue's. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_what_can_actions(struct rp_arena *arena, const struct rampart_catalog *catalog,
                                        const struct rampart_what_can_options *how, struct rampart_what_can_row *row);

/* Whether an action lies in the regions of a row. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_what_can_row_has(struct rp_arena *arena, const struct rampart_what_can_row *row, struct rampart_str action,
                                        bool *ret_has);

/* Narrows a region of actions to those of a service; of none, to all. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_what_can_narrow(struct rp_arena *arena, struct rampart_str service, struct rampart_diff_region *region);

enum { RP_WHAT_CAN_DOCUMENTS = 64 /* policies of resources that are looked at; of the others it is said that they were not */ };

/* A request that asks for everything of the principal, and for no policy of a resource. Errors: as rampart_request_finish(). */
enum rampart_status rp_what_can_probe(struct rampart_request *request, struct rampart_str principal, struct rampart_diags *diags);

/* Whether an action of this level may change something. */
bool rp_what_can_writes(struct rampart_str level);

#endif
