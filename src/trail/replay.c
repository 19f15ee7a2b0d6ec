/* SPDX-License-Identifier: Apache-2.0 */
#include "trail/replay.h"

#include "base/hash.h"
#include "base/limits.h"
#include "base/try.h"
#include "catalog/tables.h"
#include "decide/set.h"
#include "trail/class.h"
#include "trail/stream.h"

enum { EVENT_BYTES = 1 << 20, ROWS = 100000, KNOWN_APIS = 4096 };

/* An API that was looked up. APIs are kept while there is room, so that the names of strangers cannot fill memory. */
struct rp_known_api {
    struct rampart_str name; /* service, host label and event; empty: the place is free */
    struct rp_trail_api api;
};

/* An object of a file. */
struct item {
    struct rampart_replay *replay;
    struct rp_byte_stream *bytes;
    const struct rp_json_object *object;
};

/* ---- a replay's life ---- */

/* A replay needs the set of an account, compiled for many requests. */
static enum rampart_status replay_check_set(const struct rampart_set *set, struct rampart_diags *diags)
{
    return rp_set_is_account_alone(set) ? rp_set_check_compiled(set, diags) : RAMPART_MISUSE;
}

/* The id of the account; of an organisation those of all its accounts. */
static enum rampart_status replay_label(struct rampart_replay *replay, const struct rampart_account *account,
                                        struct rampart_str *ret_label)
{
    struct rampart_str label = account->id;
    for (size_t i = 0; i < rampart_account_member_count(account); i++) {
        const struct rampart_str parts[] = {label, i > 0 ? RP_STR(",") : RP_STR(""),
                                            rampart_account_id(rampart_account_member(account, i))};
        RP_TRY_MEMORY(rp_arena_join(&replay->kept, parts, 3, &label));
    }
    *ret_label = label;
    return RAMPART_OK;
}

static enum rampart_status replay_add_accounts(struct rampart_replay *replay,
                                               const struct rampart_replay_options *how,
                                               struct rampart_diags *diags)
{
    if (how->account == NULL) return how->against == NULL ? RAMPART_OK : RAMPART_MISUSE;
    RP_TRY(replay_check_set(how->account, diags));
    replay->reads = replay->labelled = true;
    RP_TRY(replay_label(replay, how->account->account, &replay->id));
    replay->options.catalog = how->account->options.catalog;
    RP_TRY(rp_evaluator_init(&replay->account, &replay->options, how->account, replay->faults));
    if (how->against == NULL) return RAMPART_OK;
    RP_TRY(replay_check_set(how->against, diags));
    if (!rp_catalog_is_same(replay->options.catalog, how->against->options.catalog)) return RAMPART_MISUSE;
    struct rampart_str other;
    RP_TRY(replay_label(replay, how->against->account, &other));
    replay->compares = replay->parts_against = true;
    if (rp_str_equal(other, replay->id))
        return rp_evaluator_init(&replay->against, &replay->options, how->against, replay->faults);
    rp_diag(diags, RAMPART_ERROR, RP_TRL_ACCOUNT, RP_NOWHERE,
            "the account to compare with is %.*s, but the other one is %.*s", RP_ARG(other),
            RP_ARG(replay->id));
    rp_diag_help(diags, "compare two versions of one account");
    return RAMPART_INVALID_INPUT;
}

static enum rampart_status replay_start(struct rampart_replay *replay,
                                        const struct rampart_replay_options *how, struct rampart_diags *diags)
{
    const size_t apis = KNOWN_APIS * sizeof *replay->apis;
    replay->options.limits.diagnostics = 1;
    RP_TRY(rampart_diags_new(&replay->options, &replay->faults));
    replay->apis = rp_arena_alloc(&replay->kept, apis, 1);
    RP_TRY_MEMORY(replay->apis != NULL);
    return replay_add_accounts(replay, how, diags);
}

