/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the calls that are made most often are authorised on. The resources are those of the authorisation tables on the
 * pages of the APIs, written down from there and not from the catalogue. Counted were public policies and the calls of
 * Terraform's provider.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "catalog/embedded.h"
#include "catalog/fill.h"
#include "catalog/parameters.h"
#include "catalog/templates.h"
#include "catalog/tsv.h"

#define ECS "acs:ecs:cn-hangzhou:1000000000000001:"
#define VPC "acs:vpc:cn-hangzhou:1000000000000001:"
#define RDS "acs:rds:cn-hangzhou:1000000000000001:dbinstance/rm-1"
#define RAM "acs:ram:*:1000000000000001:"
#define SYSTEM "acs:ram:*:system:"
#define OSS "acs:oss:cn-hangzhou:1000000000000001:"

struct call {
    const char *action;
    const char *params; /* NAME=VALUE, separated by blanks; RegionId is given always */
    const char *arns;   /* separated by blanks */
};

static const struct call calls[] = {
    {"rds:DescribeDBInstanceAttribute", "DBInstanceId=rm-1", RDS},
    {"vpc:DescribeVSwitchAttributes", "VSwitchId=vsw-1", VPC "vswitch/vsw-1"},
    {"ecs:DescribeInstances", "", ECS "instance/*"},
    {"ecs:DescribeInstances", "InstanceIds=[\"i-1\",\"i-2\"]", ECS "instance/i-1 " ECS "instance/i-2"},
    {"oss:GetObject", "bucket=b key=dir/a", OSS "b/dir/a"},
    {"ecs:DescribeDisks", "", ECS "disk/*"},
    {"ecs:DescribeDisks", "DiskIds=[\"d-1\"]", ECS "disk/d-1"},
    {"ecs:TagResources", "ResourceType=disk ResourceId.1=d-1 ResourceId.2=d-2", ECS "disk/d-1 " ECS "disk/d-2"},
    {"slb:DescribeLoadBalancerAttribute", "LoadBalancerId=lb-1",
     "acs:slb:cn-hangzhou:1000000000000001:loadbalancer/lb-1"},
    {"ecs:UntagResources", "ResourceType=instance ResourceId.1=i-1", ECS "instance/i-1"},
    {"oss:ListObjects", "bucket=b", OSS "b"},
    {"ecs:DescribeNetworkInterfaces", "NetworkInterfaceId.1=eni-1", ECS "eni/eni-1"},
    {"ess:DescribeScalingGroups", "ScalingGroupIds.1=asg-1",
     "acs:ess:cn-hangzhou:1000000000000001:scalinggroup/asg-1"},
    {"ecs:DescribeImages", "", ECS "image/*"},
    {"ecs:DescribeImages", "ImageId=m-1", ECS "image/m-1"},
    {"oss:PutObject", "bucket=b object=a", OSS "b/a"},
    {"dds:DescribeDBInstanceAttribute", "DBInstanceId=dds-1",
     "acs:dds:cn-hangzhou:1000000000000001:dbinstance/dds-1"},
    {"vpc:DescribeEipAddresses", "", VPC "eip/*"},
    {"log:GetLogStore", "project=p logstore=l",
     "acs:log:cn-hangzhou:1000000000000001:project/p/logstore/l"},
    {"vpc:DescribeNatGateways", "", VPC "natgateway/*"},
    {"vpc:DescribeNatGateways", "NatGatewayId=ngw-1", VPC "natgateway/ngw-1"},
    {"rds:DescribeDBInstanceNetInfo", "DBInstanceId=rm-1", RDS},
    {"hbr:DescribeBackupPlans", "", "*"},
    {"cs:DescribeClusterUserKubeconfig", "ClusterId=c1", "acs:cs:cn-hangzhou:1000000000000001:cluster/c1"},
    {"kvstore:DescribeInstanceAttribute", "InstanceId=r-1",
     "acs:kvstore:cn-hangzhou:1000000000000001:instance/r-1"},
    {"vpc:DescribeRouteTableList", "", VPC "routetable/*"},
    {"rds:DescribeParameters", "DBInstanceId=rm-1", RDS},
    {"ram:GetRole", "RoleName=ci", "acs:ram:*:1000000000000001:role/ci"},
    {"ecs:DescribeSecurityGroups", "", ECS "securitygroup/*"},
    {"ecs:DescribeSecurityGroups", "SecurityGroupId=sg-1", ECS "securitygroup/sg-1"},
    {"polardb:DescribeAccounts", "DBClusterId=pc-1", "acs:polardb:cn-hangzhou:1000000000000001:dbcluster/pc-1"},
    {"vpc:DescribeVpcs", "", VPC "vpc/*"},
    {"vpc:DescribeVpcs", "VpcId=vpc-1", VPC "vpc/vpc-1"},
    {"adb:DescribeDBClusterAttribute", "DBClusterId=am-1", "acs:adb:cn-hangzhou:1000000000000001:dbcluster/am-1"},
    {"rds:DescribeDBInstanceSSL", "DBInstanceId=rm-1", RDS},
    {"ecs:DescribeSnapshots", "", ECS "snapshot/*"},
    {"ecs:DescribeSnapshots", "SnapshotIds=[\"s-1\"]", ECS "snapshot/s-1"},
    {"ecs:DescribeSecurityGroupAttribute", "SecurityGroupId=sg-1", ECS "securitygroup/sg-1"},
    {"oss:GetBucketInfo", "bucket=b", OSS "b"},
    {"log:GetIndex", "project=p logstore=l", "acs:log:cn-hangzhou:1000000000000001:project/p/logstore/l"},
    {"rds:DescribeAccounts", "DBInstanceId=rm-1", RDS},
    {"alb:GetLoadBalancerAttribute", "LoadBalancerId=alb-1",
     "acs:alb:cn-hangzhou:1000000000000001:loadbalancer/alb-1"},
    {"cen:ListTransitRouterMulticastGroups", "TransitRouterMulticastDomainId=tr-mcast-domain-1",
     "acs:cen:*:1000000000000001:centransitroutermulticast/tr-mcast-domain-1"},
    {"ecs:ListTagResources", "ResourceType=instance", "*"},
    {"oss:GetBucketAcl", "bucket=b", OSS "b"},
    {"vpc:DescribeVSwitches", "", VPC "vswitch/*"},
    {"cms:DescribeMetricRuleList", "", "*"},
    {"ecs:JoinResourceGroup", "ResourceType=securitygroup ResourceId=sg-1 ResourceGroupId=rg-1",
     ECS "securitygroup/sg-1"},
    {"rds:ModifySecurityIps", "DBInstanceId=rm-1 SecurityIps=10.0.0.0", RDS},
    {"ecs:RunCommand", "InstanceId.1=i-1 InstanceId.2=i-2", ECS "instance/i-1 " ECS "instance/i-2"},
    {"ecs:AttachDisk", "InstanceId=i-1 DiskId=d-1", ECS "disk/d-1 " ECS "instance/i-1"},
    {"ecs:RunInstances", "ImageId=m-1", "*"},
    {"ecs:CreateNetworkInterface", "SecurityGroupId=sg-1 VSwitchId=vsw-1",
     ECS "eni/* " ECS "securitygroup/sg-1 " VPC "vswitch/vsw-1"},
    {"ecs:CreateSnapshot", "DiskId=d-1", ECS "disk/d-1 " ECS "snapshot/*"},
    {"sts:AssumeRole", "RoleArn=acs:ram::1000000000000001:role/ci", "acs:ram::1000000000000001:role/ci"},
    {"ram:AddUserToGroup", "UserName=u GroupName=g", RAM "group/g " RAM "user/u"},
    {"ram:RemoveUserFromGroup", "UserName=u GroupName=g", RAM "group/g " RAM "user/u"},
    {"ims:AddUserToGroup", "UserPrincipalName=u GroupName=g",
     "acs:ims::1000000000000001:group/g acs:ims::1000000000000001:user/u"},
    {"ram:AttachPolicyToUser", "UserName=x PolicyName=p PolicyType=System",
     SYSTEM "policy/p " RAM "user/x"},
    {"ram:AttachPolicyToUser", "UserName=x PolicyName=p PolicyType=Custom",
     RAM "policy/p " RAM "user/x"},
    {"ram:DetachPolicyFromUser", "UserName=x PolicyName=p PolicyType=System",
     SYSTEM "policy/p " RAM "user/x"},
    {"ram:DetachPolicyFromUser", "UserName=x PolicyName=p PolicyType=Custom",
     RAM "policy/p " RAM "user/x"},
    {"ram:AttachPolicyToGroup", "GroupName=x PolicyName=p PolicyType=System",
     SYSTEM "policy/p " RAM "group/x"},
    {"ram:AttachPolicyToGroup", "GroupName=x PolicyName=p PolicyType=Custom",
     RAM "group/x " RAM "policy/p"},
    {"ram:DetachPolicyFromGroup", "GroupName=x PolicyName=p PolicyType=System",
     SYSTEM "policy/p " RAM "group/x"},
    {"ram:DetachPolicyFromGroup", "GroupName=x PolicyName=p PolicyType=Custom",
     RAM "group/x " RAM "policy/p"},
    {"ram:AttachPolicyToRole", "RoleName=x PolicyName=p PolicyType=System",
     SYSTEM "policy/p " RAM "role/x"},
    {"ram:AttachPolicyToRole", "RoleName=x PolicyName=p PolicyType=Custom",
     RAM "policy/p " RAM "role/x"},
    {"ram:DetachPolicyFromRole", "RoleName=x PolicyName=p PolicyType=System",
     SYSTEM "policy/p " RAM "role/x"},
    {"ram:DetachPolicyFromRole", "RoleName=x PolicyName=p PolicyType=Custom",
     RAM "policy/p " RAM "role/x"},
    {"ram:GetPolicy", "PolicyName=p PolicyType=System", SYSTEM "policy/p"},
    {"ram:GetPolicy", "PolicyName=p PolicyType=Custom", RAM "policy/p"},
    {"ram:GetPolicyVersion", "PolicyName=p PolicyType=System", SYSTEM "policy/p"},
    {"ram:GetPolicyVersion", "PolicyName=p PolicyType=Custom", RAM "policy/p"},
    {"ram:ListPolicyVersions", "PolicyName=p PolicyType=System", SYSTEM "policy/p"},
    {"ram:ListPolicyVersions", "PolicyName=p PolicyType=Custom", RAM "policy/p"},
    {"ram:ListEntitiesForPolicy", "PolicyName=p PolicyType=System", SYSTEM "policy/p"},
    {"ram:ListEntitiesForPolicy", "PolicyName=p PolicyType=Custom", RAM "policy/p"},
    {"ram:DeletePolicy", "PolicyName=p", RAM "policy/p"},
};

