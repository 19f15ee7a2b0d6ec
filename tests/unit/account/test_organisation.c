/* SPDX-License-Identifier: Apache-2.0 */
/* Several accounts of one text: their list, those that cannot be read, and whose a principal is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <rampart/set.h>

#include "account/organisation.h"

static const char two[] = "{\"rampart\":1,\"accounts\":{"
                          "\"123\":{\"users\":{\"alice\":{},\"bob\":{}},\"roles\":{\"ci\":{}}},"
                          "\"12\":{\"users\":{\"alice\":{\"groups\":[\"none\"]}}},"
                          "\"20\":{\"users\":{\"alice\":{},\"carol\":{}},\"incomplete\":[{\"what\":\"roles\"}]}}}";

static struct rampart_account *read_text(const char *text, struct rampart_diags *diags)
{
    struct rampart_account *account = NULL;

    assert_int_equal(rampart_account_read(NULL, rampart_str(text), rampart_str("a.json"), diags, &account), RAMPART_OK);
    return account;
}

static bool is(struct rampart_str text, const char *expected)
{
    return text.len == strlen(expected) && memcmp(text.data, expected, text.len) == 0;
}

/* Sorted as ARNs are: behind "12" there stands a colon, which is more than a digit. */
static void test_members(void **state)
{
    static const char *const ids[] = {"123", "12", "20"};
    struct rampart_diags *diags = NULL;

    (void)state;
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    struct rampart_account *account = read_text(two, diags);
    assert_int_equal(rampart_account_member_count(account), 3);
    for (size_t i = 0; i < 3; i++) {
        assert_true(is(rampart_account_id(rampart_account_member(account, i)), ids[i]));
        assert_int_equal(rp_organisation_find(account, rampart_str(ids[i])), i);
        assert_int_equal(rampart_account_member_count(rampart_account_member(account, i)), 0);
    }
    assert_null(rampart_account_member(account, 3));
    assert_null(rp_organisation_member(account, rampart_str("1")));
    assert_true(rampart_account_is_whole(rampart_account_member(account, 0)));
    assert_false(rampart_account_is_whole(rampart_account_member(account, 1)));
    assert_false(rampart_account_is_whole(rampart_account_member(account, 2)));
    assert_int_equal(rampart_account_id(account).len, 0);
    rampart_account_free(account);
    rampart_diags_free(diags);
}

/* The errors of an account are told as warnings, and its id stands among the gaps. */
static void test_failure(void **state)
{
    struct rampart_diags *diags = NULL;

    (void)state;
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    struct rampart_account *account = read_text(two, diags);
    assert_int_equal(rampart_diags_found(diags, RAMPART_ERROR), 0);
    assert_int_equal(rampart_diags_found(diags, RAMPART_WARNING), 2);
    assert_string_equal(rampart_diags_at(diags, 0)->code, "ACC027");
    assert_string_equal(rampart_diags_at(diags, 1)->code, "ACC009");
    assert_int_equal(rampart_account_failed_count(account), 1);
    const struct rampart_failed_account *failed = rampart_account_failed(account, 0);
    assert_true(is(failed->id, "12"));
    assert_true(is(failed->file, "a.json"));
    assert_true(is(failed->reason, "the account has no group \"none\""));
    assert_null(rampart_account_failed(account, 1));
    assert_int_equal(rampart_account_gap_count(account), 2);
    assert_true(is(rampart_account_gap(account, 0)->subject, "20"));
    assert_int_equal(rampart_account_gap(account, 1)->kind, RAMPART_GAP_ACCOUNTS);
    assert_true(is(rampart_account_gap(account, 1)->subject, "12"));
    rampart_account_free(account);
    rampart_diags_free(diags);
}

struct asked {
    const char *principal;
    bool by_organisation; /* the request knows it */
    const char *account;  /* whose the principal is; NULL: refused */
};

/* What is asked is allowed to nobody; only who is meant counts. */
static void ask(const struct rampart_set *set, const struct rampart_account *account, const struct asked *asked)
{
    struct rampart_request *request = NULL;
    struct rampart_decision *decision = NULL;

    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    if (asked->by_organisation)
        assert_int_equal(rampart_request_set_account_of(request, account, NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_principal(request, rampart_str(asked->principal), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, rampart_str("ess:CancelInstanceRefresh"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, rampart_str("acs:ess:cn-hangzhou:123:scalinggroup/a"), NULL),
                     RAMPART_OK);
    enum rampart_status status = rampart_request_finish(request, NULL);
    if (status == RAMPART_OK) status = rampart_explain(set, &request, 1, 0, NULL, &decision, NULL);
    assert_int_equal(status, asked->account == NULL ? RAMPART_INVALID_INPUT : RAMPART_OK);
    if (asked->account != NULL) {
        char head[64] = "acs:ram::";

        strcat(head, asked->account);
        assert_int_equal(strncmp(decision->principal.data, head, strlen(head)), 0);
        assert_int_equal(decision->verdict.outcome, RAMPART_OUTCOME_DENY);
    }
    rampart_decision_free(decision);
    rampart_request_free(request);
}

static void test_names(void **state)
{
    static const struct asked all[] = {
        {"user/bob", true, "123"},    {"role/ci", true, "123"},          {"role/ci/session", true, "123"},
        {"user/carol", true, "20"},   {"user/alice", true, NULL},        {"user/zoe", true, NULL},
        {"root", true, NULL},         {"acs:ram::20:user/alice", true, "20"}, {"acs:ram::12:user/x", true, "12"},
        {"acs:ram::9:user/x", true, "9"}, {"acs:ram::20:user/zoe", true, NULL}, {"user/bob", false, NULL},
        {"acs:ram::20:user/alice", false, "20"},
    };

    (void)state;
    struct rampart_account *account = read_text(two, NULL);
    for (int few = 0; few < 2; few++) {
        const struct rampart_set_parts parts = {.account = account, .few = few == 1};
        struct rampart_set *set = NULL;

        assert_int_equal(rampart_set_new(NULL, &parts, NULL, &set), RAMPART_OK);
        for (size_t i = 0; i < sizeof all / sizeof *all; i++) ask(set, account, &all[i]);
        rampart_set_free(set);
    }
    rampart_account_free(account);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_members), cmocka_unit_test(test_failure),
                                       cmocka_unit_test(test_names)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
