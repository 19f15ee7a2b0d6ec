/* SPDX-License-Identifier: Apache-2.0 */
/* Text of others must not drive a terminal, and must not fill it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "report/print.h"

#define LARGEST 100000

static int start(void **state)
{
    static struct rp_buf buf;
    static struct rp_print print;
    rp_buf_init(&buf, NULL, LARGEST);
    print = (struct rp_print){.out = &buf};
    *state = &print;
    return 0;
}

static int stop(void **state)
{
    struct rp_print *print = *state;
    rp_buf_free(print->out);
    return 0;
}

static void assert_printed(struct rp_print *print, const char *expected)
{
    struct rampart_str text = rp_buf_text(print->out);
    assert_int_equal(text.len, strlen(expected));
    assert_memory_equal(text.data, expected, text.len);
    print->out->len = 0;
}

static void dangerous_characters_become_visible(void **state)
{
    static const struct {
        const char *text, *printed;
        size_t cells;
    } cases[] = {
        {"a", "a", 1},
        {"\\", "\\", 1},
        {"\x1b", "\\u001b", 6},
        {"\t", "\\u0009", 6},
        {"\x7f", "\\u007f", 6},
        {"\xc2\x9b", "\\u009b", 6}, /* the C1 form of ESC [ */
        {"\xc2\xa0", "\xc2\xa0", 1},
        {"\xe2\x80\xae", "\\u202e", 6}, /* right-to-left override */
        {"\xe2\x80\x8b", "\\u200b", 6}, /* zero width space */
        {"\xef\xbb\xbf", "\\ufeff", 6},
        {"\xf3\xa0\x81\x81", "\\ue0041", 7}, /* a tag character */
        {"\xe5\x8f\x96", "\xe5\x8f\x96", 2}, /* wide */
        {"\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80", 2},
        {"\xff", "\\xff", 4},
        {"\xc2", "\\xc2", 4}, /* cut in the middle */
    };
    struct rp_print *print = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t cells = 0, len = strlen(cases[i].text);
        assert_int_equal(rp_print_character(print, rampart_str(cases[i].text), &cells), len);
        assert_int_equal(cells, cases[i].cells);
        assert_printed(print, cases[i].printed);
    }
}

static void long_text_is_cut_by_characters(void **state)
{
    struct rp_print *print = *state;
    char text[2 * 201 + 1], expected[2 * 200 + 4];
    for (size_t i = 0; i < 201; i++) memcpy(text + 2 * i, "\xc3\xa9", 3);
    memcpy(expected, text, 2 * 200);
    memcpy(expected + 2 * 200, "…", sizeof "…");
    rp_print_cut(print, rampart_str(text));
    assert_printed(print, expected);
    rp_print_cut(print, (struct rampart_str){text, 2 * 200});
    expected[2 * 200] = '\0';
    assert_printed(print, expected);
}

static void long_lists_say_how_many_more(void **state)
{
    struct rp_print *print = *state;
    const struct rampart_str items[] = {RP_STR("a"), RP_STR("b"), RP_STR("c"),
                                        RP_STR("d"), RP_STR("e"), RP_STR("f")};
    rp_print_quoted_list(print, (struct rampart_strs){items, 0});
    assert_printed(print, "(no values)");
    rp_print_quoted_list(print, (struct rampart_strs){items, 4});
    assert_printed(print, "\"a\", \"b\", \"c\", \"d\"");
    rp_print_quoted_list(print, (struct rampart_strs){items, 6});
    assert_printed(print, "\"a\", \"b\", \"c\", \"d\", … and 2 more");
    rp_print_rows(print, "says", (struct rampart_strs){items, 5});
    assert_printed(print, "  says         a\n               b\n               c\n               d\n"
                          "               … and 1 more\n");
}

static void colours_are_off_unless_asked_for(void **state)
{
    struct rp_print *print = *state;
    rp_print_painted(print, RP_PAINT_RED, "no");
    assert_printed(print, "no");
    print->color = true;
    rp_print_painted(print, RP_PAINT_RED, "no");
    assert_printed(print, "\x1b[1;31mno\x1b[0m");
}

static void places_are_printed_only_where_there_are_some(void **state)
{
    struct rp_print *print = *state;
    rp_print_at(print, (struct rampart_place){.file = RP_STR("a.json")});
    assert_printed(print, "");
    rp_print_at(print, (struct rampart_place){.file = RP_STR("a\x1b.json"), .line = 3, .column = 7});
    assert_printed(print, ", a\\u001b.json:3");
    rp_print_at(print, (struct rampart_place){.line = 3, .column = 7});
    assert_printed(print, ", <policy>:3");
    print->verbose = true;
    rp_print_at(print, (struct rampart_place){.line = 3, .column = 7, .address = RP_STR("a_policy.p")});
    assert_printed(print, ", a_policy.p in <policy>:3:7");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(dangerous_characters_become_visible, start, stop),
        cmocka_unit_test_setup_teardown(long_text_is_cut_by_characters, start, stop),
        cmocka_unit_test_setup_teardown(long_lists_say_how_many_more, start, stop),
        cmocka_unit_test_setup_teardown(colours_are_off_unless_asked_for, start, stop),
        cmocka_unit_test_setup_teardown(places_are_printed_only_where_there_are_some, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
