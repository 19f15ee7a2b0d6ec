/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Questions about sets of texts, against all short texts: where one lies in what is asked, a shortest is found, and
 * what is found does. Patterns of every reading are mixed. RAMPART_SETS in the environment is the number of questions,
 * RAMPART_SEED repeats a run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "policy/arn.h"
#include "policy/pattern_pair.h"
#include "policy/pattern_sets.h"
#include "support/chance.h"

enum { POOL = 500, LONGEST_PATTERN = 7, LONGEST_TEXT = 5, LETTERS = 6, TEXTS = 9331, WORDS = (TEXTS + 63) / 64 };
enum { PAIRS = 6000, QUESTIONS = 20000, MOST_SETS = 3, MOST_PATTERNS = 4 };

/* Patterns name those of a, b and the colon; where they ignore case, the capitals too. */
static const char letters[LETTERS] = {'a', 'A', 'b', 'B', ':', 'x'};

struct text {
    char letters[LONGEST_TEXT + 1];
};

struct pool {
    char patterns[POOL][LONGEST_PATTERN + 1];
    char arns[POOL][LONGEST_PATTERN * 3];
    struct rp_cell_pattern read[POOL];
    uint64_t matches[POOL][WORDS]; /* a bit for each text */
    struct text texts[TEXTS];      /* the shortest come first */
};

struct tally {
    unsigned found, longer, none;
};

/* ---- the naive twin: one character after the other ---- */

static bool naive_takes(const struct rp_cell_pattern *pattern, char c, int colons)
{
    if (c != ':' || pattern->crossing == RP_CROSSES) return true;
    return pattern->crossing == RP_WITHIN_FIELDS && colons >= RP_ARN_COLONS;
}

static bool naive_equal(const struct rp_cell_pattern *pattern, char named, char c)
{
    return pattern->fold ? rp_lower(named) == rp_lower(c) : named == c;
}

static bool naive_from(const struct rp_cell_pattern *pattern, const char *at, const char *text, int colons)
{
    if (*at == '\0') return *text == '\0';
    if (pattern->crossing != RP_NEVER_CROSSES && at[strspn(at, "*")] == '\0') return true;
    const bool takes = *text != '\0' && naive_takes(pattern, *text, colons);
    if (*at == '*')
        return naive_from(pattern, at + 1, text, colons) || (takes && naive_from(pattern, at, text + 1, colons));
    if (*at == '?') return takes && naive_from(pattern, at + 1, text + 1, colons);
    return *text != '\0' && naive_equal(pattern, *at, *text) && naive_from(pattern, at + 1, text + 1, colons + (*at == ':'));
}

static bool naive_match(const struct rp_cell_pattern *pattern, const char *text)
{
    return naive_from(pattern, pattern->text.data, text, 0);
}

/* ---- all short texts ---- */

static size_t spell_longer(struct pool *pool, size_t from, size_t count)
{
    size_t at = from + count;
    for (size_t i = from; i < from + count; i++)
        for (size_t letter = 0; letter < LETTERS; letter++, at++) {
            const size_t len = strlen(pool->texts[i].letters);
            pool->texts[at] = pool->texts[i];
            pool->texts[at].letters[len] = letters[letter];
        }
    return at - from - count;
}

static void spell_all(struct pool *pool)
{
    size_t from = 0, count = 1;
    for (int len = 0; len < LONGEST_TEXT; len++) {
        const size_t longer = spell_longer(pool, from, count);
        from += count;
        count = longer;
    }
    assert_int_equal(from + count, TEXTS);
}

static void make_pattern(struct pool *pool, size_t number, struct chance *chance)
{
    static const char from[] = {'a', 'b', ':', '*', '*', '?', 'a'};
    char *pattern = pool->patterns[number];
    const size_t len = chance_below(chance, LONGEST_PATTERN + 1);
    for (size_t i = 0; i < len; i++) pattern[i] = from[chance_below(chance, sizeof from)];
    pool->read[number] = (struct rp_cell_pattern){.text = {pattern, len},
                                                  .wild = true,
                                                  .fold = chance_of(chance, 25),
                                                  .crossing = (enum rp_crossing)chance_below(chance, 3)};
    for (size_t i = 0; i < TEXTS; i++)
        if (naive_match(&pool->read[number], pool->texts[i].letters))
            pool->matches[number][i / 64] |= UINT64_C(1) << i % 64;
}

/* ---- questions ---- */

struct asked {
    struct rp_cell_pattern patterns[2 * MOST_SETS][MOST_PATTERNS];
    struct rp_pattern_set sets[2 * MOST_SETS];
    uint64_t matches[WORDS]; /* of what is asked */
    struct rp_sets_question question;
};

static void add_set(const struct pool *pool, struct asked *asked, size_t number, bool beyond, struct chance *chance)
{
    uint64_t matches[WORDS] = {0};
    const size_t count = chance_below(chance, MOST_PATTERNS + 1);
    for (size_t i = 0; i < count; i++) {
        const size_t drawn = chance_below(chance, POOL);
        asked->patterns[number][i] = pool->read[drawn];
        for (size_t word = 0; word < WORDS; word++) matches[word] |= pool->matches[drawn][word];
    }
    asked->sets[number] = (struct rp_pattern_set){asked->patterns[number], count};
    for (size_t word = 0; word < WORDS; word++) asked->matches[word] &= beyond ? ~matches[word] : matches[word];
}

