/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/lint_codes.h"

static void everything(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {"{\"Effect\": \"Allow\", \"Action\": [\"*\", \"*:*\", \"ecs:*\", \"ecs:Start*\"], \"Resource\": "
         "\"*\"}",
         "RAM401"},
        {"{\"Effect\": \"Allow\", \"Action\": [\"*\"], \"Resource\": \"acs:ecs:*:*:*\"}", "RAM402"},
        {"{\"Effect\": \"Allow\", \"Action\": [\"*\"], \"Resource\": \"acs:ecs:cn-hangzhou:*:*\"}", ""},
        {"{\"Effect\": \"Allow\", \"Action\": [\"*\"], \"Resource\": \"acs:*:*:*:*\"}", "RAM401"},
        {"{\"Effect\": \"Allow\", \"Action\": \"?*\", \"Resource\": [\"acs:ecs:*:*:x\", \"acs:*\"]}", "RAM401"},
        {"{\"Effect\": \"Allow\", \"Action\": \"*:*\", \"Resource\": \"acs:*:*:1234567890123456:*\", \"Condition\": "
         "{\"IpAddress\": {\"acs:SourceIp\": \"0.0.0.0/0\"}}}",
         "RAM401 RAM407"},
        {"{\"Effect\": \"Allow\", \"Action\": [\"oss:*\", \"ECS:?*\", \"vpc:**\", \"vpc:???*\"], \"Resource\": "
         "[\"acs:oss:*:*:*\", \"acs:ecs:*\", \"acs:vpc:*:*:**\"]}",
         "RAM402 RAM402 RAM402 RAM402"},
        {"{\"Effect\": \"Allow\", \"Action\": [\"oss:*\", \"ecs:*\"], \"Resource\": [\"acs:oss:*:*:a*\", "
         "\"acs:ecs:*:*:?\", \"acs:ecs:cn-*:*:*\", \"acs:ECS:*:*:*\"]}",
         "RAM404"},
        {"{\"Effect\": \"Deny\", \"Action\": [\"*\"], \"Resource\": \"*\"}", ""},
        {"{\"Effect\": \"Allow\", \"Action\": [\"*\"], \"Resource\": \"*\", \"Condition\": {\"Bool\": "
         "{\"acs:MFAPresent\": \"true\"}}}",
         ""},
        {"{\"Effect\": \"Allow\", \"Action\": [\"e?s:Start\", \"*Start\", \"ecs*\"], \"Resource\": "
         "\"acs:ecs:*:*:*\"}",
         "RAM403 RAM403 RAM403"},
    };
    assert_lint_cases("broad", RAMPART_POLICY_IDENTITY, cases, sizeof cases / sizeof *cases);
}

/* Lists that are everything only together. */
static void everything_together(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {"{\"Effect\": \"Allow\", \"Action\": ["
         "\"a*\", \"b*\", \"c*\", \"d*\", \"e*\", \"f*\", \"g*\", \"h*\", \"i*\", \"j*\", \"k*\", \"l*\", "
         "\"m*\", \"n*\", \"o*\", \"p*\", \"q*\", \"r*\", \"s*\", \"t*\", \"u*\", \"v*\", \"w*\", \"x*\", "
         "\"y*\", \"z*\""
         "], \"Resource\": \"*\"}",
         "RAM401"},
        {"{\"Effect\": \"Allow\", \"Action\": ["
         "\"*:A*\", \"*:B*\", \"*:C*\", \"*:D*\", \"*:E*\", \"*:F*\", \"*:G*\", \"*:H*\", \"*:I*\", "
         "\"*:J*\", \"*:K*\", \"*:L*\", \"*:M*\", \"*:N*\", \"*:O*\", \"*:P*\", \"*:Q*\", \"*:R*\", "
         "\"*:S*\", \"*:T*\", \"*:U*\", \"*:V*\", \"*:W*\", \"*:X*\", \"*:Y*\", \"*:Z*\""
         "], \"Resource\": \"*\"}",
         "RAM401"},
        {"{\"Effect\": \"Allow\", \"Action\": ["
         "\"a*\", \"b*\", \"c*\", \"d*\", \"e*\", \"f*\", \"g*\", \"h*\", \"i*\", \"j*\", \"k*\", \"l*\", "
         "\"m*\", \"n*\", \"o*\", \"p*\", \"r*\", \"s*\", \"t*\", \"u*\", \"v*\", \"w*\", \"x*\", \"y*\", "
         "\"z*\""
         "], \"Resource\": \"*\"}",
         "RAM403 RAM403 RAM403 RAM403 RAM403 RAM403 RAM403 RAM403 RAM403 RAM403 RAM403 RAM403 RAM403 "
         "RAM403 RAM403 RAM403 RAM415 RAM403 RAM409 RAM403 RAM403 RAM403 RAM403 RAM403 RAM403 RAM403"},
    };
    assert_lint_cases("broad", RAMPART_POLICY_IDENTITY, cases, sizeof cases / sizeof *cases);
}

