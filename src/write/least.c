/* SPDX-License-Identifier: Apache-2.0 */
#include "write/least.h"

#include <stdlib.h>

#include "base/str.h"
#include "base/try.h"
#include "write/statements.h"

/* An action with its resources, in order. */
struct row {
    struct rampart_str action;
    const struct rp_least_pair *pairs;
    struct rampart_strs arns; /* of the pairs */
    size_t count;
    bool reads;
};

struct least {
    struct rp_arena *arena;
    struct rp_least_pair *pairs;
    size_t pair_count;
    struct row *rows;
    size_t row_count;
    struct rp_written_list statements;
    struct rampart_needs_star *stars;
    size_t star_count, star_room;
};

/*
 * OSS sends its regions as oss-cn-hangzhou or as cn-hangzhou, which is not documented (oss-region). The name of a bucket is
 * unique in all regions, so that a `*` there allows nothing else.
 */
static enum rampart_status least_without_region(struct rp_arena *arena, struct rampart_str *arn)
{
    const struct rampart_str head = RP_STR("acs:oss:");
    if (!rp_str_starts(*arn, head)) return RAMPART_OK;
    const struct rampart_str rest = rp_str_from(*arn, head.len);
    const struct rampart_str parts[] = {head, RP_STR("*"), rp_str_from(rest, rp_str_find(rest, ':'))};
    RP_TRY_MEMORY(rp_arena_join(arena, parts, 3, arn));
    return RAMPART_OK;
}

static int least_compare(const void *a, const void *b)
{
    const struct rp_least_pair *left = a, *right = b;
    const int order = rp_str_compare(left->action, right->action);
    return order != 0 ? order : rp_str_compare(left->arn, right->arn);
}

/* ---- rows ---- */

/* True when a pattern whose only wildcards are `*` matches the text, case and all: it takes all that the text takes. */
static bool least_covers(struct rampart_str pattern, struct rampart_str text)
{
    size_t p = 0, t = 0, star = SIZE_MAX, from = 0;
    while (t < text.len) {
        if (p < pattern.len && pattern.data[p] == '*') {
            star = ++p;
            from = t;
        } else if (p < pattern.len && pattern.data[p] == text.data[t]) {
            p++;
            t++;
        } else if (star != SIZE_MAX) {
            p = star;
            t = ++from;
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.data[p] == '*') p++;
    return p == pattern.len;
}

/* Equal pairs of an action, the first of which stays; what one of them says to be open is not where another does not. */
static size_t least_drop_equal(struct rp_least_pair *pairs, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || !rp_str_equal(pairs[kept - 1].arn, pairs[i].arn))
            pairs[kept++] = pairs[i];
        else if (pairs[i].open.len == 0)
            pairs[kept - 1].open = pairs[i].open;
    }
    return kept;
}

enum { MOST_PATTERNS = 64 };

/* Takes pairs out that another pair of the action covers. Of very many patterns some are not tried: that costs bytes only. */
static size_t least_drop_covered(struct rp_least_pair *pairs, size_t all)
{
    struct rampart_str arns[MOST_PATTERNS];
    size_t patterns[MOST_PATTERNS], count = 0, kept = 0;
    bool covered[MOST_PATTERNS] = {false};
    for (size_t i = 0; i < all && count < MOST_PATTERNS; i++) {
        if (!rp_has_wildcard(pairs[i].arn) || rp_str_find(pairs[i].arn, '?') < pairs[i].arn.len) continue;
        arns[count] = pairs[i].arn;
        patterns[count++] = i;
    }
    for (size_t k = 0; k < count; k++)
        for (size_t m = 0; m < count && !covered[k]; m++)
            covered[k] = m != k && !covered[m] && least_covers(arns[m], arns[k]);
    for (size_t i = 0; i < all; i++) {
        bool drop = false;
        for (size_t k = 0; k < count && !drop; k++)
            drop = patterns[k] == i ? covered[k] : !covered[k] && least_covers(arns[k], pairs[i].arn);
        if (!drop) pairs[kept++] = pairs[i];
    }
    return kept;
}

/* What reads stands before what writes; then rows with equal resources stand together. */
static int least_compare_rows(const void *a, const void *b)
{
    const struct row *left = a, *right = b;
    if (left->reads != right->reads) return left->reads ? -1 : 1;
    for (size_t i = 0; i < left->count && i < right->count; i++) {
        const int order = rp_str_compare(left->pairs[i].arn, right->pairs[i].arn);
        if (order != 0) return order;
    }
    if (left->count != right->count) return left->count < right->count ? -1 : 1;
    return rp_str_compare(left->action, right->action);
}

static enum rampart_status least_list_arns(struct rp_arena *arena, struct row *row)
{
    struct rampart_str *arns = RP_NEW_ARRAY(arena, struct rampart_str, row->count);
    RP_TRY_MEMORY(arns != NULL);
    for (size_t i = 0; i < row->count; i++) arns[i] = row->pairs[i].arn;
    row->arns = (struct rampart_strs){arns, row->count};
    return RAMPART_OK;
}

