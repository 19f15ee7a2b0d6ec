/* SPDX-License-Identifier: Apache-2.0 */
/* What the build packed is the table, row by row; a type is found, and only by its whole name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/str.h"
#include "catalog/terraform_calls.h"
#include "catalog/tsv.h"

static char *text;

static int read_table(void **state)
{
    (void)state;
    FILE *file = fopen("policies/catalog/terraform-calls.tsv", "rb");
    long len = 0;
    if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (len = ftell(file)) <= 0) return -1;
    rewind(file);
    text = calloc(1, (size_t)len + 1);
    const bool good = text != NULL && fread(text, 1, (size_t)len, file) == (size_t)len;
    (void)fclose(file);
    return good ? 0 : -1;
}

static int free_table(void **state)
{
    (void)state;
    free(text);
    return 0;
}

static void assert_equal(struct rampart_str got, struct rampart_str expected, uint32_t row)
{
    if (!rp_str_equal(got, expected))
        fail_msg("row %u: \"%.*s\", not \"%.*s\"", (unsigned)row, RP_ARG(got), RP_ARG(expected));
}

static void every_row_is_that_of_the_table(void **state)
{
    (void)state;
    struct rampart_str rows = rp_tsv_rows(rampart_str(text)), line, cells[RP_CALL_COLUMNS];
    uint32_t row = 0, first, end;
    for (; rp_tsv_next(&rows, &line); row++) {
        assert_true(row < rp_terraform_calls.row_count);
        assert_true(rp_tsv_split(line, cells, RP_CALL_COLUMNS));
        const struct rp_terraform_call call = rp_terraform_call_at(row);
        assert_true(rp_terraform_calls_of(cells[RP_CALL_TYPE], &first, &end));
        assert_true(first <= row && row < end);
        assert_equal(call.action, cells[RP_CALL_ACTION], row);
        assert_equal(call.operations, cells[RP_CALL_OPERATIONS], row);
        assert_equal(call.when, cells[RP_CALL_WHEN], row);
        assert_equal(call.parameters, rp_tsv_unless_dash(cells[RP_CALL_PARAMETERS]), row);
    }
    assert_int_equal(row, rp_terraform_calls.row_count);
}

/* The provider of this commit has 1,184 types of resources and 780 data sources. */
static void every_type_of_the_provider_is_there(void **state)
{
    (void)state;
    size_t resources = 0, data = 0;
    struct rampart_str type;
    for (uint32_t i = 0; rp_terraform_call_type(i, &type); i++) {
        if (rp_str_starts(type, RP_STR("data.alicloud_")))
            data++;
        else
            resources += rp_str_starts(type, RP_STR("alicloud_"));
    }
    assert_int_equal(resources, 1184);
    assert_int_equal(data, 780);
}

static void a_type_is_found_by_its_whole_name(void **state)
{
    (void)state;
    uint32_t first, end;
    assert_true(rp_terraform_calls_of(RP_STR("alicloud_ess_scaling_group"), &first, &end));
    assert_true(rp_str_starts(rp_terraform_call_at(first).action, RP_STR("ess:")));
    assert_false(rp_terraform_calls_of(RP_STR("alicloud_ess_scaling_grou"), &first, &end));
    assert_false(rp_terraform_calls_of(RP_STR("alicloud_ess_scaling_group "), &first, &end));
    assert_false(rp_terraform_calls_of(RP_STR(""), &first, &end));
    assert_false(rp_terraform_calls_of(RP_STR("zzz"), &first, &end));
}

/* A folder may have the table, if it is this one: another would be ignored. */
static void the_table_is_known_again(void **state)
{
    (void)state;
    struct rampart_str whole = rampart_str(text);
    assert_true(rp_terraform_calls_are(whole));
    assert_false(rp_terraform_calls_are(rp_str_part(whole, 0, whole.len - 2)));
    assert_false(rp_terraform_calls_are(rp_str_from(whole, 1)));
    text[whole.len / 2] ^= 1;
    assert_false(rp_terraform_calls_are(whole));
    text[whole.len / 2] ^= 1;
}

static void the_header_tells_the_provider(void **state)
{
    (void)state;
    const struct rp_terraform_provider provider = rp_terraform_provider();
    assert_int_equal(provider.commit.len, 40);
    assert_equal(provider.version, RP_STR("1.289.0"), 0);
    assert_int_equal(provider.date.len, 10);
    assert_true(rp_str_starts(provider.date, RP_STR("202")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_that_of_the_table),
        cmocka_unit_test(every_type_of_the_provider_is_there),
        cmocka_unit_test(a_type_is_found_by_its_whole_name),
        cmocka_unit_test(the_table_is_known_again),
        cmocka_unit_test(the_header_tells_the_provider),
    };
    return cmocka_run_group_tests(tests, read_table, free_table);
}
