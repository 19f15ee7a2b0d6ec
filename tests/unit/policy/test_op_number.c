/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/try_operand.h"

static int compare(const char *a, const char *b)
{
    struct rp_number x, y;
    assert_true(rp_number_read(rampart_str(a), &x));
    assert_true(rp_number_read(rampart_str(b), &y));
    assert_int_equal(rp_number_compare(&x, &y), -rp_number_compare(&y, &x));
    return rp_number_compare(&x, &y);
}

static void equal_values_are_equal_however_written(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"10", "10.0"},
        {"1e2", "100.00"},
        {"-0", "0"},
        {"0.000", "0e5"},
        {"+7", "7"},
        {"007", "7"},
        {"0.5", "5e-1"},
        {"1.50", "1.5"},
        {"-12.5e1", "-125"},
        {"100e-2", "1"},
        {"0.001", "1e-3"},
        {"12345.678", "1.2345678e4"},
        {"1e00000000000000000000000002", "100"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (compare(pairs[i][0], pairs[i][1]) != 0) fail_msg("%s is not %s", pairs[i][0], pairs[i][1]);
}

static void order_is_that_of_the_values(void **state)
{
    (void)state;
    static const char *const ascending[] = {
        "-1e99999999999999999",
        "-100",
        "-99.5",
        "-1.01",
        "-1",
        "-0.5",
        "-0.05",
        "-1e-99999999999999999",
        "0",
        "1e-99999999999999999",
        "0.05",
        "0.49999999999999999999999",
        "0.5",
        "1",
        "1.01",
        "9",
        "10",
        "10.5",
        "11",
        "9007199254740992",
        "9007199254740993",
        "123456789012345678901234567890",
        "123456789012345678901234567890.1",
        "1e99999999999999999",
    };
    const size_t count = sizeof ascending / sizeof *ascending;
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++)
            if (compare(ascending[i], ascending[j]) >= 0) fail_msg("%s >= %s", ascending[i], ascending[j]);
}

static void refuses_what_is_no_decimal_number(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "ten",
        " 1",
        "1 ",
        "0x10",
        "inf",
        "nan",
        ".5",
        "1.",
        "1.e5",
        "1e",
        "1e+",
        "e5",
        "+",
        "-",
        "--1",
        "1,5",
        "1_0",
        "1.2.3",
        "1e5.5",
        "1E5",
        "\xD9\xA1",
        "1e100000000000000000",
        "0e100000000000000000",
        "1\n",
        "+-1",
        "1-",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (is_usable(&rp_family_number, texts[i])) fail_msg("\"%s\" was taken for a number", texts[i]);
        assert_false(holds_between(&rp_family_number, texts[i], RP_COMPARE_EQUALS, "1"));
    }
}

static void holds_says_value_comparison_operand(void **state)
{
    (void)state;
    const struct rp_family *number = &rp_family_number;
    assert_true(holds_between(number, "9", RP_COMPARE_LESS, "10"));
    assert_false(holds_between(number, "10", RP_COMPARE_LESS, "9"));
    assert_false(holds_between(number, "10.0", RP_COMPARE_LESS, "10"));
    assert_true(holds_between(number, "10.0", RP_COMPARE_LESS_EQUALS, "10"));
    assert_true(holds_between(number, "10.1", RP_COMPARE_GREATER, "10"));
    assert_true(holds_between(number, "10", RP_COMPARE_GREATER_EQUALS, "10"));
    assert_true(holds_between(number, "10", RP_COMPARE_EQUALS, "10.00"));
    assert_false(holds_between(number, "10", RP_COMPARE_EQUALS, "ten"));
    check_family(number, "number", "1");
}

static void some_values_stand_for_all(void **state)
{
    static const enum rp_comparison all[] = {RP_COMPARE_EQUALS, RP_COMPARE_LESS, RP_COMPARE_LESS_EQUALS,
                                             RP_COMPARE_GREATER, RP_COMPARE_GREATER_EQUALS};
    static const char *const operands[] = {
        "10", "1e1", "-3", "0.5", "0.51", "+007", "99999999999999999999", "0", "-0.25e-3", NULL};
    static const char *const huge[] = {"1e99999999999999999", "-1.5e99999999999999999",
                                       "3e-99999999999999999", NULL};
    static const char *const samples[] = {"0",
                                          "-0",
                                          "0.0001",
                                          "-0.0001",
                                          "-0.00025",
                                          "-0.00024",
                                          "-0.00026",
                                          "-2.9",
                                          "-3",
                                          "-3.0001",
                                          "-1e9",
                                          "0.49",
                                          "0.5",
                                          "0.505",
                                          "0.51",
                                          "0.511",
                                          "3",
                                          "6.99",
                                          "7",
                                          "7.0",
                                          "8",
                                          "9.9999",
                                          "10",
                                          "10.01",
                                          "99999999999999999998",
                                          "99999999999999999999",
                                          "99999999999999999999.5",
                                          "100000000000000000000",
                                          "1e99",
                                          NULL};
    static const char *const huge_samples[] = {"0",
                                               "1e99999999999999999",
                                               "10e99999999999999999",
                                               "9e99999999999999998",
                                               "-1e99999999999999999",
                                               "-2e99999999999999999",
                                               "-1.5e99999999999999999",
                                               "1e-99999999999999999",
                                               "4e-99999999999999999",
                                               "-1e-99999999999999999",
                                               NULL};
    static const char *const none[] = {NULL};
    (void)state;
    check_representatives(&rp_family_number, all, 5, operands, 0, samples);
    check_representatives(&rp_family_number, all, 5, huge, 0, huge_samples);
    check_representatives(&rp_family_number, all, 5, none, 0, samples);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(some_values_stand_for_all),
        cmocka_unit_test(equal_values_are_equal_however_written),
        cmocka_unit_test(order_is_that_of_the_values),
        cmocka_unit_test(refuses_what_is_no_decimal_number),
        cmocka_unit_test(holds_says_value_comparison_operand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
