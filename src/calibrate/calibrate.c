/* SPDX-License-Identifier: Apache-2.0 */
#include "calibrate/calibrate.h"

#include "base/hash.h"
#include "base/limits.h"
#include "base/try.h"
#include "calibrate/made.h"
#include "calibrate/readings.h"
#include "calibrate/told.h"
#include "decide/set.h"
#include "trail/class.h"

enum { ROWS = 100000, KNOWN_CALLS = 4096, LONGEST_CALL = 480 };

/* A call that was tried, by all that is asked about it: a trail is full of the same. A new one takes the place of another. */
struct rp_known_call {
    size_t len; /* 0: empty */
    bool entangled;
    struct rp_outcomes outcomes;
    char text[LONGEST_CALL];
};

/* ---- one call ---- */

/* Which agreement it is: a replay's classes do not tell calls that both allow from those that both deny. */
static enum rampart_agreement calibrate_agreement(const struct rp_observed *observed)
{
    const bool allowed = rp_recorded_outcome(observed->event->error) == RP_RECORDED_ALLOWED;
    switch (observed->row->which) {
    case RAMPART_REPLAY_AGREE: return allowed ? RAMPART_BOTH_ALLOWED : RAMPART_BOTH_DENIED;
    case RAMPART_REPLAY_NOW_DENIED: return RAMPART_DENIED_HERE;
    case RAMPART_REPLAY_NOW_ALLOWED: return RAMPART_ALLOWED_HERE;
    default: return RAMPART_AGREEMENT_UNDETERMINED;
    }
}

static enum rampart_status calibrate_add(struct rampart_calibration *calibration, const struct rp_observed *observed,
                                         struct rp_note note, struct rampart_str told, struct rp_note **ret_kept)
{
    note.count = 1;
    note.sample_count = 1;
    note.samples[0] = (struct rampart_calibration_sample){.time = observed->row->first,
                                                          .id = observed->event->id,
                                                          .file = observed->file,
                                                          .line = observed->line,
                                                          .told = told};
    return rp_notes_add(&calibration->notes, &note, ret_kept);
}

static enum rampart_status calibrate_try(struct rampart_calibration *calibration, const struct rp_observed *observed,
                                         struct rp_outcomes *ret_outcomes, bool *ret_entangled)
{
    const char ended = (char)('0' + rp_recorded_outcome(observed->event->error));
    struct rp_buf text;
    rp_buf_init(&text, &calibration->allocator, LONGEST_CALL);
    rp_buf_add_byte(&text, ended);
    enum rampart_status status = rp_readings_name(observed, &text);
    const struct rampart_str name = rp_buf_text(&text);
    struct rp_known_call *known = &calibration->known[(rp_hash(name) >> 32) % KNOWN_CALLS];
    const bool fits = text.failed == RAMPART_OK && name.len <= LONGEST_CALL;
    if (status == RAMPART_OK && fits && rp_str_equal((struct rampart_str){known->text, known->len}, name)) {
        *ret_outcomes = known->outcomes;
        *ret_entangled = known->entangled;
    } else if (status == RAMPART_OK) {
        status = rp_readings_try(observed, ret_outcomes, ret_entangled);
        if (status == RAMPART_OK && fits) {
            known->len = name.len;
            memcpy(known->text, name.data, name.len);
            known->outcomes = *ret_outcomes;
            known->entangled = *ret_entangled;
        }
    }
    rp_buf_free(&text);
    return text.failed == RAMPART_NO_MEMORY ? RAMPART_NO_MEMORY : status;
}

/* Whether the call was allowed. One whose end does not tell that shows nothing. */
static enum rampart_status calibrate_call(struct rampart_calibration *calibration, const struct rp_observed *observed,
                                          struct rp_outcomes *outcomes)
{
    bool entangled = false;
    if (rp_recorded_outcome(observed->event->error) == RP_RECORDED_UNTOLD) return RAMPART_OK;
    if (observed->row->reason == RAMPART_REPLAY_PRINCIPAL_UNKNOWN) return RAMPART_OK;
    RP_TRY(calibrate_try(calibration, observed, outcomes, &entangled));
    if (!entangled) return RAMPART_OK;
    outcomes->count = 0;
    return calibrate_add(calibration, observed, (struct rp_note){.table = RP_NOTE_ENTANGLED}, RP_STR(""), NULL);
}

