/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/diff_result.h"

#include <stdlib.h>

#include "base/str.h"
#include "base/try.h"

enum rampart_status rp_diff_add_open(struct rampart_diff *diff, const struct rampart_diff_open *open)
{
    if (diff->open_count >= RP_DIFF_ROWS) return RAMPART_OK;
    void *grown = rp_arena_grow(&diff->arena, diff->open, diff->open_count, &diff->open_room, sizeof *diff->open);
    RP_TRY_MEMORY(grown != NULL);
    diff->open = grown;
    diff->open[diff->open_count++] = *open;
    return RAMPART_OK;
}

/* ---- rows that are alike ---- */

static void diff_put(struct rp_buf *buf, struct rampart_str text)
{
    rp_buf_printf(buf, "%zu:", text.len);
    rp_buf_add(buf, text);
}

static void diff_put_all(struct rp_buf *buf, struct rampart_strs texts)
{
    rp_buf_printf(buf, "%zu[", texts.count);
    for (size_t i = 0; i < texts.count; i++) diff_put(buf, texts.items[i]);
}

void rp_diff_key_regions(struct rp_buf *buf, const struct rampart_diff_region *regions, size_t count)
{
    rp_buf_printf(buf, "%zu(", count);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < regions[i].within_count; k++) diff_put_all(buf, regions[i].within[k]);
        diff_put_all(buf, regions[i].except);
    }
}

static void diff_put_formula(struct rp_buf *buf, const struct rampart_formula *formula, unsigned depth);

static void diff_put_ways(struct rp_buf *buf, const struct rampart_all *ways, size_t count, unsigned depth)
{
    rp_buf_printf(buf, "%zu{", count);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < ways[i].count; k++) {
            const struct rampart_atom *atom = &ways[i].atoms[k];
            rp_buf_printf(buf, "%zu,%d%d%d", i, (int)atom->kind, atom->negated, (int)atom->layer);
            diff_put(buf, atom->op);
            diff_put(buf, atom->key);
            diff_put_all(buf, atom->values);
            if (atom->kind == RAMPART_ATOM_FORMULA) diff_put_formula(buf, atom->formula, depth + 1);
        }
}

enum { DEEPEST = 16 };

/* What is deeper is taken to be different from everything: it is told by its place in memory. */
static void diff_put_formula(struct rp_buf *buf, const struct rampart_formula *formula, unsigned depth)
{
    if (formula == NULL || depth == DEEPEST) {
        rp_buf_printf(buf, "%p", (const void *)formula);
        return;
    }
    diff_put_ways(buf, formula->any, formula->any_count, depth);
    diff_put_ways(buf, formula->unless, formula->unless_count, depth);
}

void rp_diff_key_formula(struct rp_buf *buf, const struct rampart_formula *formula)
{
    diff_put_formula(buf, formula, 0);
}

static void diff_put_row(struct rp_buf *buf, const struct rampart_diff_row *row)
{
    rp_buf_printf(buf, "%d%d%d%d", (int)row->change, row->conditional, (int)row->witness.before.outcome,
                  (int)row->witness.now.outcome);
    rp_diff_key_regions(buf, row->actions, row->action_count);
    rp_diff_key_regions(buf, row->resources, row->resource_count);
    diff_put_formula(buf, row->before, 0);
    diff_put_formula(buf, row->now, 0);
    for (size_t i = 0; i < row->cause_count; i++) {
        const struct rampart_diff_cause *cause = &row->causes[i];
        rp_buf_printf(buf, "%d%d%d,%zu,%u,%u", cause->added, (int)cause->effect, (int)cause->layer, cause->statement,
                      cause->place.line, cause->place.column);
        diff_put(buf, cause->policy);
        diff_put(buf, cause->place.file);
    }
}

/* The number of the row, which is that of the next one if there is none like it. */
static enum rampart_status diff_number_row(struct rampart_diff *diff, const struct rampart_diff_row *row, size_t *ret_number)
{
    struct rp_buf buf;
    rp_buf_init(&buf, &diff->allocator, SIZE_MAX / 2);
    diff_put_row(&buf, row);
    enum rampart_status status = buf.failed;
    if (status == RAMPART_OK) status = rp_diff_number(&diff->arena, &diff->known, rp_buf_text(&buf), diff->count, ret_number);
    rp_buf_free(&buf);
    return status;
}

