/* SPDX-License-Identifier: Apache-2.0 */
/* Which assumptions a decision is said to turn on, with what it would be otherwise; every switch by name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <string.h>

#include "decide/rule.h"
#include "policy/assumption.h"
#include "support/decision_fixture.h"

#define ON(resource) "\"Action\":\"ess:*\",\"Resource\":\"" resource "\""
#define ALLOW(resource) ONE_STATEMENT("\"Effect\":\"Allow\"," ON(resource))
#define ALLOW_IF(condition) ONE_STATEMENT("\"Effect\":\"Allow\"," ON("*") ",\"Condition\":{" condition "}")
#define ALLOW_ACTION(action) \
    ONE_STATEMENT("\"Effect\":\"Allow\",\"Action\":\"" action "\",\"Resource\":\"*\"")
#define DENY(resource) ONE_STATEMENT("\"Effect\":\"Deny\"," ON(resource))
#define TRUST(effect) \
    "{\"Effect\":\"" effect "\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"RAM\":\"acs:ram::1:root\"}}"
#define THING "acs:ess:cn:1:in/a"

struct row {
    const char *identity;      /* the document of a policy of the principal's own; NULL: there is none */
    struct fixture_policy other;               /* without a text: there is none */
    const char *principal, *action, *resource; /* NULL: alice, ess:A, THING */
    const char *key, *value, *more;            /* absent without a value */
    const char *expected;                      /* "name=otherwise: verdict", … */
};

static const struct row rows[] = {
    {.identity = ALLOW("*"), .expected = ""},
    {.identity = ALLOW("acs:*:in/a"), .expected = "colon-crossing=within-field: ImplicitDeny"},
    {.identity = ALLOW("acs:ess:cn:1:in/A"), .expected = "resource-case=insensitive: Allow"},
    {.identity = ALLOW_IF("\"StringEquals\":{\"acs:ResourceTag/Team\":\"x\"}"),
     .key = "acs:ResourceTag/team",
     .value = "x",
     .expected = "key-case=insensitive: Allow"},
    {.identity = ALLOW_IF("\"StringLike\":{\"acs:SourceVpc\":\"*\"}"),
     .key = "acs:SourceVpc",
     .expected = "missing-positive=empty: Allow"},
    {.identity = ALLOW_IF("\"StringNotLike\":{\"acs:SourceVpc\":\"v\"}"),
     .key = "acs:SourceVpc",
     .expected = "missing-negated=not-met: ImplicitDeny"},
    {.identity = ALLOW_IF("\"StringEquals\":{\"acs:TagKeys\":\"x\"}"),
     .key = "acs:TagKeys",
     .value = "x",
     .more = "y",
     .expected = "multi-bare=all: ImplicitDeny"},
    {.identity = ONE_STATEMENT("\"Effect\":\"Allow\",\"Action\":\"ess:*\",\"NotResource\":\"b\""),
     .expected = "notresource=refused: ImplicitDeny"},
    {.identity = ALLOW_IF("\"Null\":{\"acs:SourceVpc\":\"true\"}"),
     .key = "acs:SourceVpc",
     .expected = "unsupported-ops=refused: ImplicitDeny"},
    {.identity = ALLOW("acs:ess::1:in/a"), .expected = "empty-arn-field=any: Allow"},
    {.identity = ALLOW("*"),
     .other = {"g", DENY("*"), RAMPART_LAYER_RESOURCE_GROUP, 0, 0},
     .expected = "rg-deny=any-deny-wins: ExplicitDeny"},
    {.other = {"c", DENY("*"), RAMPART_LAYER_CONTROL, 0, RAMPART_SCOPE_ALL},
     .principal = "root",
     .expected = "control-root=spared: Allow"},
    {.identity = ONE_STATEMENT("\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Resource\":\"*\""),
     .other = {"t", "{\"Version\":\"1\",\"Statement\":[" TRUST("Allow") "," TRUST("Deny") "]}",
               RAMPART_LAYER_TRUST, 0, 0},
     .action = "sts:AssumeRole",
     .resource = "acs:ram::1:role/r",
     .expected = "trust-deny=refused: ImplicitDeny"},
    {.identity = ONE_STATEMENT("\"Effect\":\"Allow\",\"NotAction\":\"ESS:a\",\"Resource\":\"*\""),
     .expected = "action-case=sensitive: Allow"},
    {.identity = ALLOW_ACTION("*"), .expected = ""},
    {.identity = ALLOW_ACTION("ess:ab*ij"), .action = "ess:abCDEFGhij", .expected = ""},
    {.identity = ALLOW_ACTION("ess:AB*ij"),
     .action = "ess:abCDEFGhij",
     .expected = "action-case=sensitive: ImplicitDeny"},
    {.identity = ALLOW_ACTION("ess:ab*IJ"),
     .action = "ess:abCDEFGhij",
     .expected = "action-case=sensitive: ImplicitDeny"},
    {.identity = ALLOW_ACTION("*Ghij"), .action = "ess:abCDEFGhij", .expected = ""},
    {.identity = ALLOW_ACTION("*ghij"),
     .action = "ess:abCDEFGhij",
     .expected = "action-case=sensitive: ImplicitDeny"},
    {.identity = ALLOW_ACTION("ess:ab*EF*ij"), .action = "ess:abCDEFGhij", .expected = ""},
    {.identity = ALLOW_ACTION("ess:ab*ef*ij"),
     .action = "ess:abCDEFGhij",
     .expected = "action-case=sensitive: ImplicitDeny"},
    {.identity = ALLOW_ACTION("ess:ab**Ghij"), .action = "ess:abCDEFGhij", .expected = ""},
    {.identity = ALLOW_ACTION("ess:ab**ghij"),
     .action = "ess:abCDEFGhij",
     .expected = "action-case=sensitive: ImplicitDeny"},
};

