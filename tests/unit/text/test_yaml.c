/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/str.h"
#include "support/growth.h"
#include "support/ration.h"
#include "text/tree.h"
#include "text/yaml.h"

/* ---- reading ---- */

struct fixture {
    struct rp_arena arena;
    struct rampart_diags *diags;
    struct rampart_limits limits;
    struct rp_source source;
    struct rp_node *root;
    struct rp_buf dump; /* what one of the dump functions wrote */
};

static int build_fixture(void **state)
{
    static struct fixture fixture;
    memset(&fixture, 0, sizeof fixture);
    rp_arena_init(&fixture.arena, NULL);
    rp_buf_init(&fixture.dump, NULL, 1 << 20);
    fixture.limits = rampart_default_limits();
    *state = &fixture;
    return rampart_diags_new(NULL, &fixture.diags) == RAMPART_OK ? 0 : -1;
}

static int clear_fixture(void **state)
{
    struct fixture *fixture = *state;
    rampart_diags_free(fixture->diags);
    rp_buf_free(&fixture->dump);
    rp_arena_free(&fixture->arena);
    return 0;
}

static enum rampart_status read_str(struct fixture *fixture, struct rampart_str text)
{
    static struct rp_node unset;
    rampart_diags_clear(fixture->diags);
    fixture->dump.len = 0;
    fixture->root = &unset;
    assert_int_equal(rp_source_init(&fixture->source, &fixture->arena, RP_STR("p.yaml"), text), RAMPART_OK);
    struct rp_reading reading = {.arena = &fixture->arena,
                                 .source = &fixture->source,
                                 .limits = &fixture->limits,
                                 .diags = fixture->diags};
    return rp_yaml_read(&reading, &fixture->root);
}

static enum rampart_status read_text(struct fixture *fixture, const char *text)
{
    return read_str(fixture, rampart_str(text));
}

/* A tree in one line: {a:[1,'x']}; "!" is BROKEN, numbers and words are bare. */
static void dump_node(struct rp_buf *dump, const struct rp_node *node)
{
    bool map = node->type == RP_NODE_MAP;
    size_t count = 0;
    switch (node->type) {
    case RP_NODE_BROKEN: rp_buf_printf(dump, "!"); break;
    case RP_NODE_NULL: rp_buf_printf(dump, "null"); break;
    case RP_NODE_STRING: rp_buf_printf(dump, "'%.*s'", RP_ARG(node->text)); break;
    case RP_NODE_BOOL:
    case RP_NODE_NUMBER: rp_buf_add(dump, node->text); break;
    case RP_NODE_LIST:
    case RP_NODE_MAP:
        rp_buf_printf(dump, map ? "{" : "[");
        for (const struct rp_node *child = node->first; child != NULL; child = child->next, count++) {
            if (count > 0) rp_buf_printf(dump, ",");
            if (map) rp_buf_printf(dump, "%.*s:", RP_ARG(child->key));
            dump_node(dump, child);
        }
        rp_buf_printf(dump, map ? "}" : "]");
        break;
    }
    assert_int_equal(node->count, count);
}

static void dump_place(struct fixture *fixture, struct rp_span span)
{
    struct rp_position start = rp_source_position(&fixture->source, span.start);
    struct rp_position end = rp_source_position(&fixture->source, span.end);
    rp_buf_printf(&fixture->dump, "%u:%u-%u:%u", start.line, start.column, end.line, end.column);
}

/* The places of all keys and values, in document order. */
static void dump_places(struct fixture *fixture, const struct rp_node *node)
{
    dump_place(fixture, node->span);
    for (const struct rp_node *child = node->first; child != NULL; child = child->next) {
        rp_buf_printf(&fixture->dump, " ");
        if (node->type == RP_NODE_MAP) {
            dump_place(fixture, child->key_span);
            rp_buf_printf(&fixture->dump, "=");
        }
        dump_places(fixture, child);
    }
}

static void dump_diags(struct fixture *fixture)
{
    for (size_t i = 0; i < rampart_diags_count(fixture->diags); i++) {
        const struct rampart_diag *diag = rampart_diags_at(fixture->diags, i);
        rp_buf_printf(&fixture->dump, "%s%s %u:%u-%u:%u %.*s | %.*s", i > 0 ? "\n" : "", diag->code,
                      diag->line, diag->column, diag->end_line, diag->end_column, RP_ARG(diag->message),
                      RP_ARG(diag->help));
    }
}

static void expect_dump(struct fixture *fixture, const char *input, const char *expected)
{
    struct rampart_str dump = rp_buf_text(&fixture->dump);
    if (!rp_str_equal(dump, rampart_str(expected)))
        fail_msg("%s\ngives\n%.*s\nnot\n%s", input, RP_ARG(dump), expected);
    fixture->dump.len = 0;
}

