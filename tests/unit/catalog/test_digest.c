/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "catalog/digest.h"
#include "catalog/embedded.h"
#include <rampart/catalog.h>

enum { MOST = 1024 };

struct files {
    struct rp_arena arena;
    struct rp_pack_file items[MOST];
    char digests[MOST][RP_SHA256_HEX];
    size_t count;
};

static void add(struct files *files, struct rampart_str name, struct rampart_str text)
{
    assert_true(files->count < MOST);
    rp_text_digest(text, files->digests[files->count]);
    files->items[files->count] = (struct rp_pack_file){name, {files->digests[files->count], RP_SHA256_HEX}};
    files->count++;
}

static int compare(const void *a, const void *b)
{
    return rp_str_compare(((const struct rp_pack_file *)a)->name, ((const struct rp_pack_file *)b)->name);
}

/* What the build computed from the files is what the library has. */
static void the_version_is_that_of_what_is_embedded(void **state)
{
    struct rampart_str name, text;
    char hex[RP_SHA256_HEX];
    struct files *files = calloc(1, sizeof *files);
    (void)state;
    assert_non_null(files);
    rp_arena_init(&files->arena, NULL);
    for (size_t i = 0; rp_catalog_table(i, &name, &text); i++) add(files, name, text);
    for (size_t i = 0; i < rp_system_policy_count(); i++) {
        assert_true(rp_system_policy(rp_system_policy_name(i), &text));
        assert_true(rp_arena_printf(&files->arena, &name, RP_SYSTEM_FOLDER "%.*s.json", RP_ARG(rp_system_policy_name(i))));
        add(files, name, text);
    }
    add(files, RP_STR(RP_SYSTEM_INDEX), rp_catalog_system_policies());
    qsort(files->items, files->count, sizeof *files->items, compare);
    rp_pack_digest(files->items, files->count, hex);
    const struct rampart_catalog_version version = rampart_catalog_version(NULL);
    assert_true(rp_str_equal(version.digest, (struct rampart_str){hex, sizeof hex}));
    assert_true(version.date.len == 10 && version.date.data[4] == '-');
    rp_arena_free(&files->arena);
    free(files);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_version_is_that_of_what_is_embedded)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
