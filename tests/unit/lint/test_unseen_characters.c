/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/lint_codes.h"

#define DENY(action, resource) "{\"Effect\": \"Deny\", \"Action\": \"" action "\", \"Resource\": \"" resource "\"}"
#define OF_OWNER(key, value)                                                                                           \
    "{\"Effect\": \"Deny\", \"Action\": \"ecs:*\", \"Resource\": \"*\", \"Condition\": {\"StringEquals\": {\"" key         \
    "\": \"" value "\"}}}"

static void texts(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {DENY("oss:DeleteObject", "acs:oss:*:*:payments/*"), ""},
        {DENY("oss:DeleteObject", "acs:oss:*:*:pay\xE2\x80\x8Bments/*"), "RAM237"}, /* no width */
        {DENY("oss:DeleteObject", "acs:oss:*:*:pay\\u200bments/*"), "RAM237"},
        {DENY("oss:DeleteObject", "acs:oss:*:*:\\u202Estnemyap/*"), "RAM237"},     /* right to left */
        {DENY("oss:DeleteObject", "acs:oss:*:*:pay\xC2\xA0ments/*"), "RAM237"},     /* no break */
        {DENY("oss:DeleteObject", "acs:oss:*:*:p\xD0\xB0yments/*"), "RAM237"},      /* Cyrillic */
        {DENY("oss:D\xD0\xB5leteObject", "*"), "RAM237"},
        {DENY("oss:DeleteObject", "acs:oss:*:*:\xCE\xB1lpha/*"), "RAM237"},         /* Greek */
        {DENY("oss:DeleteObject", "acs:oss:*:*:\xEF\xBD\x81lpha/*"), "RAM237"},     /* wide */
        {DENY("oss:DeleteObject", "acs:oss:*:*:\xD0\xBE\xD1\x82\xD1\x87\xD1\x91\xD1\x82\xD1\x8B/2026-*"), ""},
        {DENY("oss:DeleteObject", "acs:oss:*:*:b/\xE6\x8A\xA5\xE5\x91\x8A\xEF\xBC\x88v2\xEF\xBC\x89.pdf"), ""},
        {DENY("oss:DeleteObject", "acs:oss:*:*:caf\xC3\xA9/*"), ""},
        {OF_OWNER("acs:ResourceTag/owner", "\xD0\xBEps"), "RAM237"},
        {OF_OWNER("acs:ResourceTag/\xD0\xBEwner", "ops"), "RAM237"},
        {OF_OWNER("acs:ResourceTag/owner", "\xE6\xAF\x9B ops"), ""},
    };
    assert_lint_cases("RAM237", RAMPART_POLICY_IDENTITY, cases, sizeof cases / sizeof *cases);
}

/* The rules that stumble over the character say nothing beside it. */
static void one_finding(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {DENY("oss:Delete\\u200bObject", "*"), "RAM237"},
        {DENY("oss:DeleteObject", "acs:o\\u0455s:*:*:b/*"), "RAM237"},
        {DENY("oss:DeleteObject", "acs:oss:*:12\\u00a034:b/*"), "RAM237"},
    };
    assert_lint_cases("never-matches", RAMPART_POLICY_IDENTITY, cases, sizeof cases / sizeof *cases);
}

static void principals(void **state)
{
    (void)state;
    static const struct lint_case cases[] = {
        {"{\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \"Principal\": {\"Service\": "
         "\"ec\\u200bs.aliyuncs.com\"}}",
         "RAM237"},
    };
    assert_lint_cases("never-matches", RAMPART_POLICY_TRUST, cases, sizeof cases / sizeof *cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts),
        cmocka_unit_test(one_finding),
        cmocka_unit_test(principals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