static void reads_trees(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *text, *tree;
    } cases[] = {
        {"a", "'a'"},
        {"a: b\nc: d\n", "{a:'b',c:'d'}"},
        {"a: 'b'\r\n\"c\": \"d\"\r\n", "{a:'b',c:'d'}"},
        {"{\"a\": [1, -2.5e3, true, null, \"x\\u00e9\\n\"]}", "{a:[1,-2.5e3,true,null,'xé\n']}"},
        {"- a\n- [b, c]\n- d: e\n  f:\n- - g\n", "['a',['b','c'],{d:'e',f:null},['g']]"},
        {"a: |\n  x\n  y\nb: >-\n  x\n  y\n", "{a:'x\ny\n',b:'x y'}"},
        {"a: 'it''s'\nb: x y\n", "{a:'it's',b:'x y'}"},
        {"a: []\nb: {}\nc: ''\n", "{a:[],b:{},c:''}"},
        {"%YAML 1.2\n---\na: b\n...\n", "{a:'b'}"},
        {"? a\n: b\n? c\n", "{a:'b',c:null}"},
        {"[a: b, c]", "[{a:'b'},'c']"},
        {"'<<': a\n\"null\": b\n'on': c\n", "{<<:'a',null:'b',on:'c'}"},
        {"1: a\ntrue: b\n", "{1:'a',true:'b'}"},
        {"é: ü\n", "{é:'ü'}"},
        {"Effect: Allow # why\nAction: ess:*\n", "{Effect:'Allow',Action:'ess:*'}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum rampart_status status = read_text(fixture, cases[i].text);
        dump_diags(fixture);
        expect_dump(fixture, cases[i].text, "");
        assert_int_equal(status, RAMPART_OK);
        dump_node(&fixture->dump, fixture->root);
        expect_dump(fixture, cases[i].text, cases[i].tree);
    }
}

static void knows_the_types_of_plain_scalars(void **state)
{
    struct fixture *fixture = *state;
    static const char *const words[][2] = {
        {"null", "null"},
        {"Null", "null"},
        {"~", "null"},
        {"true", "true"},
        {"True", "true"},
        {"TRUE", "true"},
        {"false", "false"},
        {"FALSE", "false"},
        {"0", "0"},
        {"-0", "-0"},
        {"17", "17"},
        {"1.5", "1.5"},
        {"1e3", "1e3"},
        {"-1.0E-7", "-1.0E-7"},
        {"yes", "''"},
        {"No", "''"},
        {"ON", "''"},
        {"off", "''"},
        {"y", "''"},
        {"N", "''"},
        {"tRUE", NULL},
        {"nULL", NULL},
        {"017", NULL},
        {"-007", NULL},
        {"0o17", NULL},
        {"0x1F", NULL},
        {"-0X1f", NULL},
        {"0b101", NULL},
        {"1_000", NULL},
        {"1.", NULL},
        {".5", NULL},
        {"+1", NULL},
        {"1_0.5", NULL},
        {"190:20:30", NULL},
        {"12:30", NULL},
        {"1:00.5", NULL},
        {".inf", NULL},
        {"-.INF", NULL},
        {"+.inf", NULL},
        {".NaN", NULL},
        {"=", NULL},
        {"01e5", NULL},
        {"yesterday", "''"},
        {"none", "''"},
        {"x1", "''"},
        {"1x", "''"},
        {"0xg", "''"},
        {"1e", "''"},
        {"10.0.0.8", "''"},
        {"10.0.0.0/8", "''"},
        {"2026-01-01", "''"},
        {"2026-01-01T00:00:00Z", "''"},
        {"2001:db8::1", "''"},
        {"12:60", "''"},
        {"1:200", "''"},
        {"ess:*", "''"},
        {".", "''"},
        {"-", NULL},
        {"..", "''"},
        {"+", "''"},
        {"1234567890123456", "1234567890123456"},
        {"acs:ess:*:1234567890123456:scalinggroup/*", "''"},
        {".info", "''"},
        {"1.2.3", "''"},
        {"<<", "''"},
        {"0.", NULL},
        {"a'b", "''"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i][0], "-") == 0) continue; /* a list of one null */
        struct rp_buf text;
        rp_buf_init(&text, NULL, 1000);
        rp_buf_printf(&text, "k: %s", words[i][0]);
        enum rampart_status status = read_str(fixture, rp_buf_text(&text));
        assert_int_equal(status, words[i][1] == NULL ? RAMPART_INVALID_INPUT : RAMPART_OK);
        struct rp_node *value = rp_node_member(fixture->root, RP_STR("k"));
        bool is_string = words[i][1] != NULL && strcmp(words[i][1], "''") == 0;
        if (is_string) {
            assert_int_equal(value->type, RP_NODE_STRING);
            assert_true(rp_str_equal(value->text, rampart_str(words[i][0])));
        } else {
            dump_node(&fixture->dump, value);
            expect_dump(fixture, words[i][0], words[i][1] == NULL ? "!" : words[i][1]);
        }
        if (words[i][1] == NULL) assert_string_equal(rampart_diags_at(fixture->diags, 0)->code, "SYN025");
        rp_buf_free(&text);
    }
}

static bool refuse_doubtful(struct fixture *fixture)
{
    const struct rp_reading reading = {.source = &fixture->source, .diags = fixture->diags};
    return rp_tree_refuse_doubtful(&reading, fixture->root);
}

