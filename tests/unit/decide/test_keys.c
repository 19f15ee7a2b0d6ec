/* SPDX-License-Identifier: Apache-2.0 */
/* Decisions that a key leaves open although every way it may turn out decides alike. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "decide/keys.h"
#include "support/decision_fixture.h"

#define IF(effect, condition) \
    "{\"Effect\":\"" effect "\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{" condition "}}"
#define ALLOW_IF(condition) IF("Allow", condition)
#define DENY_IF(condition) IF("Deny", condition)
#define ALLOW "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}"
#define DOCUMENT(statements) "{\"Version\":\"1\",\"Statement\":[" statements "]}"
#define GROUP "acs:ess:cn-x:1:scalinggroup/a"

static struct rampart_verdict decide(struct decision_fixture *fixture, struct rampart_str *ret_key)
{
    const struct rp_question question = {.request = fixture->request, .resource = RP_STR(GROUP)};
    struct rampart_verdict verdict;
    assert_int_equal(rp_split_walk(fixture->rules, &question, &verdict, ret_key), RAMPART_OK);
    return verdict;
}

/* The outcome for a document, and the key that settled it. */
static enum rampart_outcome outcome_of(const char *document, const char *settling)
{
    const struct fixture_policy policy = {.name = "p", .text = document};
    struct rampart_str key;
    struct decision_fixture fixture;
    decision_fixture_open(&fixture, &policy, 1, 0);
    decision_fixture_ask(&fixture, NULL, "ess:X", GROUP);
    enum rampart_outcome outcome = decision_fixture_answer(&fixture)->verdict.outcome;
    assert_int_equal(decide(&fixture, &key).outcome, outcome);
    assert_int_equal(key.len, strlen(settling));
    assert_memory_equal(key.data == NULL ? "" : key.data, settling, key.len);
    decision_fixture_close(&fixture);
    return outcome;
}

static void conditions_that_cover_everything_allow(void **state)
{
    static const char *const documents[] = {
        DOCUMENT(
            ALLOW_IF("\"StringEquals\":{\"K\":\"v\"}") "," ALLOW_IF("\"StringNotEquals\":{\"k\":\"v\"}")),
        DOCUMENT(ALLOW_IF("\"StringLike\":{\"K\":\"*\"}") "," ALLOW_IF(
            "\"Null\":{\"k\":\"true\"}") "," ALLOW_IF("\"ForAllValues:StringEquals\":{\"K\":\"x\"}")),
        DOCUMENT(
            ALLOW_IF("\"StringLikeIfExists\":{\"K\":\"*\"}") "," ALLOW_IF("\"StringLike\":{\"j\":\"x\"}")),
    };
    (void)state;
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++)
        if (outcome_of(documents[i], "K") != RAMPART_OUTCOME_ALLOW) fail_msg("%s", documents[i]);
}

/* The values of a key whose type nobody knows may also be none that the operators can read. */
static void the_type_of_the_key_settles(void **state)
{
#define NUMBERS(key)                                                           \
    DOCUMENT(ALLOW_IF("\"NumericLessThan\":{\"" key "\":\"5\"}") "," ALLOW_IF( \
        "\"NumericGreaterThanEquals\":{\"" key                                 \
        "\":\"5\"}") "," ALLOW_IF("\"NumericNotEquals\":{\"" key "\":\"5\"}"))
#define BOOLS(key)                                                     \
    DOCUMENT(ALLOW_IF("\"Bool\":{\"" key "\":\"true\"}") "," ALLOW_IF( \
        "\"BoolIfExists\":{\"" key                                     \
        "\":\"false\"}") "," ALLOW_IF("\"ForAnyValue:Bool\":{\"" key "\":\"true\"}"))
#define BLOCKS(key)                                                               \
    DOCUMENT(ALLOW_IF("\"IpAddress\":{\"" key "\":\"10.0.0.0/9\"}") "," ALLOW_IF( \
        "\"IpAddress\":{\"" key                                                   \
        "\":\"10.128.0.0/9\"}") "," ALLOW_IF("\"NotIpAddress\":{\"" key "\":\"10.0.0.0/8\"}"))
    const char *const days = "oss:object-remaining-retention-days";
    (void)state;
    assert_int_equal(outcome_of(NUMBERS("oss:object-remaining-retention-days"), days), RAMPART_OUTCOME_ALLOW);
    assert_int_equal(outcome_of(BOOLS("acs:MFAPresent"), "acs:MFAPresent"), RAMPART_OUTCOME_ALLOW);
    assert_int_equal(outcome_of(BLOCKS("acs:SourceIp"), "acs:SourceIp"), RAMPART_OUTCOME_ALLOW);
    assert_int_equal(outcome_of(NUMBERS("k"), ""), RAMPART_OUTCOME_CONDITIONAL);
    assert_int_equal(outcome_of(BLOCKS("k"), ""), RAMPART_OUTCOME_CONDITIONAL);
    assert_int_equal(outcome_of(BOOLS("k"), ""), RAMPART_OUTCOME_CONDITIONAL);
#undef NUMBERS
#undef BLOCKS
#undef BOOLS
}

