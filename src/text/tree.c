/* SPDX-License-Identifier: Apache-2.0 */
#include "text/tree.h"

#include "base/hash.h"
#include "base/str.h"
#include "base/try.h"
#include "text/json_write.h"

static void tree_refuse_doubtful(const struct rp_reading *reading, struct rp_span span)
{
    struct rampart_str word = rp_str_part(reading->source->text, span.start, span.end - span.start);
    rp_diag(reading->diags, RAMPART_ERROR, RP_SYN_YAML_AMBIGUOUS, (struct rp_at){reading->source, span},
            "%.*s without quotes is true or false to some readers of YAML and a string to others",
            RP_ARG(word));
    rp_diag_help(reading->diags, "put it in quotes: \"%.*s\"", RP_ARG(word));
}

/* The depth of a tree is limited, and so is this recursion. */
bool rp_tree_refuse_doubtful(const struct rp_reading *reading, const struct rp_node *root)
{
    if (!root->doubtful) return false;
    bool inner = root->type == RP_NODE_LIST || root->type == RP_NODE_MAP;
    if (!inner) tree_refuse_doubtful(reading, root->span);
    for (const struct rp_node *child = root->first; child != NULL; child = child->next) {
        if (child->doubtful_key) tree_refuse_doubtful(reading, child->key_span);
        (void)rp_tree_refuse_doubtful(reading, child);
    }
    return true;
}

struct rp_node *rp_node_member(const struct rp_node *map, struct rampart_str key)
{
    if (map == NULL || map->type != RP_NODE_MAP) return NULL;
    for (struct rp_node *member = map->first; member != NULL; member = member->next)
        if (rp_str_equal(member->key, key)) return member;
    return NULL;
}

const char *rp_node_type_name(enum rp_node_type type)
{
    static const char *const names[] = {
        [RP_NODE_BROKEN] = "an unreadable value",
        [RP_NODE_NULL] = "null",
        [RP_NODE_BOOL] = "true or false",
        [RP_NODE_NUMBER] = "a number",
        [RP_NODE_STRING] = "a string",
        [RP_NODE_LIST] = "a list",
        [RP_NODE_MAP] = "a map",
    };
    return names[type];
}

/* ---- duplicate members: sorting finds them; hashes tell beforehand that there is nothing to find ---- */

enum { FEW_MEMBERS = 8, MOST_PROBES = 32 };

/* A member, and the first one with the same key. */
struct node_twin {
    const struct rp_node *member, *first;
};

static bool tree_by_key(struct node_twin a, struct node_twin b)
{
    return rp_str_compare(a.member->key, b.member->key) <= 0;
}

static bool tree_by_place(struct node_twin a, struct node_twin b)
{
    return a.member->key_span.start <= b.member->key_span.start;
}

/* Merges two sorted neighbours, items[0..left) and items[left..count), into `to`. */
static void tree_merge(const struct node_twin *items, size_t left, size_t count,
                       bool (*in_order)(struct node_twin, struct node_twin), struct node_twin *to)
{
    size_t a = 0, b = left;
    for (size_t i = 0; i < count; i++) {
        bool take_left = a < left && (b == count || in_order(items[a], items[b]));
        to[i] = take_left ? items[a++] : items[b++];
    }
}

/* A stable sort that takes n log n steps on every input, as the library's qsort need not. */
static void tree_sort(struct node_twin *items, struct node_twin *spare, size_t count,
                      bool (*in_order)(struct node_twin, struct node_twin))
{
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t at = 0; at < count; at += 2 * width) {
            size_t part = count - at < 2 * width ? count - at : 2 * width;
            tree_merge(items + at, part < width ? part : width, part, in_order, spare + at);
        }
        for (size_t i = 0; i < count; i++) items[i] = spare[i];
    }
}

/* Keeps the members that have an earlier twin; returns their number. */
static size_t tree_keep_twins(struct node_twin *sorted, size_t count)
{
    size_t kept = 0;
    const struct rp_node *first = sorted[0].member;
    for (size_t i = 1; i < count; i++) {
        if (rp_str_equal(first->key, sorted[i].member->key))
            sorted[kept++] = (struct node_twin){sorted[i].member, first};
        else
            first = sorted[i].member;
    }
    return kept;
}

/* Enters the hash into the table. False when it is there, or when too many others crowd in its place. */
static bool tree_enter_hash(uint64_t *slots, size_t mask, uint64_t hash)
{
    if (hash == 0) hash = 1; /* an empty place is zero */
    for (size_t i = 0; i < MOST_PROBES; i++) {
        uint64_t *slot = &slots[((size_t)(hash >> 32) + i) & mask];
        if (*slot == hash) return false;
        if (*slot != 0) continue;
        *slot = hash;
        return true;
    }
    return false;
}

/* True: all keys differ. False: unknown, since keys can be chosen so that their hashes are equal or crowd. */
static bool tree_all_differ(const struct rp_node *map, uint64_t *slots, size_t mask)
{
    for (const struct rp_node *member = map->first; member != NULL; member = member->next)
        if (!tree_enter_hash(slots, mask, rp_hash(member->key))) return false;
    return true;
}

