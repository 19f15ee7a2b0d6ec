/* SPDX-License-Identifier: Apache-2.0 */
/* What cannot be compiled refuses the whole set, with words; what will never match is warned of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include <rampart/decision.h>

#include "support/diag_lines.h"
#include "support/scene.h"

#define TRUST SCENE_STATEMENT("\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":\"*\"")
#define IDENTITY SCENE_STATEMENT("\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"")

static struct rampart_policy *read(const char *text, enum rampart_policy_kind kind)
{
    struct rampart_policy *policy = NULL;
    struct rampart_document document = {
        .text = rampart_str(text), .file = rampart_str("p.json"), .kind = kind};
    assert_int_equal(rampart_policy_read(NULL, &document, NULL, &policy), RAMPART_OK);
    return policy;
}

static void compile(const char *text, enum rampart_policy_kind kind, struct rampart_attachment attachment,
                    unsigned levels, enum rampart_status expected, const char *said)
{
    char lines[1024];
    struct rampart_diags *diags = NULL;
    struct rampart_rules *rules = NULL;
    struct rampart_policy *policy = read(text, kind);
    attachment.policy = policy;
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(rampart_rules_compile(NULL, &attachment, 1, levels, diags, &rules), expected);
    assert_string_equal(diag_lines(diags, lines, sizeof lines), said);
    assert_int_equal(rules != NULL, expected == RAMPART_OK);
    rampart_rules_free(rules);
    rampart_policy_free(policy);
    rampart_diags_free(diags);
}

static void a_policy_must_fit_its_layer(void **state)
{
    (void)state;
    const char *help =
        "trust policies belong to roles, the others to principals and accounts; a control policy's level "
        "must be less than the number of levels";
    char said[512];
    snprintf(said, sizeof said,
             "ENG001 0:0 policy \"p\" cannot be used as AccountLevelIdentityBasedPolicy | %s", help);
    compile(TRUST, RAMPART_POLICY_TRUST, (struct rampart_attachment){0}, 0, RAMPART_INVALID_INPUT, said);
    snprintf(said, sizeof said, "ENG001 0:0 policy \"p\" cannot be used as AssumeRolePolicy | %s", help);
    compile(IDENTITY, RAMPART_POLICY_IDENTITY, (struct rampart_attachment){.layer = RAMPART_LAYER_TRUST}, 0,
            RAMPART_INVALID_INPUT, said);
    snprintf(said, sizeof said, "ENG001 0:0 policy \"p\" cannot be used as ControlPolicy | %s", help);
    compile(IDENTITY, RAMPART_POLICY_CONTROL,
            (struct rampart_attachment){.layer = RAMPART_LAYER_CONTROL, .level = 1}, 1, RAMPART_INVALID_INPUT,
            said);
    compile(TRUST, RAMPART_POLICY_TRUST, (struct rampart_attachment){.layer = RAMPART_LAYER_TRUST}, 0,
            RAMPART_OK, "");
}

static void levels_are_limited(void **state)
{
    (void)state;
    compile(IDENTITY, RAMPART_POLICY_IDENTITY, (struct rampart_attachment){0}, 33, RAMPART_LIMIT,
            "ENG003 0:0 33 levels of control policies; the limit is 32");
    compile(IDENTITY, RAMPART_POLICY_IDENTITY, (struct rampart_attachment){0}, 32, RAMPART_OK, "");
}

static void values_that_never_match_are_warned_of(void **state)
{
    (void)state;
    compile(
        SCENE_STATEMENT("\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\n\"Condition\":{"
                        "\"NumericEquals\":{\"k\":"
                        "[\"1\",\"ten\"]}}"),
        RAMPART_POLICY_IDENTITY, (struct rampart_attachment){0}, 0, RAMPART_OK,
        "DOC021 2:40 \"ten\" is no number as documented: by default no request meets the condition by it | "
        "write a decimal number, such as \"10\" or \"0.5\"; what else the cloud may make of it is open "
        "(--assume: unreadable-value)");
    compile(
        SCENE_STATEMENT("\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\n\"Condition\":{"
                        "\"DateNotEquals\":{\"k\":\"2026-01-31T08:00:00\"}}"),
        RAMPART_POLICY_IDENTITY, (struct rampart_attachment){0}, 0, RAMPART_OK,
        "DOC021 2:35 \"2026-01-31T08:00:00\" is no date as documented: by default the condition always "
        "holds | write a date with its offset, such as \"2026-01-31T08:00:00Z\" or "
        "\"2026-01-31T08:00:00+08:00\"; what else the cloud may make of it is open (--assume: date-form and "
        "unreadable-value)");
    compile(
        SCENE_STATEMENT("\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\n\"Condition\":{"
                        "\"NotIpAddress\":{\"k\":[\"10.0.0.0/8\",\"10.0.0.01\"]}}"),
        RAMPART_POLICY_IDENTITY, (struct rampart_attachment){0}, 0, RAMPART_OK,
        "DOC021 2:48 \"10.0.0.01\" is no IP address as documented: by default it excludes nothing | write an "
        "address or a block of addresses, such as \"203.0.113.10\" or \"203.0.113.0/24\"; what else the "
        "cloud "
        "may make of it is open (--assume: address-form and unreadable-value)");
}

static void misuse_is_told(void **state)
{
    (void)state;
    struct rampart_rules *rules = NULL;
    struct rampart_attachment nowhere = {.layer = RAMPART_LAYER_CONTROL};
    assert_int_equal(rampart_rules_compile(NULL, NULL, 1, 0, NULL, &rules), RAMPART_MISUSE);
    assert_int_equal(rampart_rules_compile(NULL, &nowhere, 1, 0, NULL, &rules),
                     RAMPART_MISUSE); /* no such level */
    assert_int_equal(rampart_rules_compile(NULL, NULL, 0, 0, NULL, NULL), RAMPART_MISUSE);
    assert_null(rules);
    rampart_rules_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_policy_must_fit_its_layer),
        cmocka_unit_test(levels_are_limited),
        cmocka_unit_test(values_that_never_match_are_warned_of),
        cmocka_unit_test(misuse_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
