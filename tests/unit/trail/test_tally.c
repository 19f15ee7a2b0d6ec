/* SPDX-License-Identifier: Apache-2.0 */
/* Rows are the same in whatever order events come, and there are only so many. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "trail/tally.h"

enum { EVENTS = 500 };

static struct rampart_replay_row row_of(unsigned i, char *time, char *id)
{
    static const char *const users[] = {"user/b", "user/a", "role/a"};
    struct rampart_replay_row row = {
        .principal = rampart_str(users[i % 3]), .action = RP_STR("ess:X"), .count = 1};

    (void)snprintf(time, RP_TALLY_TIME + 1, "2026-03-01T%02u:00:00Z", i * 7 % 24);
    (void)snprintf(id, 16, "e-%u", i * 13 % 50);
    row.first = row.last = row.samples[0].time = rampart_str(time);
    row.samples[0].id = rampart_str(id);
    row.sample_count = 1;
    return row;
}

static void add(struct rp_tally *tally, unsigned i)
{
    char time[RP_TALLY_TIME + 1], id[16];
    const struct rampart_replay_row row = row_of(i, time, id);

    assert_int_equal(rp_tally_row(tally, &row), RAMPART_OK);
}

static void assert_same_rows(const struct rp_tally *a, const struct rp_tally *b)
{
    struct rp_arena arena;

    rp_arena_init(&arena, NULL);
    const struct rampart_replay_row *left = rp_tally_sorted(&a->rows, &arena);
    const struct rampart_replay_row *right = rp_tally_sorted(&b->rows, &arena);
    assert_int_equal(a->rows.count, 3);
    assert_int_equal(b->rows.count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_true(rp_str_equal(left[i].principal, right[i].principal));
        assert_true(i == 0 || rp_str_compare(left[i - 1].principal, left[i].principal) < 0);
        assert_int_equal(left[i].count, right[i].count);
        assert_true(rp_str_equal(left[i].first, right[i].first) && rp_str_equal(left[i].last, right[i].last));
        assert_int_equal(left[i].sample_count, RAMPART_REPLAY_SAMPLES);
        for (size_t s = 0; s < RAMPART_REPLAY_SAMPLES; s++) {
            assert_true(rp_str_equal(left[i].samples[s].id, right[i].samples[s].id));
            assert_true(rp_str_equal(left[i].samples[s].time, right[i].samples[s].time));
        }
    }
    rp_arena_free(&arena);
}

static void test_any_order(void **state)
{
    const struct rampart_allocator allocator = rp_allocator_of(NULL);
    struct rp_tally up, down;

    (void)state;
    rp_tally_init(&up, &allocator, 10);
    rp_tally_init(&down, &allocator, 10);
    for (unsigned i = 0; i < EVENTS; i++) {
        add(&up, i);
        add(&down, EVENTS - 1 - i);
    }
    assert_same_rows(&up, &down);
    assert_int_equal(up.read, EVENTS);
    assert_int_equal(up.mapped, EVENTS);
    rp_tally_free(&up);
    rp_tally_free(&down);
}

static void test_limit(void **state)
{
    const struct rampart_allocator allocator = rp_allocator_of(NULL);
    const struct rampart_replay_skip skip = {RP_STR("event-type"), RP_STR("x"), 2};
    const struct rampart_replay_skip other = {RP_STR("event-type"), RP_STR("y"), 1};
    struct rp_tally tally;

    (void)state;
    rp_tally_init(&tally, &allocator, 2);
    add(&tally, 0);
    assert_int_equal(rp_tally_skip(&tally, &skip), RAMPART_OK);
    assert_int_equal(rp_tally_skip(&tally, &skip), RAMPART_OK);
    add(&tally, 3);
    assert_int_equal(rp_tally_skip(&tally, &other), RAMPART_LIMIT);
    assert_int_equal(tally.skipped, 4);
    assert_int_equal(tally.read, 6);
    rp_tally_free(&tally);
}

static void test_cut(void **state)
{
    char text[400];

    (void)state;
    for (size_t i = 0; i < sizeof text; i++) text[i] = "\xc3\xa9"[i % 2];
    assert_int_equal(rp_tally_cut((struct rampart_str){text, 400}).len, 200);
    assert_int_equal(rp_tally_cut((struct rampart_str){text, 200}).len, 200);
    assert_int_equal(rp_tally_cut((struct rampart_str){text + 1, 399}).len, 199);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_order),
        cmocka_unit_test(test_limit),
        cmocka_unit_test(test_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
