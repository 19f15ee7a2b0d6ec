/* SPDX-License-Identifier: Apache-2.0 */
/* What may help where statements deny: each of them must stop matching, by an exception as narrow as it can be written. */
#include "analysis/suggest.h"
#include "base/str.h"
#include "base/try.h"
#include "policy/key.h"

static const struct rampart_str not_equals = {"StringNotEquals", sizeof "StringNotEquals" - 1};
static const struct rampart_str principal_key = {"acs:PrincipalARN", sizeof "acs:PrincipalARN" - 1};

/* One Deny, and the request it matches. */
struct excepting {
    struct rp_suggester *suggester;
    const struct rp_denial_of_plan *denial;
    const struct rp_statement *statement;
};

typedef enum rampart_status except(const struct excepting *excepting, struct rampart_change *change,
                                   bool *ret_found);

static enum rampart_status except_value(const struct excepting *excepting, enum rampart_element element,
                                        struct rampart_str value, struct rampart_change *change,
                                        bool *ret_found)
{
    change->kind = RAMPART_CHANGE_ADD_VALUE;
    change->element = element;
    change->negated = true;
    *ret_found = true;
    return rp_suggest_one(excepting->suggester, value, &change->values);
}

/* NotResource, NotAction: what is listed there is not denied. */
static enum rampart_status except_resource(const struct excepting *excepting, struct rampart_change *change,
                                           bool *ret_found)
{
    struct rampart_str resource = excepting->denial->decision->resource;
    if (!excepting->statement->resource.negated || !rp_suggest_can_name(excepting->suggester, resource))
        return RAMPART_OK;
    return except_value(excepting, RAMPART_ELEMENT_RESOURCE, resource, change, ret_found);
}

static enum rampart_status except_action(const struct excepting *excepting, struct rampart_change *change,
                                         bool *ret_found)
{
    if (!excepting->statement->action.negated) return RAMPART_OK;
    return except_value(excepting, RAMPART_ELEMENT_ACTION, excepting->suggester->request->action, change,
                        ret_found);
}

/* What the request has for a key; false: not exactly one value. */
static bool only_value(const struct rp_suggester *suggester, struct rampart_str name,
                       struct rampart_str *ret_value)
{
    struct rampart_request *request = suggester->request;
    const struct rp_context_key *key = NULL;
    bool one = rp_request_key(request, suggester->assumed, name, &key) == RP_KEY_PRESENT && key != NULL &&
               key->count == 1 && rp_request_more_values(key, suggester->assumed, name) == NULL;
    if (one) *ret_value = key->first->text;
    return one;
}

static enum rampart_status one_copy(const struct excepting *excepting, struct rampart_str text,
                                    struct rampart_change *change, bool *ret_found)
{
    *ret_found = true;
    return rp_suggest_one(excepting->suggester, text, &change->values);
}

/* NotIpAddress, StringNotEquals, …: what is listed there is not denied. */
static enum rampart_status except_circumstance(const struct excepting *excepting,
                                               struct rampart_change *change, bool *ret_found)
{
    const struct rp_suggester *suggester = excepting->suggester;
    for (size_t i = 0; i < excepting->statement->condition_count; i++) {
        const struct rp_condition *condition = &excepting->statement->conditions[i];
        struct rampart_str value;
        if (!condition->op.negated || !only_value(suggester, condition->key.text, &value)) continue;
        if (condition->op.comparison == RP_COMPARE_LIKE && !rp_suggest_can_name(suggester, value)) continue;
        change->kind = RAMPART_CHANGE_ADD_VALUE;
        change->element = RAMPART_ELEMENT_CONDITION;
        change->op = condition->op_name;
        change->key = condition->key.text;
        return one_copy(excepting, value, change, ret_found);
    }
    return RAMPART_OK;
}

static enum rampart_status except_principal(const struct excepting *excepting, struct rampart_change *change,
                                            bool *ret_found)
{
    struct rampart_str arn;
    if (!only_value(excepting->suggester, principal_key, &arn)) return RAMPART_OK;
    change->kind = RAMPART_CHANGE_ADD_CONDITION;
    change->element = RAMPART_ELEMENT_CONDITION;
    change->op = not_equals;
    change->key = principal_key;
    for (size_t i = 0; i < excepting->statement->condition_count; i++) {
        const struct rp_condition *condition = &excepting->statement->conditions[i];
        if (!rp_str_equal(condition->op_name, not_equals) ||
            !rp_key_equal(condition->key.text, principal_key))
            continue;
        change->kind = RAMPART_CHANGE_ADD_VALUE; /* the same condition twice would be no document */
        change->key = condition->key.text;
    }
    return one_copy(excepting, arn, change, ret_found);
}

/* A value that is listed by itself beside others can be taken out; one that stands for more than itself cannot. */
static enum rampart_status take_out(const struct excepting *excepting, const struct rp_values *values,
                                    enum rampart_element element, struct rampart_str asked,
                                    struct rampart_change *change, bool *ret_found)
{
    bool fold = element == RAMPART_ELEMENT_ACTION;
    if (!values->present || values->negated || values->count < 2 || *ret_found) return RAMPART_OK;
    if (!rp_suggest_can_name(excepting->suggester, asked)) return RAMPART_OK;
    for (size_t i = 0; i < values->count && !*ret_found; i++) {
        struct rampart_str text = rp_value_text(values, i);
        *ret_found = fold ? rp_str_equal_fold(text, asked) : rp_str_equal(text, asked);
    }
    if (!*ret_found) return RAMPART_OK;
    change->kind = RAMPART_CHANGE_REMOVE_VALUE;
    change->element = element;
    return rp_suggest_one(excepting->suggester, asked, &change->values);
}

