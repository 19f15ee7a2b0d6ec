/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The statements of two sides that bear on one principal. A statement that both sides have in the same layer stands here
 * once: only the others, the changed ones, can make a difference. Elements that are written alike are one set of texts.
 */
#ifndef RP_ANALYSIS_DIFF_POOL_H
#define RP_ANALYSIS_DIFF_POOL_H

#include <rampart/decision.h>

#include "analysis/text_cells.h"
#include "base/buf.h"
#include "base/table.h"
#include "policy/ast.h"

enum rp_diff_side { RP_DIFF_OLD = 0, RP_DIFF_NEW, RP_DIFF_SIDES };

/* An element as it is written and as it is compared. */
struct rp_diff_element {
    struct rp_text_set set;
    const struct rampart_str *texts; /* as written */
    bool hidden;                     /* of a secret document: no output repeats them */
};

struct rp_diff_statement {
    const struct rp_statement *source;
    struct rampart_attachment attachment; /* where the first of its kind was met */
    bool of[RP_DIFF_SIDES];
    bool placeholder; /* it is no statement: something else differs, for every request */
    size_t action, resource; /* the numbers of its elements */
    size_t scope;            /* of a resource group's members, the number of the element; RP_DIFF_NO_SCOPE: none */
    struct rampart_str condition; /* what it requires beside its elements, as a text: alike are equal */
};

#define RP_DIFF_NO_SCOPE SIZE_MAX

struct rp_diff_pool {
    struct rp_arena *arena;
    struct rp_intern known[3]; /* statements, actions, resources: by a text, with their numbers */
    struct rp_diff_statement *statements;
    size_t count, room;
    struct rp_diff_element *actions, *resources;
    size_t action_count, action_room, resource_count, resource_room;
    size_t *apart; /* elements of resources that are told apart although no statement has them */
    size_t apart_count, apart_room;
};

void rp_diff_pool_init(struct rp_diff_pool *pool, struct rp_arena *arena);

/*
 * Adds the statements of an attachment, which must live as long as the pool; without a policy it has none. Errors:
 * RAMPART_NO_MEMORY, and those of compiling patterns.
 */
enum rampart_status rp_diff_pool_add(struct rp_diff_pool *pool, enum rp_diff_side side,
                                     const struct rampart_attachment *attachment);

/*
 * Notes that this side has something that is no statement, and that may bear on every request: a level of control policies
 * without any policy. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_diff_pool_add_other(struct rp_diff_pool *pool, enum rp_diff_side side,
                                           const struct rampart_attachment *attachment);

/* Resources of this pattern are told apart: something decides about them that is no statement of the pool. */
enum rampart_status rp_diff_pool_tell_apart(struct rp_diff_pool *pool, struct rampart_str pattern);

/* The number of the element that has this action alone, which is added if need be. Errors: as rp_diff_pool_add(). */
enum rampart_status rp_diff_pool_action(struct rp_diff_pool *pool, struct rampart_str action, size_t *ret_number);

/*
 * The number of a text among those that are known; a new one gets `next`. Few texts may get several numbers, if they were
 * chosen for that. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_diff_number(struct rp_arena *arena, struct rp_intern *known, struct rampart_str text, size_t next,
                                   size_t *ret_number);

/* Adds a text that stands for all that a document says: documents with the same one decide alike. */
void rp_diff_put_document(struct rp_buf *buf, const struct rampart_policy *policy);

static inline bool rp_diff_is_changed(const struct rp_diff_statement *statement)
{
    return statement->of[RP_DIFF_OLD] != statement->of[RP_DIFF_NEW];
}

#endif
