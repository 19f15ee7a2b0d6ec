/* SPDX-License-Identifier: Apache-2.0 */
/* Times that no condition tells apart have one name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/str.h"
#include "decide/set.h"
#include "support/sets.h"
#include "trail/clock.h"

#define CONDITION(op, values)                                                                              \
    "{\"rampart\":1,\"account\":\"1\",\"policies\":{\"P\":{\"Version\":\"1\",\"Statement\":[{\"Effect\":"  \
    "\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"" op "\":{\"acs:CurrentTime\":" values \
    "}}}]}}}"

static void assert_spans(const char *text, const char *const *times, size_t count, bool alike)
{
    struct rampart_account *account = NULL;
    struct rampart_set *compiled = NULL;
    struct rp_clock clock;
    struct rp_arena arena;
    char first[RP_CLOCK_SPAN], other[RP_CLOCK_SPAN];

    rp_arena_init(&arena, NULL);
    assert_int_equal(rampart_account_read(NULL, rampart_str(text), RP_STR("a.json"), NULL, &account),
                     RAMPART_OK);
    assert_int_equal(set_of_account(NULL, account, NULL, &compiled), RAMPART_OK);
    assert_int_equal(rp_clock_init(&clock, &arena, (const struct rp_compiled *const[]){compiled->compiled}, 1), RAMPART_OK);
    for (size_t i = 1; i < count; i++)
        assert_int_equal(rp_str_equal(rp_clock_span(&clock, rampart_str(times[i - 1]), first),
                                      rp_clock_span(&clock, rampart_str(times[i]), other)),
                         alike);
    rampart_set_free(compiled);
    rampart_account_free(account);
    rp_arena_free(&arena);
}

static void test_spans(void **state)
{
    static const char *const before[] = {"2025-01-01T00:00:00Z", "2025-06-01T00:00:00Z",
                                         "2025-12-31T23:59:59Z"};
    static const char *const between[] = {"2026-01-01T00:00:01Z", "2026-01-31T23:59:59.5Z"};
    static const char *const apart[] = {"2025-12-31T23:59:59Z", "2026-01-01T00:00:00Z",
                                        "2026-01-15T00:00:00Z", "2026-02-01T08:00:00+08:00",
                                        "2026-02-01T00:00:01Z"};
    static const char dates[] = CONDITION(
        "DateLessThan", "[\"2026-02-01T00:00:00Z\",\"2026-01-01T00:00:00Z\",\"2026-01-01T00:00:00Z\"]");

    (void)state;
    assert_spans(dates, before, 3, true);
    assert_spans(dates, between, 2, true);
    assert_spans(dates, apart, 5, false);
    assert_spans(CONDITION("StringLike", "\"2026*\""), before, 3, false);
    assert_spans(CONDITION("DateLessThan", "[]"), before, 3, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_spans)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