enum rampart_status rampart_replay_new(const struct rampart_options *options,
                                       const struct rampart_replay_options *how, struct rampart_diags *diags,
                                       struct rampart_replay **ret_replay)
{
    if (how == NULL || ret_replay == NULL || how->rows > UINT32_MAX / 2) return RAMPART_MISUSE;
    const struct rampart_allocator allocator = rp_allocator_of(rp_options_allocator(options));
    struct rampart_replay *replay = allocator.allocate(allocator.context, sizeof *replay);
    RP_TRY_MEMORY(replay != NULL);
    *replay = (struct rampart_replay){.allocator = allocator, .limits = rp_limits_of(options)};
    replay->options.allocator = &replay->allocator;
    replay->options.catalog = rp_options_catalog(options); /* an account brings its own */
    replay->inventory = how->inventory;
    replay->call = how->call;
    replay->call_context = how->call_context;
    replay->progress = how->progress;
    replay->progress_context = how->progress_context;
    replay->limits.document_bytes = how->event_bytes == 0 ? EVENT_BYTES : how->event_bytes;
    replay->limits.string_bytes = replay->limits.document_bytes;
    rp_arena_init(&replay->arena, &allocator);
    rp_arena_init(&replay->kept, &allocator);
    rp_arena_init(&replay->sorted, &allocator);
    rp_tally_init(&replay->tally, &allocator, how->rows == 0 ? ROWS : how->rows);
    enum rampart_status status = replay_start(replay, how, diags);
    if (status == RAMPART_OK)
        *ret_replay = replay;
    else
        rampart_replay_free(replay);
    return status;
}

void rampart_replay_free(struct rampart_replay *replay)
{
    if (replay == NULL) return;
    if (replay->account.set != NULL) rp_evaluator_free(&replay->account);
    if (replay->against.set != NULL) rp_evaluator_free(&replay->against);
    rp_tally_free(&replay->tally);
    rampart_diags_free(replay->faults);
    rp_arena_free(&replay->arena);
    rp_arena_free(&replay->kept);
    rp_arena_free(&replay->sorted);
    replay->allocator.release(replay->allocator.context, replay);
}

/* ---- one event ---- */

/* Returns the place where the API of an event is kept; NULL: memory was refused. */
static struct rp_known_api *replay_place_of(struct rampart_replay *replay, const struct rp_event *event,
                                            struct rampart_str *ret_name)
{
    const struct rampart_str parts[] = {event->service, RP_STR("\n"), rp_host_label(event->source),
                                        RP_STR("\n"), event->name};
    if (!rp_arena_join(&replay->arena, parts, 5, ret_name)) return NULL;
    return &replay->apis[(rp_hash(*ret_name) >> 32) % KNOWN_APIS];
}

static enum rampart_status replay_find_api(struct rampart_replay *replay, const struct rp_event *event,
                                           struct rp_trail_api *ret_api)
{
    struct rampart_str name;
    struct rp_known_api *known = replay_place_of(replay, event, &name);
    RP_TRY_MEMORY(known != NULL);
    if (known->name.len > 0 && !rp_str_equal(known->name, name))
        return rp_trail_api_find(&replay->arena, replay->options.catalog, event, ret_api);
    if (known->name.len == 0) {
        RP_TRY(rp_trail_api_find(&replay->kept, replay->options.catalog, event, &known->api));
        RP_TRY_MEMORY(rp_arena_copy(&replay->kept, name, &known->name));
    }
    *ret_api = known->api;
    return RAMPART_OK;
}

/* The account whose resources the parameters of the call name. */
static struct rampart_str replay_owner(const struct rp_event *event, const struct rp_caller *caller)
{
    return event->owner.len > 0 ? event->owner : caller->account;
}

/* True when the call may have needed none of them: else a denial of all is one, whichever it needed. */
static bool replay_is_uncertain(const struct rp_requirement *parts)
{
    while (parts != NULL && parts->uncertain) parts = parts->next;
    return parts == NULL;
}

/*
 * Pages disagree on what an action is authorised on, and nobody knows which of its resources count: their answer does only
 * if it is the same for each of them.
 */
