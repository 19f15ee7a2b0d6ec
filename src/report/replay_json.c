/* SPDX-License-Identifier: Apache-2.0 */
/* A replay as JSON: docs/replay.schema.json. It can be read again, to be merged (trail/merge.c). */
#include "report/inventory.h"
#include "report/json.h"
#include "report/replay.h"

static void put_classes(struct rp_buf *out, const struct rampart_replay_result *result)
{
    rp_write_open(out, "classes", '{');
    for (size_t i = 0; i < RAMPART_REPLAY_CLASSES; i++) {
        bool of_against = i >= RAMPART_REPLAY_SAME;
        if (i != RAMPART_REPLAY_UNDETERMINED && of_against != result->against) continue;
        rp_write_number(out, rampart_replay_class_name((enum rampart_replay_class)i), result->classes[i]);
    }
    rp_write_close(out, '}');
}

static void put_keys(struct rp_buf *out, struct rampart_str keys)
{
    rp_write_open(out, "keys", '[');
    while (keys.len > 0) {
        size_t comma = rp_str_find(keys, ',');
        rp_write_text(out, NULL, rp_str_part(keys, 0, comma));
        keys = rp_str_from(keys, comma + 1);
    }
    rp_write_close(out, ']');
}

static void put_samples(struct rp_buf *out, const struct rampart_replay_row *row)
{
    rp_write_open(out, "samples", '[');
    for (size_t i = 0; i < row->sample_count; i++) {
        rp_write_open(out, NULL, '{');
        rp_write_text(out, "time", row->samples[i].time);
        rp_write_text(out, "id", row->samples[i].id);
        rp_write_close(out, '}');
    }
    rp_write_close(out, ']');
}

static void put_row(struct rp_buf *out, const struct rampart_replay_row *row)
{
    rp_write_open(out, NULL, '{');
    rp_write_text(out, "principal", row->principal);
    rp_write_text(out, "action", row->action);
    rp_write_word(out, "class", rampart_replay_class_name(row->which));
    if (row->reason != RAMPART_REPLAY_DETERMINED)
        rp_write_word(out, "reason", rampart_replay_reason_name(row->reason));
    if (row->reason == RAMPART_REPLAY_CONDITION_KEYS) put_keys(out, row->keys);
    rp_write_number(out, "count", row->count);
    rp_write_text(out, "first", row->first);
    rp_write_text(out, "last", row->last);
    put_samples(out, row);
    rp_write_close(out, '}');
}

static void put_skip(struct rp_buf *out, const struct rampart_replay_skip *skip)
{
    rp_write_open(out, NULL, '{');
    rp_write_text(out, "reason", skip->reason);
    rp_write_text(out, "detail", skip->detail);
    rp_write_number(out, "count", skip->count);
    rp_write_close(out, '}');
}

void rp_replay_json(struct rp_print *print, const struct rampart_replay_result *result)
{
    struct rp_buf *out = print->out;
    rp_write_open(out, NULL, '{');
    rp_write_text(out, "account", result->account);
    rp_write_bool(out, "against", result->against);
    rp_write_open(out, "events", '{');
    rp_write_number(out, "read", result->read);
    rp_write_number(out, "mapped", result->mapped);
    rp_write_number(out, "skipped", result->skipped);
    rp_write_close(out, '}');
    put_classes(out, result);
    rp_write_open(out, "rows", '[');
    for (size_t i = 0; i < result->row_count; i++) put_row(out, &result->rows[i]);
    rp_write_close(out, ']');
    rp_write_open(out, "skipped", '[');
    for (size_t i = 0; i < result->skip_count; i++) put_skip(out, &result->skips[i]);
    rp_write_close(out, ']');
    rp_write_inventory(out, print->inventory);
    rp_write_close(out, '}');
    rp_buf_add_byte(out, '\n');
}