/* Whoever reads values of a policy refuses them; the rest of the text has strings there. */
static void knows_doubtful_words(void **state)
{
    struct fixture *fixture = *state;
    static const char expected[] =
        "SYN025 1:1-1:2 y without quotes is true or false to some readers of YAML and a string to others | "
        "put it in quotes: \"y\"\n"
        "SYN025 2:8-2:11 OFF without quotes is true or false to some readers of YAML and a string to others "
        "| "
        "put it in quotes: \"OFF\"\n"
        "SYN025 3:6-3:8 No without quotes is true or false to some readers of YAML and a string to others | "
        "put it in quotes: \"No\"";
    assert_int_equal(read_text(fixture, "y: a\nb: [c, OFF, 'off']\nd: [{No: x, \"y\": z}]\ne: yesterday\n"),
                     RAMPART_OK);
    assert_true(rp_node_member(fixture->root, RP_STR("y"))->doubtful_key);
    assert_false(rp_node_member(fixture->root, RP_STR("e"))->doubtful);
    assert_true(refuse_doubtful(fixture));
    dump_diags(fixture);
    expect_dump(fixture, "doubtful words", expected);
    assert_int_equal(read_text(fixture, "a: yesterday\nb: ['y', \"on\"]\n"), RAMPART_OK);
    assert_false(refuse_doubtful(fixture));
}

static void knows_places(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *text, *places;
    } cases[] = {
        {"é: ü\nß: [ä, \"öö\" ]", "1:1-2:14 1:1-1:2=1:4-1:5 2:1-2:2=2:4-2:14 2:5-2:6 2:8-2:12"},
        {"a: \"😀\" # 😀\nb:\n  - 😀\n\n# end\nc: d",
         "1:1-6:5 1:1-1:2=1:4-1:7 2:1-2:2=3:3-3:6 3:5-3:6 6:1-6:2=6:4-6:5"},
        {"a: |\n  öö\n\n\nb:\n", "1:1-5:3 1:1-1:2=1:4-2:5 5:1-5:2=5:3-5:3"},
        {"{a: {b: c}, d: }", "1:1-1:17 1:2-1:3=1:5-1:11 1:6-1:7=1:9-1:10 1:13-1:14=1:16-1:16"},
        {"\r\na: é\rb: c\r\nd: e", "2:1-4:5 2:1-2:2=2:4-2:5 3:1-3:2=3:4-3:5 4:1-4:2=4:4-4:5"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(read_text(fixture, cases[i].text), RAMPART_OK);
        dump_places(fixture, fixture->root);
        expect_dump(fixture, cases[i].text, cases[i].places);
    }
}

#define REMOVE_ANCHOR "remove it, and write the value out wherever it is needed"
#define REMOVE_TAG "remove it; put a value in quotes to make it a string"
#define TWICE "keep one of the two; readers disagree on which one counts"

/* What is refused while the rest is read on: the tree is there, with BROKEN parts. */
static void refuses_and_reads_on(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *text, *tree, *diags;
    } cases[] = {
        {"é: &x b\nc: &y [d]\n", "{é:'b',c:['d']}",
         "SYN021 1:4-1:6 anchors are not supported | " REMOVE_ANCHOR
         "\nSYN021 2:4-2:6 anchors are not supported | " REMOVE_ANCHOR},
        {"Action: *all\nb: c\n", "{Action:!,b:'c'}",
         "SYN021 1:9-1:13 aliases are not supported | write the value out; if the text *all is meant, put it "
         "in "
         "quotes: \"*all\""},
        {"<<: {a: b}\nc: on\n", "!",
         "SYN023 1:1-1:3 merge keys are not supported | write the members out in this map"},
        {"{?Condition: a, b: c}", "{Condition:'a',b:'c'}",
         "SYN026 1:2-1:3 a \"?\" before a key belongs to the key for some readers of YAML and not for others "
         "| "
         "remove it, or put the key in quotes: \"?Condition\""},
        {"[?a]", "[{a:null}]",
         "SYN026 1:2-1:3 a \"?\" before a key belongs to the key for some readers of YAML and not for others "
         "| "
         "remove it, or put the key in quotes: \"?a\""},
        {"a: !Ref x\nb: ! y\nc: !t {d: e}\nf: g", "{a:!,b:!,c:!,f:'g'}",
         "SYN022 1:4-1:8 tags are not supported | " REMOVE_TAG
         "\nSYN022 2:4-2:5 tags are not supported | " REMOVE_TAG
         "\nSYN022 3:4-3:6 tags are not supported | " REMOVE_TAG},
        {"a: !!str &x 3\n", "{a:!}",
         "SYN021 1:10-1:12 anchors are not supported | " REMOVE_ANCHOR
         "\nSYN022 1:4-1:9 tags are not supported | " REMOVE_TAG},
        {"Effect: Deny\nx: z\n\"Eff\\u0065ct\": Allow\n'Effect': Deny\n",
         "{Effect:'Deny',x:'z',Effect:'Allow',Effect:'Deny'}",
         "SYN013 3:1-3:14 duplicate key \"Eff\\u0065ct\"; the first one is at line 1, column 1 "
         "| " TWICE "\nSYN013 4:1-4:9 duplicate key 'Effect'; the first one is at line 1, column 1 | " TWICE},
        {"- {a: 1, b: 2, a: 3}\n- {a: 1}\n", "[{a:1,b:2,a:3},{a:1}]",
         "SYN013 1:16-1:17 duplicate key a; the first one is at line 1, column 4 | " TWICE},
        {"? [a, b]\n: c\nd: e\n", "{d:'e'}",
         "SYN026 1:3-1:4 a list cannot be a key | a key is a string; put it in quotes if it begins with "
         "\"[\" or \"{\""},
        {"{{a: b}: c, d: e}", "{d:'e'}",
         "SYN026 1:2-1:3 a map cannot be a key | a key is a string; put it in quotes if it begins with \"[\" "
         "or \"{\""},
        {"~: a\nb: c\n", "{b:'c'}",
         "SYN026 1:1-1:2 null cannot be a key | write the key before the ':', in quotes if it is \"null\" or "
         "\"~\""},
        {"on: a\nb: 010\n", "{on:'a',b:!}",
         "SYN025 2:4-2:7 010 without quotes is one value to some readers of YAML and another to others | "
         "put it in quotes: \"010\""},
        {"a: \"x\\0y\"\n", "{a:!}",
         "SYN005 1:4-1:10 the string contains a zero character | remove the escape; no name in a policy has "
         "one"},
        {"\xEF\xBB\xBFö: 010\n", "{ö:!}",
         "SYN014 1:1-1:2 the text begins with a byte order mark | save the file as UTF-8 without a byte "
         "order mark\n"
         "SYN025 1:5-1:8 010 without quotes is one value to some readers of YAML and another to others | "
         "put it in quotes: \"010\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(read_text(fixture, cases[i].text), RAMPART_INVALID_INPUT);
        dump_diags(fixture);
        expect_dump(fixture, cases[i].text, cases[i].diags);
        assert_non_null(fixture->root);
        dump_node(&fixture->dump, fixture->root);
        expect_dump(fixture, cases[i].text, cases[i].tree);
    }
}

