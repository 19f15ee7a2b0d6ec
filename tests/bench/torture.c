/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/torture.h"

#include <stdio.h>
#include <stdlib.h>

#include <rampart/rampart.h>

#include "base/buf.h"
#include "base/str.h"
#include "bench/json_span.h"
#include "bench/measure.h"
#include "support/rules.h"

#define PLACE "acs:ecs:cn-hangzhou:1234567890123456:instance/"

struct torture {
    struct rp_rules *rules;
    struct rampart_request *request;
    int wrong;
};

static bool decide(void *context, size_t i)
{
    struct torture *torture = context;
    struct rampart_verdict verdict;

    (void)i;
    if (rp_rules_decide(torture->rules, torture->request, &verdict) != RAMPART_OK) return false;
    torture->wrong |= verdict.outcome != RAMPART_OUTCOME_DENY;
    return true;
}

static bool read_policy(struct rampart_str pattern, struct rampart_policy **ret_policy)
{
    struct rampart_document document = {.name = rampart_str("torture"), .format = RAMPART_FORMAT_JSON};
    struct rp_buf buf;
    bool good = false;

    rp_buf_init(&buf, NULL, 1 << 20);
    rp_buf_printf(&buf,
                  "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":"
                  "\"" PLACE "%.*s\"}]}",
                  RP_ARG(pattern));
    document.text = rp_buf_text(&buf);
    good = buf.failed == RAMPART_OK && rampart_policy_read(NULL, &document, NULL, ret_policy) == RAMPART_OK;
    rp_buf_free(&buf);
    return good;
}

static bool ask(struct rampart_str text, struct rampart_request **ret_request)
{
    struct rp_buf buf;
    bool good = rampart_request_new(NULL, ret_request) == RAMPART_OK;

    rp_buf_init(&buf, NULL, 1 << 20);
    rp_buf_printf(&buf, PLACE "%.*s", RP_ARG(text));
    good = good && buf.failed == RAMPART_OK &&
           rampart_request_set_action(*ret_request, RP_STR("ecs:StartInstance"), NULL) == RAMPART_OK &&
           rampart_request_add_resource(*ret_request, rp_buf_text(&buf), NULL) == RAMPART_OK &&
           rampart_request_finish(*ret_request, NULL) == RAMPART_OK;
    rp_buf_free(&buf);
    return good;
}

static bool run_case(struct torture *torture, struct rampart_str pattern, struct rampart_str text,
                     double seconds, double *ret_us)
{
    const struct measured work = {decide, torture, 1, measure_now};
    struct rampart_policy *policy = NULL;
    bool good = read_policy(pattern, &policy) && ask(text, &torture->request);

    if (good) {
        const struct rampart_attachment attachment = {.policy = policy};

        good = rp_rules_make(NULL, &attachment, 1, 0, NULL, &torture->rules) == RAMPART_OK;
    }
    if (good) *ret_us = measure_bulk(&work, seconds) * 1e6;
    rp_rules_free(torture->rules);
    rampart_request_free(torture->request);
    rampart_policy_free(policy);
    return good && *ret_us >= 0;
}

int torture_run(struct rampart_str text, double seconds)
{
    struct rampart_str cases, name, item, stars, n, pattern, subject;
    int wrong = 0;

    if (!json_span_member(text, "cases", &cases)) return -1;
    while (json_span_next(&cases, &name, &item)) {
        struct torture torture = {.wrong = 0};
        double us = 0;

        if (!json_span_member(item, "stars", &stars) || !json_span_member(item, "n", &n) ||
            !json_span_member(item, "pattern", &pattern) || !json_span_member(item, "text", &subject))
            return -1;
        printf(
            "{\"peer\":\"rampart\",\"variant\":\"decide\",\"workload\":\"torture\",\"stars\":%.*s,\"n\":%.*s,"
            "\"started\":true}\n",
            RP_ARG(stars), RP_ARG(n));
        (void)fflush(stdout);
        if (!run_case(&torture, json_span_plain(pattern), json_span_plain(subject), seconds, &us)) return -1;
        printf(
            "{\"peer\":\"rampart\",\"variant\":\"decide\",\"workload\":\"torture\",\"stars\":%.*s,\"n\":%.*s,"
            "\"us\":%.4f,\"wrong\":%d,\"rss_mb\":%ld}\n",
            RP_ARG(stars), RP_ARG(n), us, torture.wrong, measure_peak_mb());
        wrong += torture.wrong;
    }
    return wrong;
}
