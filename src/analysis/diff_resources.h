/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Policies of resources in two versions of an account. Those that differ are compared as the statements of identities are,
 * for the principals of the account and for outsiders that they name. A setting that differs, such as an ACL, is named.
 */
#ifndef RP_ANALYSIS_DIFF_RESOURCES_H
#define RP_ANALYSIS_DIFF_RESOURCES_H

#include "account/account.h"
#include "analysis/diff_result.h"

enum { RP_DIFF_LOOKS = 1 << 16 };

/* A resource in one layer, with what either side shows of it. */
struct rp_diff_resource {
    const struct rp_resource_document *first;
    struct rampart_strs forms; /* patterns of it and of what lies in it */
    bool shown[RP_DIFF_SIDES], unread[RP_DIFF_SIDES], setting;
    bool vectors; /* of a bucket: its policy may be that of a vector bucket */
    bool differs;
};

/* Somebody outside the account, as the documents name him, and as he is asked about. */
struct rp_diff_outsider {
    struct rampart_str name, arn;
    bool many; /* he stands for others: of an account, of a role, or for anybody */
};

struct rp_diff_resources {
    struct rp_arena *arena;
    const struct rampart_account *accounts[RP_DIFF_SIDES];
    struct rp_diff_resource *items;
    size_t count, room;
    size_t *numbers[RP_DIFF_SIDES]; /* by the document: its resource */
    bool compared;                  /* one differs, and is compared */
    struct rp_intern named;         /* users, roles and UIDs that the documents name, with their numbers */
    size_t named_count;
    bool names_uids;
    size_t looks; /* at pairs of patterns, that may still be taken */
};

/*
 * Reads the resources of two accounts, in the arena, and leaves open in the diff what differs and is not compared: all of
 * it, unless `compares`. Errors of all functions here: RAMPART_NO_MEMORY, and those of compiling patterns.
 */
enum rampart_status rp_diff_resources_read(struct rampart_diff *diff, struct rp_arena *arena,
                                           const struct rampart_account *const accounts[RP_DIFF_SIDES], bool compares,
                                           struct rp_diff_resources *ret_resources);

/*
 * Adds what the policies say, behind everything else that bears on somebody. Resources whose policies do not differ count
 * where a changed statement is about their service.
 */
enum rampart_status rp_diff_resources_pool(const struct rp_diff_resources *resources, struct rp_diff_pool *pool);

/* Whether a document may be about a resource whose policies differ; true where that cannot be told soon enough. */
enum rampart_status rp_diff_resources_bear(struct rp_diff_resources *resources, const struct rampart_policy *policy, bool *ret_bear);

/* Adds a text that tells apart principals whom the policies name: `user` or `role`; neither: the account itself. */
enum rampart_status rp_diff_resources_put_named(struct rp_diff_resources *resources, struct rp_buf *buf,
                                                const struct rp_user *user, const struct rp_role *role);

/* The outsiders whom policies name, each once: of the resources that differ, or with `all` of all of them. */
enum rampart_status rp_diff_resources_outsiders(const struct rp_diff_resources *resources, bool all,
                                                struct rp_diff_outsider **ret_outsiders, size_t *ret_count);

/*
 * Adds a document of a resource to both sides. With `grants` to the new side alone, and requests about the resource are a
 * frame: it may let in whom no policy of RAM does.
 */
enum rampart_status rp_diff_resources_pool_one(struct rp_diff_pool *pool, const struct rampart_account *account,
                                               const struct rp_resource_document *document, bool grants);

#endif