/* Where libyaml cannot go on. */
static void says_what_is_wrong(void **state)
{
    struct fixture *fixture = *state;
    static const char *const cases[][2] = {
        {"é: b\nAction: *\n",
         "SYN021 2:9-2:10 a text without quotes cannot begin with '*', which refers to an anchor in YAML "
         "| put it in quotes: \"*\""},
        {"[*:*, b]",
         "SYN021 1:2-1:5 a text without quotes cannot begin with '*', which refers to an anchor in YAML "
         "| put it in quotes: \"*:*\""},
        {"a: &", "SYN021 1:4-1:5 a text without quotes cannot begin with '&', which sets an anchor in YAML "
                 "| put it in quotes: \"&\""},
        {"a: 1\nb: \"ü\\uD83D\\uDE00\"\n", "SYN008 2:6-2:12 YAML has no surrogate pairs | write the "
                                           "character itself, or \"\\U\" with its eight hexadecimal digits"},
        {"a: \"\\U00110000\"\n",
         "SYN007 1:5-1:15 this escape is not a character | the highest character is \"\\U0010FFFF\""},
        {"a: \"\\q\"\n",
         "SYN007 1:5-1:6 unknown escape | write \"\\\\\" for a backslash, or use single quotes, "
         "in which it is plain text"},
        {"a: \"\\x4\"\n",
         "SYN007 1:7-1:8 a hexadecimal digit is missing in this escape | write two digits after \"\\x\", "
         "four after \"\\u\", eight after \"\\U\""},
        {"é: ü: c\n",
         "SYN020 1:5-1:6 a ':' cannot stand here | put a value that holds \": \" in quotes; begin every "
         "member of a map on its own line"},
        {"a:\n\t- b\n", "SYN020 2:1-2:2 a tab indents this line | indent with spaces"},
        {"a: @b\n", "SYN020 1:4-1:5 a text without quotes cannot begin with '@' | put it in quotes"},
        {"a: [b\n",
         "SYN020 2:1-2:1 a ',' or the list's ']' is missing before this | it opened at line 1, column 4"},
        {"a: {b: c\nd: e",
         "SYN020 2:2-2:3 a ',' or the map's '}' is missing before this | it opened at line 1, column 4"},
        {"a: 'b\nc: d\n",
         "SYN020 1:4-1:5 the quote that opens here is never closed | close it at the end of the text"},
        {"a: b\n- c\n",
         "SYN020 2:1-2:2 this does not belong to the map before it | indent it exactly as the other "
         "members; nothing may follow a closing quote or bracket"},
        {"- a\nb: c\n",
         "SYN020 2:1-2:2 this does not belong to the list before it | begin every value of the list with "
         "'-', all with the same indent"},
        {"{a: b}}", "SYN020 1:7-1:8 this does not belong to the document before it | remove it, or indent it "
                    "as the rest "
                    "of the document"},
        {"a: ]",
         "SYN020 1:4-1:5 a value is missing before this | write the value; put a text that begins with this "
         "character in quotes"},
        {"a: b\nc\nd: e\n", "SYN020 2:1-2:2 this key has no ':' and no value | write \"key: value\""},
        {"a: !x!y z",
         "SYN022 1:4-1:5 tags are not supported | remove it; put a value that begins with '!' in quotes"},
        {"%TAG !a! b\n---\na: b\n",
         "SYN022 1:1-1:5 a %TAG directive | remove the line; tags are not supported"},
        {"%FOO x\n---\na\n", "SYN020 1:1-1:2 unknown directive | remove the line"},
        {"%YAML 1.\n---\na\n", "SYN020 1:1-1:2 unknown directive | remove the line"},
        {"%YAML 1.1\n%YAML 1.1\n---\na\n",
         "SYN020 2:1-2:2 the version of YAML is given twice | remove the line"},
        {"\n%YAML 2.0\n---\na\n", "SYN020 2:1-2:2 unknown version of YAML | remove the line"},
        {"a: !<b c",
         "SYN022 1:4-1:5 tags are not supported | remove it; put a value that begins with '!' in quotes"},
        {"a: 010\n---\nb: c\n",
         "SYN025 1:4-1:7 010 without quotes is one value to some readers of YAML and another to others | "
         "put it in quotes: \"010\"\n"
         "SYN024 2:1-2:4 a second document begins here | keep one document in a file"},
        {"# a\n", "SYN027 1:1-1:1 the document is empty | "},
        {"---\n...\n", "SYN027 1:1-1:1 the document is empty | "},
        {"", "SYN027 1:1-1:1 the document is empty | "},
        {"é: \x01\nb: \x7F\n",
         "SYN006 1:4-1:5 the control character U+0001 | remove it, or write \"\\u0001\" in quotes\n"
         "SYN006 2:4-2:5 the control character U+007F | remove it, or write \"\\u007F\" in quotes"},
        {"a: \xC2\x85\xE2\x80\xA8",
         "SYN012 1:4-1:5 U+0085 ends a line in YAML 1.1 only | end the line with a line feed, "
         "or write \"\\u0085\" in quotes\n"
         "SYN012 1:5-1:6 U+2028 ends a line in YAML 1.1 only | end the line with a line feed, "
         "or write \"\\u2028\" in quotes"},
        {"a: \xEF\xBB\xBF",
         "SYN014 1:4-1:5 a byte order mark inside the text | remove it; it is invisible in most editors"},
        {"é: \xC0\xAF", "SYN004 1:4-1:5 this is not valid UTF-8 | save the file as UTF-8"},
        {"\xFF\xFE"
         "a",
         "SYN004 1:1-1:2 the text is UTF-16, not UTF-8 | save the file as UTF-8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(read_text(fixture, cases[i][0]), RAMPART_INVALID_INPUT);
        dump_diags(fixture);
        expect_dump(fixture, cases[i][0], cases[i][1]);
        assert_null(fixture->root);
    }
}

static void refuses_zero_bytes(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(read_str(fixture, RP_STR("ab: \"c\0d\"")), RAMPART_INVALID_INPUT);
    dump_diags(fixture);
    expect_dump(fixture, "zero",
                "SYN005 1:7-1:8 the text contains a zero byte | remove it; no name in a policy has one");
    assert_int_equal(read_str(fixture, RP_STR("a\0:\0 \0b\0")), RAMPART_INVALID_INPUT);
    assert_string_equal(rampart_diags_at(fixture->diags, 0)->code, "SYN004");
    assert_int_equal(read_str(fixture, RP_STR("\0a\0:")), RAMPART_INVALID_INPUT);
    assert_string_equal(rampart_diags_at(fixture->diags, 0)->code, "SYN004");
}

static void keeps_the_limits(void **state)
{
    struct fixture *fixture = *state;
    fixture->limits.depth = 3;
    fixture->limits.list_values = 2;
    fixture->limits.string_bytes = 4;
    static const char *const fine[] = {"[[[a]]]", "a: {b: [c, abcd]}", "{a: 1, b: 2, c: 3}",
                                       "- - [a]\n- [[a]]"};
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++)
        assert_int_equal(read_text(fixture, fine[i]), RAMPART_OK);
    static const char *const cases[][2] = {
        {"é: [[[a]]]", "SYN017 1:6-1:7 lists and maps are nested more than 3 deep | "},
        {"- - - - a", "SYN017 1:7-1:7 lists and maps are nested more than 3 deep | "},
        {"[é, b, c, d]", "SYN019 1:8-1:9 the list has more than 2 values | "},
        {"a: ééé", "SYN018 1:4-1:7 a string of 6 bytes; the limit is 4 | "},
        {"abcde: f", "SYN018 1:1-1:6 a string of 5 bytes; the limit is 4 | "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(read_text(fixture, cases[i][0]), RAMPART_LIMIT);
        dump_diags(fixture);
        expect_dump(fixture, cases[i][0], cases[i][1]);
        assert_null(fixture->root);
    }
}

struct hostile {
    struct fixture *fixture;
    struct rampart_str text;
};

static void read_hostile(void *context, size_t length)
{
    const struct hostile *hostile = context;
    (void)read_str(hostile->fixture, (struct rampart_str){hostile->text.data, length});
}

/* What takes libyaml the square of the size when it is let run, and what could take us. */
static void hostile_texts_cost_linear_time(void **state)
{
    static const char *const pieces[] = {
        "[",   "{",       "- ",  "-\n",    "? ",           "{\"\":[",     "? [",   "{a: {a: ", "!a ",
        "&a ", "\"\":",   "a: ", "[],",    "%TAG !a! b\n", "%YAML 1.2\n", "---\n", "a,",       "*a ",
        "\n",  "{a: 1},", "|",   "a: b\n", "é ",           "\"\\u0041",   "# é\n"};
    enum { BYTES = 8192 };
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct rp_buf text;
        rp_buf_init(&text, NULL, 2 * BYTES);
        while (text.len < BYTES) rp_buf_add(&text, rampart_str(pieces[i]));
        struct hostile hostile = {*state, rp_buf_text(&text)};
        double growth = growth_of(&(struct growing){read_hostile, &hostile, BYTES});
        if (growth > 2)
            fail_msg("%s: a byte of %d times the text took %.2f times as long", pieces[i], GROWTH, growth);
        rp_buf_free(&text);
    }
}

