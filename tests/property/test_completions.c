/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What "definite" promises: however the unknown keys turn out, the outcome stays. For generated requests every
 * completion (each key absent, empty, or with any value or two that the documents can tell apart) is decided and
 * compared with the verdict on the request that leaves them open. With one unknown key the other direction is promised
 * as well: a Conditional can still become either. With several it is not; how often one hides a certain outcome is
 * printed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "support/naive_split.h"
#include "support/naive_statement.h"
#include "support/naive_values.h"
#include "support/twins.h"
#include "support/rules.h"

#define WORLDS 400
#define REQUESTS 10

/* One request being completed, key by key. */
struct completing {
    const struct twins *twins;
    struct rampart_request *request;
    struct naive_request asked; /* with the keys chosen so far */
    struct rampart_verdict open;
    bool pairs; /* of values as well */
    unsigned allowed, denied, open_still, disagreed;
};

struct tally {
    unsigned definite, conditional, hiding, completions;
};

static void decide(const struct completing *completing, struct rampart_verdict *ret_verdict)
{
    assert_true(request_of_naive(&completing->asked, completing->request));
    assume_as_naive(&completing->asked, completing->twins->rules);
    assert_int_equal(rp_rules_decide(completing->twins->rules, completing->request, ret_verdict), RAMPART_OK);
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
    twins_print(completing->twins, &completing->asked);
    verdict_print("before the keys were known", &completing->open);
    verdict_print("with these keys           ", &verdict);
}

static void complete(struct completing *completing, size_t from);

static void complete_values(struct completing *completing, size_t from, const char *const *values,
                            size_t count, size_t i);

/* Every set of one value, or of two, that holds those chosen and others from the i-th on. */
static void complete_sets(struct completing *completing, size_t from, const char *const *values, size_t count,
                          size_t i)
{
    bool one = naive_key_type(rampart_str(completing->asked.keys[from].name)) != '\0';

    complete(completing, from + 1);
    if (completing->asked.keys[from].count < (completing->pairs && !one ? 2U : 1U))
        complete_values(completing, from, values, count, i);
}

/* The same but for the set of those chosen alone. */
static void complete_values(struct completing *completing, size_t from, const char *const *values,
                            size_t count, size_t i)
{
    struct naive_key *key = &completing->asked.keys[from];

    for (; i < count; i++) {
        key->values[key->count++] = values[i];
        complete_sets(completing, from, values, count, i + 1);
        key->count--;
    }
}

static void complete(struct completing *completing, size_t from)
{
    struct naive_key *key = NULL;
    const char *values[NAIVE_CLASSES];

    while (from < completing->asked.key_count && completing->asked.keys[from].state != NAIVE_UNKNOWN) from++;
    if (from == completing->asked.key_count) {
        check(completing);
        return;
    }
    key = &completing->asked.keys[from];
    size_t count = naive_classes(&completing->twins->naive, &completing->asked, key->name, true, values);
    if (!naive_carries(&completing->asked, rampart_str(key->name))) {
        key->state = NAIVE_ABSENT;
        complete(completing, from + 1);
    }
    key->state = NAIVE_PRESENT;
    if (naive_key_type(rampart_str(key->name)) != '\0') /* it has one value in each request */
        complete_values(completing, from, values, count, 0);
    else
        complete_sets(completing, from, values, count, 0);
    *key = (struct naive_key){.name = key->name, .state = NAIVE_UNKNOWN};
}

/*
 * Whether the documents ask about the key by conditions of two types, or of another than its own: such a key is
 * not split, or by values that no request has.
 */
static bool is_mixed(const struct naive_policies *twins, const char *key)
{
    static struct naive_open all; /* large */

    all.count = 0;
    for (size_t a = 0; a < twins->count; a++)
        for (size_t s = 0; s < twins->attachments[a].policy->statement_count; s++) {
            const struct rp_statement *statement = &twins->attachments[a].policy->statements[s];

            for (size_t c = 0; c < statement->condition_count; c++)
                all.conditions[all.count++] = &statement->conditions[c];
        }
    const char type = naive_open_type(&all, key), own = naive_key_type(rampart_str(key));
    return type == 'm' || (own != '\0' && type != 'n' && type != own);
}

static bool any_mixed(const struct completing *completing)
{
    for (size_t i = 0; i < completing->asked.key_count; i++)
        if (completing->asked.keys[i].state == NAIVE_UNKNOWN &&
            is_mixed(&completing->twins->naive, completing->asked.keys[i].name))
            return true;
    return false;
}

static void run_request(struct chance *chance, const struct twins *twins, struct rampart_request *request,
                        size_t unknown, struct tally *tally)
{
    struct completing completing = {.twins = twins, .request = request, .pairs = unknown == 1};
    bool hides = false;

    generate_request(chance, unknown, &completing.asked);
    completing.asked.complete = false;
    if (unknown == 1) completing.asked.resource_count = 1; /* of several, different ones may be denied */
    decide(&completing, &completing.open);
    complete(&completing, 0);
    assert_int_equal(completing.disagreed, 0);
    tally->completions += completing.allowed + completing.denied + completing.open_still;
    if (completing.open.outcome != RAMPART_OUTCOME_CONDITIONAL)
        tally->definite++;
    else
        tally->conditional++;
    hides = completing.open.outcome == RAMPART_OUTCOME_CONDITIONAL && completing.open_still == 0 &&
            (completing.allowed == 0 || completing.denied == 0);
    tally->hiding += hides;
    if (!hides || unknown > 1 || any_mixed(&completing)) return;
    twins_print(twins, &completing.asked);
    fail_msg("every completion of the one unknown key gives the same outcome");
}

static void run_world(struct chance *chance, struct rampart_request *request, size_t unknown,
                      struct tally *tally)
{
    static struct generated_policies made; /* large */
    struct twins twins;

    generate_policies(chance, &made);
    assert_true(twins_load(&made, &twins));
    for (unsigned i = 0; i < REQUESTS; i++) run_request(chance, &twins, request, unknown, tally);
    twins_free(&twins);
}

static void run(size_t unknown)
{
    struct chance chance = chance_begin();
    struct rampart_request *request = NULL;
    struct tally tally = {0};

    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    for (unsigned i = 0; i < WORLDS; i++) run_world(&chance, request, unknown, &tally);
    rampart_request_free(request);
    printf("%u definite, %u Conditional, of which %u had one outcome in every completion tried; %u "
           "completions\n",
           tally.definite, tally.conditional, tally.hiding, tally.completions);
    assert_true(tally.definite > 0 && tally.conditional > tally.hiding);
}

static void definite_is_exact_with_one_key(void **state)
{
    (void)state;
    run(1);
}

static void definite_stays_with_several_keys(void **state)
{
    (void)state;
    run(3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(definite_is_exact_with_one_key),
                                       cmocka_unit_test(definite_stays_with_several_keys)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
