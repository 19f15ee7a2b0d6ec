/* SPDX-License-Identifier: Apache-2.0 */
#include "decide/cover.h"

#include <string.h>

#include "base/hash.h"
#include "base/str.h"
#include "base/try.h"
#include "policy/arn_pattern.h"

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

struct rp_cell_pattern rp_cover_pattern(struct rampart_str text, unsigned readings)
{
    return (struct rp_cell_pattern){.text = text,
                                    .wild = true,
                                    .fold = (readings & RP_ASSUME_RESOURCE_FOLD) != 0,
                                    .crossing =
                                        (readings & RP_ASSUME_FIELDS) != 0 ? RP_WITHIN_FIELDS : RP_CROSSES};
}

struct rp_cell_pattern rp_cover_asked(struct rampart_str text, const struct rp_question *question)
{
    struct rp_cell_pattern asked = rp_cover_pattern(text, RP_ASSUME_FIELDS);
    if (question->colonless) asked.crossing = RP_NEVER_CROSSES;
    return asked;
}

static enum rampart_status relate(struct rampart_str text, const struct rp_question *question,
                                  enum rampart_truth *ret_truth)
{
    const struct rp_cell_pattern whole = rp_cover_pattern(text, question->own_list ? 0 : question->assumed);
    const struct rp_cell_pattern part = rp_cover_asked(question->resource, question);
    enum rp_relation relation = RP_RELATION_UNDECIDED;
    RP_TRY(rp_pattern_relation(&question->request->allocator, &whole, &part, &relation));
    *ret_truth = truth_of(relation);
    return RAMPART_OK;
}

/* With an empty field for any: what matches as it is written still does. */
static enum rampart_status relate_filled(struct rampart_str text, const struct rp_question *question,
                                         enum rampart_truth *truth)
{
    struct rp_arena *scratch = &question->request->scratch;
    struct rampart_str filled;
    enum rampart_truth otherwise = RAMPART_FALSE;
    if (rp_str_find(text, ':') == text.len) return RAMPART_OK;
    RP_TRY_MEMORY(rp_arn_pattern_fill(scratch, text, &filled));
    enum rampart_status status = relate(filled, question, &otherwise);
    rp_arena_reset(scratch);
    *truth = rp_truth_or(*truth, otherwise);
    return status;
}

static enum rampart_status relate_as(struct rampart_str text, const struct rp_question *question,
                                     enum rampart_truth *ret_truth)
{
    RP_TRY(relate(text, question, ret_truth));
    bool filled = (question->assumed & RP_ASSUME_EMPTY_FIELD_ANY) != 0 && !question->own_list;
    return filled && *ret_truth != RAMPART_TRUE ? relate_filled(text, question, ret_truth) : RAMPART_OK;
}

/* Of everything: a pattern without another character than stars covers all of it, and any other one some. */
static enum rampart_truth of_everything(struct rampart_str text)
{
    return text.len > 0 && rp_str_count(text, '*') == text.len ? RAMPART_TRUE : RAMPART_UNKNOWN;
}

static bool is_noted(const struct rp_cover_note *note, struct rampart_str text, unsigned readings)
{
    return note->readings == readings && rp_str_equal((struct rampart_str){note->text, note->len}, text);
}

static enum rampart_status cover_by(struct rampart_str text, const struct rp_question *question,
                                    enum rampart_truth *ret_truth)
{
    struct rp_cover_memo *memo = question->request->cover;
    if (rp_str_equal(question->resource, RP_STR("*"))) {
        *ret_truth = of_everything(text);
        return RAMPART_OK;
    }
    const unsigned readings = (question->assumed & RP_ASSUMED_RESOURCES) << 1 | question->own_list;
    if (memo == NULL || text.len == 0 || text.len > RP_COVER_TEXT)
        return relate_as(text, question, ret_truth);
    struct rp_cover_note *note = &memo->notes[(rp_hash(text) + readings) % RP_COVER_NOTES];
    if (!is_noted(note, text, readings)) {
        enum rampart_truth truth = RAMPART_FALSE;
        RP_TRY(relate_as(text, question, &truth));
        *note = (struct rp_cover_note){.len = text.len, .readings = readings, .truth = truth};
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
