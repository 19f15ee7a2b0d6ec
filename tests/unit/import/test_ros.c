/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/ros_lines.h"

/* A document for a policy, and one for a role. */
#define DOCUMENT \
    "PolicyDocument: {Version: '1', Statement: [{Effect: Allow, Action: 'oss:*', Resource: '*'}]}"
#define TRUST                                                                                         \
    "AssumeRolePolicyDocument: {Version: '1', Statement: [{Effect: Allow, Action: 'sts:AssumeRole', " \
    "Principal: {RAM: ['acs:ram::1000000000000002:root']}}]}"

static void makes(const char *text, const char *lines)
{
    ros_expect(&(struct ros_read){.text = text, .account = "1000000000000001"}, lines);
}

/* The template declares them, so that they have nothing besides. */
static void principals_hold_what_the_template_gives_them(void **state)
{
    (void)state;
    makes(ROS_HEAD "Resources:\n"
                   "  U:\n"
                   "    Type: ALIYUN::RAM::User\n"
                   "    Properties:\n"
                   "      UserName: li.wei\n"
                   "      Groups: [ops]\n"
                   "      Policies: [{PolicyName: own, " DOCUMENT "}]\n"
                   "      PolicyAttachments: {System: [AliyunOSSReadOnlyAccess], Custom: [dev-ro]}\n"
                   "  G: {Type: 'ALIYUN::RAM::Group', Properties: {GroupName: ops, PolicyAttachments: "
                   "{Custom: [dev-ro]}}}\n"
                   "  R: {Type: 'ALIYUN::RAM::Role', Properties: {RoleName: deployer, " TRUST "}}\n",
          "policy System:AliyunOSSReadOnlyAccess\n"
          "policy dev-ro unknown\n"
          "policy own {Allow oss:* on *}\n"
          "group ops policies dev-ro\n"
          "user li.wei groups ops policies System:AliyunOSSReadOnlyAccess dev-ro own\n"
          "role deployer trust {Allow sts:AssumeRole by acs:ram::1000000000000002:root} policies\n"
          "gap document policy/dev-ro: the input does not show its document\n");
    makes(ROS_HEAD "Resources:\n"
                   "  U: {Type: 'ALIYUN::RAM::User', Properties: {UserName: 7, Policies: [{" DOCUMENT
                   "}, {PolicyName: x, PolicyDocumentUnchecked: {Version: '1', Statement: []}, " DOCUMENT
                   "}]}}\n",
          "policy Resources.U.Policies.0 {Allow oss:* on *}\n"
          "policy x\n"
          "user 7 groups policies Resources.U.Policies.0 x\n"
          "DOC015 3:234 a document without statements grants nothing\n");
}

static void policies_name_their_holders(void **state)
{
    (void)state;
    makes(ROS_HEAD "Resources:\n"
                   "  P: {Type: 'ALIYUN::RAM::ManagedPolicy', Properties: {PolicyName: p, " DOCUMENT
                   ", Users: [u], Groups: [g], Roles: [!Ref R]}}\n"
                   "  R: {Type: 'ALIYUN::RAM::Role', Properties: {RoleName: r, " TRUST "}}\n",
          "policy p {Allow oss:* on *}\n"
          "group g policies p +\n"
          "user u groups + policies p +\n"
          "role r trust {Allow sts:AssumeRole by acs:ram::1000000000000002:root} policies p\n");
    makes(ROS_HEAD
          "Resources:\n"
          "  P: {Type: 'ALIYUN::RAM::ManagedPolicy', Properties: {PolicyName: p, PolicyDocumentUnchecked: "
          "{Version: '1', Statement: [{Effect: Deny, Action: 'ecs:*', Resource: '*'}]}, " DOCUMENT "}}\n",
          "policy p {Deny ecs:* on *}\n");
    makes(ROS_HEAD "Resources:\n"
                   "  P: {Type: 'ALIYUN::RAM::ManagedPolicy', Properties: {PolicyName: p, " DOCUMENT
                   ", IgnoreExisting: true, Users: [u]}}\n",
          "policy p unknown\n"
          "user u groups + policies p +\n"
          "gap document policy/p: IgnoreExisting keeps a policy of this name as it is\n");
    makes(ROS_HEAD "Resources:\n"
                   "  P: {Type: 'ALIYUN::RAM::ManagedPolicy', Properties: {PolicyName: p, PolicyDocument: "
                   "'{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"oss:*\","
                   "\"Resource\":\"*\"}]}'}}\n",
          "policy p {Allow oss:* on *}\n");
    makes(ROS_HEAD
          "Parameters: {B: {Default: logs}}\n"
          "Resources:\n"
          "  P: {Type: 'ALIYUN::RAM::ManagedPolicy', Properties: {PolicyName: p, PolicyDocument: !Sub "
          "'{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"oss:*\",\"Resource\":\"${B}"
          "\"}]}'}}\n",
          "policy p {Allow oss:* on logs}\n");
}

