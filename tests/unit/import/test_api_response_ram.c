/* SPDX-License-Identifier: Apache-2.0 */
/* Users, groups, roles, policies and attachments, whatever responses call them and in whatever order they come. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "support/export_lines.h"

/* ---- attachments and policies ---- */

#define ATTACHMENT(principal, group)                                                        \
    "{'PolicyName':'AdministratorAccess','PolicyType':'System','PrincipalName':'" principal \
    "@example.onaliyun.com','PrincipalType':'IMSUser'" group "}"
#define ATTACHMENTS(total, entries)                                                       \
    LINE("resourcemanager", "ListPolicyAttachments", "'PageNumber':'1','PageSize':'100'", \
         "'TotalCount':" total ",'PolicyAttachments':{'PolicyAttachment':[" entries "]}")
#define OF_USER                                            \
    LINE("ram", "ListPoliciesForUser", "'UserName':'tom'", \
         "'Policies':{'Policy':[{'PolicyName':"            \
         "'AdministratorAccess','PolicyType':'System','AttachDate':'2025'}]}")

static void test_scopes(void **state)
{
    (void)state;
    assert_export_line(
        IDENTITY ATTACHMENTS("3", ATTACHMENT("ana", ",'ResourceGroupId':'1000000000000001'") "," ATTACHMENT(
                                      "li.wei", ",'ResourceGroupId':'rg-one'") "," ATTACHMENT("tom", "")),
        "user ana: groups …; policies s:AdministratorAccess\n"
        "user li.wei: groups …; policies s:AdministratorAccess@rg-one\n"
        "user tom: groups …; policies s:AdministratorAccess?\n");
    assert_null(strstr(export_lines(IDENTITY ATTACHMENTS("0", "")), "gap grants"));
    assert_export_line(IDENTITY ATTACHMENTS("2", ATTACHMENT("ana", "")),
                       "gap grants : TotalCount says that there are more entries\n");
}

/* An attachment that RAM lists may be one on a resource group; Resource Management knows. */
static void test_unseen(void **state)
{
    (void)state;
    assert_export_line(IDENTITY OF_USER, "user tom: groups …; policies s:AdministratorAccess? …\n");
    assert_export_line(IDENTITY OF_USER, "gap grants : the lists of RAM do not show attachments on resource "
                                         "groups; ListPolicyAttachments of Resource Management does\n");
    assert_export_line(IDENTITY OF_USER ATTACHMENTS("1", ATTACHMENT("tom", ",'ResourceGroupId':'rg-one'")),
                       "user tom: groups …; policies s:AdministratorAccess@rg-one\n");
    assert_null(strstr(
        export_lines(IDENTITY OF_USER ATTACHMENTS("1", ATTACHMENT("tom", ",'ResourceGroupId':'rg-one'"))),
        "gap grants"));
}

static void test_of_groups_and_roles(void **state)
{
    (void)state;
    assert_export_line(
        IDENTITY LINE("ram", "ListPoliciesForGroup", "'GroupName':'ops'",
                      "'Policies':{'Policy':[{'PolicyName':'AdministratorAccess','PolicyType':'System'}]}"),
        "group ops: policies s:AdministratorAccess? …\n");
    assert_export_line(
        IDENTITY LINE("ram", "ListPoliciesForRole", "'RoleName':'ci'",
                      "'Policies':{'Policy':[{'PolicyName':'AdministratorAccess','PolicyType':'System'}]}"),
        "role ci: policies s:AdministratorAccess? …\n");
}

static void test_entities(void **state)
{
    (void)state;
    assert_export_line(
        IDENTITY LINE("ram", "ListEntitiesForPolicy",
                      "'PolicyName':'AdministratorAccess','PolicyType':'System'",
                      "'Users':{'User':[{'UserName':'tom'}]},'Groups':{'Group':[{'GroupName':'ops'}]},"
                      "'Roles':{'Role':[{'RoleName':'ci'}]}"),
        "user tom: groups …; policies s:AdministratorAccess? …\ngroup ops: policies s:AdministratorAccess? "
        "…\n"
        "role ci: policies s:AdministratorAccess? …\n");
    assert_export_line(IDENTITY LINE("ram", "ListEntitiesForPolicy", "'PolicyName':'AdministratorAccess'",
                                     "'Users':{'User':[{'UserName':'tom'}]}"),
                       "ACC002 2:67 ListEntitiesForPolicy: there is no PolicyType | pass ");
}

