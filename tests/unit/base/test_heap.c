/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/arena.h"
#include "base/heap.h"

static void pieces_of_every_size_can_be_written(void **state)
{
    static const size_t sizes[] = {1, 4096, RP_LARGE_PAGE - 1, RP_LARGE_PAGE, 3 * (size_t)RP_LARGE_PAGE + 5};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        unsigned char *memory = rp_heap_allocate(NULL, sizes[i]);
        assert_non_null(memory);
        memset(memory, 0xAB, sizes[i]);
        assert_int_equal(memory[sizes[i] - 1], 0xAB);
        rp_heap_release(NULL, memory);
    }
}

static void large_pieces_begin_with_a_large_page(void **state)
{
    (void)state;
    for (size_t size = RP_LARGE_PAGE; size < 4 * (size_t)RP_LARGE_PAGE; size += RP_LARGE_PAGE / 2 + 1) {
        void *memory = rp_heap_allocate(NULL, size);
        assert_non_null(memory);
        assert_int_equal((uintptr_t)memory % RP_LARGE_PAGE, 0);
        rp_heap_release(NULL, memory);
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
        cmocka_unit_test(pieces_of_every_size_can_be_written),
        cmocka_unit_test(large_pieces_begin_with_a_large_page),
        cmocka_unit_test(an_arena_that_grows_fills_large_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