static void existing_ones_may_hold_more(void **state)
{
    (void)state;
    makes(ROS_HEAD
          "Resources:\n"
          "  U: {Type: 'ALIYUN::RAM::User', Properties: {UserName: u, IgnoreExisting: true, Groups: [g]}}\n"
          "  R: {Type: 'ALIYUN::RAM::Role', Properties: {RoleName: r, IgnoreExisting: true, " TRUST "}}\n"
          "  V: {Type: 'ALIYUN::RAM::User', Properties: {UserName: v, Policies: [{PolicyName: own, "
          "IgnoreExisting: true, " DOCUMENT "}]}}\n",
          "policy own unknown\n"
          "group g policies +\n"
          "user u groups g + policies +\n"
          "user v groups policies own\n"
          "role r trust unknown policies +\n"
          "gap grants role/r: IgnoreExisting keeps one of this name as it is\n"
          "gap grants user/u: IgnoreExisting keeps one of this name as it is\n"
          "gap memberships user/u: IgnoreExisting keeps one of this name as it is\n"
          "gap document policy/own: IgnoreExisting keeps a policy of this name as it is\n"
          "gap trust role/r: IgnoreExisting keeps a role of this name as it is\n");
}

static void attachments_are_grants(void **state)
{
    (void)state;
    makes(ROS_HEAD "Resources:\n"
                   "  A: {Type: 'ALIYUN::RAM::AttachPolicyToUser', Properties: {UserName: u, PolicyName: p, "
                   "PolicyType: Custom}}\n"
                   "  B: {Type: 'ALIYUN::RAM::AttachPolicyToGroup', Properties: {GroupName: g, PolicyName: "
                   "AdministratorAccess, PolicyType: System}}\n"
                   "  C: {Type: 'ALIYUN::RAM::AttachPolicyToRole', Properties: {RoleName: r, PolicyName: p, "
                   "PolicyType: Custom, ResourceGroupId: rg-a}}\n",
          "policy System:AdministratorAccess\n"
          "policy p unknown\n"
          "group g policies System:AdministratorAccess +\n"
          "user u groups + policies p +\n"
          "role r trust unknown policies p@rg-a +\n"
          "resource-group rg-a unknown\n"
          "gap document policy/p: the input does not show its document\n"
          "gap trust role/r: the input does not show its trust policy\n"
          "gap resources resource-group/rg-a: the input does not show which resources lie in it\n");
    makes(ROS_HEAD "Resources:\n"
                   "  A: {Type: 'ALIYUN::ResourceManager::PolicyAttachment', Properties: {PrincipalName: "
                   "u@example.onaliyun.com, PrincipalType: IMSUser, PolicyName: p, PolicyType: Custom, "
                   "ResourceGroupId: rg-a}}\n"
                   "  B: {Type: 'ALIYUN::ResourceManager::PolicyAttachment', Properties: {PrincipalName: "
                   "g@group.example.onaliyun.com, PrincipalType: IMSGroup, PolicyName: p, PolicyType: "
                   "Custom, ResourceGroupId: '1000000000000001'}}\n"
                   "  C: {Type: 'ALIYUN::ResourceManager::PolicyAttachment', Properties: {PrincipalName: "
                   "r@role.example.onaliyunservice.com, PrincipalType: ServiceRole, PolicyName: p, "
                   "PolicyType: System, ResourceGroupId: !GetAtt Rg.Id}}\n"
                   "  Rg: {Type: 'ALIYUN::ResourceManager::ResourceGroup'}\n",
          "policy p unknown\n"
          "policy System:p\n"
          "group g policies p +\n"
          "user u groups + policies p@rg-a +\n"
          "role r trust unknown policies System:p@? +\n"
          "resource-group rg-a unknown\n"
          "gap document policy/p: the input does not show its document\n"
          "gap document system-policy/p: the input does not show its document, and it is not built in\n"
          "gap trust role/r: the input does not show its trust policy\n"
          "gap scope role/r by p: the input does not show the scope of the attachment\n"
          "gap resources resource-group/rg-a: the input does not show which resources lie in it\n");
    makes(ROS_HEAD
          "Resources:\n"
          "  A: {Type: 'ALIYUN::RAM::UserToGroupAddition', Properties: {GroupName: g, Users: [u, v]}}\n",
          "group g policies +\n"
          "user u groups g + policies +\n"
          "user v groups g + policies +\n");
}

