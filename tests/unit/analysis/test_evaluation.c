/* SPDX-License-Identifier: Apache-2.0 */
/* Effect masks: united they are Kleene's "or", and an attachment on a resource group counts as far as the group is reached. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/evaluation.h"

static const enum rampart_truth truths[] = {RAMPART_FALSE, RAMPART_UNKNOWN, RAMPART_TRUE};

enum { TRUTHS = sizeof truths / sizeof *truths, PAIRS = TRUTHS * TRUTHS };

static struct rp_truths pair(size_t i)
{
    return (struct rp_truths){.allow = truths[i % TRUTHS], .deny = truths[i / TRUTHS]};
}

static enum rampart_truth either(enum rampart_truth a, enum rampart_truth b)
{
    if (a == RAMPART_TRUE || b == RAMPART_TRUE) return RAMPART_TRUE;
    return a == RAMPART_UNKNOWN || b == RAMPART_UNKNOWN ? RAMPART_UNKNOWN : RAMPART_FALSE;
}

static void united_masks_are_kleenes_or(void **state)
{
    (void)state;
    for (size_t i = 0; i < PAIRS; i++)
        for (size_t j = 0; j < PAIRS; j++) {
            const struct rp_truths a = pair(i), b = pair(j);
            struct rp_truths own, scoped;

            rp_effect_mask_read(rp_effect_mask(&a) | rp_effect_mask(&b), &own, &scoped);
            assert_int_equal(own.allow, either(a.allow, b.allow));
            assert_int_equal(own.deny, either(a.deny, b.deny));
            assert_int_equal(scoped.allow, RAMPART_FALSE);
            assert_int_equal(scoped.deny, RAMPART_FALSE);
            assert_false(scoped.reached);
        }
}

static void a_scoped_mask_counts_as_far_as_the_group_is_reached(void **state)
{
    (void)state;
    for (size_t i = 0; i < PAIRS; i++) {
        const struct rp_truths a = pair(i);
        struct rp_truths own, scoped;

        assert_int_equal(rp_effect_mask_scoped(rp_effect_mask(&a), RAMPART_FALSE), 0);
        rp_effect_mask_read(rp_effect_mask_scoped(rp_effect_mask(&a), RAMPART_TRUE), &own, &scoped);
        assert_int_equal(own.allow, RAMPART_FALSE);
        assert_int_equal(own.deny, RAMPART_FALSE);
        assert_int_equal(scoped.allow, a.allow);
        assert_int_equal(scoped.deny, a.deny);
        assert_true(scoped.reached);
        rp_effect_mask_read(rp_effect_mask_scoped(rp_effect_mask(&a), RAMPART_UNKNOWN), &own, &scoped);
        assert_int_equal(scoped.allow, a.allow == RAMPART_TRUE ? RAMPART_UNKNOWN : a.allow);
        assert_int_equal(scoped.deny, a.deny == RAMPART_TRUE ? RAMPART_UNKNOWN : a.deny);
        assert_true(scoped.reached);
    }
}

static void a_personal_mask_stays_personal_where_it_is_reached(void **state)
{
    (void)state;
    assert_int_equal(rp_effect_mask_scoped(RP_EFFECT_PERSONAL, RAMPART_FALSE), 0);
    assert_int_equal(rp_effect_mask_scoped(RP_EFFECT_PERSONAL, RAMPART_UNKNOWN), RP_EFFECT_PERSONAL);
    assert_int_equal(rp_effect_mask_scoped(RP_EFFECT_PERSONAL, RAMPART_TRUE), RP_EFFECT_PERSONAL);
}

static void only_an_allow_at_either_scope_may_allow(void **state)
{
    (void)state;
    for (size_t i = 0; i < PAIRS; i++) {
        const struct rp_truths a = pair(i);
        const uint16_t mask = rp_effect_mask(&a), scoped = rp_effect_mask_scoped(mask, RAMPART_UNKNOWN);

        assert_int_equal(rp_effect_mask_may_allow(mask), a.allow != RAMPART_FALSE);
        assert_int_equal(rp_effect_mask_may_allow(scoped), a.allow != RAMPART_FALSE);
    }
    assert_true(rp_effect_mask_may_allow(RP_EFFECT_PERSONAL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(united_masks_are_kleenes_or),
        cmocka_unit_test(a_scoped_mask_counts_as_far_as_the_group_is_reached),
        cmocka_unit_test(a_personal_mask_stays_personal_where_it_is_reached),
        cmocka_unit_test(only_an_allow_at_either_scope_may_allow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
