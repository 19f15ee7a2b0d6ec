/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"
#include "support/diag_lines.h"
#include "support/json_text.h"
#include "support/ration.h"
#include "text/json.h"
#include "text/tree.h"

/* ---- reading ---- */

/* Each error as "CODE line:column", in the order of finding, with a blank between. */
static void list_errors(const struct rampart_diags *diags, char *text, size_t size)
{
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < rampart_diags_count(diags) && used < size; i++) {
        const struct rampart_diag *diag = rampart_diags_at(diags, i);
        int len = snprintf(text + used, size - used, "%s%s %u:%u", i > 0 ? " " : "", diag->code, diag->line,
                           diag->column);
        used += (size_t)len;
        assert_true(diag->message.len > 0 && diag->help.len > 0);
    }
}

struct refused {
    const char *text, *errors;
};

static void check_refused(const struct refused *table, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct json_text json;
        char errors[1000];
        json_text_open(&json, NULL, rampart_str(table[i].text));
        list_errors(json.diags, errors, sizeof errors);
        if (strcmp(errors, table[i].errors) != 0 || json.status != RAMPART_INVALID_INPUT)
            fail_msg("%s gives\n%s, expected\n%s", table[i].text, errors, table[i].errors);
        json_text_close(&json);
    }
}

#define CHECK_REFUSED(table) check_refused((table), sizeof(table) / sizeof *(table))

static void accepted(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{}",
        "[]",
        " \t\r\n{ \"a\" : [ 1 , true , false , null ] } \n",
        "0",
        "-0",
        "-0.5e+10",
        "1E5",
        "1e-2",
        "\"\"",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\uD83D\\uDE00\"",
        "\"\x7F\"",
        "\"\xC2\xA0\"",
        "\"\xE2\x80\x9C\"",
        "[[[]],{}]",
        "{\"\":1}",
        "{\"a\":1,\"A\":2}",
        "\"${var.a} ${\"",
        "\"// /* # '\"",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct json_text json;
        json_text_open(&json, NULL, rampart_str(texts[i]));
        if (json.status != RAMPART_OK) fail_msg("%s is refused", texts[i]);
        assert_int_equal(rampart_diags_count(json.diags), 0);
        json_text_close(&json);
    }
}

static void comments_and_blanks(void **state)
{
    (void)state;
    static const struct refused table[] = {
        {"// a\n{}", "SYN011 1:1"},
        {"{ /* a\n b */ }", "SYN011 1:3"},
        {"{} # a", "SYN011 1:4"},
        {"{\"a\": 1//b\n, \"c\": true/**/}", "SYN011 1:8 SYN011 2:12"},
        {"{\"a\": 1 /* b", "SYN011 1:9"},
        {"{\xC2\xA0\"a\":\xE3\x80\x80\"b\xC2\xA0\"\xC2\xA0}", "SYN012 1:2 SYN012 1:7"},
        {"[1\x0C]", "SYN006 1:3"},
        {"\xEF\xBB\xBF{}", "SYN014 1:1"},
        {"{}\xEF\xBB\xBF", "SYN012 1:3"},
        {"{ \\[\\] }", "SYN007 1:3 SYN001 1:4"},
        {"\\[\\]", "SYN007 1:1"},
    };
    CHECK_REFUSED(table);
}

static void commas_colons_and_keys(void **state)
{
    (void)state;
    static const struct refused table[] = {
        {"[1,]", "SYN010 1:3"},
        {"{\"a\":1,}", "SYN010 1:7"},
        {"[1,,2]", "SYN010 1:4"},
        {"[,1]", "SYN010 1:2"},
        {"[1 2]", "SYN010 1:3"},
        {"[{}\n{}]", "SYN010 1:4"},
        {"{\"a\":1 \"b\":2}", "SYN010 1:7"},
        {"[1\xEF\xBC\x8C"
         "2]",
         "SYN010 1:3"},
        {"[1;2]", "SYN010 1:3"},
        {"{\"a\" 1}", "SYN001 1:5"},
        {"{\"a\":: 1}", "SYN001 1:6"},
        {"{\"a\"= 1}", "SYN001 1:5"},
        {"{\"a\"\xEF\xBC\x9A"
         "1}",
         "SYN001 1:5"},
        {"{\"a\"}", "SYN001 1:2"},
        {"{\"a\":, \"b\":}", "SYN001 1:2 SYN001 1:8"},
        {"{: 1}", "SYN001 1:2"},
        {"{[1]}", "SYN001 1:2"},
        {"[\"a\": 1]", "SYN001 1:5"},
        {"[: 1]", "SYN001 1:2"},
        {"{\"a\": 1: 2}", "SYN001 1:8"},
        {"{\"a\": \"b\" \"c\"}", "SYN001 1:11"},
        {"{\"a\": \"x \"y\" z\", \"b\": 1,}", "SYN001 1:11 SYN010 1:24"},
        {"{a: 1, 2: 3, true: 4}", "SYN016 1:2 SYN016 1:8 SYN016 1:14"},
        {"{\"a\": 1 b: 2}", "SYN010 1:8 SYN016 1:9"},
    };
    CHECK_REFUSED(table);
}

