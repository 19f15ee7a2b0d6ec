/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/lint_lines.h"

#define ALL "\"Resource\":\"*\"}"
#define ALLOW "{\"Effect\":\"Allow\","
#define DENY "{\"Effect\":\"Deny\","

static const char *const rules = "RAM501 RAM502 RAM505 RAM509";

static void an_unconditional_deny_shadows(void **state)
{
    (void)state;
    assert_lint_statements(rules, ALLOW "\"Action\":\"ecs:A\"," ALL ",\n" DENY "\"Action\":\"ECS:*\"," ALL,
                           "RAM501 2:1");
    assert_lint_statements(rules, ALLOW "\"NotAction\":\"ecs:A\"," ALL ",\n" DENY "\"Action\":\"*\"," ALL,
                           "RAM501 2:1");
    assert_lint_statements(rules, ALLOW "\"Action\":\"ecs:*\"," ALL ",\n" DENY "\"Action\":\"ecs:A\"," ALL,
                           "");
    assert_lint_statements(
        rules,
        ALLOW "\"Action\":\"ecs:A\"," ALL ",\n" DENY "\"Action\":\"ecs:A\",\"Resource\":\"acs:ecs:*\"}", "");
    assert_lint_statements(rules,
                           ALLOW
                           "\"Action\":\"ecs:A\"," ALL ",\n" DENY
                           "\"Action\":\"*\",\"Condition\":{\"Bool\":{\"acs:MFAPresent\":\"false\"}}," ALL,
                           "");
}

/* A Deny of everything but some actions covers another complement only if it spares no more. */
static void complements_are_compared(void **state)
{
    (void)state;
    assert_lint_statements(
        rules, ALLOW "\"NotAction\":[\"ecs:*\",\"oss:A\"]," ALL ",\n" DENY "\"NotAction\":\"ecs:A\"," ALL,
        "RAM501 2:1");
    assert_lint_statements(
        rules, ALLOW "\"NotAction\":\"ecs:A\"," ALL ",\n" DENY "\"NotAction\":\"ecs:*\"," ALL, "");
    assert_lint_statements(rules, ALLOW "\"Action\":\"oss:A\"," ALL ",\n" DENY "\"NotAction\":\"ecs:*\"," ALL,
                           "");
}

static void single_values_are_denied(void **state)
{
    (void)state;
    assert_lint_statements(
        rules, ALLOW "\"Action\":[\"ecs:A\",\"ecs:B\"]," ALL ",\n" DENY "\"Action\":\"ecs:B\"," ALL,
        "RAM509 2:37");
    assert_lint_statements(rules,
                           ALLOW "\"Action\":\"ecs:A\",\"Resource\":[\"x\",\"y\"]},\n" DENY
                                 "\"Action\":\"*\",\"Resource\":\"y\"}",
                           "RAM509 2:52");
}

static void a_broader_statement_covers(void **state)
{
    (void)state;
    assert_lint_statements(rules, ALLOW "\"Action\":\"ecs:A\"," ALL ",\n" ALLOW "\"Action\":\"*\"," ALL,
                           "RAM502 2:1");
    assert_lint_statements(rules, DENY "\"Action\":\"*\"," ALL ",\n" DENY "\"Action\":\"ecs:A?*\"," ALL,
                           "RAM502 3:1");
    assert_lint_statements(rules, ALLOW "\"Action\":\"a\"," ALL ",\n" ALLOW "\"Action\":\"b\"," ALL, "");
    assert_lint_statements(rules, ALLOW "\"Action\":[]," ALL ",\n" ALLOW "\"Action\":\"*\"," ALL, "");
}

static void conditions_may_only_narrow(void **state)
{
    (void)state;
#define WHERE(value) "\"Condition\":{\"StringEquals\":{\"acs:SourceVpc\":\"" value "\"}},"
    assert_lint_statements(
        rules, ALLOW WHERE("v") "\"Action\":\"a\"," ALL ",\n" ALLOW WHERE("v") "\"Action\":\"*\"," ALL,
        "RAM502 2:1");
    assert_lint_statements(
        rules, ALLOW WHERE("v") "\"Action\":\"a\"," ALL ",\n" ALLOW WHERE("w") "\"Action\":\"*\"," ALL, "");
    assert_lint_statements(rules,
                           ALLOW "\"Action\":\"a\"," ALL ",\n" ALLOW WHERE("w") "\"Action\":\"*\"," ALL, "");
}

static void of_two_equal_statements_the_second_is_reported(void **state)
{
    (void)state;
    assert_lint_statements(rules,
                           ALLOW "\"Action\":[\"a\",\"b\"]," ALL ",\n" ALLOW "\"Action\":[\"B\",\"A\"]," ALL,
                           "RAM505 3:1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_unconditional_deny_shadows),
        cmocka_unit_test(complements_are_compared),
        cmocka_unit_test(single_values_are_denied),
        cmocka_unit_test(a_broader_statement_covers),
        cmocka_unit_test(conditions_may_only_narrow),
        cmocka_unit_test(of_two_equal_statements_the_second_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
