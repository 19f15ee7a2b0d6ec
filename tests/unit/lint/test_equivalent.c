/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "lint/equivalent.h"

static struct rampart_policy *read(const char *members)
{
    char text[1024];
    struct rampart_policy *policy = NULL;
    snprintf(text, sizeof text, "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",%s}]}", members);
    const struct rampart_document document = {.text = rampart_str(text), .format = RAMPART_FORMAT_JSON};
    assert_int_equal(rampart_policy_read(NULL, &document, NULL, &policy), RAMPART_OK);
    return policy;
}

static void assert_same(const char *a, const char *b, bool expected)
{
    struct rp_arena arena;
    struct rampart_policy *left = read(a), *right = read(b);
    struct rp_lint_differences differences;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_lint_differences(&arena, left, right, &differences), RAMPART_OK);
    const bool same = rp_lint_are_equivalent(&differences);
    if (same != expected) fail_msg("%s and %s: %d", a, b, same);
    rp_arena_free(&arena);
    rampart_policy_free(left);
    rampart_policy_free(right);
}

#define ACTION(list) "\"Action\":" list ",\"Resource\":\"*\""
#define WHERE(condition) "\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{" condition "}"

static void patterns_are_compared_by_what_they_match(void **state)
{
    (void)state;
    assert_same(ACTION("[\"a:*\",\"a:b\"]"), ACTION("\"a:*\""), true);
    assert_same(ACTION("[\"a:*\",\"A:b\"]"), ACTION("\"a:*\""), false); /* action-case */
    assert_same(ACTION("[\"a*\",\"?a\"]"), ACTION("[\"?a\",\"a*\",\"ab?\"]"), true);
    assert_same(ACTION("[\"a:*\",\"b:b\"]"), ACTION("\"a:*\""), false);
    assert_same(ACTION("\"a:?\""), ACTION("\"a:*\""), false);
    assert_same("\"Action\":\"*\",\"Resource\":\"A\"", "\"Action\":\"*\",\"Resource\":\"a\"", false);
    assert_same("\"NotAction\":\"a\",\"Resource\":\"a\"", "\"Action\":\"a\",\"Resource\":\"a\"", false);
    assert_same("\"Action\":\"*\",\"Resource\":[]", "\"Action\":\"*\",\"Resource\":\"a\"", false);
}

static void values_are_compared_by_what_meets_them(void **state)
{
    (void)state;
    assert_same(WHERE("\"NumericLessThan\":{\"k\":[\"5\",\"10\"]}"),
                WHERE("\"NumericLessThan\":{\"k\":\"1e1\"}"), true);
    assert_same(WHERE("\"NumericLessThan\":{\"k\":[\"5\",\"10\"]}"),
                WHERE("\"NumericLessThan\":{\"k\":\"5\"}"), false);
    assert_same(WHERE("\"IpAddress\":{\"k\":[\"10.0.0.0/9\",\"10.128.0.0/9\"]}"),
                WHERE("\"IpAddress\":{\"k\":\"10.0.0.0/8\"}"), true);
    assert_same(WHERE("\"StringEquals\":{\"acs:A/t\":\"x\"}"), WHERE("\"StringEquals\":{\"acs:a/t\":\"x\"}"),
                false); /* key-case */
    assert_same(WHERE("\"IpAddress\":{\"k\":[\"::/0\",\"::ffff:192.0.2.1\"]}"), WHERE("\"IpAddress\":{\"k\":\"::/0\"}"),
                false); /* mapped-address */
    assert_same(WHERE("\"IpAddress\":{\"k\":[\"10.0.0.0/8\",\"10.0.0.01\"]}"), WHERE("\"IpAddress\":{\"k\":\"10.0.0.0/8\"}"),
                false); /* unreadable-value, address-form */
    assert_same(WHERE("\"IpAddress\":{\"k\":[\"10.0.0.01\",\"10.0.0.0/8\",\"10.1.0.0/16\"]}"),
                WHERE("\"IpAddress\":{\"k\":[\"10.0.0.0/8\",\"10.0.0.01\"]}"), true);
    assert_same(WHERE("\"StringEquals\":{\"k\":\"x\"}"), WHERE("\"StringLike\":{\"k\":\"x\"}"), false);
    assert_same(WHERE("\"StringEquals\":{\"k\":\"x\"}"), WHERE(""), false);
    assert_same(WHERE("\"Null\":{\"k\":[\"true\",\"TRUE\"]}"), WHERE("\"Null\":{\"k\":\"true\"}"), true);
    assert_same(WHERE("\"Null\":{\"k\":[\"true\",\"false\"]}"), WHERE("\"Null\":{\"k\":\"true\"}"), false);
}

#define ON(list) "\"Action\":\"*\",\"Resource\":" list

static void resources_are_compared_under_every_reading(void **state)
{
    (void)state;
    assert_same(ON("[\"acs:ecs:*:*:instance/*\",\"acs:ecs:cn:1:instance/i\"]"), ON("\"acs:ecs:*:*:instance/*\""), true);
    assert_same(ON("[\"acs:ecs:*:*:instance/*\",\"acs:ecs:cn:1:x:instance/i\"]"), ON("\"acs:ecs:*:*:instance/*\""), false);
    assert_same(ON("[\"acs:oss:*:*:B\",\"acs:oss:*:*:b\"]"), ON("\"acs:oss:*:*:b\""), false);
    assert_same(ON("[\"acs:oss:?*:*:b/*\",\"acs:oss:c::b/x\"]"), ON("\"acs:oss:?*:*:b/*\""), true);
    assert_same(ON("[\"acs:oss:?*:1:b/*\",\"acs:oss:c:?:b/x\"]"), ON("\"acs:oss:?*:1:b/*\""), false);
    assert_same(ON("[\"acs:oss:*:1:*\",\"acs:oss:c:1:\"]"), ON("\"acs:oss:*:1:*\""), true);
    assert_same(ON("[\"acs:oss:c:1:?\",\"acs:oss:c:1:\",\"acs:oss:c:1:x\"]"), ON("[\"acs:oss:c:1:?\",\"acs:oss:c:1:\"]"), true);
    assert_same(ON("[\"acs:ess?:1:sg/a\",\"acs:ess::1:sg/a\"]"), ON("\"acs:ess?:1:sg/a\""), false); /* empty-arn-field */
    assert_same(ON("[\"*\",\"acs:kms:*:*:key/k\"]"), ON("\"*\""), false);
    assert_same(ON("[\"acs:*\",\"acs:kms:*:*:key/k\"]"), ON("\"acs:*\""), true);
    assert_same("\"Action\":\"*\",\"NotResource\":[\"*\",\"acs:kms:*:*:key/k\"]", "\"Action\":\"*\",\"NotResource\":\"*\"", true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns_are_compared_by_what_they_match),
        cmocka_unit_test(values_are_compared_by_what_meets_them),
        cmocka_unit_test(resources_are_compared_under_every_reading),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
