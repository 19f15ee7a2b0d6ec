/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/checksum.h"

enum { LONGEST = 200 };

/* Every length up to three strides, each byte changed in each bit. */
static void every_bit_counts(void **state)
{
    char bytes[LONGEST];
    (void)state;
    for (size_t i = 0; i < LONGEST; i++) bytes[i] = (char)(i * 7);
    for (size_t len = 0; len <= LONGEST; len++) {
        uint64_t sum = rp_checksum((struct rampart_str){bytes, len});
        assert_true(rp_checksum((struct rampart_str){bytes, len}) == sum);
        for (size_t bit = 0; bit < len * 8; bit++) {
            bytes[bit / 8] = (char)(bytes[bit / 8] ^ 1 << bit % 8);
            assert_true(rp_checksum((struct rampart_str){bytes, len}) != sum);
            bytes[bit / 8] = (char)(bytes[bit / 8] ^ 1 << bit % 8);
        }
    }
}

static void nothing_and_nulls_differ_by_their_number(void **state)
{
    const char nulls[LONGEST] = "";
    (void)state;
    for (size_t len = 1; len <= LONGEST; len++)
        assert_true(rp_checksum((struct rampart_str){nulls, len}) !=
                    rp_checksum((struct rampart_str){nulls, len - 1}));
    assert_true(rp_checksum((struct rampart_str){NULL, 0}) == rp_checksum((struct rampart_str){nulls, 0}));
}

static void places_count(void **state)
{
    (void)state;
    char bytes[LONGEST] = "", moved[LONGEST] = "";
    bytes[3] = 1;
    for (size_t i = 0; i < LONGEST; i++) {
        memset(moved, 0, sizeof moved);
        moved[i] = 1;
        bool same = rp_checksum((struct rampart_str){bytes, LONGEST}) ==
                    rp_checksum((struct rampart_str){moved, LONGEST});
        assert_true(same == (i == 3));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_bit_counts),
        cmocka_unit_test(nothing_and_nulls_differ_by_their_number),
        cmocka_unit_test(places_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
