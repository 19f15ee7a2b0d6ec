/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A first file of tests for an account: a request for each statement of its own documents, with the decision of today. The
 * text is written twice: with requests alone, which are asked as those of any file, and with what they came to.
 */
#include "suite/propose.h"

#include "account/account.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/try.h"
#include "catalog/regions.h"
#include "policy/arn.h"
#include "policy/operand.h"
#include "text/json_write.h"

/* ---- names and values that a pattern matches ---- */

/* Each wildcard of a pattern becomes a word; the pattern of an ARN gets a region and the account in its fields. */
static enum rampart_status propose_fill(struct rp_arena *arena, struct rampart_str pattern, const char *word,
                                        struct rampart_str *ret_text)
{
    struct rp_buf buf;
    rp_buf_init(&buf, &arena->allocator, SIZE_MAX / 4);
    for (size_t i = 0; i < pattern.len; i++) {
        if (pattern.data[i] == '*')
            rp_buf_add(&buf, rampart_str(word));
        else
            rp_buf_add_byte(&buf, pattern.data[i] == '?' ? 'x' : pattern.data[i]);
    }
    const enum rampart_status status = buf.failed;
    const bool copied = status == RAMPART_OK && rp_arena_copy(arena, rp_buf_text(&buf), ret_text);
    rp_buf_free(&buf);
    return status == RAMPART_OK && !copied ? RAMPART_NO_MEMORY : status;
}

/* A template of the catalogue has names in braces, which become wildcards. */
static enum rampart_status propose_open(struct rp_arena *arena, struct rampart_str template, struct rampart_str *ret_pattern)
{
    struct rp_buf buf;
    rp_buf_init(&buf, &arena->allocator, SIZE_MAX / 4);
    for (size_t i = 0; i < template.len; i++) {
        const size_t end = i + rp_str_find(rp_str_from(template, i), '}');
        const bool place = template.data[i] == '{' && end < template.len;
        rp_buf_add_byte(&buf, place ? '*' : template.data[i]);
        if (place) i = end;
    }
    const enum rampart_status status = buf.failed;
    const bool copied = status == RAMPART_OK && rp_arena_copy(arena, rp_buf_text(&buf), ret_pattern);
    rp_buf_free(&buf);
    return status == RAMPART_OK && !copied ? RAMPART_NO_MEMORY : status;
}

static bool propose_is_open(struct rampart_str field)
{
    return field.len == 0 || rp_has_wildcard(field);
}

static enum rampart_status propose_arn(const struct rp_proposing *proposing, struct rampart_str pattern,
                                       struct rampart_str *ret_arn)
{
    struct rp_arn arn;
    struct rampart_str rest;
    if (!rp_arn_split(pattern, &arn)) return propose_fill(proposing->arena, pattern, "example", ret_arn);
    RP_TRY(propose_fill(proposing->arena, arn.rest, "example", &rest));
    const struct rampart_str service = rp_has_wildcard(arn.service) ? RP_STR("ecs") : arn.service;
    const struct rampart_str region = !rp_has_wildcard(arn.region)    ? arn.region
                                      : rp_catalog_is_global(service) ? RP_STR("")
                                                                      : RP_STR("cn-hangzhou");
    const struct rampart_str parts[] = {RP_STR("acs:"), service, RP_STR(":"), region, RP_STR(":"), propose_is_open(arn.account) ? proposing->account->id : arn.account,
                                        RP_STR(":"), rest};
    return rp_arena_join(proposing->arena, parts, sizeof parts / sizeof *parts, ret_arn) ? RAMPART_OK : RAMPART_NO_MEMORY;
}

/* ---- the action ---- */

static bool propose_names(const struct rp_values *patterns, struct rampart_str action)
{
    for (size_t i = 0; i < patterns->count; i++)
        if (rp_glob(rp_value_text(patterns, i), action)) return true;
    return false;
}

