/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Actions by which a principal makes an administrator of itself (policies/catalog/escalation.tsv), such as
 * ram:AttachPolicyToUser. Each row of the table is a path: one action, or several that must be granted together.
 */
#ifndef RP_LINT_ESCALATION_H
#define RP_LINT_ESCALATION_H

#include <stdint.h>

#include "lint/findings.h"

enum { RP_ESCALATION_ACTIONS = 64 };

/* The actions of the table that a document grants, or denies, on everything: a bit each, in the table's order. */
struct rp_escalation {
    uint64_t granted, denied;
};

/* A row of the table. */
struct rp_escalation_path {
    uint64_t needed;                 /* bits of the actions that it takes */
    struct rampart_str actions, how; /* as the table writes them */
};

/* Fills in the actions that a document grants and does not deny itself, and those that it denies. */
void rp_escalation_of(const struct rampart_catalog *catalog, const struct rampart_policy *policy,
                      struct rp_escalation *ret_escalation);

/* The action of a bit, and the bits of actions that a grant on a resource group gives too: RAM itself has none there. */
struct rampart_str rp_escalation_action(size_t bit);
uint64_t rp_escalation_scoped(void);

/* The number of the first statement that grants the action on some of what it can be about, from 1; 0: none does. */
size_t rp_escalation_statement(const struct rampart_catalog *catalog, const struct rampart_policy *policy,
                               struct rampart_str action);

/* Lists all paths, RP_ESCALATION_ACTIONS at the most, and returns their number. */
size_t rp_escalation_paths(struct rp_escalation_path *ret_paths);

/* The patterns that were reported, by the places where they begin. */
struct rp_escalation_places {
    uint32_t starts[RP_ESCALATION_ACTIONS];
    size_t count;
};

/* RAM415 escalation: reports each pattern that opens a path, once. */
void rp_lint_escalation(const struct rp_lint *lint, struct rp_escalation_places *ret_reported);

bool rp_escalation_is_reported(const struct rp_escalation_places *reported, struct rp_span span);

#endif
