/* SPDX-License-Identifier: Apache-2.0 */
#include "text/json_plain.h"

/* A map of more members would take too long to compare them with one another. */
enum { DEEPEST = 3, MOST_MEMBERS = 32 };

struct json_plain {
    struct rp_json_plain text;
    struct rp_arena *arena;
    size_t depth, most;
};

/* Hangs an empty node into a list or map, behind its last one; NULL: there may be no more, or memory was refused. */
static struct rp_node *json_plain_hang(const struct json_plain *plain, struct rp_node *parent, struct rp_node *last)
{
    struct rp_node *child = RP_NEW(plain->arena, struct rp_node);
    if (child == NULL || parent->count == (parent->type == RP_NODE_MAP ? MOST_MEMBERS : plain->most)) return NULL;
    if (last == NULL)
        parent->first = child;
    else
        last->next = child;
    parent->count++;
    return child;
}

/* Takes a member's key, one that no member before it has. */
static inline const char *json_plain_key(const struct json_plain *plain, const char *at, const struct rp_node *map,
                                  struct rp_node *member)
{
    const char *key_end = NULL, *past = rp_json_plain_key(&plain->text, at, &key_end);
    if (past == NULL) return NULL;
    const struct rampart_str key = rp_json_plain_inside(at, key_end);
    for (const struct rp_node *other = map->first; other != member; other = other->next)
        if (rp_str_equal(other->key, key)) return NULL;
    member->key = key;
    member->key_span = rp_json_plain_span(&plain->text, at, key_end);
    return past;
}

/*
 * Reads the list or map that begins here, and returns the place behind it and the blanks that follow; NULL: it is not
 * plain.
 */
__attribute__((noinline)) static const char *json_plain_brackets(const struct json_plain *plain, size_t depth, const char *at,
                                       struct rp_node *parent)
{
    const bool map = rp_json_plain_is(&plain->text, at, '{');
    if ((!map && !rp_json_plain_is(&plain->text, at, '[')) || depth == plain->depth) return NULL;
    const char *start = at;
    bool more = true;
    parent->type = map ? RP_NODE_MAP : RP_NODE_LIST;
    at = rp_json_plain_past_blanks(&plain->text, at + 1);
    if (rp_json_plain_is(&plain->text, at, map ? '}' : ']')) more = false;
    for (struct rp_node *last = NULL; more;) {
        const char *after = NULL;
        last = json_plain_hang(plain, parent, last);
        if (last == NULL || (map && (at = json_plain_key(plain, at, parent, last)) == NULL)) return NULL;
        if (rp_json_plain_scalar(&plain->text, at, last, &after) == NULL)
            after = json_plain_brackets(plain, depth + 1, at, last);
        if (after == NULL) return NULL;
        more = rp_json_plain_is(&plain->text, after, ',');
        at = more ? rp_json_plain_past_blanks(&plain->text, after + 1) : after;
    }
    if (!rp_json_plain_is(&plain->text, at, map ? '}' : ']')) return NULL;
    parent->span = rp_json_plain_span(&plain->text, start, at + 1);
    return rp_json_plain_past_blanks(&plain->text, at + 1);
}

struct rp_node *rp_json_plain_read(struct rp_arena *arena, struct rampart_str text, const struct rampart_limits *limits)
{
    const struct json_plain plain = {.text = {text.data, text.data + text.len, limits->string_bytes},
                                     .arena = arena,
                                     .depth = limits->depth < DEEPEST ? limits->depth : DEEPEST,
                                     .most = limits->list_values};
    struct rp_node *root = RP_NEW(arena, struct rp_node);
    if (root == NULL || limits->list_values < MOST_MEMBERS) return NULL;
    const char *at = rp_json_plain_past_blanks(&plain.text, text.data);
    return json_plain_brackets(&plain, 0, at, root) == plain.text.end ? root : NULL;
}
