/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One document of a compiled account replaced by another, and the first decision after it, beside compiling the account
 * anew. The document is one that the user of the question holds; another of the account stands in for it.
 */
#include "account/account.h"
#include "bench/selfbench.h"
#include "support/twins.h"
#include "support/sets.h"

struct replacing {
    const struct bench *bench;
    struct rampart_set *compiled;
    struct rampart_verdict verdict; /* the first after a document was replaced */
};

static const struct rampart_policy *replaced_of(const struct bench *bench, size_t i)
{
    const struct naive_holding *holding = &bench->holdings[i];

    return holding->attachments[i % holding->count].policy;
}

static const struct rampart_policy *other_of(const struct bench *bench, size_t i)
{
    return bench->account->policies[i % bench->account->defined_count].policy;
}

static bool replace(struct replacing *replacing, const struct rampart_policy *replaced,
                    const struct rampart_policy *policy, size_t i)
{
    return rampart_set_replace(replacing->compiled, rampart_policy_name(replaced), false, policy,
                                    NULL) == RAMPART_OK &&
           rampart_decide(replacing->compiled, &replacing->bench->requests[i], 1, NULL, &replacing->verdict, NULL) == RAMPART_OK;
}

/* Every document is put back before the next: two replacements and two decisions. */
static bool replace_and_back(void *context, size_t i)
{
    struct replacing *replacing = context;
    const struct rampart_policy *replaced = replaced_of(replacing->bench, i);

    return replace(replacing, replaced, other_of(replacing->bench, i), i) &&
           replace(replacing, replaced, replaced, i);
}

static bool compile(void *context, size_t i)
{
    struct replacing *replacing = context;
    struct rampart_set *compiled = NULL;
    enum rampart_status status = set_of_account(NULL, replacing->bench->account, NULL, &compiled);

    (void)i;
    rampart_set_free(compiled);
    return status == RAMPART_OK;
}

/* Both answers are the naive one: with the other document wherever the first stood, and when it is back. */
static bool is_right(struct replacing *replacing, size_t i)
{
    const struct bench *bench = replacing->bench;
    const struct rampart_policy *replaced = replaced_of(bench, i), *other = other_of(bench, i);
    struct naive_holding changed = bench->holdings[i];
    struct naive_answer before, after;

    for (size_t k = 0; k < changed.count; k++)
        if (changed.attachments[k].policy == replaced) changed.attachments[k].policy = other;
    bench_answer_naively(bench, i, &bench->holdings[i], &before);
    bench_answer_naively(bench, i, &changed, &after);
    return replace(replacing, replaced, other, i) && verdict_same(&replacing->verdict, &after.verdict) &&
           replace(replacing, replaced, replaced, i) && verdict_same(&replacing->verdict, &before.verdict);
}

bool bench_replace(struct bench *bench)
{
    struct replacing replacing = {.bench = bench};
    const struct measured own = {replace_and_back, &replacing, bench->questions, measure_used},
                          twin = {compile, &replacing, 1, measure_used};
    double seconds = -1, twins = measure_bulk(&twin, bench->seconds);

    if (set_of_account(NULL, bench->account, NULL, &replacing.compiled) == RAMPART_OK) {
        for (size_t i = 0; i < bench->questions; i++) bench->wrong += !is_right(&replacing, i);
        seconds = measure_bulk(&own, bench->seconds) / 2;
    }
    rampart_set_free(replacing.compiled);
    if (seconds <= 0 || twins <= 0) return false;
    bench_add_times(bench,
                    (struct table_row){.what = "replace one document, and decide",
                                       .twin = "compile the account",
                                       .checked = 2 * bench->questions},
                    "ms", seconds, twins);
    return true;
}