static void finds_duplicates_among_many(void **state)
{
    struct fixture *fixture = *state;
    struct rp_buf text;
    rp_buf_init(&text, NULL, 1 << 24);
    rp_buf_printf(&text, "{");
    for (unsigned i = 0; i < 50000; i++)
        rp_buf_printf(&text, "acs:the-same-beginning-%u: %u, ", i * 7919u % 50000u, i);
    rp_buf_printf(&text, "b: 1}");
    assert_int_equal(read_str(fixture, rp_buf_text(&text)), RAMPART_OK);
    text.len -= 5;
    rp_buf_printf(&text, "\nacs:the-same-beginning-0: 1}");
    assert_int_equal(read_str(fixture, rp_buf_text(&text)), RAMPART_INVALID_INPUT);
    dump_diags(fixture);
    expect_dump(fixture, "50,000 keys",
                "SYN013 2:1-2:25 duplicate key acs:the-same-beginning-0; the first one is at line 1, column "
                "2 | " TWICE);
    rp_buf_free(&text);
}

/* An allocator that refuses after so many calls. */
struct refusing {
    size_t left;
};

static void *refuse_at_last(void *context, size_t size)
{
    struct refusing *refusing = context;
    if (refusing->left == 0) return NULL;
    refusing->left--;
    return malloc(size);
}

