/* SPDX-License-Identifier: Apache-2.0 */
/* Every byte at every place of texts of every small length, against rp_ascii_plain_length(), which looks and copies nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/ascii.h"

enum { LONGEST = 53, UNTOUCHED = '*' };

/* From memory of just that size, so that a sanitizer sees what is read beyond it. */
static void is_copied_as_its_twin_says(const char *bytes, size_t len)
{
    char copy[LONGEST + RP_ASCII_BLOCK + 1], *own = malloc(len > 0 ? len : 1);
    const struct rampart_str text = {own, len};
    const size_t room = len < RP_ASCII_BLOCK ? RP_ASCII_BLOCK : len;
    assert_non_null(own);
    memcpy(own, bytes, len);
    memset(copy, UNTOUCHED, sizeof copy);
    bool plain = rp_ascii_copy_plain(copy, text);
    assert_int_equal(plain, rp_ascii_plain_length(text) == len);
    if (plain) assert_memory_equal(copy, own, len);
    assert_int_equal(copy[room], UNTOUCHED);
    free(own);
}

static void a_byte_that_is_not_plain_is_found(void **state)
{
    (void)state;
    for (size_t len = 0; len <= LONGEST; len++)
        for (size_t at = 0; at < len; at++)
            for (unsigned c = 0; c < 256; c++) {
                char text[LONGEST];
                for (size_t i = 0; i < sizeof text; i++) text[i] = (char)('A' + i % 26);
                text[at] = (char)c;
                is_copied_as_its_twin_says(text, len);
            }
}

static void nothing_is_plain(void **state)
{
    char copy[RP_ASCII_BLOCK];
    (void)state;
    assert_true(rp_ascii_copy_plain(copy, (struct rampart_str){NULL, 0}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_byte_that_is_not_plain_is_found),
        cmocka_unit_test(nothing_is_plain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
