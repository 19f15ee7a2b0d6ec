/* SPDX-License-Identifier: Apache-2.0 */
/* The account's place in the resource directory, and the control policies up to its root folder. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "support/export_lines.h"

#define RM(api, args, response) LINE("resourcemanager", api, args, response)
#define DIRECTORY(status)                                                                  \
    RM("GetResourceDirectory", "",                                                         \
       "'ResourceDirectory':{'RootFolderId':'r-one','MasterAccountId':'1000000000000009'," \
       "'ControlPolicyStatus':'" status "'}")
#define ACCOUNTS                                                                                     \
    RM("ListAccounts", "",                                                                           \
       "'TotalCount':2,'Accounts':{'Account':[{'AccountId':'1000000000000002','FolderId':'fd-two'}," \
       "{'AccountId':'1000000000000001','FolderId':'fd-one'}]}")
#define FOLDERS                                                     \
    RM("ListFoldersForParent", "'ParentFolderId':'r-one'",          \
       "'TotalCount':2,'Folders':{'Folder':[{'FolderId':'fd-one'}," \
       "{'FolderId':'fd-two'}]}")
#define ATTACHED(target, policies)                                         \
    RM("ListControlPolicyAttachmentsForTarget", "'TargetId':'" target "'", \
       "'ControlPolicyAttachments':{'ControlPolicyAttachment':[" policies "]}")
#define FULL                                                                                               \
    "{'PolicyId':'FullAliyunAccess','PolicyName':'FullAliyunAccess','PolicyType':'System','EffectScope':'" \
    "RAM'}"
#define NIGHT "{'PolicyId':'cp-one','PolicyName':'Night','PolicyType':'Custom','EffectScope':'All'}"
#define NIGHT_DOCUMENT                                                                                   \
    RM("GetControlPolicy", "'PolicyId':'cp-one'",                                                        \
       "'ControlPolicy':{'PolicyId':'cp-one','PolicyName':'Night','PolicyType':"                         \
       "'Custom','PolicyDocument':'{\\'Version\\':\\'1\\',\\'Statement\\':[{\\'Effect\\':\\'Deny\\',\\'" \
       "Action\\':"                                                                                      \
       "\\'ess:*\\',\\'Resource\\':\\'*\\'}]}'}")
#define LEVELS ATTACHED("1000000000000001", FULL "," NIGHT) ATTACHED("fd-one", FULL) ATTACHED("r-one", FULL)
#define TARGETS(policy, targets)                                                            \
    RM("ListTargetAttachmentsForControlPolicy", "'PolicyId':'" policy "','PageNumber':'1'", \
       "'TotalCount':1,'TargetAttachments':{'TargetAttachment':[" targets "]}")

static const char three_levels[] =
    "level 0: FullAliyunAccess Night(All)\nlevel 1: FullAliyunAccess\nlevel 2: FullAliyunAccess\n";

static void assert_complete(const char *lines)
{
    assert_export_line(lines, three_levels);
    assert_null(strstr(export_lines(lines), "gap controlPolicies"));
    assert_null(strstr(export_lines(lines), "levels …"));
}

static void test_by_places(void **state)
{
    (void)state;
    assert_complete(IDENTITY DIRECTORY("Enabled") FOLDERS ACCOUNTS NIGHT_DOCUMENT LEVELS);
    assert_complete(LEVELS NIGHT_DOCUMENT ACCOUNTS FOLDERS DIRECTORY("Enabled") IDENTITY);
    assert_complete(IDENTITY DIRECTORY("Enabled") RM(
        "ListAncestors", "'ChildId':'1000000000000001'",
        "'Folders':{'Folder':[{'FolderId':'r-one'},{'FolderId':'fd-one'}]}") NIGHT_DOCUMENT LEVELS);
    assert_complete(IDENTITY DIRECTORY("Enabled") RM(
        "GetAccount", "",
        "'Account':{'AccountId':'1000000000000001',"
        "'ResourceDirectoryPath':'rd-one/r-one/fd-one/1000000000000001'}") NIGHT_DOCUMENT LEVELS);
    assert_complete(IDENTITY DIRECTORY("Enabled") ACCOUNTS RM("GetFolder", "",
                                                              "'Folder':{'FolderId':'fd-one',"
                                                              "'ParentFolderId':'r-one'}")
                        NIGHT_DOCUMENT LEVELS);
    assert_complete(IDENTITY DIRECTORY("Enabled") ACCOUNTS RM(
        "ListFoldersForParent", "", "'TotalCount':1,'Folders':{'Folder':[{'FolderId':'fd-one'}]}")
                        NIGHT_DOCUMENT LEVELS);
}

static void test_not_all_places(void **state)
{
    (void)state;
    assert_export_line(IDENTITY DIRECTORY("Enabled")
                           FOLDERS ACCOUNTS NIGHT_DOCUMENT ATTACHED("1000000000000001", FULL)
                               ATTACHED("r-one", FULL),
                       "gap controlPolicies ");
    assert_export_line(IDENTITY DIRECTORY("Enabled") ACCOUNTS NIGHT_DOCUMENT LEVELS, "gap controlPolicies ");
    assert_export_line(IDENTITY DIRECTORY("Enabled") FOLDERS NIGHT_DOCUMENT LEVELS, "gap controlPolicies ");
    assert_export_line(IDENTITY, "gap controlPolicies ");
}

/* A folder that lies in itself, by way of another one. */
static void test_circle(void **state)
{
    (void)state;
    assert_export_line(
        IDENTITY DIRECTORY("Enabled")
            ACCOUNTS RM("GetFolder", "", "'Folder':{'FolderId':'fd-one','ParentFolderId':'fd-two'}")
                RM("GetFolder", "", "'Folder':{'FolderId':'fd-two','ParentFolderId':'fd-one'}") LEVELS,
        "controlPolicies");
    assert_export_line(IDENTITY DIRECTORY("Enabled") ACCOUNTS FOLDERS LEVELS RM(
                           "GetFolder", "", "'Folder':{'FolderId':'fd-one','ParentFolderId':'fd-two'}"),
                       "ACC018 ");
}

