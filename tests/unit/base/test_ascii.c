/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/ascii.h"
#include "base/str.h"

/* ---- plain ---- */

/* Every byte at every place of texts of every small length, against looking at one byte after the other. */

enum { LONGEST = 53, TWICE = 40 };

static bool is_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

/* Among letters, one byte of every value at every place of a text of every length. */
static void each_byte_at_each_place(void (*check)(const char *text, size_t len, size_t at))
{
    for (size_t len = 0; len <= LONGEST; len++)
        for (size_t at = 0; at < len; at++)
            for (unsigned c = 0; c < 256; c++) {
                char text[LONGEST];
                memset(text, 'a', sizeof text);
                text[at] = (char)c;
                check(text, len, at);
            }
}

static void ends_plain(const char *text, size_t len, size_t at)
{
    assert_int_equal(rp_ascii_plain_length((struct rampart_str){text, len}),
                     is_plain((unsigned char)text[at]) ? len : at);
}

static void the_first_byte_that_is_not_plain_ends_it(void **state)
{
    (void)state;
    each_byte_at_each_place(ends_plain);
    assert_int_equal(rp_ascii_plain_length((struct rampart_str){NULL, 0}), 0);
}

static void the_first_of_two_ends_it(void **state)
{
    static const char odd[] = {'"', '\\', '\x1f', '\0', '\x80', '\xff', '!', '#', '[', ']', '\x7f'};
    (void)state;
    for (size_t i = 0; i < sizeof odd * sizeof odd; i++)
        for (size_t at = 0; at + 1 < TWICE; at++) {
            char text[TWICE];
            memset(text, 'a', sizeof text);
            text[at] = odd[i / sizeof odd];
            text[at + 1] = odd[i % sizeof odd];
            size_t expected = 0;
            while (expected < sizeof text && is_plain((unsigned char)text[expected])) expected++;
            assert_int_equal(rp_ascii_plain_length((struct rampart_str){text, sizeof text}), expected);
        }
}

/* From memory of just that size, so that a sanitizer sees what is read beyond it. */
static void the_end_is_where_the_length_says(void **state)
{
    static const char odd[] = {'"', '\\', '\x1f', '\0', '\x80', '\xff'};
    (void)state;
    for (size_t len = 0; len <= LONGEST; len++)
        for (size_t i = 0; i < sizeof odd; i++) {
            char *text = malloc(len + 1);
            assert_non_null(text);
            memset(text, 'a', len);
            text[len] = odd[i];
            assert_ptr_equal(rp_ascii_plain_end(text, text + len), text + len);
            assert_ptr_equal(rp_ascii_plain_end(text, text + len + 1), text + len);
            assert_int_equal(rp_ascii_plain_length((struct rampart_str){text, len + 1}), len);
            free(text);
        }
}

/* ---- kinds ---- */

/* Every byte at every place of texts of every small length, against looking at one byte after the other. */

static unsigned kind_of(unsigned char c)
{
    if (c >= 'A' && c <= 'Z') return RP_HAS_CAPITAL;
    if (c == '*' || c == '?') return RP_HAS_WILDCARD;
    return c <= ' ' ? RP_HAS_BLANK : 0;
}

/* From memory of just that size, so that a sanitizer sees what is read beyond it. */
static unsigned kinds_of(const char *bytes, size_t len)
{
    char *own = malloc(len > 0 ? len : 1);
    assert_non_null(own);
    memcpy(own, bytes, len);
    unsigned kinds = rp_ascii_kinds((struct rampart_str){own, len});
    free(own);
    return kinds;
}

static void has_its_kind(const char *text, size_t len, size_t at)
{
    assert_int_equal(kinds_of(text, len), kind_of((unsigned char)text[at]));
}

static void each_byte_is_seen_wherever_it_stands(void **state)
{
    (void)state;
    each_byte_at_each_place(has_its_kind);
    assert_int_equal(rp_ascii_kinds((struct rampart_str){NULL, 0}), 0);
}

static void several_kinds_are_seen_together(void **state)
{
    static const char odd[] = {'A', 'Z', '@',  '[', '*',    '?',    '+',
                               '>', ' ', '\0', '!', '\x7f', '\x80', '\xff'};
    (void)state;
    for (size_t len = 2; len <= LONGEST; len += 17)
        for (size_t i = 0; i < sizeof odd; i++)
            for (size_t k = 0; k < sizeof odd; k++) {
                char text[LONGEST];
                memset(text, 'z', sizeof text);
                text[len / 3] = odd[i];
                text[len - 1] = odd[k];
                assert_int_equal(kinds_of(text, len),
                                 kind_of((unsigned char)odd[i]) | kind_of((unsigned char)odd[k]));
            }
}

/* Of each byte at each place of a block whether it is a quote or a bracket, and whether any byte is not 0. */
static void brackets_are_seen_in_a_block(void **state)
{
    (void)state;
    for (unsigned c = 0; c < 256; c++)
        for (unsigned at = 0; at < RP_ASCII_BLOCK; at++) {
            char bytes[RP_ASCII_BLOCK];
            rp_ascii_block block;
            memset(bytes, 'a', sizeof bytes);
            bytes[at] = (char)c;
            const bool mark = c != 0 && strchr("{}[]\"", (int)c) != NULL;
            assert_int_equal(rp_ascii_bracket_bits(bytes), (unsigned)mark << at);
            memset(bytes, 0, sizeof bytes);
            bytes[at] = (char)c;
            memcpy(&block, bytes, sizeof block);
            assert_int_equal(rp_ascii_any(block), c != 0);
        }
}

static void capitals_become_small_letters(void **state)
{
    (void)state;
    for (size_t len = 0; len <= LONGEST; len++)
        for (unsigned first = 0; first < 256; first++) {
            char text[LONGEST], lower[LONGEST + 1], *own = malloc(len > 0 ? len : 1);
            assert_non_null(own);
            for (size_t i = 0; i < len; i++) text[i] = own[i] = (char)(first + 11 * i);
            lower[len] = '#';
            rp_ascii_lower(lower, (struct rampart_str){own, len});
            for (size_t i = 0; i < len; i++) assert_int_equal(lower[i], rp_lower(text[i]));
            assert_int_equal(lower[len], '#');
            free(own);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_byte_that_is_not_plain_ends_it),
        cmocka_unit_test(the_first_of_two_ends_it),
        cmocka_unit_test(the_end_is_where_the_length_says),
        cmocka_unit_test(each_byte_is_seen_wherever_it_stands),
        cmocka_unit_test(several_kinds_are_seen_together),
        cmocka_unit_test(brackets_are_seen_in_a_block),
        cmocka_unit_test(capitals_become_small_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
