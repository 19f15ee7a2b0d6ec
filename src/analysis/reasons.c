/* SPDX-License-Identifier: Apache-2.0 */
/* Why a principal may or may not do it: its row asked again as one request, of which everything is told. */
#include "analysis/who_can.h"
#include "base/try.h"
#include "decide/explain.h"

static enum rampart_status reasons_prepare_request(struct rampart_who_can *result,
                                                   const struct rampart_who_can_row *row)
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

static enum rampart_status reasons_decide_row(struct rampart_who_can *result,
                                              const struct rampart_who_can_row *row)
{
    rp_who_can_drop_decision(result);
    RP_TRY(rp_who_can_load(result, NULL));
    RP_TRY(reasons_prepare_request(result, row));
    /* What came closest to a denial may stand in a document that was not compiled for the question. */
    const bool nearest = result->own_part && row->without_unseen.outcome == RAMPART_OUTCOME_DENY;
    if (nearest)
        RP_TRY(rp_account_rules(&result->options, result->account, result->row_request, NULL, 0, 0, NULL,
                                &result->rules));
    else
        RP_TRY(rp_compiled_rules(&result->options, result->compiled, result->row_request, NULL, 0, 0, NULL,
                                 &result->rules));
    return rp_rules_explain(result->rules, result->row_request, RAMPART_EXPLAIN_FORMULA, &result->decision);
}

enum rampart_status rampart_who_can_explain(struct rampart_who_can *result,
                                            const struct rampart_who_can_row *row,
                                            const struct rampart_decision **ret_decision)
{
    if (result == NULL || row == NULL || ret_decision == NULL) return RAMPART_MISUSE;
    if (result->members != NULL) result = rp_who_can_member_of(result, row);
    if (row != result->explained) RP_TRY(reasons_decide_row(result, row));
    result->explained = row;
    *ret_decision = result->decision;
    return RAMPART_OK;
}

/* Each step of the chain must be allowed. */
static enum rampart_status reasons_put_together(struct rampart_who_can *result, const struct rampart_who_can_row *row,
                                                const struct rampart_formula **ret_formula)
{
    const struct rampart_formula *formula = NULL;
    for (; row != NULL; row = row->via) {
        const struct rampart_decision *decision = NULL;
        RP_TRY(rampart_who_can_explain(result, row, &decision));
        if (decision->formula == NULL) return RAMPART_OK;
        RP_TRY(rp_formula_both(&result->formulas, formula, decision->formula, &formula));
    }
    *ret_formula = formula;
    return RAMPART_OK;
}

enum rampart_status rampart_who_can_formula(struct rampart_who_can *result, const struct rampart_who_can_row *row,
                                            const struct rampart_formula **ret_formula)
{
    if (result == NULL || row == NULL || ret_formula == NULL) return RAMPART_MISUSE;
    const struct rampart_formula *formula = NULL;
    rp_arena_reset(&result->formulas);
    RP_TRY(reasons_put_together(result, row, &formula));
    *ret_formula = formula;
    return RAMPART_OK;
}
