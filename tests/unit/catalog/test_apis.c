/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of Auto Scaling, resources with a star that a call is authorised on, and patterns without colons. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "catalog/apis.h"
#include "catalog/embedded.h"
#include "catalog/tsv.h"

#define GROUP_ARN "acs:ess:{#regionId}:{#accountId}:scalinggroup/{#ScalingGroupId}"

static void assert_str(struct rampart_str actual, const char *expected)
{
    if (!rp_str_equal(actual, rampart_str(expected)))
        fail_msg("\"%.*s\" is not \"%s\"", RP_ARG(actual), expected);
}

static void a_row_has_all_columns(void **state)
{
    (void)state;
    struct rp_ess_row row;
    assert_true(rp_ess_find(NULL, RP_STR("ess:CancelInstanceRefresh"), &row));
    assert_str(row.action, "ess:CancelInstanceRefresh");
    assert_str(row.api, "CancelInstanceRefresh");
    assert_str(row.level, "update");
    assert_str(row.level_evidence, "table");
    assert_str(row.arn, GROUP_ARN);
    assert_str(row.arn_evidence, "table");
    assert_str(row.required, "RegionId,ScalingGroupId,InstanceRefreshTaskId");
    assert_str(row.group_param, "ScalingGroupId");
    assert_str(row.condition_keys, "");
    assert_true(rp_str_starts(row.source, RP_STR("https://help.aliyun.com/")));
    assert_true(rp_ess_is_own(&row));
}

static void what_the_table_leaves_out_is_empty_or_unknown(void **state)
{
    (void)state;
    struct rp_ess_row row;
    assert_true(rp_ess_find(NULL, RP_STR("ess:DescribeRegions"), &row));
    assert_str(row.arn, "*");
    assert_str(row.required, "");
    assert_str(row.group_param, "");
    assert_true(rp_ess_find(NULL, RP_STR("ess:RecordLifecycleActionHeartbeat"), &row));
    assert_str(row.arn, "unknown");
    assert_str(row.arn_evidence, "unknown");
    assert_str(row.condition_keys, "unknown");
    assert_true(rp_ess_find(NULL, RP_STR("ess:AttachInstances"), &row));
    assert_str(row.arn, GROUP_ARN);
    assert_str(row.arn_evidence, "inferred");
}

/* The bisection against a walk: every API is found by its name, in any case, and by nothing longer or shorter. */
static void every_row_is_found(void **state)
{
    (void)state;
    struct rp_ess_row row, found;
    struct rampart_str line, left = rp_tsv_rows(rp_catalog_ess());
    size_t rows = 0;
    while (rp_tsv_next(&left, &line)) {
        assert_true(rp_ess_read_row(line, &row));
        char action[80] = "ess:", *api = action + 4;
        memcpy(api, row.api.data, row.api.len);
        struct rampart_str whole = {action, row.api.len + 4};
        assert_true(rp_ess_find(NULL, whole, &found));
        assert_ptr_equal(found.api.data, row.api.data);
        for (size_t i = 0; i < whole.len; i++) action[i] = rp_lower(action[i]);
        assert_true(rp_ess_find(NULL, whole, &found));
        assert_ptr_equal(found.api.data, row.api.data);
        action[whole.len] = '_';
        assert_false(rp_ess_find(NULL, (struct rampart_str){action, whole.len + 1}, &found));
        assert_false(rp_ess_find(NULL, (struct rampart_str){action, whole.len - 1}, &found) &&
                     found.api.data == row.api.data);
        rows++;
    }
    assert_int_equal(rows, 103);
}

static void nothing_else_is_found(void **state)
{
    (void)state;
    static const char *const names[] = {
        "",       "ess",   "ess:", "ess:A", "ess:Zz", "ess:*", "ecs:DescribeRegions", "DescribeRegions",
        "ess:\t", "ess:\n"};
    struct rp_ess_row row;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_false(rp_ess_find(NULL, rampart_str(names[i]), &row));
    assert_false(rp_ess_find(NULL, (struct rampart_str){NULL, 0}, &row));
}

