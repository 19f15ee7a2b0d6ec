/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of the family "never-matches" about conditions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/lint_codes.h"

static void keys_have_a_shape(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"StringEquals\": "
         "{\"acs:ResourceTag/a b\": \"c\", \"x\": \"y\", \"acs:Source Vpc\": \"v\", \"acs:ResourceTag/a \": "
         "\"c\", \"AWS:username\": \"x\"}}}",
         "RAM216 RAM215 RAM215 RAM217"},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"StringEquals\": "
         "{\"oss:Prefix\": [\"a/*\", \"b\"], \"ram:X\": \"?\"}, \"StringNotEquals\": {\"oss:Prefix\": "
         "\"c*\"}, \"StringLike\": {\"oss:Delimiter\": \"*\"}}}",
         "RAM218"},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"StringEquals\": "
         "{\"acs:PrincipalARN\": [\"acs:ram::1:role/x\", \"acs:sts::1:assumed-role/x/y\", "
         "\"acs:ram::1:role/x/y\", \"acs:ram::1:user/Alice\"]}}}",
         "RAM219 RAM219"},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": "
         "{\"StringEqualsIgnoreCase\": {\"acs:PrincipalARN\": \"acs:ram::1:role/X\"}, \"StringLike\": "
         "{\"acs:principalarn\": \"acs:ram:*:*:role/X*\"}}}",
         "RAM220"},
    };
    assert_lint_cases("never-matches", RAMPART_POLICY_IDENTITY, cases, sizeof cases / sizeof *cases);
}

static void tags_that_nobody_fills_in(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {"{\"Effect\": \"Allow\", \"Action\": [\"oss:*\", \"rds:ModifyDBInstanceSpec\", \"ecs:ImportKeyPair\"], \"Resource\": "
         "\"*\", \"Condition\": {\"StringEquals\": {\"acs:ResourceTag/a\": \"b\"}}}",
         "RAM221"},
        {"{\"Effect\": \"Allow\", \"Action\": [\"oss:*\", \"ecs:StartInstance\"], \"Resource\": \"*\", \"Condition\": "
         "{\"StringEquals\": {\"acs:ResourceTag/a\": \"b\"}}}",
         ""},
        {"{\"Effect\": \"Allow\", \"Action\": [\"oss:*\"], \"Resource\": \"*\", \"Condition\": "
         "{\"StringNotEquals\": {\"acs:ResourceTag/a\": \"b\"}}}",
         ""},
        {"{\"Effect\": \"Allow\", \"Action\": [\"ecs:ListTagResources\", \"ecs:DescribeDisks\"], \"Resource\": \"*\", "
         "\"Condition\": {\"StringEquals\": {\"acs:ResourceTag/a\": \"b\", \"acs:ResourceTag/c\": \"d\"}}}",
         "RAM222"},
        {"{\"Effect\": \"Deny\", \"Action\": [\"ecs:ListTagResources\"], \"Resource\": \"*\", \"Condition\": "
         "{\"StringEquals\": {\"acs:ResourceTag/a\": \"b\"}}}",
         ""},
        {"{\"Effect\": \"Allow\", \"Action\": [\"ecs:DeleteDisk\", \"ecs:getinstancescreenshot\"], \"Resource\": \"*\", "
         "\"Condition\": {\"StringEquals\": {\"acs:RequestTag/a\": \"b\"}}}",
         "RAM223"},
        {"{\"Effect\": \"Allow\", \"Action\": [\"ecs:DeleteDisk\", \"ecs:CreateDisk\"], \"Resource\": \"*\", "
         "\"Condition\": {\"StringEquals\": {\"acs:RequestTag/a\": \"b\"}}}",
         ""},
        {"{\"Effect\": \"Allow\", \"Action\": [\"ecs:DeleteDisk\"], \"Resource\": \"*\", \"Condition\": "
         "{\"StringNotEquals\": {\"acs:RequestTag/a\": \"b\"}}}",
         ""},
    };
    assert_lint_cases("never-matches", RAMPART_POLICY_IDENTITY, cases, sizeof cases / sizeof *cases);
}

static void conditions_contradict_each_other(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"DateLessThan\": "
         "{\"acs:CurrentTime\": \"2026-01-01T00:00:00Z\"}, \"DateGreaterThanEquals\": {\"acs:CurrentTime\": "
         "\"2026-01-01T00:00:00Z\"}}}",
         "RAM224"},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": "
         "{\"DateLessThanEquals\": {\"acs:CurrentTime\": \"2026-01-01T00:00:00Z\"}, "
         "\"DateGreaterThanEquals\": {\"acs:CurrentTime\": \"2026-01-01T00:00:00Z\"}}}",
         ""},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"IpAddress\": "
         "{\"acs:SourceIp\": \"10.0.0.0/24\"}, \"NotIpAddress\": {\"acs:SourceIp\": \"10.0.0.0/8\"}}}",
         "RAM224"},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"IpAddress\": "
         "{\"acs:SourceIp\": \"10.0.0.0/8\"}, \"NotIpAddress\": {\"acs:SourceIp\": \"10.0.0.0/24\"}}}",
         ""},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"StringEquals\": "
         "{\"acs:SourceVpc\": [\"a\", \"b\"]}, \"StringNotLike\": {\"acs:sourcevpc\": \"?\"}}}",
         "RAM224"},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"StringEquals\": "
         "{\"acs:SourceVpc\": [\"a\", \"bc\"]}, \"StringNotLike\": {\"acs:sourcevpc\": \"?\"}}}",
         ""},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": "
         "{\"StringNotEquals\": {\"acs:SourceVpc\": \"a\"}, \"StringNotLike\": {\"acs:SourceVpc\": \"*\"}}}",
         ""},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"StringEquals\": "
         "{\"resourcesharing:Target\": \"a\"}, \"StringLike\": {\"resourcesharing:Target\": \"b\"}}}",
         ""},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"Bool\": "
         "{\"acs:MFAPresent\": \"true\", \"acs:mfapresent\": \"false\"}}}",
         "RAM224"},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"StringLike\": "
         "{\"acs:SourceVpc\": \"a*\"}, \"StringNotLike\": {\"acs:SourceVpc\": \"a*\"}}}",
         ""},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"StringEquals\": "
         "{\"acs:SourceVpc\": \"a\"}, \"StringNotEquals\": {\"acs:SourceVpc\": \"a\"}, \"StringLike\": "
         "{\"acs:SourceVpc\": \"a*\"}}}",
         "RAM224"},
    };
    assert_lint_cases("never-matches", RAMPART_POLICY_IDENTITY, cases, sizeof cases / sizeof *cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_have_a_shape),
        cmocka_unit_test(tags_that_nobody_fills_in),
        cmocka_unit_test(conditions_contradict_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
