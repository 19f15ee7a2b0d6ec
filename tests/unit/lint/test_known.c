/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/lint_codes.h"

#define ALLOW(actions, resources) \
    "{\"Effect\": \"Allow\", \"Action\": " actions ", \"Resource\": " resources "}"
#define ASSERT_CASES(rule, cases) \
    assert_lint_cases(rule, RAMPART_POLICY_IDENTITY, cases, sizeof cases / sizeof *cases)

static void services_are_known(void **state)
{
    (void)state;
    static const struct lint_case unknown[] = {
        {ALLOW("[\"ecs:*\", \"ECS:StopInstance\", \"bssapi:QueryBill\", \"*:x\", \"e*:x\"]", "\"*\""), ""},
        {ALLOW("[\"nosuch:*\", \"nosuch:Get*\", \"nosuch:GetIt\", \"bssapi:*\", \"nosuch:x\"]", "\"*\""),
         "RAM226 RAM226 RAM226 RAM226"},
        {ALLOW("[\"sls:GetLogs\"]", "\"*\""), ""},
    };
    static const struct lint_case products[] = {
        {ALLOW("[\"sls:GetLogs\", \"SLS:*\", \"log:GetLogs\"]", "\"*\""), "RAM230 RAM230"},
    };
    ASSERT_CASES("unknown-service", unknown);
    ASSERT_CASES("product-is-not-code", products);
}

static void actions_are_known(void **state)
{
    (void)state;
    static const struct lint_case actions[] = {
        {ALLOW("[\"ecs:StopInstance\", \"ecs:stopinstance\", \"rds:Frobnicate\", \"ecs:*\"]", "\"*\""), ""},
        {ALLOW("[\"ess:CancelInstanceRefresch\", \"ess:Frobnicate\"]", "\"*\""), "RAM227 RAM227"},
        {ALLOW("[\"ecs:StopInstanse\", \"oss:ListObjectsV3\"]", "\"*\""), "RAM227 RAM227"},
        /* rds and kms may have more, but none with such a word; a first letter is never a slip */
        {ALLOW("[\"rds:StopDBInstanse\", \"kms:createsecrte\", \"rds:ZtopDBInstance\"]", "\"*\""), "RAM227 RAM227"},
        {ALLOW("[\"kms:ListKey\", \"ram:SetUser\"]", "\"*\""), ""},
        /* a word runs to the next capital: ListECSInstances has no Liste; two words may be written as one, a slip in either is one */
        {ALLOW("[\"kms:ListeAliases\", \"rds:StopdbInstanse\"]", "\"*\""), "RAM227 RAM227"},
        {ALLOW("[\"kms:Listaliases\", \"kms:DescribekeyVersiom\"]", "\"*\""), "RAM227"},
    };
    static const struct lint_case unlisted[] = {
        {ALLOW("[\"rds:RebootDBInstance\", \"kms:ListKey\", \"rds:rebootdbinstance\"]", "\"*\""), "RAM240 RAM240 RAM240"},
        {ALLOW("[\"rds:RestartDBInstance\", \"ecs:CreateTags\", \"aas:FrobThing\", \"nosuch:FrobThing\"]", "\"*\""), ""},
        {ALLOW("[\"rds:<Action>\", \"rds:a:b\"]", "\"*\""), "RAM240 RAM240"}, /* alone, without what explains them */
    };
    static const struct lint_case patterns[] = {
        {ALLOW("[\"ess:Describe*\", \"ess:*Refresh\", \"rds:Frobnicate*\", \"e*:Zz*\"]", "\"*\""), ""},
        {ALLOW("[\"ess:Describle*\", \"ess:*Frob\", \"rds:Descripe*\", \"nosuch:a*\"]", "\"*\""),
         "RAM228 RAM228"},
    };
    static const struct lint_case apis[] = {
        {ALLOW("[\"oss:PutObject\", \"oss:headobject\", \"ess:VerifyUser\"]", "\"*\""), "RAM229 RAM229"},
        {ALLOW("[\"oss:GetObject\", \"oss:HeadObject\"]", "\"*\""), ""}, /* nothing is missing */
        {ALLOW("[\"oss:Head*\", \"oss:GetSym*\", \"oss:Get*\"]", "\"*\""), "RAM229 RAM229"},
    };
    static const struct lint_case spelling[] = {
        {ALLOW("[\"ecs:stopInstance\", \"ecs:StopInstance\", \"ECS:StopInstance\"]", "\"*\""),
         "RAM612 RAM612"},
    };
    ASSERT_CASES("unknown-action", actions);
    ASSERT_CASES("unlisted-action", unlisted);
    ASSERT_CASES("pattern-without-action", patterns);
    ASSERT_CASES("api-is-not-action", apis);
    ASSERT_CASES("action-spelling", spelling);
}

