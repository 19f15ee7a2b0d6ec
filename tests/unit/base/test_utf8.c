/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "base/utf8.h"

/* A text of the table, in which a compound literal is no constant. */
#define TEXT(literal)                  \
    {                                  \
        (literal), sizeof(literal) - 1 \
    }

static const struct {
    struct rampart_str text;
    size_t width, valid, count;
} table[] = {
    {TEXT(""), 0, 0, 0},
    {TEXT("a"), 1, 1, 1},
    {TEXT("\0"), 1, 1, 1},
    {TEXT("\xC3\xA4x"), 2, 3, 2},
    {TEXT("\xE4\xB8\xAD"), 3, 3, 1},
    {TEXT("\xED\x9F\xBF"), 3, 3, 1},
    {TEXT("\xF0\x9F\x98\x80"), 4, 4, 1},
    {TEXT("\xF4\x8F\xBF\xBF"), 4, 4, 1},
    {TEXT("\xC0\xAF"), 0, 0, 2},         /* overlong */
    {TEXT("\xE0\x80\xAF"), 0, 0, 3},     /* overlong */
    {TEXT("\xF0\x80\x80\xAF"), 0, 0, 4}, /* overlong */
    {TEXT("\xED\xA0\x80"), 0, 0, 3},     /* half a surrogate pair */
    {TEXT("\xF4\x90\x80\x80"), 0, 0, 4}, /* above U+10FFFF */
    {TEXT("\xF5\x80\x80\x80"), 0, 0, 4},
    {TEXT("\xFF"), 0, 0, 1},
    {TEXT("\x80"), 0, 0, 1},
    {TEXT("\xE4\xB8"), 0, 0, 2}, /* cut */
    {TEXT("\xE4\xB8x"), 0, 0, 3},
    {TEXT("ab\xC3"), 1, 2, 3},
    {TEXT("abcdefgh"), 1, 8, 8}, /* counted at once */
    {TEXT("abcdefg\xC3\xA4xyzabcdefgh"), 1, 20, 19},
    {TEXT("abcdefgh\xC3\xA4xyzabcde"), 1, 18, 17},
};

static void each_of_the_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        assert_int_equal(rp_utf8_width(table[i].text), table[i].width);
        assert_int_equal(rp_utf8_valid(table[i].text), table[i].valid);
        assert_int_equal(rp_utf8_count(table[i].text), table[i].count);
    }
}

static void every_character_comes_back(void **state)
{
    (void)state;
    for (uint32_t code = 0; code <= 0x10FFFF; code++) {
        if (code >= 0xD800 && code <= 0xDFFF) continue;
        char bytes[4];
        struct rampart_str text = {bytes, rp_utf8_encode(code, bytes)};
        if (rp_utf8_width(text) != text.len || rp_utf8_decode(text) != code)
            fail_msg("U+%04X", (unsigned)code);
    }
    assert_int_equal(rp_utf8_decode(RP_STR("\xFF")), 0xFFFD);
    assert_int_equal(rp_utf8_decode(RP_STR("")), 0xFFFD);
}

static void steps(void **state)
{
    (void)state;
    assert_int_equal(rp_utf8_step(RP_STR("a\xE4\xB8\xAD"), 0), 1);
    assert_int_equal(rp_utf8_step(RP_STR("a\xE4\xB8\xAD"), 1), 3);
    assert_int_equal(rp_utf8_step(RP_STR("a\xE4\xB8\xAD"), 2), 1);
}

static void controls_and_invisible_characters_are_hidden(void **state)
{
    (void)state;
    static const uint32_t hidden[] = {0x00, 0x1F, 0x7F, 0x9F, 0xAD, 0x200B, 0x202E, 0xFEFF, 0xE007F};
    static const uint32_t shown[] = {0x20, 'a', 0x7E, 0xA0, 0xAC, 0xE9, 0x200A, 0x4E00, 0xFEFE, 0xE0080};
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) assert_true(rp_utf8_hidden(hidden[i]));
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) assert_false(rp_utf8_hidden(shown[i]));
}

/* Each byte at each place of a text of two words and a rest. */
static void plain_text_ends_at_the_first_byte_that_is_not(void **state)
{
    (void)state;
    char text[19];
    for (size_t at = 0; at < sizeof text; at++)
        for (int byte = 0; byte < 256; byte++) {
            const bool plain = byte >= 0x20 && byte < 0x7F;
            memset(text, '~', sizeof text);
            text[at] = (char)byte;
            assert_int_equal(rp_utf8_plain((struct rampart_str){text, sizeof text}), plain ? sizeof text : at);
        }
    assert_int_equal(rp_utf8_plain(RP_STR("")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(controls_and_invisible_characters_are_hidden),
        cmocka_unit_test(each_of_the_table),
        cmocka_unit_test(every_character_comes_back),
        cmocka_unit_test(plain_text_ends_at_the_first_byte_that_is_not),
        cmocka_unit_test(steps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
