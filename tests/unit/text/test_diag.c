/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "support/ration.h"
#include "text/diag.h"

struct fixture {
    struct rp_arena arena;
    struct rp_source source;
    struct rampart_diags *diags;
};

static void open_text(struct fixture *fixture, struct rampart_str text, size_t limit)
{
    struct rampart_options options = {.limits = {.diagnostics = limit}};
    rp_arena_init(&fixture->arena, NULL);
    assert_int_equal(rampart_diags_new(&options, &fixture->diags), RAMPART_OK);
    assert_int_equal(rp_source_init(&fixture->source, &fixture->arena, RP_STR("p.json"), text), RAMPART_OK);
}

static void close_text(struct fixture *fixture)
{
    rp_arena_free(&fixture->arena);
    rampart_diags_free(fixture->diags);
}

static void assert_text(struct rampart_str text, const char *expected)
{
    if (!rp_str_equal(text, rampart_str(expected)))
        fail_msg("\"%.*s\" is not \"%s\"", RP_ARG(text), expected);
}

static void everything_is_set_and_copied(void **state)
{
    (void)state;
    struct fixture fixture;
    open_text(&fixture, RP_STR("{\n\t\"Efect\": \"Allow\"\n}"), 0);
    rp_diag(fixture.diags, RAMPART_ERROR, RP_DOC_UNKNOWN, (struct rp_at){&fixture.source, {3, 10}},
            "unknown element %s", "Efect");
    rp_diag_help(fixture.diags, "did you mean %s?", "Effect");
    rp_diag(fixture.diags, RAMPART_WARNING, RP_IO_OPEN, RP_NOWHERE, "no place");
    rp_diag_file(fixture.diags, RP_STR("other.json"));
    rp_diag_help_of(fixture.diags, 1, "%d", 42);
    rp_diag_help_of(fixture.diags, 2, "beyond the end");
    rp_arena_free(&fixture.arena);

    const struct rampart_diag *diag = rampart_diags_at(fixture.diags, 0);
    assert_int_equal(diag->severity, RAMPART_ERROR);
    assert_string_equal(diag->code, "DOC004");
    assert_string_equal(diag->name, "unknown-element");
    assert_text(diag->file, "p.json");
    assert_int_equal(diag->line, 2);
    assert_int_equal(diag->column, 2);
    assert_int_equal(diag->end_line, 2);
    assert_int_equal(diag->end_column, 9);
    assert_text(diag->message, "unknown element Efect");
    assert_text(diag->help, "did you mean Effect?");
    assert_text(diag->snippet, " \"Efect\": \"Allow\"");
    assert_int_equal(diag->snippet_column, 2);
    assert_int_equal(diag->snippet_width, 7);

    diag = rampart_diags_at(fixture.diags, 1);
    assert_string_equal(diag->code, "IO001");
    assert_int_equal(diag->line, 0);
    assert_text(diag->file, "other.json");
    assert_text(diag->help, "42");
    assert_int_equal(diag->snippet.len, 0);
    assert_int_equal(rampart_diags_count(fixture.diags), 2);
    assert_int_equal(rampart_diags_found(fixture.diags, RAMPART_WARNING), 1);
    assert_int_equal(rampart_diags_found(fixture.diags, RAMPART_NOTE), 0);
    assert_null(rampart_diags_at(fixture.diags, 2));
    close_text(&fixture);
}

static void over_the_limit_they_are_counted(void **state)
{
    (void)state;
    struct fixture fixture;
    open_text(&fixture, RP_STR("x"), 2);
    for (int i = 0; i < 5; i++) {
        rp_diag(fixture.diags, RAMPART_ERROR, RP_SYN_COMMA, RP_NOWHERE, "%d", i);
        rp_diag_help(fixture.diags, "help %d", i);
        rp_diag_file(fixture.diags, RP_STR("f"));
    }
    assert_int_equal(rampart_diags_count(fixture.diags), 2);
    assert_int_equal(rampart_diags_found(fixture.diags, RAMPART_ERROR), 5);
    assert_text(rampart_diags_at(fixture.diags, 1)->help, "help 1");
    rampart_diags_clear(fixture.diags);
    assert_int_equal(rampart_diags_count(fixture.diags), 0);
    assert_int_equal(rampart_diags_found(fixture.diags, RAMPART_ERROR), 0);
    rp_diag_help(fixture.diags, "nobody");
    rp_diag(fixture.diags, RAMPART_NOTE, RP_SYN_COMMA, RP_NOWHERE, "after");
    assert_text(rampart_diags_at(fixture.diags, 0)->message, "after");
    close_text(&fixture);
}

