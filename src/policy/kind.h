/* SPDX-License-Identifier: Apache-2.0 */
/* What the grammar of a document takes, by its kind (docs/semantics.md, "Grammar" and "Policies of resources"). */
#ifndef RP_POLICY_KIND_H
#define RP_POLICY_KIND_H

#include <rampart/policy.h>

#include "base/str.h"

/* How a statement names the principals that it is about. */
enum rp_principal_form {
    RP_FORM_ATTACHED = 0, /* not at all: the policy is attached to them */
    RP_FORM_TRUST,        /* a map of RAM, Service and Federated, or "*" */
    RP_FORM_RAM,          /* a map of RAM alone */
    RP_FORM_UIDS,         /* UIDs, sessions of roles, or "*": a list, or one of them */
    RP_FORM_UIDS_OR_ALL   /* the same; without a Principal, everybody */
};

struct rp_kind {
    const char *name;  /* as options write it: "access-point" */
    const char *words; /* "an OSS access point policy" */
    enum rp_principal_form principal;
    bool of_resource;     /* attached to a resource, an endpoint; it is no document of RAM itself */
    bool everything_only; /* Resource is "*", and there is no NotAction and no NotResource */
    struct rampart_str service; /* "kms:", with which each action begins; empty: any service */
    size_t most_bytes;          /* of the document; 0: no page says */
};

/* The grammar of a kind; of RAMPART_POLICY_ANY that of an identity policy. */
const struct rp_kind *rp_kind_of(enum rampart_policy_kind kind);

/* The kind of this name; RAMPART_POLICY_ANY: it is none. */
enum rampart_policy_kind rp_kind_named(struct rampart_str name);

#endif
