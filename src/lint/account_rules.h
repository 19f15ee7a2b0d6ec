/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about an account as a whole, RAM701 and on. */
#ifndef RP_LINT_ACCOUNT_RULES_H
#define RP_LINT_ACCOUNT_RULES_H

#include "lint/account_map.h"

struct rp_lint_file;

/*
 * Runs them on an account and the tree of its file. Without a tree findings are about the file as a whole; what only a `whole`
 * account shows is left out elsewhere. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_lint_account_rules(struct rp_lint_file *file, const struct rampart_account *account,
                                          const struct rp_node *root, bool whole);

/* The account's users and roles, for rp_lint_account_trust(). Zeroed but for the account. */
struct rp_lint_trusted {
    const struct rampart_account *account;
    struct rampart_str *users, *roles; /* their names in lower case, sorted; NULL: not listed yet */
    unsigned searches;                 /* for the nearest name: each looks at every one of them */
};

/* RAM716: a trust policy names a user or a role that the account does not define. Errors: as above. */
enum rampart_status rp_lint_account_trust(const struct rp_lint *lint, struct rp_lint_trusted *trusted);

/* ---- policies together (account_access.c) ---- */

/* RAM717, RAM718: administrators, and roles that everybody may assume. */
void rp_lint_access_admins(const struct rp_account_map *map);

/* RAM720: a party may hand the role of an administrator to a service. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_lint_access_pass(const struct rp_account_map *map);

/*
 * RAM719: policies of a party open a path to administrator together (account_escalation.c). ret_opens: each party, whether it has
 * one. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_lint_access_escalation(const struct rp_account_map *map, bool *ret_opens);

/*
 * RAM722 to RAM724 (account_reach.c): roles by which a party becomes an administrator, and roles that are assumed from outside.
 * `opens` as above. Errors: RAMPART_NO_MEMORY.
 */
enum rampart_status rp_lint_access_reach(const struct rp_account_map *map, const bool *opens);

/* RAM713: a Deny on a resource group is never asked. */
void rp_lint_access_denies(const struct rp_account_map *map);

/* RAM714, RAM715, RAM721: the control policies of one level. */
void rp_lint_access_controls(const struct rp_account_map *map);

#endif
