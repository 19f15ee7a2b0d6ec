/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of a table by their names, and those of a service. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/str.h"
#include "catalog/row_index.h"
#include "support/naive_fold.h"

static const struct rampart_str table = {"a-b:x\t1\na:x\t2\na:x\t3\na:y\t4\nAB:x\t5\nb:z\t6", 38};

/* The row that comparing each of them finds first; row_count when there is none. */
static uint32_t naive_find(const struct rp_row_index *index, struct rampart_str rows, struct rampart_str name)
{
    uint32_t row = 0;
    for (; row < index->row_count; row++) {
        const struct rampart_str line = rp_row_index_line(index, rows, row);
        if (naive_fold_compare(rp_str_part(line, 0, rp_str_find(line, '\t')), name) == 0) break;
    }
    return row;
}

static void assert_as_naive(const struct rp_row_index *index, struct rampart_str rows,
                            struct rampart_str name)
{
    uint32_t row = index->row_count, expected = naive_find(index, rows, name);
    enum rp_row_found found = rp_row_index_find(index, rows, name, &row);
    assert_int_equal(found, expected < index->row_count ? RP_ROW_FOUND : RP_ROW_MISSING);
    assert_int_equal(row, expected);
}

static void a_name_is_found_but_for_case(void **state)
{
    (void)state;
    static const char *const names[] = {"a:x", "A:X",  "a-b:x", "ab:x",     "b:z",
                                        "a:",  "a:xx", "",      "nosuch:x", "A-B:X"};
    struct rp_arena arena;
    struct rp_row_index index;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_row_index_build(&index, &arena, table, NULL), RAMPART_OK);
    assert_int_equal(index.row_count, 6);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_as_naive(&index, table, rampart_str(names[i]));
    uint32_t row;
    assert_int_equal(rp_row_index_find(&index, table, RP_STR("a:x\t2"), &row), RP_ROW_MISSING);
    rp_arena_free(&arena);
}

static void a_line_is_without_its_end(void **state)
{
    (void)state;
    struct rp_arena arena;
    struct rp_row_index index;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_row_index_build(&index, &arena, table, NULL), RAMPART_OK);
    assert_true(rp_str_equal(rp_row_index_at(&index, table, 0), RP_STR("a-b:x\t1\n")));
    assert_true(rp_str_equal(rp_row_index_line(&index, table, 0), RP_STR("a-b:x\t1")));
    assert_true(rp_str_equal(rp_row_index_line(&index, table, 5), RP_STR("b:z\t6")));
    rp_arena_free(&arena);
}

static bool is_even(struct rampart_str line)
{
    return (line.data[line.len - 1] - '0') % 2 == 0;
}

static void what_is_not_wanted_is_missing(void **state)
{
    (void)state;
    struct rp_arena arena;
    struct rp_row_index index;
    uint32_t row;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_row_index_build(&index, &arena, table, is_even), RAMPART_OK);
    assert_int_equal(rp_row_index_find(&index, table, RP_STR("a:x"), &row), RP_ROW_FOUND);
    assert_int_equal(row, 1);
    assert_int_equal(rp_row_index_find(&index, table, RP_STR("a-b:x"), &row), RP_ROW_MISSING);
    rp_arena_free(&arena);
}

static void no_rows_have_an_index(void **state)
{
    (void)state;
    struct rp_arena arena;
    struct rp_row_index index;
    uint32_t row;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_row_index_build(&index, &arena, RP_STR(""), NULL), RAMPART_OK);
    assert_int_equal(rp_row_index_find(&index, RP_STR(""), RP_STR("a:b"), &row), RP_ROW_MISSING);
    assert_int_equal(rp_row_index_find(&index, RP_STR(""), RP_STR(""), &row), RP_ROW_MISSING);
    rp_arena_free(&arena);
}

/* "@" and "`" differ in nothing but the bit that tells capitals: names of these alone all have one number. */
static void names_that_crowd_are_not_lost(void **state)
{
    (void)state;
    enum { BITS = 10 };
    struct rp_arena arena;
    struct rp_buf rows;
    struct rp_row_index index;
    size_t found = 0, unknown = 0;
    rp_arena_init(&arena, NULL);
    rp_buf_init(&rows, NULL, SIZE_MAX);
    for (unsigned i = 0; i < 1U << BITS; i++) {
        for (unsigned bit = 0; bit < BITS; bit++) rp_buf_add_byte(&rows, (i >> bit & 1) != 0 ? '@' : '`');
        rp_buf_add(&rows, RP_STR("\t-\n"));
    }
    const struct rampart_str text = rp_buf_text(&rows);
    assert_int_equal(rp_row_index_build(&index, &arena, text, NULL), RAMPART_OK);
    assert_true(index.crowded);
    for (uint32_t i = 0; i < index.row_count; i++) {
        uint32_t row;
        enum rp_row_found answer =
            rp_row_index_find(&index, text, rp_str_part(rp_row_index_at(&index, text, i), 0, BITS), &row);
        assert_int_not_equal(answer, RP_ROW_MISSING);
        if (answer == RP_ROW_FOUND) assert_int_equal(row, i);
        found += answer == RP_ROW_FOUND;
        unknown += answer == RP_ROW_NOT_KNOWN;
    }
    assert_true(found > 0 && unknown > 0);
    rp_buf_free(&rows);
    rp_arena_free(&arena);
}

