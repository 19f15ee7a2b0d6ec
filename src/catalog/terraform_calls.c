/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/terraform_calls.h"

#include "base/str.h"
#include "catalog/embedded_rows.h"
#include "catalog/tsv.h"

static const struct rp_packed_calls *const calls = &rp_terraform_calls;

static struct rampart_str calls_text(uint16_t number)
{
    if (number < calls->text_count)
        return (struct rampart_str){calls->texts + calls->starts[number],
                                    calls->starts[number + 1] - calls->starts[number]};
    const struct rampart_str rows = rp_embedded_rows(RP_EMBEDDED_actions);
    return rp_tsv_field(rp_row_index_line(&rp_index_of_actions, rows, number - calls->text_count), 0);
}

static struct rampart_str calls_cell(uint32_t row, unsigned column)
{
    return calls_text(calls->cells[(size_t)row * RP_CALL_COLUMNS + column]);
}

bool rp_terraform_calls_of(struct rampart_str type, uint32_t *ret_first, uint32_t *ret_end)
{
    uint32_t low = 0, high = calls->type_count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        const int order = rp_str_compare(calls_text((uint16_t)middle), type);
        if (order == 0) {
            *ret_first = calls->firsts[middle];
            *ret_end = calls->firsts[middle + 1];
            return true;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

struct rp_terraform_call rp_terraform_call_at(uint32_t row)
{
    return (struct rp_terraform_call){.action = calls_cell(row, RP_CALL_ACTION),
                                      .operations = calls_cell(row, RP_CALL_OPERATIONS),
                                      .when = calls_cell(row, RP_CALL_WHEN),
                                      .parameters = rp_tsv_unless_dash(calls_cell(row, RP_CALL_PARAMETERS))};
}

bool rp_terraform_call_type(uint32_t i, struct rampart_str *ret_type)
{
    if (i >= calls->type_count) return false;
    *ret_type = calls_text((uint16_t)i);
    return true;
}

bool rp_terraform_calls_are(struct rampart_str table)
{
    struct rampart_str rows = rp_tsv_rows(table), line, cells[RP_CALL_COLUMNS];
    uint32_t row = 0;
    if (!rp_str_equal(rp_str_part(table, 0, table.len - rows.len), rampart_str(calls->header))) return false;
    for (; rp_tsv_next(&rows, &line); row++) {
        if (row == calls->row_count || !rp_tsv_split(line, cells, RP_CALL_COLUMNS)) return false;
        for (unsigned column = 0; column < RP_CALL_COLUMNS; column++)
            if (!rp_str_equal(cells[column], calls_cell(row, column))) return false;
    }
    return row == calls->row_count;
}

/* The word behind some text of the header; empty: it is not there. */
static struct rampart_str calls_header_word(struct rampart_str before)
{
    struct rampart_str rest = rampart_str(calls->header), word;
    while (rest.len > 0 && !rp_str_starts(rest, before)) rest = rp_str_from(rest, 1);
    rest = rp_str_from(rest, before.len);
    if (!rp_part_next(&rest, ' ', &word)) return (struct rampart_str){NULL, 0};
    return rp_str_part(word, 0, rp_str_find(word, '\n'));
}

struct rp_terraform_provider rp_terraform_provider(void)
{
    return (struct rp_terraform_provider){.commit = calls_header_word(RP_STR("terraform-provider-alicloud ")),
                                          .version = calls_header_word(RP_STR("version ")),
                                          .date = calls_header_word(RP_STR("Date: "))};
}