static void release(void *context, void *memory)
{
    (void)context;
    free(memory);
}

static void survives_refused_memory(void **state)
{
    struct fixture *fixture = *state;
    struct rp_buf text;
    rp_buf_init(&text, NULL, 1 << 20);
    for (unsigned i = 0; i < 500; i++) rp_buf_printf(&text, "key%u: [\"a\\n\", {b: c, d: e}]\n", i);
    assert_int_equal(read_str(fixture, rp_buf_text(&text)), RAMPART_OK);
    enum rampart_status status = RAMPART_NO_MEMORY;
    for (size_t allowed = 0; status == RAMPART_NO_MEMORY; allowed++) {
        struct refusing refusing = {allowed};
        struct rp_arena arena;
        rp_arena_init(&arena, &(struct rampart_allocator){&refusing, refuse_at_last, release});
        struct rp_reading reading = {
            .arena = &arena, .source = &fixture->source, .limits = &fixture->limits, .diags = fixture->diags};
        status = rp_yaml_read(&reading, &fixture->root);
        if (status == RAMPART_NO_MEMORY) assert_null(fixture->root);
        rp_arena_free(&arena);
        assert_true(allowed < 100);
    }
    assert_int_equal(status, RAMPART_OK);
    rp_buf_free(&text);
}

/*
 * libyaml's own way to memory, taken over by these: the linker prefers the program's. They refuse when `left`
 * has run out. Where libyaml is bound to its own, `calls` stays zero.
 */
static struct {
    size_t left, calls;
} libyaml = {SIZE_MAX, 0};

void *yaml_malloc(size_t size);
void *yaml_realloc(void *memory, size_t size);
char *yaml_strdup(const char *text);

static bool libyaml_may(void)
{
    libyaml.calls++;
    if (libyaml.left == 0) return false;
    libyaml.left--;
    return true;
}

void *yaml_malloc(size_t size)
{
    return libyaml_may() ? malloc(size == 0 ? 1 : size) : NULL;
}

void *yaml_realloc(void *memory, size_t size)
{
    return libyaml_may() ? realloc(memory, size == 0 ? 1 : size) : NULL;
}

char *yaml_strdup(const char *text)
{
    char *copy = text != NULL && libyaml_may() ? malloc(strlen(text) + 1) : NULL;
    return copy == NULL ? NULL : strcpy(copy, text);
}

