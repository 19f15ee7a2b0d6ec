/* SPDX-License-Identifier: Apache-2.0 */
/* A first file of tests: what is proposed passes, and each statement that somebody has is asked about. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <rampart/suite.h>

#include "base/buf.h"
#include "base/str.h"

#define HEAD "{\"rampart\": 1, \"account\": \"1234567890123456\", "
#define POLICY(effect, rest) "{\"Version\": \"1\", \"Statement\": [{\"Effect\": \"" effect "\", " rest "}]}"

static const char account_text[] =
    HEAD "\"policies\": {"
         "\"Literal\": " POLICY("Allow", "\"Action\": \"ecs:StartInstance\", \"Resource\": \"acs:ecs:*:*:instance/i-1*\"") ", "
         "\"Pattern\": " POLICY("Allow", "\"Action\": \"ess:Cancel*\", \"Resource\": \"*\"") ", "
         "\"NotThese\": " POLICY("Deny", "\"NotAction\": [\"ess:*\", \"ecs:*\", \"sts:*\"], \"Resource\": \"*\"") ", "
         "\"Office\": " POLICY("Deny", "\"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"NotIpAddress\": "
                                       "{\"acs:SourceIp\": \"192.0.2.0/24\"}}") ", "
         "\"Nobodys\": " POLICY("Allow", "\"Action\": \"ecs:StopInstance\", \"Resource\": \"*\"") ", "
         "\"Until\": " POLICY("Allow", "\"Action\": \"ess:EnterStandby\", \"Resource\": \"*\", \"Condition\": {\"DateLessThan\": "
                                       "{\"acs:CurrentTime\": \"2027-01-01T00:00:00Z\"}, \"Bool\": {\"acs:MFAPresent\": \"true\"}, "
                                       "\"StringLike\": {\"acs:ResourceTag/team\": \"we?-*\"}, \"NumericGreaterThan\": "
                                       "{\"acs:RequestTag/size\": \"5\"}}") "}, "
         "\"groups\": {\"staff\": {\"policies\": [\"Office\"]}}, "
         "\"users\": {\"ana\": {\"policies\": [\"Literal\", \"Pattern\", \"Until\"], \"groups\": [\"staff\"]}, "
         "\"bob\": {\"policies\": [\"NotThese\"]}}, "
         "\"roles\": {\"ci\": {\"trust\": " POLICY("Allow", "\"Action\": \"sts:AssumeRole\", \"Principal\": {\"RAM\": "
                                                            "\"acs:ram::1234567890123456:user/bob\"}") "}, "
         "\"out\": {\"trust\": " POLICY("Allow", "\"Action\": \"sts:AssumeRole\", \"Principal\": {\"RAM\": "
                                                 "\"acs:ram::6543210987654321:root\"}") "}}}";

static bool keep(void *context, struct rampart_str piece)
{
    rp_buf_add(context, piece);
    return true;
}

static bool refuse(void *context, struct rampart_str piece)
{
    (void)context;
    (void)piece;
    return false;
}

struct proposed {
    struct rampart_account *account;
    struct rampart_set *set;
    struct rp_buf text;
};

static enum rampart_status propose(const char *text, struct proposed *ret_proposed)
{
    *ret_proposed = (struct proposed){.account = NULL};
    const struct rampart_writer writer = {&ret_proposed->text, keep};
    rp_buf_init(&ret_proposed->text, NULL, SIZE_MAX / 4);
    assert_int_equal(rampart_account_read(NULL, rampart_str(text), rampart_str("account.json"), NULL, &ret_proposed->account),
                     RAMPART_OK);
    const struct rampart_set_parts parts = {.account = ret_proposed->account};
    assert_int_equal(rampart_set_new(NULL, &parts, NULL, &ret_proposed->set), RAMPART_OK);
    return rampart_suite_propose(NULL, ret_proposed->account, ret_proposed->set, RP_STR("a \"b\".json"), &writer);
}

static void proposed_free(struct proposed *proposed)
{
    rp_buf_free(&proposed->text);
    rampart_set_free(proposed->set);
    rampart_account_free(proposed->account);
}

/* The test of a statement, by the beginning of its name. */
static size_t test_named(const struct rampart_suite *suite, const char *name)
{
    size_t i = 0;
    while (i < rampart_suite_count(suite) && !rp_str_starts(rampart_suite_test(suite, i)->name, rampart_str(name))) i++;
    return i;
}