static enum rampart_status replay_ask_pages(struct rp_evaluator *evaluator, const struct rp_reading *reading,
                                            const struct rp_event *event,
                                            const struct rp_caller *caller, const struct rp_trail_action *action,
                                            struct rp_call_answer *ret_answer)
{
    struct rp_call_answer all = {.outcome = RAMPART_OUTCOME_ALLOW}, one;
    bool first = true;
    for (const struct rp_trail_action *page = action; page != NULL; page = page->other) {
        struct rp_requirement *parts = NULL;
        RP_TRY(rp_resource_requirements(reading, event, page, replay_owner(event, caller), &parts));
        const bool uncertain = replay_is_uncertain(parts);
        for (; parts != NULL; parts = parts->next, first = false) {
            const struct rp_requirement part = {.options = parts->options, .uncertain = uncertain};
            RP_TRY(rp_evaluator_decide(evaluator, caller, page->name, &part, &one));
            all = first ? one : rp_call_answer_either(&all, &one);
        }
    }
    *ret_answer = all;
    return RAMPART_OK;
}

static enum rampart_status replay_ask_action(struct rp_evaluator *evaluator, const struct rp_reading *reading,
                                             const struct rp_event *event,
                                             const struct rp_caller *caller, const struct rp_trail_action *action,
                                             struct rp_call_answer *ret_answer)
{
    struct rp_requirement *parts = NULL;
    if (action->other != NULL)
        return replay_ask_pages(evaluator, reading, event, caller, action, ret_answer);
    RP_TRY(rp_resource_requirements(reading, event, action, replay_owner(event, caller), &parts));
    return rp_evaluator_decide(evaluator, caller, action->name, parts, ret_answer);
}

static enum rampart_status replay_ask(struct rp_evaluator *evaluator, const struct rp_reading *reading,
                                      const struct rp_event *event,
                                      const struct rp_caller *caller, const struct rp_trail_api *api,
                                      struct rp_call_answer *ret_answer)
{
    struct rp_call_answer all = {.outcome = RAMPART_OUTCOME_ALLOW}, one;
    if (!rp_evaluator_has(evaluator, caller)) {
        *ret_answer = (struct rp_call_answer){.outcome = RAMPART_OUTCOME_CONDITIONAL,
                                              .reason = RAMPART_REPLAY_PRINCIPAL_UNKNOWN};
        return RAMPART_OK;
    }
    for (size_t i = 0; i < api->count; i++) {
        RP_TRY(replay_ask_action(evaluator, reading, event, caller, &api->actions[i], &one));
        all = api->either && i > 0 ? rp_call_answer_either(&all, &one) : rp_call_answer_both(&all, &one);
    }
    *ret_answer = all;
    return RAMPART_OK;
}

static enum rampart_status replay_compare(struct rampart_replay *replay, const struct rp_reading *reading,
                                          const struct rp_event *event, const struct rp_caller *caller,
                                          const struct rp_trail_api *api, struct rampart_replay_row *row)
{
    struct rp_call_answer answer, other;
    enum rp_recorded recorded = rp_recorded_outcome(event->error);
    bool session = rp_str_starts(caller->holder, RP_STR("role/"));
    RP_TRY(replay_ask(&replay->account, reading, event, caller, api, &answer));
    if (!replay->compares) {
        rp_class_by_record(&answer, recorded, session, row);
        return RAMPART_OK;
    }
    RP_TRY(replay_ask(&replay->against, reading, event, caller, api, &other));
    rp_class_by_answers(&answer, &other, recorded, session, row);
    return RAMPART_OK;
}

enum rampart_status rp_replay_ask(struct rampart_replay *replay, const struct rp_observed *observed,
                                  struct rp_call_answer *ret_answer)
{
    return replay_ask(&replay->account, observed->reading, observed->event, observed->caller, observed->api, ret_answer);
}

/* ---- who wants to know of each call ---- */

