/* SPDX-License-Identifier: Apache-2.0 */
#include "text/tree.h"

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
