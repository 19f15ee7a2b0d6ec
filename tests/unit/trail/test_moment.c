/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "trail/moment.h"

enum { CYCLE = 146097, LAST_DAY_OF_9999 = 2932896, DAY = 86400 };

static void assert_written(const char *time, const char *expected)
{
    char text[RP_MOMENT_SIZE];

    assert_true(rp_moment_write(rampart_str(time), text));
    assert_string_equal(text, expected);
}

static void test_forms(void **state)
{
    char text[RP_MOMENT_SIZE];

    (void)state;
    assert_written("2026-03-01T02:03:04Z", "2026-03-01T02:03:04Z");
    assert_written("2026-03-01T02:03:04.999+08:00", "2026-02-28T18:03:04Z");
    assert_written("2024-02-29", "2024-02-29T00:00:00Z");
    assert_written("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z");
    assert_false(rp_moment_write(rampart_str("1969-12-31T23:59:59Z"), text));
    assert_false(rp_moment_write(rampart_str("9999-12-31T23:59:59-08:00"), text));
    assert_false(rp_moment_write(rampart_str("2026-02-30T00:00:00Z"), text));
    assert_false(rp_moment_write(rampart_str("1772330584"), text));
    assert_false(rp_moment_write(rampart_str(""), text));
}

/* Every day of the 400 years after which the calendar repeats itself, and some of the others, as the C library has it. */
static void test_days(void **state)
{
    char text[RP_MOMENT_SIZE], expected[64];

    (void)state;
    for (int64_t day = 0; day <= LAST_DAY_OF_9999; day += day < CYCLE ? 1 : 97) {
        time_t seconds = (time_t)(day * DAY + day % DAY);
        struct tm parts;

        assert_non_null(gmtime_r(&seconds, &parts));
        assert_true(strftime(expected, sizeof expected, "%Y-%m-%dT%H:%M:%SZ", &parts) > 0);
        assert_true(rp_moment_write(rampart_str(expected), text));
        if (strcmp(text, expected) != 0) assert_string_equal(text, expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_forms), cmocka_unit_test(test_days)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
