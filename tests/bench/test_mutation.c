/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a mutant costs that a test kills: it asks one test or two, and not all of them, and reads nothing again. Counted where
 * the rules of a request are gathered with another document (--wrap), on a suite that asks each statement. What it takes of the
 * processor is printed, against a decision of each test; for one that no test kills, which is compared, it has a wide bound.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include <rampart/mutation.h>

#include "base/str.h"
#include "decide/set.h"

enum { POLICIES = 30, STATEMENTS = 4, USERS = 15, HELD = 2, TEXT = 1 << 18, ROUNDS = 5 };

static size_t asked; /* with a mutant in place */

enum rampart_status __real_rp_set_rules_exchanged(const struct rampart_set *set, const struct rampart_request *request,
                                                  const struct rp_exchange *exchange, struct rp_rules **ret_rules);
enum rampart_status __wrap_rp_set_rules_exchanged(const struct rampart_set *set, const struct rampart_request *request,
                                                  const struct rp_exchange *exchange, struct rp_rules **ret_rules);

enum rampart_status __wrap_rp_set_rules_exchanged(const struct rampart_set *set, const struct rampart_request *request,
                                                  const struct rp_exchange *exchange, struct rp_rules **ret_rules)
{
    asked++;
    return __real_rp_set_rules_exchanged(set, request, exchange, ret_rules);
}

struct text {
    char *data;
    size_t len;
};

__attribute__((format(printf, 2, 3))) static void put(struct text *text, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    const int len = vsnprintf(text->data + text->len, TEXT - text->len, format, values);
    va_end(values);
    assert_true(len >= 0 && (size_t)len < TEXT - text->len);
    text->len += (size_t)len;
}

/* Each policy has a service group of its own, and each user some of the policies. */
static void write_account(struct text *text)
{
    put(text, "rampart: 1\naccount: \"1234567890123456\"\npolicies:\n");
    for (int i = 0; i < POLICIES; i++) {
        put(text, "  P%d: {Version: \"1\", Statement: [", i);
        for (int k = 0; k < STATEMENTS; k++)
            put(text, "%s{Effect: Allow, Action: [\"ess:Cancel*\", \"ess:Describe*\"], Resource: \"acs:ess:*:*:scalinggroup/p%d-%d-*\"}",
                k == 0 ? "" : ", ", i, k);
        put(text, "]}\n");
    }
    put(text, "users:\n");
    for (int i = 0; i < USERS; i++) {
        put(text, "  u%d: {policies: [", i);
        for (int k = 0; k < HELD; k++) put(text, "%sP%d", k == 0 ? "" : ", ", HELD * i + k);
        put(text, "]}\n");
    }
}

/* Of each statement what it allows, and what it does not. */
static void write_suite(struct text *text)
{
    static const char *const actions[] = {"ess:CancelInstanceRefresh", "ess:DescribeScalingGroups", "ess:DeleteScalingGroup"};
    put(text, "account: a.yaml\ndefaults: {complete: true}\ntests:\n");
    for (int i = 0; i < POLICIES; i++)
        for (int k = 0; k < STATEMENTS; k++)
            for (int action = 0; action < 3; action++)
                put(text, "  - {principal: user/u%d, action: \"%s\", resource: \"acs:ess:cn-hangzhou:1234567890123456:scalinggroup/p%d-%d-1\", expect: %s}\n",
                    i / HELD, actions[action], i, k, action < 2 ? "Allow" : "ImplicitDeny");
}

static double now(void)
{
    struct timespec time;
    assert_int_equal(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time), 0);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

struct bench {
    struct rampart_suite *suite;
    struct rampart_account *account;
    struct rampart_set *set;
    struct rampart_mutation *mutation;
    double *times; /* by the number of mutants that are done */
    size_t *asks;  /* the same: how many tests were asked with one in place */
};

static void note_time(void *context, size_t done, size_t known)
{
    struct bench *bench = context;
    if (bench->times == NULL) bench->times = calloc(known + 1, sizeof *bench->times);
    if (bench->asks == NULL) bench->asks = calloc(known + 1, sizeof *bench->asks);
    assert_non_null(bench->times);
    assert_non_null(bench->asks);
    bench->times[done] = now();
    bench->asks[done] = asked;
}

