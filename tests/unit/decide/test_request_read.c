/* SPDX-License-Identifier: Apache-2.0 */
/* A request as a JSON object: what each member sets, what is refused and where, and which id is handed back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <rampart/decision.h>

#include "base/str.h"
#include "decide/request.h"
#include "support/diag_lines.h"
#include "support/request_fixture.h"

/* Reads the text into an empty request; the id is in fixture->id. */
static enum rampart_status read_text(struct fixture *fixture, struct rampart_str text)
{
    rampart_request_clear(fixture->request);
    rampart_diags_clear(fixture->diags);
    fixture->id = RP_STR("(not written)");
    return rampart_request_read(fixture->request, text, RP_STR("r.jsonl"), &fixture->id, fixture->diags);
}

static void is_text(struct rampart_str text, const char *expected)
{
    assert_int_equal(text.len, strlen(expected));
    assert_memory_equal(text.data == NULL ? "" : text.data, expected, text.len);
}

/* The text is refused with these diagnostics, and this id is handed back. */
static void refuses(struct fixture *fixture, const char *text, const char *id, const char *expected)
{
    assert_int_equal(read_text(fixture, rampart_str(text)), RAMPART_INVALID_INPUT);
    assert_string_equal(diag_lines(fixture->diags, fixture->lines, sizeof fixture->lines), expected);
    is_text(fixture->id, id);
}

static void what_is_expected_is_read_and_compared(void **state)
{
    struct fixture *fixture = *state;
    static const struct rampart_verdict allow = {.outcome = RAMPART_OUTCOME_ALLOW},
                                        open = {.outcome = RAMPART_OUTCOME_CONDITIONAL},
                                        explicitly = {.deny = RAMPART_EXPLICIT_DENY}, implicitly = {0};
    static const struct {
        const char *word;
        bool met[4]; /* by allow, open, explicitly, implicitly */
    } rows[] = {
        {"Allow", {true, false, false, false}},        {"Conditional", {false, true, false, false}},
        {"Deny", {false, false, true, true}},          {"ExplicitDeny", {false, false, true, false}},
        {"ImplicitDeny", {false, false, false, true}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[128];
        snprintf(text, sizeof text, "{\"action\": \"a:B\", \"resource\": \"*\", \"expect\": \"%s\"}",
                 rows[i].word);
        assert_int_equal(read_text(fixture, rampart_str(text)), RAMPART_OK);
        enum rampart_expect expect = rampart_request_expected(fixture->request);
        assert_string_equal(rampart_expect_name(expect), rows[i].word);
        assert_int_equal(rampart_verdict_meets(allow, expect), rows[i].met[0]);
        assert_int_equal(rampart_verdict_meets(open, expect), rows[i].met[1]);
        assert_int_equal(rampart_verdict_meets(explicitly, expect), rows[i].met[2]);
        assert_int_equal(rampart_verdict_meets(implicitly, expect), rows[i].met[3]);
    }
    rampart_request_clear(fixture->request);
    assert_int_equal(rampart_request_expected(fixture->request), RAMPART_EXPECT_NOTHING);
    assert_true(rampart_verdict_meets(implicitly, RAMPART_EXPECT_NOTHING));
    refuses(fixture, "{\"action\": \"a:B\", \"resource\": \"*\", \"expect\": \"allow\"}", "",
            "REQ013 1:46 invalid expected decision: \"allow\" | write Allow, Deny, ImplicitDeny, ExplicitDeny or "
            "Conditional");
}

static void a_session_policy_is_read_as_strictly_as_a_file(void **state)
{
    struct fixture *fixture = *state;
    static const char *const good[] = {
        "{\"sessionPolicy\": {\"Version\": \"1\", \"Statement\": [{\"Effect\": \"Deny\", \"Action\": "
        "\"a:*\", \"Resource\": \"*\"}]}}",
        "{\"sessionPolicy\": \"{\\\"Version\\\": \\\"1\\\", \\\"Statement\\\": [{\\\"Effect\\\": "
        "\\\"Deny\\\", "
        "\\\"Action\\\": \\\"a:*\\\", \\\"Resource\\\": \\\"*\\\"}]}\"}",
    };
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(read_text(fixture, rampart_str(good[i])), RAMPART_OK);
        const struct rampart_policy *policy = rampart_request_session_policy(fixture->request);
        assert_non_null(policy);
        assert_int_equal(rampart_policy_kind(policy), RAMPART_POLICY_SESSION);
        assert_int_equal(rampart_policy_statement_count(policy), 1);
    }
    rampart_request_clear(fixture->request);
    assert_null(rampart_request_session_policy(fixture->request));
    refuses(fixture, "{\"sessionPolicy\": 1, \"action\": \"a:B\", \"resource\": \"*\"}", "",
            "REQ013 1:19 expected a policy, { … }, or one as a string, not a number");
    refuses(
        fixture,
        "{\"sessionPolicy\": {\"Version\": \"2\", \"Statement\": []}, \"action\": \"a:B\", \"resource\": "
        "\"*\"}",
        "",
        "DOC006 1:31 Version must be \"1\", not \"2\" | RAM has one version of its language: write \"1\"\n"
        "DOC015 1:49 a document without statements grants nothing");
    refuses(
        fixture,
        "{\"sessionPolicy\": \"{\\\"Version\\\": \\\"2\\\", \\\"Statement\\\": []}\", \"action\": \"a:B\", "
        "\"resource\": \"*\"}",
        "",
        "DOC006 1:34 Version must be \"1\", not \"2\" | RAM has one version of its language: write \"1\"\n"
        "DOC015 1:56 a document without statements grants nothing");
    assert_null(rampart_request_session_policy(fixture->request));
}