static void strings(void **state)
{
    (void)state;
    static const struct refused table[] = {
        {"{'a': 'it\\'s'}", "SYN016 1:2 SYN016 1:7"},
        {"[`a`, 'b]", "SYN016 1:2 SYN016 1:7"},
        {"[\xE2\x80\x9C"
         "a\xE2\x80\x9D]",
         "SYN016 1:2"},
        {"{\"a\xE2\x80\x9D: \"b\"}", "SYN016 1:4"},
        {"{\\\"a\\\": \\\"b\\\"}", "SYN007 1:2"},
        {"[\"a\n  b\n c\", 1]", "SYN006 1:4"},
        {"[\"a,\n\"b\"]", "SYN016 1:2"},
        {"{\"a\": \"b", "SYN016 1:7"},
        {"[\"\t\t\", \"\x01\"]", "SYN006 1:3 SYN006 1:9"},
        {"[\"\\*\\_\", \"\\[\"]", "SYN007 1:3 SYN007 1:11"},
        {"\"\\x41\"", "SYN007 1:2"},
        {"\"\\u12G4\"", "SYN007 1:2"},
        {"\"\\u12", "SYN007 1:2 SYN016 1:1"},
        {"\"\\", "SYN007 1:2 SYN016 1:1"},
        {"\"a\\u0000\"", "SYN005 1:3"},
        {"[\"\\uD800\", \"\\uDC00\", \"\\uD800\\u0041\"]", "SYN008 1:3 SYN008 1:13 SYN008 1:23"},
        {"[\"\xFF\", \"\xC0\xAF\", \"\xED\xA0\x80\"]", "SYN004 1:3 SYN004 1:8 SYN004 1:14"},
        {"[\xFF 1]", "SYN004 1:2"},
    };
    CHECK_REFUSED(table);
}

static void words_numbers_and_templates(void **state)
{
    (void)state;
    static const struct refused table[] = {
        {"[01, 1., .5, +1, 1e, 0x1F, -a]",
         "SYN009 1:2 SYN009 1:6 SYN009 1:10 SYN009 1:14 SYN009 1:18 SYN009 1:22 SYN001 1:28"},
        {"[NaN, -Infinity]", "SYN009 1:2 SYN009 1:7"},
        {"[True, tru, None, Allow]", "SYN001 1:2 SYN001 1:8 SYN001 1:13 SYN001 1:19"},
        {"{\"a\": acs:oss:*:*:b/*, \"c\": http://d}", "SYN001 1:7 SYN001 1:29"},
        {"{\"a\": [...]}", "SYN001 1:8"},
        {"not json", "SYN001 1:1"},
        {"{\"a\": ${var.x}, \"b\": \"${var.y}\"}", "SYN028 1:7"},
        {"{\"a\": ${jsonencode([for x in var.y : \"${x}\"])}, \"b\": 01}", "SYN028 1:7 SYN009 1:54"},
        {"{\"a\": jsonencode(\n[\"b\"]), \"c\": var.d}", "SYN028 1:7 SYN028 2:14"},
        {"{\"a\": {{ .Values.b }}}", "SYN028 1:7"},
        {"[\"x${a == \"\" ? b : c}y\"]", "SYN028 1:4"},
        {"[\"a\", ${open, 01]", "SYN028 1:7 SYN009 1:15"},
        {"[${a} ${b}]", "SYN028 1:2 SYN028 1:7"},
        {"{${a}: 1, ${b}: 2}", "SYN028 1:2 SYN028 1:11"},
    };
    CHECK_REFUSED(table);
}

