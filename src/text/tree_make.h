/* SPDX-License-Identifier: Apache-2.0 */
/* Making trees that are to be written: each node goes to the end of its parent, NULL for the root. Errors: no memory. */
#ifndef RP_TEXT_TREE_MAKE_H
#define RP_TEXT_TREE_MAKE_H

#include "base/arena.h"
#include "base/buf.h"
#include "text/tree.h"

static const struct rampart_str rp_no_key = {NULL, 0}; /* of a list's element */

enum rampart_status rp_make_map(struct rp_arena *arena, struct rp_node *parent, struct rampart_str key,
                                struct rp_node **ret_map);
enum rampart_status rp_make_list(struct rp_arena *arena, struct rp_node *parent, struct rampart_str key,
                                 struct rp_node **ret_list);
/* The text is not copied. */
enum rampart_status rp_make_text(struct rp_arena *arena, struct rp_node *parent, struct rampart_str key,
                                 struct rampart_str text);
/* A number or a truth value, as it is written. */
enum rampart_status rp_make_word(struct rp_arena *arena, struct rp_node *parent, struct rampart_str key,
                                 const char *word);
/* A tree that was made by itself joins another one. */
void rp_make_join(struct rp_node *parent, struct rampart_str key, struct rp_node *tree);

/* Writes a tree as JSON on one line, without a newline. */
void rp_tree_json(struct rp_buf *out, const struct rp_node *root);

#endif
