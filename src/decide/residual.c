/* SPDX-License-Identifier: Apache-2.0 */
#include "decide/residual.h"

#include "base/try.h"
#include "decide/finding.h"
#include "policy/key.h"

/* The entry of the key, which is made if need be; NULL when there is no room. */
static struct rp_residual_key *key_of(struct rp_residual *residual, unsigned assumed, struct rampart_str name)
{
    for (size_t i = 0; i < residual->count; i++)
        if (rp_key_equal_as(assumed, residual->keys[i].name, name)) return &residual->keys[i];
    if (residual->count == RP_RESIDUAL_KEYS) return NULL;
    struct rp_residual_key *key = &residual->keys[residual->count++];
    key->name = name;
    key->count = 0;
    key->crowded = false;
    return key;
}

/* A document that is attached twice asks the same question twice: that is one condition. */
static void add(struct rp_residual *residual, unsigned assumed, const struct rp_rule_condition *condition)
{
    struct rp_residual_key *key = key_of(residual, assumed, condition->source->key.text);
    if (key == NULL) return;
    for (size_t i = 0; i < key->count; i++)
        if (key->conditions[i]->source == condition->source) return;
    if (key->count == RP_RESIDUAL_CONDITIONS)
        key->crowded = true;
    else
        key->conditions[key->count++] = condition;
}

static enum rampart_status add_rule(struct rp_residual *residual, const struct rp_unit *unit, size_t number,
                                    const struct rp_question *question)
{
    const struct rp_rule *rule = rp_unit_rule(unit, number);
    enum rampart_truth truth;
    RP_TRY(rp_unit_match(unit, number, question, &truth));
    if (truth != RAMPART_UNKNOWN) return RAMPART_OK;
    for (size_t i = 0; i < rule->statement->condition_count; i++) {
        RP_TRY(rp_condition_match(&rule->conditions[i], question, &truth));
        if (truth == RAMPART_UNKNOWN) add(residual, question->assumed, &rule->conditions[i]);
    }
    return RAMPART_OK;
}

enum rampart_status rp_residual_add(struct rp_residual *residual, const struct rp_unit *unit,
                                    const struct rp_question *question)
{
    for (size_t i = 0; i < rp_unit_size(unit); i++) RP_TRY(add_rule(residual, unit, i, question));
    return RAMPART_OK;
}

static enum rampart_status add_step(struct rp_residual *residual, const struct rp_step *step,
                                    const struct rp_question *question)
{
    const struct rp_unit *unit = step->unit;
    for (size_t i = 0; i < rp_unit_size(unit); i++)
        if (rp_step_binds(step, rp_unit_rule(unit, i))) RP_TRY(add_rule(residual, unit, i, question));
    return step->fallback == NULL ? RAMPART_OK : rp_residual_add(residual, step->fallback, question);
}

enum rampart_status rp_residual_find(const struct rp_rules *rules, const struct rp_question *question,
                                     struct rp_residual *ret_residual)
{
    struct rp_step step;
    ret_residual->count = 0;
    for (size_t i = 0; rp_step_at(rules, question, i, &step); i++)
        RP_TRY(add_step(ret_residual, &step, question));
    return RAMPART_OK;
}

/*
 * One condition alone that is open can be met and can fail, and then the decision is open because of it; but with
 * IfExists, ForAllValues or ForAnyValue it may be met, or fail, in every case; so it may where absent keys
 * are taken otherwise, and no date is before the first one.
 */
bool rp_residual_may_settle(const struct rp_residual_key *key, const struct rp_question *question)
{
    bool absence_differs = (question->assumed & (RP_ASSUME_ABSENT_EMPTY | RP_ASSUME_ABSENT_UNMET)) != 0;
    const struct rp_operator *op = &key->conditions[0]->source->op;
    if (key->crowded) return false;
    if (key->count > 1 || op->if_exists || op->quantifier != RP_BARE || absence_differs) return true;
    if (rp_request_carries(question->request, key->name)) return true; /* most conditions can go the way of absence */
    return op->family == &rp_family_date && op->comparison == RP_COMPARE_LESS;
}
