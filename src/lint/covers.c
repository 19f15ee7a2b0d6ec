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

static bool has_question(struct rampart_str text)
{
    return rp_str_find(text, '?') < text.len;
}

enum rampart_status rp_lint_patterns(struct rp_arena *arena, const struct rp_values *values, bool fold,
                                     struct rp_lint_patterns *ret_patterns)
{
    struct rp_lint_pattern *items = RP_NEW_ARRAY(arena, struct rp_lint_pattern, values->count);
    RP_TRY_MEMORY(items != NULL);
    for (size_t i = 0; i < values->count; i++) {
        items[i].text = rp_value_text(values, i);
        if (fold) RP_TRY_MEMORY(rp_arena_lower(arena, items[i].text, &items[i].text));
        if (!has_question(items[i].text)) RP_TRY(rp_pattern_compile(arena, items[i].text, &items[i].pattern));
    }
    *ret_patterns = (struct rp_lint_patterns){items, values->count};
    return RAMPART_OK;
}

/* A `?` of the covering pattern may stand for characters that the other's `*` need not have. */
static enum rampart_status covers_deep(struct rp_lint_effort *effort, struct rampart_str whole,
                                       struct rampart_str part, bool *ret_covers)
{
    *ret_covers = false;
    if (effort->deep == 0 || whole.len + part.len > DEEP_CHARACTERS) return RAMPART_OK;
    effort->deep--;
    const struct rp_cell_pattern wide = {whole, true, false}, narrow = {part, true, false};
    enum rp_relation relation;
    RP_TRY(rp_pattern_relation(&effort->arena->allocator, &wide, &narrow, &relation));
    *ret_covers = relation == RP_RELATION_EVERY;
    return RAMPART_OK;
}

/*
 * A pattern without `?` covers another exactly if it matches that one's text: its wildcards are ordinary characters
 * there, which only a `*` can match, and a `*` matches as well what they stand for.
 */
enum rampart_status rp_lint_covers(struct rp_lint_effort *effort, const struct rp_lint_pattern *whole,
                                   const struct rp_lint_pattern *part, bool *ret_covers)
{
    *ret_covers = false;
    if (effort->comparisons == 0) return RAMPART_OK;
    effort->comparisons--;
    *ret_covers = rp_str_equal(whole->text, part->text);
    if (*ret_covers) return RAMPART_OK;
    if (has_question(whole->text)) return covers_deep(effort, whole->text, part->text, ret_covers);
    return rp_pattern_match(&whole->pattern, NULL, part->text, ret_covers);
}

enum rampart_status rp_lint_any_covers(struct rp_lint_effort *effort, const struct rp_lint_patterns *whole,
                                       const struct rp_lint_pattern *part, bool *ret_covers)
{
    *ret_covers = false;
    for (size_t i = 0; i < whole->count && !*ret_covers && effort->comparisons > 0; i++)
        RP_TRY(rp_lint_covers(effort, &whole->items[i], part, ret_covers));
    return RAMPART_OK;
}
