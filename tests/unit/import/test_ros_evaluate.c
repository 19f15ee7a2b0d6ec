/* SPDX-License-Identifier: Apache-2.0 */
/* Names, functions and conditions of a template. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/ros_lines.h"

/* ---- functions ---- */

static void names_and_choices(void **state)
{
    static const struct {
        const char *expression, *value;
    } cases[] = {
        {"!Ref B", "logs"},
        {"{Ref: Num}", "it is not understood: Resource must be a string or a list of strings, not a number"},
        {"!Ref Open", "the parameter Open has no value (t.yaml:5:1)"},
        {"[a, !Ref B, !Ref 'ALIYUN::NoValue']", "a,logs"},
        {"!Ref [B]", "ROS008 5:6 invalid argument of Ref | its form is Ref: name"},
        {"!If [On1, a, b]", "a"},
        {"!If [Off1, a, !Ref B]", "logs"},
        {"!If [Maybe, a, b]", "the parameter Open has no value (t.yaml:5:1)"},
        {"!If [On1, a]",
         "ROS008 5:5 invalid argument of Fn::If | its form is Fn::If: [condition, value, other value]"},
        {"[!If [Off1, a, !Ref 'ALIYUN::NoValue'], b]", "b"},
        {"!Select [1, [a, b]]", "b"},
        {"!Select ['0', !Ref L]", "a"},
        {"!Select [host, {host: h}]", "h"},
        {"!Select [7, [a]]", "the selection of Fn::Select is not known (t.yaml:5:1)"},
        {"!Select [-1, [a]]", "the selection of Fn::Select is not known (t.yaml:5:1)"},
        {"!Select [0, [a, !Ref Open]]", "a"},
        {"!Select [1, [a, !Ref Open]]", "the parameter Open has no value (t.yaml:5:1)"},
        {"!Select [0]",
         "ROS008 5:9 invalid argument of Fn::Select | its form is Fn::Select: [number, [value, value]]"},
        {"!FindInMap [M, cn, host]", "h-1"},
        {"!FindInMap [M, cn, list]", "x,z"},
        {"!FindInMap [M, us, host]", "the mapping M has no such value (t.yaml:5:1)"},
        {"!FindInMap [M, !Ref Open, host]", "the parameter Open has no value (t.yaml:5:1)"},
        {"!FindInMap [Num, cn, host]",
         "ROS006 5:13 the template has no mapping \"Num\" | define it, or write the value itself"},
        {"!FindInMap [Mm, cn, host]",
         "ROS006 5:13 the template has no mapping \"Mm\" | define it, or write the value itself"},
        {"!Jq [., {}]", "Fn::Jq is not evaluated (t.yaml:5:1)"},
        {"{'Fn::Join': ['', [a]], b: c}", "Fn::Join is not the only member (t.yaml:5:2)"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ros_expect_value(ROS_SECTIONS, cases[i].expression, cases[i].value);
}

static void names_in_a_text_are_replaced(void **state)
{
    static const struct {
        const char *expression, *value;
    } cases[] = {
        {"!Sub 'acs:oss:*:*:${B}/${Num}'", "acs:oss:*:*:logs/3"},
        {"!Sub ['${B}-${C}', {B: own, C: !Ref Num}]", "own-3"},
        {"!Sub '${!B} $B $ ${B'", "${B} $B $ ${B"},
        {"!Sub ''", ""},
        {"!Sub '${ALIYUN::AccountId}'", "1000000000000001"},
        {"!Sub 'a${Open}b'", "the parameter Open has no value (t.yaml:5:1)"},
        {"!Sub '${L}'", "the value of ${L} is not a text (t.yaml:5:1)"},
        {"!Sub ['${C}', {C: !Ref Open}]", "the parameter Open has no value (t.yaml:5:1)"},
        {"!Sub '${P.PolicyName}'", "p"},
        {"!Sub '${P.Other}'", "Other of the resource P is known when it is made (t.yaml:5:1)"},
        {"!Sub '${Openn}'", "ROS006 5:1 the template has no parameter \"Openn\" | did you mean \"Open\"?"},
        {"!Sub [a, b]", "ROS008 5:6 invalid argument of Fn::Sub | its form is Fn::Sub: text, or Fn::Sub: "
                        "[text, {name: value}]"},
        {"!Sub {a: b}", "ROS008 5:6 invalid argument of Fn::Sub | its form is Fn::Sub: text, or Fn::Sub: "
                        "[text, {name: value}]"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ros_expect_value(ROS_SECTIONS, cases[i].expression, cases[i].value);
}

/* ---- names ---- */

static void names_stand_for_values(void **state)
{
    static const struct {
        const char *expression, *value;
    } cases[] = {
        {"!Ref Plain", "x-two"},
        {"!Ref Asked", "the local Asked is not known (t.yaml:5:1)"},
        {"!Ref Round",
         "ROS009 12:18 the local Round depends on itself | break the cycle: write one of the values out"},
        {"!Ref 'ALIYUN::AccountId'", "1000000000000001"},
        {"!Ref 'ALIYUN::TenantId'", "1000000000000001"},
        {"!Ref 'ALIYUN::Region'", "ALIYUN::Region is not known (t.yaml:5:1)"},
        {"!Ref 'ALIYUN::Index'", "ALIYUN::Index is not known (t.yaml:5:1)"},
        {"!Ref Opne", "ROS006 5:1 the template has no parameter \"Opne\" | did you mean \"Open\"?"},
        {"!Ref P", "the value of the resource P is known when it is made (t.yaml:5:1)"},
        {"!GetAtt P.PolicyName", "p"},
        {"!GetAtt [P, PolicyName]", "p"},
        {"!GetAtt P.Arn", "Arn of the resource P is known when it is made (t.yaml:5:1)"},
        {"!GetAtt P",
         "ROS008 5:9 invalid argument of Fn::GetAtt | its form is Fn::GetAtt: [resource, attribute]"},
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

/* The name of a role in its ARN, a policy without a name, a name that depends on itself. */
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
        "gap trust role/ci: how the cloud writes the role name in its ARN is not known (t.yaml:5:65)\n");
    ros_expect(
        &(struct ros_read){.text = ROS_HEAD
                           "Resources:\n"
                           "  A: {Type: 'ALIYUN::RAM::User', Properties: {UserName: !Ref B}}\n"
                           "  B: {Type: 'ALIYUN::RAM::User', Properties: {UserName: !Sub '${A}-b'}}\n"},
        "ROS009 4:57 the resource A depends on itself | break the cycle: write one of the values out\n");
}

/* ---- conditions ---- */

static void conditions_decide(void **state)
{
    static const struct {
        const char *expression, *value;
    } cases[] = {
        {"!If [Prod, 'yes', 'no']", "yes"},
        {"!If [Test, 'yes', 'no']", "no"},
        {"!If [{'Fn::Equals': [a, a]}, 'yes', 'no']", "yes"},
        {"!If [{'Fn::Equals': [a, b]}, 'yes', 'no']", "no"},
        {"!If [!And [Prod, !Not [Test]], 'yes', 'no']", "yes"},
        {"!If [!And [Prod, Test, Maybe], 'yes', 'no']", "no"},
        {"!If [!And [Prod, Maybe], 'yes', 'no']", "the parameter Open has no value (t.yaml:5:1)"},
        {"!If [!Or [Maybe, Prod], 'yes', 'no']", "yes"},
        {"!If [!Or [Test, Maybe], 'yes', 'no']", "the parameter Open has no value (t.yaml:5:1)"},
        {"!If [!Or [Test, Test], 'yes', 'no']", "no"},
        {"!If [!Not Maybe, 'yes', 'no']", "the parameter Open has no value (t.yaml:5:1)"},
        {"!If [!Ref F, 'yes', 'no']", "yes"},
        {"!If [!Equals [!Ref F, false], 'yes', 'no']", "no"},
        {"!If [!Equals [!Ref F, prod], 'yes', 'no']", "no"},
        {"!If [!Equals [!Ref F, 'True'], 'yes', 'no']",
         "it is not certain whether the values of Fn::Equals are equal (t.yaml:5:1)"},
        {"!If [!Equals [!Ref Num, '3'], 'yes', 'no']",
         "it is not certain whether the values of Fn::Equals are equal (t.yaml:5:1)"},
        {"!If [!Equals [!Ref Num, 3], 'yes', 'no']", "yes"},
        {"!If [!Equals [!Ref Num, 3.0], 'yes', 'no']",
         "it is not certain whether the values of Fn::Equals are equal (t.yaml:5:1)"},
        {"!If [!Equals [[a], [a]], 'yes', 'no']",
         "Fn::Equals compares values that are not texts (t.yaml:5:1)"},
        {"!If [!Equals [a], 'yes', 'no']",
         "ROS008 5:14 invalid argument of Fn::Equals | its form is Fn::Equals: [one, other]"},
        {"!If [!And [], 'yes', 'no']",
         "ROS008 5:11 invalid argument of Fn::And | its form is Fn::And: [condition, condition]"},
        {"!If [!Not [Prod, Prod], 'yes', 'no']",
         "ROS008 5:11 invalid argument of Fn::Not | its form is Fn::Not: condition"},
        {"!If [Prd, 'yes', 'no']",
         "ROS006 5:6 the template has no condition \"Prd\" | did you mean \"Prod\"?"},
        {"!If [!Join ['', [x]], 'yes', 'no']", "the condition is neither true nor false (t.yaml:5:1)"},
        {"!If [A, 'yes', 'no']",
         "ROS009 16:22 the condition A depends on itself | break the cycle: write one of the values out"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ros_expect_value("Parameters:\n  E: {Type: String, Default: prod}\n  F: {Type: Boolean, Default: "
                         "true}\n  Num: {Type: Number, Default: 3}\n  Open: {Type: String}\nConditions:\n  "
                         "Prod: !Equals [!Ref E, prod]\n  Test: !Not Prod\n  Maybe: !Equals [!Ref Open, x]\n "
                         " A: !And [B]\n  B: !Or [!Condition A]\n",
                         cases[i].expression, cases[i].value);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_and_choices),      cmocka_unit_test(names_in_a_text_are_replaced),
        cmocka_unit_test(names_stand_for_values), cmocka_unit_test(resources_have_names),
        cmocka_unit_test(conditions_decide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
