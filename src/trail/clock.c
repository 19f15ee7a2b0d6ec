/* SPDX-License-Identifier: Apache-2.0 */
#include "trail/clock.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/str.h"
#include "base/try.h"
#include "policy/key.h"

/* Called with every condition on the time. */
typedef void visitor(struct rp_clock *clock, const struct rp_rule_condition *condition);

static void clock_visit_unit(struct rp_clock *clock, const struct rp_unit *unit, visitor *visit)
{
    for (size_t i = 0; i < unit->count; i++)
        for (size_t j = 0; j < unit->rules[i].condition_count; j++)
            if (rp_key_equal(unit->rules[i].conditions[j].source->key.text, RP_STR("acs:CurrentTime")))
                visit(clock, &unit->rules[i].conditions[j]);
}

static void clock_visit_all(struct rp_clock *clock, const struct rp_compiled *account, visitor *visit)
{
    for (size_t i = 0; i < account->account->policy_count; i++)
        clock_visit_unit(clock, &account->documents[i].unit, visit);
    for (unsigned level = 0; level < account->control->control_levels; level++)
        clock_visit_unit(clock, &account->control->control[level], visit);
    clock_visit_unit(clock, &account->trust->trust, visit);
    for (size_t i = 0; account->resources != NULL && i < account->resources->shown_count; i++)
        clock_visit_unit(clock, &account->resources->shown[i].unit, visit);
    for (size_t i = 0; account->limits != NULL && i < account->limits->instance_count; i++)
        clock_visit_unit(clock, &account->limits->instances[i], visit);
}

static void clock_measure(struct rp_clock *clock, const struct rp_rule_condition *condition)
{
    clock->room += condition->source->values.count;
    clock->exact |= condition->source->op.family != &rp_family_date;
}

static void clock_collect(struct rp_clock *clock, const struct rp_rule_condition *condition)
{
    for (size_t i = 0; i < condition->source->values.count; i++)
        if (condition->operands[i].usable)
            clock->instants[clock->count++] = condition->operands[i].as.instant;
}

static int clock_compare(const void *a, const void *b)
{
    return rp_instant_compare(a, b);
}

enum rampart_status rp_clock_init(struct rp_clock *clock, struct rp_arena *arena,
                                  const struct rp_compiled *const *accounts, size_t count)
{
    *clock = (struct rp_clock){.count = 0};
    for (size_t i = 0; i < count; i++) clock_visit_all(clock, accounts[i], clock_measure);
    if (clock->exact) return RAMPART_OK;
    clock->instants = RP_NEW_ARRAY(arena, struct rp_instant, clock->room);
    RP_TRY_MEMORY(clock->instants != NULL);
    for (size_t i = 0; i < count; i++) clock_visit_all(clock, accounts[i], clock_collect);
    if (clock->count > 1) qsort(clock->instants, clock->count, sizeof *clock->instants, clock_compare);
    return RAMPART_OK;
}

struct rampart_str rp_clock_span(const struct rp_clock *clock, struct rampart_str time, char *buffer)
{
    struct rp_instant instant;
    size_t low = 0, high = clock->count;
    if (clock->exact || !rp_instant_read(time, &instant)) return time;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rp_instant_compare(&clock->instants[middle], &instant) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    bool at = low < clock->count && rp_instant_compare(&clock->instants[low], &instant) == 0;
    (void)snprintf(buffer, RP_CLOCK_SPAN, at ? "%zu" : "before %zu", low);
    return rampart_str(buffer);
}
