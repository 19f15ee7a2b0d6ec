/* SPDX-License-Identifier: Apache-2.0 */
/* Statements and documents as JSON. */
#include "analysis/suggest.h"
#include "base/try.h"
#include "policy/policy_tree.h"
#include "text/tree.h"

/* Writes the tree that was made, and gives its memory back; refused memory is the buffer's failure. */
static void write_tree(struct rp_buf *out, struct rp_arena *arena, enum rampart_status made,
                       const struct rp_node *tree)
{
    if (made == RAMPART_OK)
        rp_tree_json(out, tree);
    else
        out->failed = made;
    rp_arena_free(arena);
}

void rp_statement_write(struct rp_buf *out, const struct rp_statement *statement)
{
    struct rp_arena arena;
    struct rp_node *tree = NULL;
    rp_arena_init(&arena, &out->allocator);
    enum rampart_status status = rp_statement_tree(&arena, NULL, statement, &tree);
    write_tree(out, &arena, status, tree);
}

void rp_document_write(struct rp_buf *out, const struct rampart_policy *policy)
{
    struct rp_arena arena;
    struct rp_node *tree = NULL;
    rp_arena_init(&arena, &out->allocator);
    enum rampart_status status = rp_policy_tree(&arena, policy, &tree);
    write_tree(out, &arena, status, tree);
}
