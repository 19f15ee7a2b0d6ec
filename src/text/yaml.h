/* SPDX-License-Identifier: Apache-2.0 */
/* Reading YAML: the part of it that means the same to every reader. */
#ifndef RP_TEXT_YAML_H
#define RP_TEXT_YAML_H

#include "text/tree.h"

/*
 * Reads a text into a tree, in time linear in the text. All errors are reported. Errors: RAMPART_INVALID_INPUT when
 * the text has any error; *ret_root is a tree with BROKEN parts then, or NULL when the reader could not go on.
 * RAMPART_LIMIT (also reported) and RAMPART_NO_MEMORY give NULL.
 */
enum rampart_status rp_yaml_read(const struct rp_reading *reading, struct rp_node **ret_root);

#endif
