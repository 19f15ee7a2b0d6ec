/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of tables: their fields, and finding them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "catalog/tsv.h"

static void assert_str(struct rampart_str actual, const char *expected)
{
    if (!rp_str_equal(actual, rampart_str(expected)))
        fail_msg("\"%.*s\" is not \"%s\"", RP_ARG(actual), expected);
}

static void a_line_splits_into_exactly_its_fields(void **state)
{
    (void)state;
    struct rampart_str fields[3];
    assert_true(rp_tsv_split(RP_STR("a\tb c\td"), fields, 3));
    assert_str(fields[0], "a");
    assert_str(fields[1], "b c");
    assert_str(fields[2], "d");
    assert_false(rp_tsv_split(RP_STR("a\tb"), fields, 3));
    assert_false(rp_tsv_split(RP_STR("a\tb\tc\td"), fields, 3));
    assert_false(rp_tsv_values(RP_STR("a\tb"), fields, 3));
    assert_true(rp_tsv_values(RP_STR("-\tb-\tc"), fields, 3));
    assert_str(fields[0], "");
    assert_str(fields[1], "b-");
    assert_str(rp_tsv_field(RP_STR("a\tb"), 1), "b");
    assert_str(rp_tsv_field(RP_STR("a\tb"), 2), "");
}

static void rows_begin_after_the_header(void **state)
{
    (void)state;
    assert_str(rp_tsv_rows(RP_STR("# a\n#\nb\nc\n")), "b\nc\n");
    assert_str(rp_tsv_rows(RP_STR("# a")), "");
    assert_str(rp_tsv_rows((struct rampart_str){NULL, 0}), "");
}

static void a_word_longer_than_any_name_is_near_to_none(void **state)
{
    (void)state;
    char word[200];
    struct rampart_str line;
    memset(word, 'x', sizeof word);
    assert_false(rp_tsv_nearest(RP_STR("x\n"), 0, 0, (struct rampart_str){word, sizeof word}, &line));
}

static const struct rampart_str rows = {"ab\t1\nAb-c\t2\nab:x\t3\nabc\t4\nB\t5\n", 29};

static void the_first_row_of_a_key_is_found(void **state)
{
    (void)state;
    const struct {
        const char *text;
        char end;
        size_t at;
    } cases[] = {{"", '\0', 0},     {"a", '\0', 0},    {"AB", '\t', 0}, {"ab-C", '\t', 5}, {"ab", ':', 12},
                 {"abc", '\0', 19}, {"abd", '\0', 25}, {"b", '\t', 25}, {"c", '\0', 29}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(rp_rows_seek(rows, (struct rp_row_key){rampart_str(cases[i].text), cases[i].end}),
                         cases[i].at);
}

static void the_rows_of_a_key_follow_one_another(void **state)
{
    (void)state;
    struct rampart_str line;
    size_t cursor = 0, count = 0;
    while (rp_rows_next(rows, (struct rp_row_key){RP_STR("AB"), '\0'}, &cursor, &line)) count++;
    assert_int_equal(count, 4);
    assert_true(rp_str_equal(line, RP_STR("abc\t4")));
    assert_false(rp_rows_next(rows, (struct rp_row_key){RP_STR("AB"), '\0'}, &cursor, &line));
    cursor = 0;
    assert_false(rp_rows_next(rows, (struct rp_row_key){RP_STR("abc"), ':'}, &cursor, &line));
}

static void the_last_row_needs_no_line_end(void **state)
{
    (void)state;
    struct rampart_str line;
    size_t cursor = 0;
    assert_true(rp_rows_next(RP_STR("a\nb"), (struct rp_row_key){RP_STR("b"), '\0'}, &cursor, &line));
    assert_true(rp_str_equal(line, RP_STR("b")));
    assert_false(rp_rows_next(RP_STR("a\nb"), (struct rp_row_key){RP_STR("b"), '\0'}, &cursor, &line));
    cursor = 0;
    assert_false(rp_rows_next(RP_STR(""), (struct rp_row_key){RP_STR(""), '\0'}, &cursor, &line));
}

static void texts_are_ordered_by_bytes_in_lower_case(void **state)
{
    (void)state;
    assert_int_equal(rp_fold_compare(RP_STR("Ess:A"), RP_STR("eSS:a")), 0);
    assert_true(rp_fold_compare(RP_STR("a"), RP_STR("B")) < 0);
    assert_true(rp_fold_compare(RP_STR("_"), RP_STR("A")) < 0);
    assert_true(rp_fold_compare(RP_STR("ab"), RP_STR("a")) > 0);
    assert_true(rp_fold_compare(RP_STR("\xC3"), RP_STR("z")) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_splits_into_exactly_its_fields),
        cmocka_unit_test(rows_begin_after_the_header),
        cmocka_unit_test(a_word_longer_than_any_name_is_near_to_none),
        cmocka_unit_test(the_first_row_of_a_key_is_found),
        cmocka_unit_test(the_rows_of_a_key_follow_one_another),
        cmocka_unit_test(the_last_row_needs_no_line_end),
        cmocka_unit_test(texts_are_ordered_by_bytes_in_lower_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