static void make_question(const struct pool *pool, struct asked *asked, struct chance *chance)
{
    const size_t within = 1 + chance_below(chance, MOST_SETS), beyond = chance_below(chance, MOST_SETS + 1);
    memset(asked, 0, sizeof *asked);
    for (size_t i = 0; i < TEXTS; i++) asked->matches[i / 64] |= UINT64_C(1) << i % 64;
    for (size_t i = 0; i < within + beyond; i++) add_set(pool, asked, i, i >= within, chance);
    asked->question = (struct rp_sets_question){asked->sets, asked->sets + within, within, beyond};
}

static bool naive_set_has(const struct rp_pattern_set *set, const char *text)
{
    bool found = false;
    for (size_t i = 0; i < set->count; i++) found |= naive_match(&set->patterns[i], text);
    return found;
}

static void check_lies_in(const struct asked *asked, const char *text)
{
    for (size_t i = 0; i < asked->question.within_count; i++)
        if (!naive_set_has(&asked->question.within[i], text)) fail_msg("\"%s\" is not in set %zu", text, i);
    for (size_t i = 0; i < asked->question.beyond_count; i++)
        if (naive_set_has(&asked->question.beyond[i], text)) fail_msg("\"%s\" is in set %zu to be left", text, i);
}

/* The first text that lies in what is asked; TEXTS: none does. */
static size_t shortest(const struct asked *asked)
{
    for (size_t i = 0; i < TEXTS; i++)
        if ((asked->matches[i / 64] >> i % 64 & 1) != 0) return i;
    return TEXTS;
}

static void compare(const struct pool *pool, const struct asked *asked, struct rp_arena *arena, struct tally *tally)
{
    enum rp_sets_answer answer = RP_SETS_UNDECIDED;
    struct rampart_str text = {NULL, 0};
    const size_t first = shortest(asked);
    assert_int_equal(rp_pattern_sets_find(arena, &asked->question, &answer, &text), RAMPART_OK);
    if (answer == RP_SETS_NONE && first < TEXTS) fail_msg("nothing is found; \"%s\" is", pool->texts[first].letters);
    tally->none += answer == RP_SETS_NONE;
    if (answer == RP_SETS_NONE) return;
    assert_int_equal(answer, RP_SETS_TEXT);
    check_lies_in(asked, text.data);
    assert_int_equal(text.len, first < TEXTS ? strlen(pool->texts[first].letters) : text.len);
    tally->found += first < TEXTS;
    tally->longer += first == TEXTS;
    if (first == TEXTS && text.len <= LONGEST_TEXT) fail_msg("\"%s\" is one more short text", text.data);
}

static void test_sets_find_what_brute_force_finds(void **state)
{
    (void)state;
    const char *number = getenv("RAMPART_SETS");
    const unsigned long questions = number == NULL ? QUESTIONS : strtoul(number, NULL, 10);
    struct chance chance = chance_begin();
    struct tally tally = {0};
    struct asked asked;
    struct rp_arena arena;
    struct pool *pool = calloc(1, sizeof *pool);
    assert_non_null(pool);
    spell_all(pool);
    for (size_t i = 0; i < POOL; i++) make_pattern(pool, i, &chance);
    rp_arena_init(&arena, NULL);
    for (unsigned long i = 0; i < questions; i++) {
        make_question(pool, &asked, &chance);
        compare(pool, &asked, &arena, &tally);
        rp_arena_reset(&arena);
    }
    print_message("%lu questions: %u found, %u longer than %d, %u empty\n", questions, tally.found, tally.longer,
                  LONGEST_TEXT, tally.none);
    assert_true(tally.found > questions / 5 && tally.none > questions / 5);
    rp_arena_free(&arena);
    free(pool);
}

/* ---- what a look tells ---- */

/* Whether a text lies in `part`, and in `whole` or beyond it, by a search. */
static bool search_finds(const struct rp_cell_pattern *part, const struct rp_cell_pattern *whole, bool beyond,
                         struct rp_arena *arena)
{
    const struct rp_pattern_set sets[] = {{part, 1}, {whole, 1}};
    const struct rp_sets_question question = {sets, sets + 1, beyond ? 1 : 2, beyond ? 1 : 0};
    enum rp_sets_answer answer = RP_SETS_UNDECIDED;
    struct rampart_str text;
    assert_int_equal(rp_pattern_sets_find(arena, &question, &answer, &text), RAMPART_OK);
    assert_int_not_equal(answer, RP_SETS_UNDECIDED);
    return answer == RP_SETS_TEXT;
}

