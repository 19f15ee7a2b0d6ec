/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One request that a row lets through, which is asked before it is told: of a pattern a resource that looks like one (the
 * decision on the row has it), or one of any cell of resources.
 */
#include "analysis/who_can.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/set.h"
#include "decide/settle.h"

/* Asks as the principal of the row about one resource. */
static enum rampart_status witness_decide(struct rampart_who_can *result, const struct rampart_who_can_row *row,
                                          struct rampart_str resource, struct rampart_verdict *ret_verdict)
{
    struct rampart_request *request = result->row_request;
    rp_request_share(request, result->question);
    request->resources = request->last_resource = NULL;
    request->resource_count = 0;
    request->resource_set = false;
    request->set_memo = NULL;
    RP_TRY(rampart_request_add_resource(request, resource, NULL));
    RP_TRY(rp_request_put_row(request, row->principal, result->account->failed));
    RP_TRY(rp_request_complete(request, NULL));
    rp_account_note_uid(result->account, request);
    return rp_compiled_decide(result->compiled, request, result->assumed, NULL, ret_verdict);
}

/* Keeps the resource if the row's principal may have it, or perhaps where nothing better was found. */
static enum rampart_status witness_try(struct rampart_who_can *result, const struct rampart_who_can_row *row,
                                       struct rampart_str resource, struct rampart_who_can_witness *witness)
{
    struct rampart_verdict verdict;
    if (resource.len == 0 || witness->verdict.outcome == RAMPART_OUTCOME_ALLOW) return RAMPART_OK;
    RP_TRY(witness_decide(result, row, resource, &verdict));
    const bool worse = verdict.outcome == RAMPART_OUTCOME_DENY || witness->verdict.outcome == verdict.outcome;
    if (worse) return RAMPART_OK;
    witness->verdict = (struct rampart_verdict){.outcome = verdict.outcome};
    witness->action = result->question->action;
    return rp_arena_copy(&result->formulas, resource, &witness->resource) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* One of each cell of resources. */
static enum rampart_status witness_by_cells(struct rampart_who_can *result, const struct rampart_who_can_row *row,
                                            const struct rp_told *told, struct rampart_who_can_witness *witness)
{
    struct rp_set_answer answer;
    RP_TRY(rp_who_can_ask_row(result, row));
    const struct rampart_request *request = result->row_request;
    const struct rp_question question = rp_question_about(result->row_request, request->resources, result->assumed);
    RP_TRY(rp_set_ask(told->rules, &question, true, &result->formulas, &answer));
    RP_TRY(witness_try(result, row, answer.examples[RAMPART_OUTCOME_ALLOW], witness));
    return witness_try(result, row, answer.examples[RAMPART_OUTCOME_CONDITIONAL], witness);
}

/* A role on the way that is not certain leaves what lies behind it open. */
static enum rampart_status witness_weigh_way(struct rampart_who_can *result, const struct rampart_who_can_row *row,
                                             struct rampart_who_can_witness *witness)
{
    for (; row->via != NULL; row = row->via) {
        const struct rampart_decision *decision = NULL;
        RP_TRY(rampart_who_can_explain(result, row, &decision));
        if (decision->verdict.outcome != RAMPART_OUTCOME_ALLOW) witness->verdict.outcome = RAMPART_OUTCOME_CONDITIONAL;
    }
    return RAMPART_OK;
}

static enum rampart_status witness_find(struct rampart_who_can *result, const struct rampart_who_can_row *row,
                                        struct rampart_who_can_witness *witness)
{
    const struct rampart_who_can_row *last = row;
    struct rp_told *told = NULL;
    while (last->via != NULL) last = last->via;
    struct rampart_who_can *member = result->members != NULL ? rp_who_can_member_of(result, last) : result;
    rp_arena_reset(&member->formulas);
    RP_TRY(rp_who_can_tell(member, last, &told));
    if (!member->question->resource_set) {
        RP_TRY(witness_try(member, last, rampart_who_can_resource(member), witness));
    } else {
        RP_TRY(witness_try(member, last, told->decision->allowed, witness));
        RP_TRY(witness_try(member, last, told->decision->undecided, witness));
        if (told->decision->allowed.len == 0) RP_TRY(witness_by_cells(member, last, told, witness));
    }
    return witness->verdict.outcome == RAMPART_OUTCOME_DENY ? RAMPART_OK : witness_weigh_way(result, row, witness);
}

enum rampart_status rampart_who_can_find_witness(struct rampart_who_can *result, const struct rampart_who_can_row *row,
                                                 struct rampart_who_can_witness *ret_witness)
{
    struct rampart_who_can_witness witness = {.verdict = {.outcome = RAMPART_OUTCOME_DENY}};
    if (result == NULL || row == NULL || ret_witness == NULL) return RAMPART_MISUSE;
    const size_t i = rp_row_place(row);
    if (result->parts == NULL && row->without_unseen.outcome != RAMPART_OUTCOME_DENY)
        RP_TRY(witness_find(result, row, &witness));
    for (size_t k = 0; k < result->part_count && witness.verdict.outcome != RAMPART_OUTCOME_ALLOW; k++) {
        struct rampart_who_can *answer = result->parts[k].answer;
        struct rampart_who_can_witness found = {.verdict = {.outcome = RAMPART_OUTCOME_DENY}};
        if (rp_who_can_glance(answer, i).without_unseen.outcome == RAMPART_OUTCOME_DENY) continue;
        const struct rampart_who_can_row *own = rampart_who_can_row(answer, i);
        RP_TRY_MEMORY(own != NULL);
        RP_TRY(witness_find(answer, own, &found));
        const bool better = found.verdict.outcome == RAMPART_OUTCOME_ALLOW || witness.resource.len == 0;
        if (found.verdict.outcome != RAMPART_OUTCOME_DENY && better) witness = found;
    }
    *ret_witness = witness;
    return RAMPART_OK;
}
