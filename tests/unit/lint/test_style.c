/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of the family "style": lists, spelling. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/lint_lines.h"

#define ACTIONS(list) "{\"Effect\":\"Allow\",\n\"Action\":" list ",\"Resource\":\"*\"}"

static void one_value_out_of_order(void **state)
{
    (void)state;
    assert_lint_statements("RAM602", ACTIONS("[\"a\",\"b\",\"F\",\"c\",\"d\",\"e\"]"), "RAM602 3:19");
    assert_lint_statements("RAM602", ACTIONS("[\"b\",\"c\",\"d\",\"e\",\"f\",\"A\"]"), "RAM602 3:31");
    assert_lint_statements("RAM602", ACTIONS("[\"f\",\"a\",\"b\",\"c\",\"d\",\"e\"]"), "RAM602 3:11");
    assert_lint_statements("RAM602", ACTIONS("[\"a\",\"b\",\"c\",\"d\",\"E\",\"f\"]"), "");
    assert_lint_statements("RAM602", ACTIONS("[\"f\",\"e\",\"b\",\"c\",\"d\",\"a\"]"), "");
    assert_lint_statements("RAM602", ACTIONS("[\"f\",\"a\",\"b\",\"c\",\"d\"]"), "");
}

static void the_rarer_way_is_reported(void **state)
{
    (void)state;
    assert_lint_statements("RAM603", ACTIONS("\"a\"") "," ACTIONS("[\"b\"]"), "RAM603 4:10");
    assert_lint_statements("RAM603", ACTIONS("\"a\"") "," ACTIONS("[\"b\"]") "," ACTIONS("[\"c\"]"),
                           "RAM603 3:10");
    assert_lint_statements("RAM603", ACTIONS("\"a\"") "," ACTIONS("[\"b\",\"c\"]"), "");
}

#define WHERE(condition) \
    "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\n\"Condition\":{" condition "}}"

static void plain_spellings_are_left_alone(void **state)
{
    (void)state;
    static const char *const plain[] = {
        WHERE("\"NumericEquals\":{\"k\":[\"0\",\"0.5\",\"100\",\"-1.0\",\"1e3\",\"x\",\"\"]}"),
        WHERE("\"IpAddress\":{\"k\":[\"1.2.3.4/8\",\"::1\",\"2001:db8::/32\",\"2001:db8::1/32\",\"x/1\"]}"),
        WHERE("\"DateEquals\":{\"k\":[\"2026-01-01T00:00:00Z\",\"2026-01-01T00:00:00.50+08:00\",\"x\"]}"),
        WHERE("\"Bool\":{\"acs:MFAPresent\":[\"true\",\"false\",\"x\"]}"),
        WHERE("\"StringEquals\":{\"acs:ResourceTag/k\":\"a**\",\"x\":\"\\\"\\u0022\\u0009\\u4e2d\"}"),
    };
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) assert_lint_statements("style", plain[i], "");
}

static void other_spellings_are_found(void **state)
{
    (void)state;
    static const char *const spelt[][2] = {
        {WHERE("\n\"NumericEquals\":{\"k\":[\"+1\",\"01\",\"1.50\",\"00\"]}"),
         "RAM608 4:23, RAM608 4:28, RAM608 4:33, RAM608 4:40"},
        {WHERE("\n\"IpAddress\":{\"k\":[\"::ABCD\",\"0::1/64\"]}"), "RAM609 4:19, RAM609 4:28"},
        {WHERE("\n\"DateEquals\":{\"k\":[\"2026-01-01\",\"2026-01-01T00:00Z\"]}"),
         "RAM610 4:20, RAM610 4:33"},
        {WHERE("\n\"Bool\":{\"acs:mfapresent\":\"TRUE\"}"), "RAM601 4:9, RAM607 4:26"},
        {WHERE("\n\"StringEquals\":{\"ACS:resourcetag/K\":\"x\"}"), "RAM601 4:17"},
        {WHERE("\n\"StringLike\":{\"k\":\"a***\"}"), "RAM606 4:19"},
        {WHERE("\n\"StringEquals\":{\"k\":\"\\\"\\u0041\\u0042\"}"), "RAM611 4:21"},
    };
    for (size_t i = 0; i < sizeof spelt / sizeof *spelt; i++)
        assert_lint_statements("style", spelt[i][0], spelt[i][1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_value_out_of_order),
        cmocka_unit_test(the_rarer_way_is_reported),
        cmocka_unit_test(plain_spellings_are_left_alone),
        cmocka_unit_test(other_spellings_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
