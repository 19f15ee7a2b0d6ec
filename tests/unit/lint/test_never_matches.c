/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of the family "never-matches" about actions, resources and principals. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/lint_codes.h"

static void actions_have_a_shape(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {"{\"Effect\": \"Allow\", \"Action\": [\"*\", \"*:*\", \"ecs:*\", \"e*\", \"ECS:startinstance\"], "
         "\"Resource\": \"*\"}",
         ""},
        {"{\"Effect\": \"Allow\", \"Action\": [\"\", \"ecs:\", \":Start\", \"ecs\"], \"Resource\": \"*\"}",
         "RAM202 RAM202 RAM202 RAM202"},
        {"{\"Effect\": \"Allow\", \"Action\": [\"ecs:\\tStart\"], \"Resource\": \"*\"}", "RAM201"},
    };
    assert_lint_cases("never-matches", RAMPART_POLICY_IDENTITY, cases, sizeof cases / sizeof *cases);
}

static void resources_have_a_shape(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": [\"*\", \"a*\", \"acs:*\", "
         "\"*:instance/i-1\", \"acs:ecs:*:*:a b/c:d\", \"acs:ram:*:system:policy/x\", "
         "\"acs:ecs:cn-*:1234??:x\"]}",
         ""},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": [\"ab*\", \"acs:ecs:*\", "
         "\"Acs:ecs:*:*:x\", \"acs:ecs:cn:1\", \"acs::*:*:x\"]}",
         "RAM203 RAM203 RAM203 RAM203"},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": [\" acs:ecs:*:*:x\"]}", "RAM203 RAM204"},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": [\"acs:ecs:cn_1:*:x\", "
         "\"acs:ecs:*:me:x\", \"acs:ecs:*::x\"]}",
         "RAM205 RAM206 RAM207"},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": [\"acs:ram:*:*:role/Admin\", "
         "\"acs:ram:*:*:user/Admin\", \"acs:ram:*:*:role/admin\"]}",
         "RAM214"},
    };
    assert_lint_cases("never-matches", RAMPART_POLICY_IDENTITY, cases, sizeof cases / sizeof *cases);
}

static void resources_are_of_the_services_of_the_actions(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {"{\"Effect\": \"Allow\", \"Action\": [\"ess:*\", \"oss:PutBucketAcl\"], \"Resource\": [\"acs:ecs:*:*:x\", "
         "\"acs:slb:*:*:y\"]}",
         "RAM208"},
        {"{\"Effect\": \"Allow\", \"Action\": [\"ess:*\", \"ecs:Describe*\"], \"Resource\": [\"acs:ecs:*:*:x\", "
         "\"acs:slb:*:*:y\"]}",
         "RAM208"},
        {"{\"Effect\": \"Allow\", \"Action\": [\"ess:Q*\", \"ecs:Start*\", \"ESS:Q*\", \"log:A*\"], \"Resource\": "
         "\"acs:ecs:*:*:x\"}",
         "RAM208 RAM208"},
        {"{\"Effect\": \"Allow\", \"Action\": [\"*\", \"ess:Describe*\"], \"Resource\": \"acs:ecs:*:*:x\"}", "RAM208"},
        {"{\"Effect\": \"Allow\", \"Action\": [\"ess:Describe*\"], \"Resource\": [\"acs:ecs:*:*:x\", \"*\"]}", ""},
        {"{\"Effect\": \"Allow\", \"Action\": [\"e*:A\"], \"Resource\": [\"acs:slb:*:*:y\"]}", ""},
        {"{\"Effect\": \"Allow\", \"Action\": [\"ess:*\"], \"Resource\": [\"acs:*:*:*:y\"]}", ""},
        {"{\"Effect\": \"Allow\", \"Action\": [\"ess:*\"], \"Resource\": [\"*\"]}", ""},
        {"{\"Effect\": \"Allow\", \"Action\": [\"ECS:Run*\"], \"Resource\": [\"acs:ecs:*:*:y\"]}", ""},
        {"{\"Effect\": \"Allow\", \"Action\": [\"sts:AssumeRole\"], \"Resource\": [\"acs:ram:*:*:role/x\"]}",
         ""},
        {"{\"Effect\": \"Allow\", \"Action\": [\"dms:Login\"], \"Resource\": [\"acs:rds:*:*:dbinstance/x\"]}",
         ""},
        {"{\"Effect\": \"Allow\", \"Action\": [\"oss:PutVectors\"], \"Resource\": [\"acs:ossvector:*:*:b/i/*\"]}", ""},
        {"{\"Effect\": \"Allow\", \"NotAction\": [\"ess:*\"], \"Resource\": \"acs:ecs:*:*:x\"}", ""},
    };
    assert_lint_cases("never-matches", RAMPART_POLICY_IDENTITY, cases, sizeof cases / sizeof *cases);
}

