/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Most texts of a tree stand in the source and live as long as it; the few that were unescaped lie beside the
 * nodes. Those are copied before the nodes go.
 */
#include <stdint.h>

#include "account/read.h"
#include "base/str.h"
#include "base/try.h"

/* The list or map that the walk is in. Levels are used again: a walk needs as many as the tree is deep. */
struct level {
    struct level *outer, *inner;
    struct rp_node *next;
};

enum rampart_status rp_keep_text(const struct rp_source *source, struct rp_arena *arena,
                                 struct rampart_str *text)
{
    if (text->len == 0) {
        if (text->data != NULL) *text = RP_STR(""); /* an empty text is not a missing one */
        return RAMPART_OK;
    }
    if ((uintptr_t)text->data - (uintptr_t)source->text.data < source->text.len) return RAMPART_OK;
    RP_TRY_MEMORY(rp_arena_copy(arena, *text, text));
    return RAMPART_OK;
}

enum rampart_status rp_keep_texts(const struct rp_source *source, struct rp_node *root,
                                  struct rp_arena *scratch, struct rp_arena *arena)
{
    struct level bottom = {.next = root};
    for (struct level *level = &bottom; level != NULL;) {
        struct rp_node *node = level->next;
        if (node == NULL) {
            level = level->outer;
            continue;
        }
        level->next = node->next;
        RP_TRY(rp_keep_text(source, arena, &node->text));
        RP_TRY(rp_keep_text(source, arena, &node->key));
        if (node->first == NULL) continue;
        if (level->inner == NULL) {
            level->inner = RP_NEW(scratch, struct level);
            RP_TRY_MEMORY(level->inner != NULL);
            level->inner->outer = level;
        }
        level = level->inner;
        level->next = node->first;
    }
    return RAMPART_OK;
}