static void open_row(struct decision_fixture *fixture, const struct row *row)
{
    struct fixture_policy policies[2];
    size_t count = 0;
    if (row->identity != NULL)
        policies[count++] = (struct fixture_policy){"p", row->identity, RAMPART_LAYER_IDENTITY, 0, 0};
    if (row->other.text != NULL) policies[count++] = row->other;
    decision_fixture_open(fixture, policies, count, policies[0].layer == RAMPART_LAYER_CONTROL);
}

/* What is said, in one line. */
static const char *told(const struct rampart_decision *decision, char *buffer, size_t size)
{
    buffer[0] = '\0';
    for (size_t i = 0; i < decision->dependence_count; i++) {
        const struct rampart_dependence *found = &decision->dependences[i];
        bool deny = found->verdict.outcome == RAMPART_OUTCOME_DENY;
        assert_string_equal(found->name, rampart_assumption_name(found->assumption));
        snprintf(buffer + strlen(buffer), size - strlen(buffer), "%s%s=%s: %s", i > 0 ? "; " : "",
                 found->name, found->otherwise,
                 deny ? rampart_deny_name(found->verdict.deny)
                      : rampart_outcome_name(found->verdict.outcome));
    }
    return buffer;
}

static void ask(struct decision_fixture *fixture, const struct row *row, rampart_switches assumptions)
{
    decision_fixture_ask(fixture, row->principal, row->action == NULL ? "ess:A" : row->action,
                         row->resource == NULL ? THING : row->resource);
    fixture->rules->assumed = assumptions;
    if (row->key == NULL) return;
    if (row->value == NULL)
        assert_int_equal(rampart_request_set_absent(fixture->request, rampart_str(row->key), NULL),
                         RAMPART_OK);
    for (const char *const *value = &row->value; value <= &row->more && *value != NULL; value++)
        assert_int_equal(
            rampart_request_add_context(fixture->request, rampart_str(row->key), rampart_str(*value), NULL),
            RAMPART_OK);
}

