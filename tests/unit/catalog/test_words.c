/* SPDX-License-Identifier: Apache-2.0 */
/* The words of the names of actions: where one begins and ends, many of them, and those that were chosen to crowd. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/str.h"
#include "catalog/slips.h"
#include "catalog/words.h"

/* An index over rows, and what it lies in. */
struct words {
    struct rp_arena arena;
    struct rp_buf rows;
    struct rp_word_index index;
};

static void words_begin(struct words *words)
{
    rp_arena_init(&words->arena, NULL);
    rp_buf_init(&words->rows, NULL, 1 << 20);
}

static void words_build(struct words *words)
{
    assert_int_equal(words->rows.failed, RAMPART_OK);
    assert_int_equal(rp_word_index_build(&words->index, &words->arena, rp_buf_text(&words->rows)), RAMPART_OK);
}

static bool words_have(const struct words *words, const char *word)
{
    return rp_word_index_has(&words->index, rp_buf_text(&words->rows), rampart_str(word));
}

static void words_end(struct words *words)
{
    rp_buf_free(&words->rows);
    rp_arena_free(&words->arena);
}

static void a_word_is_a_capital_and_small_letters(void **state)
{
    (void)state;
    struct words words;
    static const char *const in[] = {"List", "list", "LIST", "Scaling", "Groups", "Ipsec", "Address", "Ever", "Last"};
    static const char *const out[] = {"Lis", "Lists", "Caling", "ListE", "ListScaling", "VPCs", "DBIn", "Code", "Get",
                                      "", "Rows", "Addresses", "List\n", "update", "getip"};
    words_begin(&words);
    rp_buf_add(&words.rows, RP_STR("Code:ListScalingGroups\tupdate\tRows\nvpc:ListVPCs\t-\t-\nvpc:getipIpsec6Address\t-\t-\n"
                                   "rds:DBInstanceEver_ListE\t-\t-\nx:Last"));
    words_build(&words);
    for (size_t i = 0; i < sizeof in / sizeof *in; i++) assert_true(words_have(&words, in[i]));
    for (size_t i = 0; i < sizeof out / sizeof *out; i++) assert_false(words_have(&words, out[i]));
    words_end(&words);
}

static void the_end_of_a_word_is_found(void **state)
{
    (void)state;
    assert_int_equal(rp_word_end(RP_STR("ListGroups"), 1), 4);
    assert_int_equal(rp_word_end(RP_STR("ListGroups"), 5), 10);
    assert_int_equal(rp_word_end(RP_STR("A1"), 1), 1);
    assert_int_equal(rp_word_end(RP_STR("Ab"), 2), 2);
}

/* The i-th word of six letters, of its own. */
static const char *made_word(uint32_t i, char *buffer)
{
    enum { LETTERS = 6 };
    for (size_t k = 0; k < LETTERS; k++, i /= 26) buffer[k] = (char)((k == 0 ? 'A' : 'a') + i % 26);
    buffer[LETTERS] = '\0';
    return buffer;
}

/* So many that the table grows: each is there, and no other. */
static void many_words_are_found(void **state)
{
    (void)state;
    enum { MANY = 3000 };
    struct words words;
    char word[8];
    words_begin(&words);
    for (uint32_t i = 0; i < MANY; i += 3) rp_buf_printf(&words.rows, "a:%s%s\t-\t-\n", made_word(i, word), "Get");
    words_build(&words);
    assert_false(words.index.crowded);
    assert_true(words.index.mask + 1 >= 2 * MANY / 3 && words.index.mask + 1 < 8 * MANY / 3);
    for (uint32_t i = 0; i < MANY; i++) assert_int_equal(words_have(&words, made_word(i, word)), i % 3 == 0);
    words_end(&words);
}

/* Where words crowd the index knows of none that it is missing: a new name is not called a slip. */
static void words_that_crowd_are_taken_for_known(void **state)
{
    (void)state;
    enum { CROWD = 300, MASK = 1023 };
    struct words words;
    char word[8], small[8];
    words_begin(&words);
    for (uint32_t i = 0, count = 0; count < CROWD; i++) {
        const struct rampart_str made = rampart_str(made_word(i, word));
        for (size_t k = 0; k <= made.len; k++) small[k] = rp_lower(made.data[k]);
        if ((rp_hash((struct rampart_str){small, made.len}) & MASK) != 0) continue;
        rp_buf_printf(&words.rows, "a:%s\t-\t-\n", word);
        count++;
    }
    words_build(&words);
    assert_int_equal(words.index.mask, MASK);
    assert_true(words.index.crowded);
    assert_true(words_have(&words, "Nowhere"));
    words_end(&words);
}

static void words_that_are_too_long_are_not_there(void **state)
{
    (void)state;
    struct words words;
    char longest[RP_LONGEST_ALIKE + 2];
    for (size_t i = 0; i < sizeof longest; i++) longest[i] = i == 0 ? 'A' : 'a';
    words_begin(&words);
    rp_buf_printf(&words.rows, "a:%.*s\tx\nb:%.*s\tx\n", RP_LONGEST_ALIKE, longest, RP_LONGEST_ALIKE + 1, longest);
    words_build(&words);
    assert_true(rp_word_index_has(&words.index, rp_buf_text(&words.rows), (struct rampart_str){longest, RP_LONGEST_ALIKE}));
    assert_false(rp_word_index_has(&words.index, rp_buf_text(&words.rows), (struct rampart_str){longest, RP_LONGEST_ALIKE + 1}));
    words_end(&words);
}

static size_t left; /* allocations before memory is refused */

static void *allocate(void *context, size_t size)
{
    (void)context;
    return left-- == 0 ? NULL : malloc(size);
}

static void release(void *context, void *memory)
{
    (void)context;
    free(memory);
}

static void refused_memory_is_said(void **state)
{
    (void)state;
    const struct rampart_allocator allocator = {NULL, allocate, release};
    struct rp_arena arena;
    struct rp_word_index index;
    left = 0;
    rp_arena_init(&arena, &allocator);
    assert_int_equal(rp_word_index_build(&index, &arena, RP_STR("a:List\t-\t-\n")), RAMPART_NO_MEMORY);
    rp_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_is_a_capital_and_small_letters), cmocka_unit_test(the_end_of_a_word_is_found),
        cmocka_unit_test(many_words_are_found),                  cmocka_unit_test(words_that_crowd_are_taken_for_known),
        cmocka_unit_test(words_that_are_too_long_are_not_there), cmocka_unit_test(refused_memory_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
