/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses of Terraform, step by step and as a whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/str.h"
#include "import/terraform.h"

static void a_step_has_its_index(void **state)
{
    struct rampart_str rest = RP_STR("a.b[0][\"x.y]\\\"]\"].c[");
    struct rp_tf_step step;
    (void)state;
    assert_true(rp_tf_step(&rest, &step));
    assert_true(rp_str_equal(step.name, RP_STR("a")));
    assert_int_equal(step.index.len, 0);
    assert_true(rp_tf_step(&rest, &step));
    assert_true(rp_str_equal(step.name, RP_STR("b")));
    assert_true(rp_str_equal(step.index, RP_STR("[0][\"x.y]\\\"]\"]")));
    assert_true(rp_tf_step(&rest, &step));
    assert_true(rp_str_equal(step.name, RP_STR("c")));
    assert_true(rp_str_equal(step.index, RP_STR("[")));
    assert_false(rp_tf_step(&rest, &step));
}

/* "module | resource | index", or "none". */
static void shows(const char *address, const char *expected)
{
    char line[128] = "none";
    struct rp_tf_address parts;
    if (rp_tf_address(rampart_str(address), &parts))
        snprintf(line, sizeof line, "%.*s | %.*s | %.*s", RP_ARG(parts.module), RP_ARG(parts.resource),
                 RP_ARG(parts.index));
    assert_string_equal(line, expected);
}

static void an_address_has_a_module_a_resource_and_an_index(void **state)
{
    (void)state;
    shows("alicloud_ram_user.u", " | alicloud_ram_user.u | ");
    shows("alicloud_ram_user.u[\"a.b\"]", " | alicloud_ram_user.u | [\"a.b\"]");
    shows("data.alicloud_account.here[0]", " | data.alicloud_account.here | [0]");
    shows("module.m[\"module.x\"].module.n.alicloud_ram_user.u[1]",
          "module.m[\"module.x\"].module.n | alicloud_ram_user.u | [1]");
    shows("module.m.data.alicloud_account.here", "module.m | data.alicloud_account.here | ");
}

static void other_texts_are_no_addresses(void **state)
{
    (void)state;
    shows("", "none");
    shows("alicloud_ram_user", "none");
    shows("alicloud_ram_user.u.name", "none");
    shows("data.alicloud_account", "none");
    shows("module.m", "none");
    shows("a[0].b", "none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_step_has_its_index),
        cmocka_unit_test(an_address_has_a_module_a_resource_and_an_index),
        cmocka_unit_test(other_texts_are_no_addresses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
