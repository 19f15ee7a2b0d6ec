/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <rampart/suite.h>

#include "base/str.h"
#include "support/diag_lines.h"

enum { TEXT = 4096 };

#define ABOUT "policies: [p.json]\n"

static const char document[] =
    "{\"Version\": \"1\", \"Statement\": ["
    "{\"Sid\": \"Group\", \"Effect\": \"Allow\", \"Action\": \"ess:*\", \"Resource\": \"acs:ess:*:*:scalinggroup/asg-*\","
    " \"Condition\": {\"IpAddress\": {\"acs:SourceIp\": \"10.0.0.0/8\"}}},"
    "{\"Effect\": \"Deny\", \"Action\": \"ess:Delete*\", \"Resource\": \"*\"},"
    "{\"Effect\": \"Allow\", \"Action\": \"ecs:*\", \"Resource\": \"*\"}]}";

#define CANCEL "action: ess:CancelInstanceRefresh, resource: 'acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-1'"
#define DELETE "action: ess:DeleteScalingGroup, resource: 'acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-1'"

struct asked {
    struct rampart_suite *suite;
    struct rampart_policy *policy;
    struct rampart_set *set;
    struct rampart_coverage *coverage;
    struct rampart_diags *diags;
};

static void open_suite(struct asked *asked, const char *tests)
{
    char text[TEXT];
    const struct rampart_document read = {.text = rampart_str(document), .file = rampart_str("P.json")};
    memset(asked, 0, sizeof *asked);
    snprintf(text, sizeof text, ABOUT "defaults: {complete: true, context: {acs:SourceIp: 10.0.0.1}}\ntests:\n%s", tests);
    assert_int_equal(rampart_diags_new(NULL, &asked->diags), RAMPART_OK);
    assert_int_equal(rampart_suite_read(NULL, rampart_str(text), rampart_str("t.yaml"), asked->diags, &asked->suite),
                     RAMPART_OK);
    assert_int_equal(rampart_policy_read(NULL, &read, NULL, &asked->policy), RAMPART_OK);
    const struct rampart_attachment attachment = {.policy = asked->policy, .layer = RAMPART_LAYER_IDENTITY};
    const struct rampart_set_parts parts = {.attachments = &attachment, .attachment_count = 1};
    assert_int_equal(rampart_set_new(NULL, &parts, NULL, &asked->set), RAMPART_OK);
    assert_int_equal(rampart_coverage_new(NULL, asked->set, NULL, &asked->coverage), RAMPART_OK);
}

static void close_suite(struct asked *asked)
{
    rampart_coverage_free(asked->coverage);
    rampart_set_free(asked->set);
    rampart_policy_free(asked->policy);
    rampart_suite_free(asked->suite);
    rampart_diags_free(asked->diags);
}

/* A letter for each test: passed, failed, error. */
static const char *outcomes(struct asked *asked)
{
    static char letters[32];
    size_t count = rampart_suite_count(asked->suite);
    assert_true(count < sizeof letters);
    for (size_t i = 0; i < count; i++) {
        struct rampart_suite_result result;
        assert_int_equal(
            rampart_suite_ask(asked->suite, i, asked->set, NULL, asked->coverage, asked->diags, &result), RAMPART_OK);
        assert_int_equal(result.decision == NULL, result.outcome == RAMPART_SUITE_ERROR);
        letters[i] = "EFP"[result.outcome];
        rampart_suite_result_free(&result);
        assert_null(result.decision);
    }
    letters[count] = '\0';
    return letters;
}

static const char *run(const char *tests)
{
    struct asked asked;
    open_suite(&asked, tests);
    const char *letters = outcomes(&asked);
    close_suite(&asked);
    return letters;
}

static void test_a_decision_is_compared_with_what_is_expected(void **state)
{
    (void)state;
    assert_string_equal(run("- {" CANCEL ", expect: Allow}\n- {" CANCEL ", expect: Deny}\n"), "PF");
    assert_string_equal(run("- {" DELETE ", expect: Deny}\n- {" DELETE ", expect: ExplicitDeny}\n- {" DELETE
                            ", expect: ImplicitDeny}\n"),
                        "PPF");
    assert_string_equal(run("- {action: 'ess:CancelInstanceRefesh', resource: '*', expect: Deny}\n"
                            "- {action: ess:CancelInstanceRefresh, expect: Deny}\n"),
                        "EE");
}

static void test_the_statement_that_decides_is_compared_too(void **state)
{
    (void)state;
    assert_string_equal(run("- {" CANCEL ", expect: Allow, by: P#0}\n- {" CANCEL ", expect: Allow, by: P#Group}\n"
                            "- {" CANCEL ", expect: Allow, by: P#1}\n- {" CANCEL ", expect: Allow, by: Q#0}\n"),
                        "PPFF");
    assert_string_equal(run("- {" DELETE ", expect: Deny, by: P#1}\n- {" DELETE ", expect: Deny, by: P#0}\n"), "PF");
}

