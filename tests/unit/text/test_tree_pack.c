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

struct world {
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

static void open_world(struct world *world, const char *text)
{
    memset(world, 0, sizeof *world);
    rp_arena_init(&world->arena, NULL);
    world->limits = rampart_default_limits();
    assert_int_equal(rampart_diags_new(NULL, &world->diags), RAMPART_OK);
    assert_int_equal(rp_source_init(&world->source, &world->arena, RP_STR("t"), rampart_str(text)),
                     RAMPART_OK);
    world->reading = (struct rp_reading){.arena = &world->arena,
                                         .source = &world->source,
                                         .limits = &world->limits,
                                         .diags = world->diags};
    assert_int_equal(rp_tree_read(&world->reading, RAMPART_FORMAT_AUTO, &world->root), RAMPART_OK);
    rp_buf_init(&world->packed, NULL, 1 << 20);
    assert_int_equal(rp_tree_pack(&world->reading, world->root, &world->packed), RAMPART_OK);
}

static void close_world(struct world *world)
{
    rp_buf_free(&world->packed);
    rampart_diags_free(world->diags);
    rp_arena_free(&world->arena);
}

static enum rampart_status unpack(struct world *world, struct rampart_str bytes, size_t budget,
                                  struct rp_node **ret_root)
{
    return rp_tree_unpack(&world->reading, bytes, &budget, ret_root);
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
        struct world world;
        struct rp_node *root = NULL;
        open_world(&world, texts[i]);
        assert_int_equal(unpack(&world, rp_buf_text(&world.packed), 1000, &root), RAMPART_OK);
        assert_same(world.root, root, false);
        close_world(&world);
    }
}

static void every_part_of_a_tree_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < TEXTS; i++) {
        struct world world;
        struct rp_node *root = NULL;
        open_world(&world, texts[i]);
        for (size_t len = 0; len < world.packed.len; len++)
            assert_int_equal(unpack(&world, (struct rampart_str){world.packed.data, len}, 1000, &root),
                             RAMPART_INVALID_INPUT);
        rp_buf_add_byte(&world.packed, '\0');
        assert_int_equal(unpack(&world, rp_buf_text(&world.packed), 1000, &root), RAMPART_INVALID_INPUT);
        assert_null(root);
        close_world(&world);
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
        struct world world;
        open_world(&world, texts[i]);
        for (size_t at = 0; at < world.packed.len * 255; at++) {
            struct rp_node *root = NULL;
            char *byte = &world.packed.data[at / 255], was = *byte;
            *byte = (char)(was ^ (char)(at % 255 + 1));
            if (unpack(&world, rp_buf_text(&world.packed), 1000, &root) == RAMPART_OK)
                assert_inside(&world.source, root);
            *byte = was;
        }
        close_world(&world);
    }
}

static void limits_hold(void **state)
{
    struct world world;
    struct rp_node *root = NULL;
    (void)state;
    open_world(&world, "[[[\"abc\", \"de\"]]]");
    struct rampart_str packed = rp_buf_text(&world.packed);
    assert_int_equal(unpack(&world, packed, 4, &root), RAMPART_INVALID_INPUT);
    assert_int_equal(unpack(&world, packed, 5, &root), RAMPART_OK);
    world.limits.string_bytes = 2;
    assert_int_equal(unpack(&world, packed, 5, &root), RAMPART_INVALID_INPUT);
    world.limits.string_bytes = 3;
    world.limits.depth = 2;
    assert_int_equal(unpack(&world, packed, 5, &root), RAMPART_INVALID_INPUT);
    assert_int_equal(rp_tree_pack(&world.reading, world.root, &world.packed), RAMPART_LIMIT);
    close_world(&world);
}

/* 2^64 - 1 as a length, and a number that never ends. */
static void large_numbers_are_refused(void **state)
{
    const struct rampart_str cases[] = {
        RP_STR("\4\0\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\1"),
        RP_STR("\4\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"),
        RP_STR("\5\0\0\xFF\xFF\xFF\xFF\x7F"),
    };
    struct world world;
    (void)state;
    open_world(&world, "[1]");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rp_node *root = NULL;
        assert_int_equal(unpack(&world, cases[i], 1000, &root), RAMPART_INVALID_INPUT);
    }
    close_world(&world);
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