static void test_by_policies(void **state)
{
    static const char listed[] = IDENTITY DIRECTORY("Enabled")
        FOLDERS ACCOUNTS NIGHT_DOCUMENT RM("ListControlPolicies", "'PageNumber':'1'",
                                           "'TotalCount':2,'ControlPolicies':{'ControlPolicy':[" FULL
                                           "," NIGHT "]}")
            RM("ListTargetAttachmentsForControlPolicy", "'PolicyId':'FullAliyunAccess'",
               "'TotalCount':3,'TargetAttachments':{'TargetAttachment':[{'TargetId':'r-one'},{'TargetId':'fd-"
               "one'},"
               "{'TargetId':'1000000000000001'}]}") TARGETS("cp-one", "{'TargetId':'1000000000000001'}");
    (void)state;
    assert_complete(listed);
    assert_export_line(IDENTITY DIRECTORY("Enabled") FOLDERS ACCOUNTS NIGHT_DOCUMENT RM(
                           "ListControlPolicies", "",
                           "'TotalCount':2,'ControlPolicies':{'ControlPolicy':[" FULL "," NIGHT "]}")
                           TARGETS("cp-one", "{'TargetId':'1000000000000001'}"),
                       "gap controlPolicies ");
    assert_export_line(
        IDENTITY DIRECTORY("Enabled") FOLDERS ACCOUNTS NIGHT_DOCUMENT RM(
            "ListControlPolicies", "", "'TotalCount':1,'ControlPolicies':{'ControlPolicy':[" NIGHT "]}")
            TARGETS("cp-one", ""),
        "gap controlPolicies : TotalCount says that there are more entries\n");
}

static void test_status(void **state)
{
    (void)state;
    assert_null(strstr(export_lines(IDENTITY DIRECTORY("Disabled")), "controlPolicies"));
    assert_null(strstr(export_lines(IDENTITY DIRECTORY("Disabled")), "level"));
    assert_export_line(IDENTITY DIRECTORY("PendingEnable") FOLDERS ACCOUNTS NIGHT_DOCUMENT LEVELS,
                       "gap controlPolicies : control policies are being switched on or off\n");
    assert_null(strstr(export_lines(LINE("sts", "GetCallerIdentity", "", "'AccountId':'1000000000000009'")
                                        DIRECTORY("Enabled")),
                       "controlPolicies"));
}

static void test_scope(void **state)
{
    (void)state;
    assert_export_line(IDENTITY ATTACHED("r-one", "{'PolicyId':'cp-one','EffectScope':'Some'}"),
                       "ACC012 2:218 EffectScope must be All or RAM, not \"Some\" | pass ");
    assert_export_line(IDENTITY ATTACHED("r-one", "{'PolicyName':'Night'}"),
                       "ACC002 2:183 ListControlPolicyAttachmentsForTarget: there is no PolicyId | pass ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_places), cmocka_unit_test(test_not_all_places),
        cmocka_unit_test(test_circle),    cmocka_unit_test(test_by_policies),
        cmocka_unit_test(test_status),    cmocka_unit_test(test_scope),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