static enum rampart_status tree_sort_twins(struct rp_arena *scratch, const struct rp_node *map,
                                           struct node_twin **ret_twins, size_t *ret_count)
{
    struct node_twin *twins = RP_NEW_ARRAY(scratch, struct node_twin, map->count);
    struct node_twin *spare = RP_NEW_ARRAY(scratch, struct node_twin, map->count);
    RP_TRY_MEMORY(twins != NULL && spare != NULL);
    size_t count = 0;
    for (const struct rp_node *member = map->first; member != NULL; member = member->next)
        twins[count++].member = member;
    tree_sort(twins, spare, count, tree_by_key);
    count = tree_keep_twins(twins, count);
    tree_sort(twins, spare, count, tree_by_place);
    *ret_twins = twins;
    *ret_count = count;
    return RAMPART_OK;
}

static enum rampart_status tree_find_twins(struct rp_arena *scratch, const struct rp_node *map,
                                           struct node_twin **ret_twins, size_t *ret_count)
{
    size_t slots = 2;
    while (slots < 2 * map->count) slots *= 2;
    uint64_t *table = RP_NEW_ARRAY(scratch, uint64_t, slots);
    RP_TRY_MEMORY(table != NULL);
    return tree_all_differ(map, table, slots - 1) ? RAMPART_OK
                                                  : tree_sort_twins(scratch, map, ret_twins, ret_count);
}

enum rampart_status rp_node_duplicates(const struct rp_arena *arena, const struct rp_node *map,
                                       void (*report)(void *context, const struct rp_node *member,
                                                      const struct rp_node *first),
                                       void *context)
{
    if (map->count <= FEW_MEMBERS) {
        for (const struct rp_node *member = map->first; member != NULL; member = member->next) {
            const struct rp_node *first = map->first;
            while (first != member && !rp_str_equal(first->key, member->key)) first = first->next;
            if (first != member) report(context, member, first);
        }
        return RAMPART_OK;
    }
    struct node_twin *twins = NULL;
    size_t count = 0;
    struct rp_arena scratch;
    rp_arena_init(&scratch, &arena->allocator);
    enum rampart_status status = tree_find_twins(&scratch, map, &twins, &count);
    for (size_t i = 0; i < count; i++) report(context, twins[i].member, twins[i].first);
    rp_arena_free(&scratch);
    return status;
}

/* ---- making trees ---- */

/* `made` is the last child of a list or map here, so adding to a long one costs no more. */
void rp_make_join(struct rp_node *parent, struct rampart_str key, struct rp_node *tree)
{
    struct rp_node *last = parent->made;
    tree->key = key;
    if (last == NULL)
        parent->first = tree;
    else
        last->next = tree;
    parent->made = tree;
    parent->count++;
}

static enum rampart_status tree_make_node(struct rp_arena *arena, struct rp_node *parent,
                                          struct rampart_str key, enum rp_node_type type,
                                          struct rp_node **ret_node)
{
    struct rp_node *node = RP_NEW(arena, struct rp_node);
    RP_TRY_MEMORY(node != NULL);
    node->type = type;
    if (parent != NULL) rp_make_join(parent, key, node);
    *ret_node = node;
    return RAMPART_OK;
}

enum rampart_status rp_make_map(struct rp_arena *arena, struct rp_node *parent, struct rampart_str key,
                                struct rp_node **ret_map)
{
    return tree_make_node(arena, parent, key, RP_NODE_MAP, ret_map);
}

enum rampart_status rp_make_list(struct rp_arena *arena, struct rp_node *parent, struct rampart_str key,
                                 struct rp_node **ret_list)
{
    return tree_make_node(arena, parent, key, RP_NODE_LIST, ret_list);
}

enum rampart_status rp_make_text(struct rp_arena *arena, struct rp_node *parent, struct rampart_str key,
                                 struct rampart_str text)
{
    struct rp_node *node = NULL;
    RP_TRY(tree_make_node(arena, parent, key, RP_NODE_STRING, &node));
    node->text = text;
    return RAMPART_OK;
}

enum rampart_status rp_make_word(struct rp_arena *arena, struct rp_node *parent, struct rampart_str key,
                                 const char *word)
{
    struct rp_node *node = NULL;
    RP_TRY(tree_make_node(arena, parent, key, RP_NODE_NUMBER, &node));
    node->text = rampart_str(word);
    return RAMPART_OK;
}

/* ---- writing ---- */

/* The trees that are made here have a few levels, and so has this recursion. */
static void tree_put_json(struct rp_buf *out, const struct rp_node *node)
{
    if (node->type == RP_NODE_STRING) {
        rp_write_text(out, NULL, node->text);
    } else if (node->type == RP_NODE_MAP || node->type == RP_NODE_LIST) {
        bool map = node->type == RP_NODE_MAP;
        rp_write_open(out, NULL, map ? '{' : '[');
        for (const struct rp_node *child = node->first; child != NULL; child = child->next) {
            if (map) rp_write_name(out, child->key);
            tree_put_json(out, child);
        }
        rp_write_close(out, map ? '}' : ']');
    } else {
        rp_write_raw(out, NULL, node->text);
    }
}

void rp_tree_json(struct rp_buf *out, const struct rp_node *root)
{
    tree_put_json(out, root);
}
