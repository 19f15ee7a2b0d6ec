/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of the family "idle": statements, patterns, values. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "support/lint_lines.h"

#define ON_ALL "\"Resource\":\"*\"}"
#define ALLOW "{\"Effect\":\"Allow\","
#define DENY "{\"Effect\":\"Deny\","

static const char *const rules = "RAM501 RAM502 RAM505 RAM509";

static void an_unconditional_deny_shadows(void **state)
{
    (void)state;
    assert_lint_statements(rules, ALLOW "\"Action\":\"ecs:A\"," ON_ALL ",\n" DENY "\"Action\":\"ECS:*\"," ON_ALL,
                           "RAM501 2:1");
    assert_lint_statements(rules, ALLOW "\"NotAction\":\"ecs:A\"," ON_ALL ",\n" DENY "\"Action\":\"*\"," ON_ALL,
                           "RAM501 2:1");
    assert_lint_statements(rules, ALLOW "\"Action\":\"ecs:*\"," ON_ALL ",\n" DENY "\"Action\":\"ecs:A\"," ON_ALL,
                           "");
    assert_lint_statements(
        rules,
        ALLOW "\"Action\":\"ecs:A\"," ON_ALL ",\n" DENY "\"Action\":\"ecs:A\",\"Resource\":\"acs:ecs:*\"}", "");
    assert_lint_statements(rules,
                           ALLOW
                           "\"Action\":\"ecs:A\"," ON_ALL ",\n" DENY
                           "\"Action\":\"*\",\"Condition\":{\"Bool\":{\"acs:MFAPresent\":\"false\"}}," ON_ALL,
                           "");
}

/* A Deny of everything but some actions covers another complement only if it spares no more. */
static void complements_are_compared(void **state)
{
    (void)state;
    assert_lint_statements(
        rules, ALLOW "\"NotAction\":[\"ecs:*\",\"oss:A\"]," ON_ALL ",\n" DENY "\"NotAction\":\"ecs:A\"," ON_ALL,
        "RAM501 2:1");
    assert_lint_statements(
        rules, ALLOW "\"NotAction\":\"ecs:A\"," ON_ALL ",\n" DENY "\"NotAction\":\"ecs:*\"," ON_ALL, "");
    assert_lint_statements(rules, ALLOW "\"Action\":\"oss:A\"," ON_ALL ",\n" DENY "\"NotAction\":\"ecs:*\"," ON_ALL,
                           "");
}

static void several_cover_together_what_none_covers_alone(void **state)
{
    (void)state;
    assert_lint_statements(rules,
                           ALLOW "\"Action\":[\"ecs:A\",\"oss:G*\"]," ON_ALL ",\n" DENY "\"Action\":\"ecs:*\"," ON_ALL
                                 ",\n" DENY "\"Action\":\"OSS:g*\"," ON_ALL,
                           "RAM501 2:1");
    assert_lint_statements(rules,
                           ALLOW "\"Action\":\"a:*\",\"Resource\":[\"x\",\"y\"]},\n" ALLOW
                                 "\"Action\":\"a:*\",\"Resource\":\"x\"},\n" ALLOW "\"Action\":\"*\",\"Resource\":\"y\"}",
                           "RAM502 3:1");
    assert_lint_statements(rules,
                           ALLOW "\"Action\":\"a:G*\",\"Resource\":[\"x\",\"y\"]},\n" ALLOW
                                 "\"Action\":\"a:*\",\"Resource\":\"x\"},\n" ALLOW "\"Action\":\"*\",\"Resource\":\"y\"}",
                           "RAM502 2:1");
    assert_lint_statements(rules,
                           ALLOW "\"Action\":[\"ecs:A\",\"oss:G*\"]," ON_ALL ",\n" DENY "\"Action\":\"ecs:*\"," ON_ALL
                                 ",\n" DENY "\"Action\":\"oss:Ge*\"," ON_ALL,
                           "RAM509 2:29");
}

static void single_values_are_denied(void **state)
{
    (void)state;
    assert_lint_statements(
        rules, ALLOW "\"Action\":[\"ecs:A\",\"ecs:B\"]," ON_ALL ",\n" DENY "\"Action\":\"ecs:B\"," ON_ALL,
        "RAM509 2:37");
    assert_lint_statements(rules,
                           ALLOW "\"Action\":\"ecs:A\",\"Resource\":[\"x\",\"y\"]},\n" DENY
                                 "\"Action\":\"*\",\"Resource\":\"y\"}",
                           "RAM509 2:52");
}

