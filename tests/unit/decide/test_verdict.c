/* SPDX-License-Identifier: Apache-2.0 */
/* How effects and layers combine where the tables of tests/cases cannot reach: root, several resources, misuse. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "decide/verdict.h"
#include "support/decision_fixture.h"
#include "support/rules.h"

#define ALLOW_ALL ONE_STATEMENT("\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"")
#define DENY_ALL ONE_STATEMENT("\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"")
#define GROUP "acs:ess:cn-x:1:scalinggroup/a"

static void expect(const struct rampart_decision *decision, enum rampart_outcome outcome,
                   enum rampart_deny deny, enum rampart_layer layer)
{
    assert_int_equal(decision->verdict.outcome, outcome);
    if (outcome != RAMPART_OUTCOME_DENY) return;
    assert_int_equal(decision->verdict.deny, deny);
    assert_int_equal(decision->verdict.layer, layer);
}

static void kleene_logic(void **state)
{
    (void)state;
    const enum rampart_truth f = RAMPART_FALSE, t = RAMPART_TRUE, u = RAMPART_UNKNOWN, all[] = {f, t, u};
    const enum rampart_truth and[3][3] = {{f, f, f}, {f, t, u}, {f, u, u}},
                             or [3][3] = {{f, t, u}, {t, t, t}, {u, t, u}};
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < 3; j++) {
            assert_int_equal(rp_truth_and(all[i], all[j]), and[i][j]);
            assert_int_equal(rp_truth_or(all[i], all[j]), or [i][j]);
        }
}

static void a_zeroed_verdict_denies(void **state)
{
    (void)state;
    struct rampart_verdict verdict;
    memset(&verdict, 0, sizeof verdict);
    assert_int_equal(verdict.outcome, RAMPART_OUTCOME_DENY);
    assert_int_equal(verdict.deny, RAMPART_IMPLICIT_DENY);
    assert_string_equal(rampart_outcome_name(verdict.outcome), "Deny");
}

static void control_policies_bind_root_by_their_scope(void **state)
{
    (void)state;
    const struct fixture_policy policies[] = {
        {"full", ALLOW_ALL, RAMPART_LAYER_CONTROL, 0, RAMPART_SCOPE_RAM},
        {"freeze", DENY_ALL, RAMPART_LAYER_CONTROL, 0, RAMPART_SCOPE_RAM},
    };
    struct fixture_policy all[] = {policies[0], policies[1]};
    struct decision_fixture fixture;
    decision_fixture_open(&fixture, policies, 2, 1);
    decision_fixture_ask(&fixture, "root", "ess:X", GROUP);
    expect(decision_fixture_answer(&fixture), RAMPART_OUTCOME_ALLOW, 0, 0);
    decision_fixture_close(&fixture);
    all[1].scope = RAMPART_SCOPE_ALL;
    decision_fixture_open(&fixture, all, 2, 1);
    decision_fixture_ask(&fixture, "root", "ess:X", GROUP);
    expect(decision_fixture_answer(&fixture), RAMPART_OUTCOME_DENY, RAMPART_EXPLICIT_DENY,
           RAMPART_LAYER_CONTROL);
    assert_int_equal(fixture.decision->matched_count, 1);
    decision_fixture_close(&fixture);
}

/* A level that holds a policy of scope All binds root, whatever the policy says: nothing may be too little. */
static void an_empty_policy_of_scope_all_binds_root(void **state)
{
    (void)state;
    const struct fixture_policy policies[] = {
        {"nothing", "{\"Version\":\"1\",\"Statement\":[]}", RAMPART_LAYER_CONTROL, 0, RAMPART_SCOPE_ALL},
    };
    struct decision_fixture fixture;
    decision_fixture_open(&fixture, policies, 1, 1);
    decision_fixture_ask(&fixture, "root", "ess:X", GROUP);
    expect(decision_fixture_answer(&fixture), RAMPART_OUTCOME_DENY, RAMPART_IMPLICIT_DENY,
           RAMPART_LAYER_CONTROL);
    decision_fixture_close(&fixture);
}

static void root_owns_its_account_and_assumes_no_role(void **state)
{
    (void)state;
    struct decision_fixture fixture;
    decision_fixture_open(&fixture, NULL, 0, 0);
    decision_fixture_ask(&fixture, "root", "ess:X", GROUP);
    expect(decision_fixture_answer(&fixture), RAMPART_OUTCOME_ALLOW, 0, 0);
    assert_memory_equal(fixture.decision->message.data, "The account owner is not subject to RAM policies.",
                        49);
    decision_fixture_ask(&fixture, "root", "ess:X", "acs:ess:cn-x:2:scalinggroup/a");
    expect(decision_fixture_answer(&fixture), RAMPART_OUTCOME_DENY, RAMPART_IMPLICIT_DENY,
           RAMPART_LAYER_IDENTITY);
    decision_fixture_ask(&fixture, "root", "sts:AssumeRole", "acs:ram::1:role/r");
    expect(decision_fixture_answer(&fixture), RAMPART_OUTCOME_DENY, RAMPART_IMPLICIT_DENY,
           RAMPART_LAYER_TRUST);
    decision_fixture_close(&fixture);
}