/* All that the action can have been about; *ret_told: it was about one thing, and the event says which. */
static enum rampart_status replay_list_resources(struct rp_arena *arena, const struct rp_requirement *parts,
                                                 struct rampart_strs *ret_resources, bool *ret_told)
{
    size_t count = 0;
    *ret_told = true;
    for (const struct rp_requirement *part = parts; part != NULL; part = part->next)
        for (const struct rp_resource_option *option = part->options; option != NULL; option = option->next) {
            count += option->count;
            *ret_told &= !part->uncertain && !option->area && option->next == NULL;
        }
    struct rampart_str *items = RP_NEW_ARRAY(arena, struct rampart_str, count);
    RP_TRY_MEMORY(items != NULL);
    *ret_resources = (struct rampart_strs){items, 0};
    for (const struct rp_requirement *part = parts; part != NULL; part = part->next)
        for (const struct rp_resource_option *option = part->options; option != NULL; option = option->next)
            for (size_t i = 0; i < option->count; i++) items[ret_resources->count++] = option->arns[i];
    return RAMPART_OK;
}

static enum rampart_status replay_tell(struct rampart_replay *replay, const struct rp_reading *reading,
                                       const struct rp_event *event, const struct rp_caller *caller,
                                       const struct rp_trail_api *api, const struct rampart_replay_row *row)
{
    static const enum rampart_recorded recorded[] = {[RP_RECORDED_ALLOWED] = RAMPART_RECORDED_ALLOWED,
                                                     [RP_RECORDED_DENIED] = RAMPART_RECORDED_DENIED,
                                                     [RP_RECORDED_UNTOLD] = RAMPART_RECORDED_UNTOLD};
    struct rampart_replay_call call = {.principal = row->principal, .time = row->first, .which = row->which,
                                       .recorded = recorded[rp_recorded_outcome(event->error)]};
    for (size_t i = 0; i < api->count; i++) {
        struct rp_requirement *parts = NULL;
        call.action = api->actions[i].name;
        call.first = i == 0;
        RP_TRY(rp_resource_requirements(reading, event, &api->actions[i], replay_owner(event, caller), &parts));
        RP_TRY(replay_list_resources(&replay->arena, parts, &call.resources, &call.told));
        call.told &= !api->either && api->actions[i].other == NULL;
        RP_TRY(replay->call(replay->call_context, &call));
    }
    return RAMPART_OK;
}

static enum rampart_status replay_count(struct rampart_replay *replay, const struct rp_reading *reading,
                                        const struct rp_event *event, const struct rp_caller *caller,
                                        const struct rp_trail_api *api, const char *time)
{
    const struct rampart_str parts[] = {RP_STR("acs:ram::"), caller->account, RP_STR(":"), caller->holder};
    struct rampart_replay_row row = {.action = api->label, .count = 1, .sample_count = 1};
    RP_TRY_MEMORY(rp_arena_join(&replay->arena, parts, 4, &row.principal));
    row.first = row.last = row.samples[0].time = rampart_str(time);
    row.samples[0].id = event->id;
    RP_TRY(replay_compare(replay, reading, event, caller, api, &row));
    if (replay->call != NULL) RP_TRY(replay_tell(replay, reading, event, caller, api, &row));
    if (replay->observe == NULL) return rp_tally_row(&replay->tally, &row);
    const struct rp_observed observed = {.replay = replay,
                                         .reading = reading,
                                         .event = event,
                                         .caller = caller,
                                         .api = api,
                                         .row = &row,
                                         .text = replay->text,
                                         .file = replay->file,
                                         .line = replay->line};
    replay->tally.read++;
    replay->tally.mapped++;
    return replay->observe(replay->observer, &observed);
}

/* The API was called, by a program or by a click in the console. Other events record no call. */
static bool replay_is_call(struct rampart_str type)
{
    return rp_str_equal(type, RP_STR("ApiCall")) || rp_str_equal(type, RP_STR("ConsoleOperation"));
}

static const char *replay_missing(const struct rp_event *event)
{
    if (event->name.len == 0) return "eventName";
    if (event->service.len == 0 && event->source.len == 0) return "serviceName";
    return event->time.len == 0 ? "eventTime" : NULL;
}

static const char *replay_malformed(const struct rp_event *event, char *ret_time)
{
    if (!rp_trail_name_valid(event->name)) return "eventName";
    return rp_event_time_write(event->time, ret_time) ? NULL : "eventTime";
}

