/* SPDX-License-Identifier: Apache-2.0 */
/* Compiling the rules of one principal, deciding and explaining, beside the naive evaluator. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "bench/selfbench.h"
#include "support/twins.h"
#include "support/rules.h"

static bool compile(void *context, size_t i)
{
    const struct bench *bench = context;
    struct rp_rules *rules = NULL;
    enum rampart_status status =
        rp_account_rules(NULL, bench->account, bench->requests[i], NULL, 0, 0, NULL, &rules);

    rp_rules_free(rules);
    return status == RAMPART_OK;
}

static bool decide(void *context, size_t i)
{
    const struct bench *bench = context;
    struct rampart_verdict verdict;

    return rp_rules_decide(bench->rules[i], bench->requests[i], &verdict) == RAMPART_OK;
}

static bool explain(void *context, size_t i)
{
    const struct bench *bench = context;
    struct rampart_decision *decision = NULL;
    enum rampart_status status = rp_rules_explain(bench->rules[i], bench->requests[i], 0, &decision);

    rampart_decision_free(decision);
    return status == RAMPART_OK;
}

static bool decide_naively(void *context, size_t i)
{
    const struct bench *bench = context;
    struct naive_answer answer;

    bench_answer_naively(bench, i, &bench->holdings[i], &answer);
    return true;
}

/* ---- answers ---- */

static size_t count_own(const struct rampart_decision *decision, struct rampart_str policy, size_t statement)
{
    size_t count = 0;

    for (size_t i = 0; i < decision->matched_count; i++)
        count +=
            decision->matched[i].statement == statement && rp_str_equal(decision->matched[i].policy, policy);
    return count;
}

static size_t count_naive(const struct naive_answer *naive, struct rampart_str policy, size_t statement)
{
    size_t count = 0;

    for (size_t i = 0; i < naive->matched_count; i++)
        count += naive->matched[i].statement == statement &&
                 rp_str_equal(rampart_policy_name(naive->matched[i].attachment->policy), policy);
    return count;
}

/* The same statements, each as often: a principal may hold a document twice, by itself and by its group. */
static bool same_reasons(const struct naive_answer *naive, const struct rampart_decision *decision)
{
    if (naive->matched_count != decision->matched_count) return false;
    for (size_t i = 0; i < naive->matched_count; i++) {
        struct rampart_str policy = rampart_policy_name(naive->matched[i].attachment->policy);
        size_t statement = naive->matched[i].statement;

        if (count_own(decision, policy, statement) != count_naive(naive, policy, statement)) return false;
    }
    return true;
}

static bool is_right(const struct bench *bench, size_t i)
{
    struct naive_answer naive;
    struct rampart_decision *decision = NULL;
    struct rampart_verdict verdict;
    bool right = false;

    if (rp_rules_decide(bench->rules[i], bench->requests[i], &verdict) != RAMPART_OK ||
        rp_rules_explain(bench->rules[i], bench->requests[i], 0, &decision) != RAMPART_OK)
        return false;
    bench_answer_naively(bench, i, &bench->holdings[i], &naive);
    right = verdict_same(&verdict, &naive.verdict) && verdict_same(&decision->verdict, &naive.verdict) &&
            same_reasons(&naive, decision);
    rampart_decision_free(decision);
    return right;
}

/* ---- the rows ---- */

bool bench_decide(struct bench *bench)
{
    static const struct {
        const char *what, *twin;
        bool (*run)(void *context, size_t i);
    } rows[] = {
        {"compile the rules of one principal", "one naive decision", compile},
        {"decide", "naive decision", decide},
        {"explain", "naive decision", explain},
    };
    const struct measured naive = {decide_naively, bench, bench->questions, measure_used};
    double twins = measure_bulk(&naive, bench->seconds);

    for (size_t i = 0; i < bench->questions; i++) bench->wrong += !is_right(bench, i);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct measured own = {rows[i].run, bench, bench->questions, measure_used};
        double seconds = measure_bulk(&own, bench->seconds);

        if (seconds <= 0) return false;
        bench_add_times(
            bench,
            (struct table_row){.what = rows[i].what, .twin = rows[i].twin, .checked = bench->questions}, "us",
            seconds, twins);
    }
    return true;
}
