/* SPDX-License-Identifier: Apache-2.0 */
/* Names that are like a misspelt one: slips of the pen are found, and names that may well exist are not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "catalog/alike.h"
#include "support/open_catalog.h"

static bool alike(const char *word, const char *name)
{
    return rp_names_alike(rampart_str(word), rampart_str(name));
}

static void one_slip_is_taken_and_two_of_a_long_name(void **state)
{
    (void)state;
    assert_true(alike("CancelInstanc", "CancelInstance"));
    assert_true(alike("CancleInstance", "CancelInstance"));
    assert_true(alike("cancelinstanse", "CancelInstance"));
    assert_false(alike("CancelUnstanes", "CancelInstance"));
    assert_true(alike("GetUsr", "GetUser"));
    assert_false(alike("GetUrr", "GetUsers"));
    assert_false(alike("", "a"));
}

static void digits_and_the_first_letter_are_no_slip(void **state)
{
    (void)state;
    assert_false(alike("ListObjectsV2", "ListObjectsV3"));
    assert_false(alike("ListObjectsV2", "ListObjects"));
    assert_false(alike("BetUserName", "GetUserName"));
}

static void an_action_of_the_service_is_found(void **state)
{
    struct rampart_catalog_action action;
    assert_true(rp_alike_action(*state, RP_STR("ess"), RP_STR("CancelInstanceRefresch"), &action));
    assert_true(rp_str_equal(action.action, RP_STR("ess:CancelInstanceRefresh")));
    assert_false(rp_alike_action(*state, RP_STR("ess"), RP_STR("Cancel"), &action)); /* too short */
    assert_false(rp_alike_action(*state, RP_STR("ecs"), RP_STR("CancelInstanceRefresch"), &action));
    struct rampart_str beginning;
    assert_true(rp_alike_beginning(*state, RP_STR("ess"), RP_STR("CancelInstence"), &beginning));
    assert_true(rp_str_equal(beginning, RP_STR("CancelInstance")));
    assert_false(rp_alike_beginning(*state, RP_STR("ess"), RP_STR("Frobnicate"), &beginning));
}

static void a_key_is_found_also_without_its_service(void **state)
{
    struct rampart_catalog_key key;
    assert_true(rp_alike_key(*state, RP_STR("acs:SorceIp"), &key));
    assert_true(rp_str_equal(key.key, RP_STR("acs:SourceIp")));
    assert_true(rp_alike_key(*state, RP_STR("sourceip"), &key));
    assert_true(rp_str_equal(key.key, RP_STR("acs:SourceIp")));
    assert_true(rp_alike_key(*state, RP_STR("acs:ResorceTag/team"), &key));
    assert_true(rp_str_equal(key.key, RP_STR("acs:ResourceTag/*")));
    assert_false(rp_alike_key(*state, RP_STR("acs:Frobnicate"), &key));
}

static void a_region_is_found_by_its_parts(void **state)
{
    struct rampart_catalog_region region;
    assert_true(rp_alike_region(*state, RP_STR("cn-hangzho"), 1, &region));
    assert_true(rp_str_equal(region.region, RP_STR("cn-hangzhou")));
    assert_false(rp_alike_region(*state, RP_STR("cn-wangzhou"), 1, &region)); /* a first letter */
    assert_false(rp_alike_region(*state, RP_STR("ap-southeast-9"), 1, &region));
}

static void a_service_is_found_by_its_code(void **state)
{
    struct rampart_catalog_service service;
    assert_true(rp_alike_service(*state, RP_STR("vpcs"), RP_STR("CreateVpc"), &service));
    assert_true(rp_str_equal(service.code, RP_STR("vpc")));
    assert_false(rp_alike_service(*state, RP_STR("qq"), RP_STR("CreateVpc"), &service)); /* too short */
    assert_true(rp_is_other_code(*state, RP_STR("arms")));
    assert_false(rp_is_other_code(*state, RP_STR("nosuch")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_slip_is_taken_and_two_of_a_long_name),
        cmocka_unit_test(digits_and_the_first_letter_are_no_slip),
        cmocka_unit_test(an_action_of_the_service_is_found),
        cmocka_unit_test(a_key_is_found_also_without_its_service),
        cmocka_unit_test(a_region_is_found_by_its_parts),
        cmocka_unit_test(a_service_is_found_by_its_code),
    };
    return cmocka_run_group_tests(tests, open_catalog, close_catalog);
}
