/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts and messages made to hurt the language server: whatever is repeated, a byte of a long one costs no more than one of a
 * short one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "text/json_value.h"
#include "lsp/lines.h"
#include "lsp/place.h"
#include "support/growth.h"

enum { BYTES = 1 << 17, GROWS = 8 };

struct hostile {
    const char *before, *piece;
    bool yaml;
    char *text;
};

/* The pieces are repeated behind what comes before. */
static void make(struct hostile *hostile)
{
    const size_t before = strlen(hostile->before), len = strlen(hostile->piece);
    hostile->text = malloc(BYTES);
    assert_non_null(hostile->text);
    for (size_t i = 0; i < BYTES; i++)
        hostile->text[i] = i < before ? hostile->before[i] : hostile->piece[(i - before) % len];
}

static void assert_linear(struct hostile *hostile, void (*work)(void *context, size_t length))
{
    make(hostile);
    const struct growing growing = {work, hostile, BYTES};
    const double growth = growth_of(&growing);
    if (growth > GROWS) fail_msg("%s\"%s\" repeated: a byte is %.1f times as dear", hostile->before, hostile->piece, growth);
    free(hostile->text);
}

static void find(void *context, size_t length)
{
    const struct hostile *hostile = context;
    const struct rampart_str text = {hostile->text, length};
    for (size_t i = 1; i <= 2; i++) {
        struct rp_arena arena;
        struct lsp_element element;
        rp_arena_init(&arena, NULL);
        assert_int_equal(lsp_element_find(&arena, text, hostile->yaml, length / i, &element), RAMPART_OK);
        rp_arena_free(&arena);
    }
}

static void long_texts_are_scanned_in_linear_time(void **state)
{
    static struct hostile texts[] = {
        {"", "{", false, NULL},         {"", "[", false, NULL},          {"", "\"", false, NULL},      {"", "{\"a\":", false, NULL},
        {"[", "]", false, NULL},        {"{", "}", false, NULL},         {"", "[}", false, NULL},      {"", "{\"a\":{]", false, NULL},
        {"", "a", false, NULL},         {"[", "a,", false, NULL},        {"{", "\"a\" ", false, NULL}, {"{\"a\"", ":", false, NULL},
        {"", "\"\\", false, NULL},      {"\"{", "\\\"", false, NULL},    {"\"{", "\\n", false, NULL},  {"\"", "\\n", false, NULL},
        {"", "// ", false, NULL},       {"", "//\n", false, NULL},       {"{\"a\":\"", "''", false, NULL},
        {"{\"Statement\":[", "{\"Action\":[\"a\"]},", false, NULL},
        {"", "- ", true, NULL},         {"", "-\n", true, NULL},         {"", "a: ", true, NULL},      {"", "a:\n", true, NULL},
        {"", " ", true, NULL},          {"", "\n", true, NULL},          {"", "- a\n", true, NULL},    {"", "a: {", true, NULL},
        {"", "a: [\n", true, NULL},     {"a: [", "\n b", true, NULL},    {"a: [", "\n", true, NULL},   {"", "a: |\n", true, NULL},
        {"a: |\n", "  {\n", true, NULL}, {"", "'", true, NULL},          {"", "\"", true, NULL},       {"", "#", true, NULL},
        {"", "a #", true, NULL},        {"a: '{", "''", true, NULL},     {"", "a", true, NULL},        {"", "---\n", true, NULL},
        {"Action:\n", "- a:\n", true, NULL}, {"", "a: b\n- c\n", true, NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) assert_linear(&texts[i], find);
}

static void check(void *context, size_t length)
{
    const struct hostile *hostile = context;
    const struct rampart_str text = {hostile->text, length};
    (void)rp_value_check(text);
}

static void long_messages_are_checked_in_linear_time(void **state)
{
    static struct hostile texts[] = {
        {"", "{", false, NULL},    {"", "[", false, NULL},     {"\"", "\\", false, NULL}, {"\"", "\\u00e9", false, NULL},
        {"[", "1,", false, NULL},  {"{", "\"a\":1,", false, NULL}, {"", "1", false, NULL},    {"", " ", false, NULL},
        {"[", "[],", false, NULL}, {"\"", "\xC3\xA9", false, NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) assert_linear(&texts[i], check);
}

static void look_up_places(void *context, size_t length)
{
    const struct hostile *hostile = context;
    struct rp_arena arena;
    struct lsp_lines lines;
    rp_arena_init(&arena, NULL);
    assert_int_equal(lsp_lines_find(&lines, &arena, (struct rampart_str){hostile->text, length}), RAMPART_OK);
    for (size_t at = 0; at < length; at += 64) {
        const struct lsp_place place = lsp_lines_place(&lines, at);
        assert_true(lsp_lines_offset(&lines, place) <= at);
        (void)lsp_lines_offset_of(&lines, place.line + 1, place.unit + 1);
    }
    rp_arena_free(&arena);
}

static void places_of_long_lines_cost_no_more(void **state)
{
    static struct hostile texts[] = {
        {"", "a", false, NULL}, {"", "\n", false, NULL}, {"", "\r", false, NULL}, {"", "\xF0\x9D\x84\x9E", false, NULL}, {"\n", "\xC3\xA9", false, NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) assert_linear(&texts[i], look_up_places);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_texts_are_scanned_in_linear_time),
        cmocka_unit_test(long_messages_are_checked_in_linear_time),
        cmocka_unit_test(places_of_long_lines_cost_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
