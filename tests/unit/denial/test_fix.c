/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where nothing allows: the exact new statement of each layer, and the one element by which an Allow misses. Where
 * statements deny: each gets an exception, and a note names the one that cannot be edited.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/str.h"
#include "support/suggestion_lines.h"

#define GROUP "acs:ess:cn-x:1:scalinggroup/a"
#define CANCEL "ess:CancelInstanceRefresh"

static const char *ask(const struct fixture_policy *policies, size_t count, unsigned levels,
                       const char *action, const char *resource)
{
    struct decision_fixture fixture;
    decision_fixture_open(&fixture, policies, count, levels);
    decision_fixture_ask(&fixture, NULL, action, resource);
    rampart_request_set_complete(fixture.request, true);
    const char *told = suggestion_lines(&fixture);
    decision_fixture_close(&fixture);
    return told;
}

static const char *ask_one(const char *members, const char *resource)
{
    char text[1024] = "{\"Version\":\"1\",\"Statement\":[{";
    strcat(strcat(text, members), "}]}");
    const struct fixture_policy policy = {"p.json", text, RAMPART_LAYER_IDENTITY, 0, 0};
    return ask(&policy, 1, 0, CANCEL, resource);
}

static void a_new_statement_is_exact(void **state)
{
    (void)state;
    assert_string_equal(
        ask(NULL, 0, 0, CANCEL, GROUP),
        "addStatement Resource {\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"" CANCEL
        "\",\"Resource\":\"" GROUP "\"}]}\n");
}

static void what_cannot_be_named_is_not_broadened(void **state)
{
    (void)state;
    static const char *const odd[] = {"acs:oss:*:1:b/a*", "acs:oss:*:1:b/a?", "acs:oss:x:1:b/${a}"};
    for (size_t i = 0; i < 3; i++) {
        const char *told = ask(NULL, 0, 0, "oss:GetObject", odd[i]);
        suggestions_lack(told, "addStatement");
        suggestions_have(told, "note: the resource acs:oss:");
    }
}

static void no_resource_is_on_everything_and_said_so(void **state)
{
    (void)state;
    const char *told = ask(NULL, 0, 0, "ecs:DescribeRegions", "*");
    suggestions_have(told, "\"Resource\":\"*\"");
    suggestions_have(told, "note: the request names no resource");
}

static void each_layer_gets_what_it_lacks(void **state)
{
    (void)state;
    const struct fixture_policy policies[] = {
        {"c.json", ONE_STATEMENT("\"Effect\":\"Allow\",\"Action\":\"ram:*\",\"Resource\":\"*\""),
         RAMPART_LAYER_CONTROL, 1, 0},
        {"f.json", ONE_STATEMENT("\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\""),
         RAMPART_LAYER_CONTROL, 0, 0},
    };
    const char *told = ask(policies, 2, 2, CANCEL, GROUP);
    suggestions_have(told, "}]}; addStatement Resource {\"Version\"");
}

