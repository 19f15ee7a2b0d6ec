/* SPDX-License-Identifier: Apache-2.0 */
/* How needs are decided: by the worst of their resources, and open where knowledge is a guess. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <rampart/policy.h>

#include "base/str.h"
#include "support/needs_lines.h"

static enum rampart_status begin(void *context, struct rampart_request *request, struct rampart_diags *diags)
{
    const char *principal = context;
    const enum rampart_status status = rampart_request_set_account(request, RP_STR("1"), diags);
    if (status != RAMPART_OK || principal == NULL) return status;
    return rampart_request_set_principal(request, rampart_str(principal), diags);
}

struct held {
    struct rampart_needs *needs;
    struct rampart_policy *policy;
    struct rampart_set *set;
};

/* Decides the needs of changes by statements alone. */
static struct held decide(const char *changes, const char *statements)
{
    char text[1024] = "{\"Version\":\"1\",\"Statement\":[";
    struct held held = {.needs = needs_of_changes(changes)};
    const struct rampart_needs_asker asker = {begin, NULL};
    strcat(strcat(text, statements), "]}");
    const struct rampart_document document = {.text = rampart_str(text), .name = RP_STR("p")};
    assert_int_equal(rampart_policy_read(NULL, &document, NULL, &held.policy), RAMPART_OK);
    const struct rampart_attachment attachment = {.policy = held.policy};
    const struct rampart_set_parts parts = {.attachments = &attachment, .attachment_count = 1};
    assert_int_equal(rampart_set_new(NULL, &parts, NULL, &held.set), RAMPART_OK);
    assert_int_equal(rampart_needs_decide(held.needs, held.set, &asker, NULL), RAMPART_OK);
    return held;
}

static void free_held(struct held *held)
{
    rampart_needs_free(held->needs);
    rampart_set_free(held->set);
    rampart_policy_free(held->policy);
}

static enum rampart_need_state state_of(const struct held *held, const char *action, bool lenient)
{
    const struct rampart_need_gate gate = {.lenient = lenient};
    for (size_t i = 0; i < rampart_needs_count(held->needs); i++) {
        const struct rampart_need *need = rampart_needs_at(held->needs, i);
        if (rp_str_equal(need->action.len > 0 ? need->action : need->api, rampart_str(action)))
            return rampart_need_state(need, lenient ? &gate : NULL);
    }
    fail_msg("no need of %s", action);
    return RAMPART_NEED_NOT_ASKED;
}

#define CHANGE(type, actions, before, after) \
    "{\"address\":\"" type ".x\",\"type\":\"" type "\",\"change\":{\"actions\":[" actions "],\"before\":" before ",\"after\":" after "}}"

static void needs_are_decided_by_the_policies(void **state)
{
    (void)state;
    struct held held = decide(CHANGE("alicloud_vpc", "\"delete\"", "{\"id\":\"vpc-1\"}", "null"),
                              "{\"Effect\":\"Allow\",\"Action\":\"vpc:Describe*\",\"Resource\":\"*\"},"
                              "{\"Effect\":\"Deny\",\"Action\":\"vpc:DeleteVpc\",\"Resource\":\"*\"}");
    assert_int_equal(state_of(&held, "vpc:DescribeVpcAttribute", false), RAMPART_NEED_ALLOWED);
    assert_int_equal(state_of(&held, "vpc:DeleteVpc", false), RAMPART_NEED_DENIED);
    assert_int_equal(state_of(&held, "vpc:DeleteVpc", true), RAMPART_NEED_DENIED);
    struct rampart_needs_policies policies;
    assert_int_equal(rampart_needs_make_policies(held.needs, (struct rampart_needs_scope){.missing = true}, &policies), RAMPART_OK);
    assert_int_equal(policies.count, 0); /* no policy mends a statement that denies */
    assert_int_equal(policies.beyond, 1);
    free_held(&held);
}

/* Of a pattern a part is allowed; of a new role only its own name is known. */
static void a_part_of_a_pattern_is_conditional(void **state)
{
    (void)state;
    struct held held = decide(
        "{\"address\":\"alicloud_vpc.x\",\"type\":\"alicloud_vpc\",\"change\":{\"actions\":[\"create\"],\"before\":null,\"after\":{},"
        "\"after_unknown\":{\"id\":true}}}",
        "{\"Effect\":\"Allow\",\"Action\":\"vpc:DescribeVpcAttribute\",\"Resource\":\"acs:vpc:*:*:vpc/vpc-a*\"}");
    assert_int_equal(state_of(&held, "vpc:DescribeVpcAttribute", false), RAMPART_NEED_CONDITIONAL);
    assert_int_equal(state_of(&held, "vpc:DescribeRouteTableList", false), RAMPART_NEED_DENIED);
    free_held(&held);
}