/* A case takes over what its test says, the keys of a context are joined, and what is nearer counts. */
static void test_cases_take_over(void **state)
{
    (void)state;
    struct asked asked;
    open_suite(&asked, "- name: t\n  action: ess:CancelInstanceRefresh\n  expect: Allow\n  cases:\n"
                       "  - {resource: 'acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-1'}\n"
                       "  - {name: far, resource: 'acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-1',"
                       " context: {acs:SourceIp: 192.0.2.1}, expect: ImplicitDeny}\n"
                       "  - {name: params, params: {RegionId: cn-hangzhou, ScalingGroupId: asg-1,"
                       " InstanceRefreshTaskId: ir-1},"
                       " accountId: '1234567890123456', context: {acs:MFAPresent: true}}\n");
    assert_int_equal(rampart_suite_count(asked.suite), 3);
    assert_string_equal(rampart_suite_test(asked.suite, 0)->name.data, "t / case 1");
    assert_string_equal(rampart_suite_test(asked.suite, 1)->name.data, "t / far");
    assert_int_equal(rampart_suite_test(asked.suite, 1)->place.line, 9);
    assert_int_equal(rampart_suite_test(asked.suite, 1)->expect, RAMPART_EXPECT_IMPLICIT_DENY);
    assert_null(rampart_suite_test(asked.suite, 3));
    assert_string_equal(outcomes(&asked), "PPP");
    close_suite(&asked);
}

static void test_what_is_wrong_with_a_request_has_its_place_in_the_file(void **state)
{
    (void)state;
    struct asked asked;
    char lines[TEXT];
    open_suite(&asked, "- {" CANCEL ", at: later, expect: Allow}\n- {" CANCEL ", context: {acs:SourceIp: x}, expect: Allow}\n");
    assert_string_equal(outcomes(&asked), "EE");
    diag_lines(asked.diags, lines, sizeof lines);
    assert_non_null(strstr(lines, " 4:3 "));
    assert_non_null(strstr(lines, " 5:"));
    close_suite(&asked);
}

/* ---- coverage ---- */

/* "P#0 +- IpAddress acs:SourceIp +.": a plus for met, a minus for not met, a dot for neither. */
static const char *covered(const struct rampart_coverage *coverage)
{
    static char text[TEXT];
    size_t len = 0;
    text[0] = '\0';
    for (size_t i = 0; i < rampart_coverage_count(coverage); i++) {
        const struct rampart_covered_statement *row = rampart_coverage_at(coverage, i);
        len += (size_t)snprintf(text + len, sizeof text - len, "%.*s#%zu:%u %c%c", RP_ARG(row->policy), row->statement,
                                row->place.line, row->met ? '+' : '.', row->not_met ? '-' : '.');
        for (size_t j = 0; j < row->condition_count; j++)
            len += (size_t)snprintf(text + len, sizeof text - len, " %.*s %.*s %c%c", RP_ARG(row->conditions[j].op),
                                    RP_ARG(row->conditions[j].key), row->conditions[j].met ? '+' : '.',
                                    row->conditions[j].not_met ? '-' : '.');
        len += (size_t)snprintf(text + len, sizeof text - len, "\n");
    }
    return text;
}

static void test_coverage_takes_down_what_was_asked(void **state)
{
    (void)state;
    struct asked asked;
    open_suite(&asked, "- {" CANCEL ", expect: Allow}\n");
    assert_string_equal(covered(asked.coverage), "P#0:1 .. IpAddress acs:SourceIp ..\nP#1:1 ..\nP#2:1 ..\n");
    assert_string_equal(outcomes(&asked), "P");
    assert_string_equal(covered(asked.coverage), "P#0:1 +. IpAddress acs:SourceIp +.\nP#1:1 .-\nP#2:1 .-\n");
    struct rampart_coverage_sum sum = rampart_coverage_sum(asked.coverage);
    assert_int_equal(sum.statements, 3);
    assert_int_equal(sum.statements_met, 1);
    assert_int_equal(sum.outcomes, 8);
    assert_int_equal(sum.outcomes_seen, 4);
    close_suite(&asked);
    open_suite(&asked, "- {" CANCEL ", context: {acs:SourceIp: 192.0.2.1}, expect: Deny}\n- {" DELETE ", expect: Deny}\n"
                       "- {action: oss:GetObject, resource: 'acs:oss:*:*:b/o', expect: Deny}\n");
    assert_string_equal(outcomes(&asked), "PPF"); /* the bucket's policy is not known */
    assert_string_equal(covered(asked.coverage), "P#0:1 +- IpAddress acs:SourceIp +-\nP#1:1 +-\nP#2:1 .-\n");
    close_suite(&asked);
}

static void test_misuse_is_told(void **state)
{
    (void)state;
    struct asked asked;
    struct rampart_suite_result result;
    open_suite(&asked, "- {" CANCEL ", expect: Allow}\n");
    assert_int_equal(rampart_suite_read(NULL, rampart_str(""), rampart_str(""), NULL, NULL), RAMPART_MISUSE);
    assert_int_equal(rampart_suite_ask(asked.suite, 1, asked.set, NULL, NULL, NULL, &result), RAMPART_MISUSE);
    assert_int_equal(rampart_suite_ask(asked.suite, 0, NULL, NULL, NULL, NULL, &result), RAMPART_MISUSE);
    assert_int_equal(rampart_coverage_new(NULL, NULL, NULL, &asked.coverage), RAMPART_MISUSE);
    assert_int_equal(rampart_suite_count(NULL), 0);
    rampart_suite_result_free(NULL);
    close_suite(&asked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_decision_is_compared_with_what_is_expected),
        cmocka_unit_test(test_the_statement_that_decides_is_compared_too),
        cmocka_unit_test(test_cases_take_over),
        cmocka_unit_test(test_what_is_wrong_with_a_request_has_its_place_in_the_file),
        cmocka_unit_test(test_coverage_takes_down_what_was_asked),
        cmocka_unit_test(test_misuse_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
