/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RP_WRITE_TREE_YAML_H
#define RP_WRITE_TREE_YAML_H

#include "base/buf.h"
#include "text/tree.h"

/* Writes a tree as YAML, in lines; lists and maps that are simple stand on one. Ends with a newline. */
void rp_tree_yaml(struct rp_buf *out, const struct rp_node *root);

#endif
