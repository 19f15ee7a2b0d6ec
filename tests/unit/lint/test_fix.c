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
    assert_fixed(IN("[\"a:b\" , \"A:B\",\"c:d\"]", ""), IN("[\"a:b\",\"c:d\"]", ""), 1);
    assert_fixed(IN("[\"a:b\",\n\"a:c\",\"a:*\", \"x:y\"]", ""), IN("[\"a:*\", \"x:y\"]", ""), 2);
    assert_fixed(IN("\"*\"", "\"NotIpAddress\":{\"k\":[\"10.0.0.1\",\"10.0.0.0/8\",\"10.2.0.0/8\"]}"),
                 IN("\"*\"", "\"NotIpAddress\":{\"k\":[\"10.0.0.0/8\"]}"), 2);
}

static void spellings_are_replaced(void **state)
{
    (void)state;
    assert_fixed(IN("\"a:\\u002a*\"", "\"Bool\":{\"acs:mfapresent\":\"TRUE\"}"),
                 IN("\"a:*\"", "\"Bool\":{\"acs:MFAPresent\":\"true\"}"), 4);
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
        IN("[\"a:b\",\"c:d\"]", ""),
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

/* Two keys that would become one; more patterns than can be followed at once. */
static void what_cannot_be_shown_to_be_the_same_is_refused(void **state)
{
    (void)state;
    assert_refused(IN("\"*\"", "\"StringEquals\":{\"acs:sourcevpc\":\"a\",\"acs:SourceVpc\":\"b\"}"),
                   RAMPART_FORMAT_JSON, "IO003");
    static char text[100000];
    size_t len = (size_t)sprintf(
        text, "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"x:a\",\"x:a\"");
    for (int i = 0; i < 500; i++) len += (size_t)sprintf(text + len, ",\"ecs:A%d*\"", i);
    sprintf(text + len, "],\"Resource\":\"*\"}]}");
    assert_refused(text, RAMPART_FORMAT_JSON, "IO003");
    assert_refused("Version: \"1\"\nStatement: []\n", RAMPART_FORMAT_YAML, "IO002");
    assert_refused("{\"Version\": \"1\"}", RAMPART_FORMAT_JSON, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_taken_out),
        cmocka_unit_test(spellings_are_replaced),
        cmocka_unit_test(what_may_be_meant_is_left_alone),
        cmocka_unit_test(what_cannot_be_shown_to_be_the_same_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
