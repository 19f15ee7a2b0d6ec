/* SPDX-License-Identifier: Apache-2.0 */
/* What may help where nothing allows: a new statement, or the one element by which an Allow misses. */
#include "analysis/suggest.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "decide/decide.h"

/* ---- a new statement ---- */

/* The level of control policies that cannot allow; 0 in every other layer. */
static enum rampart_status find_level(struct rp_suggester *suggester, const struct rp_denial_of_plan *denial,
                                      unsigned *ret_level)
{
    struct rampart_request *request = suggester->request;
    const struct rampart_verdict *verdict = &denial->decision->verdict;
    const struct rp_resource *resource = request->resources;
    struct rampart_verdict known;
    size_t count = 0;
    struct rp_told_step *steps = RP_NEW_ARRAY(&suggester->work, struct rp_told_step,
                                              denial->plan->levels + (size_t)RP_STEPS_AFTER_CONTROL);
    RP_TRY_MEMORY(steps != NULL);
    while (resource->next != NULL && !rp_str_equal(resource->arn, denial->decision->resource))
        resource = resource->next;
    const struct rp_question question = rp_question_about(request, resource, suggester->assumed);
    RP_TRY(rp_decide_steps(denial->rules, &question, steps, &count, &known));
    *ret_level = 0;
    for (size_t i = 0; i < count; i++) {
        if ((steps[i].result.possible & RP_CAN_ALLOW) != 0 || steps[i].result.layer != verdict->layer)
            continue;
        *ret_level = steps[i].step.unit->level;
        return RAMPART_OK;
    }
    return RAMPART_OK;
}

/* As whom a trust policy would let the principal in: a role session comes as its role. */
static enum rampart_status own_principal(struct rp_suggester *suggester, struct rampart_str *ret_text)
{
    const struct rampart_request *request = suggester->request;
    const struct rp_identity *identity = &request->identity;
    *ret_text = (struct rampart_str){NULL, 0};
    if (identity->kind == RP_IDENTITY_SERVICE) *ret_text = identity->name;
    if (identity->kind == RP_IDENTITY_SERVICE || identity->account.len == 0) return RAMPART_OK;
    *ret_text = request->principal;
    if (identity->kind != RP_IDENTITY_ROLE) return RAMPART_OK;
    const struct rampart_str parts[] = {RP_STR("acs:ram::"), identity->account, RP_STR(":role/"),
                                        identity->name};
    RP_TRY_MEMORY(rp_arena_join(&suggester->work, parts, 4, ret_text));
    return RAMPART_OK;
}

bool rp_suggest_can_name(const struct rp_suggester *suggester, struct rampart_str text)
{
    if (text.len == 0 || text.len > rp_limits_of(suggester->options).pattern_bytes) return false;
    for (size_t i = 0; i + 1 < text.len; i++)
        if (text.data[i] == '$' && text.data[i + 1] == '{') return false;
    return !rp_has_wildcard(text);
}

static enum rampart_status say_inexact(struct rp_suggester *suggester, struct rampart_str resource)
{
    return rp_suggest_note(suggester,
                           "the resource %.*s holds \"*\", \"?\" or \"${\", or is too long: no statement can "
                           "name it exactly, and a "
                           "broader one is not suggested",
                           RP_ARG(rp_str_part(resource, 0, 200)));
}

/* On what the new statement is to be; empty: it cannot be written. */
static enum rampart_status grant_value(struct rp_suggester *suggester, const struct rp_denial_of_plan *denial,
                                       struct rampart_str *ret_value)
{
    struct rampart_str resource = denial->decision->resource;
    if (denial->decision->verdict.layer == RAMPART_LAYER_TRUST) return own_principal(suggester, ret_value);
    *ret_value = resource;
    if (rp_suggest_can_name(suggester, resource)) return RAMPART_OK;
    if (rp_str_equal(resource, RP_STR("*")))
        return rp_suggest_note(suggester,
                               "the request names no resource: a statement that allows it has to be on "
                               "\"*\", and covers the action on every resource");
    *ret_value = (struct rampart_str){NULL, 0};
    return say_inexact(suggester, resource);
}

