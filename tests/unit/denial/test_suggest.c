/* SPDX-License-Identifier: Apache-2.0 */
/* The way from a denial to an Allow: what is not asked for, what stays open, and several resources. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/str.h"
#include "support/sets.h"
#include "support/suggestion_lines.h"

#define GROUP "acs:ess:cn-x:1:scalinggroup/a"
#define CANCEL "ess:CancelInstanceRefresh"

#define ALLOW_ALL ONE_STATEMENT("\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"")

static void what_is_allowed_needs_nothing(void **state)
{
    (void)state;
    struct decision_fixture fixture;
    const struct fixture_policy policy = {"p.json", ALLOW_ALL, RAMPART_LAYER_IDENTITY, 0, 0};
    decision_fixture_open(&fixture, &policy, 1, 0);
    decision_fixture_ask(&fixture, NULL, CANCEL, GROUP);
    assert_string_equal(suggestion_lines(&fixture), "");
    decision_fixture_close(&fixture);
}

static void a_change_that_depends_on_a_key_is_not_suggested(void **state)
{
    (void)state;
    struct decision_fixture fixture;
    const struct fixture_policy policy = {"p.json",
                                          ONE_STATEMENT("\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":"
                                                        "\"*\",\"Condition\":{\"Bool\":{\"k\":\"true\"}}"),
                                          RAMPART_LAYER_IDENTITY, 0, 0};
    decision_fixture_open(&fixture, &policy, 1, 0);
    decision_fixture_ask(&fixture, NULL, CANCEL, GROUP);
    assert_string_equal(
        suggestion_lines(&fixture),
        "note: with one change it would still depend on k: pass its value with --context\n");
    decision_fixture_close(&fixture);
}

static void several_resources_share_a_statement(void **state)
{
    (void)state;
    struct decision_fixture fixture;
    decision_fixture_open(&fixture, NULL, 0, 0);
    decision_fixture_ask(&fixture, NULL, CANCEL, GROUP);
    assert_int_equal(
        rampart_request_add_resource(fixture.request, RP_STR("acs:ess:cn-x:1:scalinggroup/b"), NULL),
        RAMPART_OK);
    assert_string_equal(
        suggestion_lines(&fixture),
        "addStatement Resource {\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"" CANCEL
        "\",\"Resource\":[\"" GROUP "\",\"acs:ess:cn-x:1:scalinggroup/b\"]}]}\n");
    decision_fixture_close(&fixture);
}

static void the_root_cannot_be_helped_to_assume_a_role(void **state)
{
    (void)state;
    struct decision_fixture fixture;
    decision_fixture_open(&fixture, NULL, 0, 0);
    decision_fixture_ask(&fixture, "root", "sts:AssumeRole", "acs:ram::1:role/r");
    assert_string_equal(suggestion_lines(&fixture), "note: no change of these policies allows it\n");
    decision_fixture_close(&fixture);
}

static void a_role_is_let_in_by_both_sides(void **state)
{
    (void)state;
    struct decision_fixture fixture;
    const struct fixture_policy policy = {"t.json",
                                          ONE_STATEMENT("\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
                                                        "\"Principal\":{\"Service\":\"ecs.aliyuncs.com\"}"),
                                          RAMPART_LAYER_TRUST, 0, 0};
    decision_fixture_open(&fixture, &policy, 1, 0);
    decision_fixture_ask(&fixture, "role/ci/s", "sts:AssumeRole", "acs:ram::1:role/r");
    const char *told = suggestion_lines(&fixture);
    suggestions_have(told, "\"Resource\":\"acs:ram::1:role/r\"}]}; addStatement Principal "
                           "{\"Effect\":\"Allow\",\"Principal\":{\"RAM\":\"acs:ram::1:role/ci\"},"
                           "\"Action\":\"sts:AssumeRole\"}\n");
    suggestions_have(told, "addValue Principal "
                           "{\"Effect\":\"Allow\",\"Principal\":{\"RAM\":\"acs:ram::1:role/ci\","
                           "\"Service\":\"ecs.aliyuncs.com\"},\"Action\":\"sts:AssumeRole\"}\n");
    decision_fixture_close(&fixture);
}

static void misuse_is_refused(void **state)
{
    (void)state;
    struct decision_fixture fixture;
    struct rampart_suggestions *suggestions = NULL;
    struct rampart_set *set = NULL;
    decision_fixture_open(&fixture, NULL, 0, 0);
    assert_int_equal(set_of_policies(NULL, NULL, 0, 0, NULL, &set), RAMPART_OK);
    assert_int_equal(rampart_suggest(set, fixture.request, NULL, &suggestions), RAMPART_MISUSE);
    assert_int_equal(rampart_suggest(NULL, fixture.request, NULL, &suggestions), RAMPART_MISUSE);
    rampart_suggestions_free(NULL);
    rampart_set_free(set);
    decision_fixture_close(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_allowed_needs_nothing),
        cmocka_unit_test(a_change_that_depends_on_a_key_is_not_suggested),
        cmocka_unit_test(several_resources_share_a_statement),
        cmocka_unit_test(the_root_cannot_be_helped_to_assume_a_role),
        cmocka_unit_test(a_role_is_let_in_by_both_sides),
        cmocka_unit_test(misuse_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
