/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "lint/lint_util.h"
#include "lint/subsumes.h"

/* The i-th text over the letters a, *, ? up to a length; its length. */
static size_t nth_text(unsigned i, char *text)
{
    static const char letters[] = "a*?b";
    size_t len = 0;
    for (; i > 0; i = (i - 1) / 4) text[len++] = letters[(i - 1) % 4];
    return len;
}

static struct rp_lint_pattern prepare(struct rp_arena *arena, struct rampart_str text, bool fold)
{
    struct rp_values values;
    struct rp_span *spans;
    struct rampart_str *texts;
    assert_true(rp_lint_values_alloc(arena, 1, &values, &spans, &texts));
    texts[0] = text;
    struct rp_lint_patterns patterns;
    assert_int_equal(rp_lint_patterns(arena, &values, fold, &patterns), RAMPART_OK);
    return patterns.items[0];
}

/* What follows both patterns through all texts says; they are in lower case. */
static bool naive_covers(struct rampart_str whole, struct rampart_str part)
{
    const struct rp_cell_pattern wide = {whole, true, false, RP_CROSSES},
                                 narrow = {part, true, false, RP_CROSSES};
    enum rp_relation relation;
    assert_int_equal(rp_pattern_relation(NULL, &wide, &narrow, &relation), RAMPART_OK);
    return relation == RP_RELATION_EVERY;
}

/* Compared twice: what is compiled by the first comparison serves the second. */
static void compare(struct rp_arena *arena, struct rp_lint_pattern wide, struct rp_lint_pattern narrow,
                    bool expected)
{
    struct rp_lint_budget budget = rp_lint_budget(arena, 0);
    for (int i = 0; i < 2; i++) {
        bool covers;
        assert_int_equal(rp_lint_covers(&budget, &wide, &narrow, &covers), RAMPART_OK);
        if (covers != expected)
            fail_msg("\"%.*s\" covers \"%.*s\": %d", RP_ARG(wide.text), RP_ARG(narrow.text), covers);
    }
}

static void compare_each_way(struct rp_arena *arena, struct rampart_str whole, struct rampart_str part)
{
    bool expected = naive_covers(whole, part);
    char capitals[8];
    for (size_t i = 0; i < part.len; i++)
        capitals[i] = part.data[i] == 'a' ? 'A' : part.data[i] == 'b' ? 'B' : part.data[i];
    const struct rampart_str loud = {capitals, part.len};
    compare(arena, prepare(arena, whole, false), prepare(arena, part, false), expected);
    compare(arena, prepare(arena, whole, true), prepare(arena, loud, true), expected);
    compare(arena, prepare(arena, whole, false), prepare(arena, loud, false), naive_covers(whole, loud));
}

/* All short patterns, against following both through all texts. */
static void short_patterns_cover_as_they_match(void **state)
{
    (void)state;
    struct rp_arena arena;
    rp_arena_init(&arena, NULL);
    for (unsigned i = 0; i < 341; i++) { /* up to four letters */
        char whole[8], part[8];
        size_t whole_len = nth_text(i, whole);
        for (unsigned k = 0; k < 85; k++) { /* up to three */
            size_t part_len = nth_text(k, part);
            compare_each_way(&arena, (struct rampart_str){whole, whole_len},
                             (struct rampart_str){part, part_len});
            rp_arena_reset(&arena);
        }
    }
    rp_arena_free(&arena);
}

/* Eight bytes are compared at once: patterns that differ, or have their wildcard, around the eighth, in either case. */
static void longer_patterns_cover_as_they_match(void **state)
{
    (void)state;
    static const char *const wholes[] = {"ecs:ab*",  "ecs:abc*",  "ecs:abcd*", "ecs:abcde*", "ecs:abcd?", "ecs:abc?*",
                                         "ecs:ab*d", "ecs:*bcde", "*",         "ecs:abcdef", "e*"};
    static const char *const parts[] = {"ecs:ab",    "ecs:abc",   "ecs:abcd", "ecs:abcde", "ecs:abce",  "ecs:abcd*",
                                        "ecs:abcde*", "ecs:bbcde", "ecx:abcd", "ecs:abc?",  "ecs:abcdef", "ecs:abcdeg"};
    struct rp_arena arena;
    rp_arena_init(&arena, NULL);
    for (size_t i = 0; i < sizeof wholes / sizeof *wholes; i++)
        for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) {
            const struct rampart_str whole = rampart_str(wholes[i]), part = rampart_str(parts[k]);
            char capitals[16];
            for (size_t at = 0; at < part.len; at++)
                capitals[at] = (char)(part.data[at] >= 'a' && part.data[at] <= 'z' ? part.data[at] - ('a' - 'A') : part.data[at]);
            const struct rampart_str loud = {capitals, part.len};
            compare(&arena, prepare(&arena, whole, false), prepare(&arena, part, false), naive_covers(whole, part));
            compare(&arena, prepare(&arena, whole, true), prepare(&arena, loud, true), naive_covers(whole, part));
            compare(&arena, prepare(&arena, whole, false), prepare(&arena, loud, false), naive_covers(whole, loud));
        }
    rp_arena_free(&arena);
}

static void nothing_covers_when_the_budget_is_spent(void **state)
{
    (void)state;
    struct rp_arena arena;
    rp_arena_init(&arena, NULL);
    struct rp_lint_budget budget = {&arena, 1, 1};
    struct rp_lint_pattern all = prepare(&arena, RP_STR("*"), false);
    bool covers;
    assert_int_equal(rp_lint_covers(&budget, &all, &all, &covers), RAMPART_OK);
    assert_true(covers);
    assert_int_equal(rp_lint_covers(&budget, &all, &all, &covers), RAMPART_OK);
    assert_false(covers);
    rp_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_patterns_cover_as_they_match),
        cmocka_unit_test(longer_patterns_cover_as_they_match),
        cmocka_unit_test(nothing_covers_when_the_budget_is_spent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