enum { MOST_PARAMS = 8 };

/* Takes the words of a text apart; the values may be lists in brackets, which have no blanks. */
static size_t read_params(const char *text, struct rp_param *params)
{
    size_t count = 0;
    params[count++] = (struct rp_param){RP_STR("RegionId"), RP_STR("cn-hangzhou")};
    while (*text != '\0') {
        const size_t len = strcspn(text, " "), name = strcspn(text, "=");
        assert_in_range(count, 1, MOST_PARAMS - 1);
        params[count++] = (struct rp_param){{text, name}, {text + name + 1, len - name - 1}};
        text += len + (text[len] == ' ');
    }
    return count;
}

static void check_call(const struct call *call)
{
    struct rp_param params[MOST_PARAMS];
    struct rp_call_resources resources = {NULL, 0};
    struct rampart_diags *diags = NULL;
    struct rp_arena arena;
    struct rp_buf found;
    const size_t count = read_params(call->params, params);
    const struct rp_call asked = {.action = rampart_str(call->action),
                                  .params = params,
                                  .param_count = count,
                                  .account = RP_STR("1000000000000001")};
    rp_arena_init(&arena, NULL);
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    const enum rampart_status status = rp_arn_fill(&arena, &asked, diags, &resources);
    const struct rampart_diag *first = rampart_diags_at(diags, 0);
    if (status != RAMPART_OK)
        fail_msg("%s: %.*s", call->action, first == NULL ? 0 : (int)first->message.len,
                 first == NULL ? "" : first->message.data);
    rp_buf_init(&found, &arena.allocator, SIZE_MAX / 2);
    for (size_t i = 0; i < resources.count; i++) {
        if (i > 0) rp_buf_add(&found, RP_STR(" "));
        rp_buf_add(&found, resources.arns[i]);
    }
    if (!rp_str_equal(rp_buf_text(&found), rampart_str(call->arns)))
        fail_msg("%s: \"%.*s\" is not \"%s\"", call->action, RP_ARG(rp_buf_text(&found)), call->arns);
    rp_buf_free(&found);
    rampart_diags_free(diags);
    rp_arena_free(&arena);
}

