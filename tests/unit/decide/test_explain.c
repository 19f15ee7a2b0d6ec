/* SPDX-License-Identifier: Apache-2.0 */
/* The reasons: which statements, which patterns, which conditions, what came closest, and where each stands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <string.h>

#include "base/str.h"
#include "support/decision_fixture.h"
#include "support/rules.h"

#define GROUP "acs:ess:cn-x:1:scalinggroup/a"

static void is(struct rampart_str text, const char *expected)
{
    if (!rp_str_equal(text, rampart_str(expected)))
        fail_msg("\"%.*s\", expected \"%s\"", RP_ARG(text), expected);
}

static void open(struct decision_fixture *fixture, const char *text)
{
    const struct fixture_policy policy = {"dir/p.json", text, RAMPART_LAYER_IDENTITY, 0, 0};
    decision_fixture_open(fixture, &policy, 1, 0);
    decision_fixture_ask(fixture, NULL, "ess:CancelInstanceRefresh", GROUP);
}

static void an_allow_names_its_statements(void **state)
{
    (void)state;
    struct decision_fixture fixture;
    open(&fixture,
         "{\"Version\":\"1\",\"Statement\":[\n"
         " {\"Effect\":\"Allow\",\"Action\":[\"ecs:*\",\"ESS:Cancel*\"],\"Resource\":[\"x\",\"acs:"
         "ess:*\"],\"Sid\":\"one\"},\n"
         " {\"Effect\":\"Allow\",\"NotAction\":\"ram:*\",\"Resource\":\"*\",\"Condition\":{\"Bool\":{"
         "\"K\":\"true\"}}},\n"
         " {\"Effect\":\"Deny\",\"Action\":\"ram:*\",\"Resource\":\"*\"}]}");
    assert_int_equal(rampart_request_add_context(fixture.request, RP_STR("k"), RP_STR("true"), NULL),
                     RAMPART_OK);
    const struct rampart_decision *decision = decision_fixture_answer(&fixture);
    assert_int_equal(decision->verdict.outcome, RAMPART_OUTCOME_ALLOW);
    assert_int_equal(decision->matched_count, 2);
    const struct rampart_reason *first = &decision->matched[0], *second = &decision->matched[1];
    is(first->policy, "p");
    is(first->action, "ESS:Cancel*");
    is(first->resource, "acs:ess:*");
    is(first->sid, "one");
    is(first->place.file, "dir/p.json");
    assert_int_equal(first->place.line, 2);
    assert_int_equal(first->place.column, 2);
    assert_int_equal(second->statement, 1);
    assert_true(second->not_action);
    is(second->action, "ram:*");
    assert_int_equal(decision->condition_count, 1);
    is(decision->conditions[0].key, "K");
    is(decision->conditions[0].op, "Bool");
    assert_int_equal(decision->conditions[0].state, RAMPART_TRUE);
    assert_int_equal(decision->conditions[0].place.line, 3);
    is(decision->message, "Statement 0 of p allows it and nothing denies it.");
    decision_fixture_close(&fixture);
}

static void an_explicit_deny_names_every_deny(void **state)
{
    (void)state;
    struct decision_fixture fixture;
    open(&fixture,
         "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"ess:*\",\"Resource\":\"*\"},"
         "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"},"
         "{\"Effect\":\"Deny\",\"Action\":\"*\",\"NotResource\":\"x\"}]}");
    const struct rampart_decision *decision = decision_fixture_answer(&fixture);
    assert_int_equal(decision->verdict.deny, RAMPART_EXPLICIT_DENY);
    assert_int_equal(decision->matched_count, 2);
    assert_int_equal(decision->matched[0].statement, 0);
    assert_int_equal(decision->matched[1].statement, 2);
    assert_true(decision->matched[1].not_resource);
    assert_int_equal(decision->nearest_count, 0);
    is(decision->message, "Statement 0 of p denies it; an explicit deny overrides every allow.");
    decision_fixture_close(&fixture);
}

static void an_implicit_deny_names_the_nearest(void **state)
{
    (void)state;
    struct decision_fixture fixture;
    open(
        &fixture,
        "{\"Version\":\"1\",\"Statement\":[\n"
        "{\"Effect\":\"Allow\",\"Action\":\"ecs:*\",\"Resource\":\"*\"},\n"       /* another action */
        "{\"Effect\":\"Allow\",\"Action\":\"ess:CancelX\",\"Resource\":\"*\"},\n" /* a nearer one */
        "{\"Effect\":\"Allow\",\"Action\":\"ess:*\",\"Resource\":[\"acs:ess:*:*:z\",\"q\"]},\n" /* another resource */
        "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"Bool\":{\"k\":\"true\"}}}"
        ",\n"
        "{\"Effect\":\"Allow\",\"Action\":\"ecs:*\",\"Resource\":\"q\"},\n" /* two things fail */
        "{\"Effect\":\"Deny\",\"Action\":\"ecs:*\",\"Resource\":\"*\"}]}");
    assert_int_equal(rampart_request_add_context(fixture.request, RP_STR("k"), RP_STR("false"), NULL),
                     RAMPART_OK);
    const struct rampart_decision *decision = decision_fixture_answer(&fixture);
    assert_int_equal(decision->verdict.deny, RAMPART_IMPLICIT_DENY);
    assert_int_equal(decision->matched_count, 0);
    assert_int_equal(decision->nearest_count, 3);
    const struct rampart_near_miss *condition = &decision->nearest[0], *resource = &decision->nearest[1],
                                   *action = &decision->nearest[2];
    assert_int_equal(condition->element, RAMPART_ELEMENT_CONDITION);
    is(condition->key, "k");
    is(condition->expected.items[0], "true");
    is(condition->actual.items[0], "false");
    assert_int_equal(condition->place.line, 5);
    assert_int_equal(condition->place.column, 68);
    assert_int_equal(resource->element, RAMPART_ELEMENT_RESOURCE);
    assert_int_equal(resource->expected.count, 2);
    is(resource->actual.items[0], GROUP);
    assert_int_equal(resource->place.line, 4);
    assert_int_equal(action->element, RAMPART_ELEMENT_ACTION);
    is(action->expected.items[0], "ess:CancelX");
    is(action->actual.items[0], "ess:CancelInstanceRefresh");
    assert_int_equal(action->failed, 1);
    is(decision->message,
       "No statement allows it; statement 3 of p comes closest, but its Condition does not match.");
    decision_fixture_close(&fixture);
}

