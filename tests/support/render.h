/* SPDX-License-Identifier: Apache-2.0 */
/* A tree as JSON text, so that a case may write its policies in YAML and still test the JSON reader. */
#ifndef RP_TESTS_RENDER_H
#define RP_TESTS_RENDER_H

#include "text/tree.h"

/* Empty when memory runs out. The text lives in the arena. */
struct rampart_str render_json(struct rp_arena *arena, const struct rp_node *node);

#endif
