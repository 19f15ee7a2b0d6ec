/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "base/table.h"

/* ---- intern ---- */

enum { TEXTS = 3000 };

static void an_equal_text_has_the_same_place(void **state)
{
    struct rp_arena arena;
    struct rp_intern intern = {.count = 0};
    char text[16];
    size_t again = 0;

    (void)state;
    rp_arena_init(&arena, NULL);
    for (size_t i = 0; i < 2 * TEXTS; i++) {
        (void)snprintf(text, sizeof text, "t%zu", i % TEXTS);
        struct rampart_str *place = rp_intern(&intern, &arena, rampart_str(text));

        assert_non_null(place);
        if (i < TEXTS) assert_null(place->data);
        if (place->data == NULL)
            assert_true(rp_arena_copy(&arena, rampart_str(text), place));
        else
            again++;
        assert_true(rp_str_equal(*place, rampart_str(text)));
    }
    assert_true(again > TEXTS - TEXTS / 100);
    rp_arena_free(&arena);
}

/* ---- seen ---- */

static void each_set_is_kept_once(void **state)
{
    (void)state;
    struct rp_arena arena;
    struct rp_seen seen;
    size_t number = 0;
    rp_arena_init(&arena, NULL);
    rp_seen_init(&seen, &arena, 2);
    for (uint64_t round = 0; round < 2; round++)
        for (uint64_t i = 0; i < 3000; i++) {
            uint64_t set[2] = {i % 50, i / 50};
            assert_int_equal(rp_seen_add(&seen, set, &number), RAMPART_OK);
            assert_int_equal(number, i);
        }
    assert_int_equal(seen.count, 3000);
    assert_int_equal(rp_seen_at(&seen, 51)[0], 1);
    assert_int_equal(rp_seen_at(&seen, 51)[1], 1);
    rp_arena_free(&arena);
}

static void sets_without_words_are_all_the_same(void **state)
{
    (void)state;
    struct rp_arena arena;
    struct rp_seen seen;
    size_t number = 1;
    const uint64_t nothing = 0;
    rp_arena_init(&arena, NULL);
    rp_seen_init(&seen, &arena, 0);
    for (int i = 0; i < 2; i++) assert_int_equal(rp_seen_add(&seen, &nothing, &number), RAMPART_OK);
    assert_int_equal(number, 0);
    assert_int_equal(seen.count, 1);
    rp_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_equal_text_has_the_same_place),
        cmocka_unit_test(each_set_is_kept_once),
        cmocka_unit_test(sets_without_words_are_all_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
