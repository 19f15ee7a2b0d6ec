/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two accounts compared. Principals that hold the same documents on both sides are left out at once; the others are put
 * together by what they hold before and now, and each class is compared once. Trust policies are compared by asking who
 * may assume the role.
 */
#ifndef RP_ANALYSIS_DIFF_ACCOUNT_H
#define RP_ANALYSIS_DIFF_ACCOUNT_H

#include "analysis/diff_compare.h"

enum {
    RP_DIFF_ONE_BY_ONE = 1 << 10, /* principals of a class whose documents look at who asks */
    RP_DIFF_RESOURCE_CLASSES = 1 << 8, /* of principals that hold the same on both sides, where a resource's policy differs */
    RP_DIFF_ROLES = 1 << 12       /* roles that are asked about one by one */
};

/* As rp_diff_compare() for each class of principals of the asker's two sides, which are compiled accounts. */
enum rampart_status rp_diff_accounts(struct rampart_diff *diff, struct rp_diff_asker *asker,
                                     const struct rampart_catalog *catalog, const struct rampart_diff_options *how);

/* A role whose trust policies differ. */
struct rp_diff_role {
    struct rampart_str arn;
    const struct rp_role *roles[RP_DIFF_SIDES]; /* NULL: it is not there */
};

/* Adds the differences of who may assume the role: principals of the account, and those that its policies name (diff_trust.c). */
enum rampart_status rp_diff_trust(struct rampart_diff *diff, struct rp_diff_asker *asker, const struct rp_diff_role *role);

#endif