static void every_member_is_taken(void **state)
{
    struct fixture *fixture = *state;
    struct rampart_request *request = fixture->request;
    const struct rp_context_key *key = NULL;
    assert_int_equal(
        read_text(
            fixture,
            RP_STR("{\"id\": 7, \"principal\": \"user/alice\", \"action\": \"ess:X\", \"resource\": "
                   "[\"acs:ess:*:*:a\", \"*\"], \"context\": {\"k\": [\"a\", 1, true], \"e\": [], \"s\": "
                   "1.50}, \"absent\": [\"n\"], \"complete\": false, \"accountId\": \"12\"}")),
        RAMPART_OK);
    assert_int_equal(rampart_request_finish(request, fixture->diags), RAMPART_OK);
    is_text(fixture->id, "7");
    is_text(rampart_request_principal(request), "acs:ram::12:user/alice");
    is_text(rampart_request_action(request), "ess:X");
    assert_int_equal(rampart_request_resource_count(request), 2);
    is_text(rampart_request_resource(request, 1), "*");
    assert_int_equal(rp_request_key(request, 0, RP_STR("k"), &key), RP_KEY_PRESENT);
    assert_int_equal(key->count, 3);
    is_text(key->last->text, "true");
    assert_int_equal(rp_request_key(request, 0, RP_STR("s"), &key), RP_KEY_PRESENT);
    is_text(key->first->text, "1.50");
    assert_int_equal(rp_request_key(request, 0, RP_STR("e"), &key), RP_KEY_PRESENT);
    assert_null(key);
    assert_int_equal(rp_request_key(request, 0, RP_STR("n"), &key), RP_KEY_ABSENT);
    assert_int_equal(rp_request_key(request, 0, RP_STR("o"), &key), RP_KEY_UNKNOWN);
    assert_int_equal(rampart_diags_count(fixture->diags), 0);
}

static void parameters_and_complete_are_taken(void **state)
{
    struct fixture *fixture = *state;
    const struct rp_context_key *key = NULL;
    assert_int_equal(
        read_text(fixture,
                  RP_STR("{\"action\": \"ess:CancelInstanceRefresh\", \"accountId\": \"12\", "
                         "\"params\": {\"RegionId\": \"cn-hangzhou\", \"ScalingGroupId\": \"asg-1\", "
                         "\"InstanceRefreshTaskId\": 5}, \"complete\": true}")),
        RAMPART_OK);
    assert_int_equal(rampart_request_finish(fixture->request, fixture->diags), RAMPART_OK);
    is_text(fixture->id, "");
    is_text(rampart_request_resource(fixture->request, 0), "acs:ess:cn-hangzhou:12:scalinggroup/asg-1");
    assert_int_equal(rp_request_key(fixture->request, 0, RP_STR("o"), &key), RP_KEY_ABSENT);
}

