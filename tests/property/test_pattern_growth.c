/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Patterns made to be slow, over twice the text: twice the time, whatever the stars. Only the ratio of two times counts,
 * each the least of many, so that the machine and what else it does have no part in it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "policy/pattern.h"

enum { ROUNDS = 40, FEWEST_ROUNDS = 10, LENGTH = 16384, TIMES = 8 };

#define MOST_GROWTH 2.2

struct subject {
    struct rampart_str text;
    double least; /* seconds of one round; 0: none yet */
};

static double now(void)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void time_round(const struct rp_pattern *pattern, struct subject *subject)
{
    double start = now();
    for (int i = 0; i < TIMES; i++) {
        bool match = true;
        assert_int_equal(rp_pattern_match(pattern, NULL, subject->text, &match), RAMPART_OK);
        assert_false(match);
    }
    double spent = now() - start;
    if (subject->least == 0 || spent < subject->least) subject->least = spent;
}

/* Ends as soon as the growth is small enough: a round that was disturbed is followed by others. */
static double growth_of(const struct rp_pattern *pattern)
{
    static char letters[2 * LENGTH];
    memset(letters, 'a', sizeof letters);
    struct subject once = {.text = {letters, LENGTH}}, twice = {.text = {letters, 2 * LENGTH}};
    double growth = 0;
    for (int i = 0; i < ROUNDS && (i < FEWEST_ROUNDS || growth > MOST_GROWTH); i++) {
        time_round(pattern, &once);
        time_round(pattern, &twice);
        growth = twice.least / once.least;
    }
    return growth;
}

static struct rampart_str repeated(const char *piece, unsigned times, const char *end, char *bytes,
                                   size_t size)
{
    size_t len = 0;
    for (unsigned i = 0; i < times; i++) len += (size_t)snprintf(bytes + len, size - len, "%s", piece);
    len += (size_t)snprintf(bytes + len, size - len, "%s", end);
    return (struct rampart_str){bytes, len};
}

static void twice_the_text_takes_twice_the_time(void **state)
{
    (void)state;
    static const struct {
        const char *piece, *end;
        unsigned times;
    } shapes[] = {{"*a", "b", 2},      {"*a", "b", 24},     {"*a", "b*", 24},       {"*aaab", "*", 12},
                  {"*aab", "*a", 400}, {"*a", "*b*", 2000}, {"*aaaaaaa", "b*a", 1}, {"a", "*aaaaab*", 8}};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        char bytes[8192];
        struct rp_arena arena;
        struct rp_pattern pattern;
        rp_arena_init(&arena, NULL);
        struct rampart_str text =
            repeated(shapes[i].piece, shapes[i].times, shapes[i].end, bytes, sizeof bytes);
        assert_int_equal(rp_pattern_compile(&arena, text, &pattern), RAMPART_OK);
        double growth = growth_of(&pattern);
        if (growth > MOST_GROWTH) fail_msg("shape %zu: twice the text took %.2f times as long", i, growth);
        rp_arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twice_the_text_takes_twice_the_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
