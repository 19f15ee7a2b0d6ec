/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/lint_codes.h"

static void one_cause_one_finding(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {"{\"Effect\": \"Allow\", \"Action\": \"ram:*\", \"Resource\": \"*\"}", "RAM415"},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}, "
         "{\"Effect\": \"Allow\", \"Action\": [\"ram:PassRole\", \"sts:AssumeRole\", \"ram:CreateAccessKey\"], "
         "\"Resource\": \"*\"}, {\"Effect\": \"Allow\", \"Action\": \"e*:Get\", \"Resource\": \"*\"}",
         "RAM401"},
    };
    assert_lint_cases("broad", RAMPART_POLICY_IDENTITY, cases, sizeof cases / sizeof *cases);
}

/* What follows from the service is not told as well. */
static void another_service(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {"{\"Effect\": \"Allow\", \"Action\": \"ecs:StopInstance\", \"Resource\": \"acs:ess:*:*:scalinggroup/*\"}, "
         "{\"Effect\": \"Allow\", \"Action\": \"ess:CancelInstanceRefresh\", \"Resource\": \"acs:ess:*:*:instance/a\"}",
         "RAM208 RAM235"},
    };
    assert_lint_cases("never-matches", RAMPART_POLICY_IDENTITY, cases, sizeof cases / sizeof *cases);
}

/* A rule that is off explains nothing. */
static void a_rule_that_is_off(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {"{\"Effect\": \"Allow\", \"Action\": [\"*\", \"ecs:*\"], \"Resource\": \"*\"}", "RAM402"},
    };
    assert_lint_cases("RAM402", RAMPART_POLICY_IDENTITY, cases, sizeof cases / sizeof *cases);
    static const struct lint_case masked[] = {
        {"{\"Effect\": \"Allow\", \"Action\": \"ess:CancelInstanceRefresh\", \"Resource\": "
         "\"acs:ess:*:*:scalinggroup/asg-1****\"}",
         "RAM606"},
    };
    assert_lint_cases("RAM606", RAMPART_POLICY_IDENTITY, masked, sizeof masked / sizeof *masked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_cause_one_finding),
        cmocka_unit_test(another_service),
        cmocka_unit_test(a_rule_that_is_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
