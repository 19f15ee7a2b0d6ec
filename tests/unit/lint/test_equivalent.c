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
    bool same = !expected;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_lint_equivalent(&arena, left, right, &same), RAMPART_OK);
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
    assert_same(ACTION("[\"a:*\",\"A:b\"]"), ACTION("\"A:*\""), true);
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
                true);
    assert_same(WHERE("\"StringEquals\":{\"acs:A/t\":\"x\"}"), WHERE("\"StringEquals\":{\"acs:A/T\":\"x\"}"),
                false);
    assert_same(WHERE("\"StringEquals\":{\"k\":\"x\"}"), WHERE("\"StringLike\":{\"k\":\"x\"}"), false);
    assert_same(WHERE("\"StringEquals\":{\"k\":\"x\"}"), WHERE(""), false);
    assert_same(WHERE("\"Null\":{\"k\":[\"true\",\"TRUE\"]}"), WHERE("\"Null\":{\"k\":\"true\"}"), true);
    assert_same(WHERE("\"Null\":{\"k\":[\"true\",\"false\"]}"), WHERE("\"Null\":{\"k\":\"true\"}"), false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns_are_compared_by_what_they_match),
        cmocka_unit_test(values_are_compared_by_what_meets_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
