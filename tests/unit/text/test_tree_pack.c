/* SPDX-License-Identifier: Apache-2.0 */
/* A tree that was packed comes back as it was; bytes that are no tree are refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "text/tree_pack.h"
#include "text/tree_read.h"

struct fixture {
    struct rp_arena arena;
    struct rampart_diags *diags;
    struct rampart_limits limits;
    struct rp_source source;
    struct rp_reading reading;
    struct rp_node *root;
    struct rp_buf packed;
};

static const char *const texts[] = {
    "{}",
    "[]",
    "\"a\"",
    "{\"a\": [1, true, null, \"x\\u0041y\", \"\"], \"\": {\"b\\n\": {}}, \"c\": [[[]], {}]}",
    "a: {b: 'it''s', c: plain}\nlist:\n  - one\n  - {two: \"2\\t\"}\n  - |\n    block\n    text\nlast:\n",
    "[\n\"ä\", \"\xF0\x9F\x98\x80\", {\"ü\": \"\\u00e9\"}]",
};
enum { TEXTS = sizeof texts / sizeof *texts };

static void open_fixture(struct fixture *fixture, const char *text)
{
    memset(fixture, 0, sizeof *fixture);
    rp_arena_init(&fixture->arena, NULL);
    fixture->limits = rampart_default_limits();
    assert_int_equal(rampart_diags_new(NULL, &fixture->diags), RAMPART_OK);
    assert_int_equal(rp_source_init(&fixture->source, &fixture->arena, RP_STR("t"), rampart_str(text)),
                     RAMPART_OK);
    fixture->reading = (struct rp_reading){.arena = &fixture->arena,
                                           .source = &fixture->source,
                                           .limits = &fixture->limits,
                                           .diags = fixture->diags};
    assert_int_equal(rp_tree_read(&fixture->reading, RAMPART_FORMAT_AUTO, &fixture->root), RAMPART_OK);
    rp_buf_init(&fixture->packed, NULL, 1 << 20);
    assert_int_equal(rp_tree_pack(&fixture->reading, fixture->root, &fixture->packed), RAMPART_OK);
}

static void close_fixture(struct fixture *fixture)
{
    rp_buf_free(&fixture->packed);
    rampart_diags_free(fixture->diags);
    rp_arena_free(&fixture->arena);
}

static enum rampart_status unpack(struct fixture *fixture, struct rampart_str bytes, size_t budget,
                                  struct rp_node **ret_root)
{
    return rp_tree_unpack(&fixture->reading, bytes, &budget, ret_root);
}

static void assert_same_text(struct rampart_str a, struct rampart_str b)
{
    assert_int_equal(a.len, b.len);
    if (a.len > 0) assert_memory_equal(a.data, b.data, a.len);
}

static void assert_same(const struct rp_node *a, const struct rp_node *b, bool keyed)
{
    assert_int_equal(a->type, b->type);
    assert_int_equal(a->count, b->count);
    assert_memory_equal(&a->span, &b->span, sizeof a->span);
    assert_same_text(a->text, b->text);
    if (keyed) {
        assert_same_text(a->key, b->key);
        assert_memory_equal(&a->key_span, &b->key_span, sizeof a->key_span);
    }
    const struct rp_node *other = b->first;
    for (const struct rp_node *child = a->first; child != NULL; child = child->next, other = other->next) {
        assert_non_null(other);
        assert_same(child, other, a->type == RP_NODE_MAP);
    }
    assert_null(other);
}

static void trees_come_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < TEXTS; i++) {
        struct fixture fixture;
        struct rp_node *root = NULL;
        open_fixture(&fixture, texts[i]);
        assert_int_equal(unpack(&fixture, rp_buf_text(&fixture.packed), 1000, &root), RAMPART_OK);
        assert_same(fixture.root, root, false);
        close_fixture(&fixture);
    }
}

static void every_part_of_a_tree_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < TEXTS; i++) {
        struct fixture fixture;
        struct rp_node *root = NULL;
        open_fixture(&fixture, texts[i]);
        for (size_t len = 0; len < fixture.packed.len; len++)
            assert_int_equal(unpack(&fixture, (struct rampart_str){fixture.packed.data, len}, 1000, &root),
                             RAMPART_INVALID_INPUT);
        rp_buf_add_byte(&fixture.packed, '\0');
        assert_int_equal(unpack(&fixture, rp_buf_text(&fixture.packed), 1000, &root), RAMPART_INVALID_INPUT);
        assert_null(root);
        close_fixture(&fixture);
    }
}

static void assert_inside(const struct rp_source *source, const struct rp_node *node)
{
    assert_true(node->span.start <= node->span.end && node->span.end <= source->text.len);
    size_t count = 0;
    for (const struct rp_node *child = node->first; child != NULL; child = child->next, count++)
        assert_inside(source, child);
    assert_int_equal(count, node->count);
}

/* A tree that came of it lies within its source; a sanitizer sees what is read beyond. */
static void any_byte_may_be_another(void **state)
{
    (void)state;
    for (size_t i = 0; i < TEXTS; i++) {
        struct fixture fixture;
        open_fixture(&fixture, texts[i]);
        for (size_t at = 0; at < fixture.packed.len * 255; at++) {
            struct rp_node *root = NULL;
            char *byte = &fixture.packed.data[at / 255], was = *byte;
            *byte = (char)(was ^ (char)(at % 255 + 1));
            if (unpack(&fixture, rp_buf_text(&fixture.packed), 1000, &root) == RAMPART_OK)
                assert_inside(&fixture.source, root);
            *byte = was;
        }
        close_fixture(&fixture);
    }
}

static void limits_hold(void **state)
{
    struct fixture fixture;
    struct rp_node *root = NULL;
    (void)state;
    open_fixture(&fixture, "[[[\"abc\", \"de\"]]]");
    struct rampart_str packed = rp_buf_text(&fixture.packed);
    assert_int_equal(unpack(&fixture, packed, 4, &root), RAMPART_INVALID_INPUT);
    assert_int_equal(unpack(&fixture, packed, 5, &root), RAMPART_OK);
    fixture.limits.string_bytes = 2;
    assert_int_equal(unpack(&fixture, packed, 5, &root), RAMPART_INVALID_INPUT);
    fixture.limits.string_bytes = 3;
    fixture.limits.depth = 2;
    assert_int_equal(unpack(&fixture, packed, 5, &root), RAMPART_INVALID_INPUT);
    assert_int_equal(rp_tree_pack(&fixture.reading, fixture.root, &fixture.packed), RAMPART_LIMIT);
    close_fixture(&fixture);
}

/* 2^64 - 1 as a length, and a number that never ends. */
static void large_numbers_are_refused(void **state)
{
    const struct rampart_str cases[] = {
        RP_STR("\4\0\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\1"),
        RP_STR("\4\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"),
        RP_STR("\5\0\0\xFF\xFF\xFF\xFF\x7F"),
    };
    struct fixture fixture;
    (void)state;
    open_fixture(&fixture, "[1]");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rp_node *root = NULL;
        assert_int_equal(unpack(&fixture, cases[i], 1000, &root), RAMPART_INVALID_INPUT);
    }
    close_fixture(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trees_come_back),           cmocka_unit_test(every_part_of_a_tree_is_refused),
        cmocka_unit_test(any_byte_may_be_another),   cmocka_unit_test(limits_hold),
        cmocka_unit_test(large_numbers_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
