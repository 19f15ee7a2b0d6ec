/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Policies of resources, endpoints and keys by their shape: their statements have a Principal and a Resource, which
 * no document of RAM has together.
 */
#ifndef RP_POLICY_RESOURCE_POLICY_H
#define RP_POLICY_RESOURCE_POLICY_H

#include <rampart/decision.h>
#include <rampart/policy.h>

#include "text/tree.h"

struct rp_resource_policy {
    enum rampart_policy_kind kind; /* a key's for a secret's: its shape does not tell them apart */
    unsigned layers;               /* one of these (bit 1 << enum rampart_layer) */
};

/* The policy of an endpoint. It may look like a bucket's: only the place of the document tells. */
extern const struct rp_resource_policy rp_endpoint_policy;

/* True when the document is the network policy of an AccessKey, by its shape: lists, and no statements. */
bool rp_is_access_key_policy(const struct rp_node *root);

/*
 * Finds the kind of the document. False: none of these, as far as its shape tells. An endpoint's policy about
 * everything looks like a policy of RAM with a Principal by mistake: it is one where a document of `any` kind may
 * stand.
 */
bool rp_resource_policy_of(const struct rp_node *root, bool any, struct rp_resource_policy *ret_policy);

/*
 * The name behind a head, such as "project/", that all resources of all statements have in common: of acs:log:*:*:project/p
 * it is p. False: one has another, or none, or a pattern in its place.
 */
bool rp_resource_policy_owner(const struct rp_node *root, struct rampart_str head, struct rampart_str *ret_owner);

/*
 * True when each statement is about data of MaxCompute, acs:odps:*:projects/…: MaxCompute decides on these by policies of
 * its own, which look like RAM's (https://help.aliyun.com/en/maxcompute/use-cases/authorization-practices, 2026-06-23).
 */
bool rp_is_maxcompute_policy(const struct rp_node *root);

#endif
