/* SPDX-License-Identifier: Apache-2.0 */
/* Patterns: their kinds, literal pieces between stars, and those that PCRE2 matches. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "policy/pattern.h"
#include "support/growth.h"
#include "support/timing.h"
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

static void stars_cross_colons_and_slashes(void **state)
{
    (void)state;
    assert_true(matches("acs:*:scalinggroup/*", "acs:ess:cn-hangzhou:1234567890123456:scalinggroup/asg-1/x"));
    assert_true(matches("acs:ess:*:*:scalinggroup/*", "acs:ess::1:scalinggroup/"));
    assert_false(matches("acs:ess:*:*:scalinggroup/*", "acs:ess:1:scalinggroup"));
    assert_true(matches("acs:*:*cn-beijing*:*:*", "acs:oss:oss-cn-beijing:1:b"));
    assert_true(matches("*a*a*a*", "aaa"));
    assert_false(matches("*a*a*a*", "aa"));
    assert_true(matches("*abab*c", "abaababc"));
    assert_true(matches("*aabaaa*", "aabaabaaa")); /* the search falls back by more than one step */
    assert_true(matches("*aabaaax*", "aabaaabaaax"));
    assert_false(matches("*ab*ab", "ab"));
}

struct shape {
    const char *begin, *unit, *end;
};

/* The pattern grows with the subject: a search that tries every place takes the product of both. */
static void match_letters(void *context, size_t length)
{
    const struct shape *shape = context;
    char *pattern = repeat(shape->begin, shape->unit, length / 16, shape->end);
    char *subject = repeat("", "a", length, "");
    assert_false(matches(pattern, subject));
    free(pattern);
    free(subject);
}

/* A piece that starts over and over, and many pieces. */
static void pieces_cost_linear_time(void **state)
{
    (void)state;
    static struct shape shapes[] = {{"*", "a", "b"},     {"*", "a", "b*"},  {"*c*", "a", "b*"},
                                    {"*a*", "a", "b*a"}, {"", "a", "b*a*"}, {"?*", "a", "b"},
                                    {"", "*a", "*b*"}};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        double growth = growth_of(&(struct growing){match_letters, &shapes[i], 65536});
        if (growth > 2)
            fail_msg("case %zu: a letter of %d times the text took %.2f times as long", i, GROWTH, growth);
    }
}

static void finds_a_long_piece_at_the_end(void **state)
{
    (void)state;
    char *pattern = repeat("*", "a", 4000, "b*c"), *subject = repeat("", "a", 65000, "bc");
    assert_true(matches(pattern, subject));
    free(pattern);
    free(subject);
}

static void finds_many_pieces(void **state)
{
    (void)state;
    char *pattern = repeat("", "*a", 2000, "*b*"), *subject = repeat("", "a", 65536, "");
    assert_false(matches(pattern, subject));
    subject[65535] = 'b';
    assert_true(matches(pattern, subject));
    subject[1999] = 'b';
    subject[2000] = '\0';
    assert_false(matches(pattern, subject)); /* one `a` is missing */
    free(pattern);
    free(subject);
}

static void folding_is_unicode_and_simple(void **state)
{
    (void)state;
    assert_true(folds("StraSSe", "sTRAssE"));
    assert_true(folds("\xC3\x89t\xC3\xA9", "\xC3\xA9T\xC3\x89")); /* É é */
    assert_true(folds("k", "\xE2\x84\xAA"));                      /* the Kelvin sign */
    assert_true(folds("\xCE\xA3", "\xCF\x82"));                   /* Σ, final ς */
    assert_false(folds("ss", "\xC3\x9F"));                        /* ß folds to ss in full folding only */
    assert_false(folds("i", "\xC4\xB0"));                         /* İ folds to i in Turkish only */
    assert_true(folds("", ""));
    assert_false(folds("", "a"));
    assert_false(folds("ab", "abc"));
    assert_false(folds("ab", "xab"));
    assert_false(folds("a*?", "abc"));
    assert_true(folds("a*?.[x]", "A*?.[X]"));
}

