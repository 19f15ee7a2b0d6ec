/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader of JSON takes what is written plainly in one step, and reads the rest by tokens; a small text that is
 * plain from end to end has a reader of its own. Here every text, and a part of it, is read by tokens alone as well: tree, places,
 * diagnostics and status are the same. Texts are made of pieces, plain ones and others, and then some of their bytes
 * are changed. RAMPART_SEED in the environment repeats a run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/str.h"
#include "support/chance.h"
#include "support/diag_lines.h"
#include "support/json_by_tokens.h"
#include "text/json_plain.h"

enum { TEXTS = 20000, LONGEST = 4096, DEEPEST = 4, LINES = 1 << 16 };

/* ---- making texts ---- */

struct text {
    struct chance *chance;
    char bytes[LONGEST];
    size_t len;
};

static void put(struct text *text, const char *piece)
{
    size_t len = strlen(piece);
    if (text->len + len > LONGEST) return;
    memcpy(text->bytes + text->len, piece, len);
    text->len += len;
}

static void put_one(struct text *text, const char *const *pieces, size_t count)
{
    put(text, pieces[chance_below(text->chance, (unsigned)count)]);
}

#define PUT_ONE(text, pieces) put_one((text), (pieces), sizeof(pieces) / sizeof *(pieces))

static void put_blanks(struct text *text)
{
    static const char *const blanks[] = {"", "", "", " ", "\n  ", "\t", "\r\n", "\xC2\xA0", " //\n", "\\"};
    put_one(text, blanks, chance_of(text->chance, 5) ? 10 : 7);
}

static void put_string(struct text *text)
{
    static const char *const plain[] = {"\"\"",
                                        "\"id\"",
                                        "\"action\"",
                                        "\"acs:ess:*:*:scalinggroup/a\"",
                                        "\"${x\"",
                                        "\"a}\"",
                                        "\"twice\"",
                                        "\"0123456789abcde\"",
                                        "\"0123456789abcdef\"",
                                        "\"${a} b\"",
                                        "\"c\x7F\"",
                                        "\"a longer text with blanks, and more\""};
    static const char *const other[] = {"\"\\n\"",   "\"\\u00e9\"",     "\"\xC3\xA9\"",      "\"\xFF\"",
                                        "\"tab\t\"", "\"open",          "\"${a == \"b\"}\"", "'single'",
                                        "\"\\q\"",   "\xE2\x80\x9Cq\"", "\"a\nb\"",          "\\\"x\\\""};
    if (chance_of(text->chance, 92))
        PUT_ONE(text, plain);
    else
        PUT_ONE(text, other);
}

static void put_scalar(struct text *text)
{
    static const char *const words[] = {"0", "7", "1234567890123456", "true", "false"};
    static const char *const other[] = {"null", "-1",    "1.5",      "007",  "1e3", "tru", "trueish",
                                        "TRUE", "var.x", "{{ .x }}", "${x}", "nan", "1,2"};
    if (chance_of(text->chance, 50))
        put_string(text);
    else if (chance_of(text->chance, 85))
        PUT_ONE(text, words);
    else
        PUT_ONE(text, other);
}

static void put_value(struct text *text, unsigned depth)
{
    if (depth == DEEPEST || chance_of(text->chance, 60)) {
        put_scalar(text);
        return;
    }
    const bool map = chance_of(text->chance, 60);
    const unsigned count = chance_below(text->chance, 5);
    put(text, map ? "{" : "[");
    for (unsigned i = 0; i < count; i++) {
        if (i > 0) put(text, ",");
        put_blanks(text);
        if (map) {
            put_string(text);
            put_blanks(text);
            put(text, ":");
            put_blanks(text);
        }
        put_value(text, depth + 1);
        put_blanks(text);
    }
    put(text, map ? "}" : "]");
}

/* A byte or two become others, or go. */
static void spoil(struct text *text)
{
    static const char bytes[] = "\"\\{}[]:, \t0e-.tnu\x01\xC3";
    for (unsigned i = 0; i < 2 && text->len > 1 && chance_of(text->chance, 25); i++) {
        const size_t at = chance_below(text->chance, (unsigned)text->len);
        if (chance_of(text->chance, 50)) {
            text->bytes[at] = bytes[chance_below(text->chance, sizeof bytes)];
        } else {
            memmove(text->bytes + at, text->bytes + at + 1, text->len - at - 1);
            text->len--;
        }
    }
}

static void make_text(struct chance *chance, struct text *text)
{
    text->chance = chance;
    text->len = 0;
    put_blanks(text);
    put_value(text, 0);
    put_blanks(text);
    spoil(text);
}

/* ---- comparing ---- */

static void same_bytes(struct rampart_str a, struct rampart_str b)
{
    assert_int_equal(a.len, b.len);
    if (a.len > 0) assert_memory_equal(a.data, b.data, a.len);
}

static void same_span(struct rp_span a, struct rp_span b)
{
    assert_int_equal(a.start, b.start);
    assert_int_equal(a.end, b.end);
}

