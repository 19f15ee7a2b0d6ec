/* SPDX-License-Identifier: Apache-2.0 */
#include "support/try_pattern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "policy/pattern.h"

/* What rp_pattern_compile() and rp_pattern_compile_fold() have in common. */
static bool try_compiled(enum rampart_status (*compile)(struct rp_arena *, struct rampart_str,
                                                        struct rp_pattern *),
                         struct rampart_str text, struct rampart_str subject)
{
    struct rp_arena arena;
    struct rp_matcher matcher;
    struct rp_pattern pattern;
    bool match = false;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_matcher_init(&matcher, NULL), RAMPART_OK);
    assert_int_equal(compile(&arena, text, &pattern), RAMPART_OK);
    assert_int_equal(rp_pattern_match(&pattern, &matcher, subject, &match), RAMPART_OK);
    rp_matcher_free(&matcher);
    rp_arena_free(&arena);
    return match;
}

bool try_pattern(struct rampart_str pattern, struct rampart_str subject)
{
    return try_compiled(rp_pattern_compile, pattern, subject);
}

bool matches(const char *pattern, const char *subject)
{
    return try_pattern(rampart_str(pattern), rampart_str(subject));
}

bool folds(const char *text, const char *subject)
{
    return try_compiled(rp_pattern_compile_fold, rampart_str(text), rampart_str(subject));
}

char *repeat(const char *begin, const char *unit, size_t times, const char *end)
{
    size_t first = strlen(begin), width = strlen(unit), last = strlen(end);
    char *text = malloc(first + width * times + last + 1);
    assert_non_null(text);
    memcpy(text, begin, first);
    for (size_t i = 0; i < times; i++) memcpy(text + first + i * width, unit, width);
    memcpy(text + first + width * times, end, last + 1);
    return text;
}
