/* SPDX-License-Identifier: Apache-2.0 */
/* Places of a text: lines, units of UTF-16 and characters, held against counting one by one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"
#include "lsp/lines.h"
#include "support/chance.h"

/* The naive twin: goes through the text from its start. */
struct walk {
    size_t offset, line_end;
    struct lsp_place place;
    unsigned character;
};

static bool is_end(struct rampart_str text, size_t at)
{
    return at == text.len || text.data[at] == '\n' || text.data[at] == '\r';
}

static void step(struct rampart_str text, struct walk *walk)
{
    const char c = text.data[walk->offset];
    const bool pair = c == '\r' && walk->offset + 1 < text.len && text.data[walk->offset + 1] == '\n';
    const size_t width = pair ? 2 : rp_utf8_step(text, walk->offset);
    walk->offset += width;
    walk->place.unit += width == 4 ? 2 : 1;
    walk->character++;
    if (c != '\n' && c != '\r') return;
    walk->place = (struct lsp_place){walk->place.line + 1, 0};
    walk->character = 0;
}

static void assert_places(struct rampart_str text)
{
    struct rp_arena arena;
    struct lsp_lines lines;
    struct walk walk = {.offset = 0};
    rp_arena_init(&arena, NULL);
    assert_int_equal(lsp_lines_find(&lines, &arena, text), RAMPART_OK);
    for (;;) {
        const struct lsp_place place = lsp_lines_place(&lines, walk.offset);
        assert_int_equal(place.line, walk.place.line);
        assert_int_equal(place.unit, walk.place.unit);
        assert_int_equal(lsp_lines_offset(&lines, walk.place), walk.offset);
        assert_int_equal(lsp_lines_offset_of(&lines, walk.place.line + 1, walk.character + 1), walk.offset);
        if (is_end(text, walk.offset)) { /* beyond the end of the line */
            const struct lsp_place beyond = {walk.place.line, walk.place.unit + 7};
            assert_int_equal(lsp_lines_offset(&lines, beyond), walk.offset);
            assert_int_equal(lsp_lines_offset_of(&lines, walk.place.line + 1, walk.character + 9), walk.offset);
        }
        if (walk.offset == text.len) break;
        step(text, &walk);
    }
    assert_int_equal(lines.count, walk.place.line + 1);
    assert_int_equal(lsp_lines_offset(&lines, (struct lsp_place){walk.place.line + 1, 0}), text.len);
    assert_int_equal(lsp_lines_offset_of(&lines, 0, 0), 0);
    assert_int_equal(lsp_lines_offset_of(&lines, walk.place.line + 2, 1), text.len);
    assert_int_equal(lsp_lines_place(&lines, text.len + 5).line, walk.place.line);
    rp_arena_free(&arena);
}

static void small_texts(void **state)
{
    (void)state;
    assert_places(RP_STR(""));
    assert_places(RP_STR("a"));
    assert_places(RP_STR("\n"));
    assert_places(RP_STR("\r\n\r\r\n\n\r"));
    assert_places(RP_STR("\xC3\xA9\n\xF0\x9D\x84\x9E\xF0\x9D\x84\x9Ex\r\n\xE4\xB8\xAD"));
}

/* The second unit of a pair is the place behind the character; a byte within one is the place before it. */
static void halves_of_characters(void **state)
{
    struct rp_arena arena;
    struct lsp_lines lines;
    (void)state;
    rp_arena_init(&arena, NULL);
    assert_int_equal(lsp_lines_find(&lines, &arena, RP_STR("a\xF0\x9D\x84\x9E" "b")), RAMPART_OK);
    assert_int_equal(lsp_lines_offset(&lines, (struct lsp_place){0, 2}), 5);
    assert_int_equal(lsp_lines_place(&lines, 3).unit, 1);
    rp_arena_free(&arena);
}

/* Texts with few lines are longer than the distance of the marks, so that places lie in all parts of it. */
static void random_texts(void **state)
{
    static const char *const pieces[] = {"a", "\xC3\xA9", "\xE4\xB8\xAD", "\xF0\x9D\x84\x9E", "\n", "\r", "\r\n"};
    (void)state;
    struct chance chance = chance_begin();
    for (int round = 0; round < 12; round++) {
        struct rp_buf text;
        const unsigned kinds = chance_below(&chance, 2) == 0 ? 4 : 7, length = chance_below(&chance, 4000);
        rp_buf_init(&text, NULL, 1 << 20);
        for (unsigned i = 0; i < length; i++) rp_buf_add(&text, rampart_str(pieces[chance_below(&chance, kinds)]));
        assert_places(rp_buf_text(&text));
        rp_buf_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(small_texts), cmocka_unit_test(halves_of_characters),
                                       cmocka_unit_test(random_texts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
