/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/str.h"
#include "base/utf8.h"
#include "text/json.h"
#include "text/source.h"
#include "text/tree.h"

/* ---- source ---- */

static void check(const struct rp_source *source, uint32_t offset, unsigned line, unsigned column)
{
    struct rp_position at = rp_source_position(source, offset);
    assert_int_equal(at.line, line);
    assert_int_equal(at.column, column);
}

/* The line of an offset, as a diagnostic shows it. */
static void assert_line(const struct rp_source *source, struct rp_arena *arena, uint32_t offset, const char *expected)
{
    struct rp_snippet snippet;
    const struct rp_span span = {offset, offset};
    const uint32_t start = rp_source_extent(source, span).line_start;
    assert_true(rp_snippet_make(source, (struct rp_span){start, start}, start, arena, &snippet));
    assert_true(rp_str_equal(snippet.text, rampart_str(expected)));
}

static void lines_and_columns(void **state)
{
    (void)state;
    struct rp_arena arena;
    struct rp_source source;
    rp_arena_init(&arena, NULL);
    struct rampart_str text = RP_STR("a\xE4\xB8\xAD"
                                     "b\ncd\r\n\rx\xFF\xFFy\n");
    assert_int_equal(rp_source_init(&source, &arena, RP_STR("f.json"), text), RAMPART_OK);
    assert_true(rp_str_equal(source.name, RP_STR("f.json")));
    assert_ptr_not_equal(source.text.data, text.data);
    assert_int_equal(source.line_count, 5);
    check(&source, 0, 1, 1);
    check(&source, 1, 1, 2);
    check(&source, 4, 1, 3);
    check(&source, 5, 1, 4);
    check(&source, 6, 2, 1);
    check(&source, 10, 3, 1);
    check(&source, 11, 4, 1);
    check(&source, 14, 4, 4); /* a byte that is not valid counts as one */
    check(&source, 16, 5, 1);
    check(&source, 4000000000u, 5, 1);
    assert_line(&source, &arena, 1, "a\xE4\xB8\xAD"
                                    "b");
    assert_line(&source, &arena, 8, "cd");
    assert_line(&source, &arena, 10, "");
    assert_line(&source, &arena, 11, "x??y");
    assert_line(&source, &arena, 16, "");
    assert_line(&source, &arena, 4000000000u, "");
    rp_arena_free(&arena);
}

static void an_empty_text_has_one_line(void **state)
{
    (void)state;
    struct rp_arena arena;
    struct rp_source source;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_source_init(&source, &arena, rampart_str(NULL), rampart_str(NULL)), RAMPART_OK);
    assert_int_equal(source.line_count, 1);
    check(&source, 0, 1, 1);
    check(&source, 9, 1, 1);
    assert_line(&source, &arena, 0, "");
    rp_arena_free(&arena);
}

enum { TEXT_SIZE = 20000 };

/* The first half in long lines, of all characters or of ASCII alone; the second in short ones of ASCII. */
static size_t fill_text(char text[TEXT_SIZE], bool plain)
{
    static const char *const pieces[] = {"a", "\xC3\xA4", "\xE4\xB8\xAD", "\xF0\x9F\x98\x80", "\xFF"};
    size_t len = 0;
    unsigned random = 1;
    while (len < TEXT_SIZE - 4) {
        random = random * 1103515245u + 12345u;
        const char *piece = plain || len > TEXT_SIZE / 2 ? "z" : pieces[(random >> 24) % 5];
        unsigned rare = len > TEXT_SIZE / 2 ? 30 : 3000;
        if ((random >> 8) % rare == 0) piece = !plain && (random >> 20) % 9 == 0 ? "\r\n" : "\n";
        memcpy(text + len, piece, strlen(piece));
        len += strlen(piece);
    }
    return len;
}

/* Both ends as one by one, also where a line ends between them. */
static void check_extent(const struct rp_source *source, struct rampart_str text, uint32_t at, uint32_t line_start)
{
    const uint32_t end = at + at % 70 < text.len ? at + at % 70 : at;
    const struct rp_extent extent = rp_source_extent(source, (struct rp_span){at, end});
    const struct rp_position first = rp_source_position(source, at), last = rp_source_position(source, end);
    assert_int_equal(extent.line_start, line_start);
    assert_true(extent.start.line == first.line && extent.start.column == first.column);
    assert_true(extent.end.line == last.line && extent.end.column == last.column);
}

static void check_every_place(const struct rp_source *source, struct rampart_str text)
{
    unsigned line = 1, column = 1;
    size_t start = 0;
    for (size_t at = 0; at < text.len; at += rp_utf8_step(text, at)) {
        bool ends = text.data[at] == '\n';
        check(source, (uint32_t)at, line, column);
        check_extent(source, text, (uint32_t)at, (uint32_t)start);
        if (ends) start = at + 1;
        column = ends ? 1 : column + 1;
        line += ends;
    }
}

/* Columns in a long line are found by marks; counting from its start must give the same. */
static void columns_of_long_lines(void **state)
{
    (void)state;
    static char text[TEXT_SIZE];
    for (int plain = 0; plain < 2; plain++) {
        const struct rampart_str filled = {text, fill_text(text, plain != 0)};
        struct rp_arena arena;
        struct rp_source source;
        rp_arena_init(&arena, NULL);
        assert_int_equal(rp_source_init(&source, &arena, rampart_str(NULL), filled), RAMPART_OK);
        assert_int_equal(source.plain, plain);
        check_every_place(&source, filled);
        rp_arena_free(&arena);
    }
}

