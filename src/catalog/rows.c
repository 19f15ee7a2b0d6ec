/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/rows.h"

#include <string.h>

#include "base/str.h"

static int compare_bytes(char a, char b)
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
        int order = compare_bytes(a.data[i], b.data[i]);
        if (order != 0) return order;
    }
    return a.len == b.len ? 0 : a.len < b.len ? -1 : 1;
}

/* The text that starts with a row against the key: 0 when it begins with it. */
static int compare(struct rampart_str row, struct rp_row_key key)
{
    int order = rp_fold_compare(rp_str_part(row, 0, key.text.len), key.text);
    if (order != 0 || key.end == '\0') return order;
    return row.len == key.text.len ? -1 : compare_bytes(row.data[key.text.len], key.end);
}

static size_t line_start(struct rampart_str rows, size_t low, size_t at)
{
    while (at > low && rows.data[at - 1] != '\n') at--;
    return at;
}

static size_t line_end(struct rampart_str rows, size_t at)
{
    const char *end = memchr(rows.data + at, '\n', rows.len - at);
    return end == NULL ? rows.len : (size_t)(end - rows.data);
}

size_t rp_rows_seek(struct rampart_str rows, struct rp_row_key key)
{
    size_t low = 0, high = rows.len; /* both at the start of a row */
    while (low < high) {
        size_t start = line_start(rows, low, low + (high - low) / 2);
        if (compare(rp_str_from(rows, start), key) >= 0) {
            high = start;
            continue;
        }
        size_t end = line_end(rows, start);
        low = end < rows.len ? end + 1 : rows.len;
    }
    return low;
}

bool rp_rows_next(struct rampart_str rows, struct rp_row_key key, size_t *cursor,
                  struct rampart_str *ret_line)
{
    if (*cursor == 0 && rp_str_find(key.text, '\t') < key.text.len) return false; /* a key is one column */
    size_t at = *cursor == 0 ? rp_rows_seek(rows, key) : *cursor - 1;
    if (at >= rows.len || compare(rp_str_from(rows, at), key) != 0) return false;
    size_t end = line_end(rows, at);
    *ret_line = rp_str_part(rows, at, end - at);
    *cursor = (end < rows.len ? end + 1 : end) + 1;
    return true;
}

bool rp_rows_find(struct rampart_str rows, struct rampart_str name, struct rampart_str *ret_line)
{
    size_t cursor = 0;
    return rp_rows_next(rows, (struct rp_row_key){name, '\t'}, &cursor, ret_line);
}
