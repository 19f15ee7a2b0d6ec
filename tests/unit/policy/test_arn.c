/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "policy/arn.h"

static void assert_text(struct rampart_str text, const char *expected)
{
    if (!rp_str_equal(text, rampart_str(expected)))
        fail_msg("\"%.*s\" is not \"%s\"", RP_ARG(text), expected);
}

static void splits_at_the_first_four_colons(void **state)
{
    (void)state;
    struct rp_arn arn;
    assert_true(rp_arn_split(RP_STR("acs:log:cn-hangzhou:1:project/a:b/c:d"), &arn));
    assert_text(arn.partition, "acs");
    assert_text(arn.service, "log");
    assert_text(arn.region, "cn-hangzhou");
    assert_text(arn.account, "1");
    assert_text(arn.rest, "project/a:b/c:d");
    assert_true(rp_arn_split(RP_STR("::::"), &arn));
    assert_text(arn.rest, "");
    assert_false(rp_arn_split(RP_STR("acs:odps:*:projects/x"), &arn));
    assert_false(rp_arn_split(RP_STR("*"), &arn));
    assert_false(rp_arn_split(RP_STR(""), &arn));
}

static void an_account_id_has_digits_only(void **state)
{
    (void)state;
    assert_true(rp_account_id_valid(RP_STR("1234567890123456")));
    assert_true(rp_account_id_valid(RP_STR("0")));
    assert_false(rp_account_id_valid(RP_STR("")));
    assert_false(rp_account_id_valid(RP_STR("*")));
    assert_false(rp_account_id_valid(RP_STR("12 ")));
    assert_false(rp_account_id_valid(RP_STR("system")));
}

static void reads_every_form(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum rp_identity_kind kind;
        const char *account, *name, *session;
    } cases[] = {
        {"root", RP_IDENTITY_ROOT, "", "", ""},
        {"user/alice", RP_IDENTITY_USER, "", "alice", ""},
        {"role/ci", RP_IDENTITY_ROLE, "", "ci", ""},
        {"role/ci/run-1", RP_IDENTITY_ROLE, "", "ci", "run-1"},
        {"saml-provider/corp", RP_IDENTITY_SAML, "", "corp", ""},
        {"oidc-provider/ack", RP_IDENTITY_OIDC, "", "ack", ""},
        {"service/ecs.aliyuncs.com", RP_IDENTITY_SERVICE, "", "ecs.aliyuncs.com", ""},
        {"acs:ram::12:root", RP_IDENTITY_ROOT, "12", "", ""},
        {"acs:ram::12:user/alice", RP_IDENTITY_USER, "12", "alice", ""},
        {"acs:ram::12:role/ci", RP_IDENTITY_ROLE, "12", "ci", ""},
        {"acs:ram::12:role/ci/run-1", RP_IDENTITY_ROLE, "12", "ci", "run-1"},
        {"acs:ram::12:saml-provider/corp", RP_IDENTITY_SAML, "12", "corp", ""},
        {"acs:ram::12:oidc-provider/ack", RP_IDENTITY_OIDC, "12", "ack", ""},
        {"acs:ram::12:service/ecs.aliyuncs.com", RP_IDENTITY_SERVICE, "12", "ecs.aliyuncs.com", ""},
        {"acs:sts::12:assumed-role/ci/run-1", RP_IDENTITY_ROLE, "12", "ci", "run-1"},
        {"arn:sts::12:assumed-role/ci/run-1", RP_IDENTITY_ROLE, "12", "ci", "run-1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rp_identity identity;
        const char *expected = "untouched";
        if (!rp_identity_read(rampart_str(cases[i].text), &identity, &expected))
            fail_msg("%s: %s", cases[i].text, expected);
        assert_int_equal(identity.kind, cases[i].kind);
        assert_text(identity.account, cases[i].account);
        assert_text(identity.name, cases[i].name);
        assert_text(identity.session, cases[i].session);
        assert_string_equal(expected, "untouched");
    }
}

static void says_what_was_expected(void **state)
{
    (void)state;
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"", "user/NAME"},
        {"alice", "user/NAME"},
        {"user", "user/NAME"},
        {"user/", "user/NAME"},
        {"user/a/b", "user/NAME"},
        {"User/a", "user/NAME"},
        {"user/*", "user/NAME"},
        {"user/a?", "user/NAME"},
        {"user/a b", "user/NAME"},
        {"acs:ram::1:role/*/s", "role/NAME"},
        {"acs:sts::1:assumed-role/r/*", "assumed-role/ROLE/SESSION"},
        {"role/", "role/NAME"},
        {"role//s", "role/NAME"},
        {"role/r/", "role/NAME"},
        {"role/r/s/t", "role/NAME"},
        {"root/", "root"},
        {"saml-provider/", "saml-provider/NAME"},
        {"service/", "service/HOST"},
        {"ecs.aliyuncs.com", "service/HOST"},
        {"assumed-role/r/s", "role/NAME"},
        {"group/devs", "a group makes no requests"},
        {"acs:ram::1:group/devs", "a group makes no requests"},
        {"acs:ram::1:", "user/NAME"},
        {"acs:ram::1:alice", "user/NAME"},
        {"acs:ram:*:1:user/a", "acs:ram::ACCOUNT"},
        {"acs:ram::*:user/a", "digits"},
        {"acs:ram:::user/a", "digits"},
        {"acs:ram::acc:root", "digits"},
        {"acs:ecs::1:user/a", "acs:ram::ACCOUNT"},
        {"arn:ram::1:user/a", "acs:ram::ACCOUNT"},
        {"ACS:ram::1:user/a", "acs:ram::ACCOUNT"},
        {"acs:ram:1:user/a", "acs:ram::ACCOUNT"},
        {"acs:sts::1:assumed-role/r", "assumed-role/ROLE/SESSION"},
        {"arn:sts::1:role/r/s", "assumed-role/ROLE/SESSION"},
        {"acs:sts::1:assumed-role/r/", "assumed-role/ROLE/SESSION"},
        {"acs:sts::x:assumed-role/r/s", "digits"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rp_identity identity = {.kind = RP_IDENTITY_SAML};
        const char *expected = NULL;
        if (rp_identity_read(rampart_str(cases[i].text), &identity, &expected))
            fail_msg("\"%s\" is taken", cases[i].text);
        assert_non_null(expected);
        if (strstr(expected, cases[i].expected) == NULL) fail_msg("\"%s\": %s", cases[i].text, expected);
        assert_int_equal(identity.kind, RP_IDENTITY_SAML); /* written on success only */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(splits_at_the_first_four_colons),
        cmocka_unit_test(an_account_id_has_digits_only),
        cmocka_unit_test(reads_every_form),
        cmocka_unit_test(says_what_was_expected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