static void survives_refused_memory_in_libyaml(void **state)
{
    struct fixture *fixture = *state;
    const char *text = "%YAML 1.1\n---\na: &x [\"b\\n\", {c: d}]\ne: !!str f\ng: !h i\nj: *x\nk: |\n  l\n";
    libyaml.calls = 0;
    enum rampart_status status = RAMPART_NO_MEMORY;
    size_t allowed = 0;
    for (; status == RAMPART_NO_MEMORY && allowed < 1000; allowed++) {
        libyaml.left = allowed;
        status = read_text(fixture, text);
        if (status == RAMPART_NO_MEMORY) assert_null(fixture->root);
    }
    libyaml.left = SIZE_MAX;
    if (libyaml.calls == 0) skip();
    assert_int_equal(status, RAMPART_INVALID_INPUT);
    assert_int_equal(rampart_diags_found(fixture->diags, RAMPART_ERROR), 4);
    assert_true(allowed > 20);
}

/* ---- tags ---- */

struct reader {
    struct rp_arena arena;
    struct rampart_diags *diags;
    struct rampart_limits limits;
    struct rp_source source;
    struct rp_buf dump;
};

static int build(void **state)
{
    static struct reader reader;
    reader = (struct reader){.limits = rampart_default_limits()};
    rp_arena_init(&reader.arena, NULL);
    rp_buf_init(&reader.dump, NULL, 1 << 20);
    *state = &reader;
    return rampart_diags_new(NULL, &reader.diags) == RAMPART_OK ? 0 : -1;
}

static int clear(void **state)
{
    struct reader *reader = *state;
    rampart_diags_free(reader->diags);
    rp_buf_free(&reader->dump);
    rp_arena_free(&reader->arena);
    return 0;
}

static enum rampart_status read_template(struct reader *reader, struct rp_arena *arena, const char *text,
                                         struct rp_node **ret_root)
{
    rampart_diags_clear(reader->diags);
    reader->dump.len = 0;
    if (rp_source_init(&reader->source, &reader->arena, RP_STR("t.yaml"), rampart_str(text)) != RAMPART_OK)
        return RAMPART_NO_MEMORY;
    const struct rp_reading reading = {.arena = arena,
                                       .source = &reader->source,
                                       .limits = &reader->limits,
                                       .diags = reader->diags,
                                       .short_functions = true};
    return rp_yaml_read(&reading, ret_root);
}

/* The tree with the part of the text that each value is said to stand in: 'b'<b>. */
static void dump_with_keys(struct reader *reader, const struct rp_node *node)
{
    struct rp_buf *dump = &reader->dump;
    struct rampart_str text = reader->source.text;
    bool map = node->type == RP_NODE_MAP, list = node->type == RP_NODE_LIST;
    if (!map && !list) rp_buf_printf(dump, "%s", node->type == RP_NODE_BROKEN ? "!" : "");
    if (!map && !list) rp_buf_add(dump, node->text);
    if (map || list) rp_buf_printf(dump, map ? "{" : "[");
    for (const struct rp_node *child = node->first; child != NULL; child = child->next) {
        if (child != node->first) rp_buf_printf(dump, ",");
        if (map) {
            struct rp_span key = child->key_span;
            rp_buf_printf(dump, "%.*s<%.*s>:", RP_ARG(child->key), (int)(key.end - key.start),
                          text.data + key.start);
        }
        dump_with_keys(reader, child);
    }
    if (map || list) rp_buf_printf(dump, map ? "}" : "]");
    rp_buf_printf(dump, "<%.*s>", (int)(node->span.end - node->span.start), text.data + node->span.start);
}

static void says(struct reader *reader, const char *input, const char *expected)
{
    for (size_t i = 0; i < rampart_diags_count(reader->diags); i++) {
        const struct rampart_diag *diag = rampart_diags_at(reader->diags, i);
        rp_buf_printf(&reader->dump, "|%s %u:%u %.*s", diag->code, diag->line, diag->column,
                      RP_ARG(diag->message));
    }
    struct rampart_str dump = rp_buf_text(&reader->dump);
    if (!rp_str_equal(dump, rampart_str(expected)))
        fail_msg("%s\ngives\n%.*s\nnot\n%s", input, RP_ARG(dump), expected);
}

static void a_tag_is_a_function(void **state)
{
    static const struct {
        const char *text, *tree;
    } cases[] = {
        {"!Ref A", "{Ref<!Ref>:A<A>}<!Ref A>"},
        {"[!Ref A, b]", "[{Ref<!Ref>:A<A>}<!Ref A>,b<b>]<[!Ref A, b]>"},
        {"- !Condition 'A b'", "[{Condition<!Condition>:A b<'A b'>}<!Condition 'A b'>]<- !Condition 'A b'>"},
        {"!GetAtt A.B", "{Fn::GetAtt<!GetAtt>:A.B<A.B>}<!GetAtt A.B>"},
        {"!Sub \"a\\tb\"", "{Fn::Sub<!Sub>:a\tb<\"a\\tb\">}<!Sub \"a\\tb\">"},
        {"!Sub |\n  x\n", "{Fn::Sub<!Sub>:x\n<|\n  x>}<!Sub |\n  x>"},
        {"!Select [0, !Ref L]",
         "{Fn::Select<!Select>:[0<0>,{Ref<!Ref>:L<L>}<!Ref L>]<[0, !Ref L]>}<!Select [0, !Ref L]>"},
        {"!Join # with nothing\n- ''\n- [a]\n",
         "{Fn::Join<!Join>:[<''>,[a<a>]<[a]>]<- ''\n- [a]>}<!Join # with nothing\n- ''\n- [a]>"},
        {"!Replace {a: b}", "{Fn::Replace<!Replace>:{a<a>:b<b>}<{a: b}>}<!Replace {a: b}>"},
        {"!Ref\n", "{Ref<!Ref>:<>}<!Ref>"},
        {"é: !Ref ü", "{é<é>:{Ref<!Ref>:ü<ü>}<!Ref ü>}<é: !Ref ü>"},
    };
    struct reader *reader = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rp_node *root = NULL;
        assert_int_equal(read_template(reader, &reader->arena, cases[i].text, &root), RAMPART_OK);
        dump_with_keys(reader, root);
        says(reader, cases[i].text, cases[i].tree);
    }
}

