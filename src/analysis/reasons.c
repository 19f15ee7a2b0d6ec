/* SPDX-License-Identifier: Apache-2.0 */
/* Why a principal may or may not do it: its row asked again as one request, of which everything is told. */
#include "analysis/who_can.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/explain.h"

enum rampart_status rp_who_can_ask_row(struct rampart_who_can *result, const struct rampart_who_can_row *row)
{
    struct rampart_request *row_request = result->row_request;
    rp_request_share(row_request, result->question);
    if (row->via != NULL) {
        RP_TRY(rp_who_can_assume(result, row->via, row_request));
        row_request->finished = false;
    }
    RP_TRY(rp_request_put_row(row_request, row->principal, result->account->failed));
    RP_TRY(rp_request_complete(row_request, NULL));
    rp_account_note_uid(result->account, row_request);
    return RAMPART_OK;
}

/* ---- what was told ---- */

static enum rampart_status reasons_make_room(struct rampart_who_can *result)
{
    if (result->told != NULL) return RAMPART_OK;
    result->told = RP_NEW_ARRAY(&result->arena, struct rp_told, RP_TOLD);
    RP_TRY_MEMORY(result->told != NULL);
    for (size_t i = 0; i < RP_TOLD; i++) rp_arena_init(&result->told[i].arena, &result->allocator);
    return RAMPART_OK;
}

/* ---- the decision on one row ---- */

static enum rampart_status reasons_decide_row(struct rampart_who_can *result, const struct rampart_who_can_row *row,
                                              struct rp_told *told)
{
    RP_TRY(rp_who_can_ask_row(result, row));
    /* What came closest to a denial may stand in a document that was not compiled for the question. */
    const bool nearest = result->own_part && told->alone;
    if (nearest)
        RP_TRY(rp_account_rules(&result->options, result->account, result->row_request, NULL, 0, 0, NULL,
                                &told->rules));
    else
        RP_TRY(rp_compiled_rules(&result->options, result->compiled, result->row_request, NULL, 0, 0, NULL,
                                 &told->rules));
    return rp_rules_explain(told->rules, result->row_request, RAMPART_EXPLAIN_FORMULA, &told->decision);
}

/* "user/alice": what is attached to a principal itself is said to be so. */
static struct rampart_str reasons_name(const struct rampart_who_can_row *row)
{
    size_t at = row->principal.len;
    while (at > 0 && row->principal.data[at - 1] != ':') at--;
    return rp_str_from(row->principal, at);
}

/* Puts the names of the row, or of another one with the same answer, into what was told. They are those of the row: it may be dropped. */
static void reasons_rename(struct rp_told *told, const struct rampart_who_can_row *row)
{
    const struct rampart_str name = reasons_name(row);
    for (size_t i = 0; i < told->shown.matched_count; i++)
        if (told->own[i]) told->matched[i].attached_to = name;
    told->shown.principal = row->principal;
    told->place = rp_row_place(row);
}

static enum rampart_status reasons_tell(struct rampart_who_can *result, const struct rampart_who_can_row *row,
                                        struct rp_told *told)
{
    rp_told_clear(told);
    told->alone = row->without_unseen.outcome == RAMPART_OUTCOME_DENY;
    RP_TRY(reasons_decide_row(result, row, told));
    const size_t count = told->decision->matched_count;
    const struct rampart_str name = reasons_name(row);
    told->matched = RP_NEW_ARRAY(&told->arena, struct rampart_reason, count);
    told->own = RP_NEW_ARRAY(&told->arena, bool, count);
    RP_TRY_MEMORY(told->matched != NULL && told->own != NULL);
    for (size_t i = 0; i < count; i++) {
        told->matched[i] = told->decision->matched[i];
        told->own[i] = rp_str_equal(told->matched[i].attached_to, name);
    }
    told->shown = *told->decision;
    told->shown.matched = told->matched;
    reasons_rename(told, row);
    told->answer = row->answer;
    told->is = true;
    return RAMPART_OK;
}
enum rampart_status rp_who_can_tell(struct rampart_who_can *result, const struct rampart_who_can_row *row,
                                    struct rp_told **ret_told)
{
    RP_TRY(rp_who_can_load(result, NULL));
    RP_TRY(reasons_make_room(result));
    struct rp_told *told = &result->told[row->answer % RP_TOLD];
    *ret_told = told;
    const bool same = told->is && told->answer == row->answer && (!told->alone || told->place == rp_row_place(row));
    if (!same) return reasons_tell(result, row, told);
    reasons_rename(told, row); /* also of the same row: it may have been dropped, and made again */
    return RAMPART_OK;
}

