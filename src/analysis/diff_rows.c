/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/diff_rows.h"

#include "base/str.h"
#include "base/try.h"
#include "decide/explain.h"
#include "policy/pattern_cells.h"
#include "policy/pattern_pair.h"

enum { MOST_SEARCHED = 1024 /* bytes of patterns in a search that only makes a region shorter */ };

/* ---- regions ---- */

/* Patterns with their texts, as they are left over. */
struct list {
    const struct rp_cell_pattern **patterns;
    struct rampart_str *texts;
    size_t count;
};

struct region {
    struct rp_arena *arena;
    enum rampart_status *failed; /* memory was refused to a search */
    struct list *within;
    size_t within_count;
    struct list except;
};

static enum rampart_status diff_rows_list(struct rp_arena *arena, size_t room, struct list *ret_list)
{
    *ret_list = (struct list){RP_NEW_ARRAY(arena, const struct rp_cell_pattern *, room),
                              RP_NEW_ARRAY(arena, struct rampart_str, room), 0};
    return ret_list->patterns == NULL || ret_list->texts == NULL ? RAMPART_NO_MEMORY : RAMPART_OK;
}

static void diff_rows_append(struct list *list, const struct rp_diff_element *element)
{
    for (size_t i = 0; i < element->set.count; i++) {
        list->patterns[list->count] = &element->told[i];
        list->texts[list->count++] = element->hidden ? RP_STR("(sensitive)") : element->texts[i];
    }
}

static enum rampart_status diff_rows_take(struct rp_arena *arena, const struct rp_diff_element *element, bool in,
                                          struct region *region)
{
    if (in == element->set.negated) {
        diff_rows_append(&region->except, element);
        return RAMPART_OK;
    }
    struct list *list = &region->within[region->within_count++];
    RP_TRY(diff_rows_list(arena, element->set.count, list));
    diff_rows_append(list, element);
    return RAMPART_OK;
}

static bool diff_rows_takes_at_sight(const struct list *whole, const struct list *part)
{
    for (size_t i = 0; i < part->count; i++) {
        bool taken = false;
        for (size_t k = 0; k < whole->count && !taken; k++)
            taken = rp_pattern_takes(whole->patterns[k], part->patterns[i]);
        if (!taken) return false;
    }
    return true;
}

/* Whether no text lies in one of the patterns of each list, and in none of `beyond`: what cannot be told in time may be there. */
static bool diff_rows_is_empty(const struct region *region, const struct list *const within[2], const struct list *beyond)
{
    if (*region->failed != RAMPART_OK) return false;
    struct rp_pattern_set sets[3];
    const struct list *const lists[] = {within[0], within[1], beyond};
    size_t bytes = 0, count = 0;
    for (size_t i = 0; i < 3; i++) {
        if (lists[i] == NULL) continue;
        struct rp_cell_pattern *patterns = RP_NEW_ARRAY(region->arena, struct rp_cell_pattern, lists[i]->count);
        if (patterns == NULL) *region->failed = RAMPART_NO_MEMORY;
        if (patterns == NULL) return false;
        for (size_t k = 0; k < lists[i]->count; k++) {
            patterns[k] = *lists[i]->patterns[k];
            bytes += patterns[k].text.len;
        }
        sets[count++] = (struct rp_pattern_set){patterns, lists[i]->count};
    }
    const size_t outside = beyond != NULL;
    const struct rp_sets_question question = {sets, sets + count - outside, count - outside, outside};
    enum rp_sets_answer answer = RP_SETS_UNDECIDED;
    struct rampart_str text;
    if (bytes > MOST_SEARCHED) return false;
    *region->failed = rp_pattern_sets_find(region->arena, &question, &answer, &text);
    return answer == RP_SETS_NONE;
}

/* Whether each text of `part` lies in `whole`, as pairs of patterns show, or a short search. */
static bool diff_rows_takes(const struct region *region, const struct list *whole, const struct list *part)
{
    const struct list *const within[] = {part, NULL};
    if (diff_rows_takes_at_sight(whole, part)) return true;
    return diff_rows_is_empty(region, within, whole);
}
static bool diff_rows_is_apart(const struct region *region, const struct list *list, const struct rp_cell_pattern *pattern)
{
    bool apart = true;
    for (size_t i = 0; i < list->count && apart; i++) apart = rp_patterns_are_apart(list->patterns[i], pattern);
    if (apart) return true;
    const struct list alone = {.patterns = &pattern, .count = 1};
    const struct list *const within[] = {list, &alone};
    return diff_rows_is_empty(region, within, NULL);
}