static void other_tags_are_refused(void **state)
{
    static const struct {
        const char *text, *said;
    } cases[] = {
        {"a: !!str b", "{a<a>:!b<!!str b>}<a: !!str b>|SYN022 1:4 tags are not supported"},
        {"a: ! b", "{a<a>:!b<! b>}<a: ! b>|SYN022 1:4 tags are not supported"},
        {"a: !x-y b", "{a<a>:!b<!x-y b>}<a: !x-y b>|SYN022 1:4 tags are not supported"},
        {"!Ref a: b", "!<!Ref a: b>|SYN022 1:1 tags are not supported"},
        {"- !Ref &x a", "[{Ref<!Ref>:a<&x a>}<!Ref &x a>]<- !Ref &x a>|SYN021 1:8 anchors are not supported"},
    };
    struct reader *reader = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rp_node *root = NULL;
        assert_int_equal(read_template(reader, &reader->arena, cases[i].text, &root), RAMPART_INVALID_INPUT);
        dump_with_keys(reader, root);
        says(reader, cases[i].text, cases[i].said);
    }
}

/* A function is a map around its value: both count. */
static void functions_count_as_depth(void **state)
{
    struct reader *reader = *state;
    struct rp_node *root = NULL;
    reader->limits.depth = 4;
    assert_int_equal(read_template(reader, &reader->arena, "[!If [!Ref a]]", &root), RAMPART_OK);
    assert_int_equal(read_template(reader, &reader->arena, "[!If [[!Ref a]]]", &root), RAMPART_LIMIT);
    says(reader, "a scalar's", "|SYN017 1:8 lists and maps are nested more than 4 deep");
    assert_int_equal(read_template(reader, &reader->arena, "[!If [!If [a]]]", &root), RAMPART_LIMIT);
    says(reader, "a list's", "|SYN017 1:11 lists and maps are nested more than 4 deep");
    assert_int_equal(read_template(reader, &reader->arena, "[!If [a], !If [a], !If [!Ref a]]", &root),
                     RAMPART_OK);
}

static void tags_survive_refused_memory(void **state)
{
    struct reader *reader = *state;
    enum rampart_status status = RAMPART_NO_MEMORY;
    for (size_t allowed = 0; status == RAMPART_NO_MEMORY; allowed++) {
        size_t left = allowed;
        struct rampart_allocator allocator = ration_allocator(&left);
        struct rp_arena arena;
        struct rp_node *root = NULL;
        rp_arena_init(&arena, &allocator);
        status = read_template(reader, &arena, "a: !Sub [\"a\\tb\", {c: !Ref d}]", &root);
        rp_arena_free(&arena);
        assert_true(allowed < 100);
    }
    assert_int_equal(status, RAMPART_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reads_trees, build_fixture, clear_fixture),
        cmocka_unit_test_setup_teardown(knows_the_types_of_plain_scalars, build_fixture, clear_fixture),
        cmocka_unit_test_setup_teardown(knows_doubtful_words, build_fixture, clear_fixture),
        cmocka_unit_test_setup_teardown(knows_places, build_fixture, clear_fixture),
        cmocka_unit_test_setup_teardown(refuses_and_reads_on, build_fixture, clear_fixture),
        cmocka_unit_test_setup_teardown(says_what_is_wrong, build_fixture, clear_fixture),
        cmocka_unit_test_setup_teardown(refuses_zero_bytes, build_fixture, clear_fixture),
        cmocka_unit_test_setup_teardown(keeps_the_limits, build_fixture, clear_fixture),
        cmocka_unit_test_setup_teardown(hostile_texts_cost_linear_time, build_fixture, clear_fixture),
        cmocka_unit_test_setup_teardown(finds_duplicates_among_many, build_fixture, clear_fixture),
        cmocka_unit_test_setup_teardown(survives_refused_memory, build_fixture, clear_fixture),
        cmocka_unit_test_setup_teardown(survives_refused_memory_in_libyaml, build_fixture, clear_fixture),
        cmocka_unit_test_setup_teardown(a_tag_is_a_function, build, clear),
        cmocka_unit_test_setup_teardown(other_tags_are_refused, build, clear),
        cmocka_unit_test_setup_teardown(functions_count_as_depth, build, clear),
        cmocka_unit_test_setup_teardown(tags_survive_refused_memory, build, clear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