static void calls_have_the_resources_of_their_pages(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) check_call(&calls[i]);
}

/* ---- every action of the table ---- */

enum { MOST_MADE = 64 };

/* Gives the first parameter that fills a place a value, and the one that tells its kind. */
static size_t add_param(struct rampart_str action, const struct rp_place *place, struct rp_param *params,
                        size_t count)
{
    struct rp_filler_cursor cursor = {.row = 0};
    struct rp_filler filler;
    if (!rp_filler_next(action, place, &cursor, &filler)) return count;
    const struct rp_param made[] = {{filler.name, RP_STR("x1")}, {filler.kind, filler.value}};
    for (size_t i = 0; i < 2; i++) {
        bool has = made[i].name.len == 0;
        for (size_t j = 0; j < count; j++) has |= rp_str_equal_fold(params[j].name, made[i].name);
        assert_in_range(count, 0, MOST_MADE - 1);
        if (!has) params[count++] = made[i];
    }
    return count;
}

static size_t make_params(struct rp_arena *arena, struct rampart_str action, struct rp_param *params)
{
    struct rp_templates templates;
    size_t count = 0;
    params[count++] = (struct rp_param){RP_STR("RegionId"), RP_STR("cn-x")};
    assert_int_equal(rp_templates_of(arena, NULL, action, &templates), RAMPART_OK);
    for (size_t i = 0; i < templates.count; i++) {
        struct rp_place place;
        size_t cursor = 0;
        while (rp_place_next(templates.items[i].arn, &cursor, &place))
            if (!place.is_account && !place.is_region) count = add_param(action, &place, params, count);
    }
    return count;
}

