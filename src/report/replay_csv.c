/* SPDX-License-Identifier: Apache-2.0 */
/* A replay as CSV: one record a row, and one a kind of event that was skipped. */
#include "report/csv.h"

static const char header[] = "class,reason,principal,action,detail,count,first,last,samples\r\n";

static void put_samples(struct rp_print *print, const struct rampart_replay_row *row)
{
    rp_buf_add_byte(print->out, ',');
    rp_csv_open(print);
    for (size_t i = 0; i < row->sample_count; i++) rp_csv_piece(print, row->samples[i].id, i == 0);
    rp_csv_close(print);
}

static void put_row(struct rp_print *print, const struct rampart_replay_row *row)
{
    rp_print_words(print, rampart_replay_class_name(row->which));
    rp_buf_add_byte(print->out, ',');
    rp_print_words(print, rampart_replay_reason_name(row->reason));
    rp_csv_next(print, row->principal);
    rp_csv_next(print, row->action);
    rp_csv_next(print, row->keys);
    rp_buf_printf(print->out, ",%llu", (unsigned long long)row->count);
    rp_csv_next(print, row->first);
    rp_csv_next(print, row->last);
    put_samples(print, row);
    rp_buf_add(print->out, RP_STR("\r\n"));
}

enum rampart_status rp_replay_csv(struct rp_print *print, const struct rampart_replay_result *result)
{
    rp_print_words(print, header);
    for (size_t i = 0; i < result->row_count; i++) put_row(print, &result->rows[i]);
    for (size_t i = 0; i < result->skip_count; i++) {
        const struct rampart_replay_skip *skip = &result->skips[i];
        rp_print_words(print, "skipped,");
        rp_csv_field(print, skip->reason);
        rp_buf_add(print->out, RP_STR(",,"));
        rp_csv_next(print, skip->detail);
        rp_buf_printf(print->out, ",%llu,,,\r\n", (unsigned long long)skip->count);
    }
    return RAMPART_OK;
}