/* What the call shows about the readings: by whether it was allowed, or else by the document that it was to make. */
static enum rampart_status calibrate_readings(struct rampart_calibration *calibration,
                                              const struct rp_observed *observed, struct rp_note **ret_kept)
{
    struct rp_outcomes outcomes = {.count = 0};
    struct rp_note note = {.table = RP_NOTE_OBSERVATION};
    RP_TRY(calibrate_call(calibration, observed, &outcomes));
    if (outcomes.count == 0) RP_TRY(rp_made_try(observed, calibration->scratch, &outcomes));
    if (outcomes.count == 0) return RAMPART_OK;
    RP_TRY(rp_outcomes_write(&outcomes, observed->reading->arena, &note.what));
    note.detail = (struct rampart_str){outcomes.outcomes, outcomes.count};
    return calibrate_add(calibration, observed, note, RP_STR(""), ret_kept);
}

/* A few events of each thing that is told apart are evidence. */
static enum rampart_status calibrate_keep(struct rampart_calibration *calibration, const struct rp_observed *observed,
                                          struct rp_note *agreement, struct rp_note *shown)
{
    const bool wanted = agreement->kept < RP_EVIDENCE_OF_A_NOTE || (shown != NULL && shown->kept < RP_EVIDENCE_OF_A_NOTE);
    struct rp_kept_event event = {.text = observed->text,
                                  .action = agreement->what,
                                  .keys = agreement->detail,
                                  .agreement = (enum rampart_agreement)agreement->kind,
                                  .reason = (enum rampart_replay_reason)agreement->reason};
    bool kept = false;
    if (!wanted || agreement->reason == RAMPART_REPLAY_PRINCIPAL_UNKNOWN) return RAMPART_OK;
    if (shown != NULL) event.switches = shown->what;
    if (shown != NULL) event.outcomes = shown->detail;
    RP_TRY(rp_evidence_keep(&calibration->evidence, &event, &kept));
    agreement->kept += kept;
    if (shown != NULL) shown->kept += kept;
    return RAMPART_OK;
}

static enum rampart_status calibrate_observe(void *context, const struct rp_observed *observed)
{
    struct rampart_calibration *calibration = context;
    const struct rp_note agreement = {.table = RP_NOTE_AGREEMENT,
                                      .what = observed->row->action,
                                      .detail = observed->row->keys,
                                      .kind = calibrate_agreement(observed),
                                      .reason = observed->row->reason};
    struct rp_note contradiction, *agreed = NULL, *shown = NULL;
    struct rampart_str told = {NULL, 0};
    bool contradicts = false;
    RP_TRY(calibrate_add(calibration, observed, agreement, RP_STR(""), &agreed));
    RP_TRY(calibrate_readings(calibration, observed, &shown));
    if (calibration->keeps) RP_TRY(calibrate_keep(calibration, observed, agreed, shown));
    RP_TRY(rp_told_compare(observed, calibration->scratch, &contradiction, &told, &contradicts));
    return contradicts ? calibrate_add(calibration, observed, contradiction, told, NULL) : RAMPART_OK;
}

/* ---- a calibration's life ---- */

