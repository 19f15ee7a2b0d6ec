/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What follows a denial that ends by itself. A freeze is written as a Deny with a window of time: where every statement that
 * denies has one, the request is asked again for the moment when the last of them has closed.
 */
#include <rampart/set.h>

#include "base/str.h"
#include "base/try.h"
#include "decide/request.h"
#include "policy/key.h"

/* The moment when something ends. */
struct later_end {
    struct rampart_str text; /* empty: it does not end */
    struct rp_instant instant;
};

static const struct rampart_str later_key = {"acs:CurrentTime", sizeof "acs:CurrentTime" - 1};

/* Of several values any may be met, and a name with a qualifier means something else. */
static bool later_reads_end(const struct rampart_condition *condition, struct later_end *ret_end)
{
    const bool equal = rp_str_equal_fold(condition->op, RP_STR("DateLessThanEquals"));
    if (!equal && !rp_str_equal_fold(condition->op, RP_STR("DateLessThan"))) return false;
    if (condition->state != RAMPART_TRUE || condition->values.count != 1) return false;
    if (!rp_key_equal(condition->key, later_key)) return false;
    ret_end->text = condition->values.items[0];
    if (!rp_instant_read(ret_end->text, &ret_end->instant)) return false;
    ret_end->instant.seconds += equal; /* it is denied in that moment still */
    return true;
}

static bool later_belongs(const struct rampart_condition *condition, const struct rampart_reason *reason)
{
    return condition->layer == reason->layer && condition->statement == reason->statement &&
           rp_str_equal(condition->policy, reason->policy) &&
           rp_str_equal(condition->place.file, reason->place.file);
}

/* The first end of a statement's conditions: all of them must be met. False: one is not known, or it has no end. */
static bool later_statement_end(const struct rampart_decision *decision, const struct rampart_reason *reason,
                                struct later_end *ret_end)
{
    bool found = false;
    for (size_t i = 0; i < decision->condition_count; i++) {
        struct later_end end;
        if (!later_belongs(&decision->conditions[i], reason)) continue;
        if (decision->conditions[i].state != RAMPART_TRUE) return false;
        if (!later_reads_end(&decision->conditions[i], &end)) continue;
        if (found && rp_instant_compare(&end.instant, &ret_end->instant) >= 0) continue;
        *ret_end = end;
        found = true;
    }
    return found && !reason->uncertain;
}

/* The last end of all statements that deny. */
static bool later_find_end(const struct rampart_decision *decision, struct later_end *ret_end)
{
    const struct rampart_verdict verdict = decision->verdict;
    if (verdict.outcome != RAMPART_OUTCOME_DENY || verdict.deny != RAMPART_EXPLICIT_DENY) return false;
    for (size_t i = 0; i < decision->matched_count; i++) {
        struct later_end end;
        if (!later_statement_end(decision, &decision->matched[i], &end)) return false;
        if (i == 0 || rp_instant_compare(&end.instant, &ret_end->instant) > 0) *ret_end = end;
    }
    return decision->matched_count > 0;
}

/* The one value of the time in the request; NULL: it has none, or several. */
static struct rp_context_value *later_time_of(struct rampart_request *request)
{
    struct rp_context_value *value = NULL;
    for (struct rp_context_key *key = request->keys; key != NULL; key = key->next) {
        if (!rp_key_equal(key->name, later_key)) continue;
        if (value != NULL || key->count != 1) return NULL;
        value = key->first;
    }
    return value;
}

enum rampart_status rampart_explain_later(const struct rampart_set *set, struct rampart_request *request,
                                          const struct rampart_decision *decision,
                                          struct rampart_diags *diags, struct rampart_str *ret_until,
                                          struct rampart_decision **ret_later)
{
    struct later_end end = {.text = {NULL, 0}};
    if (set == NULL || request == NULL || decision == NULL || ret_until == NULL || ret_later == NULL)
        return RAMPART_MISUSE;
    *ret_until = (struct rampart_str){NULL, 0};
    *ret_later = NULL;
    struct rp_context_value *time = later_time_of(request);
    if (time == NULL || !later_find_end(decision, &end)) return RAMPART_OK;
    const struct rp_context_value now = *time;
    time->text = end.text;
    time->read = (struct rp_read_value){.type = RP_TYPE_DATE, .as.instant = end.instant};
    enum rampart_status status = rampart_explain(set, &request, 1, 0, diags, ret_later, NULL);
    *time = now;
    if (status == RAMPART_OK) *ret_until = end.text;
    return status;
}