static void what_is_not_known_stays_open(void **state)
{
    (void)state;
    makes(ROS_HEAD "Parameters: {Open: {Type: String}}\n"
                   "Resources:\n"
                   "  A: {Type: 'ALIYUN::RAM::AttachPolicyToUser', Properties: {UserName: !Ref Open, "
                   "PolicyName: p, PolicyType: Custom}}\n"
                   "  U: {Type: 'ALIYUN::RAM::User', Properties: {UserName: u}}\n",
          "user u groups policies +\n"
          "gap grants : the parameter Open has no value (t.yaml:4:71)\n");
    makes(ROS_HEAD "Parameters: {Open: {Type: String}}\n"
                   "Resources:\n"
                   "  A: {Type: 'ALIYUN::RAM::AttachPolicyToUser', Properties: {UserName: !Ref U, "
                   "PolicyName: !Ref Open, PolicyType: Custom}}\n"
                   "  U: {Type: 'ALIYUN::RAM::User', Properties: {UserName: u}}\n"
                   "  V: {Type: 'ALIYUN::RAM::User', Properties: {UserName: v, Policies: !Ref Open, "
                   "PolicyAttachments: {Custom: [!Ref Open, p]}}}\n"
                   "  W: {Type: 'ALIYUN::RAM::User', Properties: {UserName: w, Groups: [!Ref Open, g]}}\n",
          "policy p unknown\n"
          "group g policies +\n"
          "user u groups policies +\n"
          "user v groups policies p +\n"
          "user w groups g + policies\n"
          "gap grants user/u: the parameter Open has no value (t.yaml:4:91)\n"
          "gap grants user/v: the parameter Open has no value (t.yaml:6:70)\n"
          "gap memberships user/w: the parameter Open has no value (t.yaml:7:69)\n"
          "gap document policy/p: the input does not show its document\n");
    makes(ROS_HEAD "Parameters: {Open: {Type: String}}\n"
                   "Resources:\n"
                   "  A: {Type: 'ALIYUN::RAM::UserToGroupAddition', Properties: {GroupName: g, Users: [u, "
                   "!Ref Open]}}\n",
          "group g policies +\n"
          "user u groups g + policies +\n"
          "gap memberships : the parameter Open has no value (t.yaml:4:87)\n");
    makes(ROS_HEAD "Resources:\n"
                   "  U: {Type: 'ALIYUN::RAM::User', Properties: {Policies: [{PolicyName: own, " DOCUMENT
                   "}], Groups: [g]}}\n",
          "policy own {Allow oss:* on *}\n"
          "gap users Resources.U: the name of the principal is not known: the resource U has no UserName "
          "(t.yaml:3:3)\n");
    makes(ROS_HEAD "Resources:\n"
                   "  U: {Type: 'ALIYUN::RAM::User', Properties: !Jq [x]}\n",
          "gap users Resources.U: the name of the principal is not known: the properties of the resource U "
          "are not known (t.yaml:3:46)\n");
}