static void conditions_that_leave_a_gap_do_not(void **state)
{
    static const char *const documents[] = {
        DOCUMENT(ALLOW_IF("\"StringEquals\":{\"k\":\"v\"}") "," ALLOW_IF("\"StringNotLike\":{\"k\":\"v*\"}")),
        DOCUMENT(
            ALLOW_IF("\"StringEquals\":{\"k\":\"v\"}") "," ALLOW_IF("\"StringNotEquals\":{\"j\":\"v\"}")),
        DOCUMENT(ALLOW_IF("\"NumericLessThan\":{\"k\":\"5\"}") "," ALLOW_IF(
            "\"NumericGreaterThan\":{\"k\":\"5\"}") "," ALLOW_IF("\"Null\":{\"k\":\"true\"}")),
        DOCUMENT(
            ALLOW_IF("\"Bool\":{\"k\":\"true\"}") "," ALLOW_IF("\"Bool\":{\"k\":\"false\"}")), /* absent */
        DOCUMENT(ALLOW_IF("\"IpAddress\":{\"k\":\"0.0.0.0/0\"}") "," ALLOW_IF("\"Null\":{\"k\":\"true\"}")),
        /* a set of both values is met by neither */
        DOCUMENT(ALLOW_IF("\"ForAllValues:StringEquals\":{\"k\":\"v\"}") "," ALLOW_IF(
            "\"ForAllValues:StringNotEquals\":{\"k\":\"v\"}")),
        /* neither alone, but a set of both values is met by neither */
        DOCUMENT(ALLOW_IF("\"ForAllValues:StringNotEquals\":{\"k\":\"v\"}") "," ALLOW_IF(
            "\"ForAllValues:StringNotEquals\":{\"k\":\"w\"}")),
        /* a key that is there without a value */
        DOCUMENT(ALLOW_IF("\"StringLike\":{\"k\":\"*\"}") "," ALLOW_IF("\"Null\":{\"k\":\"true\"}")),
        /* a set of three values is denied */
        DOCUMENT(ALLOW
                 "," DENY_IF("\"ForAnyValue:StringEquals\":{\"k\":\"a\"},\"StringEquals\":{\"k\":\"b\"},"
                             "\"StringLike\":{\"k\":\"c\"}")),
        DOCUMENT(ALLOW_IF("\"StringEquals\":{\"tag/a\":\"v\"}") "," ALLOW_IF(
            "\"StringNotEquals\":{\"tag/A\":\"v\"}")),
    };
    (void)state;
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++)
        if (outcome_of(documents[i], "") != RAMPART_OUTCOME_CONDITIONAL) fail_msg("%s", documents[i]);
}

/* Which text is a number, and of which pattern, would have to be looked at together. */
static void a_key_of_two_types_stays_open(void **state)
{
    (void)state;
    assert_int_equal(
        outcome_of(DOCUMENT(ALLOW_IF("\"StringEquals\":{\"k\":\"v\"}") "," ALLOW_IF(
                       "\"StringNotEquals\":{\"k\":\"v\"}") "," ALLOW_IF("\"NumericEquals\":{\"k\":\"1\"}")),
                   ""),
        RAMPART_OUTCOME_CONDITIONAL);
}

static void no_date_is_before_the_first(void **state)
{
    (void)state;
    assert_int_equal(outcome_of(DOCUMENT(ALLOW "," DENY_IF(
                                    "\"DateLessThan\":{\"acs:CurrentTime\":\"0000-01-01T00:00+18:00\"}")),
                                "acs:CurrentTime"),
                     RAMPART_OUTCOME_ALLOW);
    assert_int_equal(outcome_of(DOCUMENT(ALLOW "," DENY_IF(
                                    "\"DateLessThan\":{\"acs:CurrentTime\":\"0000-01-01T00:00+17:59\"}")),
                                ""),
                     RAMPART_OUTCOME_CONDITIONAL);
}