/* A filter that names whom it is about leaves out everybody else. */
static void test_filtered(void **state)
{
    (void)state;
    assert_export_line(IDENTITY LINE("resourcemanager", "ListPolicyAttachments",
                                     "'PolicyName':'AdministratorAccess'",
                                     "'TotalCount':0,'PolicyAttachments':{'PolicyAttachment':[]}"),
                       "gap grants : the call asked for only a part of the list\n");
}

#define DOCUMENT(action)                                                                         \
    "'{\\'Version\\':\\'1\\',\\'Statement\\':[{\\'Effect\\':\\'Allow\\',\\'Action\\':\\'" action \
    "\\',\\'Resource\\':\\'*\\'}]}'"

/* Only the default version counts. */
static void test_versions(void **state)
{
    (void)state;
    assert_export_line(
        IDENTITY OF_USER LINE("ram", "ListPoliciesForUser", "'UserName':'tom'",
                              "'Policies':{'Policy':[{'PolicyName':'Look','PolicyType':'Custom'}]}"),
        "gap document policy/Look: ");
    assert_null(strstr(
        export_lines(
            IDENTITY LINE("ram", "ListPoliciesForUser", "'UserName':'tom'",
                          "'Policies':{'Policy':[{'PolicyName':'Look','PolicyType':'Custom'}]}")
                LINE("ram", "ListPolicyVersions", "'PolicyName':'Look','PolicyType':'Custom'",
                     "'PolicyVersions':{'PolicyVersion':[{'VersionId':'v1','IsDefaultVersion':false,"
                     "'PolicyDocument':" DOCUMENT("ecs:*") "},{'VersionId':'v2','IsDefaultVersion':true,"
                                                           "'PolicyDocument':" DOCUMENT("oss:*") "}]}")),
        "gap document"));
    assert_null(
        strstr(export_lines(IDENTITY LINE(
                   "ram", "GetPolicyVersion", "'PolicyName':'Look','PolicyType':'Custom'",
                   "'PolicyVersion':{'IsDefaultVersion':true,'PolicyDocument':" DOCUMENT("oss:*") "}")),
               "gap document"));
    assert_export_line(
        IDENTITY LINE("ram", "GetPolicyVersion", "'PolicyName':'Look','PolicyType':'Custom'",
                      "'PolicyVersion':{'IsDefaultVersion':true,'PolicyDocument':" DOCUMENT("oss:*") "}")
            LINE("ram", "GetPolicy", "",
                 "'Policy':{'PolicyName':'Look','PolicyType':'Custom'},"
                 "'DefaultPolicyVersion':{'PolicyDocument':" DOCUMENT("ecs:*") "}"),
        "ACC018 ");
}

/* ---- names ---- */

#define USERS(name)              \
    LINE("ram", "ListUsers", "", \
         "'IsTruncated':false,'Users':{'User':[{'UserName':'" name "','UserId':'1'}]}")
#define IMS_USERS(name, status)                          \
    LINE("ims", "ListUsers", "'Status':'freeze,active'", \
         "'IsTruncated':false,'Users':{'User':[{'UserPrincipalName':'" name "','Status':'" status "'}]}")
#define ROLES(name) \
    LINE("ram", "ListRoles", "", "'IsTruncated':false,'Roles':{'Role':[{'RoleName':'" name "'}]}")
#define MANAGED_ROLE(name, linked, principal)                                                             \
    LINE("resourcemanager", "GetRole", "",                                                                \
         "'Role':{'RoleName':'" name "','IsServiceLinkedRole':" linked ",'RolePrincipalName':'" principal \
         "@role.example.onaliyunservice.com'}")
#define GRANT(principal, type)                                                                          \
    LINE("resourcemanager", "ListPolicyAttachments", "'PageNumber':'1'",                                \
         "'TotalCount':1,'PolicyAttachments':{'PolicyAttachment':[{'PolicyName':'AdministratorAccess'," \
         "'PolicyType':'System','PrincipalName':'" principal "','PrincipalType':'" type "',"            \
         "'ResourceGroupId':'1000000000000001'}]}")
