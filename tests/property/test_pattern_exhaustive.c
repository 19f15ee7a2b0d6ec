/* SPDX-License-Identifier: Apache-2.0 */
/* Every short pattern against every short subject, compared with the naive twin. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "policy/pattern.h"
#include "support/naive_pattern.h"

enum { LONGEST_PATTERN = 6, LONGEST_SUBJECT = 7, LONGEST_WIDE = 4, BYTES = 4 * LONGEST_SUBJECT };

/* The `number`-th text of `len` letters of an alphabet. */
static struct rampart_str spell(const struct rampart_str *alphabet, size_t letters, size_t len, size_t number,
                                char *bytes)
{
    size_t used = 0;
    for (size_t i = 0; i < len; i++, number /= letters) {
        const struct rampart_str letter = alphabet[number % letters];
        for (size_t j = 0; j < letter.len; j++) bytes[used++] = letter.data[j];
    }
    return (struct rampart_str){bytes, used};
}

static size_t power(size_t base, size_t exponent)
{
    size_t result = 1;
    while (exponent-- > 0) result *= base;
    return result;
}

static void compare(const struct rp_pattern *compiled, struct rp_matcher *matcher, struct rampart_str pattern,
                    struct rampart_str subject)
{
    bool match = false;
    assert_int_equal(rp_pattern_match(compiled, matcher, subject, &match), RAMPART_OK);
    if (match == naive_pattern_match(pattern, subject)) return;
    fail_msg("\"%.*s\" against \"%.*s\": %s", RP_ARG(pattern), RP_ARG(subject), match ? "match" : "no match");
}

/* The alphabet's first half are letters, the others wildcards, which no subject holds. */
static size_t compare_subjects(struct rampart_str pattern, const struct rampart_str *alphabet, size_t longest,
                               struct rp_arena *arena, struct rp_matcher *matcher)
{
    struct rp_pattern compiled;
    assert_int_equal(rp_pattern_compile(arena, pattern, &compiled), RAMPART_OK);
    char bytes[BYTES];
    size_t compared = 0;
    for (size_t len = 0; len <= longest; len++) {
        size_t count = power(2, len);
        for (size_t i = 0; i < count; i++)
            compare(&compiled, matcher, pattern, spell(alphabet, 2, len, i, bytes));
        compared += count;
    }
    rp_arena_reset(arena);
    return compared;
}

static size_t compare_patterns(const struct rampart_str alphabet[4], size_t longest_pattern,
                               size_t longest_subject)
{
    struct rp_arena arena;
    struct rp_matcher matcher;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_matcher_init(&matcher, NULL), RAMPART_OK);
    char bytes[BYTES];
    size_t compared = 0;
    for (size_t len = 0; len <= longest_pattern; len++) {
        for (size_t i = 0; i < power(4, len); i++) {
            struct rampart_str pattern = spell(alphabet, 4, len, i, bytes);
            compared += compare_subjects(pattern, alphabet, longest_subject, &arena, &matcher);
        }
    }
    rp_matcher_free(&matcher);
    rp_arena_free(&arena);
    return compared;
}

static void short_patterns_agree(void **state)
{
    (void)state;
    const struct rampart_str alphabet[] = {RP_STR("a"), RP_STR("b"), RP_STR("*"), RP_STR("?")};
    assert_int_equal(compare_patterns(alphabet, LONGEST_PATTERN, LONGEST_SUBJECT), 5461 * 255);
}

/* Two characters that share their first byte: whatever compares bytes where it should compare characters shows. */
static void wide_characters_agree(void **state)
{
    (void)state;
    const struct rampart_str alphabet[] = {RP_STR("\xC3\xA9"), RP_STR("\xC3\xA8"), RP_STR("*"), RP_STR("?")};
    assert_int_equal(compare_patterns(alphabet, LONGEST_WIDE, LONGEST_WIDE), 341 * 31);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_patterns_agree),
        cmocka_unit_test(wide_characters_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
