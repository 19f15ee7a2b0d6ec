/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/glob.h"
#include "support/naive_pattern.h"

enum { LONGEST = 5 };

/* The number-th text over the letters, "" for 0. */
static struct rampart_str text_of(size_t number, const char *letters, char *buffer)
{
    size_t len = 0, base = strlen(letters);
    for (; number > 0; number = (number - 1) / base) buffer[len++] = letters[(number - 1) % base];
    return (struct rampart_str){buffer, len};
}

static size_t count_of(size_t base)
{
    size_t count = 1, power = 1;
    for (int i = 0; i < LONGEST; i++) count += power *= base;
    return count;
}

static void it_agrees_with_the_naive_twin_on_every_short_text(void **state)
{
    (void)state;
    const size_t patterns = count_of(4), texts = count_of(2);
    for (size_t i = 0; i < patterns; i++)
        for (size_t k = 0; k < texts; k++) {
            char a[LONGEST + 1], b[LONGEST + 1];
            const struct rampart_str pattern = text_of(i, "ab*?", a), text = text_of(k, "ab", b);
            if (rp_glob(pattern, text) != naive_pattern_match(pattern, text))
                fail_msg("\"%.*s\" and \"%.*s\"", (int)pattern.len, a, (int)text.len, b);
        }
}

static bool glob(const char *pattern, const char *text)
{
    return rp_glob(rampart_str(pattern), rampart_str(text));
}

static void case_does_not_count_and_a_star_in_the_text_is_a_character(void **state)
{
    (void)state;
    assert_true(glob("RAM:pass*", "ram:PassRole"));
    assert_true(glob("role/*", "role/*"));
    assert_false(glob("role/x", "role/*"));
    assert_true(glob("?/x", "\xC3\xA4/x"));
    assert_true(glob("", ""));
    assert_false(glob("", "a"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_agrees_with_the_naive_twin_on_every_short_text),
        cmocka_unit_test(case_does_not_count_and_a_star_in_the_text_is_a_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