static void the_other_keys_stay_unknown(void **state)
{
    (void)state;
    assert_int_equal(
        outcome_of(DOCUMENT(ALLOW_IF("\"StringEquals\":{\"j\":\"1\"}") "," ALLOW_IF(
                       "\"StringEquals\":{\"K\":\"v\"}") "," ALLOW_IF("\"StringNotEquals\":{\"K\":\"v\"}")),
                   "K"),
        RAMPART_OUTCOME_ALLOW);
    assert_int_equal(outcome_of(DOCUMENT(ALLOW_IF("\"StringEquals\":{\"k\":\"v\",\"j\":\"1\"}") "," ALLOW_IF(
                                    "\"StringNotEquals\":{\"k\":\"v\"}")),
                                ""),
                     RAMPART_OUTCOME_CONDITIONAL);
}

/* ---- denials ---- */

static void a_denial_is_explicit_when_it_always_is(void **state)
{
    (void)state;
    const struct fixture_policy policies[] = {
        {.name = "p",
         .text = DOCUMENT(ALLOW "," DENY_IF("\"StringEquals\":{\"k\":\"v\"}") "," DENY_IF(
             "\"StringNotEquals\":{\"k\":\"v\"}"))},
    };
    struct rampart_str key;
    struct decision_fixture fixture;
    decision_fixture_open(&fixture, policies, 1, 0);
    decision_fixture_ask(&fixture, NULL, "ess:X", GROUP);
    decision_fixture_answer(&fixture);
    struct rampart_verdict verdict = decide(&fixture, &key);
    assert_int_equal(verdict.outcome, RAMPART_OUTCOME_DENY);
    assert_int_equal(verdict.deny, RAMPART_EXPLICIT_DENY);
    assert_int_equal(verdict.layer, RAMPART_LAYER_IDENTITY);
    decision_fixture_close(&fixture);
}

static void a_denial_is_implicit_when_one_is(void **state)
{
    (void)state;
    const struct fixture_policy policy = {
        .name = "p",
        .text = DOCUMENT(ALLOW_IF("\"StringEquals\":{\"k\":\"v\"}") "," DENY_IF(
            "\"StringEquals\":{\"k\":\"v\"}") "," DENY_IF("\"Null\":{\"k\":\"true\"}"))};
    struct decision_fixture fixture;
    decision_fixture_open(&fixture, &policy, 1, 0);
    decision_fixture_ask(&fixture, NULL, "ess:X", GROUP);
    const struct rampart_decision *decision = decision_fixture_answer(&fixture);
    assert_int_equal(decision->verdict.outcome, RAMPART_OUTCOME_DENY);
    assert_int_equal(decision->verdict.deny, RAMPART_IMPLICIT_DENY);
    decision_fixture_close(&fixture);
}

static void a_denial_of_two_layers_is_put_down_to_the_later(void **state)
{
    (void)state;
    const struct fixture_policy policies[] = {
        {.name = "p", .text = DOCUMENT(ALLOW_IF("\"StringEquals\":{\"k\":\"v\"}"))},
        {.name = "c",
         .text = DOCUMENT(ALLOW "," DENY_IF("\"StringEquals\":{\"k\":\"v\"}")),
         .layer = RAMPART_LAYER_CONTROL},
    };
    struct decision_fixture fixture;
    decision_fixture_open(&fixture, policies, 2, 1);
    decision_fixture_ask(&fixture, NULL, "ess:X", GROUP);
    const struct rampart_decision *decision = decision_fixture_answer(&fixture);
    assert_int_equal(decision->verdict.outcome, RAMPART_OUTCOME_DENY);
    assert_int_equal(decision->verdict.deny, RAMPART_IMPLICIT_DENY);
    assert_int_equal(decision->verdict.layer, RAMPART_LAYER_IDENTITY);
    assert_string_equal(decision->message.data, "It is denied whatever k is.");
    assert_int_equal(decision->matched_count, 2);
    assert_int_equal(decision->nearest_count, 0);
    decision_fixture_close(&fixture);
}

/* ---- what is said ---- */

