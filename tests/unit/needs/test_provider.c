/* SPDX-License-Identifier: Apache-2.0 */
/* Constraints of versions as Terraform has them. What is not understood leaves nothing out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "needs/needs.h"

static void constraints_are_those_of_terraform(void **state)
{
    static const struct {
        const char *constraint;
        bool fits;
    } rows[] = {
        {"", true},           {"1.289.0", true},      {"= 1.289.0", true},       {"1.289.1", false},   {"1.289", true},
        {"~> 1.250", true},   {"~> 1.290", false},    {"~> 1.289.0", true},      {"~> 1.288.0", false}, {"~> 2.0", false},
        {"~> 1", true},       {">= 1.200.0", true},   {">= 1.200, < 1.280", false}, {">=1.200,<2.0", true}, {"> 1.289.0", false},
        {"<= 1.289.0", true}, {"!= 1.289.0", false},  {"!= 1.288.0", true},      {"~> 1.290.0-beta", true}, {"latest", true},
        {">= 1.300", false},  {"< 1.289.0", false},   {"1.2.3.4", true},         {">= 99999999", true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rp_version_fits(rampart_str(rows[i].constraint), RP_STR("1.289.0")) != rows[i].fits)
            fail_msg("%s: %d", rows[i].constraint, (int)rows[i].fits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(constraints_are_those_of_terraform)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