static void conditions_say_what_is_there(void **state)
{
    (void)state;
    makes(ROS_HEAD "Parameters: {Open: {Type: String}}\n"
                   "Conditions: {Out: !Equals [a, b], In: !Not Out, Maybe: !Equals [!Ref Open, x]}\n"
                   "Resources:\n"
                   "  A: {Type: 'ALIYUN::RAM::User', Condition: Out, Properties: {UserName: a}}\n"
                   "  B: {Type: 'ALIYUN::RAM::User', Condition: In, Properties: {UserName: b}}\n",
          "user b groups policies\n");
    makes(
        ROS_HEAD
        "Parameters: {Open: {Type: String}}\n"
        "Conditions: {Out: !Equals [a, b], In: !Not Out, Maybe: !Equals [!Ref Open, x]}\n"
        "Resources:\n"
        "  U: {Type: 'ALIYUN::RAM::User', Condition: Maybe, Properties: {UserName: u, Groups: [g], "
        "Policies: [{PolicyName: own, " DOCUMENT "}]}}\n"
        "  R: {Type: 'ALIYUN::RAM::Role', Condition: Maybe, Properties: {RoleName: r, " TRUST "}}\n"
        "  P: {Type: 'ALIYUN::RAM::ManagedPolicy', Condition: Maybe, Properties: {PolicyName: p, " DOCUMENT
        ", Users: [v]}}\n"
        "  V: {Type: 'ALIYUN::RAM::User', Properties: {UserName: v}}\n"
        "  W: {Type: 'ALIYUN::RAM::User', Properties: {UserName: w, PolicyAttachments: {Custom: [p]}}}\n"
        "  A: {Type: 'ALIYUN::RAM::UserToGroupAddition', Condition: Maybe, Properties: {GroupName: g, "
        "Users: [w]}}\n",
        "policy p unknown\n"
        "user u groups + policies +\n"
        "user v groups policies +\n"
        "user w groups + policies p\n"
        "role r trust unknown policies +\n"
        "gap grants role/r: it is not known whether the resource R is made: the parameter Open has no value "
        "(t.yaml:6:45)\n"
        "gap grants user/u: it is not known whether the resource U is made: the parameter Open has no value "
        "(t.yaml:5:45)\n"
        "gap grants user/v: it is not known whether the resource P is made: the parameter Open has no value "
        "(t.yaml:7:54)\n"
        "gap memberships user/u: it is not known whether the resource U is made: the parameter Open has no "
        "value (t.yaml:5:45)\n"
        "gap memberships user/w: it is not known whether the resource A is made: the parameter Open has no "
        "value (t.yaml:10:60)\n"
        "gap document policy/p: it is not known whether the resource P is made: the parameter Open has no "
        "value (t.yaml:7:54)\n"
        "gap trust role/r: it is not known whether the resource R is made: the parameter Open has no value "
        "(t.yaml:6:45)\n");
}

static void counts_make_several(void **state)
{
    (void)state;
    makes(ROS_HEAD "Parameters: {N3: {Type: Number, Default: 2}}\n"
                   "Resources:\n"
                   "  U: {Type: 'ALIYUN::RAM::User', Count: !Ref N3, Properties: {UserName: !Sub "
                   "'u-${ALIYUN::Index}'}}\n"
                   "  P: {Type: 'ALIYUN::RAM::ManagedPolicy', Count: 2, Properties: {" DOCUMENT
                   ", Users: [!Select [!Ref 'ALIYUN::Index', [u-0, x]]]}}\n"
                   "  Q: {Type: 'ALIYUN::RAM::User', Count: 0, Properties: {UserName: none}}\n",
          "policy Resources.P.0 {Allow oss:* on *}\n"
          "policy Resources.P.1 {Allow oss:* on *}\n"
          "user u-0 groups policies Resources.P.0\n"
          "user u-1 groups policies\n"
          "user x groups + policies Resources.P.1 +\n");
    makes(ROS_HEAD "Parameters: {Open: {Type: Number}}\n"
                   "Resources:\n"
                   "  U: {Type: 'ALIYUN::RAM::User', Count: !Ref Open, Properties: {UserName: !Sub "
                   "'u-${ALIYUN::Index}'}}\n"
                   "  V: {Type: 'ALIYUN::RAM::User', Count: 201, Properties: {UserName: v}}\n"
                   "  A: {Type: 'ALIYUN::RAM::AttachPolicyToUser', Properties: {UserName: !Ref V, "
                   "PolicyName: p, PolicyType: Custom}}\n",
          "user v groups + policies +\n"
          "gap users Resources.U: the name of the principal is not known: ALIYUN::Index is not known "
          "(t.yaml:4:75)\n"
          "gap grants : the resource V has a Count (t.yaml:6:71)\n");
}

