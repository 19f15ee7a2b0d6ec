/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One decision by a compiled account: what the principal holds is put together document by document, and the walk over
 * the layers is the engine's. What goes wrong on this way, from a principal that does not exist to a pattern that
 * cannot be matched, is left to the long way, which says what it is.
 */
#include "account/compiled.h"
#include "base/str.h"
#include "base/try.h"
#include "engine/decide.h"

/* What a principal's policies come to, at account scope and through resource groups. */
struct weight {
    struct rp_truths own, grouped;
};

static enum rampart_status weigh_scoped(const struct rampart_compiled *compiled,
                                        const struct rp_scoped *scoped, const struct rp_question *question,
                                        struct rp_truths *truths)
{
    const struct rp_rule rule = {.members = &compiled->resource_groups[scoped->group]};
    const struct rp_unit *unit = &compiled->documents[scoped->document].unit;
    enum rampart_truth reached = RAMPART_FALSE;
    RP_TRY(rp_scope_match(&rule, question, &reached));
    if (reached == RAMPART_FALSE || unit->count == 0) return RAMPART_OK;
    truths->reached = true;
    return rp_index_truths(unit->index, question, truths);
}

static enum rampart_status search_documents(const struct rampart_compiled *compiled,
                                            const struct rp_holder *holder, struct rp_search *search)
{
    for (uint32_t i = 0; i < holder->count; i++) {
        const struct rp_index *index = &compiled->indexes[holder->documents[i]];
        if (rp_index_may_match(index, &search->question->request->action_print))
            RP_TRY(rp_index_search(index, search));
    }
    return RAMPART_OK;
}

static enum rampart_status weigh_holder(const struct rampart_compiled *compiled,
                                        const struct rp_holder *holder, struct rp_search *search,
                                        struct rp_truths *grouped)
{
    for (uint32_t i = 0; i < holder->scoped_count; i++)
        RP_TRY(weigh_scoped(compiled, &holder->scoped[i], search->question, grouped));
    if (holder->merged != NULL) return rp_index_search(holder->merged, search);
    return search_documents(compiled, holder, search);
}

static enum rampart_status weigh(const struct rampart_compiled *compiled, const struct rp_holdings *holdings,
                                 const struct rp_question *question, struct weight *weight)
{
    struct rp_search search;
    rp_search_begin(&search, question, &weight->own);
    for (size_t i = 0; i < holdings->group_count; i++)
        __builtin_prefetch(&compiled->groups[holdings->groups[i]]);
    RP_TRY(weigh_holder(compiled, &holdings->own, &search, &weight->grouped));
    for (size_t i = 0; i < holdings->group_count; i++)
        RP_TRY(weigh_holder(compiled, &compiled->groups[holdings->groups[i]], &search, &weight->grouped));
    return rp_search_end(&search);
}

/* ---- deciding ---- */

static enum rampart_status decide_resource(const struct rampart_compiled *compiled,
                                           const struct rp_holdings *holdings, struct rampart_rules *rules,
                                           const struct rp_question *question,
                                           struct rampart_verdict *ret_verdict)
{
    struct weight weight = {.own = {.reached = false}};
    rules->identity.truths = &weight.own;
    rules->resource_group.truths = &weight.grouped;
    if (holdings != NULL) RP_TRY(weigh(compiled, holdings, question, &weight));
    return rp_decide(rules, question, ret_verdict);
}

/* False: the long way is to be taken. */
static bool decide(const struct rampart_compiled *compiled, struct rampart_request *request,
                   struct rampart_verdict *ret_verdict)
{
    struct rampart_verdict worst = {.outcome = RAMPART_OUTCOME_ALLOW};
    const struct rp_holdings *holdings = NULL;
    if (request->assumptions != 0 || request->area) return false;
    if (!rp_compiled_holdings(compiled, request, &holdings)) return false;
    if (rp_request_assumes_role(request) && request->resource_count > 1) return false;
    struct rampart_rules rules;
    rp_compiled_frame(compiled, request, holdings, &rules);
    for (const struct rp_resource *resource = request->resources; resource != NULL;
         resource = resource->next) {
        const struct rp_question question = rp_question_about(request, resource, 0);
        struct rampart_verdict verdict;
        if (decide_resource(compiled, holdings, &rules, &question, &verdict) != RAMPART_OK) return false;
        if (verdict.outcome == RAMPART_OUTCOME_CONDITIONAL) return false; /* a key may settle it */
        if (rp_verdict_worse(&verdict, &worst)) worst = verdict;
    }
    *ret_verdict = worst;
    return true;
}

enum rampart_status rampart_compiled_decide(const struct rampart_compiled *compiled,
                                            struct rampart_request *request, struct rampart_diags *diags,
                                            struct rampart_verdict *ret_verdict)
{
    if (compiled == NULL || request == NULL || ret_verdict == NULL || !request->finished)
        return RAMPART_MISUSE;
    if (decide(compiled, request, ret_verdict)) return RAMPART_OK;
    struct rampart_rules *rules = NULL;
    RP_TRY(rampart_compiled_rules(&compiled->options, compiled, request, NULL, 0, 0, diags, &rules));
    enum rampart_status status = rampart_decide(rules, request, ret_verdict);
    rampart_rules_free(rules);
    return status;
}
