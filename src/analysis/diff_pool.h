/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The statements of two sides that bear on one principal. A statement that both sides have in the same layer stands here
 * once: only the others, the changed ones, can make a difference. Elements that are written alike are one set of texts.
 */
#ifndef RP_ANALYSIS_DIFF_POOL_H
#define RP_ANALYSIS_DIFF_POOL_H

#include <rampart/decision.h>

#include "policy/text_cells.h"
#include "base/buf.h"
#include "base/table.h"
#include "policy/ast.h"

enum rp_diff_side { RP_DIFF_OLD = 0, RP_DIFF_NEW, RP_DIFF_SIDES };

/* An element as it is written and as it is compared. */
struct rp_diff_element {
    struct rp_text_set set;
    const struct rampart_str *texts; /* as written */
    const struct rp_cell_pattern *told; /* as who reads these texts takes them: wildcards cross colons */
    bool hidden;                     /* of a secret document: no output repeats them */
    bool by_fields;                  /* they name a resource by its ARN: no wildcard in a field crosses a colon */
};

struct rp_diff_statement {
    const struct rp_statement *source;
    struct rampart_attachment attachment; /* where the first of its kind was met */
    bool of[RP_DIFF_SIDES];
    bool placeholder; /* it is no statement: something else differs, for every request */
    bool frame;       /* it is no statement: these requests are looked at, whatever statements say of them */
    size_t action, resource; /* the numbers of its elements */
    size_t scope;            /* where it counts at all, the number of the element: a resource group, or one resource; or RP_DIFF_NO_SCOPE */
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
 * Adds the statements of an attachment, which must live as long as the pool; without a policy it has none. Those of a
 * resource's policy count for the resource_group_members, if there are some. Errors: RAMPART_NO_MEMORY, and those of
 * compiling patterns.
 */
enum rampart_status rp_diff_pool_add(struct rp_diff_pool *pool, enum rp_diff_side side,
                                     const struct rampart_attachment *attachment);

/*
 * Notes that this side has something that is no statement, and that may bear on every request about these actions (empty:
 * about any): a level of control policies without any policy, a policy that refuses what it does not allow. The text must
 * live as long as the pool. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_diff_pool_add_other(struct rp_diff_pool *pool, enum rp_diff_side side,
                                           const struct rampart_attachment *attachment, struct rampart_str actions);

/*
 * Notes requests that are looked at although no statement of the pool may say anything of them: settings of resources do, or
 * they need no policy. The texts must live as long as the pool. Errors: as rp_diff_pool_add().
 */
enum rampart_status rp_diff_pool_add_frame(struct rp_diff_pool *pool, enum rp_diff_side side, struct rampart_strs actions,
                                           struct rampart_strs resources);

/*
 * Resources of these patterns, which must live as long as the pool, are told apart: something decides about them that is no
 * statement of it. Errors: the same.
 */
enum rampart_status rp_diff_pool_tell_apart(struct rp_diff_pool *pool, struct rampart_strs patterns);

/* The number of the element that has this action alone, which is added if need be. Errors: as rp_diff_pool_add(). */
enum rampart_status rp_diff_pool_action(struct rp_diff_pool *pool, struct rampart_str action, size_t *ret_number);

/* Actions of these texts, which must live as long as the pool, are told apart from all others. Errors: the same. */
enum rampart_status rp_diff_pool_actions(struct rp_diff_pool *pool, struct rampart_strs actions);

/* Whether a condition looks at who asks; *ret_key is its key, as a document has it. */
bool rp_diff_pool_asks_who(const struct rp_diff_pool *pool, struct rampart_str *ret_key);

/* Adds a text that stands for all that a document says: documents with the same one decide alike. */
void rp_diff_put_document(struct rp_buf *buf, const struct rampart_policy *policy);

static inline bool rp_diff_is_changed(const struct rp_diff_statement *statement)
{
    return statement->of[RP_DIFF_OLD] != statement->of[RP_DIFF_NEW];
}

/* As rp_intern_number(). */
static inline enum rampart_status rp_diff_number(struct rp_arena *arena, struct rp_intern *known, struct rampart_str text,
                                                 size_t next, size_t *ret_number)
{
    return rp_intern_number(known, arena, text, next, ret_number);
}

#endif
