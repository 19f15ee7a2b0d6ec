/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include <rampart/lint.h>

#include "base/str.h"

#define IN(actions, conditions)                                                                            \
    "{\"Version\":\"1\", \"Statement\":[ {\"Effect\":\"Allow\",\"Action\":" actions ",\"Resource\":\"*\"," \
    "\"Condition\":{" conditions "}}\t]}\n"

static enum rampart_status fix(const char *text, enum rampart_format format, struct rampart_diags *diags,
                               struct rampart_fix **ret_fix)
{
    struct rampart_linter *linter = NULL;
    const struct rampart_document document = {.text = rampart_str(text), .format = format};
    assert_int_equal(rampart_linter_new(NULL, &linter), RAMPART_OK);
    enum rampart_status status = rampart_lint_fix(linter, &document, diags, ret_fix);
    rampart_linter_free(linter);
    return status;
}

static void assert_fixed(const char *text, const char *expected, size_t count)
{
    struct rampart_fix *fixed = NULL;
    assert_int_equal(fix(text, RAMPART_FORMAT_JSON, NULL, &fixed), RAMPART_OK);
    const struct rampart_str mended = rampart_fix_text(fixed);
    if (!rp_str_equal(mended, rampart_str(expected))) fail_msg("%.*s", RP_ARG(mended));
    assert_int_equal(rampart_fix_count(fixed), count);
    rampart_fix_free(fixed);
}

static void values_are_taken_out(void **state)
{
    (void)state;
    assert_fixed(IN("[\"ecs:StartInstance\" , \"ecs:StartInstance\",\"ecs:StopInstance\"]", ""),
                 IN("[\"ecs:StartInstance\",\"ecs:StopInstance\"]", ""), 1);
    assert_fixed(IN("[\"ecs:DescribeInstances\",\n\"ecs:DescribeDisks\",\"ecs:Describe*\", \"ecs:StopInstance\"]", ""),
                 IN("[\"ecs:Describe*\", \"ecs:StopInstance\"]", ""), 2);
    assert_fixed(IN("\"*\"", "\"NotIpAddress\":{\"k\":[\"192.0.2.1\",\"192.0.2.0/24\",\"192.0.2.0/24\"]}"),
                 IN("\"*\"", "\"NotIpAddress\":{\"k\":[\"192.0.2.0/24\"]}"), 2);
}

static void spellings_are_replaced(void **state)
{
    (void)state;
    assert_fixed(IN("\"ecs:\\u002a*\"", "\"Bool\":{\"acs:MFAPresent\":\"TRUE\"}"),
                 IN("\"ecs:*\"", "\"Bool\":{\"acs:MFAPresent\":\"true\"}"), 3);
    assert_fixed(
        IN("\"*\"", "\"NumericEquals\":{\"k\":\"010\"},\"DateEquals\":{\"k\":\"2026-01-01\"}"),
        IN("\"*\"", "\"NumericEquals\":{\"k\":\"10\"},\"DateEquals\":{\"k\":\"2026-01-01T00:00:00Z\"}"), 2);
}

/* A bound that does nothing may be the one that was meant, and an escape may be needed. */
static void what_may_be_meant_is_left_alone(void **state)
{
    (void)state;
    static const char *const texts[] = {
        IN("\"*\"", "\"NumericLessThan\":{\"k\":[\"5\",\"10\"]}"),
        IN("\"a:\\u0022**\"", ""),
        IN("\"a:\\u00e9**\"", ""),
        IN("[\"ecs:StartInstance\",\"ecs:StopInstance\"]", ""),
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) assert_fixed(texts[i], texts[i], 0);
}

static void assert_refused(const char *text, enum rampart_format format, const char *code)
{
    struct rampart_diags *diags = NULL;
    struct rampart_fix *fixed = NULL;
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(fix(text, format, diags, &fixed), RAMPART_INVALID_INPUT);
    assert_null(fixed);
    assert_int_equal(rampart_diags_count(diags), code == NULL ? 0 : 1);
    if (code != NULL) assert_string_equal(rampart_diags_at(diags, 0)->code, code);
    rampart_diags_free(diags);
}