/* The first action that the statement is about: of a pattern, one that is known with what it is authorised on. */
static bool propose_action(const struct rp_proposing *proposing, const struct rp_values *actions, struct rampart_str *ret_action)
{
    struct rampart_catalog_action action;
    struct rampart_catalog_arn arn;
    const struct rampart_str pattern = actions->negated || actions->count == 0 ? RP_STR("*") : rp_value_text(actions, 0);
    struct rampart_catalog_pattern made = rampart_catalog_pattern(pattern);
    *ret_action = (struct rampart_str){NULL, 0};
    if (!actions->negated && actions->count > 0 && !rp_has_wildcard(pattern)) {
        *ret_action = pattern;
        return true;
    }
    while (rampart_catalog_next_match(proposing->catalog, &made, &action)) {
        size_t cursor = 0;
        if (actions->negated && propose_names(actions, action.action)) continue;
        if (ret_action->len == 0) *ret_action = action.action;
        if (!rampart_catalog_next_arn(proposing->catalog, action.action, &cursor, &arn)) continue;
        *ret_action = action.action;
        return true;
    }
    return ret_action->len > 0;
}

/* ---- the resource ---- */

/* What the action is authorised on, as the catalogue has it; "*" otherwise. */
static enum rampart_status propose_template(const struct rp_proposing *proposing, struct rampart_str action,
                                            struct rampart_str *ret_resource)
{
    struct rampart_catalog_arn arn;
    size_t cursor = 0;
    *ret_resource = RP_STR("*");
    if (!rampart_catalog_next_arn(proposing->catalog, action, &cursor, &arn) || !rp_str_starts(arn.arn, RP_STR("acs:")))
        return RAMPART_OK;
    RP_TRY(propose_open(proposing->arena, arn.arn, ret_resource));
    return propose_arn(proposing, *ret_resource, ret_resource);
}

static enum rampart_status propose_resource(const struct rp_proposing *proposing, const struct rp_statement *statement,
                                            struct rampart_str action, struct rampart_str *ret_resource)
{
    const struct rp_values *resources = &statement->resource;
    const struct rampart_str service = rp_str_part(action, 0, rp_str_find(action, ':'));
    if (resources->negated || resources->count == 0) return propose_template(proposing, action, ret_resource);
    size_t chosen = 0;
    for (size_t i = 0; i < resources->count; i++) {
        struct rp_arn arn;
        const bool own = rp_arn_split(rp_value_text(resources, i), &arn) && rp_glob(arn.service, service);
        if (own) chosen = i;
        if (own) break;
    }
    struct rp_arn arn;
    const struct rampart_str pattern = rp_value_text(resources, chosen);
    if (!rp_arn_split(pattern, &arn) || rp_str_equal(arn.rest, RP_STR("*"))) {
        RP_TRY(propose_template(proposing, action, ret_resource));
        return RAMPART_OK;
    }
    return propose_arn(proposing, pattern, ret_resource);
}

/* ---- the context ---- */

static bool propose_is_time(const struct rp_condition *condition)
{
    return rp_str_equal_fold(condition->key.text, RP_STR("acs:CurrentTime"));
}

/* A value of a family that has an order, on the wanted side of a bound. */
static struct rampart_str propose_beyond(const struct rp_condition *condition, struct rampart_str bound, bool met)
{
    const bool date = condition->op.family == &rp_family_date;
    const bool less = condition->op.comparison == RP_COMPARE_LESS || condition->op.comparison == RP_COMPARE_LESS_EQUALS;
    if (condition->op.comparison < RP_COMPARE_LESS) return met ? bound : date ? RP_STR("2000-01-01T00:00:00Z") : RP_STR("0");
    if (less == met) return date ? RP_STR("2000-01-01T00:00:00Z") : RP_STR("0");
    return date ? RP_STR("2099-12-31T00:00:00Z") : RP_STR("1000000000");
}

