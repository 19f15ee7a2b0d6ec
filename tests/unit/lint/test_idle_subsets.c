/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "support/lint_lines.h"

#define ACTIONS(list) "{\"Effect\":\"Allow\",\"Action\":[" list "],\"Resource\":\"*\"}"
#define WHERE(condition) \
    "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{" condition "}}"

static void the_narrower_pattern_is_reported(void **state)
{
    (void)state;
    assert_lint_statements("RAM504", ACTIONS("\"ecs:A*\",\"ECS:ab\",\"ecs:B\""), "RAM504 2:38");
    assert_lint_statements("RAM504", ACTIONS("\"a*c*\",\"a*b*c\""), "RAM504 2:36");
    assert_lint_statements("RAM504", ACTIONS("\"a?\",\"ab\",\"abc\""), "RAM504 2:34");
    assert_lint_statements("RAM504", ACTIONS("\"a*b\",\"ab*\",\"*c\""), "");
}

/* Of two that match the same the second is idle; what stands there twice belongs to RAM503. */
static void of_two_equal_ones_the_second_is_reported(void **state)
{
    (void)state;
    assert_lint_statements("RAM504", ACTIONS("\"a*\",\"a**\""), "RAM504 2:34");
    assert_lint_statements("RAM504", ACTIONS("\"a**\",\"a*\""), "RAM504 2:35");
    assert_lint_statements("RAM504", ACTIONS("\"a*\",\"A*\""), "");
}

static void values_of_conditions_are_compared_as_they_match(void **state)
{
    (void)state;
    assert_lint_statements("RAM504", WHERE("\"StringLike\":{\"k\":[\"a*\",\"ab\",\"Ab\"]}"), "RAM504 2:84");
    assert_lint_statements("RAM504", WHERE("\"StringEquals\":{\"k\":[\"a*\",\"ab\"]}"), "");
    assert_lint_statements("RAM504", WHERE("\"IpAddress\":{\"k\":[\"10.0.0.1\",\"10.0.0.0/24\",\"::/0\"]}"),
                           "RAM504 2:78");
}

/* Beyond so many comparisons nothing is said, and nothing takes long. */
static void a_long_list_costs_no_more_than_it_is_worth(void **state)
{
    (void)state;
    enum { PATTERNS = 20000 };
    static char text[PATTERNS * 10 + 200];
    size_t len =
        (size_t)sprintf(text, "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[");
    for (int i = 0; i < PATTERNS; i++)
        len += (size_t)sprintf(text + len, "%s\"%05d*\"", i == 0 ? "" : ",", i);
    strcpy(text + len, "],\"Resource\":\"*\"}]}");
    assert_lint("RAM504", text, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_narrower_pattern_is_reported),
        cmocka_unit_test(of_two_equal_ones_the_second_is_reported),
        cmocka_unit_test(values_of_conditions_are_compared_as_they_match),
        cmocka_unit_test(a_long_list_costs_no_more_than_it_is_worth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
