/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"
#include "catalog/expression.h"

static bool finds(const char *expression, const char *text)
{
    struct rampart_allocator allocator = rp_allocator_of(NULL);
    struct rp_expression compiled;
    bool found = false;
    assert_int_equal(rp_expression_compile(&compiled, &allocator, rampart_str(expression), NULL), RAMPART_OK);
    assert_int_equal(rp_expression_find(&compiled, rampart_str(text), NULL, &found), RAMPART_OK);
    rp_expression_free(&compiled);
    return found;
}

static void it_is_found_anywhere_and_case_aside(void **state)
{
    (void)state;
    assert_true(finds("cancel", "ess:CancelInstanceRefresh"));
    assert_true(finds("", "ess:CancelInstanceRefresh"));
    assert_true(finds("^ess:.*h$", "ess:CancelInstanceRefresh"));
    assert_false(finds("^Cancel", "ess:CancelInstanceRefresh"));
}

static void what_is_no_expression_is_told_with_its_place(void **state)
{
    (void)state;
    struct rampart_allocator allocator = rp_allocator_of(NULL);
    struct rp_expression compiled;
    struct rampart_diags *diags = NULL;
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(rp_expression_compile(&compiled, &allocator, RP_STR("a(b"), diags),
                     RAMPART_INVALID_INPUT);
    const struct rampart_diag *diag = rampart_diags_at(diags, 0);
    assert_true(rp_str_starts(diag->message, RP_STR("invalid regular expression: ")));
    assert_true(rp_str_equal(diag->help, RP_STR("the mistake is behind \"a(b\"")));
    assert_int_equal(rp_expression_compile(&compiled, &allocator, RP_STR("\xff"), diags),
                     RAMPART_INVALID_INPUT);
    rampart_diags_free(diags);
}

static void one_that_takes_too_long_is_given_up(void **state)
{
    (void)state;
    struct rampart_allocator allocator = rp_allocator_of(NULL);
    struct rp_expression compiled;
    struct rampart_diags *diags = NULL;
    bool found = true;
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(rp_expression_compile(&compiled, &allocator, RP_STR("(\\w|\\w\\w)+\\s"), diags),
                     RAMPART_OK);
    assert_int_equal(
        rp_expression_find(&compiled, RP_STR("ess:CancelInstanceRefreshOfAllGroups"), diags, &found),
        RAMPART_LIMIT);
    assert_true(
        rp_str_starts(rampart_diags_at(diags, 0)->message,
                      RP_STR("the regular expression takes too long: the search stopped at ess:Cancel")));
    rp_expression_free(&compiled);
    rampart_diags_free(diags);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_found_anywhere_and_case_aside),
        cmocka_unit_test(what_is_no_expression_is_told_with_its_place),
        cmocka_unit_test(one_that_takes_too_long_is_given_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
