/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A question about an object whose bucket has a policy of 50 statements, among many buckets that have one, beside the same
 * question where the bucket's policy is said to be absent. It takes at most three times as long, or the bench fails. For
 * five principals of the generated account there is one bucket: 10,000 of the large one.
 */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "bench/selfbench.h"

enum { STATEMENTS = 50, QUESTIONS = 64, MOST_TIMES = 3, PRINCIPALS_A_BUCKET = 5 };

struct asked {
    struct rampart_set *set;
    struct rampart_request *requests[QUESTIONS];
};

static void write_policy(struct rp_buf *text, unsigned bucket)
{
    rp_buf_printf(text, "%s\"oss:bucket-%u\":{\"policy\":{\"Version\":\"1\",\"Statement\":[", bucket == 0 ? "" : ",", bucket);
    for (unsigned i = 0; i < STATEMENTS; i++)
        rp_buf_printf(text,
                      "%s{\"Effect\":\"%s\",\"Action\":\"%s\",\"Principal\":[\"20000000000000%04u\"],"
                      "\"Resource\":\"acs:oss:*:*:bucket-%u/folder-%u/*\"}",
                      i == 0 ? "" : ",", i % 5 == 0 ? "Deny" : "Allow", i % 2 == 0 ? "oss:GetObject" : "oss:PutObject",
                      i % 5 == 0 ? 9000 + i : i, bucket, i);
    rp_buf_add(text, RP_STR("]}}"));
}

static void write_account(struct rp_buf *text, unsigned buckets)
{
    rp_buf_add(text, RP_STR("{\"rampart\":1,\"account\":\"1234567890123456\",\"assumeAbsent\":[\"ObjectAcl\",\"BucketAcl\""));
    if (buckets == 0) rp_buf_add(text, RP_STR(",\"BucketPolicy\""));
    rp_buf_add(text, RP_STR("],\"policies\":{\"Wide\":{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\","
                            "\"Action\":\"oss:*\",\"Resource\":\"*\"}]}},\"users\":{"));
    for (unsigned i = 0; i < QUESTIONS; i++)
        rp_buf_printf(text, "%s\"u%u\":{\"uid\":\"20000000000000%04u\",\"policies\":[\"Wide\"]}", i == 0 ? "" : ",", i, i);
    rp_buf_add(text, RP_STR("},\"resourcePolicies\":{"));
    for (unsigned i = 0; i < buckets; i++) write_policy(text, i);
    rp_buf_add(text, RP_STR("}}"));
}

static bool make_request(unsigned i, unsigned buckets, struct rampart_request **ret_request)
{
    char principal[64], resource[96];

    (void)snprintf(principal, sizeof principal, "acs:ram::1234567890123456:user/u%u", i);
    (void)snprintf(resource, sizeof resource, "acs:oss:oss-cn-hangzhou:1234567890123456:bucket-%u/folder-%u/a", i * 37 % buckets,
                   i % STATEMENTS);
    if (rampart_request_new(NULL, ret_request) != RAMPART_OK) return false;
    rampart_request_set_complete(*ret_request, true);
    return rampart_request_set_principal(*ret_request, rampart_str(principal), NULL) == RAMPART_OK &&
           rampart_request_set_action(*ret_request, rampart_str("oss:GetObject"), NULL) == RAMPART_OK &&
           rampart_request_add_resource(*ret_request, rampart_str(resource), NULL) == RAMPART_OK &&
           rampart_request_finish(*ret_request, NULL) == RAMPART_OK;
}

static bool explain(void *context, size_t i)
{
    struct asked *asked = context;
    struct rampart_decision *decision = NULL;
    enum rampart_status status = rampart_explain(asked->set, &asked->requests[i], 1, 0, NULL, &decision, NULL);
    bool right = status == RAMPART_OK && decision->verdict.outcome == RAMPART_OUTCOME_ALLOW;

    rampart_decision_free(decision);
    return right;
}

/* Seconds a question; negative: it failed. */
static double ask(const struct bench *bench, bool policies)
{
    struct asked asked = {.set = NULL};
    struct rampart_account *account = NULL;
    const unsigned buckets = bench->shape.principals / PRINCIPALS_A_BUCKET + 1;
    struct rp_buf text;
    double seconds = -1;

    rp_buf_init(&text, NULL, SIZE_MAX / 2);
    write_account(&text, policies ? buckets : 0);
    bool ready = rampart_account_read(NULL, rp_buf_text(&text), rampart_str("a.json"), NULL, &account) == RAMPART_OK;
    const struct rampart_set_parts parts = {.account = account};
    ready = ready && rampart_set_new(NULL, &parts, NULL, &asked.set) == RAMPART_OK;
    for (unsigned i = 0; i < QUESTIONS && ready; i++) ready = make_request(i, buckets, &asked.requests[i]);
    const struct measured work = {explain, &asked, QUESTIONS, measure_used};
    if (ready) seconds = measure_bulk(&work, bench->seconds);
    for (unsigned i = 0; i < QUESTIONS; i++) rampart_request_free(asked.requests[i]);
    rampart_set_free(asked.set);
    rampart_account_free(account);
    rp_buf_free(&text);
    return seconds;
}

bool bench_resources(struct bench *bench)
{
    double own = ask(bench, true), twin = ask(bench, false);

    if (own < 0 || twin < 0) return false;
    bench_add_times(bench,
                    (struct table_row){.what = "explain by a bucket policy of 50 statements",
                                       .twin = "with that policy absent",
                                       .checked = QUESTIONS},
                    "us", own, twin);
    if (bench->seconds <= 0 || own <= MOST_TIMES * twin) return true; /* one round of a few questions tells nothing */
    (void)fprintf(stderr, "a bucket policy takes %.2f times as long as none\n", own / twin);
    return false;
}
