/* SPDX-License-Identifier: Apache-2.0 */
/* A replay as JSON: docs/replay.schema.json. It can be read again, to be merged (trail/merge.c). */
#include "report/json_report.h"

static void put_classes(struct rp_json object, const struct rampart_replay_result *result)
{
    for (size_t i = 0; i < RAMPART_REPLAY_CLASSES; i++) {
        bool of_against = i >= RAMPART_REPLAY_SAME;
        if (i != RAMPART_REPLAY_UNDETERMINED && of_against != result->against) continue;
        rp_put_number(object, rampart_replay_class_name((enum rampart_replay_class)i), result->classes[i]);
    }
}

static void put_keys(struct rp_json at, struct rampart_str keys)
{
    const struct rp_json list = rp_put_list(at, "keys");
    while (keys.len > 0) {
        size_t comma = rp_str_find(keys, ',');
        rp_put_text(list, NULL, rp_str_part(keys, 0, comma));
        keys = rp_str_from(keys, comma + 1);
    }
}

static void put_samples(struct rp_json at, const struct rampart_replay_row *row)
{
    const struct rp_json list = rp_put_list(at, "samples");
    for (size_t i = 0; i < row->sample_count; i++) {
        const struct rp_json item = rp_put_object(list, NULL);
        rp_put_text(item, "time", row->samples[i].time);
        rp_put_text(item, "id", row->samples[i].id);
    }
}

static void put_row(struct rp_json item, const struct rampart_replay_row *row)
{
    rp_put_text(item, "principal", row->principal);
    rp_put_text(item, "action", row->action);
    rp_put_word(item, "class", rampart_replay_class_name(row->which));
    if (row->reason != RAMPART_REPLAY_DETERMINED)
        rp_put_word(item, "reason", rampart_replay_reason_name(row->reason));
    if (row->reason == RAMPART_REPLAY_CONDITION_KEYS) put_keys(item, row->keys);
    rp_put_number(item, "count", row->count);
    rp_put_text(item, "first", row->first);
    rp_put_text(item, "last", row->last);
    put_samples(item, row);
}

static void put_skip(struct rp_json item, const struct rampart_replay_skip *skip)
{
    rp_put_text(item, "reason", skip->reason);
    rp_put_text(item, "detail", skip->detail);
    rp_put_number(item, "count", skip->count);
}

static void put_head(struct rp_json at, const struct rampart_replay_result *result)
{
    rp_put_text(at, "account", result->account);
    rp_put_bool(at, "against", result->against);
    const struct rp_json events = rp_put_object(at, "events");
    rp_put_number(events, "read", result->read);
    rp_put_number(events, "mapped", result->mapped);
    rp_put_number(events, "skipped", result->skipped);
    put_classes(rp_put_object(at, "classes"), result);
}

/* Each row is a tree of its own: there may be many. */
enum rampart_status rp_replay_json(struct rp_print *print, const struct rampart_replay_result *result)
{
    struct rp_json_report report;
    const struct rp_json root = rp_put_object(rp_json_start(&report, print->out), NULL);
    put_head(rp_put_members(root), result);
    const struct rp_json rows = rp_put_list(root, "rows");
    for (size_t i = 0; i < result->row_count; i++) put_row(rp_put_tree(rows, NULL), &result->rows[i]);
    const struct rp_json skipped = rp_put_list(root, "skipped");
    for (size_t i = 0; i < result->skip_count; i++) put_skip(rp_put_tree(skipped, NULL), &result->skips[i]);
    rp_put_inventory(rp_put_members(root), print->inventory);
    return rp_json_finish(&report, RAMPART_OK);
}