#define CONDITION(actions, key)                                 \
    "{\"Effect\": \"Allow\", \"Action\": " actions              \
    ", \"Resource\": \"*\", \"Condition\": {\"StringEquals\": " \
    "{\"" key "\": \"x\"}}}"

static void keys_are_known(void **state)
{
    (void)state;
    static const struct lint_case unknown[] = {
        {CONDITION("\"oss:*\"", "acs:sourcevpc"), ""},
        {CONDITION("\"oss:*\"", "acs:SourceVpx"), "RAM231"},
        {CONDITION("\"oss:*\"", "acs:ResourceTga/a"), "RAM231"},
        {CONDITION("\"oss:*\"", "acs:SourceAr n"), ""},
        {CONDITION("\"ecs:*\"", "ecs:ResourceTag/a"), "RAM231"},
        {CONDITION("\"rds:*\"", "rds:ResourceTag/a"), ""},
        {CONDITION("\"oss:*\"", "dms:DbType"), ""},
    };
    static const struct lint_case others[] = {
        {CONDITION("\"OSS:*\"", "oss:Prefix"), ""},
        {CONDITION("\"*\"", "oss:Prefix"), ""},
        {CONDITION("[\"ecs:*\", \"o*:x\"]", "oss:Prefix"), ""},
        {CONDITION("[\"ecs:*\", \"rds:*\"]", "oss:prefix"), "RAM232"},
        {CONDITION("\"dms:LoginDatabase\"", "rds:ResourceTag/a"), ""}, /* the tag of a database of rds */
    };
    ASSERT_CASES("unknown-key", unknown);
    ASSERT_CASES("key-of-other-service", others);
}

#define UNDER(actions, condition) \
    "{\"Effect\": \"Allow\", \"Action\": " actions ", \"Resource\": \"*\", \"Condition\": " condition "}"
#define ENGINE "{\"StringEquals\": {\"rds:Engine\": \"MySQL\"}}"

static void keys_are_those_that_pages_list_for_actions(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {UNDER("\"rds:CreateDBInstance\"", ENGINE), ""},
        {UNDER("[\"rds:CreateDBInstance\", \"rds:CloneDBInstance\", \"RDS:cloneDBInstance\"]", ENGINE), "RAM238 RAM238"},
        {UNDER("\"rds:DeleteDBInstance\"", ENGINE), ""}, /* its page is old, and was cut */
        {UNDER("[\"rds:Clone*\", \"rds:NoSuchAction\", \"rds\"]", ENGINE), ""},
        {UNDER("\"rds:CloneDBInstance\"", "{\"StringNotEquals\": {\"rds:Engine\": \"MySQL\"}}"), ""},
        {UNDER("\"rds:CloneDBInstance\"", "{\"Null\": {\"rds:Engine\": \"true\"}}"), ""},
        {UNDER("\"nas:DeleteFileSystem\"", "{\"StringEquals\": {\"acs:ResourceTag/a\": \"b\"}}"), ""}, /* a key of all services */
        {UNDER("\"ecs:DescribeInstances\"", "{\"StringEquals\": {\"ecs:tag/a\": \"b\"}}"), ""}, /* pages lack tags */
        {UNDER("\"oss:GetObject\"", "{\"StringEquals\": {\"oss:DataAccessPointAccount\": \"1\"}}"), ""}, /* no page of oss lists keys */
        /* ecs:CreateInstance carries keys of vpc, and ecs:DescribeInstances none */
        {UNDER("[\"ecs:CreateInstance\", \"ecs:DescribeInstances\"]", "{\"Bool\": {\"vpc:IsDefaultVpc\": \"true\"}}"), "RAM238"},
        {UNDER("\"ecs:DescribeInstances\"", "{\"StringEquals\": {\"ecs:ImageSource\": \"system\"}}"), "RAM238"}, /* of key-actions.tsv, once */
    };
    ASSERT_CASES("key-of-other-action", cases);
}

