/* SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"
#include "base/try.h"
#include "calibrate/calibrate.h"
#include "calibrate/evidence.h"
#include "decide/set.h"
#include "text/file.h"
#include "text/json.h"
#include "text/json_write.h"
#include "trail/api.h"

enum { LONGEST_EVIDENCE = 1 << 30, LONGEST_EVENT = 1 << 20 };

/* Evidence in the making. */
struct evidence_maker {
    struct rampart_calibration *calibration;
    struct rampart_diags *diags, *said;
    struct rp_replacer replacer;
    struct rp_arena arena; /* of one event */
    struct rp_buf account, events, event;
    struct rampart_account *read; /* the account that is written */
    struct rampart_set *set;
    struct rampart_calibration *again; /* tries the events against it */
    size_t left_out;
};

static const struct rp_source evidence_source = {.name = {"evidence", 8}};

static struct rp_reading evidence_reading(struct evidence_maker *maker)
{
    return (struct rp_reading){.arena = &maker->arena,
                               .source = &evidence_source,
                               .limits = &maker->calibration->replay->limits,
                               .diags = maker->said};
}

/* ---- words that stay ---- */

/* Those of the ARN templates of the calls, and of their regions. */
static enum rampart_status evidence_fix_words(struct evidence_maker *maker)
{
    const struct rampart_catalog *catalog = maker->calibration->replay->options.catalog;
    for (const struct rp_kept_event *kept = maker->calibration->evidence.first; kept != NULL; kept = kept->next) {
        const struct rp_reading reading = evidence_reading(maker);
        struct rp_event event;
        enum rp_event_form form;
        struct rp_trail_api api;
        rp_arena_reset(&maker->arena);
        RP_TRY(rp_event_read(&reading, kept->text, &form, &event));
        RP_TRY(rp_trail_api_find(&maker->arena, catalog, &event, &api));
        RP_TRY(rp_replacer_fix(&maker->replacer, event.region));
        for (size_t i = 0; i < api.count; i++)
            for (const struct rp_trail_action *page = &api.actions[i]; page != NULL; page = page->other)
                for (size_t t = 0; t < page->templates.count; t++)
                    RP_TRY(rp_replacer_fix(&maker->replacer, page->templates.items[t].arn));
    }
    return RAMPART_OK;
}

/* ---- trying again ---- */

static enum rampart_status evidence_read_back(struct evidence_maker *maker)
{
    const struct rampart_set *set = maker->calibration->replay->account.set;
    struct rampart_options options = set->options;
    options.absent_layers = set->account->absent_layers;
    RP_TRY(rampart_account_read(&options, rp_buf_text(&maker->account), RP_STR("evidence"), maker->said, &maker->read));
    const struct rampart_set_parts parts = {.account = maker->read};
    RP_TRY(rampart_set_new(&options, &parts, maker->said, &maker->set));
    const struct rampart_calibration_options how = {.account = maker->set};
    return rampart_calibration_new(&options, &how, maker->said, &maker->again);
}

static bool evidence_is_same(const struct rp_notes *notes, const struct rp_kept_event *kept)
{
    bool agrees = false, shows = kept->switches.len == 0;
    for (size_t i = 0; i < notes->count; i++) {
        const struct rp_note *note = notes->order[i];
        if (note->table == RP_NOTE_AGREEMENT)
            agrees = note->kind == kept->agreement && note->reason == kept->reason &&
                     rp_str_equal(note->what, kept->action);
        if (note->table == RP_NOTE_OBSERVATION)
            shows = rp_str_equal(note->what, kept->switches) && rp_str_equal(note->detail, kept->outcomes);
    }
    return agrees && shows;
}

/* Adds the event if it shows the same against the account that is written. */
static enum rampart_status evidence_add(struct evidence_maker *maker, const struct rp_kept_event *kept, size_t number)
{
    const struct rp_reading reading = evidence_reading(maker);
    struct rampart_calibration *again = maker->again;
    const struct rp_clock *clock = &maker->calibration->replay->account.clock;
    rp_arena_reset(&maker->arena);
    maker->event.len = 0;
    RP_TRY(rp_evidence_write_event(&maker->replacer, &reading, kept, number, clock->exact || clock->room > 0, &maker->event));
    if (maker->event.failed != RAMPART_OK) return maker->event.failed;
    rp_notes_free(&again->notes);
    rp_notes_init(&again->notes, &again->allocator, RP_EVIDENCE_EVENTS);
    RP_TRY(rampart_calibration_read(again, rp_buf_text(&maker->event), RP_STR("evidence"), maker->said));
    if (!evidence_is_same(&again->notes, kept)) {
        maker->left_out++;
        return RAMPART_OK;
    }
    rp_buf_add(&maker->events, maker->events.len > 0 ? RP_STR(",\n") : RP_STR("\n"));
    rp_buf_add(&maker->events, rp_buf_text(&maker->event));
    return RAMPART_OK;
}

/* ---- the whole ---- */

static enum rampart_status evidence_hand_over(struct evidence_maker *maker, const struct rampart_writer *writer)
{
    struct rp_buf out;
    rp_buf_init(&out, &maker->calibration->allocator, LONGEST_EVIDENCE);
    rp_write_open(&out, NULL, '{');
    rp_write_raw(&out, "evidence", RP_STR("1"));
    rp_write_number(&out, "leftOut", maker->left_out);
    rp_buf_add(&out, RP_STR(",\n\"account\":"));
    rp_buf_add(&out, rp_buf_text(&maker->account));
    rp_buf_add(&out, RP_STR(",\n\"Events\":["));
    rp_buf_add(&out, rp_buf_text(&maker->events));
    rp_buf_add(&out, RP_STR("]}\n"));
    enum rampart_status status = out.failed;
    if (status == RAMPART_OK && !writer->write(writer->context, rp_buf_text(&out))) status = RAMPART_IO;
    rp_buf_free(&out);
    return status;
}