static enum rampart_status remove_value(const struct excepting *excepting, struct rampart_change *change,
                                        bool *ret_found)
{
    const struct rp_statement *statement = excepting->statement;
    RP_TRY(take_out(excepting, &statement->resource, RAMPART_ELEMENT_RESOURCE,
                    excepting->denial->decision->resource, change, ret_found));
    return take_out(excepting, &statement->action, RAMPART_ELEMENT_ACTION,
                    excepting->suggester->request->action, change, ret_found);
}

/* ---- all that deny ---- */

static enum rampart_status say_system(struct rp_suggester *suggester, const struct rampart_reason *reason)
{
    return rp_suggest_note(suggester,
                           "statement %zu of the system policy %.*s denies it, and a system policy cannot be "
                           "edited: it would have to be detached",
                           reason->statement, RP_ARG(rp_str_part(reason->policy, 0, 200)));
}

static enum rampart_status say_stubborn(struct rp_suggester *suggester, const struct rampart_reason *reason)
{
    return rp_suggest_note(suggester,
                           "statement %zu of %.*s, at %.*s:%u:%u, denies it and must stop matching; how, "
                           "only its author can tell",
                           reason->statement, RP_ARG(rp_str_part(reason->policy, 0, 200)),
                           RP_ARG(rp_str_part(reason->place.file, 0, 200)), reason->place.line,
                           reason->place.column);
}

/* In these ways, the first that there is; NULL ends them. */
static enum rampart_status except_from(const struct excepting *excepting, except *const *ways,
                                       struct rp_edit *edit, bool *ret_found)
{
    const struct rampart_change bare = edit->told;
    *ret_found = false;
    for (size_t i = 0; ways[i] != NULL && !*ret_found; i++) {
        edit->told = bare;
        RP_TRY(ways[i](excepting, &edit->told, ret_found));
    }
    return RAMPART_OK;
}

static bool is_in(const struct rp_plan *plan, const struct rp_fix *fix, const struct rp_edit *edit)
{
    for (size_t i = 0; i < fix->count; i++)
        if (rp_plan_statement(plan, &fix->edits[i]) == rp_plan_statement(plan, edit)) return true;
    return false;
}

/* An edit for every statement that denies; false in *ret_whole: for one there is none. */
static enum rampart_status except_all(struct rp_suggester *suggester, const struct rp_denial_of_plan *denial,
                                      except *const *ways, struct rp_fix *fix, bool *ret_whole)
{
    const struct rampart_decision *decision = denial->decision;
    *ret_whole = decision->matched_count > 0 && decision->matched_count <= RP_MOST_DENIES;
    for (size_t i = 0; i < decision->matched_count && *ret_whole; i++) {
        const struct rampart_reason *reason = &decision->matched[i];
        struct rp_edit edit;
        *ret_whole =
            reason->effect == RAMPART_DENY && !reason->system && rp_plan_find(denial->plan, reason, &edit);
        if (reason->system) RP_TRY(say_system(suggester, reason));
        if (!*ret_whole || is_in(denial->plan, fix, &edit)) continue;
        const struct excepting excepting = {suggester, denial, rp_plan_statement(denial->plan, &edit)};
        RP_TRY(except_from(&excepting, ways, &edit, ret_whole));
        if (*ret_whole) fix->edits[fix->count++] = edit;
    }
    return RAMPART_OK;
}

static bool same_edits(const struct rp_fix *a, const struct rp_fix *b)
{
    if (a->count != b->count) return false;
    for (size_t i = 0; i < a->count; i++) {
        const struct rampart_change *x = &a->edits[i].told, *y = &b->edits[i].told;
        if (x->kind != y->kind || x->element != y->element) return false;
    }
    return true;
}

static enum rampart_status add_way(struct rp_suggester *suggester, const struct rp_denial_of_plan *denial,
                                   except *const *ways, struct rp_fixes *fixes)
{
    enum rampart_status status = RAMPART_OK;
    bool whole = false;
    struct rp_fix *fix = rp_fixes_add(suggester, fixes, &status);
    if (fix == NULL) return status;
    RP_TRY(except_all(suggester, denial, ways, fix, &whole));
    for (size_t i = 0; i + 1 < fixes->count && whole; i++) whole = !same_edits(fixes->items[i], fix);
    if (!whole) fixes->count--;
    return RAMPART_OK;
}

enum rampart_status rp_fixes_of_explicit(struct rp_suggester *suggester,
                                         const struct rp_denial_of_plan *denial, struct rp_fixes *fixes)
{
    static except *const by_resource[] = {except_resource, except_action, except_principal, NULL};
    static except *const by_action[] = {except_action, except_resource, except_principal, NULL};
    static except *const by_principal[] = {except_principal, NULL};
    static except *const by_removing[] = {remove_value, except_resource, except_action, except_principal,
                                          NULL};
    static except *const by_circumstance[] = {except_circumstance, except_resource, except_action,
                                              except_principal, NULL};
    except *const *const ways[] = {by_resource, by_action, by_circumstance, by_principal, by_removing};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        RP_TRY(add_way(suggester, denial, ways[i], fixes));
    for (size_t i = 0; i < denial->decision->matched_count && fixes->count == 0; i++)
        if (!denial->decision->matched[i].system)
            RP_TRY(say_stubborn(suggester, &denial->decision->matched[i]));
    return RAMPART_OK;
}
