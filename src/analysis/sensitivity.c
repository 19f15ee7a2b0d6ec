/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The assumptions about undocumented points that the rows may turn on. While the rows are made, the statements that
 * have another effect under an alternative are noticed; only such alternatives are worth asking the whole question
 * again.
 */
#include "analysis/who_can.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/switches.h"

/* Masks of the roles of a search that are kept, beside one for each document: else many roles would each keep many. */
enum { MOST_KEPT = 1 << 14 };

/* The question has no principal, so its key is looked at here: no principal's request has it in another spelling. */
static bool sensitivity_misspells_arn(const struct rp_statement *statement)
{
    for (size_t i = 0; i < statement->condition_count; i++) {
        struct rampart_str key = statement->conditions[i].key.text;
        if (rp_key_asks_who(key) && !rp_str_equal(key, RP_STR("acs:PrincipalARN"))) return true;
    }
    return false;
}

static enum rampart_status sensitivity_of_unit(const struct rp_unit *unit, const struct rp_question *question,
                                               rampart_switches *switches)
{
    for (size_t i = 0; i < unit->count; i++) {
        if (sensitivity_misspells_arn(unit->rules[i].statement)) *switches |= RP_ASSUMED_KEYS;
        RP_TRY(rp_unit_sensitive_switches(unit, i, question, switches));
    }
    return RAMPART_OK;
}

/* What is granted on resource groups has no part in who may assume a role: then no group is reached. */
static bool sensitivity_any_group_reached(const struct rp_evaluation *evaluation)
{
    for (size_t i = 0; i < evaluation->compiled->account->resource_group_count; i++)
        if (evaluation->reached[i] != RAMPART_FALSE) return true;
    return false;
}

static bool sensitivity_root_is_bound(const struct rampart_account *account)
{
    for (size_t level = 0; account->member && level < account->level_count; level++)
        for (size_t i = 0; i < account->levels[level].count; i++)
            if (account->levels[level].items[i].scope == RAMPART_SCOPE_ALL) return true;
    return false;
}

static enum rampart_status sensitivity_of_documents(struct rampart_who_can *result,
                                                    const struct rp_evaluation *evaluation,
                                                    const struct rp_question *question)
{
    for (size_t i = 0; i < evaluation->asked_count; i++) {
        struct rp_document_id number = evaluation->asked[i];
        rampart_switches switches = 0;
        RP_TRY(sensitivity_of_unit(rp_action_candidates_unit(&evaluation->candidates, number), question,
                                   &switches));
        result->document_switches[number.at] = switches;
        result->switches |= switches;
    }
    return RAMPART_OK;
}

enum rampart_status rp_who_can_watch(struct rampart_who_can *result, struct rp_evaluation *evaluation,
                                     struct rp_kept_masks *kept)
{
    struct rampart_request *request = evaluation->request;
    const struct rp_question question = rp_question_about(request, request->resources, evaluation->assumed);
    if (!result->watching) return RAMPART_OK;
    if (sensitivity_any_group_reached(evaluation)) result->switches |= RP_ASSUME_GROUP_DENY;
    if (sensitivity_root_is_bound(evaluation->compiled->account)) result->switches |= RP_ASSUME_ROOT_SPARED;
    RP_TRY(sensitivity_of_unit(&evaluation->free->trust, &question, &result->switches));
    if (question.unseen != NULL) result->switches |= rp_shown_switches(evaluation->bound, &question);
    const struct rp_unit *unit;
    for (size_t i = 0; (unit = rp_evaluation_shown(evaluation, i)) != NULL; i++)
        RP_TRY(sensitivity_of_unit(unit, &question, &result->switches));
    const struct rp_rules *limits = evaluation->compiled->limits;
    if (limits != NULL) result->switches |= RP_ASSUME_INSTANCE_ROLE_FREE;
    for (size_t i = 0; limits != NULL && i < limits->instance_count; i++)
        RP_TRY(sensitivity_of_unit(&limits->instances[i], &question, &result->switches));
    RP_TRY(sensitivity_of_documents(result, evaluation, &question));
    evaluation->switches = result->document_switches;
    if (kept == NULL || evaluation->kept > MOST_KEPT + evaluation->compiled->account->policy_count) return RAMPART_OK;
    return rp_evaluation_keep(evaluation, result->document_switches, &evaluation->arena, kept);
}