static enum rampart_status replay_skip(struct rampart_replay *replay, const char *reason,
                                       struct rampart_str detail)
{
    const struct rampart_replay_skip skipped = {rampart_str(reason), detail, 1};
    return rp_tally_skip(&replay->tally, &skipped);
}

/* Decides on an event and counts it. */
static enum rampart_status replay_event(struct rampart_replay *replay, const struct rp_reading *reading,
                                        const struct rp_event *event)
{
    struct rp_caller caller;
    struct rampart_replay_skip skipped;
    struct rp_trail_api api;
    char time[RP_EVENT_TIME_SIZE];
    if (!replay_is_call(event->type)) return replay_skip(replay, "event-type", event->type);
    if (replay_missing(event) != NULL)
        return replay_skip(replay, "incomplete", rampart_str(replay_missing(event)));
    if (replay_malformed(event, time) != NULL)
        return replay_skip(replay, "malformed", rampart_str(replay_malformed(event, time)));
    RP_TRY(rp_caller_of(&replay->arena, event, replay->account.set->account, &caller, &skipped));
    skipped.count = 1;
    if (skipped.reason.len > 0) return rp_tally_skip(&replay->tally, &skipped);
    RP_TRY(replay_find_api(replay, event, &api));
    if (api.count == 0)
        return replay_skip(replay, "service",
                           event->service.len > 0 ? event->service : rp_host_label(event->source));
    return replay_count(replay, reading, event, &caller, &api, time);
}

/* ---- files of events: one object after another is read, counted and forgotten ---- */

/* Reports the fault of an object at its place in the file. */
static enum rampart_status replay_report(const struct item *item, enum rampart_status status)
{
    const struct rampart_diag *fault = rampart_diags_at(item->replay->faults, 0);
    if (fault == NULL) return status;
    struct rampart_diag placed = *fault;
    placed.file = item->bytes->name;
    if (placed.line == 0) {
        placed.line = placed.end_line = item->object->line;
        placed.column = item->object->column;
        placed.end_column = placed.column + 1;
    } else {
        if (placed.line == 1) placed.column += item->object->column - 1;
        if (placed.end_line == 1) placed.end_column += item->object->column - 1;
        placed.line += item->object->line - 1;
        placed.end_line += item->object->line - 1;
    }
    rp_diag_copy(item->bytes->diags, &placed);
    return status;
}

static enum rampart_status replay_refuse(const struct item *item, enum rp_code code, const char *what,
                                         const char *help)
{
    struct rampart_diag diag = rp_diag_bare(code, what);
    diag.file = item->bytes->name;
    diag.line = diag.end_line = item->object->line;
    diag.column = item->object->column;
    diag.end_column = diag.column + 1;
    diag.help = rampart_str(help);
    rp_diag_copy(item->bytes->diags, &diag);
    return code == RP_TRL_ROWS ? RAMPART_LIMIT : RAMPART_INVALID_INPUT;
}

static enum rampart_status replay_count_event(const struct item *item, const struct rp_reading *reading)
{
    struct rp_event event;
    enum rp_event_form form;
    RP_TRY(rp_event_read(reading, item->object->text, &form, &event));
    if (form == RP_EVENT_IS_ONE) return replay_event(item->replay, reading, &event);
    if (form == RP_EVENT_OTHER_LOG) {
        const struct rampart_replay_skip skipped = {RP_STR("other-log"), event.type, 1};
        return rp_tally_skip(&item->replay->tally, &skipped);
    }
    if (item->object->kind == RP_JSON_OBJECT_ANSWER) return RAMPART_OK;
    return replay_refuse(item, RP_TRL_EVENT, "neither an event of ActionTrail nor an object that holds events",
                         "an event has members eventName, eventType and userIdentity");
}

