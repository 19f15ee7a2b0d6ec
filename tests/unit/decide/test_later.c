/* SPDX-License-Identifier: Apache-2.0 */
/* A denial ends when the last statement that denies does, and only where each of them ends by itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include <rampart/rampart.h>

#include "base/str.h"

#define ON_ALL "\"Action\":\"ess:*\",\"Resource\":\"*\""
#define ALLOW "{\"Effect\":\"Allow\"," ON_ALL "}"
#define DENY(conditions) "{\"Effect\":\"Deny\"," ON_ALL ",\"Condition\":{" conditions "}}"
#define BEFORE(time) DENY("\"DateLessThan\":{\"acs:CurrentTime\":\"" time "\"}")
#define MAY "2026-05-01T00:00:00Z"
#define JUNE "2026-06-01T00:00:00+08:00"

/* The answers to ess:X at midnight of 2026-04-01; `then` is "-" where the denial has no end. */
static const struct {
    const char *statements, *until, *then;
} cases[] = {
    {ALLOW, "", "-"},
    {ALLOW "," BEFORE(MAY), MAY, "Allow"},
    {BEFORE(MAY), MAY, "ImplicitDeny"},
    {ALLOW "," BEFORE(MAY) "," BEFORE(JUNE), JUNE, "Allow"},
    {ALLOW "," BEFORE(JUNE) "," BEFORE(MAY), JUNE, "Allow"},
    /* One that has no end, one that ends by another key as well, and two conditions, of which the first ends it. */
    {ALLOW "," BEFORE(MAY) ",{\"Effect\":\"Deny\"," ON_ALL "}", "", "-"},
    {ALLOW "," DENY("\"Bool\":{\"acs:MFAPresent\":\"true\"},\"DateLessThan\":{\"acs:CurrentTime\":\"" MAY "\"}"), MAY,
     "Allow"},
    {ALLOW "," DENY("\"DateLessThan\":{\"acs:CurrentTime\":\"" MAY "\"},\"DateLessThanEquals\":{\"acs:CurrentTime\":\"" JUNE
                    "\"}"),
     MAY, "Allow"},
    /* In the last moment of DateLessThanEquals it is denied still; the moment after it is meant. */
    {ALLOW "," DENY("\"DateLessThanEquals\":{\"acs:CurrentTime\":\"" MAY "\"}"), MAY, "Allow"},
    /* A window that opens when the other closes; the name of the key in other letters. */
    {ALLOW "," BEFORE(MAY) "," DENY("\"DateGreaterThanEquals\":{\"acs:CurrentTime\":\"" MAY "\"}"), MAY,
     "ExplicitDeny"},
    {ALLOW "," DENY("\"DateLessThan\":{\"ACS:currenttime\":\"" MAY "\"}"), MAY, "Allow"},
    /* What follows may be open. */
    {ALLOW "," BEFORE(MAY) "," DENY("\"Bool\":{\"acs:SecureTransport\":\"false\"},"
                                    "\"DateGreaterThan\":{\"acs:CurrentTime\":\"2026-04-15T00:00:00Z\"}"),
     MAY, "Conditional"},
    /* Of two values any may be met; a lower bound is no end. */
    {ALLOW "," DENY("\"DateLessThan\":{\"acs:CurrentTime\":[\"" MAY "\",\"" JUNE "\"]}"), "", "-"},
    {ALLOW "," DENY("\"DateGreaterThan\":{\"acs:CurrentTime\":\"2026-01-01T00:00:00Z\"}"), "", "-"},
};

struct asked {
    struct rampart_policy *policy;
    struct rampart_set *set;
    struct rampart_request *request;
};

static void ask(const char *statements, const char *time, struct asked *ret_asked)
{
    char text[4096];
    struct asked *asked = ret_asked;
    (void)snprintf(text, sizeof text, "{\"Version\":\"1\",\"Statement\":[%s]}", statements);
    const struct rampart_document document = {.text = rampart_str(text), .file = RP_STR("p.json")};
    assert_int_equal(rampart_policy_read(NULL, &document, NULL, &asked->policy), RAMPART_OK);
    const struct rampart_attachment attachment = {.policy = asked->policy};
    const struct rampart_set_parts parts = {.attachments = &attachment, .attachment_count = 1};
    assert_int_equal(rampart_set_new(NULL, &parts, NULL, &asked->set), RAMPART_OK);
    assert_int_equal(rampart_request_new(NULL, &asked->request), RAMPART_OK);
    struct rampart_request *request = asked->request;
    assert_int_equal(rampart_request_set_action(request, RP_STR("ess:X"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, RP_STR("acs:ess:cn-a:1:g/x"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_context(request, RP_STR("acs:MFAPresent"), RP_STR("true"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_time(request, rampart_str(time), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
}

static void ask_free(struct asked *asked)
{
    rampart_request_free(asked->request);
    rampart_set_free(asked->set);
    rampart_policy_free(asked->policy);
}

static const char *name_of(const struct rampart_decision *decision)
{
    if (decision == NULL) return "-";
    const struct rampart_verdict verdict = decision->verdict;
    return verdict.outcome == RAMPART_OUTCOME_DENY ? rampart_deny_name(verdict.deny)
                                                   : rampart_outcome_name(verdict.outcome);
}

static void denials_that_end(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct asked asked;
        struct rampart_decision *decision = NULL, *later = NULL, *again = NULL;
        struct rampart_str until;
        ask(cases[i].statements, "2026-04-01T00:00:00Z", &asked);
        assert_int_equal(rampart_explain(asked.set, &asked.request, 1, 0, NULL, &decision, NULL), RAMPART_OK);
        assert_int_equal(rampart_explain_later(asked.set, asked.request, decision, NULL, &until, &later), RAMPART_OK);
        if (!rp_str_equal(until, rampart_str(cases[i].until))) fail_msg("case %zu: %.*s", i, RP_ARG(until));
        if (!rp_str_equal(rampart_str(name_of(later)), rampart_str(cases[i].then)))
            fail_msg("case %zu: %s", i, name_of(later));
        assert_int_equal(rampart_explain(asked.set, &asked.request, 1, 0, NULL, &again, NULL), RAMPART_OK);
        assert_string_equal(name_of(again), name_of(decision)); /* the request has its own time again */
        rampart_decision_free(again);
        rampart_decision_free(later);
        rampart_decision_free(decision);
        ask_free(&asked);
    }
}

/* A time that is not known leaves the decision open, and what is open has no end. */
static void without_a_time_nothing_ends(void **state)
{
    (void)state;
    struct asked asked;
    struct rampart_decision *decision = NULL, *later = NULL;
    struct rampart_str until;
    ask(ALLOW "," BEFORE(MAY), "unknown", &asked);
    assert_int_equal(rampart_explain(asked.set, &asked.request, 1, 0, NULL, &decision, NULL), RAMPART_OK);
    assert_int_equal(rampart_explain_later(asked.set, asked.request, decision, NULL, &until, &later), RAMPART_OK);
    assert_null(later);
    assert_int_equal(until.len, 0);
    assert_int_equal(rampart_explain_later(asked.set, asked.request, NULL, NULL, &until, &later), RAMPART_MISUSE);
    rampart_decision_free(decision);
    ask_free(&asked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(denials_that_end),
        cmocka_unit_test(without_a_time_nothing_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