/* Leaves out a list that takes in all of another one. */
static void diff_rows_leave_wider(struct region *region)
{
    for (size_t i = 0; i < region->within_count;) {
        bool wider = false;
        for (size_t k = 0; k < region->within_count && !wider; k++)
            wider = k != i && diff_rows_takes(region, &region->within[i], &region->within[k]);
        if (!wider) {
            i++;
            continue;
        }
        region->within_count--;
        for (size_t k = i; k < region->within_count; k++) region->within[k] = region->within[k + 1];
    }
}

/* Leaves out patterns that have no text in common with one of the lists. */
static void diff_rows_leave_apart(const struct region *region, struct list *list)
{
    size_t left = 0;
    for (size_t i = 0; i < list->count; i++) {
        bool apart = false;
        for (size_t k = 0; k < region->within_count && !apart; k++)
            apart = &region->within[k] != list && diff_rows_is_apart(region, &region->within[k], list->patterns[i]);
        if (apart) continue;
        list->patterns[left] = list->patterns[i];
        list->texts[left++] = list->texts[i];
    }
    list->count = left;
}

/* Leaves out patterns of which nothing is left. */
static void diff_rows_leave_excepted(const struct list *except, struct list *list)
{
    size_t left = 0;
    for (size_t i = 0; i < list->count; i++) {
        bool taken = false;
        for (size_t k = 0; k < except->count && !taken; k++)
            taken = rp_pattern_takes(except->patterns[k], list->patterns[i]);
        if (taken) continue;
        list->patterns[left] = list->patterns[i];
        list->texts[left++] = list->texts[i];
    }
    list->count = left;
}

/* Leaves out patterns that another one takes in. */
static void diff_rows_leave_taken(struct list *list)
{
    for (size_t i = 0; i < list->count;) {
        bool taken = false;
        for (size_t k = 0; k < list->count && !taken; k++)
            taken = k != i && rp_pattern_takes(list->patterns[k], list->patterns[i]);
        if (!taken) {
            i++;
            continue;
        }
        list->count--;
        for (size_t k = i; k < list->count; k++) {
            list->patterns[k] = list->patterns[k + 1];
            list->texts[k] = list->texts[k + 1];
        }
    }
}

/* Not every text is one of a document: it may have been made for the comparison of one principal. */
static enum rampart_status diff_rows_keep(struct rp_arena *arena, const struct list *list, struct rampart_strs *ret_texts)
{
    for (size_t i = 0; i < list->count; i++) RP_TRY_MEMORY(rp_arena_copy(arena, list->texts[i], &list->texts[i]));
    *ret_texts = (struct rampart_strs){list->texts, list->count};
    return RAMPART_OK;
}

static enum rampart_status diff_rows_hand_out(struct rp_arena *arena, const struct region *region,
                                              struct rampart_diff_region *ret_region)
{
    static const struct rampart_str star = {"*", 1};
    const size_t count = region->within_count == 0 ? 1 : region->within_count;
    struct rampart_strs *within = RP_NEW_ARRAY(arena, struct rampart_strs, count);
    RP_TRY_MEMORY(within != NULL);
    within[0] = (struct rampart_strs){&star, 1};
    for (size_t i = 0; i < region->within_count; i++) RP_TRY(diff_rows_keep(arena, &region->within[i], &within[i]));
    *ret_region = (struct rampart_diff_region){.within = within, .within_count = count};
    return diff_rows_keep(arena, &region->except, &ret_region->except);
}

enum rampart_status rp_diff_region_make(struct rp_arena *arena, const struct rp_diff_element *elements,
                                        struct rp_diff_numbers bases, const struct rp_diff_terms *terms,
                                        struct rampart_diff_region *ret_region)
{
    enum rampart_status failed = RAMPART_OK;
    struct region region = {.arena = arena, .failed = &failed, .within = RP_NEW_ARRAY(arena, struct list, terms->count + bases.count)};
    size_t room = 0;
    for (size_t i = 0; i < bases.count; i++) room += elements[bases.items[i]].set.count;
    for (size_t i = 0; i < terms->count; i++) room += elements[terms->numbers[i]].set.count;
    RP_TRY_MEMORY(region.within != NULL);
    RP_TRY(diff_rows_list(arena, room, &region.except));
    for (size_t i = 0; i < bases.count; i++) RP_TRY(diff_rows_take(arena, &elements[bases.items[i]], true, &region));
    for (size_t i = 0; i < terms->count; i++)
        RP_TRY(diff_rows_take(arena, &elements[terms->numbers[i]], terms->signs[i] == RP_DIFF_IN, &region));
    diff_rows_leave_wider(&region);
    for (size_t i = 0; i < region.within_count; i++) {
        diff_rows_leave_apart(&region, &region.within[i]);
        diff_rows_leave_excepted(&region.except, &region.within[i]);
        diff_rows_leave_taken(&region.within[i]);
    }
    diff_rows_leave_wider(&region); /* what was left out may have been what told two lists apart */
    diff_rows_leave_apart(&region, &region.except);
    diff_rows_leave_taken(&region.except);
    RP_TRY(failed);
    return diff_rows_hand_out(arena, &region, ret_region);
}

