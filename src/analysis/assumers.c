/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/assumers.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/str.h"
#include "base/try.h"

/* ---- documents by the role that they are about ---- */

/* What stands behind the last colon: "role/ci". A pattern without a wildcard in it matches no role of another name. */
static struct rampart_str assumers_last_part(struct rampart_str text)
{
    size_t at = text.len;
    while (at > 0 && text.data[at - 1] != ':') at--;
    return rp_str_from(text, at);
}

/* The same for every spelling. Two parts with one key only have too much asked. */
static uint64_t assumers_key(struct rampart_str text)
{
    const struct rampart_str part = assumers_last_part(text);
    uint64_t key = 0;
    for (size_t i = 0; i < part.len; i++)
        key = (key ^ (unsigned char)rp_lower(part.data[i])) * 0x9E3779B97F4A7C15U;
    return key ^ key >> 32;
}

static bool assumers_has_wildcard(struct rampart_str text)
{
    const struct rampart_str part = assumers_last_part(text);
    return rp_str_find(part, '*') < part.len || rp_str_find(part, '?') < part.len;
}

/* Whether the statement is about roles of certain names alone. */
static bool assumers_is_keyed(const struct rp_rule *rule)
{
    bool keyed = rule->resource.present && !rule->resource.negated;
    for (size_t i = 0; i < rule->resource.count && keyed; i++) keyed = !assumers_has_wildcard(rule->resource.texts[i]);
    return keyed;
}

static int assumers_order(const void *left, const void *right)
{
    const struct rp_keyed_document *a = left, *b = right;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return a->document.at < b->document.at ? -1 : a->document.at > b->document.at;
}

static void assumers_add_document(struct rp_assumers *assumers, const struct rp_unit *unit, struct rp_document_id id)
{
    bool keyed = true;
    for (size_t i = 0; i < unit->count && keyed; i++) keyed = assumers_is_keyed(&unit->rules[i]);
    if (!keyed) {
        assumers->general[assumers->general_count++] = id;
        return;
    }
    for (size_t i = 0; i < unit->count; i++)
        for (size_t k = 0; k < unit->rules[i].resource.count; k++)
            assumers->keyed[assumers->keyed_count++] =
                (struct rp_keyed_document){assumers_key(unit->rules[i].resource.texts[k]), id};
}

static enum rampart_status assumers_sort_documents(struct rp_arena *arena, const struct rp_evaluation *evaluation,
                                                   struct rp_assumers *assumers)
{
    const struct rp_action_candidates *candidates = &evaluation->candidates;
    size_t keys = 0;
    for (size_t i = 0; i < candidates->count; i++) {
        const struct rp_unit *unit = rp_action_candidates_unit(candidates, candidates->documents[i]);
        for (size_t k = 0; k < unit->count; k++) keys += unit->rules[k].resource.count;
    }
    assumers->general = RP_NEW_ARRAY(arena, struct rp_document_id, candidates->count);
    assumers->subset = RP_NEW_ARRAY(arena, struct rp_document_id, candidates->count);
    assumers->keyed = RP_NEW_ARRAY(arena, struct rp_keyed_document, keys);
    RP_TRY_MEMORY(assumers->general != NULL && assumers->subset != NULL && assumers->keyed != NULL);
    for (size_t i = 0; i < candidates->count; i++)
        assumers_add_document(assumers, rp_action_candidates_unit(candidates, candidates->documents[i]),
                              candidates->documents[i]);
    qsort(assumers->keyed, assumers->keyed_count, sizeof *assumers->keyed, assumers_order);
    return RAMPART_OK;
}

