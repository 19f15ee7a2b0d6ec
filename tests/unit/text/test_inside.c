/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "text/inside.h"
#include "text/tree.h"

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
        cmocka_unit_test(escapes_are_counted_as_they_are_written),
        cmocka_unit_test(beyond_the_text_is_its_end),
        cmocka_unit_test(long_texts_are_followed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
