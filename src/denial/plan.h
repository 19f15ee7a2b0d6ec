/* SPDX-License-Identifier: Apache-2.0 */
/* A plan: what is attached after some edits. */
#ifndef RP_DENIAL_PLAN_H
#define RP_DENIAL_PLAN_H

#include <rampart/suggest.h>

#include "decide/rule.h"

enum {
    RP_MOST_EDITS = 48, /* of one plan */
    RP_MOST_DENIES = 16 /* statements that deny at once */
};

struct rp_edit {
    struct rampart_change change; /* its JSON is written when the plan allows */
    size_t attachment;            /* of the plan: where the statement stands */
};

/* Edits that are made together. */
struct rp_fix {
    struct rp_edit edits[RP_MOST_DENIES];
    size_t count;
};

struct rp_plan {
    struct rampart_attachment *attachments;
    size_t count, given; /* the caller's attachments come first, new ones follow */
    unsigned levels;
    struct rp_edit edits[RP_MOST_EDITS];
    size_t edit_count;
};

enum rampart_status rp_plan_copy(struct rp_arena *arena, const struct rp_plan *plan,
                                 struct rp_plan **ret_copy);

/*
 * Makes the edits of a fix. `action` is what new statements allow. False in *ret_made: too many edits, or one in vain.
 */
enum rampart_status rp_plan_apply(struct rp_arena *arena, struct rampart_str action, const struct rp_fix *fix,
                                  struct rp_plan *plan, bool *ret_made);

/* The statement that an edit is about, as it stands in the plan. */
const struct rp_statement *rp_plan_statement(const struct rp_plan *plan, const struct rp_edit *edit);

/* Finds the statement of a reason in the plan that it was decided by. False: it is in none, or must not be edited. */
bool rp_plan_find(const struct rp_plan *plan, const struct rampart_reason *reason, struct rp_edit *ret_edit);

#endif
