/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/ros_lines.h"

static void names_stand_for_values(void **state)
{
    static const struct {
        const char *expression, *value;
    } cases[] = {
        {"!Ref Plain", "x-two"},
        {"!Ref Asked", "the local Asked is not known (t.yaml:5:1)"},
        {"!Ref Round", "ROS009 12:18 the local Round is defined by itself | write the value out in one of "
                       "the places that lead around"},
        {"!Ref 'ALIYUN::AccountId'", "1000000000000001"},
        {"!Ref 'ALIYUN::TenantId'", "1000000000000001"},
        {"!Ref 'ALIYUN::Region'", "ALIYUN::Region is not known (t.yaml:5:1)"},
        {"!Ref 'ALIYUN::Index'", "ALIYUN::Index is not known (t.yaml:5:1)"},
        {"!Ref Opne", "ROS006 5:1 the template has no parameter \"Opne\" | did you mean \"Open\"?"},
        {"!Ref P", "what the resource P stands for is known when it is made (t.yaml:5:1)"},
        {"!GetAtt P.PolicyName", "p"},
        {"!GetAtt [P, PolicyName]", "p"},
        {"!GetAtt P.Arn", "Arn of the resource P is known when it is made (t.yaml:5:1)"},
        {"!GetAtt P",
         "ROS008 5:9 this is no argument of Fn::GetAtt | its form is Fn::GetAtt: [resource, attribute]"},
        {"!GetAtt [P, a, b]", "an attribute of the resource P is not known (t.yaml:5:1)"},
        {"!GetAtt Q.PolicyName",
         "ROS006 5:1 the template has no resource \"Q\" | define it, or write the value itself"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ros_expect_value("Parameters: {Open: {Type: String}}\nLocals:\n  Plain: {Value: !Sub 'x-${Two}'}\n  "
                         "Two: {Type: Eval, Value: two}\n  Asked: {Type: 'DATASOURCE::VPC::Vpcs', Value: "
                         "1}\n  Round: {Value: !Ref Back}\n  Back: {Value: [!Ref Round]}\n",
                         cases[i].expression, cases[i].value);
}

/* What a role is called in the text of its ARN, a policy that has no name, a name that leads around. */
static void resources_have_names(void **state)
{
    (void)state;
    ros_expect(
        &(struct ros_read){
            .account = "1000000000000001",
            .text = ROS_HEAD
            "Parameters: {Open: {Type: String}}\n"
            "Resources:\n"
            "  Low: {Type: 'ALIYUN::RAM::Role', Properties: {RoleName: ci, AssumeRolePolicyDocument: "
            "{Version: '1', Statement: [\n"
            "    {Effect: Allow, Action: 'sts:AssumeRole', Principal: {RAM: [!GetAtt High.Arn]}}]}}}\n"
            "  High: {Type: 'ALIYUN::RAM::Role', Properties: {RoleName: Ops, AssumeRolePolicyDocument: "
            "{Version: '1', Statement: [\n"
            "    {Effect: Allow, Action: 'sts:AssumeRole', Principal: {RAM: [!GetAtt Low.Arn]}}]}}}\n"
            "  NoName: {Type: 'ALIYUN::RAM::ManagedPolicy', Properties: {PolicyName: !Ref Open, Roles: [!Ref "
            "Low],\n"
            "    PolicyDocument: {Version: '1', Statement: [{Effect: Allow, Action: 'oss:*', Resource: "
            "!GetAtt NoName.PolicyName}]}}}\n"
            "  Known: {Type: 'ALIYUN::RAM::AttachPolicyToRole', Properties: {RoleName: !GetAtt "
            "High.RoleName, PolicyName: !Ref NoName, PolicyType: Custom}}\n"},
        "policy Resources.NoName unknown\n"
        "role Ops trust {Allow sts:AssumeRole by acs:ram::1000000000000001:role/ci} policies "
        "Resources.NoName\n"
        "role ci trust unknown policies Resources.NoName\n"
        "gap document policy/Resources.NoName: the name of the resource NoName is not known (t.yaml:9:91)\n"
        "gap trust role/ci: how the cloud writes the role's name in its ARN is not known (t.yaml:5:65)\n");
    ros_expect(
        &(struct ros_read){.text = ROS_HEAD
                           "Resources:\n"
                           "  A: {Type: 'ALIYUN::RAM::User', Properties: {UserName: !Ref B}}\n"
                           "  B: {Type: 'ALIYUN::RAM::User', Properties: {UserName: !Sub '${A}-b'}}\n"},
        "ROS009 4:57 the resource A is defined by itself | write the value out in one of the places that "
        "lead around\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_stand_for_values),
        cmocka_unit_test(resources_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
