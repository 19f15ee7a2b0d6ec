/* SPDX-License-Identifier: Apache-2.0 */
/* Files of events: one object after another is read, counted and forgotten. */
#include "base/try.h"
#include "trail/bytes.h"
#include "trail/objects.h"
#include "trail/replay.h"

/* an object of a file. */
struct item {
    struct rampart_replay *replay;
    struct rp_bytes *bytes;
    const struct rp_object *object;
};

/* Says what is wrong with an object where it stands in the file. */
static enum rampart_status report(const struct item *item, enum rampart_status status)
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

static enum rampart_status refuse(const struct item *item, enum rp_code code, const char *what,
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

static enum rampart_status count_event(const struct item *item, const struct rp_reading *reading)
{
    struct rp_event event;
    enum rp_event_form form;
    RP_TRY(rp_event_read(reading, item->object->text, &form, &event));
    if (form == RP_EVENT_IS_ONE) return rp_replay_event(item->replay, reading, &event);
    if (form == RP_EVENT_OTHER_LOG) {
        const struct rampart_replay_skip skipped = {RP_STR("other-log"), event.type, 1};
        return rp_tally_skip(&item->replay->tally, &skipped);
    }
    if (item->object->kind == RP_OBJECT_ANSWER) return RAMPART_OK;
    return refuse(item, RP_TRL_EVENT, "this is no event of ActionTrail, and nothing that holds one",
                  "an event has members eventName, eventType and userIdentity");
}

static enum rampart_status count_object(const struct item *item)
{
    struct rampart_replay *replay = item->replay;
    const struct rp_source named = {.name = item->bytes->name};
    const struct rp_reading reading = {
        .arena = &replay->arena, .source = &named, .limits = &replay->limits, .diags = replay->faults};
    rp_arena_reset(&replay->arena);
    enum rampart_status status = count_event(item, &reading);
    if (status == RAMPART_OK) return status;
    if (status == RAMPART_LIMIT && rampart_diags_count(replay->faults) == 0)
        return refuse(item, RP_TRL_ROWS, "there are too many rows: principals, actions and kinds of events",
                      "allow more of them, or replay fewer events at a time");
    return report(item, status);
}

static enum rampart_status count_objects(struct rampart_replay *replay, struct rp_bytes *bytes,
                                         struct rp_objects *objects)
{
    for (;;) {
        struct rp_object object;
        const struct item item = {replay, bytes, &object};
        RP_TRY(rp_objects_next(objects, &object));
        if (object.kind == RP_OBJECT_NONE) return RAMPART_OK;
        RP_TRY(count_object(&item));
    }
}

enum rampart_status rp_replay_bytes(struct rampart_replay *replay, struct rp_bytes *bytes)
{
    struct rp_objects objects;
    rampart_diags_clear(replay->faults);
    enum rampart_status status =
        rp_objects_init(&objects, &replay->allocator, bytes, replay->limits.document_bytes);
    if (status == RAMPART_OK) status = count_objects(replay, bytes, &objects);
    rp_objects_free(&objects);
    return rp_diags_failed(bytes->diags) ? RAMPART_NO_MEMORY : status;
}

enum rampart_status rampart_replay_file(struct rampart_replay *replay, const char *path,
                                        struct rampart_diags *diags)
{
    struct rp_bytes bytes;
    if (replay == NULL || path == NULL || !replay->reads) return RAMPART_MISUSE;
    RP_TRY(rp_bytes_open(&bytes, &replay->allocator, path, diags));
    enum rampart_status status = rp_replay_bytes(replay, &bytes);
    rp_bytes_close(&bytes);
    if (status != RAMPART_OK) return status;
    return rampart_inventory_add(replay->inventory, RAMPART_FILE_READ, rampart_str(path), RP_STR(""));
}

enum rampart_status rampart_replay_read(struct rampart_replay *replay, struct rampart_str text,
                                        struct rampart_str file, struct rampart_diags *diags)
{
    struct rp_bytes bytes;
    if (replay == NULL || !replay->reads || (text.data == NULL && text.len > 0)) return RAMPART_MISUSE;
    rp_bytes_of(&bytes, &replay->allocator, text, file, diags);
    enum rampart_status status = rp_replay_bytes(replay, &bytes);
    rp_bytes_close(&bytes);
    return status;
}