static enum rampart_status calibrate_start(struct rampart_calibration *calibration,
                                           const struct rampart_options *options,
                                           const struct rampart_calibration_options *how, struct rampart_diags *diags)
{
    const struct rampart_replay_options replay = {.account = how->account,
                                                  .rows = how->rows,
                                                  .event_bytes = how->event_bytes,
                                                  .inventory = how->inventory,
                                                  .progress = how->progress,
                                                  .progress_context = how->progress_context};
    const size_t bytes = KNOWN_CALLS * sizeof *calibration->known;
    calibration->known = calibration->allocator.allocate(calibration->allocator.context, bytes);
    RP_TRY_MEMORY(calibration->known != NULL);
    for (size_t i = 0; i < KNOWN_CALLS; i++) calibration->known[i].len = 0;
    RP_TRY(rampart_diags_new(options, &calibration->scratch));
    RP_TRY(rampart_replay_new(options, &replay, diags, &calibration->replay));
    if (how->account != NULL) calibration->assumed = how->account->options.assumptions;
    calibration->labelled = how->account != NULL;
    calibration->replay->observe = calibrate_observe;
    calibration->replay->read_part = rp_calibration_read_part;
    calibration->replay->observer = calibration;
    return RAMPART_OK;
}

enum rampart_status rampart_calibration_new(const struct rampart_options *options,
                                            const struct rampart_calibration_options *how, struct rampart_diags *diags,
                                            struct rampart_calibration **ret_calibration)
{
    if (how == NULL || ret_calibration == NULL || how->rows > UINT32_MAX / 2) return RAMPART_MISUSE;
    const struct rampart_allocator allocator = rp_allocator_of(rp_options_allocator(options));
    struct rampart_calibration *calibration = allocator.allocate(allocator.context, sizeof *calibration);
    RP_TRY_MEMORY(calibration != NULL);
    *calibration = (struct rampart_calibration){.allocator = allocator};
    rp_notes_init(&calibration->notes, &allocator, how->rows == 0 ? ROWS : how->rows);
    rp_arena_init(&calibration->sorted, &allocator);
    rp_arena_init(&calibration->evidence.arena, &allocator);
    calibration->keeps = how->keep_evidence;
    const enum rampart_status status = calibrate_start(calibration, options, how, diags);
    if (status == RAMPART_OK)
        *ret_calibration = calibration;
    else
        rampart_calibration_free(calibration);
    return status;
}

void rampart_calibration_free(struct rampart_calibration *calibration)
{
    if (calibration == NULL) return;
    const struct rampart_allocator allocator = calibration->allocator;
    rampart_replay_free(calibration->replay);
    rp_notes_free(&calibration->notes);
    rp_arena_free(&calibration->sorted);
    rp_arena_free(&calibration->evidence.arena);
    rampart_diags_free(calibration->scratch);
    if (calibration->known != NULL) allocator.release(allocator.context, calibration->known);
    allocator.release(allocator.context, calibration);
}

/* ---- reading ---- */

enum rampart_status rampart_calibration_file(struct rampart_calibration *calibration, const char *path,
                                             struct rampart_diags *diags)
{
    return calibration == NULL ? RAMPART_MISUSE : rampart_replay_file(calibration->replay, path, diags);
}

enum rampart_status rampart_calibration_read(struct rampart_calibration *calibration, struct rampart_str bytes,
                                             struct rampart_str file, struct rampart_diags *diags)
{
    return calibration == NULL ? RAMPART_MISUSE : rampart_replay_read(calibration->replay, bytes, file, diags);
}

enum rampart_status rampart_calibration_merge_file(struct rampart_calibration *calibration, const char *path,
                                                   struct rampart_diags *diags)
{
    return calibration == NULL ? RAMPART_MISUSE : rampart_replay_merge_file(calibration->replay, path, diags);
}

enum rampart_status rampart_calibration_result(struct rampart_calibration *calibration,
                                               struct rampart_calibration_result *ret_result)
{
    struct rampart_replay_result replayed;
    if (calibration == NULL || ret_result == NULL) return RAMPART_MISUSE;
    RP_TRY(rampart_replay_result(calibration->replay, &replayed));
    struct rampart_calibration_result result = {.account = replayed.account,
                                                .assumptions = calibration->assumed,
                                                .read = replayed.read,
                                                .mapped = replayed.mapped,
                                                .skipped = replayed.skipped,
                                                .skips = replayed.skips,
                                                .skip_count = replayed.skip_count};
    rp_arena_reset(&calibration->sorted);
    RP_TRY(rp_calibration_list(calibration, &result));
    *ret_result = result;
    return RAMPART_OK;
}
