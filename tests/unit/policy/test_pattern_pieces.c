/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "policy/pattern.h"
#include "support/try_pattern.h"

static void stars_cross_colons_and_slashes(void **state)
{
    (void)state;
    assert_true(matches("acs:*:scalinggroup/*", "acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-1/x"));
    assert_true(matches("acs:ess:*:*:scalinggroup/*", "acs:ess::1:scalinggroup/"));
    assert_false(matches("acs:ess:*:*:scalinggroup/*", "acs:ess:1:scalinggroup"));
    assert_true(matches("acs:*:*cn-beijing*:*:*", "acs:oss:oss-cn-beijing:1:b"));
    assert_true(matches("*a*a*a*", "aaa"));
    assert_false(matches("*a*a*a*", "aa"));
    assert_true(matches("*abab*c", "abaababc"));
    assert_true(matches("*aabaaa*", "aabaabaaa")); /* the search falls back by more than one step */
    assert_true(matches("*aabaaax*", "aabaaabaaax"));
    assert_false(matches("*ab*ab", "ab"));
}

/* A piece that starts over and over makes a search that tries every place take seconds. */
static void long_pieces_cost_linear_time(void **state)
{
    (void)state;
    static const struct {
        const char *begin, *end;
    } cases[] = {{"*", "b"}, {"*", "b*"}, {"*c*", "b*"}, {"*a*", "b*a"}, {"", "b*a*"}, {"?*", "b"}};
    char *subject = repeat("", "a", 65536, "");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *pattern = repeat(cases[i].begin, "a", 4000, cases[i].end);
        double start = seconds_used();
        assert_false(matches(pattern, subject));
        if (seconds_used() - start > 0.1) fail_msg("case %zu took %f s", i, seconds_used() - start);
        free(pattern);
    }
    free(subject);
}

static void finds_a_long_piece_at_the_end(void **state)
{
    (void)state;
    char *pattern = repeat("*", "a", 4000, "b*c"), *subject = repeat("", "a", 65000, "bc");
    assert_true(matches(pattern, subject));
    free(pattern);
    free(subject);
}

static void many_pieces_cost_linear_time(void **state)
{
    (void)state;
    char *pattern = repeat("", "*a", 2000, "*b*"), *subject = repeat("", "a", 65536, "");
    double start = seconds_used();
    assert_false(matches(pattern, subject));
    assert_true(seconds_used() - start < 0.1);
    subject[65535] = 'b';
    assert_true(matches(pattern, subject));
    subject[1999] = 'b';
    subject[2000] = '\0';
    assert_false(matches(pattern, subject)); /* one `a` is missing */
    free(pattern);
    free(subject);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stars_cross_colons_and_slashes),
        cmocka_unit_test(long_pieces_cost_linear_time),
        cmocka_unit_test(finds_a_long_piece_at_the_end),
        cmocka_unit_test(many_pieces_cost_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
