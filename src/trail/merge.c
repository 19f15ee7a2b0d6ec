/* SPDX-License-Identifier: Apache-2.0 */
/* Adds a part to a replay: the counts of another replay, as report/replay_json.c printed them. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include <rampart/catalog.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/try.h"
#include "text/file.h"
#include "text/json.h"
#include "trail/merge.h"

enum { MOST_DIGITS = 15 /* every reader of JSON keeps so many exactly */, FIRST_ROOM = 16 };

enum rampart_status rp_part_refuse(const struct rp_part *part, const struct rp_node *node, const char *what)
{
    const struct rp_at at = {&part->source, node->span};
    rp_diag(part->reading.diags, RAMPART_ERROR, RP_TRL_PART, at, "%s", what);
    rp_diag_help(part->reading.diags, "a part is the output of \"rampart %s -f json\"",
                 part->replay->read_part != NULL ? "calibrate" : "replay");
    return RAMPART_INVALID_INPUT;
}

/* ---- members ---- */

enum rampart_status rp_part_member(const struct rp_part *part, const struct rp_node *map, const char *name,
                                        enum rp_node_type type, const struct rp_node **ret_member)
{
    const struct rp_node *found = rp_node_member(map, rampart_str(name));
    if (found == NULL) {
        rp_diag(part->reading.diags, RAMPART_ERROR, RP_TRL_PART, (struct rp_at){&part->source, map->span},
                "the member \"%s\" of a part is missing here", name);
        return RAMPART_INVALID_INPUT;
    }
    if (found->type != type) return rp_part_refuse(part, found, "wrong type");
    *ret_member = found;
    return RAMPART_OK;
}

enum rampart_status rp_part_text(const struct rp_part *part, const struct rp_node *map, const char *name,
                                      struct rampart_str *ret_text)
{
    const struct rp_node *node = NULL;
    RP_TRY(rp_part_member(part, map, name, RP_NODE_STRING, &node));
    *ret_text = node->text;
    return RAMPART_OK;
}

enum rampart_status rp_part_number(const struct rp_part *part, const struct rp_node *map, const char *name,
                                        uint64_t *ret_number)
{
    const struct rp_node *node = NULL;
    uint64_t value = 0;
    RP_TRY(rp_part_member(part, map, name, RP_NODE_NUMBER, &node));
    if (node->text.len > MOST_DIGITS) return rp_part_refuse(part, node, "this count is too large");
    for (size_t i = 0; i < node->text.len; i++) {
        if (!rp_is_digit(node->text.data[i])) return rp_part_refuse(part, node, "invalid count");
        value = value * 10 + (uint64_t)(node->text.data[i] - '0');
    }
    *ret_number = value;
    return RAMPART_OK;
}

/* Takes a time only in the form that is printed. */
enum rampart_status rp_part_time(const struct rp_part *part, const struct rp_node *map, const char *name,
                                      struct rampart_str *ret_time)
{
    const struct rp_node *node = NULL;
    char time[RP_EVENT_TIME_SIZE];
    RP_TRY(rp_part_member(part, map, name, RP_NODE_STRING, &node));
    if (!rp_event_time_write(node->text, time) || !rp_str_equal(node->text, rampart_str(time)))
        return rp_part_refuse(part, node, "invalid time");
    *ret_time = node->text;
    return RAMPART_OK;
}

/* ---- rows ---- */

static enum rampart_status merge_read_class(const struct rp_part *part, const struct rp_node *map,
                                            struct rampart_replay_row *row)
{
    const struct rp_node *node = NULL;
    bool against = part->replay->parts_against;
    RP_TRY(rp_part_member(part, map, "class", RP_NODE_STRING, &node));
    for (size_t i = 0; i < RAMPART_REPLAY_CLASSES; i++) {
        bool fits = i == RAMPART_REPLAY_UNDETERMINED || (i >= RAMPART_REPLAY_SAME) == against;
        if (!fits ||
            !rp_str_equal(node->text, rampart_str(rampart_replay_class_name((enum rampart_replay_class)i))))
            continue;
        row->which = (enum rampart_replay_class)i;
        return RAMPART_OK;
    }
    return rp_part_refuse(part, node, "this kind of part has no such class");
}

