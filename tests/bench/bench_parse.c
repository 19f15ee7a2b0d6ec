/* SPDX-License-Identifier: Apache-2.0 */
/* Reading documents, beside cJSON making a tree of the same bytes and asking nothing about what they mean. */
#include <stdio.h>
#include <stdlib.h>

#include <cjson/cJSON.h>

#include "bench/selfbench.h"

struct documents {
    const struct account_shape *shape;
    struct rp_buf text;
    size_t *ends; /* where each document ends in the text */
};

static struct rampart_str document_at(const struct documents *documents, size_t i)
{
    size_t start = i == 0 ? 0 : documents->ends[i - 1];

    return (struct rampart_str){documents->text.data + start, documents->ends[i] - start};
}

static bool make(struct documents *documents)
{
    rp_buf_init(&documents->text, NULL, (size_t)1 << 30);
    documents->ends = calloc(documents->shape->documents, sizeof *documents->ends);
    for (unsigned i = 0; documents->ends != NULL && i < documents->shape->documents; i++) {
        generate_document(documents->shape, i, &documents->text);
        documents->ends[i] = documents->text.len;
    }
    return documents->ends != NULL && documents->text.failed == RAMPART_OK;
}

static struct rampart_policy *read_one(const struct documents *documents, size_t i)
{
    const struct rampart_document document = {
        .text = document_at(documents, i), .name = rampart_str("d"), .format = RAMPART_FORMAT_JSON};
    struct rampart_policy *policy = NULL;

    return rampart_policy_read(NULL, &document, NULL, &policy) == RAMPART_OK ? policy : NULL;
}

static bool parse(void *context, size_t i)
{
    struct rampart_policy *policy = read_one(context, i);

    rampart_policy_free(policy);
    return policy != NULL;
}

static bool parse_with_cjson(void *context, size_t i)
{
    struct rampart_str text = document_at(context, i);
    cJSON *tree = cJSON_ParseWithLength(text.data, text.len);

    cJSON_Delete(tree);
    return tree != NULL;
}

/* Both see the same statements. */
static size_t count_wrong(struct documents *documents)
{
    size_t wrong = 0;

    for (unsigned i = 0; i < documents->shape->documents; i++) {
        struct rampart_str text = document_at(documents, i);
        struct rampart_policy *policy = read_one(documents, i);
        cJSON *tree = cJSON_ParseWithLength(text.data, text.len);
        int statements = cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(tree, "Statement"));

        wrong += policy == NULL || rampart_policy_statement_count(policy) != (size_t)statements;
        cJSON_Delete(tree);
        rampart_policy_free(policy);
    }
    return wrong;
}

bool bench_parse(struct bench *bench)
{
    struct documents documents = {.shape = &bench->shape};
    const struct measured own = {parse, &documents, bench->shape.documents, measure_used};
    const struct measured twin = {parse_with_cjson, &documents, bench->shape.documents, measure_used};
    bool good = make(&documents);

    if (good) {
        double bytes = (double)documents.text.len / bench->shape.documents / 1e6;
        double seconds = measure_bulk(&own, bench->seconds), twins = measure_bulk(&twin, bench->seconds);

        bench->wrong += count_wrong(&documents);
        good = seconds > 0 && twins > 0;
        bench_add_rates(bench,
                        (struct table_row){.what = "read documents",
                                           .twin = "cJSON_Parse, same bytes",
                                           .checked = bench->shape.documents},
                        "MB/s", bytes / seconds, bytes / twins);
    }
    free(documents.ends);
    rp_buf_free(&documents.text);
    return good;
}
