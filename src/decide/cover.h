/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A question about many resources at once: its resource is a pattern, and a statement is about all of what that stands
 * for, some of it or nothing of it. Each pattern of a document is looked at alone: where only several of them together
 * take in everything, the answer is "some".
 */
#ifndef RP_ENGINE_COVER_H
#define RP_ENGINE_COVER_H

#include "decide/match.h"
#include "policy/pattern_cells.h"

enum { RP_COVER_NOTES = 2048, RP_COVER_TEXT = 112 };

/*
 * What was found out before about one resource: the same few patterns stand in many documents. The texts are copies, so that they may go
 * before it; longer ones are not noted. A newcomer takes the place of another.
 */
struct rp_cover_memo {
    struct rp_cover_note {
        char text[RP_COVER_TEXT]; /* of the pattern */
        size_t len;               /* 0: nothing is noted here */
        unsigned readings;        /* of the texts */
        enum rampart_truth truth;
    } notes[RP_COVER_NOTES];
};

/* A resource pattern of a document, as assumed. */
struct rp_cell_pattern rp_cover_pattern(struct rampart_str text, unsigned readings);

/*
 * A pattern that is asked about stands for the same resources whatever is assumed of those of documents: their case as
 * written, and each field of theirs by one of its own.
 */
struct rp_cell_pattern rp_cover_asked(struct rampart_str text, const struct rp_question *question);

/*
 * How much the patterns cover: TRUE all, FALSE nothing, UNKNOWN some of it, or more than can be found out within the
 * limits of policy/pattern_cells.h. *ret_index is the first that covers all, else the first that covers some, else
 * `count`. The assumptions about resources are about these patterns only. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_cover(const struct rampart_str *texts, size_t count,
                             const struct rp_question *question, enum rampart_truth *ret_truth,
                             size_t *ret_index);

#endif
