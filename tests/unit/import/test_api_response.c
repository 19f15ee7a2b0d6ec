/* SPDX-License-Identifier: Apache-2.0 */
/* Responses as the CLI prints them, without the call. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "support/account_of_texts.h"

static char buffer[16384];

static void assert_in_it(const char *part)
{
    if (strstr(buffer, part) == NULL) assert_string_equal(buffer, part);
}

static void assert_export_line(const char *text, const char *part)
{
    (void)account_of_text_lines(text, buffer, sizeof buffer);
    assert_in_it(part);
}

#define DOCUMENT                                                                                         \
    "\"{\\\"Version\\\":\\\"1\\\",\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\",\\\"Action\\\":\\\"*" \
    "\\\",\\\"Resource\\\":\\\"*\\\"}]}\""
#define TRUST                                                                                       \
    "\"{\\\"Version\\\":\\\"1\\\",\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\",\\\"Action\\\":" \
    "\\\"sts:AssumeRole\\\",\\\"Principal\\\":{\\\"Service\\\":\\\"ecs.aliyuncs.com\\\"}}]}\""

static void test_principals(void **state)
{
    (void)state;
    assert_export_line("{\"AccountId\":\"1000000000000001\",\"IdentityType\":\"RAMUser\"}",
                       "id 1000000000000001\n");
    assert_export_line(
        "{\"IsTruncated\":false,\"Users\":{\"User\":[{\"UserId\":\"1\",\"UserName\":\"li.wei\"}]}}",
        "user li.wei: ");
    assert_null(strstr(buffer, "gap users"));
    assert_export_line("{\"User\":{\"UserId\":\"1\",\"UserName\":\"li.wei\"}}", "user li.wei: ");
    assert_in_it("gap users : the input has no complete list of users\n");
    assert_export_line("{\"IsTruncated\":false,\"Groups\":{\"Group\":[{\"GroupName\":\"ops\"}]}}",
                       "group ops: ");
    assert_null(strstr(buffer, "gap groups"));
    assert_export_line("{\"IsTruncated\":false,\"Roles\":{\"Role\":[{\"RoleName\":\"ci\"}]}}",
                       "role ci: policies …\n");
    assert_null(strstr(buffer, "gap roles"));
    assert_in_it("gap trust role/ci: ");
    assert_export_line("{\"Role\":{\"RoleName\":\"ci\",\"AssumeRolePolicyDocument\":" TRUST "}}",
                       "role ci: trust; policies …\n");
}

static void test_ims(void **state)
{
    (void)state;
    assert_export_line("{\"IsTruncated\":false,\"Users\":{\"User\":[{\"UserPrincipalName\":\"li.wei@example."
                       "onaliyun.com\"}]}}",
                       "user li.wei: ");
    assert_in_it("gap users : without Status active,freeze the list leaves out some users\n");
}

static void test_policies(void **state)
{
    (void)state;
    assert_export_line(
        "{\"Policy\":{\"PolicyName\":\"Look\",\"PolicyType\":\"Custom\",\"PolicyDocument\":\"N/A\"},"
        "\"DefaultPolicyVersion\":{\"VersionId\":\"v3\",\"PolicyDocument\":" DOCUMENT "}}",
        "gap policies : the input has no complete list of custom policies\n");
    assert_null(strstr(buffer, "gap document"));
    assert_export_line(
        "{\"Policy\":{\"PolicyName\":\"Look\",\"PolicyType\":\"Custom\",\"PolicyDocument\":" DOCUMENT "}}",
        "gap ");
    assert_export_line(
        "{\"IsTruncated\":false,\"Policies\":{\"Policy\":[{\"PolicyName\":\"Look\",\"PolicyType\":\"Custom\","
        "\"DefaultVersion\":\"v1\"},{\"PolicyName\":\"ReadOnlyAccess\",\"PolicyType\":\"System\"}]}}",
        "gap ");
    assert_null(strstr(buffer, "gap policies"));
    assert_export_line(
        "{\"IsTruncated\":false,\"Policies\":{\"Policy\":[{\"PolicyName\":\"A\",\"PolicyType\":"
        "\"System\"}]}}",
        "gap policies : the list may be one of system policies only\n");
    assert_export_line("{\"Policy\":{\"PolicyName\":\"Look\",\"PolicyType\":\"Odd\"}}",
                       "ACC011 1:45 GetPolicy: PolicyType must be System or Custom, not \"Odd\"");
}

/* An error in a document has its place in the file. */
static void test_document(void **state)
{
    (void)state;
    assert_export_line(
        "{\"Policy\":{\"PolicyName\":\"Look\",\"PolicyType\":\"Custom\"},\n\"DefaultPolicyVersion\":{\n"
        "\"PolicyDocument\":\"{\\\"Version\\\":\\\"1\\\",\\\"Statement\\\":[{\\\"Effect\\\":\\\"Alow\\\"}]}"
        "\"}}",
        "DOC007 3:");
}

static void test_attachments(void **state)
{
    static const char attachments[] =
        "{\"PageNumber\":1,\"PageSize\":10,\"TotalCount\":1,\"PolicyAttachments\":{\"PolicyAttachment\":[{"
        "\"PolicyName\":\"Look\",\"PolicyType\":\"Custom\",\"PrincipalName\":\"li.wei@example.onaliyun.com\","
        "\"PrincipalType\":\"IMSUser\",\"ResourceGroupId\":\"1000000000000001\"}]}}";
    (void)state;
    assert_export_line(attachments, "user li.wei: groups …; policies Look …\n");
    assert_in_it(
        "gap grants : the arguments of the call are not known: it may have asked for a part of the list\n");
}