static void the_one_element_is_added(void **state)
{
    (void)state;
    suggestions_have(ask_one("\"Effect\":\"Allow\",\"Action\":\"ess:Describe*\",\"Resource\":\"*\"", GROUP),
                     "addValue Action {\"Effect\":\"Allow\",\"Action\":[\"ess:Describe*\",\"" CANCEL
                     "\"],\"Resource\":\"*\"}\n");
    suggestions_have(
        ask_one("\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"acs:oss:*\"", GROUP),
        "addValue Resource {\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":[\"acs:oss:*\",\"" GROUP
        "\"]}\n");
}

static void an_exclusion_is_taken_out(void **state)
{
    (void)state;
    suggestions_have(
        ask_one("\"Effect\":\"Allow\",\"NotAction\":[\"" CANCEL "\",\"ram:*\"],\"Resource\":\"*\"", GROUP),
        "removeValue NotAction {\"Effect\":\"Allow\",\"NotAction\":\"ram:*\",\"Resource\":\"*\"}\n");
    suggestions_lack(
        ask_one("\"Effect\":\"Allow\",\"NotAction\":[\"ess:*\",\"ram:*\"],\"Resource\":\"*\"", GROUP),
        "removeValue");
}

static void what_misses_in_two_elements_is_no_near_miss(void **state)
{
    (void)state;
    suggestions_lack(ask_one("\"Effect\":\"Allow\",\"Action\":\"ram:*\",\"Resource\":\"acs:ram:*\"", GROUP),
                     "addValue");
}

static const char *ask_condition(const char *condition, const char *key, const char *value)
{
    char text[1024] = "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":"
                      "\"*\",\"Condition\":{";
    strcat(strcat(text, condition), "}}]}");
    const struct fixture_policy policy = {"p.json", text, RAMPART_LAYER_IDENTITY, 0, 0};
    struct decision_fixture fixture;
    decision_fixture_open(&fixture, &policy, 1, 0);
    decision_fixture_ask(&fixture, NULL, CANCEL, GROUP);
    assert_int_equal(rampart_request_add_context(fixture.request, rampart_str(key), rampart_str(value), NULL),
                     RAMPART_OK);
    const char *told = suggestion_lines(&fixture);
    decision_fixture_close(&fixture);
    return told;
}

static void a_value_of_a_condition_is_added(void **state)
{
    (void)state;
    suggestions_have(
        ask_condition("\"IpAddress\":{\"acs:SourceIp\":\"10.0.0.0/8\"}", "acs:SourceIp", "203.0.113.9"),
        "\"Condition\":{\"IpAddress\":{\"acs:SourceIp\":[\"10.0.0.0/8\",\"203.0.113.9\"]}}}\n");
    suggestions_have(
        ask_condition("\"StringNotEquals\":{\"k\":[\"a\",\"b\"]}", "k", "a"),
        "removeValue Condition "
        "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"StringNotEquals\":{"
        "\"k\":\"b\"}}}\n");
}

static void bounds_truths_and_patterns_stay(void **state)
{
    (void)state;
    suggestions_lack(ask_condition("\"Bool\":{\"acs:MFAPresent\":\"true\"}", "acs:MFAPresent", "false"),
                     "addValue");
    suggestions_lack(ask_condition("\"NumericLessThan\":{\"n\":\"5\"}", "n", "7"), "addValue");
    suggestions_lack(ask_condition("\"StringLike\":{\"k\":\"a*\"}", "k", "b*"), "addValue");
}

/* ---- where statements deny ---- */

#define ALLOW                                                                                        \
    "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"},{" \
    "\"Effect\":\"Deny\","

static const char *ask_denied(const char *members)
{
    char text[1024] = ALLOW;
    strcat(strcat(text, members), "}]}");
    const struct fixture_policy policy = {"p.json", text, RAMPART_LAYER_IDENTITY, 0, 0};
    struct decision_fixture fixture;
    decision_fixture_open(&fixture, &policy, 1, 0);
    decision_fixture_ask(&fixture, NULL, CANCEL, GROUP);
    assert_int_equal(
        rampart_request_add_context(fixture.request, RP_STR("acs:SourceIp"), RP_STR("203.0.113.9"), NULL),
        RAMPART_OK);
    rampart_request_set_complete(fixture.request, true);
    const char *told = suggestion_lines(&fixture);
    decision_fixture_close(&fixture);
    return told;
}

static void the_principal_is_excepted(void **state)
{
    (void)state;
    assert_string_equal(
        ask_denied("\"Action\":\"ess:*\",\"Resource\":\"*\""),
        "addCondition Condition {\"Effect\":\"Deny\",\"Action\":\"ess:*\",\"Resource\":\"*\",\"Condition\":{"
        "\"StringNotEquals\":{\"acs:PrincipalARN\":\"acs:ram::1:user/alice\"}}}\n");
}

static void a_condition_that_is_there_is_extended(void **state)
{
    (void)state;
    suggestions_have(ask_denied("\"Action\":\"ess:*\",\"Resource\":\"*\",\"Condition\":{\"StringNotEquals\":{\"acs:"
                         "principalarn\":\"x\",\"k\":\"y\"}}"),
                     "\"Condition\":{\"StringNotEquals\":{\"acs:principalarn\":[\"x\",\"acs:ram::1:user/"
                     "alice\"],\"k\":\"y\"}}}\n");
}

static void an_operator_stands_once(void **state)
{
    (void)state;
    suggestions_have(
        ask_denied("\"Action\":\"ess:*\",\"Resource\":\"*\",\"Condition\":{\"StringNotEquals\":{\"k\":\"y\"},"
            "\"StringLike\":{\"acs:SourceIp\":\"*\"}}"),
        "\"Condition\":{\"StringNotEquals\":{\"k\":\"y\",\"acs:PrincipalARN\":\"acs:ram::1:user/"
        "alice\"},\"StringLike\":{\"acs:SourceIp\":\"*\"}}}\n");
}

static void what_is_excepted_already_gets_one_more(void **state)
{
    (void)state;
    const char *told = ask_denied("\"NotAction\":\"ram:*\",\"NotResource\":\"acs:oss:*\",\"Condition\":{"
                           "\"NotIpAddress\":{\"acs:SourceIp\":\"10.0.0.0/8\"}}");
    suggestions_have(
        told, "addValue NotResource "
              "{\"Effect\":\"Deny\",\"NotAction\":\"ram:*\",\"NotResource\":[\"acs:oss:*\",\"" GROUP "\"]");
    suggestions_have(told,
                     "addValue NotAction {\"Effect\":\"Deny\",\"NotAction\":[\"ram:*\",\"" CANCEL "\"]");
    suggestions_have(told, "\"NotIpAddress\":{\"acs:SourceIp\":[\"10.0.0.0/8\",\"203.0.113.9\"]}");
}

static void a_value_that_stands_by_itself_is_taken_out(void **state)
{
    (void)state;
    suggestions_have(ask_denied("\"Action\":[\"ess:cancelinstancerefresh\",\"ram:*\"],\"Resource\":\"*\""),
                     "removeValue Action {\"Effect\":\"Deny\",\"Action\":\"ram:*\",\"Resource\":\"*\"}\n");
    suggestions_lack(ask_denied("\"Action\":[\"" CANCEL "\",\"ess:*\"],\"Resource\":\"*\""), "removeValue");
}

static void every_deny_gets_its_exception(void **state)
{
    (void)state;
    const char *told = ask_denied("\"Action\":\"ess:*\",\"Resource\":\"*\"},{\"Effect\":\"Deny\",\"Action\":\"*\","
                           "\"NotResource\":\"acs:ram:*\"");
    suggestions_have(told, "addCondition Condition {\"Effect\":\"Deny\",\"Action\":\"ess:*\"");
    suggestions_have(told, "; addValue NotResource {\"Effect\":\"Deny\",\"Action\":\"*\"");
}

static void who_is_nobody_cannot_be_excepted(void **state)
{
    (void)state;
    struct decision_fixture fixture;
    const struct fixture_policy policy = {"p.json", ALLOW "\"Action\":\"ess:*\",\"Resource\":\"*\"}]}",
                                          RAMPART_LAYER_IDENTITY, 0, 0};
    decision_fixture_open(&fixture, &policy, 1, 0);
    assert_int_equal(rampart_request_set_action(fixture.request, RP_STR(CANCEL), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(fixture.request, RP_STR(GROUP), NULL), RAMPART_OK);
    assert_string_equal(suggestion_lines(&fixture),
                        "note: statement 1 of p, at p.json:1:76, denies it and must stop "
                        "matching; how, only its author can tell\n");
    decision_fixture_close(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_statement_is_exact),
        cmocka_unit_test(what_cannot_be_named_is_not_broadened),
        cmocka_unit_test(no_resource_is_on_everything_and_said_so),
        cmocka_unit_test(each_layer_gets_what_it_lacks),
        cmocka_unit_test(the_one_element_is_added),
        cmocka_unit_test(an_exclusion_is_taken_out),
        cmocka_unit_test(what_misses_in_two_elements_is_no_near_miss),
        cmocka_unit_test(a_value_of_a_condition_is_added),
        cmocka_unit_test(bounds_truths_and_patterns_stay),
        cmocka_unit_test(the_principal_is_excepted),
        cmocka_unit_test(a_condition_that_is_there_is_extended),
        cmocka_unit_test(an_operator_stands_once),
        cmocka_unit_test(what_is_excepted_already_gets_one_more),
        cmocka_unit_test(a_value_that_stands_by_itself_is_taken_out),
        cmocka_unit_test(every_deny_gets_its_exception),
        cmocka_unit_test(who_is_nobody_cannot_be_excepted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
