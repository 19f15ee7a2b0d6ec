/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who can evaluates each document as often as the question asks for, not once a principal. Counted where the
 * engine is called: the linker puts a counter before the function that matches a statement (--wrap), and an
 * account with twice the principals over the same documents must cost not one call more.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <rampart/rampart.h>

#include "bench/large_account.h"
#include "decide/match.h"
#include "support/rules.h"

static size_t matched; /* statements */

enum rampart_status __real_rp_rule_match(const struct rp_rule *rule, const struct rp_question *question,
                                         enum rampart_truth *ret_truth);
enum rampart_status __wrap_rp_rule_match(const struct rp_rule *rule, const struct rp_question *question,
                                         enum rampart_truth *ret_truth);

enum rampart_status __wrap_rp_rule_match(const struct rp_rule *rule, const struct rp_question *question,
                                         enum rampart_truth *ret_truth)
{
    matched++;
    return __real_rp_rule_match(rule, question, ret_truth);
}

static struct rampart_account *make_account(const struct account_shape *shape)
{
    struct rampart_account *account = NULL;
    struct rp_buf text;

    assert_true(large_account(shape, &text));
    assert_int_equal(rampart_account_read(NULL, rp_buf_text(&text), rampart_str("a.json"), NULL, &account),
                     RAMPART_OK);
    rp_buf_free(&text);
    return account;
}

static struct rampart_request *make_request(void)
{
    struct rampart_request *request = NULL;
    struct rampart_str action = rampart_str("ess:CancelInstanceRefresh");
    struct rampart_str resource =
        rampart_str("acs:ess:cn-hangzhou:" GENERATED_ACCOUNT ":scalinggroup/asg-000042");

    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, action, NULL), RAMPART_OK);
    assert_int_equal(rampart_request_add_resource(request, resource, NULL), RAMPART_OK);
    rampart_request_set_complete(request, true); /* an open row is looked into once more, by itself */
    assert_int_equal(rampart_request_finish(request, NULL), RAMPART_OK);
    return request;
}

/* How often the engine is asked, and how many may do it. */
static size_t count(const struct account_shape *shape, size_t *ret_can)
{
    const struct rampart_who_can_options how = {.direct = true};
    struct rampart_account *account = make_account(shape);
    struct rampart_request *request = make_request();
    struct rampart_who_can *result = NULL;

    matched = 0;
    assert_int_equal(rp_account_who_can(NULL, account, request, &how, NULL, &result), RAMPART_OK);
    *ret_can = rampart_who_can_sum(result, 0).allow;
    rampart_who_can_free(result);
    rampart_request_free(request);
    rampart_account_free(account);
    return matched;
}

static void test_twice_the_principals(void **state)
{
    const struct account_shape one = {1000, 300, 5, 20260101}, twice = {2000, 300, 5, 20260101};
    size_t can = 0, twice_can = 0;
    size_t once = count(&one, &can), again = count(&twice, &twice_can);

    (void)state;
    printf("%u principals: %zu statements matched; %u principals: %zu\n", one.principals, once,
           twice.principals, again);
    assert_true(once > 20); /* most documents are left out by their indexes, or touched by no assumption */
    assert_int_equal(again, once);
    assert_true(can > 50 && twice_can > can * 3 / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_twice_the_principals)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
