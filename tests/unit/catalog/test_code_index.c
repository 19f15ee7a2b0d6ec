/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "catalog/code_index.h"

static const struct rampart_str actions = {"a-b:x\na:x\na:y\nAB:x\nb:z", 22};

static void assert_rows(const struct rp_code_index *index, const char *action, const char *rows)
{
    assert_true(rp_str_equal(rp_code_index_rows(index, actions, rampart_str(action)), rampart_str(rows)));
}

static void a_service_has_its_rows(void **state)
{
    (void)state;
    struct rp_arena arena;
    struct rp_code_index index;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_code_index_build(&index, &arena, actions, 4), RAMPART_OK);
    assert_rows(&index, "a:q", "a:x\na:y\n");
    assert_rows(&index, "A-B:x", "a-b:x\n");
    assert_rows(&index, "ab:x", "AB:x\n");
    assert_rows(&index, "b:", "b:z");
    rp_arena_free(&arena);
}

static void what_is_not_indexed_is_among_all_rows(void **state)
{
    (void)state;
    struct rp_arena arena;
    struct rp_code_index index;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_code_index_build(&index, &arena, actions, 1), RAMPART_OK);
    assert_rows(&index, "a-b:x", "a-b:x\n");
    assert_rows(&index, "b:z", "a-b:x\na:x\na:y\nAB:x\nb:z");
    assert_rows(&index, "nosuch:z", "a-b:x\na:x\na:y\nAB:x\nb:z");
    assert_rows(&index, "", "a-b:x\na:x\na:y\nAB:x\nb:z");
    rp_arena_free(&arena);
}

static const struct rampart_str table = {"a-b:x\t1\na:x\t2\na:y\t3\nAB:x\t4\nb:z\t5", 32};

/* Empty: it is not found. */
static void assert_found(const struct rp_code_index *index, const char *action, const char *row)
{
    struct rampart_str line = {NULL, 0};
    (void)rp_code_index_find(index, table, rampart_str(action), &line);
    assert_true(rp_str_equal(line, rampart_str(row)));
}

static void an_action_is_found_in_either_way(void **state)
{
    (void)state;
    for (size_t services = 0; services < 5; services++) {
        struct rp_arena arena;
        struct rp_code_index index;
        rp_arena_init(&arena, NULL);
        assert_int_equal(rp_code_index_build(&index, &arena, table, services), RAMPART_OK);
        assert_found(&index, "A:X", "a:x\t2");
        assert_found(&index, "a-b:x", "a-b:x\t1");
        assert_found(&index, "ab:x", "AB:x\t4");
        assert_found(&index, "b:z", "b:z\t5");
        assert_found(&index, "a:", "");
        assert_found(&index, "a:xx", "");
        assert_found(&index, "a:x\t2", "");
        assert_found(&index, "nosuch:x", "");
        rp_arena_free(&arena);
    }
}

static void no_actions_have_an_index(void **state)
{
    (void)state;
    struct rp_arena arena;
    struct rp_code_index index;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_code_index_build(&index, &arena, RP_STR(""), 0), RAMPART_OK);
    assert_int_equal(rp_code_index_rows(&index, RP_STR(""), RP_STR("a:b")).len, 0);
    rp_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_service_has_its_rows),
        cmocka_unit_test(what_is_not_indexed_is_among_all_rows),
        cmocka_unit_test(an_action_is_found_in_either_way),
        cmocka_unit_test(no_actions_have_an_index),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
