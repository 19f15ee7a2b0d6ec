/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lookups of the catalogue against their naive twin, on the tables that are built in: every action is found, names
 * made from actions by chance are found, matched and corrected as comparing every row would. RAMPART_SEED in the
 * environment repeats a run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "catalog/alike.h"
#include "catalog/words.h"
#include "support/chance.h"
#include "support/naive_catalog.h"
#include "support/open_catalog.h"

enum { NAMES = 60, MISSPELT = 200, LONGEST = 120 };

/* Some action of the table. */
static struct rampart_catalog_action pick(struct chance *chance, const struct rampart_catalog *catalog)
{
    struct rampart_catalog_action action = {.level = {NULL, 0}};
    size_t cursor = 0;
    for (size_t left = chance_below(chance, 39000) + 1; left > 0; left--)
        assert_true(rampart_catalog_next_action(catalog, RP_STR(""), &cursor, &action));
    return action;
}

/* The name with some of its bytes replaced, dropped or in another case; `wild` also puts * and ? in. */
static struct rampart_str damage(struct chance *chance, struct rampart_str name, bool wild, char *buffer)
{
    static const char letters[] = "aeiSTRx-:";
    size_t len = 0, edits = chance_below(chance, 5);
    memcpy(buffer, name.data, len = name.len < LONGEST ? name.len : LONGEST);
    while (edits-- > 0 && len > 1) {
        size_t at = chance_below(chance, (unsigned)len), how = chance_below(chance, wild ? 5 : 3);
        if (how == 0) buffer[at] = letters[chance_below(chance, sizeof letters - 1)];
        if (how == 1) buffer[at] = (char)(buffer[at] ^ (rp_lower(buffer[at]) >= 'a' ? 0x20 : 0));
        if (how == 2) memmove(buffer + at, buffer + at + 1, --len - at);
        if (how == 3) buffer[at] = '?';
        if (how == 4) {
            size_t gone = chance_below(chance, (unsigned)(len - at));
            buffer[at] = '*';
            memmove(buffer + at + 1, buffer + at + 1 + gone, len - at - 1 - gone);
            len -= gone;
        }
    }
    return (struct rampart_str){buffer, len};
}