/* What is granted at account scope reaches what lies in a resource group as well. */
static enum rampart_status add_statement(struct rp_suggester *suggester,
                                         const struct rp_denial_of_plan *denial, struct rp_fixes *fixes)
{
    enum rampart_status status = RAMPART_OK;
    struct rampart_str value;
    struct rampart_change change = {.kind = RAMPART_CHANGE_ADD_STATEMENT,
                                    .layer = denial->decision->verdict.layer,
                                    .effect = RAMPART_ALLOW,
                                    .element = RAMPART_ELEMENT_RESOURCE};
    if (change.layer == RAMPART_LAYER_RESOURCE_GROUP) change.layer = RAMPART_LAYER_IDENTITY;
    change.new_policy = change.layer == RAMPART_LAYER_IDENTITY || change.layer == RAMPART_LAYER_CONTROL;
    if (change.layer == RAMPART_LAYER_TRUST) change.element = RAMPART_ELEMENT_PRINCIPAL;
    if (change.layer == RAMPART_LAYER_CONTROL) RP_TRY(find_level(suggester, denial, &change.level));
    RP_TRY(grant_value(suggester, denial, &value));
    if (value.len == 0) return RAMPART_OK;
    RP_TRY(rp_suggest_one(suggester, value, &change.values));
    struct rp_fix *fix = rp_fixes_add(suggester, fixes, &status);
    if (fix != NULL) fix->edits[fix->count++] = (struct rp_edit){.told = change};
    return status;
}

/* ---- the one element of a near miss ---- */

static bool lists(struct rampart_strs texts, struct rampart_str text, bool fold)
{
    for (size_t i = 0; i < texts.count; i++)
        if (fold ? rp_str_equal_fold(texts.items[i], text) : rp_str_equal(texts.items[i], text)) return true;
    return false;
}

/* Adds what was asked for; where that is excluded, takes it out again if it stands there by itself. */
static enum rampart_status mend_element(struct rp_suggester *suggester, const struct rampart_near_miss *miss,
                                        struct rampart_change *change, bool *ret_mended)
{
    struct rampart_str asked = miss->actual.count > 0 ? miss->actual.items[0] : (struct rampart_str){NULL, 0};
    bool fold = miss->element == RAMPART_ELEMENT_ACTION;
    if (miss->element == RAMPART_ELEMENT_PRINCIPAL) RP_TRY(own_principal(suggester, &asked));
    if (!rp_suggest_can_name(suggester, asked)) return RAMPART_OK;
    if (miss->negated && (miss->expected.count < 2 || !lists(miss->expected, asked, fold))) return RAMPART_OK;
    change->kind = miss->negated ? RAMPART_CHANGE_REMOVE_VALUE : RAMPART_CHANGE_ADD_VALUE;
    *ret_mended = true;
    return rp_suggest_one(suggester, asked, &change->values);
}

static enum rampart_status copy_texts(struct rp_suggester *suggester, struct rampart_strs texts,
                                      struct rampart_strs *ret_copy)
{
    struct rampart_str *items = RP_NEW_ARRAY(&suggester->work, struct rampart_str, texts.count);
    RP_TRY_MEMORY(items != NULL);
    for (size_t i = 0; i < texts.count; i++)
        RP_TRY_MEMORY(rp_arena_copy(&suggester->work, texts.items[i], &items[i]));
    *ret_copy = (struct rampart_strs){items, texts.count};
    return RAMPART_OK;
}

/*
 * Of comparisons that want a value to be one of a list, what the request has is put into it; of their negations it is
 * taken out. A bound is not moved and a truth value not turned: that would be another condition.
 */
