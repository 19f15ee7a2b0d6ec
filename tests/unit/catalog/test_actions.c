/* SPDX-License-Identifier: Apache-2.0 */
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

static void a_misspelt_action_has_a_nearest(void **state)
{
    struct rampart_catalog_action action;
    assert_true(rampart_catalog_near_action(*state, RP_STR("ecs:DescribInstance"), &action));
    assert_str(action.action, "ecs:DescribeInstances");
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_action_is_found_but_for_case),
        cmocka_unit_test(what_is_no_action_is_not_found),
        cmocka_unit_test(the_actions_of_a_service_are_its_own),
        cmocka_unit_test(a_misspelt_action_has_a_nearest),
        cmocka_unit_test(patterns_match_whole_actions),
        cmocka_unit_test(a_pattern_longer_than_any_action_matches_none),
    };
    return cmocka_run_group_tests(tests, open_catalog, close_catalog);
}
