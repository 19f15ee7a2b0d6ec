/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "support/naive_pattern.h"

/* ---- str ---- */

static const struct rampart_str none = {NULL, 0};

static void a_c_string_is_borrowed(void **state)
{
    (void)state;
    assert_int_equal(rampart_str("acs").len, 3);
    assert_int_equal(rampart_str(NULL).len, 0);
    assert_null(rampart_str(NULL).data);
}

static void equality(void **state)
{
    (void)state;
    assert_true(rp_str_equal(RP_STR("ab"), RP_STR("ab")));
    assert_true(rp_str_equal(none, RP_STR("")));
    assert_false(rp_str_equal(RP_STR("ab"), RP_STR("abc")));
    assert_false(rp_str_equal(RP_STR("a\0b"), RP_STR("a\0c")));
    assert_true(rp_str_equal_fold(RP_STR("ECS:Run@[`"), RP_STR("ecs:rUN@[`")));
    assert_false(rp_str_equal_fold(RP_STR("@"), RP_STR("`")));
    assert_false(
        rp_str_equal_fold(RP_STR("\xC3\x84"), RP_STR("\xC3\xA4"))); /* letters beyond ASCII have no case */
    assert_true(rp_str_equal_fold(none, none));
}

static void beginnings_and_endings(void **state)
{
    (void)state;
    assert_true(rp_str_starts(RP_STR("acs:ecs"), RP_STR("acs:")));
    assert_true(rp_str_starts(RP_STR("a"), none));
    assert_false(rp_str_starts(RP_STR("ac"), RP_STR("acs")));
    assert_true(rp_str_ends(RP_STR("a.json"), RP_STR(".json")));
    assert_true(rp_str_ends(none, none));
    assert_false(rp_str_ends(RP_STR("json"), RP_STR(".json")));
}

static void parts_stay_inside(void **state)
{
    (void)state;
    struct rampart_str text = RP_STR("abcdef");
    assert_true(rp_str_equal(rp_str_from(text, 4), RP_STR("ef")));
    assert_int_equal(rp_str_from(text, 6).len, 0);
    assert_int_equal(rp_str_from(text, SIZE_MAX).len, 0);
    assert_int_equal(rp_str_from(none, 3).len, 0);
    assert_true(rp_str_equal(rp_str_part(text, 1, 2), RP_STR("bc")));
    assert_true(rp_str_equal(rp_str_part(text, 4, SIZE_MAX), RP_STR("ef")));
    assert_int_equal(rp_str_part(text, 9, 1).len, 0);
}

static void a_byte_is_found(void **state)
{
    (void)state;
    assert_int_equal(rp_str_find(RP_STR("a:b:c"), ':'), 1);
    assert_int_equal(rp_str_find(RP_STR("abc"), ':'), 3);
    assert_int_equal(rp_str_find(RP_STR("a\0:"), ':'), 2);
    assert_int_equal(rp_str_find(none, ':'), 0);
}

static void order_is_that_of_bytes(void **state)
{
    (void)state;
    assert_true(rp_str_compare(RP_STR("a"), RP_STR("b")) < 0);
    assert_true(rp_str_compare(RP_STR("\x7F"), RP_STR("\x80")) < 0);
    assert_true(rp_str_compare(RP_STR("ab"), RP_STR("a")) > 0);
    assert_true(rp_str_compare(none, RP_STR("a")) < 0);
    assert_int_equal(rp_str_compare(RP_STR("a"), RP_STR("a")), 0);
    assert_int_equal(rp_str_compare(none, none), 0);
}

static void only_ascii_letters_and_digits(void **state)
{
    (void)state;
    assert_int_equal(rp_lower('A'), 'a');
    assert_int_equal(rp_lower('Z'), 'z');
    assert_int_equal(rp_lower('['), '[');
    assert_true(rp_is_digit('0') && rp_is_digit('9'));
    assert_false(rp_is_digit('/') || rp_is_digit(':'));
}

static void bytes_are_counted(void **state)
{
    (void)state;
    assert_int_equal(rp_str_count(RP_STR("a:b::"), ':'), 3);
    assert_int_equal(rp_str_count(RP_STR("ab"), ':'), 0);
    assert_int_equal(rp_str_count(none, ':'), 0);
}

/* ---- glob ---- */

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

static void a_text_is_literal_up_to_its_first_wildcard(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t length;
    } cases[] = {{"", 0}, {"abc", 3}, {"*", 0}, {"?", 0}, {"ab*c?", 2}, {"ab?c*", 2}, {"abc*", 3}, {"abc?", 3}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct rampart_str text = rampart_str(cases[i].text);
        assert_int_equal(rp_literal_length(text), cases[i].length);
        assert_int_equal(rp_has_wildcard(text), cases[i].length < text.len);
    }
    for (size_t len = 0; len < 40; len++)
        for (size_t at = 0; at < 40; at++) {
            char letters[40];
            memset(letters, 'a', sizeof letters);
            letters[at] = at % 2 == 0 ? '*' : '?';
            assert_int_equal(rp_has_wildcard((struct rampart_str){letters, len}), at < len);
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
        cmocka_unit_test(a_c_string_is_borrowed),
        cmocka_unit_test(equality),
        cmocka_unit_test(beginnings_and_endings),
        cmocka_unit_test(parts_stay_inside),
        cmocka_unit_test(a_byte_is_found),
        cmocka_unit_test(bytes_are_counted),
        cmocka_unit_test(order_is_that_of_bytes),
        cmocka_unit_test(only_ascii_letters_and_digits),
        cmocka_unit_test(it_agrees_with_the_naive_twin_on_every_short_text),
        cmocka_unit_test(a_text_is_literal_up_to_its_first_wildcard),
        cmocka_unit_test(case_does_not_count_and_a_star_in_the_text_is_a_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
