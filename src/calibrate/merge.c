/* SPDX-License-Identifier: Apache-2.0 */
/* Adds the rows of a part: what report/calibrate.c printed of another calibration. */
#include "base/try.h"
#include "calibrate/calibrate.h"
#include "calibrate/readings.h"
#include "trail/merge.h"

static struct rampart_calibration *merge_calibration(const struct rp_part *part)
{
    return part->replay->observer;
}

static enum rampart_status merge_samples(const struct rp_part *part, const struct rp_node *map, bool told,
                                         struct rp_note *note)
{
    const struct rp_node *list = NULL;
    RP_TRY(rp_part_member(part, map, "samples", RP_NODE_LIST, &list));
    if (list->count > RAMPART_CALIBRATION_SAMPLES) return rp_part_refuse(part, list, "a row has fewer samples");
    for (const struct rp_node *item = list->first; item != NULL; item = item->next) {
        struct rampart_calibration_sample *sample = &note->samples[note->sample_count++];
        uint64_t line = 0;
        RP_TRY(rp_part_time(part, item, "time", &sample->time));
        RP_TRY(rp_part_text(part, item, "id", &sample->id));
        RP_TRY(rp_part_text(part, item, "file", &sample->file));
        RP_TRY(rp_part_number(part, item, "line", &line));
        if (told) RP_TRY(rp_part_text(part, item, "told", &sample->told));
        sample->line = (unsigned)line;
    }
    return RAMPART_OK;
}

static enum rampart_status merge_add(struct rp_part *part, const struct rp_node *map, bool told, struct rp_note *note)
{
    RP_TRY(rp_part_number(part, map, "count", &note->count));
    RP_TRY(merge_samples(part, map, told, note));
    return rp_notes_add(&merge_calibration(part)->notes, note, NULL);
}

static enum rampart_status merge_agreement(const struct rp_part *part, const struct rp_node *map, unsigned *ret_kind)
{
    const struct rp_node *node = NULL;
    RP_TRY(rp_part_member(part, map, "agreement", RP_NODE_STRING, &node));
    for (unsigned i = 0; i < RAMPART_AGREEMENTS; i++) {
        if (!rp_str_equal(node->text, rampart_str(rampart_agreement_name((enum rampart_agreement)i)))) continue;
        *ret_kind = i;
        return RAMPART_OK;
    }
    return rp_part_refuse(part, node, "there is no such agreement");
}

static enum rampart_status merge_row(struct rp_part *part, const struct rp_node *map)
{
    struct rp_note note = {.table = RP_NOTE_AGREEMENT};
    enum rampart_replay_reason reason = RAMPART_REPLAY_DETERMINED;
    RP_TRY(rp_part_text(part, map, "action", &note.what));
    RP_TRY(merge_agreement(part, map, &note.kind));
    if (note.kind == RAMPART_AGREEMENT_UNDETERMINED) RP_TRY(rp_part_reason(part, map, &reason));
    if (reason == RAMPART_REPLAY_CONDITION_KEYS) RP_TRY(rp_part_keys(part, map, &note.detail));
    note.reason = reason;
    RP_TRY(merge_add(part, map, false, &note));
    part->counted += note.count;
    part->replay->tally.read += note.count;
    part->replay->tally.mapped += note.count;
    return RAMPART_OK;
}

static enum rampart_status merge_observation(struct rp_part *part, const struct rp_node *map)
{
    struct rp_note note = {.table = RP_NOTE_OBSERVATION};
    struct rp_outcomes outcomes;
    RP_TRY(rp_part_text(part, map, "switches", &note.what));
    RP_TRY(rp_part_text(part, map, "outcomes", &note.detail));
    if (!rp_outcomes_read(note.what, note.detail, &outcomes))
        return rp_part_refuse(part, map, "there is no such observation: a sign is expected for each combination of values");
    return merge_add(part, map, false, &note);
}

static enum rampart_status merge_contradiction(struct rp_part *part, const struct rp_node *map)
{
    struct rp_note note = {.table = RP_NOTE_CONTRADICTION};
    const struct rp_node *of = NULL;
    RP_TRY(rp_part_text(part, map, "action", &note.what));
    RP_TRY(rp_part_member(part, map, "of", RP_NODE_STRING, &of));
    note.kind = rp_str_equal(of->text, RP_STR("resource"));
    if (note.kind == 0 && !rp_str_equal(of->text, RP_STR("action")))
        return rp_part_refuse(part, of, "invalid word: action or resource is expected");
    RP_TRY(rp_part_text(part, map, "expected", &note.detail));
    return merge_add(part, map, true, &note);
}

/* What was decided under other readings is no part of the same whole. */
static enum rampart_status merge_assumptions(struct rampart_calibration *own, const struct rp_part *part,
                                             const struct rp_node *root)
{
    const struct rp_node *map = NULL;
    rampart_switches assumed = 0;
    RP_TRY(rp_part_member(part, root, "assumptions", RP_NODE_MAP, &map));
    for (const struct rp_node *member = map->first; member != NULL; member = member->next) {
        if (member->type != RP_NODE_STRING || rampart_assume(&assumed, member->key, member->text, NULL) != RAMPART_OK)
            return rp_part_refuse(part, member, "there is no such reading");
    }
    if (!own->labelled) own->assumed = assumed;
    own->labelled = true;
    if (own->assumed == assumed) return RAMPART_OK;
    return rp_part_refuse(part, map, "this part was decided under other readings than those before it");
}

enum rampart_status rp_calibration_read_part(void *calibration, struct rp_part *part, const struct rp_node *root)
{
    struct rp_note entangled = {.table = RP_NOTE_ENTANGLED};
    struct rampart_calibration *own = calibration;
    RP_TRY(merge_assumptions(own, part, root));
    RP_TRY(rp_part_list(part, root, "rows", merge_row));
    RP_TRY(rp_part_list(part, root, "observations", merge_observation));
    RP_TRY(rp_part_list(part, root, "contradictions", merge_contradiction));
    RP_TRY(rp_part_number(part, root, "entangled", &entangled.count));
    return entangled.count == 0 ? RAMPART_OK : rp_notes_add(&own->notes, &entangled, NULL);
}
