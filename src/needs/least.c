/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The least policies. Each action has its own set of resources, and actions with one set share a statement: a statement
 * allows each of its actions on each of its resources, and so nothing that is not needed.
 */
#include <stdlib.h>

#include "base/str.h"
#include "base/try.h"
#include "needs/needs.h"
#include "write/write_document.h"

/* An action on a resource. */
struct pair {
    struct rampart_str action, arn, open;
    bool reads;
};

/* An action with its resources, in order. */
struct row {
    struct rampart_str action;
    const struct pair *pairs;
    size_t count;
    bool reads;
};

struct statement;

struct least {
    struct rp_arena *arena;
    struct pair *pairs;
    size_t pair_count;
    struct row *rows;
    size_t row_count;
    struct statement *statements;
    size_t statement_count, statement_room;
    struct rampart_needs_policy *policies;
    size_t policy_count, policy_room;
    struct rampart_needs_star *stars;
    size_t star_count, star_room;
};

/* ---- pairs ---- */

static int least_compare(const void *a, const void *b)
{
    const struct pair *left = a, *right = b;
    const int order = rp_str_compare(left->action, right->action);
    return order != 0 ? order : rp_str_compare(left->arn, right->arn);
}

/* A policy of the principal does not mend what a statement denies, or another layer. */
static bool least_is_beyond(const struct rampart_decision *decision)
{
    const struct rampart_verdict *verdict = &decision->verdict;
    return verdict->outcome == RAMPART_OUTCOME_DENY &&
           (verdict->deny == RAMPART_EXPLICIT_DENY ||
            (verdict->layer != RAMPART_LAYER_IDENTITY && verdict->layer != RAMPART_LAYER_RESOURCE_GROUP));
}

static bool least_is_missing(const struct rampart_need_resource *resource)
{
    return resource->decision == NULL || resource->decision->verdict.outcome != RAMPART_OUTCOME_ALLOW ||
           resource->decision->dependence_count > 0;
}

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

static bool least_is_in(const struct rampart_need *need, const struct rampart_needs_scope *scope)
{
    if (need->unasked || need->outer || need->harmless) return false;
    return scope->reads == scope->writes || need->reads == scope->reads;
}

