/* SPDX-License-Identifier: Apache-2.0 */
/* Which resources a call is authorised on, as far as the plan tells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/needs_lines.h"

static void an_id_names_the_resource(void **state)
{
    (void)state;
    assert_string_equal(needs_of_change("alicloud_vpc", "\"delete\"", "{\"id\":\"vpc-1\"}", "null", "{}", "vpc:DeleteVpc"),
                        "certain delete vpc:DeleteVpc acs:vpc:cn-hangzhou:1:vpc/vpc-1\n");
}

static void an_id_that_is_sensitive_is_not_shown(void **state)
{
    (void)state;
    struct rampart_needs *needs = needs_of_changes(
        "{\"address\":\"alicloud_vpc.x\",\"type\":\"alicloud_vpc\",\"change\":{\"actions\":[\"delete\"],\"before\":{\"id\":\"vpc-1\"},"
        "\"after\":null,\"before_sensitive\":{\"id\":true}}}");
    char lines[1024];
    assert_string_equal(needs_lines(needs, "vpc:DeleteVpc", lines, sizeof lines),
                        "certain delete vpc:DeleteVpc acs:vpc:cn-hangzhou:1:vpc/* | id is sensitive, and not shown\n");
    rampart_needs_free(needs);
}

/* CreateVpc depends on a value; its id is none of its attributes. */
static void the_id_of_a_new_resource_is_open(void **state)
{
    (void)state;
    assert_string_equal(needs_of_change("alicloud_vpc", "\"create\"", "null", "{\"vpc_name\":\"main\"}", "{\"id\":true}", "vpc:DescribeVpcAttribute"),
                        "certain create vpc:DescribeVpcAttribute acs:vpc:cn-hangzhou:1:vpc/* | id is known after apply\n");
}

/* CreateRole and DeleteRole have one parameter, which is filled from the name and from the id. */
static void the_id_may_be_an_attribute(void **state)
{
    (void)state;
    assert_string_equal(needs_of_change("alicloud_ram_role", "\"create\"", "null", "{\"role_name\":\"ci\"}", "{\"id\":true,\"name\":true}", "ram:GetRole"),
                        "certain create ram:GetRole acs:ram:*:1:role/ci\n");
    assert_string_equal(needs_of_change("alicloud_ram_role", "\"create\"", "null", "{}", "{\"id\":true,\"name\":true,\"role_name\":true}", "ram:GetRole"),
                        "certain create ram:GetRole acs:ram:*:1:role/* | id is known after apply\n");
}

static void a_part_of_an_id_names_the_resource(void **state)
{
    (void)state;
    assert_string_equal(needs_of_change("alicloud_ram_role_policy_attachment", "\"delete\"",
                                        "{\"id\":\"role:Deploy:Custom:ci\",\"policy_type\":\"Custom\"}", "null", "{}", "ram:Detach*"),
                        "certain delete ram:DetachPolicyFromRole acs:ram:*:1:policy/Deploy acs:ram:*:1:role/ci\n");
    assert_string_equal(needs_of_change("alicloud_ram_role_policy_attachment", "\"delete\"",
                                        "{\"id\":\"role:AliyunECSFullAccess:System:ci\",\"policy_type\":\"System\"}", "null", "{}", "ram:Detach*"),
                        "certain delete ram:DetachPolicyFromRole acs:ram:*:system:policy/AliyunECSFullAccess acs:ram:*:1:role/ci\n");
}

/* Tags of a resource are of its own kind, of the many that the action is authorised on. */
static void a_type_tells_its_kind(void **state)
{
    (void)state;
    assert_string_equal(needs_of_change("alicloud_vpc", "\"update\"", "{\"id\":\"vpc-1\",\"tags\":{}}", "{\"id\":\"vpc-1\",\"tags\":{\"a\":\"b\"}}", "{}", "vpc:TagResources"),
                        "certain update vpc:TagResources acs:vpc:cn-hangzhou:1:vpc/vpc-1\n");
}

/* An SDK gets the bucket, which the table has by hand. */
static void a_bucket_is_named_by_its_attribute(void **state)
{
    (void)state;
    assert_string_equal(needs_of_change("alicloud_oss_bucket", "\"create\"", "null", "{\"bucket\":\"logs\"}", "{\"id\":true}", "oss:PutBucket"),
                        "certain create oss:PutBucket acs:oss:cn-hangzhou:1:logs\n");
}

static void a_wildcard_of_a_value_is_said(void **state)
{
    (void)state;
    assert_string_equal(needs_of_change("alicloud_vpc", "\"delete\"", "{\"id\":\"vpc-*\"}", "null", "{}", "vpc:DeleteVpc"),
                        "certain delete vpc:DeleteVpc acs:vpc:cn-hangzhou:1:vpc/vpc-* | the value has a wildcard of its own\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_id_names_the_resource),
        cmocka_unit_test(an_id_that_is_sensitive_is_not_shown),
        cmocka_unit_test(the_id_of_a_new_resource_is_open),
        cmocka_unit_test(the_id_may_be_an_attribute),
        cmocka_unit_test(a_part_of_an_id_names_the_resource),
        cmocka_unit_test(a_type_tells_its_kind),
        cmocka_unit_test(a_bucket_is_named_by_its_attribute),
        cmocka_unit_test(a_wildcard_of_a_value_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
