/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A tree as bytes, to be kept beside its source: node after node in the order of the text, each by its distance
 * from the one before it. Texts that stand in the source are found there; others stand among the bytes.
 */
#ifndef RP_TEXT_TREE_PACK_H
#define RP_TEXT_TREE_PACK_H

#include "base/buf.h"
#include "text/tree.h"

/*
 * Appends the tree, which must be whole: no node is lazy. The arena of the reading is for the moment.
 * Errors: RAMPART_LIMIT (the tree is deeper than the limit, the buffer is full), RAMPART_NO_MEMORY.
 */
enum rampart_status rp_tree_pack(const struct rp_reading *reading, const struct rp_node *root,
                                 struct rp_buf *buf);

/*
 * The tree again, in the arena of the reading; its texts lie in the source and in the bytes. Whatever the bytes
 * are, it takes time linear in them and in *budget, which shrinks by the length of each text. Errors:
 * RAMPART_INVALID_INPUT, which is not reported (the bytes are no tree of this source, a limit is exceeded, the
 * budget is spent), RAMPART_NO_MEMORY.
 */
enum rampart_status rp_tree_unpack(const struct rp_reading *reading, struct rampart_str bytes, size_t *budget,
                                   struct rp_node **ret_root);

#endif
