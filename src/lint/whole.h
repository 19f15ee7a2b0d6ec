/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules about an account as a whole. An account does not remember where its parts stand; the tree of its file does, and
 * the two are put side by side here.
 */
#ifndef RP_LINT_WHOLE_H
#define RP_LINT_WHOLE_H

#include "account/account.h"
#include "lint/file.h"

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

/* What rules want to know of a policy, however many have it. */
struct rp_trait {
    struct rp_span span;      /* of its name; a built-in policy has none */
    bool is_used, is_control; /* somebody has it; it is attached as a control policy */
    bool is_admin;            /* everything is allowed on everything */
    bool writes;              /* something may be changed */
    bool denies;
};

struct rp_whole {
    const struct rp_lint
        *lint; /* its document is the account file, of which nothing but the source is known */
    const struct rampart_account *account;
    const struct rp_party *parties; /* users, groups, roles, each in the account's order */
    size_t party_count;
    const struct rp_trait *traits; /* of the account's policies, in their order */
    struct rp_span policies;       /* the word in the file; nothing of it is used unless there are policies */
    const struct rp_span *resource_groups; /* their names, in the account's order */
    const struct rp_node *levels;          /* of the first level, the root folder's; NULL: there are none */
};

static inline const struct rp_trait *rp_whole_trait(const struct rp_whole *whole,
                                                    const struct rp_named_policy *policy)
{
    return &whole->traits[policy - whole->account->policies];
}

static inline const struct rp_party *rp_whole_group(const struct rp_whole *whole,
                                                    const struct rp_group *group)
{
    return &whole->parties[whole->account->user_count + (size_t)(group - whole->account->groups)];
}

/* "user", "group", "role". */
const char *rp_party_word(const struct rp_party *party);

/* The level that a node of the file is, which begins at the root folder; the account begins at the other end. */
static inline const struct rp_control_level *rp_whole_level(const struct rp_whole *whole, size_t i)
{
    return &whole->account->levels[whole->account->level_count - 1 - i];
}

/* Whether an Allow without conditions allows every action on every resource (whole_traits.c). */
bool rp_allows_everything(const struct rampart_policy *policy);

/* Fills in what the documents say (whole_traits.c). */
void rp_whole_traits(const struct rampart_account *account, struct rp_trait *traits);

/* Asks all of these rules about an account and the tree of its file. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_lint_whole(struct rp_lint_file *file, const struct rampart_account *account,
                                  const struct rp_node *root);

/* The rules, by subject. */
void rp_lint_whole_quota(const struct rp_whole *whole);
void rp_lint_whole_name(const struct rp_whole *whole);
enum rampart_status rp_lint_whole_unused(const struct rp_whole *whole);
enum rampart_status rp_lint_whole_twice(const struct rp_whole *whole);
void rp_lint_whole_deny(const struct rp_whole *whole);
void rp_lint_whole_control(const struct rp_whole *whole);
void rp_lint_whole_admin(const struct rp_whole *whole);
enum rampart_status rp_lint_whole_pass(const struct rp_whole *whole);
enum rampart_status rp_lint_whole_escalation(const struct rp_whole *whole);

/* What a trust policy names that the account does not define (whole_trust.c). */
struct rp_lint_trusted {
    const struct rampart_account *account;
    struct rampart_str *users, *roles; /* their names in lower case, sorted; NULL: not listed yet */
    unsigned searches;                 /* for the nearest name: each looks at every one of them */
};
enum rampart_status rp_lint_whole_trust(const struct rp_lint *lint, struct rp_lint_trusted *trusted);

#endif