/* The opposite of a truth. */
static struct rampart_str propose_opposite(struct rampart_str truth)
{
    bool is = false;
    (void)rp_truth_read(truth, &is);
    return is ? RP_STR("false") : RP_STR("true");
}

/* A value by which the condition is met, or is not. Without data: the request had better say nothing. */
static enum rampart_status propose_value(const struct rp_proposing *proposing, const struct rp_condition *condition, bool met,
                                         struct rampart_str *ret_value)
{
    const struct rp_operator *op = &condition->op;
    const struct rampart_str first = condition->values.count > 0 ? rp_value_text(&condition->values, 0) : RP_STR("");
    const bool among = met != op->negated; /* the value is one of those that stand there */
    *ret_value = (struct rampart_str){NULL, 0};
    if (op->null || condition->values.count == 0) return RAMPART_OK;
    if (op->family == &rp_family_ip)
        *ret_value = among ? rp_str_part(first, 0, rp_str_find(first, '/')) : RP_STR("198.51.100.7");
    else if (op->family == &rp_family_bool)
        *ret_value = among ? first : propose_opposite(first);
    else if (op->family == &rp_family_date || op->family == &rp_family_number)
        *ret_value = propose_beyond(condition, first, among);
    else if (!among)
        *ret_value = RP_STR("another");
    else if (op->comparison == RP_COMPARE_LIKE)
        return propose_fill(proposing->arena, first, "example", ret_value);
    else
        *ret_value = first;
    return RAMPART_OK;
}

static bool propose_has_key(const struct rp_proposal *proposal, struct rampart_str key)
{
    for (size_t i = 0; i < proposal->context_count; i++)
        if (rp_str_equal_fold(proposal->context[i].key, key)) return true;
    return false;
}

static enum rampart_status propose_context(const struct rp_proposing *proposing, const struct rp_statement *statement, bool met,
                                           struct rp_proposal *proposal)
{
    for (size_t i = 0; i < statement->condition_count && proposal->context_count < RP_PROPOSED_KEYS; i++) {
        const struct rp_condition *condition = &statement->conditions[i];
        struct rampart_str value;
        RP_TRY(propose_value(proposing, condition, met, &value));
        if (value.data == NULL || propose_has_key(proposal, condition->key.text)) continue;
        if (!propose_is_time(condition))
            proposal->context[proposal->context_count++] = (struct rp_proposed_key){condition->key.text, value};
        else if (proposal->time.len == 0)
            proposal->time = value;
    }
    return RAMPART_OK;
}

/* An Allow is to be seen: the request keeps clear of the Denies of the account, by one condition of each. */
static enum rampart_status propose_avoid(const struct rp_proposing *proposing, struct rp_proposal *proposal)
{
    const struct rampart_account *account = proposing->account;
    for (size_t i = 0; i < account->policy_count; i++) {
        const struct rampart_policy *policy = account->policies[i].policy;
        if (account->policies[i].system || policy == NULL || policy->hidden) continue;
        for (size_t k = 0; k < policy->statement_count; k++) {
            struct rp_statement deny = policy->statements[k];
            if (deny.effect != RAMPART_DENY || deny.condition_count == 0 || !propose_names(&deny.action, proposal->action)) continue;
            deny.condition_count = 1;
            RP_TRY(propose_context(proposing, &deny, false, proposal));
        }
    }
    return RAMPART_OK;
}

enum rampart_status rp_propose_request(const struct rp_proposing *proposing, const struct rp_statement *statement,
                                       struct rp_proposal *proposal)
{
    if (!propose_action(proposing, &statement->action, &proposal->action)) {
        proposal->none = "no action is known that it is about";
        return RAMPART_OK;
    }
    if (proposal->resource.len == 0) RP_TRY(propose_resource(proposing, statement, proposal->action, &proposal->resource));
    RP_TRY(propose_context(proposing, statement, true, proposal));
    return statement->effect == RAMPART_ALLOW ? propose_avoid(proposing, proposal) : RAMPART_OK;
}