static void the_nearest_may_be_left_out(void **state)
{
    (void)state;
    struct decision_fixture fixture;
    open(&fixture, "{\"Version\":\"1\",\"Statement\":["
                   "{\"Effect\":\"Allow\",\"Action\":\"ess:Describe*\",\"Resource\":\"*\"}]}");
    assert_int_equal(decision_fixture_answer(&fixture)->nearest_count, 1);
    struct rampart_decision *decision = NULL;
    assert_int_equal(rp_rules_explain(fixture.rules, fixture.request, RAMPART_EXPLAIN_BRIEF, &decision), RAMPART_OK);
    assert_int_equal(decision->verdict.outcome, RAMPART_OUTCOME_DENY);
    assert_int_equal(decision->verdict.deny, RAMPART_IMPLICIT_DENY);
    assert_int_equal(decision->nearest_count, 0);
    assert_null(decision->nearest);
    is(decision->resource, GROUP);
    is(decision->message, "No statement allows it.");
    rampart_decision_free(decision);
    decision_fixture_close(&fixture);
}

static void a_conditional_leaves_only_what_matters_open(void **state)
{
    (void)state;
    struct decision_fixture fixture;
    open(&fixture,
         "{\"Version\":\"1\",\"Statement\":["
         "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"},"
         "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"Bool\":{\"irrelevant\":"
         "\"true\"}}},"
         "{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"Bool\":{\"a\":\"true\"},"
         "\"StringEquals\":{\"b\":\"x\",\"A\":\"y\"}}},"
         "{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"Bool\":{\"a\":\"true\","
         "\"c\":\"true\"}}}]}");
    assert_int_equal(rampart_request_add_context(fixture.request, RP_STR("b"), RP_STR("x"), NULL),
                     RAMPART_OK);
    assert_int_equal(rampart_request_set_absent(fixture.request, RP_STR("c"), NULL), RAMPART_OK);
    const struct rampart_decision *decision = decision_fixture_answer(&fixture);
    assert_int_equal(decision->verdict.outcome, RAMPART_OUTCOME_CONDITIONAL);
    assert_int_equal(decision->matched_count, 2);
    assert_int_equal(decision->matched[0].statement, 0);
    assert_int_equal(decision->matched[1].statement, 2);
    assert_int_equal(decision->unknown_keys.count, 1); /* a and A are one key */
    is(decision->unknown_keys.items[0], "a");
    assert_int_equal(decision->condition_count, 3);
    assert_int_equal(decision->conditions[0].state, RAMPART_UNKNOWN);
    assert_int_equal(decision->conditions[1].state, RAMPART_TRUE);
    is(decision->message, "It depends on a.");
    decision_fixture_close(&fixture);
}

static void a_trust_policy_that_was_not_given_is_unknown(void **state)
{
    (void)state;
    const struct fixture_policy policy = {
        "p", ONE_STATEMENT("\"Effect\":\"Allow\",\"Action\":\"sts:*\",\"Resource\":\"*\""),
        RAMPART_LAYER_IDENTITY, 0, 0};
    struct decision_fixture fixture;
    decision_fixture_open(&fixture, &policy, 1, 0);
    decision_fixture_ask(&fixture, NULL, "sts:AssumeRole", "acs:ram::1:role/r");
    const struct rampart_decision *decision = decision_fixture_answer(&fixture);
    assert_int_equal(decision->verdict.outcome, RAMPART_OUTCOME_CONDITIONAL);
    assert_int_equal(decision->unknown_layer_count, 1);
    assert_int_equal(decision->unknown_layers[0], RAMPART_LAYER_TRUST);
    is(decision->message, "It depends on the role's trust policy, which was not given.");
    decision_fixture_close(&fixture);
}

