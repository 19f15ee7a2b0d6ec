/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Patterns made to be slow, over longer and longer text: a letter costs as much, whatever the stars.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "policy/pattern.h"
#include "support/growth.h"
#include "support/try_pattern.h"

/* Twice the text may take 2.2 times as long: four times doubled, (2.2 / 2)^4. */
#define MOST_GROWTH 1.46

static char letters[32768];

static void match_letters(void *context, size_t length)
{
    bool match = true;
    assert_int_equal(rp_pattern_match(context, NULL, (struct rampart_str){letters, length}, &match),
                     RAMPART_OK);
    assert_false(match);
}

static void a_longer_text_takes_no_longer_a_letter(void **state)
{
    (void)state;
    memset(letters, 'a', sizeof letters);
    static const struct {
        const char *piece, *end;
        size_t times;
    } shapes[] = {{"*a", "b", 2},      {"*a", "b", 24},     {"*a", "b*", 24},       {"*aaab", "*", 12},
                  {"*aab", "*a", 400}, {"*a", "*b*", 2000}, {"*aaaaaaa", "b*a", 1}, {"a", "*aaaaab*", 8}};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        char *text = repeat("", shapes[i].piece, shapes[i].times, shapes[i].end);
        struct rp_arena arena;
        struct rp_pattern pattern;
        rp_arena_init(&arena, NULL);
        assert_int_equal(rp_pattern_compile(&arena, rampart_str(text), &pattern), RAMPART_OK);
        double growth = growth_of(&(struct growing){match_letters, &pattern, sizeof letters});
        if (growth > MOST_GROWTH)
            fail_msg("shape %zu: a letter of %d times the text took %.2f times as long", i, GROWTH, growth);
        rp_arena_free(&arena);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_longer_text_takes_no_longer_a_letter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