static void a_broader_statement_covers(void **state)
{
    (void)state;
    assert_lint_statements(rules, ALLOW "\"Action\":\"ecs:A\"," ON_ALL ",\n" ALLOW "\"Action\":\"*\"," ON_ALL,
                           "RAM502 2:1");
    assert_lint_statements(rules, DENY "\"Action\":\"*\"," ON_ALL ",\n" DENY "\"Action\":\"ecs:A?*\"," ON_ALL,
                           "RAM502 3:1");
    assert_lint_statements(rules, ALLOW "\"Action\":\"a\"," ON_ALL ",\n" ALLOW "\"Action\":\"b\"," ON_ALL, "");
    assert_lint_statements(rules, ALLOW "\"Action\":[]," ON_ALL ",\n" ALLOW "\"Action\":\"*\"," ON_ALL, "");
}

static void conditions_may_only_narrow(void **state)
{
    (void)state;
#define WHEN_VPC(value) "\"Condition\":{\"StringEquals\":{\"acs:SourceVpc\":\"" value "\"}},"
    assert_lint_statements(
        rules, ALLOW WHEN_VPC("v") "\"Action\":\"a\"," ON_ALL ",\n" ALLOW WHEN_VPC("v") "\"Action\":\"*\"," ON_ALL,
        "RAM502 2:1");
    assert_lint_statements(
        rules, ALLOW WHEN_VPC("v") "\"Action\":\"a\"," ON_ALL ",\n" ALLOW WHEN_VPC("w") "\"Action\":\"*\"," ON_ALL, "");
    assert_lint_statements(rules,
                           ALLOW "\"Action\":\"a\"," ON_ALL ",\n" ALLOW WHEN_VPC("w") "\"Action\":\"*\"," ON_ALL, "");
}

static void the_second_of_two_equal_statements_is_reported(void **state)
{
    (void)state;
    assert_lint_statements(rules,
                           ALLOW "\"Action\":[\"a\",\"b\"]," ON_ALL ",\n" ALLOW "\"Action\":[\"B\",\"A\"]," ON_ALL,
                           "RAM505 3:1");
}

#define ACTIONS(list) "{\"Effect\":\"Allow\",\"Action\":[" list "],\"Resource\":\"*\"}"
#define STATEMENT_WHERE(condition) \
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
static void the_second_of_two_equal_patterns_is_reported(void **state)
{
    (void)state;
    assert_lint_statements("RAM504", ACTIONS("\"a*\",\"a**\""), "RAM504 2:34");
    assert_lint_statements("RAM504", ACTIONS("\"a**\",\"a*\""), "RAM504 2:35");
    assert_lint_statements("RAM504", ACTIONS("\"a*\",\"A*\""), "");
}

static void values_of_conditions_are_compared_as_they_match(void **state)
{
    (void)state;
    assert_lint_statements("RAM504", STATEMENT_WHERE("\"StringLike\":{\"k\":[\"a*\",\"ab\",\"Ab\"]}"), "RAM504 2:84");
    assert_lint_statements("RAM504", STATEMENT_WHERE("\"StringEquals\":{\"k\":[\"a*\",\"ab\"]}"), "");
    assert_lint_statements("RAM504", STATEMENT_WHERE("\"IpAddress\":{\"k\":[\"10.0.0.1\",\"10.0.0.0/24\",\"::/0\"]}"),
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

static void the_widest_of_several_bounds_decides(void **state)
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
        cmocka_unit_test(an_unconditional_deny_shadows),
        cmocka_unit_test(complements_are_compared),
        cmocka_unit_test(several_cover_together_what_none_covers_alone),
        cmocka_unit_test(single_values_are_denied),
        cmocka_unit_test(a_broader_statement_covers),
        cmocka_unit_test(conditions_may_only_narrow),
        cmocka_unit_test(the_second_of_two_equal_statements_is_reported),
        cmocka_unit_test(the_narrower_pattern_is_reported),
        cmocka_unit_test(the_second_of_two_equal_patterns_is_reported),
        cmocka_unit_test(values_of_conditions_are_compared_as_they_match),
        cmocka_unit_test(a_long_list_costs_no_more_than_it_is_worth),
        cmocka_unit_test(one_value_written_in_two_ways),
        cmocka_unit_test(other_values_are_others),
        cmocka_unit_test(the_widest_of_several_bounds_decides),
        cmocka_unit_test(all_values_there_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
