/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/tsv.h"

#include <string.h>

#include "base/str.h"
#include "text/did_you_mean.h"

enum { LONGEST_NAME = 64 }; /* no name of a table is near to a longer word */

bool rp_part_next(struct rampart_str *list, char separator, struct rampart_str *ret_part)
{
    if (list->len == 0) return false;
    size_t len = rp_str_find(*list, separator);
    *ret_part = rp_str_part(*list, 0, len);
    *list = rp_str_from(*list, len + 1);
    return true;
}

bool rp_tsv_next(struct rampart_str *rows, struct rampart_str *ret_line)
{
    return rp_part_next(rows, '\n', ret_line);
}

struct rampart_str rp_tsv_rows(struct rampart_str table)
{
    struct rampart_str line;
    while (table.len > 0 && table.data[0] == '#')
        if (!rp_tsv_next(&table, &line)) break;
    return table;
}

bool rp_tsv_split(struct rampart_str line, struct rampart_str *ret_fields, size_t count)
{
    size_t n = 0;
    while (n < count && rp_part_next(&line, '\t', &ret_fields[n])) n++;
    return n == count && line.len == 0;
}

struct rampart_str rp_tsv_field(struct rampart_str line, size_t field)
{
    struct rampart_str part = {NULL, 0};
    for (size_t i = 0; i <= field; i++)
        if (!rp_part_next(&line, '\t', &part)) return (struct rampart_str){NULL, 0};
    return part;
}

/* A lower-case copy; the buffer holds LONGEST_NAME bytes. */
static struct rampart_str tsv_fold(struct rampart_str text, char *buffer)
{
    for (size_t i = 0; i < text.len; i++) buffer[i] = rp_lower(text.data[i]);
    return (struct rampart_str){buffer, text.len};
}

struct rampart_str rp_tsv_unless_dash(struct rampart_str field)
{
    return rp_str_equal(field, RP_STR("-")) ? rp_str_part(field, 0, 0) : field;
}

bool rp_tsv_values(struct rampart_str line, struct rampart_str *ret_fields, size_t count)
{
    if (!rp_tsv_split(line, ret_fields, count)) return false;
    for (size_t i = 0; i < count; i++) ret_fields[i] = rp_tsv_unless_dash(ret_fields[i]);
    return true;
}

bool rp_tsv_nearest(struct rampart_str rows, size_t field, size_t skip, struct rampart_str word,
                    struct rampart_str *ret_line)
{
    char word_buffer[LONGEST_NAME], name_buffer[LONGEST_NAME];
    if (word.len == 0 || word.len > LONGEST_NAME) return false;
    struct rampart_str line, folded = tsv_fold(word, word_buffer);
    unsigned most = (unsigned)word.len / 3;
    bool found = false;
    while (rp_tsv_next(&rows, &line)) {
        struct rampart_str name = rp_str_from(rp_tsv_field(line, field), skip);
        if (name.len > LONGEST_NAME || name.len > word.len + most || name.len + most < word.len) continue;
        unsigned distance = rp_edit_distance(folded, tsv_fold(name, name_buffer), most);
        if (distance > most) continue;
        *ret_line = line;
        found = true;
        if (distance == 0) return true;
        most = distance - 1; /* the next must be nearer still */
    }
    return found;
}

/* ---- sorted rows ---- */

static int tsv_compare_bytes(char a, char b)
{
    if (a == b) return 0;
    return (unsigned char)rp_lower(a) - (unsigned char)rp_lower(b);
}

int rp_fold_compare(struct rampart_str a, struct rampart_str b)
{
    size_t i = 0, len = a.len < b.len ? a.len : b.len;
    for (; i + sizeof(uint64_t) <= len; i += sizeof(uint64_t)) {
        uint64_t word = rp_lower_word(a.data + i), other = rp_lower_word(b.data + i);
        if (word != other) return memcmp(&word, &other, sizeof word);
    }
    for (; i < len; i++) {
        int order = tsv_compare_bytes(a.data[i], b.data[i]);
        if (order != 0) return order;
    }
    return a.len == b.len ? 0 : a.len < b.len ? -1 : 1;
}

/* The order of a row and a key: 0 when the row begins with the key. */
static int tsv_compare(struct rampart_str row, struct rp_row_key key)
{
    int order = rp_fold_compare(rp_str_part(row, 0, key.text.len), key.text);
    if (order != 0 || key.end == '\0') return order;
    return row.len == key.text.len ? -1 : tsv_compare_bytes(row.data[key.text.len], key.end);
}

static size_t tsv_line_start(struct rampart_str rows, size_t low, size_t at)
{
    while (at > low && rows.data[at - 1] != '\n') at--;
    return at;
}

static size_t tsv_line_end(struct rampart_str rows, size_t at)
{
    const char *end = memchr(rows.data + at, '\n', rows.len - at);
    return end == NULL ? rows.len : (size_t)(end - rows.data);
}

size_t rp_rows_seek(struct rampart_str rows, struct rp_row_key key)
{
    size_t low = 0, high = rows.len; /* both at the start of a row */
    while (low < high) {
        size_t start = tsv_line_start(rows, low, low + (high - low) / 2);
        if (tsv_compare(rp_str_from(rows, start), key) >= 0) {
            high = start;
            continue;
        }
        size_t end = tsv_line_end(rows, start);
        low = end < rows.len ? end + 1 : rows.len;
    }
    return low;
}

bool rp_rows_next(struct rampart_str rows, struct rp_row_key key, size_t *cursor,
                  struct rampart_str *ret_line)
{
    if (*cursor == 0 && rp_str_find(key.text, '\t') < key.text.len) return false; /* a key is one column */
    size_t at = *cursor == 0 ? rp_rows_seek(rows, key) : *cursor - 1;
    if (at >= rows.len || tsv_compare(rp_str_from(rows, at), key) != 0) return false;
    size_t end = tsv_line_end(rows, at);
    *ret_line = rp_str_part(rows, at, end - at);
    *cursor = (end < rows.len ? end + 1 : end) + 1;
    return true;
}

bool rp_rows_find(struct rampart_str rows, struct rampart_str name, struct rampart_str *ret_line)
{
    size_t cursor = 0;
    return rp_rows_next(rows, (struct rp_row_key){name, '\t'}, &cursor, ret_line);
}
