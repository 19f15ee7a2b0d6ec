/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rampart-bench WORKLOAD.json [MODE [SECONDS]]: decides the requests of a workload (workload.h, torture.h),
 * checks every answer and prints a JSON object with the figures, as the drivers of other policy engines do.
 *
 * MODE is `decide`, the default, one request after the other; `together`, some requests at once, where median and p99 are
 * those of a share in them; `explain`; or `brief`, without the nearest statements. SECONDS is the least time of each of the rounds, 1 if left out. Only the decision is timed: requests are
 * translated ahead. Ends with 1 if an answer is wrong, with 2 if it fails.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/first_ask.h"
#include "bench/measure.h"
#include "bench/torture.h"
#include "bench/workload.h"
#include "support/sets.h"
#include "support/slurp.h"

enum { WHO_CAN_ROUNDS = 5, TOGETHER = 16, WRONG = 1, FAILED = 2 };

/* What is asked of the set, and how many requests each time. */
struct mode {
    const char *name;
    bool (*run)(void *context, size_t i);
    size_t requests;
};

struct run {
    struct workload workload;
    struct rampart_set *set;
    const struct mode *mode;
    double seconds;
    struct measured work;
    double load_seconds;
    /* Of what was run last, as many as the mode has requests. */
    struct rampart_verdict verdicts[TOGETHER];
};

/* ---- what is measured ---- */

static bool decide(void *context, size_t i)
{
    struct run *run = context;

    return rampart_decide(run->set, &run->workload.requests[i], 1, NULL, run->verdicts, NULL) == RAMPART_OK;
}

static bool decide_together(void *context, size_t i)
{
    struct run *run = context;
    size_t first = i * TOGETHER, left = run->workload.count - first;

    return rampart_decide(run->set, &run->workload.requests[first], left < TOGETHER ? left : TOGETHER, NULL,
                          run->verdicts, NULL) == RAMPART_OK;
}

static bool explain_with(struct run *run, size_t i, unsigned flags)
{
    struct rampart_decision *decision = NULL;

    if (rampart_explain(run->set, &run->workload.requests[i], 1, flags, NULL, &decision, NULL) != RAMPART_OK)
        return false;
    *run->verdicts = decision->verdict;
    rampart_decision_free(decision);
    return true;
}

static bool explain(void *context, size_t i)
{
    return explain_with(context, i, 0);
}

static bool explain_briefly(void *context, size_t i)
{
    return explain_with(context, i, RAMPART_EXPLAIN_BRIEF);
}

static const struct mode modes[] = {{"decide", decide, 1},
                                    {"together", decide_together, TOGETHER},
                                    {"explain", explain, 1},
                                    {"brief", explain_briefly, 1}};

static const struct mode *mode_named(const char *name)
{
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
        if (strcmp(modes[i].name, name) == 0) return &modes[i];
    return NULL;
}

/* ---- answers ---- */

static bool is_right(const struct rampart_verdict *verdict, const struct rampart_verdict *expected)
{
    if (verdict->outcome != expected->outcome) return false;
    return verdict->outcome != RAMPART_OUTCOME_DENY || verdict->deny == expected->deny;
}

static size_t count_wrong(struct run *run)
{
    const size_t several = run->mode->requests;
    size_t wrong = 0;
    bool ran = false;

    for (size_t i = 0; i < run->workload.count; i++) {
        if (i % several == 0) ran = run->mode->run(run, i / several);
        wrong += !ran || !is_right(&run->verdicts[i % several], &run->workload.expected[i]);
    }
    return wrong;
}

/* ---- decisions ---- */

static bool open_set(struct run *run)
{
    double start = measure_now();

    if (set_of_account(NULL, run->workload.account, NULL, &run->set) != RAMPART_OK) return false;
    run->load_seconds = run->workload.load_seconds + measure_now() - start;
    return true;
}

static int run_requests(struct run *run)
{
    size_t wrong = count_wrong(run);
    double each = measure_bulk(&run->work, run->seconds), median = 0, p99 = 0;
    double share =
        (double)run->work.count / (double)run->workload.count; /* of what is measured, a request's */

    if (each < 0 || !measure_single(&run->work, run->seconds, &median, &p99)) return FAILED;
    printf("{\"peer\":\"rampart\",\"variant\":\"%s\",\"workload\":\"%s\",\"load_ms\":%.1f,\"dps\":%.0f,"
           "\"median_us\":%.3f,\"p99_us\":%.3f,\"n\":%zu,\"wrong\":%zu,\"rss_mb\":%ld}\n",
           run->mode->name, run->workload.name, run->load_seconds * 1e3, 1 / (each * share),
           median * share * 1e6, p99 * share * 1e6, run->workload.count, wrong, measure_peak_mb());
    return wrong > 0 ? WRONG : 0;
}