/* A switch reads one of the two otherwise: action-case, key-case, kms-foreign-star, mapped-address, unreadable-value. */
static void what_may_decide_otherwise_is_left_alone(void **state)
{
    (void)state;
    static const char *const texts[] = {
        IN("[\"ecs:StartInstance\",\"ECS:StartInstance\"]", ""),
        IN("\"*\"", "\"StringEquals\":{\"acs:sourcevpc\":\"a\",\"acs:SourceVpc\":\"b\"}"),
        IN("\"*\",\"Resource\":\"*\"}, {\"Effect\":\"Allow\",\"Action\":\"kms:*\",\"Resource\":[\"*\",\"acs:kms:*:*:key/k\"]}, "
           "{\"Effect\":\"Allow\",\"Action\":\"*\"", ""),
        IN("\"*\"", "\"IpAddress\":{\"acs:SourceIp\":[\"::/0\",\"::ffff:192.0.2.1\"]}"),
        IN("\"*\"", "\"NotIpAddress\":{\"acs:SourceIp\":[\"192.0.2.0/24\",\"192.0.2.01\"]}"),
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) assert_fixed(texts[i], texts[i], 0);
}

/* What is wrong stays to be seen, also when the rule that finds it is off. */
static void what_tells_of_a_mistake_is_left_alone(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{\"Version\":\"1\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"ess:*\","
        "\"Resource\":\"acs:ess:*:*:scalinggroup/asg-bp18****\"}}",
        IN("[\"ecs:Start Instance\",\"ecs:*\"]", ""),       /* a blank */
        IN("[\"ecs:Start Instance\",\"ecs:Start Instance\"]", ""), /* twice */
        IN("\"*\"", "\"IpAddress\":{\"acs:SourceIp\":[\"192.0.2.7/24\",\"192.0.2.0/24\"]}"), /* bits of a host */
    };
    struct rampart_linter *linter = NULL;
    assert_int_equal(rampart_linter_new(NULL, &linter), RAMPART_OK);
    assert_int_equal(rampart_linter_set(linter, RP_STR("never-matches"), RAMPART_LINT_OFF, NULL), RAMPART_OK);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct rampart_fix *fixed = NULL;
        const struct rampart_document document = {.text = rampart_str(texts[i]), .format = RAMPART_FORMAT_JSON};
        assert_fixed(texts[i], texts[i], 0);
        assert_int_equal(rampart_lint_fix(linter, &document, NULL, &fixed), RAMPART_OK);
        assert_int_equal(rampart_fix_count(fixed), 0);
        rampart_fix_free(fixed);
    }
    rampart_linter_free(linter);
}

/* A long list needs no search when a value is written twice. */
static void one_of_many_values_is_taken_out(void **state)
{
    (void)state;
    static char text[100000];
    struct rampart_fix *fixed = NULL;
    size_t len = (size_t)sprintf(text, "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":["
                                       "\"ecs:StartInstance\",\"ecs:StartInstance\"");
    for (int i = 100; i < 600; i++) len += (size_t)sprintf(text + len, ",\"ecs:Describe%d\"", i);
    sprintf(text + len, "],\"Resource\":\"*\"}]}");
    assert_int_equal(fix(text, RAMPART_FORMAT_JSON, NULL, &fixed), RAMPART_OK);
    assert_int_equal(rampart_fix_count(fixed), 1);
    rampart_fix_free(fixed);
}

static void what_cannot_be_read_is_refused(void **state)
{
    (void)state;
    assert_refused("Version: \"1\"\nStatement: []\n", RAMPART_FORMAT_YAML, "IO002");
    assert_refused("{\"Version\": \"1\"}", RAMPART_FORMAT_JSON, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_taken_out),
        cmocka_unit_test(spellings_are_replaced),
        cmocka_unit_test(what_may_be_meant_is_left_alone),
        cmocka_unit_test(what_may_decide_otherwise_is_left_alone),
        cmocka_unit_test(what_tells_of_a_mistake_is_left_alone),
        cmocka_unit_test(one_of_many_values_is_taken_out),
        cmocka_unit_test(what_cannot_be_read_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
