/* SPDX-License-Identifier: Apache-2.0 */
#include "report/print.h"

#include "base/utf8.h"

enum { LABEL_WIDTH = 12, TAG_WIDTH = 4, LONGEST_TEXT = 200, MOST_VALUES = 4, MOST_DIGITS = 20 };

void rp_print_painted(struct rp_print *print, enum rp_paint paint, const char *words)
{
    static const char *const codes[] = {
        [RP_PAINT_BOLD] = "1",     [RP_PAINT_DIM] = "2",       [RP_PAINT_RED] = "1;31",
        [RP_PAINT_GREEN] = "1;32", [RP_PAINT_YELLOW] = "1;33", [RP_PAINT_CYAN] = "1;36",
    };
    if (print->color)
        rp_buf_printf(print->out, "\x1b[%sm%s\x1b[0m", codes[paint], words);
    else
        rp_print_words(print, words);
}

void rp_print_blanks(struct rp_print *print, size_t count)
{
    static const struct rampart_str blanks = {"                                                                ", 64};
    for (; count > blanks.len; count -= blanks.len) rp_buf_add(print->out, blanks);
    rp_buf_add(print->out, rp_str_part(blanks, 0, count));
}

void rp_print_number(struct rp_print *print, size_t number)
{
    char digits[MOST_DIGITS];
    size_t at = MOST_DIGITS;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    rp_buf_add(print->out, (struct rampart_str){digits + at, MOST_DIGITS - at});
}

size_t rp_print_measure(struct rampart_str text, size_t *ret_cells)
{
    const size_t width = rp_utf8_width(text);
    const uint32_t code = rp_utf8_decode(text);
    *ret_cells = width == 0 ? sizeof "\\xff" - 1
                 : !rp_utf8_hidden(code) ? rp_utf8_cells(code)
                 : code > 0xFFFF         ? sizeof "\\u10ffff" - 2
                                         : sizeof "\\uffff" - 1;
    return width == 0 ? 1 : width;
}

size_t rp_print_character(struct rp_print *print, struct rampart_str text, size_t *ret_cells)
{
    const size_t width = rp_utf8_width(text), step = rp_print_measure(text, ret_cells);
    const uint32_t code = rp_utf8_decode(text);
    if (width == 0)
        rp_buf_printf(print->out, "\\x%02x", (unsigned)(unsigned char)text.data[0]);
    else if (rp_utf8_hidden(code))
        rp_buf_printf(print->out, "\\u%04x", (unsigned)code);
    else
        rp_buf_add(print->out, rp_str_part(text, 0, width));
    return step;
}

/* Prints the bytes of ASCII that stand in front and can be seen, `most` of them: nearly every text is of these alone. */
static size_t print_plain(struct rp_print *print, struct rampart_str text, size_t most)
{
    const size_t len = rp_utf8_plain(rp_str_part(text, 0, most));
    rp_buf_add(print->out, rp_str_part(text, 0, len));
    return len;
}

void rp_print_text(struct rp_print *print, struct rampart_str text)
{
    size_t cells;
    while (text.len > 0) {
        text = rp_str_from(text, print_plain(print, text, text.len));
        if (text.len > 0) text = rp_str_from(text, rp_print_character(print, text, &cells));
    }
}

void rp_print_cut(struct rp_print *print, struct rampart_str text)
{
    size_t cells, at = print_plain(print, text, LONGEST_TEXT);
    for (size_t count = at; at < text.len && count < LONGEST_TEXT; count++)
        at += rp_print_character(print, rp_str_from(text, at), &cells);
    if (at < text.len) rp_print_words(print, "…");
}

void rp_print_quoted_list(struct rp_print *print, struct rampart_strs values)
{
    size_t shown = values.count > MOST_VALUES ? MOST_VALUES : values.count;
    if (values.count == 0) rp_print_words(print, "(no values)");
    for (size_t i = 0; i < shown; i++) {
        rp_print_words(print, i == 0 ? "\"" : ", \"");
        rp_print_cut(print, values.items[i]);
        rp_print_words(print, "\"");
    }
    if (values.count > shown) rp_buf_printf(print->out, ", … and %zu more", values.count - shown);
}

void rp_print_label(struct rp_print *print, const char *label)
{
    rp_buf_printf(print->out, "  %-*s ", LABEL_WIDTH, label);
}

void rp_print_tag(struct rp_print *print, const char *tag)
{
    rp_buf_printf(print->out, "  %-*s  ", TAG_WIDTH, tag);
}

void rp_print_row(struct rp_print *print, const char *label, struct rampart_str text)
{
    rp_print_label(print, label);
    if (text.len == 0) rp_print_words(print, "\"\"");
    rp_print_cut(print, text);
    rp_print_words(print, "\n");
}

void rp_print_rows(struct rp_print *print, const char *label, struct rampart_strs values)
{
    size_t shown = values.count > MOST_VALUES ? MOST_VALUES : values.count;
    for (size_t i = 0; i < shown; i++) rp_print_row(print, i == 0 ? label : "", values.items[i]);
    if (values.count == shown) return;
    rp_print_label(print, "");
    rp_buf_printf(print->out, "… and %zu more\n", values.count - shown);
}

void rp_print_at(struct rp_print *print, struct rampart_place place)
{
    if (place.line == 0) return;
    rp_print_words(print, ", ");
    if (place.address.len > 0) {
        rp_print_cut(print, place.address);
        rp_print_words(print, " in ");
    }
    rp_print_text(print, place.file.len == 0 ? RP_STR("<policy>") : place.file);
    rp_buf_printf(print->out, ":%u", place.line);
    if (print->verbose) rp_buf_printf(print->out, ":%u", place.column);
}
