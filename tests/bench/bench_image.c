/* SPDX-License-Identifier: Apache-2.0 */
/* The image of the account, beside the account file: from nothing to the first decision, and all of it loaded. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/selfbench.h"
#include "image/image.h"
#include "support/make_image.h"
#include "support/rules.h"

enum { MOST_CHECKED = 100 };

/* The files, and what is asked first. */
struct first {
    const struct bench *bench;
    char folder[32], account[48], image[48];
};

static bool write_file(const char *path, const struct rp_buf *bytes)
{
    FILE *file = fopen(path, "wb");
    bool good = file != NULL && fwrite(bytes->data, 1, bytes->len, file) == bytes->len;

    return file != NULL && fclose(file) == 0 && good;
}

static bool write_files(struct first *first)
{
    struct rp_buf image;
    bool good;

    (void)snprintf(first->folder, sizeof first->folder, "/tmp/rampart-bench-XXXXXX");
    if (mkdtemp(first->folder) == NULL) return false;
    (void)snprintf(first->account, sizeof first->account, "%s/account.json", first->folder);
    (void)snprintf(first->image, sizeof first->image, "%s/image", first->folder);
    if (!write_file(first->account, &first->bench->text)) return false;
    good = make_image(NULL, first->account, NULL, &image) == RAMPART_OK && write_file(first->image, &image);
    rp_buf_free(&image);
    return good;
}

static void remove_files(const struct first *first)
{
    (void)unlink(first->account);
    (void)unlink(first->image);
    (void)rmdir(first->folder);
}

/* ---- the first decision ---- */

static bool decide(const struct first *first, const char *path, size_t i, struct rampart_verdict *ret_verdict)
{
    struct rampart_account *account = NULL;
    struct rp_rules *rules = NULL;
    struct rampart_request *request = first->bench->requests[i];
    bool good = rampart_account_read_file(NULL, path, NULL, &account) == RAMPART_OK &&
                rp_account_rules(NULL, account, request, NULL, 0, 0, NULL, &rules) == RAMPART_OK &&
                rp_rules_decide(rules, request, ret_verdict) == RAMPART_OK;

    rp_rules_free(rules);
    rampart_account_free(account);
    return good;
}

static bool decide_by_image(void *context, size_t i)
{
    const struct first *first = context;
    struct rampart_verdict verdict;

    return decide(first, first->image, i, &verdict);
}

static bool decide_by_file(void *context, size_t i)
{
    const struct first *first = context;
    struct rampart_verdict verdict;

    return decide(first, first->account, i, &verdict);
}

/* How many answers of the image are not those that the account gives. */
static size_t count_wrong(const struct first *first, size_t count)
{
    size_t wrong = 0;

    for (size_t i = 0; i < count; i++) {
        struct rampart_verdict verdict, expected;

        wrong += !decide(first, first->image, i, &verdict) ||
                 rp_rules_decide(first->bench->rules[i], first->bench->requests[i], &expected) != RAMPART_OK ||
                 verdict.outcome != expected.outcome || verdict.deny != expected.deny;
    }
    return wrong;
}

static bool measure_first(struct bench *bench, struct first *first)
{
    size_t checked = bench->questions < MOST_CHECKED ? bench->questions : MOST_CHECKED;
    const struct measured own = {decide_by_image, first, checked, measure_used},
                          twin = {decide_by_file, first, 1, measure_used};
    double seconds = measure_bulk(&own, bench->seconds), twins = measure_bulk(&twin, bench->seconds);

    if (seconds <= 0 || twins <= 0) return false;
    bench->wrong += count_wrong(first, checked);
    bench_add_times(bench,
                    (struct table_row){.what = "from image: first decision",
                                       .twin = "from the account file",
                                       .checked = checked},
                    "ms", seconds, twins);
    return true;
}

/* ---- all of it ---- */

static bool load_image(void *context, size_t i)
{
    const struct first *first = context;
    struct rampart_account *image = NULL, *whole = NULL;
    bool good = rampart_account_read_file(NULL, first->image, NULL, &image) == RAMPART_OK &&
                rp_image_account(NULL, image->image, NULL, NULL, &whole) == RAMPART_OK &&
                whole->policy_count == first->bench->account->policy_count &&
                whole->user_count == first->bench->account->user_count;

    (void)i;
    rampart_account_free(whole);
    rampart_account_free(image);
    return good;
}

static bool load_file(void *context, size_t i)
{
    const struct first *first = context;
    struct rampart_account *account = NULL;
    bool good = rampart_account_read_file(NULL, first->account, NULL, &account) == RAMPART_OK;

    (void)i;
    rampart_account_free(account);
    return good;
}

static bool measure_whole(struct bench *bench, struct first *first)
{
    const struct measured own = {load_image, first, 1, measure_used},
                          twin = {load_file, first, 1, measure_used};
    double seconds = measure_bulk(&own, bench->seconds), twins = measure_bulk(&twin, bench->seconds);

    if (seconds <= 0 || twins <= 0) return false;
    bench_add_times(
        bench,
        (struct table_row){.what = "from image: all of it", .twin = "from the account file", .checked = 2},
        "ms", seconds, twins);
    return true;
}

bool bench_image(struct bench *bench)
{
    struct first first = {.bench = bench};
    bool good = write_files(&first) && measure_first(bench, &first) && measure_whole(bench, &first);

    remove_files(&first);
    return good;
}
