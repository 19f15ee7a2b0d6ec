/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Generated requests under every value of every switch: the engine decides as its naive twin does, and names exactly
 * the switches under which the twin decides otherwise. Sometimes other values than the defaults are assumed from the
 * start. RAMPART_SEED in the environment repeats a run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/naive_statement.h"
#include "support/switched.h"

enum { WORLDS = 600, MOST_GENERATED = 6000, REQUESTS = 8, MOST_VALUES = 3 };

/* How often each value of each switch was touched, and how often it turned the verdict. */
struct tally {
    unsigned touched[RAMPART_ASSUMPTIONS][MOST_VALUES], turned[RAMPART_ASSUMPTIONS][MOST_VALUES];
};

/* ---- what a switch touches ---- */

static bool statement_turns(const struct rampart_attachment *attachment, size_t statement,
                            const struct naive_request *now, const struct naive_request *otherwise)
{
    const struct rp_statement *source = &attachment->policy->statements[statement];

    for (size_t i = 0; i < now->resource_count; i++)
        if (naive_statement(source, now, now->resources[i]) !=
            naive_statement(source, otherwise, now->resources[i]))
            return true;
    return naive_refused(attachment, now) != naive_refused(attachment, otherwise);
}

static bool is_touched(const struct naive_policies *twins, const struct naive_request *now,
                       const struct naive_request *otherwise)
{
    bool root = now->assumed[RAMPART_ASSUME_CONTROL_ROOT] != otherwise->assumed[RAMPART_ASSUME_CONTROL_ROOT];
    bool group = now->assumed[RAMPART_ASSUME_RG_DENY] != otherwise->assumed[RAMPART_ASSUME_RG_DENY];

    if (root) return now->who == NAIVE_ROOT && twins->levels > 0;
    for (size_t a = 0; a < twins->count; a++) {
        if (group && twins->attachments[a].layer == RAMPART_LAYER_RESOURCE_GROUP) return true;
        for (size_t s = 0; s < twins->attachments[a].policy->statement_count; s++)
            if (statement_turns(&twins->attachments[a], s, now, otherwise)) return true;
    }
    return false;
}

/* ---- both twins ---- */

static void compare(const struct switched *switched, enum rampart_assumption assumption, size_t number,
                    struct tally *tally)
{
    struct naive_request other = switched->asked;

    other.assumed[assumption] = number;
    tally->turned[assumption][number] += switched_turns(switched, assumption, number);
    tally->touched[assumption][number] += is_touched(&switched->twins->naive, &switched->asked, &other);
}

static void run_request(struct switched *switched, struct tally *tally)
{
    size_t expected = 0;

    switched_open(switched);
    for (unsigned i = 0; i < RAMPART_ASSUMPTIONS; i++) {
        enum rampart_assumption assumption = (enum rampart_assumption)i;

        const bool of_instance = i == RAMPART_ASSUME_INSTANCE_ALLOW || i == RAMPART_ASSUME_INSTANCE_ROLE;
        if (i >= NAIVE_ASSUMPTIONS && !of_instance) continue; /* these need a policy of a resource */
        for (size_t number = 0; rampart_assumption_value(assumption, number) != NULL; number++) {
            if (number == switched->asked.assumed[i]) continue;
            if (assumption != RAMPART_ASSUME_KEY_CASE || switched->asked.complete)
                compare(switched, assumption, number, tally);
            expected += switched_find(switched, assumption, number) != NULL;
        }
    }
    assert_int_equal(expected, switched->decision->dependence_count);
    switched_close(switched);
}

/* Mostly the defaults; else many switches stand otherwise. */
static void assume_by_chance(struct chance *chance, struct naive_request *asked)
{
    bool defaults = chance_of(chance, 50);

    for (unsigned i = 0; i < NAIVE_ASSUMPTIONS && !defaults; i++) {
        unsigned values = rampart_assumption_value((enum rampart_assumption)i, 2) == NULL ? 2 : 3;

        if (chance_of(chance, 50)) asked->assumed[i] = chance_below(chance, values);
    }
    if (!defaults) asked->assumed[RAMPART_ASSUME_INSTANCE_ROLE] = chance_below(chance, 2);
    /* By what unknown keys a decision is settled, the twin knows for names as they are compared by default only. */
    if (asked->assumed[RAMPART_ASSUME_KEY_CASE] != 0) asked->complete = true;
}

static void ask_as_root(struct naive_request *asked)
{
    asked->who = NAIVE_ROOT;
    asked->account = "100";
    asked->name = "";
    asked->session = NULL;
}

static void run_world(struct chance *chance, struct tally *tally)
{
    static struct generated_policies made; /* large */
    struct twins twins;
    struct switched asking = {.twins = &twins};

    generate_policies(chance, &made);
    assert_true(twins_load(&made, &twins));
    for (unsigned i = 0; i < REQUESTS; i++) {
        generate_request(chance, chance_of(chance, 50) ? 0 : NAIVE_KEYS, &asking.asked);
        if (chance_of(chance, 10)) ask_as_root(&asking.asked);
        assume_by_chance(chance, &asking.asked);
        run_request(&asking, tally);
    }
    twins_free(&twins);
}

static void print_tally(const struct tally *tally)
{
    for (unsigned i = 0; i < NAIVE_ASSUMPTIONS; i++) {
        enum rampart_assumption switched = (enum rampart_assumption)i;

        for (size_t number = 0; rampart_assumption_value(switched, number) != NULL; number++)
            printf("%-16s otherwise %-16s touched %6u, turned the verdict %6u\n",
                   rampart_assumption_name(switched), rampart_assumption_value(switched, number),
                   tally->touched[i][number], tally->turned[i][number]);
    }
}

/* Some switches are about forms of values that are rare: it goes on until each of them has turned a verdict. */
static bool has_turned_all(const struct tally *tally)
{
    for (unsigned i = 0; i < NAIVE_ASSUMPTIONS; i++)
        if (tally->turned[i][0] + tally->turned[i][1] + tally->turned[i][2] == 0) return false;
    return true;
}

static void test_same_as_naive(void **state)
{
    struct chance chance = chance_begin();
    struct tally tally = {0};

    (void)state;
    for (unsigned i = 0; i < WORLDS || (i < MOST_GENERATED && !has_turned_all(&tally)); i++)
        run_world(&chance, &tally);
    print_tally(&tally);
    for (unsigned i = 0; i < NAIVE_ASSUMPTIONS; i++) {
        assert_true(tally.touched[i][0] + tally.touched[i][1] + tally.touched[i][2] > 0);
        assert_true(tally.turned[i][0] + tally.turned[i][1] + tally.turned[i][2] > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_same_as_naive)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
