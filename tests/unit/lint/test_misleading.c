/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/lint_codes.h"

static void what_a_missing_key_means(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": "
         "{\"StringNotEquals\": {\"acs:SourceVpc\": \"a\"}}}",
         "RAM302"},
        {"{\"Effect\": \"Deny\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": "
         "{\"StringNotEquals\": {\"acs:SourceVpc\": \"a\"}}}",
         ""},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"StringNotLike\": "
         "{\"acs:PrincipalARN\": \"a\"}, \"NotIpAddress\": {\"acs:SourceIp\": \"::/64\"}}}",
         ""},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"StringLike\": "
         "{\"acs:SourceVpc\": [\"**\", \"a*\", \"\"]}}}",
         "RAM303"},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": "
         "{\"StringNotEquals\": {\"acs:PrincipalARN\": \"a*\"}}}",
         "RAM308"},
    };
    assert_lint_cases("means-otherwise", RAMPART_POLICY_IDENTITY, cases, sizeof cases / sizeof *cases);
}

static void truth_values(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {"{\"Effect\": \"Deny\", \"Action\": \"ecs:*\", \"Resource\": \"*\", \"Condition\": {\"Bool\": "
         "{\"acs:MFAPresent\": \"false\"}}}",
         "RAM304"},
        {"{\"Effect\": \"Deny\", \"Action\": [\"ram:*\"], \"Resource\": \"*\", \"Condition\": {\"Bool\": "
         "{\"acs:mfapresent\": \"False\"}}}",
         "RAM305 RAM304"},
        {"{\"Effect\": \"Deny\", \"NotAction\": [\"ram:Bind*\"], \"Resource\": \"*\", \"Condition\": "
         "{\"Bool\": {\"acs:MFAPresent\": \"false\"}}}",
         "RAM304"},
        {"{\"Effect\": \"Allow\", \"Action\": \"ecs:*\", \"Resource\": \"*\", \"Condition\": {\"Bool\": "
         "{\"acs:MFAPresent\": \"false\"}}}",
         "RAM306"},
        {"{\"Effect\": \"Deny\", \"Action\": \"ecs:*\", \"Resource\": \"*\", \"Condition\": {\"Bool\": "
         "{\"acs:SecureTransport\": \"true\"}}}",
         "RAM306"},
        {"{\"Effect\": \"Deny\", \"Action\": \"ecs:*\", \"Resource\": \"*\", \"Condition\": {\"Bool\": "
         "{\"acs:SecureTransport\": \"false\"}}}",
         ""},
        {"{\"Effect\": \"Allow\", \"Action\": \"ecs:*\", \"Resource\": \"*\", \"Condition\": {\"Bool\": "
         "{\"acs:SecureTransport\": \"true\"}}}",
         ""},
        {"{\"Effect\": \"Deny\", \"Action\": \"ecs:*\", \"Resource\": \"*\", \"Condition\": {\"Bool\": "
         "{\"x:y\": [\"true\", \"FALSE\"]}}}",
         "RAM307"},
        {"{\"Effect\": \"Deny\", \"Action\": \"ecs:*\", \"Resource\": \"*\", \"Condition\": {\"Bool\": "
         "{\"x:y\": \"true\"}}}",
         ""},
    };
    assert_lint_cases("means-otherwise", RAMPART_POLICY_IDENTITY, cases, sizeof cases / sizeof *cases);
}

static void operators_have_types(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {"{\"Effect\": \"Deny\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"StringLike\": "
         "{\"acs:SourceIp\": \"10.0.*\"}, \"Bool\": {\"acs:SecureTransport\": \"false\"}, \"IpAddress\": "
         "{\"x:y\": \"1.2.3.4\"}}}",
         "RAM309"},
        {"{\"Effect\": \"Deny\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"IpAddress\": "
         "{\"acs:SourceVpc\": \"1.2.3.4\"}}}",
         "RAM309"},
    };
    assert_lint_cases("means-otherwise", RAMPART_POLICY_IDENTITY, cases, sizeof cases / sizeof *cases);
}

