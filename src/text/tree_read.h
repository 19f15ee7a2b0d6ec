/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a tree from a text in whichever format it is. */
#ifndef RP_TEXT_TREE_READ_H
#define RP_TEXT_TREE_READ_H

#include <rampart/policy.h>

#include "text/tree.h"

/*
 * Reads with the reader that fits: by the format, else by the source's name (.json, .yaml, .yml), else by the first
 * character. As rp_json_read() and rp_yaml_read().
 */
enum rampart_status rp_tree_read(const struct rp_reading *reading, enum rampart_format format,
                                 struct rp_node **ret_root);

/* True when rp_tree_read() would read a text as JSON. */
bool rp_tree_is_json(const struct rp_source *source, enum rampart_format format);

/* Reports that a YAML document is left as it is: it is not written, since its comments would be lost. */
void rp_tree_not_written(struct rampart_diags *diags, struct rampart_str file);

#endif
