/* SPDX-License-Identifier: Apache-2.0 */
#include "support/diff_rows.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "support/naive_pattern.h"

static void lower(const char *text, bool fold, char to[256])
{
    size_t i = 0;
    for (; text[i] != '\0'; i++) to[i] = fold && text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] + 32) : text[i];
    to[i] = '\0';
}

static bool matches(struct rampart_str pattern, const char *text, bool fold)
{
    char a[256], b[256], copy[256];
    snprintf(copy, sizeof copy, "%.*s", RP_ARG(pattern));
    lower(copy, fold, a);
    lower(text, fold, b);
    return naive_pattern_match(rampart_str(a), rampart_str(b));
}

static bool any_matches(const struct rampart_strs *patterns, const char *text, bool fold)
{
    for (size_t i = 0; i < patterns->count; i++)
        if (matches(patterns->items[i], text, fold)) return true;
    return false;
}

static bool in_regions(const struct rampart_diff_region *regions, size_t count, const char *text, bool fold)
{
    for (size_t i = 0; i < count; i++) {
        bool in = !any_matches(&regions[i].except, text, fold);
        for (size_t k = 0; k < regions[i].within_count && in; k++) in = any_matches(&regions[i].within[k], text, fold);
        if (in) return true;
    }
    return false;
}

bool diff_row_is_about(const struct rampart_diff_row *row, const char *action, const char *resource)
{
    return in_regions(row->actions, row->action_count, action, true) &&
           in_regions(row->resources, row->resource_count, resource, false);
}

bool diff_row_is_of(const struct rampart_diff_row *row, const char *principal)
{
    for (size_t i = 0; i < row->principals.count; i++)
        if (rp_str_equal(row->principals.items[i], rampart_str(principal))) return true;
    return false;
}
