/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "base/str.h"

/* ---- hash ---- */

static void equal_texts_have_equal_numbers(void **state)
{
    char copy[] = "--ess:CancelInstanceRefresh";

    (void)state;
    assert_true(rp_hash(RP_STR("ess:CancelInstanceRefresh")) == rp_hash(rampart_str(copy + 2)));
    assert_true(rp_hash((struct rampart_str){NULL, 0}) == rp_hash(RP_STR("")));
}

/* Every length up to three words, and each of its bytes, counts. */
static void every_byte_counts(void **state)
{
    char text[24] = {0};

    (void)state;
    for (size_t len = 1; len <= sizeof text; len++) {
        uint64_t number = rp_hash((struct rampart_str){text, len});

        assert_true(number != rp_hash((struct rampart_str){text, len - 1}));
        for (size_t i = 0; i < len; i++) {
            text[i] = 1;
            assert_true(number != rp_hash((struct rampart_str){text, len}));
            text[i] = 0;
        }
    }
}

static uint64_t mix_plainly(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0xD6E8FEB86659FD93);
    return hash ^ hash >> 32;
}

/* Word by word, the last of which is filled up with zeros. */
static uint64_t hash_plainly(const char *text, size_t len)
{
    uint64_t hash = len, word = 0;

    for (size_t at = 0; at + sizeof word <= len; at += sizeof word) {
        memcpy(&word, text + at, sizeof word);
        hash = mix_plainly(hash, word);
    }
    word = 0;
    if (len % sizeof word > 0) memcpy(&word, text + len / sizeof word * sizeof word, len % sizeof word);
    return mix_plainly(mix_plainly(hash, word), 0);
}

static void numbers_are_those_of_whole_words(void **state)
{
    static const char text[] = "acs:ess:cn-hangzhou:1:scalinggroup/asg-1";

    (void)state;
    for (size_t from = 0; from < sizeof text; from++)
        for (size_t len = 0; len <= sizeof text - from; len++)
            assert_true(rp_hash((struct rampart_str){text + from, len}) == hash_plainly(text + from, len));
}

/* ---- checksum ---- */

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
        cmocka_unit_test(equal_texts_have_equal_numbers),           cmocka_unit_test(every_byte_counts),
        cmocka_unit_test(numbers_are_those_of_whole_words),         cmocka_unit_test(every_bit_counts),
        cmocka_unit_test(nothing_and_nulls_differ_by_their_number), cmocka_unit_test(places_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
