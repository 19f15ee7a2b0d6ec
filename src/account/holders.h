/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who holds what, the other way around: from a document to those who hold it. What a question leaves the same for
 * everybody is then no work at all: only the holders of the few documents that come to something are looked at.
 *
 * A holder is a number: users and roles as in the account's holdings, behind them the groups.
 */
#ifndef RP_ACCOUNT_HOLDERS_H
#define RP_ACCOUNT_HOLDERS_H

#include <stdint.h>

#include "base/arena.h"

struct rp_compiled;

/* Lists behind one another: list i is what stands from starts[i] on and before starts[i + 1]. */
struct rp_lists {
    const uint32_t *starts, *items;
};

struct rp_holders {
    struct rp_lists documents;        /* by the document: who holds it at account scope, groups too */
    struct rp_lists scoped;           /* by the resource group: who holds something on it, groups too */
    const uint32_t *scoped_documents; /* beside scoped.items: what it is */
    struct rp_lists members;          /* by the group: the users in it */
};

/* Turns around the account's `groups` and `holdings`. Errors: RAMPART_LIMIT, RAMPART_NO_MEMORY. */
enum rampart_status rp_holders_make(struct rp_arena *arena, const struct rp_compiled *compiled,
                                    struct rp_holders *ret_holders);

#endif