/* The account scope leaves it to the group only where its Allow does not match: that is the riddle. */
static void an_open_allow_before_a_certain_deny_of_the_group(void **state)
{
    (void)state;
    const struct fixture_policy policies[] = {
        {"p",
         ONE_STATEMENT("\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\","
                       "\"Condition\":{\"Bool\":{\"acs:MFAPresent\":\"true\"}}"),
         RAMPART_LAYER_IDENTITY, 0, 0},
        {"g",
         "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"},"
         "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}",
         RAMPART_LAYER_RESOURCE_GROUP, 0, 0},
    };
    struct decision_fixture fixture;
    decision_fixture_open(&fixture, policies, 2, 0);
    decision_fixture_ask(&fixture, NULL, "ess:CancelInstanceRefresh", "acs:ess:cn-x:1:in/a");
    const struct rampart_decision *decision = decision_fixture_answer(&fixture);
    assert_int_equal(decision->verdict.outcome, RAMPART_OUTCOME_CONDITIONAL);
    assert_int_equal(decision->matched_count, 2);
    is(decision->matched[0].policy, "p");
    is(decision->matched[1].policy, "g");
    assert_int_equal(decision->matched[1].effect, RAMPART_DENY);
    assert_int_equal(decision->unknown_keys.count, 1);
    is(decision->message, "It depends on acs:MFAPresent.");
    decision_fixture_close(&fixture);
}

#define NOW "2026-06-01T00:00:00Z"

/* What the decision says of the clock, with the time of the request as it was set. */
static void says_the_time(const char *statements, const char *time, const char *expected)
{
    struct decision_fixture fixture;
    char text[1024];
    (void)snprintf(text, sizeof text, "{\"Version\":\"1\",\"Statement\":[%s]}", statements);
    open(&fixture, text);
    assert_int_equal(rampart_request_set_clock(fixture.request, RP_STR(NOW), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_time(fixture.request, rampart_str(time), NULL), RAMPART_OK);
    is(decision_fixture_answer(&fixture)->time, expected);
    decision_fixture_close(&fixture);
}

#define ALLOW "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}"
#define IF(effect, action, condition)                                                                 \
    "{\"Effect\":\"" effect "\",\"Action\":\"" action "\",\"Resource\":\"*\",\"Condition\":{" condition \
    "}}"
#define AFTER(time) "\"DateGreaterThan\":{\"acs:currenttime\":\"" time "\"}"

static void the_clock_is_told_where_it_bears_on_the_answer(void **state)
{
    (void)state;
    const char *frozen = ALLOW "," IF("Deny", "ess:*", AFTER("2027-01-01T00:00:00Z"));
    says_the_time(frozen, "now", NOW); /* allowed, because the Deny does not hold yet */
    says_the_time(frozen, "2026-05-01T00:00:00Z", "");
    says_the_time(frozen, "unknown", "");
    says_the_time(ALLOW "," IF("Deny", "ess:*", AFTER("2026-01-01T00:00:00Z")), "now", NOW);
    says_the_time(ALLOW "," IF("Deny", "ecs:*", AFTER("2026-01-01T00:00:00Z")), "now", "");
    says_the_time(ALLOW "," IF("Allow", "ess:*", AFTER("2026-01-01T00:00:00Z")), "now", "");
    says_the_time(IF("Allow", "ess:*", AFTER("2027-01-01T00:00:00Z")), "now", NOW);
    says_the_time(IF("Allow", "ess:*", AFTER("2026-01-01T00:00:00Z") ",\"Bool\":{\"acs:MFAPresent\":\"true\"}"), "now",
                  NOW); /* conditional for another reason, and denied at another time */
    says_the_time(IF("Allow", "ess:*", "\"Bool\":{\"acs:MFAPresent\":\"true\"}"), "now", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_open_allow_before_a_certain_deny_of_the_group),
        cmocka_unit_test(an_allow_names_its_statements),
        cmocka_unit_test(the_clock_is_told_where_it_bears_on_the_answer),
        cmocka_unit_test(an_explicit_deny_names_every_deny),
        cmocka_unit_test(an_implicit_deny_names_the_nearest),
        cmocka_unit_test(the_nearest_may_be_left_out),
        cmocka_unit_test(a_conditional_leaves_only_what_matters_open),
        cmocka_unit_test(a_trust_policy_that_was_not_given_is_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