static void brackets_and_ends(void **state)
{
    (void)state;
    static const struct refused table[] = {
        {"", "SYN027 1:1"},
        {" \n", "SYN027 2:1"},
        {"{", "SYN002 1:2"},
        {"[1, [2\n", "SYN002 1:7"},
        {"{\"a\":\n", "SYN002 1:6"},
        {"}", "SYN001 1:1 SYN027 1:2"},
        {"{}}", "SYN015 1:3"},
        {"{\"a\": [1}", "SYN015 1:9"},
        {"{\"a\": [1}, \"b\": 2}", "SYN015 1:9"},
        {"[{\"a\": 1], {}]", "SYN015 1:9"},
        {"{\"a\": [{\"b\": 1 ], \"c\": 2}", "SYN015 1:16"},
        {"[1}, 2]", "SYN015 1:3"},
        {"[1,}", "SYN010 1:3 SYN015 1:4"},
        {"{\"a\": 1]", "SYN015 1:8"},
        {"\xEF\xBD\x9B\xEF\xBD\x9D", "SYN015 1:1 SYN015 1:2"},
        {"{} {}", "SYN003 1:4"},
        {"1 2", "SYN003 1:3"},
        {"{}\n\nnull", "SYN003 3:1"},
    };
    CHECK_REFUSED(table);
}