/* A guessed code is no answer, whatever the policies say; without a known action nothing is. */
static void a_guess_is_open(void **state)
{
    (void)state;
    struct held held = decide(CHANGE("alicloud_datahub_project", "\"no-op\"", "{\"id\":\"p\"}", "{\"id\":\"p\"}") "," CHANGE(
                                  "alicloud_aligreen_callback", "\"no-op\"", "{\"id\":\"7\"}", "{\"id\":\"7\"}"),
                              "{\"Effect\":\"Allow\",\"Action\":\"datahub:*\",\"Resource\":\"*\"}");
    assert_int_equal(state_of(&held, "datahub:GetProject", false), RAMPART_NEED_OPEN);
    assert_int_equal(state_of(&held, "datahub:GetProject", true), RAMPART_NEED_ALLOWED);
    assert_int_equal(state_of(&held, "Green/2017-08-23/DescribeCallbackList", true), RAMPART_NEED_OPEN);
    free_held(&held);
}

static void a_call_without_authorisation_is_allowed(void **state)
{
    (void)state;
    struct held held = decide("{\"address\":\"data.alicloud_account.x\",\"mode\":\"data\",\"type\":\"alicloud_account\",\"change\":{\"actions\":"
                              "[\"read\"],\"before\":null,\"after\":{}}}",
                              "{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}");
    assert_int_equal(state_of(&held, "sts:GetCallerIdentity", false), RAMPART_NEED_ALLOWED);
    free_held(&held);
}

/* A value that is no part of an ARN leaves its need open, and the others are decided. */
static void a_resource_that_is_none_is_open(void **state)
{
    (void)state;
    struct held held = decide(CHANGE("alicloud_vpc", "\"delete\"", "{\"id\":\"vpc 1\\u0007\"}", "null"),
                              "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}");
    assert_int_equal(state_of(&held, "vpc:DescribeRouteTableList", false), RAMPART_NEED_ALLOWED);
    const enum rampart_need_state got = state_of(&held, "vpc:DeleteVpc", false);
    assert_true(got == RAMPART_NEED_OPEN || got == RAMPART_NEED_ALLOWED);
    free_held(&held);
}

static void misuse_and_a_wrong_principal_are_errors(void **state)
{
    (void)state;
    struct held held = decide(CHANGE("alicloud_vpc", "\"delete\"", "{\"id\":\"vpc-1\"}", "null"),
                              "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}");
    const struct rampart_needs_asker asker = {begin, NULL}, wrong = {begin, "nobody"};
    assert_int_equal(rampart_needs_decide(held.needs, held.set, &asker, NULL), RAMPART_MISUSE);
    assert_int_equal(rampart_needs_read(held.needs, RP_STR("{}"), RP_STR("x"), NULL), RAMPART_MISUSE);
    struct rampart_needs *fresh = needs_of_changes(CHANGE("alicloud_vpc", "\"delete\"", "{\"id\":\"vpc-1\"}", "null"));
    assert_int_equal(rampart_needs_decide(fresh, held.set, NULL, NULL), RAMPART_MISUSE);
    assert_int_equal(rampart_needs_decide(fresh, held.set, &wrong, NULL), RAMPART_INVALID_INPUT);
    assert_int_equal(rampart_need_state(rampart_needs_at(fresh, 0), NULL), RAMPART_NEED_NOT_ASKED);
    assert_int_equal(rampart_need_state(NULL, NULL), RAMPART_NEED_NOT_ASKED);
    rampart_needs_free(fresh);
    free_held(&held);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(needs_are_decided_by_the_policies),
        cmocka_unit_test(a_part_of_a_pattern_is_conditional),
        cmocka_unit_test(a_guess_is_open),
        cmocka_unit_test(a_call_without_authorisation_is_allowed),
        cmocka_unit_test(a_resource_that_is_none_is_open),
        cmocka_unit_test(misuse_and_a_wrong_principal_are_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
