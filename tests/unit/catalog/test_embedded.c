/* SPDX-License-Identifier: Apache-2.0 */
/* The tables are embedded whole; a system policy is found by its name, and reads without a complaint. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <rampart/catalog.h>
#include <rampart/policy.h>

#include "base/str.h"
#include "catalog/embedded.h"
#include "support/diag_lines.h"

static void tables_are_embedded_whole(void **state)
{
    (void)state;
    assert_true(rp_str_starts(rp_catalog_ess(), RP_STR("# Auto Scaling (ess)")));
    assert_true(rp_str_ends(rp_catalog_ess(), RP_STR("\n")));
    assert_true(rp_str_starts(rp_catalog_refresh_states(), RP_STR("# Instance refresh")));
    assert_true(rp_str_ends(rp_catalog_refresh_states(), RP_STR("suspendinstancerefresh\n")));
}

static void names_are_sorted(void **state)
{
    (void)state;
    assert_true(rp_system_policy_count() >= 210);
    for (size_t i = 1; i < rp_system_policy_count(); i++)
        assert_true(rp_str_compare(rp_system_policy_name(i - 1), rp_system_policy_name(i)) < 0);
}

static void every_one_reads(void **state)
{
    (void)state;
    for (size_t i = 0; i < rp_system_policy_count(); i++) {
        struct rampart_document document = {.name = rp_system_policy_name(i)};
        struct rampart_diags *diags = NULL;
        struct rampart_policy *policy = NULL;
        char lines[1024];
        assert_true(rp_system_policy(document.name, &document.text));
        assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
        enum rampart_status status = rampart_policy_read(NULL, &document, diags, &policy);
        if (status != RAMPART_OK || rampart_diags_count(diags) > 0)
            fail_msg("%.*s: %s", RP_ARG(document.name), diag_lines(diags, lines, sizeof lines));
        assert_true(rampart_policy_statement_count(policy) > 0);
        rampart_policy_free(policy);
        rampart_diags_free(diags);
    }
}

static void each_name_has_its_own_text(void **state)
{
    (void)state;
    struct rampart_str text;
    assert_true(rp_system_policy(RP_STR("AliyunESSReadOnlyAccess"), &text));
    assert_true(rp_str_starts(text, RP_STR("{\n  \"Version\": \"1\"")));
    assert_true(rp_str_ends(text, RP_STR("}\n")));
    assert_int_equal(text.len, 174);
    assert_true(rp_system_policy(RP_STR("FullAliyunAccess"), &text));
    assert_true(rp_system_policy(RP_STR("AdministratorAccess"), &text));
}

static void other_names_are_not_found(void **state)
{
    (void)state;
    static const char *const names[] = {
        "", "A", "AliyunESSReadOnlyAcces", "AliyunESSReadOnlyAccess2", "z", "aliyunessreadonlyaccess"};
    struct rampart_str text = RP_STR("untouched");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_false(rp_system_policy(rampart_str(names[i]), &text));
    assert_true(rp_str_equal(text, RP_STR("untouched")));
}

static void every_one_has_a_version_or_says_that_it_has_none(void **state)
{
    (void)state;
    struct rampart_system_policy policy = {.version = RP_STR("untouched")};
    assert_false(rampart_find_system_policy(RP_STR(""), &policy));
    assert_false(rampart_find_system_policy(RP_STR("aliyunramreadonlyaccess"), &policy));
    assert_true(rp_str_equal(policy.version, RP_STR("untouched")));
    for (size_t i = 0; i < rp_system_policy_count(); i++) {
        assert_true(rampart_find_system_policy(rp_system_policy_name(i), &policy));
        assert_true(rp_str_equal(policy.name, rp_system_policy_name(i)));
        assert_true(policy.source.len > 0);
    }
    assert_true(rampart_find_system_policy(RP_STR("AliyunADBFullAccess"), &policy));
    assert_true(rp_str_equal(policy.version, RP_STR("v5")));
    assert_true(rp_str_equal(policy.created, RP_STR("2019-10-22")));
    assert_true(rp_str_equal(policy.updated, RP_STR("2026-01-22")));
    assert_true(rampart_find_system_policy(RP_STR("AliyunECSFullAccess"), &policy));
    assert_int_equal(policy.version.len, 0);
    assert_true(rp_str_equal(policy.updated, RP_STR("2021-07")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_embedded_whole), cmocka_unit_test(names_are_sorted),
        cmocka_unit_test(every_one_reads),           cmocka_unit_test(each_name_has_its_own_text),
        cmocka_unit_test(other_names_are_not_found),
        cmocka_unit_test(every_one_has_a_version_or_says_that_it_has_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
