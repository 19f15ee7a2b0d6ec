/* SPDX-License-Identifier: Apache-2.0 */
/* Slips of the pen are found, and what tells one name from another is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "catalog/shape.h"
#include "catalog/slips.h"
#include "support/naive_catalog.h"

static bool alike(const char *word, const char *name)
{
    const struct rampart_str a = rampart_str(word), b = rampart_str(name);
    const bool answer = rp_names_alike(a, b);
    assert_int_equal(answer, naive_name_slips(a, b) <= rp_slips_allowed(a.len));
    if (answer) assert_true(rp_shapes_near(rp_shape(a), rp_shape(b), rp_slips_allowed(a.len)));
    return answer;
}

static void one_slip_is_taken_and_two_of_a_long_name(void **state)
{
    (void)state;
    assert_true(alike("CancelInstanc", "CancelInstance"));
    assert_true(alike("CancleInstance", "CancelInstance"));
    assert_true(alike("CancelInstanceRefresch", "CancelInstanceRefresh"));
    assert_false(alike("CancelUnstanes", "CancelInstance"));
    assert_true(alike("GetUsr", "GetUser"));
    assert_false(alike("GetUrr", "GetUsers"));
    assert_true(alike("DescribeInstence", "DescribeInstances"));
    assert_false(alike("DesribeInstence", "DescribeInstances")); /* three */
    assert_false(alike("", "a"));
}

static void digits_and_first_letters_are_no_slip(void **state)
{
    (void)state;
    assert_false(alike("ListObjectsV2", "ListObjectsV3"));
    assert_false(alike("ListObjectsV2", "ListObjects"));
    assert_false(alike("BetUserName", "GetUserName"));
    assert_false(alike("ListUserTags", "ListUserLogs"));
    assert_false(alike("AttachInstances", "DetachInstances"));
    assert_false(alike("team-a", "team-b"));
    assert_true(alike("deploy-prodd", "deploy-prod"));
}

static void a_letter_of_a_short_word_is_no_slip(void **state)
{
    (void)state;
    assert_false(alike("CreateRule", "CreateRole"));
    assert_false(alike("DescribeVpns", "DescribeVpcs"));
    assert_true(alike("DescribeVpc", "DescribeVpcs"));
    assert_true(alike("DescribeVcps", "DescribeVpcs"));
    assert_false(alike("DescribePolccs", "DescribePolicy")); /* two in a word of six */
}

static void names_of_other_words_differ_in_one_slip(void **state)
{
    (void)state;
    assert_true(alike("cancelinstanse", "CancelInstance"));
    assert_false(alike("cancelinstansa", "CancelInstance"));
    assert_true(alike("CancelInstanceRefres", "cancelinstancerefresh"));
}

static void a_shape_tells_what_is_far_away(void **state)
{
    (void)state;
    const struct rampart_str name = RP_STR("DescribeInstances");
    assert_true(rp_shapes_near(rp_shape(name), rp_shape(RP_STR("describeinstances")), 0));
    assert_false(rp_shapes_near(rp_shape(name), rp_shape(RP_STR("DescribeInstance")), 0));
    assert_true(rp_shapes_near(rp_shape(name), rp_shape(RP_STR("DescribeInstance")), 1));
    assert_false(rp_shapes_near(rp_shape(name), rp_shape(RP_STR("DescribeSnapshots")), 1));
    assert_true(rp_shapes_near(rp_shape(RP_STR("x1-_")), rp_shape(RP_STR("x2:?")), 0));
}

static bool system_alike(const char *word, const char *name)
{
    return rp_system_names_alike(rampart_str(word), rampart_str(name));
}

static void a_system_policy_has_its_service_and_its_grant(void **state)
{
    (void)state;
    assert_true(system_alike("AliyunECSFulAccess", "AliyunECSFullAccess"));
    assert_true(system_alike("AliyunECSReadonlyAccess", "AliyunECSReadOnlyAccess"));
    assert_true(system_alike("AliyuECSReadOnlyAcces", "AliyunECSReadOnlyAccess"));
    assert_true(system_alike("aliyunecsfullaccess", "AliyunECSFullAccess"));
    assert_false(system_alike("AliyunOSSFullAccess", "AliyunECSFullAccess"));
    assert_false(system_alike("AliyunEcdFullAccess", "AliyunECSFullAccess"));
    assert_false(system_alike("AliyunECSReadOnlyAccess", "AliyunECSFullAccess"));
    assert_false(system_alike("AliyunECSXFullAccess", "AliyunECSFullAccess"));
    assert_false(system_alike("AliyunECSAccess", "AliyunECSFullAccess"));
    assert_false(system_alike("AdministratorAcess", "AdministratorAccess"));
    assert_false(system_alike("AliyunFullAcces", "AliyunFullAccess"));
    assert_false(system_alike("", "AliyunECSFullAccess"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_slip_is_taken_and_two_of_a_long_name),
        cmocka_unit_test(digits_and_first_letters_are_no_slip),
        cmocka_unit_test(a_letter_of_a_short_word_is_no_slip),
        cmocka_unit_test(names_of_other_words_differ_in_one_slip),
        cmocka_unit_test(a_shape_tells_what_is_far_away),
        cmocka_unit_test(a_system_policy_has_its_service_and_its_grant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
