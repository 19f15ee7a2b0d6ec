/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/cover.h"

#include <string.h>

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

/* Of everything: a pattern without another character than stars covers all of it, and any other one some. */
static enum rampart_truth of_everything(struct rampart_str text)
{
    return text.len > 0 && rp_str_count(text, '*') == text.len ? RAMPART_TRUE : RAMPART_UNKNOWN;
}

static bool is_noted(const struct rp_cover_note *note, struct rampart_str text, bool fold)
{
    return note->fold == fold && rp_str_equal((struct rampart_str){note->text, note->len}, text);
}

static enum rampart_status cover_by(struct rampart_str text, const struct rp_question *question,
                                    enum rampart_truth *ret_truth)
{
    struct rp_cover_memo *memo = question->request->cover;
    if (rp_str_equal(question->resource, RP_STR("*"))) {
        *ret_truth = of_everything(text);
        return RAMPART_OK;
    }
    const bool fold = (question->assumed & RP_ASSUME_RESOURCE_FOLD) != 0;
    if (memo == NULL || text.len == 0 || text.len > RP_COVER_TEXT)
        return relate(text, question, fold, ret_truth);
    struct rp_cover_note *note = &memo->notes[(rp_hash(text) + fold) % RP_COVER_NOTES];
    if (!is_noted(note, text, fold)) {
        enum rampart_truth truth = RAMPART_FALSE;
        RP_TRY(relate(text, question, fold, &truth));
        *note = (struct rp_cover_note){.len = text.len, .fold = fold, .truth = truth};
        memcpy(note->text, text.data, text.len);
    }
    *ret_truth = note->truth;
    return RAMPART_OK;
}

enum rampart_status rp_cover(const struct rampart_str *texts, size_t count,
                             const struct rp_question *question, enum rampart_truth *ret_truth,
                             size_t *ret_index)
{
    enum rampart_truth truth = RAMPART_FALSE;
    size_t index = count;
    for (size_t i = 0; i < count && truth != RAMPART_TRUE; i++) {
        enum rampart_truth one = RAMPART_FALSE;
        RP_TRY(cover_by(texts[i], question, &one));
        if (one == RAMPART_TRUE || (one == RAMPART_UNKNOWN && index == count)) index = i;
        truth = rp_truth_or(truth, one);
    }
    *ret_truth = truth;
    *ret_index = index;
    return RAMPART_OK;
}
