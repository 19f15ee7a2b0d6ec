/* SPDX-License-Identifier: Apache-2.0 */
/* What a request takes, what it refuses and with which words, and what it completes by itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <string.h>

#include "base/str.h"
#include "catalog/apis.h"
#include "decide/request.h"
#include "policy/assumption.h"
#include "support/diag_lines.h"
#include "support/request_fixture.h"

static void said(struct fixture *fixture, const char *expected)
{
    assert_string_equal(diag_lines(fixture->diags, fixture->lines, sizeof fixture->lines), expected);
    rampart_diags_clear(fixture->diags);
}

static struct rampart_str principal_arn(struct rampart_request *request)
{
    const struct rp_context_key *key = NULL;
    if (rp_request_key(request, 0, RP_STR("acs:principalarn"), &key) != RP_KEY_PRESENT)
        return RP_STR("(not present)");
    return key->first->text;
}

/* Asks with an account and a principal, and compares the principal and acs:PrincipalARN. */
static void completes(struct fixture *fixture, const char *account, const char *given, const char *principal,
                      const char *key)
{
    struct rampart_request *request = fixture->request;
    rampart_request_clear(request);
    if (account != NULL)
        assert_int_equal(rampart_request_set_account(request, rampart_str(account), NULL), RAMPART_OK);
    if (given != NULL)
        assert_int_equal(rampart_request_set_principal(request, rampart_str(given), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, RP_STR("ess:X"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, RP_STR("*"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_finish(request, fixture->diags), RAMPART_OK);
    assert_true(rp_str_equal(rampart_request_principal(request), rampart_str(principal)));
    assert_true(rp_str_equal(principal_arn(request), rampart_str(key)));
}

static void principals_are_completed(void **state)
{
    completes(*state, "1", "user/alice", "acs:ram::1:user/alice", "acs:ram::1:user/alice");
    completes(*state, "1", "role/CI", "acs:ram::1:role/CI", "acs:ram::1:role/ci");
    completes(*state, "1", "role/ci/s1", "acs:ram::1:role/ci/s1", "acs:ram::1:role/ci");
    completes(*state, NULL, "acs:sts::2:assumed-role/ci/s1", "acs:ram::2:role/ci/s1", "acs:ram::2:role/ci");
    completes(*state, "1", "arn:sts::2:assumed-role/CI/s1", "acs:ram::2:role/CI/s1", "acs:ram::2:role/ci");
    completes(*state, "1", "acs:ram::2:role/CI/s1", "acs:ram::2:role/CI/s1", "acs:ram::2:role/ci");
    completes(*state, "1", "acs:ram::2:root", "acs:ram::2:root", "acs:ram::2:root");
    completes(*state, "1", "acs:ram::2:user/bob", "acs:ram::2:user/bob", "acs:ram::2:user/bob");
    completes(*state, "1", "root", "acs:ram::1:root", "acs:ram::1:root");
    completes(*state, "1", "service/ecs.aliyuncs.com", "ecs.aliyuncs.com", "(not present)");
    completes(*state, "1", "saml-provider/p", "acs:ram::1:saml-provider/p", "(not present)");
    completes(*state, NULL, "user/alice", "user/alice", "(not present)");
    completes(*state, "1", NULL, "", "(not present)");
}

/* What was asked before does not matter, nor which id was the first. */
static void accounts_are_those_that_were_set(void **state)
{
    static const char *const ids[] = {"12", "1", "12345678901234567890", "12", "123", "x", "", "123456789012345678901"};
    struct fixture *fixture = *state;
    struct rampart_request *request = fixture->request;
    for (size_t i = 0; i < 8; i++)
        for (size_t k = 0; k < 5; k++) {
            char id[40];
            bool good = i < 5;
            rampart_request_clear(request);
            assert_true(request->account.len == 0 && request->owner.len == 0);
            assert_int_equal(rampart_request_set_owner(request, rampart_str(strcpy(id, ids[k])), NULL),
                             RAMPART_OK);
            assert_int_equal(
                rampart_request_set_account(request, rampart_str(strcpy(id, ids[i])), fixture->diags),
                good ? RAMPART_OK : RAMPART_INVALID_INPUT);
            assert_true(rp_str_equal(request->owner, rampart_str(ids[k])));
            assert_true(rp_str_equal(request->account, rampart_str(good ? ids[i] : "")));
        }
}

static void a_given_principal_arn_stays(void **state)
{
    struct fixture *fixture = *state;
    struct rampart_request *request = fixture->request;
    assert_int_equal(rampart_request_set_principal(request, RP_STR("acs:ram::1:user/a"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_absent(request, RP_STR("ACS:PrincipalArn"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, RP_STR("ess:X"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, RP_STR("*"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    assert_true(rp_str_equal(principal_arn(request), RP_STR("(not present)")));
}

static void keys_have_three_states(void **state)
{
    struct fixture *fixture = *state;
    struct rampart_request *request = fixture->request;
    const struct rp_context_key *key = NULL;
    assert_int_equal(rampart_request_add_context(request, RP_STR("a:K/Tag"), RP_STR("1"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_context(request, RP_STR("A:k/Tag"), RP_STR("2"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_empty(request, RP_STR("e"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_absent(request, RP_STR("n"), NULL), RAMPART_OK);
    assert_int_equal(rp_request_key(request, 0, RP_STR("a:k/Tag"), &key), RP_KEY_PRESENT);
    assert_true(key->count == 1 && rp_str_equal(key->first->text, RP_STR("2")));
    key = rp_request_more_values(key, 0, RP_STR("a:k/Tag"));
    assert_true(key->count == 1 && rp_str_equal(key->first->text, RP_STR("1")));
    assert_null(rp_request_more_values(key, 0, RP_STR("a:k/Tag")));
    assert_int_equal(rp_request_key(request, 0, RP_STR("a:k/tag"), &key), RP_KEY_UNKNOWN);
    assert_int_equal(rp_request_key(request, 0, RP_STR("e"), &key), RP_KEY_PRESENT);
    assert_null(key);
    assert_int_equal(rp_request_key(request, 0, RP_STR("N"), &key), RP_KEY_ABSENT);
    rampart_request_set_complete(request, true);
    assert_int_equal(rp_request_key(request, 0, RP_STR("other"), &key), RP_KEY_ABSENT);
    assert_int_equal(rampart_request_set_absent(request, RP_STR("e"), fixture->diags), RAMPART_INVALID_INPUT);
    said(fixture, "REQ007 0:0 a condition key cannot be both present and absent: \"e\"");
}

/* Whether the request takes this value of this key; what is said of one that it does not take. */
static void has_value(struct fixture *fixture, const char *key, const char *value, const char *expected)
{
    const struct rp_context_key *found = NULL;
    rampart_request_clear(fixture->request);
    enum rampart_status status = rampart_request_add_context(fixture->request, rampart_str(key),
                                                             rampart_str(value), fixture->diags);
    assert_int_equal(status, expected[0] == '\0' ? RAMPART_OK : RAMPART_INVALID_INPUT);
    (void)rp_request_key(fixture->request, 0, rampart_str(key), &found);
    assert_int_equal(found != NULL, status == RAMPART_OK);
    said(fixture, expected);
}

/* Each of the values, up to NULL, is said not to be of the key, and what one would be. */
static void refuses(struct fixture *fixture, const char *key, const char *expected, const char *const *values)
{
    for (; *values != NULL; values++) {
        const char *or_absent = **values == '\0' && strcmp(key, "acs:CurrentTime") != 0
                                    ? ", or give the key as absent if the request does not have it"
                                    : "";
        char line[512];
        (void)snprintf(line, sizeof line, "REQ007 0:0 invalid value for %s: \"%s\" | write %s%s", key,
                       *values, expected, or_absent);
        has_value(fixture, key, *values, line);
    }
}

static void takes(struct fixture *fixture, const char *key, const char *const *values)
{
    for (; *values != NULL; values++) has_value(fixture, key, *values, "");
}

static void a_value_is_of_the_type_of_its_key(void **state)
{
    struct fixture *fixture = *state;
    takes(fixture, "acs:SourceIp",
          (const char *const[]){"203.0.113.10", "0.0.0.0", "2001:db8::1", "::ffff:10.0.0.1", NULL});
    refuses(fixture, "acs:SourceIp", "one IP address alone, such as 203.0.113.10",
            (const char *const[]){"", "10.0.0.1:443", " 10.0.0.1", "10.0.0.1 ", "010.0.0.1", "10.0.0.0/8", "10.1",
                                  "256.0.0.1", "localhost", "[::1]", "fe80::1%eth0", "now", NULL});
    takes(fixture, "acs:CurrentTime",
          (const char *const[]){"2026-12-25T10:00:00Z", "2026-12-25T10:00:00+08:00", "2026-12-25T10:00:00.125Z",
                                "2024-02-29T10:00-05:00", NULL});
    refuses(fixture, "acs:CurrentTime", "a time with its offset from UTC, such as 2026-01-31T08:00:00Z",
            (const char *const[]){"", "2026-12-25T10:00:00", "1766656800", "2026-12-25 10:00:00Z", "2026-12-25",
                                  "2026-12-25T10:00:00+0800", "2026-12-25T10:00:60Z", "2026-02-29T10:00:00Z",
                                  "2026-12-25t10:00:00z", " 2026-12-25T10:00:00Z", "now", "today", NULL});
    takes(fixture, "acs:MFAPresent", (const char *const[]){"true", "false", "True", "FALSE", NULL});
    refuses(fixture, "acs:MFAPresent", "true or false",
            (const char *const[]){"", "no", "yes", "0", "1", "true ", "t", NULL});
    takes(fixture, "oss:object-remaining-retention-days",
          (const char *const[]){"10", "-1", "0.5", "1e3", NULL});
    refuses(fixture, "oss:object-remaining-retention-days", "a decimal number, such as 10 or 0.5",
            (const char *const[]){"", "ten", "1 day", "0x10", "1,5", "NaN", ".5", NULL});
    takes(fixture, "acs:UserAgent", (const char *const[]){"", "no", " ", NULL});
    takes(fixture, "acs:ResourceTag/team", (const char *const[]){"", "yes", NULL});
    takes(fixture, "acs:RegionId", (const char *const[]){"", "cn-hangzhou", NULL}); /* its type is not known */
    takes(fixture, "acs:SourceVpc", (const char *const[]){"vpc-1", " ", NULL});
    refuses(fixture, "acs:SourceVpc", "its value", (const char *const[]){"", NULL});
    refuses(fixture, "acs:resourcegroupid", "its value", (const char *const[]){"", NULL});
    assert_int_equal(rampart_request_set_empty(fixture->request, RP_STR("acs:TagKeys"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_empty(fixture->request, RP_STR("acs:sourceip"), fixture->diags),
                     RAMPART_INVALID_INPUT);
    said(fixture,
         "REQ007 0:0 acs:sourceip has no value: a request that has the key has one | write one IP "
         "address alone, such as 203.0.113.10, or give the key as absent if the request does not have it");
}

static void now_is_what_the_clock_shows(void **state)
{
    struct fixture *fixture = *state;
    struct rampart_request *request = fixture->request;
    const struct rp_context_key *key = NULL;
    assert_int_equal(rampart_request_set_clock(request, RP_STR("12:00"), fixture->diags),
                     RAMPART_INVALID_INPUT);
    said(fixture, "REQ007 0:0 invalid time: \"12:00\" | write a time with its offset from UTC, such as "
                  "2026-01-31T08:00:00Z");
    assert_int_equal(rampart_request_set_clock(request, RP_STR("2026-03-01T00:00:00Z"), NULL), RAMPART_OK);
    has_value(fixture, "ACS:currenttime", "now", ""); /* it clears the request, and the clock stays */
    assert_int_equal(rp_request_key(request, 0, RP_STR("acs:CurrentTime"), &key), RP_KEY_PRESENT);
    assert_true(rp_str_equal(key->first->text, RP_STR("2026-03-01T00:00:00Z")));
    has_value(fixture, "acs:CurrentTime", "Now",
              "REQ007 0:0 invalid value for acs:CurrentTime: \"Now\" | write a time "
              "with its offset from UTC, such as 2026-01-31T08:00:00Z, or now for the current time");
    has_value(fixture, "acs:UserAgent", "now", ""); /* a text */
    assert_int_equal(rp_request_key(request, 0, RP_STR("acs:UserAgent"), &key), RP_KEY_PRESENT);
    assert_true(rp_str_equal(key->first->text, RP_STR("now")));
}

/* The request's time after finishing; "" where it has none. */
static struct rampart_str finished_time(struct rampart_request *request)
{
    const struct rp_context_key *key = NULL;
    assert_int_equal(rampart_request_set_action(request, RP_STR("ess:X"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, RP_STR("*"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    (void)rp_request_key(request, 0, RP_STR("acs:CurrentTime"), &key);
    struct rampart_str time = key == NULL ? RP_STR("") : key->first->text;
    rampart_request_clear(request);
    return time;
}

static void a_request_without_time_gets_the_one_that_was_set(void **state)
{
    struct fixture *fixture = *state;
    struct rampart_request *request = fixture->request;
    const struct rampart_str key = RP_STR("acs:CurrentTime"), clock = RP_STR("2026-03-01T00:00:00Z");
    assert_int_equal(finished_time(request).len, 0);
    assert_int_equal(rampart_request_set_time(request, RP_STR("now"), fixture->diags), RAMPART_INVALID_INPUT);
    said(fixture, "REQ007 0:0 invalid time: \"now\" | write a time with its offset from UTC, such as "
                  "2026-01-31T08:00:00Z, or unknown");
    assert_int_equal(rampart_request_set_clock(request, clock, NULL), RAMPART_OK);
    assert_int_equal(finished_time(request).len, 0);
    assert_int_equal(rampart_request_set_time(request, RP_STR("now"), NULL), RAMPART_OK);
    assert_true(rp_str_equal(finished_time(request), clock));
    assert_false(rampart_request_has_key(request, key));
    assert_int_equal(rampart_request_add_context(request, RP_STR("acs:currentTime"),
                                                 RP_STR("2020-01-01T00:00:00Z"), NULL),
                     RAMPART_OK);
    assert_true(rampart_request_has_key(request, key));
    assert_true(rp_str_equal(finished_time(request), RP_STR("2020-01-01T00:00:00Z")));
    assert_int_equal(rampart_request_set_absent(request, key, NULL), RAMPART_OK);
    assert_int_equal(finished_time(request).len, 0);
    assert_int_equal(rampart_request_set_time(request, RP_STR("2027-01-01T00:00:00Z"), NULL), RAMPART_OK);
    assert_true(rp_str_equal(finished_time(request), RP_STR("2027-01-01T00:00:00Z")));
    assert_int_equal(rampart_request_set_time(request, RP_STR("unknown"), NULL), RAMPART_OK);
    assert_int_equal(finished_time(request).len, 0);
    assert_int_equal(rampart_request_set_time(NULL, clock, NULL), RAMPART_MISUSE);
    assert_int_equal(rampart_request_set_clock(NULL, clock, NULL), RAMPART_MISUSE);
    assert_false(rampart_request_has_key(NULL, key));
}

static void complete_leaves_open_what_every_request_carries(void **state)
{
    struct fixture *fixture = *state;
    struct rampart_request *request = fixture->request;
    const struct rp_context_key *key = NULL;
    rampart_request_clear(request);
    rampart_request_set_complete(request, true);
    assert_int_equal(rp_request_key(request, 0, RP_STR("acs:currenttime"), &key), RP_KEY_UNKNOWN);
    assert_int_equal(rp_request_key(request, 0, RP_STR("acs:SecureTransport"), &key), RP_KEY_UNKNOWN);
    assert_int_equal(rp_request_key(request, 0, RP_STR("acs:MFAPresent"), &key), RP_KEY_ABSENT);
    assert_int_equal(rp_request_key(request, 0, RP_STR("acs:SourceIp"), &key), RP_KEY_ABSENT);
    assert_int_equal(rp_request_put_unknown(request, RP_STR("acs:SourceIp"), NULL), RAMPART_OK);
    assert_int_equal(rp_request_key(request, 0, RP_STR("acs:SourceIp"), &key), RP_KEY_UNKNOWN);
    assert_int_equal(rampart_request_set_absent(request, RP_STR("acs:CurrentTime"), NULL), RAMPART_OK);
    assert_int_equal(rp_request_key(request, 0, RP_STR("acs:CurrentTime"), &key), RP_KEY_ABSENT);
}

/* Of whom nothing was said is a user or a role; a service has no such ARN. */
static void complete_leaves_open_who_asks(void **state)
{
    static const struct {
        const char *principal;
        enum rp_key_state arn;
    } cases[] = {{NULL, RP_KEY_UNKNOWN},
                 {"user/alice", RP_KEY_UNKNOWN},
                 {"root", RP_KEY_UNKNOWN},
                 {"acs:ram::1:user/alice", RP_KEY_PRESENT},
                 {"service/ecs.aliyuncs.com", RP_KEY_ABSENT},
                 {"acs:ram::1:oidc-provider/ci", RP_KEY_ABSENT}};
    struct fixture *fixture = *state;
    struct rampart_request *request = fixture->request;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct rp_context_key *key = NULL;
        rampart_request_clear(request);
        rampart_request_set_complete(request, true);
        if (cases[i].principal != NULL)
            assert_int_equal(rampart_request_set_principal(request, rampart_str(cases[i].principal), NULL),
                             RAMPART_OK);
        assert_int_equal(rampart_request_set_action(request, RP_STR("ess:X"), NULL), RAMPART_OK);
        assert_int_equal(rampart_request_add_resource(request, RP_STR("*"), NULL), RAMPART_OK);
        assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
        assert_int_equal(rp_request_key(request, 0, RP_STR("acs:PrincipalArn"), &key), cases[i].arn);
        assert_int_equal(rp_request_carries(request, RP_STR("acs:PrincipalARN")),
                         cases[i].arn != RP_KEY_ABSENT);
        assert_true(rp_request_carries(request, RP_STR("acs:CurrentTime")));
        assert_false(rp_request_carries(request, RP_STR("acs:SourceIp")));
    }
}

/* Who asks determines it: a value that says otherwise is refused, and told of with what it is. */
static void a_given_arn_is_that_of_who_asks(void **state)
{
    static const struct {
        const char *principal, *arn, *said; /* NULL: it is taken */
    } cases[] = {
        {"acs:ram::1:user/a", "acs:ram::1:user/a", NULL},
        {"acs:ram::1:root", "acs:ram::1:root", NULL},
        {"acs:ram::1:role/Ci/s-1", "acs:ram::1:role/ci", NULL},
        {"acs:sts::1:assumed-role/Ci/s-1", "acs:ram::1:role/ci", NULL},
        {"user/a", "acs:ram::1:user/a", NULL}, /* of whichever account */
        {"root", "acs:ram::7:root", NULL},
        {NULL, "acs:ram::1:user/a", NULL},
        {"service/ecs.aliyuncs.com", "whatever it has", NULL},
        {"acs:ram::1:user/a", "acs:ram::1:user/A", "leave it out: it is acs:ram::1:user/a"},
        {"acs:ram::1:user/a", "acs:ram::2:user/a", "leave it out: it is acs:ram::1:user/a"},
        {"acs:ram::1:user/a", "acs:ram::1:role/a", "leave it out: it is acs:ram::1:user/a"},
        {"acs:ram::1:user/a", "user/a", "leave it out: it is acs:ram::1:user/a"},
        {"acs:ram::1:root", "acs:ram::1:user/root", "leave it out: it is acs:ram::1:root"},
        {"acs:ram::1:role/ci/s-1", "acs:ram::1:role/ci/s-1", "leave it out: it is acs:ram::1:role/ci"},
        {"acs:ram::1:role/Ci", "acs:ram::1:role/Ci", "leave it out: it is acs:ram::1:role/ci"},
        {"user/a", "acs:ram::1:user/b", "leave it out, and name the account of the principal"},
        {"service/ecs.aliyuncs.com", "acs:ram::1:user/a",
         "leave it out: only users, roles and the owner of an account have one"},
    };
    struct fixture *fixture = *state;
    struct rampart_request *request = fixture->request;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char line[256];
        const struct rampart_str arn = rampart_str(cases[i].arn);
        rampart_request_clear(request);
        rampart_diags_clear(fixture->diags);
        if (cases[i].principal != NULL)
            assert_int_equal(rampart_request_set_principal(request, rampart_str(cases[i].principal), NULL),
                             RAMPART_OK);
        assert_int_equal(rampart_request_set_action(request, RP_STR("ess:X"), NULL), RAMPART_OK);
        assert_int_equal(rampart_request_add_resource(request, RP_STR("*"), NULL), RAMPART_OK);
        assert_int_equal(rampart_request_add_context(request, RP_STR("acs:PrincipalArn"), arn, NULL), RAMPART_OK);
        assert_int_equal(rampart_request_finish(request, fixture->diags),
                         cases[i].said == NULL ? RAMPART_OK : RAMPART_INVALID_INPUT);
        assert_int_equal(rampart_diags_count(fixture->diags), cases[i].said != NULL);
        if (cases[i].said == NULL) continue;
        (void)snprintf(line, sizeof line,
                       "REQ007 0:0 acs:PrincipalArn cannot be \"%s\" in a request of %.*s | %s", cases[i].arn,
                       RP_ARG(rampart_request_principal(request)), cases[i].said);
        said(fixture, line);
    }
}

static void wrong_parts_are_refused(void **state)
{
    struct fixture *fixture = *state;
    struct rampart_request *request = fixture->request;
    const char *const actions[] = {"ess", "ess:", ":X", "ess:*", "ess:X Y", "ess:X:Y", "ess::X", ""};
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        assert_int_equal(rampart_request_set_action(request, rampart_str(actions[i]), NULL),
                         RAMPART_INVALID_INPUT);
    assert_int_equal(rampart_request_set_action(request, RP_STR("ess:Cancel*"), fixture->diags),
                     RAMPART_INVALID_INPUT);
    said(fixture,
         "REQ003 0:0 invalid action: \"ess:Cancel*\" | write one action as service:Operation, without "
         "wildcards, such as ess:CancelInstanceRefresh");
    assert_int_equal(rampart_request_add_resource(request, RP_STR("arn:aws:x:y:z"), fixture->diags),
                     RAMPART_INVALID_INPUT);
    said(fixture, "REQ004 0:0 invalid resource: \"arn:aws:x:y:z\" | write "
                  "acs:<service>:<region>:<account>:<resource>, or * for an action without a resource");
    assert_int_equal(rampart_request_set_account(request, RP_STR("12a"), fixture->diags),
                     RAMPART_INVALID_INPUT);
    said(
        fixture,
        "REQ005 0:0 invalid account id: \"12a\" | write the digits of the account, such as 1234567890123456");
    assert_int_equal(rampart_request_set_principal(request, RP_STR("group/x"), NULL), RAMPART_INVALID_INPUT);
    assert_int_equal(rampart_request_add_context(request, RP_STR("k"), RP_STR("\xff"), fixture->diags),
                     RAMPART_INVALID_INPUT);
    said(fixture, "REQ007 0:0 a condition key's value is not valid UTF-8 text");
    assert_int_equal(rampart_request_add_context(request, RP_STR("k\0"), RP_STR("v"), NULL),
                     RAMPART_INVALID_INPUT);
    assert_int_equal(rampart_request_add_context(request, RP_STR(""), RP_STR("v"), NULL),
                     RAMPART_INVALID_INPUT);
}

static void missing_parts_are_all_named(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(rampart_request_finish(fixture->request, fixture->diags), RAMPART_INVALID_INPUT);
    said(fixture, "REQ001 0:0 the request has no action | give one, such as ess:CancelInstanceRefresh\n"
                  "REQ001 0:0 the request has no resource | give an ARN, or parameters of the call from "
                  "which the catalogue makes one");
}

static void a_finished_request_is_closed(void **state)
{
    struct fixture *fixture = *state;
    struct rampart_request *request = fixture->request;
    completes(fixture, "1", "user/a", "acs:ram::1:user/a", "acs:ram::1:user/a");
    assert_int_equal(rampart_request_set_action(request, RP_STR("ess:X"), NULL), RAMPART_MISUSE);
    assert_int_equal(rampart_request_add_context(request, RP_STR("k"), RP_STR("v"), NULL), RAMPART_MISUSE);
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_MISUSE);
    rampart_request_clear(request);
    assert_int_equal(rampart_request_set_action(request, RP_STR("ess:X"), NULL), RAMPART_OK);
}

static void parameters_fill_the_resource(void **state)
{
    struct fixture *fixture = *state;
    struct rampart_request *request = fixture->request;
    assert_int_equal(rampart_request_set_account(request, RP_STR("12"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, RP_STR("ess:cancelinstancerefresh"), NULL),
                     RAMPART_OK);
    assert_int_equal(rampart_request_add_param(request, RP_STR("RegionId"), RP_STR("cn-x"), NULL),
                     RAMPART_OK);
    assert_int_equal(rampart_request_add_param(request, RP_STR("ScalingGroupId"), RP_STR("asg-1"), NULL),
                     RAMPART_OK);
    assert_int_equal(rampart_request_finish(request, fixture->diags), RAMPART_INVALID_INPUT);
    assert_non_null(strstr(diag_lines(fixture->diags, fixture->lines, sizeof fixture->lines),
                           "--param InstanceRefreshTaskId=… is required"));
    assert_int_equal(
        rampart_request_add_param(request, RP_STR("InstanceRefreshTaskId"), RP_STR("ir-1"), NULL),
        RAMPART_OK);
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    assert_int_equal(rampart_request_resource_count(request), 1);
    assert_true(
        rp_str_equal(rampart_request_resource(request, 0), RP_STR("acs:ess:cn-x:12:scalinggroup/asg-1")));
    assert_int_equal(rampart_request_resource(request, 1).len, 0);
}

static void the_name_of_an_api_is_asked_as_its_action(void **state)
{
    struct fixture *fixture = *state;
    struct rampart_request *request = fixture->request;
    static const struct {
        const char *asked, *action, *api;
    } rows[] = {
        {"oss:headobject", "oss:GetObject", "oss:HeadObject"},
        {"ess:VerifyUser", "ess:DescribeRegions", "ess:VerifyUser"},
        {"sts:AssumeRoleWithOIDC", "sts:AssumeRole", "sts:AssumeRoleWithOIDC"},
        {"oss:GetObject", "oss:GetObject", ""},
        {"oss:HeadObjects", "oss:HeadObjects", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        rampart_request_clear(request);
        assert_int_equal(rampart_request_set_action(request, rampart_str(rows[i].asked), NULL), RAMPART_OK);
        assert_int_equal(rampart_request_add_resource(request, RP_STR("*"), NULL), RAMPART_OK);
        assert_int_equal(rampart_request_finish(request, fixture->diags), RAMPART_OK);
        assert_true(rp_str_equal(rampart_request_action(request), rampart_str(rows[i].action)));
        assert_true(rp_str_equal(request->api, rampart_str(rows[i].api)));
        assert_int_equal(rp_request_assumes_role(request), strcmp(rows[i].action, "sts:AssumeRole") == 0);
    }
}

static void an_api_of_several_actions_is_refused(void **state)
{
    struct fixture *fixture = *state;
    struct rampart_request *request = fixture->request;
    assert_int_equal(rampart_request_set_action(request, RP_STR("oss:CopyObject"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, RP_STR("*"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_finish(request, fixture->diags), RAMPART_INVALID_INPUT);
    said(fixture,
         "REQ003 0:0 oss:CopyObject is an API that two actions authorise: oss:GetObject on the source of the "
         "call, oss:PutObject on its target | ask about each of them, on its resource");
}

static void who_cannot_call_an_api_is_refused(void **state)
{
    struct fixture *fixture = *state;
    struct rampart_request *request = fixture->request;
    assert_int_equal(rampart_request_set_principal(request, RP_STR("user/alice"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, RP_STR("sts:AssumeRoleWithSAML"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, RP_STR("*"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_finish(request, fixture->diags), RAMPART_INVALID_INPUT);
    said(fixture, "REQ002 0:0 sts:AssumeRoleWithSAML is called by principals of the kind saml-provider, not "
                  "by user/alice | use the principal saml-provider/NAME, or the action sts:AssumeRole");
}

static void asks_to_copy(struct rampart_request *request, size_t resources)
{
    static const char *const arns[] = {"acs:oss:*:1:a/x", "acs:oss:*:1:b/y", "acs:oss:*:1:c/z"};
    rampart_request_clear(request);
    assert_int_equal(rampart_request_set_action(request, RP_STR("oss:CopyObject"), NULL), RAMPART_OK);
    for (size_t i = 0; i < resources; i++)
        assert_int_equal(rampart_request_add_resource(request, rampart_str(arns[i]), NULL), RAMPART_OK);
}

/* Each action of an API that has several goes with the resource in its place. */
static void a_part_is_an_action_and_its_resource(void **state)
{
    static const struct {
        const char *action, *resource;
    } parts[] = {{"oss:GetObject", "acs:oss:*:1:a/x"}, {"oss:PutObject", "acs:oss:*:1:b/y"}};
    struct fixture *fixture = *state;
    struct rampart_request *request = fixture->request;
    for (size_t i = 0; i < 2; i++) {
        asks_to_copy(request, 2);
        assert_int_equal(rampart_request_part_count(request), 2);
        assert_int_equal(rampart_request_select_part(request, 2, NULL), RAMPART_MISUSE);
        assert_int_equal(rampart_request_select_part(request, i, NULL), RAMPART_OK);
        assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
        assert_true(rp_str_equal(rampart_request_action(request), rampart_str(parts[i].action)));
        assert_int_equal(rampart_request_resource_count(request), 1);
        assert_true(rp_str_equal(rampart_request_resource(request, 0), rampart_str(parts[i].resource)));
        assert_true(rp_str_equal(request->api, RP_STR("oss:CopyObject")));
        assert_int_equal(rampart_request_select_part(request, 0, NULL), RAMPART_MISUSE);
    }
    for (size_t resources = 0; resources < 4; resources++) {
        if (resources == 2) continue;
        asks_to_copy(request, resources);
        rampart_diags_clear(fixture->diags);
        assert_int_equal(rampart_request_select_part(request, 0, fixture->diags), RAMPART_INVALID_INPUT);
        said(fixture,
             "REQ003 0:0 oss:CopyObject is an API that two actions authorise: oss:GetObject on the source "
             "of the call, oss:PutObject on its target | pass two resources: the source and the target, in "
             "this order");
    }
    rampart_request_clear(request);
    assert_int_equal(rampart_request_part_count(request), 1);
    assert_int_equal(rampart_request_part_count(NULL), 1);
    assert_int_equal(rampart_request_set_action(request, RP_STR("oss:HeadObject"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_part_count(request), 1);
    assert_int_equal(rampart_request_select_part(request, 0, NULL), RAMPART_OK);
    assert_int_equal(rampart_request_select_part(request, 1, NULL), RAMPART_MISUSE);
    assert_int_equal(rampart_request_select_part(NULL, 0, NULL), RAMPART_MISUSE);
}

/* The filter of signatures lets every name of the table through, and it is not full. */
static void every_api_of_the_table_is_known(void **state)
{
    struct fixture *fixture = *state;
    struct rampart_request *request = fixture->request;
    struct rampart_str api;
    size_t cursor = 0, count = 0;
    unsigned bits = 0;
    for (; rp_api_name_next(NULL, &cursor, &api); count++) {
        rampart_request_clear(request);
        rampart_diags_clear(fixture->diags);
        assert_int_equal(rampart_request_set_action(request, api, NULL), RAMPART_OK);
        assert_int_equal(rampart_request_add_resource(request, RP_STR("*"), NULL), RAMPART_OK);
        bool several = rampart_api_actions(NULL, api, NULL, 0) > 1;
        assert_int_equal(rampart_request_finish(request, fixture->diags),
                         several ? RAMPART_INVALID_INPUT : RAMPART_OK);
        assert_int_equal(request->api.len, several ? 0 : api.len);
    }
    assert_true(count >= 18);
    for (size_t i = 0; i < RP_API_BITS; i++)
        for (uint64_t left = request->api_bits[i]; left != 0; left &= left - 1) bits++;
    assert_true(bits <= RP_API_BITS * 64 / 8);
}

static void limits_hold(void **state)
{
    struct fixture *fixture = *state;
    struct rampart_options options = {.limits = {.string_bytes = 8, .context_keys = 1, .context_values = 1}};
    struct rampart_request *request = NULL;
    assert_int_equal(rampart_request_new(&options, &request), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, RP_STR("ess:12345"), NULL), RAMPART_LIMIT);
    assert_int_equal(rampart_request_add_context(request, RP_STR("k"), RP_STR("1"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_context(request, RP_STR("k"), RP_STR("2"), fixture->diags),
                     RAMPART_LIMIT);
    said(fixture, "REQ009 0:0 more than 1 values of a condition key");
    assert_int_equal(rampart_request_set_absent(request, RP_STR("l"), fixture->diags), RAMPART_LIMIT);
    said(fixture, "REQ009 0:0 more than 1 condition keys");
    assert_int_equal(rampart_request_add_param(request, RP_STR("p"), RP_STR("1"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_param(request, RP_STR("q"), RP_STR("1"), fixture->diags),
                     RAMPART_LIMIT);
    said(fixture, "REQ009 0:0 more than 1 parameters");
    rampart_request_free(request);
}

/* Each spelling is kept: which of them are one key is an assumption. */
static void spellings_are_keys_as_assumed(void **state)
{
    struct fixture *fixture = *state;
    struct rampart_request *request = fixture->request;
    const struct rp_context_key *key = NULL;
    assert_int_equal(rampart_request_add_context(request, RP_STR("a:k/T"), RP_STR("1"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_empty(request, RP_STR("a:k/t"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_absent(request, RP_STR("a:k/x"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_empty(request, RP_STR("A:k/t"), NULL), RAMPART_OK);
    assert_int_equal(rp_request_key(request, 0, RP_STR("a:k/t"), &key), RP_KEY_PRESENT);
    assert_null(key);
    assert_int_equal(rp_request_key(request, RP_ASSUME_KEY_FOLD, RP_STR("a:k/t"), &key), RP_KEY_PRESENT);
    assert_true(rp_str_equal(key->first->text, RP_STR("1")));
    assert_null(rp_request_more_values(key, RP_ASSUME_KEY_FOLD, RP_STR("a:k/t")));
    assert_int_equal(rp_request_key(request, RP_ASSUME_KEY_EXACT, RP_STR("A:K/T"), &key), RP_KEY_UNKNOWN);
    assert_int_equal(rp_request_key(request, RP_ASSUME_KEY_FOLD, RP_STR("A:K/X"), &key), RP_KEY_ABSENT);
    assert_int_equal(rampart_request_set_absent(request, RP_STR("A:K/t"), NULL), RAMPART_INVALID_INPUT);
}

static void a_context_file_is_read(void **state)
{
    struct fixture *fixture = *state;
    const struct rp_context_key *key = NULL;
    assert_int_equal(rampart_request_read_context(fixture->request, RP_STR("{\"k\":[\"a\",1,true],\"e\":[]}"),
                                                  RP_STR("c.json"), fixture->diags),
                     RAMPART_OK);
    assert_int_equal(rp_request_key(fixture->request, 0, RP_STR("k"), &key), RP_KEY_PRESENT);
    assert_int_equal(key->count, 3);
    assert_int_equal(rp_request_key(fixture->request, 0, RP_STR("e"), &key), RP_KEY_PRESENT);
    assert_int_equal(rampart_request_read_context(fixture->request, RP_STR("x: {a: 1}\nz: [null]\n"),
                                                  RP_STR("c.yaml"), fixture->diags),
                     RAMPART_INVALID_INPUT);
    said(fixture, "REQ007 1:4 expected a value (text, a number, true or false), not a map\n"
                  "REQ007 2:5 expected a value (text, a number, true or false), not null");
}

static void only_sessions_of_roles_have_session_policies(void **state)
{
    struct fixture *fixture = *state;
    static const char *const good[] = {NULL, "role/ci/s1", "role/ci", "arn:sts::1:assumed-role/ci/s1"};
    static const char *const refused[] = {"user/a", "root", "saml-provider/p", "oidc-provider/p",
                                          "service/h"};
    struct rampart_request *request = fixture->request;

    assert_int_equal(rampart_request_check_session(request, NULL), RAMPART_MISUSE);
    assert_int_equal(rampart_request_check_session(NULL, NULL), RAMPART_MISUSE);
    for (size_t i = 0; i < 9; i++) {
        const char *principal = i < 4 ? good[i] : refused[i - 4];

        rampart_request_clear(request);
        if (principal != NULL)
            assert_int_equal(rampart_request_set_principal(request, rampart_str(principal), NULL),
                             RAMPART_OK);
        assert_int_equal(rampart_request_set_account(request, RP_STR("1"), NULL), RAMPART_OK);
        assert_int_equal(rampart_request_set_action(request, RP_STR("ess:X"), NULL), RAMPART_OK);
        assert_int_equal(rampart_request_add_resource(request, RP_STR("*"), NULL), RAMPART_OK);
        assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
        assert_int_equal(rampart_request_check_session(request, i == 4 ? fixture->diags : NULL),
                         i < 4 ? RAMPART_OK : RAMPART_INVALID_INPUT);
    }
    said(fixture,
         "REQ002 0:0 acs:ram::1:user/a cannot have a session policy: only a session of a role has one | "
         "use the principal role/NAME/SESSION, or leave out the session policy");
}

static void a_region_of_oss_has_two_spellings(void **state)
{
    static const struct {
        const char *given, *prefixed, *plain; /* NULL: it is sent as it was given */
    } rows[] = {
        {"acs:oss:cn-hangzhou:1:b/o:x", "acs:oss:oss-cn-hangzhou:1:b/o:x", "acs:oss:cn-hangzhou:1:b/o:x"},
        {"acs:oss:oss-cn-hangzhou:1:b", "acs:oss:oss-cn-hangzhou:1:b", "acs:oss:cn-hangzhou:1:b"},
        {"acs:oss:cn-*:1:b", "acs:oss:oss-cn-*:1:b", "acs:oss:cn-*:1:b"},
        {"acs:oss:oss-*:1:b", "acs:oss:oss-*:1:b", "acs:oss:*:1:b"},
        {"acs:oss:*:1:b", NULL, NULL},
        {"acs:oss:o*:1:b", NULL, NULL},
        {"acs:oss::1:b", NULL, NULL},
        {"acs:ess:cn-hangzhou:1:scalinggroup/b", NULL, NULL},
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct rampart_request *request = fixture->request;
        rampart_request_clear(request);
        assert_int_equal(rampart_request_add_resource(request, rampart_str(rows[i].given), NULL), RAMPART_OK);
        const struct rp_resource *resource = request->resources;
        assert_int_equal(resource->sent != NULL, rows[i].plain != NULL);
        assert_int_equal(resource->sent_by, rows[i].plain != NULL ? RP_ASSUME_OSS_PLAIN : 0);
        if (resource->sent == NULL) continue;
        assert_true(rp_str_equal(resource->sent[0], rampart_str(rows[i].prefixed)));
        assert_true(rp_str_equal(resource->sent[1], rampart_str(rows[i].plain)));
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(principals_are_completed),
        TEST(only_sessions_of_roles_have_session_policies),
        TEST(accounts_are_those_that_were_set),
        TEST(a_given_principal_arn_stays),
        TEST(keys_have_three_states),
        TEST(spellings_are_keys_as_assumed),
        TEST(a_value_is_of_the_type_of_its_key),
        TEST(now_is_what_the_clock_shows),
        TEST(a_request_without_time_gets_the_one_that_was_set),
        TEST(complete_leaves_open_what_every_request_carries),
        TEST(complete_leaves_open_who_asks),
        TEST(a_given_arn_is_that_of_who_asks),
        TEST(wrong_parts_are_refused),
        TEST(missing_parts_are_all_named),
        TEST(a_finished_request_is_closed),
        TEST(parameters_fill_the_resource),
        TEST(the_name_of_an_api_is_asked_as_its_action),
        TEST(an_api_of_several_actions_is_refused),
        TEST(who_cannot_call_an_api_is_refused),
        TEST(a_part_is_an_action_and_its_resource),
        TEST(every_api_of_the_table_is_known),
        TEST(a_region_of_oss_has_two_spellings),
        TEST(limits_hold),
        TEST(a_context_file_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