static void an_empty_level_denies(void **state)
{
    (void)state;
    const struct fixture_policy policies[] = {{"p", ALLOW_ALL, RAMPART_LAYER_IDENTITY, 0, 0},
                                              {"full", ALLOW_ALL, RAMPART_LAYER_CONTROL, 0, 0}};
    struct decision_fixture fixture;
    decision_fixture_open(&fixture, policies, 2, 2); /* level 1 holds nothing */
    decision_fixture_ask(&fixture, NULL, "ess:X", GROUP);
    expect(decision_fixture_answer(&fixture), RAMPART_OUTCOME_DENY, RAMPART_IMPLICIT_DENY,
           RAMPART_LAYER_CONTROL);
    decision_fixture_close(&fixture);
}

static void the_worst_resource_decides(void **state)
{
    (void)state;
    const struct fixture_policy policy = {
        "p",
        "{\"Version\":\"1\",\"Statement\":["
        "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"acs:ess:*:*:a\"},"
        "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"acs:ess:*:*:b\",\"Condition\":{\"Bool\":{"
        "\"k\":\"true\"}}}]}",
        RAMPART_LAYER_IDENTITY, 0, 0};
    struct decision_fixture fixture;
    decision_fixture_open(&fixture, &policy, 1, 0);
    const char *const resources[] = {"acs:ess:x:1:a", "acs:ess:x:1:b", "acs:ess:x:1:c"};
    const enum rampart_outcome outcomes[] = {RAMPART_OUTCOME_ALLOW, RAMPART_OUTCOME_CONDITIONAL,
                                             RAMPART_OUTCOME_DENY};
    for (size_t last = 0; last < 3; last++) {
        decision_fixture_ask(&fixture, NULL, "ess:X", resources[0]);
        for (size_t i = 1; i <= last; i++)
            assert_int_equal(rampart_request_add_resource(fixture.request, rampart_str(resources[i]), NULL),
                             RAMPART_OK);
        const struct rampart_decision *decision = decision_fixture_answer(&fixture);
        expect(decision, outcomes[last], RAMPART_IMPLICIT_DENY, RAMPART_LAYER_IDENTITY);
        assert_int_equal(decision->resource_count, last + 1);
        assert_string_equal(decision->resource.data, resources[last]);
        for (size_t i = 0; i <= last; i++)
            assert_int_equal(decision->resources[i].verdict.outcome, outcomes[i]);
    }
    decision_fixture_close(&fixture);
}

static void an_explicit_deny_counts_before_an_implicit_one(void **state)
{
    (void)state;
    const struct fixture_policy policy = {
        "p", ONE_STATEMENT("\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"acs:ess:*:*:b\""),
        RAMPART_LAYER_IDENTITY, 0, 0};
    struct decision_fixture fixture;
    decision_fixture_open(&fixture, &policy, 1, 0);
    decision_fixture_ask(&fixture, NULL, "ess:X", "acs:ess:x:1:a");
    assert_int_equal(rampart_request_add_resource(fixture.request, rampart_str("acs:ess:x:1:b"), NULL),
                     RAMPART_OK);
    const struct rampart_decision *decision = decision_fixture_answer(&fixture);
    expect(decision, RAMPART_OUTCOME_DENY, RAMPART_EXPLICIT_DENY, RAMPART_LAYER_IDENTITY);
    assert_string_equal(decision->resource.data, "acs:ess:x:1:b");
    decision_fixture_close(&fixture);
}

#define ALLOW_CANCEL ONE_STATEMENT("\"Effect\":\"Allow\",\"Action\":\"ess:X\",\"Resource\":\"*\"")
#define DENY_CANCEL ONE_STATEMENT("\"Effect\":\"Deny\",\"Action\":\"ess:X\",\"Resource\":\"*\"")

