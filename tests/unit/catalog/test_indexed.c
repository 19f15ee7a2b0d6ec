/* SPDX-License-Identifier: Apache-2.0 */
/* What the build made of the embedded tables is what indexing them now makes, number by number. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "catalog/embedded.h"
#include "catalog/indexed.h"
#include "catalog/tsv.h"

static void assert_same_index(const struct rp_row_index *built, struct rampart_str table,
                              bool (*takes)(struct rampart_str line))
{
    struct rp_arena arena;
    struct rp_row_index now;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_row_index_build(&now, &arena, rp_tsv_rows(table), takes), RAMPART_OK);
    assert_int_equal(built->row_count, now.row_count);
    assert_int_equal(built->mask, now.mask);
    assert_int_equal(built->numbers, now.numbers);
    assert_memory_equal(built->starts, now.starts, (now.row_count + 1) * sizeof *now.starts);
    assert_memory_equal(built->slots, now.slots, (now.mask + 1) * sizeof *now.slots);
    assert_true(built->lengths == now.lengths);
    assert_int_equal(built->crowded, now.crowded);
    rp_arena_free(&arena);
}

static void each_index_is_of_its_table(void **state)
{
    (void)state;
#define TABLE(word, file, takes) assert_same_index(&rp_index_of_##word, rp_catalog_##word(), takes);
    RP_INDEXED_TABLES(TABLE)
#undef TABLE
}

static void the_ranges_and_shapes_are_of_the_actions(void **state)
{
    (void)state;
    struct rp_arena arena;
    struct rp_code_index codes = {.services = rp_tsv_rows(rp_catalog_services()),
                                  .actions = rp_tsv_rows(rp_catalog_actions()),
                                  .of_services = &rp_index_of_services,
                                  .of_actions = &rp_index_of_actions};
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_code_index_build(&codes, &arena), RAMPART_OK);
    assert_memory_equal(rp_ranges_of_services, codes.ranges,
                        rp_index_of_services.row_count * sizeof *codes.ranges);
    assert_memory_equal(rp_shapes_of_actions, codes.shapes,
                        rp_index_of_actions.row_count * sizeof *codes.shapes);
    assert_memory_equal(rp_shapes_of_services, codes.code_shapes, rp_index_of_services.row_count * sizeof *codes.code_shapes);
    assert_int_equal(rp_other_code_count, codes.other_code_count);
    assert_memory_equal(rp_other_codes_of_services, codes.other_codes, codes.other_code_count * sizeof *codes.other_codes);
    rp_arena_free(&arena);
}

static void the_words_are_of_the_actions(void **state)
{
    (void)state;
    struct rp_arena arena;
    struct rp_word_index now;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_word_index_build(&now, &arena, rp_tsv_rows(rp_catalog_actions())), RAMPART_OK);
    assert_int_equal(rp_words_of_actions.mask, now.mask);
    assert_memory_equal(rp_words_of_actions.slots, now.slots, (now.mask + (size_t)1) * sizeof *now.slots);
    assert_false(rp_words_of_actions.crowded || now.crowded);
    rp_arena_free(&arena);
}

static void a_row_is_own_when_its_names_agree(void **state)
{
    (void)state;
    assert_true(rp_row_is_own(RP_STR("ess:VerifyUser\tVerifyUser\t-")));
    assert_false(rp_row_is_own(RP_STR("ess:CreateScalingGroup\tVerifyUser\t-")));
    assert_false(rp_row_is_own(RP_STR("ess:VerifyUsers\tVerifyUser\t-")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_index_is_of_its_table),
        cmocka_unit_test(the_ranges_and_shapes_are_of_the_actions),
        cmocka_unit_test(the_words_are_of_the_actions),
        cmocka_unit_test(a_row_is_own_when_its_names_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
