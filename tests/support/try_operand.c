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

enum { MOST_USES = 64 };

/* Which of the uses hold of the value, as bits. */
static uint64_t holding(const struct rp_family *family, const struct rp_operand_use *uses, size_t count,
                        struct rp_matcher *matcher, struct rampart_str value)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < count; i++) {
        bool holds = false;
        assert_int_equal(family->holds(uses[i].operand, uses[i].comparison, matcher, value, &holds),
                         RAMPART_OK);
        bits |= (uint64_t)holds << i;
    }
    return bits;
}

static size_t read_uses(const struct rp_family *family, struct rp_arena *arena, enum rp_comparison comparison,
                        const char *const *operands, struct rp_operand_use *uses)
{
    size_t count = 0;
    for (; *operands != NULL; operands++) {
        struct rp_operand *operand = RP_NEW(arena, struct rp_operand);
        assert_non_null(operand);
        assert_int_equal(family->read(arena, comparison, rampart_str(*operands), operand), RAMPART_OK);
        assert_true(operand->usable && count < MOST_USES);
        uses[count++] = (struct rp_operand_use){operand, comparison, rampart_str(*operands)};
    }
    return count;
}

static void check_sample(const struct rp_family *family, const struct rp_operand_use *uses, size_t count,
                         struct rp_matcher *matcher, const struct rp_cells *stand_ins, const char *sample)
{
    uint64_t wanted = holding(family, uses, count, matcher, rampart_str(sample));
    for (size_t i = 0; i < stand_ins->count; i++)
        if (holding(family, uses, count, matcher, stand_ins->texts[i]) == wanted) return;
    fail_msg("nothing stands for \"%s\"", sample);
}

void check_stand_ins(const struct rp_family *family, const enum rp_comparison *comparisons, size_t count,
                     const char *const *operands, const char *const *samples)
{
    struct rp_arena arena;
    struct rp_matcher matcher;
    struct rp_operand_use uses[MOST_USES];
    struct rp_cells stand_ins;
    size_t used = 0;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_matcher_init(&matcher, NULL), RAMPART_OK);
    for (size_t i = 0; i < count; i++)
        used += read_uses(family, &arena, comparisons[i], operands, uses + used);
    assert_int_equal(family->stand_ins(&arena, uses, used, &stand_ins), RAMPART_OK);
    assert_true(stand_ins.complete);
    for (; *samples != NULL; samples++) check_sample(family, uses, used, &matcher, &stand_ins, *samples);
    rp_matcher_free(&matcher);
    rp_arena_free(&arena);
}
