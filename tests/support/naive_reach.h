/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may do it by way of roles, one decision at a time: each pair of roles is asked about, until nothing gets better. It is
 * the twin of what who-can tells of those from outside the account.
 */
#ifndef RP_TESTS_NAIVE_REACH_H
#define RP_TESTS_NAIVE_REACH_H

#include <rampart/rampart.h>

enum { NAIVE_REACH_ROLES = 8 };

struct naive_reach {
    const struct rampart_set *set;
    const char *account;
    const char *const *roles; /* names, NAIVE_REACH_ROLES at most */
    size_t role_count;
    bool mfa_given;           /* acs:MFAPresent is "true"; else it is unknown */
    enum rampart_outcome does[NAIVE_REACH_ROLES]; /* by the role: the best that it comes to, also by others */
};

/* The decision on one request as one principal. */
enum rampart_outcome naive_reach_decide(const struct naive_reach *reach, const char *principal, const char *action,
                                        const char *resource);

/* What roles come to for the question: fills `does`. */
void naive_reach_find(struct naive_reach *reach, const char *action, const char *resource);

/* The best that one from outside, by the ARN that stands for it, comes to by assuming a role. */
enum rampart_outcome naive_reach_of(const struct naive_reach *reach, const char *principal);

/* The ARN of a role. */
void naive_reach_role(const struct naive_reach *reach, const char *name, char arn[128]);

/* Of two steps that must both be allowed, and of two ways of which one suffices. */
enum rampart_outcome naive_reach_both(enum rampart_outcome one, enum rampart_outcome other);
enum rampart_outcome naive_reach_better(enum rampart_outcome one, enum rampart_outcome other);

#endif
