/* SPDX-License-Identifier: Apache-2.0 */
/* The cells of every pair of short patterns, and of many triples, against all short texts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "policy/arn_pattern.h"
#include "policy/pattern.h"
#include "policy/pattern_cells.h"
#include "support/naive_pattern.h"
#include "support/naive_values.h"
#include "support/try_pattern.h"

enum { PATTERNS = 1 + 4 + 16 + 64, LONGEST = 7, TEXTS = 3280, ALL = 3 * PATTERNS };

static char pattern_bytes[PATTERNS][4], text_bytes[TEXTS][LONGEST + 1];
static bool matched[ALL][TEXTS]; /* by pattern: taken with wildcards, as it stands, but for case */
static size_t text_count;

static struct rp_cell_pattern pattern_at(size_t i)
{
    return (struct rp_cell_pattern){.text = rampart_str(pattern_bytes[i % PATTERNS]),
                                    .wild = i < PATTERNS,
                                    .fold = i >= (size_t)2 * PATTERNS};
}

static bool matches_naively(const struct rp_cell_pattern *pattern, struct rampart_str text)
{
    if (pattern->wild) return naive_pattern_match(pattern->text, text);
    if (pattern->fold) return naive_equal_fold(pattern->text, text);
    return rp_str_equal(pattern->text, text);
}

static size_t spell_all(const char *letters, size_t count, size_t longest, char *bytes, size_t stride)
{
    size_t made = 1, first = 0; /* the empty text */
    for (size_t len = 1; len <= longest; len++) {
        size_t end = made;
        for (size_t i = first; i < end; i++)
            for (size_t j = 0; j < count; j++, made++) {
                memcpy(bytes + made * stride, bytes + i * stride, len - 1);
                bytes[made * stride + len - 1] = letters[j];
            }
        first = end;
    }
    return made;
}

/* Patterns of a, b and both wildcards; texts of a, b, and what is neither. */
static int spell(void **state)
{
    (void)state;
    assert_int_equal(spell_all("ab*?", 4, 3, pattern_bytes[0], sizeof pattern_bytes[0]), PATTERNS);
    text_count = spell_all("abz", 3, LONGEST, text_bytes[0], sizeof text_bytes[0]);
    assert_int_equal(text_count, TEXTS);
    for (size_t i = 0; i < ALL; i++)
        for (size_t j = 0; j < text_count; j++) {
            struct rp_cell_pattern pattern = pattern_at(i);
            matched[i][j] = matches_naively(&pattern, rampart_str(text_bytes[j]));
        }
    return 0;
}

static unsigned matching(const struct rp_cell_pattern *patterns, size_t count, struct rampart_str text)
{
    unsigned bits = 0;
    for (size_t i = 0; i < count; i++) bits |= (unsigned)matches_naively(&patterns[i], text) << i;
    return bits;
}

/* Every text is of a cell, no cell is there twice, and none is spelled longer than need be. */
static void check_cells(struct rp_arena *arena, const size_t *numbers, size_t count)
{
    struct rp_cell_pattern patterns[3];
    struct rp_cells cells;
    size_t lengths[8];
    unsigned found = 0;
    for (size_t i = 0; i < count; i++) patterns[i] = pattern_at(numbers[i]);
    assert_int_equal(rp_pattern_cells(arena, patterns, count, &cells), RAMPART_OK);
    assert_true(cells.complete);
    for (size_t i = 0; i < cells.count; i++) {
        unsigned bits = matching(patterns, count, cells.texts[i]);
        assert_int_equal(found >> bits & 1, 0);
        found |= 1u << bits;
        lengths[bits] = cells.texts[i].len;
    }
    for (size_t j = 0; j < text_count; j++) {
        unsigned bits = 0;
        for (size_t i = 0; i < count; i++) bits |= (unsigned)matched[numbers[i]][j] << i;
        if ((found >> bits & 1) == 0 || lengths[bits] > strlen(text_bytes[j]))
            fail_msg("\"%s\" and \"%s\": \"%s\"", pattern_bytes[numbers[0] % PATTERNS],
                     pattern_bytes[numbers[1] % PATTERNS], text_bytes[j]);
    }
}

static void every_pair_has_its_cells(void **state)
{
    (void)state;
    struct rp_arena arena;
    rp_arena_init(&arena, NULL);
    for (size_t i = 0; i < ALL; i++)
        for (size_t j = i % 3; j <= i; j += 3) {
            check_cells(&arena, (size_t[]){i, j}, 2);
            rp_arena_reset(&arena);
        }
    rp_arena_free(&arena);
}

