/* SPDX-License-Identifier: Apache-2.0 */
#include "support/naive_catalog.h"

#include <stdint.h>

#include "base/str.h"

enum { LONGEST = 128 };

static bool next(const struct rampart_catalog *catalog, size_t *cursor, struct rampart_catalog_action *action)
{
    return rampart_catalog_next_action(catalog, RP_STR(""), cursor, action);
}

bool naive_catalog_find(const struct rampart_catalog *catalog, struct rampart_str action,
                        struct rampart_str *ret_action)
{
    struct rampart_catalog_action row;
    for (size_t cursor = 0; next(catalog, &cursor, &row);) {
        if (!rp_str_equal_fold(row.action, action)) continue;
        *ret_action = row.action;
        return true;
    }
    return false;
}

/* Exactly what the words say: a star takes nothing, or one byte and goes on. */
static bool matches(struct rampart_str pattern, struct rampart_str text)
{
    if (pattern.len == 0) return text.len == 0;
    if (pattern.data[0] == '*')
        return matches(rp_str_from(pattern, 1), text) ||
               (text.len > 0 && matches(pattern, rp_str_from(text, 1)));
    if (text.len == 0) return false;
    bool same = pattern.data[0] == '?' || rp_lower(pattern.data[0]) == rp_lower(text.data[0]);
    return same && matches(rp_str_from(pattern, 1), rp_str_from(text, 1));
}

size_t naive_catalog_matches(const struct rampart_catalog *catalog, struct rampart_str pattern)
{
    struct rampart_catalog_action row;
    size_t count = 0;
    for (size_t cursor = 0; next(catalog, &cursor, &row);) count += matches(pattern, row.action);
    return count;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t naive_edits(struct rampart_str a, struct rampart_str b)
{
    static size_t table[LONGEST + 1][LONGEST + 1];
    for (size_t i = 0; i <= a.len; i++)
        for (size_t j = 0; j <= b.len; j++) {
            if (i == 0 || j == 0) {
                table[i][j] = i + j;
                continue;
            }
            bool same = rp_lower(a.data[i - 1]) == rp_lower(b.data[j - 1]);
            size_t cell = least(table[i - 1][j], table[i][j - 1]) + 1;
            cell = least(cell, table[i - 1][j - 1] + !same);
            if (i > 1 && j > 1 && rp_lower(a.data[i - 1]) == rp_lower(b.data[j - 2]) &&
                rp_lower(a.data[i - 2]) == rp_lower(b.data[j - 1]))
                cell = least(cell, table[i - 2][j - 2] + 1);
            table[i][j] = cell;
        }
    return table[a.len][b.len];
}

size_t naive_catalog_distance(const struct rampart_catalog *catalog, struct rampart_str service,
                              struct rampart_str name)
{
    struct rampart_catalog_action row;
    size_t nearest = SIZE_MAX;
    for (size_t cursor = 0; next(catalog, &cursor, &row);)
        if (rp_str_equal_fold(row.service, service)) nearest = least(nearest, naive_edits(name, row.name));
    return nearest;
}
