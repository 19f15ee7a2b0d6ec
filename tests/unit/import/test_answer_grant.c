/* SPDX-License-Identifier: Apache-2.0 */
/* What is attached to whom, and on what. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "support/export_lines.h"

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
    assert_export_line(IDENTITY OF_USER,
                       "gap grants : the lists of RAM do not tell what is attached on resource "
                       "groups; ListPolicyAttachments "
                       "of Resource Management does\n");
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
                       "ACC002 2:67 ListEntitiesForPolicy: there is no PolicyType | keep ");
}

/* A filter that names whom it is about leaves out everybody else. */
static void test_filtered(void **state)
{
    (void)state;
    assert_export_line(IDENTITY LINE("resourcemanager", "ListPolicyAttachments",
                                     "'PolicyName':'AdministratorAccess'",
                                     "'TotalCount':0,'PolicyAttachments':{'PolicyAttachment':[]}"),
                       "gap grants : only a part of the list was asked for\n");
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scopes),
        cmocka_unit_test(test_unseen),
        cmocka_unit_test(test_of_groups_and_roles),
        cmocka_unit_test(test_entities),
        cmocka_unit_test(test_filtered),
        cmocka_unit_test(test_versions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
