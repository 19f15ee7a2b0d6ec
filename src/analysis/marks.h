/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What policies come to, as bits that can be united: truths are two bits each, FALSE 00, UNKNOWN 01, TRUE 11, so that
 * Kleene's "or" is the bits' "or". A document, a group and a principal each have a mark, and a principal's is that of
 * all it holds.
 */
#ifndef RP_ANALYSIS_MARKS_H
#define RP_ANALYSIS_MARKS_H

#include <stdint.h>

#include "decide/rule.h"

enum {
    RP_MARK_SCOPED = 4,        /* this many bits further: of what is attached on resource groups */
    RP_MARK_REACHED = 1 << 8,  /* the resource lies in the resource group of one of these */
    RP_MARK_PERSONAL = 1 << 9, /* a document hangs on who asks: the other bits say nothing */
    RP_MARKS = 1 << 9,         /* how many there are that are not personal */
    RP_ALL_MARKS = 1 << 10
};

/* What a document at account scope comes to. */
uint16_t rp_mark(const struct rp_truths *truths);

/* The same document attached on a resource group, by whether the resource lies in it. */
uint16_t rp_mark_scoped(uint16_t mark, enum rampart_truth reached);

/* Whether an Allow may be in it. */
bool rp_mark_may_allow(uint16_t mark);

void rp_mark_read(uint16_t mark, struct rp_truths *ret_own, struct rp_truths *ret_scoped);

#endif
