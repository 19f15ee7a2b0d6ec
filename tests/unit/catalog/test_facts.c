/* SPDX-License-Identifier: Apache-2.0 */
/* Finding the rows of an open catalogue: actions, templates, keys, types, regions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "support/open_catalog.h"

static void assert_str(struct rampart_str actual, const char *expected)
{
    assert_true(rp_str_equal(actual, rampart_str(expected)));
}

static void an_action_is_found_but_for_case(void **state)
{
    struct rampart_catalog_action action;
    assert_true(rampart_catalog_find_action(*state, RP_STR("ESS:cancelInstanceREFRESH"), &action));
    assert_str(action.action, "ess:CancelInstanceRefresh");
    assert_str(action.service, "ess");
    assert_str(action.name, "CancelInstanceRefresh");
    assert_str(action.level, "update");
    assert_str(action.evidence, "table");
    assert_true(rampart_catalog_find_action(*state, RP_STR("ram:PassRole"), &action));
    assert_str(action.level, "");
    assert_str(action.evidence, "policy");
}

static void what_is_no_action_is_not_found(void **state)
{
    const char *const names[] = {
        "",        "ess",  "ess:",           "ess:Cancel", "ess:CancelInstanceRefresh\tupdate",
        "ess:Z",   "zzzz", "ess:VerifyUser", "# Source",   "oss:Prefix",
        "ess:List"};
    struct rampart_catalog_action action;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_false(rampart_catalog_find_action(*state, rampart_str(names[i]), &action));
}

static void the_actions_of_a_service_are_its_own(void **state)
{
    struct rampart_catalog_action action;
    size_t cursor = 0, count = 0;
    for (; rampart_catalog_next_action(*state, RP_STR("adb"), &cursor, &action); count++)
        assert_str(action.service, "adb"); /* and not of adb-inc or adbai, which are near by */
    assert_true(count > 300);
    cursor = 0;
    assert_false(rampart_catalog_next_action(*state, RP_STR("ad"), &cursor, &action));
}

static void a_misspelt_action_is_found(void **state)
{
    struct rampart_catalog_action action;
    assert_true(rampart_catalog_near_action(*state, RP_STR("ESS:cancleinstancerefresh"), &action));
    assert_str(action.action, "ess:CancelInstanceRefresh");
    assert_true(rampart_catalog_near_action(*state, RP_STR("ess:VerifyUser"), &action));
    assert_str(action.action, "ess:DescribeRegions");
    assert_false(rampart_catalog_near_action(*state, RP_STR("ess:Frobnicate"), &action));
    assert_false(rampart_catalog_near_action(*state, RP_STR("nosuch:CancelInstanceRefresh"), &action));
    assert_false(rampart_catalog_near_action(*state, RP_STR("ess:"), &action));
    assert_false(rampart_catalog_near_action(*state, RP_STR("CancelInstanceRefresh"), &action));
}

static size_t matched(void **state, const char *text)
{
    struct rampart_catalog_pattern pattern = rampart_catalog_pattern(rampart_str(text));
    struct rampart_catalog_action action;
    size_t count = 0;
    while (rampart_catalog_next_match(*state, &pattern, &action)) count++;
    return count;
}

static void patterns_match_whole_actions(void **state)
{
    assert_int_equal(matched(state, "ess:CancelInstanceRefresh"), 1);
    assert_int_equal(matched(state, "ESS:cancel*"), 1);
    assert_int_equal(matched(state, "ess:C?ncel*Re*h"), 1);
    assert_int_equal(matched(state, "ess:Cancle*"), 0);
    assert_int_equal(matched(state, "ess:Cancel"), 0);
    assert_int_equal(matched(state, "*:CancelInstanceRefresh"), 1);
    assert_int_equal(matched(state, "ess:****InstanceRefresh**"), 6);
    assert_int_equal(matched(state, ""), 0);
    assert_true(matched(state, "*") > 39000);
    assert_true(matched(state, "*") == matched(state, "*:*"));
}

static void a_pattern_longer_than_any_action_matches_none(void **state)
{
    char text[10000];
    memset(text, '*', sizeof text);
    struct rampart_catalog_action action;
    struct rampart_catalog_pattern pattern = rampart_catalog_pattern((struct rampart_str){text, sizeof text});
    assert_true(rampart_catalog_next_match(*state, &pattern, &action));
    memset(text, '?', sizeof text);
    pattern = rampart_catalog_pattern((struct rampart_str){text, sizeof text});
    assert_false(rampart_catalog_next_match(*state, &pattern, &action));
    for (size_t i = 0; i < sizeof text; i += 2) text[i] = '*';
    pattern = rampart_catalog_pattern((struct rampart_str){text, sizeof text});
    assert_false(rampart_catalog_next_match(*state, &pattern, &action));
}

static void services_are_found_by_code(void **state)
{
    struct rampart_catalog_service service;
    assert_true(rampart_catalog_find_service(*state, RP_STR("CMS"), &service));
    assert_str(service.code, "cms");
    assert_str(service.products, "Cms");
    assert_str(service.evidence, "docs");
    assert_str(service.other_codes, "arms,log");
    assert_true(rampart_catalog_find_service(*state, RP_STR("ess"), &service));
    assert_str(service.other_codes, "");
    assert_false(rampart_catalog_find_service(*state, RP_STR("es"), &service));
    assert_false(rampart_catalog_find_service(*state, RP_STR(""), &service));
    assert_true(rampart_catalog_near_service(*state, RP_STR("actiontrial"), &service));
    assert_str(service.code, "actiontrail");
    assert_false(rampart_catalog_near_service(*state, RP_STR("qqqqqqqqqq"), &service));
}