static enum rampart_status diff_append_row(struct rampart_diff *diff, const struct rampart_diff_row *row)
{
    size_t room = diff->room;
    void *rows = rp_arena_grow(&diff->arena, diff->rows, diff->count, &room, sizeof *diff->rows);
    void *names = rp_arena_grow(&diff->arena, diff->names, diff->count, &diff->names_room, sizeof *diff->names);
    RP_TRY_MEMORY(rows != NULL && names != NULL);
    diff->rows = rows;
    diff->room = room;
    diff->names = names;
    diff->rows[diff->count] = *row;
    diff->names[diff->count++] = (struct rp_diff_names){NULL, 0, 0};
    return RAMPART_OK;
}

static enum rampart_status diff_add_names(struct rampart_diff *diff, struct rp_diff_names *names, struct rampart_strs more)
{
    for (size_t i = 0; i < more.count; i++) {
        void *grown = rp_arena_grow(&diff->arena, names->items, names->count, &names->room, sizeof *names->items);
        RP_TRY_MEMORY(grown != NULL);
        names->items = grown;
        names->items[names->count++] = more.items[i];
    }
    return RAMPART_OK;
}

enum rampart_status rp_diff_add_row(struct rampart_diff *diff, const struct rampart_diff_row *row)
{
    const struct rampart_diff_open more = {.reason = RAMPART_DIFF_CASES, .principals = row->principals};
    size_t number = 0;
    if (diff->count >= RP_DIFF_ROWS) return rp_diff_add_open(diff, &more);
    RP_TRY(diff_number_row(diff, row, &number));
    if (number == diff->count) RP_TRY(diff_append_row(diff, row));
    return diff_add_names(diff, &diff->names[number], row->principals);
}

/* ---- the end ---- */

static int diff_compare_names(const void *a, const void *b)
{
    return rp_str_compare(*(const struct rampart_str *)a, *(const struct rampart_str *)b);
}

enum rampart_status rp_diff_finish(struct rampart_diff *diff)
{
    struct rampart_diff_row *sorted = RP_NEW_ARRAY(&diff->arena, struct rampart_diff_row, diff->count);
    size_t count = 0;
    RP_TRY_MEMORY(sorted != NULL);
    for (int change = RAMPART_DIFF_GAIN; change <= RAMPART_DIFF_LOSS; change++)
        for (size_t i = 0; i < diff->count; i++) {
            struct rp_diff_names *names = &diff->names[i];
            if (diff->rows[i].change != (enum rampart_diff_change)change) continue;
            if (names->count > 1) qsort(names->items, names->count, sizeof *names->items, diff_compare_names);
            sorted[count] = diff->rows[i];
            sorted[count++].principals = (struct rampart_strs){names->items, names->count};
        }
    diff->rows = sorted;
    return RAMPART_OK;
}

/* ---- formulas ---- */

/* Takes the decision over, and frees it where that fails. */
static enum rampart_status diff_keep(struct rampart_diff *diff, struct rampart_decision *decision)
{
    void *grown =
        rp_arena_grow(&diff->arena, diff->decisions, diff->decision_count, &diff->decision_room, sizeof *diff->decisions);
    if (grown == NULL) {
        rampart_decision_free(decision);
        return RAMPART_NO_MEMORY;
    }
    diff->decisions = grown;
    diff->decisions[diff->decision_count++] = decision;
    return RAMPART_OK;
}

enum rampart_status rp_diff_add_formulas(struct rampart_diff *diff, struct rp_diff_asker *asker,
                                         const struct rp_diff_case *about, const struct rampart_formula **ret_before,
                                         const struct rampart_formula **ret_now)
{
    static const struct rampart_formula never = {NULL, 0, NULL, 0};
    struct rampart_decision *decisions[RP_DIFF_SIDES] = {NULL, NULL};
    const struct rampart_formula *formulas[RP_DIFF_SIDES] = {NULL, NULL};
    if (about->resource.len == 0) return RAMPART_OK;
    enum rampart_status status = rp_diff_explain(asker, about, decisions);
    for (int side = 0; side < RP_DIFF_SIDES; side++) {
        if (asker->missing[side]) formulas[side] = &never;
        if (decisions[side] == NULL) continue;
        const enum rampart_status kept = diff_keep(diff, decisions[side]);
        if (kept != RAMPART_OK)
            status = kept;
        else
            formulas[side] = decisions[side]->formula;
    }
    RP_TRY(status);
    *ret_before = formulas[RP_DIFF_OLD];
    *ret_now = formulas[RP_DIFF_NEW];
    return RAMPART_OK;
}
