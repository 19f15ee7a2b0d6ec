/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

/* ---- arena ---- */

struct counter {
    size_t held, left; /* pieces held; requests until one is refused */
};

static void *count_allocate(void *context, size_t size)
{
    struct counter *counter = context;
    if (counter->left == 0) return NULL;
    counter->left--;
    counter->held++;
    return malloc(size);
}

static void count_release(void *context, void *memory)
{
    struct counter *counter = context;
    counter->held--;
    free(memory);
}

static void memory_is_zeroed_and_aligned(void **state)
{
    (void)state;
    struct rp_arena arena;
    rp_arena_init(&arena, NULL);
    for (size_t size = 1; size < 9000; size += 601) {
        unsigned char *memory = rp_arena_alloc(&arena, 1, size);
        assert_non_null(memory);
        assert_int_equal((uintptr_t)memory % sizeof(max_align_t *), 0);
        for (size_t i = 0; i < size; i++) assert_int_equal(memory[i], 0);
        memset(memory, 0xAB, size);
    }
    rp_arena_reset(&arena);
    unsigned char *again = rp_arena_alloc(&arena, 100, 10);
    for (size_t i = 0; i < 1000; i++) assert_int_equal(again[i], 0);
    rp_arena_free(&arena);
}

static void sizes_that_overflow_are_refused(void **state)
{
    (void)state;
    struct rp_arena arena;
    rp_arena_init(&arena, NULL);
    assert_null(rp_arena_alloc(&arena, SIZE_MAX, 2));
    assert_null(rp_arena_alloc(&arena, SIZE_MAX, 1));
    assert_null(rp_arena_alloc(&arena, 2, SIZE_MAX / 2));
    assert_non_null(rp_arena_alloc(&arena, 0, 8));
    rp_arena_free(&arena);
}

static void everything_is_given_back(void **state)
{
    (void)state;
    struct counter counter = {0, 100};
    struct rampart_allocator allocator = {&counter, count_allocate, count_release};
    struct rp_arena arena;
    rp_arena_init(&arena, &allocator);
    for (int i = 0; i < 1000; i++) assert_non_null(rp_arena_alloc(&arena, 1, 100));
    assert_true(counter.held > 1 && counter.held < 10);
    rp_arena_reset(&arena);
    assert_int_equal(counter.held, 1);
    rp_arena_free(&arena);
    assert_int_equal(counter.held, 0);
    assert_non_null(rp_arena_alloc(&arena, 1, 1));
    rp_arena_free(&arena);
    assert_int_equal(counter.held, 0);
}

static void refused_memory_is_told(void **state)
{
    (void)state;
    struct counter counter = {0, 0};
    struct rampart_allocator allocator = {&counter, count_allocate, count_release};
    struct rp_arena arena;
    struct rampart_str text = {NULL, 7};
    rp_arena_init(&arena, &allocator);
    assert_null(rp_arena_alloc(&arena, 1, 1));
    assert_false(rp_arena_copy(&arena, rampart_str("x"), &text));
    assert_false(rp_arena_join(&arena, &text, 0, &text));
    assert_false(rp_arena_printf(&arena, &text, "%d", 1));
    assert_int_equal(text.len, 7);
    rp_arena_free(&arena);
}

static void texts_are_copied_and_printed(void **state)
{
    (void)state;
    struct rp_arena arena;
    struct rampart_str text;
    rp_arena_init(&arena, NULL);
    assert_true(rp_arena_copy(&arena, (struct rampart_str){"a\0b", 3}, &text));
    assert_int_equal(text.len, 3);
    assert_memory_equal(text.data, "a\0b\0", 4);
    assert_true(rp_arena_copy(&arena, (struct rampart_str){NULL, 0}, &text));
    assert_string_equal(text.data, "");
    assert_true(rp_arena_printf(&arena, &text, "%s=%u", "line", 12u));
    assert_string_equal(text.data, "line=12");
    assert_int_equal(text.len, 7);
    const struct rampart_str parts[] = {rampart_str("a"), {NULL, 0}, rampart_str("bcd"), rampart_str("")};
    assert_true(rp_arena_join(&arena, parts, 4, &text));
    assert_string_equal(text.data, "abcd");
    assert_int_equal(text.len, 4);
    assert_true(rp_arena_join(&arena, parts, 0, &text));
    assert_int_equal(text.len, 0);
    rp_arena_free(&arena);
}

/* ---- the memory of the process ---- */

static void pieces_of_every_size_can_be_written(void **state)
{
    const struct rampart_allocator process = rp_allocator_of(NULL);
    static const size_t sizes[] = {1, 4096, RP_LARGE_PAGE - 1, RP_LARGE_PAGE, 3 * (size_t)RP_LARGE_PAGE + 5};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        unsigned char *memory = process.allocate(process.context, sizes[i]);
        assert_non_null(memory);
        memset(memory, 0xAB, sizes[i]);
        assert_int_equal(memory[sizes[i] - 1], 0xAB);
        process.release(process.context, memory);
    }
}

static void large_pieces_begin_with_a_large_page(void **state)
{
    const struct rampart_allocator process = rp_allocator_of(NULL);
    (void)state;
    for (size_t size = RP_LARGE_PAGE; size < 4 * (size_t)RP_LARGE_PAGE; size += RP_LARGE_PAGE / 2 + 1) {
        void *memory = process.allocate(process.context, size);
        assert_non_null(memory);
        assert_int_equal((uintptr_t)memory % RP_LARGE_PAGE, 0);
        process.release(process.context, memory);
    }
}

static void an_arena_that_grows_fills_large_pages(void **state)
{
    (void)state;
    struct rp_arena arena;
    rp_arena_init(&arena, NULL);
    for (size_t taken = 0; taken < 4 * (size_t)RP_LARGE_PAGE; taken += 4096)
        assert_non_null(rp_arena_alloc(&arena, 1, 4096));
    assert_int_equal((uintptr_t)arena.chunks % RP_LARGE_PAGE, 0);
    assert_int_equal(arena.chunks->capacity + sizeof *arena.chunks, RP_LARGE_PAGE);
    rp_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_and_aligned),
        cmocka_unit_test(sizes_that_overflow_are_refused),
        cmocka_unit_test(everything_is_given_back),
        cmocka_unit_test(refused_memory_is_told),
        cmocka_unit_test(texts_are_copied_and_printed),
        cmocka_unit_test(pieces_of_every_size_can_be_written),
        cmocka_unit_test(large_pieces_begin_with_a_large_page),
        cmocka_unit_test(an_arena_that_grows_fills_large_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