static void triples_have_theirs(void **state)
{
    (void)state;
    struct rp_arena arena;
    uint32_t chance = 1;
    rp_arena_init(&arena, NULL);
    for (int round = 0; round < 5000; round++) {
        size_t numbers[3];
        for (size_t i = 0; i < 3; i++) numbers[i] = (chance = chance * 1664525 + 1013904223) / 1000 % ALL;
        check_cells(&arena, numbers, 3);
        rp_arena_reset(&arena);
    }
    rp_arena_free(&arena);
}

static enum rp_relation naive_relation(size_t whole, size_t part)
{
    bool both = false, beyond = false;
    for (size_t j = 0; j < text_count; j++) {
        both |= matched[part][j] && matched[whole][j];
        beyond |= matched[part][j] && !matched[whole][j];
    }
    return !both ? RP_RELATION_NONE : beyond ? RP_RELATION_SOME : RP_RELATION_EVERY;
}

static void patterns_are_related_as_their_texts_are(void **state)
{
    (void)state;
    for (size_t i = 0; i < ALL; i++)
        for (size_t j = i % 5; j < PATTERNS; j += 5) {
            const struct rp_cell_pattern whole = pattern_at(i), part = pattern_at(j);
            enum rp_relation relation = RP_RELATION_UNDECIDED;
            if (!whole.wild && strpbrk(whole.text.data, "*?") != NULL) continue; /* no text holds these */
            assert_int_equal(rp_pattern_relation(NULL, &whole, &part, &relation), RAMPART_OK);
            if (relation != naive_relation(i, j))
                fail_msg("\"%s\" of \"%s\"", whole.text.data, part.text.data);
        }
}

static enum rp_relation relation(const char *whole, const char *part)
{
    const struct rp_cell_pattern a = {rampart_str(whole), true, false, RP_CROSSES},
                                 b = {rampart_str(part), true, false, RP_CROSSES};
    enum rp_relation relation = RP_RELATION_UNDECIDED;
    assert_int_equal(rp_pattern_relation(NULL, &a, &b, &relation), RAMPART_OK);
    return relation;
}

static void names_of_resources_are_related(void **state)
{
    (void)state;
    const char *every = "acs:ess:*:*:scalinggroup/*", *one = "acs:ess:cn-hangzhou:1:scalinggroup/asg-1";
    assert_int_equal(relation(every, one), RP_RELATION_EVERY);
    assert_int_equal(relation(one, every), RP_RELATION_SOME);
    assert_int_equal(relation("acs:ess:*:*:scalinggroup/asg-?", "acs:ess:*:1:scaling*"), RP_RELATION_SOME);
    assert_int_equal(relation("acs:ecs:*", every), RP_RELATION_NONE);
    assert_int_equal(relation("*中?", "文中国"), RP_RELATION_EVERY);
}

static size_t cells_of(struct rampart_str text, bool fold, bool *ret_complete)
{
    const struct rp_cell_pattern patterns[] = {{text, false, fold, RP_CROSSES},
                                               {text, false, false, RP_CROSSES}};
    struct rp_arena arena;
    struct rp_cells cells;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_pattern_cells(&arena, patterns, 2, &cells), RAMPART_OK);
    rp_arena_free(&arena);
    *ret_complete = cells.complete;
    return cells.count;
}

static void case_is_known_of_ascii_and_of_what_has_none(void **state)
{
    (void)state;
    bool complete = false;
    assert_int_equal(cells_of(rampart_str("k"), true, &complete), 3);
    assert_true(complete);
    assert_int_equal(cells_of(rampart_str("中1"), true, &complete), 2);
    assert_true(complete);
    assert_int_equal(cells_of(rampart_str("é"), true, &complete), 0);
    assert_false(complete);
    assert_int_equal(cells_of(rampart_str("é"), false, &complete), 2);
    assert_true(complete);
}