static void bytes_that_are_no_text(void **state)
{
    (void)state;
    static const struct {
        struct rampart_str text;
        const char *errors;
    } table[] = {
        {{"{}\0", 3}, "SYN005 1:3"},
        {{"[\"a\0b\"]", 7}, "SYN005 1:4"},
        {{"{\0}\0", 4}, "SYN004 1:1"},
        {{"\xFF\xFE{\0", 4}, "SYN004 1:1"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct json_text json;
        char errors[200];
        json_text_open(&json, NULL, table[i].text);
        list_errors(json.diags, errors, sizeof errors);
        assert_string_equal(errors, table[i].errors);
        assert_int_equal(json.status, RAMPART_INVALID_INPUT);
        json_text_close(&json);
    }
}

static void assert_diag(const struct json_text *json, size_t i, const char *message, const char *help)
{
    const struct rampart_diag *diag = rampart_diags_at(json->diags, i);
    assert_non_null(diag);
    if (!rp_str_equal(diag->message, rampart_str(message))) fail_msg("%.*s", RP_ARG(diag->message));
    if (!rp_str_equal(diag->help, rampart_str(help))) fail_msg("%.*s", RP_ARG(diag->help));
}

static void duplicates_name_both_places(void **state)
{
    (void)state;
    struct json_text json;
    json_text_open(&json, NULL, RP_STR("{\"a\": 1,\n \"b\": {\"a\": 1},\n \"\\u0061\": 2, \"a\": 3}"));
    assert_int_equal(json.status, RAMPART_INVALID_INPUT);
    assert_int_equal(rampart_diags_count(json.diags), 2);
    assert_diag(&json, 0, "duplicate member \"a\"; the first one is at line 1, column 2",
                "keep one of the two; several values belong in one list");
    assert_int_equal(rampart_diags_at(json.diags, 0)->line, 3);
    assert_int_equal(rampart_diags_at(json.diags, 0)->column, 2);
    assert_int_equal(rampart_diags_at(json.diags, 1)->column, 15);
    json_text_close(&json);

    json_text_open(&json, NULL,
                   RP_STR("{\"k\":0,\"j\":0,\"i\":0,\"h\":0,\"g\":0,\"f\":0,\"e\":0,\"d\":0,\"c\":0,\"j\":1,"
                          "\"c\":1,\"k\":1}"));
    char errors[200];
    list_errors(json.diags, errors, sizeof errors);
    assert_string_equal(errors, "SYN013 1:56 SYN013 1:62 SYN013 1:68");
    json_text_close(&json);
}

static void messages_say_what_to_write(void **state)
{
    (void)state;
    struct json_text json;
    json_text_open(&json, NULL,
                   RP_STR("{\xC2\xA0\n\xC2\xA0\"a\": [\"\\*\\*\", tru],\xC2\xA0"
                          "b: 1"));
    assert_diag(&json, 0, "U+00A0 (no-break space) is not a blank in JSON",
                "remove it, or write an ordinary blank instead; the document has 2 more of them");
    assert_diag(&json, 1, "\\* is not a valid escape in JSON",
                "remove the backslash, or write \\\\ for a backslash; the string has 1 more");
    assert_diag(&json, 2, "tru has no quotes", "write true, or \"tru\" for text");
    assert_diag(&json, 3, "the key b has no quotes", "write \"b\"");
    assert_diag(&json, 4, "the document ends before the \"{\" of line 1, column 1 is closed",
                "write } at the end");
    json_text_close(&json);
    json_text_open(&json, NULL, RP_STR("{\"a\": [1}"));
    assert_diag(&json, 0, "the \"[\" of line 1, column 7 is not closed before this \"}\"",
                "write ] before it");
    json_text_close(&json);
    json_text_open(&json, NULL, RP_STR("{\"a\": [{"));
    assert_diag(&json, 0, "the document ends before the \"{\" of line 1, column 8 is closed",
                "write }; 2 more brackets around it are open, too");
    json_text_close(&json);
}

static void the_tree_has_spans(void **state)
{
    (void)state;
    struct json_text json;
    struct rampart_str text = RP_STR("{ \"a\": [12e3, \"x\\u00e9\"], \"b\\n\": null, \"c\": \"plain\" }");
    json_text_open(&json, NULL, text);
    assert_int_equal(json.status, RAMPART_OK);
    struct rp_node *map = json.root, *list = map->first, *b = list->next, *c = b->next;
    assert_int_equal(map->type, RP_NODE_MAP);
    assert_int_equal(map->count, 3);
    assert_int_equal(map->span.start, 0);
    assert_int_equal(map->span.end, text.len);
    assert_int_equal(list->type, RP_NODE_LIST);
    assert_int_equal(list->key_span.start, 2);
    assert_int_equal(list->key_span.end, 5);
    assert_int_equal(list->span.start, 7);
    assert_int_equal(list->span.end, 24);
    assert_true(rp_str_equal(list->first->text, RP_STR("12e3")));
    assert_int_equal(list->first->type, RP_NODE_NUMBER);
    assert_true(rp_str_equal(list->first->next->text, RP_STR("x\xC3\xA9")));
    assert_true(rp_str_equal(b->key, RP_STR("b\n")));
    assert_int_equal(b->type, RP_NODE_NULL);
    assert_ptr_equal(c->text.data, json.source.text.data + c->span.start + 1); /* no copy without escapes */
    assert_null(c->next);
    json_text_close(&json);
}

static void what_is_broken_is_marked(void **state)
{
    (void)state;
    struct json_text json;
    json_text_open(&json, NULL,
                   RP_STR("{'a': 1, \"b\": 'x', \"c\": \"\\*\", \"d\": , \"e\\*\": 1, \"f\": [Allow, 2]"));
    struct rp_node *node = json.root->first;
    assert_int_equal(json.root->count, 6);
    assert_true(rp_str_equal(node->key, RP_STR("a")));
    assert_int_equal(node->type, RP_NODE_NUMBER); /* only the quotes of its key were wrong */
    for (int i = 0; i < 4; i++) {
        node = node->next;
        assert_int_equal(node->type, RP_NODE_BROKEN);
    }
    node = node->next;
    assert_int_equal(node->type, RP_NODE_LIST);
    assert_int_equal(node->first->type, RP_NODE_BROKEN);
    assert_int_equal(node->first->next->type, RP_NODE_NUMBER);
    json_text_close(&json);
}

static void limits_end_the_reading(void **state)
{
    (void)state;
    static const struct {
        const char *text, *errors;
    } table[] = {
        {"[[[[]]]]", "SYN017 1:4"},
        {"[1,2,3,4]", "SYN019 1:8"},
        {"{\"a\":1,\"b\":1,\"c\":1,\"d\":1}", "SYN019 1:24"},
        {"[\"123456\"]", "SYN018 1:2"},
        {"[[[]]]", ""},
        {"[1,2,3]", ""},
        {"[\"12345\", \"1234\\n\"]", ""},
    };
    struct rampart_options options = {.limits = {.depth = 3, .list_values = 3, .string_bytes = 5}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct json_text json;
        char errors[200];
        json_text_open(&json, &options, rampart_str(table[i].text));
        list_errors(json.diags, errors, sizeof errors);
        assert_string_equal(errors, table[i].errors);
        assert_int_equal(json.status, table[i].errors[0] == '\0' ? RAMPART_OK : RAMPART_LIMIT);
        if (json.status == RAMPART_LIMIT) assert_null(json.root);
        json_text_close(&json);
    }
}

static struct rampart_str repeated(const char *piece, size_t count)
{
    size_t len = strlen(piece);
    char *text = malloc(len * count);
    assert_non_null(text);
    for (size_t i = 0; i < count; i++) memcpy(text + i * len, piece, len);
    return (struct rampart_str){text, len * count};
}

/* A reader that takes quadratic time would not come back from these. */
static void hostile_texts_cost_linear_time(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "[",         "{\"a\":", "[],",   "\"a\":1,", "\"", "'",  "'a' ", "${",           "\"${\" x ",
        "\"${\"x} ", "/*",      "#\n",   "{{a ",     "f(", "a ", "}",    "]{",           "\xE2\x80\x9C",
        "\xC2\xA0",  "\xFF ",   "\"a\n", "\\\"",     ":",  ",",  "a:",   "\"a\" \"b\":",
    };
    struct rampart_options options = {
        .limits = {.depth = SIZE_MAX, .list_values = SIZE_MAX, .string_bytes = SIZE_MAX}};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct rampart_str text = repeated(pieces[i], 100000);
        char *first = (char *)(uintptr_t)text.data;
        for (int in_list = 0; in_list < 2; in_list++) {
            struct json_text json;
            if (in_list) first[0] = '[';
            json_text_open(&json, &options, text);
            assert_int_equal(json.status, RAMPART_INVALID_INPUT);
            assert_true(rampart_diags_count(json.diags) <= 100);
            json_text_close(&json);
        }
        free(first);
    }
}

