/* SPDX-License-Identifier: Apache-2.0 */
/* One document for another: wherever it is attached, at once, and with no trace after a failure. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>


#include "base/str.h"
#include "support/diag_lines.h"
#include "support/failing.h"
#include "support/sets.h"

enum { DOCUMENTS = 12, TEXT = 8192 };

#define ALLOW(action) \
    "{\"Version\":\"1\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"" action "\",\"Resource\":\"*\"}}"

/* alice holds all documents, enough to be merged; bob one of them on a group; P0 is a control policy as well. */
static const char *account_text(char text[TEXT])
{
    size_t len = (size_t)snprintf(text, TEXT, "{\"rampart\":1,\"account\":\"1\",\"policies\":{");

    for (int i = 0; i < DOCUMENTS; i++)
        len +=
            (size_t)snprintf(text + len, TEXT - len, "%s\"P%d\":" ALLOW("ess:Do%d"), i > 0 ? "," : "", i, i);
    len += (size_t)snprintf(text + len, TEXT - len, "},\"users\":{\"alice\":{\"policies\":[");
    for (int i = 0; i < DOCUMENTS; i++)
        len += (size_t)snprintf(text + len, TEXT - len, "%s\"P%d\"", i > 0 ? "," : "", i);
    (void)snprintf(text + len, TEXT - len,
                   "]},\"bob\":{\"policies\":[{\"name\":\"P1\",\"resourceGroup\":\"g\"}]}},"
                   "\"resourceGroups\":{\"g\":[\"acs:ess:*\"]},"
                   "\"resourceDirectory\":{\"controlPolicies\":[[\"FullAliyunAccess\",\"P0\"]]}}");
    return text;
}

struct decision_fixture {
    struct rampart_account *account;
    struct rampart_set *compiled;
    struct rampart_policy *other, *none;
    struct rampart_request *request;
};

static struct rampart_policy *read_policy(const struct rampart_options *options, const char *text)
{
    const struct rampart_document document = {.text = rampart_str(text), .name = RP_STR("new")};
    struct rampart_policy *policy = NULL;

    assert_int_equal(rampart_policy_read(options, &document, NULL, &policy), RAMPART_OK);
    return policy;
}

static void set_up(const struct rampart_options *options, struct decision_fixture *fixture)
{
    char text[TEXT];

    assert_int_equal(rampart_account_read(options, rampart_str(account_text(text)), RP_STR("a.json"), NULL,
                                          &fixture->account),
                     RAMPART_OK);
    assert_int_equal(set_of_account(options, fixture->account, NULL, &fixture->compiled),
                     RAMPART_OK);
    assert_int_equal(rampart_request_new(options, &fixture->request), RAMPART_OK);
    fixture->other =
        read_policy(options, "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"ess:No\","
                             "\"Resource\":\"*\"},{\"Effect\":\"Allow\",\"Action\":\"ess:New*\","
                             "\"Resource\":\"*\"}]}");
    fixture->none = read_policy(options, "{\"Version\":\"1\",\"Statement\":[]}");
}

static void tear_down(struct decision_fixture *fixture)
{
    rampart_request_free(fixture->request);
    rampart_set_free(fixture->compiled);
    rampart_account_free(fixture->account);
    rampart_policy_free(fixture->other);
    rampart_policy_free(fixture->none);
}