static void what_is_proposed_passes_and_asks_every_statement(void **state)
{
    static const char *const decide[] = {"Literal#0", "Pattern#0", "NotThese#0", "Office#0", "Until#0"};
    struct proposed proposed;
    struct rampart_suite *suite = NULL;
    (void)state;
    assert_int_equal(propose(account_text, &proposed), RAMPART_OK);
    const struct rampart_str text = rp_buf_text(&proposed.text);
    assert_int_equal(rampart_suite_read(NULL, text, RP_STR("tests.yaml"), NULL, &suite), RAMPART_OK);
    assert_true(rp_str_equal(rampart_suite_account(suite), RP_STR("a \"b\".json")));
    for (size_t i = 0; i < rampart_suite_count(suite); i++) {
        struct rampart_suite_result result;
        assert_int_equal(rampart_suite_ask(suite, i, proposed.set, proposed.account, NULL, NULL, &result), RAMPART_OK);
        if (result.outcome != RAMPART_SUITE_PASSED) fail_msg("%s", rampart_suite_test(suite, i)->name.data);
        rampart_suite_result_free(&result);
    }
    for (size_t i = 0; i < sizeof decide / sizeof *decide; i++) {
        const size_t test = test_named(suite, decide[i]);
        if (test == rampart_suite_count(suite) || !rp_str_equal(rampart_suite_test(suite, test)->by, rampart_str(decide[i])))
            fail_msg("%s decides nothing in %.*s", decide[i], RP_ARG(text));
    }
    assert_int_equal(rampart_suite_count(suite), 6);
    assert_true(test_named(suite, "ci#0 (trust): user/bob, sts:AssumeRole") < 6);
    rampart_suite_free(suite);
    proposed_free(&proposed);
}

static bool says(const struct proposed *proposed, const char *line)
{
    const struct rampart_str text = rp_buf_text(&proposed->text);
    for (size_t i = 0; i < text.len; i++)
        if (rp_str_starts(rp_str_from(text, i), rampart_str(line))) return true;
    return false;
}

static void what_cannot_be_asked_is_named(void **state)
{
    struct proposed proposed;
    (void)state;
    assert_int_equal(propose(account_text, &proposed), RAMPART_OK);
    assert_true(says(&proposed, "# Nobodys#0: nobody has the policy"));
    assert_true(says(&proposed, "# out#0: it trusts nobody of the account"));
    proposed_free(&proposed);
    assert_int_equal(propose(HEAD "\"users\": {\"ana\": {}}}", &proposed), RAMPART_INVALID_INPUT);
    proposed_free(&proposed);
}

static void a_writer_that_stops_ends_it(void **state)
{
    const struct rampart_writer writer = {NULL, refuse};
    struct proposed proposed;
    (void)state;
    assert_int_equal(propose(account_text, &proposed), RAMPART_OK);
    assert_int_equal(rampart_suite_propose(NULL, proposed.account, proposed.set, RP_STR("a"), &writer), RAMPART_IO);
    assert_int_equal(rampart_suite_propose(NULL, NULL, proposed.set, RP_STR("a"), &writer), RAMPART_MISUSE);
    assert_int_equal(rampart_suite_propose(NULL, proposed.account, NULL, RP_STR("a"), &writer), RAMPART_MISUSE);
    assert_int_equal(rampart_suite_propose(NULL, proposed.account, proposed.set, RP_STR("a"), NULL), RAMPART_MISUSE);
    proposed_free(&proposed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_proposed_passes_and_asks_every_statement),
        cmocka_unit_test(what_cannot_be_asked_is_named),
        cmocka_unit_test(a_writer_that_stops_ends_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