/* Whichever request for memory is refused: a status, never a tree of half a document. */
static void refused_memory_is_survived(void **state)
{
    (void)state;
    struct rampart_str text = repeated("{\"a\\n\":[1,{\"b\":\"c\\t\"},]}, ", 2000);
    char *bytes = (char *)(uintptr_t)text.data;
    bytes[0] = '[';
    for (size_t left = 0;; left++) {
        size_t ration = left;
        struct rampart_allocator allocator = ration_allocator(&ration);
        struct rampart_options options = {.allocator = &allocator};
        struct json_text json;
        json_text_open(&json, &options, text);
        enum rampart_status status = json.status;
        if (status == RAMPART_NO_MEMORY) assert_null(json.root);
        json_text_close(&json);
        if (status != RAMPART_NO_MEMORY) {
            assert_int_equal(status, RAMPART_INVALID_INPUT);
            assert_true(left > 5);
            break;
        }
    }
    free(bytes);
}

/* ---- duplicate members ---- */

/* Whether a member has an earlier twin is asked of all pairs here, of hashes and a sort there. */

enum { MAPS = 400, MOST = 60 };

/* A map of `count` members, some of them equal; each has a line to itself. */
static void put_map(struct rp_buf *buf, const unsigned *keys, size_t count)
{
    for (size_t i = 0; i < count; i++) rp_buf_printf(buf, "%s\"key%u\":0", i == 0 ? "{" : ",\n", keys[i]);
    rp_buf_printf(buf, "}");
}

static size_t first_of(const unsigned *keys, size_t i)
{
    size_t first = 0;
    while (keys[first] != keys[i]) first++;
    return first;
}

static void check(const struct rampart_diags *diags, const unsigned *keys, size_t count)
{
    size_t found = 0;
    char place[64];
    for (size_t i = 0; i < count; i++) {
        size_t first = first_of(keys, i);
        if (first == i) continue;
        const struct rampart_diag *diag = rampart_diags_at(diags, found++);
        assert_non_null(diag);
        assert_int_equal(diag->line, i + 1);
        (void)snprintf(place, sizeof place, "first one is at line %zu, column %d", first + 1,
                       first == 0 ? 2 : 1);
        assert_non_null(strstr(diag->message.data, place));
    }
    assert_int_equal(rampart_diags_count(diags), found);
}

static void twins_are_those_of_all_pairs(void **state)
{
    unsigned random = 3, keys[MOST];
    (void)state;
    for (unsigned i = 0; i < MAPS; i++) {
        struct rp_buf buf;
        struct json_text json;
        size_t count = 1 + i % MOST;
        for (size_t j = 0; j < count; j++) {
            random = random * 1103515245u + 12345u;
            keys[j] = (random >> 16) % (i % 2 == 0 ? 10000 : 90);
        }
        rp_buf_init(&buf, NULL, 1 << 16);
        put_map(&buf, keys, count);
        json_text_open(&json, NULL, rp_buf_text(&buf));
        check(json.diags, keys, count);
        json_text_close(&json);
        rp_buf_free(&buf);
    }
}

/* ---- texts of several values ---- */

/* Several values in one text, each read where it stands. */

#define VALUES RP_STR(" {\"a\":\"}\\\\\"}\n[1,\n{}]\n7 \n\"x\" ")

static void assert_part(struct rampart_str text, struct rp_span *part, const char *expected)
{
    assert_true(rp_json_next_value(text, part->end, part));
    assert_int_equal(part->end - part->start, strlen(expected));
    assert_memory_equal(text.data + part->start, expected, strlen(expected));
}

static void test_values(void **state)
{
    struct rp_span part = {0, 0};
    (void)state;
    assert_part(VALUES, &part, "{\"a\":\"}\\\\\"}");
    assert_part(VALUES, &part, "[1,\n{}]");
    assert_part(VALUES, &part, "7 ");
    assert_part(VALUES, &part, "\"x\" ");
    assert_false(rp_json_next_value(VALUES, part.end, &part));
    assert_false(rp_json_next_value(RP_STR(" \n\t\r"), 0, &part));
}

