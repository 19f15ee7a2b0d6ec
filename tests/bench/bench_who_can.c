/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who can, for all principals, beside asking for every one of them naively: at most 2,000 users are, spread
 * evenly, and the time is extrapolated. The chains' twin asks for every assumption of a role by itself, for
 * at most 100 users.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/account.h"
#include "bench/selfbench.h"
#include "support/twins.h"
#include "support/rules.h"

enum { SAMPLE = 2000, CHAINED_SAMPLE = 100, NAME = 24 };

#define PLACE "acs:ess:cn-hangzhou:" GENERATED_ACCOUNT ":scalinggroup/asg-000042"

struct asking {
    const struct rampart_account *account;
    struct rampart_request *request, *single; /* by nobody; by one principal after the other */
    struct naive_request asked;
    bool direct;
    size_t sample, stride; /* users asked for by the twin, and how far apart */
    struct rampart_who_can *result;
    struct rampart_verdict verdict; /* of the last principal asked for by itself */
    enum rampart_outcome *roles;    /* the naive answer for role "r0", "r1", …, chains included */
};

static const struct naive_request question = {
    .account = GENERATED_ACCOUNT,
    .action = "ess:CancelInstanceRefresh",
    .resources = {PLACE},
    .resource_count = 1,
    .keys = {{"acs:SourceIp", NAIVE_PRESENT, {"10.1.2.3"}, 1},
             {"acs:CurrentTime", NAIVE_PRESENT, {"2025-06-15T12:00:00Z"}, 1},
             {"acs:ResourceTag/team", NAIVE_PRESENT, {"web"}, 1}},
    .key_count = 3,
};

/* ---- Rampart ---- */

static bool ask(void *context, size_t i)
{
    struct asking *asking = context;
    const struct rampart_who_can_options how = {.direct = asking->direct};

    (void)i;
    rampart_who_can_free(asking->result);
    asking->result = NULL;
    return rp_account_who_can(NULL, asking->account, asking->request, &how, NULL, &asking->result) == RAMPART_OK;
}

/* One by one with the library's own means: what a caller without who-can would do. */
static bool ask_one(void *context, size_t i)
{
    struct asking *asking = context;
    struct naive_request asked = asking->asked;
    struct rp_rules *rules = NULL;
    char name[NAME];
    bool good = false;

    (void)snprintf(name, sizeof name, "u%zu", i * asking->stride);
    asked.who = NAIVE_USER;
    asked.name = name;
    good = request_of_naive(&asked, asking->single) &&
           rp_account_rules(NULL, asking->account, asking->single, NULL, 0, 0, NULL, &rules) ==
               RAMPART_OK &&
           rp_rules_decide(rules, asking->single, &asking->verdict) == RAMPART_OK;
    rp_rules_free(rules);
    return good;
}

/* ---- the naive twin ---- */

static enum rampart_outcome decide_naively(const struct asking *asking, enum naive_who who, const char *name,
                                           const char *role)
{
    struct naive_request asked = asking->asked;
    struct naive_answer answer = {.matched_count = 0};
    char arn[64];

    (void)snprintf(arn, sizeof arn, "acs:ram::" GENERATED_ACCOUNT ":role/%s", role == NULL ? "" : role);
    asked.who = who;
    asked.name = name;
    if (role != NULL) {
        asked.action = "sts:AssumeRole";
        asked.resources[0] = arn;
    }
    naive_account_decide(asking->account, &asked, &answer);
    return answer.verdict.outcome;
}

/* What is certain counts more than what hangs on something. */
static int rank(enum rampart_outcome outcome)
{
    return outcome == RAMPART_OUTCOME_ALLOW ? 2 : outcome == RAMPART_OUTCOME_CONDITIONAL ? 1 : 0;
}

static const char *role_name(char *buffer, size_t i)
{
    (void)snprintf(buffer, NAME, "r%zu", i);
    return buffer;
}

/* The best that a principal can reach, with what is known of the roles. */
static enum rampart_outcome reach(const struct asking *asking, enum naive_who who, const char *name,
                                  enum rampart_outcome best)
{
    char role[NAME];

    for (size_t i = 0; !asking->direct && i < asking->account->role_count; i++) {
        enum rampart_outcome there = asking->roles[i], way = RAMPART_OUTCOME_DENY;

        if (rank(there) <= rank(best)) continue;
        way = decide_naively(asking, who, name, role_name(role, i));
        if (rank(way) > rank(there)) way = there;
        if (rank(way) > rank(best)) best = way;
    }
    return best;
}

/* Improves the roles until none can be improved. */
static void reach_roles(const struct asking *asking)
{
    bool changed = true;
    char role[NAME];

    for (size_t i = 0; i < asking->account->role_count; i++)
        asking->roles[i] = decide_naively(asking, NAIVE_ROLE, role_name(role, i), NULL);
    while (changed && !asking->direct) {
        changed = false;
        for (size_t i = 0; i < asking->account->role_count; i++) {
            enum rampart_outcome best = reach(asking, NAIVE_ROLE, role_name(role, i), asking->roles[i]);

            changed = changed || best != asking->roles[i];
            asking->roles[i] = best;
        }
    }
}

static enum rampart_outcome own_answer(const struct asking *asking, const char *name)
{
    char wanted[NAME + 8];