static const struct rampart_str actions = {"a-b:x\na:x\na:y\nAB:x\nb:z", 22};

/* The rows from where the text begins are these. */
static void assert_starts(const struct rp_code_index *index, const char *text, const char *rows)
{
    assert_true(rp_str_equal(rp_str_from(actions, rp_code_index_start(index, rampart_str(text))), rampart_str(rows)));
}

/* The rows of actions and of services, with their indexes. */
struct indexed {
    struct rp_arena arena;
    struct rp_row_index of_actions, of_services;
    struct rp_code_index index;
};

static void index_build(struct indexed *indexed, struct rampart_str rows, const char *services)
{
    rp_arena_init(&indexed->arena, NULL);
    indexed->index = (struct rp_code_index){.services = rampart_str(services),
                                            .actions = rows,
                                            .of_services = &indexed->of_services,
                                            .of_actions = &indexed->of_actions};
    assert_int_equal(rp_row_index_build(&indexed->of_actions, &indexed->arena, rows, NULL), RAMPART_OK);
    assert_int_equal(
        rp_row_index_build(&indexed->of_services, &indexed->arena, indexed->index.services, NULL),
        RAMPART_OK);
    assert_int_equal(rp_code_index_build(&indexed->index, &indexed->arena), RAMPART_OK);
}

static void the_first_row_of_a_text_is_found(void **state)
{
    (void)state;
    struct indexed indexed;
    index_build(&indexed, actions, "a\t-\na-b\t-\nab\t-\nb\t-\n");
    assert_starts(&indexed.index, "a:q", "a:x\na:y\nAB:x\nb:z");
    assert_starts(&indexed.index, "A:Y", "a:y\nAB:x\nb:z");
    assert_starts(&indexed.index, "a:xx", "a:y\nAB:x\nb:z");
    assert_starts(&indexed.index, "a:z", "AB:x\nb:z"); /* the end of the service */
    assert_starts(&indexed.index, "A-B:", "a-b:x\na:x\na:y\nAB:x\nb:z");
    assert_starts(&indexed.index, "ab:x", "AB:x\nb:z");
    assert_starts(&indexed.index, "b:", "b:z");
    assert_starts(&indexed.index, "b:zz", "");
    rp_arena_free(&indexed.arena);
}

static void a_service_knows_how_many_of_its_actions_write(void **state)
{
    (void)state;
    struct indexed indexed;
    struct rp_code_range range;
    index_build(&indexed,
                RP_STR("a:A\tcreate\ttable\na:B\tget\ttable\na:C\tupdate\tmetadata\na:D\tdelete\ttable\na:E\t-\ttable\n"
                       "a:F\tlist\ttable\nb:A\tnone\ttable\n"),
                "a\t-\nb\t-\n");
    assert_true(rp_code_index_service(&indexed.index, RP_STR("a"), &range));
    assert_int_equal(range.end - range.first, 6);
    assert_int_equal(range.listed, 5);
    assert_int_equal(range.writes, 3);
    assert_int_equal(range.stated, 2);
    assert_true(rp_code_index_service(&indexed.index, RP_STR("b"), &range));
    assert_int_equal(range.listed, 1);
    assert_int_equal(range.writes, 0);
    assert_int_equal(range.stated, 0);
    rp_arena_free(&indexed.arena);
}

static void what_is_not_indexed_is_among_all_rows(void **state)
{
    (void)state;
    struct indexed indexed;
    index_build(&indexed, actions, "a-b\t-\nempty\t-\n");
    assert_starts(&indexed.index, "a-b:x", "a-b:x\na:x\na:y\nAB:x\nb:z");
    assert_starts(&indexed.index, "b:z", "b:z");
    assert_starts(&indexed.index, "a:y", "a:y\nAB:x\nb:z");
    assert_starts(&indexed.index, "empty:z", "");
    assert_starts(&indexed.index, "ac:z", "b:z");
    assert_starts(&indexed.index, "", "a-b:x\na:x\na:y\nAB:x\nb:z");
    rp_arena_free(&indexed.arena);
}

static void no_actions_have_an_index(void **state)
{
    (void)state;
    struct indexed indexed;
    index_build(&indexed, RP_STR(""), "");
    assert_int_equal(rp_code_index_start(&indexed.index, RP_STR("a:b")), 0);
    rp_arena_free(&indexed.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_found_but_for_case),          cmocka_unit_test(a_line_is_without_its_end),
        cmocka_unit_test(what_is_not_wanted_is_missing),         cmocka_unit_test(no_rows_have_an_index),
        cmocka_unit_test(names_that_crowd_are_not_lost),         cmocka_unit_test(the_first_row_of_a_text_is_found),
        cmocka_unit_test(what_is_not_indexed_is_among_all_rows), cmocka_unit_test(no_actions_have_an_index),
        cmocka_unit_test(a_service_knows_how_many_of_its_actions_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