static void open_bench(struct bench *bench)
{
    struct text text = {malloc(TEXT), 0};
    assert_non_null(text.data);
    write_account(&text);
    assert_int_equal(rampart_account_read(NULL, rampart_str(text.data), RP_STR("a.yaml"), NULL, &bench->account), RAMPART_OK);
    text.len = 0;
    write_suite(&text);
    assert_int_equal(rampart_suite_read(NULL, rampart_str(text.data), RP_STR("t.yaml"), NULL, &bench->suite), RAMPART_OK);
    const struct rampart_set_parts parts = {.account = bench->account};
    assert_int_equal(rampart_set_new(NULL, &parts, NULL, &bench->set), RAMPART_OK);
    free(text.data);
}

/* Requests that are read and finished, decided one by one, with the reason if it is wanted. */
static double time_decisions(const struct bench *bench, bool explained)
{
    const size_t count = rampart_suite_count(bench->suite);
    double sum = 0;
    for (int round = 0; round < ROUNDS; round++)
        for (size_t i = 0; i < count; i++) {
            struct rampart_suite_result result;
            struct rampart_decision *decision = NULL;
            struct rampart_verdict verdict;
            assert_int_equal(rampart_suite_ask(bench->suite, i, bench->set, bench->account, NULL, NULL, &result), RAMPART_OK);
            struct rampart_request *const *request = result.kept; /* the first member of it */
            const double start = now();
            if (explained)
                assert_int_equal(rampart_explain(bench->set, request, 1, 0, NULL, &decision, NULL), RAMPART_OK);
            else
                assert_int_equal(rampart_decide(bench->set, request, 1, NULL, &verdict, NULL), RAMPART_OK);
            sum += now() - start;
            rampart_decision_free(decision);
            rampart_suite_result_free(&result);
        }
    return sum / ROUNDS;
}

static void it_asks_few_tests(void **state)
{
    struct bench bench = {.suite = NULL};
    double killed_time = 0, other_time = 0;
    size_t killed = 0, others = 0;
    (void)state;
    open_bench(&bench);
    asked = 0;
    const struct rampart_mutation_options how = {.progress = note_time, .progress_context = &bench, .limit = 100};
    assert_int_equal(rampart_suite_mutate(bench.suite, bench.set, bench.account, &how, &bench.mutation), RAMPART_OK);
    const size_t count = rampart_mutation_count(bench.mutation), tests = rampart_suite_count(bench.suite);
    assert_int_equal(count, 100);
    assert_int_equal(tests, POLICIES * STATEMENTS * 3);
    for (size_t i = 1; i < count; i++) { /* the first includes asking all tests for what bears on them */
        const bool is = rampart_mutation_at(bench.mutation, i)->outcome == RAMPART_MUTANT_KILLED;
        const double time = bench.times[i + 1] - bench.times[i];
        if (is) assert_in_range(bench.asks[i + 1] - bench.asks[i], 1, 2);
        killed += is;
        others += !is;
        if (is) killed_time += time;
        if (!is) other_time += time;
    }
    assert_true(killed > count / 2);
    const double decided = time_decisions(&bench, false), explained = time_decisions(&bench, true);
    const double each = killed == 0 ? 0 : killed_time / (double)killed;
    print_message("%zu tests: a decision of each takes %.1f us, with its reasons %.1f us; %zu mutants that are killed take %.1f us each, "
                  "which is %.2f and %.2f of it; %zu others %.1f us each\n",
                  tests, decided * 1e6, explained * 1e6, killed, each * 1e6, each / decided, each / explained, others,
                  others == 0 ? 0 : other_time / (double)others * 1e6);
    assert_true(other_time <= 8 * decided * (double)others); /* 0.8 as it is measured alone; it was a hundred times a decision of each test */
    rampart_mutation_free(bench.mutation);
    rampart_set_free(bench.set);
    rampart_account_free(bench.account);
    rampart_suite_free(bench.suite);
    free(bench.times);
    free(bench.asks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(it_asks_few_tests)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
