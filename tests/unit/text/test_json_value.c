/* SPDX-License-Identifier: Apache-2.0 */
/* JSON of messages: what is taken, what is found in it, and the texts of strings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "text/json_value.h"

static void what_is_json(void **state)
{
    static const char *const good[] = {
        "{}",      "[]",    "0",        "-0.5e+10", "true",  " null\n",     "\"\"",           "\"\\u00e9\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
        "[1,[2]]", "{\"a\":{\"b\":[]}}", "\"\xC3\xA9\"", "1E2",   "\"\\ud800\"", "{\"a\":1,\"a\":2}",
    };
    static const char *const bad[] = {
        "",     "{",        "}",        "[1,]",     "{\"a\":}",     "{\"a\" 1}",  "{a:1}",       "'a'",         "01",  "1.",  ".5", "+1", "-",
        "1e",   "tru",      "nul",      "\"a",      "\"\\x\"",      "\"\\u12g4\"", "\"\n\"",      "\"\xFF\"",    "{} 1", "[1 2]", "{,}", "[,]", "\xEF\xBB\xBF{}",
        "\"\\", "\"\\u12", "{\"a\":1,}",
    };
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) assert_true(rp_value_check(rampart_str(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(rp_value_check(rampart_str(bad[i])));
}

static void the_depth_is_limited(void **state)
{
    enum { DEPTH = 64 };
    char text[2 * DEPTH + 3];
    (void)state;
    for (size_t depth = DEPTH; depth <= DEPTH + 1; depth++) {
        memset(text, '[', depth);
        memset(text + depth, ']', depth);
        assert_int_equal(rp_value_check((struct rampart_str){text, 2 * depth}), depth == DEPTH);
    }
}

static void assert_value(struct rp_value value, const char *text)
{
    assert_int_equal(value.text.len, strlen(text));
    assert_memory_equal(value.text.data, text, strlen(text));
}

static void members_and_items(void **state)
{
    (void)state;
    const struct rp_value root =
        rp_value_of(RP_STR(" { \"a\" : [ 1 , {\"x\":\"]}\"} ,null ] , \"b\\\"\": 2, \"c\":{\"d\":\"\\\"e\"}, \"a\":7,\"n\":-1 } "));
    struct rp_value item;
    size_t cursor = 0;
    assert_value(rp_value_member(root, "a"), "[ 1 , {\"x\":\"]}\"} ,null ]");
    assert_true(rp_value_next(rp_value_member(root, "a"), &cursor, &item));
    assert_value(item, "1");
    assert_true(rp_value_next(rp_value_member(root, "a"), &cursor, &item));
    assert_value(item, "{\"x\":\"]}\"}");
    assert_true(rp_value_next(rp_value_member(root, "a"), &cursor, &item));
    assert_value(item, "null");
    assert_false(rp_value_next(rp_value_member(root, "a"), &cursor, &item));
    assert_value(rp_value_path(root, "c", "d"), "\"\\\"e\"");
    assert_value(rp_value_member(root, "b\""), "2");
    assert_value(rp_value_member(root, "b"), "");
    assert_value(rp_value_path(root, "a", "x"), "");
    cursor = 0;
    assert_false(rp_value_next(rp_value_of(RP_STR("[]")), &cursor, &item));
    assert_false(rp_value_next(root, &cursor, &item));
}

static void numbers_words_and_truth(void **state)
{
    unsigned number = 5;
    (void)state;
    assert_true(rp_value_number(rp_value_of(RP_STR("2147483647")), &number));
    assert_int_equal(number, 2147483647);
    assert_false(rp_value_number(rp_value_of(RP_STR("2147483648")), &number));
    assert_false(rp_value_number(rp_value_of(RP_STR("99999999999999999999999")), &number));
    assert_false(rp_value_number(rp_value_of(RP_STR("-1")), &number));
    assert_false(rp_value_number(rp_value_of(RP_STR("1.0")), &number));
    assert_false(rp_value_number(rp_value_of(RP_STR("\"1\"")), &number));
    assert_int_equal(number, 2147483647);
    assert_true(rp_value_is_word(rp_value_of(RP_STR("\"exit\"")), "exit"));
    assert_false(rp_value_is_word(rp_value_of(RP_STR("\"exits\"")), "exit"));
    assert_false(rp_value_is_word(rp_value_of(RP_STR("[exit]")), "exit"));
    assert_true(rp_value_is_word(rp_value_of(RP_STR("\"a\\/b\"")), "a/b"));
    assert_true(rp_value_is_word(rp_value_of(RP_STR("\"\\u0061\"")), "a"));
    assert_false(rp_value_is_word(rp_value_of(RP_STR("\"a\\/c\"")), "a/b"));
    assert_false(rp_value_is_word(rp_value_of(RP_STR("\"a\\/\"")), "a/b"));
    assert_true(rp_value_truth(rp_value_of(RP_STR("true"))));
    assert_false(rp_value_truth(rp_value_of(RP_STR("\"true\""))));
}

static void assert_string(const char *json, const char *text, size_t len)
{
    struct rp_buf out;
    rp_buf_init(&out, NULL, 100);
    rp_buf_add(&out, RP_STR("<"));
    assert_true(rp_value_check(rampart_str(json)));
    assert_true(rp_value_string(rp_value_of(rampart_str(json)), &out));
    assert_int_equal(out.len, len + 1);
    assert_memory_equal(out.data + 1, text, len);
    rp_buf_free(&out);
}

static void texts_of_strings(void **state)
{
    struct rp_buf out;
    (void)state;
    assert_string("\"\"", "", 0);
    assert_string("\"a\\n\\t\\r\\b\\f\\/\\\\\\\"b\"", "a\n\t\r\b\f/\\\"b", 10);
    assert_string("\"\\u0041\\u00e9\\u4e2d\"", "A\xC3\xA9\xE4\xB8\xAD", 6);
    assert_string("\"\\u0000\"", "\0", 1);
    assert_string("\"\\ud834\\udd1e\"", "\xF0\x9D\x84\x9E", 4);
    assert_string("\"\\ud834x\"", "\xEF\xBF\xBDx", 4);
    assert_string("\"\\ud834\\u0041\"", "\xEF\xBF\xBD" "A", 4);
    assert_string("\"\\udd1e\"", "\xEF\xBF\xBD", 3);
    rp_buf_init(&out, NULL, 100);
    assert_false(rp_value_string(rp_value_of(RP_STR("7")), &out));
    assert_false(rp_value_string((struct rp_value){{NULL, 0}}, &out));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_json),
        cmocka_unit_test(the_depth_is_limited),
        cmocka_unit_test(members_and_items),
        cmocka_unit_test(numbers_words_and_truth),
        cmocka_unit_test(texts_of_strings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
