/* SPDX-License-Identifier: Apache-2.0 */
/* What observations say about readings: alone, one after another, and when they contradict one another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "calibrate/verdicts.h"

/* Observations, each counted once, and what they come to. */
struct fixture {
    struct rp_notes notes;
    struct rp_arena arena;
    const struct rampart_calibration_reading *readings;
    size_t count;
};

static void start(struct fixture *fixture)
{
    const struct rampart_allocator allocator = rp_allocator_of(NULL);

    rp_notes_init(&fixture->notes, &allocator, 100);
    rp_arena_init(&fixture->arena, NULL);
}

static void end(struct fixture *fixture)
{
    rp_arena_free(&fixture->arena);
    rp_notes_free(&fixture->notes);
}

static void observe(struct fixture *fixture, const char *switches, const char *outcomes)
{
    const struct rp_note note = {.table = RP_NOTE_OBSERVATION,
                                 .what = rampart_str(switches),
                                 .detail = rampart_str(outcomes),
                                 .count = 1,
                                 .samples = {{.time = RP_STR("2026-03-01T02:03:04Z"), .id = rampart_str(switches)}},
                                 .sample_count = 1};

    assert_int_equal(rp_notes_add(&fixture->notes, &note, NULL), RAMPART_OK);
    assert_int_equal(rp_verdicts_find(&fixture->notes, &fixture->arena, &fixture->readings, &fixture->count), RAMPART_OK);
}

static const struct rampart_calibration_reading *reading_of(const struct fixture *fixture,
                                                            enum rampart_assumption assumption, size_t value)
{
    for (size_t i = 0; i < fixture->count; i++)
        if (fixture->readings[i].assumption == assumption && fixture->readings[i].value == value)
            return &fixture->readings[i];
    fail();
    return NULL;
}

static void expect(const struct fixture *fixture, enum rampart_assumption assumption,
                   enum rampart_reading_verdict first, enum rampart_reading_verdict second)
{
    assert_int_equal(reading_of(fixture, assumption, 0)->verdict, first);
    assert_int_equal(reading_of(fixture, assumption, 1)->verdict, second);
}

static void test_one_call(void **state)
{
    struct fixture fixture;

    (void)state;
    start(&fixture);
    observe(&fixture, "resource-case", "-+");
    expect(&fixture, RAMPART_ASSUME_RESOURCE_CASE, RAMPART_READING_REFUTED, RAMPART_READING_SUPPORTED);
    expect(&fixture, RAMPART_ASSUME_COLON_CROSSING, RAMPART_READING_SILENT, RAMPART_READING_SILENT);
    const struct rampart_calibration_reading *found = reading_of(&fixture, RAMPART_ASSUME_RESOURCE_CASE, 1);
    assert_int_equal(found->alone, 1);
    assert_int_equal(found->against, 0);
    assert_int_equal(found->alone_sample_count, 1);
    assert_true(rp_str_equal(found->alone_samples[0].id, RP_STR("resource-case")));
    observe(&fixture, "resource-case", "-+");
    assert_int_equal(reading_of(&fixture, RAMPART_ASSUME_RESOURCE_CASE, 0)->against, 2);
    end(&fixture);
}

/* Of three values one is refuted; which of the others it is nobody knows. */
static void test_three_values(void **state)
{
    struct fixture fixture;

    (void)state;
    start(&fixture);
    observe(&fixture, "unreadable-value", "-++");
    expect(&fixture, RAMPART_ASSUME_UNREADABLE_VALUE, RAMPART_READING_REFUTED, RAMPART_READING_SILENT);
    assert_int_equal(reading_of(&fixture, RAMPART_ASSUME_UNREADABLE_VALUE, 1)->alone, 0);
    observe(&fixture, "unreadable-value", "++-");
    expect(&fixture, RAMPART_ASSUME_UNREADABLE_VALUE, RAMPART_READING_REFUTED, RAMPART_READING_SUPPORTED);
    end(&fixture);
}

/* A call that two switches change says nothing of either, until one of them is settled. */
static void test_two_switches(void **state)
{
    struct fixture fixture;

    (void)state;
    start(&fixture);
    observe(&fixture, "resource-case,action-case", "-++-");
    expect(&fixture, RAMPART_ASSUME_RESOURCE_CASE, RAMPART_READING_SILENT, RAMPART_READING_SILENT);
    expect(&fixture, RAMPART_ASSUME_ACTION_CASE, RAMPART_READING_SILENT, RAMPART_READING_SILENT);
    observe(&fixture, "action-case", "+-");
    expect(&fixture, RAMPART_ASSUME_ACTION_CASE, RAMPART_READING_SUPPORTED, RAMPART_READING_REFUTED);
    expect(&fixture, RAMPART_ASSUME_RESOURCE_CASE, RAMPART_READING_REFUTED, RAMPART_READING_SUPPORTED);
    end(&fixture);
}

/* Where a reading leaves a call open, it is not refuted, and the other is not supported. */
static void test_left_open(void **state)
{
    struct fixture fixture;

    (void)state;
    start(&fixture);
    observe(&fixture, "key-case", "+-?");
    expect(&fixture, RAMPART_ASSUME_KEY_CASE, RAMPART_READING_SILENT, RAMPART_READING_REFUTED);
    assert_int_equal(reading_of(&fixture, RAMPART_ASSUME_KEY_CASE, 2)->verdict, RAMPART_READING_SILENT);
    end(&fixture);
}

/* A dispute settles nothing: what was concluded from its switch is not, any more. */
static void test_dispute(void **state)
{
    struct fixture fixture;

    (void)state;
    start(&fixture);
    observe(&fixture, "action-case", "+-");
    observe(&fixture, "resource-case,action-case", "-++-");
    observe(&fixture, "action-case", "-+");
    expect(&fixture, RAMPART_ASSUME_ACTION_CASE, RAMPART_READING_DISPUTED, RAMPART_READING_DISPUTED);
    expect(&fixture, RAMPART_ASSUME_RESOURCE_CASE, RAMPART_READING_SILENT, RAMPART_READING_SILENT);
    end(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_call),  cmocka_unit_test(test_three_values), cmocka_unit_test(test_two_switches),
        cmocka_unit_test(test_left_open), cmocka_unit_test(test_dispute),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
