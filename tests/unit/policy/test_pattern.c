/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/str.h"
#include "policy/pattern.h"
#include "support/try_pattern.h"

static void finds_the_plain_kinds(void **state)
{
    (void)state;
    static const struct {
        const char *pattern;
        enum rp_pattern_kind kind;
    } cases[] = {
        {"", RP_PATTERN_EXACT},       {"abc", RP_PATTERN_EXACT}, {"*", RP_PATTERN_ANY},
        {"***", RP_PATTERN_ANY},      {"a*", RP_PATTERN_PREFIX}, {"a**", RP_PATTERN_PREFIX},
        {"**a", RP_PATTERN_SUFFIX},   {"a**b", RP_PATTERN_BOTH}, {"*a*", RP_PATTERN_PIECES},
        {"a*b*c", RP_PATTERN_PIECES}, {"a?", RP_PATTERN_REGEX},  {"?*", RP_PATTERN_REGEX},
    };
    struct rp_arena arena;
    rp_arena_init(&arena, NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rp_pattern pattern;
        assert_int_equal(rp_pattern_compile(&arena, rampart_str(cases[i].pattern), &pattern), RAMPART_OK);
        if (pattern.kind != cases[i].kind)
            fail_msg("\"%s\" has kind %d", cases[i].pattern, (int)pattern.kind);
    }
    rp_arena_free(&arena);
}

static void zeroed_memory_matches_nothing(void **state)
{
    (void)state;
    const struct rp_pattern pattern = {0};
    bool match = true;
    assert_int_equal(rp_pattern_match(&pattern, NULL, RP_STR(""), &match), RAMPART_OK);
    assert_false(match);
}

static void plain_kinds_compare_bytes(void **state)
{
    (void)state;
    assert_true(matches("", ""));
    assert_false(matches("", "a"));
    assert_true(matches("*", ""));
    assert_true(matches("ecs:Describe*", "ecs:DescribeInstances"));
    assert_true(matches("ecs:Describe*", "ecs:Describe"));
    assert_false(matches("ecs:Describe*", "ecs:describeInstances"));
    assert_true(matches("*Get", "paiitag:Get"));
    assert_true(matches("aba*ba", "ababa"));
    assert_false(matches("aba*aba", "ababa")); /* head and tail share no character */
    assert_false(matches("ab*ba", "aba"));
}

static void question_marks_take_one_character(void **state)
{
    (void)state;
    assert_true(matches("?", "a"));
    assert_false(matches("?", ""));
    assert_false(matches("?", "ab"));
    assert_true(matches("?", "\xC3\xA9"));
    assert_true(matches("a?b", "a\xF0\x9F\x98\x80"
                               "b"));
    assert_false(matches("a??b", "a\xC3\xA9"
                                 "b"));
    assert_true(matches("a?b", "a\nb"));
    assert_true(matches("a*b?", "a\r\nbb\n"));
    assert_true(matches("*?", "\xE4\xB8\xAD"));
    assert_false(matches("*??", "\xE4\xB8\xAD"));
    assert_true(matches("*\xC3\xA9?", "\xC3\xA9\xC3\xA9"));
    assert_true(matches("*a*b?c", "xaxbycbzc"));
    assert_false(matches("*a*b?c", "xaxbycd"));
    assert_false(matches("*a?*a?", "xaba")); /* the tail stands after the pieces */
    assert_true(matches("*a?*a?", "xabab"));
    assert_true(matches("*?*?*", "ab"));
    assert_false(matches("*?*?*", "a"));
}

static void everything_else_is_literal(void **state)
{
    (void)state;
    static const char *const texts[] = {"[ab]", "\\*",     "^a$", "a.c",  "(?i)a", "{1,2}",
                                        "a|b",  "\\Qa\\E", "a+",  "#a b", "\\d"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char pattern[32], subject[32];
        snprintf(pattern, sizeof pattern, "%s?*", texts[i]);
        snprintf(subject, sizeof subject, "%sx", texts[i]);
        if (!matches(texts[i], texts[i])) fail_msg("\"%s\" does not match itself", texts[i]);
        if (!matches(pattern, subject)) fail_msg("\"%s\" does not match \"%s\"", pattern, subject);
    }
    assert_false(matches("[ab]?", "ax"));
    assert_false(matches("a.c?", "abcx"));
    assert_true(matches("\\*", "\\anything"));
    assert_true(try_pattern(RP_STR("a\0?"), RP_STR("a\0b")));
    assert_false(try_pattern(RP_STR("a\0?"), RP_STR("ab")));
    assert_false(try_pattern(RP_STR("a"), RP_STR("a\0")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_plain_kinds),      cmocka_unit_test(zeroed_memory_matches_nothing),
        cmocka_unit_test(plain_kinds_compare_bytes),  cmocka_unit_test(question_marks_take_one_character),
        cmocka_unit_test(everything_else_is_literal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
