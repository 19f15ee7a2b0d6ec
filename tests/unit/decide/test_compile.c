/* SPDX-License-Identifier: Apache-2.0 */
/* What cannot be compiled refuses the whole set, with words; what will never match is warned of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include <rampart/decision.h>

#include "support/decision_fixture.h"
#include "support/diag_lines.h"
#include "support/rules.h"

#define TRUST ONE_STATEMENT("\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":\"*\"")
#define IDENTITY ONE_STATEMENT("\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"")

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
    struct rp_rules *rules = NULL;
    struct rampart_policy *policy = read(text, kind);
    attachment.policy = policy;
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(rp_rules_make(NULL, &attachment, 1, levels, diags, &rules), expected);
    assert_string_equal(diag_lines(diags, lines, sizeof lines), said);
    assert_int_equal(rules != NULL, expected == RAMPART_OK);
    rp_rules_free(rules);
    rampart_policy_free(policy);
    rampart_diags_free(diags);
}

static void a_policy_must_fit_its_layer(void **state)
{
    (void)state;
    const char *help =
        "trust policies belong to roles, those of buckets and keys to these, the others to principals and "
        "accounts; a control policy's level must be less than the number of levels";
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
    compile(ONE_STATEMENT("\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\n\"Condition\":{"
                          "\"NumericEquals\":{\"k\":"
                          "[\"1\",\"ten\"]}}"),
            RAMPART_POLICY_IDENTITY, (struct rampart_attachment){0}, 0, RAMPART_OK,
            "DOC021 2:40 \"ten\" is not a documented form of number; by default no request meets the "
            "condition by it | "
            "write a decimal number, such as \"10\" or \"0.5\"; how the cloud reads it is not documented "
            "(--assume: unreadable-value)");
    compile(
        ONE_STATEMENT("\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\n\"Condition\":{"
                      "\"DateNotEquals\":{\"k\":\"2026-01-31T08:00:00\"}}"),
        RAMPART_POLICY_IDENTITY, (struct rampart_attachment){0}, 0, RAMPART_OK,
        "DOC021 2:35 \"2026-01-31T08:00:00\" is not a documented form of date; by default the condition "
        "always "
        "holds | write a date with its offset, such as \"2026-01-31T08:00:00Z\" or "
        "\"2026-01-31T08:00:00+08:00\"; how the cloud reads it is not documented (--assume: date-form and "
        "unreadable-value)");
    compile(ONE_STATEMENT("\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\n\"Condition\":{"
                          "\"NotIpAddress\":{\"k\":[\"10.0.0.0/8\",\"10.0.0.01\"]}}"),
            RAMPART_POLICY_IDENTITY, (struct rampart_attachment){0}, 0, RAMPART_OK,
            "DOC021 2:48 \"10.0.0.01\" is not a documented form of IP address; by default it excludes "
            "nothing | write an "
            "address or a block of addresses, such as \"203.0.113.10\" or \"203.0.113.0/24\"; how the cloud "
            "reads "
            "it is not documented (--assume: address-form and unreadable-value)");
}

/* What the rules are made with is what they mean, however their documents were read. */
static void documents_read_otherwise_decide_as_the_rules_assume(void **state)
{
    (void)state;
    char lines[1024];
    struct rampart_options options = {.allocator = NULL};
    struct rampart_diags *diags = NULL;
    struct rp_rules *rules = NULL;
    struct rampart_policy *policy =
        read(ONE_STATEMENT("\"Effect\":\"Allow\",\"Action\":\"*\",\"NotResource\":\"acs:ram:*:*:*\""),
             RAMPART_POLICY_IDENTITY);
    struct rampart_attachment attachment = {.policy = policy};
    assert_int_equal(
        rampart_assume(&options.assumptions, rampart_str("notresource"), rampart_str("refused"), NULL),
        RAMPART_OK);
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(rp_rules_make(&options, &attachment, 1, 0, diags, &rules), RAMPART_INVALID_INPUT);
    assert_string_equal(diag_lines(diags, lines, sizeof lines),
                        "ENG005 1:29 the cloud is assumed to refuse policy \"p\" for this statement");
    attachment.system = true; /* the cloud has taken its own */
    assert_int_equal(rp_rules_make(&options, &attachment, 1, 0, diags, &rules), RAMPART_OK);
    rp_rules_free(rules);
    rampart_policy_free(policy);
    rampart_diags_free(diags);
}

/* A request knows no switch: its Deny cannot become an Allow by what it was made with. */
static void the_rules_alone_say_how_resources_are_compared(void **state)
{
    (void)state;
    struct rampart_options fold = {.allocator = NULL};
    struct rp_rules *rules = NULL;
    struct rampart_request *request = NULL;
    struct rampart_verdict verdict = {.outcome = RAMPART_OUTCOME_ALLOW};
    struct rampart_policy *allow = read(IDENTITY, RAMPART_POLICY_IDENTITY);
    struct rampart_policy *deny = read(
        ONE_STATEMENT("\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"acs:ess:*:*:scalinggroup/ASG\""),
        RAMPART_POLICY_IDENTITY);
    const struct rampart_attachment attachments[] = {{.policy = allow}, {.policy = deny}};
    assert_int_equal(
        rampart_assume(&fold.assumptions, rampart_str("resource-case"), rampart_str("insensitive"), NULL),
        RAMPART_OK);
    assert_int_equal(rp_rules_make(&fold, attachments, 2, 0, NULL, &rules), RAMPART_OK);
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    assert_int_equal(rampart_request_set_account(request, rampart_str("1"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_principal(request, rampart_str("user/a"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, rampart_str("ess:A"), NULL), RAMPART_OK);
    assert_int_equal(
        rampart_request_add_resource(request, rampart_str("acs:ess:cn-hangzhou:1:scalinggroup/asg"), NULL),
        RAMPART_OK);
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    assert_int_equal(rp_rules_decide(rules, request, &verdict), RAMPART_OK);
    assert_int_equal(verdict.outcome, RAMPART_OUTCOME_DENY);
    assert_int_equal(verdict.deny, RAMPART_EXPLICIT_DENY);
    rampart_request_free(request);
    rp_rules_free(rules);
    rampart_policy_free(allow);
    rampart_policy_free(deny);
}

static void misuse_is_told(void **state)
{
    (void)state;
    struct rp_rules *rules = NULL;
    struct rampart_attachment nowhere = {.layer = RAMPART_LAYER_CONTROL};
    assert_int_equal(rp_rules_make(NULL, NULL, 1, 0, NULL, &rules), RAMPART_MISUSE);
    assert_int_equal(rp_rules_make(NULL, &nowhere, 1, 0, NULL, &rules),
                     RAMPART_MISUSE); /* no such level */
    assert_int_equal(rp_rules_make(NULL, NULL, 0, 0, NULL, NULL), RAMPART_MISUSE);
    assert_null(rules);
    rp_rules_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_policy_must_fit_its_layer),
        cmocka_unit_test(levels_are_limited),
        cmocka_unit_test(values_that_never_match_are_warned_of),
        cmocka_unit_test(documents_read_otherwise_decide_as_the_rules_assume),
        cmocka_unit_test(the_rules_alone_say_how_resources_are_compared),
        cmocka_unit_test(misuse_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
