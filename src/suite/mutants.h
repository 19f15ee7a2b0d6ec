/* SPDX-License-Identifier: Apache-2.0 */
/* The changes of a policy, one element at a time. */
#ifndef RP_SUITE_MUTANTS_H
#define RP_SUITE_MUTANTS_H

#include <rampart/catalog.h>
#include <rampart/mutation.h>

#include "base/arena.h"
#include "policy/ast.h"

/* A change. */
struct rp_change {
    enum rampart_mutation_operator op;
    size_t statement;
    size_t at;    /* which entry of an element, principal or condition */
    size_t value; /* VALUE_DROPPED: which of the condition's */
    uint32_t offset; /* where what is changed stands in the document */
    struct rampart_str was, now;
};

struct rp_changes {
    struct rp_change *items;
    size_t count, room;
};

/* Why no element of the policy is changed, as a static text. NULL: it has elements to be changed. */
const char *rp_change_refused(const struct rampart_policy *policy);

/*
 * Adds every change of a policy under these assumptions, in the order of its statements. Each leaves a document that the
 * cloud would take. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_changes_list(struct rp_arena *arena, const struct rampart_catalog *catalog,
                                    rampart_switches assumed, const struct rampart_policy *policy,
                                    struct rp_changes *changes);

/*
 * The policy with this change, which has its statements under their numbers: one that is dropped is about nothing. It
 * points into the policy. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_change_apply(struct rp_arena *arena, const struct rampart_policy *policy,
                                    const struct rp_change *change, struct rampart_policy **ret_mutant);

#endif
