/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "catalog/terraform.h"

static void a_type_of_resource_has_its_attribute_and_kind(void **state)
{
    (void)state;
    struct rp_terraform_document document;
    assert_true(rp_terraform_document_of(RP_STR("alicloud_ram_role"), &document));
    assert_true(rp_str_equal(document.attribute, RP_STR("assume_role_policy_document")));
    assert_true(rp_str_equal(document.older, RP_STR("document")));
    assert_int_equal(document.kind, RAMPART_POLICY_TRUST);
    assert_true(rp_terraform_document_of(RP_STR("alicloud_resource_manager_control_policy"), &document));
    assert_int_equal(document.older.len, 0);
    assert_int_equal(document.kind, RAMPART_POLICY_CONTROL);
    assert_true(rp_terraform_document_of(RP_STR("alicloud_ram_policy"), &document));
    assert_int_equal(document.kind, RAMPART_POLICY_IDENTITY);
    assert_false(rp_terraform_document_of(RP_STR("alicloud_ram"), &document));
    assert_false(rp_terraform_document_of(RP_STR(""), &document));
}

static void a_type_of_resource_says_something_of_an_account(void **state)
{
    (void)state;
    struct rp_terraform_fact resource;
    assert_true(rp_terraform_fact_of(RP_STR("alicloud_ram_group"), &resource));
    assert_int_equal(resource.kind, RP_TERRAFORM_GROUP);
    assert_true(rp_str_equal(resource.attribute, RP_STR("group_name")));
    assert_true(rp_str_equal(resource.older, RP_STR("name")));
    assert_true(rp_terraform_fact_of(RP_STR("data.alicloud_account"), &resource));
    assert_int_equal(resource.kind, RP_TERRAFORM_ACCOUNT_ID);
    assert_int_equal(resource.older.len, 0);
    assert_false(rp_terraform_fact_of(RP_STR("alicloud_account"), &resource));
    assert_false(rp_terraform_fact_of(RP_STR("alicloud_ram_access_key"), &resource));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_type_of_resource_has_its_attribute_and_kind),
        cmocka_unit_test(a_type_of_resource_says_something_of_an_account),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
