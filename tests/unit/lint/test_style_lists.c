/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/lint_lines.h"

#define ACTIONS(list) "{\"Effect\":\"Allow\",\n\"Action\":" list ",\"Resource\":\"*\"}"

static void one_value_out_of_order(void **state)
{
    (void)state;
    assert_lint_statements("RAM602", ACTIONS("[\"a\",\"b\",\"F\",\"c\",\"d\",\"e\"]"), "RAM602 3:19");
    assert_lint_statements("RAM602", ACTIONS("[\"b\",\"c\",\"d\",\"e\",\"f\",\"A\"]"), "RAM602 3:31");
    assert_lint_statements("RAM602", ACTIONS("[\"f\",\"a\",\"b\",\"c\",\"d\",\"e\"]"), "RAM602 3:11");
    assert_lint_statements("RAM602", ACTIONS("[\"a\",\"b\",\"c\",\"d\",\"E\",\"f\"]"), "");
    assert_lint_statements("RAM602", ACTIONS("[\"f\",\"e\",\"b\",\"c\",\"d\",\"a\"]"), "");
    assert_lint_statements("RAM602", ACTIONS("[\"f\",\"a\",\"b\",\"c\",\"d\"]"), "");
}

static void the_rarer_way_is_reported(void **state)
{
    (void)state;
    assert_lint_statements("RAM603", ACTIONS("\"a\"") "," ACTIONS("[\"b\"]"), "RAM603 4:10");
    assert_lint_statements("RAM603", ACTIONS("\"a\"") "," ACTIONS("[\"b\"]") "," ACTIONS("[\"c\"]"),
                           "RAM603 3:10");
    assert_lint_statements("RAM603", ACTIONS("\"a\"") "," ACTIONS("[\"b\",\"c\"]"), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_value_out_of_order),
        cmocka_unit_test(the_rarer_way_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
