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
    const char *const rows[][3] = {{"acs:SourceIp", "acs:SourceIp", "IP"},
                                   {"ACS:sourceip", "acs:SourceIp", "IP"},
                                   {"acs:CurrentTime", "acs:CurrentTime", "Date"},
                                   {"acs:MFAPresent", "acs:MFAPresent", "Bool"},
                                   {"acs:UserAgent", "acs:UserAgent", "String"},
                                   {"acs:ResourceTag/team", "acs:ResourceTag/*", "String"},
                                   {"acs:RegionId", "acs:RegionId", "-"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct rp_catalog_key key;
        assert_true(rp_catalog_key_find(rampart_str(rows[i][0]), &key));
        assert_true(rp_str_equal(key.key, rampart_str(rows[i][1])));
        assert_true(rp_str_equal(key.type, rampart_str(rows[i][2])));
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