enum rampart_status rampart_who_can_explain(struct rampart_who_can *result,
                                            const struct rampart_who_can_row *row,
                                            const struct rampart_decision **ret_decision)
{
    struct rp_told *told = NULL;
    if (result == NULL || row == NULL || ret_decision == NULL) return RAMPART_MISUSE;
    if (result->parts != NULL) {
        const struct rampart_who_can_part *part = rp_who_can_told_part(result, row, &row);
        RP_TRY_MEMORY(row != NULL);
        return rampart_who_can_explain(part->answer, row, ret_decision);
    }
    if (result->members != NULL) result = rp_who_can_member_of(result, row);
    RP_TRY(rp_who_can_tell(result, row, &told));
    *ret_decision = &told->shown;
    return RAMPART_OK;
}

/* ---- the formula of a row ---- */

/* Each step of the chain must be allowed. */
static enum rampart_status reasons_put_together(struct rampart_who_can *result, const struct rampart_who_can_row *row,
                                                const struct rampart_formula **ret_formula)
{
    const struct rampart_formula *formula = NULL;
    rp_arena_reset(&result->formulas);
    for (; row != NULL; row = row->via) {
        const struct rampart_decision *decision = NULL;
        RP_TRY(rampart_who_can_explain(result, row, &decision));
        if (decision->formula == NULL) return RAMPART_OK;
        RP_TRY(rp_formula_both(&result->formulas, formula, decision->formula, &formula));
    }
    *ret_formula = formula;
    return RAMPART_OK;
}

/* Of a chain it is put together first: its steps may stand in the place of the row itself. */
static enum rampart_status reasons_find_formula(struct rampart_who_can *result, struct rampart_who_can *member,
                                                const struct rampart_who_can_row *row, struct rp_told *told)
{
    const struct rampart_formula *formula = NULL;
    if (row->via == NULL) {
        told->formula = told->decision->formula;
        told->has_formula = true;
        return RAMPART_OK;
    }
    RP_TRY(reasons_put_together(result, row, &formula));
    RP_TRY(rp_who_can_tell(member, row, &told));
    if (formula != NULL) RP_TRY(rp_formula_both(&told->arena, NULL, formula, &told->formula));
    told->has_formula = true;
    return RAMPART_OK;
}

enum rampart_status rampart_who_can_formula(struct rampart_who_can *result, const struct rampart_who_can_row *row,
                                            const struct rampart_formula **ret_formula)
{
    struct rp_told *told = NULL;
    if (result == NULL || row == NULL || ret_formula == NULL) return RAMPART_MISUSE;
    if (result->parts != NULL) { /* what the parts come to differs */
        *ret_formula = NULL;
        if (result->part_count > 1) return RAMPART_OK;
        const struct rampart_who_can_part *part = rp_who_can_told_part(result, row, &row);
        RP_TRY_MEMORY(row != NULL);
        return rampart_who_can_formula(part->answer, row, ret_formula);
    }
    struct rampart_who_can *member = result->members != NULL ? rp_who_can_member_of(result, row) : result;
    RP_TRY(rp_who_can_tell(member, row, &told));
    if (!told->has_formula) RP_TRY(reasons_find_formula(result, member, row, told));
    *ret_formula = told->formula;
    return RAMPART_OK;
}
