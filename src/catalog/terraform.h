/* SPDX-License-Identifier: Apache-2.0 */
/* Which resources of Terraform hold a policy document (policies/catalog/terraform.tsv). */
#ifndef RP_CATALOG_TERRAFORM_H
#define RP_CATALOG_TERRAFORM_H

#include <rampart/policy.h>

struct rp_terraform_document {
    struct rampart_str attribute, older; /* static memory; `older` may be empty */
    enum rampart_policy_kind kind;
};

/* Finds the document of a type of resource. False: it has none. */
bool rp_terraform_document_of(struct rampart_str type, struct rp_terraform_document *ret_document);

#endif