static enum rampart_status least_make_rows(struct least *least)
{
    least->rows = RP_NEW_ARRAY(least->arena, struct row, least->pair_count);
    RP_TRY_MEMORY(least->rows != NULL);
    for (size_t first = 0, end; first < least->pair_count; first = end) {
        struct rp_least_pair *pairs = &least->pairs[first];
        for (end = first; end < least->pair_count && rp_str_equal(least->pairs[end].action, pairs->action);) end++;
        const size_t count = least_drop_covered(pairs, least_drop_equal(pairs, end - first));
        struct row *row = &least->rows[least->row_count++];
        *row = (struct row){.action = pairs->action, .pairs = pairs, .count = count, .reads = pairs->reads};
        RP_TRY(least_list_arns(least->arena, row));
    }
    if (least->row_count > 1) qsort(least->rows, least->row_count, sizeof(struct row), least_compare_rows);
    return RAMPART_OK;
}

/* ---- statements ---- */

static bool least_are_alike(const struct row *a, const struct row *b)
{
    if (a->reads != b->reads || a->count != b->count) return false;
    for (size_t i = 0; i < a->count; i++)
        if (!rp_str_equal(a->pairs[i].arn, b->pairs[i].arn)) return false;
    return true;
}

static enum rampart_status least_make_statement(struct least *least, size_t first, size_t end)
{
    struct rampart_str *actions = RP_NEW_ARRAY(least->arena, struct rampart_str, end - first);
    RP_TRY_MEMORY(actions != NULL);
    for (size_t i = first; i < end; i++) actions[i - first] = least->rows[i].action;
    const struct rp_written statement = {.effect = RAMPART_ALLOW,
                                         .actions = {actions, end - first},
                                         .resources = least->rows[first].arns,
                                         .group = least->rows[first].reads};
    return rp_written_add(least->arena, &least->statements, &statement, RAMPART_NEEDS_POLICY_BYTES);
}

static enum rampart_status least_make_statements(struct least *least)
{
    for (size_t first = 0, end; first < least->row_count; first = end) {
        for (end = first + 1; end < least->row_count && least_are_alike(&least->rows[first], &least->rows[end]);) end++;
        RP_TRY(least_make_statement(least, first, end));
    }
    return RAMPART_OK;
}

/* ---- policies ---- */

/* The row whose resources a statement, or a part of one, has. */
static const struct row *least_row_of(const struct least *least, const struct rp_written *statement)
{
    const struct row *row = least->rows;
    while (statement->resources.items < row->arns.items || statement->resources.items >= row->arns.items + row->count) row++;
    return row;
}

static enum rampart_status least_note_stars(struct least *least, const struct rp_written *statement, size_t policy, size_t number)
{
    const struct row *row = least_row_of(least, statement);
    const size_t from = (size_t)(statement->resources.items - row->arns.items);
    for (size_t i = 0; i < statement->resources.count; i++) {
        const struct rp_least_pair *pair = &row->pairs[from + i];
        if (pair->open.len == 0) continue;
        struct rampart_needs_star *stars =
            rp_arena_grow(least->arena, least->stars, least->star_count, &least->star_room, sizeof *stars);
        RP_TRY_MEMORY(stars != NULL);
        least->stars = stars;
        stars[least->star_count++] = (struct rampart_needs_star){policy, number, pair->action, pair->arn, pair->open};
    }
    return RAMPART_OK;
}

static enum rampart_status least_make_policies(struct least *least, struct rampart_needs_policies *told)
{
    struct rp_written_documents documents;
    RP_TRY(rp_written_pack(least->arena, &least->statements, RAMPART_NEEDS_POLICY_BYTES, &documents));
    struct rampart_needs_policy *policies = RP_NEW_ARRAY(least->arena, struct rampart_needs_policy, documents.count);
    RP_TRY_MEMORY(policies != NULL);
    for (size_t i = 0; i < documents.count; i++) {
        const struct rp_written_document *document = &documents.items[i];
        const struct rp_written *statements = &least->statements.items[document->first];
        policies[i] = (struct rampart_needs_policy){.document = document->text,
                                                    .reads = statements[0].group != 0,
                                                    .writes = statements[document->count - 1].group == 0};
        for (size_t k = 0; k < document->count; k++) RP_TRY(least_note_stars(least, &statements[k], i, k));
    }
    told->items = policies;
    told->count = documents.count;
    told->stars = least->stars;
    told->star_count = least->star_count;
    return RAMPART_OK;
}

enum rampart_status rp_least_make(struct rp_arena *arena, struct rp_least_pair *pairs, size_t count,
                                  struct rampart_needs_policies *policies)
{
    struct least least = {.arena = arena, .pairs = pairs, .pair_count = count};
    for (size_t i = 0; i < count; i++) RP_TRY(least_without_region(arena, &pairs[i].arn));
    if (count > 1) qsort(pairs, count, sizeof *pairs, least_compare);
    RP_TRY(least_make_rows(&least));
    RP_TRY(least_make_statements(&least));
    return least_make_policies(&least, policies);
}
