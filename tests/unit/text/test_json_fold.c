/* SPDX-License-Identifier: Apache-2.0 */
/* A folded node, unfolded, is what the whole tree has in its place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "support/json_text.h"
#include "text/json.h"

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
    struct rp_node *unfolded = NULL;
    if (node->lazy) {
        assert_null(node->first);
        assert_int_equal(node->count, whole->count);
        assert_int_equal(rp_json_expand(&reading, node, &unfolded), RAMPART_OK);
        node = unfolded;
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

static void unfolded_is_as_read_at_once(void **state)
{
    unsigned random = 7;
    (void)state;
    for (unsigned i = 0; i < TEXTS; i++) {
        struct rp_buf buf;
        struct json_text json;
        size_t seen = 0;
        const struct rp_json_lazy fold = {DEPTH, see, &seen};
        struct rp_node *outline = NULL;
        rp_buf_init(&buf, NULL, 1 << 24);
        put_value(&buf, &random, 5);
        json_text_open(&json, NULL, rp_buf_text(&buf));
        assert_int_equal(json.status, RAMPART_OK);
        struct rp_reading reading = {
            .arena = &json.arena, .source = &json.source, .limits = &json.limits, .diags = json.diags};
        assert_int_equal(rp_json_read_lazy(&reading, &fold, &outline), RAMPART_OK);
        assert_int_equal(seen, count_at(json.root, DEPTH));
        same(&json, json.root, outline);
        json_text_close(&json);
        rp_buf_free(&buf);
    }
}

static void a_mistake_is_not_reported_and_gives_no_tree(void **state)
{
    size_t seen = 0;
    const struct rp_json_lazy fold = {DEPTH, see, &seen};
    struct rp_node *outline = NULL;
    struct json_text json;
    (void)state;
    json_text_open(&json, NULL, RP_STR("{\"a\": {\"b\": {\"c\": 1, \"c\": 2}}}"));
    assert_int_equal(rampart_diags_count(json.diags), 1);
    struct rp_reading reading = {
        .arena = &json.arena, .source = &json.source, .limits = &json.limits, .diags = json.diags};
    assert_int_equal(rp_json_read_lazy(&reading, &fold, &outline), RAMPART_INVALID_INPUT);
    assert_null(outline);
    assert_int_equal(rampart_diags_count(json.diags), 1);
    json_text_close(&json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unfolded_is_as_read_at_once),
        cmocka_unit_test(a_mistake_is_not_reported_and_gives_no_tree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
