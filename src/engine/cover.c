/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/cover.h"

#include "base/hash.h"
#include "base/str.h"
#include "base/try.h"
#include "policy/pattern_cells.h"

static enum rampart_truth truth_of(enum rp_relation relation)
{
    switch (relation) {
    case RP_RELATION_EVERY: return RAMPART_TRUE;
    case RP_RELATION_NONE: return RAMPART_FALSE;
    case RP_RELATION_SOME:
    case RP_RELATION_UNDECIDED: break;
    }
    return RAMPART_UNKNOWN;
}

static enum rampart_status relate(struct rampart_str text, const struct rp_question *question, bool fold,
                                  enum rampart_truth *ret_truth)
{
    const struct rp_cell_pattern whole = {text, true, fold}, part = {question->resource, true, fold};
    enum rp_relation relation = RP_RELATION_UNDECIDED;
    RP_TRY(rp_pattern_relation(&question->request->allocator, &whole, &part, &relation));
    *ret_truth = truth_of(relation);
    return RAMPART_OK;
}

static enum rampart_status cover_by(struct rampart_str text, const struct rp_question *question,
                                    struct rp_cover_memo *memo, enum rampart_truth *ret_truth)
{
    const bool fold = (question->assumed & RP_ASSUME_RESOURCE_FOLD) != 0;
    if (memo == NULL || text.len == 0) return relate(text, question, fold, ret_truth);
    size_t slot = (rp_hash(text) + fold) % (sizeof memo->notes / sizeof memo->notes[0]);
    struct rp_cover_note *note = &memo->notes[slot];
    if (note->fold != fold || !rp_str_equal(note->text, text)) {
        enum rampart_truth truth = RAMPART_FALSE;
        RP_TRY(relate(text, question, fold, &truth));
        *note = (struct rp_cover_note){text, fold, truth};
    }
    *ret_truth = note->truth;
    return RAMPART_OK;
}

enum rampart_status rp_cover(const struct rampart_str *texts, size_t count,
                             const struct rp_question *question, struct rp_cover_memo *memo,
                             enum rampart_truth *ret_truth, size_t *ret_index)
{
    enum rampart_truth truth = RAMPART_FALSE;
    size_t index = count;
    for (size_t i = 0; i < count && truth != RAMPART_TRUE; i++) {
        enum rampart_truth one = RAMPART_FALSE;
        RP_TRY(cover_by(texts[i], question, memo, &one));
        if (one == RAMPART_TRUE || (one == RAMPART_UNKNOWN && index == count)) index = i;
        truth = rp_truth_or(truth, one);
    }
    *ret_truth = truth;
    *ret_index = index;
    return RAMPART_OK;
}