/* ---- regions that others take in ---- */

static enum rampart_status diff_rows_texts_take(struct rp_arena *arena, struct rampart_strs whole, struct rampart_strs part,
                                                bool *ret_take)
{
    *ret_take = true;
    for (size_t i = 0; i < part.count && *ret_take; i++) {
        const struct rp_cell_pattern pattern = {.text = part.items[i], .wild = true};
        enum rp_relation relation = RP_RELATION_NONE;
        for (size_t k = 0; k < whole.count && relation != RP_RELATION_EVERY; k++) {
            const struct rp_cell_pattern other = {.text = whole.items[k], .wild = true};
            RP_TRY(rp_pattern_relation(&arena->allocator, &other, &pattern, &relation));
        }
        *ret_take = relation == RP_RELATION_EVERY;
    }
    return RAMPART_OK;
}

static enum rampart_status diff_rows_region_takes(struct rp_arena *arena, const struct rampart_diff_region *whole,
                                                  const struct rampart_diff_region *part, bool *ret_takes)
{
    RP_TRY(diff_rows_texts_take(arena, part->except, whole->except, ret_takes));
    for (size_t i = 0; i < whole->within_count && *ret_takes; i++) {
        bool taken = false;
        for (size_t k = 0; k < part->within_count && !taken; k++)
            RP_TRY(diff_rows_texts_take(arena, whole->within[i], part->within[k], &taken));
        *ret_takes = taken;
    }
    return RAMPART_OK;
}

enum rampart_status rp_diff_regions_leave_taken(struct rp_arena *arena, struct rampart_diff_region *regions, size_t *count)
{
    enum { MOST = 16 };
    if (*count > MOST) return RAMPART_OK;
    for (size_t i = 0; i < *count;) {
        bool taken = false;
        for (size_t k = 0; k < *count && !taken; k++)
            if (k != i) RP_TRY(diff_rows_region_takes(arena, &regions[k], &regions[i], &taken));
        if (!taken) i++;
        if (!taken) continue;
        --*count;
        for (size_t k = i; k < *count; k++) regions[k] = regions[k + 1];
    }
    return RAMPART_OK;
}

/* ---- causes ---- */

bool rp_diff_is_cause(const struct rp_diff_statement *statement, enum rampart_diff_change change)
{
    const bool added = statement->of[RP_DIFF_NEW], allow = statement->source->effect == RAMPART_ALLOW;
    return rp_diff_is_changed(statement) && !statement->placeholder && !statement->frame && (added == allow) == (change == RAMPART_DIFF_GAIN);
}

bool rp_diff_grants(const struct rp_diff_statement *statement)
{
    if (statement->frame) return true;
    if (!statement->of[RP_DIFF_NEW] || statement->placeholder || statement->source->effect != RAMPART_ALLOW) return false;
    return statement->attachment.layer == RAMPART_LAYER_IDENTITY || statement->attachment.layer == RAMPART_LAYER_RESOURCE_GROUP;
}

static struct rampart_diff_cause diff_rows_cause(const struct rp_diff_statement *statement)
{
    const struct rp_rule rule = {
        .effect = statement->source->effect, .attachment = &statement->attachment, .statement = statement->source};
    const struct rampart_reason reason = rp_reason_of(&rule);
    return (struct rampart_diff_cause){.added = statement->of[RP_DIFF_NEW],
                                       .effect = reason.effect,
                                       .layer = reason.layer,
                                       .policy = reason.policy,
                                       .statement = reason.statement,
                                       .place = reason.place};
}

enum rampart_status rp_diff_causes_make(struct rp_arena *arena, const struct rp_diff_pool *pool,
                                        struct rp_diff_numbers statements, enum rampart_diff_change change,
                                        const struct rampart_diff_cause **ret_causes, size_t *ret_count)
{
    struct rampart_diff_cause *causes = RP_NEW_ARRAY(arena, struct rampart_diff_cause, statements.count);
    size_t count = 0;
    RP_TRY_MEMORY(causes != NULL);
    for (int all = 0; all < 2 && count == 0; all++)
        for (size_t i = 0; i < statements.count; i++) {
            const struct rp_diff_statement *statement = &pool->statements[statements.items[i]];
            if (statement->placeholder || statement->frame || !rp_diff_is_changed(statement)) continue;
            if (all || rp_diff_is_cause(statement, change)) causes[count++] = diff_rows_cause(statement);
        }
    *ret_causes = causes;
    *ret_count = count;
    return RAMPART_OK;
}