/* The first of this key, or behind it. */
static size_t assumers_find_key(const struct rp_assumers *assumers, uint64_t key)
{
    size_t low = 0, high = assumers->keyed_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (assumers->keyed[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void rp_assumers_narrow(struct rp_assumers *assumers, struct rp_evaluation *evaluation, const struct rampart_str *role)
{
    size_t count = assumers->general_count;
    rp_evaluation_ask_of(evaluation, NULL, 0); /* the list that it has is about to change */
    if (role == NULL) {
        rp_evaluation_ask_of(evaluation, evaluation->candidates.documents, evaluation->candidates.count);
        return;
    }
    for (size_t i = 0; i < count; i++) assumers->subset[i] = assumers->general[i];
    const uint64_t key = assumers_key(*role);
    for (size_t i = assumers_find_key(assumers, key); i < assumers->keyed_count && assumers->keyed[i].key == key; i++) {
        const struct rp_document_id id = assumers->keyed[i].document;
        if (count == assumers->general_count || assumers->subset[count - 1].at != id.at) assumers->subset[count++] = id;
    }
    rp_evaluation_ask_of(evaluation, assumers->subset, count);
}

/* ---- classes ---- */

/* Tells those whom one statement names, who stand together, from all others. */
static enum rampart_status assumers_split_named(struct rp_arena *scratch, struct rp_classing *classing,
                                                const struct rp_named_holder *named)
{
    size_t most = 0, count = 0;
    for (const struct rp_named_holder *holder = named; holder != NULL; holder = holder->next) most++;
    struct rp_grantee_id *together = RP_NEW_ARRAY(scratch, struct rp_grantee_id, most);
    RP_TRY_MEMORY(together != NULL);
    for (; named != NULL; named = named->next) {
        if (rp_holder_named(classing->compiled, &named->identity, &together[count])) count++;
        if (named->next != NULL && named->next->statement == named->statement) continue;
        rp_classing_split(classing, together, count);
        count = 0;
    }
    return RAMPART_OK;
}

static enum rampart_status assumers_make_classes(struct rp_arena *arena, struct rp_arena *scratch,
                                                 const struct rp_evaluation *evaluation,
                                                 const struct rp_named_holder *named, struct rp_assumers *assumers)
{
    const struct rp_compiled *compiled = evaluation->compiled;
    const struct rp_lists *documents = &compiled->grantees.documents;
    const size_t holders = compiled->account->user_count + compiled->account->role_count;
    struct rp_classing classing;
    bool *split = RP_NEW_ARRAY(scratch, bool, compiled->account->group_count);
    RP_TRY_MEMORY(split != NULL);
    RP_TRY(rp_classing_make(arena, compiled, &classing));
    rp_classing_begin(&classing);
    for (size_t i = 0; i < evaluation->candidates.count; i++) {
        const struct rp_document_id id = evaluation->candidates.documents[i];
        rp_classing_by_document(&classing, id);
        for (uint32_t k = documents->starts[id.at]; k < documents->starts[id.at + 1]; k++)
            if (documents->items[k].at >= holders) split[documents->items[k].at - holders] = true;
    }
    for (size_t i = 0; i < compiled->account->group_count; i++)
        if (split[i]) rp_classing_by_group(&classing, (struct rp_group_id){(uint32_t)i});
    RP_TRY(assumers_split_named(scratch, &classing, named));
    return rp_classing_finish(&classing, &assumers->classes);
}

/* ---- who holds a document, in classes ---- */

/* One list after the other, in the making. */
struct assumers_lists {
    struct rp_arena *arena;
    uint32_t *starts, *items; /* NULL items: none yet */
    size_t room;
    uint32_t count;
};

/* Adds the classes of the holders to list `at`, each once; `met` has by the class the last list that has it, and one more. */
static enum rampart_status assumers_add_classes(const struct rp_classes *classes, const struct rp_grantee_id *holders, size_t count,
                                 size_t at, uint32_t *met, struct assumers_lists *lists)
{
    for (size_t i = 0; i < count; i++) {
        if (holders[i].at >= classes->holders) continue;
        const uint32_t class = classes->of[holders[i].at];
        if (met[class] == at + 1) continue;
        met[class] = (uint32_t)at + 1;
        uint32_t *items = rp_arena_grow(lists->arena, lists->items, lists->count, &lists->room, sizeof *items);
        RP_TRY_MEMORY(items != NULL);
        lists->items = items;
        items[lists->count++] = class;
    }
    return RAMPART_OK;
}

/*
 * Turns the first `lists` of a kind, of which `counts` says which count, into lists of classes. What is not counted has an
 * empty one.
 */
static enum rampart_status assumers_turn_lists(struct rp_arena *arena, struct rp_arena *scratch,
                                               const struct rp_classes *classes, const struct rp_lists *from, size_t count,
                                               const bool *counts, struct rp_class_lists *ret_lists)
{
    struct assumers_lists lists = {.arena = scratch, .starts = RP_NEW_ARRAY(arena, uint32_t, count + 1)};
    uint32_t *met = RP_NEW_ARRAY(scratch, uint32_t, classes->count);
    RP_TRY_MEMORY(lists.starts != NULL && met != NULL);
    for (size_t i = 0; i < count; i++) {
        lists.starts[i] = lists.count;
        if (counts[i])
            RP_TRY(assumers_add_classes(classes, from->items + from->starts[i], from->starts[i + 1] - from->starts[i], i, met,
                                        &lists));
    }
    lists.starts[count] = lists.count;
    uint32_t *items = RP_NEW_ARRAY(arena, uint32_t, lists.count), *ends = RP_NEW_ARRAY(arena, uint32_t, count);
    RP_TRY_MEMORY(items != NULL && ends != NULL);
    for (size_t i = 0; i < lists.count; i++) items[i] = lists.items[i];
    *ret_lists = (struct rp_class_lists){lists.starts, ends, items};
    return RAMPART_OK;
}

/* The same lists, of which others may be left out. */
static enum rampart_status assumers_copy_lists(struct rp_arena *arena, const struct rp_class_lists *lists, size_t count,
                                               struct rp_class_lists *ret_copy)
{
    const size_t items = lists->starts[count];
    *ret_copy = (struct rp_class_lists){lists->starts, RP_NEW_ARRAY(arena, uint32_t, count),
                                        RP_NEW_ARRAY(arena, uint32_t, items)};
    RP_TRY_MEMORY(ret_copy->ends != NULL && ret_copy->items != NULL);
    for (size_t i = 0; i < items; i++) ret_copy->items[i] = lists->items[i];
    return RAMPART_OK;
}

/* The groups that hold each document that counts. */
static enum rampart_status assumers_list_groups(struct rp_arena *arena, const struct rp_compiled *compiled,
                                                const bool *counts, bool *group_counts, struct rp_lists *ret_lists)
{
    const struct rampart_account *account = compiled->account;
    const size_t holders = account->user_count + account->role_count;
    const struct rp_lists *documents = &compiled->grantees.documents;
    uint32_t *starts = RP_NEW_ARRAY(arena, uint32_t, account->policy_count + 1), count = 0;
    for (size_t turn = 0; turn < 2 && starts != NULL; turn++) { /* once to count them */
        struct rp_grantee_id *items = turn == 0 ? NULL : RP_NEW_ARRAY(arena, struct rp_grantee_id, count);
        RP_TRY_MEMORY(turn == 0 || items != NULL);
        count = 0;
        for (size_t i = 0; i < account->policy_count; i++) {
            starts[i] = count;
            for (uint32_t k = documents->starts[i]; counts[i] && k < documents->starts[i + 1]; k++) {
                if (documents->items[k].at < holders) continue;
                const uint32_t group = documents->items[k].at - (uint32_t)holders;
                group_counts[group] = true;
                if (items != NULL) items[count] = (struct rp_grantee_id){group};
                count++;
            }
        }
        starts[account->policy_count] = count;
        *ret_lists = (struct rp_lists){starts, items};
    }
    return starts != NULL ? RAMPART_OK : RAMPART_NO_MEMORY;
}

static enum rampart_status assumers_make_lists(struct rp_arena *arena, struct rp_arena *scratch,
                                               const struct rp_evaluation *evaluation, struct rp_assumers *assumers)
{
    const struct rp_compiled *compiled = evaluation->compiled;
    const struct rampart_account *account = compiled->account;
    bool *counts = RP_NEW_ARRAY(scratch, bool, account->policy_count);
    bool *group_counts = RP_NEW_ARRAY(scratch, bool, account->group_count);
    RP_TRY_MEMORY(counts != NULL && group_counts != NULL);
    for (size_t i = 0; i < evaluation->candidates.count; i++) counts[evaluation->candidates.documents[i].at] = true;
    RP_TRY(assumers_list_groups(arena, compiled, counts, group_counts, &assumers->group_lists));
    const struct rp_classes *classes = &assumers->classes;
    struct rp_open_classes *open = &assumers->open, *fresh = &assumers->fresh;
    RP_TRY(assumers_turn_lists(arena, scratch, classes, &compiled->grantees.documents, account->policy_count, counts,
                               &open->documents));
    RP_TRY(assumers_turn_lists(arena, scratch, classes, &compiled->grantees.members, account->group_count, group_counts,
                               &open->groups));
    RP_TRY(assumers_copy_lists(arena, &open->documents, account->policy_count, &fresh->documents));
    return assumers_copy_lists(arena, &open->groups, account->group_count, &fresh->groups);
}

/* ---- all of it ---- */

static enum rampart_status assumers_list_open(struct rp_arena *arena, const struct rp_compiled *compiled,
                                              struct rp_assumers *assumers)
{
    const size_t holders = assumers->classes.holders;
    uint32_t *open = NULL;
    if (!rp_account_has_open(compiled->account)) return RAMPART_OK;
    open = RP_NEW_ARRAY(arena, uint32_t, holders);
    RP_TRY_MEMORY(open != NULL);
    for (size_t i = 0; i < holders; i++)
        if (rp_subject_at(compiled, i)->open) open[assumers->open_count++] = (uint32_t)i;
    assumers->open_holders = open;
    return RAMPART_OK;
}

static void assumers_mark_listed(struct rp_assumers *assumers, const struct rp_class_lists *lists, size_t count)
{
    for (uint32_t i = 0; i < lists->starts[count]; i++) assumers->listed[lists->items[i]] = true;
}

static enum rampart_status assumers_fill(struct rp_arena *arena, struct rp_arena *scratch,
                                         const struct rp_evaluation *evaluation, const struct rp_named_holder *named,
                                         struct rp_assumers *assumers)
{
    const struct rampart_account *account = evaluation->compiled->account;
    RP_TRY(assumers_sort_documents(arena, evaluation, assumers));
    RP_TRY(assumers_make_classes(arena, scratch, evaluation, named, assumers));
    RP_TRY(assumers_make_lists(arena, scratch, evaluation, assumers));
    RP_TRY(assumers_list_open(arena, evaluation->compiled, assumers));
    const size_t classes = assumers->classes.count, groups = account->group_count;
    assumers->ways = RP_NEW_ARRAY(arena, struct rp_way, classes);
    assumers->masks = RP_NEW_ARRAY(arena, uint16_t, classes);
    assumers->named = RP_NEW_ARRAY(arena, bool, classes);
    assumers->listed = RP_NEW_ARRAY(arena, bool, classes);
    assumers->touched = RP_NEW_ARRAY(arena, uint32_t, classes);
    assumers->group_masks = RP_NEW_ARRAY(arena, uint16_t, groups);
    assumers->touched_groups = RP_NEW_ARRAY(arena, uint32_t, groups);
    RP_TRY_MEMORY(assumers->ways != NULL && assumers->masks != NULL && assumers->named != NULL);
    RP_TRY_MEMORY(assumers->touched != NULL && assumers->listed != NULL);
    RP_TRY_MEMORY(assumers->group_masks != NULL && assumers->touched_groups != NULL);
    assumers_mark_listed(assumers, &assumers->open.documents, account->policy_count);
    assumers_mark_listed(assumers, &assumers->open.groups, account->group_count);
    return RAMPART_OK;
}

enum rampart_status rp_assumers_make(struct rp_arena *arena, const struct rp_evaluation *evaluation,
                                     const struct rp_named_holder *named, struct rp_assumers **ret_assumers)
{
    struct rp_arena scratch;
    struct rp_assumers *assumers = RP_NEW(arena, struct rp_assumers);
    RP_TRY_MEMORY(assumers != NULL);
    assumers->account = evaluation->compiled->account;
    rp_arena_init(&scratch, &arena->allocator);
    const enum rampart_status status = assumers_fill(arena, &scratch, evaluation, named, assumers);
    rp_arena_free(&scratch);
    if (status == RAMPART_OK) *ret_assumers = assumers;
    return status;
}

/* ---- a search ---- */

void rp_assumers_set_way(struct rp_assumers *assumers, uint32_t class, struct rp_way way)
{
    const bool denied = assumers->ways[class].outcome == RAMPART_OUTCOME_DENY;
    if (denied && way.outcome != RAMPART_OUTCOME_DENY && assumers->listed[class]) assumers->denied_left--;
    if (way.outcome == RAMPART_OUTCOME_CONDITIONAL && way.via_count > assumers->farthest)
        assumers->farthest = way.via_count;
    assumers->ways[class] = way;
}

bool rp_assumers_may_gain(const struct rp_assumers *assumers, struct rp_offer offer)
{
    return offer.certain || assumers->denied_left > 0 || assumers->open_count > 0 || assumers->farthest > offer.via_count;
}

static void assumers_reset(const struct rp_class_lists *lists, size_t count)
{
    for (size_t i = 0; i < count; i++) lists->ends[i] = lists->starts[i + 1];
}

void rp_assumers_begin(struct rp_assumers *assumers)
{
    const size_t documents = assumers->account->policy_count, groups = assumers->account->group_count;
    assumers_reset(&assumers->open.documents, documents);
    assumers_reset(&assumers->open.groups, groups);
    rp_assumers_turn(assumers);
    memset(assumers->ways, 0, assumers->classes.count * sizeof *assumers->ways);
    assumers->denied_left = assumers->farthest = 0;
    for (size_t i = 0; i < assumers->classes.count; i++) assumers->denied_left += assumers->listed[i];
}

void rp_assumers_turn(struct rp_assumers *assumers)
{
    assumers_reset(&assumers->fresh.documents, assumers->account->policy_count);
    assumers_reset(&assumers->fresh.groups, assumers->account->group_count);
}

/* Whether what the role offers is no better than what the class has, nor will be what later roles offer. */
static bool assumers_is_done(const struct rp_way *way, struct rp_offer offer)
{
    if (way->outcome == RAMPART_OUTCOME_ALLOW) return true;
    return !offer.certain && way->outcome == RAMPART_OUTCOME_CONDITIONAL && way->via_count <= offer.via_count;
}

static void assumers_touch(struct rp_assumers *assumers, uint32_t class, uint16_t mask)
{
    if (assumers->masks[class] == 0) assumers->touched[assumers->touched_count++] = class;
    assumers->masks[class] |= mask;
}

/* Touches the classes of a list, and takes those that are done out of it. */
static void assumers_touch_list(struct rp_assumers *assumers, const struct rp_class_lists *lists, size_t list,
                                struct rp_offer offer, uint16_t mask)
{
    uint32_t i = lists->starts[list];
    while (i < lists->ends[list]) {
        const uint32_t class = lists->items[i];
        if (assumers_is_done(&assumers->ways[class], offer)) {
            lists->items[i] = lists->items[--lists->ends[list]];
            lists->items[lists->ends[list]] = class;
            continue;
        }
        assumers_touch(assumers, class, mask);
        i++;
    }
}

static void assumers_touch_groups(struct rp_assumers *assumers, struct rp_document_id id, uint16_t mask)
{
    const struct rp_lists *lists = &assumers->group_lists;
    for (uint32_t i = lists->starts[id.at]; i < lists->starts[id.at + 1]; i++) {
        const uint32_t group = lists->items[i].at;
        if (assumers->group_masks[group] == 0) assumers->touched_groups[assumers->touched_group_count++] = group;
        assumers->group_masks[group] |= mask;
    }
}

/* Marks those whom the trust policy names, of those who may allow it themselves. */
static void assumers_mark_named(struct rp_assumers *assumers, const struct rp_compiled *compiled,
                                const struct rp_unit *trust)
{
    for (size_t i = 0; i < trust->count; i++)
        for (size_t k = 0; k < trust->rules[i].principal_count; k++) {
            const struct rp_identity *named = &trust->rules[i].principals[k].identity;
            if (named->kind != RP_IDENTITY_USER && named->kind != RP_IDENTITY_ROLE) continue;
            struct rp_grantee_id id;
            if (!rp_holder_named(compiled, named, &id)) continue;
            const uint32_t class = assumers->classes.of[id.at];
            if (assumers->masks[class] != 0) assumers->named[class] = true;
        }
}

void rp_assumers_find(struct rp_assumers *assumers, const struct rp_evaluation *evaluation, struct rp_offer offer)
{
    const struct rp_open_classes *worth = offer.certain ? &assumers->open : &assumers->fresh;
    for (size_t i = 0; i < evaluation->asked_count; i++) {
        const struct rp_document_id id = evaluation->asked[i];
        const uint16_t mask = evaluation->document_masks[id.at];
        if (mask == 0) continue;
        assumers_touch_list(assumers, &worth->documents, id.at, offer, mask);
        assumers_touch_groups(assumers, id, mask);
    }
    for (size_t i = 0; i < assumers->touched_group_count; i++) {
        const uint32_t group = assumers->touched_groups[i];
        assumers_touch_list(assumers, &worth->groups, group, offer, assumers->group_masks[group]);
    }
    for (size_t i = 0; i < assumers->open_count; i++)
        assumers_touch(assumers, assumers->classes.of[assumers->open_holders[i]], RP_EFFECT_PERSONAL);
    assumers_mark_named(assumers, evaluation->compiled, &evaluation->bound->trust);
}

void rp_assumers_forget(struct rp_assumers *assumers)
{
    for (size_t i = 0; i < assumers->touched_count; i++) {
        assumers->masks[assumers->touched[i]] = 0;
        assumers->named[assumers->touched[i]] = false;
    }
    for (size_t i = 0; i < assumers->touched_group_count; i++) assumers->group_masks[assumers->touched_groups[i]] = 0;
    assumers->touched_count = assumers->touched_group_count = 0;
}
