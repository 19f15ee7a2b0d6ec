/* SPDX-License-Identifier: Apache-2.0 */
#include "report/csv.h"

static bool csv_needs_quotes(struct rampart_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] == '"' || text.data[i] == ',' || text.data[i] == '\n' || text.data[i] == '\r')
            return true;
    return false;
}

static bool csv_begins_formula(struct rampart_str text)
{
    const struct rampart_str signs = RP_STR("=+-@\t\r");
    return text.len > 0 && rp_str_find(signs, text.data[0]) < signs.len;
}

static void csv_put(struct rp_print *print, struct rampart_str text)
{
    while (text.len > 0) {
        size_t len = 1, cells = 0;
        char byte = text.data[0];
        if (byte == '\t' || byte == '\r' || byte == '\n')
            rp_buf_add_byte(print->out, byte);
        else
            len = rp_print_character(print, text, &cells);
        if (byte == '"') rp_buf_add_byte(print->out, byte);
        text = rp_str_from(text, len);
    }
}

void rp_csv_field(struct rp_print *print, struct rampart_str text)
{
    bool quotes = csv_needs_quotes(text);
    if (quotes) rp_csv_open(print);
    rp_csv_piece(print, text, true);
    if (quotes) rp_csv_close(print);
}

void rp_csv_next(struct rp_print *print, struct rampart_str text)
{
    rp_buf_add_byte(print->out, ',');
    rp_csv_field(print, text);
}

void rp_csv_open(struct rp_print *print)
{
    rp_buf_add_byte(print->out, '"');
}

void rp_csv_piece(struct rp_print *print, struct rampart_str text, bool first)
{
    if (!first)
        rp_buf_add_byte(print->out, ' ');
    else if (csv_begins_formula(text))
        rp_buf_add_byte(print->out, '\'');
    csv_put(print, text);
}

void rp_csv_close(struct rp_print *print)
{
    rp_buf_add_byte(print->out, '"');
}