/* Names of files are not guessed from; the answer is not an error either. */
static void test_not_placed(void **state)
{
    static const char *const answers[][2] = {
        {"{\"Users\":{\"User\":[{\"UserName\":\"li.wei\",\"JoinDate\":\"2025\"}]}}", "ListUsersForGroup"},
        {"{\"Users\":{\"User\":[]}}", "ListUsersForGroup"},
        {"{\"Groups\":{\"Group\":[{\"GroupName\":\"ops\",\"JoinDate\":\"2025\"}]}}", "ListGroupsForUser"},
        {"{\"Policies\":{\"Policy\":[{\"PolicyName\":\"Look\",\"PolicyType\":\"Custom\",\"AttachDate\":"
         "\"2025\"}]}}",
         "ListPoliciesForUser"},
        {"{\"Groups\":{\"Group\":[]},\"Users\":{\"User\":[]},\"Roles\":{\"Role\":[{\"RoleName\":\"ci\","
         "\"AttachDate\":"
         "\"2025\"}]}}",
         "ListEntitiesForPolicy"},
        {"{\"PolicyVersion\":{\"VersionId\":\"v1\",\"PolicyDocument\":\"{}\"}}", "GetPolicyVersion"},
        {"{\"PolicyVersions\":{\"PolicyVersion\":[]}}", "ListPolicyVersions"},
        {"{\"Folders\":{\"Folder\":[]}}", "ListFoldersForParent"},
        {"{\"ControlPolicyAttachments\":{\"ControlPolicyAttachment\":[]}}",
         "ListControlPolicyAttachmentsForTarget"},
        {"{\"TargetAttachments\":{\"TargetAttachment\":[]}}", "ListTargetAttachmentsForControlPolicy"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        assert_export_line(answers[i][0], "ACC020 1:1 this response cannot be used: it looks like one of ");
        assert_in_it(answers[i][1]);
        assert_in_it(", and the arguments of its call are not in it | keep the arguments: use "
                     "examples/export-account.sh\n");
        assert_null(strstr(buffer, "user "));
    }
}

static void test_no_answers(void **state)
{
    (void)state;
    assert_export_line("{\"Instances\":{\"Instance\":[]}}",
                       "ACC020 1:1 this response does not describe an account | ");
    assert_export_line("[]", "ACC020 1:1 this response does not describe an account | ");
    assert_export_line("{\"AccessKeys\":{\"AccessKey\":[{\"AccessKeyId\":\"x\"}]}}", "gap account ");
    assert_null(strstr(buffer, "ACC020"));
    assert_export_line("{\"Users\":", "SYN002 1:10 ");
}

/* Pages of the CLI in one file, and what its option --pager leaves of them. */
static void test_several(void **state)
{
    (void)state;
    assert_export_line("{\"IsTruncated\":false,\n\"Groups\":{\"Group\":[{\"GroupName\":\"ops\"}]}}\n"
                       "{\"User\":{\"UserName\":\"li.wei\"}}{\"AccountId\":\"1\"}",
                       "id 1\nuser li.wei: ");
    assert_in_it("group ops: ");
    assert_export_line("[{\"UserName\":\"li.wei\",\"UserId\":\"1\"},{\"UserName\":\"tom\",\"UserId\":\"2\"}]",
                       "user tom: ");
    assert_null(strstr(buffer, "gap users"));
    assert_export_line("[{\"PolicyName\":\"Look\",\"PolicyType\":\"Custom\",\"PrincipalName\":\"tom@a.b\","
                       "\"AttachDate\":\"2025\","
                       "\"PrincipalType\":\"IMSUser\",\"ResourceGroupId\":\"rg-one\"}]",
                       "policies Look@rg-one …\n");
}

/* Pages in files of their own: by their numbers they go together, by their markers nobody can tell. */
static void test_pages_of_files(void **state)
{
    static const char *const numbered[] = {
        "{\"PageNumber\":1,\"PageSize\":1,\"TotalCount\":2,\"Roles\":{\"Role\":[{\"RoleName\":\"ci\"}]}}",
        "{\"PageNumber\":2,\"PageSize\":1,\"TotalCount\":2,\"Roles\":{\"Role\":[{\"RoleName\":\"web\"}]}}"};
    static const char *const marked[] = {
        "{\"IsTruncated\":true,\"Marker\":\"a\",\"Roles\":{\"Role\":[{\"RoleName\":\"ci\"}]}}",
        "{\"IsTruncated\":false,\"Roles\":{\"Role\":[{\"RoleName\":\"web\"}]}}"};
    (void)state;
    (void)account_of_texts_lines(&(struct account_texts){numbered, 2, NULL}, buffer, sizeof buffer);
    assert_null(strstr(buffer, "gap roles"));
    (void)account_of_texts_lines(&(struct account_texts){numbered, 1, NULL}, buffer, sizeof buffer);
    assert_in_it("gap roles : TotalCount says that there are more entries\n");
    (void)account_of_texts_lines(&(struct account_texts){marked, 2, NULL}, buffer, sizeof buffer);
    assert_in_it("gap roles : the order of its pages is not known without the arguments of the calls\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_principals),     cmocka_unit_test(test_ims),
        cmocka_unit_test(test_policies),       cmocka_unit_test(test_document),
        cmocka_unit_test(test_attachments),    cmocka_unit_test(test_not_placed),
        cmocka_unit_test(test_no_answers),     cmocka_unit_test(test_several),
        cmocka_unit_test(test_pages_of_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
