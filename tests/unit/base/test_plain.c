/* SPDX-License-Identifier: Apache-2.0 */
/* Every byte at every place of texts of every small length, against looking at one byte after the other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/plain.h"

enum { LONGEST = 53, TWICE = 40 };

static bool is_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

static void the_first_byte_that_is_not_plain_ends_it(void **state)
{
    (void)state;
    for (size_t len = 0; len <= LONGEST; len++)
        for (size_t at = 0; at < len; at++)
            for (unsigned c = 0; c < 256; c++) {
                char text[LONGEST];
                memset(text, 'a', sizeof text);
                text[at] = (char)c;
                assert_int_equal(rp_plain_length((struct rampart_str){text, len}),
                                 is_plain((unsigned char)c) ? len : at);
            }
    assert_int_equal(rp_plain_length((struct rampart_str){NULL, 0}), 0);
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
            assert_int_equal(rp_plain_length((struct rampart_str){text, sizeof text}), expected);
        }
}

/* At most so many bytes behind the end are looked at, whatever they are. */
static void the_end_is_where_the_length_says(void **state)
{
    static const char odd[] = {'"', '\\', '\x1f', '\0', '\x80', '\xff'};
    (void)state;
    for (size_t len = 0; len <= LONGEST; len++)
        for (size_t i = 0; i < sizeof odd; i++) {
            char *text = malloc(len + 1 + RP_PLAIN_BEHIND);
            assert_non_null(text);
            memset(text, 'a', len);
            memset(text + len, odd[i], 1 + RP_PLAIN_BEHIND);
            assert_ptr_equal(rp_plain_end(text), text + len);
            assert_int_equal(rp_plain_length((struct rampart_str){text, len + 1}), len);
            free(text);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_byte_that_is_not_plain_ends_it),
        cmocka_unit_test(the_first_of_two_ends_it),
        cmocka_unit_test(the_end_is_where_the_length_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