static void control_policies_grant_nothing(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {"{\"Effect\": \"Allow\", \"Action\": [\"*\", \"ecs:*\"], \"Resource\": \"*\"}", ""},
    };
    assert_lint_cases("broad", RAMPART_POLICY_CONTROL, cases, sizeof cases / sizeof *cases);
}

static void fields(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {"{\"Effect\": \"Allow\", \"Action\": \"ecs:Start\", \"Resource\": [\"acs:ecs:cn-*:*:x\", "
         "\"acs:ecs:*:12*:x\", \"acs:ecs:*:1????:x\", \"acs:ecs:*:12***:x\", \"acs:ecs:?:??:x\"]}",
         "RAM404 RAM405 RAM405"},
        {"{\"Effect\": \"Allow\", \"Action\": \"ecs:Start\", \"NotResource\": \"acs:ecs:*:*:x\"}", "RAM406"},
        {"{\"Effect\": \"Deny\", \"Action\": \"ecs:Start\", \"NotResource\": \"acs:ecs:*:*:x\"}", ""},
    };
    assert_lint_cases("broad", RAMPART_POLICY_IDENTITY, cases, sizeof cases / sizeof *cases);
}

static void addresses(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {"{\"Effect\": \"Allow\", \"Action\": \"ecs:Start\", \"Resource\": \"*\", \"Condition\": "
         "{\"IpAddress\": {\"acs:SourceIp\": [\"0.0.0.0/0\", \"::/0\", \"0.0.0.0/1\"]}}}",
         "RAM407 RAM407"},
        {"{\"Effect\": \"Deny\", \"Action\": \"ecs:Start\", \"Resource\": \"*\", \"Condition\": "
         "{\"IpAddress\": {\"acs:SourceIp\": [\"0.0.0.0/0\"]}}}",
         ""},
        {"{\"Effect\": \"Deny\", \"Action\": \"ecs:Start\", \"Resource\": \"*\", \"Condition\": "
         "{\"NotIpAddress\": {\"acs:SourceIp\": [\"0.0.0.0/0\"]}}}",
         "RAM407"},
    };
    assert_lint_cases("broad", RAMPART_POLICY_IDENTITY, cases, sizeof cases / sizeof *cases);
}

static void roles(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {"{\"Effect\": \"Allow\", \"Action\": \"ram:PassRole\", \"Resource\": \"acs:ram::1:role/*\"}",
         "RAM408"},
        {"{\"Effect\": \"Allow\", \"Action\": [\"ram:Pass*\", \"ram:PassRole\"], \"Resource\": "
         "\"acs:ram:*:*:*\"}",
         "RAM408 RAM408"},
        {"{\"Effect\": \"Allow\", \"Action\": \"ram:PassRole\", \"Resource\": \"acs:ram:*:*:role/web*\"}",
         ""},
        {"{\"Effect\": \"Allow\", \"Action\": \"ram:PassRole\", \"Resource\": \"*\", \"Condition\": "
         "{\"StringEquals\": {\"acs:Service\": \"ecs.aliyuncs.com\"}}}",
         ""},
        {"{\"Effect\": \"Allow\", \"Action\": \"ram:Pass*\", \"Resource\": \"acs:ram:*\"}", "RAM408"},
        {"{\"Effect\": \"Allow\", \"Action\": \"r?m:PassRole\", \"Resource\": \"acs:*:*:*:role/*\"}",
         "RAM403 RAM408"},
        {"{\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \"Resource\": \"*\"}", "RAM409"},
        {"{\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \"Resource\": \"acs:ram:*:*:role/x\"}", ""},
        {"{\"Effect\": \"Deny\", \"Action\": \"sts:AssumeRole\", \"Resource\": \"*\"}", ""},
    };
    assert_lint_cases("broad", RAMPART_POLICY_IDENTITY, cases, sizeof cases / sizeof *cases);
}

