/* SPDX-License-Identifier: Apache-2.0 */
/* Where statements deny: each gets an exception, and what cannot be edited is told. */
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

#define ALLOW                                                                                        \
    "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"},{" \
    "\"Effect\":\"Deny\","

static const char *ask(const char *members)
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
        ask("\"Action\":\"ess:*\",\"Resource\":\"*\""),
        "addCondition Condition {\"Effect\":\"Deny\",\"Action\":\"ess:*\",\"Resource\":\"*\",\"Condition\":{"
        "\"StringNotEquals\":{\"acs:PrincipalARN\":\"acs:ram::1:user/alice\"}}}\n");
}

static void a_condition_that_is_there_is_extended(void **state)
{
    (void)state;
    suggestions_have(ask("\"Action\":\"ess:*\",\"Resource\":\"*\",\"Condition\":{\"StringNotEquals\":{\"acs:"
                         "principalarn\":\"x\",\"k\":\"y\"}}"),
                     "\"Condition\":{\"StringNotEquals\":{\"acs:principalarn\":[\"x\",\"acs:ram::1:user/"
                     "alice\"],\"k\":\"y\"}}}\n");
}

static void an_operator_stands_once(void **state)
{
    (void)state;
    suggestions_have(
        ask("\"Action\":\"ess:*\",\"Resource\":\"*\",\"Condition\":{\"StringNotEquals\":{\"k\":\"y\"},"
            "\"StringLike\":{\"acs:SourceIp\":\"*\"}}"),
        "\"Condition\":{\"StringNotEquals\":{\"k\":\"y\",\"acs:PrincipalARN\":\"acs:ram::1:user/"
        "alice\"},\"StringLike\":{\"acs:SourceIp\":\"*\"}}}\n");
}

static void what_is_excepted_already_gets_one_more(void **state)
{
    (void)state;
    const char *told = ask("\"NotAction\":\"ram:*\",\"NotResource\":\"acs:oss:*\",\"Condition\":{"
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
    suggestions_have(ask("\"Action\":[\"ess:cancelinstancerefresh\",\"ram:*\"],\"Resource\":\"*\""),
                     "removeValue Action {\"Effect\":\"Deny\",\"Action\":\"ram:*\",\"Resource\":\"*\"}\n");
    suggestions_lack(ask("\"Action\":[\"" CANCEL "\",\"ess:*\"],\"Resource\":\"*\""), "removeValue");
}

static void every_deny_gets_its_exception(void **state)
{
    (void)state;
    const char *told = ask("\"Action\":\"ess:*\",\"Resource\":\"*\"},{\"Effect\":\"Deny\",\"Action\":\"*\","
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
