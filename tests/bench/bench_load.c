/* SPDX-License-Identifier: Apache-2.0 */
/* Loading the account file, beside cJSON making a tree of the same bytes: time and memory. */
#include <stdio.h>

#include <cjson/cJSON.h>

#include "account/account.h"
#include "bench/selfbench.h"

static struct memory_usage cjson_usage; /* cJSON's hooks have no context */

static void *cjson_allocate(size_t size)
{
    struct rampart_allocator allocator = measure_allocator(&cjson_usage);

    return allocator.allocate(allocator.context, size);
}

static void cjson_release(void *memory)
{
    struct rampart_allocator allocator = measure_allocator(&cjson_usage);

    allocator.release(allocator.context, memory);
}

static struct rampart_account *load_account(const struct bench *bench, const struct rampart_options *options)
{
    struct rampart_account *account = NULL;
    enum rampart_status status = rampart_account_read(options, rp_buf_text(&bench->text),
                                                      rampart_str("generated.json"), NULL, &account);

    return status == RAMPART_OK ? account : NULL;
}

static bool load(void *context, size_t i)
{
    struct rampart_account *account = load_account(context, NULL);

    (void)i;
    rampart_account_free(account);
    return account != NULL;
}

static bool load_with_cjson(void *context, size_t i)
{
    const struct bench *bench = context;
    cJSON *tree = cJSON_ParseWithLength(bench->text.data, bench->text.len);

    (void)i;
    cJSON_Delete(tree);
    return tree != NULL;
}

static size_t differs(const cJSON *tree, const char *member, size_t count)
{
    return (size_t)cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(tree, member)) != count;
}

static void add_memory(struct bench *bench, const char *what, size_t own, size_t twin)
{
    double per_byte = (double)own / (double)bench->text.len, twins = (double)twin / (double)bench->text.len;
    struct table_row row = {.what = what, .twin = "cJSON_Parse, same bytes", .checked = 4};

    (void)snprintf(row.figure, sizeof row.figure, "%.2f B/B", per_byte);
    (void)snprintf(row.twin_figure, sizeof row.twin_figure, "%.2f B/B", twins);
    row.ratio = twins / per_byte;
    bench->rows[bench->row_count++] = row;
}

/* What the allocators gave out, per byte of the file; the file's own text is the caller's and not counted. */
static bool measure_memory(struct bench *bench)
{
    cJSON_Hooks hooks = {cjson_allocate, cjson_release};
    struct memory_usage usage = {0};
    struct rampart_allocator allocator = measure_allocator(&usage);
    const struct rampart_options options = {.allocator = &allocator};
    struct rampart_account *account = load_account(bench, &options);
    cJSON *tree = NULL;

    if (account == NULL) return false;
    cJSON_InitHooks(&hooks);
    tree = cJSON_ParseWithLength(bench->text.data, bench->text.len);
    bench->wrong +=
        differs(tree, "policies", account->policy_count) + differs(tree, "users", account->user_count) +
        differs(tree, "groups", account->group_count) + differs(tree, "roles", account->role_count);
    add_memory(bench, "memory of the account, loaded", usage.held, cjson_usage.held);
    add_memory(bench, "memory of the account, at most while loading", usage.peak, cjson_usage.peak);
    cJSON_Delete(tree);
    cJSON_InitHooks(NULL);
    rampart_account_free(account);
    return true;
}

bool bench_load(struct bench *bench)
{
    const struct measured own = {load, bench, 1, measure_used},
                          twin = {load_with_cjson, bench, 1, measure_used};
    double bytes = (double)bench->text.len / 1e6;
    double seconds = measure_bulk(&own, bench->seconds), twins = measure_bulk(&twin, bench->seconds);

    if (seconds <= 0 || twins <= 0) return false;
    bench_add_rates(
        bench,
        (struct table_row){.what = "load the account file", .twin = "cJSON_Parse, same bytes", .checked = 4},
        "MB/s", bytes / seconds, bytes / twins);
    return measure_memory(bench);
}