/* Lines are counted in a byte for each place of a block: nothing but line ends, and one at every place alike. */
static void many_lines_are_counted(void **state)
{
    (void)state;
    enum { SIZE = 5000, WIDEST = 40 };
    static char text[SIZE];
    for (size_t width = 1; width <= WIDEST; width++) {
        for (size_t i = 0; i < sizeof text; i++) text[i] = i % width == 0 ? '\n' : 'a';
        struct rp_arena arena;
        struct rp_source source;
        rp_arena_init(&arena, NULL);
        assert_int_equal(rp_source_init(&source, &arena, rampart_str(NULL), (struct rampart_str){text, sizeof text}), RAMPART_OK);
        check_every_place(&source, (struct rampart_str){text, sizeof text});
        rp_arena_free(&arena);
    }
}

/* ---- inside ---- */

struct fixture {
    struct rp_arena arena;
    struct rp_source source;
    struct rp_inside inside;
    struct rampart_str inner;
};

/* The string that is the whole of a JSON text, but for blanks before it. */
static void set(struct fixture *fixture, const char *json)
{
    const struct rampart_limits limits = rp_limits_of(NULL);
    struct rampart_diags *diags = NULL;
    struct rp_node *root = NULL;
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    rp_arena_init(&fixture->arena, NULL);
    assert_int_equal(rp_source_init(&fixture->source, &fixture->arena, RP_STR("o.json"), rampart_str(json)),
                     RAMPART_OK);
    const struct rp_reading reading = {
        .arena = &fixture->arena, .source = &fixture->source, .limits = &limits, .diags = diags};
    assert_int_equal(rp_json_read(&reading, &root), RAMPART_OK);
    fixture->inner = root->text;
    assert_int_equal(rp_inside_json(&fixture->inside, &fixture->arena, &fixture->source, root->span),
                     RAMPART_OK);
    rampart_diags_free(diags);
}

static void assert_outer(struct fixture *fixture, const char *inner, const char *outer)
{
    const char *found = NULL;
    for (size_t i = 0; i + strlen(inner) <= fixture->inner.len && found == NULL; i++)
        if (memcmp(fixture->inner.data + i, inner, strlen(inner)) == 0) found = fixture->inner.data + i;
    assert_non_null(found);
    uint32_t start = (uint32_t)(found - fixture->inner.data);
    struct rp_span span =
        rp_inside_span(&fixture->inside, (struct rp_span){start, start + (uint32_t)strlen(inner)});
    struct rampart_str text = rp_str_part(fixture->source.text, span.start, span.end - span.start);
    if (!rp_str_equal(text, rampart_str(outer))) fail_msg("\"%s\" is at \"%.*s\"", inner, RP_ARG(text));
}

static void escapes_are_counted_as_they_are_written(void **state)
{
    (void)state;
    struct fixture fixture;
    set(&fixture, "\r\n\t\"{\\\"a\\\":\\t\\u00e9\xC3\xA9\\r\\n\\uD83D\\ude00x\\u0041\\uFEFF\\/y\\\\\"");
    assert_outer(&fixture, "{", "{");
    assert_outer(&fixture, "\"a\"", "\\\"a\\\"");
    assert_outer(&fixture, "\t", "\\t");
    assert_outer(&fixture, "\xC3\xA9\xC3\xA9", "\\u00e9\xC3\xA9");
    assert_outer(&fixture, "\r\n", "\\r\\n");
    assert_outer(&fixture, "\xF0\x9F\x98\x80", "\\uD83D\\ude00");
    assert_outer(&fixture, "xA", "x\\u0041");
    assert_outer(&fixture, "\xEF\xBB\xBF/", "\\uFEFF\\/");
    assert_outer(&fixture, "y\\", "y\\\\");
    rp_arena_free(&fixture.arena);
}

static void beyond_the_text_is_its_end(void **state)
{
    (void)state;
    struct fixture fixture;
    set(&fixture, "\"\"");
    struct rp_span span = rp_inside_span(&fixture.inside, (struct rp_span){0, 7});
    assert_int_equal(span.start, 1);
    assert_int_equal(span.end, 1);
    rp_arena_free(&fixture.arena);
}

/* Long enough for many marks: the n-th number stands where it was written. */
static void long_texts_are_followed(void **state)
{
    (void)state;
    enum { NUMBERS = 2000 };
    static char json[NUMBERS * 24];
    struct fixture fixture;
    size_t len = (size_t)sprintf(json, "\"");
    for (unsigned i = 0; i < NUMBERS; i++) len += (size_t)sprintf(json + len, "\\n\\u00e9<%u>", i);
    strcpy(json + len, "\"");
    set(&fixture, json);
    for (unsigned i = 0; i < NUMBERS; i += 37) {
        char inner[24], outer[24];
        sprintf(inner, "\xC3\xA9<%u>", i);
        sprintf(outer, "\\u00e9<%u>", i);
        assert_outer(&fixture, inner, outer);
    }
    rp_arena_free(&fixture.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_and_columns),
        cmocka_unit_test(an_empty_text_has_one_line),
        cmocka_unit_test(columns_of_long_lines),
        cmocka_unit_test(many_lines_are_counted),
        cmocka_unit_test(escapes_are_counted_as_they_are_written),
        cmocka_unit_test(beyond_the_text_is_its_end),
        cmocka_unit_test(long_texts_are_followed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
