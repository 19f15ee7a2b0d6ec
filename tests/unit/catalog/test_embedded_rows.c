/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of embedded tables are found as bisecting finds them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "catalog/embedded.h"
#include "catalog/embedded_rows.h"
#include "catalog/tsv.h"

static void rows_follow_the_header(void **state)
{
    (void)state;
#define TABLE(word, file, takes) \
    assert_true(rp_str_equal(rp_embedded_rows(RP_EMBEDDED_##word), rp_tsv_rows(rp_catalog_##word())));
    RP_INDEXED_TABLES(TABLE)
#undef TABLE
}

/* Every name of a table, and what differs from it by a byte. */
static void names_are_found_as_by_bisecting(void **state)
{
    (void)state;
    const struct rampart_str rows = rp_embedded_rows(RP_EMBEDDED_authorization);
    struct rampart_str line, left = rows, found, expected;
    size_t count = 0;
    while (rp_tsv_next(&left, &line)) {
        const struct rampart_str name = rp_tsv_field(line, 0), cut = rp_str_part(name, 0, name.len - 1);
        assert_true(rp_rows_find(rows, name, &expected));
        assert_true(rp_embedded_find(RP_EMBEDDED_authorization, name, &found));
        assert_ptr_equal(found.data, expected.data);
        assert_int_equal(found.len, expected.len);
        assert_int_equal(rp_embedded_find(RP_EMBEDDED_authorization, cut, &found),
                         rp_rows_find(rows, cut, &expected));
        count++;
    }
    assert_true(count > 1000);
    assert_false(rp_embedded_find(RP_EMBEDDED_authorization, RP_STR(""), &found));
    assert_true(rp_embedded_find(RP_EMBEDDED_actions, RP_STR("ESS:cancelinstancerefresh"), &found));
}

static void all_rows_of_a_name_follow_one_another(void **state)
{
    (void)state;
    const struct rampart_str rows = rp_embedded_rows(RP_EMBEDDED_authorization);
    struct rampart_str line, left = rows, last = {NULL, 0};
    size_t given = 0, count = 0;
    while (rp_tsv_next(&left, &line)) {
        const struct rampart_str name = rp_tsv_field(line, 0);
        count++;
        if (rp_str_equal_fold(name, last)) continue;
        last = name;
        for (size_t cursor = 0; rp_embedded_next(RP_EMBEDDED_authorization, name, &cursor, &line);) {
            assert_true(rp_str_equal_fold(rp_tsv_field(line, 0), name));
            given++;
        }
    }
    assert_int_equal(given, count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_follow_the_header),
        cmocka_unit_test(names_are_found_as_by_bisecting),
        cmocka_unit_test(all_rows_of_a_name_follow_one_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