static enum rampart_status mend_condition(struct rp_suggester *suggester,
                                          const struct rampart_near_miss *miss, struct rampart_change *change,
                                          bool *ret_mended)
{
    struct rp_operator op;
    struct rampart_strs values = miss->actual;
    if (!rp_operator_find(miss->op, &op) || op.null || values.count == 0) return RAMPART_OK;
    if (op.comparison > RP_COMPARE_LIKE || op.family == &rp_family_bool) return RAMPART_OK;
    if (op.quantifier != RP_FOR_ALL_VALUES && !op.negated) values.count = 1;
    for (size_t i = 0; i < values.count && op.comparison == RP_COMPARE_LIKE; i++)
        if (!rp_suggest_can_name(suggester, values.items[i])) return RAMPART_OK;
    size_t excluded = 0;
    for (size_t i = 0; i < miss->expected.count && op.negated; i++)
        excluded += lists(values, miss->expected.items[i], false);
    if (op.negated && (excluded == 0 || excluded == miss->expected.count)) return RAMPART_OK;
    change->kind = op.negated ? RAMPART_CHANGE_REMOVE_VALUE : RAMPART_CHANGE_ADD_VALUE;
    change->op = miss->op;
    change->key = miss->key;
    *ret_mended = true;
    return copy_texts(suggester, values, &change->values);
}

static enum rampart_status mend(struct rp_suggester *suggester, const struct rampart_near_miss *miss,
                                struct rampart_change *change, bool *ret_mended)
{
    change->element = miss->element;
    change->negated = miss->negated;
    switch (miss->element) {
    case RAMPART_ELEMENT_ACTION:
    case RAMPART_ELEMENT_RESOURCE:
    case RAMPART_ELEMENT_PRINCIPAL: return mend_element(suggester, miss, change, ret_mended);
    case RAMPART_ELEMENT_CONDITION: return mend_condition(suggester, miss, change, ret_mended);
    case RAMPART_ELEMENT_RESOURCE_GROUP: /* what lies in a group is not the policy's to say */
    case RAMPART_ELEMENT_NONE: break;
    }
    return RAMPART_OK;
}

/* A policy that is attached twice comes close twice, and is one document. */
static bool is_there(const struct rp_denial_of_plan *denial, const struct rp_fixes *fixes,
                     const struct rp_edit *edit)
{
    for (size_t i = 0; i < fixes->count; i++) {
        const struct rp_edit *other = &fixes->items[i]->edits[0];
        if (other->told.kind == RAMPART_CHANGE_ADD_STATEMENT) continue;
        if (rp_plan_statement(denial->plan, other) == rp_plan_statement(denial->plan, edit)) return true;
    }
    return false;
}

static enum rampart_status mend_near_miss(struct rp_suggester *suggester,
                                          const struct rp_denial_of_plan *denial,
                                          const struct rampart_near_miss *miss, struct rp_fixes *fixes)
{
    enum rampart_status status = RAMPART_OK;
    struct rp_edit edit;
    bool mended = false;
    if (miss->failed != 1 || miss->reason.system || !rp_plan_find(denial->plan, &miss->reason, &edit))
        return RAMPART_OK;
    RP_TRY(mend(suggester, miss, &edit.told, &mended));
    if (!mended || is_there(denial, fixes, &edit)) return RAMPART_OK;
    struct rp_fix *fix = rp_fixes_add(suggester, fixes, &status);
    if (fix != NULL) fix->edits[fix->count++] = edit;
    return status;
}

enum rampart_status rp_fixes_of_implicit(struct rp_suggester *suggester,
                                         const struct rp_denial_of_plan *denial, struct rp_fixes *fixes)
{
    bool trust = denial->decision->verdict.layer == RAMPART_LAYER_TRUST;
    if (trust && !rp_request_assumes_role(suggester->request))
        return rp_suggest_note(suggester, "a trust policy allows nothing but to assume its role");
    RP_TRY(add_statement(suggester, denial, fixes));
    for (size_t i = 0; i < denial->decision->nearest_count; i++)
        RP_TRY(mend_near_miss(suggester, denial, &denial->decision->nearest[i], fixes));
    return RAMPART_OK;
}
