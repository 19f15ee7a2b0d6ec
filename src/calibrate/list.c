/* SPDX-License-Identifier: Apache-2.0 */
/* The lists of a result, out of the notes. */
#include "base/try.h"
#include "calibrate/calibrate.h"
#include "calibrate/verdicts.h"

static size_t list_count(const struct rp_notes *notes, enum rp_note_table table)
{
    size_t count = 0;
    for (size_t i = 0; i < notes->count; i++) count += notes->order[i]->table == table;
    return count;
}

static void list_samples(const struct rp_note *note, struct rampart_calibration_sample *samples, size_t *ret_count)
{
    *ret_count = note->sample_count;
    for (size_t i = 0; i < note->sample_count; i++) samples[i] = note->samples[i];
}

/* ---- agreement ---- */

/* Rows are sorted by action, so that those of a service stand together. */
static void list_count_service(struct rampart_calibration_service *services, size_t *count,
                               const struct rampart_calibration_row *row)
{
    const struct rampart_str service = rp_str_part(row->action, 0, rp_str_find(row->action, ':'));
    if (*count == 0 || !rp_str_equal(services[*count - 1].service, service))
        services[(*count)++] = (struct rampart_calibration_service){.service = service};
    services[*count - 1].counts[row->agreement] += row->count;
}

static enum rampart_status list_rows(const struct rp_notes *notes, struct rp_arena *arena,
                                     struct rampart_calibration_result *result)
{
    const size_t count = list_count(notes, RP_NOTE_AGREEMENT);
    struct rampart_calibration_row *rows = RP_NEW_ARRAY(arena, struct rampart_calibration_row, count);
    struct rampart_calibration_service *services = RP_NEW_ARRAY(arena, struct rampart_calibration_service, count);
    RP_TRY_MEMORY(rows != NULL && services != NULL);
    for (size_t i = 0; i < notes->count; i++) {
        const struct rp_note *note = notes->order[i];
        if (note->table != RP_NOTE_AGREEMENT) continue;
        struct rampart_calibration_row *row = &rows[result->row_count++];
        *row = (struct rampart_calibration_row){.action = note->what,
                                                .agreement = (enum rampart_agreement)note->kind,
                                                .reason = (enum rampart_replay_reason)note->reason,
                                                .keys = note->detail,
                                                .count = note->count};
        list_samples(note, row->samples, &row->sample_count);
        list_count_service(services, &result->service_count, row);
        result->agreements[note->kind] += note->count;
    }
    result->rows = rows;
    result->services = services;
    return RAMPART_OK;
}

/* ---- observations and contradictions ---- */

static enum rampart_status list_observations(const struct rp_notes *notes, struct rp_arena *arena,
                                             struct rampart_calibration_result *result)
{
    const size_t count = list_count(notes, RP_NOTE_OBSERVATION);
    struct rampart_calibration_observation *items = RP_NEW_ARRAY(arena, struct rampart_calibration_observation, count);
    RP_TRY_MEMORY(items != NULL);
    for (size_t i = 0; i < notes->count; i++) {
        const struct rp_note *note = notes->order[i];
        if (note->table == RP_NOTE_ENTANGLED) result->entangled += note->count;
        if (note->table != RP_NOTE_OBSERVATION) continue;
        struct rampart_calibration_observation *item = &items[result->observation_count++];
        *item = (struct rampart_calibration_observation){
            .switches = note->what, .outcomes = note->detail, .count = note->count};
        list_samples(note, item->samples, &item->sample_count);
    }
    result->observations = items;
    return RAMPART_OK;
}

static enum rampart_status list_contradictions(const struct rp_notes *notes, struct rp_arena *arena,
                                               struct rampart_calibration_result *result)
{
    const size_t count = list_count(notes, RP_NOTE_CONTRADICTION);
    struct rampart_calibration_contradiction *items =
        RP_NEW_ARRAY(arena, struct rampart_calibration_contradiction, count);
    RP_TRY_MEMORY(items != NULL);
    for (size_t i = 0; i < notes->count; i++) {
        const struct rp_note *note = notes->order[i];
        if (note->table != RP_NOTE_CONTRADICTION) continue;
        struct rampart_calibration_contradiction *item = &items[result->contradiction_count++];
        *item = (struct rampart_calibration_contradiction){
            .action = note->what, .of_resource = note->kind != 0, .expected = note->detail, .count = note->count};
        list_samples(note, item->samples, &item->sample_count);
    }
    result->contradictions = items;
    return RAMPART_OK;
}

static void list_note_refuted(struct rampart_calibration_result *result)
{
    for (size_t i = 0; i < result->reading_count; i++) {
        const struct rampart_calibration_reading *reading = &result->readings[i];
        const bool bad =
            reading->verdict == RAMPART_READING_REFUTED || reading->verdict == RAMPART_READING_DISPUTED;
        if (bad && rampart_assumption_chosen(result->assumptions, reading->assumption) == reading->value) result->refuted = true;
    }
}

enum rampart_status rp_calibration_list(struct rampart_calibration *calibration,
                                        struct rampart_calibration_result *result)
{
    struct rp_arena *arena = &calibration->sorted;
    RP_TRY(list_rows(&calibration->notes, arena, result));
    RP_TRY(list_observations(&calibration->notes, arena, result));
    RP_TRY(list_contradictions(&calibration->notes, arena, result));
    RP_TRY(rp_verdicts_find(&calibration->notes, arena, &result->readings, &result->reading_count));
    list_note_refuted(result);
    return RAMPART_OK;
}
