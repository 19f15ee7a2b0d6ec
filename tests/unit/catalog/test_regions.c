/* SPDX-License-Identifier: Apache-2.0 */
/* The names of regions as resources have them, and the services without regions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "catalog/regions.h"

static bool has(const char *region)
{
    return rp_catalog_has_region(NULL, rampart_str(region));
}

static void regions_are_known_as_written(void **state)
{
    (void)state;
    assert_true(has("cn-hangzhou"));
    assert_true(has("oss-cn-hangzhou"));
    assert_false(has("CN-Hangzhou"));
    assert_false(has("cn-hangzho"));
    assert_false(has("cn-hangzhou-"));
    assert_false(has("oss-oss-cn-hangzhou"));
    assert_false(has("oss-"));
    assert_false(has("*"));
    assert_false(has(""));
}

static void all_are_walked_and_known(void **state)
{
    struct rampart_str region, before = {NULL, 0};
    size_t cursor = 0, count = 0;
    (void)state;
    for (; rp_catalog_next_region_name(NULL, &cursor, &region); count++) {
        assert_true(rp_catalog_has_region(NULL, region));
        assert_true(count == 0 || rp_str_compare(before, region) < 0);
        before = region;
    }
    assert_true(count > 20);
}

static void global_services_have_no_regions(void **state)
{
    (void)state;
    assert_true(rp_catalog_is_global(RP_STR("ram")));
    assert_false(rp_catalog_is_global(RP_STR("oss")));
    assert_false(rp_catalog_is_global(RP_STR("ra")));
    assert_false(rp_catalog_is_global(RP_STR("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(regions_are_known_as_written),
        cmocka_unit_test(all_are_walked_and_known),
        cmocka_unit_test(global_services_have_no_regions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
