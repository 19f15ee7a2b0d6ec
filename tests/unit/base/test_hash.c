/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

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

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(equal_texts_have_equal_numbers),
                                       cmocka_unit_test(every_byte_counts)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
