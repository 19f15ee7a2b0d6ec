/* SPDX-License-Identifier: Apache-2.0 */
/* Eight bytes at a time against a byte at a time: every byte at every place, and texts by chance that are much alike. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "catalog/tsv.h"
#include "support/chance.h"
#include "support/naive_fold.h"

enum { LONGEST = 40, PAIRS = 20000, WORD = sizeof(uint64_t) };

static void every_byte_is_folded_where_it_stands(void **state)
{
    (void)state;
    for (unsigned byte = 0; byte < 256; byte++)
        for (size_t at = 0; at < WORD; at++) {
            char bytes[WORD], expected[WORD];
            memset(bytes, 'Z', WORD);
            memset(expected, 'z', WORD);
            bytes[at] = (char)byte;
            expected[at] = rp_lower((char)byte);
            uint64_t word = rp_lower_word(bytes);
            assert_memory_equal(&word, expected, WORD);
        }
}

/* Of few letters, so that long texts are alike up to a place. */
static struct rampart_str text(struct chance *chance, char *buffer)
{
    static const char letters[] = "aAaAaAzZ[@\x80\xC1";
    size_t len = chance_below(chance, LONGEST + 1);
    for (size_t i = 0; i < len; i++)
        buffer[i] = chance_below(chance, 8) > 0 ? "aA"[chance_below(chance, 2)]
                                                : letters[chance_below(chance, sizeof letters - 1)];
    return (struct rampart_str){buffer, len};
}

static int sign(int order)
{
    return (order > 0) - (order < 0);
}

static void texts_compare_as_byte_by_byte(void **state)
{
    struct chance chance = chance_begin();
    (void)state;
    for (size_t i = 0; i < PAIRS; i++) {
        char one[LONGEST], other[LONGEST];
        struct rampart_str a = text(&chance, one), b = text(&chance, other);
        if (i % 2 == 0) b.len = a.len = a.len < b.len ? a.len : b.len;
        int order = naive_fold_compare(a, b);
        assert_int_equal(sign(rp_fold_compare(a, b)), sign(order));
        assert_int_equal(rp_str_equal_fold(a, b), order == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_is_folded_where_it_stands),
        cmocka_unit_test(texts_compare_as_byte_by_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
