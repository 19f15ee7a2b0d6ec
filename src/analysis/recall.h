/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the documents came to for one resource, kept for asking again under other assumptions. A document that an
 * assumption does not touch comes to the same as before, and most come to nothing and are not touched by any:
 * what is kept is the short list of the others.
 */
#ifndef RP_ANALYSIS_RECALL_H
#define RP_ANALYSIS_RECALL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct rp_evaluation;

struct rp_recalled {
    uint32_t document;
    uint16_t mark;
    unsigned touched; /* bits of enum rp_assumed that may change the mark */
};

struct rp_recall {
    struct rp_recalled *items;
    size_t count;
    unsigned assumed; /* when it was kept */
    bool known;
};

/* Keeps what the aimed evaluation's documents came to; `touched` is by the document. */
enum rampart_status rp_recall_keep(const struct rp_evaluation *evaluation, const unsigned *touched,
                                   struct rp_arena *arena, struct rp_recall *recall);

/* Whether the document's mark has to be worked out anew under these assumptions. */
static inline bool rp_recall_is_stale(const struct rp_recall *recall, size_t i, unsigned assumed)
{
    return (recall->items[i].touched & (recall->assumed ^ assumed)) != 0;
}

#endif