/* As many steps as the search of a pattern may take at most (SEARCH_STEPS), of the plainest kind. */
static double seconds_of_counting(void)
{
    double begun = seconds_used();
    for (volatile size_t steps = 0; steps < 1u << 26;) steps++;
    return seconds_used() - begun;
}

static void hostile_patterns_end_soon(void **state)
{
    (void)state;
    static const struct {
        const char *begin, *unit;
        size_t times;
        const char *end;
        bool match;
    } cases[] = {
        {"", "*", 10000, "", true},      {"", "*", 10000, "?", true},    {"", "*?", 4000, "", true},
        {"", "*a", 2000, "?*b", false},  {"", "*a", 2000, "?b*", false}, {"", "*a?", 2000, "b", false},
        {"", "*a?", 2000, "*b?", false}, {"?*", "a", 4000, "b", false},  {"?", "*a", 2000, "*", true},
        {"", "?", 8192, "*", true},      {"", "?", 8192, "*b*", false},  {"*", "?a", 4000, "b", false},
        {"*", "a?", 500, "b*", false},
    };
    char *subject = repeat("", "a", 65536, "");
    double counting = seconds_of_counting();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *pattern = repeat(cases[i].begin, cases[i].unit, cases[i].times, cases[i].end);
        double start = seconds_used();
        if (matches(pattern, subject) != cases[i].match) fail_msg("case %zu is wrong", i);
        double times = (seconds_used() - start) / counting;
        if (times > 8) fail_msg("case %zu took %.1f times as long as counting its steps", i, times);
        free(pattern);
    }
    free(subject);
}

static enum rampart_status compile_and_match(const char *text, const char *subject, bool *ret_match)
{
    struct rp_arena arena;
    struct rp_matcher matcher;
    struct rp_pattern pattern;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_matcher_init(&matcher, NULL), RAMPART_OK);
    enum rampart_status status = rp_pattern_compile(&arena, rampart_str(text), &pattern);
    if (status == RAMPART_OK) status = rp_pattern_match(&pattern, &matcher, rampart_str(subject), ret_match);
    rp_matcher_free(&matcher);
    rp_arena_free(&arena);
    return status;
}

/* There is no linear search for a wide piece with `?`: what could take long is an error, never "no match". */
static void refuses_what_could_take_long(void **state)
{
    (void)state;
    char *pattern = repeat("*", "a?", 4000, "b*"), *subject = repeat("", "a", 65536, "");
    bool match = true;
    assert_int_equal(compile_and_match(pattern, subject, &match), RAMPART_LIMIT);
    assert_true(match); /* written on success only */
    subject[5000] = '\0';
    assert_int_equal(compile_and_match(pattern, subject, &match), RAMPART_OK);
    assert_false(match);
    free(pattern);
    free(subject);
}

static void too_large_a_pattern_is_a_limit(void **state)
{
    (void)state;
    static const struct {
        const char *unit;
        size_t times;
    } cases[] = {{"?a", 50000}, {"?", 1100000}, {"*?", 300000}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *pattern = repeat("", cases[i].unit, cases[i].times, "");
        bool match;
        assert_int_equal(compile_and_match(pattern, "a", &match), RAMPART_LIMIT);
        free(pattern);
    }
}

/* The largest pattern of the default limits, in the translation that grows most. */
static void takes_every_pattern_of_8_kib(void **state)
{
    (void)state;
    static const char *const units[] = {"*a", "*:", "?", "?*:", "*:?", "\xC3\xA9*"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        char *pattern = repeat("?", units[i], 8190 / strlen(units[i]), "*");
        bool match = true;
        assert_int_equal(compile_and_match(pattern, "a", &match), RAMPART_OK);
        assert_false(match);
        free(pattern);
    }
}

/* An allocator that refuses after `left` calls, and knows what was not given back. */
struct budget {
    size_t left, held;
};

