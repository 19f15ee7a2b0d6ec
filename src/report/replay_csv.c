/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A replay as CSV (RFC 4180, UTF-8): one record a row, and one a kind of event that was skipped. Texts come from
 * strangers: what could move a cursor is escaped, and what a table calculator would take for a formula is not first.
 */
#include "report/print.h"
#include "report/replay.h"

static const char header[] = "class,reason,principal,action,detail,count,first,last,samples\r\n";

static void put_piece(struct rp_print *print, struct rampart_str text)
{
    while (text.len > 0) {
        size_t cells = 0;
        if (text.data[0] == '"') rp_buf_add_byte(print->out, '"');
        text = rp_str_from(text, rp_print_character(print, text, &cells));
    }
}

static void put(struct rp_print *print, struct rampart_str text)
{
    bool formula = text.len > 0 && rp_str_find(RP_STR("=+-@"), text.data[0]) < 4;
    rp_buf_add(print->out, formula ? RP_STR(",\"'") : RP_STR(",\""));
    put_piece(print, text);
    rp_buf_add_byte(print->out, '"');
}

static void put_samples(struct rp_print *print, const struct rampart_replay_row *row)
{
    rp_buf_add(print->out, RP_STR(",\""));
    for (size_t i = 0; i < row->sample_count; i++) {
        if (i > 0) rp_buf_add_byte(print->out, ' ');
        put_piece(print, row->samples[i].id);
    }
    rp_buf_add_byte(print->out, '"');
}

static void put_row(struct rp_print *print, const struct rampart_replay_row *row)
{
    rp_print_words(print, rampart_replay_class_name(row->which));
    rp_buf_add_byte(print->out, ',');
    rp_print_words(print, rampart_replay_reason_name(row->reason));
    put(print, row->principal);
    put(print, row->action);
    put(print, row->keys);
    rp_buf_printf(print->out, ",%llu", (unsigned long long)row->count);
    put(print, row->first);
    put(print, row->last);
    put_samples(print, row);
    rp_buf_add(print->out, RP_STR("\r\n"));
}

void rp_replay_csv(struct rp_print *print, const struct rampart_replay_result *result)
{
    rp_print_words(print, header);
    for (size_t i = 0; i < result->row_count; i++) put_row(print, &result->rows[i]);
    for (size_t i = 0; i < result->skip_count; i++) {
        const struct rampart_replay_skip *skip = &result->skips[i];
        rp_print_words(print, "skipped,");
        put_piece(print, skip->reason);
        rp_buf_add(print->out, RP_STR(",,"));
        put(print, skip->detail);
        rp_buf_printf(print->out, ",%llu,,,\r\n", (unsigned long long)skip->count);
    }
}
