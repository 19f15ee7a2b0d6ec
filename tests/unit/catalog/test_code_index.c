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
    struct rp_row_index rows;
    struct rp_code_index index;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_row_index_build(&rows, &arena, actions, NULL), RAMPART_OK);
    assert_int_equal(rp_code_index_build(&index, &arena, actions, &rows, 4), RAMPART_OK);
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
    struct rp_row_index rows;
    struct rp_code_index index;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_row_index_build(&rows, &arena, actions, NULL), RAMPART_OK);
    assert_int_equal(rp_code_index_build(&index, &arena, actions, &rows, 1), RAMPART_OK);
    assert_rows(&index, "a-b:x", "a-b:x\n");
    assert_rows(&index, "b:z", "a-b:x\na:x\na:y\nAB:x\nb:z");
    assert_rows(&index, "nosuch:z", "a-b:x\na:x\na:y\nAB:x\nb:z");
    assert_rows(&index, "", "a-b:x\na:x\na:y\nAB:x\nb:z");
    rp_arena_free(&arena);
}

static void no_actions_have_an_index(void **state)
{
    (void)state;
    struct rp_arena arena;
    struct rp_row_index rows;
    struct rp_code_index index;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_row_index_build(&rows, &arena, RP_STR(""), NULL), RAMPART_OK);
    assert_int_equal(rp_code_index_build(&index, &arena, RP_STR(""), &rows, 0), RAMPART_OK);
    assert_int_equal(rp_code_index_rows(&index, RP_STR(""), RP_STR("a:b")).len, 0);
    rp_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_service_has_its_rows),
        cmocka_unit_test(what_is_not_indexed_is_among_all_rows),
        cmocka_unit_test(no_actions_have_an_index),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
