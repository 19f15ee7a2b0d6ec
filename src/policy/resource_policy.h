/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Policies of resources, endpoints and keys by their shape: their statements have a Principal and a Resource, which no
 * document of RAM has together. They are named, and not read (docs/semantics.md, "Layers that nobody showed").
 */
#ifndef RP_POLICY_RESOURCE_POLICY_H
#define RP_POLICY_RESOURCE_POLICY_H

#include "text/tree.h"

/*
 * What the document is: "an OSS bucket policy". Static memory. NULL: none of these, as far as its shape tells. An endpoint's
 * policy about everything looks like a policy of RAM with a Principal by mistake: it is one where a document of `any` kind may stand.
 */
const char *rp_resource_policy_of(const struct rp_node *root, bool any);

#endif