/* ---- who can ---- */

static bool ask_who_can(const struct run *run, size_t *ret_can)
{
    const struct rampart_who_can_options how = {.direct = true, .brief = true};
    struct rampart_who_can *result = NULL;

    if (rampart_who_can(run->set, run->workload.who_can, &how, NULL, &result) !=
        RAMPART_OK)
        return false;
    *ret_can = rampart_who_can_sum(result, 1U << RAMPART_PRINCIPAL_USER).allow;
    rampart_who_can_free(result);
    return true;
}

/* The best of some rounds, as the other drivers take it. */
static int run_who_can(const struct run *run)
{
    const struct workload *workload = &run->workload;
    double best = 0;
    size_t can = 0;

    if (workload->who_can == NULL) return 0;
    for (size_t i = 0; i < WHO_CAN_ROUNDS; i++) {
        double start = measure_now(), spent = 0;

        if (!ask_who_can(run, &can)) return FAILED;
        spent = measure_now() - start;
        if (i == 0 || spent < best) best = spent;
    }
    printf("{\"peer\":\"rampart\",\"variant\":\"direct\",\"workload\":\"%s-whocan\",\"ms\":%.3f,\"can\":%zu,"
           "\"expect\":%zu,\"rss_mb\":%ld}\n",
           workload->name, best * 1e3, can, workload->who_can_expected, measure_peak_mb());
    return can != workload->who_can_expected ? WRONG : 0;
}

/* The median and the longest. Comes before anything else is asked. */
static int run_first(const struct run *run)
{
    struct first_ask asked;
    const struct workload *workload = &run->workload;

    if (workload->who_can == NULL) return 0;
    if (!first_ask(run->set, workload->requests, workload->count, workload->who_can, &asked))
        return FAILED;
    if (asked.count == 0) return 0;
    printf(
        "{\"peer\":\"rampart\",\"variant\":\"first\",\"workload\":\"%s-whocan\",\"ms\":%.3f,\"most_ms\":%.3f,"
        "\"n\":%zu,\"wrong\":%zu}\n",
        workload->name, asked.seconds[asked.count / 2] * 1e3, asked.seconds[asked.count - 1] * 1e3,
        asked.count, asked.wrong);
    return asked.wrong > 0 ? WRONG : 0;
}

/* ---- the program ---- */

static int run_workload(struct run *run)
{
    int result = FAILED, more = 0, first = 0;

    if (open_set(run)) {
        first = run_first(run);
        size_t each = run->mode->requests;
        run->work =
            (struct measured){run->mode->run, run, (run->workload.count + each - 1) / each, measure_now};
        result = run_requests(run);
        more = result == FAILED ? 0 : run_who_can(run);
    }
    rampart_set_free(run->set);
    workload_free(&run->workload);
    if (first > more) more = first;
    return more > result ? more : result;
}

/* The text is given back before anything is measured. */
static int run_text(struct run *run, char *text, size_t size)
{
    struct rampart_str whole = {text, size};
    char name[32] = "";
    int result = FAILED, wrong = 0;
    bool tortured = workload_name(whole, name, sizeof name) && strcmp(name, "torture") == 0;
    bool read = !tortured && workload_read(whole, &run->workload);

    if (tortured) {
        wrong = torture_run(whole, run->seconds / 30);
        result = wrong < 0 ? FAILED : wrong > 0 ? WRONG : 0;
    }
    free(text);
    return read ? run_workload(run) : result;
}

int main(int count, char **arguments)
{
    struct run run = {.mode = mode_named(count > 2 ? arguments[2] : "decide"),
                      .seconds = count > 3 ? strtod(arguments[3], NULL) : 1};
    char *text = NULL;
    size_t size = 0;

    if (count < 2 || run.mode == NULL) {
        (void)fprintf(stderr,
                      "usage: rampart-bench WORKLOAD.json [decide|account|together|explain [SECONDS]]\n");
        return FAILED;
    }
    if (!slurp(arguments[1], &text, &size)) {
        (void)fprintf(stderr, "rampart-bench: cannot read %s\n", arguments[1]);
        return FAILED;
    }
    return run_text(&run, text, size);
}