/* What the account scope says × what is granted on the resource's group; the resource lies in it or not. */
static void account_scope_ends_the_search_but_for_an_implicit_deny(void **state)
{
    (void)state;
    const struct row {
        const char *account, *group, *resource;
        enum rampart_outcome outcome;
        enum rampart_deny deny;
        enum rampart_layer layer;
    } rows[] = {
        {ALLOW_CANCEL, DENY_CANCEL, "acs:ess:x:1:in/a", RAMPART_OUTCOME_ALLOW, 0, 0},
        {DENY_CANCEL, ALLOW_CANCEL, "acs:ess:x:1:in/a", RAMPART_OUTCOME_DENY, RAMPART_EXPLICIT_DENY,
         RAMPART_LAYER_IDENTITY},
        {NULL, ALLOW_CANCEL, "acs:ess:x:1:in/a", RAMPART_OUTCOME_ALLOW, 0, 0},
        {NULL, DENY_CANCEL, "acs:ess:x:1:in/a", RAMPART_OUTCOME_DENY, RAMPART_EXPLICIT_DENY,
         RAMPART_LAYER_RESOURCE_GROUP},
        {NULL, ALLOW_CANCEL, "acs:ess:x:1:out/a", RAMPART_OUTCOME_DENY, RAMPART_IMPLICIT_DENY,
         RAMPART_LAYER_IDENTITY},
        {NULL, ONE_STATEMENT("\"Effect\":\"Allow\",\"Action\":\"ecs:*\",\"Resource\":\"*\""),
         "acs:ess:x:1:in/a", RAMPART_OUTCOME_DENY, RAMPART_IMPLICIT_DENY, RAMPART_LAYER_RESOURCE_GROUP},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *row = &rows[i];
        const struct fixture_policy policies[] = {{"rg", row->group, RAMPART_LAYER_RESOURCE_GROUP, 0, 0},
                                                  {"acc", row->account, RAMPART_LAYER_IDENTITY, 0, 0}};
        struct decision_fixture fixture;
        decision_fixture_open(&fixture, policies, row->account == NULL ? 1 : 2, 0);
        decision_fixture_ask(&fixture, NULL, "ess:X", row->resource);
        expect(decision_fixture_answer(&fixture), row->outcome, row->deny, row->layer);
        if (row->outcome == RAMPART_OUTCOME_ALLOW || row->deny == RAMPART_EXPLICIT_DENY)
            assert_int_equal(fixture.decision->matched_count, 1);
        decision_fixture_close(&fixture);
    }
}

static void a_resource_group_never_grants_assume_role(void **state)
{
    (void)state;
    const struct fixture_policy policy = {"rg", ALLOW_ALL, RAMPART_LAYER_RESOURCE_GROUP, 0, 0};
    struct decision_fixture fixture;
    decision_fixture_open(&fixture, &policy, 1, 0);
    decision_fixture_ask(&fixture, NULL, "sts:AssumeRole", "acs:ram::1:role/in/r");
    expect(decision_fixture_answer(&fixture), RAMPART_OUTCOME_DENY, RAMPART_IMPLICIT_DENY,
           RAMPART_LAYER_IDENTITY);
    decision_fixture_close(&fixture);
}

/* An attachment without a policy: nobody knows what stands there. A known explicit deny stays certain. */
static void unknown_policies_leave_a_layer_open(void **state)
{
    (void)state;
    const struct fixture_policy unknown = {"?", NULL, RAMPART_LAYER_IDENTITY, 0, 0};
    const struct fixture_policy rows[][2] = {{unknown, {"p", ALLOW_CANCEL, RAMPART_LAYER_IDENTITY, 0, 0}},
                                             {unknown, {"p", DENY_CANCEL, RAMPART_LAYER_IDENTITY, 0, 0}}};
    const enum rampart_outcome outcomes[] = {RAMPART_OUTCOME_CONDITIONAL, RAMPART_OUTCOME_DENY};
    for (size_t i = 0; i < 2; i++) {
        struct decision_fixture fixture;
        decision_fixture_open(&fixture, rows[i], 2, 0);
        decision_fixture_ask(&fixture, NULL, "ess:X", GROUP);
        expect(decision_fixture_answer(&fixture), outcomes[i], RAMPART_EXPLICIT_DENY, RAMPART_LAYER_IDENTITY);
        assert_int_equal(fixture.decision->unknown_layer_count, i == 0);
        if (i == 0)
            assert_string_equal(fixture.decision->message.data,
                                "It depends on policies of the principal that are not known.");
        decision_fixture_close(&fixture);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kleene_logic),
        cmocka_unit_test(a_zeroed_verdict_denies),
        cmocka_unit_test(control_policies_bind_root_by_their_scope),
        cmocka_unit_test(an_empty_policy_of_scope_all_binds_root),
        cmocka_unit_test(root_owns_its_account_and_assumes_no_role),
        cmocka_unit_test(an_empty_level_denies),
        cmocka_unit_test(the_worst_resource_decides),
        cmocka_unit_test(an_explicit_deny_counts_before_an_implicit_one),
        cmocka_unit_test(account_scope_ends_the_search_but_for_an_implicit_deny),
        cmocka_unit_test(a_resource_group_never_grants_assume_role),
        cmocka_unit_test(unknown_policies_leave_a_layer_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