#define GROUPS LINE("ram", "ListGroups", "", "'IsTruncated':false,'Groups':{'Group':[{'GroupName':'Ops'}]}")
#define MEMBERS(name)                                     \
    LINE("ram", "ListUsersForGroup", "'GroupName':'Ops'", \
         "'IsTruncated':false,'Users':{'User':[{'UserName':'" name "'}]}")

/* RAM's name, the principal name, the domain of the account's id: one user. */
static void test_one_user(void **state)
{
    static const char expected[] = "\nuser Li.Wei: groups …; policies s:AdministratorAccess\nlevels …\n";
    (void)state;
    assert_export_line(IDENTITY USERS("Li.Wei") IMS_USERS("li.wei@example.onaliyun.com", "active")
                           GRANT("LI.WEI@1000000000000001.onaliyun.com", "IMSUser"),
                       expected);
    assert_export_line(IDENTITY GRANT("li.wei@example.onaliyun.com", "IMSUser")
                           IMS_USERS("li.wei@example.onaliyun.com", "active") USERS("Li.Wei"),
                       expected);
    assert_export_line(IDENTITY IMS_USERS("Li.Wei@example.onaliyun.com", "active")
                           GRANT("li.wei@example.onaliyun.com", "IMSUser"),
                       expected);
    assert_export_line(
        IDENTITY LINE("ims", "GetUser", "", "'User':{'UserName':'Li.Wei','UserPrincipalName':'li.wei@a.b'}")
            GRANT("li.wei@example.onaliyun.com", "IMSUser"),
        expected);
}

/* Whom no list knows is in the account all the same. */
static void test_referred(void **state)
{
    (void)state;
    assert_export_line(
        IDENTITY USERS("tom") GRANT("li.wei@example.onaliyun.com", "IMSUser"),
        "user li.wei: groups …; policies s:AdministratorAccess\nuser tom: groups …; policies -\n");
}

/* Two that differ in case alone cannot be in an account; if they are, neither is guessed. */
static void test_ambiguous(void **state)
{
    (void)state;
    assert_export_line(IDENTITY USERS("Tom") LINE("ram", "GetUser", "", "'User':{'UserName':'tom'}")
                           GRANT("TOM@example.onaliyun.com", "IMSUser"),
                       "user TOM: groups …; policies s:AdministratorAccess\nuser Tom: groups …; policies -\n"
                       "user tom: groups …; policies -\n");
    assert_export_line(
        IDENTITY USERS("Tom") LINE("ram", "GetUser", "", "'User':{'UserName':'tom'}")
            GRANT("tom@example.onaliyun.com", "IMSUser"),
        "user Tom: groups …; policies -\nuser tom: groups …; policies s:AdministratorAccess\n");
}

static void test_groups_and_roles(void **state)
{
    (void)state;
    assert_export_line(IDENTITY GROUPS GRANT("ops@group.example.onaliyun.com", "IMSGroup"),
                       "group Ops: policies s:AdministratorAccess\n");
    assert_export_line(IDENTITY ROLES("Deployer")
                           GRANT("deployer@role.example.onaliyunservice.com", "ServiceRole"),
                       "role Deployer: policies s:AdministratorAccess\n");
    assert_export_line(IDENTITY ROLES("Deployer") MANAGED_ROLE("Deployer", "false", "dpl")
                           GRANT("dpl@role.example.onaliyunservice.com", "ServiceRole"),
                       "role Deployer: policies s:AdministratorAccess\n");
    assert_export_line(
        IDENTITY GRANT("x@y", "IMSRobot"),
        "ACC001 2:262 PrincipalType must be IMSUser, IMSGroup or ServiceRole, not \"IMSRobot\" | pass ");
}

