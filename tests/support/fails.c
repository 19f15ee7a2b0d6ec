/* SPDX-License-Identifier: Apache-2.0 */
/* A test that fails, in a helper: failed_at.c must name the line of the call (tests/CMakeLists.txt has the number). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_one(int number)
{
    assert_int_equal(number, 1);
}

static void one_is_two(void **state)
{
    (void)state;
    assert_one(1);
    assert_one(2); /* here */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_is_two)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
