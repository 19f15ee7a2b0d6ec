/* SPDX-License-Identifier: Apache-2.0 */
/* Resource patterns under colon-crossing, resource-case and empty-arn-field, and every pair of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policy/arn_pattern.h"
#include "support/chance.h"
#include "support/naive_pattern.h"
#include "support/ration.h"

enum {
    NONE = 0,
    FIELDS = RP_ASSUME_FIELDS,
    FOLD = RP_ASSUME_RESOURCE_FOLD,
    FILL = RP_ASSUME_EMPTY_FIELD_ANY
};

struct row {
    const char *pattern, *resource;
    unsigned matching; /* 1 under nothing, 2 FIELDS, 4 FOLD, 8 FILL, 16 FIELDS and FILL */
};

static const unsigned readings[] = {NONE, FIELDS, FOLD, FILL, FIELDS | FILL};

static const struct row rows[] = {
    {"*", "acs:ess:cn:1:a", 31},
    {"*", "", 31},
    {"", "", 31},
    {"", "a", 0},
    {"acs:ess:cn:1:a", "acs:ess:cn:1:a", 31},
    {"acs:ess:cn:1:A", "acs:ess:cn:1:a", 4},
    {"acs:ess:cn:1:a", "acs:ess:cn:1:A", 4},
    /* a star at the end runs on, whatever field it stands in */
    {"acs:*", "acs:ess:cn:1:a", 31},
    {"acs:ess:c*", "acs:ess:cn:1:a:b", 31},
    {"ac*", "acs:ess:cn:1:a", 31},
    {"acs:ess:c**", "acs:ess:cn:1:a", 31},
    {"acs:ess:*n*", "acs:ess:cn:1:a", 31},
    {"acs:ess:*1*", "acs:ess:cn:1:a", 1 | 4 | 8},
    /* an inner one, or a question mark, does not */
    {"acs:*/a", "acs:ess:cn:1:g/a", 1 | 4 | 8},
    {"acs:*:g/a", "acs:ess:cn:1:g/a", 1 | 4 | 8},
    {"acs:*:cn:1:a", "acs:ess:cn:1:a", 31},
    {"acs:e*:cn:1:a", "acs:e:s:cn:1:a", 1 | 4 | 8},
    {"acs:ess?cn:1:a", "acs:ess:cn:1:a", 1 | 4 | 8},
    {"acs:ess:cn:1?", "acs:ess:cn:1:", 1 | 4 | 8},
    /* but in the last field, which holds all that follows */
    {"acs:ess:cn:1:a*d", "acs:ess:cn:1:a:b:c:d", 31},
    {"acs:ess:cn:1:a?b", "acs:ess:cn:1:a:b", 31},
    /* empty fields */
    {"acs:ess::1:a", "acs:ess:cn:1:a", 8 | 16},
    {"acs:ess::1:a", "acs:ess::1:a", 31},
    {"acs:ess:cn:1:", "acs:ess:cn:1:a", 8 | 16},
    {"acs::*", "acs:ess:cn:1:a", 8 | 16},
    {"::::", "acs:ess:cn:1:a", 8 | 16},
    /* missing ones */
    {"acs:ess:cn", "acs:ess:cn:1:a", 8 | 16},
    {"acs:ess", "acs:ess:cn:1:a", 8 | 16},
    {"acs:ess:cn:1", "acs:ess:cn:1", 31},
    {"acs:ess:*:1", "acs:ess:cn:1:a", 8 | 16},
    {"acs", "acs:ess:cn:1:a", 0},
    {"acs:ess:x", "acs:ess:cn:1:a", 0},
    {"acs:odps:*:projects/p", "acs:odps:cn:1:projects/p", 1 | 4 | 8},
    /* a resource with fewer fields */
    {"acs:ess:*", "acs:ess", 0},
    {"acs:ess:*", "*", 0},
    {"*:*", "*", 0},
};

static bool match(unsigned assumed, const char *pattern, const char *resource)
{
    struct rp_arena scratch;
    struct rp_matcher matcher;
    bool found = false;
    rp_arena_init(&scratch, NULL);
    assert_int_equal(rp_matcher_init(&matcher, NULL), RAMPART_OK);
    assert_int_equal(rp_arn_pattern_match(&scratch, &matcher, assumed, rampart_str(pattern),
                                          rampart_str(resource), &found),
                     RAMPART_OK);
    rp_matcher_free(&matcher);
    rp_arena_free(&scratch);
    return found;
}

