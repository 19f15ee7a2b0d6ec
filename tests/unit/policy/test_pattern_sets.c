/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/str.h"
#include "policy/pattern_sets.h"

enum { MOST = 400, TEXT = 96 };

static struct rp_cell_pattern pattern(const char *text)
{
    return (struct rp_cell_pattern){.text = rampart_str(text), .wild = true};
}

static struct rp_cell_pattern arn(const char *text)
{
    return (struct rp_cell_pattern){.text = rampart_str(text), .wild = true, .crossing = RP_WITHIN_FIELDS};
}

/* Asks for a text of each of `within`, one pattern a set, and of none of `beyond`. "": there is none. */
static const char *find(const struct rp_cell_pattern *within, size_t count, const struct rp_cell_pattern *beyond,
                        size_t beyond_count)
{
    static char found[TEXT];
    struct rp_pattern_set sets[4];
    const struct rp_pattern_set left = {beyond, beyond_count};
    for (size_t i = 0; i < count; i++) sets[i] = (struct rp_pattern_set){&within[i], 1};
    const struct rp_sets_question question = {sets, &left, count, 1};
    struct rp_arena arena;
    struct rampart_str text = {NULL, 0};
    enum rp_sets_answer answer = RP_SETS_UNDECIDED;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_pattern_sets_find(&arena, &question, &answer, &text), RAMPART_OK);
    snprintf(found, sizeof found, "%s%.*s", answer == RP_SETS_UNDECIDED ? "undecided" : "", RP_ARG(text));
    rp_arena_free(&arena);
    return found;
}

/* A star that crosses colons lets an id in that spells the denied group; a group's real shape does not. */
static void test_an_id_with_colons_is_told_from_a_groups_shape(void **state)
{
    (void)state;
    const struct rp_cell_pattern denied = pattern("acs:ess:*:*:scalinggroup/asg-prod-*");
    const struct rp_cell_pattern any[] = {pattern("acs:ess:cn:1:scalinggroup/asg-staging-*"), denied};
    assert_string_equal(find(any, 2, NULL, 0), "acs:ess:cn:1:scalinggroup/asg-staging-:scalinggroup/asg-prod-");
    struct rp_cell_pattern shaped[] = {any[0], denied};
    shaped[0].crossing = RP_NEVER_CROSSES;
    assert_string_equal(find(shaped, 2, NULL, 0), "");
    const struct rp_cell_pattern within[] = {any[0], arn("acs:ess:*:*:scalinggroup/asg-prod-*")};
    assert_string_equal(find(within, 2, NULL, 0), "");
}

/* Neither pattern alone takes the whole, and both together do. */
static void test_a_union_takes_what_none_of_its_patterns_takes(void **state)
{
    (void)state;
    const struct rp_cell_pattern whole = pattern("a?*"), parts[] = {pattern("?"), pattern("??*"), pattern("")};
    assert_string_equal(find(&whole, 1, parts, 3), "");
    assert_string_equal(find(&whole, 1, parts, 1), "aa");
}

static void test_nothing_lies_in_a_set_without_patterns(void **state)
{
    (void)state;
    const struct rp_pattern_set nothing = {NULL, 0};
    const struct rp_sets_question question = {&nothing, NULL, 1, 0};
    struct rp_arena arena;
    struct rampart_str text = {NULL, 0};
    enum rp_sets_answer answer = RP_SETS_UNDECIDED;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_pattern_sets_find(&arena, &question, &answer, &text), RAMPART_OK);
    assert_int_equal(answer, RP_SETS_NONE);
    rp_arena_free(&arena);
}

/* Case outside ASCII is not known here, and a limit is a limit: neither is an answer. */
static void test_what_cannot_be_told_is_undecided(void **state)
{
    (void)state;
    struct rp_cell_pattern folded = pattern("\xC3\xA9*"), other = pattern("\xC3\x89");
    folded.fold = true;
    const struct rp_cell_pattern both[] = {folded, other};
    assert_string_equal(find(both, 2, NULL, 0), "undecided");
    static char letters[RP_SETS_POSITIONS + 2];
    for (size_t i = 0; i + 1 < sizeof letters; i++) letters[i] = '?';
    const struct rp_cell_pattern longest[] = {pattern(letters), pattern("*")}; /* the star takes it at sight */
    const struct rp_cell_pattern searched[] = {pattern(letters), pattern("*?")};
    assert_string_equal(find(longest, 1, &longest[1], 1), "");
    assert_string_equal(find(searched, 2, NULL, 0), "undecided");
}

static void test_more_sets_than_a_question_has_are_a_limit(void **state)
{
    (void)state;
    const struct rp_cell_pattern any = pattern("*");
    struct rp_pattern_set sets[RP_SETS_MOST + 1];
    for (size_t i = 0; i <= RP_SETS_MOST; i++) sets[i] = (struct rp_pattern_set){&any, 1};
    const struct rp_sets_question question = {sets, NULL, RP_SETS_MOST + 1, 0};
    struct rp_arena arena;
    struct rampart_str text;
    enum rp_sets_answer answer;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_pattern_sets_find(&arena, &question, &answer, &text), RAMPART_LIMIT);
    rp_arena_free(&arena);
}

/* What a policy of its greatest size may list: all but one of the groups that are allowed are denied. */
static void test_hundreds_of_patterns_are_told_apart(void **state)
{
    (void)state;
    static char texts[MOST][TEXT];
    static struct rp_cell_pattern denied[MOST];
    for (size_t i = 0; i < MOST; i++) {
        snprintf(texts[i], TEXT, "acs:ess:*:*:scalinggroup/asg-%zu?*", 10 + i);
        denied[i] = pattern(texts[i]);
    }
    const struct rp_cell_pattern allowed[] = {pattern("acs:ess:cn:1:scalinggroup/asg-???*"), pattern("*7?")};
    assert_string_equal(find(allowed, 2, denied, MOST), "acs:ess:cn:1:scalinggroup/asg-a7a");
    const struct rp_cell_pattern narrow[] = {pattern("acs:ess:cn:1:scalinggroup/asg-3?7?"), pattern("*7?")};
    assert_string_equal(find(narrow, 2, denied, MOST), "acs:ess:cn:1:scalinggroup/asg-3a7a");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_id_with_colons_is_told_from_a_groups_shape),
        cmocka_unit_test(test_a_union_takes_what_none_of_its_patterns_takes),
        cmocka_unit_test(test_nothing_lies_in_a_set_without_patterns),
        cmocka_unit_test(test_what_cannot_be_told_is_undecided),
        cmocka_unit_test(test_more_sets_than_a_question_has_are_a_limit),
        cmocka_unit_test(test_hundreds_of_patterns_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
