/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/hash.h"
#include "base/str.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(equal_texts_have_equal_numbers),
                                       cmocka_unit_test(every_byte_counts),
                                       cmocka_unit_test(numbers_are_those_of_whole_words)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