static void check_pair(const struct pool *pool, size_t i, size_t j, struct rp_arena *arena, unsigned *counts)
{
    const struct rp_cell_pattern *whole = &pool->read[i], *part = &pool->read[j];
    enum rp_relation relation = RP_RELATION_UNDECIDED;
    bool both = false, beyond = false;
    assert_int_equal(rp_pattern_relate_at_sight(arena, whole, part, &relation), RAMPART_OK);
    for (size_t word = 0; word < WORDS; word++) {
        both |= (pool->matches[i][word] & pool->matches[j][word]) != 0;
        beyond |= (pool->matches[j][word] & ~pool->matches[i][word]) != 0;
    }
    counts[relation]++;
    if ((rp_pattern_takes(whole, part) || relation == RP_RELATION_EVERY) && beyond)
        fail_msg("\"%s\" does not take \"%s\"", pool->patterns[i], pool->patterns[j]);
    if (relation == RP_RELATION_NONE && both) fail_msg("\"%s\" meets \"%s\"", pool->patterns[i], pool->patterns[j]);
    if (relation != RP_RELATION_SOME) return;
    if (!search_finds(part, whole, false, arena) || !search_finds(part, whole, true, arena))
        fail_msg("\"%s\" has not some of \"%s\"", pool->patterns[i], pool->patterns[j]);
}

/* A longer text, for fields: letters and colons. */
static void spell_text(struct chance *chance, char text[3 * LONGEST_PATTERN])
{
    static const char from[] = {'a', 'b', ':', ':', 'a'};
    const size_t len = chance_below(chance, 3 * LONGEST_PATTERN);
    for (size_t i = 0; i < len; i++) text[i] = from[chance_below(chance, sizeof from)];
    text[len] = '\0';
}

static void check_match(const struct pool *pool, size_t i, const char *text, unsigned *known)
{
    bool match = false;
    if (!rp_pattern_match_at_sight(&pool->read[i], rampart_str(text), &match)) return;
    ++*known;
    if (match != naive_match(&pool->read[i], text))
        fail_msg("\"%s\" %s \"%s\"", pool->patterns[i], match ? "does not match" : "matches", text);
}

/* Of ARNs the fields are what matters: each of five is a short pattern. */
static void make_fields(struct pool *pool, size_t number, struct chance *chance)
{
    static const char *const fields[] = {"a", "*", "a*", "*b", "?", "", "ab", "a*b"};
    struct rp_cell_pattern *read = &pool->read[number];
    char *pattern = pool->arns[number];
    pattern[0] = '\0';
    for (size_t i = 0; i <= RP_ARN_COLONS; i++) {
        if (i > 0) strcat(pattern, ":");
        strcat(pattern, fields[chance_below(chance, sizeof fields / sizeof *fields)]);
    }
    read->text = (struct rampart_str){pattern, strlen(pattern)};
    read->fold = false;
}

/* No text of five letters has four colons and more, so texts that the search finds tell. */
static void check_fields(const struct pool *pool, size_t i, size_t j, struct rp_arena *arena, unsigned *counts)
{
    const struct rp_cell_pattern *whole = &pool->read[i], *part = &pool->read[j];
    enum rp_relation relation = RP_RELATION_UNDECIDED;
    assert_int_equal(rp_pattern_relate_at_sight(arena, whole, part, &relation), RAMPART_OK);
    counts[relation]++;
    if (relation == RP_RELATION_UNDECIDED) return;
    const bool both = search_finds(part, whole, false, arena), beyond = search_finds(part, whole, true, arena);
    const enum rp_relation right = !both ? RP_RELATION_NONE : beyond ? RP_RELATION_SOME : RP_RELATION_EVERY;
    if (relation != right) fail_msg("\"%s\" of \"%s\"", whole->text.data, part->text.data);
}

static void test_a_look_says_what_a_search_says(void **state)
{
    (void)state;
    struct chance chance = chance_begin();
    struct rp_arena arena;
    struct pool *pool = calloc(1, sizeof *pool);
    unsigned counts[RP_RELATION_EVERY + 1] = {0}, known = 0;
    char text[3 * LONGEST_PATTERN];
    assert_non_null(pool);
    spell_all(pool);
    rp_arena_init(&arena, NULL);
    for (size_t i = 0; i < POOL; i++) make_pattern(pool, i, &chance);
    for (size_t i = 0; i < PAIRS; i++) {
        check_pair(pool, chance_below(&chance, POOL), chance_below(&chance, POOL), &arena, counts);
        spell_text(&chance, text);
        check_match(pool, chance_below(&chance, POOL), text, &known);
        rp_arena_reset(&arena);
    }
    for (size_t i = 0; i < POOL; i++) make_fields(pool, i, &chance);
    for (size_t i = 0; i < PAIRS; i++) {
        check_fields(pool, chance_below(&chance, POOL), chance_below(&chance, POOL), &arena, counts);
        spell_text(&chance, text);
        check_match(pool, chance_below(&chance, POOL), text, &known);
        rp_arena_reset(&arena);
    }
    assert_true(known > PAIRS / 2);
    for (size_t i = 0; i <= RP_RELATION_EVERY; i++) assert_true(counts[i] > 0);
    rp_arena_free(&arena);
    free(pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sets_find_what_brute_force_finds),
                                       cmocka_unit_test(test_a_look_says_what_a_search_says)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