static void control_policies_are_attached(void **state)
{
    (void)state;
    makes(ROS_HEAD "Resources:\n"
                   "  C: {Type: 'ALIYUN::ResourceManager::ControlPolicy', Properties: {PolicyName: guard, "
                   "EffectScope: RAM, " DOCUMENT "}}\n"
                   "  A: {Type: 'ALIYUN::ResourceManager::ControlPolicyAttachment', Properties: {PolicyId: "
                   "!GetAtt C.PolicyId, TargetId: '1000000000000001'}}\n"
                   "  B: {Type: 'ALIYUN::ResourceManager::ControlPolicyAttachment', Properties: {PolicyId: "
                   "cp-known, TargetId: '1000000000000001'}}\n",
          "policy cp-known unknown\n"
          "policy guard {Allow oss:* on *}\n"
          "level cp-known guard\n"
          "gap document policy/cp-known: the input does not show its document\n");
    makes(ROS_HEAD "Parameters: {Open: {Type: Number}}\n"
                   "Resources:\n"
                   "  A: {Type: 'ALIYUN::ResourceManager::ControlPolicyAttachment', Properties: {PolicyId: "
                   "cp-known, TargetId: !Ref Open}}\n",
          "gap controlPolicies : the parameter Open has no value (t.yaml:4:108)\n");
}

static void other_templates_are_not_read(void **state)
{
    (void)state;
    makes(ROS_HEAD "Resources:\n"
                   "  S: {Type: 'ALIYUN::ROS::Stack', Properties: {TemplateURL: x}}\n"
                   "  M: {Type: 'MODULE::My::Thing'}\n"
                   "  E: {Type: 'ALIYUN::ECS::Instance', Properties: {A: !Ref Nothing}}\n",
          "gap unmanaged Resources.M: it makes the resources of another template, which is not read\n"
          "gap unmanaged Resources.S: it makes the resources of another template, which is not read\n");
}