static void a_long_line_is_cut_around_the_place(void **state)
{
    (void)state;
    static char line[1000];
    memset(line, 'x', sizeof line);
    memcpy(line + 500, "HERE", 4);
    struct fixture fixture;
    open_text(&fixture, (struct rampart_str){line, sizeof line}, 0);
    rp_diag(fixture.diags, RAMPART_ERROR, RP_SYN_COMMA, (struct rp_at){&fixture.source, {500, 504}}, "a");
    rp_diag(fixture.diags, RAMPART_ERROR, RP_SYN_COMMA, (struct rp_at){&fixture.source, {10, 900}}, "b");
    rp_diag(fixture.diags, RAMPART_ERROR, RP_SYN_COMMA, (struct rp_at){&fixture.source, {1000, 1000}}, "c");
    const struct rampart_diag *diag = rampart_diags_at(fixture.diags, 0);
    assert_int_equal(diag->column, 501);
    assert_int_equal(diag->snippet.len, 120);
    assert_memory_equal(diag->snippet.data + diag->snippet_column - 1, "HERE", 4);
    assert_int_equal(diag->snippet_width, 4);
    diag = rampart_diags_at(fixture.diags, 1);
    assert_int_equal(diag->snippet_column, 11);
    assert_int_equal(diag->snippet_width, 110);
    diag = rampart_diags_at(fixture.diags, 2);
    assert_int_equal(diag->column, 1001);
    assert_int_equal(diag->snippet_column, diag->snippet.len + 1);
    assert_int_equal(diag->snippet_width, 1);
    close_text(&fixture);
}

static void nothing_reaches_the_terminal(void **state)
{
    (void)state;
    struct fixture fixture;
    open_text(&fixture,
              RP_STR("a\x1B[2Jb\xFF"
                     "c\xC2\x9B"
                     "d\xE2\x80\xAE"
                     "e\xC3\xA4"
                     "f"),
              0);
    rp_diag(fixture.diags, RAMPART_ERROR, RP_SYN_COMMA, (struct rp_at){&fixture.source, {17, 18}}, "%s",
            "x\x1By\n");
    const struct rampart_diag *diag = rampart_diags_at(fixture.diags, 0);
    assert_text(diag->snippet, "a?[2Jb?c?d?e\xC3\xA4"
                               "f");
    assert_int_equal(diag->snippet_column, 14);
    assert_text(diag->message, "x?y?");
    close_text(&fixture);
}

static void a_place_over_several_lines(void **state)
{
    (void)state;
    struct fixture fixture;
    open_text(&fixture, RP_STR("ab[\ncd\n]"), 0);
    rp_diag(fixture.diags, RAMPART_ERROR, RP_SYN_COMMA, (struct rp_at){&fixture.source, {1, 8}}, "a");
    const struct rampart_diag *diag = rampart_diags_at(fixture.diags, 0);
    assert_int_equal(diag->end_line, 3);
    assert_int_equal(diag->end_column, 2);
    assert_text(diag->snippet, "ab[");
    assert_int_equal(diag->snippet_width, 2);
    close_text(&fixture);
}

static void refused_memory_is_told(void **state)
{
    (void)state;
    size_t left = 0;
    struct rampart_allocator allocator = ration_allocator(&left);
    struct rampart_options options = {.allocator = &allocator};
    struct rampart_diags *diags = NULL;
    assert_int_equal(rampart_diags_new(&options, &diags), RAMPART_NO_MEMORY);
    assert_int_equal(rampart_diags_new(&options, NULL), RAMPART_MISUSE);
    left = 1;
    assert_int_equal(rampart_diags_new(&options, &diags), RAMPART_OK);
    assert_false(rp_diags_failed(diags));
    rp_diag(diags, RAMPART_ERROR, RP_SYN_COMMA, RP_NOWHERE, "lost");
    rp_diag_help(diags, "lost");
    assert_true(rp_diags_failed(diags));
    assert_int_equal(rampart_diags_count(diags), 0);
    assert_int_equal(rampart_diags_found(diags, RAMPART_ERROR), 1);
    rampart_diags_free(diags);
}

static void no_list_is_no_matter(void **state)
{
    (void)state;
    rp_diag(NULL, RAMPART_ERROR, RP_SYN_COMMA, RP_NOWHERE, "x");
    rp_diag_help(NULL, "x");
    rp_diag_help_of(NULL, 0, "x");
    rp_diag_file(NULL, RP_STR("x"));
    assert_false(rp_diags_failed(NULL));
    rampart_diags_free(NULL);
    rampart_diags_clear(NULL);
    assert_int_equal(rampart_diags_count(NULL), 0);
    assert_int_equal(rampart_diags_found(NULL, RAMPART_ERROR), 0);
    assert_null(rampart_diags_at(NULL, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_is_set_and_copied),
        cmocka_unit_test(over_the_limit_they_are_counted),
        cmocka_unit_test(a_long_line_is_cut_around_the_place),
        cmocka_unit_test(nothing_reaches_the_terminal),
        cmocka_unit_test(a_place_over_several_lines),
        cmocka_unit_test(refused_memory_is_told),
        cmocka_unit_test(no_list_is_no_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