static enum rampart_status least_collect(struct least *least, struct rampart_needs *needs,
                                         const struct rampart_needs_scope *scope, struct rampart_needs_policies *told)
{
    size_t count = 0;
    for (size_t i = 0; i < needs->count; i++) count += needs->items[i]->resources.count;
    least->pairs = RP_NEW_ARRAY(least->arena, struct pair, count);
    RP_TRY_MEMORY(least->pairs != NULL);
    for (size_t i = 0; i < needs->count; i++) {
        const struct rampart_need *need = rampart_needs_at(needs, i);
        if (!least_is_in(need, scope)) continue;
        told->unknown += need->action.len == 0;
        for (size_t j = 0; j < need->resource_count && need->action.len > 0; j++) {
            const struct rampart_need_resource *resource = &need->resources[j];
            if (scope->missing && !least_is_missing(resource)) continue;
            const bool beyond = scope->missing && resource->decision != NULL && least_is_beyond(resource->decision);
            told->beyond += beyond;
            if (beyond) continue;
            struct pair *pair = &least->pairs[least->pair_count++];
            *pair = (struct pair){need->action, resource->arn, resource->open, need->reads};
            RP_TRY(least_without_region(least->arena, &pair->arn));
        }
    }
    if (least->pair_count > 1) qsort(least->pairs, least->pair_count, sizeof(struct pair), least_compare);
    return RAMPART_OK;
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
static size_t least_drop_equal(struct pair *pairs, size_t count)
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
static size_t least_drop_covered(struct pair *pairs, size_t all)
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

static enum rampart_status least_make_rows(struct least *least)
{
    least->rows = RP_NEW_ARRAY(least->arena, struct row, least->pair_count);
    RP_TRY_MEMORY(least->rows != NULL);
    for (size_t first = 0, end; first < least->pair_count; first = end) {
        struct pair *pairs = &least->pairs[first];
        for (end = first; end < least->pair_count && rp_str_equal(least->pairs[end].action, pairs->action);) end++;
        const size_t count = least_drop_covered(pairs, least_drop_equal(pairs, end - first));
        least->rows[least->row_count++] = (struct row){pairs->action, pairs, count, pairs->reads};
    }
    if (least->row_count > 1) qsort(least->rows, least->row_count, sizeof(struct row), least_compare_rows);
    return RAMPART_OK;
}

/* ---- documents ---- */

/* Some of the actions with equal resources, on some of these. */
struct statement {
    const struct row *rows;
    size_t row_count, from, count; /* rows, and which of their resources */
};

static enum rampart_status least_add_text(struct rp_arena *arena, struct rp_node *map, struct rampart_str key, size_t count,
                                          struct rampart_str text, struct rp_node **list)
{
    if (count == 1) return rp_make_text(arena, map, key, text);
    if (*list == NULL) RP_TRY(rp_make_list(arena, map, key, list));
    return rp_make_text(arena, *list, rp_no_key, text);
}

static enum rampart_status least_add_statement(struct rp_arena *arena, struct rp_node *statements,
                                               const struct statement *statement)
{
    struct rp_node *map, *actions = NULL, *resources = NULL;
    RP_TRY(rp_make_map(arena, statements, rp_no_key, &map));
    RP_TRY(rp_make_text(arena, map, RP_STR("Effect"), RP_STR("Allow")));
    for (size_t i = 0; i < statement->row_count; i++)
        RP_TRY(least_add_text(arena, map, RP_STR("Action"), statement->row_count, statement->rows[i].action, &actions));
    for (size_t i = 0; i < statement->count; i++)
        RP_TRY(least_add_text(arena, map, RP_STR("Resource"), statement->count,
                              statement->rows->pairs[statement->from + i].arn, &resources));
    return RAMPART_OK;
}

/* The document of some statements; *ret_text lies in the arena. */
static enum rampart_status least_print(struct rp_arena *arena, const struct statement *statements, size_t count,
                                       struct rampart_str *ret_text)
{
    struct rp_node *root, *list;
    struct rp_buf out;
    RP_TRY(rp_make_map(arena, NULL, rp_no_key, &root));
    RP_TRY(rp_make_text(arena, root, RP_STR("Version"), RP_STR("1")));
    RP_TRY(rp_make_list(arena, root, RP_STR("Statement"), &list));
    for (size_t i = 0; i < count; i++) RP_TRY(least_add_statement(arena, list, &statements[i]));
    rp_buf_init(&out, &arena->allocator, SIZE_MAX / 2);
    rp_document_print(&out, root);
    const bool kept = out.failed == RAMPART_OK && rp_arena_copy(arena, rp_buf_text(&out), ret_text);
    rp_buf_free(&out);
    return kept ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* The number of bytes of the document of some statements, made in memory that is given back. */
static enum rampart_status least_measure(const struct least *least, const struct statement *statements, size_t count,
                                         size_t *ret_bytes)
{
    struct rp_arena arena;
    struct rampart_str text = {NULL, 0};
    rp_arena_init(&arena, &least->arena->allocator);
    const enum rampart_status status = least_print(&arena, statements, count, &text);
    rp_arena_free(&arena);
    *ret_bytes = text.len;
    return status;
}

static bool least_fits(size_t bytes)
{
    return bytes <= RAMPART_NEEDS_POLICY_BYTES;
}

static enum rampart_status least_keep_statement(struct least *least, const struct statement *statement)
{
    struct statement *items = rp_arena_grow(least->arena, least->statements, least->statement_count,
                                            &least->statement_room, sizeof *items);
    RP_TRY_MEMORY(items != NULL);
    least->statements = items;
    items[least->statement_count++] = *statement;
    return RAMPART_OK;
}

/*
 * Halves a statement that fills a document alone: its resources, and its actions when it has one resource. Each halving
 * is one of fewer, and so is the depth.
 */
static enum rampart_status least_cut(struct least *least, const struct statement *statement)
{
    size_t bytes;
    RP_TRY(least_measure(least, statement, 1, &bytes));
    if (least_fits(bytes)) return least_keep_statement(least, statement);
    struct statement one = *statement, other = *statement;
    if (statement->count > 1) {
        one.count = statement->count / 2;
        other.from += one.count;
        other.count -= one.count;
    } else if (statement->row_count > 1) {
        one.row_count = statement->row_count / 2;
        other.rows += one.row_count;
        other.row_count -= one.row_count;
    } else {
        return RAMPART_LIMIT;
    }
    RP_TRY(least_cut(least, &one));
    return least_cut(least, &other);
}

static bool least_are_alike(const struct row *a, const struct row *b)
{
    if (a->reads != b->reads || a->count != b->count) return false;
    for (size_t i = 0; i < a->count; i++)
        if (!rp_str_equal(a->pairs[i].arn, b->pairs[i].arn)) return false;
    return true;
}

static enum rampart_status least_make_statements(struct least *least)
{
    for (size_t first = 0, end; first < least->row_count; first = end) {
        for (end = first + 1; end < least->row_count && least_are_alike(&least->rows[first], &least->rows[end]);) end++;
        RP_TRY(least_cut(least, &(struct statement){&least->rows[first], end - first, 0, least->rows[first].count}));
    }
    return RAMPART_OK;
}

/* ---- policies ---- */

static enum rampart_status least_note_stars(struct least *least, const struct statement *statement, size_t number)
{
    for (size_t i = 0; i < statement->count; i++) {
        const struct pair *pair = &statement->rows->pairs[statement->from + i];
        if (pair->open.len == 0) continue;
        struct rampart_needs_star *stars =
            rp_arena_grow(least->arena, least->stars, least->star_count, &least->star_room, sizeof *stars);
        RP_TRY_MEMORY(stars != NULL);
        least->stars = stars;
        stars[least->star_count++] =
            (struct rampart_needs_star){least->policy_count, number, pair->action, pair->arn, pair->open};
    }
    return RAMPART_OK;
}

static enum rampart_status least_keep_policy(struct least *least, const struct statement *statements, size_t count)
{
    struct rampart_needs_policy *policies =
        rp_arena_grow(least->arena, least->policies, least->policy_count, &least->policy_room, sizeof *policies);
    RP_TRY_MEMORY(policies != NULL);
    least->policies = policies;
    struct rampart_needs_policy policy = {.reads = statements[0].rows->reads,
                                          .writes = !statements[count - 1].rows->reads};
    RP_TRY(least_print(least->arena, statements, count, &policy.document));
    for (size_t i = 0; i < count; i++) RP_TRY(least_note_stars(least, &statements[i], i));
    policies[least->policy_count++] = policy;
    return RAMPART_OK;
}

/* As many statements of one access as fit a document each. */
static enum rampart_status least_pack(struct least *least)
{
    size_t first = 0, bytes;
    RP_TRY(least_measure(least, least->statements, least->statement_count, &bytes));
    if (least_fits(bytes)) return least_keep_policy(least, least->statements, least->statement_count);
    for (size_t end = 1; end <= least->statement_count; end++) {
        bool full = end == least->statement_count ||
                    least->statements[end].rows->reads != least->statements[first].rows->reads;
        if (!full) {
            RP_TRY(least_measure(least, &least->statements[first], end + 1 - first, &bytes));
            full = !least_fits(bytes);
        }
        if (!full) continue;
        RP_TRY(least_keep_policy(least, &least->statements[first], end - first));
        first = end;
    }
    return RAMPART_OK;
}

enum rampart_status rampart_needs_make_policies(struct rampart_needs *needs, struct rampart_needs_scope scope,
                                                struct rampart_needs_policies *ret_policies)
{
    struct rampart_needs_policies told = {.count = 0};
    if (needs == NULL || ret_policies == NULL) return RAMPART_MISUSE;
    rp_arena_free(&needs->policies);
    struct least least = {.arena = &needs->policies};
    RP_TRY(least_collect(&least, needs, &scope, &told));
    RP_TRY(least_make_rows(&least));
    RP_TRY(least_make_statements(&least));
    if (least.statement_count > 0) RP_TRY(least_pack(&least));
    told.items = least.policies;
    told.count = least.policy_count;
    told.stars = least.stars;
    told.star_count = least.star_count;
    *ret_policies = told;
    return RAMPART_OK;
}
