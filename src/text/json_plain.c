/* SPDX-License-Identifier: Apache-2.0 */
#include "text/json_plain.h"

/* A map of more members would take too long to compare them with one another. */
enum { DEEPEST = 3, MOST_MEMBERS = 32 };

struct json_plain {
    struct rp_json_plain text;
    struct rp_arena *arena;
    size_t depth, most;
};

/*
 * A node without type, span and text, which every value has. It is filled member by member: clearing memory of this
 * size would be the dearest step of reading.
 */
static inline struct rp_node *json_plain_node(struct rp_arena *arena)
{
    struct rp_node *node = rp_arena_take(arena, rp_arena_bytes(sizeof *node));
    if (node == NULL) return NULL;
    node->lazy = node->doubtful = node->doubtful_key = false;
    node->key_span = (struct rp_span){0, 0};
    node->key = (struct rampart_str){NULL, 0};
    node->first = node->next = NULL;
    node->count = 0;
    node->made = NULL;
    return node;
}

/* True when a member before this one has the key. */
static bool json_plain_again(const struct rp_node *map, const struct rp_node *member, struct rampart_str key)
{
    for (const struct rp_node *other = map->first; other != member; other = other->next)
        if (rp_str_equal(other->key, key)) return true;
    return false;
}

/*
 * Takes a member's key, one that no member before it has. `lengths` has a bit for each length of their keys, 63 for
 * all from there on: keys are compared where two are of one length.
 */
static inline const char *json_plain_key(const struct json_plain *plain, const char *at, const struct rp_node *map,
                                         struct rp_node *member, uint64_t *lengths)
{
    const char *key_end = NULL, *past = rp_json_plain_key(&plain->text, at, &key_end);
    if (past == NULL) return NULL;
    const struct rampart_str key = rp_json_plain_inside(at, key_end);
    const uint64_t length = UINT64_C(1) << (key.len < 63 ? key.len : 63);
    if ((*lengths & length) != 0 && json_plain_again(map, member, key)) return NULL;
    *lengths |= length;
    member->key = key;
    member->key_span = rp_json_plain_span(&plain->text, at, key_end);
    return past;
}

/*
 * Reads the list or map that begins here, and returns the place behind it and the blanks that follow; NULL: it is not
 * plain, or memory was refused.
 */
__attribute__((noinline)) static const char *json_plain_brackets(const struct json_plain *plain, size_t depth,
                                                                 const char *at, struct rp_node *parent)
{
    const bool map = *at == '{';
    if ((!map && *at != '[') || depth == plain->depth) return NULL;
    const char *start = at, close = map ? '}' : ']';
    const size_t most = map ? MOST_MEMBERS : plain->most;
    struct rp_node **place = &parent->first;
    uint64_t lengths = 0;
    size_t count = 0;
    at = rp_json_plain_past_blanks(at + 1);
    for (bool more = *at != close; more; count++) {
        const char *after = NULL;
        struct rp_node *child = count == most ? NULL : json_plain_node(plain->arena);
        if (child == NULL) return NULL;
        *place = child;
        place = &child->next;
        if (map && (at = json_plain_key(plain, at, parent, child, &lengths)) == NULL) return NULL;
        if (rp_json_plain_scalar(&plain->text, at, child, &after) == NULL)
            after = json_plain_brackets(plain, depth + 1, at, child);
        if (after == NULL) return NULL;
        more = *after == ',';
        at = more ? rp_json_plain_past_blanks(after + 1) : after;
    }
    if (*at != close) return NULL;
    parent->type = map ? RP_NODE_MAP : RP_NODE_LIST;
    parent->count = count;
    parent->span = rp_json_plain_span(&plain->text, start, at + 1);
    return rp_json_plain_past_blanks(at + 1);
}

struct rp_node *rp_json_plain_read(struct rp_arena *arena, struct rampart_str text, const struct rampart_limits *limits)
{
    const struct json_plain plain = {.text = {text.data, text.data + text.len, limits->string_bytes},
                                     .arena = arena,
                                     .depth = limits->depth < DEEPEST ? limits->depth : DEEPEST,
                                     .most = limits->list_values};
    struct rp_node *root = RP_NEW(arena, struct rp_node);
    if (root == NULL || limits->list_values < MOST_MEMBERS) return NULL;
    const char *at = rp_json_plain_past_blanks(text.data);
    return json_plain_brackets(&plain, 0, at, root) == plain.text.end ? root : NULL;
}
