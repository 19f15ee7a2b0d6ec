/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "policy/coverage.h"

struct coverage_case {
    const char *pattern, *set; /* a service, or a template */
    bool covers;
};

static void assert_cases(bool (*covers)(struct rampart_str, struct rampart_str), const struct coverage_case *cases,
                         size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (covers(rampart_str(cases[i].pattern), rampart_str(cases[i].set)) != cases[i].covers)
            fail_msg("\"%s\" of \"%s\" is not %d", cases[i].pattern, cases[i].set, cases[i].covers);
}

static void actions(void **state)
{
    (void)state;
    static const struct coverage_case cases[] = {
        {"*", "", true},          {"*:*", "", true},      {"**", "", true},      {"?*", "", true},
        {"*:?*", "", true},       {"?*:*", "", true},     {"*e*", "", false},    {"ecs:*", "", false},
        {"*:Get*", "", false},    {"", "", false},        {"*:*s", "", false},   {"*", "ecs", true},
        {"ecs:*", "ecs", true},   {"ECS:*", "ecs", true}, {"e?s:*", "ecs", true}, {"ecs*", "ecs", true},
        {"ecs:??*", "ecs", true}, {"ecs:??", "ecs", false}, {"ecs:*e*", "ecs", false}, {"ecs:S*", "ecs", false},
        {"ecs", "ecs", false},    {"ess:*", "ecs", false},
    };
    assert_cases(rp_covers_actions, cases, sizeof cases / sizeof *cases);
}

static void services(void **state)
{
    (void)state;
    static const struct coverage_case cases[] = {
        {"*", "", true},
        {"acs:*:*:*:*", "", true},
        {"acs:*", "", true},
        {"a*", "", true},
        {"acs:*:*", "", true},
        {"acs:?*:*:*:?*", "", true},
        {"acs:*:*:1234567890123456:*", "", true},
        {"acs:*:*:????????????????:*", "", true},
        {"acs:*:*:12*:*", "", false},
        {"acs:*:cn-*:*:*", "", false},
        {"acs:*::*:*", "", false},
        {"acs:*:*:*:?", "", false},
        {"acs:*:*:*:*/*", "", false},
        {"ACS:*:*:*:*", "", false},
        {"arn:*:*:*:*", "", false},
        {"acs:oss:*:*:*", "", false},
        {"", "", false},
        {"acs:oss:*:*:*", "oss", true},
        {"acs:oss:*", "oss", true},
        {"acs:OSS:*:*:*", "oss", false},
        {"acs:o?s:*:*:*", "oss", true},
        {"acs:oss::*:*", "oss", false}, /* it has regions */
        {"acs:ram::*:*", "ram", true},  /* it has none */
        {"acs:ram:*:1:*", "ram", true},
        {"acs:oss:*:*:bucket", "oss", false},
    };
    assert_cases(rp_covers_service, cases, sizeof cases / sizeof *cases);
}

static void templates(void **state)
{
    (void)state;
    static const struct coverage_case cases[] = {
        {"acs:ecs:*:*:instance/*", "acs:ecs:{#regionId}:{#accountId}:instance/{#InstanceId}", true},
        {"acs:ecs:*:*:i*", "acs:ecs:{#regionId}:{#accountId}:instance/{#InstanceId}", true},
        {"acs:ecs:*:*:instance/i-*", "acs:ecs:{#regionId}:{#accountId}:instance/{#InstanceId}", false},
        {"acs:ecs:*:*:disk/*", "acs:ecs:{#regionId}:{#accountId}:instance/{#InstanceId}", false},
        {"acs:ecs:cn-hangzhou:*:*", "acs:ecs:{#regionId}:{#accountId}:instance/{#InstanceId}", false},
        {"acs:ram::*:role/*", "acs:ram:*:{#accountId}:role/{#RoleName}", true},
        {"acs:ram:*:*:role/?", "acs:ram:*:{#accountId}:role/{#RoleName}", false},
        {"acs:oss:*:*:*/*", "acs:oss:{#regionId}:{#accountId}:{#Bucket}/{#Object}", true},
        {"acs:oss:*:*:b", "acs:oss:*:*:b", true},
        {"*", "acs:oss:*:*:b", true},
        {"acs:*:*:*:*", "*", true},
        {"acs:oss:*:*:*", "*", false},
        {"acs:oss:*:*:*", "nothing", false},
    };
    assert_cases(rp_covers_template, cases, sizeof cases / sizeof *cases);
}

/* A sample has a limited length. What does not fit into it is not covered. */
static void a_long_template(void **state)
{
    (void)state;
    char template[1024] = "acs:ecs:*:*:";
    for (size_t i = 12; i < sizeof template - 2; i++) template[i] = 'a';
    template[sizeof template - 2] = '*';
    assert_false(rp_covers_template(RP_STR("acs:ecs:*:*:*"), rampart_str(template)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(actions),
        cmocka_unit_test(services),
        cmocka_unit_test(templates),
        cmocka_unit_test(a_long_template),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
