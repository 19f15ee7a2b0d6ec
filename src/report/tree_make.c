/* SPDX-License-Identifier: Apache-2.0 */
#include "report/tree_make.h"

#include "base/try.h"
#include "report/json.h"

/* `made` is a list's or map's last child here, so that adding to it costs the same however long it is. */
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

static enum rampart_status make(struct rp_arena *arena, struct rp_node *parent, struct rampart_str key,
                                enum rp_node_type type, struct rp_node **ret_node)
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
    return make(arena, parent, key, RP_NODE_MAP, ret_map);
}

enum rampart_status rp_make_list(struct rp_arena *arena, struct rp_node *parent, struct rampart_str key,
                                 struct rp_node **ret_list)
{
    return make(arena, parent, key, RP_NODE_LIST, ret_list);
}

enum rampart_status rp_make_text(struct rp_arena *arena, struct rp_node *parent, struct rampart_str key,
                                 struct rampart_str text)
{
    struct rp_node *node = NULL;
    RP_TRY(make(arena, parent, key, RP_NODE_STRING, &node));
    node->text = text;
    return RAMPART_OK;
}

enum rampart_status rp_make_word(struct rp_arena *arena, struct rp_node *parent, struct rampart_str key,
                                 const char *word)
{
    struct rp_node *node = NULL;
    RP_TRY(make(arena, parent, key, RP_NODE_NUMBER, &node));
    node->text = rampart_str(word);
    return RAMPART_OK;
}

/* ---- JSON ---- */

/* As deep as the trees that are made here: a few levels. */
static void put_json(struct rp_buf *out, const struct rp_node *node)
{
    if (node->type == RP_NODE_STRING) {
        rp_write_text(out, NULL, node->text);
    } else if (node->type == RP_NODE_MAP || node->type == RP_NODE_LIST) {
        bool map = node->type == RP_NODE_MAP;
        rp_write_open(out, NULL, map ? '{' : '[');
        for (const struct rp_node *child = node->first; child != NULL; child = child->next) {
            if (map) rp_write_name(out, child->key);
            put_json(out, child);
        }
        rp_write_close(out, map ? '}' : ']');
    } else {
        rp_write_raw(out, NULL, node->text);
    }
}

void rp_tree_json(struct rp_buf *out, const struct rp_node *root)
{
    put_json(out, root);
}
