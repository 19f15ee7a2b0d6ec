/* SPDX-License-Identifier: Apache-2.0 */
#include "support/try_operand.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

bool holds_between(const struct rp_family *family, const char *value, enum rp_comparison comparison,
                   const char *operand)
{
    struct rp_arena arena;
    struct rp_matcher matcher;
    struct rp_operand read;
    bool holds = false;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_matcher_init(&matcher, NULL), RAMPART_OK);
    assert_int_equal(family->read(&arena, comparison, rampart_str(operand), &read), RAMPART_OK);
    assert_int_equal(family->holds(&read, comparison, &matcher, rampart_str(value), &holds), RAMPART_OK);
    rp_matcher_free(&matcher);
    rp_arena_free(&arena);
    return holds;
}

bool is_usable(const struct rp_family *family, const char *operand)
{
    struct rp_arena arena;
    struct rp_operand read = {.usable = false};
    rp_arena_init(&arena, NULL);
    assert_int_equal(family->read(&arena, RP_COMPARE_EQUALS, rampart_str(operand), &read), RAMPART_OK);
    rp_arena_free(&arena);
    return read.usable;
}

void check_family(const struct rp_family *family, const char *name, const char *value)
{
    const struct rp_operand nothing = {.usable = false};
    assert_string_equal(family->name, name);
    assert_non_null(family->expected);
    for (int comparison = RP_COMPARE_EQUALS; comparison <= RP_COMPARE_GREATER_EQUALS; comparison++) {
        bool holds = true;
        enum rampart_status status =
            family->holds(&nothing, (enum rp_comparison)comparison, NULL, rampart_str(value), &holds);
        assert_int_equal(status, RAMPART_OK);
        assert_false(holds);
    }
}