static size_t same_tree(const struct rp_node *a, const struct rp_node *b)
{
    size_t nodes = 0;
    for (; a != NULL && b != NULL; a = a->next, b = b->next) {
        assert_int_equal(a->type, b->type);
        assert_int_equal(a->lazy, b->lazy);
        assert_int_equal(a->count, b->count);
        same_span(a->span, b->span);
        same_span(a->key_span, b->key_span);
        same_bytes(a->text, b->text);
        same_bytes(a->key, b->key);
        nodes += 1 + same_tree(a->first, b->first);
    }
    assert_null(a);
    assert_null(b);
    return nodes;
}

/* One way to read, and what came of it. */
struct way {
    struct rp_arena arena;
    struct rampart_diags *diags;
    struct rp_node *root;
    enum rampart_status status;
    char lines[LINES];
};

static struct rp_reading open_way(struct way *way, const struct rp_source *source, const struct rampart_limits *limits)
{
    rp_arena_init(&way->arena, NULL);
    assert_int_equal(rampart_diags_new(NULL, &way->diags), RAMPART_OK);
    way->root = NULL;
    return (struct rp_reading){.arena = &way->arena, .source = source, .limits = limits, .diags = way->diags};
}

static void close_way(struct way *way)
{
    rampart_diags_free(way->diags);
    rp_arena_free(&way->arena);
}

/* The lists and maps that are left out: how many children each has. */
static enum rampart_status see(void *context, const struct rp_node *outer, struct rp_node *node)
{
    size_t *sum = context;
    *sum = *sum * 31 + node->count + (outer != NULL);
    return RAMPART_OK;
}

struct tally {
    unsigned good, plain;
};

/* The text up to some place, which may lie in the middle of a value: nothing behind it is taken. */
static void compare_part(const struct rp_source *source, uint32_t end, const struct rampart_limits *limits)
{
    static struct way quick, tokens;
    struct rp_reading a = open_way(&quick, source, limits), b = open_way(&tokens, source, limits);

    quick.status = rp_json_read_part(&a, (struct rp_span){0, end}, &quick.root);
    tokens.status = json_by_tokens_part(&b, (struct rp_span){0, end}, &tokens.root);
    assert_int_equal(quick.status, tokens.status);
    assert_string_equal(diag_lines(quick.diags, quick.lines, LINES), diag_lines(tokens.diags, tokens.lines, LINES));
    (void)same_tree(quick.root, tokens.root);
    close_way(&quick);
    close_way(&tokens);
}

static void compare(struct rampart_str text, const struct rampart_limits *limits, struct tally *tally)
{
    static struct way quick, tokens;
    struct rp_arena arena;
    struct rp_source source;
    size_t seen = 0, seen_by_tokens = 0;
    struct rp_json_lazy lazy = {2, see, &seen, NULL}, lazy_by_tokens = {2, see, &seen_by_tokens, NULL};

    rp_arena_init(&arena, NULL);
    assert_int_equal(rp_source_init(&source, &arena, RP_STR("t.json"), text), RAMPART_OK);
    if (text.len > 1) compare_part(&source, 1 + (uint32_t)(text.len * text.len * 7919 % 104729 % (text.len - 1)), limits);
    struct rp_reading a = open_way(&quick, &source, limits), b = open_way(&tokens, &source, limits);
    quick.status = rp_json_read(&a, &quick.root);
    tokens.status = json_by_tokens(&b, &tokens.root);
    assert_int_equal(quick.status, tokens.status);
    assert_string_equal(diag_lines(quick.diags, quick.lines, LINES), diag_lines(tokens.diags, tokens.lines, LINES));
    (void)same_tree(quick.root, tokens.root);
    const struct rp_node *plain = rp_json_plain_read(&arena, source.text, limits);
    if (plain != NULL) {
        assert_int_equal(tokens.status, RAMPART_OK);
        (void)same_tree(plain, tokens.root);
    }
    tally->plain += plain != NULL;
    tally->good += tokens.status == RAMPART_OK;
    quick.root = tokens.root = NULL;
    assert_int_equal(rp_json_read_lazy(&a, &lazy, &quick.root), json_by_tokens_lazy(&b, &lazy_by_tokens, &tokens.root));
    assert_int_equal(seen, seen_by_tokens);
    (void)same_tree(quick.root, tokens.root);
    close_way(&quick);
    close_way(&tokens);
    rp_arena_free(&arena);
}

static void quick_and_by_tokens_read_the_same(void **state)
{
    struct chance chance = chance_begin();
    struct rampart_limits limits = rp_limits_of(NULL);
    struct tally tally = {0};

    (void)state;
    for (unsigned i = 0; i < TEXTS; i++) {
        static struct text text;

        make_text(&chance, &text);
        limits.string_bytes = i % 4 == 0 ? 1 + chance_below(&chance, 20) : rp_limits_of(NULL).string_bytes;
        limits.depth = i % 8 == 0 ? 1 + chance_below(&chance, 4) : rp_limits_of(NULL).depth;
        limits.list_values = i % 16 == 0 ? 1 + chance_below(&chance, 40) : rp_limits_of(NULL).list_values;
        compare((struct rampart_str){text.bytes, text.len}, &limits, &tally);
    }
    printf("%u of %d texts are JSON, %u of them plain\n", tally.good, TEXTS, tally.plain);
    assert_true(tally.good > TEXTS / 4 && tally.good < TEXTS * 9 / 10);
    assert_true(tally.plain > TEXTS / 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(quick_and_by_tokens_read_the_same)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
