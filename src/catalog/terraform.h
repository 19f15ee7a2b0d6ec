/* SPDX-License-Identifier: Apache-2.0 */
/* The documents and facts in resources of Terraform (policies/catalog/terraform.tsv, terraform-resources.tsv). */
#ifndef RP_CATALOG_TERRAFORM_H
#define RP_CATALOG_TERRAFORM_H

#include <rampart/status.h>

struct rp_terraform_document {
    struct rampart_str block;            /* static memory; the nested block that holds the attribute, mostly empty */
    struct rampart_str attribute, older; /* `older` may be empty */
    struct rampart_str kind;             /* as the option writes it: "trust" */
};

/* The documents of a type of resource, one after the other: start with a cursor of 0. False: no more of them. */
bool rp_terraform_document_next(struct rampart_str type, size_t *cursor, struct rp_terraform_document *ret_document);

/* A part of a type of resource, of Terraform or ROS, that decides beside RAM and is not read. */
struct rp_layer_document {
    struct rampart_str attribute;    /* static memory, as the others; empty: the resource itself */
    struct rampart_str layer;        /* its name; empty: none that could be said to be absent */
    struct rampart_str named, older; /* the attributes that name whose layer it is; empty: none does */
    struct rampart_str beside;       /* the attribute that names what else: an object, the bucket of an access point, a service */
    struct rampart_str nothing;      /* values of the attribute that amount to none, separated by blanks */
    struct rampart_str reason;
};

/* True when the value of the attribute amounts to none. */
bool rp_layer_document_is_none(const struct rp_layer_document *document, struct rampart_str value);

/* One after the other: start with a cursor of 0. False: no more of them. */
bool rp_layer_document_next(struct rampart_str type, size_t *cursor, struct rp_layer_document *ret_document);

/* The part of an account that a resource describes. */
enum rp_terraform_kind {
    RP_TERRAFORM_ACCOUNT_ID = 0,
    RP_TERRAFORM_POLICY,
    RP_TERRAFORM_VERSION, /* of a policy */
    RP_TERRAFORM_USER,
    RP_TERRAFORM_GROUP,
    RP_TERRAFORM_ROLE,
    RP_TERRAFORM_MEMBERS, /* some users of a group */
    RP_TERRAFORM_MEMBER,  /* one */
    RP_TERRAFORM_USER_GRANT,
    RP_TERRAFORM_GROUP_GRANT,
    RP_TERRAFORM_ROLE_GRANT,
    RP_TERRAFORM_GRANT, /* to any of them, by a name in the form of an address */
    RP_TERRAFORM_RESOURCE_GROUP,
    RP_TERRAFORM_CONTROL,
    RP_TERRAFORM_CONTROL_GRANT,
    RP_TERRAFORM_FOLDER,
    RP_TERRAFORM_MEMBER_ACCOUNT,
    RP_TERRAFORM_DIRECTORY,
    RP_TERRAFORM_DOCUMENT, /* a data source that renders one */
    RP_TERRAFORM_LAYER,    /* what decides beside RAM (layer-documents.tsv) */
    RP_TERRAFORM_KINDS
};

struct rp_terraform_fact {
    enum rp_terraform_kind kind;
    struct rampart_str attribute, older; /* that name it, or what it is about; as above */
};

/* False for a type that says nothing. The type of a data source begins with "data.". */
bool rp_terraform_fact_of(struct rampart_str type, struct rp_terraform_fact *ret_fact);

#endif
