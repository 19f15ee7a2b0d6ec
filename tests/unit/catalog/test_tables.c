/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "support/diag_lines.h"
#include "support/folder.h"
#include <rampart/catalog.h>

#define ACTIONS_HEADER "# Columns: action | access level | evidence\n"

struct read {
    struct rampart_diags *diags;
    struct rampart_catalog *catalog;
    enum rampart_status status;
};

/* Reads a folder with one table of this text. */
static struct read read_table(const char *name, const char *text)
{
    struct read read = {.catalog = NULL};
    char path[FOLDER_PATH];
    assert_int_equal(rampart_diags_new(NULL, &read.diags), RAMPART_OK);
    folder_make(path);
    folder_write(path, name, rampart_str(text));
    read.status = rampart_catalog_read_folder(NULL, path, read.diags, &read.catalog);
    folder_remove(path);
    return read;
}

static void read_free(struct read *read)
{
    rampart_catalog_free(read->catalog);
    rampart_diags_free(read->diags);
}

static void a_table_of_the_folder_stands_for_its_own(void **state)
{
    (void)state;
    struct rampart_catalog_action action;
    struct rampart_catalog_service service;
    struct read read = read_table("actions.tsv", ACTIONS_HEADER "ecs:New\tget\tlocal\ness:New\t-\tlocal");
    assert_int_equal(read.status, RAMPART_OK);
    assert_true(rampart_catalog_find_action(read.catalog, RP_STR("ess:new"), &action));
    assert_true(rp_str_equal(action.evidence, RP_STR("local")));
    assert_false(rampart_catalog_find_action(read.catalog, RP_STR("ess:CancelInstanceRefresh"), &action));
    assert_true(rampart_catalog_find_service(read.catalog, RP_STR("oss"), &service));
    read_free(&read);
}

static void codes_are_those_of_the_folder(void **state)
{
    (void)state;
    char path[FOLDER_PATH];
    struct read read = {.catalog = NULL};
    struct rampart_catalog_action action;
    assert_int_equal(rampart_diags_new(NULL, &read.diags), RAMPART_OK);
    folder_make(path);
    folder_write(path, "actions.tsv", RP_STR("own:Do\tget\tlocal\n"));
    folder_write(path, "services.tsv", RP_STR("own\tOwn\tlocal\t-\t-\t-\n"));
    assert_int_equal(rampart_catalog_read_folder(NULL, path, read.diags, &read.catalog), RAMPART_OK);
    assert_true(rampart_catalog_find_action(read.catalog, RP_STR("own:Do"), &action));
    folder_remove(path);
    read_free(&read);
}