static void what_is_wrong_is_said(void **state)
{
    (void)state;
    makes(ROS_HEAD "Resources:\n"
                   "  A: 1\n"
                   "  B: {Type: [x]}\n",
          "ROS004 3:3 the resource A has no Type\n"
          "ROS004 4:3 the resource B has no Type\n");
    makes(ROS_HEAD "Resources: []\n"
                   "Parameters: x\n",
          "ROS003 3:13 Parameters must be a map, not a string\n"
          "ROS003 2:12 Resources must be a map, not a list\n");
    makes(ROS_HEAD
          "Resources:\n"
          "  P: {Type: 'ALIYUN::RAM::ManagedPolicy', Properties: {PolicyName: p}}\n"
          "  Q: {Type: 'ALIYUN::RAM::ManagedPolicy', Properties: {PolicyName: q, PolicyDocument: []}}\n",
          "ROS004 3:3 the policy has no PolicyDocument\n"
          "ROS003 4:87 PolicyDocument must be a map, not a list\n");
    makes(ROS_HEAD
          "Resources:\n"
          "  R: {Type: 'ALIYUN::RAM::Role', Properties: {RoleName: r}}\n"
          "  S: {Type: 'ALIYUN::RAM::Role', Properties: {RoleName: [r], AssumeRolePolicyDocument: 1}}\n"
          "  Q: {Type: 'ALIYUN::RAM::Role', Properties: {RoleName: q, AssumeRolePolicyDocument: 1}}\n",
          "ROS004 3:3 the role has no AssumeRolePolicyDocument\n"
          "ROS003 4:57 RoleName must be a name, not a list\n"
          "ROS003 5:86 AssumeRolePolicyDocument must be a map, not a number\n");
    makes(ROS_HEAD "Resources:\n"
                   "  U: {Type: 'ALIYUN::RAM::User', Properties: {UserName: a/b, Policies: {}, "
                   "PolicyAttachments: [], Groups: g}}\n",
          "ACC006 3:57 \"a/b\" cannot be the name of a user\n"
          "ROS003 3:72 Policies must be a list, not a map\n"
          "ROS003 3:95 PolicyAttachments must be a map, not a list\n"
          "ROS003 3:107 Groups must be a list, not a string | put it in brackets\n");
    makes(ROS_HEAD "Resources:\n"
                   "  U: {Type: 'ALIYUN::RAM::User', Properties: {UserName: a, Policies: [x], "
                   "PolicyAttachments: {System: x}, Groups: [{}]}}\n",
          "ROS003 3:71 a policy must be a map, not a string\n"
          "ROS003 3:103 System must be a list, not a string\n"
          "ROS003 3:116 each value of the list must be a name, not a map\n");
    makes(ROS_HEAD "Resources:\n"
                   "  A: {Type: 'ALIYUN::RAM::AttachPolicyToUser', Properties: {UserName: u, PolicyName: p, "
                   "PolicyType: custom}}\n",
          "ROS005 3:101 PolicyType must be System or Custom, not \"custom\"\n");
    makes(ROS_HEAD "Resources:\n"
                   "  A: {Type: 'ALIYUN::ResourceManager::PolicyAttachment', Properties: {PrincipalName: u, "
                   "PrincipalType: IMSUser, PolicyName: p, PolicyType: Custom, ResourceGroupId: rg-a}}\n"
                   "  B: {Type: 'ALIYUN::ResourceManager::PolicyAttachment', Properties: {PrincipalName: "
                   "u@x, PrincipalType: User, PolicyName: p, PolicyType: Custom, ResourceGroupId: rg-a}}\n",
          "ROS005 3:86 PrincipalName must contain an '@' | write name@example.onaliyun.com, "
          "name@group.example.onaliyun.com or name@role.example.onaliyunservice.com\n"
          "ROS005 4:106 PrincipalType must be IMSUser, IMSGroup or ServiceRole, not \"User\"\n");
    makes(ROS_HEAD "Resources:\n"
                   "  C: {Type: 'ALIYUN::ResourceManager::ControlPolicy', Properties: {PolicyName: guard, "
                   "EffectScope: Ram, " DOCUMENT "}}\n",
          "ROS005 3:100 EffectScope must be RAM or All, not \"Ram\"\n");
    makes(ROS_HEAD "Resources:\n"
                   "  P: {Type: 'ALIYUN::RAM::ManagedPolicy', Properties: {PolicyName: p, PolicyDocument: "
                   "{Version: '1', Statement: [{Effect: Alow, Action: 'oss:*', Resource: '*'}]}}}\n",
          "policy p unknown\n"
          "gap document policy/p: it is not understood: Effect must be \"Allow\" or \"Deny\", not \"Alow\"\n"
          "DOC007 3:123 Effect must be \"Allow\" or \"Deny\", not \"Alow\" | write \"Allow\"\n"
          "ACC023 3:87 the policy \"p\" is not understood, so it is not used | fix it: until then "
          "decisions about its holders may be conditional\n");
}

static void other_versions_are_refused(void **state)
{
    (void)state;
    makes("ROSTemplateFormatVersion: '2020-01-01'\n"
          "Resources: {}\n",
          "ROS001 1:27 this version of ROS templates is not known | ROSTemplateFormatVersion is "
          "'2015-09-01'\n");
    makes(
        "Resources: {}\n",
        "ROS001 1:1 this version of ROS templates is not known | ROSTemplateFormatVersion is '2015-09-01'\n");
    makes("[a]\n", "ROS003 1:1 a ROS template must be a map, not a list\n");
}

