/* SPDX-License-Identifier: Apache-2.0 */
/* Which resources with a `*` are what a call is authorised on, and which patterns have no colons. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "catalog/reading.h"

static bool literal(const char *action, const char *resource)
{
    return rp_catalog_is_literal(rampart_str(action), rampart_str(resource));
}

static bool colonless(const char *action, const char *pattern)
{
    return rp_catalog_is_colonless(rampart_str(action), rampart_str(pattern));
}

static void test_actions_without_resources(void **state)
{
    (void)state;
    assert_true(literal("ess:ApplyScalingGroup", "*"));
    assert_true(literal("ESS:applyscalinggroup", "*"));
    assert_true(literal("ecs:DescribeLimitation", "*"));
    assert_false(literal("ess:CancelInstanceRefresh", "*"));
    assert_false(literal("ess:NoSuchAction", "*"));
    assert_false(literal("nosuch:Action", "*"));
    assert_false(literal("ess:ApplyScalingGroup", "acs:ess:cn-hangzhou:1:scalinggroup/*"));
}

static void test_list_operations(void **state)
{
    (void)state;
    assert_true(literal("ram:ListUsers", "acs:ram:*:1:user/*"));
    assert_true(literal("ram:ListUsers", "acs:ram::1:user/*"));
    assert_true(literal("ecs:DescribeInstances", "acs:ecs:cn-hangzhou:1:instance/*"));
    /* a wildcard where the call names a region, an account or a name is the asker's */
    assert_false(literal("ecs:DescribeInstances", "acs:ecs:*:1:instance/*"));
    assert_false(literal("ecs:DescribeInstances", "acs:ecs:cn-?:1:instance/*"));
    assert_false(literal("ram:ListUsers", "acs:ram:*:*:user/*"));
    assert_false(literal("ram:ListUsers", "acs:ram:*:1:user/a*"));
    assert_false(literal("ram:ListUsers", "acs:ram:*:1:user/**"));
    assert_false(literal("ram:ListUsers", "acs:ram:*:1:group/*"));
    assert_false(literal("ram:ListUsers", "acs:ram:*:1:user/x/*"));
    assert_false(literal("ram:ListUsers", "acs:ram:*:1:*"));
    assert_false(literal("ram:GetUser", "acs:ram:*:1:user/*"));
    assert_false(literal("ess:CancelInstanceRefresh", "acs:ess:cn-hangzhou:1:scalinggroup/*"));
}

static void test_service_level_of_oss(void **state)
{
    (void)state;
    assert_true(literal("oss:ListBuckets", "acs:oss:*:1:*"));
    assert_false(literal("oss:GetObject", "acs:oss:*:1:bucket/*"));
    assert_false(literal("oss:GetObject", "acs:oss:*:1:*"));
}

static void test_ids_have_no_colons(void **state)
{
    (void)state;
    assert_true(colonless("ess:CancelInstanceRefresh", "acs:ess:*:*:scalinggroup/asg-*"));
    assert_true(colonless("ecs:DescribeInstances", "acs:ecs:*:1:instance/i-*"));
    assert_true(colonless("ram:GetUser", "acs:ram::1:user/dev-*"));
    assert_true(colonless("sts:AssumeRole", "acs:ram::1:role/*"));
    assert_false(colonless("oss:GetObject", "acs:oss:*:1:bucket/*"));
    assert_false(colonless("ess:CancelInstanceRefresh", "acs:oss:*:1:bucket/*"));
    assert_false(colonless("ess:CancelInstanceRefresh", "acs:ess:*"));
    assert_false(colonless("ess:CancelInstanceRefresh", "acs:ess:*:1:scalinggroup/a:*"));
    assert_false(colonless("ess:CancelInstanceRefresh", "*"));
    assert_false(colonless("ess:NoSuchAction", "acs:ess:*:*:scalinggroup/*"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_actions_without_resources),
        cmocka_unit_test(test_list_operations),
        cmocka_unit_test(test_service_level_of_oss),
        cmocka_unit_test(test_ids_have_no_colons),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