static void each_switch_is_named_where_it_matters(void **state)
{
    (void)state;
    char line[512];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct decision_fixture fixture;
        open_row(&fixture, &rows[i]);
        ask(&fixture, &rows[i], 0);
        assert_string_equal(told(decision_fixture_answer(&fixture), line, sizeof line), rows[i].expected);
        decision_fixture_close(&fixture);
    }
}

/* From the other side: what is assumed otherwise is named with the default. */
static void a_switch_that_is_set_is_named_with_its_default(void **state)
{
    (void)state;
    char line[512];
    struct decision_fixture fixture;
    open_row(&fixture, &rows[1]);
    ask(&fixture, &rows[1], RP_ASSUME_FIELDS);
    const struct rampart_decision *decision = decision_fixture_answer(&fixture);
    assert_int_equal(decision->verdict.outcome, RAMPART_OUTCOME_DENY);
    assert_string_equal(told(decision, line, sizeof line), "colon-crossing=crosses: Allow");
    assert_string_equal(decision->dependences[0].assumed, "within-field");
    decision_fixture_close(&fixture);
    open_row(&fixture, &rows[3]);
    ask(&fixture, &rows[3], RP_ASSUME_KEY_FOLD);
    assert_string_equal(told(decision_fixture_answer(&fixture), line, sizeof line),
                        "key-case=name-insensitive: Conditional; key-case=sensitive: Conditional");
    decision_fixture_close(&fixture);
}

/* The worst of several resources counts: what turns on the other alone is not named. */
static void several_resources_are_one_verdict(void **state)
{
    (void)state;
    static const struct fixture_policy policy = {"p", ALLOW("acs:ess:cn:1:in/A"), RAMPART_LAYER_IDENTITY, 0,
                                                 0};
    struct decision_fixture fixture;
    decision_fixture_open(&fixture, &policy, 1, 0);
    decision_fixture_ask(&fixture, NULL, "ess:A", THING);
    assert_int_equal(rampart_request_add_resource(fixture.request, rampart_str("acs:ess:cn:1:b"), NULL),
                     RAMPART_OK);
    assert_int_equal(decision_fixture_answer(&fixture)->dependence_count, 0);
    decision_fixture_ask(&fixture, NULL, "ess:A", THING);
    assert_int_equal(rampart_request_add_resource(fixture.request, rampart_str("acs:ess:cn:1:in/A"), NULL),
                     RAMPART_OK);
    assert_int_equal(decision_fixture_answer(&fixture)->dependence_count, 1);
    decision_fixture_close(&fixture);
}

/* Two spellings of a tag's key are one key when their case does not count: then it has the values of both. */
static void spellings_share_their_values(void **state)
{
    (void)state;
    char line[512];
    static const struct fixture_policy policy = {
        "p", ALLOW_IF("\"StringEquals\":{\"acs:ResourceTag/Team\":\"x\"}"), RAMPART_LAYER_IDENTITY, 0, 0};
    struct decision_fixture fixture;
    decision_fixture_open(&fixture, &policy, 1, 0);
    for (unsigned first = 0; first < 2; first++) {
        static const char *const keys[] = {"acs:ResourceTag/team", "acs:ResourceTag/Team"};
        decision_fixture_ask(&fixture, NULL, "ess:A", THING);
        for (unsigned i = 0; i < 2; i++)
            assert_int_equal(rampart_request_add_context(fixture.request, rampart_str(keys[(first + i) % 2]),
                                                         rampart_str((first + i) % 2 == 0 ? "x" : "y"), NULL),
                             RAMPART_OK);
        assert_string_equal(told(decision_fixture_answer(&fixture), line, sizeof line),
                            "key-case=insensitive: Allow");
    }
    decision_fixture_close(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_switch_is_named_where_it_matters),
        cmocka_unit_test(a_switch_that_is_set_is_named_with_its_default),
        cmocka_unit_test(several_resources_are_one_verdict),
        cmocka_unit_test(spellings_share_their_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
