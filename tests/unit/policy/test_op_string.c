/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "support/try_operand.h"

static bool holds(const char *value, enum rp_comparison comparison, const char *operand)
{
    return holds_between(&rp_family_string, value, comparison, operand);
}

static void equals_compares_bytes(void **state)
{
    (void)state;
    assert_true(holds("vpc-1", RP_COMPARE_EQUALS, "vpc-1"));
    assert_false(holds("VPC-1", RP_COMPARE_EQUALS, "vpc-1"));
    assert_false(holds("vpc-1 ", RP_COMPARE_EQUALS, "vpc-1"));
    assert_true(holds("", RP_COMPARE_EQUALS, ""));
    assert_false(holds("a", RP_COMPARE_EQUALS, ""));
    assert_false(holds("e\xCC\x81", RP_COMPARE_EQUALS, "\xC3\xA9")); /* nothing is normalised */
}

static void wildcards_are_literal_in_equals(void **state)
{
    (void)state;
    assert_false(holds("vpc-1", RP_COMPARE_EQUALS, "vpc-*"));
    assert_true(holds("vpc-*", RP_COMPARE_EQUALS, "vpc-*"));
    assert_false(holds("vpc-1", RP_COMPARE_EQUALS_FOLD, "vpc-?"));
    assert_true(holds("VPC-?", RP_COMPARE_EQUALS_FOLD, "vpc-?"));
}

static void ignoring_case_folds_unicode(void **state)
{
    (void)state;
    assert_true(holds("VPC-1", RP_COMPARE_EQUALS_FOLD, "vpc-1"));
    assert_true(holds("\xC3\x89", RP_COMPARE_EQUALS_FOLD, "\xC3\xA9"));
    assert_false(holds("vpc-10", RP_COMPARE_EQUALS_FOLD, "vpc-1"));
}

static void like_takes_wildcards_and_heeds_case(void **state)
{
    (void)state;
    assert_true(holds("vpc-1", RP_COMPARE_LIKE, "vpc-*"));
    assert_true(holds("vpc-1", RP_COMPARE_LIKE, "vpc-?"));
    assert_false(holds("vpc-10", RP_COMPARE_LIKE, "vpc-?"));
    assert_false(holds("VPC-1", RP_COMPARE_LIKE, "vpc-*"));
    assert_true(holds("", RP_COMPARE_LIKE, "*"));
    assert_true(holds("", RP_COMPARE_LIKE, ""));
}

static void every_text_is_a_value(void **state)
{
    (void)state;
    assert_true(is_usable(&rp_family_string, ""));
    assert_true(is_usable(&rp_family_string, "*"));
    check_family(&rp_family_string, "string", "x");
}

static void *refuse(void *context, size_t size)
{
    (void)context;
    (void)size;
    return NULL;
}

static void ignore(void *context, void *memory)
{
    (void)context;
    (void)memory;
}

static void reports_refused_memory(void **state)
{
    (void)state;
    const struct rampart_allocator refusing = {NULL, refuse, ignore};
    static const enum rp_comparison comparisons[] = {RP_COMPARE_EQUALS_FOLD, RP_COMPARE_LIKE};
    struct rp_arena arena;
    rp_arena_init(&arena, &refusing);
    for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++) {
        struct rp_operand operand = {.usable = false};
        enum rampart_status status = rp_family_string.read(&arena, comparisons[i], RP_STR("a?"), &operand);
        assert_int_equal(status, RAMPART_NO_MEMORY);
        assert_false(operand.usable);
    }
}

static void some_values_stand_for_all(void **state)
{
    static const enum rp_comparison all[] = {RP_COMPARE_EQUALS, RP_COMPARE_EQUALS_FOLD, RP_COMPARE_LIKE};
    static const char *const operands[] = {"prod", "PROD", "p*", "?rod", "*o*d", "", "task", "中", NULL};
    static const char *const samples[] = {"",
                                          "prod",
                                          "Prod",
                                          "PROD",
                                          "p*",
                                          "P*",
                                          "?rod",
                                          "?ROD",
                                          "xrod",
                                          "pod",
                                          "ood",
                                          "*o*d",
                                          "*O*D",
                                          "*O*d",
                                          "px",
                                          "x",
                                          "task",
                                          "TASK",
                                          "tasK",
                                          "tas\xE2\x84\xAA",
                                          "ta\xC5\xBFk",
                                          "中",
                                          "文",
                                          "p中d",
                                          "?rodd",
                                          NULL};
    (void)state;
    check_stand_ins(&rp_family_string, all, 3, operands, 0, samples);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(some_values_stand_for_all),
        cmocka_unit_test(equals_compares_bytes),
        cmocka_unit_test(wildcards_are_literal_in_equals),
        cmocka_unit_test(ignoring_case_folds_unicode),
        cmocka_unit_test(like_takes_wildcards_and_heeds_case),
        cmocka_unit_test(every_text_is_a_value),
        cmocka_unit_test(reports_refused_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