/* The request is not finished: what was set before counts, and what is missing may still come. */
static void the_request_stays_open(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(read_text(fixture, RP_STR("{\"action\": \"ess:X\"}")), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(fixture->request, RP_STR("*"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_finish(fixture->request, fixture->diags), RAMPART_OK);
    assert_int_equal(
        rampart_request_read(fixture->request, RP_STR("{}"), RP_STR(""), &fixture->id, fixture->diags),
        RAMPART_MISUSE);
    rampart_request_clear(fixture->request);
    assert_int_equal(rampart_request_read(fixture->request, RP_STR("{}"), RP_STR(""), NULL, fixture->diags),
                     RAMPART_MISUSE);
    assert_int_equal(rampart_request_read(fixture->request, RP_STR("{}"), RP_STR(""), &fixture->id, NULL),
                     RAMPART_MISUSE);
}

static void the_id_is_handed_back_as_written(void **state)
{
    static const char *const ids[] = {
        "7",     "-0.50e+3", "12345678901234567890", "\"a\"", "\"\\u00e9 \\\"\"", "\"\"", "true",
        "false", "null"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        char text[100] = "{\"action\": \"ess:X\", \"id\" : ";
        strcat(strcat(text, ids[i]), " }");
        assert_int_equal(read_text(*state, rampart_str(text)), RAMPART_OK);
        is_text(((struct fixture *)*state)->id, ids[i]);
    }
}

static void the_id_survives_errors_unless_it_is_one(void **state)
{
    refuses(
        *state, "{\"id\": 5, \"action\": \"ess:X\", \"resource\"", "5",
        "SYN002 1:40 the document ends before the \"{\" of line 1, column 1 is closed | write } at the end");
    refuses(*state, "{\"id\": 'x', \"action\": \"ess:X\", \"resource\": \"*\"}", "",
            "SYN016 1:8 a string in ' quotes; JSON has only double quotes | write \"x\"");
    refuses(*state, "{\"id\": {}, \"action\": \"ess:X\", \"resource\": \"*\"}", "",
            "REQ013 1:8 expected a string, a number, true, false or null, not a map");
}

static void all_errors_are_reported_at_their_places(void **state)
{
    refuses(
        *state,
        "{\"id\":1,\"principal\":\"usr/"
        "x\",\"action\":2,\"params\":{\"a\":null},\"context\":{\"k\":{},\"\":1},"
        "\"absent\":[\"x\",1],\"complete\":1,\"accountId\":\"x\"}",
        "1",
        "REQ002 1:21 invalid principal: \"usr/x\" | write user/NAME, role/NAME, role/NAME/SESSION, root, "
        "saml-provider/NAME, oidc-provider/NAME, service/HOST, or one of these as acs:ram::ACCOUNT:...\n"
        "REQ013 1:38 expected a string, not a number\n"
        "REQ013 1:54 expected a value (text, a number, true or false), not null\n"
        "REQ013 1:75 expected a value (text, a number, true or false), not a map\n"
        "REQ007 1:78 invalid condition key: \"\" | write a key such as acs:SourceIp\n"
        "REQ013 1:98 expected a string, not a number\n"
        "REQ013 1:112 expected true or false, not a number\n"
        "REQ005 1:126 invalid account id: \"x\" | write the digits of the account, such as 1234567890123456");
}

static void wrong_shapes_are_refused(void **state)
{
    refuses(*state, "[]", "", "REQ013 1:1 expected a request, { … }, not a list");
    refuses(*state, "{\"action\":\"ess:X\",\"resource\":[]}", "",
            "REQ013 1:30 expected a string or a list of one string or more, not a list");
    refuses(*state, "{\"action\":\"ess:X\",\"resource\":[\"*\",null]}", "",
            "REQ013 1:35 expected a string, not null");
    refuses(*state, "{\"action\":\"ess:X\",\"resource\":\"*\",\"absent\":\"k\",\"context\":[],\"params\":1}",
            "",
            "REQ013 1:43 expected a list of strings, not a string\n"
            "REQ013 1:57 expected a map of condition keys to values, not a list\n"
            "REQ006 1:60 resource and params cannot be used together\n"
            "REQ013 1:69 expected a map of parameters to values, not a number");
}

static void a_misspelt_member_is_one_error(void **state)
{
    refuses(*state, "{\"acton\":\"ess:X\",\"resource\":\"*\"}", "",
            "REQ012 1:2 unknown member \"acton\" | did you mean \"action\"?");
    refuses(*state, "{\"Action\":\"ess:X\",\"Resources\":\"*\"}", "",
            "REQ012 1:2 unknown member \"Action\" | did you mean \"action\"?\n"
            "REQ012 1:19 unknown member \"Resources\" | did you mean \"resource\"?");
}

static void what_is_missing_stands_beside_other_errors(void **state)
{
    refuses(*state, "{\"zzz\":1}", "",
            "REQ001 1:1 the request has no action\n"
            "REQ001 1:1 the request has no resource\n"
            "REQ012 1:2 unknown member \"zzz\" | a request has id, principal, uid, credential, accessPoint, action, resource or params, "
            "literal, context, absent, complete, accountId, sessionPolicy, resourcePolicy, acl, blockPublicAccess, accessPointPolicy, "
            "accessPointOrigin, networkAcl, endpointPolicy, accessKeyPolicy, "
            "instanceRolePolicy and expect");
}

static void limits_are_kept(void **state)
{
    struct fixture *fixture = *state;
    struct rampart_options options = {.limits = {.document_bytes = 20, .string_bytes = 8}};
    rampart_request_free(fixture->request);
    assert_int_equal(rampart_request_new(&options, &fixture->request), RAMPART_OK);
    assert_int_equal(read_text(fixture, RP_STR("{\"id\":\"1234567890\"}  ")), RAMPART_LIMIT);
    assert_string_equal(diag_lines(fixture->diags, fixture->lines, sizeof fixture->lines),
                        "REQ009 0:0 the request is longer than the limit of 20 bytes");
    assert_int_equal(read_text(fixture, RP_STR("{\"id\":\"1234567890\"}")), RAMPART_LIMIT);
    is_text(fixture->id, "");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(what_is_expected_is_read_and_compared),
        TEST(a_session_policy_is_read_as_strictly_as_a_file),
        TEST(every_member_is_taken),
        TEST(parameters_and_complete_are_taken),
        TEST(the_request_stays_open),
        TEST(the_id_is_handed_back_as_written),
        TEST(the_id_survives_errors_unless_it_is_one),
        TEST(all_errors_are_reported_at_their_places),
        TEST(wrong_shapes_are_refused),
        TEST(a_misspelt_member_is_one_error),
        TEST(what_is_missing_stands_beside_other_errors),
        TEST(limits_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
