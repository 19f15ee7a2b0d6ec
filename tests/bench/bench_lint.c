/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Linting documents, beside reading the same ones: what all rules cost. They have up to five statements, which have
 * nothing in common, and are sound but for every tenth, which has one blank too many: so it is known how many findings
 * each has.
 */
#include <stdio.h>
#include <stdlib.h>

#include "bench/selfbench.h"

enum { FLAWED = 10, KINDS = 5, DOCUMENTS = 2000 };

static const struct kind {
    const char *actions, *resource;
} kinds[KINDS] = {
    {"\"ecs:StartInstance\", \"ecs:StopInstance\", \"ecs:RebootInstance\"",
     "acs:ecs:cn-hangzhou:*:instance/i-"},
    {"\"ess:CancelInstanceRefresh\", \"ess:SuspendInstanceRefresh\", \"ess:ResumeInstanceRefresh\"",
     "acs:ess:cn-shanghai:*:scalinggroup/asg-"},
    {"\"oss:GetObject\", \"oss:PutObject\"", "acs:oss:*:*:photos/"},
    {"\"log:PostLogStoreLogs\", \"log:GetLogStore\"", "acs:log:cn-beijing:*:project/p/logstore/"},
    {"\"slb:AddBackendServers\", \"slb:RemoveBackendServers\"", "acs:slb:us-west-1:*:loadbalancer/lb-"},
};

struct documents {
    struct rp_buf text;
    size_t ends[DOCUMENTS];
    struct rampart_linter *linter;
    struct rampart_diags *findings;
};

static bool is_flawed(size_t i)
{
    return i % FLAWED == 0;
}

static void put_statement(struct rp_buf *buf, size_t i, unsigned number)
{
    const struct kind *kind = &kinds[(i + number) % KINDS];

    rp_buf_printf(buf,
                  "%s{\"Effect\": \"Allow\", \"Action\": [%s], \"Resource\": [\"%s%03zud\", \"%s%03zue\"]}",
                  number > 0 ? ", " : "", kind->actions, kind->resource, i % 1000, kind->resource, i % 1000);
}

static void put_document(struct rp_buf *buf, size_t i, unsigned statements)
{
    rp_buf_printf(buf, "{\"Version\": \"1\", \"Statement\": [");
    for (unsigned number = 0; number < statements && number < KINDS; number++) put_statement(buf, i, number);
    if (is_flawed(i))
        rp_buf_printf(buf,
                      ", {\"Effect\": \"Deny\", \"Action\": \"ecs: StopInstance\", \"Resource\": \"*\"}");
    rp_buf_printf(buf, "]}");
}

static struct rampart_document document_at(const struct documents *documents, size_t i)
{
    size_t start = i == 0 ? 0 : documents->ends[i - 1];

    return (struct rampart_document){.text = {documents->text.data + start, documents->ends[i] - start},
                                     .format = RAMPART_FORMAT_JSON};
}

static bool make(struct documents *documents, unsigned statements)
{
    rp_buf_init(&documents->text, NULL, (size_t)1 << 30);
    for (size_t i = 0; i < DOCUMENTS; i++) {
        put_document(&documents->text, i, statements);
        documents->ends[i] = documents->text.len;
    }
    return documents->text.failed == RAMPART_OK &&
           rampart_linter_new(NULL, &documents->linter) == RAMPART_OK &&
           rampart_diags_new(NULL, &documents->findings) == RAMPART_OK;
}

static bool lint(void *context, size_t i)
{
    const struct documents *documents = context;
    const struct rampart_document document = document_at(documents, i);

    rampart_diags_clear(documents->findings);
    return rampart_lint_document(documents->linter, &document, documents->findings) == RAMPART_OK;
}

static bool read(void *context, size_t i)
{
    const struct rampart_document document = document_at(context, i);
    struct rampart_policy *policy = NULL;
    bool good = rampart_policy_read(NULL, &document, NULL, &policy) == RAMPART_OK;

    rampart_policy_free(policy);
    return good;
}

static size_t count_wrong(struct documents *documents)
{
    size_t wrong = 0;

    for (size_t i = 0; i < DOCUMENTS; i++)
        wrong += !lint(documents, i) || rampart_diags_count(documents->findings) != (is_flawed(i) ? 1U : 0U);
    return wrong;
}

bool bench_lint(struct bench *bench)
{
    struct documents documents = {.linter = NULL};
    const struct measured own = {lint, &documents, DOCUMENTS, measure_used};
    const struct measured twin = {read, &documents, DOCUMENTS, measure_used};
    bool good = make(&documents, bench->shape.statements);

    if (good) {
        double seconds = measure_bulk(&own, bench->seconds), twins = measure_bulk(&twin, bench->seconds);

        bench->wrong += count_wrong(&documents);
        good = seconds > 0 && twins > 0;
        bench_add_rates(bench,
                        (struct table_row){.what = "lint documents (0.25 or more is the aim)",
                                           .twin = "only read, same documents",
                                           .checked = DOCUMENTS},
                        "/s", 1 / seconds, 1 / twins);
    }
    rampart_diags_free(documents.findings);
    rampart_linter_free(documents.linter);
    rp_buf_free(&documents.text);
    return good;
}
