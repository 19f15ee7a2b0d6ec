/* SPDX-License-Identifier: Apache-2.0 */
/* From the name and host that events give a service to the code that its actions begin with. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "trail/api.h"

static void assert_code(const char *service, const char *label, const char *expected)
{
    struct rampart_str code = {NULL, 0};
    bool found = rp_service_code(NULL, rampart_str(service), rampart_str(label), &code);

    assert_true(found == (expected != NULL));
    if (expected != NULL) assert_true(rp_str_equal(code, rampart_str(expected)));
}

static void test_codes(void **state)
{
    (void)state;
    assert_code("Ess", "ess", "ess");
    assert_code("Ims", "ims", "ram,ims");
    assert_code("Sls", "cn-hangzhou", "log");
    assert_code("R-kvstore", "r-kvstore", "kvstore");
    assert_code("Actiontrail", "", "actiontrail");
    assert_code("Slb", "slb", "slb");
    assert_code("Slb", "alb", "alb");
    assert_code("PrivateZone", "pvtz", "pvtz");
    assert_code("", "ecs", "ecs");
    assert_code("", "", NULL);
    assert_code("-", "", NULL);
    assert_code("No such", "nothing", NULL);
    assert_code("ess\tx", "", NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_codes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
