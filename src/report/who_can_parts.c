/* SPDX-License-Identifier: Apache-2.0 */
#include "report/who_can_parts.h"

#include "base/buf.h"
#include "base/str.h"
#include "base/try.h"
#include "report/formula.h"
#include "report/reason_text.h"

bool rp_who_can_has_parts(const struct rampart_who_can *result)
{
    return rampart_who_can_part_count(result) > 0;
}

/* ---- what parts have in common ---- */

static enum rampart_status parts_put_steps(struct rp_print *print, struct rampart_who_can *answer,
                                           const struct rampart_who_can_row *row)
{
    for (; row != NULL; row = row->via) {
        const struct rampart_decision *decision = NULL;
        RP_TRY(rampart_who_can_explain(answer, row, &decision));
        rp_print_text(print, row->name);
        for (size_t i = 0; i < decision->matched_count; i++) {
            const struct rampart_reason *reason = &decision->matched[i];
            rp_buf_printf(print->out, ";%zu,%d,", reason->statement, (int)reason->layer);
            rp_print_text(print, reason->policy);
            rp_print_text(print, reason->attached_to);
            rp_print_text(print, reason->resource_group);
        }
    }
    return RAMPART_OK;
}

/* A text that is the same for parts that come to the same. */
static enum rampart_status parts_put_key(struct rp_print *print, struct rampart_who_can *answer,
                                         const struct rampart_who_can_row *row, size_t pattern)
{
    const struct rampart_formula *formula = NULL;
    const bool denied = row->verdict.outcome == RAMPART_OUTCOME_DENY && row->without_unseen.outcome == RAMPART_OUTCOME_DENY;
    rp_buf_printf(print->out, "%zu.%d.%d:%d.%d:", pattern, (int)row->verdict.outcome, (int)row->without_unseen.outcome,
                  denied ? (int)row->verdict.deny : 0, denied ? (int)row->verdict.layer : 0);
    if (denied || !rp_who_can_is_explained(row)) return RAMPART_OK;
    RP_TRY(parts_put_steps(print, answer, row));
    RP_TRY(rampart_who_can_formula(answer, row, &formula));
    if (formula != NULL) rp_print_formula_line(print, formula);
    return RAMPART_OK;
}

struct keyed {
    struct rampart_str key;
    size_t group;
};

static enum rampart_status parts_find_key(const struct rp_print *like, struct rp_arena *arena,
                                          struct rampart_who_can *result, size_t i, const struct rampart_who_can_row *row,
                                          struct rampart_str *ret_key)
{
    const struct rampart_who_can_part *part = rampart_who_can_part(result, i);
    const struct rampart_who_can_row *own = rampart_who_can_part_row(result, i, row);
    struct rp_print print = *like;
    struct rp_buf buf;
    RP_TRY_MEMORY(own != NULL);
    rp_buf_init(&buf, &arena->allocator, SIZE_MAX / 2);
    print.out = &buf;
    print.color = false;
    enum rampart_status status = parts_put_key(&print, part->answer, own, part->pattern);
    if (status == RAMPART_OK) status = buf.failed;
    if (status == RAMPART_OK && !rp_arena_copy(arena, rp_buf_text(&buf), ret_key)) status = RAMPART_NO_MEMORY;
    rp_buf_free(&buf);
    return status;
}

/* ---- the actions of a group ---- */

static enum rampart_status parts_copy(struct rp_arena *arena, struct rampart_strs texts, struct rampart_strs *ret_copy)
{
    struct rampart_str *items = RP_NEW_ARRAY(arena, struct rampart_str, texts.count + 1);
    RP_TRY_MEMORY(items != NULL);
    for (size_t i = 0; i < texts.count; i++) RP_TRY_MEMORY(rp_arena_copy(arena, texts.items[i], &items[i]));
    *ret_copy = (struct rampart_strs){items, texts.count};
    return RAMPART_OK;
}

static enum rampart_status parts_make(struct rp_arena *arena, struct rampart_who_can *result,
                                      const struct rampart_who_can_row *row, const struct keyed *keyed, size_t group,
                                      struct rp_row_part *made)
{
    const size_t count = rampart_who_can_part_count(result);
    size_t *numbers = RP_NEW_ARRAY(arena, size_t, count), size = 0;
    struct rampart_strs actions, except;
    RP_TRY_MEMORY(numbers != NULL);
    for (size_t i = 0; i < count; i++) {
        const struct rampart_who_can_part *part = rampart_who_can_part(result, i);
        if (keyed[i].group != group) continue;
        if (size == 0) *made = (struct rp_row_part){.answer = part->answer, .row = rampart_who_can_part_row(result, i, row)};
        RP_TRY_MEMORY(made->row != NULL);
        made->known += part->known;
        if (made->other.len == 0) made->other = part->other;
        numbers[size++] = i;
    }
    RP_TRY(rampart_who_can_name_parts(result, numbers, size, &actions, &except));
    RP_TRY(parts_copy(arena, actions, &made->actions));
    return parts_copy(arena, except, &made->except);
}

