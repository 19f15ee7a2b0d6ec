/* SPDX-License-Identifier: Apache-2.0 */
/* Anything in which documents are members: answers of the cloud's API, exports made of them. */
#include "base/str.h"
#include "base/try.h"
#include "lint/contents.h"
#include "lint/inner.h"

/* "/DefaultPolicyVersion/PolicyDocument": where the member is, as a JSON pointer. */
struct way {
    const struct way *outer;
    const struct rp_node *node;
    size_t index; /* in a list */
};

static bool print_way(struct rp_arena *arena, const struct way *way, struct rampart_str *ret_text)
{
    struct rampart_str before = {NULL, 0};
    if (way->outer == NULL) {
        *ret_text = before;
        return true;
    }
    if (!print_way(arena, way->outer, &before)) return false;
    if (way->outer->node->type == RP_NODE_LIST)
        return rp_arena_printf(arena, ret_text, "%.*s/%zu", RP_ARG(before), way->index);
    return rp_arena_printf(arena, ret_text, "%.*s/%.*s", RP_ARG(before), RP_ARG(way->node->key));
}

/* The depth of a tree is limited, and so is this recursion. */
static enum rampart_status walk(struct rp_lint_file *file, const struct way *outer)
{
    size_t index = 0;
    for (const struct rp_node *node = outer->node->first; node != NULL; node = node->next) {
        const struct way way = {outer, node, index++};
        struct rp_inner inner = {.node = node};
        if (rp_contents_is_document(node, &inner.kind)) {
            RP_TRY_MEMORY(print_way(&file->arena, &way, &inner.subject));
            RP_TRY(rp_lint_inner(file, &inner));
        } else {
            RP_TRY(walk(file, &way));
        }
    }
    return RAMPART_OK;
}

enum rampart_status rp_lint_answer(struct rp_lint_file *file, const struct rp_node *root)
{
    const struct way way = {NULL, root, 0};
    return walk(file, &way);
}
