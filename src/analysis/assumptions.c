/* SPDX-License-Identifier: Apache-2.0 */
/*
 * On which undocumented points the rows turn. While the rows are made, the statements that come to something else
 * under an alternative are noticed; only such alternatives are worth asking the whole question again.
 */
#include "analysis/who_can.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/switches.h"

/* ---- what is touched ---- */

/* The question has no principal, so its ARN is looked at here: nobody's request has the key in another spelling. */
static bool misspells_who(const struct rp_statement *statement)
{
    for (size_t i = 0; i < statement->condition_count; i++) {
        struct rampart_str key = statement->conditions[i].key.text;
        if (rp_key_asks_who(key) && !rp_str_equal(key, RP_STR("acs:PrincipalARN"))) return true;
    }
    return false;
}

static enum rampart_status touch_unit(const struct rp_unit *unit, const struct rp_question *question,
                                      unsigned *touched)
{
    for (size_t i = 0; i < unit->count; i++) {
        if (misspells_who(unit->rules[i].statement)) *touched |= RP_ASSUMED_KEYS;
        RP_TRY(rp_unit_touched(unit, i, question, touched));
    }
    return RAMPART_OK;
}

static bool any_group_reached(const struct rp_evaluation *evaluation)
{
    for (size_t i = 0; i < evaluation->compiled->account->resource_group_count; i++)
        if (evaluation->reached[i] != RAMPART_FALSE) return true;
    return false;
}

static bool root_is_bound(const struct rampart_account *account)
{
    for (size_t level = 0; account->member && level < account->level_count; level++)
        for (size_t i = 0; i < account->levels[level].count; i++)
            if (account->levels[level].items[i].scope == RAMPART_SCOPE_ALL) return true;
    return false;
}

static enum rampart_status touch_documents(struct rampart_who_can *result,
                                           const struct rp_evaluation *evaluation,
                                           const struct rp_question *question)
{
    for (size_t i = 0; i < evaluation->about.count; i++) {
        uint32_t number = evaluation->about.documents[i];
        unsigned touched = 0;
        RP_TRY(touch_unit(rp_about_unit(&evaluation->about, number), question, &touched));
        result->touches[number] = touched;
        result->touched |= touched;
    }
    return RAMPART_OK;
}

enum rampart_status rp_who_can_watch(struct rampart_who_can *result, struct rp_evaluation *evaluation,
                                     struct rp_recall *recall)
{
    struct rampart_request *request = evaluation->request;
    const struct rp_question question = rp_question_about(request, request->resources, evaluation->assumed);
    if (!result->watching) return RAMPART_OK;
    if (any_group_reached(evaluation)) result->touched |= RP_ASSUME_GROUP_DENY;
    if (root_is_bound(evaluation->compiled->account)) result->touched |= RP_ASSUME_ROOT_SPARED;
    RP_TRY(touch_unit(&evaluation->free->trust, &question, &result->touched));
    RP_TRY(touch_documents(result, evaluation, &question));
    return rp_recall_keep(evaluation, result->touches, &evaluation->arena, recall);
}

/* ---- what it would be otherwise ---- */

static void note_dependence(const struct rampart_who_can *result, struct rampart_who_can_row *row,
                            const struct rampart_who_can_row *other, enum rampart_assumption assumption)
{
    const struct rampart_verdict now = rp_who_can_opened(result, row->verdict);
    const struct rampart_verdict otherwise = rp_who_can_opened(result, other->verdict);
    if (!rp_verdict_equal(&now, &otherwise)) row->depends_on |= 1U << assumption;
}

static enum rampart_status ask_otherwise(struct rampart_who_can *result, struct rp_who_can_rows *others,
                                         const struct rp_alternative *alternative)
{
    struct rp_who_can_rows *rows = result->rows;
    const unsigned assumed = result->assumed;
    others->made = false;
    result->rows = others;
    result->assumed = alternative->assumed;
    enum rampart_status status = rp_who_can_ask(result);
    (void)rp_who_can_rows(result);
    result->rows = rows;
    result->assumed = assumed;
    RP_TRY(status);
    for (size_t i = 0; i < result->compiled->askers.count; i++)
        note_dependence(result, &rows->items[i], &others->items[i], alternative->assumption);
    return RAMPART_OK;
}

/* The rows are made before `direct` is written over. */
enum rampart_status rp_who_can_otherwise(struct rampart_who_can *result)
{
    const unsigned assumed = result->assumed;
    struct rp_who_can_rows others = {.items = NULL};
    struct rp_alternative alternative;
    size_t cursor = 0;
    if (!result->watching) return RAMPART_OK;
    result->watching = false;
    (void)rp_who_can_rows(result);
    while (rp_alternative_next(assumed, result->touched, &cursor, &alternative)) {
        if (others.items == NULL)
            others.items =
                RP_NEW_ARRAY(&result->arena, struct rampart_who_can_row, result->compiled->askers.count);
        RP_TRY_MEMORY(others.items != NULL);
        RP_TRY(ask_otherwise(result, &others, &alternative));
    }
    return RAMPART_OK;
}
