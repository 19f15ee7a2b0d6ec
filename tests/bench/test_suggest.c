/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A search for a misspelt action looks at few names of its service, and one for a service at few codes: the shapes tell the
 * others apart. Counted where two names are compared (--wrap), for every action of the largest services and every code, with a
 * letter left out, and with two changed. Lint of a name that is not known walks through no table: counted where a row is read.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <rampart/lint.h>

#include "base/str.h"
#include "catalog/alike.h"
#include "catalog/tsv.h"
#include "support/open_catalog.h"

static size_t compared; /* names */

unsigned __real_rp_name_slips(struct rampart_str word, struct rampart_str name, unsigned most);
unsigned __wrap_rp_name_slips(struct rampart_str word, struct rampart_str name, unsigned most);

unsigned __wrap_rp_name_slips(struct rampart_str word, struct rampart_str name, unsigned most)
{
    compared++;
    return __real_rp_name_slips(word, name, most);
}

unsigned __real_rp_slips(struct rampart_str word, struct rampart_str name, unsigned most);
unsigned __wrap_rp_slips(struct rampart_str word, struct rampart_str name, unsigned most);

unsigned __wrap_rp_slips(struct rampart_str word, struct rampart_str name, unsigned most)
{
    compared++;
    return __real_rp_slips(word, name, most);
}

int __real_rp_fold_compare(struct rampart_str a, struct rampart_str b);
int __wrap_rp_fold_compare(struct rampart_str a, struct rampart_str b);

int __wrap_rp_fold_compare(struct rampart_str a, struct rampart_str b)
{
    compared++;
    return __real_rp_fold_compare(a, b);
}

static size_t rows; /* that were read in the order of a table */

bool __real_rp_rows_next(struct rampart_str table, struct rp_row_key key, size_t *cursor, struct rampart_str *ret_line);
bool __wrap_rp_rows_next(struct rampart_str table, struct rp_row_key key, size_t *cursor, struct rampart_str *ret_line);

bool __wrap_rp_rows_next(struct rampart_str table, struct rp_row_key key, size_t *cursor, struct rampart_str *ret_line)
{
    rows++;
    return __real_rp_rows_next(table, key, cursor, ret_line);
}

static size_t actions_of(const struct rampart_catalog *catalog, struct rampart_str service)
{
    struct rampart_catalog_action action;
    size_t cursor = 0, count = 0;
    while (rampart_catalog_next_action(catalog, service, &cursor, &action)) count++;
    return count;
}

/* Leaves the letter in the middle out, and with `more` replaces one near the end. */
static struct rampart_str misspelt(struct rampart_str name, bool more, char *buffer)
{
    memcpy(buffer, name.data, name.len);
    memmove(buffer + name.len / 2, buffer + name.len / 2 + 1, name.len - name.len / 2 - 1);
    if (more) buffer[name.len - 3] = 'x';
    return (struct rampart_str){buffer, name.len - 1};
}

static void few_names_are_compared(void **state)
{
    enum { LEAST_PART = 80, WORST_PART = 20 }; /* of the names of the service: on average, and at worst */
    static const char *const services[] = {"ecs", "vpc", "yundun-sas", "dataworks", "ahas", "esa"};
    for (size_t i = 0; i < sizeof services / sizeof *services; i++) {
        const struct rampart_str service = rampart_str(services[i]);
        const size_t count = actions_of(*state, service);
        struct rampart_catalog_action action, near;
        char buffer[RP_LONGEST_ALIKE];
        size_t cursor = 0, all = 0, searches = 0;
        while (rampart_catalog_next_action(*state, service, &cursor, &action)) {
            if (action.name.len < 12 || action.name.len > RP_LONGEST_ALIKE) continue;
            compared = 0;
            (void)rp_alike_action(*state, service, misspelt(action.name, searches % 2 != 0, buffer), &near);
            assert_true(compared * WORST_PART <= count);
            all += compared;
            searches++;
        }
        assert_true(searches > 100);
        assert_true(all > 0 && all / searches * LEAST_PART <= count);
    }
}

/* So does a search for a misspelt code of a service: most have another length, or other letters. */
static void few_codes_are_compared(void **state)
{
    enum { LEAST_PART = 100, WORST_PART = 12 };
    struct rampart_catalog_service service;
    struct rampart_catalog_action near;
    size_t cursor = 0, count = 0, all = 0, searches = 0;
    while (rampart_catalog_next_service(*state, &cursor, &service)) count++;
    for (cursor = 0; rampart_catalog_next_service(*state, &cursor, &service); searches++) {
        char buffer[RP_LONGEST_ALIKE];
        bool meant;
        if (service.code.len < 4 || service.code.len > RP_LONGEST_ALIKE) continue;
        compared = 0;
        (void)rp_alike_service(*state, misspelt(service.code, false, buffer), RP_STR("TagResources"), &meant, &near);
        assert_true(compared * WORST_PART <= count);
        all += compared;
    }
    assert_true(searches > 100 && all > 0 && all / searches * LEAST_PART <= count);
}

/* The codes that services have beside their own are bisected. */
static void few_other_codes_are_compared(void **state)
{
    enum { MOST = 6 }; /* of some thirty */
    struct rampart_catalog_service service;
    size_t cursor = 0, searches = 0;
    for (; rampart_catalog_next_service(*state, &cursor, &service); searches++) {
        compared = 0;
        (void)rp_is_other_code(*state, service.code);
        assert_true(compared > 0 && compared <= MOST);
    }
    assert_true(searches > 100);
}

/*
 * A word that no action has, a name that is like none of a service whose table was read, and one of a large service without one:
 * to tell the first from a new name, every name of the catalogue was read once, and for the others those of the service.
 */
static void lint_of_a_name_that_is_not_known_reads_few_rows(void **state)
{
    (void)state;
    enum { MOST = 16 };
    static const char *const actions[] = {"kms:ListeAliases", "kms:FrobnicateThing", "rds:StopDBInstanse", "yundun-sas:FrobThing"};
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        char text[200];
        struct rampart_linter *linter = NULL;
        struct rampart_diags *diags = NULL;
        (void)snprintf(text, sizeof text, "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"%s\",\"Resource\":\"*\"}]}",
                       actions[i]);
        const struct rampart_document document = {.file = RP_STR("p.json"), .text = rampart_str(text)};
        assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
        assert_int_equal(rampart_linter_new(NULL, &linter), RAMPART_OK);
        rows = 0;
        assert_int_equal(rampart_lint_document(linter, &document, diags), RAMPART_OK);
        assert_true(rows <= MOST);
        rampart_linter_free(linter);
        rampart_diags_free(diags);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_names_are_compared),
        cmocka_unit_test(few_codes_are_compared),
        cmocka_unit_test(few_other_codes_are_compared),
        cmocka_unit_test(lint_of_a_name_that_is_not_known_reads_few_rows),
    };
    return cmocka_run_group_tests(tests, open_catalog, close_catalog);
}