static void *allocate_within(void *context, size_t size)
{
    struct budget *budget = context;
    if (budget->left == 0) return NULL;
    budget->left--;
    budget->held++;
    return malloc(size);
}

static void release_within(void *context, void *memory)
{
    struct budget *budget = context;
    budget->held--;
    free(memory);
}

/* Every allocation in turn is refused; the step reports it and gives everything back. */
static enum rampart_status within(struct budget *budget, struct rampart_str text, bool fold)
{
    const struct rampart_allocator allocator = {budget, allocate_within, release_within};
    struct rp_arena arena;
    struct rp_matcher matcher;
    struct rp_pattern pattern;
    bool match = false;
    rp_arena_init(&arena, &allocator);
    enum rampart_status status = rp_matcher_init(&matcher, &allocator);
    if (status != RAMPART_OK) return status;
    status =
        fold ? rp_pattern_compile_fold(&arena, text, &pattern) : rp_pattern_compile(&arena, text, &pattern);
    if (status == RAMPART_OK) status = rp_pattern_match(&pattern, &matcher, text, &match);
    if (status == RAMPART_OK) assert_true(match);
    rp_matcher_free(&matcher);
    rp_arena_free(&arena);
    return status;
}

static void reports_refused_memory(void **state)
{
    (void)state;
    char *long_pieces = repeat("", "*a", 2000, "*"), *long_regex = repeat("", "*a?", 1500, "");
    const char *const texts[] = {"a*b?c*", "*a*b*", long_pieces, long_regex};
    for (size_t i = 0; i < 2 * sizeof texts / sizeof *texts; i++) {
        enum rampart_status status = RAMPART_NO_MEMORY;
        size_t calls = 0;
        for (; status == RAMPART_NO_MEMORY && calls < 100; calls++) {
            struct budget budget = {calls, 0};
            status = within(&budget, rampart_str(texts[i / 2]), i % 2 == 1);
            assert_int_equal(budget.held, 0);
        }
        assert_int_equal(status, RAMPART_OK);
        assert_in_range(calls, 5, 99);
    }
    free(long_pieces);
    free(long_regex);
}

static void matching_allocates_nothing_once_warm(void **state)
{
    (void)state;
    struct budget budget = {1000, 0};
    const struct rampart_allocator allocator = {&budget, allocate_within, release_within};
    struct rp_arena arena;
    struct rp_matcher matcher;
    struct rp_pattern pattern;
    bool match = false;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_matcher_init(&matcher, &allocator), RAMPART_OK);
    assert_int_equal(rp_pattern_compile(&arena, RP_STR("*a?*b"), &pattern), RAMPART_OK);
    assert_int_equal(rp_pattern_match(&pattern, &matcher, RP_STR("xaxb"), &match), RAMPART_OK);
    budget.left = 0;
    assert_int_equal(rp_pattern_match(&pattern, &matcher, RP_STR("xayyyb"), &match), RAMPART_OK);
    assert_true(match);
    rp_matcher_free(&matcher);
    assert_int_equal(budget.held, 0);
    rp_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_plain_kinds),
        cmocka_unit_test(zeroed_memory_matches_nothing),
        cmocka_unit_test(plain_kinds_compare_bytes),
        cmocka_unit_test(question_marks_take_one_character),
        cmocka_unit_test(everything_else_is_literal),
        cmocka_unit_test(stars_cross_colons_and_slashes),
        cmocka_unit_test(pieces_cost_linear_time),
        cmocka_unit_test(finds_a_long_piece_at_the_end),
        cmocka_unit_test(finds_many_pieces),
        cmocka_unit_test(folding_is_unicode_and_simple),
        cmocka_unit_test(hostile_patterns_end_soon),
        cmocka_unit_test(refuses_what_could_take_long),
        cmocka_unit_test(too_large_a_pattern_is_a_limit),
        cmocka_unit_test(takes_every_pattern_of_8_kib),
        cmocka_unit_test(reports_refused_memory),
        cmocka_unit_test(matching_allocates_nothing_once_warm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
