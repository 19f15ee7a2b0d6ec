/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/try_operand.h"

static void reads_both_words_in_any_case(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool truth;
    } cases[] = {{"true", true}, {"false", false}, {"True", true}, {"FALSE", false}, {"tRuE", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool truth = !cases[i].truth;
        assert_true(rp_truth_read(rampart_str(cases[i].text), &truth));
        assert_int_equal(truth, cases[i].truth);
    }
}

static void refuses_everything_else(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "1", "0", "yes", "on", "t", " true", "true ", "truefalse", "tru"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (is_usable(&rp_family_bool, texts[i])) fail_msg("\"%s\" was taken for a truth value", texts[i]);
        assert_false(holds_between(&rp_family_bool, texts[i], RP_COMPARE_EQUALS, "true"));
        assert_false(holds_between(&rp_family_bool, texts[i], RP_COMPARE_EQUALS, "false"));
    }
}

static void holds_when_both_are_the_same(void **state)
{
    (void)state;
    assert_true(holds_between(&rp_family_bool, "true", RP_COMPARE_EQUALS, "True"));
    assert_true(holds_between(&rp_family_bool, "false", RP_COMPARE_EQUALS, "false"));
    assert_false(holds_between(&rp_family_bool, "true", RP_COMPARE_EQUALS, "false"));
    assert_false(holds_between(&rp_family_bool, "false", RP_COMPARE_EQUALS, "true"));
    assert_false(holds_between(&rp_family_bool, "false", RP_COMPARE_EQUALS, "no"));
    check_family(&rp_family_bool, "boolean", "false");
}

static void some_values_stand_for_all(void **state)
{
    static const enum rp_comparison equals[] = {RP_COMPARE_EQUALS};
    static const char *const operands[] = {"true", "FALSE", NULL};
    static const char *const samples[] = {"true", "True", "false", NULL};
    (void)state;
    check_stand_ins(&rp_family_bool, equals, 1, operands, 0, samples);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(some_values_stand_for_all),
        cmocka_unit_test(reads_both_words_in_any_case),
        cmocka_unit_test(refuses_everything_else),
        cmocka_unit_test(holds_when_both_are_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
