/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/diff_result.h"

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

enum rampart_status rp_diff_add_row(struct rampart_diff *diff, const struct rampart_diff_row *row)
{
    const struct rampart_diff_open more = {.reason = RAMPART_DIFF_CASES, .principals = row->principals};
    if (diff->count >= RP_DIFF_ROWS) return rp_diff_add_open(diff, &more);
    void *grown = rp_arena_grow(&diff->arena, diff->rows, diff->count, &diff->room, sizeof *diff->rows);
    RP_TRY_MEMORY(grown != NULL);
    diff->rows = grown;
    diff->rows[diff->count++] = *row;
    return RAMPART_OK;
}

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
