/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "catalog/keys.h"

static void known_keys_have_a_type(void **state)
{
    (void)state;
    static const struct {
        const char *asked, *key, *type;
        enum rp_key_values values;
    } rows[] = {{"acs:SourceIp", "acs:SourceIp", "IP", RP_VALUES_ADDRESSES},
                {"ACS:sourceip", "acs:SourceIp", "IP", RP_VALUES_ADDRESSES},
                {"acs:CurrentTime", "acs:CurrentTime", "Date", RP_VALUES_TIMES},
                {"acs:MFAPresent", "acs:MFAPresent", "Bool", RP_VALUES_TRUTHS},
                {"acs:UserAgent", "acs:UserAgent", "String", RP_VALUES_ANY},
                {"acs:ResourceTag/team", "acs:ResourceTag/*", "String", RP_VALUES_ANY},
                {"acs:RegionId", "acs:RegionId", "-", RP_VALUES_ANY}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct rp_catalog_key key;
        assert_true(rp_catalog_key_find(rampart_str(rows[i].asked), &key));
        assert_true(rp_str_equal(key.key, rampart_str(rows[i].key)));
        assert_true(rp_str_equal(key.type, rampart_str(rows[i].type)));
        assert_int_equal(key.values, rows[i].values);
    }
}

static void other_keys_have_none(void **state)
{
    (void)state;
    struct rp_catalog_key key;
    assert_false(rp_catalog_key_find(RP_STR("acs:ResourceTag"), &key));
    assert_false(rp_catalog_key_find(RP_STR("# Source"), &key));
    assert_false(rp_catalog_key_find(RP_STR(""), &key));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_keys_have_a_type),
        cmocka_unit_test(other_keys_have_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