static struct rampart_verdict decide(const struct decision_fixture *fixture, const char *who,
                                     const char *action)
{
    struct rampart_verdict verdict = {0};
    struct rampart_request *request = fixture->request;

    rampart_request_clear(request);
    assert_int_equal(rampart_request_set_principal(request, rampart_str(who), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_account(request, RP_STR("1"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, rampart_str(action), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, RP_STR("acs:ess:cn:1:group/g"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    assert_int_equal(rampart_decide(fixture->compiled, &request, 1, NULL, &verdict, NULL), RAMPART_OK);
    return verdict;
}

static enum rampart_outcome outcome(const struct decision_fixture *fixture, const char *who,
                                    const char *action)
{
    return decide(fixture, who, action).outcome;
}

static enum rampart_status replace(const struct decision_fixture *fixture, const char *name,
                                   const struct rampart_policy *policy)
{
    return rampart_set_replace(fixture->compiled, rampart_str(name), false, policy, NULL);
}

static void it_counts_wherever_it_is_attached(void **state)
{
    struct decision_fixture fixture;

    (void)state;
    set_up(NULL, &fixture);
    assert_int_equal(outcome(&fixture, "user/alice", "ess:Do1"), RAMPART_OUTCOME_ALLOW);
    assert_int_equal(outcome(&fixture, "user/bob", "ess:Do1"), RAMPART_OUTCOME_ALLOW);
    assert_int_equal(replace(&fixture, "P1", fixture.other), RAMPART_OK);
    assert_int_equal(outcome(&fixture, "user/alice", "ess:Do1"), RAMPART_OUTCOME_DENY);
    assert_int_equal(outcome(&fixture, "user/bob", "ess:Do1"), RAMPART_OUTCOME_DENY);
    assert_int_equal(outcome(&fixture, "user/alice", "ess:New1"), RAMPART_OUTCOME_ALLOW);
    assert_int_equal(outcome(&fixture, "user/bob", "ess:New1"), RAMPART_OUTCOME_ALLOW);
    assert_int_equal(outcome(&fixture, "user/alice", "ess:Do2"), RAMPART_OUTCOME_ALLOW);
    assert_int_equal(replace(&fixture, "P1", fixture.none), RAMPART_OK);
    assert_int_equal(outcome(&fixture, "user/alice", "ess:New1"), RAMPART_OUTCOME_DENY);
    assert_int_equal(replace(&fixture, "P2", fixture.other), RAMPART_OK);
    assert_int_equal(outcome(&fixture, "user/alice", "ess:New1"), RAMPART_OUTCOME_ALLOW);
    tear_down(&fixture);
}

static void as_a_control_policy_too(void **state)
{
    struct decision_fixture fixture;
    struct rampart_verdict verdict;

    (void)state;
    set_up(NULL, &fixture);
    assert_int_equal(replace(&fixture, "P0", fixture.other), RAMPART_OK);
    verdict = decide(&fixture, "user/bob", "ess:No");
    assert_int_equal(verdict.deny, RAMPART_EXPLICIT_DENY);
    assert_int_equal(verdict.layer, RAMPART_LAYER_CONTROL);
    assert_int_equal(replace(&fixture, "P0", fixture.none), RAMPART_OK);
    assert_int_equal(decide(&fixture, "user/bob", "ess:No").layer, RAMPART_LAYER_RESOURCE_GROUP);
    tear_down(&fixture);
}

static void what_cannot_be_is_refused(void **state)
{
    static const char trust[] =
        "{\"Version\":\"1\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
        "\"Principal\":\"*\"}}";
    const struct rampart_document document = {.text = rampart_str(trust), .kind = RAMPART_POLICY_TRUST};
    struct decision_fixture fixture;
    struct rampart_policy *policy = NULL;
    struct rampart_diags *diags = NULL;
    char lines[1024];

    (void)state;
    set_up(NULL, &fixture);
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(rampart_policy_read(NULL, &document, NULL, &policy), RAMPART_OK);
    assert_int_equal(rampart_set_replace(fixture.compiled, RP_STR("P1"), false, policy, diags),
                     RAMPART_INVALID_INPUT);
    assert_int_equal(rampart_set_replace(fixture.compiled, RP_STR("Q"), false, fixture.none, diags),
                     RAMPART_INVALID_INPUT);
    assert_int_equal(rampart_set_replace(fixture.compiled, RP_STR("P1"), true, fixture.none, diags),
                     RAMPART_INVALID_INPUT);
    assert_int_equal(rampart_set_replace(fixture.compiled, RP_STR("P1"), false, NULL, diags),
                     RAMPART_MISUSE);
    assert_string_equal(diag_lines(diags, lines, sizeof lines),
                        "ENG001 0:0 a trust policy cannot replace the policy \"P1\"\n"
                        "ACC007 0:0 the account has no custom policy \"Q\"\n"
                        "ACC007 0:0 the account has no system policy \"P1\"");
    assert_int_equal(
        rampart_set_replace(fixture.compiled, RP_STR("FullAliyunAccess"), true, fixture.none, diags),
        RAMPART_OK);
    assert_int_equal(outcome(&fixture, "user/alice", "ess:Do1"), RAMPART_OUTCOME_DENY);
    rampart_policy_free(policy);
    rampart_diags_free(diags);
    tear_down(&fixture);
}

static void a_failure_leaves_everything_as_it_was(void **state)
{
    struct rampart_options options = failing_options();
    enum rampart_status status = RAMPART_NO_MEMORY;
    size_t n = 1;

    (void)state;
    for (; status != RAMPART_OK; n++) {
        struct decision_fixture fixture;

        failing_start(0);
        set_up(&options, &fixture);
        failing_start(n);
        status = replace(&fixture, "P0", fixture.other);
        if (status != RAMPART_OK) assert_int_equal(status, RAMPART_NO_MEMORY);
        failing_start(0);
        bool replaced = status == RAMPART_OK;
        assert_int_equal(outcome(&fixture, "user/alice", "ess:Do0") == RAMPART_OUTCOME_ALLOW, !replaced);
        assert_int_equal(decide(&fixture, "user/bob", "ess:No").layer == RAMPART_LAYER_CONTROL, replaced);
        tear_down(&fixture);
        assert_int_equal(failing_held(), 0);
    }
    assert_true(n > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_counts_wherever_it_is_attached),
        cmocka_unit_test(as_a_control_policy_too),
        cmocka_unit_test(what_cannot_be_is_refused),
        cmocka_unit_test(a_failure_leaves_everything_as_it_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
