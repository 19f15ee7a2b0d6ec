/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds what may help against a denial. Where nothing allows: a new statement, or the one element by which an Allow
 * misses. Where statements deny, each of them must stop matching: by an exception as narrow as it can be written.
 */
#include "denial/fix.h"

#include <stdarg.h>

#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "denial/edit.h"
#include "policy/key.h"
#include "policy/operator.h"

enum rampart_status rp_suggester_note(struct rp_suggester *suggester, const char *format, ...)
{
    struct rampart_str text;
    va_list values;
    va_start(values, format);
    bool made = rp_arena_vprintf(suggester->arena, &text, format, values);
    va_end(values);
    RP_TRY_MEMORY(made);
    for (size_t i = 0; i < suggester->note_count; i++)
        if (rp_str_equal(suggester->notes[i], text)) return RAMPART_OK;
    if (suggester->note_count < RP_MOST_NOTES) suggester->notes[suggester->note_count++] = text;
    return RAMPART_OK;
}

/* A fix without edits, at the end; NULL: there is no room, or *ret_status is not RAMPART_OK. */
static struct rp_fix *fix_new(struct rp_suggester *suggester, struct rp_fixes *fixes,
                              enum rampart_status *ret_status)
{
    if (fixes->count == RP_MOST_FIXES) return NULL;
    struct rp_fix *fix = RP_NEW(&suggester->work, struct rp_fix);
    *ret_status = fix != NULL ? RAMPART_OK : RAMPART_NO_MEMORY;
    if (fix != NULL) fixes->items[fixes->count++] = fix;
    return fix;
}

static enum rampart_status fix_one_text(struct rp_suggester *suggester, struct rampart_str text,
                                        struct rampart_strs *ret_texts)
{
    struct rampart_str *copy = RP_NEW(&suggester->work, struct rampart_str);
    RP_TRY_MEMORY(copy != NULL && rp_arena_copy(&suggester->work, text, copy));
    *ret_texts = (struct rampart_strs){copy, 1};
    return RAMPART_OK;
}

/* A pattern can be written that matches this text and no other. */
static bool fix_can_name(const struct rp_suggester *suggester, struct rampart_str text)
{
    if (text.len == 0 || text.len > rp_limits_of(suggester->options).pattern_bytes) return false;
    for (size_t i = 0; i + 1 < text.len; i++)
        if (text.data[i] == '$' && text.data[i + 1] == '{') return false;
    return !rp_has_wildcard(text);
}

/* ---- where nothing allows: a new statement ---- */

