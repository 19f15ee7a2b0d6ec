/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/cover.h"

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

enum rampart_status rp_cover(const struct rampart_str *texts, size_t count,
                             const struct rp_question *question, enum rampart_truth *ret_truth,
                             size_t *ret_index)
{
    const bool fold = (question->assumed & RP_ASSUME_RESOURCE_FOLD) != 0;
    const struct rp_cell_pattern part = {question->resource, true, fold};
    enum rampart_truth truth = RAMPART_FALSE;
    size_t index = count;
    for (size_t i = 0; i < count && truth != RAMPART_TRUE; i++) {
        const struct rp_cell_pattern whole = {texts[i], true, fold};
        enum rp_relation relation = RP_RELATION_UNDECIDED;
        RP_TRY(rp_pattern_relation(&question->request->allocator, &whole, &part, &relation));
        enum rampart_truth one = truth_of(relation);
        if (one == RAMPART_TRUE || (one == RAMPART_UNKNOWN && index == count)) index = i;
        truth = rp_truth_or(truth, one);
    }
    *ret_truth = truth;
    *ret_index = index;
    return RAMPART_OK;
}
