/* SPDX-License-Identifier: Apache-2.0 */
#include "trail/replay.h"

#include "account/set.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/try.h"
#include "trail/bytes.h"
#include "trail/moment.h"

enum { EVENT_BYTES = 1 << 20, ROWS = 100000 };

/* ---- a replay's life ---- */

/* A set that is asked for every event: one of attachments is none of an account. */
static enum rampart_status check_set(const struct rampart_set *set, struct rampart_diags *diags)
{
    if (set->account == NULL || set->attachment_count > 0 || set->few) return RAMPART_MISUSE;
    if (set->compiled != NULL) return RAMPART_OK;
    rp_diag(diags, RAMPART_ERROR, RP_ENG_PATTERN, RP_NOWHERE,
            "account %.*s has a pattern that is too large to be compiled", RP_ARG(set->account->id));
    return RAMPART_LIMIT;
}

static enum rampart_status add_accounts(struct rampart_replay *replay,
                                        const struct rampart_replay_options *how, struct rampart_diags *diags)
{
    if (how->account == NULL) return how->against == NULL ? RAMPART_OK : RAMPART_MISUSE;
    RP_TRY(check_set(how->account, diags));
    replay->reads = replay->labelled = true;
    replay->id = how->account->account->id;
    RP_TRY(rp_judge_init(&replay->account, &replay->options, how->account, replay->faults));
    if (how->against == NULL) return RAMPART_OK;
    RP_TRY(check_set(how->against, diags));
    const struct rampart_str other = how->against->account->id;
    replay->compares = replay->parts_against = true;
    if (rp_str_equal(other, replay->id)) return rp_judge_init(&replay->against, &replay->options, how->against, replay->faults);
    rp_diag(diags, RAMPART_ERROR, RP_TRL_ACCOUNT, RP_NOWHERE,
            "the account to compare with is %.*s, and the other one %.*s", RP_ARG(other), RP_ARG(replay->id));
    rp_diag_help(diags, "compare two versions of one account");
    return RAMPART_INVALID_INPUT;
}

static enum rampart_status start(struct rampart_replay *replay, const struct rampart_replay_options *how,
                                 struct rampart_diags *diags)
{
    const size_t apis = RP_REPLAY_APIS * sizeof *replay->apis;
    replay->options.limits.diagnostics = 1;
    RP_TRY(rampart_diags_new(&replay->options, &replay->faults));
    replay->apis = rp_arena_alloc(&replay->kept, apis, 1);
    RP_TRY_MEMORY(replay->apis != NULL);
    return add_accounts(replay, how, diags);
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
    replay->inventory = how->inventory;
    replay->limits.document_bytes = how->event_bytes == 0 ? EVENT_BYTES : how->event_bytes;
    replay->limits.string_bytes = replay->limits.document_bytes;
    rp_arena_init(&replay->arena, &allocator);
    rp_arena_init(&replay->kept, &allocator);
    rp_arena_init(&replay->sorted, &allocator);
    rp_tally_init(&replay->tally, &allocator, how->rows == 0 ? ROWS : how->rows);
    enum rampart_status status = start(replay, how, diags);
    if (status == RAMPART_OK)
        *ret_replay = replay;
    else
        rampart_replay_free(replay);
    return status;
}

void rampart_replay_free(struct rampart_replay *replay)
{
    if (replay == NULL) return;
    if (replay->account.set != NULL) rp_judge_free(&replay->account);
    if (replay->against.set != NULL) rp_judge_free(&replay->against);
    rp_tally_free(&replay->tally);
    rampart_diags_free(replay->faults);
    rp_arena_free(&replay->arena);
    rp_arena_free(&replay->kept);
    rp_arena_free(&replay->sorted);
    replay->allocator.release(replay->allocator.context, replay);
}

/* ---- one event ---- */

/* What is kept of an API, looked up once; NULL: nothing is, and there is no room. */
static struct rp_known_api *place_of(struct rampart_replay *replay, const struct rp_event *event,
                                     struct rampart_str *ret_name)
{
    const struct rampart_str parts[] = {event->service, RP_STR("\n"), rp_host_label(event->source),
                                        RP_STR("\n"), event->name};
    if (!rp_arena_join(&replay->arena, parts, 5, ret_name)) return NULL;
    return &replay->apis[(rp_hash(*ret_name) >> 32) % RP_REPLAY_APIS];
}

static enum rampart_status find_api(struct rampart_replay *replay, const struct rp_event *event,
                                    struct rp_trail_api *ret_api)
{
    struct rampart_str name;
    struct rp_known_api *known = place_of(replay, event, &name);
    RP_TRY_MEMORY(known != NULL);
    if (known->name.len > 0 && !rp_str_equal(known->name, name))
        return rp_trail_api_find(&replay->arena, event, ret_api);
    if (known->name.len == 0) {
        RP_TRY(rp_trail_api_find(&replay->kept, event, &known->api));
        RP_TRY_MEMORY(rp_arena_copy(&replay->kept, name, &known->name));
    }
    *ret_api = known->api;
    return RAMPART_OK;
}