static void readings_differ_where_they_should(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (unsigned j = 0; j < 5; j++)
            if (match(readings[j], rows[i].pattern, rows[i].resource) != ((rows[i].matching >> j & 1) != 0))
                fail_msg("\"%s\" and \"%s\" under %u", rows[i].pattern, rows[i].resource, readings[j]);
}

/* ---- short texts by chance, against the naive twin ---- */

static void make_text(struct chance *chance, const char *letters, char *ret_text, unsigned most)
{
    unsigned length = chance_below(chance, most + 1);
    for (unsigned i = 0; i < length; i++)
        ret_text[i] = letters[chance_below(chance, (unsigned)strlen(letters))];
    ret_text[length] = '\0';
}

static bool naive_match(unsigned assumed, const char *pattern, const char *resource)
{
    char filled[64];
    naive_fill_fields(pattern, filled, sizeof filled);
    bool fill = (assumed & FILL) != 0 && strchr(pattern, ':') != NULL;
    if ((assumed & FIELDS) != 0)
        return naive_fields_match(pattern, resource) || (fill && naive_fields_match(filled, resource));
    return naive_pattern_match(rampart_str(pattern), rampart_str(resource)) ||
           (fill && naive_pattern_match(rampart_str(filled), rampart_str(resource)));
}

static void short_texts_match_as_the_naive_twin_says(void **state)
{
    (void)state;
    struct chance chance = {.state = 7};
    unsigned matches = 0;
    for (unsigned i = 0; i < 6000; i++) {
        char pattern[16], resource[16];
        unsigned assumed = readings[chance_below(&chance, 5)] & ~(unsigned)FOLD;
        make_text(&chance, "::*?ab", pattern, 9);
        make_text(&chance, ":::ab", resource, 9);
        bool expected = naive_match(assumed, pattern, resource);
        if (match(assumed, pattern, resource) != expected)
            fail_msg("\"%s\" and \"%s\" under %u: naive says %d", pattern, resource, assumed, expected);
        matches += expected;
    }
    assert_true(matches > 300);
}

/* ---- hostile ones ---- */

/* Ten thousand stars, pieces and empty fields against a long resource, under every reading: each must end. */
static void long_patterns_cost_linear_time(void **state)
{
    (void)state;
    static const char *const units[] = {"*", "a*", "*a", "*:", ":", "?*", "aaaaaaaaab*"};
    enum { UNITS = 10000 };
    char *resource = malloc(UNITS + 1);
    assert_non_null(resource);
    memset(resource, 'a', UNITS);
    memcpy(resource, "a:b:c:d:", 8);
    resource[UNITS] = '\0';
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t length = strlen(units[i]);
        char *pattern = malloc(UNITS * length + 1);
        assert_non_null(pattern);
        for (size_t j = 0; j < UNITS; j++) memcpy(pattern + j * length, units[i], length);
        pattern[UNITS * length] = '\0';
        for (unsigned assumed = 0; assumed <= (FIELDS | FOLD | FILL); assumed++) {
            struct rp_arena scratch;
            struct rp_matcher matcher;
            bool found = false;
            rp_arena_init(&scratch, NULL);
            assert_int_equal(rp_matcher_init(&matcher, NULL), RAMPART_OK);
            enum rampart_status status = rp_arn_pattern_match(
                &scratch, &matcher, assumed, rampart_str(pattern), rampart_str(resource), &found);
            assert_true(status == RAMPART_OK || status == RAMPART_LIMIT);
            rp_matcher_free(&matcher);
            rp_arena_free(&scratch);
        }
        free(pattern);
    }
    free(resource);
}

static void refused_memory_is_an_error(void **state)
{
    (void)state;
    bool found = false;
    for (size_t allowed = 0;; allowed++) {
        size_t left = allowed;
        struct rampart_allocator allocator = ration_allocator(&left);
        struct rp_arena scratch;
        struct rp_matcher matcher;
        rp_arena_init(&scratch, &allocator);
        assert_int_equal(rp_matcher_init(&matcher, NULL), RAMPART_OK);
        enum rampart_status status =
            rp_arn_pattern_match(&scratch, &matcher, FIELDS | FOLD | FILL, rampart_str("ACS:?ss:*x"),
                                 rampart_str("acs:ess:cn:1:a"), &found);
        rp_matcher_free(&matcher);
        rp_arena_free(&scratch);
        if (status == RAMPART_OK) break;
        assert_int_equal(status, RAMPART_NO_MEMORY);
    }
    assert_false(found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(readings_differ_where_they_should),
        cmocka_unit_test(short_texts_match_as_the_naive_twin_says),
        cmocka_unit_test(long_patterns_cost_linear_time),
        cmocka_unit_test(refused_memory_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