static void every_action_is_found(void **state)
{
    struct rampart_catalog_action row, found;
    char upper[LONGEST + 8];
    size_t count = 0;
    for (size_t cursor = 0; rampart_catalog_next_action(*state, RP_STR(""), &cursor, &row); count++) {
        for (size_t i = 0; i < row.action.len; i++) {
            char c = row.action.data[i];
            upper[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
        }
        assert_true(rampart_catalog_find_action(*state, row.action, &found));
        assert_ptr_equal(found.action.data, row.action.data);
        assert_true(rampart_catalog_find_action(*state, (struct rampart_str){upper, row.action.len}, &found));
        assert_ptr_equal(found.action.data, row.action.data);
    }
    assert_true(count > 39000);
}

static void names_are_found_as_by_comparing_all(void **state)
{
    struct chance chance = chance_begin();
    char buffer[LONGEST];
    for (size_t i = 0; i < NAMES; i++) {
        struct rampart_str name = damage(&chance, pick(&chance, *state).action, false, buffer), naive;
        struct rampart_catalog_action found;
        bool known = naive_catalog_find(*state, name, &naive);
        assert_int_equal(rampart_catalog_find_action(*state, name, &found), known);
        if (known) assert_ptr_equal(found.action.data, naive.data);
    }
}

static void patterns_match_as_by_comparing_all(void **state)
{
    struct chance chance = chance_begin();
    char buffer[LONGEST];
    for (size_t i = 0; i < NAMES; i++) {
        struct rampart_str text = damage(&chance, pick(&chance, *state).action, true, buffer);
        struct rampart_catalog_pattern pattern = rampart_catalog_pattern(text);
        struct rampart_catalog_action found;
        size_t count = 0;
        while (rampart_catalog_next_match(*state, &pattern, &found)) count++;
        assert_int_equal(count, naive_catalog_matches(*state, text));
    }
}

/* What is suggested is what comparing each name of the service finds, and only where all of them are known. */
static void misspelt_names_are_found_as_by_comparing_all(void **state)
{
    struct chance chance = chance_begin();
    char buffer[LONGEST];
    size_t suggested = 0;
    for (size_t i = 0; i < MISSPELT; i++) {
        const struct rampart_catalog_action action = pick(&chance, *state);
        const struct rampart_str name = damage(&chance, action.name, false, buffer);
        struct rampart_str naive;
        struct rampart_catalog_action near;
        const bool known = naive_catalog_alike(*state, action.service, name, &naive);
        assert_int_equal(rp_alike_action(*state, action.service, name, &near), known);
        if (known) assert_ptr_equal(near.action.data, naive.data);
        suggested += known;
    }
    assert_true(suggested > MISSPELT / 8);
}

/* Words of names, whole, with a letter changed, and with one at the end left out or more. */
static void words_are_found_as_by_comparing_all(void **state)
{
    enum { WORDS = 40 };
    struct chance chance = chance_begin();
    size_t known = 0, tried = 0;
    for (size_t i = 0; tried < WORDS; i++) {
        const struct rampart_str name = pick(&chance, *state).name;
        size_t begin = chance_below(&chance, (unsigned)name.len);
        if (chance_below(&chance, 2) == 0)
            while (begin > 0 && rp_lower(name.data[begin]) == name.data[begin]) begin--;
        struct rampart_str word = {name.data + begin, rp_word_end(name, begin + 1) - begin};
        char text[LONGEST];
        if (word.len < RP_SHORTEST_WORD || word.len + 1 > sizeof text) continue;
        memcpy(text, word.data, word.len);
        text[word.len] = (char)('a' + chance_below(&chance, 26));
        if (chance_below(&chance, 3) == 0) text[chance_below(&chance, (unsigned)word.len)] = (char)('a' + chance_below(&chance, 26));
        word = (struct rampart_str){text, word.len + (chance_below(&chance, 4) == 0)};
        word.len -= word.len > RP_SHORTEST_WORD && chance_below(&chance, 4) == 0;
        const bool found = rp_is_word(*state, word);
        assert_int_equal(found, naive_catalog_word(*state, word));
        known += found;
        tried++;
    }
    assert_true(known > 0 && known < WORDS);
}

static void nothing_is_suggested_where_names_may_be_missing(void **state)
{
    struct chance chance = chance_begin();
    char buffer[2 * LONGEST], text[LONGEST];
    for (size_t i = 0; i < MISSPELT; i++) {
        const struct rampart_catalog_action action = pick(&chance, *state);
        const struct rampart_str name = damage(&chance, action.name, false, text);
        const int len = snprintf(buffer, sizeof buffer, "%.*s:%.*s", RP_ARG(action.service), RP_ARG(name));
        struct rampart_str naive;
        struct rampart_catalog_action near;
        struct rampart_catalog_service service;
        assert_true(rampart_catalog_find_service(*state, action.service, &service));
        const bool known =
            service.complete.len > 0 && naive_catalog_alike(*state, action.service, name, &naive);
        /* ess.tsv has APIs that are no actions: those that authorise them are no guess. */
        if (rp_str_equal(action.service, RP_STR("ess"))) continue;
        assert_int_equal(
            rampart_catalog_near_action(*state, (struct rampart_str){buffer, (size_t)len}, &near), known);
        if (known) assert_ptr_equal(near.action.data, naive.data);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_action_is_found),
        cmocka_unit_test(names_are_found_as_by_comparing_all),
        cmocka_unit_test(patterns_match_as_by_comparing_all),
        cmocka_unit_test(misspelt_names_are_found_as_by_comparing_all),
        cmocka_unit_test(words_are_found_as_by_comparing_all),
        cmocka_unit_test(nothing_is_suggested_where_names_may_be_missing),
    };
    return cmocka_run_group_tests(tests, open_catalog, close_catalog);
}
