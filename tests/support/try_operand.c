/* SPDX-License-Identifier: Apache-2.0 */
#include "support/try_operand.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "policy/key.h"

/* The same for a value that was read before it is compared. */
static void same_when_read(const struct rp_family *family, const struct rp_operand *operand,
                           struct rp_comparing comparing, struct rampart_str value, enum rampart_truth expected)
{
    struct rp_read_value read;
    enum rampart_truth truth = RAMPART_FALSE;
    for (enum rp_value_type type = RP_TYPE_UNKNOWN; type < RP_VALUE_TYPES; type++) {
        if (!rp_value_read(type, value, &read)) continue;
        comparing.read = &read;
        assert_int_equal(family->holds(operand, &comparing, value, &truth), RAMPART_OK);
        assert_int_equal(truth, expected);
    }
}

enum rampart_truth truth_between(const struct rp_family *family, const char *value,
                                 enum rp_comparison comparison, const char *operand, rampart_switches assumed)
{
    struct rp_arena arena;
    struct rp_matcher matcher;
    struct rp_operand read;
    const struct rp_comparing comparing = {comparison, assumed, &matcher, NULL};
    enum rampart_truth truth = RAMPART_FALSE;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_matcher_init(&matcher, NULL), RAMPART_OK);
    assert_int_equal(family->read(&arena, comparison, rampart_str(operand), &read), RAMPART_OK);
    assert_int_equal(family->holds(&read, &comparing, rampart_str(value), &truth), RAMPART_OK);
    same_when_read(family, &read, comparing, rampart_str(value), truth);
    rp_matcher_free(&matcher);
    rp_arena_free(&arena);
    return truth;
}

bool holds_between(const struct rp_family *family, const char *value, enum rp_comparison comparison,
                   const char *operand)
{
    return truth_between(family, value, comparison, operand, 0) == RAMPART_TRUE;
}

bool is_usable(const struct rp_family *family, const char *operand)
{
    struct rp_arena arena;
    struct rp_operand read = {.usable = false};
    rp_arena_init(&arena, NULL);
    assert_int_equal(family->read(&arena, RP_COMPARE_EQUALS, rampart_str(operand), &read), RAMPART_OK);
    rp_arena_free(&arena);
    return rp_operand_is_read(&read, 0);
}

void check_family(const struct rp_family *family, const char *name, const char *value)
{
    const struct rp_operand nothing = {.usable = false};
    assert_string_equal(family->name, name);
    assert_non_null(family->expected);
    for (int comparison = RP_COMPARE_EQUALS; comparison <= RP_COMPARE_GREATER_EQUALS; comparison++) {
        const struct rp_comparing comparing = {(enum rp_comparison)comparison, 0, NULL, NULL};
        enum rampart_truth truth = RAMPART_TRUE;
        assert_int_equal(family->holds(&nothing, &comparing, rampart_str(value), &truth), RAMPART_OK);
        assert_int_equal(truth, RAMPART_FALSE);
    }
}

enum { MOST_USES = 64 };

/* Which of the uses hold of the value, as bits. */
static uint64_t holding(const struct rp_family *family, const struct rp_operand_use *uses, size_t count,
                        struct rp_comparing comparing, struct rampart_str value)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < count; i++) {
        enum rampart_truth truth = RAMPART_FALSE;
        comparing.comparison = uses[i].comparison;
        assert_int_equal(family->holds(uses[i].operand, &comparing, value, &truth), RAMPART_OK);
        same_when_read(family, uses[i].operand, comparing, value, truth);
        if (truth == RAMPART_UNKNOWN) fail_msg("\"%.*s\" is no value", (int)value.len, value.data);
        bits |= (uint64_t)(truth == RAMPART_TRUE) << i;
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
                         const struct rp_comparing *comparing, const struct rp_cells *representatives,
                         const char *sample)
{
    uint64_t wanted = holding(family, uses, count, *comparing, rampart_str(sample));
    for (size_t i = 0; i < representatives->count; i++)
        if (holding(family, uses, count, *comparing, representatives->texts[i]) == wanted) return;
    fail_msg("nothing stands for \"%s\"", sample);
}

void check_representatives(const struct rp_family *family, const enum rp_comparison *comparisons,
                           size_t count, const char *const *operands, rampart_switches assumed,
                           const char *const *samples)
{
    struct rp_arena arena;
    struct rp_matcher matcher;
    struct rp_operand_use uses[MOST_USES];
    struct rp_cells representatives;
    const struct rp_comparing comparing = {RP_COMPARE_EQUALS, assumed, &matcher, NULL};
    size_t used = 0;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_matcher_init(&matcher, NULL), RAMPART_OK);
    for (size_t i = 0; i < count; i++)
        used += read_uses(family, &arena, comparisons[i], operands, uses + used);
    assert_int_equal(family->representatives(&arena, uses, used, &representatives), RAMPART_OK);
    assert_true(representatives.complete);
    for (; *samples != NULL; samples++)
        check_sample(family, uses, used, &comparing, &representatives, *samples);
    rp_matcher_free(&matcher);
    rp_arena_free(&arena);
}