static void ways_to_more_permissions(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {"{\"Effect\": \"Allow\", \"Action\": \"ram:AttachPolicyToUser\", \"Resource\": \"*\"}", "RAM415"},
        {"{\"Effect\": \"Allow\", \"Action\": \"ram:AttachPolicyTo*\", \"Resource\": \"*\"}", "RAM415"},
        {"{\"Effect\": \"Allow\", \"Action\": \"ram:AttachPolicyToUser\", \"Resource\": "
         "\"acs:ram:*:*:user/x\"}",
         ""},
        {"{\"Effect\": \"Allow\", \"Action\": \"ram:AttachPolicyToUser\", \"Resource\": \"*\"}, {\"Effect\": "
         "\"Deny\", \"Action\": \"ram:Attach*\", \"Resource\": \"*\"}",
         ""},
        {"{\"Effect\": \"Allow\", \"Action\": \"ram:AttachPolicyToUser\", \"Resource\": \"*\"}, {\"Effect\": "
         "\"Deny\", \"Action\": \"ram:Attach*\", \"Resource\": \"acs:ram:*:*:user/x\"}",
         "RAM415"},
        {"{\"Effect\": \"Allow\", \"Action\": \"ram:AttachPolicyToUser\", \"Resource\": \"*\"}, {\"Effect\": "
         "\"Deny\", \"NotAction\": [\"ecs:*\"], \"Resource\": \"*\"}",
         ""},
        {"{\"Effect\": \"Allow\", \"Action\": \"ecs:RunInstances\", \"Resource\": \"*\"}, {\"Effect\": "
         "\"Allow\", \"Action\": \"ram:PassRole\", \"Resource\": \"*\"}",
         "RAM415"},
        {"{\"Effect\": \"Allow\", \"Action\": \"ecs:RunInstances\", \"Resource\": \"*\"}", ""},
        {"{\"Effect\": \"Allow\", \"Action\": \"ecs:RunInstances\", \"Resource\": \"acs:ecs:*:*:*\"}, {\"Effect\": "
         "\"Allow\", \"Action\": \"ram:*Role\", \"Resource\": \"acs:ram:*:*:role/*\"}",
         "RAM415"},
        {"{\"Effect\": \"Allow\", \"Action\": \"ram:AttachPolicyToUser\", \"Resource\": "
         "[\"acs:ram:*:*:user/*\", \"acs:ram:*:*:policy/*\"]}",
         "RAM415"},
        {"{\"Effect\": \"Allow\", \"Action\": \"*:AttachPolicyToUser\", \"Resource\": \"acs:ram:*:1:*\"}", "RAM415"},
        {"{\"Effect\": \"Allow\", \"Action\": \"ram:AttachPolicyToUser\", \"Resource\": "
         "[\"acs:ram:*:*:user/*\", \"acs:ram:*:system:policy/*\"]}",
         "RAM415"},
        {"{\"Effect\": \"Allow\", \"Action\": \"ram:AddUserToGroup\", \"Resource\": \"acs:ram:*:*:user/*\"}, "
         "{\"Effect\": \"Allow\", \"Action\": \"ram:AddUserTo*\", \"Resource\": \"acs:ram:*:*:group/*\"}",
         "RAM415 RAM415"},
        {"{\"Effect\": \"Allow\", \"Action\": \"ram:AddUserToGroup\", \"Resource\": \"acs:ram:*:*:user/*\"}", ""},
        {"{\"Effect\": \"Allow\", \"Action\": \"ram:*\", \"Resource\": \"acs:ram:*:*:group/*\"}, {\"Effect\": "
         "\"Deny\", \"Action\": \"ram:A*Group\", \"Resource\": \"acs:ram:*:*:*\"}",
         ""},
        {"{\"Effect\": \"Allow\", \"NotAction\": \"ecs:*\", \"Resource\": \"*\"}", ""},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}", "RAM415"},
    };
    assert_lint_cases("escalation", RAMPART_POLICY_IDENTITY, cases, sizeof cases / sizeof *cases);
}

