/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The index against its twin, the same rules asked one by one, on generated policies put together: some thousand
 * statements on one principal, so that the index has many buckets. RAMPART_SEED in the environment repeats a run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "decide/request.h"
#include "decide/rule.h"
#include "policy/assumption.h"
#include "support/many_policies.h"
#include "support/rules.h"

enum { ROUNDS = 12, REQUESTS = 500 };

/* Every switch at every value now and then: the index is asked under most of them. */
static rampart_switches some_assumptions(struct chance *chance)
{
    struct rp_alternative alternative = {.assumed = 0};
    size_t cursor = 0, others = chance_of(chance, 50) ? chance_below(chance, RP_ALTERNATIVES) + 1 : 0;

    while (others-- > 0) (void)rp_alternative_next(0, ~(rampart_switches)0, &cursor, &alternative);
    return alternative.assumed;
}

/* Where there is nothing there is nothing to find. */
static bool is_indexed(const struct rp_unit *unit)
{
    return unit->count == 0 || unit->index != NULL;
}

/* The twin: the same rules without an index. */
static void take_indexes(struct rp_rules *rules, struct rp_rules *ret_twin,
                         struct rp_unit *ret_levels)
{
    *ret_twin = *rules;
    ret_twin->identity.index = ret_twin->resource_group.index = ret_twin->session.index = NULL;
    for (unsigned level = 0; level < rules->control_levels; level++) {
        assert_true(is_indexed(&rules->control[level]));
        ret_levels[level] = rules->control[level];
        ret_levels[level].index = NULL;
    }
    ret_twin->control = ret_levels;
    assert_true(is_indexed(&rules->identity));
}

static void compare(struct chance *chance, const struct many_policies *many, struct rampart_request *request,
                    unsigned outcomes[3])
{
    struct rp_rules twin;
    struct rp_unit levels[8];

    assert_true(many->levels <= 8);
    take_indexes(many->rules, &twin, levels);
    for (unsigned i = 0; i < REQUESTS; i++) {
        struct naive_request asked;
        struct rampart_verdict indexed = {0}, linear = {0};

        generate_request(chance, chance_of(chance, 30) ? 0 : NAIVE_KEYS, &asked);
        assert_true(request_of_naive(&asked, request));
        assume_as_naive(&asked, many->rules);
        many->rules->assumed = some_assumptions(chance);
        twin.assumed = many->rules->assumed;
        twin.absent_layers = many->rules->absent_layers;
        assert_int_equal(rp_rules_decide(many->rules, request, &indexed), RAMPART_OK);
        assert_int_equal(rp_rules_decide(&twin, request, &linear), RAMPART_OK);
        outcomes[linear.outcome]++;
        if (verdict_same(&indexed, &linear)) continue;
        verdict_print("indexed", &indexed);
        verdict_print("linear ", &linear);
        fail_msg("%s on %s among %zu statements", asked.action, asked.resources[0], many->statements);
    }
}

static void test_same_as_rule_by_rule(void **state)
{
    static struct many_policies many; /* large */
    struct chance chance = chance_begin();
    struct rampart_request *request = NULL;
    unsigned outcomes[3] = {0};
    size_t most = 0;

    (void)state;
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    for (unsigned i = 0; i < ROUNDS; i++) {
        many_policies_make(&chance, i % 3 == 2 ? MOST_GENERATED : i % 3 == 1 ? 20 : 3, &many);
        if (many.statements > most) most = many.statements;
        compare(&chance, &many, request, outcomes);
        many_policies_free(&many);
    }
    rampart_request_free(request);
    printf("%zu statements, Deny %u, Allow %u, Conditional %u\n", most, outcomes[RAMPART_OUTCOME_DENY],
           outcomes[RAMPART_OUTCOME_ALLOW], outcomes[RAMPART_OUTCOME_CONDITIONAL]);
    assert_true(most > 2000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_same_as_rule_by_rule)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
