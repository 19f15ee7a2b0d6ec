/* SPDX-License-Identifier: Apache-2.0 */
/* The format of a text, and texts of Terraform that tell no account. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "import/detect.h"

#define LANGUAGE "this is Terraform's own language, whose values only Terraform can compute"

static void refused(const char *name, const char *text, const char *expected)
{
    const char *refusal = rp_detect_terraform_refusal(rampart_str(name), rampart_str(text));
    if (expected == NULL)
        assert_null(refusal);
    else
        assert_string_equal(refusal, expected);
}

static void its_language_is_told_by_name_or_by_a_block(void **state)
{
    (void)state;
    refused("main.tf", "", LANGUAGE);
    refused("main.tf.json", "{\"resource\": {}}", LANGUAGE);
    refused("prod.tfvars", "a = 1", LANGUAGE);
    refused("<stdin>", "# a comment\n\n// another\nresource \"alicloud_ram_user\" \"u\" {\n}\n", LANGUAGE);
    refused("<stdin>", "terraform {\n", LANGUAGE);
    refused("<stdin>", "locals{\n", LANGUAGE);
}

static void a_log_and_a_plan_of_its_own_are_told(void **state)
{
    (void)state;
    refused("plan.json", " {\n \"@level\": \"info\"}",
            "these are the messages of terraform plan -json, not the plan");
    refused("plan", "PK\x03\x04rest",
            "this is a plan as terraform plan -out writes it, which only Terraform can read");
}

static void other_texts_are_not_refused(void **state)
{
    (void)state;
    refused("a.yaml", "rampart: 1\naccount: '1'\n", NULL);
    refused("a.yaml", "# terraform {\nresource: x\n", NULL);
    refused("a.yaml", "import: \"x\"\n", NULL);
    refused("a.yaml", "#", NULL);
    refused("a.json", "{\"level\": 1, \"@level\": 2}", NULL);
    refused("a.json", "{", NULL);
    refused("account.tfstate", "{\"version\": 4}", NULL);
    refused("", "", NULL);
}

static void assert_format(const char *name, const char *text, enum rp_input_format expected)
{
    assert_int_equal(rp_detect_format(rampart_str(name), rampart_str(text)), expected);
}

static void a_format_is_told_by_members_at_the_top(void **state)
{
    (void)state;
    assert_format("a.json", "{\"rampart\": 1, \"account\": \"1\"}", RP_INPUT_ACCOUNT);
    assert_format("a.ndjson", "\xEF\xBB\xBF{\"rampart\":1,\"product\":\"ram\",\"api\":\"GetUser\"}",
                  RP_INPUT_EXPORT);
    assert_format("a.json", "{\"format_version\": \"1.2\"}", RP_INPUT_TERRAFORM);
    assert_format("main.tf", "", RP_INPUT_TERRAFORM);
    assert_format("a.json", "{\"ROSTemplateFormatVersion\": \"2015-09-01\"}", RP_INPUT_ROS);
    assert_format("a.yaml", "Resources: {}\n'ROSTemplateFormatVersion': x\n", RP_INPUT_ROS);
    assert_format("a.yaml", "{Resources: {}, ROSTemplateFormatVersion: x}", RP_INPUT_ROS);
    assert_format("a.json", "{\"Version\": \"1\", \"Statement\": []}", RP_INPUT_DOCUMENT);
    assert_format("a.json", "{\"Users\": {\"users\": 1}}", RP_INPUT_RESPONSE);
    assert_format("a.json", "[{\"users\": 1}]", RP_INPUT_RESPONSE);
    assert_format("a.yaml", "users: {}\n", RP_INPUT_ACCOUNT);
    assert_format("", "", RP_INPUT_ACCOUNT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(its_language_is_told_by_name_or_by_a_block),
        cmocka_unit_test(a_log_and_a_plan_of_its_own_are_told),
        cmocka_unit_test(other_texts_are_not_refused),
        cmocka_unit_test(a_format_is_told_by_members_at_the_top),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
