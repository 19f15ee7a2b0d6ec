/* SPDX-License-Identifier: Apache-2.0 */
/* Every principal of an account by its number, sorted by ARN: roles, root, users. And who holds what. */
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

/* Its ARN is made when it is needed: there may be many of them. */
struct rp_account_principal {
    enum rampart_principal_kind kind;
    bool service_linked; /* a role that belongs to a service */
    struct rp_grantee_id id;          /* of a user or role */
    const struct rp_subject *subject; /* what it holds (decide/compiled.h), with others who hold the same; NULL: root */
};

/*
 * Who holds what, the other way around: from a document to those who hold it. What a question leaves the same for
 * everybody is then no work at all: only the holders of the few documents that come to something are looked at.
 *
 * A grantee has an id: users and roles as in the account's subjects, behind them the groups.
 */

struct rp_compiled;

/* The number of them, and the one of this number: role i of the account is principal i. */
size_t rp_account_principals(const struct rampart_account *account);
struct rp_account_principal rp_principal_at(const struct rp_compiled *compiled, size_t i);

/* The ARN of a principal of the account, in the arena. False: memory was refused. */
bool rp_principal_arn(struct rp_arena *arena, const struct rampart_account *account, size_t i, struct rampart_str *ret_arn);

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