static void regions_are_known(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {ALLOW("\"*\"",
               "[\"acs:ecs:cn-hangzhou:*:x\", \"acs:oss:oss-cn-hangzhou:*:x\", \"acs:ecs:cn-*:*:x\", "
               "\"acs:ecs::*:x\", \"acs:ecs:${region}:*:x\", \"*\"]"),
         ""},
        {ALLOW("\"*\"", "[\"acs:ecs:cn-hangzhou-h:*:x\", \"acs:ecs:zz:*:x\"]"), "RAM233 RAM233"},
    };
    ASSERT_CASES("unknown-region", cases);
}

static void resources_fit_their_actions(void **state)
{
    (void)state;
    static const struct lint_case all[] = {
        {ALLOW("\"ess:DescribeRegions\"", "[\"acs:ess:*:*:scalinggroup/a\", \"acs:ess:*:*:*\"]"), ""},
        {ALLOW("\"ess:DescribeRegions\"", "\"acs:ess:*:*:scalinggroup/a\""), "RAM234"},
    };
    static const struct lint_case shapes[] = {
        {ALLOW("\"ess:CancelInstanceRefresh\"", "\"acs:ess:*:*:scalingGroup/a\""), ""},
        {ALLOW("\"ess:CancelInstanceRefresh\"", "\"acs:ess:*:*:s*\""), ""},
        {ALLOW("\"ess:CancelInstanceRefresh\"", "[\"acs:ess:*:*:instance/a\"]"), "RAM235"},
        {"{\"Effect\": \"Allow\", \"Action\": \"ess:CancelInstanceRefresh\", \"NotResource\": "
         "\"acs:ess:*:*:instance/a\"}",
         ""},
    };
    static const struct lint_case writes[] = {
        {ALLOW("[\"ess:CancelInstanceRefresh\", \"ess:SuspendInstanceRefresh\"]", "\"*\""), "RAM416"},
        {ALLOW("[\"ess:DescribeRegions\", \"oss:PutObject\"]", "\"*\""), "RAM416"},
        {ALLOW("\"ess:Describe*\"", "\"*\""), ""},
        {ALLOW("\"ess:Cancel*\"", "\"acs:ess:*:*:*\""), "RAM416"},
        {ALLOW("\"ess:CancelInstanceRefresh\"", "\"acs:ess:*:*:scalinggroup/*\""), "RAM416"},
        {ALLOW("\"ess:CancelInstanceRefresh\"", "\"acs:ess:*:*:scalinggroup/a*\""), ""},
        {ALLOW("\"ess:CancelInstanceRefresh\"", "\"acs:ess:cn-hangzhou:*:*\""), ""},
        {"{\"Effect\": \"Deny\", \"Action\": \"ess:CancelInstanceRefresh\", \"Resource\": \"*\"}", ""},
    };
    ASSERT_CASES("resource-not-narrowable", all);
    ASSERT_CASES("resource-shape", shapes);
    ASSERT_CASES("write-on-everything", writes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(services_are_known),
        cmocka_unit_test(actions_are_known),
        cmocka_unit_test(keys_are_known),
        cmocka_unit_test(keys_are_those_that_pages_list_for_actions),
        cmocka_unit_test(regions_are_known),
        cmocka_unit_test(resources_fit_their_actions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