static void addresses_and_dates(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"IpAddress\": "
         "{\"acs:SourceIp\": [\"203.0.113.0/24\", \"203.0.113.1\", \"203.0.113.1/24\", \"2001:db8::1/32\", "
         "\"203.0.113.1/32\"]}}}",
         "RAM310 RAM310"},
        {"{\"Effect\": \"Deny\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"NotIpAddress\": "
         "{\"acs:SourceIp\": [\"203.0.113.0/24\"]}}}",
         "RAM311"},
        {"{\"Effect\": \"Deny\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"NotIpAddress\": "
         "{\"acs:SourceIp\": [\"203.0.113.0/24\", \"::1\"]}}}",
         ""},
        {"{\"Effect\": \"Deny\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"NotIpAddress\": "
         "{\"acs:SourceIp\": [\"::1\"]}}}",
         ""},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"IpAddress\": "
         "{\"acs:SourceIp\": [\"10.1.0.0/16\", \"172.31.0.1\", \"192.168.0.0/16\", \"172.32.0.0/16\", "
         "\"192.0.0.0/8\", \"0.0.0.0/0\"]}}}",
         "RAM312 RAM312 RAM312"},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"IpAddress\": "
         "{\"acs:SourceIp\": \"10.1.0.0/16\"}, \"StringEquals\": {\"acs:SourceVpc\": \"v\"}}}",
         ""},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"DateLessThan\": "
         "{\"acs:CurrentTime\": [\"2026-01-31\", \"2026-01-31T08:00Z\", \"2026-01-31T08:00:00Z\", "
         "\"2026-01-31T08:00:00+08:00\", \"2026-01-31T08:00:00.5Z\"]}}}",
         "RAM313 RAM313 RAM313"},
    };
    assert_lint_cases("means-otherwise", RAMPART_POLICY_IDENTITY, cases, sizeof cases / sizeof *cases);
}

static void patterns_of_resources(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {"{\"Effect\": \"Allow\", \"Action\": \"ecs:*\", \"Resource\": [\"*\", \"acs:ecs:*\", \"a*\", "
         "\"acs:ecs:*:*:*\", \"acs:ecs:cn:1\"]}",
         "RAM314 RAM314"},
        {"{\"Effect\": \"Allow\", \"Action\": \"ecs:*\", \"Resource\": [\"acs:ecs:*:*:instance/i-1***\", "
         "\"acs:ecs:*:*:instance/**\"]}",
         "RAM315"},
        {"{\"Effect\": \"Allow\", \"Action\": \"ecs:*\", \"Resource\": [\"acs:ecs:*:*:x/asg-1*\", "
         "\"acs:ecs:*:*:x/asg-2026*\", \"acs:ecs:*:*:x/1*\", \"acs:ecs:*:*:x/asg-1-*\", "
         "\"acs:ecs:*:*:a12*\"]}",
         "RAM316 RAM316"},
    };
    assert_lint_cases("means-otherwise", RAMPART_POLICY_IDENTITY, cases, sizeof cases / sizeof *cases);
}

static void tags_have_case(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"StringEquals\": "
         "{\"acs:ResourceTag/Team\": \"a\", \"acs:RequestTag/Team\": \"b\", \"ecs:tag/team\": \"c\", "
         "\"oss:Prefix/TEAM\": \"d\"}}}",
         "RAM317"},
    };
    assert_lint_cases("means-otherwise", RAMPART_POLICY_IDENTITY, cases, sizeof cases / sizeof *cases);
}

static void lists_of_what_members_may_do(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {"{\"Effect\": \"Allow\", \"Action\": \"ecs:*\", \"Resource\": \"*\"}", "RAM318"},
        {"{\"Effect\": \"Deny\", \"Action\": \"ecs:*\", \"Resource\": \"*\"}", ""},
        {"{\"Effect\": \"Allow\", \"Action\": \"ecs:*\", \"Resource\": \"*\"}, {\"Effect\": \"Allow\", "
         "\"Action\": \"STS:Assume*\", \"Resource\": \"*\"}",
         ""},
        {"{\"Effect\": \"Allow\", \"NotAction\": \"ecs:*\", \"Resource\": \"*\"}", "RAM301"},
    };
    assert_lint_cases("means-otherwise", RAMPART_POLICY_CONTROL, cases, sizeof cases / sizeof *cases);
}

static void only_control_policies_are_such_lists(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {"{\"Effect\": \"Allow\", \"Action\": \"ecs:*\", \"Resource\": \"*\"}", ""},
    };
    assert_lint_cases("means-otherwise", RAMPART_POLICY_IDENTITY, cases, sizeof cases / sizeof *cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_missing_key_means),
        cmocka_unit_test(truth_values),
        cmocka_unit_test(operators_have_types),
        cmocka_unit_test(addresses_and_dates),
        cmocka_unit_test(patterns_of_resources),
        cmocka_unit_test(tags_have_case),
        cmocka_unit_test(lists_of_what_members_may_do),
        cmocka_unit_test(only_control_policies_are_such_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