static void transforms_are_refused(void **state)
{
    (void)state;
    makes("ROSTemplateFormatVersion: '2015-09-01'\n"
          "Transform: Aliyun::Terraform-v1.5\n"
          "Workspace: {main.tf: x}\n",
          "ROS002 2:12 a template with a Transform is not read | it contains Terraform: make a plan of it, "
          "and pass the output of terraform show -json\n");
    makes(
        "ROSTemplateFormatVersion: '2015-09-01'\n"
        "Transform: [Aliyun::Serverless-2018-04-03]\n"
        "Resources: {A: 1}\n",
        "ROS002 2:12 a template with a Transform is not read | pass the template that the transform makes\n");
}

/* A string of JSON is followed to the character; one that was put together stands where it was. */
static void json_is_read_as_well(void **state)
{
    (void)state;
    ros_expect(
        &(struct ros_read){
            .name = "t.json",
            .text = "{\"ROSTemplateFormatVersion\": \"2015-09-01\", \"Parameters\": {\"B\": {\"Default\": "
                    "\"logs\"}},\n"
                    "\"Resources\": {\"P\": {\"Type\": \"ALIYUN::RAM::ManagedPolicy\", \"Properties\": {\n"
                    " \"PolicyName\": {\"Fn::Join\": [\"-\", [\"dev\", {\"Ref\": \"B\"}]]},\n"
                    " \"PolicyDocument\": {\"Fn::Sub\": "
                    "\"{\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\",\\\"Action\\\":\\\"oss:*\\\","
                    "\\\"Resource\\\":"
                    "\\\"${B}\\\"}],\\\"Version\\\":\\\"1\\\"}\"}}}}}"},
        "policy dev-logs {Allow oss:* on logs}\n");
    ros_expect(
        &(struct ros_read){
            .name = "t.json",
            .text =
                "{\"ROSTemplateFormatVersion\": \"2015-09-01\", \"Resources\": {\n"
                "\"P\": {\"Type\": \"ALIYUN::RAM::ManagedPolicy\", \"Properties\": {\"PolicyName\": \"p\",\n"
                " \"PolicyDocument\": "
                "\"{\\\"Version\\\":\\\"1\\\",\\\"Statement\\\":[{\\\"Effect\\\":\\\"Alow\\\",\\\"Action\\\":"
                "\\\"oss:*\\\",\\\"Resource\\\":"
                "\\\"x\\\"}]}\"}},\n"
                "\"Q\": {\"Type\": \"ALIYUN::RAM::ManagedPolicy\", \"Properties\": {\"PolicyName\": \"q\",\n"
                " \"PolicyDocument\": {\"Fn::Join\": [\"\", "
                "[\"{\\\"Version\\\":\\\"2\\\",\\\"Statement\\\":[]}\"]]}}}}}"},
        "policy p unknown\npolicy q unknown\n"
        "gap document policy/p: it is not understood: Effect must be \"Allow\" or \"Deny\", not \"Alow\"\n"
        "gap document policy/q: it is not understood: Version must be \"1\", not \"2\"\n"
        "DOC007 3:67 Effect must be \"Allow\" or \"Deny\", not \"Alow\" | write \"Allow\"\n"
        "ACC023 3:20 the policy \"p\" is not understood, so it is not used | fix it: until then "
        "decisions about its holders may be conditional\n"
        "DOC006 5:20 Version must be \"1\", not \"2\" | RAM has one version of its language: write \"1\"\n"
        "DOC015 5:20 a document without statements grants nothing\n"
        "ACC023 5:20 the policy \"q\" is not understood, so it is not used | fix it: until then "
        "decisions about its holders may be conditional\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(principals_hold_what_the_template_gives_them),
        cmocka_unit_test(policies_name_their_holders),
        cmocka_unit_test(existing_ones_may_hold_more),
        cmocka_unit_test(attachments_are_grants),
        cmocka_unit_test(what_is_not_known_stays_open),
        cmocka_unit_test(conditions_say_what_is_there),
        cmocka_unit_test(counts_make_several),
        cmocka_unit_test(control_policies_are_attached),
        cmocka_unit_test(other_templates_are_not_read),
        cmocka_unit_test(what_is_wrong_is_said),
        cmocka_unit_test(other_versions_are_refused),
        cmocka_unit_test(transforms_are_refused),
        cmocka_unit_test(json_is_read_as_well),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