static enum rampart_status replay_count_object(const struct item *item)
{
    struct rampart_replay *replay = item->replay;
    const struct rp_source named = {.name = item->bytes->name};
    const struct rp_reading reading = {
        .arena = &replay->arena, .source = &named, .limits = &replay->limits, .diags = replay->faults};
    rp_arena_reset(&replay->arena);
    replay->text = item->object->text;
    replay->file = item->bytes->name;
    replay->line = item->object->line;
    enum rampart_status status = replay_count_event(item, &reading);
    if (status == RAMPART_OK) return status;
    if (status == RAMPART_LIMIT && rampart_diags_count(replay->faults) == 0)
        return replay_refuse(item, RP_TRL_ROWS,
                             "there are too many rows: principals, actions and kinds of events",
                             "allow more of them, or replay fewer events at a time");
    return replay_report(item, status);
}

static enum rampart_status replay_count_objects(struct rampart_replay *replay, struct rp_byte_stream *bytes,
                                                struct rp_json_stream *stream)
{
    for (;;) {
        struct rp_json_object object;
        const struct item item = {replay, bytes, &object};
        RP_TRY(rp_json_stream_next(stream, &object));
        if (object.kind == RP_JSON_OBJECT_NONE) return RAMPART_OK;
        RP_TRY(replay_count_object(&item));
    }
}

static enum rampart_status replay_count_bytes(struct rampart_replay *replay, struct rp_byte_stream *bytes)
{
    struct rp_json_stream stream;
    rampart_diags_clear(replay->faults);
    enum rampart_status status =
        rp_json_stream_init(&stream, &replay->allocator, bytes, replay->limits.document_bytes);
    if (status == RAMPART_OK) status = replay_count_objects(replay, bytes, &stream);
    rp_json_stream_free(&stream);
    return rp_diags_failed(bytes->diags) ? RAMPART_NO_MEMORY : status;
}

enum rampart_status rampart_replay_file(struct rampart_replay *replay, const char *path,
                                        struct rampart_diags *diags)
{
    struct rp_byte_stream bytes;
    if (replay == NULL || path == NULL || !replay->reads) return RAMPART_MISUSE;
    RP_TRY(rp_byte_stream_open(&bytes, &replay->allocator, path, diags));
    bytes.progress = replay->progress;
    bytes.progress_context = replay->progress_context;
    enum rampart_status status = replay_count_bytes(replay, &bytes);
    rp_byte_stream_close(&bytes);
    if (status != RAMPART_OK) return status;
    return rampart_inventory_add(replay->inventory, RAMPART_FILE_READ, rampart_str(path), RP_STR(""));
}

enum rampart_status rampart_replay_read(struct rampart_replay *replay, struct rampart_str text,
                                        struct rampart_str file, struct rampart_diags *diags)
{
    struct rp_byte_stream bytes;
    if (replay == NULL || !replay->reads || (text.data == NULL && text.len > 0)) return RAMPART_MISUSE;
    rp_byte_stream_of_text(&bytes, &replay->allocator, text, file, diags);
    enum rampart_status status = replay_count_bytes(replay, &bytes);
    rp_byte_stream_close(&bytes);
    return status;
}

/* ---- results ---- */

enum rampart_status rampart_replay_result(struct rampart_replay *replay,
                                          struct rampart_replay_result *ret_result)
{
    if (replay == NULL || ret_result == NULL) return RAMPART_MISUSE;
    struct rp_tally *tally = &replay->tally;
    rp_arena_reset(&replay->sorted);
    const void *rows = rp_tally_sorted(&tally->rows, &replay->sorted);
    const void *skips = rp_tally_sorted(&tally->skips, &replay->sorted);
    RP_TRY_MEMORY(rows != NULL && skips != NULL);
    *ret_result = (struct rampart_replay_result){.account = replay->id,
                                                 .against = replay->parts_against,
                                                 .read = tally->read,
                                                 .mapped = tally->mapped,
                                                 .skipped = tally->skipped,
                                                 .rows = rows,
                                                 .row_count = tally->rows.count,
                                                 .skips = skips,
                                                 .skip_count = tally->skips.count};
    memcpy(ret_result->classes, tally->classes, sizeof tally->classes);
    return RAMPART_OK;
}