static void test_members(void **state)
{
    (void)state;
    assert_export_line(IDENTITY MEMBERS("li.wei") GROUPS USERS("Li.Wei"),
                       "user Li.Wei: groups Ops; policies …\n");
    assert_null(strstr(export_lines(IDENTITY MEMBERS("li.wei") GROUPS USERS("Li.Wei")), "gap memberships"));
    assert_export_line(IDENTITY GROUPS USERS("li.wei"),
                       "gap memberships : the input does not show all groups\n");
    assert_export_line(IDENTITY USERS("li.wei") LINE("ram", "ListGroupsForUser", "'UserName':'li.wei'",
                                                     "'Groups':{'Group':[{'GroupName':'Ops'}]}"),
                       "user li.wei: groups Ops; policies …\n");
    assert_null(
        strstr(export_lines(IDENTITY USERS("li.wei") LINE("ram", "ListGroupsForUser", "'UserName':'li.wei'",
                                                          "'Groups':{'Group':[{'GroupName':'Ops'}]}")),
               "gap memberships"));
}

/* A user that only IMS knows must be among those whose groups were asked for, too. */
static void test_members_of_ims(void **state)
{
    (void)state;
    assert_export_line(IDENTITY USERS("li.wei") IMS_USERS("tom@example.onaliyun.com", "active")
                           LINE("ram", "ListGroupsForUser", "'UserName':'li.wei'", "'Groups':{'Group':[]}"),
                       "gap memberships user/tom: ");
    assert_export_line(IDENTITY IMS_USERS("tom@example.onaliyun.com", "active")
                           LINE("ims", "ListGroupsForUser", "'UserPrincipalName':'tom@example.onaliyun.com'",
                                "'Groups':{'Group':[{'GroupName':'Ops'}]}"),
                       "user tom: groups Ops; policies …\n");
}

static void test_service_linked(void **state)
{
    (void)state;
    assert_export_line(IDENTITY ROLES("AliyunServiceRoleForConfig"),
                       "role AliyunServiceRoleForConfig: linked; ");
    assert_export_line(IDENTITY ROLES("aliyunserviceroleforconfig"),
                       "role aliyunserviceroleforconfig: linked; ");
    assert_export_line(IDENTITY ROLES("AliyunServiceRole"), "role AliyunServiceRole: policies …\n");
    assert_export_line(IDENTITY ROLES("AliyunServiceRoleForMe")
                           MANAGED_ROLE("AliyunServiceRoleForMe", "false", "aliyunserviceroleforme"),
                       "role AliyunServiceRoleForMe: policies …\n");
    assert_export_line(IDENTITY MANAGED_ROLE("Odd", "true", "odd") ROLES("Odd"), "role Odd: linked; ");
    assert_export_line(
        IDENTITY GRANT("aliyunserviceroleforme@role.example.onaliyunservice.com", "ServiceRole"),
        "role aliyunserviceroleforme: linked; ");
}

static void test_frozen(void **state)
{
    (void)state;
    assert_export_line(
        IDENTITY IMS_USERS("tom@example.onaliyun.com", "freeze"),
        "ACC021 2:152 the user tom is frozen, and is evaluated as if active | a frozen user can do nothing; "
        "the result is for when it is active again\nid 1000000000000001\nuser tom: ");
    assert_export_line(IDENTITY IMS_USERS("tom@example.onaliyun.com", "freeze") LINE(
                           "ims", "GetUser", "", "'User':{'UserPrincipalName':'ana@a.b','Status':'freeze'}"),
                       "ACC021 2:152 the user tom and 1 more are frozen, and are evaluated as if active | ");
}

/* A name with which nothing can be called. */
static void test_bad_names(void **state)
{
    (void)state;
    assert_export_line(IDENTITY USERS("a/b"), "ACC006 2:");
    assert_export_line(IDENTITY USERS(""), "ACC002 2:");
    assert_export_line(IDENTITY GRANT("@example.onaliyun.com", "IMSUser"), "ACC006 2:");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scopes),
        cmocka_unit_test(test_unseen),
        cmocka_unit_test(test_of_groups_and_roles),
        cmocka_unit_test(test_entities),
        cmocka_unit_test(test_filtered),
        cmocka_unit_test(test_versions),
        cmocka_unit_test(test_one_user),
        cmocka_unit_test(test_referred),
        cmocka_unit_test(test_ambiguous),
        cmocka_unit_test(test_groups_and_roles),
        cmocka_unit_test(test_members),
        cmocka_unit_test(test_members_of_ims),
        cmocka_unit_test(test_service_linked),
        cmocka_unit_test(test_frozen),
        cmocka_unit_test(test_bad_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