static void objects_are_not_buckets(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {"{\"Effect\": \"Allow\", \"Action\": \"oss:ListObjects\", \"Resource\": \"acs:oss:*:1:accesspoint/a\"}", ""},
        {"{\"Effect\": \"Allow\", \"Action\": \"oss:ListObjects\", \"Resource\": \"acs:oss:*:1:accesspoint/a/object/*\"}", ""},
        {"{\"Effect\": \"Allow\", \"Action\": \"oss:ListObjects\", \"Resource\": \"acs:oss:*:1:accesspoints/a\"}", "RAM212"},
        {"{\"Effect\": \"Allow\", \"Action\": \"oss:GetObject\", \"Resource\": \"acs:oss:*:*:b\"}", "RAM211"},
        {"{\"Effect\": \"Allow\", \"Action\": \"oss:getobject\", \"Resource\": [\"acs:oss:*:*:b\", "
         "\"acs:oss:*:*:b/k\"]}",
         ""},
        {"{\"Effect\": \"Allow\", \"Action\": \"oss:GetObject\", \"Resource\": \"acs:oss:*:*:b*\"}", ""},
        {"{\"Effect\": \"Allow\", \"Action\": \"oss:ListObjects\", \"Resource\": \"acs:oss:*:*:b/*\"}",
         "RAM212"},
        {"{\"Effect\": \"Allow\", \"Action\": \"oss:ListObjects\", \"Resource\": \"acs:oss:*:*:b*\"}", ""},
        {"{\"Effect\": \"Allow\", \"Action\": [\"oss:ListBuckets\", \"oss:Get*\"], \"Resource\": "
         "\"acs:oss:*:*:b*\"}",
         "RAM213"},
        {"{\"Effect\": \"Allow\", \"Action\": \"oss:ListBuckets\", \"Resource\": \"acs:oss:*:*:*\"}", ""},
        {"{\"Effect\": \"Allow\", \"Action\": [\"oss:ListBuckets\", \"ecs:RunInstances\"], \"Resource\": "
         "[\"acs:ecs:*:*:x\"]}",
         "RAM208"},
        {"{\"Effect\": \"Allow\", \"Action\": \"oss:List*Buckets\", \"Resource\": \"acs:oss:*:*:**\"}", ""},
        {"{\"Effect\": \"Allow\", \"Action\": \"oss:ListBuckets*\", \"Resource\": \"acs:oss:*:*:b\"}", "RAM213"},
        {"{\"Effect\": \"Allow\", \"Action\": \"oss:*Object\", \"Resource\": \"acs:oss:*:*:b\"}", "RAM211"},
        {"{\"Effect\": \"Allow\", \"Action\": \"oss:PutBucket*\", \"Resource\": \"acs:oss:*:*:b/*\"}", "RAM212"},
        {"{\"Effect\": \"Allow\", \"Action\": \"oss:Get*\", \"Resource\": \"acs:oss:*:*:b/*\"}", ""},
        {"{\"Effect\": \"Allow\", \"Action\": \"oss:*\", \"Resource\": \"acs:oss:*:*:b/*\"}", "RAM212"},
        {"{\"Effect\": \"Allow\", \"Action\": \"oss:?*\", \"Resource\": \"acs:oss:*:*:b\"}", "RAM211"},
        {"{\"Effect\": \"Deny\", \"Action\": \"oss:*\", \"Resource\": \"acs:oss:*:*:b/secret/*\"}", ""},
        {"{\"Effect\": \"Allow\", \"Action\": [\"oss:ListObjects\", \"oss:GetObject\"], \"Resource\": "
         "\"acs:oss:*:*:accesspoint/ap/object/*\"}",
         ""},
    };
    assert_lint_cases("never-matches", RAMPART_POLICY_IDENTITY, cases, sizeof cases / sizeof *cases);
}

static void placeholders_are_seen(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"acs:oss:*:*:${bucket}/a\"}", "RAM209"},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"acs:oss:*:*:{{bucket}}/$prefix\"}",
         "RAM209"},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"acs:oss:*:*:your_bucket\"}", "RAM209"},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"acs:ecs:*:*:instance/i-xxx\"}",
         "RAM209"},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"acs:ecs:*:*:instance/i-bp1xxxx\"}",
         "RAM209"},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": [\"acs:oss:*:*:maxxx\", "
         "\"acs:oss:*:*:a<b\", \"acs:oss:*:*:a${\", \"acs:oss:*:*:a$b\", \"acs:oss:*:*:for-your-eyes\", "
         "\"acs:oss:*:*:x<>y\"]}",
         ""},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"StringEquals\": "
         "{\"acs:ResourceTag/<key>\": \"<value>\"}}}",
         "RAM209 RAM209"},
        {"{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"acs:oss:*:*:${acs:name}\"}", "RAM210"},
    };
    assert_lint_cases("never-matches", RAMPART_POLICY_IDENTITY, cases, sizeof cases / sizeof *cases);
}

static void services_are_of_this_cloud(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {"{\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \"Principal\": {\"Service\": "
         "[\"ecs.aliyuncs.com\", \"1@log.aliyuncs.com\", \"lambda.amazonaws.com\"]}}",
         "RAM225"},
        {"{\"Effect\": \"Deny\", \"Action\": \"sts:AssumeRole\", \"Principal\": {\"Service\": "
         "[\"x.example.com\"]}}",
         "RAM225"},
    };
    assert_lint_cases("never-matches", RAMPART_POLICY_TRUST, cases, sizeof cases / sizeof *cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(actions_have_a_shape),
        cmocka_unit_test(resources_have_a_shape),
        cmocka_unit_test(resources_are_of_the_services_of_the_actions),
        cmocka_unit_test(objects_are_not_buckets),
        cmocka_unit_test(placeholders_are_seen),
        cmocka_unit_test(services_are_of_this_cloud),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