static void a_mistake_is_told_with_its_place(void **state)
{
    (void)state;
    const struct {
        const char *name, *text;
        unsigned line, column;
        const char *message;
    } cases[] = {
        {"actions.tsv", ACTIONS_HEADER "ess:A\tget\n", 2, 1,
         "a row of this table has 3 columns, separated by tabs; this one has 2"},
        {"actions.tsv", "ess:A\t\tx\n", 1, 7, "a column is empty"},
        {"actions.tsv", "ess:A\tget\t\n", 1, 11, "a column is empty"},
        {"actions.tsv", "ess:B\tget\tx\ness:A\tget\tx\n", 2, 1, "this row comes before the one above it"},
        {"actions.tsv", "ess:A\tget\tx\ness:a\tget\tx\n", 2, 1, "this row is there twice"},
        {"actions.tsv", "esss:A\tget\tx\n", 1, 1, "services.tsv has no service with this code"},
        {"actions.tsv", "ess\tget\tx\n", 1, 1,
         "invalid action: expected the code of a service, a colon and a name"},
        {"actions.tsv", "ess:a:b\tget\tx\n", 1, 1,
         "invalid action: expected the code of a service, a colon and a name"},
        {"actions.tsv", "ess:A\tg\xff\tx\n", 1, 8, "this byte is not valid UTF-8"},
        {"actions.tsv", "ess:A\tget\tx\r\n", 1, 12, "a table holds no control characters"},
        {"regions.tsv", "b\tcn\t1\na\tcn\t1\n", 2, 1, "this row comes before the one above it"},
        {"condition-keys.tsv", "a:b\tString\tsingle\t-\tnosuch\t-\tdocs\tx\n", 1, 21,
         "services.tsv has no service with this code"},
        {"condition-keys.tsv", "a:b\tText\tsingle\t-\tess\tsome\tdocs\tx\n", 1, 5, "no such word is understood in this column"},
        {"condition-keys.tsv", "a:b\tString\tone\t-\tess\tsome\tdocs\tx\n", 1, 12, "no such word is understood in this column"},
        {"condition-keys.tsv", "a:b\tString\tsingle\t-\tess\tall\tdocs\tx\n", 1, 25, "no such word is understood in this column"},
        {"actions.tsv", "ess:A\tread\tx\n", 1, 7, "no such word is understood in this column"},
        {"api-actions.tsv", "ess:A\tess:B,ess:C\tsource\t-\tx\n", 1, 19, "no such word is understood in this column"},
        {"api-actions.tsv", "ess:A\tess:B\t-\tuser\tx\n", 1, 15, "no such word is understood in this column"},
        {"api-actions.tsv", "ess:A\tess:B,B\tsource,target\t-\tx\n", 1, 13,
         "invalid action: expected the code of a service, a colon and a name"},
        {"api-actions.tsv", "ess:A\tess:B,ess:C\t-\t-\tx\n", 1, 7,
         "an API has one action, or two on the source and the target of its call"},
        {"api-actions.tsv", "nosuch:A\tess:B\t-\t-\tx\n", 1, 1, "services.tsv has no service with this code"},
        {"authorization.tsv", "ess:A\tget\tA\tmaybe\t*\t-\t-\ttable\t2026-01-01\tx\n", 1, 13,
         "no such word is understood in this column"},
        {"authorization.tsv", "ess:A\tget\tA\trequired\tacs:ess:a:{#b\t-\t-\ttable\t2026-01-01\tx\n", 1, 22,
         "this is no template of an ARN"},
        {"authorization.tsv", "ess:A\tget\tA\trequired\tacs:ess:a:b:c/{d}\t-\t-\ttable\t2026-01-01\tx\n", 1, 22,
         "this is no template of an ARN"},
        {"authorization.tsv", "ess:A\tget\tA\trequired\tacs:ess:a:b:c/{#}\t-\t-\ttable\t2026-01-01\tx\n", 1, 22,
         "this is no template of an ARN"},
        {"authorization.tsv", "ess:A\tget\tA\trequired\tarn:ess:a:b:c/{#d}\t-\t-\ttable\t2026-01-01\tx\n", 1, 22,
         "this is no template of an ARN"},
        {"ess.tsv", "ess:A\tA\tget\ttable\tscalinggroup\ttable\t-\t-\t-\tx\n", 1, 19, "this is no template of an ARN"},
        {"resource-types.tsv", "ess\tb\tx\td\ts\ness\ta\tx\td\ts\n", 2, 1,
         "this row comes before the one above it"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct read read = read_table(cases[i].name, cases[i].text);
        assert_int_equal(read.status, RAMPART_INVALID_INPUT);
        assert_null(read.catalog);
        assert_int_equal(rampart_diags_count(read.diags), 1);
        const struct rampart_diag *diag = rampart_diags_at(read.diags, 0);
        assert_int_equal(diag->line, cases[i].line);
        assert_int_equal(diag->column, cases[i].column);
        assert_true(rp_str_equal(diag->message, rampart_str(cases[i].message)));
        assert_true(rp_str_ends(diag->file, rampart_str(cases[i].name)));
        read_free(&read);
    }
}

static void every_mistake_is_told(void **state)
{
    (void)state;
    struct read read = read_table("actions.tsv", "ess:A\ness:C\tget\tx\ness:B\tget\tx\n");
    assert_int_equal(read.status, RAMPART_INVALID_INPUT);
    assert_int_equal(rampart_diags_count(read.diags), 2);
    read_free(&read);
}

static void a_folder_without_tables_is_refused(void **state)
{
    (void)state;
    struct read read = read_table("other.tsv", "x\n");
    assert_int_equal(read.status, RAMPART_IO);
    assert_int_equal(rampart_diags_count(read.diags), 1);
    read_free(&read);
    read.catalog = NULL;
    assert_int_equal(rampart_catalog_read_folder(NULL, "/nonexistent", NULL, &read.catalog), RAMPART_IO);
    assert_int_equal(rampart_catalog_read_folder(NULL, NULL, NULL, &read.catalog), RAMPART_MISUSE);
    assert_int_equal(rampart_catalog_read_folder(NULL, "/nonexistent", NULL, NULL), RAMPART_MISUSE);
}

static void the_tables_built_in_are_taken_from_a_folder(void **state)
{
    (void)state;
    struct rampart_catalog *catalog = NULL;
    assert_int_equal(rampart_catalog_read_folder(NULL, "policies/catalog", NULL, &catalog), RAMPART_OK);
    rampart_catalog_free(catalog);
    rampart_catalog_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_of_the_folder_stands_for_its_own),
        cmocka_unit_test(codes_are_those_of_the_folder),
        cmocka_unit_test(a_mistake_is_told_with_its_place),
        cmocka_unit_test(every_mistake_is_told),
        cmocka_unit_test(a_folder_without_tables_is_refused),
        cmocka_unit_test(the_tables_built_in_are_taken_from_a_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
