/* SPDX-License-Identifier: Apache-2.0 */
#include "suite/bearing.h"

#include <stdlib.h>

#include "base/try.h"
#include "decide/set.h"

const struct rp_unit *rp_rules_unit(const struct rp_rules *rules, size_t i)
{
    const struct rp_unit *const units[] = {&rules->identity, &rules->resource_group, &rules->session, &rules->trust};
    const size_t own = sizeof units / sizeof *units;
    if (i < own) return units[i];
    i -= own;
    if (i < rules->control_levels) return &rules->control[i];
    i -= rules->control_levels;
    if (i < rules->instance_count) return &rules->instances[i];
    i -= rules->instance_count;
    return i < rules->shown_count ? &rules->shown[i].unit : NULL;
}

/* ---- policies ---- */

static int bearing_compare_policies(const void *a, const void *b)
{
    const struct rampart_policy *const *one = a, *const *other = b;
    return (*one > *other) - (*one < *other);
}

static enum rampart_status bearing_add_policies(struct rp_arena *arena, const struct rp_rules *rules,
                                                struct rp_bearing *bearing)
{
    bearing->policies = RP_NEW_ARRAY(arena, const struct rampart_policy *, rules->attachment_count + 1);
    RP_TRY_MEMORY(bearing->policies != NULL);
    for (size_t i = 0; i < rules->attachment_count; i++)
        if (rules->attachments[i].policy != NULL) bearing->policies[bearing->policy_count++] = rules->attachments[i].policy;
    qsort(bearing->policies, bearing->policy_count, sizeof(struct rampart_policy *), bearing_compare_policies);
    return RAMPART_OK;
}

bool rp_bearing_has(const struct rp_bearing *bearing, const struct rampart_policy *policy)
{
    return bsearch(&policy, bearing->policies, bearing->policy_count, sizeof(struct rampart_policy *),
                   bearing_compare_policies) != NULL;
}

/* ---- statements ---- */

static int bearing_compare(const void *a, const void *b)
{
    const struct rp_borne *one = a, *other = b;
    return (one->statement > other->statement) - (one->statement < other->statement);
}

static enum rampart_status bearing_ask(const struct rp_rule *rule, struct rampart_request *request,
                                       rampart_switches assumed, bool *ret_some, bool *ret_all)
{
    *ret_some = false;
    *ret_all = rule->members == NULL;
    for (const struct rp_resource *resource = request->resources; resource != NULL; resource = resource->next) {
        const struct rp_question question = rp_question_about(request, resource, assumed);
        enum rampart_truth truth = RAMPART_UNKNOWN;
        RP_TRY(rp_rule_match(rule, &question, &truth));
        *ret_some |= truth != RAMPART_FALSE;
        *ret_all &= truth == RAMPART_TRUE;
    }
    return RAMPART_OK;
}

static enum rampart_status bearing_add_unit(const struct rp_unit *unit, struct rampart_request *request,
                                            rampart_switches assumed, struct rp_bearing *bearing)
{
    for (size_t i = 0; i < unit->count; i++) {
        struct rp_borne *item = &bearing->items[bearing->count];
        bool some = false;
        item->statement = unit->rules[i].statement;
        RP_TRY(bearing_ask(&unit->rules[i], request, assumed, &some, &item->all));
        bearing->count += some;
    }
    return RAMPART_OK;
}

/* A statement may be there more than once, for its policy may be attached so. */
static void bearing_join(struct rp_bearing *bearing)
{
    size_t left = 0;
    if (bearing->count > 1) qsort(bearing->items, bearing->count, sizeof *bearing->items, bearing_compare);
    for (size_t i = 0; i < bearing->count; i++) {
        if (left > 0 && bearing->items[left - 1].statement == bearing->items[i].statement)
            bearing->items[left - 1].all &= bearing->items[i].all;
        else
            bearing->items[left++] = bearing->items[i];
    }
    bearing->count = left;
}

static enum rampart_status bearing_add_statements(struct rp_arena *arena, const struct rp_rules *rules,
                                                  struct rampart_request *request, struct rp_bearing *bearing)
{
    const struct rp_unit *unit;
    size_t most = 1;
    for (size_t i = 0; (unit = rp_rules_unit(rules, i)) != NULL; i++) most += unit->count;
    bearing->items = RP_NEW_ARRAY(arena, struct rp_borne, most);
    RP_TRY_MEMORY(bearing->items != NULL);
    for (size_t i = 0; (unit = rp_rules_unit(rules, i)) != NULL; i++)
        RP_TRY(bearing_add_unit(unit, request, rules->assumed, bearing));
    bearing_join(bearing);
    return RAMPART_OK;
}

enum rampart_status rp_bearing_find(struct rp_arena *arena, const struct rampart_set *set,
                                    struct rampart_request *request, struct rp_bearing *ret_bearing)
{
    struct rp_bearing bearing = {.count = 0};
    struct rp_set_rules made;
    RP_TRY(rp_set_asked(set, request, NULL, &bearing.asked));
    RP_TRY(rp_set_rules(bearing.asked, request, NULL, &made));
    enum rampart_status status = bearing_add_policies(arena, made.rules, &bearing);
    if (status == RAMPART_OK) status = bearing_add_statements(arena, made.rules, request, &bearing);
    rp_rules_free(made.own);
    if (status == RAMPART_OK) *ret_bearing = bearing;
    return status;
}

const struct rp_borne *rp_bearing_statement(const struct rp_bearing *bearing, const struct rp_statement *statement)
{
    const struct rp_borne wanted = {.statement = statement};
    if (bearing->count == 0) return NULL;
    return bsearch(&wanted, bearing->items, bearing->count, sizeof *bearing->items, bearing_compare);
}