/* What never closes goes to the end; what closes nothing is a value of a line. */
static void test_odd_values(void **state)
{
    struct rp_span part = {0, 0};
    (void)state;
    assert_part(RP_STR("{\"a\": [} \n \"b\\\""), &part, "{\"a\": [} \n \"b\\\"");
    part = (struct rp_span){0, 0};
    assert_part(RP_STR("]\n{}"), &part, "]");
    part = (struct rp_span){0, 0};
    assert_part(RP_STR("\xEF\xBB\xBF{}\n{}"), &part, "\xEF\xBB\xBF{}");
    assert_part(RP_STR("\xEF\xBB\xBF{}\n{}"), &part, "{}");
}

static enum rampart_status read_part(const char *text, struct rp_span part, char *lines, size_t size)
{
    struct rp_arena arena;
    struct rp_source source;
    struct rampart_diags *diags = NULL;
    struct rp_node *root = NULL;
    const struct rampart_limits limits = rampart_default_limits();
    rp_arena_init(&arena, NULL);
    assert_int_equal(rampart_diags_new(NULL, &diags), RAMPART_OK);
    assert_int_equal(rp_source_init(&source, &arena, RP_STR("a"), rampart_str(text)), RAMPART_OK);
    const struct rp_reading reading = {.arena = &arena, .source = &source, .limits = &limits, .diags = diags};
    enum rampart_status status = rp_json_read_part(&reading, part, &root);
    if (status == RAMPART_OK) {
        assert_int_equal(root->span.start, part.start);
        assert_int_equal(root->span.end, part.end);
    }
    (void)diag_lines(diags, lines, size);
    rampart_diags_free(diags);
    rp_arena_free(&arena);
    return status;
}

/* Places are those of the whole text; what stands around the part does not matter. */
static void test_read(void **state)
{
    char lines[512];
    (void)state;
    assert_int_equal(read_part("{\n{\"a\":1}\n}", (struct rp_span){2, 9}, lines, sizeof lines), RAMPART_OK);
    assert_string_equal(lines, "");
    assert_int_equal(read_part("{}\n{\"a\" 1}\n}", (struct rp_span){3, 10}, lines, sizeof lines),
                     RAMPART_INVALID_INPUT);
    assert_string_equal(lines,
                        "SYN001 2:5 no colon after the key \"a\" | write : between the key and its value");
    assert_int_equal(read_part("{}\n{}x\n", (struct rp_span){3, 6}, lines, sizeof lines),
                     RAMPART_INVALID_INPUT);
    assert_non_null(strstr(lines, "SYN003 2:3 "));
}

/* A byte order mark is a mistake of the text, and is said once. */
static void test_mark(void **state)
{
    char lines[512];
    (void)state;
    assert_int_equal(read_part("\xEF\xBB\xBF{}\n{}", (struct rp_span){0, 5}, lines, sizeof lines),
                     RAMPART_INVALID_INPUT);
    assert_non_null(strstr(lines, "SYN014 1:1 "));
    assert_int_equal(read_part("\xEF\xBB\xBF{}\n{}", (struct rp_span){6, 8}, lines, sizeof lines),
                     RAMPART_OK);
}

/* ---- lazy reading ---- */

/* A lazy node, expanded, equals the node of the whole tree in its place. */

enum { DEPTH = 3, TEXTS = 300 };