/* Either all places are filled, or what is missing is named; a place is never left as it stands in a template. */
static bool check_action(struct rampart_str action)
{
    struct rp_param params[MOST_MADE];
    struct rp_call_resources resources = {NULL, 0};
    struct rampart_diags *diags = NULL;
    struct rp_arena arena;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    const size_t count = make_params(&arena, action, params);
    const struct rp_call call = {
        .action = action, .params = params, .param_count = count, .account = RP_STR("1")};
    const enum rampart_status status = rp_arn_fill(&arena, &call, diags, &resources);
    if (status == RAMPART_OK && resources.count == 0) fail_msg("%.*s: nothing", RP_ARG(action));
    if (status != RAMPART_OK && rampart_diags_found(diags, RAMPART_ERROR) == 0)
        fail_msg("%.*s: no word of what is missing", RP_ARG(action));
    for (size_t i = 0; i < resources.count; i++)
        if (rp_str_find(resources.arns[i], '{') < resources.arns[i].len ||
            !(rp_str_equal(resources.arns[i], RP_STR("*")) || rp_str_starts(resources.arns[i], RP_STR("acs:"))))
            fail_msg("%.*s: %.*s", RP_ARG(action), RP_ARG(resources.arns[i]));
    rampart_diags_free(diags);
    rp_arena_free(&arena);
    return status == RAMPART_OK;
}

static void every_action_is_filled_or_says_why_not(void **state)
{
    struct rampart_str line, last = {NULL, 0}, rows = rp_tsv_rows(rp_catalog_authorization());
    size_t actions = 0, filled = 0;
    (void)state;
    while (rp_tsv_next(&rows, &line)) {
        const struct rampart_str action = rp_tsv_field(line, 0);
        if (rp_str_equal_fold(action, last)) continue;
        last = action;
        actions++;
        filled += check_action(action);
    }
    print_message("%zu of %zu actions\n", filled, actions);
    assert_true(filled > actions * 9 / 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(calls_have_the_resources_of_their_pages),
        cmocka_unit_test(every_action_is_filled_or_says_why_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
