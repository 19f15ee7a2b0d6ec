/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/lint_lines.h"

#define WHERE(condition) \
    "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\n\"Condition\":{" condition "}}"

static void one_value_written_in_two_ways(void **state)
{
    (void)state;
    static const char *const twice[] = {
        WHERE("\"NumericEquals\":{\n\"k\":[\"10\",\"1.0e1\"]}"),
        WHERE("\"NumericEquals\":{\n\"k\":[\"12\",\"1.2e1\"]}"),
        WHERE("\"DateEquals\":{\n\"k\":[\"2026-01-01\",\"2026-01-01T08:00+08:00\"]}"),
        WHERE("\"IpAddress\":{\n\"k\":[\"1.2.3.4\",\"1.2.3.4/32\"]}"),
        WHERE("\"IpAddress\":{\n\"k\":[\"1.2.3.4/24\",\"1.2.3.0/24\"]}"),
        WHERE("\"Bool\":{\n\"k\":[\"true\",\"True\"]}"),
        WHERE("\"StringEqualsIgnoreCase\":{\n\"k\":[\"a\",\"A\"]}"),
    };
    static const char *const found[] = {"RAM506 4:11", "RAM506 4:11", "RAM506 4:19", "RAM506 4:16",
                                        "RAM506 4:19", "RAM506 4:13", "RAM506 4:10"};
    for (size_t i = 0; i < sizeof twice / sizeof *twice; i++)
        assert_lint_statements("RAM506", twice[i], found[i]);
}

static void other_values_are_others(void **state)
{
    (void)state;
    assert_lint_statements("RAM506", WHERE("\"NumericEquals\":{\"k\":[\"1\",\"-1\",\"10\",\"0.1\",\"x\"]}"),
                           "");
    assert_lint_statements("RAM506", WHERE("\"NumericEquals\":{\"k\":[\"1\",\"1\"]}"), "");
    assert_lint_statements("RAM506", WHERE("\"StringEquals\":{\"k\":[\"a\",\"A\",\"1\",\"1.0\"]}"), "");
    assert_lint_statements("RAM506", WHERE("\"IpAddress\":{\"k\":[\"1.0.0.0/8\",\"1.0.0.0/9\"]}"), "");
}

static void of_several_bounds_the_widest_decides(void **state)
{
    (void)state;
    assert_lint_statements("RAM508", WHERE("\"NumericLessThan\":{\n\"k\":[\"5\",\"10\",\"x\",\"7\"]}"),
                           "RAM508 4:6, RAM508 4:19");
    assert_lint_statements("RAM508", WHERE("\"NumericGreaterThanEquals\":{\n\"k\":[\"x\",\"5\",\"10\"]}"),
                           "RAM508 4:14");
    assert_lint_statements("RAM508", WHERE("\"NumericGreaterThan\":{\"k\":[\"5\",\"5.0\"]}"), "");
    assert_lint_statements("RAM508", WHERE("\"NumericEquals\":{\"k\":[\"5\",\"10\"]}"), "");
}

static void all_values_there_are(void **state)
{
    (void)state;
    assert_lint_statements("RAM507", WHERE("\"Bool\":{\n\"k\":[\"true\",\"FALSE\"]}"), "RAM507 4:5");
    assert_lint_statements("RAM507", WHERE("\"Bool\":{\n\"k\":[\"true\",\"true\"]}"), "");
    assert_lint_statements("RAM507", WHERE("\"IpAddress\":{\n\"k\":[\"::/0\",\"0.0.0.0/0\"]}"), "RAM507 4:5");
    assert_lint_statements("RAM507", WHERE("\"IpAddress\":{\n\"k\":[\"0.0.0.0/0\"]}"), "");
    assert_lint_statements("RAM507", WHERE("\"NotIpAddress\":{\n\"k\":[\"::/0\",\"0.0.0.0/0\"]}"), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_value_written_in_two_ways),
        cmocka_unit_test(other_values_are_others),
        cmocka_unit_test(of_several_bounds_the_widest_decides),
        cmocka_unit_test(all_values_there_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