/* Numbers the groups in the order of their first parts. */
static enum rampart_status parts_group(const struct rp_print *print, struct rp_arena *arena,
                                       struct rampart_who_can *result, const struct rampart_who_can_row *row,
                                       struct keyed *keyed, size_t *ret_count)
{
    size_t count = 0;
    for (size_t i = 0; i < rampart_who_can_part_count(result); i++) {
        size_t k = 0;
        RP_TRY(parts_find_key(print, arena, result, i, row, &keyed[i].key));
        while (!rp_str_equal(keyed[k].key, keyed[i].key)) k++;
        keyed[i].group = k < i ? keyed[k].group : count++;
    }
    *ret_count = count;
    return RAMPART_OK;
}

enum rampart_status rp_who_can_split_row(const struct rp_print *print, struct rp_arena *arena, struct rampart_who_can *result,
                                         const struct rampart_who_can_row *row, struct rp_row_parts *ret_parts)
{
    struct keyed *keyed = RP_NEW_ARRAY(arena, struct keyed, rampart_who_can_part_count(result));
    struct rp_row_parts parts = {.count = 0};
    size_t groups = 0;
    RP_TRY_MEMORY(keyed != NULL);
    RP_TRY(parts_group(print, arena, result, row, keyed, &groups));
    parts.items = RP_NEW_ARRAY(arena, struct rp_row_part, groups);
    RP_TRY_MEMORY(parts.items != NULL);
    struct rp_row_part *made = RP_NEW_ARRAY(arena, struct rp_row_part, groups);
    RP_TRY_MEMORY(made != NULL);
    for (size_t i = 0; i < groups; i++) RP_TRY(parts_make(arena, result, row, keyed, i, &made[i]));
    for (int denied = 0; denied < 2; denied++)
        for (size_t i = 0; i < groups; i++)
            if ((made[i].row->verdict.outcome == RAMPART_OUTCOME_DENY) == denied) parts.items[parts.count++] = made[i];
    *ret_parts = parts;
    return RAMPART_OK;
}

/* ---- in words ---- */

static void parts_print_list(struct rp_print *print, struct rampart_strs texts)
{
    for (size_t i = 0; i < texts.count; i++) {
        if (i > 0) rp_print_words(print, ", ");
        rp_print_text(print, texts.items[i]);
    }
}

void rp_print_part_actions(struct rp_print *print, const struct rp_row_part *part)
{
    parts_print_list(print, part->actions);
    if (part->except.count > 0) rp_print_words(print, " but not ");
    parts_print_list(print, part->except);
    if (part->other.len == 0) return;
    rp_print_words(print, part->actions.count > 0 ? "; and other names, such as " : "other names, such as ");
    rp_print_text(print, part->other);
}

enum rampart_status rp_who_can_share(const struct rampart_who_can_row *row, const struct rp_row_parts *parts,
                                     const char **ret_word)
{
    *ret_word = row->without_unseen.outcome == RAMPART_OUTCOME_DENY ? "none" : "every";
    if (row->without_unseen.outcome != RAMPART_OUTCOME_CONDITIONAL) return RAMPART_OK;
    for (size_t i = 0; i < parts->count; i++) {
        const char *share = NULL;
        const struct rp_row_part *part = &parts->items[i];
        RP_TRY(rp_who_can_holds_for(part->answer, part->row, &share));
        const bool denied = part->row->without_unseen.outcome == RAMPART_OUTCOME_DENY;
        if (denied || (share != NULL && share[0] == 's')) *ret_word = "some";
    }
    return RAMPART_OK;
}

void rp_print_who_can_actions(struct rp_print *print, const struct rampart_who_can *result)
{
    for (size_t i = 0; i < rampart_who_can_action_count(result); i++) {
        if (i > 0) rp_print_words(print, rampart_who_can_any(result) ? " or " : " and ");
        rp_print_text(print, rampart_who_can_action_at(result, i));
    }
}
