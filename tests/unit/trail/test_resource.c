/* SPDX-License-Identifier: Apache-2.0 */
/* From an event to the resources that its call was authorised on, or may have been. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "trail/resource.h"

#include "base/str.h"

/* The parts of all actions, behind one another: "action: [?]area arn arn | other way; by another page:". */
static char printed[4000];

static void print_options(const struct rp_resource_option *option, size_t *len)
{
    for (; option != NULL; option = option->next) {
        *len += (size_t)snprintf(printed + *len, sizeof printed - *len, "%s", option->area ? " area" : "");
        for (size_t i = 0; i < option->count; i++)
            *len += (size_t)snprintf(printed + *len, sizeof printed - *len, " %.*s", RP_ARG(option->arns[i]));
        *len +=
            (size_t)snprintf(printed + *len, sizeof printed - *len, "%s", option->next == NULL ? ";" : " |");
    }
}

static void print_page(const struct rp_reading *reading, const struct rp_event *event,
                       const struct rp_trail_action *page, const char *before, size_t *len)
{
    struct rp_requirement *requirements = NULL;
    assert_int_equal(rp_resource_requirements(reading, event, page, RP_STR("1"), &requirements), RAMPART_OK);
    *len += (size_t)snprintf(printed + *len, sizeof printed - *len, "%s%.*s:", before, RP_ARG(page->name));
    for (; requirements != NULL; requirements = requirements->next) {
        if (requirements->uncertain) *len += (size_t)snprintf(printed + *len, sizeof printed - *len, " perhaps");
        print_options(requirements->options, len);
    }
}

static void print_event(const struct rp_reading *reading, const char *text)
{
    struct rp_event event;
    struct rp_trail_api api;
    enum rp_event_form form;
    size_t len = 0;

    printed[0] = '\0';
    assert_int_equal(rp_event_read(reading, rampart_str(text), &form, &event), RAMPART_OK);
    assert_int_equal(rp_trail_api_find(reading->arena, NULL, &event, &api), RAMPART_OK);
    for (size_t i = 0; i < api.count; i++) {
        for (const struct rp_trail_action *page = &api.actions[i]; page != NULL; page = page->other)
            print_page(reading, &event, page, page == &api.actions[i] ? "" : " by another page ", &len);
    }
}

static void assert_parts(const char *service, const char *name, const char *members, const char *expected)
{
    const struct rampart_limits limits = rampart_default_limits();
    const struct rp_source source = {.name = RP_STR("e.json")};
    struct rampart_diags *diags = NULL;
    struct rp_arena arena;
    char text[2000];

    rp_arena_init(&arena, NULL);
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    const struct rp_reading reading = {.arena = &arena, .source = &source, .limits = &limits, .diags = diags};
    (void)snprintf(text, sizeof text,
                   "{\"serviceName\":\"%s\",\"eventName\":\"%s\",\"acsRegion\":\"cn-x\",%s}", service, name,
                   members);
    print_event(&reading, text);
    assert_string_equal(printed, expected);
    rampart_diags_free(diags);
    rp_arena_free(&arena);
}

#define GROUP "acs:ess:cn-x:1:scalinggroup/"

static void test_one(void **state)
{
    (void)state;
    assert_parts("Ess", "cancelinstanceRefresh", "\"requestParameters\":{\"ScalingGroupId\":\"asg-1\"}",
                 "ess:CancelInstanceRefresh: " GROUP "asg-1;");
    assert_parts("Ess", "CancelInstanceRefresh",
                 "\"referencedResources\":{\"ACS::ESS::ScalingGroup\":[\"a\",\"b\"]}",
                 "ess:CancelInstanceRefresh: " GROUP "a " GROUP "b;");
    assert_parts("Ess", "VerifyUser", "\"requestParameters\":{}", "ess:DescribeRegions: *;");
    assert_parts("Sts", "AssumeRole", "\"requestParameters\":{\"RoleArn\":\"acs:ram::2:role/r\"}",
                 "sts:AssumeRole: acs:ram::2:role/r;");
    assert_parts("Ecs", "DeleteInstance",
                 "\"requestParameters\":{\"InstanceId\":\"i-1\",\"*\":\"acs:x:::y\"}",
                 "ecs:DeleteInstance: acs:ecs:cn-x:1:instance/i-1;");
}

