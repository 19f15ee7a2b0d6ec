/* SPDX-License-Identifier: Apache-2.0 */
/* The tables as they are embedded, and finding rows in them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "catalog/catalog.h"
#include "catalog/embedded.h"
#include "catalog/tsv.h"

#define GROUP_ARN "acs:ess:{#regionId}:{#accountId}:scalinggroup/{#ScalingGroupId}"

static void assert_str(struct rampart_str actual, const char *expected)
{
    if (!rp_str_equal(actual, rampart_str(expected)))
        fail_msg("\"%.*s\" is not \"%s\"", RP_ARG(actual), expected);
}

static void tables_are_embedded_whole(void **state)
{
    (void)state;
    assert_true(rp_str_starts(rp_catalog_ess(), RP_STR("# Auto Scaling (ess)")));
    assert_true(rp_str_ends(rp_catalog_ess(), RP_STR("\n")));
    assert_true(rp_str_starts(rp_catalog_refresh_states(), RP_STR("# Instance refresh")));
    assert_true(rp_str_ends(rp_catalog_refresh_states(), RP_STR("suspendinstancerefresh\n")));
}

static void a_row_has_all_columns(void **state)
{
    (void)state;
    struct rp_catalog_action row;
    assert_true(rp_catalog_find(RP_STR("ess:CancelInstanceRefresh"), &row));
    assert_str(row.action, "ess:CancelInstanceRefresh");
    assert_str(row.api, "CancelInstanceRefresh");
    assert_str(row.level, "update");
    assert_str(row.level_evidence, "table");
    assert_str(row.arn, GROUP_ARN);
    assert_str(row.arn_evidence, "table");
    assert_str(row.required, "RegionId,ScalingGroupId,InstanceRefreshTaskId");
    assert_str(row.group_param, "ScalingGroupId");
    assert_str(row.condition_keys, "");
    assert_true(rp_str_starts(row.source, RP_STR("https://help.aliyun.com/")));
    assert_true(rp_catalog_own_action(&row));
}

static void what_the_table_leaves_out_is_empty_or_unknown(void **state)
{
    (void)state;
    struct rp_catalog_action row;
    assert_true(rp_catalog_find(RP_STR("ess:DescribeRegions"), &row));
    assert_str(row.arn, "*");
    assert_str(row.required, "");
    assert_str(row.group_param, "");
    assert_true(rp_catalog_find(RP_STR("ess:RecordLifecycleActionHeartbeat"), &row));
    assert_str(row.arn, "unknown");
    assert_str(row.arn_evidence, "unknown");
    assert_str(row.condition_keys, "unknown");
    assert_true(rp_catalog_find(RP_STR("ess:AttachInstances"), &row));
    assert_str(row.arn, GROUP_ARN);
    assert_str(row.arn_evidence, "inferred");
}

/* The bisection against a walk: every API is found by its name, in any case, and by nothing longer or shorter. */
static void every_row_is_found(void **state)
{
    (void)state;
    struct rp_catalog_action row, found;
    size_t cursor = 0, rows = 0;
    while (rp_catalog_next(&cursor, &row)) {
        char action[80] = "ess:", *api = action + 4;
        memcpy(api, row.api.data, row.api.len);
        struct rampart_str whole = {action, row.api.len + 4};
        assert_true(rp_catalog_find(whole, &found));
        assert_ptr_equal(found.api.data, row.api.data);
        for (size_t i = 0; i < whole.len; i++) action[i] = rp_lower(action[i]);
        assert_true(rp_catalog_find(whole, &found));
        assert_ptr_equal(found.api.data, row.api.data);
        action[whole.len] = '_';
        assert_false(rp_catalog_find((struct rampart_str){action, whole.len + 1}, &found));
        assert_false(rp_catalog_find((struct rampart_str){action, whole.len - 1}, &found) &&
                     found.api.data == row.api.data);
        rows++;
    }
    assert_int_equal(rows, 103);
}

static void nothing_else_is_found(void **state)
{
    (void)state;
    static const char *const names[] = {
        "",       "ess",   "ess:", "ess:A", "ess:Zz", "ess:*", "ecs:DescribeRegions", "DescribeRegions",
        "ess:\t", "ess:\n"};
    struct rp_catalog_action row;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_false(rp_catalog_find(rampart_str(names[i]), &row));
    assert_false(rp_catalog_find((struct rampart_str){NULL, 0}, &row));
}

static void an_api_can_be_authorised_by_another_action(void **state)
{
    (void)state;
    struct rp_catalog_action row;
    assert_true(rp_catalog_find(RP_STR("ess:VerifyUser"), &row));
    assert_str(row.api, "VerifyUser");
    assert_str(row.action, "ess:DescribeRegions");
    assert_false(rp_catalog_own_action(&row));
}

static void a_misspelt_action_has_a_nearest(void **state)
{
    (void)state;
    struct rp_catalog_action row;
    assert_true(rp_catalog_nearest(RP_STR("ess:CancleInstanceRefresh"), &row));
    assert_str(row.action, "ess:CancelInstanceRefresh");
    assert_true(rp_catalog_nearest(RP_STR("ESS:cancelinstancerefreshes"), &row));
    assert_str(row.action, "ess:CancelInstanceRefresh");
    assert_false(rp_catalog_nearest(RP_STR("ess:Frobnicate"), &row));
    assert_false(rp_catalog_nearest(RP_STR("ecs:CancelInstanceRefresh"), &row));
    assert_false(rp_catalog_nearest(RP_STR("ess:"), &row));
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_embedded_whole),
        cmocka_unit_test(a_row_has_all_columns),
        cmocka_unit_test(what_the_table_leaves_out_is_empty_or_unknown),
        cmocka_unit_test(every_row_is_found),
        cmocka_unit_test(nothing_else_is_found),
        cmocka_unit_test(an_api_can_be_authorised_by_another_action),
        cmocka_unit_test(a_misspelt_action_has_a_nearest),
        cmocka_unit_test(a_line_splits_into_exactly_its_fields),
        cmocka_unit_test(rows_begin_after_the_header),
        cmocka_unit_test(a_word_longer_than_any_name_is_near_to_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
