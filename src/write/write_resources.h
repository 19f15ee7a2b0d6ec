/* SPDX-License-Identifier: Apache-2.0 */
/* `resourcePolicies` and what stands beside it in an account file. */
#ifndef RP_WRITE_WRITE_RESOURCES_H
#define RP_WRITE_WRITE_RESOURCES_H

#include "account/account.h"
#include "text/tree.h"

struct rp_write_resources {
    struct rp_arena *arena;
    const struct rampart_account *account;
    struct rp_node *root; /* of the file */
    /* Puts a document, or the path of it, into a map. */
    enum rampart_status (*put_document)(void *context, struct rp_node *map, struct rampart_str key,
                                        const struct rampart_policy *policy);
    void *context;
};

/* True when the file can say it: it is known, not secret, and of a grammar that can be written. */
bool rp_write_has_place(const struct rp_resource_document *document);

/* Adds all that have a place. Errors: RAMPART_NO_MEMORY. */
enum rampart_status rp_write_resources(const struct rp_write_resources *writing);

#endif