static void test_many(void **state)
{
    (void)state;
    assert_parts("Ecs", "RebootInstance",
                 "\"requestParameters\":{\"InstanceId.1\":\"i-1\",\"InstanceId.2\":\"i-2\"}",
                 "ecs:RebootInstance: acs:ecs:cn-x:1:instance/i-1 acs:ecs:cn-x:1:instance/i-2;");
    assert_parts("Ecs", "RebootInstance",
                 "\"requestParameters\":{\"InstanceIds\":\"[\\\"i-1\\\",\\\"i-2\\\"]\"}",
                 "ecs:RebootInstance: acs:ecs:cn-x:1:instance/i-1 acs:ecs:cn-x:1:instance/i-2;");
    assert_parts("Ecs", "DeleteSecurityGroup", "\"requestParameters\":{\"SecurityGroupId\":\"sg-1\"}",
                 "ecs:DeleteSecurityGroup: acs:ecs:cn-x:1:securitygroup/sg-1;");
    assert_parts("Oss", "CopyObject", "\"requestParameters\":{\"bucketName\":\"b\",\"objectName\":\"a/b c\"}",
                 "oss:GetObject: area *;" /* of the source the event does not tell */
                 "oss:PutObject: acs:oss:oss-cn-x:1:b/a/b c | acs:oss:*:1:b/a/b c | acs:oss:cn-x:1:b/a/b c;");
    assert_parts("Ecs", "DescribeDisks", "\"requestParameters\":{\"DiskId\":\"d-1\"}",
                 "ecs:DescribeDisks: acs:ecs:cn-x:1:disk/* | acs:ecs:cn-x:1:disk/d-1;");
    assert_parts("Ecs", "DescribeDisks", "\"requestParameters\":{}",
                 "ecs:DescribeDisks: acs:ecs:cn-x:1:disk/*;");
}

/* One event of each shape that public samples have: what they do not tell stays open. */
static void test_samples(void **state)
{
    (void)state;
    assert_parts("Ecs", "DescribeInstances", "\"eventSource\":\"ecs.cn-x.aliyuncs.com\"",
                 "ecs:DescribeInstances: acs:ecs:cn-x:1:instance/* | area acs:ecs:cn-x:1:instance/*;");
    assert_parts("Ecs", "CreateInstance", "\"requestParameters\":{\"ImageId\":\"m-1\"}",
                 "ecs:CreateInstance: *; by another page ecs:CreateInstance: perhaps area acs:vpc:cn-x:1:vswitch/*; "
                 "perhaps area acs:vpc:cn-x:1:vpc/*; perhaps area acs:ecs:cn-x:1:snapshot/*; perhaps area "
                 "acs:ecs:cn-x:1:securitygroup/*; perhaps area acs:ecs:cn-x:1:keypair/*; acs:ecs:cn-x:1:instance/*; "
                 "acs:ecs:cn-x:1:image/m-1;");
    assert_parts("Ram", "DeleteGroup", "\"requestParameters\":{\"GroupName\":\"grp1\"}",
                 "ram:DeleteGroup: acs:ram::1:group/grp1 | acs:ram:*:1:group/grp1 | acs:ram:cn-x:1:group/grp1;");
    assert_parts("PrivateZone", "AddZoneRecord",
                 "\"requestParameters\":{\"ZoneId\":\"z1\",\"Rr\":\"abc\",\"RegionId\":\"cn-x\"},"
                 "\"eventSource\":\"pvtz.aliyuncs.com\"",
                 "pvtz:AddZoneRecord: acs:pvtz::1:zone/z1;");
    assert_parts("Ims", "CreateGroup", "\"requestParameters\":{}",
                 "ram:CreateGroup: acs:ram::1:group/* | acs:ram:*:1:group/* | acs:ram:cn-x:1:group/*;"
                 "ims:CreateGroup: acs:ims::1:group/* | acs:ims:*:1:group/* | acs:ims:cn-x:1:group/*;");
}

/* Optional resources count when the call names them, and tags name the kind. */
static void test_optional(void **state)
{
    (void)state;
    assert_parts("Ecs", "ModifyInvocationAttribute", "\"requestParameters\":{\"InvokeId\":\"t-1\"}",
                 "ecs:ModifyInvocationAttribute: acs:ecs:cn-x:1:invocation/t-1;");
    assert_parts("Ecs", "ModifyInvocationAttribute",
                 "\"requestParameters\":{\"InvokeId\":\"t-1\",\"InstanceId.1\":\"i-1\",\"InstanceId.2\":\"i-2\"}",
                 "ecs:ModifyInvocationAttribute: acs:ecs:cn-x:1:invocation/t-1; acs:ecs:cn-x:1:instance/i-1 "
                 "acs:ecs:cn-x:1:instance/i-2;");
    assert_parts("Ecs", "ModifyInvocationAttribute", "\"a\":1",
                 "ecs:ModifyInvocationAttribute: area acs:ecs:cn-x:1:invocation/*; perhaps area "
                 "acs:ecs:cn-x:1:instance/*;");
    assert_parts("Ecs", "AttachClassicLinkVpc",
                 "\"requestParameters\":{\"InstanceId\":\"i-1\",\"VpcId\":\"vpc-1\"}",
                 "ecs:AttachClassicLinkVpc: acs:vpc:cn-x:1:vpc/vpc-1; acs:ecs:cn-x:1:instance/i-1; by another page "
                 "ecs:AttachClassicLinkVpc: acs:ecs:cn-x:1:instance/i-1;");
}

#define OF_RAM(rest) "acs:ram::" rest " | acs:ram:*:" rest " | acs:ram:cn-x:" rest ";"