/* The sign of the kelvin and the long s are equal to letters of ASCII but for case, and nothing else is a k. */
static void a_letter_has_a_third_shape(void **state)
{
    (void)state;
    const struct rp_cell_pattern patterns[] = {{rampart_str("k"), false, true, RP_CROSSES},
                                               {rampart_str("k"), false, false, RP_CROSSES},
                                               {rampart_str("K"), false, false, RP_CROSSES}};
    struct rp_arena arena;
    struct rp_cells cells;
    bool third = false;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_pattern_cells(&arena, patterns, 3, &cells), RAMPART_OK);
    assert_int_equal(cells.count, 4); /* k, K, the third, and what is none of them */
    for (size_t i = 0; i < cells.count; i++) third |= rp_str_equal(cells.texts[i], RP_STR("\xE2\x84\xAA"));
    assert_true(third && folds("k", "\xE2\x84\xAA"));
    rp_arena_free(&arena);
}

/* Which other characters PCRE2 takes for a letter of ASCII: no more than the cells know of. */
static void no_other_letter_folds_to_ascii(void **state)
{
    (void)state;
    struct rp_arena arena;
    struct rp_matcher matcher;
    struct rp_pattern letter;
    size_t found = 0;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_matcher_init(&matcher, NULL), RAMPART_OK);
    for (char c = 'a'; c <= 'z'; c++) {
        assert_int_equal(rp_pattern_compile_fold(&arena, (struct rampart_str){&c, 1}, &letter), RAMPART_OK);
        for (uint32_t code = 0x80; code < 0x20000; code++) {
            char bytes[4];
            bool match = false;
            if (code == 0xD800) code = 0xE000; /* no characters between */
            struct rampart_str other = {bytes, rp_utf8_encode(code, bytes)};
            assert_int_equal(rp_pattern_match(&letter, &matcher, other, &match), RAMPART_OK);
            found += match;
            assert_true(!match || code == 0x212A || code == 0x17F);
        }
    }
    assert_int_equal(found, 2);
    rp_matcher_free(&matcher);
    rp_arena_free(&arena);
}

static void what_is_too_much_is_not_complete(void **state)
{
    (void)state;
    struct rp_arena arena;
    struct rp_cells cells;
    struct rp_cell_pattern patterns[200];
    char texts[200][8];
    char *wide = repeat("*", "a?", RP_CELLS_POSITIONS / 2, "*");
    rp_arena_init(&arena, NULL);
    for (size_t i = 0; i < 200; i++) { /* each alone in a text or not: 2 to the power of 200 cells */
        memcpy(texts[i], "*Aa*", sizeof "*Aa*");
        texts[i][1] = (char)('A' + i % 26);
        texts[i][2] = (char)('a' + i / 26);
        patterns[i] = (struct rp_cell_pattern){rampart_str(texts[i]), true, false, RP_CROSSES};
    }
    assert_int_equal(rp_pattern_cells(&arena, patterns, 200, &cells), RAMPART_OK);
    assert_false(cells.complete);
    assert_int_equal(rp_pattern_cells(&arena, patterns, 3, &cells), RAMPART_OK);
    assert_true(cells.complete);
    assert_int_equal(cells.count, 8);
    assert_int_equal(relation(wide, "a"), RP_RELATION_UNDECIDED);
    free(wide);
    rp_arena_free(&arena);
}

/* ---- colons ---- */

enum { FIELDS = 5, FIELD_WORDS = 6, PAIRS = 3000, RESTS = 5, ARNS = 16 * RESTS };

static uint32_t next_chance(uint32_t *chance)
{
    *chance = *chance * 1664525U + 1013904223U;
    return *chance >> 16;
}

static size_t put_word(char *text, size_t len, const char *word)
{
    memcpy(text + len, word, strlen(word) + 1);
    return len + strlen(word);
}

/* The fields of an ARN's pattern; seldom fewer than five. */
static void make_arn_pattern(uint32_t *chance, char *ret_text)
{
    static const char *const words[FIELD_WORDS] = {"", "a", "*", "?", "a*", "*b"};
    size_t fields = next_chance(chance) % 4 == 0 ? 1 + next_chance(chance) % FIELDS : FIELDS, len = 0;
    for (size_t i = 0; i < fields; i++) {
        if (i > 0) len = put_word(ret_text, len, ":");
        len = put_word(ret_text, len, words[next_chance(chance) % FIELD_WORDS]);
    }
}

static void make_arn(size_t number, char *ret_text)
{
    static const char *const rests[RESTS] = {"", "a", "ab", "a:b", ":"};
    size_t len = 0;
    for (size_t i = 1; i < FIELDS; i++, number /= 2)
        len = put_word(ret_text, len, number % 2 == 0 ? ":" : i % 2 == 0 ? "a:" : "b:");
    (void)put_word(ret_text, len, rests[number]);
}

