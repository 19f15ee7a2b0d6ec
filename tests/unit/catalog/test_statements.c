/* SPDX-License-Identifier: Apache-2.0 */
/* Statements of one action: the newest stands, and older ones that differ contradict it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/str.h"
#include "catalog/statements.h"

#define ROW(action, template, date, source) action "\tget\tT\trequired\t" template "\t-\tunknown\ttable\t" date "\t" source "\n"
#define DISK "acs:ecs:{#regionId}:{#accountId}:disk/{#diskId}"

static void the_rows_of_an_action_are_taken_page_by_page(void **state)
{
    (void)state;
    const struct rampart_str rows = RP_STR(
        ROW("a:A", "*", "2025-12", "p") ROW("a:B", DISK, "2026-01-02", "p") ROW("a:B", "*", "2026-01-02", "p")
            ROW("a:B", "*", "2026-01-02", "q") ROW("a:B", "*", "2021", "p") ROW("a:C", "*", "2021", "p"));
    struct rampart_str block = rp_statements_of(rows, RP_STR("A:b")), part;
    assert_int_equal(rp_str_count(block, '\n'), 4);
    part = rp_statement_take(&block);
    assert_int_equal(rp_str_count(part, '\n'), 2);
    part = rp_statement_take(&block);
    assert_int_equal(rp_str_count(part, '\n'), 1);
    part = rp_statement_take(&block);
    assert_int_equal(rp_str_count(part, '\n'), 1);
    assert_int_equal(block.len, 0);
    assert_int_equal(rp_statement_take(&block).len, 0);
    assert_int_equal(rp_statements_of(rows, RP_STR("a:D")).len, 0);
    assert_int_equal(rp_statements_of(rows, RP_STR("")).len, 0);
}

static void a_row_is_taken_apart(void **state)
{
    (void)state;
    struct rampart_catalog_arn arn;
    assert_true(rp_statement_read_row(RP_STR("a:A\t-\tDisk\t-\t*\ta:k,a:l\t-\tinferred\t2021-07-19\tx"), &arn));
    assert_true(rp_str_equal(arn.type, RP_STR("Disk")) && rp_str_equal(arn.arn, RP_STR("*")));
    assert_true(rp_str_equal(arn.keys, RP_STR("a:k,a:l")) && arn.dependents.len == 0 && arn.level.len == 0);
    assert_true(rp_str_equal(arn.evidence, RP_STR("inferred")) && rp_str_equal(arn.source, RP_STR("x")));
    assert_false(rp_statement_read_row(RP_STR("a:A\t*\t-\ttable\t2021\tx"), &arn));
}

static void names_of_places_and_letters_do_not_count(void **state)
{
    (void)state;
    static const struct {
        const char *one, *other;
        bool differ;
    } cases[] = {
        {DISK, DISK, false},
        {DISK, "acs:ecs:{#RegionId}:{#accountId}:Disk/{#DiskNo}", false},
        {DISK, "acs:ecs:{#regionId}:{#accountId}:disk/*", true},
        {DISK, "acs:ecs:*:{#accountId}:disk/{#diskId}", true},
        {DISK, "acs:ecs:{#regionId}:{#accountId}:disk/{#diskId}/{#x}", true},
        {"acs:ram::{#accountId}:user/{#UserName}", "acs:ram:*:{#accountId}:user/{#userName}", false},
        {"acs:ram::{#accountId}:user/{#UserName}", "acs:ram:*:{#accountId}:role/{#userName}", true},
        {"*", DISK, true},
        {"*", "*", false},
        {"acs:ram", "acs:ram:", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char one[256], other[256];
        (void)snprintf(one, sizeof one, "a:A\t-\t-\t-\t%s\t-\t-\ttable\t2025\tx\n", cases[i].one);
        (void)snprintf(other, sizeof other, "a:A\t-\t-\t-\t%s\t-\t-\ttable\t2021\tx", cases[i].other);
        if (rp_statements_differ(rampart_str(one), rampart_str(other)) != cases[i].differ)
            fail_msg("%s and %s", cases[i].one, cases[i].other);
        assert_int_equal(rp_statements_differ(rampart_str(other), rampart_str(one)), cases[i].differ);
    }
}

static void any_older_statement_disputes_the_newest(void **state)
{
    (void)state;
    bool disputed = true;
    const struct rampart_str same = RP_STR(ROW("a:A", DISK, "2025", "p") ROW("a:A", DISK, "2021", "p"));
    assert_int_equal(rp_str_count(rp_statement_newest(same, &disputed), '\n'), 1);
    assert_false(disputed);
    (void)rp_statement_newest(RP_STR(ROW("a:A", DISK, "2025", "p") ROW("a:A", DISK, "2021", "p")
                                         ROW("a:A", "*", "2019", "p")),
                              &disputed);
    assert_true(disputed);
    /* one template more is a contradiction as well */
    (void)rp_statement_newest(RP_STR(ROW("a:A", DISK, "2025", "p") ROW("a:A", "*", "2025", "p")
                                         ROW("a:A", DISK, "2021", "p")),
                              &disputed);
    assert_true(disputed);
    (void)rp_statement_newest(RP_STR(""), &disputed);
    assert_false(disputed);
}

static void newer_dates_come_first(void **state)
{
    (void)state;
    static const char *const rows[] = {
        ROW("a:A", "*", "2026-01-02", "p"), ROW("a:A", "*", "2025-12-03", "p"), ROW("a:A", "*", "2025-12", "p"),
        ROW("a:A", DISK, "2025-12", "p"),   ROW("a:A", "*", "2025-12", "q"),    ROW("a:A", "*", "2021", "a"),
        ROW("A:b", "*", "2026-01-02", "p"),
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t j = 0; j < sizeof rows / sizeof *rows; j++) {
            int order = rp_statement_compare(rampart_str(rows[i]), rampart_str(rows[j]));
            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rows_of_an_action_are_taken_page_by_page),
        cmocka_unit_test(a_row_is_taken_apart),
        cmocka_unit_test(names_of_places_and_letters_do_not_count),
        cmocka_unit_test(any_older_statement_disputes_the_newest),
        cmocka_unit_test(newer_dates_come_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