static void an_api_can_be_authorised_by_another_action(void **state)
{
    (void)state;
    struct rp_ess_row row;
    assert_true(rp_ess_find(NULL, RP_STR("ess:VerifyUser"), &row));
    assert_str(row.api, "VerifyUser");
    assert_str(row.action, "ess:DescribeRegions");
    assert_false(rp_ess_is_own(&row));
}

static bool literal(const char *action, const char *resource)
{
    return rp_catalog_is_literal(NULL, rampart_str(action), rampart_str(resource));
}

static bool colonless(const char *action, const char *pattern)
{
    return rp_catalog_is_colonless(NULL, rampart_str(action), rampart_str(pattern));
}

static void a_call_may_need_no_permission(void **state)
{
    struct rampart_unasked_call call = {.date = {NULL, 0}};
    struct rampart_str name;
    size_t cursor = 0;
    (void)state;
    assert_true(rampart_find_unasked_call(RP_STR("STS:getcalleridentity"), &call));
    assert_str(call.action, "sts:GetCallerIdentity");
    assert_str(call.date, "2025-12-24");
    assert_true(rp_str_ends(call.source, RP_STR("/api-sts-2015-04-01-getcalleridentity")));
    assert_true(rp_catalog_is_literal(NULL, call.action, RP_STR("*")));
    assert_false(rampart_find_unasked_call(RP_STR("sts:GetCallerIdentit"), &call));
    assert_false(rampart_find_unasked_call(RP_STR("sts:AssumeRole"), &call));
    assert_true(rp_unasked_name_next(&cursor, &name));
    assert_str(name, "sts:GetCallerIdentity");
    assert_false(rp_unasked_name_next(&cursor, &name));
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
    /* a wildcard where the call names a region, an account or a name is the principal's */
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
    assert_true(colonless("ess:NoSuchAction", "acs:ess:*:*:scalinggroup/*")); /* by the type of the resource */
    assert_true(colonless("ess:DescribeScalingGroups", "acs:ess:*:*:scalinggroup/asg-?"));
    assert_false(colonless("ess:NoSuchAction", "acs:ess:*:*:scaling*"));
    assert_false(colonless("ess:NoSuchAction", "acs:ess:*:*:nosuchtype/*"));
    assert_false(colonless("ess:NoSuchAction", "acs:ess:*:*:scalinggroup/a:*"));
}

static bool has_colonless(const char *pattern)
{
    return rp_catalog_has_colonless(NULL, rampart_str(pattern));
}

/* Names of key pairs of ECS may have a colon, and what ends in one of them may be in a statement about instances. */
static void test_statements_about_ids_are_about_no_colons(void **state)
{
    (void)state;
    assert_true(has_colonless("acs:ess:*:*:scalinggroup/asg-*"));
    assert_true(has_colonless("acs:ram::*:role/*"));
    assert_false(has_colonless("acs:ess:*:*:*"));
    assert_false(has_colonless("acs:ess:*:*:nosuchtype/*"));
    assert_false(has_colonless("acs:e*:*:*:scalinggroup/asg-*"));
    assert_false(has_colonless("acs:ess:*:*:scalinggroup/a:*"));
    assert_false(has_colonless("acs:ess:*"));
    assert_false(has_colonless("acs:ecs:*:*:instance/*"));
    assert_false(has_colonless("acs:oss:*:*:bucket/*"));
    assert_false(has_colonless("*"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_has_all_columns),
        cmocka_unit_test(what_the_table_leaves_out_is_empty_or_unknown),
        cmocka_unit_test(every_row_is_found),
        cmocka_unit_test(nothing_else_is_found),
        cmocka_unit_test(an_api_can_be_authorised_by_another_action),
        cmocka_unit_test(a_call_may_need_no_permission),
        cmocka_unit_test(test_actions_without_resources),
        cmocka_unit_test(test_list_operations),
        cmocka_unit_test(test_service_level_of_oss),
        cmocka_unit_test(test_ids_have_no_colons),
        cmocka_unit_test(test_statements_about_ids_are_about_no_colons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