static unsigned next(unsigned *random, unsigned below)
{
    *random = *random * 1103515245u + 12345u;
    return (*random >> 16) % below;
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the test wants */
static void put_value(struct rp_buf *buf, unsigned *random, unsigned depth)
{
    static const char *const scalars[] = {
        "\"plain\"",        "\"\"", "-1.5", "true", "null", "\"a\\\"b\\u00e9\"", "\"}${\"", "{}",
        "\"twelve bytes\"", "[]"};
    unsigned count = next(random, 12);
    bool map = next(random, 2) == 0;
    if (depth == 0 || next(random, 4) == 0) {
        rp_buf_printf(buf, "%s", scalars[next(random, 10)]);
        return;
    }
    rp_buf_printf(buf, map ? "{" : "[ ");
    for (unsigned i = 0; i < count; i++) {
        rp_buf_printf(buf, i > 0 ? ",\n" : "");
        if (map) rp_buf_printf(buf, "\"k%s%u\" :", next(random, 5) == 0 ? "\\n" : "", i);
        put_value(buf, random, depth - 1);
    }
    rp_buf_printf(buf, map ? "}" : " ]");
}

static void same_span(struct rp_span a, struct rp_span b)
{
    assert_int_equal(a.start, b.start);
    assert_int_equal(a.end, b.end);
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the test wants */
static void same(struct json_text *json, const struct rp_node *whole, const struct rp_node *node)
{
    struct rp_reading reading = {
        .arena = &json->arena, .source = &json->source, .limits = &json->limits, .diags = json->diags};
    struct rp_node *expanded = NULL;
    if (node->lazy) {
        assert_null(node->first);
        assert_int_equal(node->count, whole->count);
        assert_int_equal(rp_json_expand(&reading, node, &expanded), RAMPART_OK);
        node = expanded;
    }
    assert_int_equal(node->type, whole->type);
    assert_true(rp_str_equal(node->text, whole->text));
    assert_true(rp_str_equal(node->key, whole->key));
    same_span(node->span, whole->span);
    same_span(node->key_span, whole->key_span);
    assert_int_equal(node->count, whole->count);
    const struct rp_node *other = whole->first;
    for (node = node->first; node != NULL; node = node->next, other = other->next) same(json, other, node);
    assert_null(other);
}

/* Counts what it is shown, which is whole still. */
static enum rampart_status see(void *context, const struct rp_node *outer, struct rp_node *node)
{
    (void)outer;
    *(size_t *)context += 1;
    assert_true(node->count == 0 || node->first != NULL);
    return RAMPART_OK;
}

static size_t count_at(const struct rp_node *node, size_t depth)
{
    size_t count = 0;
    if (node->type != RP_NODE_MAP && node->type != RP_NODE_LIST) return 0;
    if (depth == 1) return 1;
    for (node = node->first; node != NULL; node = node->next) count += count_at(node, depth - 1);
    return count;
}

static void expanded_is_as_read_at_once(void **state)
{
    unsigned random = 7;
    (void)state;
    for (unsigned i = 0; i < TEXTS; i++) {
        struct rp_buf buf;
        struct json_text json;
        size_t seen = 0;
        const struct rp_json_lazy lazy = {DEPTH, see, &seen, NULL};
        struct rp_node *outline = NULL;
        rp_buf_init(&buf, NULL, 1 << 24);
        put_value(&buf, &random, 5);
        json_text_open(&json, NULL, rp_buf_text(&buf));
        assert_int_equal(json.status, RAMPART_OK);
        struct rp_reading reading = {
            .arena = &json.arena, .source = &json.source, .limits = &json.limits, .diags = json.diags};
        assert_int_equal(rp_json_read_lazy(&reading, &lazy, &outline), RAMPART_OK);
        assert_int_equal(seen, count_at(json.root, DEPTH));
        same(&json, json.root, outline);
        json_text_close(&json);
        rp_buf_free(&buf);
    }
}

static void a_mistake_is_not_reported_and_gives_no_tree(void **state)
{
    size_t seen = 0;
    const struct rp_json_lazy lazy = {DEPTH, see, &seen, NULL};
    struct rp_node *outline = NULL;
    struct json_text json;
    (void)state;
    json_text_open(&json, NULL, RP_STR("{\"a\": {\"b\": {\"c\": 1, \"c\": 2}}}"));
    assert_int_equal(rampart_diags_count(json.diags), 1);
    struct rp_reading reading = {
        .arena = &json.arena, .source = &json.source, .limits = &json.limits, .diags = json.diags};
    assert_int_equal(rp_json_read_lazy(&reading, &lazy, &outline), RAMPART_INVALID_INPUT);
    assert_null(outline);
    assert_int_equal(rampart_diags_count(json.diags), 1);
    json_text_close(&json);
}

/* ---- a map whose members are not kept ---- */

struct passing {
    struct json_text *json;
    const struct rp_node *whole; /* the member that is to be seen next */
};

static enum rampart_status see_same(void *context, const struct rp_node *outer, struct rp_node *node)
{
    struct passing *passing = context;
    (void)outer;
    assert_non_null(passing->whole);
    same(passing->json, passing->whole, node);
    passing->whole = passing->whole->next;
    return RAMPART_OK;
}

/* Reads the outline of a text without keeping the members of "m", and shows these. */
static void check_passed(struct rampart_str text)
{
    const struct rampart_str passed = RP_STR("m");
    struct json_text json;
    size_t seen = 0;
    const struct rp_json_lazy lazy = {DEPTH, see, &seen, &passed};
    struct rp_node *outline = NULL;
    json_text_open(&json, NULL, text);
    assert_int_equal(json.status, RAMPART_OK);
    struct rp_reading reading = {.arena = &json.arena, .source = &json.source, .limits = &json.limits, .diags = json.diags};
    assert_int_equal(rp_json_read_lazy(&reading, &lazy, &outline), RAMPART_OK);
    assert_int_equal(seen, count_at(json.root, DEPTH));
    const struct rp_node *map = rp_node_member(outline, passed), *whole = rp_node_member(json.root, passed);
    assert_true(map->lazy);
    assert_null(map->first);
    assert_int_equal(map->count, whole->count);
    struct passing passing = {&json, whole->first};
    assert_int_equal(rp_json_each(&reading, map, see_same, &passing), RAMPART_OK);
    assert_null(passing.whole);
    for (const struct rp_node *a = outline->first, *b = json.root->first; b != NULL; a = a->next, b = b->next)
        if (a != map) same(&json, b, a);
    json_text_close(&json);
}

static void members_that_are_not_kept_are_seen_one_by_one(void **state)
{
    unsigned random = 11;
    (void)state;
    check_passed(RP_STR("{\"m\": {}}"));
    check_passed(RP_STR("{\"a\": {\"m\": {\"x\": {\"y\": 1}}}, \"m\": {\"u\\n\": {\"m\": [\"a\\tb\"]}, \"v\": [1]}, \"z\": {\"m\": 1}}"));
    for (unsigned i = 0; i < TEXTS; i++) {
        const unsigned count = next(&random, 20);
        struct rp_buf buf;
        rp_buf_init(&buf, NULL, 1 << 24);
        rp_buf_printf(&buf, "{\"first\": ");
        put_value(&buf, &random, 3);
        rp_buf_printf(&buf, ", \"m\" : {");
        for (unsigned k = 0; k < count; k++) {
            rp_buf_printf(&buf, "%s\"u%u\": {\"list\": ", k > 0 ? "," : "", k);
            put_value(&buf, &random, 2);
            rp_buf_printf(&buf, "}");
        }
        rp_buf_printf(&buf, "}, \"last\":");
        put_value(&buf, &random, 3);
        rp_buf_printf(&buf, "}");
        check_passed(rp_buf_text(&buf));
        rp_buf_free(&buf);
    }
}

/* What cannot be shown one by one, or has a mistake, is read as a whole. */
static void members_that_cannot_be_passed_give_no_tree(void **state)
{
    static const char *const texts[] = {
        "{\"m\": {\"a\": {}, \"b\": {}, \"a\": {}}}", "{\"m\": {\"a\": {}, \"b\": 1}}", "{\"m\": {\"b\": 1, \"a\": {}}}",
        "{\"m\": {\"b\": null}}", "{\"m\": {\"a\": {}}, \"m\": {\"b\": {}}}", "{\"m\": {\"a\": {\"b\": 1, \"b\": 2}}}"};
    const struct rampart_str passed = RP_STR("m");
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct json_text json;
        size_t seen = 0;
        const struct rp_json_lazy lazy = {DEPTH, see, &seen, &passed};
        struct rp_node *outline = NULL;
        json_text_open(&json, NULL, rampart_str(texts[i]));
        struct rp_reading reading = {
            .arena = &json.arena, .source = &json.source, .limits = &json.limits, .diags = json.diags};
        assert_int_equal(rp_json_read_lazy(&reading, &lazy, &outline), RAMPART_INVALID_INPUT);
        assert_null(outline);
        json_text_close(&json);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepted),
        cmocka_unit_test(comments_and_blanks),
        cmocka_unit_test(commas_colons_and_keys),
        cmocka_unit_test(strings),
        cmocka_unit_test(words_numbers_and_templates),
        cmocka_unit_test(brackets_and_ends),
        cmocka_unit_test(bytes_that_are_no_text),
        cmocka_unit_test(duplicates_name_both_places),
        cmocka_unit_test(messages_say_what_to_write),
        cmocka_unit_test(the_tree_has_spans),
        cmocka_unit_test(what_is_broken_is_marked),
        cmocka_unit_test(limits_end_the_reading),
        cmocka_unit_test(hostile_texts_cost_linear_time),
        cmocka_unit_test(refused_memory_is_survived),
        cmocka_unit_test(twins_are_those_of_all_pairs),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_odd_values),
        cmocka_unit_test(test_read),
        cmocka_unit_test(test_mark),
        cmocka_unit_test(expanded_is_as_read_at_once),
        cmocka_unit_test(a_mistake_is_not_reported_and_gives_no_tree),
        cmocka_unit_test(members_that_are_not_kept_are_seen_one_by_one),
        cmocka_unit_test(members_that_cannot_be_passed_give_no_tree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