/* Finds the level, of control policies or of a session, that cannot allow; 0 in every other layer. */
static enum rampart_status fix_level(struct rp_suggester *suggester, const struct rp_plan_denial *denial,
                                     unsigned *ret_level)
{
    struct rampart_request *request = suggester->request;
    const struct rampart_verdict *verdict = &denial->decision->verdict;
    const struct rp_resource *resource = request->resources;
    struct rampart_verdict known;
    size_t count = 0;
    struct rp_step_trace *steps = RP_NEW_ARRAY(&suggester->work, struct rp_step_trace, rp_most_steps(denial->rules));
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

/* The principal as a trust policy names it: a role session is let in as its role. */
static enum rampart_status fix_trusted_principal(struct rp_suggester *suggester, struct rampart_str *ret_text)
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

static enum rampart_status fix_note_inexact(struct rp_suggester *suggester, struct rampart_str resource)
{
    return rp_suggester_note(
        suggester,
        "the resource %.*s holds \"*\", \"?\" or \"${\", or is too long: no statement can "
        "name it exactly, and a "
        "broader one is not suggested",
        RP_ARG(rp_str_part(resource, 0, 200)));
}

/* The resource or principal of the new statement; empty: it cannot be written. */
static enum rampart_status fix_granted_value(struct rp_suggester *suggester,
                                             const struct rp_plan_denial *denial,
                                             struct rampart_str *ret_value)
{
    struct rampart_str resource = denial->decision->resource;
    if (denial->decision->verdict.layer == RAMPART_LAYER_TRUST)
        return fix_trusted_principal(suggester, ret_value);
    *ret_value = resource;
    if (fix_can_name(suggester, resource)) return RAMPART_OK;
    if (rp_str_equal(resource, RP_STR("*")))
        return rp_suggester_note(suggester,
                                 "the request names no resource: a statement that allows it has to be on "
                                 "\"*\", and covers the action on every resource");
    *ret_value = (struct rampart_str){NULL, 0};
    return fix_note_inexact(suggester, resource);
}

/* A grant at account scope covers the resources of resource groups as well. */
static enum rampart_status fix_add_statement(struct rp_suggester *suggester,
                                             const struct rp_plan_denial *denial, struct rp_fixes *fixes)
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
    if (change.layer == RAMPART_LAYER_CONTROL || change.layer == RAMPART_LAYER_SESSION)
        RP_TRY(fix_level(suggester, denial, &change.level));
    RP_TRY(fix_granted_value(suggester, denial, &value));
    if (value.len == 0) return RAMPART_OK;
    RP_TRY(fix_one_text(suggester, value, &change.values));
    struct rp_fix *fix = fix_new(suggester, fixes, &status);
    if (fix != NULL) fix->edits[fix->count++] = (struct rp_edit){.change = change};
    return status;
}

/* ---- where nothing allows: the one element of a near miss ---- */

/* Adds the requested value. An excluded value is taken out again if it is listed by itself. */
static enum rampart_status fix_mend_element(struct rp_suggester *suggester,
                                            const struct rampart_near_miss *miss,
                                            struct rampart_change *change, bool *ret_mended)
{
    struct rampart_str asked = miss->actual.count > 0 ? miss->actual.items[0] : (struct rampart_str){NULL, 0};
    bool fold = miss->element == RAMPART_ELEMENT_ACTION;
    if (miss->element == RAMPART_ELEMENT_PRINCIPAL) RP_TRY(fix_trusted_principal(suggester, &asked));
    if (!fix_can_name(suggester, asked)) return RAMPART_OK;
    if (miss->negated && (miss->expected.count < 2 || !rp_texts_have(miss->expected, asked, fold)))
        return RAMPART_OK;
    change->kind = miss->negated ? RAMPART_CHANGE_REMOVE_VALUE : RAMPART_CHANGE_ADD_VALUE;
    *ret_mended = true;
    return fix_one_text(suggester, asked, &change->values);
}

