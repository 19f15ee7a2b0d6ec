/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Nothing is indexed when a question begins: the build has done it. Counted where indexes are made (--wrap), in the
 * memory that opening asks for, which is a small part of what the tables take, and in the rows that a question looks at.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <rampart/rampart.h>

#include "base/str.h"
#include "catalog/embedded.h"
#include "catalog/indexed.h"
#include "catalog/row_index.h"
#include "catalog/tsv.h"
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

static size_t looked; /* at rows, or parts of one */

bool __real_rp_tsv_next(struct rampart_str *rows, struct rampart_str *ret_line);
bool __wrap_rp_tsv_next(struct rampart_str *rows, struct rampart_str *ret_line);

bool __wrap_rp_tsv_next(struct rampart_str *rows, struct rampart_str *ret_line)
{
    looked++;
    return __real_rp_tsv_next(rows, ret_line);
}

int __real_rp_fold_compare(struct rampart_str a, struct rampart_str b);
int __wrap_rp_fold_compare(struct rampart_str a, struct rampart_str b);

int __wrap_rp_fold_compare(struct rampart_str a, struct rampart_str b)
{
    looked++;
    return __real_rp_fold_compare(a, b);
}

struct rampart_str __real_rp_row_index_line(const struct rp_row_index *index, struct rampart_str rows, uint32_t row);
struct rampart_str __wrap_rp_row_index_line(const struct rp_row_index *index, struct rampart_str rows, uint32_t row);

struct rampart_str __wrap_rp_row_index_line(const struct rp_row_index *index, struct rampart_str rows, uint32_t row)
{
    looked++;
    return __real_rp_row_index_line(index, rows, row);
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

/* Asks whether a call that is given by its parameters has names that are known, from nothing. How many rows were looked at. */
static size_t ask(const char *action, const char *const *params)
{
    struct rampart_request *request = NULL;
    struct rampart_names *names = NULL;
    struct rampart_diags *diags = NULL;
    looked = 0;
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(rampart_request_new(NULL, &request), RAMPART_OK);
    assert_int_equal(rampart_request_set_account(request, RP_STR("1234567890123456"), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_set_action(request, rampart_str(action), NULL), RAMPART_OK);
    for (; *params != NULL; params += 2)
        assert_int_equal(rampart_request_add_param(request, rampart_str(params[0]), rampart_str(params[1]), NULL), RAMPART_OK);
    assert_int_equal(rampart_request_finish(request, diags), RAMPART_OK);
    assert_true(rampart_request_resource_count(request) > 0);
    assert_int_equal(rampart_names_new(NULL, &names), RAMPART_OK);
    assert_int_equal(rampart_names_check(names, request, 0, diags), RAMPART_OK);
    rampart_names_free(names);
    rampart_request_free(request);
    rampart_diags_free(diags);
    return looked;
}

static void a_question_looks_at_few_rows(void **state)
{
    (void)state;
    enum { PART = 200 }; /* of the rows of actions and of what they are authorised on */
    static const char *const disk[] = {"RegionId", "cn-hangzhou", "InstanceId", "i-1", "DiskId", "d-1", NULL};
    static const char *const instance[] = {"RegionId", "cn-hangzhou", "DBInstanceId", "rm-1", NULL};
    const size_t rows = rp_index_of_actions.row_count + rp_index_of_authorization.row_count;
    const size_t two = ask("ecs:AttachDisk", disk), one = ask("rds:DescribeDBInstanceAttribute", instance);
    assert_true(rows > 40000 && one > 0 && one < two);
    assert_true(two * PART <= rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(opening_builds_no_index),
        cmocka_unit_test(a_folder_is_indexed_where_it_has_a_table),
        cmocka_unit_test(a_question_looks_at_few_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