static void the_reasons_are_those_that_could(void **state)
{
    (void)state;
    const struct fixture_policy policy = {
        .name = "p",
        .text = DOCUMENT(ALLOW_IF("\"StringEquals\":{\"Key\":\"v\"}") "," ALLOW_IF(
            "\"StringNotEquals\":{\"key\":\"v\"}"))};
    struct decision_fixture fixture;
    decision_fixture_open(&fixture, &policy, 1, 0);
    decision_fixture_ask(&fixture, NULL, "ess:X", GROUP);
    const struct rampart_decision *decision = decision_fixture_answer(&fixture);
    assert_int_equal(decision->verdict.outcome, RAMPART_OUTCOME_ALLOW);
    assert_string_equal(decision->message.data, "It is allowed whatever Key is.");
    assert_int_equal(decision->matched_count, 2);
    assert_int_equal(decision->condition_count, 2);
    for (size_t i = 0; i < 2; i++) assert_int_equal(decision->conditions[i].state, RAMPART_UNKNOWN);
    assert_int_equal(decision->unknown_keys.count, 1);
    assert_memory_equal(decision->unknown_keys.items[0].data, "Key", 3);
    assert_int_equal(decision->unknown_layer_count, 0);
    decision_fixture_close(&fixture);
}

static void a_given_key_is_not_split(void **state)
{
    (void)state;
    const struct fixture_policy policy = {
        .name = "p",
        .text = DOCUMENT(
            ALLOW_IF("\"StringEquals\":{\"k\":\"v\"}") "," ALLOW_IF("\"StringNotEquals\":{\"k\":\"v\"}"))};
    struct decision_fixture fixture;
    decision_fixture_open(&fixture, &policy, 1, 0);
    decision_fixture_ask(&fixture, NULL, "ess:X", GROUP);
    assert_int_equal(rampart_request_set_absent(fixture.request, rampart_str("k"), NULL), RAMPART_OK);
    const struct rampart_decision *decision = decision_fixture_answer(&fixture);
    assert_int_equal(decision->verdict.outcome, RAMPART_OUTCOME_ALLOW);
    assert_int_equal(decision->matched_count, 1);
    assert_int_equal(decision->unknown_keys.count, 0);
    decision_fixture_close(&fixture);
}

/* No time is early and late at once, and no answer turns on what several times would mean; keys of a request may be both. */
static void one_value_is_no_set(void **state)
{
    (void)state;
    const char *const times = DOCUMENT(ALLOW "," DENY_IF(
        "\"DateLessThan\":{\"acs:CurrentTime\":\"2026-01-01T00:00:00Z\"},"
        "\"DateGreaterThan\":{\"acs:CurrentTime\":\"2026-06-01T00:00:00Z\"}"));
    const char *const tags = DOCUMENT(ALLOW "," DENY_IF(
        "\"StringEquals\":{\"acs:TagKeys\":\"a\"},\"StringLike\":{\"acs:TagKeys\":\"b\"}"));
    const struct fixture_policy covering = {
        .name = "p",
        .text = DOCUMENT(ALLOW_IF("\"DateLessThan\":{\"acs:CurrentTime\":\"2026-01-01T00:00:00Z\"}") "," ALLOW_IF(
            "\"DateGreaterThanEquals\":{\"acs:CurrentTime\":\"2026-01-01T00:00:00Z\"}"))};
    struct decision_fixture fixture;
    assert_int_equal(outcome_of(times, "acs:CurrentTime"), RAMPART_OUTCOME_ALLOW);
    assert_int_equal(outcome_of(tags, ""), RAMPART_OUTCOME_CONDITIONAL);
    decision_fixture_open(&fixture, &covering, 1, 0);
    decision_fixture_ask(&fixture, NULL, "ess:X", GROUP);
    const struct rampart_decision *decision = decision_fixture_answer(&fixture);
    assert_int_equal(decision->verdict.outcome, RAMPART_OUTCOME_ALLOW);
    assert_int_equal(decision->dependence_count, 0);
    decision_fixture_close(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conditions_that_cover_everything_allow),
        cmocka_unit_test(the_type_of_the_key_settles),
        cmocka_unit_test(conditions_that_leave_a_gap_do_not),
        cmocka_unit_test(one_value_is_no_set),
        cmocka_unit_test(a_key_of_two_types_stays_open),
        cmocka_unit_test(no_date_is_before_the_first),
        cmocka_unit_test(the_other_keys_stay_unknown),
        cmocka_unit_test(a_denial_is_explicit_when_it_always_is),
        cmocka_unit_test(a_denial_is_implicit_when_one_is),
        cmocka_unit_test(a_denial_of_two_layers_is_put_down_to_the_later),
        cmocka_unit_test(the_reasons_are_those_that_could),
        cmocka_unit_test(a_given_key_is_not_split),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