static enum rampart_status ask(struct rampart_replay *replay, struct rp_judge *judge,
                               const struct rp_reading *reading, const struct rp_event *event,
                               const struct rp_caller *caller, const struct rp_trail_api *api,
                               struct rp_answer *ret_answer)
{
    struct rp_answer all = {.outcome = RAMPART_OUTCOME_ALLOW}, one;
    if (!rp_judge_knows(judge, caller)) {
        *ret_answer = (struct rp_answer){.outcome = RAMPART_OUTCOME_CONDITIONAL,
                                         .reason = RAMPART_REPLAY_PRINCIPAL_UNKNOWN};
        return RAMPART_OK;
    }
    for (size_t i = 0; i < api->count; i++) {
        struct rp_part *parts = NULL;
        RP_TRY(rp_resource_parts(reading, event, &api->actions[i], replay->id, &parts));
        RP_TRY(rp_judge_ask(judge, caller, api->actions[i].name, parts, &one));
        all = rp_answer_both(&all, &one);
    }
    *ret_answer = all;
    return RAMPART_OK;
}

static enum rampart_status compare(struct rampart_replay *replay, const struct rp_reading *reading,
                                   const struct rp_event *event, const struct rp_caller *caller,
                                   const struct rp_trail_api *api, struct rampart_replay_row *row)
{
    struct rp_answer answer, other;
    enum rp_recorded recorded = rp_recorded_outcome(event->error);
    bool session = rp_str_starts(caller->holder, RP_STR("role/"));
    RP_TRY(ask(replay, &replay->account, reading, event, caller, api, &answer));
    if (!replay->compares) {
        rp_compare_record(&answer, recorded, session, row);
        return RAMPART_OK;
    }
    RP_TRY(ask(replay, &replay->against, reading, event, caller, api, &other));
    rp_compare_answers(&answer, &other, recorded, session, row);
    return RAMPART_OK;
}

static enum rampart_status count(struct rampart_replay *replay, const struct rp_reading *reading,
                                 const struct rp_event *event, const struct rp_caller *caller,
                                 const struct rp_trail_api *api, const char *time)
{
    const struct rampart_str parts[] = {RP_STR("acs:ram::"), replay->id, RP_STR(":"), caller->holder};
    struct rampart_replay_row row = {.action = api->label, .count = 1, .sample_count = 1};
    RP_TRY_MEMORY(rp_arena_join(&replay->arena, parts, 4, &row.principal));
    row.first = row.last = row.samples[0].time = rampart_str(time);
    row.samples[0].id = event->id;
    RP_TRY(compare(replay, reading, event, caller, api, &row));
    return rp_tally_row(&replay->tally, &row);
}

/* Calls of the API, and clicks on the console, which makes them; everything else is no call. */
static bool is_call(struct rampart_str type)
{
    return rp_str_equal(type, RP_STR("ApiCall")) || rp_str_equal(type, RP_STR("ConsoleOperation"));
}

static const char *missing(const struct rp_event *event)
{
    if (event->name.len == 0) return "eventName";
    if (event->service.len == 0 && event->source.len == 0) return "serviceName";
    return event->time.len == 0 ? "eventTime" : NULL;
}

static const char *malformed(const struct rp_event *event, char *ret_time)
{
    if (!rp_trail_name_valid(event->name)) return "eventName";
    return rp_moment_write(event->time, ret_time) ? NULL : "eventTime";
}

static enum rampart_status skip(struct rampart_replay *replay, const char *reason, struct rampart_str detail)
{
    const struct rampart_replay_skip skipped = {rampart_str(reason), detail, 1};
    return rp_tally_skip(&replay->tally, &skipped);
}

enum rampart_status rp_replay_event(struct rampart_replay *replay, const struct rp_reading *reading,
                                    const struct rp_event *event)
{
    struct rp_caller caller;
    struct rampart_replay_skip skipped;
    struct rp_trail_api api;
    char time[RP_MOMENT_SIZE];
    if (!is_call(event->type)) return skip(replay, "event-type", event->type);
    if (missing(event) != NULL) return skip(replay, "incomplete", rampart_str(missing(event)));
    if (malformed(event, time) != NULL) return skip(replay, "malformed", rampart_str(malformed(event, time)));
    RP_TRY(rp_caller_of(&replay->arena, event, replay->id, &caller, &skipped));
    skipped.count = 1;
    if (skipped.reason.len > 0) return rp_tally_skip(&replay->tally, &skipped);
    RP_TRY(find_api(replay, event, &api));
    if (api.count == 0)
        return skip(replay, "service",
                    event->service.len > 0 ? event->service : rp_host_label(event->source));
    return count(replay, reading, event, &caller, &api, time);
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