/* A policy is the account's or the cloud's: where the event does not tell the type, it may be either. */
static void test_policy_types(void **state)
{
    (void)state;
    assert_parts("Ram", "AddUserToGroup", "\"requestParameters\":{\"UserName\":\"u\",\"GroupName\":\"g\"}",
                 "ram:AddUserToGroup: " OF_RAM("1:user/u") " " OF_RAM("1:group/g"));
    assert_parts("Ram", "AttachPolicyToUser",
                 "\"requestParameters\":{\"UserName\":\"u\",\"PolicyName\":\"p\",\"PolicyType\":\"System\"},"
                 "\"referencedResources\":{\"ACS::RAM::Policy\":[\"p\"]}",
                 "ram:AttachPolicyToUser: " OF_RAM("1:user/u") " " OF_RAM("system:policy/p"));
    assert_parts("Ram", "GetPolicy", "\"requestParameters\":{\"PolicyName\":\"p\",\"PolicyType\":\"Custom\"}",
                 "ram:GetPolicy: " OF_RAM("1:policy/p"));
    assert_parts("Ram", "GetPolicy",
                 "\"requestParameters\":{\"PolicyName\":\"p\"},\"referencedResources\":{\"ACS::RAM::Policy\":[\"p\"]}",
                 "ram:GetPolicy: perhaps area acs:ram:*:1:policy/*; perhaps area acs:ram:*:system:policy/*;");
    assert_parts("Ram", "GetPolicy", "\"requestParameters\":{\"PolicyName\":\"p\",\"PolicyType\":\"Own\"}",
                 "ram:GetPolicy: perhaps area acs:ram:*:1:policy/*; perhaps area acs:ram:*:system:policy/*;");
    assert_parts("Ram", "ListPolicyVersions",
                 "\"requestParameters\":{\"PolicyName\":\"p\",\"PolicyType\":\"System\"}",
                 "ram:ListPolicyVersions: " OF_RAM("system:policy/p"));
}

static void test_unknown(void **state)
{
    (void)state;
    assert_parts("Ecs", "NoSuchCall", "\"a\":1", "ecs:NoSuchCall: area *;");
    assert_parts("Ecs", "DeleteInstance", "\"a\":1", "ecs:DeleteInstance: area acs:ecs:cn-x:1:instance/*;");
    assert_parts("Ecs", "DeleteInstance", "\"requestParameters\":{\"InstanceId\":\"i-1,i-2\"}",
                 "ecs:DeleteInstance: area acs:ecs:cn-x:1:instance/*;");
    assert_parts("Ess", "CreateScalingGroup", "\"requestParameters\":{}",
                 "ess:CreateScalingGroup: area " GROUP "*;");
    assert_parts("Ecs", "DescribeInstanceRamRole", "\"requestParameters\":{}",
                 "ecs:DescribeInstanceRamRole: area *;");
    assert_parts(
        "Ecs", "JoinSecurityGroup", "\"requestParameters\":{\"InstanceId\":\"i-1\"}",
        "ecs:JoinSecurityGroup: area acs:ecs:cn-x:1:securitygroup/*; acs:ecs:cn-x:1:instance/i-1;");
    assert_parts("Cen", "AssociateCenBandwidthPackage", "\"requestParameters\":{\"CenId\":\"c-1\"}",
                 "cen:AssociateCenBandwidthPackage: acs:cen::1:ceninstance/c-1 | acs:cen:*:1:ceninstance/c-1 | "
                 "acs:cen:cn-x:1:ceninstance/c-1; perhaps area acs:cen:*:1:bandwidthpackage/*;");
    assert_parts("Slb", "SetBackendServers",
                 "\"requestParameters\":{\"LoadBalancerId\":\"lb-1\",\"BackendServers\":\"[{\\\"ServerId\\\":\\\"i-1\\\"},{\\\"ServerId\\\":\\\"i-2\\\"}]\"}",
                 "slb:SetBackendServers: acs:slb:cn-x:1:loadbalancer/lb-1; acs:ecs:cn-x:1:instance/i-1 "
                 "acs:ecs:cn-x:1:instance/i-2; by another page slb:SetBackendServers: acs:slb:cn-x:1:loadbalancer/lb-1;");
    assert_parts("Slb", "SetBackendServers",
                 "\"requestParameters\":{\"LoadBalancerId\":\"lb-1\",\"BackendServers\":[{\"ServerId\":\"i-1\"},{\"Weight\":\"1\"}]}",
                 "slb:SetBackendServers: acs:slb:cn-x:1:loadbalancer/lb-1; perhaps area acs:ecs:cn-x:1:instance/*; by another page "
                 "slb:SetBackendServers: acs:slb:cn-x:1:loadbalancer/lb-1;");
    /* two pages disagree on it */
    assert_parts("Ecs", "AttachDisk", "\"requestParameters\":{\"InstanceId\":\"i-1\",\"DiskId\":\"d-1\"}",
                 "ecs:AttachDisk: acs:ecs:cn-x:1:instance/i-1; acs:ecs:cn-x:1:disk/d-1; by another page "
                 "ecs:AttachDisk: acs:ecs:cn-x:1:instance/i-1; acs:ecs:cn-x:1:instance/d-1;");
    assert_parts("No such", "Call", "\"a\":1", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_samples),
        cmocka_unit_test(test_optional),
        cmocka_unit_test(test_policy_types),
        cmocka_unit_test(test_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