#define SUBJECT(values)                                                                                                \
    "{\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \"Principal\": {\"Federated\": "                           \
    "\"acs:ram::1:oidc-provider/p\"}, \"Condition\": {\"StringLike\": {\"oidc:sub\": " values "}, "                       \
    "\"StringEquals\": {\"oidc:aud\": \"x\"}}}"

static void whom_a_role_trusts(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {"{\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \"Principal\": \"*\"}", "RAM410"},
        {"{\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \"Principal\": {\"RAM\": [\"*\", "
         "\"acs:ram::1:root\", \"acs:ram::1:user/root\"]}}",
         "RAM410 RAM411"},
        {"{\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \"Principal\": {\"RAM\": "
         "\"acs:ram::1:root\"}, \"Condition\": {\"StringEquals\": {\"sts:ExternalId\": \"abc\"}}}",
         ""},
        {"{\"Effect\": \"Deny\", \"Action\": \"sts:AssumeRole\", \"Principal\": {\"RAM\": "
         "\"acs:ram::1:root\"}}",
         ""},
        {"{\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \"Principal\": {\"Federated\": "
         "\"acs:ram::1:oidc-provider/p\"}}",
         "RAM412 RAM413"},
        {"{\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \"Principal\": {\"Federated\": "
         "\"acs:ram::1:oidc-provider/p\"}, \"Condition\": {\"StringLike\": {\"oidc:sub\": [\"a\", \"*\"]}, "
         "\"StringNotEquals\": {\"oidc:aud\": \"x\"}}}",
         "RAM413 RAM412"},
        {"{\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \"Principal\": {\"Federated\": "
         "\"acs:ram::1:oidc-provider/p\"}, \"Condition\": {\"StringLike\": {\"oidc:sub\": \"a*\"}, "
         "\"StringEquals\": {\"oidc:aud\": \"x\"}}}",
         ""},
        {"{\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \"Principal\": {\"RAM\": "
         "[\"acs:ram::<account>:root\", \"acs:ram::1:root\"]}}",
         "DOC010 RAM411"},
        {SUBJECT("\"repo:*\""), "RAM412"},
        {SUBJECT("\"repo:*/site:ref:refs/heads/main\""), "RAM412"},
        {SUBJECT("\"repo:example*\""), "RAM412"},
        {SUBJECT("\"?*\""), "RAM412"},
        {SUBJECT("\"project_path:*\""), "RAM412"},
        {SUBJECT("\"system:serviceaccount:*:reader\""), "RAM412"},
        {SUBJECT("[\"repo:example/site:*\", \"repo:*\"]"), "RAM412"},
        {SUBJECT("\"repo:example/*\""), ""},
        {SUBJECT("\"repo:example/site:ref:refs/heads/main\""), ""},
        {SUBJECT("\"project_path:group/*\""), ""},
        {SUBJECT("\"system:serviceaccount:web:*\""), ""},
        {"{\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \"Principal\": {\"Federated\": "
         "\"acs:ram::1:saml-provider/p\"}}",
         "RAM414"},
        {"{\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \"Principal\": {\"Federated\": "
         "\"acs:ram::1:saml-provider/p\"}, \"Condition\": {\"StringEquals\": {\"saml:recipient\": \"x\"}}}",
         ""},
    };
    assert_lint_cases("broad", RAMPART_POLICY_TRUST, cases, sizeof cases / sizeof *cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything),
        cmocka_unit_test(everything_together),
        cmocka_unit_test(control_policies_grant_nothing),
        cmocka_unit_test(fields),
        cmocka_unit_test(addresses),
        cmocka_unit_test(roles),
        cmocka_unit_test(ways_to_more_permissions),
        cmocka_unit_test(whom_a_role_trusts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