static void an_action_has_its_templates(void **state)
{
    struct rampart_catalog_arn arn;
    size_t cursor = 0;
    assert_true(rampart_catalog_next_arn(*state, RP_STR("ECS:attachdisk"), &cursor, &arn));
    assert_str(arn.arn, "acs:ecs:{#regionId}:{#accountId}:disk/{#diskId}");
    assert_str(arn.type, "Disk");
    assert_true(rampart_catalog_next_arn(*state, RP_STR("ECS:attachdisk"), &cursor, &arn));
    assert_str(arn.arn, "acs:ecs:{#regionId}:{#accountId}:instance/{#instanceId}");
    assert_str(arn.evidence, "table");
    assert_str(arn.date, "2025-12");
    assert_str(arn.needed, "required");
    assert_str(arn.level, "update");
    assert_true(arn.disputed);
    assert_false(rampart_catalog_next_arn(*state, RP_STR("ECS:attachdisk"), &cursor, &arn));
    cursor = 0;
    assert_true(rampart_catalog_next_arn(*state, RP_STR("sts:AssumeRole"), &cursor, &arn));
    assert_str(arn.needed, "required");
}

static void the_templates_of_auto_scaling_come_from_its_own_table(void **state)
{
    struct rampart_catalog_arn arn;
    size_t cursor = 0;
    assert_true(rampart_catalog_next_arn(*state, RP_STR("ess:cancelInstanceRefresh"), &cursor, &arn));
    assert_str(arn.action, "ess:CancelInstanceRefresh");
    assert_str(arn.arn, "acs:ess:{#regionId}:{#accountId}:scalinggroup/{#ScalingGroupId}");
    assert_false(rampart_catalog_next_arn(*state, RP_STR("ess:cancelInstanceRefresh"), &cursor, &arn));
    cursor = 0;
    assert_true(rampart_catalog_next_arn(*state, RP_STR("ess:DescribeRegions"), &cursor, &arn));
    assert_str(arn.arn, "*");
    assert_false(rampart_catalog_next_arn(*state, RP_STR("ess:DescribeRegions"), &cursor, &arn));
    const char *const none[] = {"ess:VerifyUser", "ess:", "ess:DeleteDiagnoseReport", ""};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        cursor = 0;
        assert_false(rampart_catalog_next_arn(*state, rampart_str(none[i]), &cursor, &arn));
    }
}

static void keys_are_found_with_what_follows_a_slash(void **state)
{
    struct rampart_catalog_key key;
    assert_true(rampart_catalog_find_key(*state, RP_STR("acs:sourceIP"), &key));
    assert_str(key.key, "acs:SourceIp");
    assert_str(key.type, "IP");
    assert_str(key.values, "single");
    assert_str(key.service, "common");
    assert_true(rampart_catalog_find_key(*state, RP_STR("acs:ResourceTag/a/b"), &key));
    assert_str(key.key, "acs:ResourceTag/*");
    assert_true(rampart_catalog_find_key(*state, RP_STR("resourcesharing:Target"), &key));
    assert_str(key.values, "multiple");
    assert_true(rampart_catalog_find_key(*state, RP_STR("acs:RegionId"), &key));
    assert_str(key.type, "");
    assert_str(key.evidence, "unverified");
    assert_false(rampart_catalog_find_key(*state, RP_STR("acs:ResourceTag"), &key));
    assert_false(rampart_catalog_find_key(*state, RP_STR("acs:SourceIp/x"), &key));
    assert_false(rampart_catalog_find_key(*state, RP_STR(""), &key));
    size_t cursor = 0, count = 0;
    for (; rampart_catalog_next_key(*state, RP_STR("OSS"), &cursor, &key); count++)
        assert_str(key.service, "oss");
    assert_int_equal(count, 12);
}

static void types_and_regions_are_walked(void **state)
{
    struct rampart_catalog_type type;
    struct rampart_catalog_region region;
    size_t cursor = 0, count = 0;
    assert_true(rampart_catalog_next_type(*state, RP_STR("ess"), &cursor, &type));
    assert_str(type.type, "scalinggroup");
    assert_false(rampart_catalog_next_type(*state, RP_STR("ess"), &cursor, &type));
    for (cursor = 0; rampart_catalog_next_region(*state, &cursor, &region);) count++;
    assert_int_equal(count, 41);
    assert_true(rampart_catalog_find_region(*state, RP_STR("cn-hangzhou"), &region));
    assert_str(region.group, "cn");
    assert_false(rampart_catalog_find_region(*state, RP_STR("cn-hangzho"), &region));
    assert_false(rampart_catalog_find_region(*state, RP_STR(""), &region));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_action_is_found_but_for_case),
        cmocka_unit_test(what_is_no_action_is_not_found),
        cmocka_unit_test(the_actions_of_a_service_are_its_own),
        cmocka_unit_test(a_misspelt_action_is_found),
        cmocka_unit_test(patterns_match_whole_actions),
        cmocka_unit_test(a_pattern_longer_than_any_action_matches_none),
        cmocka_unit_test(services_are_found_by_code),
        cmocka_unit_test(an_action_has_its_templates),
        cmocka_unit_test(the_templates_of_auto_scaling_come_from_its_own_table),
        cmocka_unit_test(keys_are_found_with_what_follows_a_slash),
        cmocka_unit_test(types_and_regions_are_walked),
    };
    return cmocka_run_group_tests(tests, open_catalog, close_catalog);
}
