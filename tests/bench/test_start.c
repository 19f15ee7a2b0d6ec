/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Nothing is indexed when a question begins: the build has done it. Counted where indexes are made (--wrap), and in the
 * memory that opening asks for, which is a small part of what the tables take.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <rampart/rampart.h>

#include "catalog/embedded.h"
#include "catalog/row_index.h"
#include "support/folder.h"

static size_t built; /* indexes */

enum rampart_status __real_rp_row_index_build(struct rp_row_index *ret_index, struct rp_arena *arena,
                                              struct rampart_str rows,
                                              bool (*takes)(struct rampart_str line));
enum rampart_status __wrap_rp_row_index_build(struct rp_row_index *ret_index, struct rp_arena *arena,
                                              struct rampart_str rows,
                                              bool (*takes)(struct rampart_str line));

enum rampart_status __wrap_rp_row_index_build(struct rp_row_index *ret_index, struct rp_arena *arena,
                                              struct rampart_str rows, bool (*takes)(struct rampart_str line))
{
    built++;
    return __real_rp_row_index_build(ret_index, arena, rows, takes);
}

static void *allocate(void *context, size_t size)
{
    *(size_t *)context += size;
    return malloc(size);
}

static void release(void *context, void *memory)
{
    (void)context;
    free(memory);
}

static void opening_builds_no_index(void **state)
{
    (void)state;
    enum { PART = 100 }; /* a table's rows need an index of a quarter of its size */
    size_t bytes = 0;
    const struct rampart_allocator allocator = {&bytes, allocate, release};
    const struct rampart_options options = {.allocator = &allocator};
    struct rampart_catalog *catalog = NULL;
    struct rampart_linter *linter = NULL;
    built = 0;
    assert_int_equal(rampart_catalog_open(&options, &catalog), RAMPART_OK);
    assert_int_equal(rampart_linter_new(&options, &linter), RAMPART_OK);
    assert_int_equal(built, 0);
    assert_true(bytes < rp_catalog_actions().len / PART);
    rampart_linter_free(linter);
    rampart_catalog_free(catalog);
}

static void a_folder_is_indexed_where_it_has_a_table(void **state)
{
    (void)state;
    char path[FOLDER_PATH];
    struct rampart_catalog *catalog = NULL;
    folder_make(path);
    folder_write(path, "actions.tsv", rampart_str("ecs:New\tget\tlocal\n"));
    built = 0;
    assert_int_equal(rampart_catalog_read_folder(NULL, path, NULL, &catalog), RAMPART_OK);
    assert_int_equal(built, 1);
    rampart_catalog_free(catalog);
    folder_remove(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(opening_builds_no_index),
        cmocka_unit_test(a_folder_is_indexed_where_it_has_a_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
