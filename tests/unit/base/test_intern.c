/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/intern.h"
#include "base/str.h"

enum { TEXTS = 3000 };

static void an_equal_text_has_the_same_place(void **state)
{
    struct rp_arena arena;
    struct rp_intern intern = {.count = 0};
    char text[16];
    size_t again = 0;

    (void)state;
    rp_arena_init(&arena, NULL);
    for (size_t i = 0; i < 2 * TEXTS; i++) {
        (void)snprintf(text, sizeof text, "t%zu", i % TEXTS);
        struct rampart_str *place = rp_intern(&intern, &arena, rampart_str(text));

        assert_non_null(place);
        if (i < TEXTS) assert_null(place->data);
        if (place->data == NULL)
            assert_true(rp_arena_copy(&arena, rampart_str(text), place));
        else
            again++;
        assert_true(rp_str_equal(*place, rampart_str(text)));
    }
    assert_true(again > TEXTS - TEXTS / 100);
    rp_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(an_equal_text_has_the_same_place)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
