/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An account beside the tree of its file. An account does not keep the places of its parts; the tree does. The map has
 * both, and the traits of each policy, for the rules about accounts.
 */
#ifndef RP_LINT_ACCOUNT_MAP_H
#define RP_LINT_ACCOUNT_MAP_H

#include "account/account.h"
#include "lint/findings.h"
#include "text/tree.h"

enum rp_party_kind { RP_PARTY_USER, RP_PARTY_GROUP, RP_PARTY_ROLE };

/* A user, group or role. */
struct rp_party {
    enum rp_party_kind kind;
    struct rampart_str name;
    struct rp_span span; /* of the name */
    const struct rp_grants *grants;
    const struct rp_node *grant_nodes; /* of the first grant; the others are its siblings, in their order */
    const struct rp_user *user;        /* NULL: it is none */
    const struct rp_role *role;        /* NULL: it is none */
    size_t members;                    /* of a group */
};

/* A policy's traits, found once however many parties have it. */
struct rp_trait {
    struct rp_span span;      /* of its name; a built-in policy has none */
    bool is_used, is_control; /* a party has it; it is attached as a control policy */
    bool is_admin;            /* an Allow without conditions grants everything on everything */
    bool writes;              /* an Allow grants an operation that may change something */
    bool denies;
};

struct rp_account_map {
    const struct rp_lint *lint; /* its document stands for the account file, and has a source only */
    const struct rampart_account *account;
    const struct rp_party *parties; /* users, groups, roles, each in the account's order */
    size_t party_count;
    const struct rp_trait *traits;         /* of the account's policies, in their order */
    struct rp_span policies;               /* of the key `policies`; not set when the file has none */
    const struct rp_span *resource_groups; /* of their names, in the account's order */
    const struct rp_node *levels;          /* of the first level, the root folder's; NULL: there are none */
};

/* Fills in all but lint and account, in lint->scratch; without a tree, no places. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_account_map_make(struct rp_account_map *map, const struct rp_node *root);

/* The next of some nodes of the file, and a node's place; without a file there are none. */
static inline const struct rp_node *rp_account_map_next(const struct rp_node *node)
{
    return node == NULL ? NULL : node->next;
}

static inline struct rp_span rp_account_map_span(const struct rp_node *node)
{
    return node == NULL ? (struct rp_span){0, 0} : node->span;
}

/* "user", "group" or "role". */
const char *rp_party_word(const struct rp_party *party);

static inline const struct rp_trait *rp_account_map_trait(const struct rp_account_map *map,
                                                          const struct rp_named_policy *policy)
{
    return &map->traits[policy - map->account->policies];
}

static inline const struct rp_party *rp_account_map_group(const struct rp_account_map *map,
                                                          const struct rp_group *group)
{
    return &map->parties[map->account->user_count + (size_t)(group - map->account->groups)];
}

/* The i-th level of the file. The file begins at the root folder, the account's list at the other end. */
static inline const struct rp_control_level *rp_account_map_level(const struct rp_account_map *map, size_t i)
{
    return &map->account->levels[map->account->level_count - 1 - i];
}

#endif
