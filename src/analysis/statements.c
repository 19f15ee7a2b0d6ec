/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/statements.h"

#include "base/try.h"

enum { RULE_AHEAD = 16, PATTERNS_AHEAD = 8 };

/* The memory of a rule is asked for first, and when it is there that of its patterns. */
static void fetch(const struct rp_about *about, size_t i)
{
    if (i + RULE_AHEAD < about->rule_count) rp_rule_prefetch(about->rules[i + RULE_AHEAD]);
    if (i + PATTERNS_AHEAD < about->rule_count) rp_rule_prefetch_patterns(about->rules[i + PATTERNS_AHEAD]);
}

static bool asks_who(const struct rp_rule *rule)
{
    for (size_t i = 0; i < rule->condition_count; i++)
        if (rp_key_asks_who(rule->conditions[i].source->key.text)) return true;
    return false;
}

/* An error counts only if the document as a whole has it: a Deny may make the statement idle. */
static enum rampart_status evaluate_statement(struct rp_evaluation *evaluation,
                                              const struct rp_question *question, bool given,
                                              const struct rp_rule *rule)
{
    uint32_t number = rp_about_document(&evaluation->about, rule);
    enum rampart_truth truth = RAMPART_FALSE;
    struct rp_truths truths = {.reached = false};
    if (!given && asks_who(rule)) {
        evaluation->documents[number] = RP_MARK_PERSONAL;
        return RAMPART_OK;
    }
    if (rp_rule_match(rule, question, &truth) != RAMPART_OK)
        return rp_evaluate_document(evaluation, question, given, number);
    *(rule->effect == RAMPART_DENY ? &truths.deny : &truths.allow) = truth;
    evaluation->documents[number] |= rp_mark(&truths);
    return RAMPART_OK;
}

enum rampart_status rp_evaluate_statements(struct rp_evaluation *evaluation,
                                           const struct rp_question *question, bool given)
{
    const struct rp_compiled *compiled = evaluation->compiled;
    const struct rp_about *about = &evaluation->about;
    for (size_t i = 0; i < about->rule_count; i++) {
        fetch(about, i);
        RP_TRY(evaluate_statement(evaluation, question, given, about->rules[i]));
    }
    for (size_t i = 0; i < compiled->replaced_count; i++) {
        uint32_t number = compiled->replaced[i];
        if (rp_index_may_match(&compiled->indexes[number], &question->request->action_print))
            RP_TRY(rp_evaluate_document(evaluation, question, given, number));
    }
    return RAMPART_OK;
}
