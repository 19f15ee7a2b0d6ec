/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The nearest statements against their naive twin, which judges every statement, among few and among many that are
 * generated. RAMPART_SEED in the environment repeats a run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "support/many_policies.h"
#include "support/naive_nearest.h"
#include "support/rules.h"

enum { ROUNDS = 60, REQUESTS = 200 };

/* How often each element was the first that failed, and how many were near. */
struct tally {
    unsigned elements[RAMPART_ELEMENT_CONDITION + 1], several, far;
};

static bool is_same(const struct rampart_near_miss *miss, const struct naive_near *near)
{
    const struct rp_rule *rule = near->rule;
    bool same_key = near->element != RAMPART_ELEMENT_CONDITION ||
                    miss->key.data == near->condition->source->key.text.data;

    return miss->reason.policy.data == rule->attachment->policy->name.data &&
           miss->reason.statement == (size_t)(rule->statement - rule->attachment->policy->statements) &&
           miss->element == near->element && miss->failed == near->failed && same_key;
}

static void check(const struct many_policies *many, struct rampart_request *request, struct tally *tally)
{
    struct rampart_decision *decision = NULL;
    struct naive_near near[NAIVE_NEAREST];
    size_t count = 0;

    assert_int_equal(rp_rules_explain(many->rules, request, 0, &decision), RAMPART_OK);
    assert_true(naive_nearest(many->rules, request, decision, near, &count));
    assert_int_equal(decision->nearest_count, count);
    for (size_t i = 0; i < count; i++) {
        assert_true(is_same(&decision->nearest[i], &near[i]));
        tally->elements[near[i].element]++;
    }
    tally->several += count == NAIVE_NEAREST;
    tally->far += count > 0 && near[0].failed > 1;
    rampart_decision_free(decision);
}

static void ask(struct chance *chance, const struct many_policies *many, struct rampart_request *request,
                struct tally *tally)
{
    for (unsigned i = 0; i < REQUESTS; i++) {
        struct naive_request asked;

        generate_request(chance, chance_of(chance, 30) ? 0 : NAIVE_KEYS, &asked);
        asked.resource_count = 1; /* which of several decides is another matter */
        assert_true(request_of_naive(&asked, request));
        assume_as_naive(&asked, many->rules);
        check(many, request, tally);
    }
}

static void test_same_as_judging_all(void **state)
{
    static struct many_policies many; /* large */
    struct chance chance = chance_begin();
    struct rampart_request *request = NULL;
    struct tally tally = {.far = 0};

    (void)state;
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    for (unsigned i = 0; i < ROUNDS; i++) {
        many_policies_make(&chance, i % 10 == 9 ? 20 : i % 3 + 1, &many);
        ask(&chance, &many, request, &tally);
        many_policies_free(&many);
    }
    rampart_request_free(request);
    for (size_t i = RAMPART_ELEMENT_ACTION; i <= RAMPART_ELEMENT_CONDITION; i++)
        printf("%s %u, ", rampart_element_name((enum rampart_element)i, false), tally.elements[i]);
    printf("three %u, far %u\n", tally.several, tally.far);
    assert_true(tally.elements[RAMPART_ELEMENT_ACTION] > 0 && tally.elements[RAMPART_ELEMENT_RESOURCE] > 0 &&
                tally.elements[RAMPART_ELEMENT_CONDITION] > 0 && tally.several > 0 && tally.far > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_same_as_judging_all)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
