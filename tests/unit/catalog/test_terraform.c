/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "catalog/embedded.h"
#include "catalog/terraform.h"
#include "catalog/tsv.h"
#include "policy/layer.h"

static void a_type_of_resource_has_its_attribute_and_kind(void **state)
{
    (void)state;
    struct rp_terraform_document document;
    size_t cursor = 0;
    assert_true(rp_terraform_document_next(RP_STR("alicloud_ram_role"), &(size_t){0}, &document));
    assert_true(rp_str_equal(document.attribute, RP_STR("assume_role_policy_document")));
    assert_true(rp_str_equal(document.older, RP_STR("document")));
    assert_true(rp_str_equal(document.kind, RP_STR("trust")));
    assert_true(rp_terraform_document_next(RP_STR("alicloud_resource_manager_control_policy"), &(size_t){0}, &document));
    assert_int_equal(document.older.len, 0);
    assert_true(rp_str_equal(document.kind, RP_STR("control")));
    assert_true(rp_terraform_document_next(RP_STR("alicloud_ram_policy"), &(size_t){0}, &document));
    assert_true(rp_str_equal(document.kind, RP_STR("identity")));
    assert_true(rp_terraform_document_next(RP_STR("alicloud_cloud_sso_access_configuration"), &cursor, &document));
    assert_true(rp_str_equal(document.block, RP_STR("permission_policies")));
    assert_true(rp_str_equal(document.attribute, RP_STR("permission_policy_document")));
    assert_false(rp_terraform_document_next(RP_STR("alicloud_cloud_sso_access_configuration"), &cursor, &document));
    assert_true(rp_terraform_document_next(RP_STR("alicloud_kms_secret"), &(size_t){0}, &document));
    assert_true(rp_str_equal(document.kind, RP_STR("secret")));
    assert_false(rp_terraform_document_next(RP_STR("alicloud_ram"), &(size_t){0}, &document));
    assert_false(rp_terraform_document_next(RP_STR(""), &(size_t){0}, &document));
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

static void a_layer_tells_where_it_stands_and_whose_it_is(void **state)
{
    (void)state;
    struct rp_layer_document layer;
    size_t cursor = 0;
    assert_true(rp_layer_document_next(RP_STR("alicloud_oss_bucket"), &cursor, &layer));
    assert_true(rp_str_equal(layer.attribute, RP_STR("acl")));
    assert_true(rp_str_equal(layer.layer, RP_STR("BucketAcl")));
    assert_true(rp_str_equal(layer.named, RP_STR("bucket")) && layer.older.len == 0);
    assert_true(rp_layer_document_is_none(&layer, RP_STR("private")));
    assert_false(rp_layer_document_is_none(&layer, RP_STR("public-read")));
    assert_false(rp_layer_document_is_none(&layer, RP_STR("")));
    assert_true(rp_layer_document_next(RP_STR("alicloud_oss_bucket"), &cursor, &layer));
    assert_true(rp_str_equal(layer.layer, RP_STR("BucketPolicy")) && layer.nothing.len == 0);
    assert_false(rp_layer_document_next(RP_STR("alicloud_oss_bucket"), &cursor, &layer));
    cursor = 0;
    assert_true(rp_layer_document_next(RP_STR("alicloud_log_project"), &cursor, &layer));
    assert_true(rp_str_equal(layer.named, RP_STR("project_name")) && rp_str_equal(layer.older, RP_STR("name")));
    cursor = 0;
    assert_true(rp_layer_document_next(RP_STR("alicloud_ots_instance"), &cursor, &layer));
    assert_true(layer.layer.len == 0 && layer.named.len == 0 && layer.older.len == 0 && layer.attribute.len == 0);
}

/* A name that no layer has would be a document that contradicts nobody. */
static void every_layer_of_a_document_is_known(void **state)
{
    struct rampart_str line, rows = rp_tsv_rows(rp_catalog_layer_documents()), fields[7];
    size_t count = 0;
    enum rampart_layer layer;

    (void)state;
    for (; rp_tsv_next(&rows, &line); count++) {
        assert_true(rp_tsv_split(line, fields, 7));
        const bool of_instance = rp_str_equal(fields[2], RP_STR("SessionPolicy"));
        assert_true(rp_str_equal(fields[2], RP_STR("-")) || of_instance || rp_layer_read(fields[2], &layer));
    }
    assert_int_equal(count, 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_type_of_resource_has_its_attribute_and_kind),
        cmocka_unit_test(a_type_of_resource_says_something_of_an_account),
        cmocka_unit_test(a_layer_tells_where_it_stands_and_whose_it_is),
        cmocka_unit_test(every_layer_of_a_document_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
