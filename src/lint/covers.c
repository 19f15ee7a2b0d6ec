/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/covers.h"

#include "base/str.h"
#include "base/try.h"

enum {
    EFFORT = 4096,        /* comparisons of a small document */
    EFFORT_A_VALUE = 8,   /* and of a large one, for each value */
    DEEP_EFFORT = 16,     /* comparisons that follow two patterns through all texts */
    DEEP_CHARACTERS = 256 /* of both */
};

struct rp_lint_effort rp_lint_effort(struct rp_arena *arena, size_t values)
{
    return (struct rp_lint_effort){arena, EFFORT + EFFORT_A_VALUE * values, DEEP_EFFORT};
}

/* What stands before the first wildcard and behind the last. */
static void measure(struct rp_lint_pattern *pattern)
{
    const struct rampart_str text = pattern->text;
    size_t star = rp_str_find(text, '*'), question = rp_str_find(text, '?'), tail = text.len;
    if (star < text.len || question < text.len)
        for (tail = 0; text.data[text.len - tail - 1] != '*' && text.data[text.len - tail - 1] != '?';)
            tail++;
    pattern->head = (uint32_t)(star < question ? star : question);
    pattern->tail = (uint32_t)tail;
    pattern->has_question = question < text.len;
}

enum rampart_status rp_lint_patterns(struct rp_arena *arena, const struct rp_values *values, bool fold,
                                     struct rp_lint_patterns *ret_patterns)
{
    struct rp_lint_pattern *items = RP_NEW_ARRAY(arena, struct rp_lint_pattern, values->count);
    RP_TRY_MEMORY(items != NULL);
    for (size_t i = 0; i < values->count; i++) {
        items[i] = (struct rp_lint_pattern){.text = rp_value_text(values, i), .fold = fold};
        measure(&items[i]);
    }
    *ret_patterns = (struct rp_lint_patterns){items, values->count};
    return RAMPART_OK;
}

static bool equal(const struct rp_lint_pattern *pattern, struct rampart_str a, struct rampart_str b)
{
    return pattern->fold ? rp_str_equal_fold(a, b) : rp_str_equal(a, b);
}

bool rp_lint_pattern_equal(const struct rp_lint_pattern *a, const struct rp_lint_pattern *b)
{
    return a->text.len == b->text.len && equal(a, a->text, b->text);
}

/*
 * What every text of a pattern begins with is written out in the pattern, and so is what they end in: the part must begin
 * and end as the whole does. Most are told apart by that.
 */
static bool may_cover(const struct rp_lint_pattern *whole, const struct rp_lint_pattern *part)
{
    const struct rampart_str wide = whole->text, narrow = part->text;
    if (whole->head == wide.len || narrow.len < whole->head || narrow.len < whole->tail) return false;
    return equal(whole, rp_str_part(narrow, 0, whole->head), rp_str_part(wide, 0, whole->head)) &&
           equal(whole, rp_str_from(narrow, narrow.len - whole->tail),
                 rp_str_from(wide, wide.len - whole->tail));
}

static enum rampart_status make_lower(struct rp_arena *arena, struct rp_lint_pattern *pattern)
{
    if (!pattern->fold || pattern->is_lower) return RAMPART_OK;
    RP_TRY_MEMORY(rp_arena_lower(arena, pattern->text, &pattern->text));
    pattern->is_lower = true;
    return RAMPART_OK;
}

/* A `?` of the covering pattern may stand for characters that the other's `*` need not have. */
static enum rampart_status covers_deep(struct rp_lint_effort *effort, struct rampart_str whole,
                                       struct rampart_str part, bool *ret_covers)
{
    if (effort->deep == 0 || whole.len + part.len > DEEP_CHARACTERS) return RAMPART_OK;
    effort->deep--;
    const struct rp_cell_pattern wide = {whole, true, false, RP_CROSSES},
                                 narrow = {part, true, false, RP_CROSSES};
    enum rp_relation relation;
    RP_TRY(rp_pattern_relation(&effort->arena->allocator, &wide, &narrow, &relation));
    *ret_covers = relation == RP_RELATION_EVERY;
    return RAMPART_OK;
}

/*
 * A pattern without `?` covers another exactly if it matches that one's text: its wildcards are ordinary characters
 * there, which only a `*` can match, and a `*` matches as well what they stand for.
 */
enum rampart_status rp_lint_covers(struct rp_lint_effort *effort, struct rp_lint_pattern *whole,
                                   struct rp_lint_pattern *part, bool *ret_covers)
{
    *ret_covers = false;
    if (effort->comparisons == 0) return RAMPART_OK;
    effort->comparisons--;
    *ret_covers = rp_lint_pattern_equal(whole, part);
    if (*ret_covers || !may_cover(whole, part)) return RAMPART_OK;
    RP_TRY(make_lower(effort->arena, whole));
    RP_TRY(make_lower(effort->arena, part));
    if (whole->has_question) return covers_deep(effort, whole->text, part->text, ret_covers);
    if (whole->pattern.kind == RP_PATTERN_NOTHING)
        RP_TRY(rp_pattern_compile(effort->arena, whole->text, &whole->pattern));
    return rp_pattern_match(&whole->pattern, NULL, part->text, ret_covers);
}

enum rampart_status rp_lint_any_covers(struct rp_lint_effort *effort, const struct rp_lint_patterns *whole,
                                       struct rp_lint_pattern *part, bool *ret_covers)
{
    *ret_covers = false;
    for (size_t i = 0; i < whole->count && !*ret_covers && effort->comparisons > 0; i++)
        RP_TRY(rp_lint_covers(effort, &whole->items[i], part, ret_covers));
    return RAMPART_OK;
}
