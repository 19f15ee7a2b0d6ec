/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The engine against its naive twin on 100,000 generated requests: the same outcome, type of deny and layer, from
 * deciding and from explaining, and the same statements as reasons. RAMPART_SEED in the environment repeats a run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "support/world.h"

#define WORLDS 5000
#define REQUESTS 20

/* How often each outcome came, so that no run tests one of them hardly at all. */
struct tally {
    unsigned allow, explicit_deny, implicit_deny, conditional, layers[5];
};

static void count(struct tally *tally, const struct rampart_verdict *verdict)
{
    if (verdict->outcome == RAMPART_OUTCOME_ALLOW)
        tally->allow++;
    else if (verdict->outcome == RAMPART_OUTCOME_CONDITIONAL)
        tally->conditional++;
    else if (verdict->deny == RAMPART_EXPLICIT_DENY)
        tally->explicit_deny++;
    else
        tally->implicit_deny++;
    if (verdict->outcome == RAMPART_OUTCOME_DENY) tally->layers[verdict->layer]++;
}

/* The same statements, without regard to order. Policies have names of their own, so none can stand in for another. */
static bool same_matches(const struct naive_answer *naive, const struct rampart_decision *decision)
{
    size_t found = 0;

    for (size_t i = 0; i < naive->matched_count; i++)
        for (size_t j = 0; j < decision->matched_count; j++) {
            struct rampart_str name = rampart_policy_name(naive->matched[i].attachment->policy);

            found += decision->matched[j].policy.data[0] == name.data[0] &&
                     decision->matched[j].statement == naive->matched[i].statement;
        }
    return found == naive->matched_count && found == decision->matched_count;
}

static bool agrees(const struct world *world, const struct naive_request *asked,
                   struct rampart_request *request, struct tally *tally)
{
    struct naive_answer naive = {.matched_count = 0};
    struct rampart_verdict verdict = {0};
    struct rampart_decision *decision = NULL;
    bool same = false;

    if (!world_ask(asked, request) || rampart_decide(world->rules, request, &verdict) != RAMPART_OK ||
        rampart_explain(NULL, world->rules, request, &decision) != RAMPART_OK) {
        world_print(world, asked);
        return false;
    }
    naive_decide(&world->naive, asked, &naive);
    count(tally, &verdict);
    same = world_same_verdict(&verdict, &naive.verdict) && world_same_verdict(&verdict, &decision->verdict) &&
           same_matches(&naive, decision);
    if (!same) {
        world_print(world, asked);
        world_print_verdict("decided  ", &verdict);
        world_print_verdict("explained", &decision->verdict);
        world_print_verdict("naive    ", &naive.verdict);
        printf("matched: %zu, naive %zu\n", decision->matched_count, naive.matched_count);
    }
    rampart_decision_free(decision);
    return same;
}

static void run_world(struct chance *chance, struct rampart_request *request, struct tally *tally)
{
    static struct generated_world made; /* large */
    struct world world;

    generate_world(chance, &made);
    assert_true(world_load(&made, &world));
    for (unsigned i = 0; i < REQUESTS; i++) {
        struct naive_request asked;

        generate_request(chance, chance_of(chance, 30) ? 0 : NAIVE_KEYS, &asked);
        assert_true(agrees(&world, &asked, request, tally));
    }
    world_free(&world);
}

static void test_same_as_naive(void **state)
{
    const char *given = getenv("RAMPART_SEED");
    struct chance chance = {.state = given != NULL ? strtoull(given, NULL, 10) : (uint64_t)time(NULL)};
    struct rampart_request *request = NULL;
    struct tally tally = {0};
    unsigned least = WORLDS * REQUESTS / 20;

    (void)state;
    printf("RAMPART_SEED=%llu\n", (unsigned long long)chance.state);
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    for (unsigned i = 0; i < WORLDS; i++) run_world(&chance, request, &tally);
    rampart_request_free(request);
    printf("Allow %u, ExplicitDeny %u, ImplicitDeny %u, Conditional %u\n", tally.allow, tally.explicit_deny,
           tally.implicit_deny, tally.conditional);
    printf("denied by identity %u, control %u, session %u, trust %u, group %u\n", tally.layers[0],
           tally.layers[1], tally.layers[2], tally.layers[3], tally.layers[4]);
    assert_true(tally.allow >= least && tally.explicit_deny >= least);
    assert_true(tally.implicit_deny >= least && tally.conditional >= least);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_same_as_naive)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
