/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "policy/pattern.h"
#include "support/growth.h"
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

struct shape {
    const char *begin, *unit, *end;
};

/* The pattern grows with the subject: a search that tries every place takes the product of both. */
static void match_letters(void *context, size_t length)
{
    const struct shape *shape = context;
    char *pattern = repeat(shape->begin, shape->unit, length / 16, shape->end);
    char *subject = repeat("", "a", length, "");
    assert_false(matches(pattern, subject));
    free(pattern);
    free(subject);
}

/* A piece that starts over and over, and many pieces. */
static void pieces_cost_linear_time(void **state)
{
    (void)state;
    static struct shape shapes[] = {{"*", "a", "b"},     {"*", "a", "b*"},  {"*c*", "a", "b*"},
                                    {"*a*", "a", "b*a"}, {"", "a", "b*a*"}, {"?*", "a", "b"},
                                    {"", "*a", "*b*"}};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        double growth = growth_of(&(struct growing){match_letters, &shapes[i], 65536});
        if (growth > 2)
            fail_msg("case %zu: a letter of %d times the text took %.2f times as long", i, GROWTH, growth);
    }
}

static void finds_a_long_piece_at_the_end(void **state)
{
    (void)state;
    char *pattern = repeat("*", "a", 4000, "b*c"), *subject = repeat("", "a", 65000, "bc");
    assert_true(matches(pattern, subject));
    free(pattern);
    free(subject);
}

static void finds_many_pieces(void **state)
{
    (void)state;
    char *pattern = repeat("", "*a", 2000, "*b*"), *subject = repeat("", "a", 65536, "");
    assert_false(matches(pattern, subject));
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
        cmocka_unit_test(pieces_cost_linear_time),
        cmocka_unit_test(finds_a_long_piece_at_the_end),
        cmocka_unit_test(finds_many_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