    (void)snprintf(wanted, sizeof wanted, "user/%s", name);
    for (size_t i = 0; i < rampart_who_can_count(asking->result); i++) {
        const struct rampart_who_can_row *row = rampart_who_can_row(asking->result, i);

        if (row->name.len == strlen(wanted) && memcmp(row->name.data, wanted, row->name.len) == 0)
            return row->verdict.outcome;
    }
    return RAMPART_OUTCOME_DENY;
}

/* Seconds that the twin would need for every user, after the roles; its answers for the sample. */
static double ask_users_naively(const struct asking *asking, double users, enum rampart_outcome *ret_found)
{
    double start = measure_used();
    char name[NAME];

    for (size_t i = 0; i < asking->sample; i++) {
        (void)snprintf(name, sizeof name, "u%zu", i * asking->stride);
        ret_found[i] = reach(asking, NAIVE_USER, name, decide_naively(asking, NAIVE_USER, name, NULL));
    }
    return (measure_used() - start) / (double)asking->sample * users;
}

/* Seconds that the twin would need for everybody; adds the answers that differ. */
static double ask_naively(struct asking *asking, double users, size_t *ret_wrong)
{
    enum rampart_outcome *found = calloc(asking->sample + 1, sizeof *found);
    double start = measure_used(), seconds = -1;
    char name[NAME];

    asking->roles = calloc(asking->account->role_count + 1, sizeof *asking->roles);
    if (found != NULL && asking->roles != NULL) {
        reach_roles(asking);
        seconds = measure_used() - start;
        seconds += ask_users_naively(asking, users, found);
        for (size_t i = 0; i < asking->sample; i++) {
            (void)snprintf(name, sizeof name, "u%zu", i * asking->stride);
            *ret_wrong += own_answer(asking, name) != found[i];
        }
    }
    free(found);
    free(asking->roles);
    return seconds;
}

/* ---- rows ---- */

static void choose_sample(struct asking *asking, size_t users, size_t most)
{
    asking->sample = users < most ? users : most;
    asking->stride = users / asking->sample;
}

static bool add_row(struct bench *bench, struct asking *asking, const char *what, double *ret_seconds,
                    double *ret_twin)
{
    const struct measured own = {ask, asking, 1, measure_used};
    double seconds = measure_bulk(&own, bench->seconds);
    double twin = ask_naively(asking, account_shape_users(&bench->shape), &bench->wrong);

    if (seconds <= 0 || twin < 0) return false;
    bench_add_times(bench,
                    (struct table_row){.what = what, .twin = "one by one, naive", .checked = asking->sample},
                    "ms", seconds, twin);
    *ret_seconds = seconds;
    *ret_twin = twin;
    return true;
}

static bool add_one_by_one(struct bench *bench, struct asking *asking, double seconds)
{
    const struct measured twin = {ask_one, asking, asking->sample, measure_used};
    double each = measure_bulk(&twin, bench->seconds);
    char name[NAME];

    for (size_t i = 0; each > 0 && i < asking->sample; i++) {
        (void)snprintf(name, sizeof name, "u%zu", i * asking->stride);
        bench->wrong += !ask_one(asking, i) || own_answer(asking, name) != asking->verdict.outcome;
    }
    bench_add_times(bench,
                    (struct table_row){
                        .what = "who can, direct", .twin = "one by one, Rampart", .checked = asking->sample},
                    "ms", seconds, each * account_shape_users(&bench->shape));
    return each > 0;
}

/* The same documents with half of the principals: what is left of the time is what the other half costs. */
static bool add_one_more(struct bench *bench, struct asking *asking, double seconds, double twin)
{
    struct account_shape half = bench->shape;
    struct rampart_account *account = NULL;
    const struct measured own = {ask, asking, 1, measure_used};
    struct rp_buf text;
    double spent = 0;

    half.principals /= 2;
    if (large_account(&half, &text) &&
        rampart_account_read(NULL, rp_buf_text(&text), rampart_str("half.json"), NULL, &account) ==
            RAMPART_OK) {
        asking->account = account;
        spent = measure_bulk(&own, bench->seconds);
        rampart_who_can_free(asking->result);
        asking->result = NULL;
        asking->account = bench->account;
    }
    rampart_account_free(account);
    rp_buf_free(&text);
    bench_add_times(bench,
                    (struct table_row){.what = "who can, one more principal", .twin = "one naive decision"},
                    "ns", (seconds - spent) / (bench->shape.principals - half.principals), twin);
    return spent > 0;
}

static bool add_rows(struct bench *bench, struct asking *asking)
{
    size_t users = account_shape_users(&bench->shape);
    double seconds = 0, twin = 0;

    choose_sample(asking, users, SAMPLE);
    if (!add_row(bench, asking, "who can, direct", &seconds, &twin) ||
        !add_one_by_one(bench, asking, seconds) ||
        !add_one_more(bench, asking, seconds, twin / (double)users))
        return false;
    choose_sample(asking, users, CHAINED_SAMPLE);
    asking->direct = false;
    return add_row(bench, asking, "who can, by way of roles", &seconds, &twin);
}

bool bench_who_can(struct bench *bench)
{
    struct asking asking = {.account = bench->account, .asked = question, .direct = true};
    bool good = rampart_request_new(NULL, &asking.request) == RAMPART_OK &&
                rampart_request_new(NULL, &asking.single) == RAMPART_OK &&
                request_of_naive(&question, asking.request) && add_rows(bench, &asking);

    rampart_who_can_free(asking.result);
    rampart_request_free(asking.request);
    rampart_request_free(asking.single);
    return good;
}