static enum rampart_status fix_copy_texts(struct rp_suggester *suggester, struct rampart_strs texts,
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
 * Adds the request's value to the list of a comparison, or takes it out of the list of a negated one. A bound is not
 * moved and a truth value not turned: that would be another condition.
 */
static enum rampart_status fix_mend_condition(struct rp_suggester *suggester,
                                              const struct rampart_near_miss *miss,
                                              struct rampart_change *change, bool *ret_mended)
{
    struct rp_operator op;
    struct rampart_strs values = miss->actual;
    if (!rp_operator_find(miss->op, &op) || op.null || values.count == 0) return RAMPART_OK;
    if (op.comparison > RP_COMPARE_LIKE || op.family == &rp_family_bool) return RAMPART_OK;
    if (op.quantifier != RP_FOR_ALL_VALUES && !op.negated) values.count = 1;
    for (size_t i = 0; i < values.count && op.comparison == RP_COMPARE_LIKE; i++)
        if (!fix_can_name(suggester, values.items[i])) return RAMPART_OK;
    size_t excluded = 0;
    for (size_t i = 0; i < miss->expected.count && op.negated; i++)
        excluded += rp_texts_have(values, miss->expected.items[i], false);
    if (op.negated && (excluded == 0 || excluded == miss->expected.count)) return RAMPART_OK;
    change->kind = op.negated ? RAMPART_CHANGE_REMOVE_VALUE : RAMPART_CHANGE_ADD_VALUE;
    change->op = miss->op;
    change->key = miss->key;
    *ret_mended = true;
    return fix_copy_texts(suggester, values, &change->values);
}

static enum rampart_status fix_mend(struct rp_suggester *suggester, const struct rampart_near_miss *miss,
                                    struct rampart_change *change, bool *ret_mended)
{
    change->element = miss->element;
    change->negated = miss->negated;
    switch (miss->element) {
    case RAMPART_ELEMENT_ACTION:
    case RAMPART_ELEMENT_RESOURCE:
    case RAMPART_ELEMENT_PRINCIPAL: return fix_mend_element(suggester, miss, change, ret_mended);
    case RAMPART_ELEMENT_CONDITION: return fix_mend_condition(suggester, miss, change, ret_mended);
    case RAMPART_ELEMENT_RESOURCE_GROUP: /* a policy does not say what lies in a group */
    case RAMPART_ELEMENT_NONE: break;
    }
    return RAMPART_OK;
}

/* A policy that is attached twice misses twice, and is one document. */
static bool fix_is_listed(const struct rp_plan_denial *denial, const struct rp_fixes *fixes,
                          const struct rp_edit *edit)
{
    for (size_t i = 0; i < fixes->count; i++) {
        const struct rp_edit *other = &fixes->items[i]->edits[0];
        if (other->change.kind == RAMPART_CHANGE_ADD_STATEMENT) continue;
        if (rp_plan_statement(denial->plan, other) == rp_plan_statement(denial->plan, edit)) return true;
    }
    return false;
}

static enum rampart_status fix_mend_near_miss(struct rp_suggester *suggester,
                                              const struct rp_plan_denial *denial,
                                              const struct rampart_near_miss *miss, struct rp_fixes *fixes)
{
    enum rampart_status status = RAMPART_OK;
    struct rp_edit edit;
    bool mended = false;
    if (miss->failed != 1 || miss->reason.system || !rp_plan_find(denial->plan, &miss->reason, &edit))
        return RAMPART_OK;
    RP_TRY(fix_mend(suggester, miss, &edit.change, &mended));
    if (!mended || fix_is_listed(denial, fixes, &edit)) return RAMPART_OK;
    struct rp_fix *fix = fix_new(suggester, fixes, &status);
    if (fix != NULL) fix->edits[fix->count++] = edit;
    return status;
}

enum rampart_status rp_fixes_of_implicit(struct rp_suggester *suggester, const struct rp_plan_denial *denial,
                                         struct rp_fixes *fixes)
{
    bool trust = denial->decision->verdict.layer == RAMPART_LAYER_TRUST;
    if (trust && !rp_request_assumes_role(suggester->request))
        return rp_suggester_note(suggester, "a trust policy can only allow to assume its role");
    RP_TRY(fix_add_statement(suggester, denial, fixes));
    for (size_t i = 0; i < denial->decision->nearest_count; i++)
        RP_TRY(fix_mend_near_miss(suggester, denial, &denial->decision->nearest[i], fixes));
    return RAMPART_OK;
}

/* ---- exceptions from statements that deny ---- */

static const struct rampart_str not_equals = {"StringNotEquals", sizeof "StringNotEquals" - 1};
static const struct rampart_str principal_key = {"acs:PrincipalARN", sizeof "acs:PrincipalARN" - 1};

/* An exception from one Deny for the request that it matches. */
struct exception {
    struct rp_suggester *suggester;
    const struct rp_plan_denial *denial;
    const struct rp_statement *statement;
};

typedef enum rampart_status except(const struct exception *exception, struct rampart_change *change,
                                   bool *ret_found);

static enum rampart_status fix_except_value(const struct exception *exception, enum rampart_element element,
                                            struct rampart_str value, struct rampart_change *change,
                                            bool *ret_found)
{
    change->kind = RAMPART_CHANGE_ADD_VALUE;
    change->element = element;
    change->negated = true;
    *ret_found = true;
    return fix_one_text(exception->suggester, value, &change->values);
}

/* A Deny does not match what its NotResource or NotAction lists. */
static enum rampart_status fix_except_resource(const struct exception *exception,
                                               struct rampart_change *change, bool *ret_found)
{
    struct rampart_str resource = exception->denial->decision->resource;
    if (!exception->statement->resource.negated || !fix_can_name(exception->suggester, resource))
        return RAMPART_OK;
    return fix_except_value(exception, RAMPART_ELEMENT_RESOURCE, resource, change, ret_found);
}

static enum rampart_status fix_except_action(const struct exception *exception, struct rampart_change *change,
                                             bool *ret_found)
{
    if (!exception->statement->action.negated) return RAMPART_OK;
    return fix_except_value(exception, RAMPART_ELEMENT_ACTION, exception->suggester->request->action, change,
                            ret_found);
}

/* The value that the request has for a key; false: it has none or several. */
static bool fix_only_value(const struct rp_suggester *suggester, struct rampart_str name,
                           struct rampart_str *ret_value)
{
    struct rampart_request *request = suggester->request;
    const struct rp_context_key *key = NULL;
    bool one = rp_request_key(request, suggester->assumed, name, &key) == RP_KEY_PRESENT && key != NULL &&
               key->count == 1 && rp_request_more_values(key, suggester->assumed, name) == NULL;
    if (one) *ret_value = key->first->text;
    return one;
}

static enum rampart_status fix_take_value(const struct exception *exception, struct rampart_str text,
                                          struct rampart_change *change, bool *ret_found)
{
    *ret_found = true;
    return fix_one_text(exception->suggester, text, &change->values);
}

/* A Deny does not match the values that NotIpAddress, StringNotEquals, … list. */
static enum rampart_status fix_except_circumstance(const struct exception *exception,
                                                   struct rampart_change *change, bool *ret_found)
{
    const struct rp_suggester *suggester = exception->suggester;
    for (size_t i = 0; i < exception->statement->condition_count; i++) {
        const struct rp_condition *condition = &exception->statement->conditions[i];
        struct rampart_str value;
        if (!condition->op.negated || !fix_only_value(suggester, condition->key.text, &value)) continue;
        if (condition->op.comparison == RP_COMPARE_LIKE && !fix_can_name(suggester, value)) continue;
        change->kind = RAMPART_CHANGE_ADD_VALUE;
        change->element = RAMPART_ELEMENT_CONDITION;
        change->op = condition->op_name;
        change->key = condition->key.text;
        return fix_take_value(exception, value, change, ret_found);
    }
    return RAMPART_OK;
}

static enum rampart_status fix_except_principal(const struct exception *exception,
                                                struct rampart_change *change, bool *ret_found)
{
    struct rampart_str arn;
    /* Policies of resources do not take the key: https://www.alibabacloud.com/help/en/oss/user-guide/bucket-policy. */
    if (exception->denial->decision->verdict.layer >= RAMPART_LAYER_BUCKET_POLICY) return RAMPART_OK;
    if (!fix_only_value(exception->suggester, principal_key, &arn)) return RAMPART_OK;
    change->kind = RAMPART_CHANGE_ADD_CONDITION;
    change->element = RAMPART_ELEMENT_CONDITION;
    change->op = not_equals;
    change->key = principal_key;
    for (size_t i = 0; i < exception->statement->condition_count; i++) {
        const struct rp_condition *condition = &exception->statement->conditions[i];
        if (!rp_str_equal(condition->op_name, not_equals) ||
            !rp_key_equal(condition->key.text, principal_key))
            continue;
        change->kind = RAMPART_CHANGE_ADD_VALUE; /* the same condition twice would be no document */
        change->key = condition->key.text;
    }
    return fix_take_value(exception, arn, change, ret_found);
}

/* A value that is listed by itself beside others can be taken out; a pattern cannot. */
static enum rampart_status fix_take_out(const struct exception *exception, const struct rp_values *values,
                                        enum rampart_element element, struct rampart_str asked,
                                        struct rampart_change *change, bool *ret_found)
{
    bool fold = element == RAMPART_ELEMENT_ACTION;
    if (!values->present || values->negated || values->count < 2 || *ret_found) return RAMPART_OK;
    if (!fix_can_name(exception->suggester, asked)) return RAMPART_OK;
    for (size_t i = 0; i < values->count && !*ret_found; i++) {
        struct rampart_str text = rp_value_text(values, i);
        *ret_found = fold ? rp_str_equal_fold(text, asked) : rp_str_equal(text, asked);
    }
    if (!*ret_found) return RAMPART_OK;
    change->kind = RAMPART_CHANGE_REMOVE_VALUE;
    change->element = element;
    return fix_one_text(exception->suggester, asked, &change->values);
}

static enum rampart_status fix_remove_value(const struct exception *exception, struct rampart_change *change,
                                            bool *ret_found)
{
    const struct rp_statement *statement = exception->statement;
    RP_TRY(fix_take_out(exception, &statement->resource, RAMPART_ELEMENT_RESOURCE,
                        exception->denial->decision->resource, change, ret_found));
    return fix_take_out(exception, &statement->action, RAMPART_ELEMENT_ACTION,
                        exception->suggester->request->action, change, ret_found);
}

/* ---- all statements that deny ---- */

static enum rampart_status fix_note_system(struct rp_suggester *suggester,
                                           const struct rampart_reason *reason)
{
    return rp_suggester_note(
        suggester,
        "statement %zu of the system policy %.*s denies it, and a system policy cannot be "
        "edited: it would have to be detached",
        reason->statement, RP_ARG(rp_str_part(reason->policy, 0, 200)));
}

static enum rampart_status fix_note_author(struct rp_suggester *suggester,
                                           const struct rampart_reason *reason)
{
    return rp_suggester_note(suggester,
                             "statement %zu of %.*s, at %.*s:%u:%u, denies it and must stop matching; how, "
                             "only its author can tell",
                             reason->statement, RP_ARG(rp_str_part(reason->policy, 0, 200)),
                             RP_ARG(rp_str_part(reason->place.file, 0, 200)), reason->place.line,
                             reason->place.column);
}

/* True for a Deny of calls without MFA, as guards are written: Bool or BoolIfExists acs:MFAPresent "false". */
static bool fix_is_guard(const struct rp_statement *statement)
{
    for (size_t i = 0; i < statement->condition_count; i++) {
        const struct rp_condition *condition = &statement->conditions[i];
        if (condition->op.family == &rp_family_bool && !condition->op.negated && condition->values.count == 1 &&
            rp_key_equal(condition->key.text, RP_STR("acs:MFAPresent")) &&
            rp_str_equal_fold(rp_value_text(&condition->values, 0), RP_STR("false")))
            return true;
    }
    return false;
}

static enum rampart_status fix_note_guard(struct rp_suggester *suggester, const struct rampart_reason *reason)
{
    return rp_suggester_note(suggester,
                             "statement %zu of %.*s denies calls without MFA: to make the call after signing in with "
                             "MFA is better than an exception from it",
                             reason->statement, RP_ARG(rp_str_part(reason->policy, 0, 200)));
}

/* Tries kinds of exceptions, up to NULL, and takes the first that can be written. */
static enum rampart_status fix_except_by(const struct exception *exception, except *const *kinds,
                                         struct rp_edit *edit, bool *ret_found)
{
    const struct rampart_change bare = edit->change;
    *ret_found = false;
    for (size_t i = 0; kinds[i] != NULL && !*ret_found; i++) {
        edit->change = bare;
        RP_TRY(kinds[i](exception, &edit->change, ret_found));
    }
    return RAMPART_OK;
}

static bool fix_has_edit(const struct rp_plan *plan, const struct rp_fix *fix, const struct rp_edit *edit)
{
    for (size_t i = 0; i < fix->count; i++)
        if (rp_plan_statement(plan, &fix->edits[i]) == rp_plan_statement(plan, edit)) return true;
    return false;
}

/* Adds an edit for every statement that denies; false in *ret_whole: one of them has none. */
static enum rampart_status fix_except_all(struct rp_suggester *suggester, const struct rp_plan_denial *denial,
                                          except *const *kinds, struct rp_fix *fix, bool *ret_whole)
{
    const struct rampart_decision *decision = denial->decision;
    *ret_whole = decision->matched_count > 0 && decision->matched_count <= RP_MOST_DENIES;
    for (size_t i = 0; i < decision->matched_count && *ret_whole; i++) {
        const struct rampart_reason *reason = &decision->matched[i];
        struct rp_edit edit;
        *ret_whole =
            reason->effect == RAMPART_DENY && !reason->system && rp_plan_find(denial->plan, reason, &edit);
        if (reason->system) RP_TRY(fix_note_system(suggester, reason));
        if (!*ret_whole || fix_has_edit(denial->plan, fix, &edit)) continue;
        const struct exception exception = {suggester, denial, rp_plan_statement(denial->plan, &edit)};
        if (fix_is_guard(exception.statement)) RP_TRY(fix_note_guard(suggester, reason));
        RP_TRY(fix_except_by(&exception, kinds, &edit, ret_whole));
        if (*ret_whole) fix->edits[fix->count++] = edit;
    }
    return RAMPART_OK;
}

static bool fix_same_edits(const struct rp_fix *a, const struct rp_fix *b)
{
    if (a->count != b->count) return false;
    for (size_t i = 0; i < a->count; i++) {
        const struct rampart_change *x = &a->edits[i].change, *y = &b->edits[i].change;
        if (x->kind != y->kind || x->element != y->element) return false;
    }
    return true;
}

static enum rampart_status fix_add_exceptions(struct rp_suggester *suggester,
                                              const struct rp_plan_denial *denial, except *const *kinds,
                                              struct rp_fixes *fixes)
{
    enum rampart_status status = RAMPART_OK;
    bool whole = false;
    struct rp_fix *fix = fix_new(suggester, fixes, &status);
    if (fix == NULL) return status;
    RP_TRY(fix_except_all(suggester, denial, kinds, fix, &whole));
    for (size_t i = 0; i + 1 < fixes->count && whole; i++) whole = !fix_same_edits(fixes->items[i], fix);
    if (!whole) fixes->count--;
    return RAMPART_OK;
}

enum rampart_status rp_fixes_of_explicit(struct rp_suggester *suggester, const struct rp_plan_denial *denial,
                                         struct rp_fixes *fixes)
{
    static except *const by_resource[] = {fix_except_resource, fix_except_action, fix_except_principal, NULL};
    static except *const by_action[] = {fix_except_action, fix_except_resource, fix_except_principal, NULL};
    static except *const by_principal[] = {fix_except_principal, NULL};
    static except *const by_removing[] = {fix_remove_value, fix_except_resource, fix_except_action,
                                          fix_except_principal, NULL};
    static except *const by_circumstance[] = {fix_except_circumstance, fix_except_resource, fix_except_action,
                                              fix_except_principal, NULL};
    except *const *const orders[] = {by_resource, by_action, by_circumstance, by_principal, by_removing};
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
        RP_TRY(fix_add_exceptions(suggester, denial, orders[i], fixes));
    for (size_t i = 0; i < denial->decision->matched_count && fixes->count == 0; i++)
        if (!denial->decision->matched[i].system)
            RP_TRY(fix_note_author(suggester, &denial->decision->matched[i]));
    return RAMPART_OK;
}