static enum rampart_status evidence_make(struct evidence_maker *maker)
{
    const struct rampart_set *set = maker->calibration->replay->account.set;
    size_t number = 0;
    if (set->account->organisation != NULL) {
        rp_diag(maker->diags, RAMPART_ERROR, RP_TRL_ACCOUNT, RP_NOWHERE, "evidence is of one account, and these are several");
        return RAMPART_INVALID_INPUT;
    }
    RP_TRY(rp_replacer_init(&maker->replacer, &maker->calibration->allocator));
    RP_TRY(evidence_fix_words(maker));
    RP_TRY(rp_evidence_write_account(&maker->replacer, &maker->calibration->evidence, set->account, &maker->account));
    if (maker->account.failed != RAMPART_OK) return maker->account.failed;
    RP_TRY(evidence_read_back(maker));
    for (const struct rp_kept_event *kept = maker->calibration->evidence.first; kept != NULL; kept = kept->next)
        RP_TRY(evidence_add(maker, kept, ++number));
    return maker->events.failed;
}

enum rampart_status rampart_calibration_evidence(struct rampart_calibration *calibration, struct rampart_diags *diags,
                                                 const struct rampart_writer *writer)
{
    if (calibration == NULL || writer == NULL || writer->write == NULL || !calibration->keeps) return RAMPART_MISUSE;
    if (calibration->replay->account.set == NULL) return RAMPART_MISUSE;
    const struct rampart_options options = {.allocator = &calibration->allocator};
    struct evidence_maker maker = {.calibration = calibration, .diags = diags};
    RP_TRY(rampart_diags_new(&options, &maker.said));
    rp_arena_init(&maker.arena, &calibration->allocator);
    rp_arena_init(&maker.replacer.arena, &calibration->allocator);
    rp_buf_init(&maker.account, &calibration->allocator, LONGEST_EVIDENCE);
    rp_buf_init(&maker.events, &calibration->allocator, LONGEST_EVIDENCE);
    rp_buf_init(&maker.event, &calibration->allocator, LONGEST_EVENT);
    enum rampart_status status = evidence_make(&maker);
    if (status == RAMPART_OK) status = evidence_hand_over(&maker, writer);
    if (status != RAMPART_OK && status != RAMPART_NO_MEMORY) rp_diags_copy_all(diags, maker.said);
    rampart_calibration_free(maker.again);
    rampart_set_free(maker.set);
    rampart_account_free(maker.read);
    rampart_diags_free(maker.said);
    rp_buf_free(&maker.account);
    rp_buf_free(&maker.events);
    rp_buf_free(&maker.event);
    rp_replacer_free(&maker.replacer);
    rp_arena_free(&maker.arena);
    return status;
}

/* ---- reading ---- */

static enum rampart_status evidence_refuse(const struct rp_reading *reading)
{
    rp_diag(reading->diags, RAMPART_ERROR, RP_TRL_EVENT, (struct rp_at){reading->source, {0, 1}},
            "this is no evidence of rampart calibrate");
    rp_diag_help(reading->diags, "for events, name their account with --account");
    return RAMPART_INVALID_INPUT;
}

/* The member "evidence" stands first. */
static bool evidence_begins(struct rampart_str text)
{
    for (size_t bracket = 0, i = 0; i < text.len; i++) {
        if (rp_is_blank(text.data[i])) continue;
        if (bracket == 1) return rp_str_starts(rp_str_from(text, i), RP_STR("\"evidence\""));
        if (text.data[i] != '{') return false;
        bracket = 1;
    }
    return false;
}

static enum rampart_status evidence_read_account(const struct rampart_options *options, const struct rp_reading *reading,
                                                 struct rampart_account **ret_account)
{
    struct rp_node *root = NULL;
    if (!evidence_begins(reading->source->text)) return evidence_refuse(reading);
    RP_TRY(rp_json_read(reading, &root));
    const struct rp_node *account = rp_node_member(root, RP_STR("account"));
    if (account == NULL || account->type != RP_NODE_MAP) return evidence_refuse(reading);
    const struct rampart_str text = rp_str_part(reading->source->text, account->span.start,
                                                account->span.end - account->span.start);
    return rampart_account_read(options, text, reading->source->name, reading->diags, ret_account);
}

enum rampart_status rampart_evidence_account_read_file(const struct rampart_options *options, const char *path,
                                                       struct rampart_diags *diags, struct rampart_account **ret_account)
{
    if (path == NULL || diags == NULL || ret_account == NULL) return RAMPART_MISUSE;
    struct rampart_limits limits = rp_limits_of(options);
    struct rp_source source;
    struct rp_arena arena;
    struct rp_buf text;
    rp_arena_init(&arena, rp_options_allocator(options));
    rp_buf_init(&text, rp_options_allocator(options), limits.account_bytes);
    limits.document_bytes = limits.string_bytes = limits.account_bytes;
    limits.list_values = limits.account_entries;
    const struct rp_reading reading = {.arena = &arena, .source = &source, .limits = &limits, .diags = diags};
    enum rampart_status status = rp_file_load(path, &text, diags);
    if (status == RAMPART_OK) status = rp_source_init(&source, &arena, rampart_str(path), rp_buf_text(&text));
    if (status == RAMPART_OK) status = evidence_read_account(options, &reading, ret_account);
    rp_buf_free(&text);
    rp_arena_free(&arena);
    return status;
}
