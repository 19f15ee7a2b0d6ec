/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What "definite" promises: however the unknown keys turn out, the outcome stays. For generated requests with at
 * most three unknown keys every completion (each key absent, empty, or with any of its values) is decided and
 * compared with the verdict on the request that leaves them open. The other direction is not promised, since
 * every statement is looked at alone; how often a Conditional hides a certain outcome is printed.
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

#define WORLDS 400
#define REQUESTS 10
#define UNKNOWN 3

/* One request being completed, key by key. */
struct completing {
    const struct world *world;
    struct rampart_request *request;
    struct naive_request asked; /* with the keys chosen so far */
    struct rampart_verdict open;
    unsigned allowed, denied, open_still, disagreed;
};

struct tally {
    unsigned definite, conditional, hiding, completions;
};

static void decide(const struct completing *completing, struct rampart_verdict *ret_verdict)
{
    assert_true(world_ask(&completing->asked, completing->request));
    assert_int_equal(rampart_decide(completing->world->rules, completing->request, ret_verdict), RAMPART_OK);
}

static void check(struct completing *completing)
{
    struct rampart_verdict verdict = {0};

    decide(completing, &verdict);
    completing->allowed += verdict.outcome == RAMPART_OUTCOME_ALLOW;
    completing->denied += verdict.outcome == RAMPART_OUTCOME_DENY;
    completing->open_still +=
        verdict.outcome == RAMPART_OUTCOME_CONDITIONAL; /* nobody gave the trust policy */
    if (completing->open.outcome == RAMPART_OUTCOME_CONDITIONAL ||
        completing->open.outcome == verdict.outcome)
        return;
    completing->disagreed++;
    world_print(completing->world, &completing->asked);
    world_print_verdict("before the keys were known", &completing->open);
    world_print_verdict("with these keys           ", &verdict);
}

static void complete(struct completing *completing, size_t from)
{
    struct naive_key *key = NULL;
    const char *const *domain = NULL;

    while (from < completing->asked.key_count && completing->asked.keys[from].state != NAIVE_UNKNOWN) from++;
    if (from == completing->asked.key_count) {
        check(completing);
        return;
    }
    key = &completing->asked.keys[from];
    key->state = NAIVE_ABSENT;
    complete(completing, from + 1);
    key->state = NAIVE_PRESENT;
    key->count = 0;
    complete(completing, from + 1);
    key->count = 1;
    for (domain = generate_domain(key->name); *domain != NULL; domain++) {
        key->values[0] = *domain;
        complete(completing, from + 1);
    }
    *key = (struct naive_key){.name = key->name, .state = NAIVE_UNKNOWN};
}

static void run_request(struct chance *chance, const struct world *world, struct rampart_request *request,
                        struct tally *tally)
{
    struct completing completing = {.world = world, .request = request};

    generate_request(chance, UNKNOWN, &completing.asked);
    completing.asked.complete = false;
    decide(&completing, &completing.open);
    complete(&completing, 0);
    assert_int_equal(completing.disagreed, 0);
    tally->completions += completing.allowed + completing.denied + completing.open_still;
    if (completing.open.outcome != RAMPART_OUTCOME_CONDITIONAL)
        tally->definite++;
    else
        tally->conditional++;
    if (completing.open.outcome == RAMPART_OUTCOME_CONDITIONAL && completing.open_still == 0 &&
        (completing.allowed == 0 || completing.denied == 0))
        tally->hiding++;
}

static void run_world(struct chance *chance, struct rampart_request *request, struct tally *tally)
{
    static struct generated_world made; /* large */
    struct world world;

    generate_world(chance, &made);
    assert_true(world_load(&made, &world));
    for (unsigned i = 0; i < REQUESTS; i++) run_request(chance, &world, request, tally);
    world_free(&world);
}

static void test_definite_stays(void **state)
{
    const char *given = getenv("RAMPART_SEED");
    struct chance chance = {.state = given != NULL ? strtoull(given, NULL, 10) : (uint64_t)time(NULL)};
    struct rampart_request *request = NULL;
    struct tally tally = {0};

    (void)state;
    printf("RAMPART_SEED=%llu\n", (unsigned long long)chance.state);
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    for (unsigned i = 0; i < WORLDS; i++) run_world(&chance, request, &tally);
    rampart_request_free(request);
    printf("%u definite, %u Conditional, of which %u had one outcome in every completion tried; %u "
           "completions\n",
           tally.definite, tally.conditional, tally.hiding, tally.completions);
    assert_true(tally.definite > 0 && tally.conditional > tally.hiding);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_definite_stays)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