enum rampart_status rp_part_reason(const struct rp_part *part, const struct rp_node *map,
                                   enum rampart_replay_reason *ret_reason)
{
    const struct rp_node *node = NULL;
    RP_TRY(rp_part_member(part, map, "reason", RP_NODE_STRING, &node));
    for (size_t i = 1; i < RAMPART_REPLAY_REASONS; i++) {
        const char *name = rampart_replay_reason_name((enum rampart_replay_reason)i);
        if (!rp_str_equal(node->text, rampart_str(name))) continue;
        *ret_reason = (enum rampart_replay_reason)i;
        return RAMPART_OK;
    }
    return rp_part_refuse(part, node, "unknown reason");
}

static bool merge_is_key(const struct rp_node *node)
{
    return node->type == RP_NODE_STRING && node->text.len > 0 &&
           rp_str_find(node->text, ',') == node->text.len;
}

enum rampart_status rp_part_keys(struct rp_part *part, const struct rp_node *map, struct rampart_str *ret_keys)
{
    const struct rp_node *list = NULL;
    struct rp_buf buf;
    RP_TRY(rp_part_member(part, map, "keys", RP_NODE_LIST, &list));
    for (const struct rp_node *key = list->first; key != NULL; key = key->next)
        if (!merge_is_key(key)) return rp_part_refuse(part, key, "invalid key name");
    rp_buf_init(&buf, &part->arena.allocator, part->text.len);
    for (const struct rp_node *key = list->first; key != NULL; key = key->next) {
        if (key != list->first) rp_buf_add_byte(&buf, ',');
        rp_buf_add(&buf, key->text);
    }
    bool kept = buf.failed == RAMPART_OK && rp_arena_copy(&part->arena, rp_buf_text(&buf), ret_keys);
    rp_buf_free(&buf);
    return kept ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static enum rampart_status merge_read_samples(const struct rp_part *part, const struct rp_node *map,
                                              struct rampart_replay_row *row)
{
    const struct rp_node *list = NULL;
    RP_TRY(rp_part_member(part, map, "samples", RP_NODE_LIST, &list));
    if (list->count > RAMPART_REPLAY_SAMPLES) return rp_part_refuse(part, list, "a row has fewer samples");
    for (const struct rp_node *item = list->first; item != NULL; item = item->next) {
        struct rampart_replay_sample *sample = &row->samples[row->sample_count++];
        RP_TRY(rp_part_time(part, item, "time", &sample->time));
        RP_TRY(rp_part_text(part, item, "id", &sample->id));
    }
    return RAMPART_OK;
}

static enum rampart_status merge_read_row(struct rp_part *part, const struct rp_node *map)
{
    struct rampart_replay_row row = {.count = 0};
    RP_TRY(rp_part_text(part, map, "principal", &row.principal));
    RP_TRY(rp_part_text(part, map, "action", &row.action));
    RP_TRY(merge_read_class(part, map, &row));
    if (row.which == RAMPART_REPLAY_UNDETERMINED || rp_node_member(map, RP_STR("reason")) != NULL)
        RP_TRY(rp_part_reason(part, map, &row.reason));
    if (row.reason == RAMPART_REPLAY_CONDITION_KEYS) RP_TRY(rp_part_keys(part, map, &row.keys));
    RP_TRY(rp_part_number(part, map, "count", &row.count));
    RP_TRY(rp_part_time(part, map, "first", &row.first));
    RP_TRY(rp_part_time(part, map, "last", &row.last));
    RP_TRY(merge_read_samples(part, map, &row));
    part->counted += row.count;
    return rp_tally_row(&part->replay->tally, &row);
}

static enum rampart_status merge_read_skip(struct rp_part *part, const struct rp_node *map)
{
    struct rampart_replay_skip skip;
    RP_TRY(rp_part_text(part, map, "reason", &skip.reason));
    RP_TRY(rp_part_text(part, map, "detail", &skip.detail));
    RP_TRY(rp_part_number(part, map, "count", &skip.count));
    part->counted += skip.count;
    return rp_tally_skip(&part->replay->tally, &skip);
}

/* ---- each part once ---- */

/* Two keys tell a part from others: its text, and its file with the time of its last change. */
enum { PART_WORDS = 5 };

static enum rampart_status merge_keep_name(struct rampart_replay *replay, size_t number,
                                           struct rampart_str name)
{
    if (number == replay->part_room) {
        size_t room = number == 0 ? FIRST_ROOM : 2 * number;
        struct rampart_str *names = RP_NEW_ARRAY(&replay->kept, struct rampart_str, room);
        RP_TRY_MEMORY(names != NULL);
        if (number > 0) memcpy(names, replay->part_names, number * sizeof *names);
        replay->part_names = names;
        replay->part_room = room;
    }
    RP_TRY_MEMORY(rp_arena_copy(&replay->kept, name, &replay->part_names[number]));
    return RAMPART_OK;
}

/* A part that is read twice is an error, for the report would not show it. */
static enum rampart_status merge_count_once(struct rp_part *part, const uint64_t *set)
{
    struct rampart_replay *replay = part->replay;
    struct rampart_diags *diags = part->reading.diags;
    size_t before = replay->parts.count, number = 0;
    if (before == 0) rp_seen_init(&replay->parts, &replay->kept, PART_WORDS);
    RP_TRY(rp_seen_add(&replay->parts, set, &number));
    if (number == before) return merge_keep_name(replay, number, part->source.name);
    rp_diag(diags, RAMPART_ERROR, RP_TRL_TWICE, RP_NOWHERE, "this part was read already, as %.*s",
            RP_ARG(replay->part_names[number]));
    rp_diag_file(diags, part->source.name);
    rp_diag_help(diags, "its events would be counted twice: name each part once");
    return RAMPART_INVALID_INPUT;
}

/*
 * The same file may be read by another name or through a link, and a copy has the same events. Parts without rows may
 * be equal by chance, for they name no event. A removed file may leave its number to the next one, but not its time
 * and text.
 */
static enum rampart_status merge_count_part_once(struct rp_part *part, const struct rp_node *root)
{
    const struct rp_node *rows = rp_node_member(root, RP_STR("rows"));
    const struct rampart_str text = part->source.text;
    const struct stat *file = &part->file;
    const uint64_t moment = (uint64_t)file->st_mtim.tv_sec * 1000000000 + (uint64_t)file->st_mtim.tv_nsec;
    uint64_t set[PART_WORDS] = {rp_checksum(text), text.len};
    if (rows != NULL && rows->count > 0) RP_TRY(merge_count_once(part, set));
    if (!S_ISREG(file->st_mode)) return RAMPART_OK;
    set[2] = (uint64_t)file->st_dev;
    set[3] = (uint64_t)file->st_ino;
    set[4] = moment;
    return merge_count_once(part, set);
}

/* ---- the part ---- */

static enum rampart_status merge_read_label(struct rp_part *part, const struct rp_node *root)
{
    struct rampart_replay *replay = part->replay;
    const struct rp_node *id = NULL, *against = NULL;
    RP_TRY(rp_part_member(part, root, "account", RP_NODE_STRING, &id));
    if (replay->read_part == NULL) RP_TRY(rp_part_member(part, root, "against", RP_NODE_BOOL, &against));
    bool compares = against != NULL && rp_str_equal(against->text, RP_STR("true"));
    if (!replay->labelled) {
        RP_TRY_MEMORY(rp_arena_copy(&replay->kept, id->text, &replay->id));
        replay->parts_against = compares;
        replay->labelled = true;
    }
    if (!rp_str_equal(replay->id, id->text))
        return rp_part_refuse(part, id, "this part is about another account");
    if (compares == replay->parts_against) return RAMPART_OK;
    return rp_part_refuse(part, against, "some parts compare with the record, and some with another account");
}

/* The report of the whole names one catalogue. A part that an older version printed names none. */
static enum rampart_status merge_check_catalog(const struct rp_part *part, const struct rp_node *root)
{
    const struct rp_node *catalog = rp_node_member(root, RP_STR("catalog"));
    const struct rampart_str own = rampart_catalog_version(part->replay->options.catalog).digest;
    struct rampart_str digest;
    if (catalog == NULL) return RAMPART_OK;
    RP_TRY(rp_part_member(part, root, "catalog", RP_NODE_MAP, &catalog));
    RP_TRY(rp_part_text(part, catalog, "digest", &digest));
    if (rp_str_equal(digest, own)) return RAMPART_OK;
    rp_diag(part->reading.diags, RAMPART_ERROR, RP_TRL_PART, (struct rp_at){&part->source, catalog->span},
            "this part was made with another catalogue than that of this run (%.12s…)", own.data);
    rp_diag_help(part->reading.diags, "pass that catalogue with --catalog, or make the part again");
    return RAMPART_INVALID_INPUT;
}

enum rampart_status rp_part_list(struct rp_part *part, const struct rp_node *root, const char *name,
                                           enum rampart_status (*read)(struct rp_part *, const struct rp_node *))
{
    const struct rp_node *list = NULL;
    RP_TRY(rp_part_member(part, root, name, RP_NODE_LIST, &list));
    for (const struct rp_node *item = list->first; item != NULL; item = item->next) {
        enum rampart_status status = item->type == RP_NODE_MAP
                                         ? read(part, item)
                                         : rp_part_refuse(part, item, "invalid row");
        if (status == RAMPART_LIMIT)
            rp_diag(part->reading.diags, RAMPART_ERROR, RP_TRL_ROWS,
                    (struct rp_at){&part->source, item->span},
                    "there are too many rows in all parts together");
        RP_TRY(status);
    }
    return RAMPART_OK;
}

/* Adds a file that the other run did not read. */
static enum rampart_status merge_read_unread(struct rp_part *part, const struct rp_node *row)
{
    struct rampart_str path, state;
    const struct rp_node *reason = rp_node_member(row, RP_STR("reason"));
    RP_TRY(rp_part_text(part, row, "file", &path));
    RP_TRY(rp_part_text(part, row, "state", &state));
    bool quarantined = rp_str_equal(state, RP_STR("quarantined"));
    if (!quarantined && !rp_str_equal(state, RP_STR("skipped")))
        return rp_part_refuse(part, row, "invalid entry: a file that was not read is expected");
    bool told = reason != NULL && reason->type == RP_NODE_STRING;
    return rampart_inventory_add(part->replay->inventory,
                                 quarantined ? RAMPART_FILE_QUARANTINED : RAMPART_FILE_SKIPPED, path,
                                 told ? reason->text : RP_STR(""));
}

/* Adds the files of the part to those of the whole. A part that a caller of the library printed may have none. */
static enum rampart_status merge_read_inventory(struct rp_part *part, const struct rp_node *root)
{
    const struct rp_node *inventory = NULL;
    uint64_t read = 0, others = 0;
    if (rp_node_member(root, RP_STR("inventory")) == NULL) return RAMPART_OK;
    RP_TRY(rp_part_member(part, root, "inventory", RP_NODE_MAP, &inventory));
    RP_TRY(rp_part_number(part, inventory, "read", &read));
    RP_TRY(rp_part_number(part, inventory, "otherFiles", &others));
    RP_TRY(rp_part_list(part, inventory, "notRead", merge_read_unread));
    rp_inventory_add_count(part->replay->inventory, RAMPART_FILE_READ, read);
    rp_inventory_add_count(part->replay->inventory, RAMPART_FILE_OTHER, others);
    return RAMPART_OK;
}

static enum rampart_status merge_read_part(struct rp_part *part)
{
    struct rp_node *root = NULL;
    const struct rp_node *events = NULL;
    uint64_t read = 0;
    RP_TRY(rp_json_read(&part->reading, &root));
    if (root->type != RP_NODE_MAP) return rp_part_refuse(part, root, "not a part of a replay");
    RP_TRY(merge_read_label(part, root));
    RP_TRY(merge_check_catalog(part, root));
    RP_TRY(merge_count_part_once(part, root));
    RP_TRY(rp_part_member(part, root, "events", RP_NODE_MAP, &events));
    RP_TRY(rp_part_number(part, events, "read", &read));
    RP_TRY(part->replay->read_part != NULL ? part->replay->read_part(part->replay->observer, part, root)
                                           : rp_part_list(part, root, "rows", merge_read_row));
    RP_TRY(rp_part_list(part, root, "skipped", merge_read_skip));
    RP_TRY(merge_read_inventory(part, root));
    return part->counted == read ? RAMPART_OK
                                 : rp_part_refuse(part, events, "the counts of this part do not add up");
}

enum rampart_status rampart_replay_merge_file(struct rampart_replay *replay, const char *path,
                                              struct rampart_diags *diags)
{
    if (replay == NULL || path == NULL || diags == NULL) return RAMPART_MISUSE;
    struct rampart_limits limits = replay->limits;
    struct rp_part part = {.replay = replay};
    limits.list_values = limits.account_entries;
    rp_arena_init(&part.arena, &replay->allocator);
    rp_buf_init(&part.text, &replay->allocator, limits.account_bytes);
    part.reading =
        (struct rp_reading){.arena = &part.arena, .source = &part.source, .limits = &limits, .diags = diags};
    if (strcmp(path, "-") != 0 && stat(path, &part.file) != 0)
        return rp_file_fault(diags, rampart_str(path), errno);
    enum rampart_status status = rp_file_load(path, &part.text, diags);
    if (status == RAMPART_OK)
        status = rp_source_init(&part.source, &part.arena, rampart_str(path), rp_buf_text(&part.text));
    if (status == RAMPART_OK) status = merge_read_part(&part);
    rp_buf_free(&part.text);
    rp_arena_free(&part.arena);
    return rp_diags_failed(diags) ? RAMPART_NO_MEMORY : status;
}
