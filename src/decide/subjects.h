/* SPDX-License-Identifier: Apache-2.0 */
/* Every principal of an account in one list, sorted by ARN: roles, root, users. */
#ifndef RP_DECIDE_SUBJECTS_H
#define RP_DECIDE_SUBJECTS_H

#include <stdint.h>

#include <rampart/analysis.h>

#include "account/account.h"
#include "base/arena.h"

struct rp_subject;

/*
 * Places in the lists of a compiled account, a type for each list: of documents, groups and resource groups,
 * each as in the account, and of grantees, who are the users, then the roles, then the groups.
 */
struct rp_document_id {
    uint32_t at;
};

struct rp_group_id {
    uint32_t at;
};

struct rp_scope_id {
    uint32_t at;
};

struct rp_grantee_id {
    uint32_t at;
};

struct rp_account_principal {
    enum rampart_principal_kind kind;
    bool service_linked; /* a role that belongs to a service */
    struct rampart_str arn;
    const struct rp_subject *subject; /* what it holds (decide/compiled.h); NULL: root */
};

struct rp_account_principals {
    struct rp_account_principal *items;
    size_t count;
};

/* Role i of the account is principal i of the list. `subjects` are those of the users, then those of the roles. */
enum rampart_status rp_principals_list(struct rp_arena *arena, const struct rampart_account *account,
                                   const struct rp_subject *subject, struct rp_account_principals *ret_principals);

/*
 * Who holds what, the other way around: from a document to those who hold it. What a question leaves the same for
 * everybody is then no work at all: only the holders of the few documents that come to something are looked at.
 *
 * A grantee has an id: users and roles as in the account's subjects, behind them the groups.
 */

struct rp_compiled;

/* Lists behind one another: list i is what stands from starts[i] on and before starts[i + 1]. */
struct rp_lists {
    const uint32_t *starts;
    const struct rp_grantee_id *items;
};

struct rp_grantees {
    struct rp_lists documents;        /* by the document: who holds it at account scope, groups too */
    struct rp_lists scoped;           /* by the resource group: who holds something on it, groups too */
    const struct rp_document_id *scoped_documents; /* beside scoped.items: what it is */
    struct rp_lists members;          /* by the group: the users in it */
};

/* Turns around the account's `groups` and `subject`. Errors: RAMPART_LIMIT, RAMPART_NO_MEMORY. */
enum rampart_status rp_grantees_make(struct rp_arena *arena, const struct rp_compiled *compiled,
                                    struct rp_grantees *ret_grantees);

#endif