struct arn_matching {
    struct rp_arena scratch;
    struct rp_matcher matcher;
    rampart_switches assumed;
};

static bool matches_arn(struct arn_matching *matching, const char *pattern, const char *arn)
{
    bool match = false;
    assert_int_equal(rp_arn_pattern_match(&matching->scratch, &matching->matcher, matching->assumed,
                                          rampart_str(pattern), rampart_str(arn), &match),
                     RAMPART_OK);
    return match;
}

/* What texts show must be what the relation says. */
static void compare_with_arns(struct arn_matching *matching, const char *whole, const char *part,
                              enum rp_crossing crossing)
{
    const bool crosses = crossing == RP_CROSSES;
    const struct rp_cell_pattern a = {rampart_str(whole), true, false, crosses ? crossing : RP_WITHIN_FIELDS},
                                 b = {rampart_str(part), true, false, crossing};
    enum rp_relation relation = RP_RELATION_UNDECIDED;
    bool both = false, only = false;
    matching->assumed = crosses ? 0 : RP_ASSUME_FIELDS;
    assert_int_equal(rp_pattern_relation(NULL, &a, &b, &relation), RAMPART_OK);
    for (size_t i = 0; i < ARNS; i++) {
        char arn[4 * FIELDS];
        make_arn(i, arn);
        if (crossing == RP_NEVER_CROSSES && rp_str_count(rampart_str(arn), ':') != FIELDS - 1) continue;
        if (!matches_arn(matching, part, arn)) continue;
        bool in_whole = matches_arn(matching, whole, arn);
        both |= in_whole;
        only |= !in_whole;
    }
    if (both && only) assert_int_equal(relation, RP_RELATION_SOME);
    if (both) assert_int_not_equal(relation, RP_RELATION_NONE);
    if (only) assert_int_not_equal(relation, RP_RELATION_EVERY);
}

static void wildcards_may_stay_within_fields(void **state)
{
    (void)state;
    struct arn_matching matching;
    uint32_t chance = 1;
    rp_arena_init(&matching.scratch, NULL);
    assert_int_equal(rp_matcher_init(&matching.matcher, NULL), RAMPART_OK);
    for (size_t i = 0; i < PAIRS; i++) {
        char whole[4 * FIELDS], part[4 * FIELDS];
        make_arn_pattern(&chance, whole);
        make_arn_pattern(&chance, part);
        compare_with_arns(&matching, whole, part, RP_CROSSES);
        compare_with_arns(&matching, whole, part, RP_WITHIN_FIELDS);
        if (rp_str_count(rampart_str(part), ':') == FIELDS - 1)
            compare_with_arns(&matching, whole, part, RP_NEVER_CROSSES);
    }
    rp_matcher_free(&matching.matcher);
    rp_arena_free(&matching.scratch);
}

static void crossing_makes_the_difference(void **state)
{
    (void)state;
    const struct rampart_str asg = RP_STR("acs:ess:*:*:group/asg-*"), web = RP_STR("acs:ess:*:*:group/web");
    enum rp_relation relation = RP_RELATION_UNDECIDED;
    for (int crossing = RP_CROSSES; crossing <= RP_NEVER_CROSSES; crossing++) {
        const struct rp_cell_pattern whole = {web, true, false, RP_CROSSES},
                                     part = {asg, true, false, (enum rp_crossing)crossing};
        assert_int_equal(rp_pattern_relation(NULL, &whole, &part, &relation), RAMPART_OK);
        assert_int_equal(relation, crossing == RP_NEVER_CROSSES ? RP_RELATION_NONE : RP_RELATION_SOME);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wildcards_may_stay_within_fields),
        cmocka_unit_test(crossing_makes_the_difference),
        cmocka_unit_test(every_pair_has_its_cells),
        cmocka_unit_test(triples_have_theirs),
        cmocka_unit_test(patterns_are_related_as_their_texts_are),
        cmocka_unit_test(names_of_resources_are_related),
        cmocka_unit_test(case_is_known_of_ascii_and_of_what_has_none),
        cmocka_unit_test(a_letter_has_a_third_shape),
        cmocka_unit_test(no_other_letter_folds_to_ascii),
        cmocka_unit_test(what_is_too_much_is_not_complete),
    };
    return cmocka_run_group_tests(tests, spell, NULL);
}
