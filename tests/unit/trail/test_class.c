/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "trail/class.h"

static const struct rp_call_answer allow = {.outcome = RAMPART_OUTCOME_ALLOW},
                                   deny = {.outcome = RAMPART_OUTCOME_DENY};
static const struct rp_call_answer open_key = {
    .outcome = RAMPART_OUTCOME_CONDITIONAL, .reason = RAMPART_REPLAY_CONDITION_KEYS, .keys = {"k", 1}};

static void assert_recorded(const char *error, enum rp_recorded expected)
{
    assert_int_equal(rp_recorded_outcome(rampart_str(error)), expected);
}

static void test_recorded(void **state)
{
    static const char *const denied[] = {"NoPermission",  "Forbidden",     "Forbidden.RAM",
                                         "forbidden.ram", "AccessDenied",  "AccessDenied.Unauthorized",
                                         "NoAuth",        "NotAuthorized", "Forbidden.SubUser"};
    static const char *const untold[] = {"InvalidParameter", "Forbidden.NotSupportRAM", "Throttling",
                                         "ForbiddenX", "x*", "Forbidden.KeyNotFound"};

    (void)state;
    assert_recorded("", RP_RECORDED_ALLOWED);
    for (size_t i = 0; i < sizeof denied / sizeof *denied; i++)
        assert_recorded(denied[i], RP_RECORDED_DENIED);
    for (size_t i = 0; i < sizeof untold / sizeof *untold; i++)
        assert_recorded(untold[i], RP_RECORDED_UNTOLD);
}

static void assert_class(const struct rp_call_answer *answer, enum rp_recorded recorded, bool session,
                         enum rampart_replay_class which, enum rampart_replay_reason reason)
{
    struct rampart_replay_row row = {.count = 0};

    rp_class_by_record(answer, recorded, session, &row);
    assert_int_equal(row.which, which);
    assert_int_equal(row.reason, reason);
    assert_int_equal(row.keys.len, reason == RAMPART_REPLAY_CONDITION_KEYS);
}

static void test_with_record(void **state)
{
    const enum rampart_replay_class open = RAMPART_REPLAY_UNDETERMINED;

    (void)state;
    for (int session = 0; session < 2; session++) {
        assert_class(&allow, RP_RECORDED_ALLOWED, session, RAMPART_REPLAY_AGREE, 0);
        assert_class(&deny, RP_RECORDED_DENIED, session, RAMPART_REPLAY_AGREE, 0);
        assert_class(&deny, RP_RECORDED_ALLOWED, session, RAMPART_REPLAY_NOW_DENIED, 0);
        assert_class(&open_key, RP_RECORDED_ALLOWED, session, open, RAMPART_REPLAY_CONDITION_KEYS);
        assert_class(&allow, RP_RECORDED_UNTOLD, session, open, RAMPART_REPLAY_OUTCOME_UNTOLD);
    }
    assert_class(&allow, RP_RECORDED_DENIED, false, RAMPART_REPLAY_NOW_ALLOWED, 0);
    assert_class(&allow, RP_RECORDED_DENIED, true, open, RAMPART_REPLAY_SESSION_POLICY);
}

static enum rampart_replay_class between(const struct rp_call_answer *before,
                                         const struct rp_call_answer *after, enum rp_recorded recorded,
                                         bool session)
{
    struct rampart_replay_row row = {.count = 0};

    rp_class_by_answers(before, after, recorded, session, &row);
    if (row.which == RAMPART_REPLAY_UNDETERMINED) assert_int_equal(row.reason, RAMPART_REPLAY_CONDITION_KEYS);
    return row.which;
}

static void test_with_another(void **state)
{
    (void)state;
    for (enum rp_recorded recorded = RP_RECORDED_ALLOWED; recorded <= RP_RECORDED_UNTOLD; recorded++) {
        assert_int_equal(between(&allow, &allow, recorded, true), RAMPART_REPLAY_SAME);
        assert_int_equal(between(&deny, &deny, recorded, true), RAMPART_REPLAY_SAME);
        assert_int_equal(between(&allow, &deny, recorded, false), RAMPART_REPLAY_ALLOW_TO_DENY);
        assert_int_equal(between(&deny, &allow, recorded, false), RAMPART_REPLAY_DENY_TO_ALLOW);
        assert_int_equal(between(&open_key, &open_key, recorded, true), RAMPART_REPLAY_UNDETERMINED);
        assert_int_equal(between(&open_key, &deny, recorded, true), RAMPART_REPLAY_CONDITIONAL_TO_DENY);
        assert_int_equal(between(&allow, &open_key, recorded, false), RAMPART_REPLAY_ALLOW_TO_CONDITIONAL);
        assert_int_equal(between(&open_key, &allow, recorded, false), RAMPART_REPLAY_CONDITIONAL_TO_ALLOW);
        assert_int_equal(between(&deny, &open_key, recorded, false), RAMPART_REPLAY_DENY_TO_CONDITIONAL);
    }
    /* A session may have had a policy that denied the call before and after. */
    assert_int_equal(between(&allow, &deny, RP_RECORDED_ALLOWED, true), RAMPART_REPLAY_ALLOW_TO_DENY);
    assert_int_equal(between(&allow, &deny, RP_RECORDED_DENIED, true), RAMPART_REPLAY_CONDITIONAL_TO_DENY);
    assert_int_equal(between(&deny, &allow, RP_RECORDED_UNTOLD, true), RAMPART_REPLAY_DENY_TO_CONDITIONAL);
    assert_int_equal(between(&allow, &open_key, RP_RECORDED_DENIED, true), RAMPART_REPLAY_UNDETERMINED);
}

static void test_names(void **state)
{
    (void)state;
    for (size_t i = 0; i < RAMPART_REPLAY_CLASSES; i++)
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(rampart_replay_class_name((enum rampart_replay_class)i),
                                    rampart_replay_class_name((enum rampart_replay_class)j));
    assert_string_equal(rampart_replay_class_name(RAMPART_REPLAY_CLASSES), "");
    assert_string_equal(rampart_replay_reason_name(RAMPART_REPLAY_REASONS), "");
    assert_false(rampart_replay_class_differs(RAMPART_REPLAY_AGREE));
    assert_false(rampart_replay_class_differs(RAMPART_REPLAY_SAME));
    assert_false(rampart_replay_class_differs(RAMPART_REPLAY_UNDETERMINED));
    assert_true(rampart_replay_class_differs(RAMPART_REPLAY_NOW_DENIED));
    assert_true(rampart_replay_class_differs(RAMPART_REPLAY_CONDITIONAL_TO_DENY));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_recorded),
        cmocka_unit_test(test_with_record),
        cmocka_unit_test(test_with_another),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
