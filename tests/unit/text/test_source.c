/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "text/source.h"

static void check(const struct rp_source *source, uint32_t offset, unsigned line, unsigned column)
{
    struct rp_position at = rp_source_position(source, offset);
    assert_int_equal(at.line, line);
    assert_int_equal(at.column, column);
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
    assert_true(rp_str_equal(rp_source_line(&source, 1), RP_STR("a\xE4\xB8\xAD"
                                                                "b")));
    assert_true(rp_str_equal(rp_source_line(&source, 2), RP_STR("cd")));
    assert_int_equal(rp_source_line(&source, 3).len, 0);
    assert_int_equal(rp_source_line(&source, 5).len, 0);
    assert_int_equal(rp_source_line(&source, 6).len, 0);
    assert_int_equal(rp_source_line(&source, 0).len, 0);
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
    assert_int_equal(rp_source_line(&source, 1).len, 0);
    rp_arena_free(&arena);
}

/* Columns in a long line are found by marks; counting from its start must give the same. */
static void columns_of_long_lines(void **state)
{
    (void)state;
    static const char *const pieces[] = {"a", "\xC3\xA4", "\xE4\xB8\xAD", "\xF0\x9F\x98\x80", "\xFF"};
    static char text[20000];
    size_t len = 0;
    unsigned random = 1;
    while (len < sizeof text - 4) {
        random = random * 1103515245u + 12345u;
        /* Half of it in long lines of all characters, half in short ones of ASCII. */
        const char *piece = len > sizeof text / 2 ? "z" : pieces[(random >> 24) % 5];
        unsigned rare = len > sizeof text / 2 ? 30 : 3000;
        if ((random >> 8) % rare == 0) piece = (random >> 20) % 9 == 0 ? "\r\n" : "\n";
        memcpy(text + len, piece, strlen(piece));
        len += strlen(piece);
    }
    struct rp_arena arena;
    struct rp_source source;
    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_source_init(&source, &arena, rampart_str(NULL), (struct rampart_str){text, len}),
                     RAMPART_OK);
    unsigned line = 1, column = 1;
    size_t start = 0;
    for (size_t at = 0; at < len; at += rp_utf8_step((struct rampart_str){text, len}, at)) {
        check(&source, (uint32_t)at, line, column);
        assert_int_equal(rp_source_line_start(&source, (uint32_t)at), start);
        if (column == 1) assert_ptr_equal(rp_source_line(&source, line).data, source.text.data + start);
        if (text[at] == '\n')
            assert_int_equal(rp_source_line(&source, line).len, at - start - (text[at - 1] == '\r'));
        if (text[at] == '\n') start = at + 1;
        column = text[at] == '\n' ? 1 : column + 1;
        line += text[at] == '\n';
    }
    rp_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_and_columns),
        cmocka_unit_test(an_empty_text_has_one_line),
        cmocka_unit_test(columns_of_long_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
