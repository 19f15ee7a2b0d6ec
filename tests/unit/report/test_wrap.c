/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "base/utf8.h"
#include "report/wrap.h"

static void wraps_to_(const char *text, size_t columns, const char *wanted, int line)
{
    struct rp_buf buf;
    rp_buf_init(&buf, NULL, SIZE_MAX / 4);
    rp_buf_add(&buf, rampart_str(text));
    rp_wrap(&buf, columns);
    assert_int_equal(buf.failed, RAMPART_OK);
    rp_buf_add_byte(&buf, '\0');
    if (strcmp(buf.data, wanted) != 0) {
        print_error("%d: wrapped to\n%s\n", line, buf.data);
        fail();
    }
    rp_buf_free(&buf);
}
#define wraps_to(text, columns, wanted) wraps_to_(text, columns, wanted, __LINE__)

static void a_line_is_broken_at_blanks(void **state)
{
    (void)state;
    wraps_to("one two three\n", 13, "one two three\n");
    wraps_to("one two three\n", 12, "one two\n    three\n");
    wraps_to("one two three", 8, "one two\n   three");
    wraps_to("\n\none two\n", 4, "\n\none\ntwo\n"); /* too narrow for an indent */
    wraps_to("", 10, "");
}

static void a_word_stays_whole(void **state)
{
    (void)state;
    wraps_to("see acs:ess:cn-hangzhou:1:scalinggroup/asg-1 for more\n", 20,
             "see\n    acs:ess:cn-hangzhou:1:scalinggroup/asg-1\n    for more\n");
    wraps_to("it is wrong [DOC002 missing-element]\n", 20, "it is wrong\n    [DOC002 missing-element]\n");
    wraps_to("acs:ess:cn-hangzhou:1:scalinggroup/asg-1\n", 20, "acs:ess:cn-hangzhou:1:scalinggroup/asg-1\n");
}

/* Its text stays the same JSON: a comma within a string is none to break at. */
static void json_goes_on_behind_a_comma(void **state)
{
    (void)state;
    wraps_to("  {\"Effect\":\"Deny\",\"Action\":\"ess:*\",\"Resource\":[\"a\",\"b\"]}\n", 24,
             "  {\"Effect\":\"Deny\",\n      \"Action\":\"ess:*\",\n      \"Resource\":[\"a\",\n      \"b\"]}\n");
    wraps_to("  {\"Effect\":\"Deny\",\"Action\":\"ess:*\",\"Resource\":[\"a\",\"b\"]} then\n", 60,
             "  {\"Effect\":\"Deny\",\"Action\":\"ess:*\",\"Resource\":[\"a\",\"b\"]}\n      then\n");
    wraps_to("{\"Sid\":\"one,two,\\\",\\\"three\",\"a\":[{\"b\":\"c\"},{\"d\":\"e\"}]}\n", 20,
             "{\"Sid\":\"one,two,\\\",\\\"three\",\n    \"a\":[{\"b\":\"c\"},\n    {\"d\":\"e\"}]}\n");
    wraps_to("add {\"Effect\":\"Deny\",\"Action\":\"ess:*\"} to it\n", 24,
             "add {\"Effect\":\"Deny\",\n    \"Action\":\"ess:*\"} to\n    it\n");
}

/* A long text without blanks takes no longer than it is. */
static void a_long_word_is_read_once(void **state)
{
    enum { PIECES = 200000, SIZE = 4 };
    (void)state;
    struct rp_buf buf;
    rp_buf_init(&buf, NULL, SIZE_MAX / 4);
    for (size_t i = 0; i < PIECES; i++) rp_buf_add(&buf, RP_STR("\"a\","));
    rp_buf_add(&buf, RP_STR("\"a\""));
    rp_wrap(&buf, 80);
    assert_int_equal(buf.failed, RAMPART_OK);
    size_t lines = 1, commas = 0;
    for (size_t i = 0; i < buf.len; i++) {
        lines += buf.data[i] == '\n';
        commas += buf.data[i] == ',';
    }
    assert_int_equal(commas, PIECES);
    assert_true(lines > PIECES * SIZE / 80 && lines <= PIECES * SIZE / 72 + 1);
    rp_buf_free(&buf);
}

static void what_goes_on_stands_below_its_text(void **state)
{
    (void)state;
    wraps_to("  layer     the policies of the account\n", 26, "  layer     the policies\n            of the account\n");
    wraps_to("  1. attach a new policy to it\n", 20, "  1. attach a new\n      policy to it\n");
    wraps_to("ALLOWED  user/alice  One#0 of user/alice, Two#0 of it\n", 48,
             "ALLOWED  user/alice  One#0 of user/alice, Two#0\n                     of it\n");
    /* A word that would not fit there does so further to the left. */
    wraps_to("  layer     the policies-of-the-account\n", 26, "  layer     the\n   policies-of-the-account\n");
    /* A gap far to the right is none to begin behind. */
    wraps_to("a-long-first-column  and text behind it\n", 30, "a-long-first-column  and text\n    behind it\n");
}

static void source_stays(void **state)
{
    (void)state;
    static const char source[] = "   12 |   \"Action\": \"ess:*\", \"Resource\": \"*\"\n      |   ^~~~~~~~ and more and more and more\n";
    wraps_to(source, 20, source);
}

static void columns_are_those_of_the_terminal(void **state)
{
    (void)state;
    wraps_to("\x1b[1;31mone\x1b[0m \x1b[1mtwo\x1b[0m\n", 7, "\x1b[1;31mone\x1b[0m \x1b[1mtwo\x1b[0m\n");
    wraps_to("\x1b[1;31mone\x1b[0m two\n", 6, "\x1b[1;31mone\x1b[0m\ntwo\n");
    wraps_to("权限 权限\n", 9, "权限 权限\n");
    wraps_to("权限 权限\n", 8, "权限\n    权限\n");
    wraps_to("\x1b[", 1, "\x1b["); /* a colour that never ends */
}

static void characters_fill_columns(void **state)
{
    (void)state;
    assert_int_equal(rp_utf8_cells('a'), 1);
    assert_int_equal(rp_utf8_cells(0xE9), 1);    /* é */
    assert_int_equal(rp_utf8_cells(0x301), 0);   /* a mark on the letter before */
    assert_int_equal(rp_utf8_cells(0x6743), 2);  /* 权 */
    assert_int_equal(rp_utf8_cells(0xAC00), 2);  /* 가 */
    assert_int_equal(rp_utf8_cells(0xFF0A), 2);  /* ＊ */
    assert_int_equal(rp_utf8_cells(0x1F600), 2); /* a face */
    assert_int_equal(rp_utf8_cells(0x2026), 1);  /* … */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_broken_at_blanks),
        cmocka_unit_test(a_word_stays_whole),
        cmocka_unit_test(json_goes_on_behind_a_comma),
        cmocka_unit_test(a_long_word_is_read_once),
        cmocka_unit_test(what_goes_on_stands_below_its_text),
        cmocka_unit_test(source_stays),
        cmocka_unit_test(columns_are_those_of_the_terminal),
        cmocka_unit_test(characters_fill_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
