/* SPDX-License-Identifier: Apache-2.0 */
/* A test is asked when a policy is changed. */
#include "base/try.h"
#include "decide/explain.h"
#include "decide/set.h"
#include "decide/verdict.h"
#include "suite/mutation.h"

/* One part: its verdict, and if the test says which statement decides, the decision. */
static enum rampart_status mutant_ask_part(const struct rp_mutant *mutant, const struct rampart_set *set,
                                           struct rampart_request *request, struct rampart_verdict *ret_verdict,
                                           struct rampart_decision **ret_decision)
{
    struct rp_rules *rules = NULL;
    RP_TRY(rp_set_rules_exchanged(set, request, &mutant->exchange, &rules));
    if (ret_decision == NULL) {
        const enum rampart_status status = rp_rules_decide(rules, request, ret_verdict);
        rp_rules_free(rules);
        return status;
    }
    const enum rampart_status status = rp_rules_explain(rules, request, RAMPART_EXPLAIN_BRIEF, ret_decision);
    if (status == RAMPART_OK) {
        *ret_verdict = (*ret_decision)->verdict;
        rp_decision_keep(*ret_decision, rules);
    } else {
        rp_rules_free(rules);
    }
    return status;
}

enum rampart_status rp_mutant_ask(const struct rp_mutant *mutant, const struct rp_suite_test *test,
                                  const struct rp_suite_kept *kept, const struct rp_bearing *bearings,
                                  struct rp_mutant_answer *ret_answer)
{
    struct rampart_decision *decisions[RP_SUITE_PARTS] = {NULL};
    struct rp_mutant_answer answer = {.meets = false};
    const bool explains = test->policy.len > 0;
    enum rampart_status status = RAMPART_OK;
    for (size_t part = 0; part < kept->count && status == RAMPART_OK; part++) {
        struct rampart_verdict verdict = {.outcome = RAMPART_OUTCOME_DENY};
        status = mutant_ask_part(mutant, bearings[part].asked, kept->requests[part], &verdict,
                                 explains ? &decisions[part] : NULL);
        if (part == 0 || rampart_verdict_worse(&verdict, &answer.verdict)) answer.verdict = verdict;
    }
    if (status == RAMPART_OK && explains)
        answer.meets = rp_suite_is_met(
            test, decisions[rampart_decisions_worst((const struct rampart_decision *const *)decisions, kept->count)]);
    else
        answer.meets = rampart_verdict_meets(answer.verdict, test->told.expect);
    for (size_t part = 0; part < kept->count; part++) rampart_decision_free(decisions[part]);
    if (status == RAMPART_OK) *ret_answer = answer;
    return status;
}
