/* SPDX-License-Identifier: Apache-2.0 */
/* What the resources look like that a pattern stands for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <rampart/rampart.h>

#include "base/str.h"
#include "decide/witness.h"

struct fixture {
    struct rampart_request *request;
    struct rp_arena arena;
};

/* A question of user alice of account 7 about a pattern. */
static struct rp_question ask(struct fixture *fixture, const char *action, const char *pattern)
{
    struct rampart_request *request = fixture->request;
    rampart_request_clear(request);
    rampart_request_set_patterns(request, true);
    assert_int_equal(rampart_request_set_account(request, RP_STR("7"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_principal(request, RP_STR("user/alice"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, rampart_str(action), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, rampart_str(pattern), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    return rp_question_about(request, request->resources, 0);
}

static void narrowed(struct fixture *fixture, const char *action, const char *pattern,
                     struct rp_likely_how how, const char *expected)
{
    const struct rp_question question = ask(fixture, action, pattern);
    struct rampart_str text;
    assert_true(rp_likely_narrow(&fixture->arena, &question, how, &text));
    if (!rp_str_equal(text, rampart_str(expected)))
        fail_msg("%s: %.*s, expected %s", pattern, RP_ARG(text), expected);
}

static void open_fields_are_filled_in(void **state)
{
    const struct rp_likely_how usual = {.regions = false}, regions = {.regions = true}, empty = {.empty = true};
    struct fixture *fixture = *state;
    narrowed(fixture, "ess:A", "*", usual, "acs:ess:cn-hangzhou:7:?*");
    narrowed(fixture, "ess:A", "*", regions, "acs:ess:*:7:?*");
    narrowed(fixture, "ess:A", "*", empty, "acs:ess:cn-hangzhou:7:*");
    narrowed(fixture, "ess:A", "acs:e*:cn-*:?:group/a*", usual, "acs:ess:cn-hangzhou:7:group/a?*");
    narrowed(fixture, "ess:A", "acs:o*:us-*:8*:group/a?*", usual, "acs:o*:us-*:8*:group/a?*");
    narrowed(fixture, "ess:A", "acs:ess:cn-x:8:group/*", usual, "acs:ess:cn-x:8:group/?*");
    narrowed(fixture, "ess:A", "acs:ess:cn-*:7:group/*:x", regions, "acs:ess:cn-*:7:group/*:x");
    narrowed(fixture, "ram:GetUser", "acs:ram:*:*:user/*", usual, "acs:ram::7:user/?*");
    narrowed(fixture, "sts:AssumeRole", "acs:*:*:*:role/*", usual, "acs:ram::7:role/?*");
}

static void templates_are_patterns(void **state)
{
    static const char *const pairs[][2] = {
        {"acs:ess:{#regionId}:{#accountId}:scalinggroup/{#ScalingGroupId}", "acs:ess:?*:?*:scalinggroup/?*"},
        {"acs:oss:*:{#accountId}:{#bucketName}/{#objectName}", "acs:oss:*:?*:?*/?*"},
        {"{}", "?*"},
        {"a{", "a?*"},
        {"", ""},
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct rampart_str form;
        assert_true(rp_likely_form(&fixture->arena, rampart_str(pairs[i][0]), &form));
        if (!rp_str_equal(form, rampart_str(pairs[i][1]))) fail_msg("%s: %.*s", pairs[i][0], RP_ARG(form));
    }
}

static bool likely(struct fixture *fixture, const char *action, const char *pattern, const char *text)
{
    const struct rp_question question = ask(fixture, action, pattern);
    struct rp_resource resource = {.signature = 0};
    assert_true(rp_resource_read(rampart_str(text), &resource));
    return rp_likely_region(&question, &resource);
}

static void a_region_is_one_that_there_is(void **state)
{
    struct fixture *fixture = *state;
    assert_true(likely(fixture, "ess:A", "acs:ess:*:*:a", "acs:ess:us-east-1:7:a"));
    assert_false(likely(fixture, "ess:A", "acs:ess:*:*:a", "acs:ess:us-:7:a"));
    assert_false(likely(fixture, "ess:A", "acs:ess:*:*:a", "acs:ess::7:a"));
    assert_true(likely(fixture, "ram:GetUser", "acs:ram:*:*:user/*", "acs:ram::7:user/a"));
    /* who names one means it */
    assert_true(likely(fixture, "ess:A", "acs:ess:cn-new:*:a", "acs:ess:cn-new:7:a"));
}

static void regions_are_those_of_the_question(void **state)
{
    struct fixture *fixture = *state;
    struct rp_region_cursor cursor = {.row = 0};
    struct rampart_str region, moved;
    struct rp_resource resource = {.signature = 0};
    struct rp_question question = ask(fixture, "ess:A", "acs:ess:us-*:7:a*");
    size_t count = 0;
    for (; rp_likely_next_region(&question, &cursor, &region); count++)
        assert_true(rp_str_starts(region, RP_STR("us-")));
    assert_true(count > 1);
    question = ask(fixture, "oss:GetObject", "acs:oss:oss-us-*:7:b/*");
    cursor = (struct rp_region_cursor){.row = 0};
    size_t of_oss = 0;
    for (; rp_likely_next_region(&question, &cursor, &region); of_oss++)
        assert_true(rp_str_starts(region, RP_STR("oss-us-")));
    assert_int_equal(of_oss, count);
    assert_true(rp_resource_read(RP_STR("acs:oss:a:7:b/o"), &resource));
    assert_true(rp_likely_in_region(&fixture->arena, &resource, RP_STR("us-east-1"), &moved));
    assert_true(rp_str_equal(moved, RP_STR("acs:oss:us-east-1:7:b/o")));
    assert_true(rp_resource_read(RP_STR("acs:oss::7:b/o"), &resource));
    assert_true(rp_likely_in_region(&fixture->arena, &resource, RP_STR("x"), &moved));
    assert_true(rp_str_equal(moved, RP_STR("acs:oss:x:7:b/o")));
}

static int open_fixture(void **state)
{
    static struct fixture fixture;
    rp_arena_init(&fixture.arena, NULL);
    *state = &fixture;
    return rampart_request_new(NULL, &fixture.request) == RAMPART_OK ? 0 : -1;
}

static int close_fixture(void **state)
{
    struct fixture *fixture = *state;
    rampart_request_free(fixture->request);
    rp_arena_free(&fixture->arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(open_fields_are_filled_in),
        cmocka_unit_test(templates_are_patterns),
        cmocka_unit_test(a_region_is_one_that_there_is),
        cmocka_unit_test(regions_are_those_of_the_question),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
