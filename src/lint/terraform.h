/* SPDX-License-Identifier: Apache-2.0 */
/* A resource of Terraform, wherever it was found. */
#ifndef RP_LINT_TERRAFORM_H
#define RP_LINT_TERRAFORM_H

#include "lint/inner.h"

/* Beside its values, which of them are not known and which must not be shown. */
struct rp_lint_resource {
    const struct rp_node *address, *type, *values, *unknown, *sensitive;
    const struct rp_node *paths; /* the same in a state as it is kept: a list of ways to such values */
};

/* Lints the documents that it holds. Errors: as rp_lint_inner(). */
enum rampart_status rp_lint_terraform_resource(struct rp_lint_file *file,
                                               const struct rp_lint_resource *resource);

/* Whether a row of resources is one that Terraform manages, and not data that it reads. */
bool rp_terraform_is_managed(const struct rp_node *row);

static inline bool rp_terraform_is_string(const struct rp_node *node)
{
    return node != NULL && node->type == RP_NODE_STRING;
}

#endif
